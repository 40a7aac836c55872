//! `roster`, `put_shifts`, `remove_shifts`, offers and overrides, the checks before duty, and the calendar feed.

use crate::bench::{Bench, shift, why};
use desk::clock::chance;
use domain::asks::{AskAnswer, AskKind};
use domain::ids::{AskId, DeedId, OverrideId, ShiftId};
use domain::permission::{Actor, Role};
use domain::roster::{NewOverride, Presence, Taker};
use domain::time::{days, hours, minutes};
use domain::view::NewShift;

#[tokio::test]
async fn a_shift_is_put_once_changed_and_removed() {
    let bench = Bench::new().await;
    let cleo = bench.joins("Cleo", Role::CareMember).await;
    let wanted = shift(&cleo);
    for _ in 0..2 {
        let view = bench.desk.put_shift(&bench.organizer, wanted.clone()).await.unwrap();
        assert_eq!((view.shifts.len(), view.on_call), (1, vec![cleo.person]));
    }
    let shorter = NewShift { until: wanted.from.plus(days(1)), ..wanted.clone() };
    assert_eq!(bench.desk.put_shift(&bench.organizer, shorter.clone()).await.unwrap().shifts[0].until, shorter.until);
    for _ in 0..2 {
        assert_eq!(bench.desk.remove_shift(&bench.organizer, wanted.id).await.unwrap().shifts, []);
    }
    let unknown = ShiftId::mint(bench.now(), chance());
    bench.desk.remove_shift(&bench.organizer, unknown).await.unwrap();
}

#[tokio::test]
async fn phones_hear_of_a_new_roster() {
    let bench = Bench::new().await;
    let (vera, cleo) = (bench.volunteer().await, bench.joins("Cleo", Role::CareMember).await);
    let before = bench.edition(&vera).await;
    let mut live = bench.desk.live();
    bench.desk.put_shift(&bench.organizer, shift(&cleo)).await.unwrap();
    let news = live.try_recv().unwrap();
    assert_eq!((news.conference, news.incident), (vera.conference, None), "open screens hear of it at once");
    assert_ne!(bench.edition(&vera).await, before);
    let bundle = bench.desk.bundle(&vera, "key".into()).await.unwrap();
    assert_eq!(bundle.care_team[0].shifts.len(), 1);
}

#[tokio::test]
async fn the_roster_is_the_organizers_and_holds_care_members() {
    let bench = Bench::new().await;
    let (vera, cleo) = (bench.volunteer().await, bench.joins("Cleo", Role::CareMember).await);
    assert_eq!(why(bench.desk.roster(&vera).await), "not allowed");
    assert_eq!(bench.desk.roster(&cleo).await.unwrap().shifts, [], "the team sees it");
    for person in [&vera, &cleo] {
        assert_eq!(why(bench.desk.put_shift(person, shift(&cleo)).await), "not allowed");
        assert_eq!(why(bench.desk.remove_shift(person, shift(&cleo).id).await), "not allowed");
    }
    assert_eq!(why(bench.desk.put_shift(&bench.organizer, shift(&vera)).await), "input");
    let backwards = NewShift { until: bench.now().minus(days(2)), ..shift(&cleo) };
    assert_eq!(why(bench.desk.put_shift(&bench.organizer, backwards).await), "input");
    let endless = NewShift { until: bench.now().plus(days(400)), ..shift(&cleo) };
    assert_eq!(why(bench.desk.put_shift(&bench.organizer, endless).await), "input");
}

#[tokio::test]
async fn another_conferences_shift_stays_as_it_is() {
    let bench = Bench::new().await;
    let cleo = bench.joins("Cleo", Role::CareMember).await;
    let wanted = shift(&cleo);
    bench.desk.put_shift(&bench.organizer, wanted.clone()).await.unwrap();
    let otto = bench.stranger(Role::Organizer).await;
    let theirs = bench.desk.put_shift(&otto, wanted.clone()).await;
    assert_eq!(why(theirs), "input", "Cleo is not on their team");
    assert_eq!(bench.desk.remove_shift(&otto, wanted.id).await.unwrap().shifts, []);
    assert_eq!(bench.desk.roster(&bench.organizer).await.unwrap().shifts.len(), 1);
}

#[tokio::test]
async fn shifts_are_put_all_of_them_or_none() {
    let bench = Bench::new().await;
    let (vera, cleo) = (bench.volunteer().await, bench.joins("Cleo", Role::CareMember).await);
    let mixed = vec![shift(&cleo), shift(&vera)];
    assert_eq!(why(bench.desk.put_shifts(&bench.organizer, &mixed).await), "input");
    assert_eq!(bench.desk.roster(&cleo).await.unwrap().shifts, []);
    let many: Vec<_> = (0..501).map(|_| shift(&cleo)).collect();
    assert_eq!(why(bench.desk.put_shifts(&bench.organizer, &many).await), "input");
    let two = many[..2].to_vec();
    for _ in 0..2 {
        assert_eq!(bench.desk.put_shifts(&bench.organizer, &two).await.unwrap().shifts.len(), 2);
    }
    let ids: Vec<_> = two.iter().map(|shift| shift.id).collect();
    for _ in 0..2 {
        assert_eq!(bench.desk.remove_shifts(&bench.organizer, &ids).await.unwrap().shifts, []);
    }
    assert_eq!(why(bench.desk.remove_shifts(&cleo, &ids).await), "not allowed");
    assert_eq!(bench.desk.put_shifts(&bench.organizer, &[]).await.unwrap().shifts, [], "nothing is nothing");
}

