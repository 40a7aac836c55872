//! The written record of a case: its notes and what was done, in one line of time.

use crate::inbox::row;
use crate::notes_progress::{Names, name_of};
use crate::store::{Author, IncidentLine, NoteBeside, Read, RecordedNote};
use crate::{DeskError, standings, whole};
use domain::audit::{AuditEvent, By, Did};
use domain::case::{Case, Contents};
use domain::conflict::{StandingRecord, kept_out};
use domain::ids::{DeedId, IncidentId, NoteId, PersonId, PhotoId};
use domain::incident::Incident;
use domain::permission::{Person, Role};
use domain::reporter::{LinkView, ReporterLink};
use domain::view::{CaseView, Colleague, JoinedView, NoteView, StruckView, TimelineEntry, TimelineWhat, Who};
use domain::work::meeting::silence;
use domain::work::{RecordedDeed, merged};
use std::collections::HashMap;

/// The case as the screen shows it, for whoever may read it; `events` are the audit log's lines about the incident that goes
/// on.
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
    let parts = whole::parts_of(case);
    let notes = whole::notes(read, &parts).await?;
    let pages = whole::pages(read, &parts).await?;
    let calling = pages.iter().find(|page| page.next_at().is_some());
    let aged = read.aged(incident.id).await?;
    let line = IncidentLine {
        notes: u32::try_from(notes.len()).unwrap_or(u32::MAX),
        touched_at: notes.last().map_or(incident.opened_at, |note| note.recorded_at),
        calling: calling.map(|page| page.id),
        overdue: aged.map(|aged| aged.overdue).unwrap_or_default(),
        incident: incident.clone(),
    };
    let Record { mut timeline, records, links } = record(read, case, notes, events, &people).await?;
    let deeds = silence::as_read_by(case.member().person(), told_of(read, case).await?);
    let homes = case_homes(read, &parts).await?;
    timeline.extend(deeds.into_iter().map(|deed| TimelineEntry {
        part: homes.get(&deed.id).copied(),
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
        joined: case.joined().iter().map(joined).collect(),
        writing: Vec::new(),
        people: colleagues,
        timeline,
    })
}

/// What stands on the record of all parts, but for the deeds.
struct Record {
    timeline: Vec<TimelineEntry>,
    records: Vec<StandingRecord>,
    links: Vec<LinkView>,
}

async fn record(
    read: &mut dyn Read,
    case: &Case,
    notes: Vec<RecordedNote>,
    events: &[AuditEvent],
    people: &People,
) -> Result<Record, DeskError> {
    let names: Names = people.values().map(|person| (person.id, person.name.clone())).collect();
    let first = case.incident().id;
    let part_of = |incident| (incident != first).then_some(incident);
    let (mut timeline, mut records, mut links) = (Vec::new(), Vec::<StandingRecord>::new(), Vec::new());
    let (mut photos, mut besides) = (Vec::new(), Vec::new());
    for part in whole::parts_of(case) {
        let of_part = if part == first { Vec::new() } else { read.events_of(part).await? };
        let events = if part == first { events } else { of_part.as_slice() };
        let said = events.iter().filter_map(|event| done(event, people));
        timeline.extend(said.map(|entry| TimelineEntry { part: part_of(part), ..entry }));
        links.extend(read.links(part).await?.iter().map(|link| looked_at(link, events)));
        photos.append(&mut read.photo_ids(part).await?);
        besides.append(&mut read.besides(part).await?);
        for record in read.standing_records(part).await? {
            // What was said while parts stood together is on the record of each.
            let same = |known: &StandingRecord| StandingRecord { incident: record.incident, ..known.clone() } == record;
            if !records.iter().any(same) {
                let what = TimelineWhat::Stands(Box::new(standings::stands(&record, case, &names)));
                let (at, who) = (record.at, person_by_name(record.by, people));
                timeline.push(TimelineEntry { part: part_of(part), at, who, what });
                records.push(record);
            }
        }
    }
    records.sort_by_key(|record| record.at);
    links.sort_by_key(|link| (link.made_at, link.link));
    timeline.extend(notes.into_iter().map(|note| {
        let part = part_of(note.incident);
        TimelineEntry { part, ..noted(note, &besides, &photos, people) }
    }));
    Ok(Record { timeline, records, links })
}

/// The deeds of a case, in one line of time, without those that tell of an incident of which the member may not know: that
/// something was joined to this one, or parted from it, is not for whoever is out of that.
async fn told_of(read: &mut dyn Read, case: &Case) -> Result<Vec<RecordedDeed>, DeskError> {
    let deeds = whole::deeds(read, &whole::parts_of(case)).await?;
    let mut told = Vec::new();
    for (_, deed) in merged(&deeds) {
        let hidden = match deed.deed.joins() {
            Some(other) if !case.is_part(other) => {
                kept_out(&read.conflicts(other).await?).contains(&case.member().person())
            }
            Some(_) | None => false,
        };
        if !hidden {
            told.push(deed.clone());
        }
    }
    Ok(told)
}

/// With which of the incidents that were joined each of their deeds is kept.
async fn case_homes(read: &mut dyn Read, parts: &[IncidentId]) -> Result<HashMap<DeedId, IncidentId>, DeskError> {
    let deeds = whole::deeds(read, &parts[1..]).await?;
    Ok(deeds.into_iter().flat_map(|(part, deeds)| deeds.into_iter().map(move |deed| (deed.id, part))).collect())
}

fn joined(part: &Incident) -> JoinedView {
    JoinedView {
        incident: part.id,
        code_name: part.code_name.clone(),
        opened_at: part.opened_at,
        receipt_confirmed: part.receipt_confirmed.is_some(),
    }
}

fn looked_at(link: &ReporterLink, events: &[AuditEvent]) -> LinkView {
    let looked = |event: &&AuditEvent| event.did == Did::ReporterLooked { link: link.id };
    let looked_at = events.iter().rfind(looked).map(|event| event.at);
    LinkView { link: link.id, incident: link.incident, made_at: link.made_at, looked_at }
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
        | Did::DrillTookPlace
        | Did::AlarmRaised { .. }
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
    Some(TimelineEntry { part: None, at: event.at, who: who(event.by, people), what })
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
    TimelineEntry { part: None, at: note.recorded_at, who, what: TimelineWhat::Note(Box::new(view)) }
}

/// Whether the entry says that somebody has read the case.
pub(crate) fn is_opened(entry: &TimelineEntry) -> bool {
    matches!(entry.what, TimelineWhat::Opened)
}
