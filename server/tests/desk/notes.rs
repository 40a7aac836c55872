//! `record_notes` and `progress`.

use crate::bench::{Bench, NOW, text, why};
use desk::record_notes::GROUP_REQUESTS_MAX;
use domain::ids::IncidentId;
use domain::note::{NewNote, NoteBody, NoteKind, NoteRefused, UnilateralRecord};
use domain::permission::Role;
use domain::sync::{Call, EntryRefused, Outcome};
use domain::time::minutes;

#[tokio::test]
async fn a_note_is_recorded_once_and_a_repeat_gets_the_first_time() {
    let bench = Bench::new().await;
    let (vera, cleo) = (bench.volunteer().await, bench.on_call("Cleo").await);
    let id = bench.note_id();
    assert_eq!(bench.records(&vera, id, text("a")).await, Outcome::Recorded { at: NOW });
    bench.clock.pass(minutes(9));
    assert_eq!(bench.records(&vera, id, text("a")).await, Outcome::AlreadyRecorded { at: NOW });
    let inbox = bench.desk.inbox(&cleo).await.unwrap();
    assert_eq!((inbox.len(), inbox[0].notes), (1, 1));
    assert_eq!(bench.events(inbox[0].incident).await, 2, "recorded, and a page started; the repeat is no event");
}

#[tokio::test]
async fn another_text_under_the_same_id_is_kept_beside_once() {
    let bench = Bench::new().await;
    let (vera, cleo) = (bench.volunteer().await, bench.on_call("Cleo").await);
    let id = bench.records_text(&vera, "first").await;
    for _ in 0..2 {
        assert!(matches!(bench.records(&vera, id, text("second")).await, Outcome::KeptBeside { .. }));
    }
    let incident = bench.desk.inbox(&cleo).await.unwrap()[0].incident;
    let mut read = bench.desk.store().read().await.unwrap();
    let besides = read.besides(incident).await.unwrap();
    assert_eq!(besides.len(), 1);
    assert_eq!(besides[0].body.text.reveal(), "second");
    assert_eq!(read.notes(incident).await.unwrap()[0].body.text.reveal(), "first");
}

#[tokio::test]
async fn an_id_that_is_somebody_elses_is_refused_and_tells_nothing() {
    let bench = Bench::new().await;
    let (vera, max) = (bench.volunteer().await, bench.joins("Max", Role::Volunteer).await);
    let id = bench.records_text(&vera, "Vera's words").await;
    let refused = Outcome::Refused { why: EntryRefused::NotYours };
    assert_eq!(bench.records(&max, id, text("Max's words")).await, refused);
    assert_eq!(bench.records(&max, id, text("Vera's words")).await, refused, "nor by guessing the words");
    let stranger = bench.stranger(Role::Volunteer).await;
    assert_eq!(bench.records(&stranger, id, text("Vera's words")).await, refused);
}

#[tokio::test]
async fn a_bad_entry_holds_nobody_back() {
    let bench = Bench::new().await;
    let vera = bench.volunteer().await;
    let ids: Vec<_> = (0..3).map(|_| bench.note_id()).collect();
    let note = |words: &str| Ok(NewNote::parse(text(words)).unwrap());
    let bad = Err(EntryRefused::Note(NoteRefused::Empty));
    let batch = vec![(ids[0], note("a")), (ids[1], bad), (ids[2], note("c"))];
    let receipts = bench.desk.record_notes(&vera, batch, 0).await.unwrap();
    assert_eq!(receipts.iter().map(|receipt| receipt.id).collect::<Vec<_>>(), ids);
    assert!(matches!(receipts[0].outcome, Outcome::Recorded { .. }));
    assert!(matches!(receipts[1].outcome, Outcome::Refused { .. }));
    assert!(matches!(receipts[2].outcome, Outcome::Recorded { .. }));
}

#[tokio::test]
async fn the_same_id_twice_in_one_batch_is_one_note() {
    let bench = Bench::new().await;
    let (vera, cleo) = (bench.volunteer().await, bench.on_call("Cleo").await);
    let id = bench.note_id();
    let note = |words: &str| Ok(NewNote::parse(text(words)).unwrap());
    let batch = vec![(id, note("a")), (id, note("a")), (id, note("b"))];
    let receipts = bench.desk.record_notes(&vera, batch, 0).await.unwrap();
    assert!(matches!(receipts[0].outcome, Outcome::Recorded { .. }));
    assert!(matches!(receipts[1].outcome, Outcome::AlreadyRecorded { .. }));
    assert!(matches!(receipts[2].outcome, Outcome::KeptBeside { .. }));
    assert_eq!(bench.desk.inbox(&cleo).await.unwrap().len(), 1);
}

