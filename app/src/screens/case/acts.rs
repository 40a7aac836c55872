//! What a CARE member does to a case besides taking it and writing: telling the reporter, striking a note, stepping out.

use super::form::opens;
use super::hand::{Doing, Hand};
use super::of_case;
use super::words::{Beat, warnings};
use super::write::mint;
use crate::api;
use crate::device::device;
use crate::parts::asked::{Asked, doing};
use crate::parts::live::{attr, live, on_edit, on_send, on_tap};
use crate::parts::moment::when;
use crate::parts::toast;
use crate::screens::guide::{card_body, cards_for};
use crate::screens::inbox::code_name;
use crate::signal::{Memo, RwSignal, StoredValue};
use domain::conflict::Standing;
use domain::guide::Moment;
use domain::ids::{IncidentId, NoteId, ReporterLinkId};
use domain::private::Private;
use domain::question::CaseOpened;
use domain::time::Timestamp;
use domain::view::CaseView;
use domain::work::Deed;
use domain::work::draft::{DraftDeed, Message, Purpose, Says};
use domain::work::template::{RECEIPT, is_vetted_receipt};
use domain::writing::Writes;
use leptos::prelude::*;

/// A reporter of the case: each report that was joined to it has one of its own.
#[derive(Clone, PartialEq)]
struct Reporter {
    incident: IncidentId,
    /// The name under which the report came, where there are several.
    of: Option<String>,
    link: Option<ReporterLinkId>,
    looked_at: Option<Timestamp>,
    confirmed: bool,
}

fn reporters(case: &CaseView) -> Vec<Reporter> {
    let reporter = |incident, of, confirmed| {
        let links: Vec<_> = case.links.iter().filter(|link| link.incident == incident).collect();
        let looked_at = links.iter().filter_map(|link| link.looked_at).max();
        Reporter { incident, of, link: links.first().map(|link| link.link), looked_at, confirmed }
    };
    let name = |words: &str| Some(code_name(words)).filter(|_| !case.joined.is_empty());
    let first = reporter(case.row.incident, name(&case.row.code_name), case.row.receipt_confirmed);
    let joined = case.joined.iter().map(|part| reporter(part.incident, name(&part.code_name), part.receipt_confirmed));
    std::iter::once(first).chain(joined).collect()
}

/// Whom to tell next that the report arrived.
fn untold(case: &CaseView) -> Option<Reporter> {
    reporters(case).into_iter().find(|reporter| !reporter.confirmed)
}

/// What each reporter knows. The way to tell the first of them stands in what is ahead, as long as they have not been told;
/// where several reports are joined, the way to tell the next stands here.
pub(super) fn reporter(hand: Hand) -> AnyView {
    let known = Memo::new(move || {
        let known = of_case(hand.asked, |case| {
            let speaks = case.my_standing.is_none_or(Standing::may_speak);
            let next = untold(case).filter(|next| speaks && !case.joined.is_empty() && next.of.is_some());
            (reporters(case), next.map(|next| next.incident))
        });
        known.unwrap_or_default()
    });
    let shown = move || {
        let (reporters, next) = known.get();
        reporters.iter().map(|reporter| facts(reporter, next == Some(reporter.incident))).collect_view()
    };
    view! { <section class="stack tight" aria-label="The reporter">{live(shown)}</section> }.into_any()
}

fn facts(reporter: &Reporter, is_next: bool) -> AnyView {
    let link = match (reporter.link, reporter.looked_at) {
        (None, _) => view! { "Has no private link" }.into_any(),
        (Some(_), None) => view! { "Has a private link, not opened yet" }.into_any(),
        (Some(_), Some(at)) => view! { "Has a private link, last opened " {when(at)} }.into_any(),
    };
    let told = if reporter.confirmed { "Was told that it arrived" } else { "Not told yet that it arrived" };
    let of = reporter.of.clone().map(|name| view! { <dt>"Report"</dt><dd>{name}</dd> });
    let button = is_next.then(|| opens("confirm", "Tell this reporter that it arrived"));
    view! {
        <dl class="facts">{of}<dt>"Reporter"</dt><dd>{link}</dd><dt>"Receipt"</dt><dd>{told}</dd></dl>
        {button.map(|button| view! { <p class="acts no-print">{button}</p> })}
    }
    .into_any()
}

