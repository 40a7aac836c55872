//! What a note tells besides its words, as pairs of a question and its answer, and as tags.

use crate::note::{
    Answer, Ground, NoteBody, NoteKind, Ongoing, Provenance, Support, SupportState, UnilateralRecord, Urgency,
};
use crate::private::Private;

/// A question and what was answered.
pub type Fact = (&'static str, String);

/// The four lines of whoever acted alone; blank ones are left out.
pub fn alone(record: &UnilateralRecord) -> Vec<Fact> {
    let ground = record.ground.map(|ground| match ground {
        Ground::FurtherHarm => "Waiting would have brought more harm",
        Ground::PhysicalDanger => "Somebody was in physical danger",
        Ground::Presentation => "A talk that had to stop",
    });
    written([
        ("Did", record.did.reveal().clone()),
        ("Because", ground.unwrap_or_default().to_owned()),
        ("Tried to reach", record.tried.reveal().clone()),
        ("Asked", record.consulted.reveal().clone()),
    ])
}

/// What was asked: an answer, or why there is none. What was left alone is left out.
pub fn facts(body: &NoteBody) -> Vec<Fact> {
    let answers = &body.answers;
    let text = |answer: &Answer<Private<String>>| answered(answer, |words| words.reveal().clone());
    let ongoing = answered(&answers.ongoing, |ongoing| {
        match ongoing {
            Ongoing::Yes => "Yes",
            Ongoing::No => "No",
            Ongoing::Unclear => "Unclear",
        }
        .to_owned()
    });
    written([
        ("What", text(&answers.what)),
        ("Who", text(&answers.who)),
        ("When", text(&answers.when)),
        ("Where", text(&answers.place)),
        ("Still going on", ongoing),
        ("Reach them", text(&answers.contact)),
        ("Handed over to", body.handed_over_to.reveal().clone()),
        ("Support", support(body.support)),
    ])
}

/// What was chosen: how the writer knows, and what goes with the note.
pub fn tags(body: &NoteBody) -> Vec<&'static str> {
    let provenance = body.provenance.map(|provenance| match provenance {
        Provenance::Observed => "Saw or heard it",
        Provenance::Told => "Was told",
        Provenance::PassedOn => "Passed on",
    });
    let witness = body.ask_me_later.then_some("May be asked later");
    let link = body.reporter_key.is_some().then_some("Gave a private link");
    [provenance, witness, link].into_iter().flatten().collect()
}

/// How soon somebody is needed, in words.
pub const fn urgency(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Now => "Now",
        Urgency::Today => "Today",
        Urgency::CanWait => "Can wait",
    }
}

/// What stands where a note has no words of its own.
pub const fn without_words(kind: &NoteKind) -> &'static str {
    match kind {
        NoteKind::ActNow => "They pressed “I must act now”.",
        NoteKind::Account | NoteKind::ActedAlone { .. } | NoteKind::Correction { .. } | NoteKind::Addition { .. } => {
            "No text."
        }
    }
}

fn written<const COUNT: usize>(facts: [Fact; COUNT]) -> Vec<Fact> {
    facts.into_iter().filter(|(_, words)| !words.trim().is_empty()).collect()
}

fn answered<T>(answer: &Answer<T>, words: impl Fn(&T) -> String) -> String {
    match answer {
        Answer::Left => String::new(),
        Answer::Given(given) => words(given),
        Answer::DoesNotKnow => "Does not know".into(),
        Answer::PrefersNotToSay => "Prefers not to say".into(),
        Answer::DidNotAsk => "Was not asked".into(),
    }
}

fn support(support: Support) -> String {
    let one = |what: &str, state: Option<SupportState>| {
        state.map(|state| match state {
            SupportState::Offered => format!("{what}: offered"),
            SupportState::Wanted => format!("{what}: wanted"),
            SupportState::Declined => format!("{what}: not wanted"),
            SupportState::Done => format!("{what}: done"),
        })
    };
    let lines = [
        one("Somebody to walk along", support.escort),
        one("A friend", support.friend),
        one("The police", support.police),
    ];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn not_answering_has_three_different_words() {
        let words = |answer: Answer<Private<String>>| answered(&answer, |text| text.reveal().clone());
        assert_eq!(words(Answer::Given("room 2".into())), "room 2");
        assert_eq!(words(Answer::Left), "");
        let mut reasons = [Answer::DoesNotKnow, Answer::PrefersNotToSay, Answer::DidNotAsk].map(words).to_vec();
        reasons.dedup();
        assert_eq!(reasons.len(), 3);
    }

    #[test]
    fn support_tells_what_was_wanted_and_what_was_not() {
        let given = Support { escort: Some(SupportState::Wanted), friend: None, police: Some(SupportState::Declined) };
        assert_eq!(support(given), "Somebody to walk along: wanted\nThe police: not wanted");
        assert_eq!(support(Support::default()), "");
    }

    #[test]
    fn what_was_left_alone_is_left_out() {
        assert!(facts(&NoteBody::default()).is_empty() && tags(&NoteBody::default()).is_empty());
        let body = NoteBody { handed_over_to: "Ana".into(), ask_me_later: true, ..NoteBody::default() };
        assert_eq!(facts(&body), [("Handed over to", "Ana".to_owned())]);
        assert_eq!(tags(&body), ["May be asked later"]);
    }
}
