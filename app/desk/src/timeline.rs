//! The written record of a case: its notes and what was done, in one line of time.

use crate::inbox::row;
use crate::notes_progress::{Names, name_of};
use crate::store::{Author, IncidentLine, NoteBeside, Read, RecordedNote};
use crate::{DeskError, standings};
use domain::audit::{AuditEvent, By, Did};
use domain::case::Contents;
use domain::ids::{IncidentId, NoteId, PersonId, PhotoId};
use domain::permission::{Person, Role};
use domain::reporter::{LinkView, ReporterLink};
use domain::view::{CaseView, Colleague, NoteView, StruckView, TimelineEntry, TimelineWhat, Who};
use domain::work::meeting::silence;
use std::collections::HashMap;

/// The case as the screen shows it, for whoever may read it; `events` are the audit log's lines about it.
pub(crate) async fn case_view(
    read: &mut dyn Read,
    contents: Contents<'_>,
    events: &[AuditEvent],
) -> Result<CaseView, DeskError> {
    let case = contents.case();
    let incident = case.incident();
    let people: People =
        read.people(incident.conference).await?.into_iter().map(|person| (person.id, person)).collect();
    let names: Names = people.values().map(|person| (person.id, person.name.clone())).collect();
    let notes = read.notes(incident.id).await?;
    let pages = read.pages_of(incident.id).await?;
    let photos = read.photo_ids(incident.id).await?;
    let besides = read.besides(incident.id).await?;
    let calling = pages.iter().find(|page| page.next_at().is_some());
    let links: Vec<_> = links(read, incident.id).await?.iter().map(|link| looked_at(link, events)).collect();
    let aged = read.aged(incident.id).await?;
    let line = IncidentLine {
        notes: u32::try_from(notes.len()).unwrap_or(u32::MAX),
        touched_at: notes.last().map_or(incident.opened_at, |note| note.recorded_at),
        calling: calling.map(|page| page.id),
        overdue: aged.map(|aged| aged.overdue).unwrap_or_default(),
        incident: incident.clone(),
    };
    let records = read.standing_records(incident.id).await?;
    let mut timeline: Vec<_> = events.iter().filter_map(|event| done(event, &people)).collect();
    timeline.extend(notes.into_iter().map(|note| noted(note, &besides, &photos, &people)));
    timeline.extend(records.iter().map(|record| {
        let what = TimelineWhat::Stands(Box::new(standings::stands(record, case, &names)));
        TimelineEntry { at: record.at, who: person_by_name(record.by, &people), what }
    }));
    let deeds = silence::as_read_by(case.member().person(), read.deeds(incident.id).await?);
    timeline.extend(deeds.into_iter().map(|deed| TimelineEntry {
        at: deed.at,
        who: person_by_name(deed.by, &people),
        what: TimelineWhat::Deed(Box::new(deed)),
    }));
    timeline.sort_by_key(|entry| entry.at);
    let mut colleagues: Vec<_> = people.into_values().map(colleague).collect();
    colleagues.sort_by(|one, other| one.name.reveal().cmp(other.name.reveal()));
    Ok(CaseView {
        row: row(line, &names),
        version: incident.version,
        page: calling.map(|page| page.id),
        my_standing: case.standing(),
        standings: standings::rows(case, &records, &names),
        has_link: !links.is_empty(),
        reporter_looked_at: links.iter().filter_map(|link| link.looked_at).max(),
        links,
        writing: Vec::new(),
        people: colleagues,
        timeline,
    })
}

/// The private links through which the reporters of a case hear of it.
pub(crate) async fn links(read: &mut dyn Read, incident: IncidentId) -> Result<Vec<ReporterLink>, DeskError> {
    Ok(read.links(incident).await?)
}

fn looked_at(link: &ReporterLink, events: &[AuditEvent]) -> LinkView {
    let looked = |event: &&AuditEvent| event.did == Did::ReporterLooked { link: link.id };
    let looked_at = events.iter().rfind(looked).map(|event| event.at);
    LinkView { link: link.id, made_at: link.made_at, looked_at }
}

fn colleague(person: Person) -> Colleague {
    Colleague { person: person.id, name: person.name, phone: person.phone, role: person.role }
}

type People = HashMap<PersonId, Person>;

fn who(by: By, people: &People) -> Who {
    match by {
        By::Person { person, .. } => person_by_name(person, people),
        By::Reporter => Who::Reporter,
        By::System => Who::System,
    }
}

