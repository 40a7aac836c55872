//! What of a case calls again by itself.

use super::*;
use crate::ids::DeedId;
use crate::incident::{Incident, Stage};
use crate::work::reminder::{Due, Overdue};

fn incident(stage: Stage) -> Incident {
    Incident {
        id: IncidentId::from_bytes([2; 16]),
        conference: ConferenceId::from_bytes([0; 16]),
        code_name: "quiet otter".into(),
        urgency: None,
        opened_at: START,
        stage,
        receipt_confirmed: None,
        needs_review: false,
        joined_to: None,
        version: 1,
    }
}

fn looks(stage: Stage, touched: Timestamp, overdue: &[Overdue], pages: &[Page], now: Timestamp) -> FollowUp {
    let policy = EscalationPolicy { untouched_after: Some(hours(4)), ..Policies::default().unset };
    follow_up(&incident(stage), touched, overdue, pages, &policy, now)
}

/// When the report came, before somebody took it.
const TOLD: Timestamp = START.minus(minutes(1));
const IN_HAND: Stage = Stage::InHand { by: PersonId::from_bytes([1; 16]), at: START };

fn at(hour: i64) -> Timestamp {
    START.plus(hours(hour))
}

fn ended(reason: PageReason, started_at: Timestamp, state: PageState) -> Page {
    Page { started_at, state, ..page(reason, None) }
}

#[test]
fn a_case_that_is_taken_and_not_touched_calls_again() {
    let wait = |hour| FollowUp { next: Some(at(hour)), ..FollowUp::default() };
    let starts = FollowUp { start: Some(PageReason::Untouched), ..FollowUp::default() };
    assert_eq!(looks(IN_HAND, TOLD, &[], &[], at(1)), wait(4));
    assert_eq!(looks(IN_HAND, TOLD, &[], &[], at(4)), starts);
    assert_eq!(looks(IN_HAND, at(3), &[], &[], at(99)), FollowUp::default(), "it was touched: the reminders suffice");
    let calling = [Page { started_at: at(4), ..page(PageReason::Untouched, None) }];
    assert_eq!(looks(IN_HAND, TOLD, &[], &calling, at(5)), wait(16), "one at a time; by then it has ended");
    let accepted = [ended(PageReason::Untouched, at(4), PageState::Acknowledged { by: person(1), at: at(5) })];
    assert_eq!(looks(IN_HAND, TOLD, &[], &accepted, at(8)), wait(9), "they have time again");
    assert_eq!(looks(IN_HAND, TOLD, &[], &accepted, at(9)), starts);
    let thrice: Vec<_> =
        [4, 9, 14].map(|hour| ended(PageReason::Untouched, at(hour), PageState::Expired { at: at(hour + 1) })).into();
    assert_eq!(looks(IN_HAND, TOLD, &[], &thrice, at(99)), FollowUp::default(), "the reminders go on");
    for stage in [Stage::Reported, Stage::Closed { by: person(1), at: START }] {
        assert_eq!(looks(stage, TOLD, &[], &[], at(99)), FollowUp::default());
    }
}

#[test]
fn what_is_overdue_calls_when_the_reminder_was_of_no_use() {
    for (what, reason) in [(Due::Receipt, PageReason::OverdueReceipt), (Due::Review, PageReason::OverdueReview)] {
        let overdue = [Overdue { what, since: START, due: at(24) }];
        let stage = Stage::UnderReview { by: person(1), at: START, meeting: DeedId::from_bytes([3; 16]) };
        assert_eq!(looks(stage, START, &overdue, &[], at(24)), FollowUp { next: Some(at(25)), ..FollowUp::default() });
        assert_eq!(looks(stage, START, &overdue, &[], at(25)).start, Some(reason));
        let called = [ended(reason, at(25), PageState::Exhausted { at: at(30) })];
        assert_eq!(looks(stage, START, &overdue, &called, at(99)), FollowUp::default(), "once; the reminders go on");
        let calling = [Page { started_at: at(25), ..page(reason, None) }];
        assert_eq!(looks(stage, START, &[], &calling, at(26)).over, [calling[0].id], "it was done meanwhile");
        assert_eq!(looks(stage, START, &overdue, &calling, at(26)).over, []);
    }
    let others = [Due::Meeting, Due::Task, Due::Measure, Due::Waiting, Due::Untouched];
    let overdue = others.map(|what| Overdue { what, since: START, due: START });
    assert_eq!(looks(Stage::Reported, START, &overdue, &[], at(99)), FollowUp::default(), "the reminders suffice");
}

#[test]
fn touching_a_case_ends_the_call_for_it() {
    let calling = [Page { started_at: at(4), ..page(PageReason::Untouched, None) }];
    assert_eq!(looks(IN_HAND, at(5), &[], &calling, at(5)).over, [calling[0].id]);
    assert_eq!(looks(IN_HAND, at(4), &[], &calling, at(5)).over, []);
    let report = [page(PageReason::Report, None)];
    assert_eq!(looks(Stage::Reported, at(5), &[], &report, at(5)).over, [], "a report waits for somebody who has it");
}
