//! A case: an incident opened by a CARE member who may act on it.
//!
//! [`Case::open`] is the only door, and it asks for the conflicts of interest: forgetting them does not compile. What was
//! told comes out through [`Case::contents`] alone, which asks whether the member has answered the question about
//! conflicts. What one does to an incident is an [`Action`]; [`Case::apply`] says which rule refuses it or returns the
//! audit events without which the store does not commit.

use crate::audit::{AuditEvents, By, Did};
use crate::conflict::{Conflict, Line, Standing, StandingChange, kept_out};
use crate::export::Export;
use crate::ids::{IncidentId, NoteId, PageId, PersonId};
use crate::incident::{Incident, NotFound, ReceiptConfirmed, Stage, Whole};
use crate::note::Urgency;
use crate::paging::PageAnswer;
use crate::permission::CareMember;
use crate::private::Private;
use crate::time::Timestamp;
use crate::work::NewDeed;
use crate::work::rule::Rule;
use crate::work::template;
use working::Working;

pub use joining::JOINED_MAX;
pub use refused::Refused;
pub use working::Homes;

/// An incident in the hands of a member who may know of it, with whatever was joined to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    incident: Incident,
    joined: Vec<Incident>,
    member: CareMember,
    /// Of every part, as each part's record has them.
    conflicts: Vec<Conflict>,
    changes: Vec<StandingChange>,
    /// The incidents besides the first that the last action changed.
    changed: Vec<Incident>,
    handed_back: bool,
    working: Working,
}

/// Proof that a member may read what was told; only [`Case::contents`] makes one.
#[derive(Clone, Copy, Debug)]
pub struct Contents<'a>(&'a Case);

impl<'a> Contents<'a> {
    /// The case.
    pub const fn case(self) -> &'a Case {
        self.0
    }
}

/// Something that a member does to a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Read it.
    Open,
    /// Take the whole record out.
    Export(Export),
    /// Answer the page that calls for it; accepting takes the incident in hand when nobody has it.
    AnswerPage {
        /// The page.
        page: PageId,
        /// The answer.
        answer: PageAnswer,
    },
    /// Look after it from now on, also in place of a colleague.
    TakeInHand,
    /// Add a note.
    AddNote {
        /// The note.
        note: NoteId,
    },
    /// Mark a note as wrong; it stays readable.
    Strike {
        /// The note.
        note: NoteId,
        /// Whether it is struck already.
        already: bool,
        /// Whether a reporter has a page on which the words that say that the report arrived stand.
        on_a_page: bool,
    },
    /// Tell the reporter that the report arrived.
    ConfirmReceipt {
        /// The part whose reporter is told: the incident itself, or one that was joined to it.
        of: IncidentId,
        /// The note that holds the words.
        note: NoteId,
        /// The words, to which the team has agreed in advance.
        words: Private<String>,
    },
    /// Say how one stands oneself: the answer to the question about conflicts, or stepping further out.
    Declare {
        /// How.
        standing: Standing,
        /// Why; may be blank.
        why: Private<String>,
    },
    /// Say for a colleague where the line is.
    DrawLine {
        /// The colleague.
        person: PersonId,
        /// Where.
        line: Line,
        /// Why.
        why: Private<String>,
    },
    /// Go on with the work.
    Work(Box<NewDeed>),
    /// Join another incident to this one: it is the same thing. The deed says so.
    Join {
        /// The other, which the member has open too.
        other: Box<Case>,
        /// The deed.
        new: Box<NewDeed>,
    },
    /// Part an incident that was joined to this one. The deed says so.
    Part {
        /// The deed.
        new: Box<NewDeed>,
        /// When the last note of any part was recorded.
        last_note: Option<Timestamp>,
    },
    /// Say that a colleague is involved; they are out at once.
    Name {
        /// The colleague.
        person: PersonId,
        /// Why; may be blank.
        why: Private<String>,
    },
}

