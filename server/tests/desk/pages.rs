//! `page`, `answer_page` and the steps of the ladder.

use crate::bench::{Bench, why};
use domain::ids::PageId;
use domain::incident::Stage;
use domain::paging::{LadderTimes, PageAnswer};
use domain::permission::Role;
use domain::time::minutes;

const UNKNOWN: PageId = PageId::from_bytes([9; 16]);

#[tokio::test]
async fn the_first_who_accepts_has_it_and_twice_is_harmless() {
    let bench = Bench::new().await;
    let (vera, cleo, dana) = (bench.volunteer().await, bench.on_call("Cleo").await, bench.on_call("Dana").await);
    let incident = bench.incident(&vera, &cleo).await;
    let page = bench.page_of(incident).await;
    bench.climbs().await;
    let first = bench.desk.answer_page(&cleo, page, PageAnswer::Accept).await.unwrap();
    assert!(first.taken.as_ref().is_some_and(|taken| taken.you));
    let events = bench.events(incident).await;
    assert_eq!(bench.desk.answer_page(&cleo, page, PageAnswer::Accept).await.unwrap(), first);
    assert_eq!(bench.events(incident).await, events, "the repeat changes nothing");
    let second = bench.desk.answer_page(&dana, page, PageAnswer::Accept).await.unwrap();
    assert!(second.taken.is_some_and(|taken| !taken.you && taken.by.reveal() == "Cleo"));
    let row = &bench.desk.inbox(&dana).await.unwrap()[0];
    assert!(matches!(row.stage, Stage::InHand { by, .. } if by == cleo.person));
}

#[tokio::test]
async fn declining_brings_the_next_step_at_once() {
    let bench = Bench::new().await;
    let (vera, cleo) = (bench.volunteer().await, bench.on_call("Cleo").await);
    let dana = bench.joins("Dana", Role::CareMember).await;
    let incident = bench.incident(&vera, &cleo).await;
    let page = bench.page_of(incident).await;
    bench.climbs().await;
    for _ in 0..2 {
        let view = bench.desk.answer_page(&cleo, page, PageAnswer::Decline).await.unwrap();
        assert_eq!((view.taken, view.exhausted), (None, false));
    }
    bench.climbs().await;
    let mut read = bench.desk.store().read().await.unwrap();
    let climbed = read.page(page).await.unwrap().unwrap();
    assert!(climbed.called.contains(&dana.person), "the team is called without waiting");
}

#[tokio::test]
async fn stepping_out_brings_the_next_step_at_once() {
    let bench = Bench::new().await;
    let (vera, cleo) = (bench.volunteer().await, bench.on_call("Cleo").await);
    let dana = bench.joins("Dana", Role::CareMember).await;
    let incident = bench.incident(&vera, &cleo).await;
    let page = bench.page_of(incident).await;
    bench.climbs().await;
    bench.desk.recuse(&cleo, incident).await.unwrap();
    bench.climbs().await;
    let mut read = bench.desk.store().read().await.unwrap();
    let climbed = read.page(page).await.unwrap().unwrap();
    assert!(climbed.called.contains(&dana.person), "nobody waits for somebody who stepped out");
}

#[tokio::test]
async fn a_page_is_for_whoever_may_know_of_its_incident() {
    let bench = Bench::new().await;
    let (vera, cleo, dana) = (bench.volunteer().await, bench.on_call("Cleo").await, bench.on_call("Dana").await);
    let incident = bench.incident(&vera, &cleo).await;
    let page = bench.page_of(incident).await;
    bench.desk.recuse(&dana, incident).await.unwrap();
    let stranger = bench.stranger(Role::CareMember).await;
    for member in [&dana, &stranger] {
        for id in [page, UNKNOWN] {
            assert_eq!(why(bench.desk.page(member, id).await), "not found");
            assert_eq!(why(bench.desk.answer_page(member, id, PageAnswer::Accept).await), "not found");
        }
    }
    for person in [&vera, &bench.organizer] {
        assert_eq!(why(bench.desk.page(person, page).await), "not allowed");
        assert_eq!(why(bench.desk.answer_page(person, page, PageAnswer::Accept).await), "not allowed");
    }
    bench.climbs().await;
    let pushes = bench.outbound().await;
    assert!(pushes.iter().all(|outbound| outbound.delivery.person == cleo.person), "nor is Dana called");
}

#[tokio::test]
async fn the_app_rings_for_whoever_is_called_until_somebody_answers() {
    let bench = Bench::new().await;
    let (vera, cleo, dana) = (bench.volunteer().await, bench.on_call("Cleo").await, bench.on_call("Dana").await);
    let (eli, stranger) = (bench.on_call("Eli").await, bench.stranger(Role::CareMember).await);
    let incident = bench.incident(&vera, &cleo).await;
    let page = bench.page_of(incident).await;
    let rings =
        async |actor| bench.desk.my_pages(actor).await.unwrap().iter().map(|page| page.page).collect::<Vec<_>>();
    assert_eq!(rings(&cleo).await, [], "nobody has been called yet");
    bench.climbs().await;
    bench.desk.recuse(&eli, incident).await.unwrap();
    for (member, wanted) in [(&cleo, vec![page]), (&dana, vec![page]), (&eli, vec![]), (&stranger, vec![])] {
        assert_eq!(rings(member).await, wanted);
    }
    assert_eq!(why(bench.desk.my_pages(&vera).await), "not allowed");
    bench.desk.answer_page(&dana, page, PageAnswer::CantNow).await.unwrap();
    assert_eq!((rings(&cleo).await, rings(&dana).await), (vec![page], vec![]));
    bench.desk.answer_page(&dana, page, PageAnswer::Accept).await.unwrap();
    assert_eq!(rings(&cleo).await, [], "a colleague has it");
}

#[tokio::test]
async fn a_step_is_taken_once_and_again_only_when_it_is_due() {
    let bench = Bench::new().await;
    let (vera, cleo) = (bench.volunteer().await, bench.on_call("Cleo").await);
    bench.incident(&vera, &cleo).await;
    let policy = LadderTimes::default();
    let next = bench.desk.advance_pages().await.unwrap();
    assert_eq!(next, Some(bench.now().plus(policy.team_after)));
    for _ in 0..3 {
        assert_eq!(bench.desk.advance_pages().await.unwrap(), next);
    }
    assert_eq!(bench.outbound().await.len(), 1);
    bench.clock.pass(minutes(2));
    bench.climbs().await;
    assert_eq!(bench.outbound().await.len(), 2);
}

#[tokio::test]
async fn two_ladders_over_one_database_call_once() {
    let bench = Bench::new().await;
    let (vera, cleo) = (bench.volunteer().await, bench.on_call("Cleo").await);
    bench.incident(&vera, &cleo).await;
    futures::future::join_all((0..8).map(|_| bench.climbs())).await;
    assert_eq!(bench.outbound().await.len(), 1);
}
