//! A desk over a fresh database, and the people who ask it.

use desk::clock::{Clock as _, TestClock, chance};
use desk::deliveries::{Goes, Outbound};
use desk::record_notes::Incoming;
use desk::{Desk, DeskError};
use domain::conference::Settings;
use domain::conflict::Standing;
use domain::ids::{IncidentId, NoteId, PageId};
use domain::invite::NewInvite;
use domain::note::{NewNote, NoteBody};
use domain::permission::{Actor, Role};
use domain::private::Private;
use domain::sync::Outcome;
use domain::time::{Timestamp, days, hours};
use domain::view::{CaseView, NewShift, NewSubscription};
use server::store::SqlStore;
use server::store::seal::{KeyRing, MasterKey};
use server::store::sql::Options;
use std::collections::BTreeSet;
use std::sync::Arc;
use tempfile::TempDir;

/// When every test begins.
pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

/// A desk with one conference, its organizer, and a clock to move.
pub(crate) struct Bench {
    pub(crate) desk: Desk,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) organizer: Actor,
    _folder: TempDir,
}

impl Bench {
    pub(crate) async fn new() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let url = format!("sqlite://{}", folder.path().join("careline.db").display());
        let keys = KeyRing::new(MasterKey::random().expect("a key"), vec![]);
        let store = SqlStore::open(&url, keys, &Options::default()).await.expect("a new database");
        let clock = Arc::new(TestClock::at(NOW));
        let desk = Desk::new(Arc::new(store), clock.clone());
        let code = desk.create_conference().await.expect("a conference").code;
        let organizer = signs_in(&desk, code.reveal(), "Olga").await;
        desk.set_up_conference(&organizer, settings(), |zone| zone == "Europe/Berlin").await.expect("set up");
        Self { desk, clock, organizer, _folder: folder }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Somebody new.
    pub(crate) async fn joins(&self, name: &str, role: Role) -> Actor {
        let wanted = NewInvite { role, name: name.into(), lifetime: hours(1), uses: 1 };
        let made = self.desk.make_invite(&self.organizer, wanted).await.expect("an invite");
        signs_in(&self.desk, made.code.reveal(), "").await
    }

    pub(crate) async fn volunteer(&self) -> Actor {
        self.joins("Vera", Role::Volunteer).await
    }

    /// A CARE member with pushes on and on call.
    pub(crate) async fn on_call(&self, name: &str) -> Actor {
        let member = self.joins(name, Role::CareMember).await;
        self.desk.turn_pushes_on(&member, subscription(name), "key".into()).await.expect("pushes on");
        self.desk.put_shift(&self.organizer, shift(&member)).await.expect("on the roster");
        member
    }

    /// Somebody of another conference on the same server.
    pub(crate) async fn stranger(&self, role: Role) -> Actor {
        let code = self.desk.create_conference().await.expect("another conference").code;
        let organizer = signs_in(&self.desk, code.reveal(), "Otto").await;
        if role == Role::Organizer {
            return organizer;
        }
        let wanted = NewInvite { role, name: "Stranger".into(), lifetime: hours(1), uses: 1 };
        let made = self.desk.make_invite(&organizer, wanted).await.expect("an invite");
        signs_in(&self.desk, made.code.reveal(), "").await
    }

    /// Records one note and says what came of it.
    pub(crate) async fn records(&self, actor: &Actor, id: NoteId, body: NoteBody) -> Outcome {
        let note = NewNote::parse(body).expect("a note");
        let receipts = self.desk.record_notes(actor, vec![(id, Ok(note)) as Incoming], 0).await.expect("receipts");
        assert_eq!((receipts.len(), receipts[0].id), (1, id));
        receipts[0].outcome
    }

    /// Records a plain note.
    pub(crate) async fn records_text(&self, actor: &Actor, words: &str) -> NoteId {
        let id = self.note_id();
        let outcome = self.records(actor, id, text(words)).await;
        assert!(matches!(outcome, Outcome::Recorded { .. }), "{outcome:?}");
        id
    }

    /// An incident with one note, as a member finds it in the inbox who has no conflict of interest.
    pub(crate) async fn incident(&self, writer: &Actor, member: &Actor) -> IncidentId {
        let incident = self.unanswered(writer, member).await;
        self.clear(member, incident).await;
        incident
    }

