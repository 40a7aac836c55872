//! A night of escalation, in a table and at random.

use super::*;
use crate::ids::ShiftId;
use crate::roster::{Duty, Presence, Roster, Shift};
use crate::time::days;
use proptest::prelude::*;

const START: Timestamp = Timestamp::from_millis(1_790_000_000_000);
const POLICY: EscalationPolicy =
    EscalationPolicy { team_after: minutes(2), again_after: minutes(3), exhausted_after: hours(12) };

fn person(n: u8) -> PersonId {
    PersonId::from_bytes([n; 16])
}

fn people(numbers: &[u8]) -> BTreeSet<PersonId> {
    numbers.iter().copied().map(person).collect()
}

fn duty(on_call: &[u8], team: &[u8], out: &[u8]) -> DutyList {
    let shifts = on_call
        .iter()
        .map(|n| Shift {
            id: ShiftId::from_bytes([*n; 16]),
            conference: ConferenceId::from_bytes([0; 16]),
            person: person(*n),
            from: START.minus(days(9)),
            until: START.plus(days(9)),
            presence: Presence::OnSite,
            duty: Duty::OnDuty,
        })
        .collect();
    DutyList::at(START, &Roster::new(shifts), people(team), &people(out))
}

fn page(reason: PageReason) -> Page {
    let id = PageId::from_bytes([1; 16]);
    Page::start(id, ConferenceId::from_bytes([0; 16]), IncidentId::from_bytes([2; 16]), reason, None, START)
}

/// Plays an unanswered page and returns who is called at which minute.
fn night(reason: PageReason, duty: &DutyList, until: i64) -> Vec<(i64, BTreeSet<PersonId>)> {
    let mut page = page(reason);
    let mut calls = Vec::new();
    while let Some(next_at) = page.next_at().filter(|at| at.since(START) <= minutes(until)) {
        let step = advance(&page, &POLICY, duty, next_at);
        calls.push((next_at.since(START).millis() / 60_000, step.call));
        page = step.page;
    }
    calls
}

#[test]
fn a_night_in_which_nobody_answers() {
    let duty = duty(&[1, 2], &[1, 2, 3, 4, 5], &[]);
    let all = people(&[1, 2, 3, 4, 5]);
    assert_eq!(
        night(PageReason::Report, &duty, 45),
        [
            (0, people(&[1, 2])),
            (2, all.clone()),
            (5, all.clone()),
            (11, all.clone()),
            (23, all.clone()),
            (38, all.clone())
        ]
    );
    assert_eq!(night(PageReason::ActNow, &duty, 4), [(0, all.clone()), (3, all)]);
}

#[test]
fn nobody_on_call_means_everybody_at_once() {
    assert_eq!(night(PageReason::Report, &duty(&[], &[1, 2], &[]), 1), [(0, people(&[1, 2]))]);
    assert_eq!(night(PageReason::Report, &duty(&[1], &[1, 2], &[1]), 1), [(0, people(&[2]))]);
    assert_eq!(night(PageReason::Report, &duty(&[], &[], &[]), 1), [(0, people(&[]))]);
}

#[test]
fn an_early_or_late_wake_up_is_harmless() {
    let duty = duty(&[1], &[1, 2], &[]);
    let first = advance(&page(PageReason::Report), &POLICY, &duty, START);
    let early = advance(&first.page, &POLICY, &duty, START.plus(seconds(119)));
    assert_eq!((early.page, early.call), (first.page.clone(), people(&[])));
    let late = advance(&first.page, &POLICY, &duty, START.plus(hours(5)));
    assert_eq!(late.call, people(&[1, 2]));
    assert_eq!(late.page.next_at(), Some(START.plus(hours(5)).plus(minutes(3))));
}

#[test]
fn the_first_to_accept_has_it_and_then_it_is_quiet() {
    let duty = duty(&[1], &[1, 2], &[]);
    let mut page = advance(&page(PageReason::Report), &POLICY, &duty, START).page;
    assert_eq!(page.answer(person(2), PageAnswer::Accept, START), Answered::Yours);
    assert_eq!(page.answer(person(2), PageAnswer::Accept, START), Answered::Yours, "twice is harmless");
    assert_eq!(page.answer(person(1), PageAnswer::Accept, START), Answered::TakenBy(person(2)));
    assert_eq!(page.next_at(), None);
    assert_eq!(advance(&page, &POLICY, &duty, START.plus(days(1))).call, people(&[]));
}

