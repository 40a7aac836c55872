//! What the public sees of a CARE member: nothing, unless the member writes it and the organizers show it.

use crate::api;
use crate::parts::asked::{ask, doing};
use crate::parts::frame::page_below;
use crate::parts::live::{attr, live, on_edit, on_send};
use crate::parts::toast;
use crate::signal::RwSignal;
use domain::reporter::team::{ABOUT_MAX, NAME_MAX, PublicCard, Shown};
use leptos::prelude::*;

/// The member's card.
pub fn public_card() -> AnyView {
    let asked = ask(api::my_public_card);
    // Built once: what is being typed must not be drawn over when somebody else changes something.
    let known = asked.is_known();
    let form = move || known.get().then(|| asked.known.get_untracked().map(form));
    page_below("/app/me", "You", "What the public sees of me", view! { {asked.trouble()} {live(form)} })
}

fn form(shown: Shown) -> AnyView {
    let (name, about) = (RwSignal::new(shown.card.name), RwSignal::new(shown.card.about));
    let (work, toast) = (doing(), toast::say());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let card = PublicCard { name: name.get_untracked(), about: about.get_untracked() };
        work.start(api::set_my_public_card(card), move |_| toast.word("Saved on the server"));
    };
    let state = if shown.shown {
        "The organizers show what members write here on the public page about the team."
    } else {
        "The organizers do not show this on the public pages just now."
    };
    view! {
        <form class="stack" on:submit=on_send(save)>
            <p>{format!("On the report form you are member {}, so that a reporter can keep you out without your name.", shown.number)}</p>
            <p>
                "Some reporters would like to know whom they would talk to. Write only what anybody may know, also the person \
                 whom a report is about. Leave both empty and nothing is shown."
            </p>
            <p class="soft">{state}</p>
            <div class="field">
                <label for="card-name">"The name to show"</label>
                <p class="hint" id="card-name-hint">"It need not be the one on your badge."</p>
                <input id="card-name" autocomplete="off" maxlength=NAME_MAX.to_string() aria-describedby="card-name-hint"
                    prop:value=attr(move || name.get().into_revealed()) on:input=on_edit(move |event| name.set(event_target_value(&event).into()))/>
            </div>
            <div class="field">
                <label for="card-about">"A few words about you"</label>
                <p class="hint" id="card-about-hint">"For instance languages, pronouns, what you do here."</p>
                <textarea id="card-about" autocomplete="off" maxlength=ABOUT_MAX.to_string() aria-describedby="card-about-hint"
                    prop:value=attr(move || about.get().into_revealed()) on:input=on_edit(move |event| about.set(event_target_value(&event).into()))></textarea>
            </div>
            {work.error()}
            <div class="bar"><button class="btn" type="submit" aria-busy=attr(move || work.is_busy())>"Save"</button></div>
        </form>
    }
    .into_any()
}
