//! The server's Web Push channel against this service: each thing that a push service can do has its outcome.

use super::{Answer, PushService, Received, Subscription};
use domain::time::{Timestamp, hours};
use server::channel::{
    AllowedOrigins, Channel as _, Contact, Device, Message, OpaqueId, Outcome, PAYLOAD_BYTES, RETRY_AFTER_S_MAX,
    SENDS_AT_ONCE_MAX, TTL_S_MIN, Target, Timeouts, Topic, Trouble, Ttl, Urgency, Vapid, VapidKey, WebPush, Words,
};
use std::time::Duration;
use tokio::net::TcpSocket;
use url::Url;

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

const NOW_S: i64 = 1_800_000_000;

fn key() -> VapidKey {
    VapidKey::generate([7; 32])
}

fn channel_to(origin: &str, timeouts: Timeouts) -> WebPush {
    let contact = Contact::parse("mailto:care@conference.example").unwrap();
    let allowed = AllowedOrigins::with_extra(&[origin]).unwrap();
    WebPush::new(Vapid::new(key(), contact), &allowed, timeouts).unwrap()
}

/// The sender's side and the service's side of one test.
struct Pair {
    service: PushService,
    channel: WebPush,
}

impl Pair {
    async fn start() -> Self {
        Self::start_with(Timeouts::default()).await
    }

    async fn start_with(timeouts: Timeouts) -> Self {
        let service = PushService::start().await;
        service.set_clock(NOW_S);
        let channel = channel_to(service.origin(), timeouts);
        Self { service, channel }
    }

    fn subscribe(&self) -> Subscription {
        self.service.subscribe_for(&key().public_key_base64url())
    }

    async fn outcome(&self, subscription: &Subscription) -> Outcome {
        self.channel.send(&device(subscription), &page(), NOW).await
    }
}

fn device(subscription: &Subscription) -> Device {
    let Subscription { endpoint, p256dh, auth } = subscription;
    let origin = Url::parse(endpoint).unwrap().origin().ascii_serialization();
    let target = Target::parse(endpoint, p256dh, auth, &AllowedOrigins::with_extra(&[origin]).unwrap());
    Device { target: target.unwrap(), receipt: OpaqueId::parse("receipt-1").unwrap() }
}

fn page() -> Message {
    let about = OpaqueId::parse("page-1").unwrap();
    let public_url = Url::parse("https://care.example").unwrap();
    Message {
        delivery: OpaqueId::parse("delivery-1").unwrap(),
        words: Words::PAGE,
        link: Words::PAGE.link(&public_url, &about),
        ttl: Ttl::seconds(120),
        urgency: Urgency::High,
        topic: Some(Topic::of(&about)),
        about,
    }
}

/// An address on this machine where no push service is, for a subscription with valid keys.
fn moved(subscription: &Subscription, origin: &str) -> Subscription {
    Subscription { endpoint: format!("{origin}/push/1"), ..subscription.clone() }
}

fn later(why: Trouble, retry_after_s: Option<u64>) -> Outcome {
    Outcome::Later { why, retry_after_s }
}

#[tokio::test]
async fn a_page_arrives_sealed_signed_and_urgent() {
    let pair = Pair::start().await;
    let phone = pair.subscribe();
    assert_eq!(pair.outcome(&phone).await, Outcome::Accepted);
    let messages = pair.service.messages(&phone);
    let [message] = messages.as_slice() else {
        panic!("one message, not {messages:?}");
    };
    let Received { payload_json, claims, .. } = message;
    assert_eq!(payload_json["p"], "page-1");
    assert_eq!(payload_json["r"], "receipt-1");
    assert_eq!(payload_json["web_push"], 8030);
    assert_eq!(message.plain_len, PAYLOAD_BYTES);
    assert!(message.raw_len < 3_072);
    assert_eq!(message.ttl, 120);
    assert_eq!(message.urgency.as_deref(), Some("high"));
    let topic = Topic::of(&OpaqueId::parse("page-1").unwrap());
    assert_eq!(message.topic.as_deref(), Some(topic.as_str()));
    assert_eq!(claims.aud, pair.service.origin());
    assert!(claims.aud.matches(':').count() == 2, "the port is named");
    assert_eq!(claims.exp, NOW_S + 12 * 3_600);
    assert_eq!(claims.sub, "mailto:care@conference.example");
    assert_eq!(message.vapid_key, key().public_key_base64url());
    assert_eq!(pair.service.faults(), Vec::<String>::new());
}

#[tokio::test]
async fn each_answer_has_its_outcome() {
    let pair = Pair::start().await;
    let phone = pair.subscribe();
    let date = "Fri, 15 Jan 2027 08:02:00 GMT";
    let table = [
        (Answer::Accept, Outcome::Accepted),
        (Answer::Endless, Outcome::Accepted),
        (Answer::Status(200), Outcome::Accepted),
        (Answer::Status(202), Outcome::Accepted),
        (Answer::Status(404), Outcome::Gone),
        (Answer::Status(410), Outcome::Gone),
        (Answer::Status(413), Outcome::TooLarge),
        (Answer::Status(400), Outcome::Refused { status: 400 }),
        (Answer::Status(401), Outcome::Refused { status: 401 }),
        (Answer::Status(403), Outcome::Refused { status: 403 }),
        (Answer::Status(429), later(Trouble::TooMany, None)),
        (Answer::RetryAfter(429, "30".into()), later(Trouble::TooMany, Some(30))),
        (Answer::RetryAfter(429, date.into()), later(Trouble::TooMany, Some(120))),
        (Answer::RetryAfter(429, "soon".into()), later(Trouble::TooMany, None)),
        (
            Answer::RetryAfter(503, "999999999".into()),
            later(Trouble::ServerError { status: 503 }, Some(RETRY_AFTER_S_MAX)),
        ),
        (Answer::Status(500), later(Trouble::ServerError { status: 500 }, None)),
        (Answer::Status(408), later(Trouble::TimedOut, None)),
        (Answer::Cut, later(Trouble::Cut, None)),
    ];
    for (answer, outcome) in table {
        pair.service.answer(&phone, answer.clone());
        assert_eq!(pair.outcome(&phone).await, outcome, "{answer:?}");
    }
    assert_eq!(pair.service.faults(), Vec::<String>::new());
}

