//! Words that promise: a soft check of what the team is about to tell a reporter (S16, S32).
//!
//! A message that says that the report arrived makes no commitment about whether something broke the Code of Conduct or
//! about what will be done. The check points at words that often do; it never blocks, because only a person can tell.

/// Phrases that commit the team, each with what it commits to. A word that ends in `*` stands for every word that starts so.
const PHRASES: [(&str, Kind); 22] = [
    ("will be banned", Kind::Outcome),
    ("will be removed", Kind::Outcome),
    ("will be expelled", Kind::Outcome),
    ("will be thrown out", Kind::Outcome),
    ("will be punished", Kind::Outcome),
    ("will be cancelled", Kind::Outcome),
    ("we will ban", Kind::Outcome),
    ("we will remove", Kind::Outcome),
    ("we'll ban", Kind::Outcome),
    ("we'll remove", Kind::Outcome),
    ("will not happen again", Kind::Outcome),
    ("won't happen again", Kind::Outcome),
    ("make sure", Kind::Outcome),
    ("guarantee*", Kind::Outcome),
    ("promise*", Kind::Outcome),
    ("take action", Kind::Outcome),
    ("violat*", Kind::Judgement),
    ("broke the code", Kind::Judgement),
    ("against the code", Kind::Judgement),
    ("unacceptable", Kind::Judgement),
    ("guilty", Kind::Judgement),
    ("not a big deal", Kind::Judgement),
];

/// What words commit to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// To something that will happen.
    Outcome,
    /// To what the review has yet to find.
    Judgement,
}

/// Words that sound like a commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The phrase of the list that was found; the star of its ending left out.
    pub phrase: &'static str,
    /// What it commits to.
    pub kind: Kind,
}

/// The phrases of a text that sound like a commitment, in the order of the list.
pub fn promises(text: &str) -> Vec<Promise> {
    let words = words(text);
    PHRASES
        .into_iter()
        .filter(|(phrase, _)| {
            let wanted: Vec<_> = phrase.split(' ').collect();
            words.windows(wanted.len()).any(|at| at.iter().zip(&wanted).all(|(word, wanted)| is(word, wanted)))
        })
        .map(|(phrase, kind)| Promise { phrase: phrase.trim_end_matches('*'), kind })
        .collect()
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .replace('’', "'")
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .map(|word| word.trim_matches('\'').to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

fn is(word: &str, wanted: &str) -> bool {
    match wanted.strip_suffix('*') {
        Some(start) => word.starts_with(start),
        None => word == wanted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_commits_the_team_is_pointed_at() {
        let table: [(&str, &[&str]); 9] = [
            ("He will be banned.", &["will be banned"]),
            ("WILL\nBE   Removed!", &["will be removed"]),
            ("We’ll ban him", &["we'll ban"]),
            ("I guarantee it, I promised", &["guarantee", "promise"]),
            ("This violated our code", &["violat"]),
            ("That was clearly a violation", &["violat"]),
            ("it won't happen again", &["won't happen again"]),
            ("", &[]),
            ("'", &[]),
        ];
        for (text, wanted) in table {
            let found: Vec<_> = promises(text).iter().map(|promise| promise.phrase).collect();
            assert_eq!(found, wanted, "{text}");
        }
    }

    #[test]
    fn plain_and_warm_words_pass() {
        for text in [
            "Thank you for telling us. It has arrived, and people of our team are reading it.",
            "You can add something through your link at any time. We will be back in touch.",
            "The band will be on stage at eight; the unpromising weather is not our doing.",
        ] {
            assert_eq!(promises(text), [], "{text}");
        }
    }

    #[test]
    fn the_confirming_card_keeps_its_own_rule() {
        let cards = crate::guide::default_cards();
        let card = cards.iter().find(|card| card.moment == crate::guide::Moment::ConfirmingReceipt);
        let spoken: Vec<_> =
            card.into_iter().flat_map(|card| card.body.lines()).filter(|line| line.starts_with('"')).collect();
        assert!(!spoken.is_empty());
        assert!(spoken.iter().all(|line| promises(line).is_empty()));
    }

    #[test]
    fn every_phrase_of_the_list_finds_itself() {
        for (phrase, kind) in PHRASES {
            let found = promises(&format!("So: {}.", phrase.trim_end_matches('*')));
            assert!(found.iter().any(|promise| promise.kind == kind), "{phrase}");
        }
    }
}
