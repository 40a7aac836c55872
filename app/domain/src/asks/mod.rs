//! Asks: what is asked of one person, and reminding until it is done.
//!
//! An ask follows from the case: [`wanted()`] works out from the deeds what has to be asked of whom now, and [`turn`] brings
//! the asks on record in line with it: it begins the new ones, ends those that are not needed any more, and says who is
//! pushed now and when to look again. Both are pure, and the same turn twice changes nothing, so that it is taken in every
//! transaction that writes a case and again when its time has come. Whoever is out is asked for nothing, and what they were
//! asked ends in the transaction that puts them out.

mod turn;
mod wanted;

pub use turn::{Turn, turn};
pub use wanted::{Wanted, nobody, team_at, wanted};

use crate::ids::{AskId, ConferenceId, DeedId, IncidentId, PersonId};
use crate::private::Private;
use crate::roster::Presence;
use crate::time::{Span, Timestamp, hours, minutes};
use crate::work::consult::ConsultAnswer;
use serde::{Deserialize, Serialize};

/// The longest pause between two pushes for the same ask.
pub const PAUSE_MAX: Span = hours(24);
/// How often a quick word is pushed: after that it is not quick any more.
pub const CONSULT_PUSHES_MAX: u32 = 3;

/// What somebody is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskKind {
    /// A quick word (S22, S36).
    Consult,
    /// To agree to a draft, or not (S25).
    CoSign,
    /// To take note that a case was handed over to them (S23).
    HandOver,
    /// To do something (S42, D06).
    Task,
    /// To look after what is overdue (S23, S31, S34).
    Reminder,
    /// Whether they can be reached on duty soon ([`crate::roster::checks`]); it comes from no case.
    OnDuty,
    /// Whether they can be on duty beside a colleague who has not answered; it comes from no case.
    StandIn,
}

impl AskKind {
    /// Every kind, the most pressing first.
    pub const ALL: [Self; 7] =
        [Self::Consult, Self::StandIn, Self::OnDuty, Self::CoSign, Self::HandOver, Self::Task, Self::Reminder];

    /// The word for storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Consult => "consult",
            Self::CoSign => "co_sign",
            Self::HandOver => "hand_over",
            Self::Task => "task",
            Self::Reminder => "reminder",
            Self::OnDuty => "on_duty",
            Self::StandIn => "stand_in",
        }
    }

    /// Reads the word from storage.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The pause after the first push; it doubles with each, up to [`PAUSE_MAX`].
    const fn pause(self) -> Span {
        match self {
            Self::Consult | Self::OnDuty | Self::StandIn => minutes(10),
            Self::CoSign => minutes(30),
            Self::HandOver | Self::Reminder => hours(1),
            Self::Task => hours(4),
        }
    }
}

/// One request to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Its id: the only thing of it that a push carries.
    pub id: AskId,
    /// The conference.
    pub conference: ConferenceId,
    /// The incident that it comes from; not told to helpers outside the CARE team.
    pub incident: IncidentId,
    /// Who is asked.
    pub person: PersonId,
    /// For what.
    pub kind: AskKind,
    /// What it is about: the version to agree to, the consult, the task, the hand-over; nothing for a reminder.
    pub about: Option<DeedId>,
    /// Who asks; nobody where Careline reminds by itself.
    pub by: Option<PersonId>,
    /// Since when.
    pub at: Timestamp,
    /// Until when it is to be done, if there is such a time.
    pub due: Option<Timestamp>,
    /// What a task says; blank for the others.
    pub words: Private<String>,
    /// Where it stands.
    pub state: AskState,
}

/// Where an ask stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskState {
    /// It waits for the person.
    Open {
        /// How often it was pushed.
        pushed: u32,
        /// When it is pushed again; nothing where it is not.
        next_at: Option<Timestamp>,
    },
    /// The person has answered.
    Answered {
        /// When.
        at: Timestamp,
    },
    /// It is not needed any more.
    Over {
        /// Since when.
        at: Timestamp,
    },
}

impl Ask {
    /// Whether it waits for the person.
    pub const fn is_open(&self) -> bool {
        matches!(self.state, AskState::Open { .. })
    }

    /// When it is pushed again.
    pub const fn next_at(&self) -> Option<Timestamp> {
        match self.state {
            AskState::Open { next_at, .. } => next_at,
            AskState::Answered { .. } | AskState::Over { .. } => None,
        }
    }

    /// What remains open of an ask after a push at `now`, the `pushed`th.
    fn pushed(&self, pushed: u32, now: Timestamp) -> AskState {
        let doubled = self.kind.pause().times(1_i64 << pushed.saturating_sub(1).min(10));
        let again = Some(now.plus(doubled.min(PAUSE_MAX)));
        let next_at = match (self.kind, self.due) {
            // A task is pushed when it is given, and again from the time on when it is due.
            (AskKind::Task, None) => None,
            (AskKind::Task, Some(due)) if due > now => Some(due),
            (AskKind::Consult, _) if pushed >= CONSULT_PUSHES_MAX => None,
            (
                AskKind::Task
                | AskKind::Consult
                | AskKind::CoSign
                | AskKind::HandOver
                | AskKind::Reminder
                | AskKind::OnDuty
                | AskKind::StandIn,
                _,
            ) => again,
        };
        AskState::Open { pushed, next_at }
    }
}

/// What somebody answers to an ask. What is asked for on a case is answered there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskAnswer {
    /// To a quick word.
    Consult {
        /// What.
        answer: ConsultAnswer,
    },
    /// The task is done.
    Done {
        /// What came of it; may be blank.
        result: Private<String>,
    },
    /// They have seen that it is theirs; of duty soon: they can be reached.
    Seen,
    /// They are on duty beside a colleague from now on.
    StandIn {
        /// Where they are.
        presence: Presence,
    },
}

/// An ask as the screen of the person asked shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskView {
    /// Its id.
    pub id: AskId,
    /// For what.
    pub kind: AskKind,
    /// Who asks; nobody where Careline reminds by itself.
    pub by: Option<Private<String>>,
    /// The number of whoever asks for a quick word; blank where there is none, and for the others.
    pub phone: Private<String>,
    /// Since when.
    pub at: Timestamp,
    /// Until when it is to be done.
    pub due: Option<Timestamp>,
    /// What a task says; blank for the others.
    pub words: Private<String>,
    /// The case, for members of the CARE team.
    pub case: Option<AskCase>,
    /// The duty that it is about, where it comes from the roster.
    #[serde(default)]
    pub duty: Option<AskDuty>,
}

/// The duty that an ask is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskDuty {
    /// Whose, where it is a colleague's.
    pub whom: Option<Private<String>>,
    /// When it starts.
    pub from: Timestamp,
    /// When it ends.
    pub until: Timestamp,
}

/// The case that an ask comes from, for whoever may open it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskCase {
    /// The incident.
    pub incident: IncidentId,
    /// Its two words.
    pub code_name: String,
}

#[cfg(test)]
mod tests;
