//! For a member who stepped out there is nothing: every answer is, to the byte, that of an id that never was.

use desk::clock::chance;
use domain::ids::{IncidentId, NoteId, PageId, PhotoId};
use domain::note::NoteBody;
use domain::sync::{SyncReply, SyncRequest};
use domain::time::minutes;
use serde_json::{Value, json};
use tests::world::{Person, Reply, World, notes_of, photo, settings};

/// The ids of one incident and of what belongs to it.
#[derive(Clone, Copy)]
struct Ids {
    incident: IncidentId,
    page: PageId,
    note: NoteId,
    photo: PhotoId,
}

#[tokio::test]
async fn recused_sees_nothing() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    let note = vera.writes_a_note("Dana is named in this one.").await;
    let page = cleo.phone().shows_a_page().await;
    dana.phone().shows_a_page().await;
    let id = PhotoId::mint(world.now(), chance());
    assert_eq!(vera.phone().sends_a_photo(note, id, photo()).await.status, 200);
    let incident = cleo.finds_the_incident().await;
    let real = Ids { incident, page, note, photo: id };
    let unknown = Ids {
        incident: IncidentId::mint(world.now(), chance()),
        page: PageId::mint(world.now(), chance()),
        note: NoteId::mint(world.now(), chance()),
        photo: PhotoId::mint(world.now(), chance()),
    };
    dana.steps_out(incident).await;

    let known_before = cleo.opens(incident).await;
    for (what, real, unknown) in asked_of(&dana, real, unknown).await {
        assert_eq!(
            String::from_utf8_lossy(&real.bytes()),
            String::from_utf8_lossy(&unknown.bytes()),
            "{what} tells a recused member that there is something"
        );
        assert_eq!(real.status, 404, "{what}");
    }
    let known_after = cleo.opens(incident).await;
    assert_eq!(notes_of(&known_before).len(), notes_of(&known_after).len(), "nor has anything been done");
    assert_eq!(known_before.row.stage, known_after.row.stage);

    assert!(dana.inbox().await.is_empty(), "no line in a list, so no count either");
    assert_eq!(watches(&dana, real.note).await, watches(&dana, unknown.note).await);
    world.passes(minutes(30)).await;
    assert_eq!(world.town().pushes().messages(&dana.phone().subscription()).len(), 1, "not called any more");
    nothing_live_either(&world, &cleo, &dana, incident).await;
}

