//! A mail server on this machine. What it understands of SMTP is the crate `mailin`; what it does wrong is up to the test.

mod connection;
#[cfg(test)]
mod outcomes;

use mailin::{Handler, Response};
use rustls::ServerConfig;
use std::collections::BTreeSet;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

/// How long [`MailServer::wait_for`] waits before it gives up and fails the test.
const WAIT_MAX: Duration = Duration::from_secs(20);

/// Who may send, where the server asks for a login.
pub const LOGIN: (&str, &str) = ("careline", "open/sesame@1");

/// One mail as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mailed {
    /// Whom its envelope says it is from.
    pub from: String,
    /// Whom its envelope says it is for.
    pub to: Vec<String>,
    /// Head and body.
    pub text: String,
}

/// How the connection is sealed.
#[derive(Clone)]
pub enum Sealing {
    /// Not at all.
    None,
    /// By STARTTLS, before which no login is taken.
    StartTls(Arc<ServerConfig>),
    /// From the first byte.
    Tls(Arc<ServerConfig>),
}

/// At which point of the conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// Instead of a greeting.
    Greeting,
    /// To who sends.
    Sender,
    /// To who gets it.
    Recipient,
    /// To the mail's end.
    Content,
}

/// What the server does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Manner {
    /// It takes every mail.
    Accepts,
    /// It answers this at that point.
    Says(At, u16, &'static str),
    /// It turns each recipient away the first time, as against unwanted mail.
    Greylists,
    /// It says nothing from that point on.
    Hangs(At),
    /// It closes the connection at that point.
    Cuts(At),
    /// It takes no login.
    RefusesLogins,
}

/// The server; it stops when dropped.
pub struct MailServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    /// Ends with it.
    _server: JoinSet<()>,
}

struct Shared {
    state: Mutex<State>,
    /// Counts mails, for those who wait.
    mails: watch::Sender<usize>,
}

struct State {
    manner: Manner,
    mails: Vec<Mailed>,
    seen_before: BTreeSet<String>,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl MailServer {
    /// Starts a server on a free port of this machine.
    ///
    /// # Panics
    /// When no port can be opened.
    pub async fn start(sealing: Sealing) -> Self {
        Self::start_with(sealing, false).await
    }

    /// The same, for a server that takes mails from whoever has the [`LOGIN`] and from nobody else.
    pub async fn start_with_login(sealing: Sealing) -> Self {
        Self::start_with(sealing, true).await
    }

    async fn start_with(sealing: Sealing, asks_login: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port for mail");
        let address = listener.local_addr().expect("the port for mail");
        let state = State { manner: Manner::Accepts, mails: Vec::new(), seen_before: BTreeSet::new() };
        let shared = Arc::new(Shared { state: Mutex::new(state), mails: watch::Sender::new(0) });
        let mut server = JoinSet::new();
        let known = Arc::clone(&shared);
        server.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(connection::serve(stream, sealing.clone(), asks_login, Arc::clone(&known)));
            }
        });
        Self { address, shared, _server: server }
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// From now on, behaves so.
    pub fn behaves(&self, manner: Manner) {
        self.shared.state().manner = manner;
    }

    /// All mails that it took, oldest first.
    pub fn mails(&self) -> Vec<Mailed> {
        self.shared.state().mails.clone()
    }

    /// Waits until it took `count` mails, and gives back all of them.
    ///
    /// # Panics
    /// When they do not come within 20 seconds.
    pub async fn wait_for(&self, count: usize) -> Vec<Mailed> {
        let mut mails = self.shared.mails.subscribe();
        let enough = mails.wait_for(|came| *came >= count);
        let came = tokio::time::timeout(WAIT_MAX, enough).await.is_ok();
        assert!(came, "waited for {count} mails, {} came", self.mails().len());
        self.mails()
    }
}

/// What the server says in one conversation.
struct Talk {
    shared: Arc<Shared>,
    mail: Mailed,
}

impl Talk {
    fn says(&self, at: At) -> Response {
        match &self.shared.state().manner {
            Manner::Says(when, code, words) if *when == at => Response::custom(*code, (*words).to_owned()),
            Manner::Accepts
            | Manner::Says(..)
            | Manner::Greylists
            | Manner::Hangs(_)
            | Manner::Cuts(_)
            | Manner::RefusesLogins => mailin::response::OK,
        }
    }

    fn signs_in(&self, user: &str, password: &str) -> Response {
        let refuses = self.shared.state().manner == Manner::RefusesLogins;
        if !refuses && (user, password) == LOGIN {
            mailin::response::AUTH_OK
        } else {
            mailin::response::INVALID_CREDENTIALS
        }
    }
}

impl Handler for Talk {
    fn mail(&mut self, _ip: IpAddr, _domain: &str, from: &str) -> Response {
        self.mail = Mailed { from: from.to_owned(), ..Mailed::default() };
        self.says(At::Sender)
    }

    fn rcpt(&mut self, to: &str) -> Response {
        self.mail.to.push(to.to_owned());
        let mut state = self.shared.state();
        if state.manner == Manner::Greylists && state.seen_before.insert(to.to_owned()) {
            return Response::custom(451, "4.7.1 come back later".to_owned());
        }
        drop(state);
        self.says(At::Recipient)
    }

    fn data(&mut self, line: &[u8]) -> io::Result<()> {
        self.mail.text.push_str(&String::from_utf8_lossy(line));
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        let said = self.says(At::Content);
        if !said.is_error {
            self.shared.state().mails.push(std::mem::take(&mut self.mail));
            self.shared.mails.send_modify(|mails| *mails += 1);
        }
        said
    }

    fn auth_plain(&mut self, _for: &str, user: &str, password: &str) -> Response {
        self.signs_in(user, password)
    }

    fn auth_login(&mut self, user: &str, password: &str) -> Response {
        self.signs_in(user, password)
    }
}

/// A server's side of TLS.
fn acceptor(config: &Arc<ServerConfig>) -> TlsAcceptor {
    TlsAcceptor::from(Arc::clone(config))
}
