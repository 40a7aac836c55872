//! Conversations with somebody in it: two of the team, one who talks and one who takes notes (S43, S49, S52).

use super::circle::Circle;
use super::people::Part;
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

    /// Whether it came through somebody else and nobody has talked, or plans to talk, with whoever reported it. To meet
    /// them first may be best (S29). `passed_on` says whether any of the notes came so.
    pub fn reporter_not_met(&self, passed_on: bool) -> bool {
        let part = |person| self.people.get(person)?.part.latest().map(|part| part.value);
        let met = self.conversations.all().any(|(_, conversation)| {
            let with = part(conversation.plan.with);
            conversation.called_off.is_none() && matches!(with, Some(Part::Reporter | Part::Affected))
        });
        (passed_on || self.reports.is_passed_on()) && !met
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
                return Err(Refused::CannotTalk);
            }
        }
        let broken = [
            unless(plan.notes.is_some_and(|notes| notes != plan.talks), Rule::TwoTalk),
            unless(two.iter().all(|person| circle.is_impartial(*person)), Rule::ImpartialTalk),
        ];
        Ok(broken.into_iter().flatten().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conflict::Standing;
    use crate::incident::Stage;
    use crate::work::people::PersonDeed;
    use crate::work::tests::{id, person, recorded};
    use crate::work::{Deed, NewDeed};

    const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);
    /// Somebody in the incident.
    const SOMEBODY: u8 = 50;

    fn plan(talks: u8, notes: Option<u8>) -> ConversationDeed {
        let (purpose, place) = ("To hear their side".into(), Private::default());
        let (talks, notes) = (person(talks), notes.map(person));
        ConversationDeed::Plan(Plan { with: id(SOMEBODY), purpose, place, at: None, talks, notes })
    }

    fn work(part: Part, deeds: Vec<ConversationDeed>) -> Work {
        let somebody = recorded(SOMEBODY, 1, Deed::Person(PersonDeed::Add { part }));
        let deeds = deeds.into_iter().zip(60..).map(|(deed, n)| recorded(n, 1, Deed::Conversation(deed)));
        Work::of(&std::iter::once(somebody).chain(deeds).collect::<Vec<_>>())
    }

    /// What stands against a deed of member 1, of a team of members 1 to 5 of whom each has one standing but the first.
    fn check(work: &Work, deed: ConversationDeed) -> Result<Vec<Rule>, Refused> {
        let team: Vec<_> = (1..=5).map(person).collect();
        let standings = [Standing::Clear, Standing::Declared, Standing::Limited, Standing::Recused];
        let standings = (2..=5).map(person).zip(standings).collect();
        let circle = Circle { by: person(1), team: &team, standings, stage: &Stage::Reported };
        work.check(&NewDeed { id: id(99), deed: Deed::Conversation(deed), anyway: None }, &circle, NOW)
    }

    #[test]
    fn two_without_a_conflict_hold_a_conversation() {
        let table = [
            (1, Some(2), Ok(Vec::new())),
            (2, Some(1), Ok(vec![])),
            (1, None, Ok(vec![Rule::TwoTalk])),
            (1, Some(1), Ok(vec![Rule::TwoTalk])),
            (1, Some(3), Ok(vec![Rule::ImpartialTalk])),
            (3, None, Ok(vec![Rule::TwoTalk, Rule::ImpartialTalk])),
            (1, Some(4), Err(Refused::CannotTalk)),
            (5, Some(1), Err(Refused::Unknown)),
            (1, Some(9), Err(Refused::Unknown)),
        ];
        let work = work(Part::Reported, Vec::new());
        for (talks, notes, wanted) in table {
            assert_eq!(check(&work, plan(talks, notes)), wanted, "{talks} talks, {notes:?} takes notes");
        }
        assert_eq!(check(&Work::default(), plan(1, Some(2))), Err(Refused::Unknown), "with nobody in the incident");
    }

    #[test]
    fn notes_follow_and_are_added_to() {
        let conversation = id(60);
        let write = |notes: &str| ConversationDeed::Hold { conversation, notes: notes.into() };
        let call_off = || ConversationDeed::CallOff { conversation, why: "They have left.".into() };
        let planned = work(Part::Reported, vec![plan(1, Some(2))]);
        assert_eq!(planned.conversations.planned().count(), 1, "closing asks for its notes");
        assert_eq!(check(&planned, write("")), Err(Refused::Empty));
        assert_eq!(check(&planned, write("She was calm.")), Ok(vec![]));
        let held = work(Part::Reported, vec![plan(1, Some(2)), write("She was calm."), write("And sorry.")]);
        assert_eq!(held.conversations.planned().count(), 0);
        assert_eq!(held.conversations.get(conversation).map(|held| held.held.len()), Some(2));
        assert_eq!(check(&held, call_off()), Err(Refused::Over), "what was held is not called off");
        let called_off = work(Part::Reported, vec![plan(1, Some(2)), call_off()]);
        assert_eq!(called_off.conversations.planned().count(), 0);
        assert_eq!(check(&called_off, write("x")), Err(Refused::Over));
    }

    #[test]
    fn whoever_reported_is_met_first_when_it_was_passed_on() {
        for part in Part::ALL {
            let (before, planned) = (work(part, Vec::new()), work(part, vec![plan(1, Some(2))]));
            assert!(before.reporter_not_met(true) && !before.reporter_not_met(false), "{part:?}");
            let meets = matches!(part, Part::Reporter | Part::Affected);
            assert_eq!(planned.reporter_not_met(true), !meets, "{part:?}");
        }
    }
}
