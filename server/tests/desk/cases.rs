//! What a CARE member does to a case: each once, twice, by the wrong person, on an unknown id.

use crate::bench::{Bench, text, why};
use domain::ids::{IncidentId, NoteId};
use domain::incident::Stage;
use domain::note::{ANSWER_MAX, NoteBody};
use domain::permission::{Actor, Role};
use domain::reporter::ReporterKey;
use domain::time::minutes;
use domain::view::TimelineWhat;
use domain::work::template::RECEIPT;

const UNKNOWN: IncidentId = IncidentId::from_bytes([9; 16]);

/// Everybody who must not get at a case, and what each is told.
async fn wrong_people(bench: &Bench) -> Vec<(Actor, &'static str)> {
    vec![
        (bench.joins("Max", Role::Volunteer).await, "not allowed"),
        (bench.organizer.clone(), "not allowed"),
        (bench.stranger(Role::CareMember).await, "not found"),
    ]
}

#[tokio::test]
async fn opening_is_on_the_record() {
    let bench = Bench::new().await;
    let (vera, cleo) = (bench.volunteer().await, bench.on_call("Cleo").await);
    let incident = bench.incident(&vera, &cleo).await;
    let before = bench.events(incident).await;
    bench.opens(&cleo, incident).await;
    let case = bench.opens(&cleo, incident).await;
    assert_eq!(bench.events(incident).await, before + 1, "a screen that reloads goes on with its reading");
    bench.clock.pass(minutes(11));
    bench.opens(&cleo, incident).await;
    assert_eq!(bench.events(incident).await, before + 2, "each reading");
    assert!(case.timeline.iter().any(|entry| entry.what == TimelineWhat::Opened));
    assert_eq!(why(bench.desk.open_case(&cleo, UNKNOWN).await), "not found");
    for (person, told) in wrong_people(&bench).await {
        assert_eq!(why(bench.desk.open_case(&person, incident).await), told);
    }
    assert_eq!(bench.events(incident).await, before + 2, "a refusal is no event");
}

#[tokio::test]
async fn taking_in_hand_moves_it_and_may_be_done_by_the_next() {
    let bench = Bench::new().await;
    let (vera, cleo, dana) = (bench.volunteer().await, bench.on_call("Cleo").await, bench.on_call("Dana").await);
    let incident = bench.incident(&vera, &cleo).await;
    bench.clear(&dana, incident).await;
    for member in [&cleo, &cleo, &dana] {
        bench.desk.take_in_hand(member, incident).await.unwrap();
        let row = &bench.desk.inbox(&cleo).await.unwrap()[0];
        assert!(matches!(row.stage, Stage::InHand { by, .. } if by == member.person));
        assert!(row.calling.is_none(), "its page falls quiet");
    }
    assert_eq!(why(bench.desk.take_in_hand(&cleo, UNKNOWN).await), "not found");
    for (person, told) in wrong_people(&bench).await {
        assert_eq!(why(bench.desk.take_in_hand(&person, incident).await), told);
    }
}

#[tokio::test]
async fn a_note_is_added_once_and_its_id_stays_its_authors() {
    let bench = Bench::new().await;
    let (vera, cleo, dana) = (bench.volunteer().await, bench.on_call("Cleo").await, bench.on_call("Dana").await);
    let incident = bench.incident(&vera, &cleo).await;
    bench.clear(&dana, incident).await;
    let note = bench.note_id();
    for _ in 0..2 {
        bench.desk.add_note(&cleo, incident, note, "seen".into()).await.unwrap();
    }
    assert_eq!(bench.desk.inbox(&cleo).await.unwrap()[0].notes, 2);
    let other_words = bench.desk.add_note(&cleo, incident, note, "something else".into()).await;
    assert_eq!(why(other_words), "stale", "they are not recorded, so nobody may think so");
    assert_eq!(why(bench.desk.add_note(&dana, incident, note, "mine".into()).await), "stale");
    let other = bench.records_text(&vera, "another one").await;
    let second = bench.desk.inbox(&cleo).await.unwrap().into_iter().find(|row| row.incident != incident);
    let second = second.expect("a second incident").incident;
    bench.clear(&cleo, second).await;
    assert_eq!(why(bench.desk.add_note(&cleo, second, note, "seen".into()).await), "stale", "an id is used once");
    assert_eq!(why(bench.desk.add_note(&cleo, incident, other, "seen".into()).await), "stale");
    assert_eq!(why(bench.desk.add_note(&cleo, incident, bench.note_id(), " ".into()).await), "input");
    assert_eq!(why(bench.desk.add_note(&cleo, UNKNOWN, bench.note_id(), "seen".into()).await), "not found");
    for (person, told) in wrong_people(&bench).await {
        assert_eq!(why(bench.desk.add_note(&person, incident, bench.note_id(), "seen".into()).await), told);
    }
}

