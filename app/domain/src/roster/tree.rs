//! The phone tree: who calls whom by voice when neither server nor network can.

use crate::ids::PersonId;
use crate::permission::Person;
use serde::{Deserialize, Serialize};

/// How many colleagues each one calls, so that a call is short and nobody spends the evening on the phone.
pub const CALLS_EACH: usize = 2;

/// One line of the tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeCall {
    /// Who calls.
    pub person: PersonId,
    /// Whom, in this order; nobody at the end of the tree.
    pub calls: Vec<PersonId>,
}

/// The tree of a team, whoever is called first at its top: the first one of `first` calls the next two, and each of these
/// the next two after them. Whoever has no number cannot be called and stands in no tree.
pub fn phone_tree(team: &[Person], first: &[PersonId]) -> Vec<TreeCall> {
    let has_number =
        |person: &PersonId| team.iter().any(|member| member.id == *person && !member.phone.reveal().trim().is_empty());
    let rest = team.iter().map(|member| member.id).filter(|person| !first.contains(person));
    let order: Vec<_> = first.iter().copied().chain(rest).filter(has_number).collect();
    let below = |place: usize| {
        let from = place * CALLS_EACH + 1;
        order.iter().skip(from).take(CALLS_EACH).copied().collect()
    };
    order.iter().enumerate().map(|(place, person)| TreeCall { person: *person, calls: below(place) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ConferenceId;
    use crate::permission::Role;
    use std::collections::BTreeSet;

    fn id(n: u8) -> PersonId {
        PersonId::from_bytes([n; 16])
    }

    fn team(numbers: &[(u8, &str)]) -> Vec<Person> {
        let person = |(n, phone): &(u8, &str)| Person {
            id: id(*n),
            conference: ConferenceId::from_bytes([9; 16]),
            name: format!("Person {n}").into(),
            phone: (*phone).into(),
            languages: String::new(),
            role: Role::CareMember,
        };
        numbers.iter().map(person).collect()
    }

    #[test]
    fn whoever_is_on_duty_stands_at_the_top_and_everybody_with_a_number_is_called_once() {
        let team = team(&[(1, "+1"), (2, "+2"), (3, " "), (4, "+4"), (5, "+5"), (6, "+6")]);
        let tree = phone_tree(&team, &[id(5), id(3)]);
        let calls =
            |person, calls: &[u8]| TreeCall { person: id(person), calls: calls.iter().map(|n| id(*n)).collect() };
        assert_eq!(tree, [calls(5, &[1, 2]), calls(1, &[4, 6]), calls(2, &[]), calls(4, &[]), calls(6, &[])]);
        let called: Vec<_> = tree.iter().flat_map(|call| &call.calls).collect();
        assert_eq!(called.len(), called.iter().collect::<BTreeSet<_>>().len());
        assert_eq!(called.len() + 1, tree.len(), "everybody but the first");
        assert_eq!(phone_tree(&[], &[]), []);
    }
}