fn part(bench: &Bench, of: ShiftId) -> NewOverride {
    let id = OverrideId::mint(bench.now(), chance());
    NewOverride { id, shift: of, from: bench.now().plus(hours(1)), until: bench.now().plus(hours(2)) }
}

#[tokio::test]
async fn an_offer_is_for_the_team_of_its_conference() {
    let bench = Bench::new().await;
    let (cleo, dana) = (bench.on_call("Cleo").await, bench.joins("Dana", Role::CareMember).await);
    let standing = bench.desk.roster(&cleo).await.unwrap().shifts[0].id;
    let offer = part(&bench, standing);
    assert_eq!(why(bench.desk.offer_shift(&bench.organizer, offer.clone()).await), "not allowed");
    assert_eq!(why(bench.desk.offer_shift(&dana, offer.clone()).await), "input", "it is not hers");
    bench.desk.offer_shift(&cleo, offer.clone()).await.unwrap();
    let another = NewOverride { until: bench.now().plus(hours(3)), ..offer.clone() };
    assert_eq!(why(bench.desk.offer_shift(&cleo, another).await), "stale", "the id is taken");
    let stranger = bench.stranger(Role::CareMember).await;
    let unknown = OverrideId::mint(bench.now(), chance());
    for (person, id) in [(&stranger, offer.id), (&dana, unknown)] {
        assert_eq!(why(bench.desk.take_shift(person, id, Presence::Remote).await), "not found");
        assert_eq!(why(bench.desk.withdraw_offer(person, id).await), "not found");
    }
    let seen = bench.desk.take_shift(&dana, offer.id, Presence::Remote).await.unwrap();
    assert_eq!((seen.taken.len(), seen.offers.len(), seen.standing.len()), (1, 0, 3));
    let of_nothing = part(&bench, ShiftId::mint(bench.now(), chance()));
    let taker = Taker { person: dana.person, presence: Presence::OnSite };
    assert_eq!(why(bench.desk.arrange_override(&bench.organizer, of_nothing, taker).await), "input");
}

async fn is_asked(bench: &Bench, person: &Actor) -> Vec<(AskId, AskKind)> {
    bench.desk.check_duty().await.expect("a look");
    bench.desk.asks(person).await.expect("what is asked").into_iter().map(|ask| (ask.id, ask.kind)).collect()
}

#[tokio::test]
async fn a_check_is_answered_once_by_whom_it_is_asked_of() {
    let bench = Bench::new().await;
    let (cleo, dana) = (bench.joins("Cleo", Role::CareMember).await, bench.joins("Dana", Role::CareMember).await);
    let soon = NewShift { from: bench.now().plus(minutes(20)), ..shift(&cleo) };
    bench.desk.put_shift(&bench.organizer, soon.clone()).await.unwrap();
    assert_eq!(is_asked(&bench, &cleo).await, []);
    bench.clock.pass(minutes(5));
    let asked = is_asked(&bench, &cleo).await;
    assert_eq!(asked.iter().map(|(_, kind)| *kind).collect::<Vec<_>>(), [AskKind::OnDuty]);
    let (ask, deed) = (asked[0].0, DeedId::mint(bench.now(), chance()));
    assert_eq!(why(bench.desk.answer_ask(&dana, ask, deed, AskAnswer::Seen).await), "not found");
    let otherwise = AskAnswer::StandIn { presence: Presence::Remote };
    assert_eq!(why(bench.desk.answer_ask(&cleo, ask, deed, otherwise).await), "input");
    for _ in 0..2 {
        bench.desk.answer_ask(&cleo, ask, deed, AskAnswer::Seen).await.unwrap();
    }
    assert_eq!(is_asked(&bench, &cleo).await, []);
    bench.clock.pass(minutes(30));
    assert_eq!(is_asked(&bench, &dana).await, [], "nobody has to stand in");
}

#[tokio::test]
async fn a_feed_is_its_owners_and_ends_with_the_grace() {
    let bench = Bench::new().await;
    let cleo = bench.on_call("Cleo").await;
    assert_eq!(why(bench.desk.make_feed(&bench.organizer).await), "not allowed");
    let feed = bench.desk.make_feed(&cleo).await.unwrap().into_revealed();
    assert!(bench.desk.calendar(&feed).await.unwrap().reveal().contains("SUMMARY:On duty"));
    assert_eq!(why(bench.desk.calendar("nothing.ics").await), "not found");
    bench.clock.pass(days(100));
    assert_eq!(why(bench.desk.calendar(&feed).await), "not found");
}
