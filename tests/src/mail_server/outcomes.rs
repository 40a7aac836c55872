//! The server's mail channel against this mail server: each thing that a mail server can do has its outcome.

use super::{At, LOGIN, MailServer, Manner, Sealing};
use crate::tls;
use domain::mail::MailAddress;
use domain::time::Timestamp;
use server::channel::{
    Channel as _, MAILS_AT_ONCE_MAX, Mail, MailFrom, MailTimeouts, Message, OpaqueId, Outcome, Trouble, Ttl, Urgency,
    Words,
};
use std::time::Duration;
use tokio::net::TcpSocket;
use url::Url;

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

/// The pause that a mail server which says "later" to a recipient gets, in seconds.
const GREYLIST_PAUSE_S: u64 = 60;

fn channel_to(url: &str) -> Mail {
    channel_within(url, MailTimeouts::default())
}

fn channel_within(url: &str, timeouts: MailTimeouts) -> Mail {
    let server = server::channel::MailServer::parse(url).unwrap();
    let from = MailFrom::parse("Example Days <care@example.org>").unwrap();
    Mail::new(server, from, timeouts).unwrap()
}

fn plain(server: &MailServer) -> String {
    format!("smtp://{}", server.address())
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

async fn outcome(channel: &Mail) -> Outcome {
    channel.send(&MailAddress::parse("ana@example.com").unwrap(), &page(), NOW).await
}

const fn later(why: Trouble) -> Outcome {
    Outcome::Later { why, retry_after_s: None }
}

const fn busy(status: u16, retry_after_s: Option<u64>) -> Outcome {
    Outcome::Later { why: Trouble::ServerError { status }, retry_after_s }
}

#[tokio::test]
async fn a_mail_arrives_with_fixed_words_and_a_link() {
    let server = MailServer::start(Sealing::None).await;
    assert_eq!(outcome(&channel_to(&plain(&server))).await, Outcome::Accepted);
    let mails = server.wait_for(1).await;
    let [mail] = mails.as_slice() else {
        panic!("one mail, not {mails:?}");
    };
    assert_eq!(
        (mail.from.as_str(), mail.to.as_slice()),
        ("care@example.org", ["ana@example.com".to_owned()].as_slice())
    );
    for line in [
        "From: \"Example Days\" <care@example.org>",
        "To: ana@example.com",
        "Subject: You are needed",
        "Message-ID: <delivery-1@example.org>",
        "Auto-Submitted: auto-generated",
        "Open the app.",
        "https://care.example/app/p/page-1",
    ] {
        assert!(mail.text.lines().any(|found| found == line), "{line} in {}", mail.text);
    }
}

#[tokio::test]
async fn a_mail_that_is_sent_again_carries_the_same_id() {
    let server = MailServer::start(Sealing::None).await;
    let channel = channel_to(&plain(&server));
    for _ in 0..2 {
        assert_eq!(outcome(&channel).await, Outcome::Accepted);
    }
    let mails = server.wait_for(2).await;
    assert_eq!(mails[0], mails[1]);
}

#[tokio::test]
async fn each_mail_answer_has_its_outcome() {
    let server = MailServer::start(Sealing::None).await;
    let channel = channel_to(&plain(&server));
    let says = Manner::Says;
    let refused = |status| Outcome::Refused { status };
    let table = [
        (Manner::Accepts, Outcome::Accepted),
        (says(At::Recipient, 550, "5.1.1 no such mailbox"), Outcome::Gone),
        (says(At::Recipient, 551, "moved away"), Outcome::Gone),
        (says(At::Recipient, 553, "no such name"), Outcome::Gone),
        (says(At::Recipient, 550, "5.7.1 not from your network"), refused(550)),
        (says(At::Recipient, 552, "mailbox full"), refused(552)),
        (says(At::Recipient, 554, "not here"), refused(554)),
        (says(At::Sender, 550, "who are you"), refused(550)),
        (says(At::Content, 552, "too large"), refused(552)),
        (says(At::Content, 554, "looks like advertising"), refused(554)),
        (says(At::Greeting, 421, "too busy"), busy(421, None)),
        (says(At::Sender, 421, "going down"), busy(421, None)),
        (says(At::Recipient, 450, "mailbox busy"), busy(450, Some(GREYLIST_PAUSE_S))),
        (says(At::Recipient, 451, "come back later"), busy(451, Some(GREYLIST_PAUSE_S))),
        (says(At::Content, 451, "disk full"), busy(451, None)),
        (Manner::Cuts(At::Greeting), later(Trouble::Unreachable)),
        (Manner::Cuts(At::Recipient), later(Trouble::Cut)),
        (Manner::Cuts(At::Content), later(Trouble::Cut)),
    ];
    for (manner, wanted) in table {
        server.behaves(manner.clone());
        assert_eq!(outcome(&channel).await, wanted, "{manner:?}");
    }
    assert_eq!(server.mails().len(), 1 + 1, "the one that was taken, and the one whose answer was cut off");
}

#[tokio::test]
async fn a_mail_server_that_greylists_takes_the_second_try() {
    let server = MailServer::start(Sealing::None).await;
    server.behaves(Manner::Greylists);
    let channel = channel_to(&plain(&server));
    assert_eq!(outcome(&channel).await, busy(451, Some(GREYLIST_PAUSE_S)));
    assert_eq!(outcome(&channel).await, Outcome::Accepted);
    assert_eq!(server.wait_for(1).await.len(), 1);
}

#[tokio::test]
async fn a_mail_server_that_hangs_ends_in_a_timeout() {
    let server = MailServer::start(Sealing::None).await;
    let timeouts = MailTimeouts { connect: Duration::from_secs(5), total: Duration::from_millis(200) };
    let channel = channel_within(&plain(&server), timeouts);
    for at in [At::Greeting, At::Recipient, At::Content] {
        server.behaves(Manner::Hangs(at));
        assert_eq!(outcome(&channel).await, later(Trouble::TimedOut), "{at:?}");
    }
}

#[tokio::test]
async fn no_mail_server_is_unreachable() {
    // Bound and not listening: the port stays ours, and refuses.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let url = format!("smtp://{}", socket.local_addr().unwrap());
    assert_eq!(outcome(&channel_to(&url)).await, later(Trouble::Unreachable));
}

#[tokio::test]
async fn a_mail_server_that_cannot_prove_who_it_is_gets_nothing() {
    let config = tls::identity().config;
    for (scheme, sealing) in [("smtps", Sealing::Tls(config.clone())), ("starttls", Sealing::StartTls(config.clone()))]
    {
        let server = MailServer::start(sealing).await;
        let url = format!("{scheme}://localhost:{}", server.address().port());
        assert_eq!(outcome(&channel_to(&url)).await, later(Trouble::BadCertificate), "{scheme}");
        assert_eq!(server.mails(), Vec::new());
    }
}

#[tokio::test]
async fn a_mail_server_that_offers_no_tls_gets_nothing() {
    let server = MailServer::start(Sealing::None).await;
    let url = format!("starttls://localhost:{}", server.address().port());
    assert_eq!(outcome(&channel_to(&url)).await, later(Trouble::BadCertificate));
    assert_eq!(server.mails(), Vec::new());
}

#[tokio::test]
async fn a_login_is_shown_where_it_is_asked_for() {
    let server = MailServer::start_with_login(Sealing::None).await;
    let (user, password) = LOGIN;
    let login = |password: &str| format!("{user}:{}", password.replace('/', "%2F").replace('@', "%40"));
    let url = |login: &str| format!("smtp://{login}@{}", server.address());
    assert_eq!(outcome(&channel_to(&url(&login(password)))).await, Outcome::Accepted);
    assert_eq!(outcome(&channel_to(&url(&login("wrong")))).await, Outcome::Refused { status: 535 });
    // Signing in is asked for and not known how: the operator hears of it.
    let open = MailServer::start(Sealing::None).await;
    let url = format!("smtp://{}@{}", login(password), open.address());
    assert_eq!(outcome(&channel_to(&url)).await, Outcome::Refused { status: 504 });
}

#[tokio::test]
async fn many_mails_take_turns() {
    let server = MailServer::start(Sealing::None).await;
    let channel = channel_to(&plain(&server));
    let count = MAILS_AT_ONCE_MAX * 3;
    let outcomes = futures::future::join_all((0..count).map(|_| outcome(&channel))).await;
    assert!(outcomes.iter().all(|outcome| *outcome == Outcome::Accepted), "{outcomes:?}");
    assert_eq!(server.wait_for(count).await.len(), count);
}
