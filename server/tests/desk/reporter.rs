//! `reporter_looks`, `reporter_says` and the private links.

use crate::bench::{Bench, text, why};
use desk::reporter::{Added, Saying};
use domain::ids::NoteId;
use domain::note::NoteBody;
use domain::permission::Actor;
use domain::reporter::{
    ADDITION_MAX, ADDITIONS_AT_ONCE, ADDITIONS_MAX, ADDITIONS_WITHIN, AdditionRefused, ReporterKey, ReporterStatus,
};
use domain::time::minutes;
use std::collections::BTreeSet;

async fn linked(bench: &Bench, writer: &Actor, chance: [u8; 16]) -> ReporterKey {
    let key = ReporterKey::mint(chance);
    bench.records(writer, bench.note_id(), NoteBody { reporter_key: Some(key.digest()), ..text("told") }).await;
    key
}

/// Adds, and says whether a rule refused it.
async fn adds(bench: &Bench, key: &ReporterKey, id: NoteId, words: &str) -> Result<(), AdditionRefused> {
    match bench.desk.reporter_says(key, Saying::words(id, words)).await.expect("the link works") {
        Added::Recorded(_) => Ok(()),
        Added::Refused(why, _) => Err(why),
    }
}

#[tokio::test]
async fn looking_is_on_the_record_and_an_unknown_key_finds_nothing() {
    let bench = Bench::new().await;
    let (vera, cleo) = (bench.volunteer().await, bench.on_call("Cleo").await);
    let key = linked(&bench, &vera, [1; 16]).await;
    assert_eq!(bench.desk.reporter_looks(&key).await.unwrap().view.status, ReporterStatus::Received);
    let incident = bench.desk.inbox(&cleo).await.unwrap()[0].incident;
    bench.clear(&cleo, incident).await;
    bench.desk.take_in_hand(&cleo, incident).await.unwrap();
    let page = bench.desk.reporter_looks(&key).await.unwrap();
    assert_eq!((page.view.status, page.view.messages.len()), (ReporterStatus::BeingLookedAt, 0));
    assert!(bench.opens(&cleo, incident).await.reporter_looked_at.is_some());
    assert_eq!(why(bench.desk.reporter_looks(&ReporterKey::mint([2; 16])).await), "not found");
}

#[tokio::test]
async fn an_addition_is_kept_once_and_shown_to_its_own_reporter_alone() {
    let bench = Bench::new().await;
    let vera = bench.volunteer().await;
    let (key, other) = (linked(&bench, &vera, [1; 16]).await, linked(&bench, &vera, [2; 16]).await);
    let id = bench.note_id();
    for _ in 0..2 {
        bench.desk.reporter_says(&key, Saying::words(id, "and then")).await.unwrap();
        assert_eq!(bench.desk.reporter_looks(&key).await.unwrap().view.own.len(), 1);
    }
    assert_eq!(bench.desk.reporter_looks(&other).await.unwrap().view.own, []);
    assert_eq!(why(bench.desk.reporter_says(&ReporterKey::mint([3; 16]), Saying::words(id, "x")).await), "not found");
    let long = "x".repeat(ADDITION_MAX + 1);
    assert_eq!(adds(&bench, &key, bench.note_id(), " ").await, Err(AdditionRefused::Empty));
    assert_eq!(adds(&bench, &key, bench.note_id(), &long).await, Err(AdditionRefused::TooLong));
    assert_eq!(bench.desk.reporter_looks(&key).await.unwrap().view.own.len(), 1);
}

/// A browser that goes back sends the same form with other words.
#[tokio::test]
async fn other_words_under_the_same_id_are_kept_too() {
    let bench = Bench::new().await;
    let (vera, cleo) = (bench.volunteer().await, bench.on_call("Cleo").await);
    let key = linked(&bench, &vera, [1; 16]).await;
    let (id, others) = (bench.note_id(), bench.records_text(&vera, "Vera's").await);
    for words in ["first", "second", "second", "first"] {
        assert_eq!(adds(&bench, &key, id, words).await, Ok(()));
    }
    assert_eq!(adds(&bench, &key, others, "third").await, Ok(()), "an id that is somebody else's");
    let additions = bench.desk.reporter_looks(&key).await.unwrap().view.own;
    let words: BTreeSet<_> = additions.iter().map(|told| told.text.reveal().as_str()).collect();
    assert_eq!((additions.len(), words), (3, BTreeSet::from(["first", "second", "third"])));
    assert_eq!(bench.desk.inbox(&cleo).await.unwrap().iter().map(|row| row.notes).sum::<u32>(), 5);
}

#[tokio::test]
async fn additions_have_an_end() {
    let bench = Bench::new().await;
    let vera = bench.volunteer().await;
    let key = linked(&bench, &vera, [1; 16]).await;
    for _ in 0..ADDITIONS_MAX {
        assert_eq!(adds(&bench, &key, bench.note_id(), "more").await, Ok(()));
        bench.clock.pass(minutes(1));
    }
    assert_eq!(adds(&bench, &key, bench.note_id(), "too much").await, Err(AdditionRefused::TooMany));
}

#[tokio::test]
async fn a_flood_through_one_link_waits_and_harms_no_other() {
    let bench = Bench::new().await;
    let vera = bench.volunteer().await;
    let (key, other) = (linked(&bench, &vera, [1; 16]).await, linked(&bench, &vera, [2; 16]).await);
    let first = bench.note_id();
    assert_eq!(adds(&bench, &key, first, "more").await, Ok(()));
    for _ in 1..ADDITIONS_AT_ONCE {
        assert_eq!(adds(&bench, &key, bench.note_id(), "more").await, Ok(()));
    }
    let (waits, words) = (bench.note_id(), "too fast");
    assert_eq!(adds(&bench, &key, waits, words).await, Err(AdditionRefused::TooFast));
    assert_eq!(adds(&bench, &key, first, "more").await, Ok(()), "a repeat of what is on record is no addition");
    assert_eq!(adds(&bench, &other, bench.note_id(), words).await, Ok(()), "each link for itself");
    bench.clock.pass(ADDITIONS_WITHIN);
    assert_eq!(adds(&bench, &key, waits, words).await, Ok(()));
    assert_eq!(bench.desk.reporter_looks(&key).await.unwrap().view.own.len(), ADDITIONS_AT_ONCE + 1);
}

#[tokio::test]
async fn a_key_that_is_taken_leads_where_it_led_and_the_note_is_kept() {
    let bench = Bench::new().await;
    let (vera, cleo) = (bench.volunteer().await, bench.on_call("Cleo").await);
    let key = linked(&bench, &vera, [1; 16]).await;
    linked(&bench, &vera, [1; 16]).await;
    assert_eq!(bench.desk.inbox(&cleo).await.unwrap().len(), 2);
    bench.desk.reporter_looks(&key).await.unwrap();
}
