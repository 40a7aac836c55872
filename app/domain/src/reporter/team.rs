//! The CARE team as reporters may know it: by default a number of people, and nothing of any of them (D07, D09).

use crate::ids::PersonId;
use crate::permission::Person;
use crate::private::Private;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Longest name that a member shows to the public, in characters.
pub const NAME_MAX: usize = 80;
/// Longest description of oneself, in characters.
pub const ABOUT_MAX: usize = 400;
/// Longest text that organizers add to the privacy notice, in characters, in each language.
pub const NOTICE_MAX: usize = 8_000;
/// Shortest part of a name by which somebody is recognized in a text, in characters.
const NAME_PART_MIN: usize = 3;

/// What a member lets the public see of themselves. Blank is not shown, and everything is blank until they write it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PublicCard {
    /// The name, as they want to be called; need not be the one that colleagues know.
    pub name: Private<String>,
    /// A few words about themselves.
    pub about: Private<String>,
}

/// What the organizers say about the public pages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PublicPages {
    /// Whether the page about the team shows what members wrote of themselves.
    pub shows_team: bool,
    /// Whether the report form is closed, so that the page names the other ways alone.
    pub form_closed: bool,
    /// What organizers add to the privacy notice, by the code of the language.
    pub notice: BTreeMap<String, String>,
}

/// Why a card or the organizers' words are not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

impl std::fmt::Display for TooLong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("This is longer than there is room for on a public page.")
    }
}

impl PublicCard {
    /// The card, tidied.
    pub fn parse(self) -> Result<Self, TooLong> {
        let Self { name, about } = self;
        Ok(Self { name: tidy(&name, NAME_MAX)?, about: tidy(&about, ABOUT_MAX)? })
    }

    /// Whether nothing is shown.
    pub fn is_blank(&self) -> bool {
        self.name.is_blank() && self.about.is_blank()
    }
}

impl PublicPages {
    /// What organizers say, tidied; an empty notice is none.
    pub fn parse(self) -> Result<Self, TooLong> {
        let mut notice = BTreeMap::new();
        for (language, text) in self.notice {
            let text = text.trim().to_owned();
            if text.chars().count() > NOTICE_MAX || language.len() > 16 {
                return Err(TooLong);
            }
            if !text.is_empty() {
                notice.insert(language, text);
            }
        }
        Ok(Self { notice, ..self })
    }
}

fn tidy(text: &Private<String>, max: usize) -> Result<Private<String>, TooLong> {
    let text = text.reveal().trim().to_owned();
    if text.chars().count() > max { Err(TooLong) } else { Ok(text.into()) }
}

/// A member as the public may know them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who; for the server alone.
    pub person: PersonId,
    /// The number by which a form means them, from 1 in the order in which they joined.
    pub number: usize,
    /// What they show.
    pub card: PublicCard,
}

/// What of a member the public sees, for that member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// What the member lets them see.
    pub card: PublicCard,
    /// By which number the report form means them.
    pub number: usize,
    /// Whether the organizers show what members wrote.
    pub shown: bool,
}

/// The team as the public may know it, in the order in which its members joined. `shown` is whether the organizers show
/// what members wrote of themselves.
pub fn members(
    team: impl IntoIterator<Item = PersonId>,
    cards: &BTreeMap<PersonId, PublicCard>,
    shown: bool,
) -> Vec<Member> {
    let team: BTreeSet<_> = team.into_iter().collect();
    let card = |person| if shown { cards.get(&person).cloned().unwrap_or_default() } else { PublicCard::default() };
    team.into_iter()
        .enumerate()
        .map(|(place, person)| Member { person, number: place + 1, card: card(person) })
        .collect()
}

/// Whom of the team a text means by name. Rather one too many than one too few: colleagues can let somebody in again whose
/// name only happens to stand there.
pub fn named_in<'a>(
    text: &Private<String>,
    team: impl IntoIterator<Item = &'a Person>,
    cards: &BTreeMap<PersonId, PublicCard>,
) -> Vec<PersonId> {
    let said = parts(text.reveal());
    let meant = |name: &str| {
        let name = parts(name);
        let whole = !name.is_empty() && said.windows(name.len()).any(|run| run == name);
        whole || name.iter().any(|part| part.chars().count() >= NAME_PART_MIN && said.contains(part))
    };
    let public = |person: &Person| cards.get(&person.id).is_some_and(|card| meant(card.name.reveal()));
    team.into_iter().filter(|person| meant(person.name.reveal()) || public(person)).map(|person| person.id).collect()
}

fn parts(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ConferenceId;
    use crate::permission::Role;

    fn person(n: u8, name: &str) -> Person {
        Person {
            id: PersonId::from_bytes([n; 16]),
            conference: ConferenceId::from_bytes([1; 16]),
            name: name.into(),
            phone: Private::default(),
            languages: String::new(),
            role: Role::CareMember,
        }
    }

    #[test]
    fn nothing_is_shown_unless_both_the_member_and_the_organizers_want_it() {
        let (one, two) = (PersonId::from_bytes([1; 16]), PersonId::from_bytes([2; 16]));
        let cards = BTreeMap::from([(two, PublicCard { name: "Ana".into(), about: "".into() })]);
        let hidden = members([two, one], &cards, false);
        assert!(hidden.iter().all(|member| member.card.is_blank()));
        let shown = members([two, one], &cards, true);
        assert_eq!(
            shown.iter().map(|member| (member.number, member.card.name.reveal().as_str())).collect::<Vec<_>>(),
            [(1, ""), (2, "Ana")]
        );
    }

    #[test]
    fn a_member_who_is_named_is_meant_whether_shown_or_not() {
        let team = [person(1, "Ana Lima"), person(2, "Bo Li"), person(3, "Cleo")];
        let cards = BTreeMap::from([(team[2].id, PublicCard { name: "Kit".into(), about: "".into() })]);
        let named = |text: &str| {
            named_in(&text.into(), &team, &cards).into_iter().map(|id| id.to_bytes()[0]).collect::<Vec<_>>()
        };
        for (text, whom) in [
            ("not ANA please", vec![1]),
            ("the one with the hat", vec![]),
            ("bo li", vec![2]),
            ("Bo said so", vec![]),
            ("Kit, and Lima's friend", vec![1, 3]),
            ("", vec![]),
        ] {
            assert_eq!(named(text), whom, "{text}");
        }
    }

    #[test]
    fn what_is_shown_has_an_end() {
        let long = PublicCard { name: "x".repeat(NAME_MAX + 1).into(), about: "".into() };
        assert_eq!(long.parse(), Err(TooLong));
        let blank = PublicPages { notice: BTreeMap::from([("en".into(), "  ".into())]), ..PublicPages::default() };
        assert!(blank.parse().expect("short").notice.is_empty());
    }
}
