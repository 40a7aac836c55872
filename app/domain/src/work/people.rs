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
        [Trait::Name, Trait::Handle, Trait::Badge, Trait::Looks].into_iter().find_map(|known| self.known(known))
    }

    /// What is known of one trait, as it was written last.
    pub fn known(&self, known: Trait) -> Option<&Private<String>> {
        self.traits.get(&known)?.latest().map(|version| &version.value).filter(|text| !text.is_blank())
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

    /// Those who have this part in it.
    pub fn with_part(&self, part: Part) -> impl Iterator<Item = (DeedId, &CasePerson)> {
        self.all().filter(move |(_, person)| person.part.all().iter().any(|version| version.value == part))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work::tests::{id, recorded};
    use crate::work::{Deed, Work};

    fn add(n: u8, part: Part) -> RecordedDeed {
        recorded(n, n, Deed::Person(PersonDeed::Add { part }))
    }

    fn write(n: u8, person: u8, trait_: Trait, text: &str, over: &[u8]) -> RecordedDeed {
        let over = over.iter().map(|n| id(*n)).collect();
        recorded(n, n, Deed::Person(PersonDeed::Write { person: id(person), trait_, text: text.into(), over }))
    }

    #[test]
    fn what_is_known_of_a_person_stands_apart_and_none_of_it_is_needed() {
        let work = Work::of(&[add(1, Part::Reported), write(2, 1, Trait::Handle, "@night-owl", &[])]);
        let person = work.people.get(id(1)).unwrap();
        assert_eq!(person.called().map(|known| known.reveal().as_str()), Some("@night-owl"));
        assert_eq!((person.known(Trait::Name), person.known(Trait::Looks)), (None, None));
        let work = Work::of(&[
            add(1, Part::Reported),
            write(2, 1, Trait::Handle, "@night-owl", &[]),
            write(3, 1, Trait::Name, "Kim Berg", &[]),
            write(4, 1, Trait::Handle, "", &[2]),
        ]);
        let person = work.people.get(id(1)).unwrap();
        assert_eq!(person.called().map(|known| known.reveal().as_str()), Some("Kim Berg"));
        assert_eq!(person.known(Trait::Handle), None, "blank takes it back");
    }

    #[test]
    fn two_parts_written_at_once_both_stand() {
        let becomes = |n: u8, part, over: &[u8]| {
            let over = over.iter().map(|n| id(*n)).collect();
            recorded(n, n, Deed::Person(PersonDeed::Becomes { person: id(1), part, over }))
        };
        let work =
            Work::of(&[add(1, Part::Witness), becomes(2, Part::Affected, &[1]), becomes(3, Part::Reporter, &[1])]);
        assert!(work.people.get(id(1)).unwrap().part.disagree());
        assert_eq!(work.people.with_part(Part::Affected).count(), 1);
        assert_eq!(work.people.with_part(Part::Reporter).count(), 1);
        assert_eq!(work.people.with_part(Part::Witness).count(), 0);
    }

    #[test]
    fn only_somebody_in_it_is_written_about() {
        let people = Work::of(&[add(1, Part::Witness)]).people;
        let write = |person, text: &str| {
            let (text, over) = (text.into(), Vec::new());
            PersonDeed::Write { person: id(person), trait_: Trait::Name, text, over }
        };
        let becomes = PersonDeed::Becomes { person: id(2), part: Part::Affected, over: Vec::new() };
        let table = [
            (PersonDeed::Add { part: Part::Representative }, Ok(vec![])),
            (write(1, "Kim"), Ok(vec![])),
            (write(1, ""), Ok(vec![])),
            (write(2, "Kim"), Err(Refused::Unknown)),
            (write(1, &"x".repeat(LINE_MAX + 1)), Err(Refused::TooMuch)),
            (becomes, Err(Refused::Unknown)),
        ];
        for (deed, wanted) in table {
            assert_eq!(people.check(&deed), wanted, "{deed:?}");
        }
    }

    #[test]
    fn a_code_name_is_two_words_and_stays() {
        let person = DeedId::from_bytes([7; 16]);
        assert_eq!(person_code_name(person), person_code_name(person));
        assert_eq!(person_code_name(person).split(' ').count(), 2);
    }
}
