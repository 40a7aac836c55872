//! Subscriptions, what is to be sent, and news of it.

use crate::bench::{Bench, goes_out, subscription, why};
use desk::clock::chance;
use desk::deliveries::{Became, DeliveryNews, Goes};
use domain::ids::DeliveryId;
use domain::paging::DeliveryState;
use domain::permission::Role;

#[tokio::test]
async fn a_subscription_replaces_the_one_before_and_goes_once() {
    let bench = Bench::new().await;
    let cleo = bench.joins("Cleo", Role::CareMember).await;
    assert_eq!(why(bench.desk.send_test_push(&cleo).await), "input");
    for name in ["one", "two"] {
        bench.desk.turn_pushes_on(&cleo, subscription(name), "key".into()).await.unwrap();
    }
    bench.desk.send_test_push(&cleo).await.unwrap();
    let outbound = bench.outbound().await;
    assert_eq!(outbound.len(), 1);
    assert!(matches!(&outbound[0].goes, Goes::Push(to) if to.to == subscription("two")));
    for _ in 0..2 {
        bench.desk.turn_pushes_off(&cleo).await.unwrap();
    }
    assert_eq!(bench.outbound().await[0].goes, Goes::Nowhere, "nowhere to send it any more");
}

#[tokio::test]
async fn a_push_only_ever_moves_forward() {
    let bench = Bench::new().await;
    let cleo = bench.on_call("Cleo").await;
    let push = bench.desk.send_test_push(&cleo).await.unwrap();
    bench.desk.push_receipt(push, DeliveryState::Received).await.unwrap();
    assert_eq!(bench.outbound().await, [], "there is news of it");
    let late = DeliveryNews { delivery: push, became: Became::Moved(DeliveryState::Accepted) };
    bench.desk.deliveries_moved(&[late, late]).await.unwrap();
    let rows = bench.desk.my_devices(&cleo).await.unwrap();
    assert_eq!(rows[0].last_test.map(|(state, _)| state), Some(DeliveryState::Received));
    assert!(rows[0].pushes);
    bench.desk.push_receipt(DeliveryId::mint(bench.now(), chance()), DeliveryState::Seen).await.unwrap();
}

#[tokio::test]
async fn a_subscription_that_is_gone_is_forgotten() {
    let bench = Bench::new().await;
    let cleo = bench.on_call("Cleo").await;
    let push = bench.desk.send_test_push(&cleo).await.unwrap();
    let gone = DeliveryNews { delivery: push, became: Became::Gone };
    for _ in 0..2 {
        bench.desk.deliveries_moved(&[gone]).await.unwrap();
    }
    assert!(!bench.desk.my_devices(&cleo).await.unwrap()[0].pushes);
    bench.desk.deliveries_moved(&[]).await.unwrap();
    let told = async || bench.desk.bundle(&cleo, "key".into()).await.unwrap().pushes;
    assert!(!told().await, "the phone hears at its next start that it has to subscribe anew");
    bench.desk.turn_pushes_on(&cleo, subscription("anew"), "key".into()).await.unwrap();
    assert!(told().await);
}

#[tokio::test]
async fn a_push_of_a_page_that_somebody_has_goes_nowhere() {
    let bench = Bench::new().await;
    let vera = bench.volunteer().await;
    let (cleo, dana, eli) = (bench.on_call("Cleo").await, bench.on_call("Dana").await, bench.on_call("Eli").await);
    let incident = bench.incident(&vera, &cleo).await;
    bench.climbs().await;
    let goes = async || {
        let outbound = bench.outbound().await;
        assert_eq!(outbound.len(), 3, "there is no news of any of them yet");
        outbound.into_iter().filter(goes_out).map(|one| one.delivery.person).collect::<Vec<_>>()
    };
    assert_eq!(goes().await.len(), 3);
    bench.desk.recuse(&eli, incident).await.unwrap();
    assert!(!goes().await.contains(&eli.person), "nor to somebody who has stepped out");
    bench.clear(&dana, incident).await;
    bench.desk.take_in_hand(&dana, incident).await.unwrap();
    assert_eq!(bench.outbound().await, [], "what waited is not needed any more");
}
