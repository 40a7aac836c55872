//! For a member who is out there is nothing: every answer is, to the byte, that of an id that never was, and whatever
//! takes no id answers as it did before the incident.
//!
//! The lists below hold every route and every server function; one that is missing fails `the_walk_goes_everywhere`.

use desk::clock::chance;
use domain::conflict::Standing;
use domain::ids::{AskId, DeedId, DeviceId, HookId, IncidentId, InviteId, NoteId, PageId, PersonId, PhotoId, ShiftId};
use domain::note::NoteBody;
use domain::sync::{SyncReply, SyncRequest};
use domain::time::minutes;
use domain::work::Deed;
use domain::work::consult::ConsultDeed;
use domain::work::reminder::Targets;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tests::source::code_below;
use tests::world::{Person, Reply, World, hook, notes_of, photo, settings};

/// The ids of one incident and of what belongs to it.
#[derive(Clone, Copy)]
struct Ids {
    incident: IncidentId,
    page: PageId,
    note: NoteId,
    photo: PhotoId,
    ask: AskId,
}

/// A question to the desk with these ids, the id of a new note, and somebody of the team.
type Question = fn(Ids, NoteId, PersonId) -> Value;

/// Server functions that take the id of an incident or of something of it.
const WITH_IDS: [(&str, Question); 14] = [
    ("open_case", |ids, _, _| json!({ "incident": ids.incident })),
    ("take_in_hand", |ids, _, _| json!({ "incident": ids.incident })),
    ("add_note", |ids, fresh, _| json!({ "incident": ids.incident, "note": fresh, "text": "x" })),
    ("confirm_receipt", |ids, fresh, _| json!({ "incident": ids.incident, "note": fresh, "text": "x" })),
    ("strike_note", |ids, _, _| json!({ "incident": ids.incident, "note": ids.note, "why": "x" })),
    ("declare", |ids, _, _| json!({ "incident": ids.incident, "standing": "clear", "why": "" })),
    ("recuse", |ids, _, _| json!({ "incident": ids.incident })),
    ("draw_line", |ids, _, who| json!({ "incident": ids.incident, "person": who, "line": "out", "why": "x" })),
    ("name_involved", |ids, _, who| json!({ "incident": ids.incident, "person": who, "why": "" })),
    ("write_down", |ids, fresh, _| json!({ "incident": ids.incident, "report": report(fresh) })),
    ("work_on", |ids, fresh, _| json!({ "incident": ids.incident, "deed": deed(fresh) })),
    ("i_am_writing", |ids, _, _| json!({ "incident": ids.incident, "what": "reply" })),
    ("page", |ids, _, _| json!({ "page": ids.page })),
    ("answer_page", |ids, _, _| json!({ "page": ids.page, "answer": "accept" })),
];

/// Server functions about what is asked of one person, whatever their role.
const OF_ASKS: [(&str, Question); 2] = [
    ("ask", |ids, _, _| json!({ "ask": ids.ask })),
    ("answer_ask", |ids, _, _| json!({ "ask": ids.ask, "deed": DeedId::from_bytes([9; 16]), "answer": "seen" })),
];

/// A deed with this new id, of no consequence.
fn deed(id: NoteId) -> Value {
    json!({ "id": id, "deed": { "fact": { "about": "summary", "text": "x", "over": [] } } })
}

/// A report with this new id for its note and its deed.
fn report(id: NoteId) -> Value {
    let origin = json!({ "via": "mail", "author": "", "passed_on_by": "", "told_at": null, "account": "first_hand" });
    json!({ "note": id, "body": { "text": "x" }, "deed": id, "origin": origin })
}

/// A question to the desk without ids.
type Asks = fn() -> Value;

