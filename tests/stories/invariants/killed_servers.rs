//! Two hundred pages over servers that are killed at random moments: real processes, real time, SIGKILL.

use desk::Desk;
use desk::clock::{SystemClock, chance};
use desk::record_notes::Incoming;
use desk::store::Store as _;
use domain::conference::Settings;
use domain::ids::{NoteId, PageId, ShiftId};
use domain::invite::NewInvite;
use domain::note::{NewNote, NoteBody};
use domain::paging::PageAnswer;
use domain::permission::{Actor, Role};
use domain::roster::{Duty, Presence};
use domain::time::{Timestamp, days, hours};
use domain::view::{NewShift, NewSubscription};
use server::keyfile;
use server::store::SqlStore;
use server::store::sql::Options;
use server::store::sql::testing::fresh_postgres;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tests::process::{Careline, Launch};
use tests::push_service::{PushService, Subscription};
use tests::world::settings;

/// How many pages there are.
const PAGES: usize = 200;
/// How many CARE members are on call, each with one phone.
const MEMBERS: usize = 3;
/// The longest time that a server lives before it is killed.
const LIFE_MAX_MS: u64 = 160;
/// The longest wait for what must come in the end: longer than a dead server's claims last.
const WAIT_MAX: Duration = Duration::from_secs(90);
/// How soon an accepted page is quiet.
const QUIET_WITHIN: Duration = Duration::from_secs(1);

/// A database with a conference, and the phones that its pages go to.
struct Site {
    _folder: TempDir,
    launch: Launch,
    desk: Desk,
    store: SqlStore,
    pushes: PushService,
    vera: Actor,
    members: Vec<(Actor, Subscription)>,
}

impl Site {
    async fn on(database_url: Option<String>) -> Self {
        let folder = TempDir::new().expect("a folder");
        let pushes = PushService::start().await;
        let mut launch = Launch { push_origin: Some(pushes.origin().to_owned()), ..Launch::in_folder(folder.path()) };
        launch.database_url = database_url.unwrap_or(launch.database_url);
        let keys = keyfile::open_or_create(&launch.data_key_file).expect("data keys");
        let store = SqlStore::open(&launch.database_url, keys.ring, &Options::default()).await.expect("a database");
        let desk = Desk::new(Arc::new(store.clone()), Arc::new(SystemClock));
        pushes.set_clock(desk.clock().now().millis() / 1_000);
        let first = desk.create_conference().await.expect("a conference").code;
        let olga = signs_in(&desk, first.reveal(), "Olga").await;
        let now = desk.clock().now();
        let dates = Settings { starts_at: now.minus(days(1)), ends_at: now.plus(days(1)), ..settings() };
        desk.set_up_conference(&olga, dates, |_| true).await.expect("set up");
        let vera = joins(&desk, &olga, "Vera", Role::Volunteer).await;
        let mut members = Vec::new();
        for name in ["Cleo", "Dana", "Eli"].into_iter().take(MEMBERS) {
            let member = joins(&desk, &olga, name, Role::CareMember).await;
            members.push((member.clone(), on_call(&desk, &olga, &member, &pushes, now).await));
        }
        Self { _folder: folder, launch, desk, store, pushes, vera, members }
    }

    /// So many reports, each of which calls.
    async fn reports(&self, count: usize) -> BTreeSet<PageId> {
        let before = self.calling().await;
        for _ in 0..count {
            let body = NoteBody { text: "Call somebody.".into(), ..NoteBody::default() };
            let id = NoteId::mint(self.desk.clock().now(), chance());
            let note: Incoming = (id, Ok(NewNote::parse(body).expect("a note")));
            self.desk.record_notes(&self.vera, vec![note], 0).await.expect("a receipt");
        }
        self.calling().await.difference(&before).copied().collect()
    }

