//! Which way is tried when, in tables.

use super::*;
use crate::hook::{NoHookAddress, OfferedHook, Preset};
use crate::ids::{DeliveryId, HookId, PageId, PersonId};
use crate::mail::NotAMailAddress;
use crate::paging::DeliveryAbout;

const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);
const HOOK: HookId = HookId::from_bytes([7; 16]);
const ALL: [Way; 3] = [Way::Push, Way::Mail, Way::Hook(HOOK)];

fn device(n: u8) -> DeviceId {
    DeviceId::from_bytes([n; 16])
}

fn person_with(ways: &[Way], devices: &[u8]) -> Reach {
    Reach { ways: ways.to_vec(), devices: devices.iter().copied().map(device).collect(), resting: false }
}

fn sent(to: DeliveryTo, ago: Span, state: DeliveryState) -> Delivery {
    let at = NOW.minus(ago);
    Delivery {
        id: DeliveryId::from_bytes([1; 16]),
        about: DeliveryAbout::Page(PageId::from_bytes([1; 16])),
        person: PersonId::from_bytes([1; 16]),
        to,
        call: 1,
        since: at,
        queued_at: at,
        tries: 0,
        state,
    }
}

fn started(next: &Next) -> Vec<DeliveryTo> {
    next.start.iter().map(|(to, _)| *to).collect()
}

fn after(reach: &Reach, latest: &[Delivery]) -> (Vec<DeliveryTo>, Option<Span>) {
    let next = reach.goes_on(&latest.iter().collect::<Vec<_>>(), NOW);
    (started(&next), next.look_at.map(|at| at.since(NOW)))
}

#[test]
fn a_call_begins_with_the_first_way_that_leads_somewhere() {
    let first = |ways: &[Way], devices: &[u8]| started(&person_with(ways, devices).called(&[], NOW));
    let phones = [1, 2].map(|n| DeliveryTo::Device(device(n)));
    assert_eq!(first(&ALL, &[1, 2]), phones);
    assert_eq!(first(&ALL, &[]), [DeliveryTo::Mail]);
    assert_eq!(first(&[Way::Hook(HOOK), Way::Push], &[1]), [DeliveryTo::Hook(HOOK)]);
    assert_eq!(first(&[Way::Push], &[]), []);
    assert!(!person_with(&[Way::Push], &[]).is_reachable() && person_with(&ALL, &[]).is_reachable());
}

#[test]
fn the_next_way_starts_at_once_or_when_the_last_has_had_its_time() {
    use DeliveryState::{Accepted, Declined, Failed, Queued, Received, Seen};
    let reach = person_with(&ALL, &[1, 2]);
    let phone = |n| DeliveryTo::Device(device(n));
    let push = |n, ago, state| sent(phone(n), seconds(ago), state);
    let (mail, hook) = (vec![DeliveryTo::Mail], vec![DeliveryTo::Hook(HOOK)]);
    let mail_time = Some(MAIL_HEARD_WITHIN);
    for state in [Queued, Accepted] {
        assert_eq!(after(&reach, &[push(1, 10, state)]), (vec![], Some(seconds(50))), "{state:?}");
        assert_eq!(after(&reach, &[push(1, 60, state)]), (mail.clone(), mail_time), "{state:?}: unheard");
    }
    assert_eq!(after(&reach, &[push(1, 1, Failed)]), (mail.clone(), mail_time), "at once");
    assert_eq!(after(&reach, &[push(1, 1, Failed), push(2, 1, Accepted)]), (vec![], Some(seconds(59))));
    let later = Delivery { tries: 1, ..push(1, 1, Queued) };
    assert_eq!(after(&reach, &[later]), (mail.clone(), mail_time), "a service that wants a pause is not waited for");
    for state in [Received, Seen, Declined, DeliveryState::Taken] {
        assert_eq!(after(&reach, &[push(1, 999, state)]), (vec![], None), "{state:?}");
        assert_eq!(after(&reach, &[push(1, 999, Failed), push(2, 999, state)]), (vec![], None), "one device suffices");
    }
    let mailed = |ago, state| [push(1, 999, Accepted), sent(DeliveryTo::Mail, ago, state)];
    assert_eq!(after(&reach, &mailed(minutes(1), Accepted)), (vec![], Some(minutes(4))));
    assert_eq!(after(&reach, &mailed(minutes(5), Accepted)), (hook.clone(), None), "the last one is not followed");
    assert_eq!(after(&reach, &mailed(minutes(1), Failed)), (hook, None));
    let all = [push(1, 999, Accepted), sent(DeliveryTo::Hook(HOOK), minutes(99), Failed)];
    assert_eq!(after(&reach, &all), (vec![], None), "every way was tried: the ladder goes on");
    assert_eq!(after(&reach, &[]), (vec![], None), "who was not called is not sent anything");
    let removed = [sent(DeliveryTo::Hook(HookId::from_bytes([8; 16])), seconds(1), Failed)];
    let phones = vec![phone(1), phone(2)];
    assert_eq!(after(&reach, &removed), (phones, Some(RECEIPT_WITHIN)), "what was tried is chosen no more");
    let no_push = person_with(&[Way::Hook(HOOK), Way::Mail], &[1]);
    assert_eq!(
        after(&no_push, &[sent(DeliveryTo::Mail, minutes(9), Accepted)]),
        (vec![], None),
        "a mail may be read late"
    );
    let failed = sent(DeliveryTo::Mail, seconds(1), Failed);
    assert_eq!(after(&no_push, std::slice::from_ref(&failed)), (vec![phone(1)], None), "rather a push than silence");
    assert_eq!(after(&no_push, &[failed, push(1, 0, Failed)]), (vec![], None), "once");
    let no_phone = person_with(&[Way::Mail, Way::Push, Way::Hook(HOOK)], &[]);
    assert_eq!(after(&no_phone, &[sent(DeliveryTo::Mail, minutes(5), Accepted)]).0, [DeliveryTo::Hook(HOOK)]);
}

