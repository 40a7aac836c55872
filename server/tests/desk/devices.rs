//! Sessions, devices and one's own details.

use crate::bench::{Bench, NOW, subscription, why};
use desk::clock::chance;
use desk::deliveries::Goes;
use domain::conference::Settings;
use domain::ids::DeviceId;
use domain::permission::Role;
use domain::private::Private;
use domain::session::SessionToken;
use domain::time::{days, hours};

#[tokio::test]
async fn a_session_ends_with_the_conferences_grace_and_moves_with_it() {
    let bench = Bench::new().await;
    let made = bench
        .desk
        .make_invite(
            &bench.organizer,
            domain::invite::NewInvite { role: Role::Volunteer, name: "Vera".into(), lifetime: hours(1), uses: 1 },
        )
        .await
        .unwrap();
    let (token, signed_in) = bench.desk.redeem_invite(made.code.reveal(), &Private::default(), "phone").await.unwrap();
    assert_eq!(signed_in.until, NOW.plus(days(33)));
    let longer = Settings { ends_at: NOW.plus(days(10)), ..crate::bench::settings() };
    bench.desk.set_up_conference(&bench.organizer, longer, |_| true).await.unwrap();
    bench.clock.pass(days(39));
    bench.desk.actor_of(&token).await.unwrap();
    bench.clock.pass(days(1));
    assert_eq!(why(bench.desk.actor_of(&token).await), "signed out");
    assert_eq!(why(bench.desk.actor_of(&SessionToken::mint(chance())).await), "signed out");
}

#[tokio::test]
async fn a_revoked_device_is_out_and_its_pushes_are_off() {
    let bench = Bench::new().await;
    let (cleo, max) = (bench.on_call("Cleo").await, bench.joins("Max", Role::Volunteer).await);
    assert_eq!(why(bench.desk.revoke_device(&max, cleo.device).await), "not found");
    assert_eq!(why(bench.desk.revoke_device(&max, DeviceId::mint(NOW, chance())).await), "not found");
    assert_eq!(why(bench.desk.revoke_device(&bench.stranger(Role::Organizer).await, cleo.device).await), "not found");
    for _ in 0..2 {
        bench.desk.revoke_device(&bench.organizer, cleo.device).await.unwrap();
    }
    let people = bench.desk.people(&bench.organizer).await.unwrap();
    let row = people.iter().find(|row| row.person.id == cleo.person).unwrap();
    assert_eq!(row.devices[0].device.revoked_at, Some(NOW));
    assert!(!row.devices[0].pushes);
    assert_eq!(why(bench.desk.people(&max).await), "not allowed");
}

#[tokio::test]
async fn a_device_whose_session_has_ended_is_not_called() {
    let bench = Bench::new().await;
    let cleo = bench.on_call("Cleo").await;
    bench.desk.turn_pushes_on(&cleo, subscription("Cleo"), "key".into()).await.unwrap();
    bench.desk.send_test_push(&cleo).await.unwrap();
    bench.clock.pass(days(34));
    let outbound = bench.outbound().await;
    assert!(outbound.iter().all(|outbound| outbound.goes == Goes::Nowhere));
}

#[tokio::test]
async fn details_are_ones_own_and_bounded() {
    let bench = Bench::new().await;
    let cleo = bench.joins("Cleo", Role::CareMember).await;
    for _ in 0..2 {
        let person = bench.desk.change_my_details(&cleo, " +49 30 1 ".into(), " de, en ".into()).await.unwrap();
        assert_eq!((person.phone.reveal().as_str(), person.languages.as_str()), ("+49 30 1", "de, en"));
    }
    assert_eq!(why(bench.desk.change_my_details(&cleo, "1".repeat(41).into(), String::new()).await), "input");
    assert_eq!(why(bench.desk.change_my_details(&cleo, "1".into(), "l".repeat(201)).await), "input");
    let bundle = bench.desk.bundle(&cleo, "key".into()).await.unwrap();
    assert_eq!(bundle.care_team[0].phone.reveal(), "+49 30 1");
}
