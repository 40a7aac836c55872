//! The guide's cards: shown at the moment of need, offline, editable by the organizers.
//!
//! The default wording is our own and comes with every conference; what organizers change is kept beside it with its
//! date, so that phones can show how fresh a card is.

use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Longest title of a card, in characters.
pub const TITLE_MAX: usize = 80;
/// Longest body of a card, in characters.
pub const BODY_MAX: usize = 4_000;
/// Most cards of one guide.
pub const CARDS_MAX: usize = 40;

/// One card: a title and plain lines. A line that starts with `- ` is a point of a list, an empty line starts a new
/// paragraph, a line in `"…"` is something to say aloud and stands large.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// What the card is called in links: lower-case letters and dashes.
    pub id: String,
    /// The title.
    pub title: String,
    /// The lines.
    pub body: String,
    /// When it is shown without being looked for.
    pub moment: Moment,
    /// When the organizers changed it last; nothing while it stands as it came.
    pub changed_at: Option<Timestamp>,
}

/// When a card is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// While a note is written: what to say and what not.
    Listening,
    /// While a note is written: what to offer.
    Support,
    /// On the way to acting alone.
    ActingNow,
    /// When a talk may have to be stopped.
    StoppingATalk,
    /// When the reporter is told that the report arrived.
    ConfirmingReceipt,
    /// Only in the guide.
    Reading,
}

/// Why a card is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardRefused {
    /// The id is not made of lower-case letters and dashes, or too long.
    BadId,
    /// No title, or more than [`TITLE_MAX`] characters.
    BadTitle,
    /// More than [`BODY_MAX`] characters.
    TooLong,
    /// The guide is full ([`CARDS_MAX`]).
    GuideFull,
}

impl fmt::Display for CardRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BadId => "A card's short name is made of lower-case letters and dashes.",
            Self::BadTitle => "A card needs a title of at most 80 characters.",
            Self::TooLong => "A card holds 4,000 characters. Make two of it.",
            Self::GuideFull => "The guide holds 40 cards.",
        })
    }
}

impl std::error::Error for CardRefused {}

impl Card {
    /// Takes a card as an organizer wrote it.
    pub fn parse(mut self, now: Timestamp) -> Result<Self, CardRefused> {
        let good_id =
            !self.id.is_empty() && self.id.len() <= 40 && self.id.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        if !good_id {
            return Err(CardRefused::BadId);
        }
        self.title = self.title.trim().to_owned();
        if self.title.is_empty() || self.title.chars().count() > TITLE_MAX {
            return Err(CardRefused::BadTitle);
        }
        if self.body.chars().count() > BODY_MAX {
            return Err(CardRefused::TooLong);
        }
        self.changed_at = Some(now);
        Ok(self)
    }
}

/// The guide of a conference: the default cards, each replaced by the organizers' version where there is one, then the
/// cards that the organizers added.
pub fn guide(changed: Vec<Card>) -> Vec<Card> {
    let mut cards = default_cards();
    for card in changed {
        match cards.iter_mut().find(|standing| standing.id == card.id) {
            Some(standing) => *standing = card,
            None => cards.push(card),
        }
    }
    cards
}

/// The cards that come with every conference.
pub fn default_cards() -> Vec<Card> {
    let card = |id: &str, title: &str, moment, body: &str| Card {
        id: id.into(),
        title: title.into(),
        body: body.trim().into(),
        moment,
        changed_at: None,
    };
    vec![
        card("listening", "While somebody tells you", Moment::Listening, LISTENING),
        card("not-to-say", "Better left unsaid", Moment::Listening, NOT_TO_SAY),
        card("support", "What you can offer", Moment::Support, SUPPORT),
        card("writing", "What helps the team", Moment::Reading, WRITING),
        card("acting-now", "When it cannot wait", Moment::ActingNow, ACTING_NOW),
        card("stopping-a-talk", "Stopping a talk", Moment::StoppingATalk, STOPPING_A_TALK),
        card("confirming", "Telling them it arrived", Moment::ConfirmingReceipt, CONFIRMING),
        card("keeping-it-to-yourself", "Who may know", Moment::Reading, KEEPING_IT),
    ]
}