#[test]
fn a_further_call_uses_every_way_that_the_last_one_came_to() {
    let reach = person_with(&ALL, &[1]);
    let phone = DeliveryTo::Device(device(1));
    let before =
        [sent(phone, minutes(3), DeliveryState::Accepted), sent(DeliveryTo::Mail, minutes(2), DeliveryState::Accepted)];
    let next = reach.called(&before.iter().collect::<Vec<_>>(), NOW);
    assert_eq!(next.start, [(phone, NOW.minus(minutes(3))), (DeliveryTo::Mail, NOW.minus(minutes(2)))]);
    assert_eq!(next.look_at, Some(NOW.plus(minutes(3))), "the mail goes on having its time from when it began");
    let heard = [before[0].clone(), Delivery { state: DeliveryState::Received, ..before[1].clone() }];
    let next = reach.called(&heard.iter().collect::<Vec<_>>(), NOW);
    assert_eq!((next.start, next.look_at), (vec![(phone, NOW)], Some(NOW.plus(RECEIPT_WITHIN))), "they were heard of");
}

#[test]
fn somebody_to_whom_a_way_leads_no_more_is_told_otherwise() {
    let phone = |n| DeliveryTo::Device(device(n));
    let (mail, hook) = (DeliveryTo::Mail, DeliveryTo::Hook(HOOK));
    let table = [
        (person_with(&ALL, &[1, 2]), phone(1), vec![phone(2), mail]),
        (person_with(&[Way::Push, Way::Hook(HOOK)], &[1]), phone(1), vec![hook]),
        (person_with(&[Way::Push], &[1]), phone(1), vec![]),
        (person_with(&ALL, &[1, 2]), mail, vec![phone(1), phone(2), hook]),
        (person_with(&ALL, &[]), hook, vec![mail]),
        (person_with(&[Way::Mail], &[]), mail, vec![]),
    ];
    for (reach, gone, told) in table {
        assert_eq!(reach.told_otherwise(gone), told, "{reach:?} without {gone:?}");
    }
}

#[test]
fn quiet_hours_may_go_over_midnight() {
    let night = QuietHours { from: 22 * 60, until: 7 * 60 };
    let noon = QuietHours { from: 12 * 60, until: 13 * 60 };
    for (minute, in_night, in_noon) in [
        (0, true, false),
        (419, true, false),
        (420, false, false),
        (720, false, true),
        (780, false, false),
        (1_320, true, false),
    ] {
        assert_eq!((night.covers(minute), noon.covers(minute)), (in_night, in_noon), "{minute}");
    }
}

