//! The CARE desk: the inbox of incidents, and beside it (on a phone: instead of it) the case that is open.

use crate::api;
use crate::device::{Draft, device, watched};
use crate::parts::asked::{Asked, ask_often};
use crate::parts::icon::{Icon, icon};
use crate::parts::live::live;
use crate::parts::loading::empty;
use crate::parts::moment::when;
use crate::screens::aging::overdue_lines;
use crate::screens::case::{Side, case, way_to_file};
use crate::screens::lost::lost;
use crate::screens::search::over;
use crate::signal::follow;
use domain::ids::IncidentId;
use domain::incident::Stage;
use domain::note::Urgency;
use domain::view::{Denied, INBOX_MAX, InboxRow};
use domain::work::reminder::Due;
use leptos::prelude::*;
use std::cell::RefCell;

/// How many incidents that nobody has the home screen names; the doors below must stay within reach of a thumb.
const WAITING_MAX: usize = 2;

thread_local! {
    /// The last rows, so that opening a case does not blank the list beside it. Gone with the sign-in.
    static LAST: RefCell<Option<Vec<InboxRow>>> = const { RefCell::new(None) };
}

/// The inbox.
pub fn inbox() -> AnyView {
    let rows = ask_inbox();
    view! {
        <header class="top">
            <h1>"Inbox"</h1>
            <div class="end"><a class="btn quiet" href="/app/inbox/new">{icon(Icon::Note)} "New report"</a></div>
        </header>
        <main class="main desk" id="main" tabindex="-1" data-open="list">
            {list_pane(rows, None)}
            <section class="pane" aria-label="Case">
                {empty(Icon::Desk, "No case is open", "Choose one from the list. Opening a case goes on its record.")}
            </section>
        </main>
    }
    .into_any()
}

/// One side of a case, with the inbox beside it where there is room.
pub fn opened(id: &str, side: &str) -> AnyView {
    let (Ok(incident), Some(side)) = (IncidentId::parse(id), Side::at(side)) else { return lost() };
    let rows = ask_inbox();
    let (title, body) = case(incident, side);
    view! {
        <header class="top"><a class="back" href="/app/inbox">{icon(Icon::Back)} "Inbox"</a><h1>{live(move || title.get())}</h1>{way_to_file(incident)}</header>
        <main class="main desk" id="main" tabindex="-1" data-open="detail">
            {list_pane(rows, Some(incident))}
            <section class="pane" tabindex="0" aria-label="Case">{body}</section>
        </main>
    }
    .into_any()
}

/// Asks for the inbox; what was being written for a case that is not there any more leaves the phone.
async fn fresh_inbox() -> api::Answer<Vec<InboxRow>> {
    let answer = api::inbox().await;
    if let Ok(rows) = &answer
        && rows.len() < INBOX_MAX
    {
        let missing = |incident: IncidentId| rows.iter().all(|row| row.incident != incident);
        for key in watched().drafts.get_untracked() {
            if let Some(incident) = Draft::case_of_key(&key)
                && missing(incident)
                && is_gone(incident).await
            {
                // What the phone does not drop now it drops with the next answer.
                let _dropped = device().drop_draft(key).await;
            }
        }
        let mut gone = watched().deeds.get_untracked();
        gone.retain(|held| missing(held.incident));
        for held in gone {
            if is_gone(held.incident).await {
                let _dropped = device().drop_deeds_of(held.incident).await;
            }
        }
    }
    answer
}

/// Whether a case is not there, or not for this member. It may have come after the inbox was read, or have been joined to
/// another: only the case itself says.
async fn is_gone(incident: IncidentId) -> bool {
    matches!(api::open_case(incident).await, Err(api::Refusal(Denied::NotFound | Denied::NotAllowed)))
}

fn ask_inbox() -> Asked<Vec<InboxRow>> {
    let rows = ask_often(fresh_inbox);
    if let Some(last) = LAST.with_borrow(Clone::clone) {
        rows.known.set(Some(last));
    }
    follow(move || LAST.set(rows.known.get()));
    follow(move || {
        if rows.refused.with(Option::is_some) && !rows.known.with(Option::is_some) {
            LAST.set(None);
        }
    });
    rows
}

fn list_pane(rows: Asked<Vec<InboxRow>>, open: Option<IncidentId>) -> AnyView {
    let list = rows.show(move |rows| groups(rows, open));
    view! {
        <section class="pane" tabindex="0" aria-label="Incidents">
            {over(list)}
        </section>
    }
    .into_any()
}

/// What nobody has comes first and is named so, then what is in the hands of whoever looks, then the rest.
fn groups(rows: Vec<InboxRow>, open: Option<IncidentId>) -> AnyView {
    if rows.is_empty() {
        return empty(
            Icon::Desk,
            "Nothing has been reported",
            "What volunteers write down and what reporters add appears here at once. You are called when it does.",
        );
    }
    let (closed, open_ones): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.stage.is_closed());
    let (mut waiting, in_hand): (Vec<_>, Vec<_>) = open_ones.into_iter().partition(|row| row.stage == Stage::Reported);
    waiting.sort_by_key(|row| (std::cmp::Reverse(row.urgency), row.opened_at));
    let me = watched().bundle.with_untracked(|bundle| bundle.as_ref().map(|bundle| bundle.me.id));
    let is_mine = |row: &InboxRow| row.stage.accountable().is_some_and(|holder| Some(holder) == me);
    let (mine, others): (Vec<_>, Vec<_>) = in_hand.into_iter().partition(&is_mine);
    let group = |title: &'static str, rows: &[InboxRow]| {
        (!rows.is_empty()).then(|| {
            let count = rows.len();
            let rows = rows.iter().map(|row| line(row, open, is_mine(row))).collect_view();
            view! {
                <div class="stack tight">
                    <h2>{title} " " <span class="count">{count}</span></h2>
                    <ul class="rows">{rows}</ul>
                </div>
            }
        })
    };
    view! {
        {group("Nobody has it yet", &waiting)} {group("You have it", &mine)} {group("Colleagues have it", &others)}
        {group("Closed", &closed)}
    }
    .into_any()
}

