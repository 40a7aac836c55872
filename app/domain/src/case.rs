//! A case: an incident opened by a CARE member who may act on it.
//!
//! [`Case::open`] is the only door, and it asks for the conflicts of interest: forgetting them does not compile. What one
//! does to an incident is an [`Action`]; [`Case::apply`] says which rule refuses it or returns the audit events without
//! which the store does not commit.

use crate::audit::{AuditEvents, By, Did};
use crate::conflict::{Conflict, Standing, kept_out};
use crate::ids::{NoteId, PageId};
use crate::incident::{Incident, NotFound, ReceiptConfirmed, Stage};
use crate::paging::PageAnswer;
use crate::permission::CareMember;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An incident in the hands of a member who may know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    incident: Incident,
    member: CareMember,
    recusal: Option<Conflict>,
}

/// Something that a member does to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Read it.
    Open,
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
    },
    /// Tell the reporter that the report arrived.
    ConfirmReceipt {
        /// The note that holds the words.
        note: NoteId,
    },
    /// Step out because of a conflict of interest.
    Recuse,
}

/// The rule that refuses an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    /// The note is struck already.
    AlreadyStruck,
    /// The reporter was told already.
    AlreadyConfirmed,
    /// Whoever looks after it hands it over before stepping out; otherwise nobody would have it.
    HandOverFirst,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AlreadyStruck => "This note is struck already.",
            Self::AlreadyConfirmed => "The reporter has been told already that the report arrived.",
            Self::HandOverFirst => "You look after this one. Ask a colleague to take it, then step out.",
        })
    }
}

impl std::error::Error for Refused {}

impl Case {
    /// Opens an incident for a member, or says that there is nothing: another conference's and a recused member's
    /// incident are the same to them as one that never was.
    pub fn open(incident: Incident, conflicts: &[Conflict], member: CareMember) -> Result<Self, NotFound> {
        let mine = conflicts.iter().filter(|conflict| conflict.incident == incident.id);
        if incident.conference != member.actor().conference || kept_out(mine).contains(&member.person()) {
            return Err(NotFound);
        }
        Ok(Self { incident, member, recusal: None })
    }

    /// The incident.
    pub const fn incident(&self) -> &Incident {
        &self.incident
    }

    /// The member who has it open.
    pub const fn member(&self) -> &CareMember {
        &self.member
    }

    /// The member's own recusal, when the last action was one; the store saves it with the case.
    pub const fn recusal(&self) -> Option<&Conflict> {
        self.recusal.as_ref()
    }

    /// Applies one action, or says which rule refuses it.
    pub fn apply(&mut self, action: Action, now: Timestamp) -> Result<AuditEvents, Refused> {
        match action {
            Action::Open => Ok(self.event(now, Did::Opened)),
            Action::AnswerPage { page, answer } => {
                let events = self.event(now, Did::PageAnswered { page, answer });
                Ok(match (answer, self.incident.stage) {
                    (PageAnswer::Accept, Stage::Reported) => events.join(self.take_in_hand(now)),
                    (PageAnswer::Accept, Stage::InHand { .. }) | (PageAnswer::Decline | PageAnswer::CantNow, _) => {
                        events
                    }
                })
            }
            Action::TakeInHand => Ok(self.take_in_hand(now)),
            Action::AddNote { note } => Ok(self.event(now, Did::Recorded { note })),
            Action::Strike { already: true, .. } => Err(Refused::AlreadyStruck),
            Action::Strike { note, already: false } => Ok(self.event(now, Did::Struck { note })),
            Action::ConfirmReceipt { note } => self.confirm_receipt(note, now),
            Action::Recuse => self.recuse(now),
        }
    }

    fn take_in_hand(&mut self, now: Timestamp) -> AuditEvents {
        self.incident.stage = Stage::InHand { by: self.member.person(), at: now };
        self.event(now, Did::TookInHand)
    }

    fn confirm_receipt(&mut self, note: NoteId, now: Timestamp) -> Result<AuditEvents, Refused> {
        if self.incident.receipt_confirmed.is_some() {
            return Err(Refused::AlreadyConfirmed);
        }
        self.incident.receipt_confirmed = Some(ReceiptConfirmed { by: self.member.person(), at: now, note });
        Ok(self.event(now, Did::Recorded { note }).join(self.event(now, Did::ConfirmedReceipt)))
    }

    fn recuse(&mut self, now: Timestamp) -> Result<AuditEvents, Refused> {
        if self.incident.stage.accountable() == Some(self.member.person()) {
            return Err(Refused::HandOverFirst);
        }
        self.recusal = Some(Conflict {
            incident: self.incident.id,
            person: self.member.person(),
            standing: Standing::Recused,
            since: now,
        });
        Ok(self.event(now, Did::Recused))
    }

