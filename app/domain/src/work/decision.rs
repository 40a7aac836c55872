//! A decision: whether it is a violation, what is done, and why (S50 to S55). It is drafted by one member and agreed to by
//! another, as every [`draft`](super::draft).

use super::draft::{DraftDeed, Says};
use super::{LINE_MAX, WORDS_MAX, Work, at_most, listed, words};
use crate::case::Refused;
use crate::ids::DeedId;
use crate::private::Private;
use serde::{Deserialize, Serialize};

/// What the team decides, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Whether it is a violation of the Code of Conduct.
    pub violation: Violation,
    /// What is done: at least one, several where needed, each for somebody or for nobody in particular.
    pub resolutions: Vec<Resolution>,
    /// Whether it was meant; for the team alone (S54).
    pub intent: Intent,
    /// How it addresses the report (S53); may be blank.
    pub addresses: Private<String>,
    /// How it reduces the risk of further harm (S53); may be blank.
    pub reduces: Private<String>,
    /// Why; may be blank.
    pub reasons: Private<String>,
}

/// Whether it is a violation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Violation {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// It could not be determined.
    NotDetermined,
}

/// Whether it was meant (S54).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    /// On purpose.
    Intentional,
    /// Not on purpose.
    NotIntentional,
    /// One cannot say.
    Unclear,
    /// It played no part.
    NotConsidered,
}

/// One thing that is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    /// What.
    pub kind: ResolutionKind,
    /// To or for whom; nothing for nobody in particular.
    pub person: Option<DeedId>,
    /// In words; what it is, where the kind is [`ResolutionKind::Other`].
    pub words: Private<String>,
}

/// The resolutions of the guide (S50), and any other (S51).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResolutionKind {
    /// Nothing, because it is no violation.
    NoAction,
    /// Somebody has to stop what they do.
    Stop,
    /// Somebody has to keep away from others.
    NoContact,
    /// A talk's video is not published.
    NoVideo,
    /// A talk is cancelled.
    CancelTalk,
    /// Somebody leaves the conference, without their money back.
    Remove,
    /// Something else.
    Other,
}

impl Violation {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::NotDetermined];

    /// It in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Yes => "It is a violation",
            Self::No => "It is no violation",
            Self::NotDetermined => "It could not be determined",
        }
    }
}

impl Intent {
    /// Every answer.
    pub const ALL: [Self; 4] = [Self::Intentional, Self::NotIntentional, Self::Unclear, Self::NotConsidered];

    /// It in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Intentional => "It was meant",
            Self::NotIntentional => "It was not meant",
            Self::Unclear => "One cannot say",
            Self::NotConsidered => "It played no part",
        }
    }
}

impl ResolutionKind {
    /// Every kind, in the guide's order.
    pub const ALL: [Self; 7] =
        [Self::NoAction, Self::Stop, Self::NoContact, Self::NoVideo, Self::CancelTalk, Self::Remove, Self::Other];

    /// It in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::NoAction => "Nothing is done",
            Self::Stop => "The behavior has to stop",
            Self::NoContact => "No further contact with somebody",
            Self::NoVideo => "A talk's video is not published",
            Self::CancelTalk => "A talk is cancelled",
            Self::Remove => "Leaves the conference, without a refund",
            Self::Other => "Something else",
        }
    }
}

impl Work {
    /// Refuses a decision about somebody who is not in it.
    pub(super) fn check_whom(&self, deed: &DraftDeed) -> Result<(), Refused> {
        let DraftDeed::Write { says: Says::Decision(decision), .. } = deed else { return Ok(()) };
        let whom = decision.resolutions.iter().filter_map(|resolution| resolution.person);
        whom.into_iter().try_for_each(|person| self.people.known(person))
    }
}