fn person_by_name(id: PersonId, people: &People) -> Who {
    match people.get(&id) {
        Some(person) => Who::Person { name: person.name.clone(), role: person.role },
        None => Who::Person { name: "Somebody".into(), role: Role::Volunteer },
    }
}

/// What stands on the timeline beside the notes and the standings. What these already show, and what only an operator asks for, is left
/// out.
fn done(event: &AuditEvent, people: &People) -> Option<TimelineEntry> {
    let name = |person: &PersonId| match people.get(person) {
        Some(person) => person.name.clone(),
        None => "Somebody".into(),
    };
    let what = match &event.did {
        Did::Opened => TimelineWhat::Opened,
        Did::Exported(export) => TimelineWhat::Exported(*export),
        Did::PageCalled { people, .. } => TimelineWhat::PageCalled { people: people.iter().map(name).collect() },
        Did::PageUnheard { people, .. } => TimelineWhat::PageUnheard { people: people.iter().map(name).collect() },
        Did::PageAnswered { answer, .. } => TimelineWhat::PageAnswered { answer: *answer },
        Did::PageExhausted { .. } => TimelineWhat::PageExhausted,
        Did::TookInHand => TimelineWhat::TookInHand,
        Did::ConfirmedReceipt => TimelineWhat::ConfirmedReceipt,
        Did::HandedBack => TimelineWhat::HandedBack,
        Did::Stands { .. }
        | Did::Asked
        | Did::Worked { .. }
        | Did::Recorded { .. }
        | Did::RecordedBeside { .. }
        | Did::RecordedPhoto { .. }
        | Did::Struck { .. }
        | Did::PageStarted { .. }
        | Did::PageWentOn { .. }
        | Did::PageOver { .. }
        | Did::DeliveriesTakenOver { .. }
        | Did::ReachChanged
        | Did::PoliciesChanged
        | Did::PushMoved { .. }
        | Did::Requested { .. }
        | Did::LookedAtAge
        | Did::TargetsChanged
        | Did::LinkMade { .. }
        | Did::ReporterLooked { .. }
        | Did::ReporterAdded { .. }
        | Did::SecretKept { .. }
        | Did::HookPut { .. }
        | Did::HookRemoved { .. }
        | Did::HookTried { .. }
        | Did::MailTried
        | Did::ConferenceCreated
        | Did::ConferenceChanged
        | Did::InviteMade { .. }
        | Did::InviteWithdrawn { .. }
        | Did::SignedIn { .. }
        | Did::DeviceSeen { .. }
        | Did::DeviceRevoked { .. }
        | Did::PersonChanged { .. }
        | Did::PushesOn { .. }
        | Did::PushesOff { .. }
        | Did::WayStopped { .. }
        | Did::WayWorks { .. }
        | Did::ShiftPut { .. }
        | Did::ShiftRemoved { .. }
        | Did::ShiftOffered { .. }
        | Did::ShiftTaken { .. }
        | Did::OfferWithdrawn { .. }
        | Did::DutyAsked { .. }
        | Did::DutyConfirmed { .. }
        | Did::FeedMade
        | Did::FeedEnded
        | Did::CardChanged { .. } => return None,
    };
    Some(TimelineEntry { at: event.at, who: who(event.by, people), what })
}

fn noted(note: RecordedNote, besides: &[NoteBeside], photos: &[(PhotoId, NoteId)], people: &People) -> TimelineEntry {
    let who = match note.author {
        Author::Person(person, _) => person_by_name(person, people),
        Author::Reporter(_) => Who::Reporter,
    };
    let struck = note.struck.map(|strike| StruckView {
        by: name_of(&people.values().map(|person| (person.id, person.name.clone())).collect(), strike.by),
        at: strike.at,
        why: strike.why,
    });
    let view = NoteView {
        id: note.id,
        photos: photos.iter().filter(|(_, of)| *of == note.id).map(|(photo, _)| *photo).collect(),
        beside: besides.iter().find(|beside| beside.note == note.id).map(|beside| Box::new(beside.body.clone())),
        skew_ms: note.skew_ms,
        body: note.body,
        struck,
    };
    TimelineEntry { at: note.recorded_at, who, what: TimelineWhat::Note(Box::new(view)) }
}

/// Whether the entry says that somebody has read the case.
pub(crate) fn is_opened(entry: &TimelineEntry) -> bool {
    matches!(entry.what, TimelineWhat::Opened)
}
