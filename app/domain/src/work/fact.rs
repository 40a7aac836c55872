//! What is known, in the team's own words: one text for each of the things that a reporting guide asks for (S30), all of
//! them optional. What people told stays as they told it, in the notes.

use super::versions::Versions;
use super::{RecordedDeed, WORDS_MAX, at_most, listed};
use crate::case::Refused;
use crate::ids::DeedId;
use crate::note::{Answer, NoteBody, Ongoing};
use crate::private::Private;
use crate::work::rule::Rule;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One of the things that are good to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// The incident in some sentences.
    Summary,
    /// When it happened.
    When,
    /// Where it happened.
    Place,
    /// Whether it goes on.
    Ongoing,
    /// What led to it.
    Context,
    /// A written or recorded trace of it, and where that is.
    Trace,
    /// Anything else.
    Other,
}

impl About {
    /// All of them, in the order of the screen.
    pub const ALL: [Self; 7] =
        [Self::Summary, Self::When, Self::Place, Self::Ongoing, Self::Context, Self::Trace, Self::Other];
}

impl About {
    /// What a note tells about it, word for word; nothing where it was not asked, not known or not said.
    pub fn told_in(self, body: &NoteBody) -> Option<Private<String>> {
        let answers = &body.answers;
        let given = |answer: &Answer<Private<String>>| match answer {
            Answer::Given(words) => Some(words.clone()),
            Answer::Left | Answer::DoesNotKnow | Answer::PrefersNotToSay | Answer::DidNotAsk => None,
        };
        let told = match self {
            Self::Summary => given(&answers.what),
            Self::When => given(&answers.when),
            Self::Place => given(&answers.place),
            Self::Ongoing => match &answers.ongoing {
                Answer::Given(Ongoing::Yes) => Some("It goes on".into()),
                Answer::Given(Ongoing::No) => Some("It is over".into()),
                Answer::Given(Ongoing::Unclear) => Some("Nobody can tell".into()),
                Answer::Left | Answer::DoesNotKnow | Answer::PrefersNotToSay | Answer::DidNotAsk => None,
            },
            Self::Context | Self::Trace | Self::Other => None,
        };
        told.filter(|words| !words.is_blank())
    }
}

/// Writes one of them; blank text takes back what was there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactDeed {
    /// Which.
    pub about: About,
    /// What is known.
    pub text: Private<String>,
    /// The versions that the writer had before them.
    pub over: Vec<DeedId>,
}

impl FactDeed {
    pub(super) fn check(&self) -> Result<Vec<Rule>, Refused> {
        at_most(&self.text, WORDS_MAX)?;
        listed(&self.over)?;
        Ok(Vec::new())
    }
}

/// What is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts(BTreeMap<About, Versions<Private<String>>>);

impl Facts {
    /// What is written about one thing.
    pub fn about(&self, about: About) -> Option<&Versions<Private<String>>> {
        self.0.get(&about)
    }

    /// Whether the team has written something about it.
    pub fn is_written(&self, about: About) -> bool {
        self.about(about).is_some_and(|written| written.all().iter().any(|version| !version.value.is_blank()))
    }

    pub(super) fn fold(&mut self, recorded: &RecordedDeed, deed: &FactDeed) {
        self.0.entry(deed.about).or_default().write(recorded, deed.text.clone(), &deed.over);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::Answers;
    use crate::work::tests::{id, recorded};
    use crate::work::{Deed, Work};

    fn fact(n: u8, text: &str, over: &[u8]) -> RecordedDeed {
        let over = over.iter().map(|n| id(*n)).collect();
        recorded(n, n, Deed::Fact(FactDeed { about: About::Place, text: text.into(), over }))
    }

    #[test]
    fn two_who_write_at_once_both_stand_until_somebody_makes_one() {
        let both = [fact(1, "Foyer", &[]), fact(2, "Main hall", &[1]), fact(3, "Bar", &[1])];
        let work = Work::of(&both);
        let place = work.facts.about(About::Place).unwrap();
        assert!(place.disagree());
        assert_eq!(
            place.seen(),
            [id(2), id(3)],
            "what both had before them is replaced, what one of them wrote is not"
        );
        let one = Work::of(both.iter().chain([&fact(4, "At the bar of the main hall", &[2, 3])]));
        assert_eq!(one.facts.about(About::Place).unwrap().seen(), [id(4)]);
    }

    #[test]
    fn nothing_is_required_and_blank_takes_back() {
        assert!(About::ALL.into_iter().all(|about| !Work::default().facts.is_written(about)));
        let work = Work::of(&[fact(1, "Foyer", &[])]);
        assert!(work.facts.is_written(About::Place) && !work.facts.is_written(About::When));
        assert!(!Work::of(&[fact(1, "Foyer", &[]), fact(2, " ", &[1])]).facts.is_written(About::Place));
        let long = FactDeed { about: About::Other, text: "x".repeat(WORDS_MAX + 1).into(), over: Vec::new() };
        assert_eq!(long.check(), Err(Refused::TooMuch));
        let seen = FactDeed { about: About::Other, text: "x".into(), over: vec![id(1); crate::work::LISTED_MAX + 1] };
        assert_eq!(seen.check(), Err(Refused::TooMuch));
    }

    #[test]
    fn a_note_tells_what_it_was_asked_and_nothing_else() {
        let answers = Answers {
            place: Answer::Given("Coat check".into()),
            when: Answer::DoesNotKnow,
            ongoing: Answer::Given(Ongoing::No),
            ..Answers::default()
        };
        let body = NoteBody { answers, text: "The whole story.".into(), ..NoteBody::default() };
        let told: Vec<_> = About::ALL.into_iter().filter_map(|about| Some((about, about.told_in(&body)?))).collect();
        assert_eq!(told, [(About::Place, "Coat check".into()), (About::Ongoing, "It is over".into())]);
    }
}
