//! Everybody in an incident: who reported, who speaks for somebody, who is affected, who saw it, whom it is about.
//!
//! Name, handle, badge and looks stand apart and none of them has to be known (D12). On screens that a bystander may see
//! a person is called by two words that tell nothing.

use super::versions::Versions;
use super::{LINE_MAX, RecordedDeed, at_most, listed};
use crate::case::Refused;
use crate::ids::DeedId;
use crate::private::Private;
use crate::words::code_name;
use crate::work::rule::Rule;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What somebody is in an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Told us.
    Reporter,
    /// Reports for somebody else, who chose them (D02).
    Representative,
    /// It happened to them.
    Affected,
    /// Saw or heard it.
    Witness,
    /// It is about what they did.
    Reported,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 5] = [Self::Reporter, Self::Representative, Self::Affected, Self::Witness, Self::Reported];
}

/// One thing that may be known of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trait {
    /// The name.
    Name,
    /// The name in a chat or on a network.
    Handle,
    /// What the badge says.
    Badge,
    /// How one would recognize them.
    Looks,
    /// How to reach them.
    Contact,
}

impl Trait {
    /// Every trait, in the order of the screen.
    pub const ALL: [Self; 5] = [Self::Name, Self::Handle, Self::Badge, Self::Looks, Self::Contact];
}

/// A step about a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonDeed {
    /// Somebody is in it. The deed's id is the person's.
    Add {
        /// As what.
        part: Part,
    },
    /// They are something else in it than was thought.
    Becomes {
        /// Who.
        person: DeedId,
        /// As what.
        part: Part,
        /// The versions that the writer had before them.
        over: Vec<DeedId>,
    },
    /// Writes a trait; blank takes it back.
    Write {
        /// Whose.
        person: DeedId,
        /// Which.
        trait_: Trait,
        /// What is known.
        text: Private<String>,
        /// The versions that the writer had before them.
        over: Vec<DeedId>,
    },
}

/// Somebody in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CasePerson {
    /// What they are in it.
    pub part: Versions<Part>,
    /// What is known of them.
    pub traits: BTreeMap<Trait, Versions<Private<String>>>,
}

impl CasePerson {
    /// The best word for them that is known: the name, else another trait.
    pub fn called(&self) -> Option<&Private<String>> {
        let known = |known: &Trait| self.traits.get(known)?.latest().map(|version| &version.value);
        [Trait::Name, Trait::Handle, Trait::Badge, Trait::Looks].iter().filter_map(known).find(|text| !text.is_blank())
    }
}

/// The two words that stand for a person wherever a bystander may look; the same as long as the person is on record.
pub fn person_code_name(person: DeedId) -> String {
    let bytes = person.to_bytes();
    code_name([bytes[14], bytes[15]])
}

/// Everybody in it, by the deed that added them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People(BTreeMap<DeedId, CasePerson>);

impl People {
    /// Everybody, in the order in which they were added.
    pub fn all(&self) -> impl Iterator<Item = (DeedId, &CasePerson)> {
        self.0.iter().map(|(id, person)| (*id, person))
    }

    /// One of them.
    pub fn get(&self, person: DeedId) -> Option<&CasePerson> {
        self.0.get(&person)
    }

    /// Refuses an id of nobody.
    pub(super) fn known(&self, person: DeedId) -> Result<(), Refused> {
        if self.0.contains_key(&person) { Ok(()) } else { Err(Refused::Unknown) }
    }

    pub(super) fn check(&self, deed: &PersonDeed) -> Result<Vec<Rule>, Refused> {
        match deed {
            PersonDeed::Add { .. } => {}
            PersonDeed::Becomes { person, over, .. } => {
                self.known(*person)?;
                listed(over)?;
            }
            PersonDeed::Write { person, text, over, .. } => {
                self.known(*person)?;
                at_most(text, LINE_MAX)?;
                listed(over)?;
            }
        }
        Ok(Vec::new())
    }

    pub(super) fn fold(&mut self, recorded: &RecordedDeed, deed: &PersonDeed) {
        match deed {
            PersonDeed::Add { part } => self.0.entry(recorded.id).or_default().part.write(recorded, *part, &[]),
            PersonDeed::Becomes { person, part, over } => {
                if let Some(person) = self.0.get_mut(person) {
                    person.part.write(recorded, *part, over);
                }
            }
            PersonDeed::Write { person, trait_, text, over } => {
                if let Some(person) = self.0.get_mut(person) {
                    person.traits.entry(*trait_).or_default().write(recorded, text.clone(), over);
                }
            }
        }
    }
}
