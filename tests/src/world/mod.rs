//! A conference on this machine: one real server, its people, their phones, and a clock that a story moves.
//!
//! Verbs are those of the response guide, so that a story reads as the guide does. Nothing here knows how the server
//! works: it is asked over HTTP, as phones ask it. Two things are looked at from inside, and only to know when it is at
//! rest: whether a page has a step or a roster a look due, and whether a push waits to be sent ([`World::rests`]).

mod api;
mod asks_verbs;
mod desk_verbs;
mod elsewhere;
mod people_verbs;
mod person;
mod phone;
mod record_verbs;
mod reporter;
pub mod review_verbs;
mod roster_verbs;
mod tables;
mod town;
mod words_verbs;

pub use api::{NoAnswer, Reply, SESSION_PATH};
pub use desk_verbs::notes_of;
pub use people_verbs::conversation;
pub use person::Person;
pub use phone::{Phone, Seen, photo};
pub use reporter::Visitor;
pub use roster_verbs::part;
pub use town::{START, Town, client};
pub use words_verbs::{draft, message, statement};

use desk::Desk;
use domain::conference::{EmergencyNumber, Settings};
use domain::hook::{Key, NewHook, Preset};
use domain::ids::{HookId, ShiftId};
use domain::invite::NewInvite;
use domain::paging::{LadderTimes, Trouble};
use domain::permission::Role;
use domain::roster::{Duty, Presence};
use domain::time::{Span, Timestamp, days, hours};
use domain::view::{InviteMade, NewShift};
use serde_json::{Value, json};
use server::channel::{AllowedOrigins, Contact, MailFrom, MailServer};
use server::config::Config;
use server::store::sql::testing::{Fresh, fresh_postgres};
use server::ways::Ways;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;
use url::Url;

/// A server, its people and its clock; everything is gone when it is dropped.
pub struct World {
    town: Arc<Town>,
    config: Config,
    organizer: Person,
    folder: TempDir,
}

impl World {
    /// A conference that is set up, on SQLite, with its organizer and nobody else.
    pub async fn start() -> Self {
        Self::start_with(|_, _| {}).await
    }

    /// The same, of a server that says at `/alive` of the service for hooks that all is well.
    pub async fn start_with_heartbeat() -> Self {
        Self::start_with(|config, town| config.ways.heartbeat = Some(format!("{}/alive", town.hooks().origin()).into()))
            .await
    }

    async fn start_with(settings: impl FnOnce(&mut Config, &Town)) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let database = format!("sqlite://{}", folder.path().join("careline.db").display());
        Self::on(folder, database, settings).await
    }

    /// The same on a database of its own on PostgreSQL, when `CARELINE_TEST_POSTGRES` names a server.
    async fn start_on_postgres() -> Option<(Self, Fresh)> {
        let fresh = fresh_postgres().await?;
        let folder = TempDir::new().expect("a temporary folder");
        Some((Self::on(folder, fresh.url().to_owned(), |_, _| {}).await, fresh))
    }

    /// Tells a story on each engine, on PostgreSQL only where a server is named.
    pub async fn on_each_engine(story: impl AsyncFn(&Self)) {
        story(&Self::start().await).await;
        // The database goes when the server that uses it has gone.
        if let Some((world, fresh)) = Self::start_on_postgres().await {
            story(&world).await;
            world.stops().await;
            drop(fresh);
        }
    }

    async fn on(folder: TempDir, database_url: String, settings: impl FnOnce(&mut Config, &Town)) -> Self {
        let town = Town::open().await;
        let mut config = config_in(folder.path(), database_url, town.pushes().origin());
        config.ways = ways(&town);
        settings(&mut config, &town);
        let origin = town.start_server(config.clone()).await;
        // The same port after a restart, as a real server has.
        config.listen = address_of(&origin);
        let code = first_code(&town).await;
        let organizer = Person::signs_in(&town, "Olga", Role::Organizer, &code).await;
        let world = Self { town, config, organizer, folder };
        let reply = world.organizer.asks("set_up_conference", json!({ "settings": settings() })).await;
        assert_eq!(reply.status, 200, "the conference is set up: {}", reply.text());
        world
    }

    /// Who set the conference up.
    pub const fn organizer(&self) -> &Person {
        &self.organizer
    }

    /// A volunteer with one phone.
    pub async fn volunteer(&self, name: &str) -> Person {
        self.joins(name, Role::Volunteer).await
    }

    /// A CARE member with one phone, whose pushes are on, and who is not on call.
    pub async fn care_member(&self, name: &str) -> Person {
        let member = self.joins(name, Role::CareMember).await;
        member.phone().turns_pushes_on().await;
        member
    }

    /// A CARE member with one phone, whose pushes are on, and who is on call for the whole conference.
    pub async fn on_call(&self, name: &str) -> Person {
        let member = self.care_member(name).await;
        self.puts_on_call(&member, hours(72)).await;
        member
    }

    /// A second phone of a CARE member, with pushes on.
    pub async fn second_phone(&self, member: &Person) -> Phone {
        let made = self.invites(member.name(), Role::CareMember, 1).await;
        let phone = Phone::new(&self.town);
        phone.signs_in(made.code.reveal(), "").await.expect("a second phone");
        phone.turns_pushes_on().await;
        phone
    }

    /// Puts a member on the roster from an hour ago.
    pub async fn puts_on_call(&self, member: &Person, span: Span) -> ShiftId {
        let from = self.now().minus(hours(1));
        let id = ShiftId::mint(self.now(), desk::clock::chance());
        let (person, until) = (member.id(), from.plus(span));
        let shift = NewShift { id, person, from, until, presence: Presence::OnSite, duty: Duty::OnDuty };
        let reply = self.organizer.asks("put_shift", json!({ "shift": shift })).await;
        assert_eq!(reply.status, 200, "the shift is on the roster: {}", reply.text());
        id
    }

    /// Somebody new with an invite of their own.
    pub async fn joins(&self, name: &str, role: Role) -> Person {
        let made = self.invites(name, role, 1).await;
        Person::signs_in(&self.town, name, role, made.code.reveal()).await
    }

    /// An invite, as the organizer makes it.
    pub async fn invites(&self, name: &str, role: Role, uses: u32) -> InviteMade {
        let invite = NewInvite { role, name: name.into(), lifetime: hours(24), uses };
        let reply = self.organizer.asks("make_invite", json!({ "invite": invite })).await;
        assert_eq!(reply.status, 200, "the invite is made: {}", reply.text());
        reply.json()
    }

    /// The code of an invite that is made on the machine, by whoever runs the server.
    pub async fn operator_invites(&self, name: &str, role: Role) -> String {
        operator_invites(&self.town, name, role).await
    }

    /// A reporter's browser, which has no account.
    pub fn reporter(&self) -> Visitor {
        Visitor::new(&self.town)
    }

    /// Lets time pass, and the server do what is due then.
    pub async fn passes(&self, span: Span) {
        self.town.passes(span);
        self.rests().await;
    }

    /// What looks after the pages looks now, and says what is wrong.
    pub async fn audits(&self) -> Option<Trouble> {
        self.town.auditor().look().await
    }

    /// What `/healthz` answers.
    pub async fn health(&self) -> (u16, String) {
        let reply = self.town.send(self.town.request("GET", "/healthz")).await.expect("an answer");
        (reply.status, reply.text())
    }

    /// The pager stands still until the server is started again.
    pub fn stops_the_pager(&self) {
        self.town.stop_pager();
    }

    /// Lets time pass while the server or its pager is stopped.
    pub fn passes_while_stopped(&self, span: Span) {
        self.town.passes(span);
    }

    /// Waits until no page has a step due and no push waits to be sent.
    pub async fn rests(&self) {
        self.town.rests().await;
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        self.town.now()
    }

    /// Stops the server; phones find nobody.
    pub async fn stops(&self) {
        self.town.stop_server().await;
    }

    /// Starts the server again on what it left behind.
    pub async fn starts_again(&self) {
        self.town.start_server(self.config.clone()).await;
    }

    /// The town behind the people: plain HTTP, the push service, the clock.
    pub const fn town(&self) -> &Arc<Town> {
        &self.town
    }

    /// The desk of the running server, for asking it what a phone cannot.
    pub fn desk(&self) -> Desk {
        self.town.desk()
    }

    /// How the server was started.
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// Where the server keeps its files.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Everything that has been pushed so far.
    pub fn pushed(&self) -> Vec<Value> {
        self.town.pushes().all_messages().into_iter().map(|message| message.payload_json).collect()
    }
}

