//! What a draft can say: words to a reporter, a decision, words to the public.

use crate::case::Refused;
use crate::ids::ReporterLinkId;
use crate::private::Private;
use crate::work::decision::Decision;
use crate::work::{LINE_MAX, WORDS_MAX, at_most, words};
use serde::{Deserialize, Serialize};

/// What a draft says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Says {
    /// Words to a reporter.
    Message(Message),
    /// What the team decides.
    Decision(Box<Decision>),
    /// Words to the public.
    Statement(Statement),
}

/// Words to a reporter. They come from the team; no member's name goes with them (S33).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Whose private link shows them; nothing where they are told in another way.
    pub to: Option<ReporterLinkId>,
    /// What they are for.
    pub purpose: Purpose,
    /// The words.
    pub text: Private<String>,
}

/// What words to a reporter are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// To say that the report arrived (S31).
    Confirm,
    /// To ask something (S42).
    Ask,
    /// To ask what the reporter thinks of a resolution that the team has in mind.
    Propose,
    /// To say what was done and why (S57).
    Inform,
    /// Anything else.
    Other,
}

/// Words to the public about something that happened in public (S59).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Why it is public already.
    pub public_because: Private<String>,
    /// To whom it is said.
    pub audience: Private<String>,
    /// The words.
    pub text: Private<String>,
}

impl Says {
    /// Whether the other is the same kind of thing.
    pub(super) const fn is_like(&self, other: &Self) -> bool {
        matches!(
            (self, other),
            (Self::Message(_), Self::Message(_))
                | (Self::Decision(_), Self::Decision(_))
                | (Self::Statement(_), Self::Statement(_))
        )
    }

    pub(super) fn check(&self) -> Result<(), Refused> {
        match self {
            Self::Message(message) => words(&message.text, WORDS_MAX),
            Self::Decision(decision) => decision.check(),
            Self::Statement(statement) => {
                words(&statement.text, WORDS_MAX)?;
                words(&statement.public_because, LINE_MAX)?;
                at_most(&statement.audience, LINE_MAX)
            }
        }
    }
}
