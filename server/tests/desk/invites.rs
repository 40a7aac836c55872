//! `make_invite`, `withdraw_invite`, `invites` and `redeem_invite`.

use crate::bench::{Bench, signs_in, why};
use desk::clock::chance;
use domain::ids::InviteId;
use domain::invite::NewInvite;
use domain::permission::Role;
use domain::private::Private;
use domain::time::hours;

fn wanted(name: &str, uses: u32) -> NewInvite {
    NewInvite { role: Role::Volunteer, name: name.into(), lifetime: hours(1), uses }
}

#[tokio::test]
async fn a_code_works_as_often_as_it_says_and_its_secret_is_not_kept() {
    let bench = Bench::new().await;
    let made = bench.desk.make_invite(&bench.organizer, wanted("", 2)).await.unwrap();
    let redeem = |name: &'static str| {
        let code = made.code.reveal().clone();
        let desk = bench.desk.clone();
        async move { desk.redeem_invite(&code, &Private::from(name), "phone").await }
    };
    assert_eq!(why(redeem(" ").await), "input", "a shared invite asks for a name");
    let (_, vera) = redeem("Vera").await.unwrap();
    let (_, max) = redeem("Vera").await.unwrap();
    assert_ne!(vera.person.id, max.person.id, "a shared invite brings a new person each time");
    assert_eq!(why(redeem("Eve").await), "input");
    let left: Vec<_> = bench.desk.invites(&bench.organizer).await.unwrap();
    assert!(left.iter().any(|invite| invite.id == made.invite.id && invite.uses_left == 0));
}

#[tokio::test]
async fn a_named_invite_brings_the_same_person_in_again() {
    let bench = Bench::new().await;
    let made = bench.desk.make_invite(&bench.organizer, wanted("Vera", 2)).await.unwrap();
    let first = signs_in(&bench.desk, made.code.reveal(), "").await;
    let second = signs_in(&bench.desk, made.code.reveal(), "Somebody else").await;
    assert_eq!(first.person, second.person);
    assert_ne!(first.device, second.device);
}

#[tokio::test]
async fn withdrawn_expired_unknown_and_nonsense_are_told_alike() {
    let bench = Bench::new().await;
    let withdrawn = bench.desk.make_invite(&bench.organizer, wanted("", 5)).await.unwrap();
    for _ in 0..2 {
        bench.desk.withdraw_invite(&bench.organizer, withdrawn.invite.id).await.unwrap();
    }
    let expired = bench.desk.make_invite(&bench.organizer, wanted("", 5)).await.unwrap();
    bench.clock.pass(hours(1));
    let mut sentences = Vec::new();
    for code in [withdrawn.code.reveal().as_str(), expired.code.reveal(), "0000-0000-0000", "nonsense", ""] {
        match bench.desk.redeem_invite(code, &Private::from("Eve"), "phone").await {
            Err(desk::DeskError::Input(sentence)) => sentences.push(sentence),
            other => panic!("{other:?}"),
        }
    }
    sentences.dedup();
    assert_eq!(sentences.len(), 1);
}

#[tokio::test]
async fn invites_are_the_organizers_of_that_conference() {
    let bench = Bench::new().await;
    let vera = bench.volunteer().await;
    let made = bench.desk.make_invite(&bench.organizer, wanted("", 1)).await.unwrap();
    assert_eq!(why(bench.desk.make_invite(&vera, wanted("", 1)).await), "not allowed");
    assert_eq!(why(bench.desk.invites(&vera).await), "not allowed");
    assert_eq!(why(bench.desk.withdraw_invite(&vera, made.invite.id).await), "not allowed");
    let otto = bench.stranger(Role::Organizer).await;
    assert_eq!(why(bench.desk.withdraw_invite(&otto, made.invite.id).await), "not found");
    let unknown = InviteId::mint(bench.now(), chance());
    assert_eq!(why(bench.desk.withdraw_invite(&bench.organizer, unknown).await), "not found");
    assert_eq!(why(bench.desk.make_invite(&bench.organizer, wanted("", 0)).await), "input");
}

#[tokio::test]
async fn one_use_is_one_use_also_for_two_at_once() {
    let bench = Bench::new().await;
    let made = bench.desk.make_invite(&bench.organizer, wanted("", 1)).await.unwrap();
    let name = Private::from("Eve");
    let both =
        futures::future::join_all((0..8).map(|_| bench.desk.redeem_invite(made.code.reveal(), &name, "p"))).await;
    assert_eq!(both.iter().filter(|answer| answer.is_ok()).count(), 1);
}
