//! An incident: something that happened and is on record.

use crate::audit::{AuditEvents, By, Did};
use crate::conflict::Conflict;
use crate::ids::{ConferenceId, DeedId, IncidentId, NoteId, PageId, PersonId};
use crate::note::{NewNote, NoteKind, Urgency};
use crate::paging::{Page, PageReason};
use crate::permission::Actor;
use crate::time::Timestamp;
use crate::words::code_name;
use crate::work::report::NewReport;
use crate::work::{Deed, RecordedDeed};
use serde::{Deserialize, Serialize};

/// An incident. What was told about it are its notes; who did what are its audit events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Its id.
    pub id: IncidentId,
    /// The conference.
    pub conference: ConferenceId,
    /// Two words to say aloud; they tell nothing.
    pub code_name: String,
    /// How soon somebody is needed, as the first note said.
    pub urgency: Option<Urgency>,
    /// When the server recorded the first note.
    pub opened_at: Timestamp,
    /// Where it stands.
    pub stage: Stage,
    /// When the CARE team told the reporter that the report arrived, if it has.
    pub receipt_confirmed: Option<ReceiptConfirmed>,
    /// Somebody acted alone; the team reviews it (S34).
    pub needs_review: bool,
    /// The incident to which it was joined, because it is the same thing; that one is worked on, and this one keeps what
    /// it had.
    pub joined_to: Option<IncidentId>,
    /// Counts up with each change, so that nobody overwrites a colleague.
    pub version: i64,
}

/// An incident with everything that was joined to it: what a case is opened on (D03).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    first: Incident,
    joined: Vec<Incident>,
}

impl Whole {
    /// The incident to which others were joined, and these; nothing where they do not belong together.
    pub fn of(first: Incident, mut joined: Vec<Incident>) -> Option<Self> {
        let belongs = |part: &Incident| part.joined_to == Some(first.id) && part.conference == first.conference;
        joined.sort_by_key(|part| (part.opened_at, part.id));
        (first.joined_to.is_none() && joined.iter().all(belongs)).then_some(Self { first, joined })
    }

    pub(crate) fn into_parts(self) -> (Incident, Vec<Incident>) {
        (self.first, self.joined)
    }
}

impl From<Incident> for Whole {
    fn from(first: Incident) -> Self {
        Self { first, joined: Vec::new() }
    }
}

/// Where an incident stands; each stage carries the facts that make it true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// On record; nobody has it yet.
    Reported,
    /// A CARE member looks after it until the review.
    InHand {
        /// Who.
        by: PersonId,
        /// Since when.
        at: Timestamp,
    },
    /// The team meets about it.
    UnderReview {
        /// Who looks after it.
        by: PersonId,
        /// Since when.
        at: Timestamp,
        /// The meeting.
        meeting: DeedId,
    },
    /// The team has asked for something and waits for it.
    AwaitingInformation {
        /// Who looks after it.
        by: PersonId,
        /// Since when.
        at: Timestamp,
    },
    /// The team has decided; what it decided is being done, and the reporter told.
    Decided {
        /// Who looks after it.
        by: PersonId,
        /// Since when.
        at: Timestamp,
        /// The decision.
        decision: DeedId,
    },
    /// Worked to its end.
    Closed {
        /// Who closed it.
        by: PersonId,
        /// Since when.
        at: Timestamp,
    },
    /// Goes on after it was closed.
    Reopened {
        /// Who looks after it.
        by: PersonId,
        /// Since when.
        at: Timestamp,
    },
}

impl Stage {
    /// Who is accountable for it; nobody for what waits for somebody and for what is closed.
    pub const fn accountable(&self) -> Option<PersonId> {
        match self {
            Self::Reported | Self::Closed { .. } => None,
            Self::InHand { by, .. }
            | Self::UnderReview { by, .. }
            | Self::AwaitingInformation { by, .. }
            | Self::Decided { by, .. }
            | Self::Reopened { by, .. } => Some(*by),
        }
    }

    /// The words on a screen.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Reported => "Reported",
            Self::InHand { .. } => "In hand",
            Self::UnderReview { .. } => "Under review",
            Self::AwaitingInformation { .. } => "Waits for information",
            Self::Decided { .. } => "Decided",
            Self::Closed { .. } => "Closed",
            Self::Reopened { .. } => "Reopened",
        }
    }

    /// Whether it is worked to its end.
    pub const fn is_closed(&self) -> bool {
        match self {
            Self::Closed { .. } => true,
            Self::Reported
            | Self::InHand { .. }
            | Self::UnderReview { .. }
            | Self::AwaitingInformation { .. }
            | Self::Decided { .. }
            | Self::Reopened { .. } => false,
        }
    }

    /// The stage after somebody has taken it: what was waiting is in hand, what was closed goes on, and anything else
    /// stays where it stands with them.
    #[must_use]
    pub const fn taken_by(self, by: PersonId, now: Timestamp) -> Self {
        match self {
            Self::Reported | Self::InHand { .. } => Self::InHand { by, at: now },
            Self::UnderReview { at, meeting, .. } => Self::UnderReview { by, at, meeting },
            Self::AwaitingInformation { at, .. } => Self::AwaitingInformation { by, at },
            Self::Decided { at, decision, .. } => Self::Decided { by, at, decision },
            Self::Closed { .. } => Self::Reopened { by, at: now },
            Self::Reopened { at, .. } => Self::Reopened { by, at },
        }
    }
}

impl Incident {
    /// Whoever is out looks after it no longer; whether that left it without anybody.
    pub fn keep_out(&mut self, conflict: &Conflict) -> bool {
        let held = conflict.standing.hides() && self.stage.accountable() == Some(conflict.person);
        if held {
            self.stage = Stage::Reported;
        }
        held
    }
}

