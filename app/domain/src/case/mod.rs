//! A case: an incident opened by a CARE member who may act on it.
//!
//! [`Case::open`] is the only door, and it asks for the conflicts of interest: forgetting them does not compile. What was
//! told comes out through [`Case::contents`] alone, which asks whether the member has answered the question about
//! conflicts. What one does to an incident is an [`Action`]; [`Case::apply`] says which rule refuses it or returns the
//! audit events without which the store does not commit.

use crate::audit::{AuditEvents, By, Did};
use crate::conflict::{self, Conflict, Line, Source, Standing, StandingChange, kept_out};
use crate::export::Export;
use crate::ids::{NoteId, PageId, PersonId};
use crate::incident::{Incident, NotFound, ReceiptConfirmed, Stage};
use crate::note::Urgency;
use crate::paging::PageAnswer;
use crate::permission::CareMember;
use crate::private::Private;
use crate::time::Timestamp;
use crate::work::NewDeed;
use crate::work::rule::Rule;
use crate::work::template;
pub use refused::Refused;
use working::Working;

/// An incident in the hands of a member who may know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    incident: Incident,
    member: CareMember,
    conflicts: Vec<Conflict>,
    change: Option<StandingChange>,
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
    /// incident are the same to them as one that never was.
    pub fn open(incident: Incident, conflicts: &[Conflict], member: CareMember) -> Result<Self, NotFound> {
        let conflicts: Vec<_> = conflicts.iter().filter(|conflict| conflict.incident == incident.id).cloned().collect();
        if incident.conference != member.actor().conference || kept_out(&conflicts).contains(&member.person()) {
            return Err(NotFound);
        }
        Ok(Self { incident, member, conflicts, change: None, handed_back: false, working: Working::default() })
    }

    /// The incident.
    pub const fn incident(&self) -> &Incident {
        &self.incident
    }

    /// The member who has it open.
    pub const fn member(&self) -> &CareMember {
        &self.member
    }

    /// How everybody stands who was asked, named or decided about.
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// What the last action changed in how somebody stands; the store saves it with the case.
    pub const fn change(&self) -> Option<&StandingChange> {
        self.change.as_ref()
    }

    /// Whether the last action left the incident without anybody who looks after it, so that it has to call again.
    pub const fn is_handed_back(&self) -> bool {
        self.handed_back
    }

    /// How the member stands; nothing while the question is open.
    pub fn standing(&self) -> Option<Standing> {
        self.of(self.member.person()).map(|conflict| conflict.standing)
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
            Action::ConfirmReceipt { note, words } => self.confirm_receipt(note, &words, now),
            Action::Declare { standing, why } => self.declare(standing, why, now),
            Action::DrawLine { person, line, why } => self.draw_line(person, line, why, now),
            Action::Name { person, why } => self.name(person, why, now),
            Action::Work(deed) => self.work_on(*deed, now),
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
            | Action::Work(_) => true,
        }
    }

    fn take_in_hand(&mut self, now: Timestamp) -> AuditEvents {
        self.incident.stage = self.incident.stage.taken_by(self.member.person(), now);
        self.event(now, Did::TookInHand)
    }

    /// One member is enough for the vetted words; any others are a draft, to which a second one agrees (S25, S31).
    fn confirm_receipt(
        &mut self,
        note: NoteId,
        words: &Private<String>,
        now: Timestamp,
    ) -> Result<AuditEvents, Refused> {
        if !self.standing().is_none_or(Standing::may_speak) {
            return Err(Refused::Limited);
        }
        if self.incident.receipt_confirmed.is_some() {
            return Err(Refused::AlreadyConfirmed);
        }
        if !template::is_vetted_receipt(words.reveal()) {
            return Err(Rule::SecondPerson.into());
        }
        self.incident.receipt_confirmed =
            Some(ReceiptConfirmed { by: self.member.person(), at: now, note: Some(note) });
        Ok(self.event(now, Did::Recorded { note }).join(self.event(now, Did::ConfirmedReceipt)))
    }

    /// What a reporter has read cannot be taken back by a strike. Where nothing went out, they wait for a first word again.
    fn strike(&mut self, note: NoteId, on_a_page: bool, now: Timestamp) -> Result<AuditEvents, Refused> {
        if self.incident.receipt_confirmed.and_then(|receipt| receipt.note) == Some(note) {
            if on_a_page {
                return Err(Refused::WentOut);
            }
            self.incident.receipt_confirmed = None;
        }
        Ok(self.event(now, Did::Struck { note }))
    }

    fn declare(&mut self, standing: Standing, why: Private<String>, now: Timestamp) -> Result<AuditEvents, Refused> {
        let person = self.member.person();
        let said = conflict::says(self.of(person), self.incident.id, person, standing, now)?;
        Ok(self.keep(said.ok_or(Refused::AlreadySo)?, why, now))
    }

    fn draw_line(
        &mut self,
        person: PersonId,
        line: Line,
        why: Private<String>,
        now: Timestamp,
    ) -> Result<AuditEvents, Refused> {
        let by = self.member.person();
        if person == by {
            return Err(Refused::NotYourself);
        }
        if !self.standing().is_some_and(Standing::is_clear) {
            return Err(Refused::ClearOnly);
        }
        let change = conflict::draws_line(self.of(person), self.incident.id, person, line, by, now)?;
        Ok(self.keep(change, why, now))
    }

    fn name(&mut self, person: PersonId, why: Private<String>, now: Timestamp) -> Result<AuditEvents, Refused> {
        let by = self.member.person();
        if person == by {
            return Err(Refused::NotYourself);
        }
        let change = conflict::names(self.of(person), self.incident.id, person, Source::Named, by, now);
        Ok(self.keep(change.ok_or(Refused::AlreadySo)?, why, now))
    }

    /// Whoever is out looks after nothing: what they had in hand calls for somebody else.
    fn keep(&mut self, change: StandingChange, why: Private<String>, now: Timestamp) -> AuditEvents {
        let change = change.because(why);
        let StandingChange { conflict, record } = &change;
        let person = conflict.person;
        let events = self.event(now, Did::Stands { person, standing: record.standing, source: record.source });
        let events = if self.incident.keep_out(conflict) {
            self.handed_back = true;
            events.join(self.event(now, Did::HandedBack))
        } else {
            events
        };
        self.conflicts.retain(|other| other.person != person);
        self.conflicts.push(conflict.clone());
        self.change = Some(change);
        events
    }

    fn of(&self, person: PersonId) -> Option<&Conflict> {
        self.conflicts.iter().find(|conflict| conflict.person == person)
    }

    fn is_urgent(&self) -> bool {
        self.incident.urgency == Some(Urgency::Now)
    }

    fn event(&self, now: Timestamp, did: Did) -> AuditEvents {
        let actor = self.member.actor();
        let by = By::Person { person: actor.person, device: actor.device };
        AuditEvents::of(actor.conference, now, by, Some(self.incident.id), did)
    }
}

mod links;
mod refused;
mod working;

#[cfg(test)]
mod property;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod work_property;