    async fn calling(&self) -> BTreeSet<PageId> {
        let mut read = self.store.read().await.expect("a read");
        let rows = read.incidents(self.vera.conference, self.vera.person).await.expect("the incidents");
        rows.into_iter().filter_map(|row| row.calling).collect()
    }

    /// How often each page came to each phone.
    fn came(&self) -> BTreeMap<(PageId, usize), usize> {
        let mut came = BTreeMap::new();
        for (at, (_, phone)) in self.members.iter().enumerate() {
            for message in self.pushes.messages(phone) {
                let page = message.payload_json["p"].as_str().and_then(|page| PageId::parse(page).ok());
                *came.entry((page.expect("a page"), at)).or_default() += 1;
            }
        }
        came
    }

    /// Waits until each of these pages has come to each phone, unless somebody has it.
    async fn come_to_everybody(&self, pages: &BTreeSet<PageId>, taken: &BTreeSet<PageId>) {
        let start = Instant::now();
        let missing = || {
            let came = self.came();
            let wanted = pages.difference(taken).flat_map(|page| (0..MEMBERS).map(move |at| (*page, at)));
            wanted.filter(|key| !came.contains_key(key)).count()
        };
        while missing() > 0 {
            assert!(start.elapsed() < WAIT_MAX, "{} pages were lost", missing());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until one more message has come, or a server has had time enough for one.
    async fn something_comes(&self) {
        let (before, start) = (self.pushes.all_messages().len(), Instant::now());
        while self.pushes.all_messages().len() == before && start.elapsed() < QUIET_WITHIN * 5 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Waits until nothing has come for a while: what a server had in hand is out.
    async fn is_quiet(&self) {
        let mut before = usize::MAX;
        while self.pushes.all_messages().len() != before {
            before = self.pushes.all_messages().len();
            tokio::time::sleep(QUIET_WITHIN).await;
        }
    }

    /// The pages that came to a phone twice although their first message was taken by the push service in time. One that
    /// was not may have come all the same, and is sent again.
    async fn sent_twice(&self) -> Vec<(PageId, usize)> {
        let mut read = self.store.read().await.expect("a read");
        let mut twice = Vec::new();
        for ((page, at), _) in self.came().into_iter().filter(|(_, times)| *times > 1) {
            let sent = read.deliveries_of(page).await.expect("deliveries");
            let hers = sent.iter().filter(|sent| sent.person == self.members[at].0.person);
            twice.extend(hers.filter(|sent| sent.tries == 0).map(|_| (page, at)));
        }
        twice
    }

    async fn accepts(&self, at: usize, page: PageId) {
        let answered = self.desk.answer_page(&self.members[at].0, page, PageAnswer::Accept).await;
        assert!(answered.expect("an answer").taken.is_some_and(|taken| taken.you));
    }
}

async fn signs_in(desk: &Desk, code: &str, name: &str) -> Actor {
    let (token, _) = desk.redeem_invite(code, &name.into(), "phone").await.expect("the invite works");
    desk.actor_of(&token).await.expect("signed in")
}

async fn joins(desk: &Desk, organizer: &Actor, name: &str, role: Role) -> Actor {
    let wanted = NewInvite { role, name: name.into(), lifetime: hours(1), uses: 1 };
    let code = desk.make_invite(organizer, wanted).await.expect("an invite").code;
    signs_in(desk, code.reveal(), "").await
}

async fn on_call(desk: &Desk, organizer: &Actor, member: &Actor, pushes: &PushService, now: Timestamp) -> Subscription {
    let phone = pushes.subscribe();
    let to = NewSubscription {
        endpoint: phone.endpoint.as_str().into(),
        p256dh: phone.p256dh.clone(),
        auth: phone.auth.as_str().into(),
    };
    desk.turn_pushes_on(member, to, "key".into()).await.expect("pushes on");
    let shift = NewShift {
        id: ShiftId::mint(now, chance()),
        person: member.person,
        from: now.minus(hours(1)),
        until: now.plus(days(1)),
        presence: Presence::OnSite,
        duty: Duty::OnDuty,
    };
    desk.put_shift(organizer, shift).await.expect("on the roster");
    phone
}

/// A number below `below`, from the system's chance.
fn dice(below: u64) -> u64 {
    let bytes: [u8; 8] = chance();
    u64::from_le_bytes(bytes) % below
}

/// A server lives for a moment, is killed, and another one takes its place, until everything has come.
#[tokio::test]
async fn none_of_two_hundred_pages_is_lost_or_repeated_when_the_server_is_killed() {
    let site = Site::on(None).await;
    let pages = site.reports(PAGES).await;
    assert_eq!(pages.len(), PAGES);
    let (mut taken, mut quiet_from) = (BTreeSet::new(), Vec::new());
    let mut kills = 0;
    while kills < 12 || (site.came().len() < PAGES * MEMBERS / 2 && kills < 60) {
        let mut server = site.launch.start().await;
        site.something_comes().await;
        tokio::time::sleep(Duration::from_millis(dice(LIFE_MAX_MS))).await;
        server.kill();
        kills += 1;
        // Somebody accepts what has come to their phone, also while no server runs: from then on it never rings there.
        let came: Vec<_> = site.came().into_keys().filter(|(page, _)| !taken.contains(page)).collect();
        if let Some((page, at)) = came.get(dice(came.len().max(1) as u64) as usize).copied() {
            site.accepts(at, page).await;
            taken.insert(page);
            // What the dead server had sent already may still be on its way in.
            tokio::time::sleep(QUIET_WITHIN / 4).await;
            quiet_from.push(((page, at), site.came()[&(page, at)]));
        }
    }
    let _server = site.launch.start().await;
    site.come_to_everybody(&pages, &taken).await;
    tokio::time::sleep(QUIET_WITHIN).await;
    let came = site.came();
    for (key, before) in quiet_from {
        assert_eq!(came[&key], before, "whoever had accepted was called again");
    }
    assert!(taken.len() > 3 && pages.iter().all(|page| (0..MEMBERS).any(|at| came.contains_key(&(*page, at)))));
    site.store.close().await;
}

async fn start(launch: &Launch, folder: &TempDir) -> Careline {
    let address = Launch::in_folder(folder.path()).address;
    Launch { address, ..launch.clone() }.start().await
}

/// Two servers share one database: while both live, nothing is sent twice; when one is killed, the other takes over what it
/// left behind.
#[tokio::test]
async fn two_servers_share_the_pages_and_one_takes_over_from_the_other() {
    let Some(fresh) = fresh_postgres().await else { return };
    let site = Site::on(Some(fresh.url().to_owned())).await;
    let folder = TempDir::new().expect("a folder");
    let first = site.reports(PAGES / 2).await;
    let (mut one, mut other) = tokio::join!(start(&site.launch, &folder), start(&site.launch, &folder));
    site.come_to_everybody(&first, &BTreeSet::new()).await;
    tokio::time::sleep(QUIET_WITHIN).await;
    assert_eq!(site.sent_twice().await, [], "two live servers sent the same page");
    one.kill();
    other.kill();

    let second = site.reports(PAGES / 2).await;
    let (mut one, _other) = tokio::join!(start(&site.launch, &folder), start(&site.launch, &folder));
    tokio::time::sleep(Duration::from_millis(dice(LIFE_MAX_MS))).await;
    one.kill();
    let taken: PageId = *second.first().expect("a page");
    site.accepts(0, taken).await;
    // What the living server had in hand already may still go out; what the dead one left may not.
    site.is_quiet().await;
    let before = site.came().get(&(taken, 0)).copied();
    site.come_to_everybody(&second, &BTreeSet::from([taken])).await;
    assert_eq!(site.came().get(&(taken, 0)).copied(), before, "whoever had accepted was called again");
    site.store.close().await;
    drop(fresh);
}