/// The vetted words go out by one tap; any others wait for a second member.
pub(super) fn confirm(hand: Hand) -> AnyView {
    let whom = Memo::new(move || of_case(hand.asked, untold).flatten());
    let text = RwSignal::new(RECEIPT.to_owned());
    let id = StoredValue::new(mint());
    let (work, drafting) = (doing(), Doing::new());
    let toast = toast::say();
    let vetted = Memo::new(move || text.with(|text| is_vetted_receipt(text)));
    let has_link = Memo::new(move || whom.with(|whom| whom.as_ref().is_some_and(|reporter| reporter.link.is_some())));
    let beat = Beat::of(hand.incident, Writes::Reply);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = Private::from(text.get_untracked());
        let Some(Reporter { incident, link: to, .. }) = whom.get_untracked() else { return };
        if vetted.get_untracked() {
            work.start(api::confirm_receipt(incident, id.get_value(), words), move |()| {
                device().close_dialog("confirm");
                id.set_value(mint());
                toast.word("It is on the record that the reporter was told");
                hand.asked.again();
            });
            return;
        }
        let says = Says::Message(Message { to, purpose: Purpose::Confirm, text: words });
        hand.does(drafting, Deed::Draft(DraftDeed::Write { draft: None, says, over: Vec::new() }), move || {
            device().close_dialog("confirm");
            text.set(RECEIPT.to_owned());
            toast.word("It waits for a second member");
        });
    };
    let typed = move |event| {
        text.set(event_target_value(&event));
        beat.beats();
    };
    let does = move || match (vetted.get(), has_link.get()) {
        (true, true) => "Send to the reporter",
        (true, false) => "Put on the record",
        (false, _) => "Ask a second member",
    };
    let busy = move || work.is_busy().or_else(|| drafting.is_busy());
    let where_to = move || {
        if has_link.get() {
            "The reporter reads it on the page behind the private link. Your name is not shown there."
        } else {
            "There is no private link, so nothing is sent. Write down what you told them and how."
        }
    };
    let cards = cards_for(Moment::ConfirmingReceipt).iter().map(|card| card_body(card, true)).collect_view();
    view! {
        <dialog class="sheet" id="confirm" aria-labelledby="confirm-title">
            <form class="stack" on:submit=on_send(send)>
                <h2 id="confirm-title" tabindex="-1">"Telling the reporter"</h2>
                <p class="soft">{live(where_to)}</p>
                <div class="field">
                    <label for="confirm-text">"Your words"</label>
                    <textarea id="confirm-text" autocomplete="off" prop:value=attr(move || text.get())
                        on:input=on_edit(typed)></textarea>
                </div>
                {live(move || (!vetted.get()).then(|| view! { <p class="soft">"These are not the vetted words, so a second member agrees before they go out."</p> }))}
                {warnings(text, || false)}
                {work.error()}
                {drafting.error()}
                <p class="acts">
                    <button class="btn" type="submit" aria-busy=attr(busy)>{live(does)}</button>
                    <button class="btn link" type="button" on:click=on_tap(move |_| device().close_dialog("confirm"))>"Not now"</button>
                </p>
                {cards}
            </form>
        </dialog>
    }
    .into_any()
}

/// Striking: how an entry asks for it, and the dialog that answers.
pub(super) struct Strike {
    /// Asks to strike a note.
    pub(super) pick: Callback<NoteId>,
    /// The dialog.
    pub(super) dialog: AnyView,
}

/// Striking a note, with a reason.
pub(super) fn strike(asked: Asked<CaseOpened>, incident: IncidentId) -> Strike {
    let picked = StoredValue::new(None::<NoteId>);
    let why = RwSignal::new(String::new());
    let work = doing();
    let toast = toast::say();
    let pick = Callback::new(move |note| {
        picked.set_value(Some(note));
        device().open_dialog("strike");
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(note) = picked.get_value() else { return };
        work.start(api::strike_note(incident, note, why.get_untracked().into()), move |()| {
            device().close_dialog("strike");
            why.set(String::new());
            toast.word("Struck. It stays readable.");
            asked.again();
        });
    };
    let dialog = view! {
        <dialog class="sheet" id="strike" aria-labelledby="strike-title">
            <form class="stack" on:submit=on_send(send)>
                <h2 id="strike-title" tabindex="-1">"Strike this note"</h2>
                <p class="soft">"It stays readable, crossed out, with your name and the reason. Nothing is removed."</p>
                <div class="field">
                    <label for="strike-why">"Why"</label>
                    <input id="strike-why" autocomplete="off" maxlength="2000" prop:value=attr(move || why.get())
                        on:input=on_edit(move |event| why.set(event_target_value(&event)))/>
                </div>
                {work.error()}
                <p class="acts">
                    <button class="btn" type="submit" aria-busy=attr(move || work.is_busy())>"Strike it"</button>
                    <button class="btn link" type="button" on:click=on_tap(move |_| device().close_dialog("strike"))>"Leave it"</button>
                </p>
            </form>
        </dialog>
    }
    .into_any();
    Strike { pick, dialog }
}

/// Stepping out on the screen of a page, before anything is known: the dialog `step-out`.
pub(crate) fn step_out_dialog(incident: IncidentId, code_name: Memo<String>) -> AnyView {
    let work = doing();
    let toast = toast::say();
    let press = move |_| {
        work.start(api::recuse(incident), move |()| {
            device().close_dialog("step-out");
            toast.word("You have stepped out. Your colleagues carry on.");
            device().go_instead("/app/inbox");
        });
    };
    view! {
        <dialog class="sheet" id="step-out" aria-labelledby="step-out-title">
            <h2 id="step-out-title" tabindex="-1">"Step out of " {live(move || code_name.get())} "?"</h2>
            <p>
                "Step out if somebody in it is a friend, a partner, a colleague or somebody you are at odds with, or if you \
                 would find it hard to be fair."
            </p>
            <p>
                "From then on you see nothing of it, and you are not called about it. Your colleagues see that you stepped \
                 out; you need not say why. You cannot undo this yourself."
            </p>
            {work.error()}
            <p class="acts">
                <button class="btn" type="button" on:click=on_tap(press) aria-busy=attr(move || work.is_busy())>"Step out"</button>
                <button class="btn link" type="button" on:click=on_tap(move |_| device().close_dialog("step-out"))>"Stay"</button>
            </p>
        </dialog>
    }
    .into_any()
}
