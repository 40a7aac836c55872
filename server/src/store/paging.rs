//! The part of the doors that paging needs; each method hands on to the session's own of the same name.

use super::session::{Ask, Session};
use super::sql::Transaction;
use async_trait::async_trait;
use desk::store::{Claim, ReadPaging, Stored, Subscription, Waiting, WritePaging};
use domain::ids::{ConferenceId, DeliveryId, DeviceId, IncidentId, PageId, PersonId, ServerId};
use domain::paging::{Delivery, DeliveryState, Page, Policies, Progress};
use domain::reach::{Choices, Signs};
use domain::time::Timestamp;

#[async_trait]
impl<A: Ask> ReadPaging for Session<A> {
    async fn page(&mut self, id: PageId) -> Stored<Option<Page>> {
        self.page(id).await
    }
    async fn pages(&mut self, ids: &[PageId]) -> Stored<Vec<Page>> {
        self.pages(ids).await
    }
    async fn pages_of(&mut self, incident: IncidentId) -> Stored<Vec<Page>> {
        self.pages_of(incident).await
    }
    async fn due_pages(&mut self, now: Timestamp, limit: u32) -> Stored<Vec<Page>> {
        self.due_pages(now, limit).await
    }
    async fn next_page_step(&mut self) -> Stored<Option<Timestamp>> {
        self.next_page_step().await
    }
    async fn progress(&mut self) -> Stored<Progress> {
        self.progress().await
    }
    async fn subscriptions(&mut self, people: &[PersonId], now: Timestamp) -> Stored<Vec<Subscription>> {
        self.subscriptions(people, now).await
    }
    async fn push_devices(&mut self, people: &[PersonId], now: Timestamp) -> Stored<Vec<(PersonId, DeviceId)>> {
        self.push_devices(people, now).await
    }
    async fn last_calls(&mut self, pages: &[PageId]) -> Stored<Vec<Delivery>> {
        self.last_calls(pages).await
    }
    async fn deliveries_of(&mut self, page: PageId) -> Stored<Vec<Delivery>> {
        self.deliveries_of(page).await
    }
    async fn reached_by(&mut self, page: PageId) -> Stored<Vec<PersonId>> {
        self.reached_by(page).await
    }
    async fn delivery(&mut self, id: DeliveryId) -> Stored<Option<Delivery>> {
        self.delivery(id).await
    }
    async fn waiting(&mut self, server: ServerId, now: Timestamp, limit: u32) -> Stored<Vec<Waiting>> {
        self.waiting(server, now, limit).await
    }
    async fn next_waiting(&mut self, server: ServerId, now: Timestamp) -> Stored<Option<Timestamp>> {
        self.next_waiting(server, now).await
    }
    async fn last_tests(&mut self, devices: &[DeviceId]) -> Stored<Vec<Delivery>> {
        self.last_tests(devices).await
    }
    async fn signs(&mut self, devices: &[DeviceId]) -> Stored<Vec<(DeviceId, Signs)>> {
        self.signs(devices).await
    }
    async fn choices(&mut self, people: &[PersonId]) -> Stored<Vec<(PersonId, Choices)>> {
        self.choices(people).await
    }
    async fn policies(&mut self, conference: ConferenceId) -> Stored<Option<Policies>> {
        self.policies(conference).await
    }
}

#[async_trait]
impl WritePaging for Session<Transaction> {
    async fn put_page(&mut self, page: &Page) -> Stored<()> {
        self.put_pages(std::slice::from_ref(page)).await
    }
    async fn put_pages(&mut self, pages: &[Page]) -> Stored<()> {
        self.put_pages(pages).await
    }
    async fn add_deliveries(&mut self, deliveries: &[Delivery], claim: Claim) -> Stored<()> {
        self.add_deliveries(deliveries, claim).await
    }
    async fn supersede(&mut self, ids: &[DeliveryId]) -> Stored<()> {
        self.supersede(ids).await
    }
    async fn claim(&mut self, ids: &[DeliveryId], claim: Claim, now: Timestamp) -> Stored<Vec<DeliveryId>> {
        self.claim(ids, claim, now).await
    }
    async fn move_delivery(&mut self, id: DeliveryId, to: DeliveryState) -> Stored<bool> {
        self.move_delivery(id, to).await
    }
    async fn put_off(&mut self, id: DeliveryId, not_before: Timestamp, claim: Claim) -> Stored<bool> {
        self.put_off(id, not_before, claim).await
    }
    async fn answer_deliveries(&mut self, page: PageId, person: PersonId, to: DeliveryState) -> Stored<()> {
        self.answer_deliveries(page, person, to).await
    }
    async fn expire_deliveries(&mut self, page: PageId) -> Stored<()> {
        self.expire_deliveries(page).await
    }
    async fn put_subscription(&mut self, subscription: &Subscription) -> Stored<()> {
        self.put_subscription(subscription).await
    }
    async fn remove_subscription(&mut self, device: DeviceId) -> Stored<bool> {
        self.remove_subscription(device).await
    }
    async fn put_choices(&mut self, person: PersonId, choices: &Choices, now: Timestamp) -> Stored<()> {
        self.put_choices(person, choices, now).await
    }
    async fn put_policies(&mut self, conference: ConferenceId, policies: Option<&Policies>) -> Stored<()> {
        self.put_policies(conference, policies).await
    }
}
