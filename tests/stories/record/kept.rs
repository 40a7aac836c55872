//! What is written stays as it was written, with its times.

use domain::ids::{DeedId, IncidentId, NoteId};
use domain::note::NoteBody;
use domain::record::marks::{self, Mark};
use domain::time::{hours, minutes};
use domain::view::{CaseView, TimelineEntry, TimelineWhat};
use domain::work::Work;
use serde_json::{Value, json};
use tests::source::{code_below, files};
use tests::world::{Person, World, notes_of};

/// The record is only added to: whatever a member does, every entry that was there stays where it was and says what it
/// said; a struck one says so besides.
#[tokio::test]
async fn s39_the_record_is_only_added_to() {
    World::on_each_engine(only_added_to).await;
}

async fn only_added_to(world: &World) {
    let vera = world.volunteer("Vera").await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    let note = vera.writes_a_note("A man in a red scarf.").await;
    let incident = cleo.finds_the_incident().await;
    let mut before = cleo.opens(incident).await;
    assert_eq!(cleo.takes_in_hand(incident).await.status, 200);
    still_there(&mut before, cleo.opens(incident).await);
    world.passes(minutes(1)).await;
    let second = cleo.adds_a_note(incident, "Spoke with the bar.").await;
    still_there(&mut before, cleo.opens(incident).await);
    assert_eq!(
        works(&cleo, incident, 1, json!({ "fact": { "about": "summary", "text": "x", "over": [] } })).await,
        200
    );
    still_there(&mut before, cleo.opens(incident).await);
    dana.opens(incident).await;
    assert_eq!(dana.strikes(incident, second, "Another evening.").await.status, 200);
    world.passes(minutes(1)).await;
    vera.writes(NoteBody {
        kind: domain::note::NoteKind::Correction { corrects: note },
        text: "It was a blue scarf.".into(),
        ..NoteBody::default()
    })
    .await;
    still_there(&mut before, dana.opens(incident).await);

    assert_eq!(dana.strikes(incident, second, "Again.").await.status, 409, "nor is it struck anew");
    let other = json!({ "incident": incident, "note": second, "text": "Other words." });
    assert_eq!(cleo.asks("add_note", other).await.status, 409, "nor written over under its id");
    let deed = json!({ "fact": { "about": "summary", "text": "y", "over": [] } });
    assert_eq!(works(&cleo, incident, 1, deed).await, 409, "nor is a deed");
    let after = dana.opens(incident).await;
    let texts: Vec<_> = notes_of(&after).iter().map(|note| note.body.text.reveal().as_str()).collect();
    assert_eq!(texts, ["A man in a red scarf.", "Spoke with the bar.", "It was a blue scarf."]);
    let struck = notes_of(&after)[1].struck.as_ref().expect("struck");
    assert_eq!((struck.by.reveal().as_str(), struck.why.reveal().as_str()), ("Dana", "Another evening."));
}

/// Everything that was on the record is still on it, in the same order, but for marks that something is struck.
fn still_there(before: &mut CaseView, after: CaseView) {
    let unstruck = |entry: &TimelineEntry| match entry.clone() {
        TimelineEntry { part, at, who, what: TimelineWhat::Note(mut note) } => {
            note.struck = None;
            TimelineEntry { part, at, who, what: TimelineWhat::Note(note) }
        }
        other => other,
    };
    let mut now = after.timeline.iter().map(unstruck);
    for entry in before.timeline.iter().map(unstruck) {
        assert!(now.any(|standing| standing == entry), "gone from the record: {entry:?}");
    }
    *before = after;
}

async fn works(member: &Person, incident: IncidentId, n: u8, deed: Value) -> u16 {
    let what = json!({ "incident": incident, "deed": { "id": DeedId::from_bytes([n; 16]), "deed": deed } });
    member.asks("work_on", what).await.status
}

