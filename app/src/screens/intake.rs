//! Writing down a report as it came: a mail or a chat that is pasted, or what somebody said. The words are kept as they
//! are; who wrote them, who passed them on and when stand beside them.

use crate::api;
use crate::device::{Draft, device, watched};
use crate::parts::asked::doing;
use crate::parts::choice::{Legend, choice};
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_edit, on_send, on_tap};
use crate::parts::toast;
use crate::screens::lost::lost;
use crate::screens::note::link::link_card;
use crate::signal::{RwSignal, StoredValue, spawn_local};
use domain::ids::{DeedId, IncidentId, NoteId};
use domain::note::{NoteBody, TEXT_MAX, Urgency};
use domain::private::Private;
use domain::reporter::ReporterKey;
use domain::work::report::{Account, NewReport, Origin, Via};
use leptos::prelude::*;

/// The pause in typing after which a draft is kept, in milliseconds.
const PAUSE_MILLIS: u32 = 500;

const WAYS: [(Via, &str); 6] = [
    (Via::InPerson, "In person"),
    (Via::Mail, "By mail"),
    (Via::Chat, "In the chat"),
    (Via::Phone, "By telephone"),
    (Via::Paper, "On paper"),
    (Via::Other, "Another way"),
];

const ACCOUNTS: [(Account, &str); 3] = [
    (Account::FirstHand, "Of somebody who was there"),
    (Account::SecondHand, "Of somebody who heard of it"),
    (Account::Observed, "Of one of the staff, who saw it"),
];

const URGENCIES: [(Urgency, &str); 3] =
    [(Urgency::Now, "Now"), (Urgency::Today, "Today"), (Urgency::CanWait, "It can wait")];

/// What is written so far.
#[derive(Clone, Copy)]
struct Form {
    case: Option<IncidentId>,
    id: RwSignal<NoteId>,
    body: RwSignal<NoteBody>,
    origin: RwSignal<Origin>,
    link: RwSignal<Option<Private<String>>>,
    /// Whether the reporter has the link.
    given: RwSignal<bool>,
    turn: StoredValue<u32>,
}

/// One more account of a case.
pub fn account(incident: &str) -> AnyView {
    IncidentId::parse(incident).map_or_else(|_| lost(), |incident| intake(Some(incident)))
}

/// A report as it came: a new one, or one more account of a case.
pub fn intake(case: Option<IncidentId>) -> AnyView {
    let form = Form::new(case);
    let (title, what) = match case {
        None => ("Write down a report", "You have it in hand from then on, and nobody is called."),
        Some(_) => ("One more account", "It joins the record of the case."),
    };
    let back = case.map_or_else(|| "/app/inbox".to_owned(), |incident| format!("/app/i/{incident}"));
    let work = doing();
    let toast = toast::say();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        work.start(api::write_down(case, form.report()), move |incident| {
            form.forget();
            toast.word("Written down");
            device().go_instead(&format!("/app/i/{incident}"));
        });
    };
    let text = move || form.body.with(|body| body.text.reveal().clone());
    let typed = move |event| form.change(|body| body.text = event_target_value(&event).into());
    view! {
        <header class="top"><a class="back" href=back>{icon(Icon::Back)} "Back"</a><h1>{title}</h1></header>
        <main class="main" id="main" tabindex="-1">
            <form class="stack" on:submit=on_send(send)>
                <div class="field">
                    <label for="intake-text" class="title">"The words, as they came"</label>
                    <p class="hint" id="intake-hint">"Paste the mail or the chat, or write what somebody said. Nothing of it is changed. " {what}</p>
                    <textarea id="intake-text" class="tall" aria-describedby="intake-hint" autocomplete="off" maxlength=TEXT_MAX.to_string()
                        prop:value=attr(text) on:input=on_edit(typed)></textarea>
                </div>
                {origin(form)}
                {choice("intake-urgency", Legend::Shown("How soon is somebody needed?"), false, &URGENCIES,
                    move || form.body.with(|body| body.urgency), move |urgency| form.change(|body| body.urgency = urgency))}
                {involved(form)}
                {private_link(form)}
                {work.error()}
                <p class="acts"><button class="btn wide" type="submit" aria-busy=attr(move || work.is_busy())>"Write it down"</button></p>
            </form>
        </main>
    }
    .into_any()
}

/// Where it came from.
fn origin(form: Form) -> AnyView {
    let via = move || Some(form.origin.with(|origin| origin.via));
    let account = move || Some(form.origin.with(|origin| origin.account));
    let when = move || form.origin.with(|origin| origin.told_at).map(|at| device().write_input(at, &watched().zone()));
    let told = move |event| {
        let at = device().read_input(&event_target_value(&event), &watched().zone());
        form.comes(|origin| origin.told_at = at);
    };
    view! {
        {choice("intake-via", Legend::Shown("How did it reach you?"), true, &WAYS, via,
            move |via| form.comes(|origin| origin.via = via.unwrap_or(origin.via)))}
        {choice("intake-account", Legend::Shown("Whose account is it?"), true, &ACCOUNTS, account,
            move |account| form.comes(|origin| origin.account = account.unwrap_or(origin.account)))}
        {line(form, "intake-author", "Who wrote or said it, if they want to be known", |origin| &mut origin.author)}
        {line(form, "intake-passed-on", "Who passed it on, if that was somebody else", |origin| &mut origin.passed_on_by)}
        <div class="field">
            <label for="intake-when">"When it was written or said"</label>
            <input id="intake-when" type="datetime-local" prop:value=attr(move || when().unwrap_or_default()) on:change=on_edit(told)/>
        </div>
    }
    .into_any()
}

