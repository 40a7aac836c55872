//! The door [`Tx`]: each method hands on to the session's own of the same name, which stands with its table family.

use super::{session::Session, sql::Transaction};
use async_trait::async_trait;
use desk::store::{NewRows, Photo, Stored, Strike, Tx};
use domain::asks::Ask;
use domain::audit::AuditEvents;
use domain::case::Case;
use domain::conference::Conference;
use domain::conflict::{Conflict, StandingChange};
use domain::digest::Digest;
use domain::guide::Card;
use domain::ids::{ConferenceId, IncidentId, NoteId, ReporterLinkId};
use domain::invite::Invite;
use domain::permission::{Device, Person};
use domain::private::Private;
use domain::reporter::team::{PublicCard, PublicPages};
use domain::time::Timestamp;
use domain::work::RecordedDeed;
use domain::work::reminder::{Overdue, Targets};

#[async_trait]
impl Tx for Session<Transaction> {
    async fn put_conference(&mut self, conference: &Conference) -> Stored<()> {
        self.put_conference(conference).await
    }
    async fn new_edition(&mut self, conference: ConferenceId) -> Stored<()> {
        self.new_edition(conference).await
    }
    async fn put_person(&mut self, person: &Person) -> Stored<()> {
        self.put_person(person).await
    }
    async fn add_device(&mut self, device: &Device, token: Digest) -> Stored<()> {
        self.add_device(device, token).await
    }
    async fn put_device(&mut self, device: &Device) -> Stored<()> {
        self.put_device(device).await
    }
    async fn add_invite(&mut self, invite: &Invite, code: Digest) -> Stored<()> {
        self.add_invite(invite, code).await
    }
    async fn put_invite(&mut self, invite: &Invite) -> Stored<()> {
        self.put_invite(invite).await
    }
    async fn put_card(&mut self, conference: ConferenceId, card: &Card) -> Stored<()> {
        self.put_card(conference, card).await
    }
    async fn add_rows(&mut self, rows: NewRows) -> Stored<()> {
        self.add_rows(rows).await
    }
    async fn strike(&mut self, note: NoteId, incident: IncidentId, strike: &Strike) -> Stored<()> {
        self.strike(note, incident, strike).await
    }
    async fn add_photo(&mut self, photo: &Photo) -> Stored<bool> {
        self.add_photo(photo).await
    }
    async fn put_case(&mut self, case: &Case) -> Stored<()> {
        self.put_case(case).await
    }
    async fn add_deed(&mut self, incident: IncidentId, deed: &RecordedDeed) -> Stored<()> {
        self.add_deed(incident, deed).await
    }
    async fn put_asks(&mut self, asks: &[Ask]) -> Stored<()> {
        self.put_asks(asks).await
    }
    async fn put_look(&mut self, incident: IncidentId, overdue: &[Overdue], next: Option<Timestamp>) -> Stored<()> {
        self.put_look(incident, overdue, next).await
    }
    async fn put_targets(&mut self, conference: ConferenceId, targets: &Targets) -> Stored<()> {
        self.put_targets(conference, targets).await
    }
    async fn put_standing(&mut self, change: &StandingChange) -> Stored<()> {
        self.put_standing(change).await
    }
    async fn take_from(&mut self, conflict: &Conflict) -> Stored<bool> {
        self.take_from(conflict).await
    }
    async fn change_link(&mut self, link: ReporterLinkId, key: Digest) -> Stored<()> {
        self.change_link(link, key).await
    }
    async fn put_public_card(&mut self, person: &Person, card: &PublicCard) -> Stored<()> {
        self.put_public_card(person, card).await
    }
    async fn put_public_pages(&mut self, conference: ConferenceId, pages: &PublicPages) -> Stored<()> {
        self.put_public_pages(conference, pages).await
    }
    async fn keep_secret(&mut self, name: &'static str, secret: Private<Vec<u8>>) -> Stored<Private<Vec<u8>>> {
        self.keep_secret(name, secret).await
    }
    async fn commit(self: Box<Self>, events: AuditEvents) -> Stored<()> {
        (*self).commit(events).await
    }
}
