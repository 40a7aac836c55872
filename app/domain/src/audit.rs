//! The audit log: one line of who did what when, ids only.
//!
//! Storage can be changed only together with at least one such line: [`AuditEvents`] is never empty, and the store's one
//! `commit` takes it.

use crate::conflict::{Source, Standing};
use crate::export::Export;
use crate::ids::{
    AskId, ConferenceId, DeedId, DeliveryId, DeviceId, HookId, IncidentId, InviteId, NoteId, OverrideId, PageId,
    PersonId, PhotoId, ReporterLinkId, ShiftId,
};
use crate::paging::{PageAnswer, Way};
use crate::time::{Span, Timestamp, minutes};
use serde::{Deserialize, Serialize};

/// One line of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEvent {
    /// The conference.
    pub conference: ConferenceId,
    /// When, by the server's clock.
    pub at: Timestamp,
    /// Who.
    pub by: By,
    /// The incident, if it is about one.
    pub incident: Option<IncidentId>,
    /// What.
    pub did: Did,
}

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum By {
    /// A signed-in person.
    Person {
        /// Who.
        person: PersonId,
        /// On which device.
        device: DeviceId,
    },
    /// The reporter, through the private link.
    Reporter,
    /// Careline itself: a timer, the command line.
    System,
}

impl By {
    /// The person, if it was one who is signed in.
    pub const fn person(&self) -> Option<PersonId> {
        match self {
            Self::Person { person, .. } => Some(*person),
            Self::Reporter | Self::System => None,
        }
    }
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "snake_case")]
pub enum Did {
    /// Was shown the card with the names and asked about a conflict of interest.
    Asked,
    /// Opened the case and read it.
    Opened,
    /// Recorded a note.
    Recorded {
        /// Which.
        note: NoteId,
    },
    /// Sent a note whose id was taken by another text; both are kept.
    RecordedBeside {
        /// Which id.
        note: NoteId,
    },
    /// Recorded a photo.
    RecordedPhoto {
        /// Which.
        photo: PhotoId,
    },
    /// Struck a note.
    Struck {
        /// Which.
        note: NoteId,
    },
    /// Did a step of the work on the case; what it was is sealed elsewhere.
    Worked {
        /// Which deed.
        deed: DeedId,
    },
    /// Took the whole record out as a file or for the printer.
    Exported(Export),
    /// Took the incident in hand.
    TookInHand,
    /// Told the reporter that the report arrived.
    ConfirmedReceipt,
    /// Said, decided or proposed how a member stands to the incident; why is sealed elsewhere.
    Stands {
        /// Which member.
        person: PersonId,
        /// How.
        standing: Standing,
        /// How that came about.
        source: Source,
    },
    /// Whoever looked after the incident is out, so that nobody has it any more.
    HandedBack,
    /// A page started.
    PageStarted {
        /// Which.
        page: PageId,
    },
    /// A page called people.
    PageCalled {
        /// Which.
        page: PageId,
        /// Whom.
        people: Vec<PersonId>,
    },
    /// A page would have called people, and pages reach none of their devices.
    PageUnheard {
        /// Which.
        page: PageId,
        /// Whom.
        people: Vec<PersonId>,
    },
    /// Answered a page.
    PageAnswered {
        /// Which.
        page: PageId,
        /// How.
        answer: PageAnswer,
    },
    /// A page went on with the next ways of people whom the last one did not reach, or looked and had nobody to call.
    PageWentOn {
        /// Which.
        page: PageId,
        /// Whom.
        people: Vec<PersonId>,
    },
    /// A page was not needed any more: what it called for was done.
    PageOver {
        /// Which.
        page: PageId,
    },
    /// A page ended unanswered.
    PageExhausted {
        /// Which.
        page: PageId,
    },
    /// What a push service or a device said of a push.
    PushMoved {
        /// Which.
        push: DeliveryId,
    },
    /// A drill took place; nothing else of it stays.
    DrillTookPlace,
    /// Found that pages do not go on as they should, and told people on every channel.
    AlarmRaised {
        /// Whom.
        people: Vec<PersonId>,
    },
    /// This server took over what another one had left behind.
    DeliveriesTakenOver {
        /// How many deliveries.
        count: u32,
    },
    /// Said how they want to be called; what they chose is sealed elsewhere.
    ReachChanged,
    /// Changed whom a page calls in which order.
    PoliciesChanged,
    /// Asked people for something of the case, or reminded them of it; what it was stands elsewhere.
    Requested {
        /// Whom.
        people: Vec<PersonId>,
    },
    /// Looked at what of the case is overdue.
    LookedAtAge,
    /// Changed when the team wants to be reminded.
    TargetsChanged,
    /// A private link came to life.
    LinkMade {
        /// Which.
        link: ReporterLinkId,
    },
    /// The reporter opened the private link.
    ReporterLooked {
        /// Which.
        link: ReporterLinkId,
    },
    /// The reporter added to the report.
    ReporterAdded {
        /// The note.
        note: NoteId,
    },
    /// Made one of the server's own secrets.
    SecretKept {
        /// What it is for.
        name: String,
    },
    /// Added or changed a service that is called to reach people.
    HookPut {
        /// Which.
        hook: HookId,
    },
    /// Removed such a service.
    HookRemoved {
        /// Which.
        hook: HookId,
    },
    /// Sent a test through such a service.
    HookTried {
        /// Which.
        hook: HookId,
    },
    /// Sent a test by mail.
    MailTried,
    /// Created a conference.
    ConferenceCreated,
    /// Changed the conference's settings.
    ConferenceChanged,
    /// Made an invite.
    InviteMade {
        /// Which.
        invite: InviteId,
    },
    /// Withdrew an invite.
    InviteWithdrawn {
        /// Which.
        invite: InviteId,
    },
    /// Signed a device in.
    SignedIn {
        /// Which.
        device: DeviceId,
    },
    /// A device was heard of again; noted at most once an hour.
    DeviceSeen {
        /// Which.
        device: DeviceId,
    },
    /// Signed a device out or revoked it.
    DeviceRevoked {
        /// Which.
        device: DeviceId,
    },
    /// Changed what colleagues see of a person.
    PersonChanged {
        /// Whom.
        person: PersonId,
    },
    /// Turned pushes on for a device.
    PushesOn {
        /// Which.
        device: DeviceId,
    },
    /// Turned pushes off for a device, or the push service did.
    PushesOff {
        /// Which.
        device: DeviceId,
    },
    /// A way to call somebody leads to them no more.
    WayStopped {
        /// Whom.
        person: PersonId,
        /// Which way.
        way: Way,
    },
    /// A way that had stopped leads to somebody again.
    WayWorks {
        /// To whom.
        person: PersonId,
        /// Which way.
        way: Way,
    },
    /// Put a shift on the roster.
    ShiftPut {
        /// Which.
        shift: ShiftId,
    },
    /// Took a shift off the roster.
    ShiftRemoved {
        /// Which.
        shift: ShiftId,
    },
    /// Offered a part of a shift.
    ShiftOffered {
        /// Which offer.
        id: OverrideId,
    },
    /// Took a part of a shift over, or arranged that somebody did.
    ShiftTaken {
        /// Which override.
        id: OverrideId,
        /// Who has it.
        person: PersonId,
    },
    /// Took an offer back.
    OfferWithdrawn {
        /// Which.
        id: OverrideId,
    },
    /// Looked at who is on duty soon, and asked people whether they can be reached.
    DutyAsked {
        /// Whom.
        people: Vec<PersonId>,
    },
    /// Said that they can be reached on duty, or stand in.
    DutyConfirmed {
        /// The check.
        ask: AskId,
    },
    /// Made the address of their calendar feed anew.
    FeedMade,
    /// Ended their calendar feed.
    FeedEnded,
    /// Changed a card of the guide.
    CardChanged {
        /// Which.
        card: String,
    },
}