#[tokio::test]
async fn a_note_is_struck_once_with_a_reason_and_stays_readable() {
    let bench = Bench::new().await;
    let (vera, cleo) = (bench.volunteer().await, bench.on_call("Cleo").await);
    let incident = bench.incident(&vera, &cleo).await;
    let note = bench.note_id();
    bench.desk.add_note(&cleo, incident, note, "wrong name".into()).await.unwrap();
    let strike = |id: NoteId, words: String| bench.desk.strike_note(&cleo, incident, id, words.into());
    assert_eq!(why(strike(note, "  ".into()).await), "input");
    assert_eq!(why(strike(note, "x".repeat(ANSWER_MAX + 1)).await), "input");
    assert_eq!(why(strike(bench.note_id(), "not there".into()).await), "not found");
    strike(note, "another person".into()).await.unwrap();
    assert_eq!(why(strike(note, "again".into()).await), "refused");
    assert_eq!(why(bench.desk.strike_note(&cleo, UNKNOWN, note, "why".into()).await), "not found");
    for (person, told) in wrong_people(&bench).await {
        assert_eq!(why(bench.desk.strike_note(&person, incident, note, "why".into()).await), told);
    }
    let mut read = bench.desk.store().read().await.unwrap();
    let notes = read.notes(incident).await.unwrap();
    let struck = notes.iter().find(|standing| standing.id == note).unwrap();
    assert_eq!(struck.body.text.reveal(), "wrong name");
    assert_eq!(struck.struck.as_ref().unwrap().why.reveal(), "another person");
}

#[tokio::test]
async fn a_note_of_another_incident_is_not_struck_from_here() {
    let bench = Bench::new().await;
    let (vera, cleo) = (bench.volunteer().await, bench.on_call("Cleo").await);
    let incident = bench.incident(&vera, &cleo).await;
    let elsewhere = bench.records_text(&vera, "elsewhere").await;
    assert_eq!(why(bench.desk.strike_note(&cleo, incident, elsewhere, "why".into()).await), "not found");
}

/// What stands on a reporter's page is not struck; what was only written down is, and the reporter waits again.
#[tokio::test]
async fn words_that_went_out_are_not_struck() {
    let bench = Bench::new().await;
    let (vera, cleo) = (bench.volunteer().await, bench.on_call("Cleo").await);
    let key = ReporterKey::mint([1; 16]);
    let told = NoteBody { reporter_key: Some(key.digest()), ..text("told, with a link") };
    let mut known = Vec::new();
    for (account, on_a_page) in [(told, true), (text("told, without one"), false)] {
        bench.records(&vera, bench.note_id(), account).await;
        let rows = bench.desk.inbox(&cleo).await.unwrap();
        let incident = rows.iter().map(|row| row.incident).find(|incident| !known.contains(incident)).unwrap();
        known.push(incident);
        bench.clear(&cleo, incident).await;
        let words = bench.note_id();
        bench.desk.confirm_receipt(&cleo, incident, words, RECEIPT.into()).await.unwrap();
        let struck = bench.desk.strike_note(&cleo, incident, words, "by mistake".into()).await;
        if on_a_page {
            assert_eq!(why(struck), "refused");
        } else {
            struck.unwrap();
        }
        assert_eq!(bench.opens(&cleo, incident).await.row.receipt_confirmed, on_a_page);
    }
    let page = bench.desk.reporter_looks(&key).await.unwrap();
    let told: Vec<_> = page.view.messages.iter().map(|told| told.text.reveal().as_str()).collect();
    assert_eq!(told, [RECEIPT]);
}

#[tokio::test]
async fn receipt_is_confirmed_once() {
    let bench = Bench::new().await;
    let (vera, cleo) = (bench.volunteer().await, bench.on_call("Cleo").await);
    let incident = bench.incident(&vera, &cleo).await;
    let note = bench.note_id();
    for _ in 0..2 {
        bench.desk.confirm_receipt(&cleo, incident, note, RECEIPT.into()).await.unwrap();
    }
    let again = bench.desk.confirm_receipt(&cleo, incident, bench.note_id(), RECEIPT.into()).await;
    assert_eq!(why(again), "refused");
    let unknown = bench.desk.confirm_receipt(&cleo, UNKNOWN, bench.note_id(), RECEIPT.into()).await;
    assert_eq!(why(unknown), "not found");
    for (person, told) in wrong_people(&bench).await {
        let answer = bench.desk.confirm_receipt(&person, incident, bench.note_id(), RECEIPT.into()).await;
        assert_eq!(why(answer), told);
    }
}
