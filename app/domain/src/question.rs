//! What a member is shown before the content of a case, and how everybody stands, as screens are given it.
//!
//! The question about conflicts of interest comes first (S44): the [`CaseCard`] holds just enough to answer it.

use crate::conflict::{Source, Standing};
use crate::ids::{IncidentId, PersonId};
use crate::private::Private;
use crate::time::Timestamp;
use crate::view::CaseView;
use serde::{Deserialize, Serialize};

/// What opening a case answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseOpened {
    /// The question, for whoever has not answered it.
    Card(CaseCard),
    /// The case.
    Case(Box<CaseView>),
}

impl CaseOpened {
    /// The case, for whoever may read it.
    pub fn case(&self) -> Option<&CaseView> {
        match self {
            Self::Card(_) => None,
            Self::Case(case) => Some(case),
        }
    }

    /// The card, while the question is open.
    pub const fn card(&self) -> Option<&CaseCard> {
        match self {
            Self::Card(card) => Some(card),
            Self::Case(_) => None,
        }
    }
}

/// What one must know to say whether one has a conflict of interest, and no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseCard {
    /// The incident.
    pub incident: IncidentId,
    /// Its two words.
    pub code_name: String,
    /// When it happened, or was reported where nobody said.
    pub day: Timestamp,
    /// Where, as it was told.
    pub places: Vec<Private<String>>,
    /// Who is involved, as it was told; empty where nobody was named.
    pub names: Vec<Private<String>>,
    /// Whether the one who asks has it in hand.
    pub in_your_hands: bool,
}

/// How a member stands to the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingRow {
    /// Who.
    pub person: PersonId,
    /// The name.
    pub name: Private<String>,
    /// How.
    pub standing: Standing,
    /// How that came about.
    pub source: Source,
    /// Since when.
    pub since: Timestamp,
    /// Who would let a named member in again, as long as no second colleague has agreed.
    pub return_proposed_by: Option<Private<String>>,
    /// Why, for whoever may read it.
    pub why: Option<Private<String>>,
}

/// A line of the record about how a member stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandsView {
    /// Whom it is about.
    pub name: Private<String>,
    /// Whether they said it themselves.
    pub themselves: bool,
    /// How they stand.
    pub standing: Standing,
    /// How that came about.
    pub source: Source,
    /// Whether a second colleague has yet to agree.
    pub proposed: bool,
    /// Why, for whoever may read it.
    pub why: Option<Private<String>>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    const ID: &str = "0193c3a0-0000-7000-8000-000000000001";

    #[test]
    fn the_question_travels_as_serde_json_does() {
        let card = format!(
            r#"{{"card":{{"incident":"{ID}","code_name":"quiet heron","day":5,"places":["Foyer"],"names":[],"in_your_hands":true}}}}"#
        );
        let opened: CaseOpened = serde_json::from_str(&card).unwrap();
        assert!(opened.card().is_some_and(|card| card.in_your_hands) && opened.case().is_none());
        assert_eq!(json::read::<CaseOpened>(&card).unwrap(), opened);
        assert_eq!(json::write(&opened).unwrap(), card);
        let row = format!(
            r#"{{"person":"{ID}","name":"Ana","standing":"limited","source":"decided","since":5,"return_proposed_by":null,"why":"Close."}}"#
        );
        let read: StandingRow = json::read(&row).unwrap();
        assert_eq!((read.standing, read.source), (Standing::Limited, Source::Decided));
        assert_eq!(json::write(&read).unwrap(), row);
    }
}
