//! The part of the door that paging needs: pages, deliveries, where they go, and what people and organizers chose.
//!
//! Deliveries are shared by several servers through claims: a row that waits belongs to one server until a time
//! ([`WritePaging::claim`]), and nobody else sends it before. What a server writes down is its own from the start, so that
//! sending it costs no change of its own; what a dead server leaves behind is taken over when its time is up.

use super::{Stored, Subscription};
use async_trait::async_trait;
use domain::ids::{ConferenceId, DeliveryId, DeviceId, IncidentId, PageId, PersonId, ServerId};
use domain::paging::{Delivery, DeliveryState, Page, Policies, Progress};
use domain::reach::{Choices, Signs};
use domain::time::Timestamp;

/// Which server sends a delivery, and until when nobody else does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The server.
    pub owner: ServerId,
    /// Until when.
    pub until: Timestamp,
}

impl Claim {
    /// Whichever server comes first takes it.
    pub const NOBODY: Self = Self { owner: ServerId::from_bytes([0; 16]), until: Timestamp::from_millis(0) };
}

/// A delivery that waits to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The delivery.
    pub delivery: Delivery,
    /// Who sends it.
    pub claim: Claim,
}

/// What paging can ask.
#[async_trait]
pub trait ReadPaging: Send {
    /// One page.
    async fn page(&mut self, id: PageId) -> Stored<Option<Page>>;
    /// These pages, in no order; unknown ones are left out.
    async fn pages(&mut self, ids: &[PageId]) -> Stored<Vec<Page>>;
    /// All pages of an incident, by start.
    async fn pages_of(&mut self, incident: IncidentId) -> Stored<Vec<Page>>;
    /// Pages whose next step is due, the longest due first, at most `limit`.
    async fn due_pages(&mut self, now: Timestamp, limit: u32) -> Stored<Vec<Page>>;
    /// When the next step of any page is due.
    async fn next_page_step(&mut self) -> Stored<Option<Timestamp>>;
    /// How all open pages and all messages that wait stand.
    async fn progress(&mut self) -> Stored<Progress>;
    /// All push subscriptions of these people, of devices signed in at `now`.
    async fn subscriptions(&mut self, people: &[PersonId], now: Timestamp) -> Stored<Vec<Subscription>>;
    /// The devices of these people that take pushes at `now`; nothing is opened for it.
    async fn push_devices(&mut self, people: &[PersonId], now: Timestamp) -> Stored<Vec<(PersonId, DeviceId)>>;
    /// Of each of these pages, what became of the last call of each person.
    async fn last_calls(&mut self, pages: &[PageId]) -> Stored<Vec<Delivery>>;
    /// Everything that was sent for a page, by time, at most some thousands.
    async fn deliveries_of(&mut self, page: PageId) -> Stored<Vec<Delivery>>;
    /// Whom something of a page has reached or is on its way to, by id.
    async fn reached_by(&mut self, page: PageId) -> Stored<Vec<PersonId>>;
    /// One delivery.
    async fn delivery(&mut self, id: DeliveryId) -> Stored<Option<Delivery>>;
    /// The deliveries that this server may send or take over at `now`, the oldest first, at most `limit`.
    async fn waiting(&mut self, server: ServerId, now: Timestamp, limit: u32) -> Stored<Vec<Waiting>>;
    /// When the next of the deliveries that wait may be sent or taken over by this server, if one has to wait until then.
    async fn next_waiting(&mut self, server: ServerId, now: Timestamp) -> Stored<Option<Timestamp>>;
    /// The latest test push of each of these devices.
    async fn last_tests(&mut self, devices: &[DeviceId]) -> Stored<Vec<Delivery>>;
    /// What the deliveries to these devices tell of them; a device that was never sent anything is left out.
    async fn signs(&mut self, devices: &[DeviceId]) -> Stored<Vec<(DeviceId, Signs)>>;
    /// By which ways these people want to be called; whoever has chosen nothing is left out.
    async fn choices(&mut self, people: &[PersonId]) -> Stored<Vec<(PersonId, Choices)>>;
    /// The ladders of a conference, if its organizers have written any.
    async fn policies(&mut self, conference: ConferenceId) -> Stored<Option<Policies>>;
}

/// What paging can write.
#[async_trait]
pub trait WritePaging: ReadPaging {
    /// Writes a page.
    async fn put_page(&mut self, page: &Page) -> Stored<()>;
    /// Writes many pages.
    async fn put_pages(&mut self, pages: &[Page]) -> Stored<()>;
    /// Writes deliveries to be sent by this server.
    async fn add_deliveries(&mut self, deliveries: &[Delivery], claim: Claim) -> Stored<()>;
    /// These belong to a call of their page that a later one has taken the place of.
    async fn supersede(&mut self, ids: &[DeliveryId]) -> Stored<()>;
    /// Takes what waits and is one's own, or belongs to nobody at `now` any more; says which of them one has.
    async fn claim(&mut self, ids: &[DeliveryId], claim: Claim, now: Timestamp) -> Stored<Vec<DeliveryId>>;
    /// Moves a delivery forward; whether it moved.
    async fn move_delivery(&mut self, id: DeliveryId, to: DeliveryState) -> Stored<bool>;
    /// Puts off a delivery whose service wants a pause, and keeps it for this server until after that; whether it still
    /// waited.
    async fn put_off(&mut self, id: DeliveryId, not_before: Timestamp, claim: Claim) -> Stored<bool>;
    /// The person has answered a page: what was sent to them says so, and what waits for them is not sent any more.
    async fn answer_deliveries(&mut self, page: PageId, person: PersonId, to: DeliveryState) -> Stored<()>;
    /// Nothing of a page that still waits is sent any more.
    async fn expire_deliveries(&mut self, page: PageId) -> Stored<()>;
    /// Writes a device's push subscription, in place of any earlier one.
    async fn put_subscription(&mut self, subscription: &Subscription) -> Stored<()>;
    /// Removes a device's push subscription; whether there was one.
    async fn remove_subscription(&mut self, device: DeviceId) -> Stored<bool>;
    /// Writes by which ways a person wants to be called.
    async fn put_choices(&mut self, person: PersonId, choices: &Choices, now: Timestamp) -> Stored<()>;
    /// Writes the ladders of a conference; nothing for those that the server has by itself.
    async fn put_policies(&mut self, conference: ConferenceId, policies: Option<&Policies>) -> Stored<()>;
}
