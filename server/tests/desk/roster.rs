//! `roster`, `put_shift` and `remove_shift`.

use crate::bench::{Bench, shift, why};
use desk::clock::chance;
use domain::ids::ShiftId;
use domain::permission::Role;
use domain::time::days;
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
    for person in [&vera, &cleo] {
        assert_eq!(why(bench.desk.roster(person).await), "not allowed");
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
