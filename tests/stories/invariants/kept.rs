//! A receipt is a promise that the note is on disk.

use domain::sync::Call;
use server::keyfile;
use server::store::SqlStore;
use server::store::sql::Options;
use std::time::Duration;
use tests::world::World;

/// A second writer holds the database: as long as the server cannot commit, no receipt comes. When it can, one comes,
/// and somebody who opens the database afresh finds the note.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn recorded_means_committed() {
    use desk::store::Store as _;

    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let keys = keyfile::open_or_create(&world.config().data_key_file).expect("the keys");
    let other = SqlStore::open(&world.config().database_url, keys.ring, &Options::default()).await.expect("a store");
    let held = other.begin().await.expect("the only writer");
    let note = vera.saves(domain::note::NoteBody { text: "Held back.".into(), ..domain::note::NoteBody::default() });
    let mut sending = Box::pin(vera.phone().flushes());
    let early = tokio::time::timeout(Duration::from_millis(300), &mut sending).await;
    assert!(early.is_err(), "nothing is answered while nothing can be committed");
    let mut read = other.read().await.expect("a read");
    assert!(read.known_notes(&[note]).await.expect("known").is_empty());

    drop(held);
    sending.await;
    assert!(vera.phone().is_delivered(note));
    let known = read.known_notes(&[note]).await.expect("known");
    assert_eq!(known.len(), 1, "what is receipted is there for everybody");
    assert_eq!(read.pages_of(known[0].incident).await.expect("pages").len(), 1, "with its page");
    drop(read);
    other.close().await;
    assert!(matches!(vera.sees_the_call(note).await, Call::Calling { .. } | Call::Unanswered { .. }));
}
