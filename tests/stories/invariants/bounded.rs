//! Everything that can grow has a named limit, and whoever meets one is told so.

use desk::clock::chance;
use domain::conference::{EMERGENCY_NUMBERS_MAX, EmergencyNumber, LINE_MAX, Settings};
use domain::ids::{NoteId, PhotoId, ShiftId};
use domain::invite::{LIFETIME_MAX, NAME_MAX, USES_MAX};
use domain::note::{ANSWER_MAX, Answer, Answers, NoteBody, NoteRefused, PHOTO_BYTES_MAX, PHOTOS_MAX, TEXT_MAX};
use domain::outbox::{ENTRIES_MAX, OutboxEntry, PAUSE_MAX, has_room, pause};
use domain::reporter::{ADDITION_MAX, ReporterKey};
use domain::roster::SHIFT_MAX;
use domain::sync::{BATCH_MAX, BODY_BYTES_MAX, ENTRY_BYTES_MAX, EntryRefused, Outcome, SyncReply, WATCH_MAX};
use domain::time::Timestamp;
use serde_json::{Value, json};
use tests::source::files;
use tests::world::{World, photo, settings};

#[tokio::test]
async fn everything_is_bounded() {
    queues_have_named_limits();
    the_phone_is_bounded();
    let world = World::start().await;
    requests_are_bounded(&world).await;
    notes_are_bounded(&world).await;
    what_organizers_type_is_bounded(&world).await;
    reporters_and_photos_are_bounded(&world).await;
    let alive = world.town().send(world.town().request("GET", "/healthz")).await.expect("an answer");
    assert_eq!(alive.status, 200);
}

/// A channel or a semaphore takes its size from a constant, and none is without one.
fn queues_have_named_limits() {
    let files = files();
    let ours = files.iter().filter(|file| file.is("rs") && !file.under("tests") && !file.under("xtask"));
    let mut sized = 0;
    for file in ours {
        let code = file.code();
        assert!(!code.contains("unbounded"), "{} has a queue without a limit", file.path);
        for maker in ["mpsc::channel(", "broadcast::channel(", "Semaphore::new("] {
            for (at, _) in code.match_indices(maker) {
                let size: String = code[at + maker.len()..].chars().take_while(|c| *c != ')').collect();
                let name = size.rsplit("::").next().unwrap_or_default();
                let named = !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || c == '_');
                assert!(named, "{}: {maker}{size}) has no named limit", file.path);
                sized += 1;
            }
        }
    }
    assert!(sized >= 3, "the queues have been found");
}

fn the_phone_is_bounded() {
    let now = Timestamp::from_millis(0);
    let mut entries: Vec<_> =
        (0..ENTRIES_MAX - 1).map(|_| OutboxEntry::saved(NoteId::mint(now, chance()), now)).collect();
    assert!(has_room(&entries));
    entries.push(OutboxEntry::saved(NoteId::mint(now, chance()), now));
    assert!(!has_room(&entries), "the person is told before the bound bites");
    assert!(pause(u32::MAX, u8::MAX).millis() <= PAUSE_MAX.millis() * 5 / 4);
}

fn sync(entries: &Value, watch: &Value) -> Value {
    json!({ "protocol": domain::sync::PROTOCOL, "device_time": 0, "entries": entries, "watch": watch })
}

async fn requests_are_bounded(world: &World) {
    let vera = world.volunteer("Vera").await;
    let ids = |count: usize| -> Vec<_> { (0..count).map(|_| NoteId::mint(world.now(), chance())).collect() };
    let entries = |count| ids(count).iter().map(|id| json!({ "id": id, "note": { "text": "x" } })).collect::<Vec<_>>();
    let post = |body: Value| vera.calls("POST", "/api/v1/sync", Some(body));
    assert_eq!(post(sync(&json!(entries(BATCH_MAX)), &json!([]))).await.status, 200);
    assert_eq!(post(sync(&json!(entries(BATCH_MAX + 1)), &json!([]))).await.status, 413);
    assert_eq!(post(sync(&json!([]), &json!(ids(WATCH_MAX)))).await.status, 200);
    assert_eq!(post(sync(&json!([]), &json!(ids(WATCH_MAX + 1)))).await.status, 413);
    assert_eq!(post(json!({ "protocol": 1, "client": "x".repeat(BODY_BYTES_MAX) })).await.status, 413);
    for (method, path, size) in [
        ("POST", "/api/v1/session", 17 * 1024),
        ("PUT", "/api/v1/push/subscription", 17 * 1024),
        ("POST", "/api/v1/push/receipt", 17 * 1024),
        ("POST", "/api/desk/add_note", 300 * 1024),
        ("POST", "/r", 600 * 1024),
        ("POST", "/r/say", 600 * 1024),
        ("POST", "/report", 600 * 1024),
    ] {
        let reply = vera.calls(method, path, Some(json!("x".repeat(size)))).await;
        assert!((400..500).contains(&reply.status), "{method} {path}: {}", reply.status);
    }
}

