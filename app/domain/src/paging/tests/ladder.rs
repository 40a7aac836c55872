//! Whom a page calls when.

use super::*;

/// When nobody answers, in minutes.
fn night(reason: PageReason, rota: &Rota<'_>, until: i64) -> Vec<(i64, BTreeSet<PersonId>)> {
    let calls = Night::of(page(reason, None), rota.list()).calls(minutes(until));
    calls.into_iter().map(|(seconds, called)| (seconds / 60, called)).collect()
}

#[test]
fn a_night_in_which_nobody_answers() {
    let rota = Rota { on_call: &[1, 2], team: &[1, 2, 3, 4, 5], ..Rota::default() };
    let all = people(&[1, 2, 3, 4, 5]);
    let team = [5, 11, 23, 38].map(|minute| (minute, all.clone()));
    let (first, second) = ((0, people(&[1, 2])), (2, all.clone()));
    assert_eq!(night(PageReason::Report, &rota, 45), [&[first, second], &team[..]].concat());
    assert_eq!(night(PageReason::ActNow, &rota, 4), [(0, all.clone()), (3, all)]);
}

#[test]
fn backup_comes_before_the_team_and_the_contacts_in_its_midst() {
    let rota = Rota { on_call: &[1], backup: &[2], team: &[1, 2, 3], contacts: &[9], ..Rota::default() };
    let all = people(&[1, 2, 3]);
    let calls = night(PageReason::Report, &rota, 30);
    let wanted = [
        (0, people(&[1])),
        (2, people(&[2])),
        (4, all.clone()),
        (7, all.clone()),
        (13, people(&[9])),
        (16, all.clone()),
        (28, all),
    ];
    assert_eq!(calls, wanted);
}

#[test]
fn nobody_on_call_means_everybody_at_once() {
    let first = |rota: Rota<'_>| night(PageReason::Report, &rota, 1);
    assert_eq!(first(Rota { team: &[1, 2], ..Rota::default() }), [(0, people(&[1, 2]))]);
    assert_eq!(first(Rota { on_call: &[1], team: &[1, 2], out: &[1], ..Rota::default() }), [(0, people(&[2]))]);
    assert_eq!(first(Rota { contacts: &[9], team: &[1], out: &[1, 9], ..Rota::default() }), [(0, people(&[]))]);
    assert_eq!(first(Rota::default()), [(0, people(&[]))]);
}

#[test]
fn an_early_or_late_wake_up_is_harmless() {
    let rota = Rota { on_call: &[1], team: &[1, 2], ..Rota::default() };
    let mut night = Night::of(page(PageReason::Report, None), rota.list());
    let first = night.step(START);
    night.all_become(DeliveryState::Received);
    assert_eq!(night.step(START.plus(seconds(119))), Advance { call: people(&[]), start: Vec::new(), ..first });
    let late = night.step(START.plus(hours(5)));
    assert_eq!(late.call, people(&[1, 2]));
    assert_eq!(late.page.state, PageState::Calling { next_at: START.plus(hours(5)).plus(minutes(3)) });
}

#[test]
fn the_first_to_accept_has_it_and_then_it_is_quiet() {
    let rota = Rota { on_call: &[1], team: &[1, 2], ..Rota::default() };
    let mut night = Night::of(page(PageReason::Report, None), rota.list());
    night.step(START);
    assert_eq!(night.page.answer(person(2), PageAnswer::Accept, START), Answered::Yours);
    assert_eq!(night.page.answer(person(2), PageAnswer::Accept, START), Answered::Yours, "twice is harmless");
    assert_eq!(night.page.answer(person(1), PageAnswer::Accept, START), Answered::TakenBy(person(2)));
    assert_eq!(night.page.next_at(), None);
    let later = night.step(START.plus(days(1)));
    assert!(later.call.is_empty() && later.start.is_empty());
}

#[test]
fn where_two_are_wanted_it_goes_on_until_the_second() {
    let rota = Rota { on_call: &[1], team: &[1, 2, 3], ..Rota::default() };
    let mut night = Night::of(page(PageReason::Report, None), rota.list());
    night.policy.accepters = Accepters::Two;
    night.step(START);
    assert_eq!(night.page.answer(person(1), PageAnswer::Accept, START), Answered::Yours);
    assert_eq!(night.page.answer(person(1), PageAnswer::Accept, START), Answered::Yours, "once for each");
    let step = night.step(START.plus(minutes(2)));
    assert_eq!(step.call, people(&[2, 3]), "whoever has it is left in peace");
    assert_eq!(night.page.answer(person(3), PageAnswer::Accept, START), Answered::Yours);
    assert_eq!(night.page.state, PageState::Acknowledged { by: person(1), at: START }, "the first one has it");
    assert_eq!(night.page.answer(person(3), PageAnswer::Accept, START), Answered::Yours);

    let alone = Rota { on_call: &[1], team: &[1], ..Rota::default() };
    let mut night = Night::of(page(PageReason::Report, None), alone.list());
    night.policy.accepters = Accepters::Two;
    night.step(START);
    night.page.answer(person(1), PageAnswer::Accept, START);
    assert_eq!(night.step(START.plus(minutes(2))).call, people(&[]), "there is no second one, and no silence either");
    assert!(night.page.next_at().is_some());
    night.page.answer(person(1), PageAnswer::CantNow, START);
    assert!(night.page.accepted.is_empty(), "they take it back");
}