/// No address and no question takes an entry away: no route deletes anything but one's own session and subscription, and
/// the SQL neither changes the words of a note or a deed nor deletes one.
#[test]
fn s39_no_route_changes_or_removes_an_entry() {
    let files = files();
    let code = |path: &str| files.iter().find(|file| file.path == path).expect("a source file").code();
    let routes = code("server/src/http/mod.rs");
    let deletes: Vec<_> = routes.lines().filter(|line| line.contains("delete(")).collect();
    assert_eq!(deletes.len(), 2, "{deletes:?}");
    assert!(deletes.iter().all(|line| line.contains("/session") || line.contains("/push/subscription")), "{deletes:?}");
    let functions = code_below("app/src/api/");
    let endpoints: Vec<_> =
        functions.split("endpoint = \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    for endpoint in &endpoints {
        assert!(
            !["delete", "erase", "edit_note", "change_note", "remove_note"].iter().any(|word| endpoint.contains(word)),
            "{endpoint}"
        );
    }
    for file in files.iter().filter(|file| file.path.starts_with("server/src/store/") && file.is("rs")) {
        let sql = file.code().to_lowercase();
        for table in ["notes", "deeds", "besides", "photos", "standings", "audit_events"] {
            assert!(!sql.contains(&format!("delete from {table}")), "{} deletes from {table}", file.path);
        }
        for table in ["deeds", "besides", "photos", "standings", "audit_events"] {
            assert!(!sql.contains(&format!("update {table}")), "{} changes {table}", file.path);
        }
        for update in sql.split("update notes").skip(1) {
            let set = update.split("where").next().unwrap_or_default();
            assert!(
                !set.contains("body_sealed") && !set.contains("recorded_at"),
                "{} changes what was told",
                file.path
            );
        }
    }
}

/// Happened, told, written: three times on each account beside that of its recording, and whatever came late says so.
#[tokio::test]
async fn s40_each_account_has_three_times_and_late_ones_are_marked() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    world.passes(hours(12)).await;
    let now = world.now();
    let body = NoteBody {
        text: "She told me this morning.".into(),
        happened_at: Some(now.minus(hours(20))),
        told_at: Some(now.minus(hours(9))),
        written_at: now,
        ..NoteBody::default()
    };
    vera.goes_offline();
    vera.saves(body);
    world.passes(minutes(40)).await;
    vera.comes_online().await;
    let incident = cleo.finds_the_incident().await;
    let case = cleo.opens(incident).await;
    let entry = case.timeline.iter().find(|entry| matches!(entry.what, TimelineWhat::Note(_))).expect("the note");
    let TimelineWhat::Note(note) = &entry.what else { panic!("a note") };
    let (happened, told) = (note.body.happened_at, note.body.told_at);
    assert_eq!((happened, told), (Some(now.minus(hours(20))), Some(now.minus(hours(9)))));
    assert_eq!(entry.at.since(note.body.written_at), minutes(40), "recorded by the server's clock");
    let marks = marks::of_note(&note.body, note.skew_ms, entry.at);
    assert_eq!(marks, [Mark::WrittenLater(hours(9).millis()), Mark::HeldUp(minutes(40).millis())]);
    let file = cleo.exports(incident, json!({ "form": "html" })).await.text();
    assert!(file.contains("Written 9 h later") && file.contains("Arrived 40 min after it was written"), "{file}");
}

/// Words that reached the team by mail and evidence that was captured long before are marked as late too.
#[tokio::test]
async fn s40_what_is_passed_on_or_captured_long_before_is_marked() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    let note: NoteId = vera.writes_a_note("The mail says: he followed me.").await;
    let incident = cleo.finds_the_incident().await;
    cleo.opens(incident).await;
    let told_at = world.now().minus(hours(5));
    let origin =
        json!({ "via": "mail", "author": "", "passed_on_by": "", "told_at": told_at, "account": "first_hand" });
    let intake = json!({ "report": { "intake": { "note": note, "origin": origin } } });
    assert_eq!(works(&cleo, incident, 1, intake).await, 200);
    let item = json!({
        "source": "chat", "what": "A screenshot.", "link": "", "captured_by": "", "captured_at": world.now().minus(hours(2))
    });
    assert_eq!(works(&cleo, incident, 2, json!({ "evidence": { "add": item } })).await, 200);
    let case = cleo.opens(incident).await;
    let work = Work::of(case.deeds());
    let marks: Vec<_> = case.deeds().filter_map(|deed| marks::of_deed(deed, &work)).collect();
    assert_eq!(marks, [Mark::TakenInLater(hours(5).millis()), Mark::AddedLater(hours(2).millis())]);
    let data = cleo.exports(incident, json!({ "form": "json" })).await.text();
    assert!(data.contains("taken_in_later") && data.contains("added_later"), "{data}");
}
