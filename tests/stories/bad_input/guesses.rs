//! Somebody guesses at reporter keys and invite codes.

use domain::reporter::ReporterKey;
use std::time::{Duration, Instant};
use tests::world::{Phone, World};

/// How many guesses.
const GUESSES: u8 = 20;
/// From how many places at once, so that a thousand are made in all.
const PLACES: u8 = 50;
/// How long a right key may take while they go on.
const RIGHT_WITHIN: Duration = Duration::from_secs(5);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_wrong_keys_tell_nothing_and_stop_no_right_one() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let (_, key) = vera.hands_a_link_over_offline("A note with a link.");
    vera.comes_online().await;
    let nowhere = world.reporter().types_in_vain().await;
    let start = Instant::now();
    let guessing: Vec<_> = (0..PLACES)
        .map(|place| {
            let guesser = world.reporter();
            tokio::spawn(async move {
                let mut answers = Vec::new();
                for number in 0..GUESSES {
                    let mut chance = [place; 16];
                    chance[0] = number;
                    answers.push(guesser.looks(&ReporterKey::mint(chance)).await);
                }
                answers
            })
        })
        .collect();
    let asked = Instant::now();
    let found = world.reporter().looks(&key).await;
    assert!(asked.elapsed() < RIGHT_WITHIN, "a right key waits for the guessers");
    assert_eq!(found.status, 200);
    assert_ne!(found.text(), nowhere.text());

    let mut count = 0;
    for place in guessing {
        for answer in place.await.expect("the guesser ends") {
            assert_eq!(answer.bytes(), nowhere.bytes(), "one wrong key is answered as any other");
            count += 1;
        }
    }
    assert_eq!(count, 1_000);
    assert!(start.elapsed() > Duration::from_secs(2), "guesses are held back");
    assert_ne!(world.reporter().looks(&key).await.text(), nowhere.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_codes_are_held_back_and_a_right_one_signs_in() {
    let world = World::start().await;
    let made = world.invites("Vera", domain::permission::Role::Volunteer, 1).await;
    let tries = (0..100).map(|number| {
        let phone = Phone::new(world.town());
        async move { phone.signs_in(&format!("0000-0000-{number:04}"), "Eve").await.expect_err("a wrong code") }
    });
    let (refusals, signed_in) = tokio::join!(futures::future::join_all(tries), async {
        Phone::new(world.town()).signs_in(made.code.reveal(), "").await
    });
    assert!(signed_in.is_ok(), "a right code works meanwhile");
    let first = refusals[0].bytes();
    assert!(refusals.iter().all(|refusal| refusal.bytes() == first && refusal.cookie().is_none()));
}
