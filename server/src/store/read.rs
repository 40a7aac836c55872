//! The door [`Read`]: each method hands on to the session's own of the same name, which stands with its table family.

use super::session::{Ask, Session};
use async_trait::async_trait;
use desk::store::{self, Aged, Findable, IncidentLine, KnownNote, NoteBeside, Photo, Read, RecordedNote, Stored};
use domain::asks::Ask as AskOfPerson;
use domain::audit::AuditEvent;
use domain::conference::Conference;
use domain::conflict::{Conflict, StandingRecord};
use domain::digest::Digest;
use domain::guide::Card;
use domain::ids::{AskId, ConferenceId, DeviceId, IncidentId, NoteId, PersonId, PhotoId};
use domain::incident::Incident;
use domain::invite::Invite;
use domain::permission::{Device, Person};
use domain::private::Private;
use domain::reporter::ReporterLink;
use domain::reporter::team::{PublicCard, PublicPages};
use domain::time::Timestamp;
use domain::work::RecordedDeed;
use domain::work::reminder::Targets;
use std::collections::BTreeMap;

#[async_trait]
impl<A: Ask> Read for Session<A> {
    async fn conferences(&mut self) -> Stored<Vec<Conference>> {
        self.conferences().await
    }
    async fn conference(&mut self, id: ConferenceId) -> Stored<Option<Conference>> {
        self.conference(id).await
    }
    async fn person(&mut self, id: PersonId) -> Stored<Option<Person>> {
        self.person(id).await
    }
    async fn care_team(&mut self, conference: ConferenceId) -> Stored<Vec<PersonId>> {
        self.care_team(conference).await
    }
    async fn names(&mut self, people: &[PersonId]) -> Stored<Vec<(PersonId, Private<String>)>> {
        self.names(people).await
    }
    async fn people(&mut self, conference: ConferenceId) -> Stored<Vec<Person>> {
        self.people(conference).await
    }
    async fn device(&mut self, id: DeviceId) -> Stored<Option<Device>> {
        self.device(id).await
    }
    async fn sessions(&mut self, tokens: &[Digest]) -> Stored<Vec<store::Session>> {
        self.sessions(tokens).await
    }
    async fn devices(&mut self, conference: ConferenceId) -> Stored<Vec<Device>> {
        self.devices(conference).await
    }
    async fn invite_by_code(&mut self, code: Digest) -> Stored<Option<Invite>> {
        self.invite_by_code(code).await
    }
    async fn invites(&mut self, conference: ConferenceId) -> Stored<Vec<Invite>> {
        self.invites(conference).await
    }
    async fn cards(&mut self, conference: ConferenceId) -> Stored<Vec<Card>> {
        self.cards(conference).await
    }
    async fn known_notes(&mut self, ids: &[NoteId]) -> Stored<Vec<KnownNote>> {
        self.known_notes(ids).await
    }
    async fn notes(&mut self, incident: IncidentId) -> Stored<Vec<RecordedNote>> {
        self.notes(incident).await
    }
    async fn besides(&mut self, incident: IncidentId) -> Stored<Vec<NoteBeside>> {
        self.besides(incident).await
    }
    async fn photo_ids(&mut self, incident: IncidentId) -> Stored<Vec<(PhotoId, NoteId)>> {
        self.photo_ids(incident).await
    }
    async fn photo(&mut self, id: PhotoId) -> Stored<Option<Photo>> {
        self.photo(id).await
    }
    async fn joined(&mut self, incident: IncidentId) -> Stored<Vec<Incident>> {
        self.joined(incident).await
    }
    async fn incident(&mut self, id: IncidentId) -> Stored<Option<Incident>> {
        self.incident(id).await
    }
    async fn incidents(&mut self, conference: ConferenceId, member: PersonId) -> Stored<Vec<IncidentLine>> {
        self.incidents(conference, member).await
    }
    async fn findable(&mut self, conference: ConferenceId, member: Option<PersonId>) -> Stored<Vec<Findable>> {
        self.findable(conference, member).await
    }
    async fn conflicts(&mut self, incident: IncidentId) -> Stored<Vec<Conflict>> {
        self.conflicts(incident).await
    }
    async fn standing_records(&mut self, incident: IncidentId) -> Stored<Vec<StandingRecord>> {
        self.standing_records(incident).await
    }
    async fn deeds(&mut self, incident: IncidentId) -> Stored<Vec<RecordedDeed>> {
        self.deeds(incident).await
    }
    async fn asks(&mut self, ids: &[AskId]) -> Stored<Vec<AskOfPerson>> {
        self.asks(ids).await
    }
    async fn asks_of(&mut self, person: PersonId) -> Stored<Vec<AskOfPerson>> {
        self.asks_of(person).await
    }
    async fn asks_in(&mut self, incident: IncidentId) -> Stored<Vec<AskOfPerson>> {
        self.asks_in(incident).await
    }
    async fn aged(&mut self, incident: IncidentId) -> Stored<Option<Aged>> {
        self.aged(incident).await
    }
    async fn due_looks(&mut self, now: Timestamp, limit: u32) -> Stored<Vec<IncidentId>> {
        self.due_looks(now, limit).await
    }
    async fn next_look(&mut self) -> Stored<Option<Timestamp>> {
        self.next_look().await
    }
    async fn targets(&mut self, conference: ConferenceId) -> Stored<Targets> {
        self.targets(conference).await
    }
    async fn is_anything_outside(&mut self, conference: ConferenceId) -> Stored<bool> {
        self.is_anything_outside(conference).await
    }
    async fn conflicts_in(&mut self, incidents: &[IncidentId]) -> Stored<Vec<Conflict>> {
        self.conflicts_in(incidents).await
    }
    async fn link_by_key(&mut self, key: Digest) -> Stored<Option<ReporterLink>> {
        self.link_by_key(key).await
    }
    async fn public_cards(&mut self, conference: ConferenceId) -> Stored<BTreeMap<PersonId, PublicCard>> {
        self.public_cards(conference).await
    }
    async fn public_pages(&mut self, conference: ConferenceId) -> Stored<PublicPages> {
        self.public_pages(conference).await
    }
    async fn links(&mut self, incident: IncidentId) -> Stored<Vec<ReporterLink>> {
        self.links(incident).await
    }
    async fn log_end(&mut self) -> Stored<i64> {
        self.log_end().await
    }
    async fn events_of(&mut self, incident: IncidentId) -> Stored<Vec<AuditEvent>> {
        self.events_of(incident).await
    }
    async fn first_opened(&mut self, incidents: &[IncidentId]) -> Stored<Vec<(IncidentId, PersonId, Timestamp)>> {
        self.first_opened(incidents).await
    }
    async fn secret(&mut self, name: &'static str) -> Stored<Option<Private<Vec<u8>>>> {
        self.secret(name).await
    }
}
