//! The report form: one box, and questions each of which may be left, not be known, or not be said.

use crate::digest::Digest;
use crate::ids::PersonId;
use crate::note::{ANSWER_MAX, Answer, Answers, NewNote, NoteBody, NoteRefused, Ongoing, Provenance, Support, Urgency};
use crate::private::Private;
use crate::reporter::said::{Reach, Reported, Whom, Wishes};
use crate::time::Timestamp;

/// What somebody typed and chose on the report form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportForm {
    /// The one box.
    pub text: Private<String>,
    /// For whom.
    pub whom: Answer<Whom>,
    /// Who was involved.
    pub who: Answer<Private<String>>,
    /// When it happened, in words.
    pub when: Answer<Private<String>>,
    /// Where.
    pub place: Answer<Private<String>>,
    /// Whether it goes on.
    pub ongoing: Answer<Ongoing>,
    /// How soon somebody is needed.
    pub urgency: Option<Urgency>,
    /// What would help.
    pub support: Support,
    /// How to reach the one they report for.
    pub theirs: Private<String>,
    /// The members of the team whom they want kept out.
    pub excludes: Vec<PersonId>,
    /// Those whom their own words name.
    pub names: Vec<PersonId>,
    /// Whom they want kept out, in their own words.
    pub keep_out: Private<String>,
    /// Whether that is everybody of the team.
    pub everybody_out: bool,
    /// How to reach them and what may be told.
    pub wishes: Wishes,
    /// The language of the page.
    pub language: String,
}

/// A report that has passed the rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPublicReport {
    /// The note.
    pub note: NewNote,
    /// What the form asked besides.
    pub reported: Reported,
}

impl ReportForm {
    /// Takes the form, or says why not: only a report without anything in it, or longer than there is room for.
    pub fn parse(self, key: Digest, now: Timestamp) -> Result<NewPublicReport, NoteRefused> {
        let short = [&self.theirs, &self.keep_out, &self.wishes.contact];
        if short.iter().any(|line| line.reveal().chars().count() > ANSWER_MAX) {
            return Err(NoteRefused::AnswerTooLong);
        }
        let contact = match (self.wishes.contact.is_blank(), self.wishes.reach) {
            (false, _) => Answer::Given(self.wishes.contact.clone()),
            (true, Some(Reach::NotAtAll)) => Answer::PrefersNotToSay,
            (true, Some(Reach::Here | Reach::Contact | Reach::InPerson) | None) => Answer::Left,
        };
        let provenance = match self.whom {
            Answer::Given(Whom::Witness) => Some(Provenance::Observed),
            Answer::Given(Whom::SomebodyElse) => Some(Provenance::PassedOn),
            Answer::Given(Whom::Myself)
            | Answer::Left
            | Answer::DoesNotKnow
            | Answer::PrefersNotToSay
            | Answer::DidNotAsk => None,
        };
        let answers = Answers {
            who: self.who,
            when: self.when,
            place: self.place,
            ongoing: self.ongoing,
            contact,
            ..Answers::default()
        };
        let body = NoteBody {
            text: self.text,
            answers,
            provenance,
            urgency: self.urgency,
            support: self.support,
            written_at: now,
            involves: self.names,
            excludes: self.excludes,
            ..NoteBody::default()
        };
        // A private link alone is no report.
        let body = NewNote::parse(body)?.into_body();
        let note = NewNote::parse(NoteBody { reporter_key: Some(key), ..body })?;
        let reported = Reported {
            whom: self.whom,
            theirs: self.theirs,
            keep_out: self.keep_out,
            everybody_out: self.everybody_out,
            wishes: self.wishes,
            language: self.language,
        };
        Ok(NewPublicReport { note, reported })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(form: ReportForm) -> Result<NewPublicReport, NoteRefused> {
        form.parse(Digest::of("k", b"k"), Timestamp::from_millis(7))
    }

    #[test]
    fn one_word_is_enough_and_nothing_is_not() {
        let taken = parse(ReportForm { text: "help".into(), ..ReportForm::default() }).expect("one word");
        assert_eq!(taken.note.body().text.reveal(), "help");
        assert_eq!(parse(ReportForm::default()), Err(NoteRefused::Empty));
        let chosen = ReportForm { urgency: Some(Urgency::Now), ..ReportForm::default() };
        assert!(parse(chosen).is_ok(), "one answer says enough");
    }

    #[test]
    fn contacts_stay_apart() {
        let wishes = Wishes { contact: "mine".into(), ..Wishes::default() };
        let form = ReportForm {
            text: "x".into(),
            theirs: "theirs".into(),
            wishes,
            whom: Answer::Given(Whom::SomebodyElse),
            ..ReportForm::default()
        };
        let taken = parse(form).expect("a report");
        assert_eq!(taken.note.body().answers.contact, Answer::Given("mine".into()));
        assert_eq!(taken.note.body().provenance, Some(Provenance::PassedOn));
        assert_eq!(taken.reported.theirs.reveal(), "theirs");
        assert_eq!(
            parse(ReportForm { theirs: "x".repeat(ANSWER_MAX + 1).into(), ..ReportForm::default() }),
            Err(NoteRefused::AnswerTooLong)
        );
    }
}
