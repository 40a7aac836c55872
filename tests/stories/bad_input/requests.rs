//! Requests that are not what the document says.

use desk::clock::chance;
use domain::ids::NoteId;
use domain::note::NoteBody;
use domain::outbox::{EntryState, Trouble};
use domain::sync::{EntryRefused, Outcome, SyncRefusal, SyncRefused, SyncReply};
use domain::view::Denied;
use serde_json::{Value, json};
use tests::world::{Person, Reply, World, notes_of};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

async fn posts(person: &Person, path: &str, body: Vec<u8>) -> Reply {
    let request = person.phone().request("POST", path).header("content-type", "application/json").body(body);
    person.phone().town().send(request).await.expect("an answer")
}

async fn syncs(person: &Person, body: impl Into<Vec<u8>>) -> Reply {
    posts(person, "/api/v1/sync", body.into()).await
}

/// The refusal of a whole request, with its status.
async fn refused(person: &Person, body: impl Into<Vec<u8>>) -> SyncRefused {
    let reply = syncs(person, body).await;
    let refusal: SyncRefusal = reply.json();
    assert_eq!(reply.status, refusal.refused.status());
    assert_eq!((refusal.oldest, refusal.newest), (domain::sync::PROTOCOL_OLDEST, domain::sync::PROTOCOL));
    refusal.refused
}

async fn is_alive(world: &World) {
    let reply = world.town().send(world.town().request("GET", "/healthz")).await.expect("an answer");
    assert_eq!(reply.status, 200, "{}", reply.text());
}

fn entry(id: NoteId, text: &str) -> Value {
    json!({ "id": id, "note": { "text": text } })
}

fn request(entries: &Value) -> Vec<u8> {
    json!({ "protocol": 1, "device_time": 0, "entries": entries }).to_string().into_bytes()
}

#[tokio::test]
async fn another_protocol_is_named_as_such_also_when_nothing_else_can_be_read() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    for protocol in [0_u32, 2, 99, u32::MAX] {
        let readable = json!({ "protocol": protocol, "device_time": 0, "entries": [] }).to_string();
        let future = json!({ "protocol": protocol, "bundles": { "of": ["something else"] }, "entries": 7 }).to_string();
        assert_eq!(refused(&vera, readable).await, SyncRefused::ProtocolUnknown);
        assert_eq!(refused(&vera, future).await, SyncRefused::ProtocolUnknown);
    }
    is_alive(&world).await;
}

#[tokio::test]
async fn what_cannot_be_read_is_not_understood_and_takes_nothing_along() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let id = NoteId::mint(world.now(), chance());
    let bad_bytes = [
        br#"{"protocol":1,"device_time":0,"entries":[{"id":"x","note":{"text":""#.as_slice(),
        &[0xC3, 0x28],
        br#""}}]}"#,
    ]
    .concat();
    let deep = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
    let table: Vec<Vec<u8>> = vec![
        Vec::new(),
        b"null".to_vec(),
        b"{".to_vec(),
        b"[]".to_vec(),
        b"<html>".to_vec(),
        bad_bytes,
        vec![0; 5_000],
        deep.into_bytes(),
        br#"{"protocol":-1}"#.to_vec(),
        br#"{"protocol":1,"device_time":0,"entries":{}}"#.to_vec(),
        br#"{"protocol":1,"device_time":1e999,"entries":[]}"#.to_vec(),
        br#"{"protocol":1,"device_time":0,"entries":[{"note":{"text":"no id"}}]}"#.to_vec(),
        br#"{"protocol":1,"device_time":0,"watch":["no-id"]}"#.to_vec(),
        request(&json!([{ "id": id, "note": { "text": "cut off" } }]))[..60].to_vec(),
    ];
    for body in table {
        let shown = String::from_utf8_lossy(&body[..body.len().min(80)]).into_owned();
        assert_eq!(refused(&vera, body).await, SyncRefused::NotUnderstood, "{shown}");
    }
    let wrong_type = vera.phone().request("POST", "/api/v1/sync").body(request(&json!([entry(id, "x")])));
    let reply = world.town().send(wrong_type).await.expect("an answer");
    assert_eq!(reply.status, 400, "without a JSON content type nothing is taken");
    let reply: SyncReply = syncs(&vera, request(&json!([entry(id, "x")]))).await.json();
    assert!(matches!(reply.receipts[0].outcome, Outcome::Recorded { .. }), "the id was not used up by any of these");
}

