//! Whatever a phone may send twice changes nothing the second time.

use desk::clock::chance;
use domain::ids::{IncidentId, NoteId, PhotoId, ShiftId};
use domain::note::NoteBody;
use domain::paging::PageAnswer;
use domain::roster::{Duty, Presence};
use domain::sync::{Entry, Outcome, PROTOCOL, SyncReply, SyncRequest};
use domain::time::hours;
use domain::view::NewShift;
use domain::work::template::RECEIPT;
use serde_json::{Value, json};
use tests::world::{Person, Reply, Seen, World, photo};

#[tokio::test]
async fn repeats_are_harmless() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.care_member("Dana").await);
    let olga = world.organizer();

    let note = NoteId::mint(world.now(), chance());
    let key = domain::reporter::ReporterKey::mint(chance());
    let sync = sync_of(&vera, note, &key);
    twice(&world, "sync", || vera.calls("POST", "/api/v1/sync", Some(sync.clone()))).await;
    let again: SyncReply = vera.calls("POST", "/api/v1/sync", Some(sync.clone())).await.json();
    assert!(matches!(again.receipts[0].outcome, Outcome::AlreadyRecorded { .. }));
    world.rests().await;

    let id = PhotoId::mint(world.now(), chance());
    twice(&world, "photo", || vera.phone().sends_a_photo(note, id, photo())).await;
    let subscription = serde_json::to_value(cleo.phone().subscription()).expect("a subscription");
    twice(&world, "pushes on", || cleo.calls("PUT", "/api/v1/push/subscription", Some(subscription.clone()))).await;
    let message = cleo.phone().next_message().await.payload_json;
    twice(&world, "received", || cleo.phone().sends_receipt(&message, Seen::Received)).await;
    twice(&world, "seen", || cleo.phone().sends_receipt(&message, Seen::Opened)).await;
    twice(&world, "received late", || cleo.phone().sends_receipt(&message, Seen::Received)).await;
    let page = cleo.phone().latest_page().expect("a page");
    twice(&world, "decline", || dana.answers_page(page, PageAnswer::Decline)).await;
    twice(&world, "accept", || cleo.answers_page(page, PageAnswer::Accept)).await;
    twice(&world, "accept late", || dana.answers_page(page, PageAnswer::Accept)).await;

    let incident = cleo.finds_the_incident().await;
    let answer = json!({ "incident": incident, "standing": "clear", "why": "" });
    twice(&world, "answer the question", || cleo.asks("declare", answer.clone())).await;
    let own = NoteId::mint(world.now(), chance());
    let said = json!({ "incident": incident, "note": own, "text": "once" });
    twice(&world, "add a note", || cleo.asks("add_note", said.clone())).await;
    let told = json!({ "incident": incident, "note": NoteId::mint(world.now(), chance()), "text": RECEIPT });
    twice(&world, "confirm receipt", || cleo.asks("confirm_receipt", told.clone())).await;
    twice(&world, "take in hand", || cleo.takes_in_hand(incident)).await;
    let added = NoteId::mint(world.now(), chance()).to_string();
    let reporter = world.reporter();
    twice(&world, "reporter adds", || reporter.adds(&key, &added, "more")).await;

    let (from, person) = (world.now(), cleo.id());
    let id = ShiftId::mint(from, chance());
    let until = from.plus(hours(1));
    let shift =
        json!({ "shift": NewShift { id, person, from, until, presence: Presence::Remote, duty: Duty::Backup } });
    twice(&world, "put a shift", || olga.asks("put_shift", shift.clone())).await;
    twice(&world, "remove a shift", || olga.asks("remove_shift", json!({ "shift": id }))).await;
    twice(&world, "pushes off", || dana.calls("DELETE", "/api/v1/push/subscription", None)).await;
    let device = dana.phone().device();
    twice(&world, "revoke", || olga.asks("revoke_device", json!({ "device": device }))).await;
}

fn sync_of(person: &Person, id: NoteId, key: &domain::reporter::ReporterKey) -> Value {
    let note = NoteBody { text: "Sent twice.".into(), reporter_key: Some(key.digest()), ..NoteBody::default() };
    let request = SyncRequest {
        protocol: PROTOCOL,
        client: String::new(),
        device_time: person.phone().now(),
        entries: vec![Entry { id, note }],
        watch: Vec::new(),
    };
    serde_json::to_value(request).expect("a request")
}

/// Does it, looks at everything that is kept, does it again and looks again.
async fn twice<F: Future<Output = Reply>>(world: &World, what: &str, does: impl Fn() -> F) {
    let first = does().await;
    assert!(first.status < 300, "{what}: {} {}", first.status, first.text());
    world.rests().await;
    let before = everything(world).await;
    let second = does().await;
    assert!(second.status < 300, "{what} again: {} {}", second.status, second.text());
    world.rests().await;
    assert_eq!(before, everything(world).await, "{what} changed something the second time");
}

/// What the database holds, in an order that does not change. Private words are compared by their number and digests.
async fn everything(world: &World) -> Vec<String> {
    let desk = world.desk();
    let mut read = desk.store().read().await.expect("a read");
    let conference = read.conferences().await.expect("conferences")[0].clone();
    let nobody = domain::ids::PersonId::from_bytes([0; 16]);
    let lines = read.incidents(conference.id, nobody).await.expect("incidents");
    let mut kept = vec![format!("{:?}", read.people(conference.id).await.expect("people"))];
    kept.push(format!("{:?}", read.devices(conference.id).await.expect("devices")));
    kept.push(format!("{:?}", read.roster(conference.id).await.expect("roster")));
    kept.push(format!("{:?}", read.invites(conference.id).await.expect("invites")));
    let people: Vec<_> = read.people(conference.id).await.expect("people").iter().map(|person| person.id).collect();
    let pushes_on = read.subscriptions(&people, world.now()).await.expect("subscriptions");
    kept.push(format!("{:?}", pushes_on.iter().map(|one| (one.device, &one.key_id)).collect::<Vec<_>>()));
    for line in lines {
        kept.push(format!("{line:?}"));
        kept.extend(of_incident(world, line.incident.id).await);
    }
    kept
}

async fn of_incident(world: &World, id: IncidentId) -> Vec<String> {
    let desk = world.desk();
    let mut read = desk.store().read().await.expect("a read");
    let links: Vec<_> =
        read.links(id).await.expect("links").iter().map(|link| (link.id, link.key.to_string())).collect();
    // A look through the private link is on the record each time, by intent.
    let mut events = read.events_of(id).await.expect("events");
    events.retain(|event| !matches!(event.did, domain::audit::Did::ReporterLooked { .. }));
    let mut kept = vec![
        format!("{:?}", read.notes(id).await.expect("notes")),
        format!("{:?}", read.besides(id).await.expect("besides")),
        format!("{:?}", read.photo_ids(id).await.expect("photos")),
        format!("{:?}", read.conflicts(id).await.expect("conflicts")),
        format!("{links:?}"),
        format!("{events:?}"),
    ];
    for page in read.pages_of(id).await.expect("pages") {
        kept.push(format!("{page:?}"));
        kept.push(format!("{:?}", read.deliveries_of(page.id).await.expect("deliveries")));
    }
    kept
}
