//! Starting and stopping a server: storage, desk, pager, routes.

use crate::auditor::Auditor;
use crate::channel::{
    AllowedOrigins, BadOrigin, Channels, Hooks, Mail, MailTimeouts, NoTls, Timeouts, Vapid, VapidKey, WebPush,
    install_tls_provider,
};
use crate::config::{Config, Tls};
use crate::http::{Web, router};
use crate::keeper::Keeper;
use crate::keyfile::{self, KeyFileError};
use crate::outward::Outward;
use crate::pager::Pager;
use crate::push_keys::PushKeys;
use crate::sole::{self, InUse};
use crate::store::SqlStore;
use crate::store::sql::{Options, SqlError};
use crate::ways::HeartbeatUrl;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use chrono::{DateTime, Timelike};
use chrono_tz::Tz;
use desk::clock::{Clock, chance};
use desk::{Desk, DeskError, PagerSetup};
use domain::ids::ServerId;
use domain::paging::Policies;
use domain::private::Private;
use domain::time::Timestamp;
use domain::view::InviteMade;
use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, Notify};
use tokio::task::JoinHandle;
use url::Url;

/// How long requests that are under way may take to end when the server stops.
const STOP_WITHIN: Duration = Duration::from_secs(5);
/// How long a client may take to send its headers.
const HEADERS_WITHIN: Duration = Duration::from_secs(10);
/// The name under which the key that signs pushes is kept.
pub(crate) const PUSH_KEY: &str = "push key";
/// The largest headers of one request, in bytes.
const HEADER_BYTES_MAX: usize = 32 * 1024;