/// Server functions that take no such id: whoever is out gets the answer that they got before the incident.
const WITHOUT_IDS: [(&str, Asks); 30] = [
    ("inbox", || json!({})),
    ("my_pages", || json!({})),
    ("asks", || json!({})),
    ("targets", || json!({})),
    ("set_targets", || json!({ "targets": Targets::default() })),
    ("search", || json!({ "words": "x" })),
    ("is_anything_outside", || json!({})),
    ("my_devices", || json!({})),
    ("my_reach", || json!({})),
    ("set_my_reach", || json!({ "choices": { "ways": [], "quiet": null } })),
    ("escalation", || json!({})),
    ("set_escalation", || json!({ "policies": null })),
    ("change_my_details", || json!({ "phone": "1".repeat(41), "languages": "" })),
    ("revoke_device", || json!({ "device": DeviceId::from_bytes([9; 16]) })),
    ("people", || json!({})),
    ("invites", || json!({})),
    ("make_invite", || json!({ "invite": { "role": "volunteer", "name": "", "lifetime": 3_600_000, "uses": 1 } })),
    ("withdraw_invite", || json!({ "invite": InviteId::from_bytes([9; 16]) })),
    ("conference", || json!({})),
    ("set_up_conference", || json!({ "settings": settings() })),
    ("roster", || json!({})),
    ("put_shift", || json!({ "shift": shift() })),
    ("remove_shift", || json!({ "shift": ShiftId::from_bytes([9; 16]) })),
    ("ways", || json!({})),
    ("put_hook", || json!({ "hook": hook("https://hooks.example/") })),
    ("remove_hook", || json!({ "hook": HookId::from_bytes([9; 16]) })),
    ("try_hook", || json!({ "hook": HookId::from_bytes([9; 16]), "to": "" })),
    ("try_mail", || json!({ "to": "" })),
    ("guide", || json!({})),
    ("put_card", || json!({ "card": domain::guide::default_cards().remove(0) })),
];

fn shift() -> Value {
    let (id, person) = (ShiftId::from_bytes([9; 16]), PersonId::from_bytes([9; 16]));
    json!({ "id": id, "person": person, "from": 0, "until": 1, "presence": "on_site" })
}