/// Whether of two incidents that are the same thing the first goes on, and the other is joined to it: the one that is not
/// closed, else the one that was reported first, by whose name the team knows it. Each is told by its stage, when it was
/// opened, and its id.
pub fn goes_on(one: (Stage, Timestamp, IncidentId), other: (Stage, Timestamp, IncidentId)) -> bool {
    let order = |(stage, opened_at, id): (Stage, Timestamp, IncidentId)| (stage.is_closed(), opened_at, id);
    order(one) < order(other)
}

/// The reporter was told that the report arrived (S31).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptConfirmed {
    /// Who told them.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// The note that holds the words; nothing where a draft does to which a second member agreed.
    pub note: Option<NoteId>,
}

/// An incident is not there, or not for whoever asks: these are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotFound;

impl std::fmt::Display for NotFound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("there is nothing here")
    }
}

impl std::error::Error for NotFound {}

/// Ids and chance for an incident that a note opens.
#[derive(Clone, Copy, Debug)]
pub struct Minted {
    /// For the incident.
    pub incident: IncidentId,
    /// For the page.
    pub page: PageId,
    /// For the code name.
    pub chance: [u8; 2],
}

/// What a first note brings about: it opens an incident and calls for a CARE member (S04, S12).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The incident.
    pub incident: Incident,
    /// The call; nobody has been reached yet, and it is due at once.
    pub page: Page,
    /// For the audit log.
    pub events: AuditEvents,
}

/// Opens an incident with its first note.
pub fn open(conference: ConferenceId, id: NoteId, note: &NewNote, by: By, minted: Minted, now: Timestamp) -> Opened {
    let body = note.body();
    let reason = match body.kind {
        NoteKind::ActNow => PageReason::ActNow,
        NoteKind::Account | NoteKind::ActedAlone { .. } | NoteKind::Correction { .. } | NoteKind::Addition { .. } => {
            PageReason::Report
        }
    };
    let incident = Incident {
        id: minted.incident,
        conference,
        code_name: code_name(minted.chance),
        urgency: body.needs(),
        opened_at: now,
        stage: Stage::Reported,
        receipt_confirmed: None,
        needs_review: calls_for_review(&body.kind),
        joined_to: None,
        version: 1,
    };
    let page = Page::start(minted.page, conference, minted.incident, reason, incident.urgency, now);
    let events = AuditEvents::of(conference, now, by, Some(incident.id), Did::Recorded { note: id }).and(
        By::System,
        Some(incident.id),
        Did::PageStarted { page: page.id },
    );
    Opened { incident, page, events }
}

/// What a report brings about that a member writes down: an incident in their hands, which rings nobody (S28).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedInHand {
    /// The incident.
    pub incident: Incident,
    /// Where the words came from.
    pub intake: RecordedDeed,
    /// For the audit log.
    pub events: AuditEvents,
}

/// Opens an incident with a report that a member writes down.
pub fn open_in_hand(actor: &Actor, report: &NewReport, note: &NewNote, minted: Minted, now: Timestamp) -> OpenedInHand {
    let by = By::Person { person: actor.person, device: actor.device };
    let incident = Incident {
        id: minted.incident,
        conference: actor.conference,
        code_name: code_name(minted.chance),
        urgency: note.body().needs(),
        opened_at: now,
        stage: Stage::InHand { by: actor.person, at: now },
        receipt_confirmed: None,
        needs_review: false,
        joined_to: None,
        version: 1,
    };
    let deed = Deed::Report(report.intake());
    let intake = RecordedDeed {
        id: report.deed,
        by: actor.person,
        at: now,
        deed,
        settles: false,
        passed: None,
        looked_at: Vec::new(),
    };
    let events = AuditEvents::of(actor.conference, now, by, Some(incident.id), Did::Recorded { note: report.note })
        .and(by, Some(incident.id), Did::TookInHand)
        .and(by, Some(incident.id), Did::Worked { deed: report.deed });
    OpenedInHand { incident, intake, events }
}

/// Whether a note of this kind asks the team to review that somebody acted alone.
pub const fn calls_for_review(kind: &NoteKind) -> bool {
    match kind {
        NoteKind::ActNow | NoteKind::ActedAlone { .. } => true,
        NoteKind::Account | NoteKind::Correction { .. } | NoteKind::Addition { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::NoteBody;

    const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

    fn opened(body: NoteBody) -> Opened {
        let minted =
            Minted { incident: IncidentId::from_bytes([1; 16]), page: PageId::from_bytes([2; 16]), chance: [57, 58] };
        let note = NewNote::parse(body).unwrap();
        open(ConferenceId::from_bytes([3; 16]), NoteId::from_bytes([4; 16]), &note, By::System, minted, NOW)
    }

    #[test]
    fn a_first_note_opens_an_incident_and_calls_somebody() {
        let opened = opened(NoteBody { text: "a".into(), urgency: Some(Urgency::Today), ..NoteBody::default() });
        assert_eq!(opened.incident.code_name, "quiet heron");
        assert_eq!(opened.incident.stage, Stage::Reported);
        assert_eq!(opened.incident.urgency, Some(Urgency::Today));
        assert!(!opened.incident.needs_review);
        assert_eq!(opened.page.next_at(), Some(NOW));
        assert_eq!(opened.events.iter().count(), 2);
    }

    #[test]
    fn acting_now_is_urgent_and_reviewed() {
        let opened = opened(NoteBody { kind: NoteKind::ActNow, ..NoteBody::default() });
        assert_eq!(opened.incident.urgency, Some(Urgency::Now));
        assert_eq!(opened.page.reason, PageReason::ActNow);
        assert!(opened.incident.needs_review);
    }
}