impl Decision {
    pub(super) fn check(&self) -> Result<(), Refused> {
        if self.resolutions.is_empty() {
            return Err(Refused::Empty);
        }
        listed(&self.resolutions)?;
        for resolution in &self.resolutions {
            match resolution.kind {
                ResolutionKind::Other => words(&resolution.words, LINE_MAX)?,
                ResolutionKind::NoAction
                | ResolutionKind::Stop
                | ResolutionKind::NoContact
                | ResolutionKind::NoVideo
                | ResolutionKind::CancelTalk
                | ResolutionKind::Remove => at_most(&resolution.words, LINE_MAX)?,
            }
        }
        [&self.addresses, &self.reduces, &self.reasons].into_iter().try_for_each(|text| at_most(text, WORDS_MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conflict::Standing;
    use crate::ids::PersonId;
    use crate::incident::Stage;
    use crate::time::Timestamp;
    use crate::work::circle::Circle;
    use crate::work::people::{Part, PersonDeed};
    use crate::work::rule::Rule;
    use crate::work::telling::tell;
    use crate::work::tests::{id, person, recorded};
    use crate::work::{Deed, NewDeed, RecordedDeed};

    const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);
    const SOMEBODY: u8 = 1;

    fn decides(resolutions: Vec<Resolution>) -> Decision {
        Decision {
            violation: Violation::Yes,
            resolutions,
            intent: Intent::NotConsidered,
            addresses: Private::default(),
            reduces: Private::default(),
            reasons: Private::default(),
        }
    }

    fn of(kind: ResolutionKind, person: Option<u8>, words: &str) -> Resolution {
        Resolution { kind, person: person.map(id), words: words.into() }
    }

    fn writes(decision: Decision) -> Deed {
        Deed::Draft(DraftDeed::Write { draft: None, says: Says::Decision(Box::new(decision)), over: Vec::new() })
    }

    fn agrees(version: u8) -> Deed {
        Deed::Draft(DraftDeed::Agree { draft: id(2), version: id(version) })
    }

    /// What stands against a deed of member `by`, where somebody is in it and member 1 has written a decision.
    fn check(deed: Deed, by: u8, standings: &[(u8, Standing)]) -> Result<Vec<Rule>, Refused> {
        let deeds: [RecordedDeed; 2] = [
            recorded(SOMEBODY, 1, Deed::Person(PersonDeed::Add { part: Part::Reported })),
            recorded(2, 1, writes(decides(vec![of(ResolutionKind::Stop, Some(SOMEBODY), "")]))),
        ];
        let team: Vec<PersonId> = (1..=3).map(person).collect();
        let standings = standings.iter().map(|(n, standing)| (person(*n), *standing)).collect();
        let circle = Circle { by: person(by), team: &team, standings, stage: &Stage::Reported };
        Work::of(&deeds).check(&NewDeed { id: id(9), deed, anyway: None }, &circle, NOW)
    }

    #[test]
    fn a_decision_says_what_is_done_and_to_whom() {
        use ResolutionKind::{NoContact, NoVideo, Other, Remove};
        let long = "x".repeat(LINE_MAX + 1);
        let table = [
            (vec![], Err(Refused::Empty)),
            (vec![of(NoVideo, None, "")], Ok(())),
            (
                vec![
                    of(NoContact, Some(SOMEBODY), ""),
                    of(Remove, Some(SOMEBODY), "At the door."),
                    of(NoVideo, None, ""),
                ],
                Ok(()),
            ),
            (vec![of(Other, None, "A word with all speakers.")], Ok(())),
            (vec![of(NoVideo, None, ""), of(Other, None, " ")], Err(Refused::Empty)),
            (vec![of(Remove, Some(7), "")], Err(Refused::Unknown)),
            (vec![of(Remove, None, &long)], Err(Refused::TooMuch)),
            (vec![of(NoVideo, None, ""); 51], Err(Refused::TooMuch)),
        ];
        for (resolutions, wanted) in table {
            let got = check(writes(decides(resolutions.clone())), 1, &[]);
            assert_eq!(got.map(|_| ()), wanted, "{resolutions:?}");
        }
        let long = Decision { reasons: "x".repeat(WORDS_MAX + 1).into(), ..decides(vec![of(NoVideo, None, "")]) };
        assert_eq!(check(writes(long), 1, &[]), Err(Refused::TooMuch));
    }

    #[test]
    fn two_stand_behind_a_decision_or_somebody_says_why_not() {
        use Standing::{Clear, Declared, Limited, Recused, Unsure};
        let alone = || Ok(vec![Rule::SecondPerson]);
        // Who agrees, how the writer and the one who agrees stand, and what stands against it.
        let table = [
            (2, Clear, Clear, Ok(vec![])),
            (2, Declared, Clear, Ok(vec![])),
            (1, Clear, Clear, alone()),
            (2, Clear, Declared, alone()),
            (2, Clear, Unsure, alone()),
            (2, Clear, Limited, Err(Refused::Limited)),
            // Whoever wrote it and is out or decides nothing any more is not one of the two.
            (2, Limited, Clear, alone()),
            (2, Recused, Clear, alone()),
        ];
        for (by, writer, second, wanted) in table {
            assert_eq!(check(agrees(2), by, &[(1, writer), (2, second)]), wanted, "{by} {writer:?} {second:?}");
        }
        assert_eq!(check(agrees(1), 2, &[]), Err(Refused::NewerVersion));
    }

    #[test]
    fn whether_it_was_meant_is_not_told_with_the_record() {
        let told = |intent: Intent| {
            let resolutions =
                vec![of(ResolutionKind::NoVideo, None, ""), of(ResolutionKind::Remove, Some(SOMEBODY), "")];
            tell(&recorded(2, 1, writes(Decision { intent, ..decides(resolutions) })), &|_| String::new())
        };
        assert!(Intent::ALL.into_iter().all(|intent| told(intent) == told(Intent::Unclear)));
        let did = told(Intent::Unclear).did;
        for words in [Violation::Yes.words(), ResolutionKind::NoVideo.words(), ResolutionKind::Remove.words()] {
            assert!(did.contains(words), "{did}");
        }
    }

    /// The guide's six (S50) and one for any other (S51), each in words of its own.
    #[test]
    fn the_guides_six_and_any_other() {
        let words: std::collections::BTreeSet<_> = ResolutionKind::ALL.into_iter().map(ResolutionKind::words).collect();
        assert_eq!(words.len(), 7);
    }
}
