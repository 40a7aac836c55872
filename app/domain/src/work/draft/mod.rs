//! What is drafted by one member and agreed to by another before it counts: words to a reporter, decisions, public
//! statements (S25, S26, S50 to S60).
//!
//! Anybody may write the next version; whoever agrees agrees to one version, word for word. Agreement puts it in force at
//! once. It is the agreement of somebody else who has said that they have no conflict of interest; anything less needs a
//! reason. A public statement needs more than half of those without a conflict of interest and never fewer than two, and
//! no reason passes that (S60).

mod says;

pub use says::{Message, Purpose, Says, Statement};

use super::circle::Circle;
pub use super::decision::{Decision, Intent, Resolution, ResolutionKind, Violation};
use super::rule::{Rule, unless};
use super::versions::{Version, Versions};
use super::{LINE_MAX, NewDeed, RecordedDeed, Work, listed, template, words};
use crate::case::Refused;
use crate::ids::{DeedId, PersonId, ReporterLinkId};
use crate::private::Private;
use crate::time::Timestamp;
use crate::work::Deed;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A step of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftDeed {
    /// Writes a version.
    Write {
        /// The draft; nothing for a new one, which is known by this deed's id.
        draft: Option<DeedId>,
        /// What it says.
        says: Says,
        /// The versions that the writer had before them.
        over: Vec<DeedId>,
    },
    /// Agrees to a version.
    Agree {
        /// The draft.
        draft: DeedId,
        /// The deed that wrote the version.
        version: DeedId,
    },
    /// Says what should be different; whoever wrote it sees it.
    Object {
        /// The draft.
        draft: DeedId,
        /// What.
        why: Private<String>,
    },
    /// Takes a draft back.
    Withdraw {
        /// The draft.
        draft: DeedId,
    },
}

/// A draft and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Its versions.
    pub versions: Versions<Says>,
    /// Who agreed to which version.
    pub agreed: Vec<(PersonId, DeedId)>,
    /// Who would have something different, and what, in order.
    pub objections: Vec<Objection>,
    end: Option<End>,
}

/// That somebody would have a draft different. It blocks nobody; whoever reads the draft reads it too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// Who.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// What should be different.
    pub why: Private<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum End {
    Withdrawn,
    InForce(Box<InForce>),
}

/// What counts from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce {
    /// What it says.
    pub says: Says,
    /// Who wrote the version.
    pub author: PersonId,
    /// Who put it in force by agreeing; the author, where they did it alone.
    pub with: PersonId,
    /// Since when.
    pub at: Timestamp,
}

impl InForce {
    /// Whether nobody but its author stands behind it.
    pub fn is_alone(&self) -> bool {
        self.author == self.with
    }
}

impl Draft {
    /// What counts, once somebody has agreed.
    pub fn in_force(&self) -> Option<&InForce> {
        match &self.end {
            Some(End::InForce(said)) => Some(said),
            Some(End::Withdrawn) | None => None,
        }
    }

    /// Whether it still waits for somebody to agree.
    pub const fn is_open(&self) -> bool {
        self.end.is_none()
    }

    /// Whether somebody can agree to this version: it is the only one that stands.
    fn agreeable(&self, version: DeedId) -> Result<&Version<Says>, Refused> {
        if !self.is_open() {
            return Err(Refused::Over);
        }
        match self.versions.only() {
            Some(only) if only.deed == version => Ok(only),
            Some(_) => Err(Refused::NewerVersion),
            None => Err(Refused::TwoVersions),
        }
    }

    /// What would still be different in the versions that stand.
    pub fn open_objections(&self) -> impl Iterator<Item = &Objection> {
        let since = self.versions.latest().map(|version| version.at);
        self.objections.iter().filter(move |objection| since.is_none_or(|since| objection.at >= since))
    }

    /// Who without a conflict of interest stands behind a version: its author, and whoever agreed to it.
    pub fn behind(&self, version: &Version<Says>, circle: &Circle<'_>) -> BTreeSet<PersonId> {
        let agreed = self.agreed.iter().filter(|(_, of)| *of == version.deed).map(|(person, _)| *person);
        agreed.chain([version.by]).filter(|person| circle.is_clear(*person)).collect()
    }

