//! A server of its own for many histories: the real binary, its database, and the check.

use super::phone::{Phone, understand};
use desk::clock::SystemClock;
use desk::store::{RecordedNote, Store};
use domain::ids::{IncidentId, NoteId};
use domain::invite::NewInvite;
use domain::outbox::{Answer, Trouble};
use domain::permission::Role;
use domain::time::{days, hours};
use server::keyfile;
use server::store::SqlStore;
use server::store::sql::Options;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tests::process::{Careline, Launch};
use tests::world::{client, settings};

/// How long the test's own view of the database may take to close.
const CLOSING_MAX: Duration = Duration::from_secs(10);

/// How many phones a site has; a history uses some of them.
const PHONES: usize = 8;

/// Where a server is to be found.
#[derive(Clone)]
pub(crate) struct Server {
    http: reqwest::Client,
    url: String,
}

impl Server {
    /// Sends a request and says what its answer means to the phone.
    pub(crate) async fn answers(&self, cookie: &str, body: Vec<u8>) -> Answer {
        let request = self.http.post(&self.url).header("cookie", cookie).header("content-type", "application/json");
        let body = match request.body(body).send().await {
            Ok(response) => response.bytes().await,
            Err(error) => Err(error),
        };
        body.map_or(Answer::None(Trouble::NoConnection), |body| understand(&body))
    }
}

/// A server, its database and the phones that are signed in there.
pub(crate) struct Site {
    _folder: TempDir,
    launch: Launch,
    careline: Option<Careline>,
    server: Server,
    cookies: Vec<String>,
    next_phone: usize,
    /// The notes that have been delivered in all histories.
    delivered: Vec<NoteId>,
    /// How many times the server has been killed.
    pub(crate) kills: u64,
}

impl Site {
    pub(crate) async fn open() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let launch = Launch::in_folder(folder.path());
        Self::launched(folder, launch).await
    }

    /// A server whose files cannot grow beyond so many blocks of 512 bytes.
    pub(crate) async fn with_files_up_to(blocks: u32) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let launch = Launch { file_blocks_max: Some(blocks), ..Launch::in_folder(folder.path()) };
        Self::launched(folder, launch).await
    }

    async fn launched(folder: TempDir, launch: Launch) -> Self {
        let cookies = sign_in(&launch).await;
        let url = format!("http://{}/api/v1/sync", launch.address);
        let server = Server { http: client(), url };
        let mut site = Self {
            _folder: folder,
            launch,
            careline: None,
            server,
            cookies,
            next_phone: 0,
            delivered: Vec::new(),
            kills: 0,
        };
        site.revive().await;
        site
    }

    pub(crate) fn server(&self) -> Server {
        self.server.clone()
    }

    /// Fresh phones, each signed in as somebody else.
    pub(crate) fn phones(&mut self, count: u64) -> Vec<Phone> {
        (0..count)
            .map(|_| {
                self.next_phone = (self.next_phone + 1) % PHONES;
                Phone::new(self.cookies[self.next_phone].clone())
            })
            .collect()
    }

    /// Kills the server, if it runs.
    pub(crate) fn kill(&mut self) {
        if let Some(mut careline) = self.careline.take() {
            assert!(careline.is_alive(), "the server ended by itself");
            careline.kill();
            self.kills += 1;
        }
    }

    /// Whether the process runs.
    pub(crate) fn is_alive(&mut self) -> bool {
        self.careline.as_mut().is_some_and(Careline::is_alive)
    }

    /// Files may grow again; the operator starts the server anew.
    pub(crate) async fn gets_room(&mut self) {
        self.kill();
        self.launch.file_blocks_max = None;
        self.revive().await;
    }

    /// Starts the server, if it is away.
    pub(crate) async fn revive(&mut self) {
        if self.careline.is_none() {
            self.careline = Some(self.launch.start().await);
        }
    }

    /// The database, opened afresh beside the server.
    async fn store(&self) -> SqlStore {
        let keys = keyfile::open_or_create(&self.launch.data_key_file).expect("the data keys");
        SqlStore::open(&self.launch.database_url, keys.ring, &Options::default()).await.expect("the database")
    }

    /// Asks the database and the phones for each note.
    pub(crate) async fn checks(&mut self, phones: &[Phone]) {
        let ids: Vec<_> = phones.iter().flat_map(|phone| phone.saved().keys().copied()).collect();
        let store = self.store().await;
        let recorded = recorded(&store, &ids).await;
        for phone in phones {
            for (id, body) in phone.saved() {
                let in_database = recorded.get(id).map_or(&[][..], Vec::as_slice);
                assert!(phone.holds(*id) || !in_database.is_empty(), "{id} is nowhere");
                assert!(in_database.len() <= 1, "{id} is in the database {} times", in_database.len());
                assert!(in_database.iter().all(|note| note.body == *body), "{id} has other words in the database");
            }
        }
        let_go(store).await;
    }

    /// Asks once more, when every outbox is empty.
    pub(crate) async fn has_them_all(&mut self, phones: &[Phone]) {
        self.checks(phones).await;
        for phone in phones {
            phone.has_delivered_everything();
            self.delivered.extend(phone.saved().keys());
        }
    }

    /// Asks for the notes of all histories at the end, when the server has been killed once more.
    pub(crate) async fn still_has_them_all(&mut self) {
        self.kill();
        assert!(self.delivered.len() > 1_000, "the histories wrote only {} notes", self.delivered.len());
        let store = self.store().await;
        let mut read = store.read().await.expect("a read");
        let mut incidents = BTreeSet::new();
        for ids in self.delivered.chunks(100) {
            let known = read.known_notes(ids).await.expect("known notes");
            assert_eq!(known.len(), ids.len(), "a later history took a note of an earlier one away");
            incidents.extend(known.iter().map(|note| note.incident));
        }
        assert_eq!(incidents.len(), self.delivered.len(), "each note has an incident of its own");
        drop(read);
        let_go(store).await;
    }
}