#[test]
fn a_no_from_everybody_called_hurries_the_next_step() {
    let duty = duty(&[1], &[1, 2], &[]);
    let mut page = advance(&page(PageReason::Report), &POLICY, &duty, START).page;
    let soon = START.plus(seconds(5));
    assert_eq!(page.answer(person(1), PageAnswer::CantNow, soon), Answered::Noted);
    assert_eq!(page.next_at(), Some(soon));
    let step = advance(&page, &POLICY, &duty, soon);
    assert_eq!(step.call, people(&[2]), "whoever said no is left in peace while somebody else may come");
    page = step.page;
    page.answer(person(1), PageAnswer::CantNow, soon);
    assert_ne!(page.next_at(), Some(soon), "saying no twice does not ring twice");
    page.answer(person(2), PageAnswer::Decline, soon);
    assert_eq!(advance(&page, &POLICY, &duty, soon).call, people(&[1, 2]), "everybody said no: ask everybody");
}

#[test]
fn an_exhausted_page_can_still_be_taken() {
    let duty = duty(&[1], &[1], &[]);
    let mut page = advance(&page(PageReason::Report), &POLICY, &duty, START.plus(hours(12))).page;
    assert_eq!(page.state, PageState::Exhausted { at: START.plus(hours(12)) });
    assert_eq!(page.answer(person(1), PageAnswer::Decline, START), Answered::Over);
    assert_eq!(page.answer(person(1), PageAnswer::Accept, START.plus(hours(13))), Answered::Yours);
}

#[test]
fn the_raiser_hears_the_truth() {
    let name = |_| ByWhom { name: "Ana".into(), at: START };
    let duty = duty(&[1], &[1, 2], &[]);
    let fresh = page(PageReason::Report);
    assert!(matches!(fresh.as_raiser_sees(0, name), Call::Calling { people: 0, .. }));
    let first = advance(&fresh, &POLICY, &duty, START).page;
    assert!(matches!(first.as_raiser_sees(1, name), Call::Calling { people: 1, .. }));
    assert!(matches!(first.as_raiser_sees(0, name), Call::Unanswered { .. }), "no device hears it");
    let team = advance(&first, &POLICY, &duty, START.plus(minutes(2))).page;
    assert!(matches!(team.as_raiser_sees(2, name), Call::Calling { people: 2, .. }));
    let again = advance(&team, &POLICY, &duty, START.plus(minutes(5))).page;
    assert!(matches!(again.as_raiser_sees(2, name), Call::Unanswered { .. }), "everybody was called and is silent");
    let mut taken = again;
    taken.settle(person(1), START);
    assert!(matches!(taken.as_raiser_sees(2, name), Call::Taken(_)));
}

#[test]
fn a_push_only_goes_forward() {
    assert_eq!(PushState::Received.moved(PushState::Accepted), PushState::Received);
    assert_eq!(PushState::Failed.moved(PushState::Received), PushState::Received);
    assert_eq!(PushState::Queued.moved(PushState::Failed), PushState::Failed);
    for state in PushState::ALL {
        assert_eq!(PushState::from_code(state.code()), Some(state));
    }
}

proptest! {
    #[test]
    fn an_open_page_always_has_a_next_step_and_nobody_kept_out_is_called(
        on_call in proptest::collection::vec(0_u8..6, 0..4),
        team in proptest::collection::vec(0_u8..6, 0..6),
        out in proptest::collection::vec(0_u8..6, 0..3),
        act_now in any::<bool>(),
        steps in proptest::collection::vec((0_i64..2_000, 0_u8..6, 0_u8..8), 1..80),
    ) {
        let duty = duty(&on_call, &team, &out);
        let kept_out = people(&out);
        let mut now = START;
        let mut page = page(if act_now { PageReason::ActNow } else { PageReason::Report });
        for (pause_s, who, answer) in steps {
            now = now.plus(seconds(pause_s));
            let step = advance(&page, &POLICY, &duty, now);
            prop_assert!(step.call.is_disjoint(&kept_out));
            prop_assert!(step.call.is_empty() || page.next_at().is_some_and(|at| at <= now));
            page = step.page;
            match answer {
                0 => { page.answer(person(who), PageAnswer::Accept, now); }
                1..=3 => { page.answer(person(who), PageAnswer::Decline, now); }
                _ => {}
            }
            match page.state {
                PageState::Calling { next_at } => {
                    prop_assert!(next_at.since(now) <= AGAIN_MAX);
                    prop_assert!(now.since(page.started_at) < POLICY.exhausted_after);
                }
                PageState::Acknowledged { .. } | PageState::Exhausted { .. } => {
                    prop_assert_eq!(page.next_at(), None);
                }
            }
        }
    }
}
