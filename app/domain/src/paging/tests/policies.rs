//! What is taken as a ladder.

use super::*;

fn refused(change: impl FnOnce(&mut EscalationPolicy)) -> Option<PolicyRefused> {
    let mut policies = Policies::default();
    change(&mut policies.today);
    policies.parse().err()
}

#[test]
fn what_is_sound_without_anybody_saying_so() {
    for times in [
        LadderTimes::default(),
        LadderTimes { team_after: seconds(1), again_after: seconds(1), exhausted_after: seconds(60) },
        LadderTimes { team_after: hours(3), again_after: hours(9), exhausted_after: days(7) },
    ] {
        let policies = Policies::of(times);
        assert_eq!(policies.clone().parse(), Ok(policies), "{times:?}");
    }
}

#[test]
fn bad_ladders_are_refused_with_their_reason() {
    let team = Step { who: Who::Team, pause: minutes(1), calls: 1 };
    assert_eq!(refused(|_| {}), None);
    assert_eq!(refused(|ladder| ladder.steps = vec![team]), None);
    assert_eq!(refused(|ladder| ladder.steps.clear()), Some(PolicyRefused::Steps));
    assert_eq!(refused(|ladder| ladder.steps = vec![team; STEPS_MAX + 1]), Some(PolicyRefused::Steps));
    assert_eq!(refused(|ladder| ladder.steps.push(Step { who: Who::Holder, ..team })), Some(PolicyRefused::Holder));
    for pause in [Span::default(), PAUSE_MAX.times(2)] {
        assert_eq!(refused(|ladder| ladder.steps[0].pause = pause), Some(PolicyRefused::Pause));
    }
    for calls in [0, CALLS_MAX + 1] {
        assert_eq!(refused(|ladder| ladder.steps[0].calls = calls), Some(PolicyRefused::Calls));
    }
    assert_eq!(refused(|ladder| ladder.steps.retain(|step| step.who != Who::Team)), Some(PolicyRefused::NoTeam));
    assert_eq!(refused(|ladder| ladder.expires_after = days(8)), Some(PolicyRefused::Expires));
    assert_eq!(refused(|ladder| ladder.expires_after = minutes(8)), Some(PolicyRefused::ExpiresBeforeTheTeam));
    assert_eq!(refused(|ladder| ladder.untouched_after = Some(minutes(1))), Some(PolicyRefused::Untouched));
    let contacts = (0..6).map(person).collect();
    let many = Policies { contacts, ..Policies::default() };
    assert_eq!(many.parse(), Err(PolicyRefused::Contacts));
    let twice = Policies { contacts: vec![person(1); 6], ..Policies::default() };
    assert_eq!(twice.parse().map(|policies| policies.contacts), Ok(vec![person(1)]));
}

#[test]
fn each_urgency_has_its_ladder_and_who_must_act_now_that_of_now() {
    let policies = Policies::default();
    let ladder = |reason, urgency| policies.ladder(reason, urgency);
    assert_eq!(ladder(PageReason::ActNow, None), &policies.now);
    assert_eq!(ladder(PageReason::Report, Some(Urgency::Now)), &policies.now);
    assert_eq!(ladder(PageReason::Added, Some(Urgency::Today)), &policies.today);
    assert_eq!(ladder(PageReason::Report, Some(Urgency::CanWait)), &policies.can_wait);
    assert_eq!(ladder(PageReason::Report, None), &policies.unset);
}
