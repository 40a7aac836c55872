//! Where the reports of an incident came from, and which incidents are one (S28, D03).
//!
//! A report keeps the incident that it opened: its words, its reporter and its private link stay there. Two reports of the
//! same thing are joined, not mixed: the one incident shows the other's notes, and parting them leaves each as it was.
//! Which incidents are joined stands in their rows ([`Incident::joined_to`](crate::incident::Incident::joined_to)); the
//! deeds say who did it and when.

use super::rule::Rule;
use super::versions::Versions;
use super::{LINE_MAX, RecordedDeed, at_most, listed};
use crate::case::Refused;
use crate::ids::{DeedId, IncidentId, NoteId};
use crate::note::{NoteBody, NoteRefused, Provenance};
use crate::private::Private;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
        /// The versions that the writer had before them.
        #[serde(default)]
        over: Vec<DeedId>,
    },
    /// Another incident is the same thing: its reports are shown here.
    Take {
        /// The other incident.
        from: IncidentId,
    },
    /// Reads words again that their reporter has taken back, because the team needs them.
    Keep {
        /// The note that holds them.
        note: NoteId,
        /// Why; the reporter is told.
        because: KeptBecause,
    },
    /// It is not the same thing after all.
    Part {
        /// The other incident.
        from: IncidentId,
    },
}

/// Why the team reads words that were taken back. A few fixed reasons, because the reporter is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeptBecause {
    /// Somebody may be in danger.
    Danger,
    /// The law asks for it.
    Law,
    /// What others said of the same thing cannot be understood without.
    Others,
}

impl KeptBecause {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::Danger, Self::Law, Self::Others];

    /// The words on the team's screens.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Danger => "somebody may be in danger",
            Self::Law => "the law asks for it",
            Self::Others => "what others said cannot be understood without",
        }
    }
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

impl Origin {
    /// Whether somebody stands between whoever reported and the team (S29).
    pub fn is_passed_on(&self) -> bool {
        !self.passed_on_by.is_blank() || self.account == Account::SecondHand
    }

    /// How a note says the same for whoever reads it without this.
    pub fn provenance(&self) -> Provenance {
        match self.account {
            Account::Observed => Provenance::Observed,
            Account::FirstHand if !self.is_passed_on() => Provenance::Told,
            Account::FirstHand | Account::SecondHand => Provenance::PassedOn,
        }
    }
}

/// A report that a member writes down as it came: pasted from a mail or a chat, or what somebody said (S28).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewReport {
    /// The id of the note that will hold the words, minted on the phone so that a repeat is harmless.
    pub note: NoteId,
    /// The note: the words as they came, nothing of them changed.
    pub body: NoteBody,
    /// The id of the deed that says where they came from.
    pub deed: DeedId,
    /// Where they came from.
    pub origin: Origin,
}

impl NewReport {
    /// Nothing but its words is needed.
    pub fn check(&self) -> Result<(), NoteRefused> {
        if self.body.text.is_blank() || self.body.about().is_some() { Err(NoteRefused::Empty) } else { Ok(()) }
    }

    /// The deed that says where the words came from.
    pub fn intake(&self) -> ReportDeed {
        ReportDeed::Intake { note: self.note, origin: self.origin.clone(), over: Vec::new() }
    }
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
    pub origins: BTreeMap<NoteId, Versions<Origin>>,
    /// When other incidents were joined to this one, as long as they are.
    pub taken: BTreeMap<IncidentId, Timestamp>,
    /// The notes that the team reads although they were taken back, and why.
    pub kept: BTreeMap<NoteId, KeptBecause>,
}

impl Reports {
    /// Where the words of a note came from, as it was said last.
    pub fn origin(&self, note: NoteId) -> Option<&Origin> {
        Some(&self.origins.get(&note)?.latest()?.value)
    }

    /// Whether some of it came through somebody else than whoever reported (S29).
    pub fn is_passed_on(&self) -> bool {
        self.origins.values().filter_map(Versions::latest).any(|version| version.value.is_passed_on())
    }

    pub(super) fn check(&self, deed: &ReportDeed) -> Result<Vec<Rule>, Refused> {
        match deed {
            ReportDeed::Intake { origin, over, .. } => {
                listed(over)?;
                at_most(&origin.author, LINE_MAX)?;
                at_most(&origin.passed_on_by, LINE_MAX)?;
                Ok(Vec::new())
            }
            ReportDeed::Keep { note, .. } if self.kept.contains_key(note) => Err(Refused::AlreadySo),
            ReportDeed::Keep { .. } => Ok(Vec::new()),
            // These need both incidents: `Action::Join` and `Action::Part` are the way.
            ReportDeed::Take { .. } | ReportDeed::Part { .. } => Err(Refused::Unknown),
        }
    }

