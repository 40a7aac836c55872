//! What a reporter said besides words, for the team: on the timeline and in the case file.

use super::told::Fact;
use super::{Who, wrote};
use crate::note::{Answer, NoteKind};
use crate::private::Private;
use crate::reporter::said::{Hear, Opinion, Reach, Reported, Said, Share, Whom, Wishes};
use crate::view::NoteView;

/// What whoever wrote a note did, to stand behind their name.
pub const fn noted(note: &NoteView, who: &Who) -> &'static str {
    if note.taken_back.is_some() {
        return "wrote something that was taken back";
    }
    match (&note.said, &note.body.kind) {
        (Some(Said::Reported(_)), _) => "reported by the form",
        (Some(Said::Answered { .. }), _) => "answered the team",
        (Some(Said::Thinks { .. }), _) => "said what they think of the proposal",
        (Some(Said::TookBack { what: None }), _) => "took everything back",
        (Some(Said::TookBack { what: Some(_) }), _) => "took something back",
        (Some(Said::GaveBack), _) => "gave back what they had taken back",
        (Some(Said::Wishes(_)), _) => "said what they wish",
        (None, NoteKind::Correction { .. }) if matches!(who, Who::Reporter) => "corrected what they wrote",
        (None, kind) => wrote(kind, who),
    }
}

/// What stands where a note has no words of its own because something else was said there.
pub const fn instead_of_words(note: &NoteView) -> Option<&'static str> {
    if note.taken_back.is_some() {
        return Some("The reporter took these words back. They are not shown any more.");
    }
    match &note.said {
        Some(Said::Answered { .. } | Said::Reported(_)) | None => None,
        Some(Said::Thinks { .. } | Said::TookBack { .. } | Said::GaveBack | Said::Wishes(_)) => {
            Some("No words besides.")
        }
    }
}

/// What was said, as pairs of a question and its answer; what was left alone is left out.
pub fn facts(said: &Said) -> Vec<Fact> {
    match said {
        Said::Reported(reported) => form(reported),
        Said::Thinks { opinion, .. } => vec![("Thinks", opinion_in_words(*opinion).to_owned())],
        Said::Wishes(wishes) => wished(wishes),
        Said::Answered { .. } | Said::TookBack { .. } | Said::GaveBack => Vec::new(),
    }
}

fn form(reported: &Reported) -> Vec<Fact> {
    let whom = match reported.whom {
        Answer::Given(Whom::Myself) => "Themselves",
        Answer::Given(Whom::SomebodyElse) => "Somebody else",
        Answer::Given(Whom::Witness) => "Saw or heard it",
        Answer::PrefersNotToSay => "Prefers not to say",
        Answer::DoesNotKnow => "Does not know",
        Answer::Left | Answer::DidNotAsk => "",
    };
    let everybody = if reported.everybody_out { "Everybody of the team" } else { "" };
    let line = |what, words: &Private<String>| (what, words.reveal().clone());
    let mut facts = vec![
        ("Reports for", whom.to_owned()),
        line("Reach whom it is about", &reported.theirs),
        ("Not to be shown to", everybody.to_owned()),
        line("Not to be shown to, in their words", &reported.keep_out),
        ("Reads", language(&reported.language).to_owned()),
    ];
    facts.retain(|(_, words)| !words.trim().is_empty());
    facts.extend(wished(&reported.wishes).into_iter().filter(|(what, _)| *what != CONTACT));
    facts
}

const CONTACT: &str = "Reach them";

fn wished(wishes: &Wishes) -> Vec<Fact> {
    let reach = wishes.reach.map(|reach| match reach {
        Reach::Here => "By the private link only",
        Reach::Contact => "By what they wrote",
        Reach::InPerson => "In person",
        Reach::NotAtAll => "Not at all",
    });
    let hear = wishes.hear.map(|hear| match hear {
        Hear::Here => "By the private link",
        Hear::InPerson => "In person",
        Hear::NotAtAll => "Not at all",
    });
    let share = wishes.share.map(|share| match share {
        Share::Yes => "What was done may be told",
        Share::WithoutMe => "Only so that nothing points at them",
        Share::No => "Nothing of it",
    });
    let given = |what, words: Option<&'static str>| words.map(|words| (what, words.to_owned()));
    let contact = (!wishes.contact.is_blank()).then(|| (CONTACT, wishes.contact.reveal().clone()));
    let facts = [
        given("May be reached", reach),
        contact,
        given("Wants to hear what was decided", hear),
        given("Others may be told", share),
    ];
    facts.into_iter().flatten().collect()
}

const fn opinion_in_words(opinion: Opinion) -> &'static str {
    match opinion {
        Opinion::Fits => "It fits",
        Opinion::Differently => "Something should be different",
        Opinion::DoesNotFit => "It does not fit",
        Opinion::NoOpinion => "Would rather not say",
    }
}

fn language(code: &str) -> &str {
    match code {
        "en" => "English",
        "de" => "German",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_alone_is_left_out() {
        assert!(facts(&Said::Wishes(Wishes::default())).is_empty());
        assert!(facts(&Said::Reported(Box::default())).is_empty());
        let reported = Reported {
            whom: Answer::Given(Whom::SomebodyElse),
            theirs: "room 4".into(),
            wishes: Wishes { contact: "mine".into(), share: Some(Share::No), ..Wishes::default() },
            ..Reported::default()
        };
        let said = facts(&Said::Reported(Box::new(reported)));
        assert_eq!(
            said,
            [
                ("Reports for", "Somebody else".to_owned()),
                ("Reach whom it is about", "room 4".to_owned()),
                ("Others may be told", "Nothing of it".to_owned())
            ],
            "their own contact stands among the answers of the note already"
        );
    }
}