/// Whether a member who stands so may read what was told: see [`Case::contents`], which is the way to read it. This is for
/// what looks at many incidents at once.
pub fn may_read(stage: Stage, urgency: Option<Urgency>, standing: Option<Standing>, member: PersonId) -> bool {
    match standing {
        Some(standing) => !standing.hides(),
        None => stage.accountable() == Some(member) && urgency == Some(Urgency::Now),
    }
}

impl Case {
    /// Opens an incident for a member, or says that there is nothing: another conference's and a recused member's
    /// incident are the same to them as one that never was. Whoever is out of one part of it is out of all of it.
    pub fn open(whole: impl Into<Whole>, conflicts: &[Conflict], member: CareMember) -> Result<Self, NotFound> {
        let (incident, joined) = whole.into().into_parts();
        let is_part = |id| id == incident.id || joined.iter().any(|part: &Incident| part.id == id);
        let conflicts: Vec<_> = conflicts.iter().filter(|conflict| is_part(conflict.incident)).cloned().collect();
        if incident.conference != member.actor().conference || kept_out(&conflicts).contains(&member.person()) {
            return Err(NotFound);
        }
        Ok(Self {
            incident,
            joined,
            member,
            conflicts,
            changes: Vec::new(),
            changed: Vec::new(),
            handed_back: false,
            working: Working::default(),
        })
    }

    /// The incident: the one that others were joined to.
    pub const fn incident(&self) -> &Incident {
        &self.incident
    }

    /// What was joined to it, as it stood when it was; in the order in which it was reported.
    pub fn joined(&self) -> &[Incident] {
        &self.joined
    }

    /// The incident and what was joined to it.
    pub fn parts(&self) -> impl Iterator<Item = &Incident> {
        std::iter::once(&self.incident).chain(&self.joined)
    }

    /// Whether this is the incident or was joined to it.
    pub fn is_part(&self, incident: IncidentId) -> bool {
        self.parts().any(|part| part.id == incident)
    }

    /// The incidents besides the first that the last action changed; the store saves them with the case.
    pub fn changed(&self) -> &[Incident] {
        &self.changed
    }

    /// The member who has it open.
    pub const fn member(&self) -> &CareMember {
        &self.member
    }

    /// Whether the last action left the incident without anybody who looks after it, so that it has to call again.
    pub const fn is_handed_back(&self) -> bool {
        self.handed_back
    }