fn line(row: &InboxRow, open: Option<IncidentId>, mine: bool) -> AnyView {
    let here = (open == Some(row.incident)).then_some("true");
    let nobody = row.stage == Stage::Reported;
    let to = way_to(row);
    view! {
        <li>
            <a class="row" class:unseen=nobody href=to aria-current=here>
                <span>
                    <span class="acts"><b>{code_name(&row.code_name)}</b> {urgency_tag(row.urgency)}</span>
                    {who_has_it(row, mine)}
                    {overdue_lines(&row.overdue)}
                    <small>{when(row.opened_at)} {marks(row)}</small>
                </span>
            </a>
        </li>
    }
    .into_any()
}

/// Where a line leads: to the page that calls, which asks before anything of the content shows, else to the case.
fn way_to(row: &InboxRow) -> String {
    row.calling.map_or_else(|| format!("/app/i/{}", row.incident), |page| format!("/app/p/{page}"))
}

fn who_has_it(row: &InboxRow, mine: bool) -> AnyView {
    let notes = if row.notes == 1 { "1 note".to_owned() } else { format!("{} notes", row.notes) };
    let stage = row.stage.label();
    match (&row.accountable, row.calling.is_some()) {
        (Some(_), _) if mine => view! { <small>{format!("{stage} · {notes}")}</small> }.into_any(),
        (Some(name), _) => {
            view! { <small>{format!("{stage} · {} has it · {notes}", name.reveal())}</small> }.into_any()
        }
        (None, false) if row.stage.is_closed() => view! { <small>{format!("{stage} · {notes}")}</small> }.into_any(),
        (None, true) => {
            view! { <span class="state">{icon(Icon::Bell)} <span>"The team is being called"</span></span> }.into_any()
        }
        (None, false) => {
            view! { <span class="state">{icon(Icon::Bell)} <span>"Called, and nobody has answered"</span></span> }
                .into_any()
        }
    }
}

/// What still wants doing, where no line above says that it is overdue.
fn marks(row: &InboxRow) -> String {
    let overdue = |what: Due| row.overdue.iter().any(|overdue| overdue.what == what);
    let untold = row.accountable.is_some() && !row.receipt_confirmed && !overdue(Due::Receipt);
    let untold = untold.then_some(" · Reporter not told yet");
    let review = (row.needs_review && !overdue(Due::Review)).then_some(" · Needs a review");
    [review, untold].into_iter().flatten().collect()
}

/// How soon somebody is needed, by word and shape.
pub(crate) fn urgency_tag(urgency: Option<Urgency>) -> AnyView {
    match urgency {
        Some(Urgency::Now) => view! { <span class="tag alert">{icon(Icon::Act)} "Now"</span> }.into_any(),
        Some(Urgency::Today) => view! { <span class="tag accent">{icon(Icon::Unsaved)} "Today"</span> }.into_any(),
        Some(Urgency::CanWait) => view! { <span class="tag">"Can wait"</span> }.into_any(),
        None => ().into_any(),
    }
}

/// The two words, as they stand at the start of a line.
pub(crate) fn code_name(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// For the home screen of a CARE member: what nobody has yet, by name; nothing when there is nothing.
pub fn waiting() -> AnyView {
    let rows = ask_often(fresh_inbox);
    let shown = move || {
        let rows = rows.known.get().unwrap_or_default();
        let waiting: Vec<_> = rows.iter().filter(|row| row.stage == Stage::Reported).collect();
        let first = waiting.iter().take(WAITING_MAX).map(|row| {
            let to = way_to(row);
            view! {
                <li><a class="row unseen" href=to>
                    <span>
                        <span class="acts"><b>{code_name(&row.code_name)}</b> {urgency_tag(row.urgency)}</span>
                        <small>"Nobody has it yet · " {when(row.opened_at)}</small>
                    </span>
                    {icon(Icon::Next)}
                </a></li>
            }
        });
        let more = waiting.len().saturating_sub(WAITING_MAX);
        let more = (more > 0).then(|| {
            let words = format!("{more} more that nobody has");
            view! { <li><a class="row" href="/app/inbox"><span>{words}</span> {icon(Icon::Next)}</a></li> }
        });
        (!waiting.is_empty())
            .then(|| view! { <ul class="rows" aria-label="Nobody has it yet">{first.collect_view()} {more}</ul> })
    };
    live(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_name_starts_a_line() {
        for (words, wanted) in [("quiet heron", "Quiet heron"), ("émile", "Émile"), ("", "")] {
            assert_eq!(code_name(words), wanted);
        }
    }
}
