//! What of a case calls again by itself: nobody touched it since it was taken, or a reminder of something overdue was of no
//! use; and which calls are not needed any more.

use super::{EscalationPolicy, Page, PageReason, PageState};
use crate::ids::PageId;
use crate::incident::{Incident, Stage};
use crate::time::{Span, Timestamp, hours, minutes};
use crate::work::reminder::{Due, Overdue};

/// How long a reminder has to be of use before what is overdue calls.
const HEEDED_WITHIN: Span = hours(1);
/// How long until the next look at a case whose page should have ended and has not.
const LOOK_AFTER: Span = minutes(15);
/// How often an untouched case calls in a row; after that the reminders go on, and the call stays on record.
pub const UNTOUCHED_PAGES_MAX: usize = 3;

/// What becomes of an incident's pages, apart from their own steps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FollowUp {
    /// Why a new page starts, if one does.
    pub start: Option<PageReason>,
    /// The pages that call for what was done meanwhile.
    pub over: Vec<PageId>,
    /// When to look again.
    pub next: Option<Timestamp>,
}

/// What of a case calls again, and which of its calls are over. One page at a time calls about a case, and the same look
/// twice starts nothing the second time, once the first page is among `pages`.
pub fn follow_up(
    incident: &Incident,
    touched_at: Timestamp,
    overdue: &[Overdue],
    pages: &[Page],
    policy: &EscalationPolicy,
    now: Timestamp,
) -> FollowUp {
    let over = |page: &&Page| page.next_at().is_some() && is_done(page, incident, touched_at, overdue);
    let over: Vec<_> = pages.iter().filter(over).map(|page| page.id).collect();
    let mut follow_up = FollowUp { start: None, over, next: None };
    if incident.stage.is_closed() {
        return follow_up;
    }
    let calling = pages.iter().find(|page| page.next_at().is_some() && !follow_up.over.contains(&page.id));
    if let Some(page) = calling {
        // By then it has ended, one way or another.
        let ends_at = page.started_at.plus(policy.expires_after);
        follow_up.next = Some(ends_at.max(now.plus(LOOK_AFTER)));
        return follow_up;
    }
    let untouched = untouched_at(incident, touched_at, pages, policy).map(|at| (at, PageReason::Untouched));
    let late = overdue.iter().filter_map(|overdue| late_at(overdue, pages));
    for (at, reason) in late.chain(untouched) {
        if at > now {
            follow_up.next = follow_up.next.into_iter().chain([at]).min();
        } else if follow_up.start.is_none() {
            follow_up.start = Some(reason);
        }
    }
    follow_up
}

/// Whether what a page calls for was done. A report calls until somebody says that they have it.
fn is_done(page: &Page, incident: &Incident, touched_at: Timestamp, overdue: &[Overdue]) -> bool {
    let waits = |what: Due| overdue.iter().any(|overdue| overdue.what == what);
    match page.reason {
        PageReason::Report | PageReason::ActNow | PageReason::Added => false,
        PageReason::Untouched => touched_at > page.started_at || incident.stage.is_closed(),
        PageReason::OverdueReceipt => !waits(Due::Receipt),
        PageReason::OverdueReview => !waits(Due::Review),
    }
}

/// When a case that somebody took and nobody has touched since calls again.
fn untouched_at(
    incident: &Incident,
    touched_at: Timestamp,
    pages: &[Page],
    policy: &EscalationPolicy,
) -> Option<Timestamp> {
    let after = policy.untouched_after?;
    let Stage::InHand { at: taken_at, .. } = incident.stage else { return None };
    if touched_at >= taken_at {
        // Somebody is on it; that it is left alone later is for the reminders.
        return None;
    }
    let again = |page: &&Page| page.reason == PageReason::Untouched && page.started_at >= taken_at;
    if pages.iter().filter(again).count() >= UNTOUCHED_PAGES_MAX {
        return None;
    }
    let ended = pages.iter().filter_map(|page| match page.state {
        PageState::Calling { .. } => None,
        PageState::Acknowledged { at, .. }
        | PageState::Exhausted { at }
        | PageState::Expired { at }
        | PageState::Over { at } => Some(at),
    });
    Some(ended.max().map_or(taken_at, |ended| ended.max(taken_at)).plus(after))
}

/// When something overdue calls, unless it has done so already.
fn late_at(overdue: &Overdue, pages: &[Page]) -> Option<(Timestamp, PageReason)> {
    let reason = match overdue.what {
        Due::Receipt => PageReason::OverdueReceipt,
        Due::Review => PageReason::OverdueReview,
        Due::Meeting | Due::Task | Due::Measure | Due::Waiting | Due::Untouched => return None,
    };
    let called = pages.iter().any(|page| page.reason == reason && page.started_at >= overdue.due);
    (!called).then(|| (overdue.due.plus(HEEDED_WITHIN), reason))
}
