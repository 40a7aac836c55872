//! Vetted words of our own: what a team may tell a reporter without writing it from nothing (S16, S31, S32, S57).
//!
//! A template promises nothing and judges nobody; a test holds each to that. A gap in square brackets is for whoever
//! sends it to fill, and no words go out while one of our gaps is still in them. The words that say that a report arrived
//! have no gap: the team has agreed to them in advance, so one member sends them as they stand.

use super::draft::Purpose;

/// Words to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// What it is for, as a choice on the screen.
    pub title: &'static str,
    /// What the words are for.
    pub purpose: Purpose,
    /// The words; `[…]` is a gap to fill.
    pub text: &'static str,
}

/// The words that say that a report arrived.
pub const RECEIPT: &str = "Thank you for telling us. Your report has arrived, and people of our team are reading it. \
                           You can add something here whenever you like.";

const RECEIPT_SHORT: &str = "Thank you for your report. It has arrived, and the CARE team has it. If you want to add or \
                             correct something, you can do it here.";

const ASK: &str = "Thank you for your patience. To understand better what happened, it would help us to know: \
                   [what you would like to know]. Answer as much or as little as you like. If you would rather not, that \
                   is fine too, and your report counts in any case.";

const MEET: &str = "Two of our team would like to hear more from you, if you want that. We are [where and when]. You can \
                    bring somebody along. You can also write here instead, or leave it at what you have told us.";

const HOLD_ON: &str = "Your report is still with us. It takes longer than we thought, because [what it waits for]. You \
                       have done all that you need to do. You can add something here whenever you like.";

const ACTION: &str = "The CARE team has met about what you told us. This is what we have done: [what was done]. These are \
                      our reasons: [why]. If something about it is not right for you, or if anything else happens, tell \
                      us here.";

const NO_ACTION: &str = "The CARE team has met about what you told us. We have decided to do nothing further. These are \
                         our reasons: [why]. Thank you for telling us all the same: it stays on our record and helps us \
                         if we hear of something like it. If something about it is not right for you, tell us here.";

/// Every template, in the order in which a case needs them.
pub const TEMPLATES: [Template; 7] = [
    Template { title: "It has arrived", purpose: Purpose::Confirm, text: RECEIPT },
    Template { title: "It has arrived, in short", purpose: Purpose::Confirm, text: RECEIPT_SHORT },
    Template { title: "A question", purpose: Purpose::Ask, text: ASK },
    Template { title: "An offer to talk", purpose: Purpose::Ask, text: MEET },
    Template { title: "It takes longer", purpose: Purpose::Other, text: HOLD_ON },
    Template { title: "What was done and why", purpose: Purpose::Inform, text: ACTION },
    Template { title: "Nothing further, and why", purpose: Purpose::Inform, text: NO_ACTION },
];

/// Whether these are words for saying that a report arrived to which the team has agreed in advance, unchanged.
pub fn is_vetted_receipt(text: &str) -> bool {
    TEMPLATES
        .iter()
        .any(|template| template.purpose == Purpose::Confirm && template.text == text.trim() && gaps(text).is_empty())
}

/// Whether somebody has changed nothing of a template yet, so that another may be put in its place.
pub fn is_unchanged(text: &str) -> bool {
    text.trim().is_empty() || TEMPLATES.iter().any(|template| template.text == text.trim())
}

/// The gaps of our templates that are still in a text.
pub fn gaps(text: &str) -> Vec<&'static str> {
    let mut left = Vec::new();
    for gap in TEMPLATES.iter().flat_map(|template| gaps_of(template.text)) {
        if text.contains(gap) && !left.contains(&gap) {
            left.push(gap);
        }
    }
    left
}

/// What stands in square brackets, with them.
fn gaps_of(text: &'static str) -> impl Iterator<Item = &'static str> {
    let starts = text.match_indices('[').map(|(at, _)| at);
    starts.filter_map(move |at| text[at..].find(']').map(|length| &text[at..=at + length]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::promise::promises;

    #[test]
    fn no_template_promises_or_judges() {
        for Template { title, text, .. } in TEMPLATES {
            assert_eq!(promises(text), [], "{title}");
            let plain = text.to_lowercase();
            for word in ["we will", "will be", "soon", "within", "tomorrow", "violat", "guilty", "offender", "victim"] {
                assert!(!plain.contains(word), "{title}: {word}");
            }
        }
    }

    #[test]
    fn every_step_of_a_case_has_words_to_begin_with() {
        for purpose in [Purpose::Confirm, Purpose::Ask, Purpose::Other, Purpose::Inform] {
            assert!(TEMPLATES.iter().any(|template| template.purpose == purpose), "{purpose:?}");
        }
    }

    #[test]
    fn gaps_are_found_until_they_are_filled() {
        assert_eq!(gaps(ACTION), ["[what was done]", "[why]"]);
        assert_eq!(gaps(&ACTION.replace("[why]", "it was dark")), ["[what was done]"]);
        assert_eq!(gaps("He wrote [sic] that on the wall."), [""; 0], "brackets of one's own are no gap");
        for template in TEMPLATES.iter().filter(|template| template.purpose == Purpose::Confirm) {
            assert_eq!(gaps(template.text), [""; 0], "one tap sends it as it stands");
        }
    }

    #[test]
    fn words_are_vetted_as_long_as_nobody_changed_them() {
        assert!(is_vetted_receipt(RECEIPT) && is_vetted_receipt(&format!("{RECEIPT_SHORT}\n")));
        for text in ["", "We have it.", HOLD_ON, &format!("{RECEIPT} Ana"), &RECEIPT[1..]] {
            assert!(!is_vetted_receipt(text), "{text}");
        }
        assert!(is_unchanged("") && is_unchanged(ASK) && !is_unchanged("Thank you."));
    }
}