#[test]
fn a_no_from_everybody_called_hurries_the_next_step() {
    let rota = Rota { on_call: &[1], team: &[1, 2], ..Rota::default() };
    let mut night = Night::of(page(PageReason::Report, None), rota.list());
    night.step(START);
    let soon = START.plus(seconds(5));
    assert_eq!(night.page.answer(person(1), PageAnswer::CantNow, soon), Answered::Noted);
    assert_eq!(night.page.next_at(), Some(soon));
    let step = night.step(soon);
    assert_eq!(step.call, people(&[2]), "whoever said no is left in peace while somebody else may come");
    night.page.answer(person(1), PageAnswer::CantNow, soon);
    assert_ne!(night.page.state, PageState::Calling { next_at: soon }, "saying no twice does not ring twice");
    night.page.answer(person(2), PageAnswer::Decline, soon);
    assert_eq!(night.step(soon).call, people(&[1, 2]), "everybody said no: ask everybody");
}

#[test]
fn whoever_sleeps_is_called_by_what_is_urgent_or_when_nobody_else_is_left() {
    let rota = Rota { on_call: &[1], asleep: &[2], team: &[1, 2, 3], ..Rota::default() };
    let calls = |urgency, resting: &[u8], until| {
        let mut night = Night::of(page(PageReason::Report, urgency), rota.list());
        night.policy = Policies::default().unset;
        for n in resting {
            night.reach.get_mut(&person(*n)).unwrap().resting = true;
        }
        night.calls(minutes(until)).into_iter().map(|(_, called)| called).collect::<Vec<_>>()
    };
    let awake = people(&[1, 3]);
    assert_eq!(calls(None, &[], 5), [people(&[1]), awake.clone(), awake.clone()]);
    assert_eq!(calls(Some(Urgency::Now), &[], 2), [people(&[1]), people(&[1, 2, 3])]);
    assert_eq!(calls(None, &[1], 3), [people(&[3]), people(&[3])], "quiet hours pass to whoever is awake");
    assert_eq!(calls(None, &[1, 3], 2), [people(&[1]), people(&[1, 2, 3])], "nobody else is left: never silence");
    assert_eq!(calls(None, &[], 11)[3], people(&[1, 2, 3]), "who is awake was called twice and is silent");
}

#[test]
fn a_page_about_a_case_begins_with_whoever_looks_after_it() {
    let rota = Rota { on_call: &[1], team: &[1, 2, 3], ..Rota::default() };
    for reason in [PageReason::Added, PageReason::Untouched, PageReason::OverdueReceipt, PageReason::OverdueReview] {
        let mut night = Night::of(page(reason, None), rota.list());
        night.holder = Some(person(3));
        assert_eq!(night.calls(minutes(10)), [(0, people(&[3])), (600, people(&[1]))]);
        let mut handed_back = Night::of(page(reason, None), Rota { out: &[3], ..rota.clone() }.list());
        handed_back.holder = Some(person(3));
        assert_eq!(handed_back.calls(minutes(1)), [(0, people(&[1]))], "they are out: {reason:?}");
    }
}

#[test]
fn an_ended_page_can_still_be_taken() {
    let rota = Rota { on_call: &[1], team: &[1], ..Rota::default() };
    let mut night = Night::of(page(PageReason::Report, None), rota.list());
    night.step(START.plus(hours(12)));
    assert_eq!(night.page.state, PageState::Expired { at: START.plus(hours(12)) });
    assert_eq!(night.page.answer(person(1), PageAnswer::Decline, START), Answered::Over);
    assert_eq!(night.page.answer(person(1), PageAnswer::Accept, START.plus(hours(13))), Answered::Yours);

    let mut night = Night::of(page(PageReason::Report, None), rota.list());
    night.policy.steps = vec![Step { who: Who::Team, pause: minutes(1), calls: 2 }];
    night.calls(minutes(30));
    assert_eq!(night.page.state, PageState::Exhausted { at: START.plus(minutes(3)) }, "the ladder has two rungs");
}

#[test]
fn a_page_of_an_earlier_release_goes_on_where_it_was() {
    // Rung 2 was: those on duty were called, then the team once.
    let rota = Rota { on_call: &[1], team: &[1, 2], ..Rota::default() };
    let mut night = Night::of(Page { rung: 2, called: people(&[1, 2]), ..page(PageReason::Report, None) }, rota.list());
    night.page.state = PageState::Calling { next_at: START.plus(minutes(5)) };
    assert_eq!(night.calls(minutes(9)), [(300, people(&[1, 2])), (480, people(&[1, 2]))]);
}