    pub(super) fn fold(&mut self, recorded: &RecordedDeed, deed: &ReportDeed) {
        match deed {
            ReportDeed::Intake { note, origin, over } => {
                self.origins.entry(*note).or_default().write(recorded, origin.clone(), over);
            }
            ReportDeed::Take { from } => {
                self.taken.insert(*from, recorded.at);
            }
            ReportDeed::Part { from } => {
                self.taken.remove(from);
            }
            ReportDeed::Keep { note, because } => {
                self.kept.insert(*note, *because);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work::tests::{id, recorded};
    use crate::work::{Deed, Work};

    const NOTE: NoteId = NoteId::from_bytes([1; 16]);

    fn origin(account: Account, passed_on_by: &str) -> Origin {
        let (author, passed_on_by) = ("Kim".into(), passed_on_by.into());
        Origin { via: Via::Mail, author, passed_on_by, told_at: None, account }
    }

    fn intake(n: u8, origin: Origin, over: &[u8]) -> RecordedDeed {
        let over = over.iter().map(|n| id(*n)).collect();
        recorded(n, 1, Deed::Report(ReportDeed::Intake { note: NOTE, origin, over }))
    }

    #[test]
    fn who_passed_it_on_stands_between() {
        let table = [
            (Account::FirstHand, "", false, Provenance::Told),
            (Account::FirstHand, "Robin", true, Provenance::PassedOn),
            (Account::SecondHand, "", true, Provenance::PassedOn),
            (Account::Observed, "", false, Provenance::Observed),
        ];
        for (account, by, passed_on, provenance) in table {
            let origin = origin(account, by);
            assert_eq!((origin.is_passed_on(), origin.provenance()), (passed_on, provenance), "{account:?} {by}");
        }
    }

    #[test]
    fn where_it_came_from_is_kept_in_every_version() {
        let work = Work::of(&[
            intake(2, origin(Account::FirstHand, ""), &[]),
            intake(3, origin(Account::FirstHand, "Robin"), &[]),
        ]);
        assert!(work.reports.origins[&NOTE].disagree(), "two who said different things both stand");
        let settled = Work::of(&[
            intake(2, origin(Account::FirstHand, ""), &[]),
            intake(3, origin(Account::FirstHand, "Robin"), &[2]),
        ]);
        assert_eq!(settled.reports.origin(NOTE).map(|origin| origin.passed_on_by.reveal().as_str()), Some("Robin"));
        assert!(settled.reports.is_passed_on());
    }

    #[test]
    fn when_something_was_joined_is_known_until_it_is_parted() {
        let other = IncidentId::from_bytes([7; 16]);
        let take = recorded(2, 1, Deed::Report(ReportDeed::Take { from: other }));
        let part = recorded(3, 1, Deed::Report(ReportDeed::Part { from: other }));
        assert_eq!(Work::of([&take]).reports.taken, BTreeMap::from([(other, take.at)]));
        assert!(Work::of([&take, &part]).reports.taken.is_empty());
        for deed in [ReportDeed::Take { from: other }, ReportDeed::Part { from: other }] {
            assert_eq!(Reports::default().check(&deed), Err(Refused::Unknown), "not without the other incident");
        }
    }

    #[test]
    fn what_was_taken_back_is_opened_once() {
        let keep = ReportDeed::Keep { note: NOTE, because: KeptBecause::Danger };
        assert_eq!(Reports::default().check(&keep), Ok(Vec::new()));
        let work = Work::of([&recorded(2, 1, Deed::Report(keep.clone()))]);
        assert_eq!(work.reports.kept, BTreeMap::from([(NOTE, KeptBecause::Danger)]));
        assert_eq!(work.reports.check(&keep), Err(Refused::AlreadySo));
    }

    #[test]
    fn lines_have_an_end_and_a_report_has_words() {
        let long = Origin { author: "x".repeat(LINE_MAX + 1).into(), ..origin(Account::FirstHand, "") };
        let deed = ReportDeed::Intake { note: NOTE, origin: long, over: Vec::new() };
        assert_eq!(Reports::default().check(&deed), Err(Refused::TooMuch));
        let report = |text: &str| {
            let body = NoteBody { text: text.into(), ..NoteBody::default() };
            NewReport { note: NOTE, body, deed: id(9), origin: origin(Account::FirstHand, "") }
        };
        assert_eq!(report("  ").check(), Err(NoteRefused::Empty));
        assert_eq!(report("He shouted.").check(), Ok(()));
    }
}