#[tokio::test]
async fn one_bad_entry_is_answered_alone() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let ids: Vec<_> = (0..3).map(|_| NoteId::mint(world.now(), chance())).collect();
    let bad = json!({ "id": ids[1], "note": { "text": 7 } });
    let reply: SyncReply = syncs(&vera, request(&json!([entry(ids[0], "a"), bad, entry(ids[2], "c")]))).await.json();
    assert_eq!(reply.receipts.iter().map(|receipt| receipt.id).collect::<Vec<_>>(), ids);
    let why = EntryRefused::NotUnderstood;
    assert_eq!(reply.receipts[1].outcome, Outcome::Refused { why });
    for place in [0, 2] {
        assert!(matches!(reply.receipts[place].outcome, Outcome::Recorded { .. }));
    }
}

#[tokio::test]
async fn ten_megabytes_and_ten_thousand_entries_are_too_much_at_once() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let ids = (0..10_000_u32).map(|number| {
        let mut id = [7; 16];
        id[..4].copy_from_slice(&number.to_be_bytes());
        NoteId::from_bytes(id)
    });
    let many: Vec<_> = ids.map(|id| entry(id, "x")).collect();
    assert_eq!(refused(&vera, request(&json!(many))).await, SyncRefused::TooMany);
    // The server may hang up before it has read it all; what counts is that it takes nothing and lives.
    let huge = vera.phone().request("POST", "/api/v1/sync").header("content-type", "application/json");
    if let Ok(reply) = world.town().send(huge.body(vec![b' '; 10 * 1024 * 1024])).await {
        assert_eq!(reply.json::<SyncRefusal>().refused, SyncRefused::TooLarge);
    }
    is_alive(&world).await;

    // A phone with more than a batch sends one after the other.
    let many: Vec<_> = (0..120).map(|place| vera.saves(note(&format!("note {place}")))).collect();
    vera.phone().flushes().await;
    assert!(many.iter().all(|id| vera.phone().is_delivered(*id)));
}

fn note(text: &str) -> NoteBody {
    NoteBody { text: text.into(), ..NoteBody::default() }
}

#[tokio::test]
async fn the_same_id_with_another_body_is_kept_beside_and_shown() {
    let world = World::start().await;
    let (vera, max) = (world.volunteer("Vera").await, world.volunteer("Max").await);
    let cleo = world.on_call("Cleo").await;
    let id = NoteId::mint(world.now(), chance());
    let outcome = async |person: &Person, text: &str| {
        let reply: SyncReply = syncs(person, request(&json!([entry(id, text)]))).await.json();
        reply.receipts[0].outcome
    };
    assert!(matches!(outcome(&vera, "one").await, Outcome::Recorded { .. }));
    assert!(matches!(outcome(&vera, "two").await, Outcome::KeptBeside { .. }));
    assert!(matches!(outcome(&vera, "one").await, Outcome::AlreadyRecorded { .. }));
    assert_eq!(outcome(&max, "one").await, Outcome::Refused { why: EntryRefused::NotYours });
    let case = cleo.opens(cleo.finds_the_incident().await).await;
    let notes = notes_of(&case);
    assert_eq!(notes.len(), 1);
    assert_eq!(notes[0].body.text.reveal(), "one");
    assert_eq!(notes[0].beside.as_ref().expect("the other text").text.reveal(), "two");
}

#[tokio::test]
async fn a_session_that_is_none_takes_nothing() {
    let world = World::start().await;
    let id = NoteId::mint(world.now(), chance());
    let body = request(&json!([entry(id, "x")]));
    let cookies =
        ["", "careline=", "careline=00", "careline=zz", "other=1", "careline=\"; drop", ";;;=", &"c".repeat(9_000)];
    for cookie in cookies {
        let request = world.town().request("POST", "/api/v1/sync").header("content-type", "application/json");
        let reply = world.town().send(request.header("cookie", cookie).body(body.clone())).await.expect("an answer");
        assert_eq!(reply.status, 401, "{cookie}");
        assert_eq!(reply.json::<SyncRefusal>().refused, SyncRefused::SignedOut);
        let reply = world.town().send(world.town().request("GET", "/api/v1/bundle").header("cookie", cookie)).await;
        assert_eq!(reply.expect("an answer").status, 401);
    }
    let desk = world.desk();
    let mut read = desk.store().read().await.expect("a read");
    assert!(read.known_notes(&[id]).await.expect("known").is_empty());
}