    /// Who is called for: everybody who could agree and has not, as long as it waits. Whoever has yet to answer the
    /// question about conflicts is asked it before they read anything.
    pub fn waits_for(&self, circle: &Circle<'_>) -> Vec<PersonId> {
        let stands_behind = |person: PersonId| {
            self.versions
                .only()
                .is_some_and(|version| version.by == person || self.agreed.contains(&(person, version.deed)))
        };
        if !self.is_open() {
            return Vec::new();
        }
        circle.impartial().filter(|person| *person != circle.by && !stands_behind(*person)).collect()
    }
}

/// How many members without a conflict of interest a public statement takes: more than half, and never fewer than two.
pub fn statement_quorum(circle: &Circle<'_>) -> usize {
    (circle.impartial().count() / 2 + 1).max(2)
}

/// All drafts, by the deed that began them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drafts(BTreeMap<DeedId, Draft>);

impl Drafts {
    /// All of them, the oldest first.
    pub fn all(&self) -> impl Iterator<Item = (DeedId, &Draft)> {
        self.0.iter().map(|(id, draft)| (*id, draft))
    }

    /// One of them.
    pub fn get(&self, draft: DeedId) -> Option<&Draft> {
        self.0.get(&draft)
    }

    /// The latest decision that is in force.
    pub fn decision(&self) -> Option<DeedId> {
        let mut decided: Vec<_> = self
            .all()
            .filter_map(|(id, draft)| Some((draft.in_force()?, id)))
            .filter(|(said, _)| matches!(said.says, Says::Decision(_)))
            .collect();
        decided.sort_by_key(|(said, _)| said.at);
        decided.last().map(|(_, id)| *id)
    }

    /// What was told through a private link, in order.
    pub fn told(&self, link: ReporterLinkId) -> impl Iterator<Item = (DeedId, Timestamp, &Message)> {
        let mut told: Vec<_> = self
            .all()
            .filter_map(|(id, draft)| Some((id, draft.in_force()?)))
            .filter_map(|(id, said)| match &said.says {
                Says::Message(message) if message.to == Some(link) => Some((id, said.at, message)),
                Says::Message(_) | Says::Decision(_) | Says::Statement(_) => None,
            })
            .collect();
        told.sort_by_key(|(_, at, _)| *at);
        told.into_iter()
    }

    /// Those that wait for somebody to agree, the oldest first.
    pub fn waiting(&self) -> impl Iterator<Item = (DeedId, &Draft)> {
        self.all().filter(|(_, draft)| draft.is_open())
    }

    /// Whether a decision is in force since `since` or later, or waits for somebody to agree.
    pub fn has_decision_since(&self, since: Timestamp) -> bool {
        self.0.values().any(|draft| {
            let latest = draft.versions.latest();
            let decision = latest.is_some_and(|version| matches!(version.value, Says::Decision(_)));
            decision && (draft.is_open() || draft.in_force().is_some_and(|said| said.at >= since))
        })
    }

    pub(super) fn check(&self, deed: &DraftDeed, circle: &Circle<'_>) -> Result<Vec<Rule>, Refused> {
        circle.may_speak()?;
        let open = |id: &DeedId| match self.get(*id) {
            None => Err(Refused::Unknown),
            Some(draft) if draft.is_open() => Ok(draft),
            Some(_) => Err(Refused::Over),
        };
        match deed {
            DraftDeed::Write { draft, says, over } => {
                says.check()?;
                listed(over)?;
                if let Some(draft) = draft {
                    let latest = open(draft)?.versions.latest();
                    let same = latest.is_some_and(|version| version.value.is_like(says));
                    return if same { Ok(Vec::new()) } else { Err(Refused::Unknown) };
                }
                Ok(Vec::new())
            }
            DraftDeed::Agree { draft, version } => self.check_agree(*draft, *version, circle),
            DraftDeed::Object { draft, why } => {
                open(draft)?;
                words(why, LINE_MAX).map(|()| Vec::new())
            }
            DraftDeed::Withdraw { draft } => open(draft).map(|_| Vec::new()),
        }
    }