/// How a server in this folder is started.
pub fn config_in(folder: &Path, database_url: String, push_origin: &str) -> Config {
    Config {
        database_url: database_url.into(),
        data_key_file: folder.join("careline.keys"),
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        public_url: Url::parse("http://localhost:3000").expect("an address"),
        allow_push_origins: vec![push_origin.to_owned()],
        contact: Contact::parse("mailto:care@conference.example").expect("a contact"),
        ladder: LadderTimes::default(),
        tls: None,
        recovery_worker: false,
        ways: Ways::default(),
    }
}

/// The ways to people beside pushes: the town's own services.
fn ways(town: &Town) -> Ways {
    let server = MailServer::parse(&format!("smtp://{}", town.mails().address())).expect("a mail server");
    let from = MailFrom::parse("Example Days <care@conference.example>").expect("a sender");
    let hook_origins = AllowedOrigins::with_extra(&[town.hooks().origin()]).expect("an origin");
    Ways { mail: Some((server, from)), hook_origins, heartbeat: None }
}

fn address_of(origin: &Url) -> SocketAddr {
    let port = origin.port().expect("the server's port");
    SocketAddr::from(([127, 0, 0, 1], port))
}

/// The code of the first organizer's invite: a new server has made a conference already, or makes one here.
async fn first_code(town: &Town) -> String {
    let desk = town.desk();
    if desk.conferences().await.expect("the conferences").is_empty() {
        return desk.create_conference().await.expect("a conference").code.into_revealed();
    }
    operator_invites(town, "", Role::Organizer).await
}

async fn operator_invites(town: &Town, name: &str, role: Role) -> String {
    let desk = town.desk();
    let conference = desk.conferences().await.expect("the conferences")[0].id;
    let wanted = NewInvite { role, name: name.into(), lifetime: hours(24), uses: 1 };
    desk.make_invite_as_operator(conference, wanted).await.expect("an invite").code.into_revealed()
}

/// What an organizer types of a service that takes JSON, at an address of this origin, with a token.
pub fn hook(origin: &str) -> NewHook {
    let preset = Preset::Json;
    NewHook {
        id: HookId::mint(START, desk::clock::chance()),
        name: "Pager".into(),
        preset,
        url: Some(format!("{origin}/care").into()),
        method: preset.method(),
        content: preset.content(),
        template: preset.template().into(),
        key: Some(Key::Bearer("a token of the service".into())),
    }
}

/// What the organizer types in.
pub fn settings() -> Settings {
    Settings {
        name: "Example Days".into(),
        venue: "Old Mill".into(),
        address: "1 Mill Lane".into(),
        time_zone: "Europe/Berlin".into(),
        starts_at: START.minus(days(1)),
        ends_at: START.plus(days(3)),
        emergency: vec![EmergencyNumber { label: "Ambulance".into(), number: "112".into() }],
        conduct_address: String::new(),
        outside_contact: String::new(),
        grace: days(30),
    }
}