/// How a route is walked.
#[derive(Clone, Copy)]
enum Way {
    /// With real ids and with ids of nothing: its method, its address and its body.
    Ids(fn(Ids) -> (&'static str, String, Option<Value>)),
    /// Without ids: the answer is as it was before the incident.
    Same(&'static str, &'static str),
    /// By a part of this walk of its own, or never about an incident that one may not know of.
    Apart,
}

const ROUTES: [(&str, Way); 23] = [
    // Who signs in or out; no incident.
    ("/api/v1/session", Way::Apart),
    ("/api/v1/bundle", Way::Same("GET", "/api/v1/bundle")),
    ("/api/v1/sync", Way::Ids(|ids| ("POST", "/api/v1/sync".into(), Some(watch(ids.note))))),
    (
        "/api/v1/photos/{photo}",
        Way::Ids(|ids| ("GET", format!("/api/v1/photos/{}?incident={}", ids.photo, ids.incident), None)),
    ),
    (
        "/api/v1/cases/{incident}/export",
        Way::Ids(|ids| ("POST", format!("/api/v1/cases/{}/export", ids.incident), Some(json!({ "form": "json" })))),
    ),
    // One's own device; no incident.
    ("/api/v1/push/subscription", Way::Apart),
    // One's own device; no incident.
    ("/api/v1/push/test", Way::Apart),
    // Says of a push that it came; answers nothing.
    ("/api/v1/push/receipt", Way::Apart),
    (
        "/api/v1/pages/{page}/answer",
        Way::Ids(|ids| ("POST", format!("/api/v1/pages/{}/answer", ids.page), Some(json!({ "answer": "decline" })))),
    ),
    // The server functions above.
    ("/api/desk/{*action}", Way::Apart),
    ("/api/{*rest}", Way::Same("GET", "/api/nothing")),
    ("/", Way::Same("GET", "/")),
    ("/r", Way::Same("GET", "/r")),
    // The reporter's own words, with the key.
    ("/r/add", Way::Apart),
    ("/healthz", Way::Same("GET", "/healthz")),
    ("/app", Way::Same("GET", "/app")),
    ("/app/", Way::Same("GET", "/app/")),
    ("/app/{*screen}", Way::Ids(|ids| ("GET", format!("/app/i/{}", ids.incident), None))),
    // Walked by `nothing_live_either`.
    ("/api/v1/live", Way::Apart),
    ("fallback", Way::Same("GET", "/nothing")),
    // Walked by `photos_are_for_ones_own_notes`.
    ("PUT /api/v1/photos/{photo}", Way::Apart),
    // The count of messages below.
    ("pushes", Way::Apart),
    ("notifications", Way::Ids(|ids| ("GET", format!("/app/p/{}", ids.page), None))),
];

/// What is walked besides the routes of the table.
const BESIDES: [&str; 4] = ["fallback", "PUT /api/v1/photos/{photo}", "pushes", "notifications"];

#[test]
fn the_walk_goes_everywhere() {
    let between = |text: &str, start: &str| -> BTreeSet<String> {
        text.split(start).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
    };
    let functions = between(&code_below("app/src/api/"), "endpoint = \"");
    let of_asks = OF_ASKS.iter().map(|(name, _)| *name);
    let walked = WITH_IDS.iter().map(|(name, _)| *name).chain(WITHOUT_IDS.iter().map(|(name, _)| *name));
    let walked = walked.chain(of_asks);
    assert_eq!(functions, walked.map(str::to_owned).collect(), "a server function that is not walked, or is no more");
    let routes = between(&code_below("server/src/http/mod.rs"), ".route(\"");
    let walked = ROUTES.iter().map(|(path, _)| *path).filter(|path| !BESIDES.contains(path));
    assert_eq!(routes, walked.map(str::to_owned).collect(), "a route that is not walked, or is no more");
}

fn watch(note: NoteId) -> Value {
    let request: SyncRequest = SyncRequest {
        protocol: domain::sync::PROTOCOL,
        client: String::new(),
        device_time: domain::time::Timestamp::default(),
        entries: Vec::new(),
        watch: vec![note],
    };
    serde_json::to_value(request).expect("a request")
}

/// What a person is told without naming any id.
async fn told(person: &Person) -> Vec<(String, Vec<u8>)> {
    let mut told = Vec::new();
    for (endpoint, what) in WITHOUT_IDS {
        told.push((endpoint.to_owned(), person.asks(endpoint, what()).await.bytes()));
    }
    for (path, way) in ROUTES {
        if let Way::Same(method, address) = way {
            told.push((path.to_owned(), person.calls(method, address, None).await.bytes()));
        }
    }
    told
}

#[tokio::test]
async fn recused_sees_nothing() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    let (named, excluded) = (world.on_call("Eli").await, world.on_call("Finn").await);
    let max = world.volunteer("Max").await;
    let elsewhere = world.somebody_elsewhere().await;
    let mut before = Vec::new();
    for person in [&dana, &named, &excluded, &max, &elsewhere] {
        before.push(told(person).await);
    }

    let body =
        NoteBody { involves: vec![named.id()], excludes: vec![excluded.id()], text: "x".into(), ..NoteBody::default() };
    let note = vera.writes(body).await;
    let page = cleo.phone().shows_a_page().await;
    dana.phone().shows_a_page().await;
    let id = PhotoId::mint(world.now(), chance());
    assert_eq!(vera.phone().sends_a_photo(note, id, photo()).await.status, 200);
    let incident = cleo.finds_the_incident().await;
    cleo.does(incident, Deed::Consult(ConsultDeed::Ask { whom: vec![dana.id()] })).await;
    let ask = dana.is_pushed_an_ask().await;
    let real = Ids { incident, page, note, photo: id, ask };
    let unknown = Ids {
        incident: IncidentId::mint(world.now(), chance()),
        page: PageId::mint(world.now(), chance()),
        note: NoteId::mint(world.now(), chance()),
        photo: PhotoId::mint(world.now(), chance()),
        ask: AskId::mint(world.now(), chance()),
    };
    dana.steps_out(incident).await;

    let known_before = cleo.opens(incident).await;
    let outsiders = [(&dana, 404), (&named, 404), (&excluded, 404), (&max, 403), (&elsewhere, 404)];
    for ((person, status), before) in outsiders.into_iter().zip(before) {
        walks(person, status, real, unknown, cleo.id()).await;
        for ((what, then), (_, now)) in before.into_iter().zip(told(person).await) {
            let (then, now) = (String::from_utf8_lossy(&then), String::from_utf8_lossy(&now));
            assert_eq!(then, now, "{what} tells {} that something has come", person.name());
        }
    }
    a_stranger_is_turned_away(&world, real, unknown, cleo.id()).await;
    photos_are_for_ones_own_notes(&dana, real, unknown).await;
    let known_after = cleo.opens(incident).await;
    assert_eq!(notes_of(&known_before).len(), notes_of(&known_after).len(), "nor has anything been done");
    assert_eq!(known_before.row.stage, known_after.row.stage);
    assert_eq!(known_before.standings, known_after.standings);

    world.passes(minutes(30)).await;
    for (person, pages) in [(&dana, 2), (&named, 0), (&excluded, 0)] {
        let messages = world.town().pushes().messages(&person.phone().subscription());
        assert_eq!(messages.len(), pages, "{} is not called any more", person.name());
    }
    nothing_live_either(&world, &cleo, &dana, incident).await;
    nothing_live_either(&world, &cleo, &named, incident).await;
}

/// Every question and every route that takes an id, with real ids and with ids of nothing.
async fn walks(person: &Person, status: u16, real: Ids, unknown: Ids, who: PersonId) {
    let fresh = NoteId::mint(person.phone().now(), chance());
    let asked = OF_ASKS.into_iter().map(|asked| (asked, 404));
    for ((endpoint, question), status) in WITH_IDS.into_iter().map(|asked| (asked, status)).chain(asked) {
        let real = person.asks(endpoint, question(real, fresh, who)).await;
        let unknown = person.asks(endpoint, question(unknown, fresh, who)).await;
        alike(&real, &unknown, &format!("{endpoint} by {}", person.name()));
        assert_eq!(real.status, status, "{endpoint} by {}", person.name());
    }
    for (path, way) in ROUTES {
        if let Way::Ids(route) = way {
            let (method, address, body) = route(real);
            let real = person.calls(method, &address, body).await;
            let (method, address, body) = route(unknown);
            let unknown = person.calls(method, &address, body).await;
            alike(&real, &unknown, &format!("{path} by {}", person.name()));
        }
    }
}

fn alike(real: &Reply, unknown: &Reply, what: &str) {
    let (real, unknown) = (real.bytes(), unknown.bytes());
    assert_eq!(
        String::from_utf8_lossy(&real),
        String::from_utf8_lossy(&unknown),
        "{what} tells that there is something"
    );
}

/// Somebody without a session.
async fn a_stranger_is_turned_away(world: &World, real: Ids, unknown: Ids, who: PersonId) {
    let ask = async |endpoint: &str, what: Value| {
        let request = world.town().request("POST", &format!("/api/desk/{endpoint}"));
        let request = request.header("content-type", "application/json").body(what.to_string());
        world.town().send(request).await.expect("an answer")
    };
    for (endpoint, question) in WITH_IDS.into_iter().chain(OF_ASKS) {
        let fresh = NoteId::mint(world.now(), chance());
        let with_real = ask(endpoint, question(real, fresh, who)).await;
        alike(&with_real, &ask(endpoint, question(unknown, fresh, who)).await, endpoint);
        assert_eq!(with_real.status, 401, "{endpoint}");
    }
    for (path, way) in ROUTES {
        if let Way::Ids(route) = way {
            let answer = async |ids: Ids| {
                let (method, address, body) = route(ids);
                let request = world.town().request(method, &address).header("content-type", "application/json");
                let body = body.map(|body| body.to_string()).unwrap_or_default();
                world.town().send(request.body(body)).await.expect("an answer")
            };
            alike(&answer(real).await, &answer(unknown).await, path);
        }
    }
}

async fn photos_are_for_ones_own_notes(person: &Person, real: Ids, unknown: Ids) {
    let put = |note: NoteId| person.phone().sends_a_photo(note, PhotoId::mint(person.phone().now(), chance()), photo());
    alike(&put(real.note).await, &put(unknown.note).await, "PUT photo");
}

/// What the phone is told of a note that it watches.
async fn watches(person: &Person, note: NoteId) -> usize {
    let reply: SyncReply = person.calls("POST", "/api/v1/sync", Some(watch(note))).await.json();
    reply.progress.len()
}

/// A member who answered and is put out later finds nothing either, and the screens of everybody load again at that
/// moment, so that theirs lets go of it and nothing shows whom it was about.
#[tokio::test]
async fn who_is_put_out_later_lets_go_of_it() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    vera.writes_a_note("About somebody with a violin.").await;
    let incident = cleo.finds_the_incident().await;
    assert_eq!(dana.declares(incident, Standing::Clear, "").await.status, 200);
    cleo.opens(incident).await;
    let (mut hers, mut his) = (listen(&dana).await, listen(&vera).await);
    assert_eq!(cleo.names(incident, &dana).await.status, 200);
    assert_eq!(hers.next_event().await, 1);
    assert_eq!(his.next_event().await, 1, "as everybody else");
    assert!(dana.inbox().await.is_empty());
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