const LISTENING: &str = r#"
Find a calm corner and take your time. Listening well matters more than a complete note.

"Thank you for telling me."
"I am sorry that this happened to you."
"You decide how much you want to say."

- Let them use their own words, and write those down.
- Skip any question that they would rather not answer.
- Say what comes next: you pass it to the CARE team, and to nobody else.
"#;

const NOT_TO_SAY: &str = r#"
Whatever you promise now, somebody else may be unable to keep.

- Not whether this breaks the Code of Conduct. The CARE team looks at that together.
- Not what will happen to anybody.
- Not "are you sure?", and not why they did this or that.
- Not that it was surely meant well.
- Nothing about other reports.
"#;

const SUPPORT: &str = r"
Offer it once, kindly, and only do what they want.

- Somebody to walk with them.
- Help to reach a friend.
- Help to reach the police.
- Water, a seat, a quiet room.

A no is an answer. Write down what was wanted and what was not.
";

const WRITING: &str = r"
A few words now are worth more than a full account tomorrow.

- What happened, in their words where you can.
- Who was there: a name, a badge, what they wore.
- Where and when.
- Whether it is still going on.
- How the team can reach the person who told you.

Everything is optional. What you do not know, leave.
";

const ACTING_NOW: &str = r"
If waiting for the team would let somebody come to harm, act. No form comes first.

- Somebody is in physical danger: call the emergency number.
- Aggression or severe harassment goes on: step in if you safely can, get others to help.
- If another organizer or volunteer is near, ask them with one sentence.

Afterwards four lines are enough: what you did, why, whom you tried, whom you asked. The team reads them within a day.
";

const STOPPING_A_TALK: &str = r#"
"I am sorry, we have to end this talk here."

Reasons that justify it:
- Serious threats of violence.
- Harassment of people in the room or elsewhere.
- Sexist or otherwise demeaning remarks that keep coming.

Not enough for it:
- A few bad jokes. Write a note instead; the CARE team takes it from there.

Stay calm, switch the projector off if you can, and ask somebody to stay with the audience.
"#;

const CONFIRMING: &str = r#"
Short, warm and without a promise.

"Thank you for telling us. It has arrived, and people of our team are reading it."

- Say how they can add something.
- Say that you will be back in touch, not with what.
- Do not judge what happened, and name nobody.
"#;

const KEEPING_IT: &str = r#"
What you were told is for the CARE team alone.

- Not for your shift, not for friends, not for the speaker's table.
- If the report is about somebody of the CARE team, say so in the note.
- If somebody asks you about it: "I can't talk about this."

After your note has arrived, its text leaves your phone.
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_cards_pass_their_own_rule() {
        let cards = default_cards();
        for card in &cards {
            assert!(card.clone().parse(Timestamp::default()).is_ok(), "{}", card.id);
        }
        let ids: std::collections::BTreeSet<_> = cards.iter().map(|card| &card.id).collect();
        assert_eq!(ids.len(), cards.len());
    }

    #[test]
    fn a_changed_card_takes_its_place_and_a_new_one_comes_last() {
        let mut changed = default_cards()[1].clone();
        changed.title = "Ours".into();
        let own = Card { id: "quiet-room".into(), ..changed.clone() };
        let cards = guide(vec![changed, own]);
        assert_eq!(cards.len(), default_cards().len() + 1);
        assert_eq!(cards[1].title, "Ours");
        assert_eq!(cards.last().map(|card| card.id.as_str()), Some("quiet-room"));
    }

    #[test]
    fn a_bad_card_is_refused_with_the_reason() {
        let good = default_cards()[0].clone();
        let table: [(CardRefused, Card); 4] = [
            (CardRefused::BadId, Card { id: "Über".into(), ..good.clone() }),
            (CardRefused::BadId, Card { id: String::new(), ..good.clone() }),
            (CardRefused::BadTitle, Card { title: "  ".into(), ..good.clone() }),
            (CardRefused::TooLong, Card { body: "x".repeat(BODY_MAX + 1), ..good }),
        ];
        for (why, card) in table {
            assert_eq!(card.parse(Timestamp::default()), Err(why));
        }
    }
}