/// Closes the test's own view of the database. A pool that does not end is let go of: it is not what is tested here.
async fn let_go(store: SqlStore) {
    let _ended = tokio::time::timeout(CLOSING_MAX, store.close()).await;
}

/// What the database holds under these ids, whole.
async fn recorded(store: &SqlStore, ids: &[NoteId]) -> BTreeMap<NoteId, Vec<RecordedNote>> {
    let mut read = store.read().await.expect("a read");
    let known = read.known_notes(ids).await.expect("known notes");
    let incidents: BTreeSet<IncidentId> = known.iter().map(|note| note.incident).collect();
    let mut recorded: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for incident in incidents {
        for note in read.notes(incident).await.expect("notes") {
            recorded.entry(note.id).or_default().push(note);
        }
        assert!(read.besides(incident).await.expect("besides").is_empty(), "a repeat is no other text");
        assert_eq!(read.pages_of(incident).await.expect("pages").len(), 1, "one page for one note");
    }
    recorded
}

/// Makes a conference with a few volunteers, each signed in on a phone.
async fn sign_in(launch: &Launch) -> Vec<String> {
    let keys = keyfile::open_or_create(&launch.data_key_file).expect("data keys");
    let store = SqlStore::open(&launch.database_url, keys.ring, &Options::default()).await.expect("a database");
    let desk = desk::Desk::new(Arc::new(store.clone()), Arc::new(SystemClock));
    let first = desk.create_conference().await.expect("a conference").code;
    let (token, _) = desk.redeem_invite(first.reveal(), &"Olga".into(), "phone").await.expect("the organizer");
    let organizer = desk.actor_of(&token).await.expect("signed in");
    let now = desk.clock().now();
    let dates =
        domain::conference::Settings { starts_at: now.minus(days(1)), ends_at: now.plus(days(1)), ..settings() };
    desk.set_up_conference(&organizer, dates, |_| true).await.expect("set up");
    let mut cookies = Vec::new();
    for place in 0..PHONES {
        let name = format!("Volunteer {place}");
        let wanted = NewInvite { role: Role::Volunteer, name: name.as_str().into(), lifetime: hours(1), uses: 1 };
        let code = desk.make_invite(&organizer, wanted).await.expect("an invite").code;
        let (token, _) = desk.redeem_invite(code.reveal(), &"".into(), "phone").await.expect("signed in");
        cookies.push(format!("careline={}", token.reveal()));
    }
    drop(desk);
    store.close().await;
    cookies
}
