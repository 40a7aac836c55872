//! The case file: printed, or saved as a file, sealed unless somebody wants it otherwise.
//!
//! Both are plain forms that the browser sends by itself, so that saving and printing are its own. The passphrase is in
//! the form alone: it is sent once and then emptied.

use super::form::choice;
use super::hand::{Doing, Hand};
use crate::device::{device, watched};
use crate::parts::live::{attr, live, on_edit, on_send};
use crate::signal::{RwSignal, spawn_local};
use domain::export::{PASSPHRASE_MAX, PASSPHRASE_MIN};
use domain::view::Denied;
use leptos::prelude::*;

/// After how long the passphrase is emptied, in milliseconds: the browser reads the form when the event is over.
const SENT_MILLIS: u32 = 200;

/// The side of the case on which it is taken out.
pub(super) fn file(hand: Hand) -> AnyView {
    let to = format!("/api/v1/cases/{}/export", hand.incident);
    let away = move || {
        let offline = !watched().online.get();
        offline.then(|| view! { <p class="soft">"There is no connection. The case file comes from the server."</p> })
    };
    view! {
        <section class="stack no-print" aria-labelledby="file-title">
            <h2 id="file-title">"The case file"</h2>
            <p class="soft">
                "The whole record as you see it, with all its times. Taking it out goes on the record, where everybody who \
                 works on the case can see it. Keep it where only those can read it who have to."
            </p>
            {live(away)}
            <form class="stack" method="post" action=to.clone() target="_blank">
                <input type="hidden" name="form" value="print"/>
                {with_photos()}
                <p class="acts">
                    <button class="btn" type="submit" disabled=attr(move || !watched().online.get())>"Show it to print"</button>
                </p>
            </form>
        </section>
        {save(to)}
    }
    .into_any()
}

fn with_photos() -> AnyView {
    view! {
        <label class="check">
            <input type="checkbox" name="photos" checked="checked"/>
            <span>"With the photos"</span>
        </label>
    }
    .into_any()
}

fn save(to: String) -> AnyView {
    let (form, seal) = (RwSignal::new(Some(0_usize)), RwSignal::new(Some(0_usize)));
    let (passphrase, again) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let doing = Doing::new();
    let sealed = move || seal.get() == Some(0);
    let send = move |event: leptos::ev::SubmitEvent| {
        let sealed = seal.get_untracked() == Some(0);
        let why = passphrase.with_untracked(|one| again.with_untracked(|two| against(sealed, one, two)));
        if let Some(why) = why {
            event.prevent_default();
            doing.refuse(Denied::Input(why));
            return;
        }
        doing.settle();
        spawn_local(async move {
            device().sleep(SENT_MILLIS).await;
            let _gone = passphrase.try_update(String::clear);
            let _gone = again.try_update(String::clear);
        });
    };
    let chosen = move || if form.get() == Some(1) { "json".to_owned() } else { "html".to_owned() };
    let boxes = move || {
        sealed().then(|| {
            view! {
                {secret("file-passphrase", Some("passphrase"), "Passphrase", passphrase)}
                {secret("file-again", None, "The same once more", again)}
                <p class="hint">
                    "At least 12 characters: four or five words that nobody would guess. It is kept nowhere; without it the \
                     file cannot be opened. Tell it by voice. Any tool for the age format opens the file."
                </p>
            }
        })
    };
    let bare = move || {
        (!sealed()).then(|| view! { <p class="soft">"Whoever finds a file that is not sealed can read all of it."</p> })
    };
    let forms = vec!["A page, to read and to print".to_owned(), "Data, for other programs".to_owned()];
    let ways = vec!["Sealed with a passphrase".to_owned(), "Not sealed".to_owned()];
    view! {
        <section class="stack no-print" aria-labelledby="save-title">
            <h2 id="save-title">"Save it as a file"</h2>
            <form class="stack" method="post" action=to target="_blank" on:submit=on_send(send)>
                <input type="hidden" name="form" prop:value=attr(chosen)/>
                {choice("file-form", "As what", forms, form)}
                {with_photos()}
                {choice("file-seal", "How", ways, seal)}
                {live(boxes)}
                {live(bare)}
                {doing.error()}
                <p class="acts">
                    <button class="btn" type="submit" disabled=attr(move || !watched().online.get())>"Save the file"</button>
                </p>
            </form>
        </section>
    }
    .into_any()
}

/// What stands against these passphrases.
fn against(sealed: bool, one: &str, two: &str) -> Option<String> {
    if !sealed {
        None
    } else if !(PASSPHRASE_MIN..=PASSPHRASE_MAX).contains(&one.chars().count()) {
        Some(format!("The passphrase needs {PASSPHRASE_MIN} to {PASSPHRASE_MAX} characters."))
    } else if one != two {
        Some("The two passphrases are not the same. Type them once more.".to_owned())
    } else {
        None
    }
}

fn secret(id: &'static str, name: Option<&'static str>, label: &'static str, text: RwSignal<String>) -> AnyView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input id=id name=name type="password" autocomplete="new-password" maxlength=PASSPHRASE_MAX.to_string()
                prop:value=attr(move || text.get())
                on:input=on_edit(move |event| text.set(event_target_value(&event)))/>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_is_long_enough_and_typed_twice() {
        for (sealed, one, two, fits) in [
            (true, "eleven green lanterns", "eleven green lanterns", true),
            (true, "eleven green lanterns", "eleven green lantern", false),
            (true, "short", "short", false),
            (true, "", "", false),
            (false, "", "", true),
        ] {
            assert_eq!(against(sealed, one, two).is_none(), fits, "{one} {two}");
        }
    }
}