    fn check_agree(&self, draft: DeedId, version: DeedId, circle: &Circle<'_>) -> Result<Vec<Rule>, Refused> {
        let draft = self.get(draft).ok_or(Refused::Unknown)?;
        let version = draft.agreeable(version)?;
        let again = draft.agreed.contains(&(circle.by, version.deed));
        match &version.value {
            Says::Statement(_) if !circle.is_clear(circle.by) => return Err(Refused::ClearOnly),
            Says::Statement(_) if version.by == circle.by || again => return Err(Refused::NotAlone),
            Says::Statement(_) => return Ok(Vec::new()),
            Says::Message(message) if !template::gaps(message.text.reveal()).is_empty() => {
                return Err(Refused::GapLeft);
            }
            Says::Message(_) | Says::Decision(_) => {}
        }
        // Whoever wrote it and decides nothing any more is not one of the two.
        let wrote = version.by != circle.by && circle.decides(version.by);
        let second = wrote && circle.is_clear(circle.by);
        Ok(unless(second, Rule::SecondPerson).into_iter().collect())
    }

    pub(super) fn fold(&mut self, recorded: &RecordedDeed, deed: &DraftDeed) {
        match deed {
            DraftDeed::Write { draft, says, over } => {
                let draft = self.0.entry(draft.unwrap_or(recorded.id)).or_default();
                draft.versions.write(recorded, says.clone(), over);
            }
            DraftDeed::Agree { draft, version } => {
                let Some(draft) = self.0.get_mut(draft) else { return };
                draft.agreed.push((recorded.by, *version));
                let said = draft.versions.all().iter().find(|said| said.deed == *version);
                if let Some(said) = said.filter(|_| recorded.settles && draft.end.is_none()) {
                    let (says, author) = (said.value.clone(), said.by);
                    let in_force = InForce { says, author, with: recorded.by, at: recorded.at };
                    draft.end = Some(End::InForce(Box::new(in_force)));
                }
            }
            DraftDeed::Object { draft, why } => {
                if let Some(draft) = self.0.get_mut(draft) {
                    draft.objections.push(Objection { by: recorded.by, at: recorded.at, why: why.clone() });
                }
            }
            DraftDeed::Withdraw { draft } => {
                if let Some(draft) = self.0.get_mut(draft) {
                    draft.end.get_or_insert(End::Withdrawn);
                }
            }
        }
    }
}

impl Work {
    /// Whether an agreement that nothing stands against puts its draft in force.
    pub fn settles(&self, new: &NewDeed, circle: &Circle<'_>) -> bool {
        let Deed::Draft(DraftDeed::Agree { draft, version }) = &new.deed else { return false };
        let Some(draft) = self.drafts.get(*draft) else { return false };
        match draft.agreeable(*version) {
            Err(_) => false,
            Ok(version) => match version.value {
                Says::Message(_) | Says::Decision(_) => true,
                Says::Statement(_) => {
                    let mut behind = draft.behind(version, circle);
                    behind.insert(circle.by);
                    behind.len() >= statement_quorum(circle)
                }
            },
        }
    }

    /// The words by which a deed told a reporter something: whatever it was, they know from it that the report arrived
    /// (S31).
    pub fn has_told(&self, recorded: &RecordedDeed) -> Option<&Message> {
        let Deed::Draft(DraftDeed::Agree { draft, .. }) = &recorded.deed else { return None };
        let said = self.drafts.get(*draft).and_then(Draft::in_force).filter(|_| recorded.settles)?;
        match &said.says {
            Says::Message(message) => Some(message),
            Says::Decision(_) | Says::Statement(_) => None,
        }
    }

    /// Whom a deed that has just been added calls for, to read a draft and agree to it: everybody of the team who could
    /// and has not. Nobody, where the deed leaves nothing to agree to.
    pub fn calls_for(&self, recorded: &RecordedDeed, circle: &Circle<'_>) -> Vec<PersonId> {
        let draft = match &recorded.deed {
            Deed::Draft(DraftDeed::Write { draft, .. }) => draft.unwrap_or(recorded.id),
            Deed::Draft(DraftDeed::Agree { draft, .. }) => *draft,
            Deed::Draft(DraftDeed::Object { .. } | DraftDeed::Withdraw { .. })
            | Deed::Report(_)
            | Deed::Person(_)
            | Deed::Fact(_)
            | Deed::Course(_)
            | Deed::Meeting(_)
            | Deed::Conversation(_)
            | Deed::Task(_)
            | Deed::Measure(_)
            | Deed::Evidence(_)
            | Deed::Consult(_) => return Vec::new(),
        };
        self.drafts.get(draft).map(|draft| draft.waits_for(circle)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