/// A question to the desk with these ids, and with the id of a new note.
type Question = fn(Ids, NoteId) -> (&'static str, Value);

/// A request with these ids: its method, its address and its body.
type Route = fn(Ids) -> (&'static str, String, Option<Value>);

/// Every question that takes the id of an incident, a page, a note or a photo, with real ids and with ids of nothing.
async fn asked_of(dana: &Person, real: Ids, unknown: Ids) -> Vec<(String, Reply, Reply)> {
    let fresh = NoteId::mint(dana.phone().now(), chance());
    let questions: [Question; 8] = [
        |ids, _| ("open_case", json!({ "incident": ids.incident })),
        |ids, _| ("take_in_hand", json!({ "incident": ids.incident })),
        |ids, fresh| ("add_note", json!({ "incident": ids.incident, "note": fresh, "text": "x" })),
        |ids, fresh| ("confirm_receipt", json!({ "incident": ids.incident, "note": fresh, "text": "x" })),
        |ids, _| ("strike_note", json!({ "incident": ids.incident, "note": ids.note, "why": "x" })),
        |ids, _| ("recuse", json!({ "incident": ids.incident })),
        |ids, _| ("page", json!({ "page": ids.page })),
        |ids, _| ("answer_page", json!({ "page": ids.page, "answer": "accept" })),
    ];
    let mut answers = Vec::new();
    for question in questions {
        let (endpoint, with_real) = question(real, fresh);
        let (_, with_unknown) = question(unknown, fresh);
        let pair = (dana.asks(endpoint, with_real).await, dana.asks(endpoint, with_unknown).await);
        answers.push((endpoint.to_owned(), pair.0, pair.1));
    }
    let routes: [Route; 3] = [
        |ids| ("GET", format!("/api/v1/photos/{}?incident={}", ids.photo, ids.incident), None),
        |ids| ("POST", format!("/api/v1/pages/{}/answer", ids.page), Some(json!({ "answer": "accept" }))),
        |ids| ("POST", format!("/api/v1/pages/{}/answer", ids.page), Some(json!({ "answer": "decline" }))),
    ];
    for route in routes {
        let (method, path, body) = route(real);
        let (_, other_path, other_body) = route(unknown);
        let pair = (dana.calls(method, &path, body).await, dana.calls(method, &other_path, other_body).await);
        answers.push((format!("{method} {}", path.split(['?', '0']).next().unwrap_or_default()), pair.0, pair.1));
    }
    let put = |note: NoteId| dana.phone().sends_a_photo(note, PhotoId::mint(dana.phone().now(), chance()), photo());
    answers.push(("PUT photo".to_owned(), put(real.note).await, put(unknown.note).await));
    answers
}

/// What the phone is told of a note that it watches.
async fn watches(person: &Person, note: NoteId) -> usize {
    let request: SyncRequest = SyncRequest {
        protocol: domain::sync::PROTOCOL,
        client: String::new(),
        device_time: person.phone().now(),
        entries: Vec::new(),
        watch: vec![note],
    };
    let body = serde_json::to_value(request).expect("a request");
    let reply: SyncReply = person.calls("POST", "/api/v1/sync", Some(body)).await.json();
    reply.progress.len()
}

/// Both listen; something happens to the incident, then something to the conference. Events keep their order, so when
/// Dana hears of the second, she has not been told of the first.
async fn nothing_live_either(world: &World, cleo: &Person, dana: &Person, incident: IncidentId) {
    let mut hers = listen(dana).await;
    let mut others = listen(cleo).await;
    cleo.adds_a_note(incident, "While Dana listens.").await;
    assert_eq!(others.next_event().await, 1);
    let reply = world.organizer().asks("set_up_conference", json!({ "settings": settings() })).await;
    assert_eq!(reply.status, 200);
    hers.next_event().await;
    assert_eq!(hers.events, 1, "one change of the conference, none of the incident");
}

struct Listening {
    stream: reqwest::Response,
    events: usize,
}

async fn listen(person: &Person) -> Listening {
    let response = person.phone().request("GET", "/api/v1/live").send().await.expect("an answer");
    assert_eq!(response.status(), 200);
    assert!(response.headers()["content-type"].to_str().is_ok_and(|kind| kind.starts_with("text/event-stream")));
    Listening { stream: response, events: 0 }
}

impl Listening {
    /// Waits for news and says how many events have come so far.
    async fn next_event(&mut self) -> usize {
        let before = self.events;
        while self.events == before {
            let waited = tokio::time::timeout(std::time::Duration::from_secs(20), self.stream.chunk()).await;
            let chunk = waited.expect("news in time").expect("a chunk").expect("an open stream");
            self.events += String::from_utf8_lossy(&chunk).matches("event: changed").count();
        }
        self.events
    }
}

/// A member who wrote the note and then stepped out keeps the receipt, and learns no more.
#[tokio::test]
async fn a_writer_who_steps_out_is_told_nothing_more() {
    let world = World::start().await;
    let dana = world.on_call("Dana").await;
    world.care_member("Cleo").await;
    let note = dana.writes(NoteBody { text: "Dana wrote it.".into(), ..NoteBody::default() }).await;
    assert_eq!(watches(&dana, note).await, 1);
    dana.steps_out(dana.finds_the_incident().await).await;
    assert_eq!(watches(&dana, note).await, 0);
    assert!(dana.phone().is_delivered(note));
}