/// At least one audit event: the only key to the store's `commit`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEvents(Vec<AuditEvent>);

impl AuditEvents {
    /// One event.
    pub fn of(conference: ConferenceId, at: Timestamp, by: By, incident: Option<IncidentId>, did: Did) -> Self {
        Self(vec![AuditEvent { conference, at, by, incident, did }])
    }

    /// And one more, of the same conference and moment.
    #[must_use]
    pub fn and(mut self, by: By, incident: Option<IncidentId>, did: Did) -> Self {
        let AuditEvent { conference, at, .. } = self.0[0];
        self.0.push(AuditEvent { conference, at, by, incident, did });
        self
    }

    /// These events and those.
    #[must_use]
    pub fn join(mut self, mut others: Self) -> Self {
        self.0.append(&mut others.0);
        self
    }

    /// All events, in order; at least one.
    pub fn iter(&self) -> std::slice::Iter<'_, AuditEvent> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a AuditEvents {
    type Item = &'a AuditEvent;
    type IntoIter = std::slice::Iter<'a, AuditEvent>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// For how long opening a case again is the same reading: a screen that reloads itself on news opens the case each time.
pub const SAME_READING: Span = minutes(10);

/// Whether opening a case now goes on with a reading that is on record: by the same person, shortly before.
pub fn goes_on_reading<'a>(events: impl IntoIterator<Item = &'a AuditEvent>, reader: PersonId, now: Timestamp) -> bool {
    events.into_iter().any(|event| {
        let mine = matches!(event.by, By::Person { person, .. } if person == reader);
        // An event of a later time was written before the clock was set back; it says nothing of this reading.
        mine && event.did == Did::Opened && event.at <= now && now.since(event.at) < SAME_READING
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_goes_on_for_some_minutes_and_for_its_reader_only() {
        let [one, other] = [1, 2].map(|n| PersonId::from_bytes([n; 16]));
        let start = Timestamp::from_millis(1_790_000_000_000);
        let event = |did| {
            let by = By::Person { person: one, device: DeviceId::from_bytes([1; 16]) };
            AuditEvent { conference: ConferenceId::from_bytes([1; 16]), at: start, by, incident: None, did }
        };
        let (opened, else_done) = (event(Did::Opened), event(Did::Recorded { note: NoteId::from_bytes([1; 16]) }));
        for (event, reader, now, goes_on) in [
            (&opened, one, start, true),
            (&opened, one, start.plus(minutes(9)), true),
            (&opened, one, start.plus(SAME_READING), false),
            (&opened, one, start.minus(minutes(1)), false),
            (&opened, other, start, false),
            (&else_done, one, start, false),
        ] {
            assert_eq!(goes_on_reading([event], reader, now), goes_on, "{reader:?} {now:?}");
        }
    }
}