#[tokio::test]
async fn many_requests_at_once_are_written_together_and_each_gets_its_own_receipts() {
    let bench = Bench::new().await;
    let (vera, cleo) = (bench.volunteer().await, bench.on_call("Cleo").await);
    let count = GROUP_REQUESTS_MAX * 3;
    let ids: Vec<_> = (0..count).map(|_| bench.note_id()).collect();
    let sent = ids.iter().map(|id| bench.records(&vera, *id, text("at once")));
    let outcomes = futures::future::join_all(sent).await;
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Recorded { .. })));
    assert_eq!(bench.desk.inbox(&cleo).await.unwrap().len(), count);
}

#[tokio::test]
async fn a_later_note_stays_with_its_own_writers_incident_only() {
    let bench = Bench::new().await;
    let (vera, max) = (bench.volunteer().await, bench.joins("Max", Role::Volunteer).await);
    let cleo = bench.on_call("Cleo").await;
    let first = bench.records_text(&vera, "first").await;
    let addition = NoteBody { kind: NoteKind::Addition { to: first }, ..text("more") };
    bench.records(&vera, bench.note_id(), addition.clone()).await;
    assert_eq!(bench.desk.inbox(&cleo).await.unwrap().len(), 1);
    // Whoever did not write the first one cannot reach into its incident; the note opens its own and is not lost.
    bench.records(&max, bench.note_id(), addition).await;
    let unknown = NoteBody { kind: NoteKind::Correction { corrects: bench.note_id() }, ..text("of nothing known") };
    bench.records(&vera, bench.note_id(), unknown).await;
    assert_eq!(bench.desk.inbox(&cleo).await.unwrap().len(), 3);
}

#[tokio::test]
async fn acting_alone_asks_for_a_review() {
    let bench = Bench::new().await;
    let (vera, cleo) = (bench.volunteer().await, bench.on_call("Cleo").await);
    let first = bench.records_text(&vera, "first").await;
    assert!(!bench.desk.inbox(&cleo).await.unwrap()[0].needs_review);
    let record = UnilateralRecord { did: "walked them out".into(), ..UnilateralRecord::default() };
    let kind = NoteKind::ActedAlone { about: first, record };
    bench.records(&vera, bench.note_id(), NoteBody { kind, ..NoteBody::default() }).await;
    let inbox = bench.desk.inbox(&cleo).await.unwrap();
    assert_eq!((inbox.len(), inbox[0].needs_review), (1, true));
}

#[tokio::test]
async fn progress_is_for_the_writer_alone() {
    let bench = Bench::new().await;
    let (vera, max) = (bench.volunteer().await, bench.joins("Max", Role::Volunteer).await);
    let cleo = bench.on_call("Cleo").await;
    let id = bench.records_text(&vera, "mine").await;
    assert_eq!(bench.desk.progress(&max, &[id, bench.note_id()]).await.unwrap(), []);
    let told = bench.desk.progress(&vera, &[bench.note_id(), id]).await.unwrap();
    assert_eq!((told.len(), told[0].note, told[0].seen.clone()), (1, id, None));
    assert!(matches!(told[0].call, Call::Calling { people: 0, .. }));
    let incident = bench.desk.inbox(&cleo).await.unwrap()[0].incident;
    bench.clear(&cleo, incident).await;
    assert_eq!(bench.desk.progress(&vera, &[id]).await.unwrap()[0].seen, None, "the card is not the note");
    bench.opens(&cleo, incident).await;
    let told = bench.desk.progress(&vera, &[id]).await.unwrap();
    assert_eq!(told[0].seen.as_ref().map(|by| by.name.reveal().as_str()), Some("Cleo"));
}

#[tokio::test]
async fn a_writer_who_stepped_out_learns_no_more_of_it() {
    let bench = Bench::new().await;
    let (cleo, dana) = (bench.on_call("Cleo").await, bench.on_call("Dana").await);
    let note = bench.records_text(&dana, "Dana wrote it herself.").await;
    let incident = bench.desk.inbox(&dana).await.unwrap()[0].incident;
    assert_eq!(bench.desk.progress(&dana, &[note]).await.unwrap().len(), 1);
    bench.desk.recuse(&dana, incident).await.unwrap();
    bench.clear(&cleo, incident).await;
    bench.desk.take_in_hand(&cleo, incident).await.unwrap();
    assert_eq!(bench.desk.progress(&dana, &[note]).await.unwrap(), [], "as of a note that never was");
    let unknown = IncidentId::mint(NOW, [1; 10]);
    assert_eq!(why(bench.desk.open_case(&dana, incident).await), why(bench.desk.open_case(&dana, unknown).await));
}
