//! What everybody in a world shares: the server's address, the clock, the network, and the services outside.

use super::api::{NoAnswer, Reply};
use crate::hook_receiver::HookReceiver;
use crate::mail_server::{MailServer, Sealing};
use crate::push_service::PushService;
use desk::Desk;
use desk::clock::{Clock as _, TestClock};
use domain::time::{Span, Timestamp};
use server::auditor::Auditor;
use server::config::Config;
use server::run::Running;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use url::Url;

/// When every story begins.
pub const START: Timestamp = Timestamp::from_millis(1_800_000_000_000);

/// How long a story waits for a condition before it fails; only a broken server makes it wait so long.
const WAIT_MAX: Duration = Duration::from_secs(20);

/// How often a condition is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// What everybody in a world shares.
pub struct Town {
    clock: Arc<TestClock>,
    http: reqwest::Client,
    pushes: PushService,
    mails: MailServer,
    hooks: HookReceiver,
    server: Mutex<Option<Running>>,
    origin: Mutex<String>,
    portal: Mutex<Option<String>>,
}

impl Town {
    pub(super) async fn open() -> Arc<Self> {
        let pushes = PushService::start().await;
        pushes.set_clock(START.millis() / 1_000);
        Arc::new(Self {
            clock: Arc::new(TestClock::at(START)),
            http: client(),
            pushes,
            mails: MailServer::start(Sealing::None).await,
            hooks: HookReceiver::start().await,
            server: Mutex::new(None),
            origin: Mutex::default(),
            portal: Mutex::default(),
        })
    }

    pub(super) async fn start_server(&self, config: Config) -> Url {
        let running = server::run::start(config, self.clock.clone()).await.expect("the server starts");
        let origin = running.origin.clone();
        *lock(&self.origin) = origin.origin().ascii_serialization();
        *lock(&self.server) = Some(running);
        origin
    }

    pub(super) async fn stop_server(&self) {
        let running = lock(&self.server).take();
        if let Some(running) = running {
            running.stop().await;
        }
    }

    /// The desk of the running server.
    ///
    /// # Panics
    /// When the server is stopped.
    pub fn desk(&self) -> Desk {
        lock(&self.server).as_ref().expect("the server runs").desk.clone()
    }

    /// What looks whether pages go on, of the running server.
    ///
    /// # Panics
    /// When the server is stopped.
    pub fn auditor(&self) -> Arc<Auditor> {
        lock(&self.server).as_ref().expect("the server runs").auditor.clone()
    }

    /// The pager of the running server stands still from now on.
    pub(super) fn stop_pager(&self) {
        if let Some(running) = lock(&self.server).as_ref() {
            running.stop_pager();
        }
    }

    /// From now on requests go elsewhere, as through a captive portal; or to the server again.
    pub fn redirects_to(&self, elsewhere: Option<String>) {
        *lock(&self.portal) = elsewhere;
    }

    /// The push service.
    pub const fn pushes(&self) -> &PushService {
        &self.pushes
    }

    /// The mail server.
    pub const fn mails(&self) -> &MailServer {
        &self.mails
    }

    /// The service that hooks call.
    pub const fn hooks(&self) -> &HookReceiver {
        &self.hooks
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The server's origin, such as `http://127.0.0.1:41234`.
    pub fn origin(&self) -> String {
        lock(&self.origin).clone()
    }

    pub(super) fn passes(&self, span: Span) {
        self.clock.pass(span);
        self.pushes.set_clock(self.now().millis() / 1_000);
        let desk = lock(&self.server).as_ref().map(|running| running.desk.clone());
        if let Some(desk) = desk {
            desk.wake_pager();
        }
    }

    pub(super) async fn rests(&self) {
        let desk = self.desk();
        self.until("the pager rests", async || {
            let mut read = desk.store().read().await.expect("a read");
            let due = read.due_pages(self.now(), 1).await.expect("due pages");
            let queued = read.waiting(desk.server(), self.now(), 1).await.expect("what waits");
            let looks = read.due_looks(self.now(), 1).await.expect("due looks");
            let rosters = read.due_duty_looks(self.now()).await.expect("due looks at rosters");
            due.is_empty() && queued.is_empty() && looks.is_empty() && rosters.is_empty()
        })
        .await;
    }

    /// Waits until a condition holds.
    ///
    /// # Panics
    /// When it does not within 20 seconds.
    pub async fn until(&self, what: &str, holds: impl AsyncFn() -> bool) {
        let waiting = async {
            while !holds().await {
                tokio::time::sleep(LOOK_EVERY).await;
            }
        };
        assert!(tokio::time::timeout(WAIT_MAX, waiting).await.is_ok(), "waited in vain: {what}");
    }

    /// A request to the server, by a path with its query.
    pub fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let method = method.parse().expect("a method");
        let portal = lock(&self.portal).clone();
        self.http.request(method, format!("{}{path}", portal.unwrap_or_else(|| self.origin())))
    }

    /// Sends a request and reads the whole answer.
    pub async fn send(&self, request: reqwest::RequestBuilder) -> Result<Reply, NoAnswer> {
        let response = request.send().await.map_err(|_| NoAnswer)?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await.map_err(|_| NoAnswer)?.to_vec();
        Ok(Reply { status, headers, body })
    }
}

/// A client as a browser behaves: no proxy, and no redirect followed unseen.
pub fn client() -> reqwest::Client {
    server::channel::install_tls_provider();
    let builder = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
    builder.build().expect("an HTTP client")
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
