//! The server's hook channel against this service: each thing that a service can do has its outcome.

use super::{Came, HookReceiver, verify};
use crate::answer::Answer;
use crate::tls;
use axum_server::tls_rustls::RustlsConfig;
use domain::hook::{Hook, HookAddress, Key, Preset, Spec};
use domain::ids::HookId;
use domain::time::Timestamp;
use server::channel::{
    AllowedOrigins, Channel as _, Forged, HookTo, Hooks, Message, OpaqueId, Outcome, RETRY_AFTER_S_MAX, Timeouts,
    Trouble, Ttl, Urgency, Words,
};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpSocket;
use url::Url;

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);
const NOW_S: i64 = 1_800_000_000;
const SECRET: &str = "a secret of the receiver";

fn spec(preset: Preset, url: String, key: Key) -> Spec {
    let (method, content, template) = (preset.method(), preset.content(), preset.template().into());
    Spec { name: "Pager".into(), preset, url: url.into(), method, content, template, key }
}

fn hook(spec: Spec) -> HookTo {
    let to = spec.preset;
    let hook = Hook::parse(HookId::from_bytes([1; 16]), spec).unwrap();
    let to = hook.needs_address().then(|| HookAddress::parse(to, "+49 30 123").unwrap());
    HookTo { hook: Arc::new(hook), to }
}

fn json_to(origin: &str) -> HookTo {
    hook(spec(Preset::Json, format!("{origin}/care?x=1"), Key::Sign(SECRET.into())))
}

fn channel_to(origin: &str) -> Hooks {
    channel_within(origin, Timeouts::default())
}

fn channel_within(origin: &str, timeouts: Timeouts) -> Hooks {
    Hooks::new(AllowedOrigins::with_extra(&[origin]).unwrap(), timeouts).unwrap()
}

fn page() -> Message {
    let about = OpaqueId::parse("page-1").unwrap();
    Message {
        delivery: OpaqueId::parse("delivery-1").unwrap(),
        words: Words::PAGE,
        link: Words::PAGE.link(&Url::parse("https://care.example").unwrap(), &about),
        ttl: Ttl::seconds(120),
        urgency: Urgency::High,
        topic: None,
        about,
    }
}

const fn later(why: Trouble, retry_after_s: Option<u64>) -> Outcome {
    Outcome::Later { why, retry_after_s }
}

async fn came(receiver: &HookReceiver, to: &HookTo) -> Came {
    let before = receiver.requests().len();
    assert_eq!(channel_to(receiver.origin()).send(to, &page(), NOW).await, Outcome::Accepted);
    receiver.wait_for(before + 1).await.pop().unwrap()
}

#[tokio::test]
async fn a_signed_request_is_what_its_receiver_expects() {
    let receiver = HookReceiver::start().await;
    let came = came(&receiver, &json_to(receiver.origin())).await;
    assert_eq!((came.method.as_str(), came.path.as_str()), ("POST", "/care?x=1"));
    let body = r#"{"text": "You are needed. Open the app.", "link": "https://care.example/app/p/page-1", "to": "+49 30 123", "id": "delivery-1"}"#;
    assert_eq!(came.body, body);
    assert_eq!(came.headers["content-type"], "application/json");
    assert_eq!(came.headers["idempotency-key"], "delivery-1");
    assert!(verify(&came, SECRET.as_bytes(), NOW_S + 60));
    assert!(!verify(&came, b"another secret", NOW_S), "the secret counts");
    assert!(!verify(&came, SECRET.as_bytes(), NOW_S + 3_600), "the time counts");
    let forged = Came { body: came.body.replace("needed", "not needed"), ..came };
    assert!(!verify(&forged, SECRET.as_bytes(), NOW_S), "the body counts");
}

#[tokio::test]
async fn a_secret_in_base64_signs_with_its_bytes() {
    let receiver = HookReceiver::start().await;
    let key = Key::Sign("whsec_AAECAwQFBgcICQoLDA0ODw==".into());
    let came = came(&receiver, &hook(spec(Preset::Json, receiver.origin().into(), key))).await;
    let bytes: Vec<u8> = (0..16).collect();
    assert!(verify(&came, &bytes, NOW_S));
}

#[tokio::test]
async fn each_secret_is_shown_in_its_place() {
    let receiver = HookReceiver::start().await;
    let origin = receiver.origin().to_owned();
    let to = |key| hook(spec(Preset::Json, origin.clone(), key));
    let shown = came(&receiver, &to(Key::Bearer("token-1".into()))).await;
    assert_eq!(shown.headers["authorization"], "Bearer token-1");
    let shown = came(&receiver, &to(Key::Basic("user:password".into()))).await;
    assert_eq!(shown.headers["authorization"], "Basic dXNlcjpwYXNzd29yZA==");
    let key = Key::Header { name: "X-Api-Key".into(), value: "token-2".into() };
    let shown = came(&receiver, &to(key)).await;
    assert_eq!(shown.headers["x-api-key"], "token-2");
    assert!(!shown.headers.contains_key("authorization"));
    let sms = hook(spec(Preset::Sms, format!("{origin}/send"), Key::None));
    let shown = came(&receiver, &sms).await;
    let form =
        "to=%2B4930123&text=You%20are%20needed.%20Open%20the%20app.+https%3A%2F%2Fcare.example%2Fapp%2Fp%2Fpage-1";
    assert_eq!(shown.body, form);
    assert_eq!(shown.headers["content-type"], "application/x-www-form-urlencoded");
}

