//! Where the reports of an incident came from, and which incidents are one (S28, D03).
//!
//! A report keeps the incident that it opened: its words, its reporter and its private link stay there. Two reports of the
//! same thing are joined, not mixed: the one incident shows the other's notes, and parting them leaves each as it was.

use super::rule::Rule;
use super::{LINE_MAX, RecordedDeed, at_most};
use crate::case::Refused;
use crate::ids::{IncidentId, NoteId};
use crate::private::Private;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A step about the reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportDeed {
    /// Says where the words of a note came from.
    Intake {
        /// The note that holds the words.
        note: NoteId,
        /// Where from.
        origin: Origin,
    },
    /// Another incident is the same thing: its reports are shown here.
    Take {
        /// The other incident.
        from: IncidentId,
    },
    /// It is not the same thing after all.
    Part {
        /// The other incident.
        from: IncidentId,
    },
}

/// Where the words of a report came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// By which way.
    pub via: Via,
    /// Who wrote or said it, as far as that is known; may be blank.
    pub author: Private<String>,
    /// Who passed it on, if it was not the author; may be blank.
    pub passed_on_by: Private<String>,
    /// When it was written or said.
    pub told_at: Option<Timestamp>,
    /// Whose account it is.
    pub account: Account,
}

/// The ways in which a report reaches the team (S28).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// Told to somebody of the staff.
    InPerson,
    /// By mail.
    Mail,
    /// In the conference's chat.
    Chat,
    /// By telephone.
    Phone,
    /// On paper.
    Paper,
    /// Another way.
    Other,
}

impl Via {
    /// Every way.
    pub const ALL: [Self; 6] = [Self::InPerson, Self::Mail, Self::Chat, Self::Phone, Self::Paper, Self::Other];
}

/// Whose account it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// Of somebody to whom it happened or who was there.
    FirstHand,
    /// Of somebody who heard of it.
    SecondHand,
    /// Of somebody of the staff who saw it.
    Observed,
}

impl Account {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::FirstHand, Self::SecondHand, Self::Observed];
}

/// The reports of an incident.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reports {
    /// Where notes came from, as far as somebody said.
    pub origins: BTreeMap<NoteId, Origin>,
    /// The other incidents that are the same thing.
    pub taken: BTreeSet<IncidentId>,
}

impl Reports {
    pub(super) fn check(&self, deed: &ReportDeed) -> Result<Vec<Rule>, Refused> {
        match deed {
            ReportDeed::Intake { origin, .. } => {
                at_most(&origin.author, LINE_MAX)?;
                at_most(&origin.passed_on_by, LINE_MAX)?;
            }
            ReportDeed::Take { from } if self.taken.contains(from) => return Err(Refused::AlreadySo),
            ReportDeed::Part { from } if !self.taken.contains(from) => return Err(Refused::Unknown),
            ReportDeed::Take { .. } | ReportDeed::Part { .. } => {}
        }
        Ok(Vec::new())
    }

    pub(super) fn fold(&mut self, _recorded: &RecordedDeed, deed: &ReportDeed) {
        match deed {
            ReportDeed::Intake { note, origin } => {
                self.origins.insert(*note, origin.clone());
            }
            ReportDeed::Take { from } => {
                self.taken.insert(*from);
            }
            ReportDeed::Part { from } => {
                self.taken.remove(from);
            }
        }
    }
}
