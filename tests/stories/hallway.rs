//! The main job: a note written in a hallway without a network pages the CARE team.

use domain::note::{Provenance, Urgency};
use domain::outbox::{EntryState, Trouble};
use domain::sync::Call;
use domain::time::{hours, minutes};
use domain::view::TimelineWhat;
use tests::world::{World, notes_of, photo};

#[tokio::test]
async fn a_note_from_a_hallway_reaches_the_care_team() {
    World::on_each_engine(note_from_a_hallway).await;
}

async fn note_from_a_hallway(world: &World) {
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    let dana = world.care_member("Dana").await;

    let note = vera.writes_a_note_offline("Somebody was shouted at beside the lifts.");
    world.passes(minutes(7)).await;
    assert!(!vera.phone().is_delivered(note));
    cleo.phone().is_quiet().await;

    vera.comes_online().await;
    assert!(vera.phone().is_delivered(note));
    assert_eq!(vera.phone().text(note), None, "after delivery the text leaves the phone");
    cleo.phone().shows_a_page().await;
    dana.phone().is_quiet().await;
    assert!(matches!(vera.sees_the_call(note).await, Call::Calling { people: 1, .. }));

    let page = cleo.accepts().await;
    assert!(page.taken.as_ref().is_some_and(|taken| taken.you));
    assert_eq!(vera.sees_who_comes(note).await.as_deref(), Some("Cleo"));
    world.passes(hours(1)).await;
    dana.phone().is_quiet().await;
    cleo.phone().is_quiet().await;

    let case = cleo.opens(page.incident).await;
    let notes = notes_of(&case);
    assert_eq!(notes.len(), 1);
    assert_eq!(notes[0].body.text.reveal(), "Somebody was shouted at beside the lifts.");
    assert_eq!(notes[0].skew_ms, 0);
    vera.sees_the_call(note).await;
    let seen = vera.phone().progress(note).and_then(|progress| progress.seen).expect("seen");
    assert_eq!(seen.name.reveal(), "Cleo");
    assert_eq!(world.town().pushes().faults(), Vec::<String>::new());
}

#[tokio::test]
async fn a_reply_that_gets_lost_records_the_note_once() {
    World::on_each_engine(reply_that_gets_lost).await;
}

async fn reply_that_gets_lost(world: &World) {
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    vera.phone().loses_the_next_reply();
    let note = vera.writes_a_note("A badge was torn off.").await;
    assert!(matches!(
        vera.phone().state(note),
        EntryState::Waiting { tries: 1, trouble: Some(Trouble::NoConnection), .. }
    ));
    assert!(vera.phone().text(note).is_some(), "without a receipt the text stays");
    cleo.phone().shows_a_page().await;
    vera.phone().sends_now().await;
    assert!(vera.phone().is_delivered(note));
    cleo.phone().is_quiet().await;
    assert_eq!(cleo.inbox().await.len(), 1);
}

#[tokio::test]
async fn corrections_photos_and_additions_stay_with_their_note() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    let first = vera.writes_a_note("It was in room two.").await;
    world.passes(minutes(1)).await;
    let body = domain::note::NoteBody {
        kind: domain::note::NoteKind::Correction { corrects: first },
        text: "It was in room three.".into(),
        provenance: Some(Provenance::Told),
        ..domain::note::NoteBody::default()
    };
    vera.writes(body).await;
    let id = domain::ids::PhotoId::mint(world.now(), desk::clock::chance());
    assert_eq!(vera.phone().sends_a_photo(first, id, photo()).await.status, 200);
    assert_eq!(vera.phone().sends_a_photo(first, id, photo()).await.status, 200, "twice is harmless");

    let incident = cleo.finds_the_incident().await;
    let case = cleo.opens(incident).await;
    let notes = notes_of(&case);
    assert_eq!(notes.len(), 2);
    assert_eq!(notes[0].photos, [id]);
    let shown = cleo.calls("GET", &format!("/api/v1/photos/{id}?incident={incident}"), None).await;
    assert_eq!((shown.status, shown.body), (200, photo()));
    assert_eq!(shown.headers["content-type"], "image/jpeg");
}

#[tokio::test]
async fn a_wrong_clock_on_the_phone_stops_nothing_and_is_kept() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    vera.has_a_clock_ahead_by(hours(30));
    let note = vera.writes_urgently("The clock of this phone is wrong.", Urgency::Now).await;
    assert!(vera.phone().is_delivered(note));
    let case = cleo.opens(cleo.finds_the_incident().await).await;
    assert_eq!(case.row.urgency, Some(Urgency::Now));
    assert_eq!(notes_of(&case)[0].skew_ms, hours(30).millis());
    assert_eq!(case.row.opened_at, world.now(), "the server's clock is the record");
}

#[tokio::test]
async fn the_desk_works_on_a_case_and_the_record_shows_it() {
    World::on_each_engine(work_on_a_case).await;
}

async fn work_on_a_case(world: &World) {
    let vera = world.volunteer("Vera").await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.care_member("Dana").await);
    vera.writes_a_note("A talk made fun of a group.").await;
    cleo.phone().shows_a_page().await;
    let incident = cleo.finds_the_incident().await;
    assert_eq!(dana.takes_in_hand(incident).await.status, 200);
    world.passes(minutes(30)).await;
    let own = dana.adds_a_note(incident, "Spoke with the speaker.").await;
    assert_eq!(dana.strikes(incident, own, "It was the moderator.").await.status, 200);
    assert_eq!(dana.strikes(incident, own, "Again.").await.status, 409, "struck once");
    let case = cleo.opens(incident).await;
    assert_eq!(case.row.accountable.as_ref().map(|name| name.reveal().as_str()), Some("Dana"));
    let notes = notes_of(&case);
    let struck = notes.iter().find(|note| note.id == own).and_then(|note| note.struck.as_ref()).expect("struck");
    assert_eq!((struck.by.reveal().as_str(), struck.why.reveal().as_str()), ("Dana", "It was the moderator."));
    assert!(case.timeline.iter().any(|entry| entry.what == TimelineWhat::TookInHand));
    // Dana's hand on it also ended the page that was calling Cleo.
    cleo.phone().is_quiet().await;
    dana.phone().is_quiet().await;
}