#[tokio::test]
async fn addresses_ids_and_queries_that_are_none_are_refused() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    let long = format!("/api/v1/photos/{}", "x".repeat(4_000));
    let table: [(&str, &str); 12] = [
        ("GET", "/api/v1/photos/not-an-id?incident=x"),
        ("GET", "/api/v1/photos/%00?incident=%00"),
        ("PUT", "/api/v1/photos/not-an-id?note=x"),
        ("PUT", "/api/v1/photos/00000000-0000-7000-8000-000000000000"),
        ("POST", "/api/v1/pages/not-an-id/answer"),
        ("POST", "/api/v1/pages/%2e%2e%2f/answer"),
        ("POST", "/api/desk/no_such_question"),
        ("POST", "/api/desk/../../etc/passwd"),
        ("GET", "/api/v1/no-such-route"),
        ("PATCH", "/api/v1/sync"),
        ("GET", "/../../../etc/passwd"),
        ("GET", long.as_str()),
    ];
    for (method, path) in table {
        for person in [&vera, &cleo] {
            let reply = person.calls(method, path, Some(json!({ "answer": "accept" }))).await;
            assert!((400..500).contains(&reply.status), "{method} {path}: {} {}", reply.status, reply.text());
            assert!(!reply.text().contains("root:"));
        }
    }
    for endpoint in ["open_case", "page", "add_note", "put_shift", "make_invite", "revoke_device"] {
        for body in [&b"{}"[..], b"{\"incident\":7}", b"", b"\xFF\xFE", b"[1,2,3]", b"null"] {
            let reply = posts(&cleo, &format!("/api/desk/{endpoint}"), body.to_vec()).await;
            assert!((400..500).contains(&reply.status), "{endpoint}: {} {}", reply.status, reply.text());
            assert!(serde_json::from_slice::<Denied>(&reply.body).is_ok(), "{endpoint}: {}", reply.text());
        }
    }
    is_alive(&world).await;
}

/// A browser on a foreign site sends the cookie along, and says where it comes from.
#[tokio::test]
async fn a_foreign_site_cannot_act_for_somebody() {
    let world = World::start().await;
    let cleo = world.on_call("Cleo").await;
    for (path, body) in [("/api/desk/make_invite", "{}"), ("/api/v1/push/test", ""), ("/api/v1/sync", "{}")] {
        for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
            let request = cleo.phone().request("POST", path).header("content-type", "application/json");
            let reply = world.town().send(request.header(name, value).body(body)).await.expect("an answer");
            assert_eq!(reply.status, 403, "{path} with {name}: {}", reply.text());
        }
    }
}

#[tokio::test]
async fn headers_that_never_end_end_the_connection_only() {
    let world = World::start().await;
    let address = world.town().origin().replace("http://", "");
    for head in [
        format!("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: {}\r\n\r\n", "y".repeat(200_000)),
        format!("GET /healthz HTTP/1.1\r\nHost: x\r\n{}\r\n", "X-Many: y\r\n".repeat(5_000)),
        format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "z".repeat(100_000)),
        "\u{1F600}\r\n\r\n".to_owned(),
        "POST /api/v1/sync HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n".to_owned(),
        "POST /api/v1/sync HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n".to_owned(),
    ] {
        let mut connection = tokio::net::TcpStream::connect(&address).await.expect("a connection");
        // The server may hang up while this is still being written.
        let written = connection.write_all(head.as_bytes()).await;
        let mut answer = Vec::new();
        let mut piece = [0; 1_024];
        while let Ok(Ok(count @ 1..)) =
            tokio::time::timeout(std::time::Duration::from_secs(20), connection.read(&mut piece)).await
        {
            answer.extend_from_slice(&piece[..count]);
            if answer.len() > 12 {
                break;
            }
        }
        let status = String::from_utf8_lossy(&answer);
        let refused = status.is_empty() || status.starts_with("HTTP/1.1 4");
        assert!(refused, "{written:?} {status}");
    }
    is_alive(&world).await;
}

/// A captive portal answers everything with its own page: nothing is taken as delivered.
#[tokio::test]
async fn an_answer_that_is_not_carelines_delivers_nothing() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    vera.goes_offline();
    let id = vera.saves(note("Behind a portal."));
    let portal = axum::Router::new().fallback(|| async { axum::response::Html("<h1>Accept our terms</h1>") });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let elsewhere = format!("http://{}", listener.local_addr().expect("the port"));
    let serving = tokio::spawn(async move { axum::serve(listener, portal).await });
    vera.phone().town().redirects_to(Some(elsewhere));
    vera.comes_online().await;
    assert!(matches!(
        vera.phone().state(id),
        EntryState::Waiting { tries: 1, trouble: Some(Trouble::NotCareline), .. }
    ));
    assert!(vera.phone().text(id).is_some());
    vera.phone().town().redirects_to(None);
    serving.abort();
    vera.phone().sends_now().await;
    assert!(vera.phone().is_delivered(id));
}