#[tokio::test]
async fn a_service_that_hangs_ends_in_a_timeout() {
    let pair = Pair::start_with(Timeouts { connect: Duration::from_secs(5), total: Duration::from_millis(200) }).await;
    let phone = pair.subscribe();
    pair.service.answer(&phone, Answer::Hang);
    assert_eq!(pair.outcome(&phone).await, later(Trouble::TimedOut, None));
    assert_eq!(pair.service.messages(&phone), Vec::new());
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let pair = Pair::start().await;
    let (phone, other) = (pair.subscribe(), pair.subscribe());
    let away = Answer::Redirect(other.endpoint.clone());
    pair.service.answer(&phone, away);
    let outcome = pair.outcome(&phone).await;
    assert_eq!(outcome, Outcome::Refused { status: 307 });
    assert_eq!(pair.service.requests(&other), Vec::new());
    assert_eq!(pair.service.faults(), Vec::<String>::new());
}

#[tokio::test]
async fn nobody_listening_is_told_from_a_cut() {
    let pair = Pair::start().await;
    // Bound and not listening: the port stays ours, and refuses.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let origin = format!("http://{}", socket.local_addr().unwrap());
    let phone = moved(&pair.subscribe(), &origin);
    let outcome = channel_to(&origin, Timeouts::default()).send(&device(&phone), &page(), NOW).await;
    assert_eq!(outcome, later(Trouble::Unreachable, None));
}

#[tokio::test]
async fn a_service_that_cannot_prove_who_it_is_gets_nothing() {
    server::channel::install_tls_provider();
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let certificate = vec![made.cert.der().to_vec()];
    let tls =
        axum_server::tls_rustls::RustlsConfig::from_der(certificate, made.signing_key.serialize_der()).await.unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let origin = format!("https://{}", listener.local_addr().unwrap());
    // A request that came through would be answered with 404, and so end as `Gone`.
    let nothing = axum::Router::new().into_make_service();
    let server = axum_server::from_tcp_rustls(listener, tls).unwrap();
    let server = tokio::spawn(server.serve(nothing));

    let pair = Pair::start().await;
    let phone = moved(&pair.subscribe(), &origin);
    let outcome = channel_to(&origin, Timeouts::default()).send(&device(&phone), &page(), NOW).await;
    assert_eq!(outcome, later(Trouble::BadCertificate, None));
    server.abort();
}

#[tokio::test]
async fn another_servers_key_and_an_unknown_device_are_told_apart() {
    let pair = Pair::start().await;
    let others = pair.service.subscribe_for(&VapidKey::generate([8; 32]).public_key_base64url());
    let outcome = pair.outcome(&others).await;
    assert_eq!(outcome, Outcome::Refused { status: 403 });
    let unknown = moved(&others, pair.service.origin());
    assert_eq!(pair.outcome(&unknown).await, Outcome::Gone);
    assert_eq!(pair.service.faults().len(), 2);
}

#[tokio::test]
async fn a_token_signed_by_a_wrong_clock_is_replaced_once_the_clock_is_right() {
    let pair = Pair::start().await;
    let phone = pair.subscribe();
    let fast = NOW.plus(hours(20));
    let early = pair.channel.send(&device(&phone), &page(), fast).await;
    assert_eq!(early, Outcome::Refused { status: 403 });
    assert_eq!(pair.outcome(&phone).await, Outcome::Accepted);
}

#[tokio::test]
async fn a_message_for_another_device_does_not_open() {
    let pair = Pair::start().await;
    let (phone, other) = (pair.subscribe(), pair.subscribe());
    let mixed = Subscription { endpoint: other.endpoint.clone(), ..phone };
    let outcome = pair.outcome(&mixed).await;
    assert_eq!(outcome, Outcome::Refused { status: 400 });
    assert_eq!(pair.service.faults(), ["400 Bad Request: the seal is broken"]);
}

#[tokio::test]
async fn a_burst_beyond_the_limit_arrives_whole() {
    let pair = Pair::start().await;
    let phones: Vec<_> = (0..SENDS_AT_ONCE_MAX * 2).map(|_| pair.subscribe()).collect();
    let sent = phones.iter().map(|phone| pair.outcome(phone));
    let outcomes = futures::future::join_all(sent).await;
    assert!(outcomes.iter().all(|outcome| *outcome == Outcome::Accepted));
    pair.service.wait_for(phones.len()).await;
    for phone in &phones {
        assert_eq!(pair.service.messages(phone).len(), 1);
    }
}

#[tokio::test]
async fn the_shortest_life_is_never_zero() {
    let pair = Pair::start().await;
    let phone = pair.subscribe();
    let page = Message { ttl: Ttl::seconds(0), topic: None, urgency: Urgency::Normal, ..page() };
    let outcome = pair.channel.send(&device(&phone), &page, NOW).await;
    assert_eq!(outcome, Outcome::Accepted);
    let messages = pair.service.messages(&phone);
    assert_eq!(messages[0].ttl, TTL_S_MIN);
    assert_eq!(messages[0].topic, None);
    assert_eq!(messages[0].urgency.as_deref(), Some("normal"));
}