    fn event(&self, now: Timestamp, did: Did) -> AuditEvents {
        let actor = self.member.actor();
        let by = By::Person { person: actor.person, device: actor.device };
        AuditEvents::of(actor.conference, now, by, Some(self.incident.id), did)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{ConferenceId, DeviceId, IncidentId, PersonId};
    use crate::permission::{Actor, Role};

    const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

    fn member(n: u8) -> CareMember {
        Actor {
            person: PersonId::from_bytes([n; 16]),
            device: DeviceId::from_bytes([n; 16]),
            conference: ConferenceId::from_bytes([0; 16]),
            role: Role::CareMember,
        }
        .care_member()
        .unwrap()
    }

    fn incident(stage: Stage) -> Incident {
        Incident {
            id: IncidentId::from_bytes([1; 16]),
            conference: ConferenceId::from_bytes([0; 16]),
            code_name: "quiet heron".into(),
            urgency: None,
            opened_at: NOW,
            stage,
            receipt_confirmed: None,
            needs_review: false,
            version: 1,
        }
    }

    fn in_hand(n: u8) -> Stage {
        Stage::InHand { by: PersonId::from_bytes([n; 16]), at: NOW }
    }

    const NOTE: NoteId = NoteId::from_bytes([7; 16]);
    const PAGE: PageId = PageId::from_bytes([8; 16]);

    #[test]
    fn the_table_of_stage_and_action() {
        let answer = |answer| Action::AnswerPage { page: PAGE, answer };
        let strike = |already| Action::Strike { note: NOTE, already };
        // Member 1 acts; the stage that follows, or the refusal.
        let table: [(Stage, Action, Result<Stage, Refused>); 14] = [
            (Stage::Reported, Action::Open, Ok(Stage::Reported)),
            (Stage::Reported, answer(PageAnswer::Accept), Ok(in_hand(1))),
            (Stage::Reported, answer(PageAnswer::Decline), Ok(Stage::Reported)),
            (Stage::Reported, answer(PageAnswer::CantNow), Ok(Stage::Reported)),
            (Stage::Reported, Action::TakeInHand, Ok(in_hand(1))),
            (Stage::Reported, Action::Recuse, Ok(Stage::Reported)),
            (in_hand(2), answer(PageAnswer::Accept), Ok(in_hand(2))),
            (in_hand(2), Action::TakeInHand, Ok(in_hand(1))),
            (in_hand(2), Action::AddNote { note: NOTE }, Ok(in_hand(2))),
            (in_hand(2), strike(false), Ok(in_hand(2))),
            (in_hand(2), strike(true), Err(Refused::AlreadyStruck)),
            (in_hand(2), Action::ConfirmReceipt { note: NOTE }, Ok(in_hand(2))),
            (in_hand(2), Action::Recuse, Ok(in_hand(2))),
            (in_hand(1), Action::Recuse, Err(Refused::HandOverFirst)),
        ];
        for (stage, action, wanted) in table {
            let mut case = Case::open(incident(stage), &[], member(1)).unwrap();
            let got = case.apply(action, NOW).map(|_| case.incident().stage);
            assert_eq!(got, wanted, "{stage:?} {action:?}");
        }
    }

    #[test]
    fn the_reporter_is_told_once() {
        let mut case = Case::open(incident(in_hand(1)), &[], member(1)).unwrap();
        assert!(case.apply(Action::ConfirmReceipt { note: NOTE }, NOW).is_ok());
        assert_eq!(case.apply(Action::ConfirmReceipt { note: NOTE }, NOW), Err(Refused::AlreadyConfirmed));
    }

    #[test]
    fn a_recused_member_finds_nothing_and_others_do() {
        let mut case = Case::open(incident(in_hand(2)), &[], member(1)).unwrap();
        case.apply(Action::Recuse, NOW).unwrap();
        let conflicts = [case.recusal().unwrap().clone()];
        assert_eq!(Case::open(incident(in_hand(2)), &conflicts, member(1)), Err(NotFound));
        assert!(Case::open(incident(in_hand(2)), &conflicts, member(2)).is_ok());
        let declared = [Conflict { standing: Standing::Declared, ..conflicts[0].clone() }];
        assert!(Case::open(incident(in_hand(2)), &declared, member(1)).is_ok());
        let elsewhere = [Conflict { incident: IncidentId::from_bytes([9; 16]), ..conflicts[0].clone() }];
        assert!(Case::open(incident(in_hand(2)), &elsewhere, member(1)).is_ok());
    }

    #[test]
    fn another_conference_is_another_world() {
        let mut foreign = incident(Stage::Reported);
        foreign.conference = ConferenceId::from_bytes([5; 16]);
        assert_eq!(Case::open(foreign, &[], member(1)), Err(NotFound));
    }
}
