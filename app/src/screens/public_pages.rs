//! What organizers say about the public pages: whether the form is open, whether the team shows itself, what they add to
//! the privacy notice; and the posters that lead to the form.

use crate::api;
use crate::parts::asked::{ask, doing};
use crate::parts::frame::page_below;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_edit, on_send};
use crate::parts::toast;
use crate::signal::RwSignal;
use domain::reporter::team::{NOTICE_MAX, PublicPages};
use leptos::prelude::*;

/// The languages in which a notice can be written: the code and the label.
const NOTICES: [(&str, &str); 2] = [("en", "Added to the privacy notice, in English"), ("de", "The same in German")];
/// The posters: their address and what they are for.
const POSTERS: [(&str, &str); 4] = [
    ("/poster?size=a4&for=door", "For doors, A4"),
    ("/poster?size=a6&for=door", "For doors, A6"),
    ("/poster?size=a4&for=toilet", "For toilets, A4"),
    ("/poster?size=a6&for=toilet", "For toilets, A6"),
];

/// The organizers' screen about the public pages.
pub fn public_pages() -> AnyView {
    let asked = ask(api::the_public_pages);
    // Built once: what is being typed must not be drawn over when somebody else changes something.
    let known = asked.is_known();
    let form = move || known.get().then(|| form(&asked.known.get_untracked().unwrap_or_default()));
    let content = view! { {posters()} {asked.trouble()} {live(form)} };
    page_below("/app/conference", "Conference", "Public pages", content)
}

fn posters() -> AnyView {
    let rows = POSTERS.map(|(address, what)| {
        view! { <li><a class="row" href=address target="_blank" rel="noreferrer">{icon(Icon::Print)}<span>{what}</span>{icon(Icon::Next)}</a></li> }
    });
    view! {
        <section class="stack tight" aria-labelledby="posters">
            <h2 id="posters">"Posters"</h2>
            <p>"Each leads to the report form by a QR code. Print them from the page that opens, in English and in German."</p>
            <ul class="rows">{rows.into_iter().collect_view()}</ul>
            <p><a href="/" target="_blank" rel="noreferrer">"See the public pages"</a></p>
        </section>
    }
    .into_any()
}

fn form(pages: &PublicPages) -> AnyView {
    let (open, team) = (RwSignal::new(!pages.form_closed), RwSignal::new(pages.shows_team));
    let notices =
        NOTICES.map(|(code, label)| (code, label, RwSignal::new(pages.notice.get(code).cloned().unwrap_or_default())));
    let (work, toast) = (doing(), toast::say());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let notice = notices.iter().map(|(code, _, text)| ((*code).to_owned(), text.get_untracked())).collect();
        let pages = PublicPages { shows_team: team.get_untracked(), form_closed: !open.get_untracked(), notice };
        work.start(api::set_public_pages(pages), move |_| toast.word("Saved on the server"));
    };
    let boxes = notices.map(|(code, label, text)| {
        let id = format!("notice-{code}");
        view! {
            <div class="field">
                <label for=id.clone()>{label}</label>
                <textarea id=id autocomplete="off" maxlength=NOTICE_MAX.to_string()
                    prop:value=attr(move || text.get()) on:input=on_edit(move |event| text.set(event_target_value(&event)))></textarea>
            </div>
        }
    });
    view! {
        <form class="stack" on:submit=on_send(save)>
            <h2>"What they show"</h2>
            {check("pages-form", "The report form is open", "Closed, the pages name the other ways alone.", open)}
            {check("pages-team", "The page about the team shows what members write of themselves", "Each member decides that for themselves as well, and shows nothing unless they write it.", team)}
            <p class="hint">"Who keeps the data, for how long, whom to ask: what your conference has to say there."</p>
            {boxes.into_iter().collect_view()}
            {work.error()}
            <div class="bar"><button class="btn" type="submit" aria-busy=attr(move || work.is_busy())>"Save"</button></div>
        </form>
    }
    .into_any()
}

fn check(id: &'static str, label: &'static str, hint: &'static str, on: RwSignal<bool>) -> AnyView {
    let hint_id = format!("{id}-hint");
    view! {
        <div class="stack tight">
            <label class="check">
                <input type="checkbox" id=id aria-describedby=hint_id.clone() prop:checked=attr(move || on.get())
                    on:change=on_edit(move |event| on.set(event_target_checked(&event)))/>
                <span>{label}</span>
            </label>
            <p class="hint" id=hint_id>{hint}</p>
        </div>
    }
    .into_any()
}