/// Why a server does not start; each text is a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another server runs on this database.
    #[error("the database is in use")]
    InUse(#[from] InUse),
    /// The data keys cannot be read or made.
    #[error("the data keys cannot be used")]
    Keys(#[from] KeyFileError),
    /// The database cannot be opened.
    #[error("the database cannot be opened")]
    Database(#[from] SqlError),
    /// The database holds what these keys do not open.
    #[error("the data keys do not open this database: bring back the key file that belongs to it")]
    WrongKeys(#[source] DeskError),
    /// The desk could not be set up.
    #[error("the server's own records cannot be written")]
    Desk(#[from] DeskError),
    /// An extra push origin is none.
    #[error("an extra push origin cannot be used")]
    Origin(#[from] BadOrigin),
    /// Nothing can be sent from this machine.
    #[error("pushes cannot be sent from this machine")]
    Push(#[source] reqwest::Error),
    /// No mail can be sent from this machine.
    #[error("mails cannot be sent from this machine")]
    Mail(#[from] NoTls),
    /// The guard lets no heartbeat through to its address.
    #[error("--heartbeat-url leads into a private network or is not https: name its origin in --allow-hook-origin")]
    Heartbeat,
    /// The address cannot be listened on.
    #[error("cannot listen on {0}")]
    Listen(SocketAddr, #[source] std::io::Error),
    /// The certificate or its key cannot be used.
    #[error("the certificate or its key cannot be used")]
    Certificate(#[source] std::io::Error),
}

/// A desk over an opened database, without a server around it.
pub struct Opened {
    /// The desk.
    pub desk: Desk,
    /// Whether the key file's owner has yet to be told to back it up.
    pub new_keys: bool,
}

/// Opens keys and database, without listening. The command line works through this too.
pub async fn open(config: &Config, clock: Arc<dyn Clock>) -> Result<Opened, StartError> {
    let keys = keyfile::open_or_create(&config.data_key_file)?;
    let store = SqlStore::open(&config.database_url, keys.ring, &Options::default()).await?;
    let is_sole = crate::store::sqlite_file(&config.database_url).is_some();
    let server = if is_sole { ServerId::from_bytes([0; 16]) } else { ServerId::mint(clock.now(), chance()) };
    let policies = Policies::of(config.ladder);
    let desk = Desk::new(Arc::new(store), clock).paging_by(PagerSetup { server, is_sole, policies, minute_of_day });
    if let Err(error) = open_a_sealed_row(&desk).await {
        if keys.created {
            // These keys have sealed nothing; the ones that belong here must find their place free.
            let _ = std::fs::remove_file(&config.data_key_file);
            keyfile::told(&config.data_key_file);
        }
        return Err(error);
    }
    Ok(Opened { desk, new_keys: keys.untold })
}

/// The minute of the day at a venue; in UTC where its zone is unknown.
fn minute_of_day(zone: &str, at: Timestamp) -> u16 {
    let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
    let local = DateTime::from_timestamp_millis(at.millis()).unwrap_or_default().with_timezone(&zone);
    u16::try_from(local.hour() * 60 + local.minute()).unwrap_or(0)
}

/// Keeps a forgotten key file from silently becoming a second set of keys.
async fn open_a_sealed_row(desk: &Desk) -> Result<(), StartError> {
    if !desk.conferences().await?.is_empty() {
        receipt_secret(desk).await?;
    }
    Ok(())
}

/// A running server.
pub struct Running {
    /// Where it listens.
    pub origin: Url,
    /// Its desk.
    pub desk: Desk,
    /// Whether the key file's owner has yet to be told to back it up.
    pub new_keys: bool,
    /// The first organizer's invite, when this start created the conference.
    pub first_invite: Option<InviteMade>,
    handle: Handle<SocketAddr>,
    server: JoinHandle<std::io::Result<()>>,
    /// What looks whether pages go on.
    pub auditor: Arc<Auditor>,
    pager: JoinHandle<()>,
    auditing: JoinHandle<()>,
    search: JoinHandle<()>,
    _sole: Option<File>,
}

/// Starts a server: when this returns, it answers.
pub async fn start(config: Config, clock: Arc<dyn Clock>) -> Result<Running, StartError> {
    install_tls_provider();
    let sole = sole::hold(&config.database_url)?;
    let Opened { desk, new_keys } = open(&config, clock).await?;
    let fresh = desk.conferences().await.map_err(StartError::WrongKeys)?.is_empty();
    let first_invite = if fresh { Some(desk.create_conference().await?) } else { None };
    let allowed = AllowedOrigins::with_extra(&config.allow_push_origins)?;
    let (vapid, keys) = push_keys(&desk, &config).await?;
    let channels = Arc::new(channels(vapid, &allowed, &config)?);
    if config.ways.heartbeat.as_deref().is_some_and(|url| channels.hooks().may_knock(url).is_err()) {
        return Err(StartError::Heartbeat);
    }
    let listener = listen(config.listen)?;
    let address = listener.local_addr().map_err(|error| StartError::Listen(config.listen, error))?;
    let outside = Outward { channels: channels.clone(), public_url: config.public_url.clone() };
    let desk = desk.reaching(Arc::new(outside));
    let pager = Pager {
        desk: desk.clone(),
        channels,
        keys: keys.clone(),
        allowed: allowed.clone(),
        public_url: config.public_url.clone(),
    };
    let secure = config.public_url.scheme() == "https";
    let web = Web::new(desk.clone(), secure, config.recovery_worker, allowed, keys);
    let handle = Handle::new();
    let server = serve(listener, router(web), config.tls.as_ref(), handle.clone()).await?;
    let origin = origin(address, config.tls.is_some());
    let search = tokio::spawn(prepare_search(desk.clone()));
    let (auditor, [pager, auditing]) = page(pager, config.ways.heartbeat);
    Ok(Running { origin, desk, new_keys, first_invite, handle, server, auditor, pager, auditing, search, _sole: sole })
}

/// Starts the pager, and beside it the auditor. Each is kept running by a keeper of its own.
fn page(pager: Pager, heartbeat: Option<HeartbeatUrl>) -> (Arc<Auditor>, [JoinHandle<()>; 2]) {
    let pager_again = Arc::new(Notify::new());
    let auditor = Arc::new(Auditor {
        desk: pager.desk.clone(),
        channels: pager.channels.clone(),
        keys: pager.keys.clone(),
        allowed: pager.allowed.clone(),
        public_url: pager.public_url.clone(),
        heartbeat,
        pager_again: pager_again.clone(),
        kept: Mutex::default(),
    });
    let paging = Keeper { name: "pager", again: pager_again, make: move || pager.clone().run() };
    let looks = auditor.clone();
    let auditing = Keeper { name: "auditor", again: Arc::new(Notify::new()), make: move || Arc::clone(&looks).run() };
    (auditor, [tokio::spawn(paging.run()), tokio::spawn(auditing.run())])
}

/// Reads the records for search, so that nobody waits for it later. What fails here fails again for whoever searches.
async fn prepare_search(desk: Desk) {
    if let Err(error) = desk.prepare_search().await {
        crate::http::log(&error);
    }
}

impl Running {
    /// Lets requests that are under way end, then stops. What waits for the pager is on disk.
    pub async fn stop(self) {
        self.handle.graceful_shutdown(Some(STOP_WITHIN));
        // The server task ends by itself within the time above; its error, if any, has nobody left to act on it.
        let _ = self.server.await;
        for task in [self.pager, self.auditing, self.search] {
            task.abort();
            let _ = task.await;
        }
    }

    /// Stops the pager alone, as if it hung: what is due stays due. For whoever tests what looks after it.
    pub fn stop_pager(&self) {
        self.pager.abort();
    }

    /// Waits until the server ends by itself, which it does only when something is wrong.
    pub async fn wait(&mut self) {
        tokio::select! {
            _ = &mut self.server => {}
            _ = &mut self.pager => {}
        }
    }
}

/// The ways to people that this server has.
fn channels(vapid: Vapid, allowed: &AllowedOrigins, config: &Config) -> Result<Channels, StartError> {
    let push = WebPush::new(vapid, allowed, Timeouts::default()).map_err(StartError::Push)?;
    let hooks = Hooks::new(config.ways.hook_origins.clone(), Timeouts::default()).map_err(StartError::Push)?;
    let mail = config.ways.mail.clone();
    let mail = mail.map(|(server, from)| Mail::new(server, from, MailTimeouts::default())).transpose()?;
    Ok(Channels::new(push, mail, hooks))
}

async fn push_keys(desk: &Desk, config: &Config) -> Result<(Vapid, Arc<PushKeys>), StartError> {
    let fresh = VapidKey::generate(chance()).to_bytes().to_vec();
    let kept = desk.secret(PUSH_KEY, Private::new(fresh)).await.map_err(StartError::WrongKeys)?;
    let receipts = receipt_secret(desk).await?;
    let key = VapidKey::from_bytes(kept.reveal()).map_err(|_| StartError::WrongKeys(DeskError::NotFound))?;
    let vapid = Vapid::new(key, config.contact.clone());
    let keys = Arc::new(PushKeys::of(&vapid, receipts));
    Ok((vapid, keys))
}

async fn receipt_secret(desk: &Desk) -> Result<[u8; 32], StartError> {
    let fresh = Private::new(chance::<32>().to_vec());
    let kept = desk.secret("push receipts", fresh).await.map_err(StartError::WrongKeys)?;
    <[u8; 32]>::try_from(kept.reveal().as_slice()).map_err(|_| StartError::WrongKeys(DeskError::NotFound))
}

fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    let failed = |error| StartError::Listen(address, error);
    let listener = TcpListener::bind(address).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    Ok(listener)
}

async fn serve(
    listener: TcpListener,
    routes: axum::Router,
    tls: Option<&Tls>,
    handle: Handle<SocketAddr>,
) -> Result<JoinHandle<std::io::Result<()>>, StartError> {
    let address = listener.local_addr().map_err(StartError::Certificate)?;
    let failed = |error| StartError::Listen(address, error);
    let service = routes.into_make_service();
    if let Some(Tls { certificate, key }) = tls {
        let files = RustlsConfig::from_pem_file(certificate, key).await.map_err(StartError::Certificate)?;
        let mut server = axum_server::from_tcp_rustls(listener, files).map_err(failed)?.handle(handle);
        bound(server.http_builder());
        Ok(tokio::spawn(server.serve(service)))
    } else {
        let mut server = axum_server::from_tcp(listener).map_err(failed)?.handle(handle);
        bound(server.http_builder());
        Ok(tokio::spawn(server.serve(service)))
    }
}

/// Bounds what a client may send before it has said anything.
fn bound<E>(builder: &mut hyper_util::server::conn::auto::Builder<E>) {
    builder
        .http1()
        .timer(hyper_util::rt::TokioTimer::new())
        .header_read_timeout(HEADERS_WITHIN)
        .max_buf_size(HEADER_BYTES_MAX);
}

fn origin(address: SocketAddr, tls: bool) -> Url {
    let scheme = if tls { "https" } else { "http" };
    let text = format!("{scheme}://{address}");
    // A socket address is always a host and a port.
    Url::parse(&text).unwrap_or_else(|_| unreachable!("{text} is a URL"))
}