#[tokio::test]
async fn a_room_is_written_to_under_the_deliverys_id() {
    let receiver = HookReceiver::start().await;
    let url = format!("{}/rooms/{{to}}/send/m.room.message/{{id}}", receiver.origin());
    let to = hook(spec(Preset::Matrix, url, Key::Bearer("token".into())));
    let first = came(&receiver, &to).await;
    assert_eq!(
        (first.method.as_str(), first.path.as_str()),
        ("PUT", "/rooms/%2B49%2030%20123/send/m.room.message/delivery-1")
    );
    assert_eq!(came(&receiver, &to).await, first, "a repeat is the same request");
}

#[tokio::test]
async fn each_hook_answer_has_its_outcome() {
    let receiver = HookReceiver::start().await;
    let (channel, to) = (channel_to(receiver.origin()), json_to(receiver.origin()));
    let date = "Fri, 15 Jan 2027 08:02:00 GMT";
    let table = [
        (Answer::Accept, Outcome::Accepted),
        (Answer::Endless, Outcome::Accepted),
        (Answer::Status(201), Outcome::Accepted),
        (Answer::Status(202), Outcome::Accepted),
        (Answer::Status(404), Outcome::Gone),
        (Answer::Status(410), Outcome::Gone),
        (Answer::Status(413), Outcome::TooLarge),
        (Answer::Status(400), Outcome::Refused { status: 400 }),
        (Answer::Status(401), Outcome::Refused { status: 401 }),
        (Answer::Status(403), Outcome::Refused { status: 403 }),
        (Answer::RetryAfter(429, "30".into()), later(Trouble::TooMany, Some(30))),
        (Answer::RetryAfter(429, date.into()), later(Trouble::TooMany, Some(120))),
        (Answer::Status(429), later(Trouble::TooMany, None)),
        (
            Answer::RetryAfter(503, "999999999".into()),
            later(Trouble::ServerError { status: 503 }, Some(RETRY_AFTER_S_MAX)),
        ),
        (Answer::Status(500), later(Trouble::ServerError { status: 500 }, None)),
        (Answer::Cut, later(Trouble::Cut, None)),
    ];
    for (answer, outcome) in table {
        receiver.answer(answer.clone());
        assert_eq!(channel.send(&to, &page(), NOW).await, outcome, "{answer:?}");
    }
}

#[tokio::test]
async fn a_receiver_that_hangs_ends_in_a_timeout() {
    let receiver = HookReceiver::start().await;
    receiver.answer(Answer::Hang);
    let timeouts = Timeouts { connect: Duration::from_secs(5), total: Duration::from_millis(200) };
    let channel = channel_within(receiver.origin(), timeouts);
    assert_eq!(channel.send(&json_to(receiver.origin()), &page(), NOW).await, later(Trouble::TimedOut, None));
}

#[tokio::test]
async fn a_hooks_redirect_is_not_followed() {
    let (receiver, other) = (HookReceiver::start().await, HookReceiver::start().await);
    receiver.answer(Answer::Redirect(format!("{}/elsewhere", other.origin())));
    let outcome = channel_to(receiver.origin()).send(&json_to(receiver.origin()), &page(), NOW).await;
    assert_eq!(outcome, Outcome::Refused { status: 307 });
    assert_eq!(other.requests(), Vec::new());
}

#[tokio::test]
async fn no_receiver_is_unreachable() {
    // Bound and not listening: the port stays ours, and refuses.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let origin = format!("http://{}", socket.local_addr().unwrap());
    let outcome = channel_to(&origin).send(&json_to(&origin), &page(), NOW).await;
    assert_eq!(outcome, later(Trouble::Unreachable, None));
}

#[tokio::test]
async fn a_receiver_that_cannot_prove_who_it_is_gets_nothing() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let origin = format!("https://{}", listener.local_addr().unwrap());
    // A request that came through would be answered with 404, and so end as `Gone`.
    let nothing = axum::Router::new().into_make_service();
    let identity = RustlsConfig::from_config(tls::identity().config);
    let server = axum_server::from_tcp_rustls(listener, identity).unwrap();
    let server = tokio::spawn(server.serve(nothing));
    let outcome = channel_to(&origin).send(&json_to(&origin), &page(), NOW).await;
    assert_eq!(outcome, later(Trouble::BadCertificate, None));
    server.abort();
}

#[tokio::test]
async fn a_hook_that_leads_into_a_private_network_is_blocked_before_a_connection() {
    let receiver = HookReceiver::start().await;
    let port = Url::parse(receiver.origin()).unwrap().port().unwrap();
    // Another origin is allowed; this one is not.
    let channel = channel_to("http://localhost:1");
    let table = [
        (format!("https://localhost:{port}/x"), Forged::PrivateAddress),
        (format!("https://127.0.0.1:{port}/x"), Forged::PrivateAddress),
        (format!("http://localhost:{port}/x"), Forged::NotHttps),
    ];
    for (url, forged) in table {
        let outcome = channel.send(&hook(spec(Preset::Json, url.clone(), Key::None)), &page(), NOW).await;
        assert_eq!(outcome, Outcome::Blocked(forged), "{url}");
    }
    assert_eq!(receiver.requests(), Vec::new());
}

#[tokio::test]
async fn a_hook_that_needs_an_address_goes_nowhere_without_one() {
    let receiver = HookReceiver::start().await;
    let to = HookTo { to: None, ..json_to(receiver.origin()) };
    assert_eq!(channel_to(receiver.origin()).send(&to, &page(), NOW).await, Outcome::NotSetUp);
    assert_eq!(receiver.requests(), Vec::new());
}