fn offered(preset: Preset, needs_address: bool) -> [OfferedHook; 1] {
    [OfferedHook { id: HOOK, name: "Text messages".into(), preset, needs_address }]
}

#[test]
fn choices_are_tidied_or_refused_with_the_reason() {
    let mail = |address: &str| ChosenWay::Mail { address: address.into() };
    let text = |to: &str| ChosenWay::Hook { hook: HOOK, to: to.into() };
    let of = |ways: Vec<ChosenWay>| Choices { ways, ..Choices::default() };
    let choose = |ways: Vec<ChosenWay>| of(ways).parse(&offered(Preset::Sms, true));
    let tidy = choose(vec![mail(" ana@example.org "), ChosenWay::Push, text(" +1 555 0100 ")]).unwrap();
    assert_eq!(tidy.mail().unwrap().reveal(), "ana@example.org");
    assert_eq!(tidy.hook_to(HOOK).unwrap().reveal(), "+15550100");
    assert_eq!(tidy.hook_to(HookId::from_bytes([8; 16])), None);
    assert_eq!(choose(vec![]), Err(ChoicesRefused::NoWay));
    assert_eq!(choose(vec![ChosenWay::Push, ChosenWay::Push]), Err(ChoicesRefused::Ways));
    assert_eq!(choose(vec![mail("ana")]), Err(ChoicesRefused::Mail(NotAMailAddress::NotPlain)));
    for bad in ["", " ", "ana", &"1".repeat(20)] {
        assert_eq!(choose(vec![text(bad)]), Err(ChoicesRefused::HookTo(NoHookAddress::NotANumber)), "{bad}");
    }
    assert_eq!(choose(vec![text("a\nb")]), Err(ChoicesRefused::HookTo(NoHookAddress::NotPlain)));
    assert_eq!(of(vec![text("112")]).parse(&[]), Err(ChoicesRefused::NoSuchHook));
    let room = of(vec![text("anything")]).parse(&offered(Preset::Slack, false)).unwrap();
    assert_eq!(room.hook_to(HOOK).unwrap().reveal(), "", "it reaches the same place for everybody");
    for (from, until) in [(60, 60), (1_440, 0), (0, 1_440)] {
        let quiet = Some(QuietHours { from, until });
        assert_eq!(Choices { quiet, ..Choices::default() }.parse(&[]), Err(ChoicesRefused::Quiet));
    }
    assert_eq!(Choices::default().parse(&[]), Ok(Choices::default()), "who chose nothing is pushed");
}

#[test]
fn a_way_has_stopped_until_it_works_or_is_changed() {
    let mail = |address: &str| ChosenWay::Mail { address: address.into() };
    let of = |ways: &[ChosenWay]| Choices { ways: ways.to_vec(), ..Choices::default() };
    let mut choices = of(&[ChosenWay::Push, mail("ana@example.org")]);
    assert!(choices.stops(Way::Mail) && !choices.stops(Way::Mail), "it is news once");
    assert!(!choices.stops(Way::Hook(HOOK)), "it was not chosen");
    assert_eq!(choices.stopped, [Way::Mail]);
    assert_eq!(of(&[mail("ana@example.org")]).after(&choices).stopped, [Way::Mail], "it is the same");
    assert_eq!(of(&[mail("ana@example.com")]).after(&choices).stopped, []);
    assert_eq!(of(&[ChosenWay::Push]).after(&choices).stopped, []);
    assert!(choices.works(Way::Mail) && !choices.works(Way::Mail));
    assert_eq!(choices.stopped, []);
}

#[test]
fn whoever_loses_the_only_way_is_pushed() {
    let text = ChosenWay::Hook { hook: HOOK, to: "+15550100".into() };
    let mail = ChosenWay::Mail { address: "ana@example.org".into() };
    let hook = Way::Hook(HOOK);
    let of = |ways: &[ChosenWay]| Choices { ways: ways.to_vec(), stopped: vec![hook], ..Choices::default() };
    assert_eq!(of(&[text.clone(), mail.clone()]).without(hook), Choices { ways: vec![mail], ..Choices::default() });
    assert_eq!(of(&[text]).without(hook), Choices::default());
}