    /// An incident with one note, as a member finds it in the inbox who has not been asked yet.
    pub(crate) async fn unanswered(&self, writer: &Actor, member: &Actor) -> IncidentId {
        self.records_text(writer, "What was told.").await;
        self.desk.inbox(member).await.expect("the inbox")[0].incident
    }

    /// A member has no conflict of interest.
    pub(crate) async fn clear(&self, member: &Actor, incident: IncidentId) {
        self.desk.declare(member, incident, Standing::Clear, "".into()).await.expect("an answer");
    }

    /// Opens a case that is shown at once.
    pub(crate) async fn opens(&self, member: &Actor, incident: IncidentId) -> CaseView {
        let opened = self.desk.open_case(member, incident).await.expect("the case");
        opened.case().expect("no question first").clone()
    }

    /// Takes the ladder's due steps.
    pub(crate) async fn climbs(&self) {
        self.desk.advance_pages().await.expect("the ladder");
    }

    /// What is to be sent by now.
    pub(crate) async fn outbound(&self) -> Vec<Outbound> {
        self.desk.outbound(&BTreeSet::new()).await.expect("what is to be sent")
    }

    /// The one page of an incident.
    pub(crate) async fn page_of(&self, incident: IncidentId) -> PageId {
        let mut read = self.desk.store().read().await.expect("a read");
        let pages = read.pages_of(incident).await.expect("pages");
        assert_eq!(pages.len(), 1);
        pages[0].id
    }

    /// How many lines the audit log of an incident has.
    pub(crate) async fn events(&self, incident: IncidentId) -> usize {
        let mut read = self.desk.store().read().await.expect("a read");
        read.events_of(incident).await.expect("events").len()
    }

    /// The edition of what phones keep of the actor's conference.
    pub(crate) async fn edition(&self, actor: &Actor) -> i64 {
        let mut read = self.desk.store().read().await.expect("a read");
        read.conference(actor.conference).await.expect("a read").expect("the conference").edition
    }

    pub(crate) fn note_id(&self) -> NoteId {
        NoteId::mint(self.now(), chance())
    }
}

pub(crate) async fn signs_in(desk: &Desk, code: &str, name: &str) -> Actor {
    let (token, _) = desk.redeem_invite(code, &name.into(), "Test phone").await.expect("the invite works");
    desk.actor_of(&token).await.expect("signed in")
}

pub(crate) fn text(words: &str) -> NoteBody {
    NoteBody { text: words.into(), ..NoteBody::default() }
}

pub(crate) fn shift(member: &Actor) -> NewShift {
    NewShift {
        id: domain::ids::ShiftId::mint(NOW, chance()),
        person: member.person,
        from: NOW.minus(hours(1)),
        until: NOW.plus(days(3)),
        presence: domain::roster::Presence::OnSite,
        duty: domain::roster::Duty::OnDuty,
    }
}

pub(crate) fn subscription(name: &str) -> NewSubscription {
    NewSubscription {
        endpoint: format!("https://push.example/{name}").into(),
        p256dh: "key".into(),
        auth: Private::from("secret"),
    }
}

pub(crate) fn settings() -> Settings {
    Settings {
        name: "Example Days".into(),
        time_zone: "Europe/Berlin".into(),
        starts_at: NOW.minus(days(1)),
        ends_at: NOW.plus(days(3)),
        grace: days(30),
        ..Settings::default()
    }
}

/// What does not exist, is not for this role, or is refused, each as the caller can tell it.
pub(crate) fn why<T: std::fmt::Debug>(answer: Result<T, DeskError>) -> &'static str {
    match answer.expect_err("refused") {
        DeskError::NotFound => "not found",
        DeskError::SignedOut => "signed out",
        DeskError::NotAllowed => "not allowed",
        DeskError::Stale => "stale",
        DeskError::Refused(_) => "refused",
        DeskError::Input(_) => "input",
        DeskError::Storage(_) => "storage",
    }
}

/// Whether it goes anywhere.
pub(crate) fn goes_out(outbound: &Outbound) -> bool {
    !matches!(outbound.goes, Goes::Nowhere | Goes::NotNeeded)
}