    /// What was told, for whoever has answered the question about conflicts. Who has taken something urgent in hand reads
    /// first and answers later: no form stands between a person and somebody's safety (S37).
    pub fn contents(&self) -> Result<Contents<'_>, Refused> {
        if may_read(self.incident.stage, self.incident.urgency, self.standing(), self.member.person()) {
            Ok(Contents(self))
        } else {
            Err(Refused::AnswerFirst)
        }
    }

    /// Applies one action, or says which rule refuses it.
    pub fn apply(&mut self, action: Action, now: Timestamp) -> Result<AuditEvents, Refused> {
        if self.comes_after_the_question(&action) {
            self.contents()?;
        }
        let now = self.moment_of(&action, now);
        match action {
            Action::Open => Ok(self.event(now, Did::Opened)),
            Action::Export(export) => Ok(self.event(now, Did::Exported(export))),
            Action::AnswerPage { page, answer } => {
                let events = self.event(now, Did::PageAnswered { page, answer });
                Ok(match (answer, self.incident.stage) {
                    (PageAnswer::Accept, Stage::Reported | Stage::Closed { .. }) => events.join(self.take_in_hand(now)),
                    (PageAnswer::Accept | PageAnswer::Decline | PageAnswer::CantNow, _) => events,
                })
            }
            Action::TakeInHand if self.incident.stage.is_closed() => Err(Refused::Closed),
            Action::TakeInHand => Ok(self.take_in_hand(now)),
            Action::AddNote { note } => Ok(self.event(now, Did::Recorded { note })),
            Action::Strike { already: true, .. } => Err(Refused::AlreadyStruck),
            Action::Strike { note, already: false, on_a_page } => self.strike(note, on_a_page, now),
            Action::ConfirmReceipt { of, note, words } => self.confirm_receipt(of, note, &words, now),
            Action::Declare { standing, why } => self.declare(standing, &why, now),
            Action::DrawLine { person, line, why } => self.draw_line(person, line, &why, now),
            Action::Name { person, why } => self.name(person, &why, now),
            Action::Work(new) => self.work_on(*new, now),
            Action::Join { other, new } => self.join(*other, *new, now),
            Action::Part { new, last_note } => self.part(*new, last_note, now),
        }
    }

    /// Answering a call shows nothing and must never wait; what is urgent is taken at once.
    fn comes_after_the_question(&self, action: &Action) -> bool {
        match action {
            Action::AnswerPage { .. } | Action::Declare { .. } => false,
            Action::TakeInHand => !self.is_urgent(),
            Action::Open
            | Action::Export(_)
            | Action::AddNote { .. }
            | Action::Strike { .. }
            | Action::ConfirmReceipt { .. }
            | Action::DrawLine { .. }
            | Action::Name { .. }
            | Action::Work(_)
            | Action::Join { .. }
            | Action::Part { .. } => true,
        }
    }

    fn take_in_hand(&mut self, now: Timestamp) -> AuditEvents {
        self.incident.stage = self.incident.stage.taken_by(self.member.person(), now);
        self.event(now, Did::TookInHand)
    }

    /// One member is enough for the vetted words; any others are a draft, to which a second one agrees (S25, S31).
    fn confirm_receipt(
        &mut self,
        of: IncidentId,
        note: NoteId,
        words: &Private<String>,
        now: Timestamp,
    ) -> Result<AuditEvents, Refused> {
        if !self.may_speak() {
            return Err(Refused::Limited);
        }
        let part = self.parts().find(|part| part.id == of).ok_or(Refused::Unknown)?;
        if part.receipt_confirmed.is_some() {
            return Err(Refused::AlreadyConfirmed);
        }
        if !template::is_vetted_receipt(words.reveal()) {
            return Err(Rule::SecondPerson.into());
        }
        let by = self.member.person();
        self.change_part(of, |part| {
            part.receipt_confirmed = Some(ReceiptConfirmed { by, at: now, note: Some(note) });
        });
        Ok(self.event_of(of, now, Did::Recorded { note }).join(self.event_of(of, now, Did::ConfirmedReceipt)))
    }

    /// What a reporter has read cannot be taken back by a strike. Where nothing went out, they wait for a first word again.
    fn strike(&mut self, note: NoteId, on_a_page: bool, now: Timestamp) -> Result<AuditEvents, Refused> {
        let told = |part: &&Incident| part.receipt_confirmed.and_then(|receipt| receipt.note) == Some(note);
        let told = self.parts().find(told).map(|part| part.id);
        if let Some(part) = told {
            if on_a_page {
                return Err(Refused::WentOut);
            }
            self.change_part(part, |part| part.receipt_confirmed = None);
        }
        Ok(self.event(now, Did::Struck { note }))
    }

    fn is_urgent(&self) -> bool {
        self.incident.urgency == Some(Urgency::Now)
    }

    /// Changes the incident or one that was joined to it.
    fn change_part(&mut self, id: IncidentId, change: impl FnOnce(&mut Incident)) {
        if id == self.incident.id {
            change(&mut self.incident);
            return;
        }
        let Some(part) = self.joined.iter_mut().find(|part| part.id == id) else { return };
        change(part);
        let part = part.clone();
        self.keep_changed(part);
    }

    fn keep_changed(&mut self, other: Incident) {
        self.changed.retain(|earlier| earlier.id != other.id);
        self.changed.push(other);
    }

    fn event(&self, now: Timestamp, did: Did) -> AuditEvents {
        self.event_of(self.incident.id, now, did)
    }

    fn event_of(&self, part: IncidentId, now: Timestamp, did: Did) -> AuditEvents {
        let actor = self.member.actor();
        let by = By::Person { person: actor.person, device: actor.device };
        AuditEvents::of(actor.conference, now, by, Some(part), did)
    }
}

mod joining;
mod links;
mod refused;
mod standing;
mod working;

#[cfg(test)]
mod property;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod work_property;
