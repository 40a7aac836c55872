//! Conversations with somebody in it: two of the team, one who talks and one who takes notes (S43, S49, S52).

use super::circle::Circle;
use super::rule::{Rule, unless};
use super::{LINE_MAX, RecordedDeed, WORDS_MAX, Work, at_most, words};
use crate::case::Refused;
use crate::ids::{DeedId, PersonId};
use crate::private::Private;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A step of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConversationDeed {
    /// Plans one, which is known by this deed's id.
    Plan(Plan),
    /// It was held. The notes join the record; a second time adds to them.
    Hold {
        /// The conversation.
        conversation: DeedId,
        /// What was said, by whom.
        notes: Private<String>,
    },
    /// It does not take place.
    CallOff {
        /// The conversation.
        conversation: DeedId,
        /// Why.
        why: Private<String>,
    },
}

/// A conversation as it is planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// With whom: somebody in the incident.
    pub with: DeedId,
    /// What it is for; may be blank.
    pub purpose: Private<String>,
    /// Where; may be blank.
    pub place: Private<String>,
    /// When, if that is known.
    pub at: Option<Timestamp>,
    /// Who talks.
    pub talks: PersonId,
    /// Who takes notes.
    pub notes: Option<PersonId>,
}

/// A conversation and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversation {
    /// The plan.
    pub plan: Plan,
    /// Who planned it.
    pub by: PersonId,
    /// What was noted, each time with its writer and when.
    pub held: Vec<(PersonId, Timestamp, Private<String>)>,
    /// Why it did not take place, if it did not.
    pub called_off: Option<Private<String>>,
}

impl Conversation {
    /// Whether it still has to be held, or its notes to be written.
    pub const fn is_planned(&self) -> bool {
        self.held.is_empty() && self.called_off.is_none()
    }
}

/// All conversations, by the deed that planned them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conversations(BTreeMap<DeedId, Conversation>);

impl Conversations {
    /// All of them, the oldest first.
    pub fn all(&self) -> impl Iterator<Item = (DeedId, &Conversation)> {
        self.0.iter().map(|(id, conversation)| (*id, conversation))
    }

    /// One of them.
    pub fn get(&self, conversation: DeedId) -> Option<&Conversation> {
        self.0.get(&conversation)
    }

    /// Those that still have to be held, or whose notes have to be written.
    pub fn planned(&self) -> impl Iterator<Item = (DeedId, &Conversation)> {
        self.all().filter(|(_, conversation)| conversation.is_planned())
    }

    pub(super) fn fold(&mut self, recorded: &RecordedDeed, deed: &ConversationDeed) {
        match deed {
            ConversationDeed::Plan(plan) => {
                let (plan, by) = (plan.clone(), recorded.by);
                let conversation = Conversation { plan, by, held: Vec::new(), called_off: None };
                self.0.entry(recorded.id).or_insert(conversation);
            }
            ConversationDeed::Hold { conversation, notes } => {
                if let Some(conversation) = self.0.get_mut(conversation) {
                    conversation.held.push((recorded.by, recorded.at, notes.clone()));
                }
            }
            ConversationDeed::CallOff { conversation, why } => {
                if let Some(conversation) = self.0.get_mut(conversation) {
                    conversation.called_off.get_or_insert_with(|| why.clone());
                }
            }
        }
    }
}

impl Work {
    pub(super) fn check_conversation(
        &self,
        deed: &ConversationDeed,
        circle: &Circle<'_>,
    ) -> Result<Vec<Rule>, Refused> {
        let known = |id: &DeedId| self.conversations.get(*id).ok_or(Refused::Unknown);
        match deed {
            ConversationDeed::Plan(plan) => self.check_plan(plan, circle),
            ConversationDeed::Hold { conversation, notes } => {
                if known(conversation)?.called_off.is_some() {
                    return Err(Refused::Over);
                }
                words(notes, WORDS_MAX).map(|()| Vec::new())
            }
            ConversationDeed::CallOff { conversation, why } => {
                if !known(conversation)?.is_planned() {
                    return Err(Refused::Over);
                }
                words(why, LINE_MAX).map(|()| Vec::new())
            }
        }
    }

    /// Two talk; whoever is limited does not; whoever has a conflict is warned about (S49).
    fn check_plan(&self, plan: &Plan, circle: &Circle<'_>) -> Result<Vec<Rule>, Refused> {
        self.people.known(plan.with)?;
        at_most(&plan.purpose, LINE_MAX)?;
        at_most(&plan.place, LINE_MAX)?;
        let two: Vec<_> = [Some(plan.talks), plan.notes].into_iter().flatten().collect();
        for person in &two {
            if !circle.takes_part(*person) {
                return Err(Refused::Unknown);
            }
            if circle.standing(*person).is_some_and(|standing| !standing.may_speak()) {
                return Err(Refused::Limited);
            }
        }
        let broken = [
            unless(plan.notes.is_some_and(|notes| notes != plan.talks), Rule::TwoTalk),
            unless(two.iter().all(|person| circle.is_impartial(*person)), Rule::ImpartialTalk),
        ];
        Ok(broken.into_iter().flatten().collect())
    }
}