async fn notes_are_bounded(world: &World) {
    let max = world.volunteer("Max").await;
    let text = |length: usize| NoteBody { text: "x".repeat(length).into(), ..NoteBody::default() };
    let place = |length: usize| Answers { place: Answer::Given("x".repeat(length).into()), ..Answers::default() };
    let photos = |count: usize| (0..count).map(|_| PhotoId::mint(world.now(), chance())).collect();
    let refused = |why| Some(EntryRefused::Note(why));
    for (body, why) in [
        (text(TEXT_MAX), None),
        (text(TEXT_MAX + 1), refused(NoteRefused::TextTooLong)),
        (text(ENTRY_BYTES_MAX), Some(EntryRefused::TooLarge)),
        (NoteBody { answers: place(ANSWER_MAX), ..text(1) }, None),
        (NoteBody { answers: place(ANSWER_MAX + 1), ..text(1) }, refused(NoteRefused::AnswerTooLong)),
        (NoteBody { photos: photos(PHOTOS_MAX + 1), ..text(1) }, refused(NoteRefused::TooManyPhotos)),
        (text(0), refused(NoteRefused::Empty)),
    ] {
        let entry = json!([{ "id": NoteId::mint(world.now(), chance()), "note": body }]);
        let reply: SyncReply = max.calls("POST", "/api/v1/sync", Some(sync(&entry, &json!([])))).await.json();
        match (reply.receipts[0].outcome, why) {
            (Outcome::Recorded { .. }, None) => {}
            (Outcome::Refused { why: said }, Some(why)) => assert_eq!(said, why),
            (outcome, why) => panic!("{outcome:?} instead of {why:?}"),
        }
    }
}

async fn what_organizers_type_is_bounded(world: &World) {
    let olga = world.organizer();
    let invite = |name: usize, lifetime: i64, uses: u32| json!({ "invite": { "role": "volunteer", "name": "n".repeat(name), "lifetime": lifetime, "uses": uses } });
    let day = 24 * 60 * 60 * 1_000;
    let cleo = world.care_member("Cleo").await;
    let shift = |length: i64| {
        let id = ShiftId::mint(world.now(), chance());
        let (from, until) = (world.now(), Timestamp::from_millis(world.now().millis() + length));
        json!({ "shift": { "id": id, "person": cleo.id(), "from": from, "until": until, "presence": "on_site" } })
    };
    let number = EmergencyNumber { label: "Ambulance".into(), number: "112".into() };
    let numbers = |count| Settings { emergency: vec![number.clone(); count], ..settings() };
    let long_line = Settings { venue: "v".repeat(LINE_MAX + 1), ..settings() };
    let table = [
        ("make_invite", invite(NAME_MAX, day, USES_MAX), true),
        ("make_invite", invite(NAME_MAX + 1, day, 1), false),
        ("make_invite", invite(1, LIFETIME_MAX.millis() + 1, 1), false),
        ("make_invite", invite(1, day, USES_MAX + 1), false),
        ("put_shift", shift(SHIFT_MAX.millis()), true),
        ("put_shift", shift(SHIFT_MAX.millis() + 1), false),
        ("set_up_conference", json!({ "settings": numbers(EMERGENCY_NUMBERS_MAX) }), true),
        ("set_up_conference", json!({ "settings": numbers(EMERGENCY_NUMBERS_MAX + 1) }), false),
        ("set_up_conference", json!({ "settings": long_line }), false),
        ("change_my_details", json!({ "phone": "1".repeat(41), "languages": "" }), false),
        ("change_my_details", json!({ "phone": "1", "languages": "l".repeat(201) }), false),
    ];
    for (endpoint, what, taken) in table {
        let reply = olga.asks(endpoint, what).await;
        assert_eq!(reply.status, if taken { 200 } else { 422 }, "{endpoint}: {}", reply.text());
    }
}

async fn reporters_and_photos_are_bounded(world: &World) {
    let vera = world.volunteer("Vera").await;
    let (note, key) = vera.hands_a_link_over_offline("With a link.");
    vera.comes_online().await;
    let reporter = world.reporter();
    let add = async |key: &ReporterKey, text: &str| {
        let id = NoteId::mint(world.now(), chance()).to_string();
        reporter.adds(key, &id, text).await;
        reporter.looks(key).await.text()
    };
    let marked = |mark: &str, length: usize| format!("{mark}{}", "x".repeat(length - mark.len()));
    assert!(add(&key, &marked("taken", ADDITION_MAX)).await.contains("taken"));
    assert!(!add(&key, &marked("long", ADDITION_MAX + 1)).await.contains("longx"));
    let large = [photo(), vec![0; PHOTO_BYTES_MAX]].concat();
    let reply = vera.phone().sends_a_photo(note, PhotoId::mint(world.now(), chance()), large).await;
    assert!((400..500).contains(&reply.status), "{}", reply.status);
}