fn line(form: Form, id: &'static str, label: &'static str, of: fn(&mut Origin) -> &mut Private<String>) -> AnyView {
    let shown = move || of(&mut form.origin.get()).reveal().clone();
    let typed = move |event| form.comes(|origin| *of(origin) = event_target_value(&event).into());
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input id=id autocomplete="off" maxlength="2000" prop:value=attr(shown) on:input=on_edit(typed)/>
        </div>
    }
    .into_any()
}

/// Whoever of the team it names is out before anybody can open it.
fn involved(form: Form) -> AnyView {
    let chips = move || {
        let (me, team) = watched().bundle.with(|bundle| {
            let bundle = bundle.as_ref();
            (bundle.map(|bundle| bundle.me.id), bundle.map(|bundle| bundle.care_team.clone()).unwrap_or_default())
        });
        let others = team.into_iter().filter(|contact| Some(contact.person) != me);
        let chip = move |contact: domain::view::CareContact| {
            let person = contact.person;
            let chosen = move || form.body.with(|body| body.involves.contains(&person));
            let press = move |_| {
                let was = form.body.with_untracked(|body| body.involves.contains(&person));
                form.change(|body| {
                    if was { body.involves.retain(|other| *other != person) } else { body.involves.push(person) }
                });
            };
            view! {
                <button class="chip" type="button" aria-pressed=attr(move || chosen().to_string()) on:click=on_tap(press)>
                    {contact.name.into_revealed()}
                </button>
            }
        };
        others.map(chip).collect_view()
    };
    view! {
        <details class="more">
            <summary>"Somebody of the team is in it"</summary>
            <div>
                <p class="hint">"Whoever you choose sees nothing of it."</p>
                <div class="chips" role="group" aria-label="Who is involved">{live(chips)}</div>
            </div>
        </details>
    }
    .into_any()
}

/// A private link for whoever reported, or for whom they speak.
fn private_link(form: Form) -> AnyView {
    let mint = move |_| {
        let key = ReporterKey::mint(device().chance());
        form.link.set(Some(key.fragment()));
        form.change(|body| body.reporter_key = Some(key.digest()));
    };
    let shown = move || {
        match form.link.get() {
        Some(link) => link_card(&link, form.given),
        None => view! {
            <p>"With it they see how it goes and can add to it. Where somebody reports for somebody else, they agree who of them gets it; add both under “People”, each with their own contact."</p>
            <button class="btn quiet" type="button" on:click=on_tap(mint)>{icon(Icon::Link)} "Make a private link"</button>
        }
        .into_any(),
    }
    };
    view! {
        <details class="more">
            <summary>"A private link for the reporter"</summary>
            <div>{live(shown)}</div>
        </details>
    }
    .into_any()
}

impl Form {
    fn new(case: Option<IncidentId>) -> Self {
        let blank = Private::default;
        let origin = Origin {
            via: Via::Mail,
            author: blank(),
            passed_on_by: blank(),
            told_at: None,
            account: Account::FirstHand,
        };
        let (id, body) = (RwSignal::new(fresh_id()), RwSignal::new(NoteBody::default()));
        let (origin, link) = (RwSignal::new(origin), RwSignal::new(None));
        let form = Self { case, id, body, origin, link, given: RwSignal::new(false), turn: StoredValue::new(0) };
        spawn_local(async move {
            let Ok(Some(draft)) = device().draft(Draft::key_of_intake(case)).await else { return };
            if form.body.try_get_untracked() == Some(NoteBody::default()) {
                form.id.set(draft.id);
                form.body.set(draft.body);
                form.link.set(draft.link);
                if let Some(origin) = draft.intake {
                    form.origin.set(origin);
                }
            }
        });
        form
    }

    fn change(self, change: impl FnOnce(&mut NoteBody)) {
        self.body.update(change);
        self.keep();
    }

    fn comes(self, change: impl FnOnce(&mut Origin)) {
        self.origin.update(change);
        self.keep();
    }

    /// Keeps the draft at the next pause.
    fn keep(self) {
        let turn = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(turn);
        spawn_local(async move {
            device().sleep(PAUSE_MILLIS).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            let (Some(id), Some(body)) = (self.id.try_get_untracked(), self.body.try_get_untracked()) else { return };
            let (Some(origin), Some(link)) = (self.origin.try_get_untracked(), self.link.try_get_untracked()) else {
                return;
            };
            let draft = Draft { intake: Some(origin), ..Draft::new(id, body, link, self.case) };
            // A phone that keeps nothing says so on its own; the words stay in the box either way.
            let _kept = device().keep_draft(draft).await;
        });
    }

    fn report(self) -> NewReport {
        let (note, origin) = (self.id.get_untracked(), self.origin.get_untracked());
        let body = NoteBody {
            told_at: origin.told_at,
            written_at: watched().now.get_untracked(),
            ..self.body.get_untracked()
        };
        NewReport { note, body, deed: DeedId::from_bytes(note.to_bytes()), origin }
    }

    fn forget(self) {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        spawn_local(async move {
            // What stays behind is offered as a draft once more; sending it twice is harmless.
            let _dropped = device().drop_draft(Draft::key_of_intake(self.case)).await;
        });
    }
}

fn fresh_id() -> NoteId {
    let mut chance = [0; 10];
    chance.copy_from_slice(&device().chance()[..10]);
    NoteId::mint(device().now(), chance)
}
