//! What a deed is called on the record and in an exported case file: what somebody did, and the words that go with it.

use super::consult::{ConsultAnswer, ConsultDeed};
use super::conversation::ConversationDeed;
use super::course::{CourseDeed, Informed};
use super::decision::Decision;
use super::draft::{DraftDeed, Purpose, Says};
use super::evidence::{EvidenceDeed, Source};
use super::fact::About;
use super::measure::MeasureDeed;
use super::meeting::{Finding, MeetingDeed, Outcome, Question, RollAnswer};
use super::people::{Part, PersonDeed, Trait, person_code_name};
use super::report::{Account, ReportDeed, Via};
use super::task::TaskDeed;
use super::{Deed, RecordedDeed};
use crate::ids::PersonId;
use crate::private::Private;

/// A deed in words: `Ana` + `did` + `words`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// What was done, to stand behind the name of whoever did it.
    pub did: String,
    /// What was written, in order; empty where nothing was.
    pub words: Vec<Private<String>>,
    /// The reason for which a rule was passed, if one was.
    pub anyway: Option<Private<String>>,
}

/// Tells a deed. `name` says what somebody of the conference is called.
pub fn tell(recorded: &RecordedDeed, name: &dyn Fn(PersonId) -> String) -> Telling {
    let (did, words) = match &recorded.deed {
        Deed::Report(deed) => report(deed),
        Deed::Person(deed) => person(deed),
        Deed::Fact(deed) => (format!("wrote {}", about(deed.about)), vec![&deed.text]),
        Deed::Course(deed) => course(deed, name),
        Deed::Draft(deed) => draft(deed, recorded.settles),
        Deed::Meeting(deed) => meeting(deed, name),
        Deed::Conversation(deed) => conversation(deed, name),
        Deed::Task(deed) => task(deed, name),
        Deed::Measure(deed) => match deed {
            MeasureDeed::Set { what, .. } => ("set what holds for now".into(), vec![what]),
            MeasureDeed::Release { why, .. } => ("released what held for now".into(), vec![why]),
        },
        Deed::Evidence(deed) => match deed {
            EvidenceDeed::Add(item) => ("added evidence".into(), vec![&item.what, &item.link]),
            EvidenceDeed::Strike { why, .. } => ("struck evidence".into(), vec![why]),
        },
        Deed::Consult(deed) => (consult(deed, name), Vec::new()),
    };
    let words = words.into_iter().filter(|text| !text.is_blank()).cloned().collect();
    Telling { did, words, anyway: recorded.passed.as_ref().map(|passed| passed.why.clone()) }
}

type Told<'a> = (String, Vec<&'a Private<String>>);

fn report(deed: &ReportDeed) -> Told<'_> {
    match deed {
        ReportDeed::Intake { origin, .. } => {
            let did = format!("said where a report came from: {}, {}", via(origin.via), account(origin.account));
            (did, vec![&origin.author, &origin.passed_on_by])
        }
        ReportDeed::Take { .. } => ("joined another report to this one".into(), Vec::new()),
        ReportDeed::Part { .. } => ("parted another report from this one".into(), Vec::new()),
        ReportDeed::Keep { because, .. } => {
            (format!("opened words that the reporter took back: {}", because.words()), Vec::new())
        }
    }
}

/// The words for the way in which a report came.
pub const fn via(via: Via) -> &'static str {
    match via {
        Via::InPerson => "told in person",
        Via::Mail => "by mail",
        Via::Chat => "in the chat",
        Via::Phone => "by telephone",
        Via::Paper => "on paper",
        Via::Other => "another way",
    }
}

/// The words for whose account it is.
pub const fn account(account: Account) -> &'static str {
    match account {
        Account::FirstHand => "first-hand",
        Account::SecondHand => "second-hand",
        Account::Observed => "seen by staff",
    }
}

/// The words for where evidence is from.
pub const fn source(source: Source) -> &'static str {
    match source {
        Source::SocialMedia => "a social network",
        Source::Chat => "the conference's chat",
        Source::Mail => "a mail",
        Source::Document => "a photo, a recording or a paper",
        Source::Seen => "what one of you saw",
        Source::PersonalKnowledge => "what one of you knows of somebody in it",
    }
}

/// The word for somebody's part in it.
pub const fn part(part: Part) -> &'static str {
    match part {
        Part::Reporter => "reporter",
        Part::Representative => "speaks for somebody",
        Part::Affected => "affected person",
        Part::Witness => "witness",
        Part::Reported => "reported person",
    }
}

/// The word for what is known of a person.
pub const fn trait_(trait_: Trait) -> &'static str {
    match trait_ {
        Trait::Name => "name",
        Trait::Handle => "handle",
        Trait::Badge => "badge",
        Trait::Looks => "looks",
        Trait::Contact => "contact",
    }
}

/// The words for what is known of an incident.
pub const fn about(about: About) -> &'static str {
    match about {
        About::Summary => "the summary",
        About::When => "when it happened",
        About::Place => "where it happened",
        About::Ongoing => "whether it goes on",
        About::Context => "what led to it",
        About::Trace => "what traces of it there are",
        About::Other => "something else to know",
    }
}

fn person(deed: &PersonDeed) -> Told<'_> {
    match deed {
        PersonDeed::Add { part: as_part } => (format!("added somebody: {}", part(*as_part)), Vec::new()),
        PersonDeed::Becomes { person, part: as_part, .. } => {
            (format!("changed what {} is in it: {}", person_code_name(*person), part(*as_part)), Vec::new())
        }
        PersonDeed::Write { person, trait_: of, text, .. } => {
            (format!("wrote the {} of {}", trait_(*of), person_code_name(*person)), vec![text])
        }
    }
}

fn course<'a>(deed: &'a CourseDeed, name: &dyn Fn(PersonId) -> String) -> Told<'a> {
    match deed {
        CourseDeed::HandOver { to, words } => (format!("handed it over to {}", name(*to)), vec![words]),
        CourseDeed::Await { what } => ("waits for information".into(), vec![what]),
        CourseDeed::Resume => ("has the information it waited for".into(), Vec::new()),
        CourseDeed::Close { informed } => match informed {
            Some(Informed::Told { .. }) => ("closed the case; the reporter knows what was done and why".into(), vec![]),
            Some(Informed::CannotBeReached { tried }) => {
                ("closed the case; the reporter cannot be reached".into(), vec![tried])
            }
            Some(Informed::AskedNotTo) => ("closed the case; the reporter asked not to be told".into(), vec![]),
            None => ("closed the case".into(), vec![]),
        },
        CourseDeed::Reopen { why } => ("reopened the case".into(), vec![why]),
    }
}

fn draft(deed: &DraftDeed, settles: bool) -> Told<'_> {
    match deed {
        DraftDeed::Write { says, .. } => match says {
            Says::Message(message) => {
                let what = match message.purpose {
                    Purpose::Confirm => "drafted words to say that the report arrived",
                    Purpose::Ask => "drafted a question to the reporter",
                    Purpose::Propose => "asked what the reporter thinks of a resolution, as a draft",
                    Purpose::Inform => "drafted what the reporter is told at the end",
                    Purpose::Other => "drafted words to the reporter",
                };
                (what.into(), vec![&message.text])
            }
            Says::Decision(decision) => {
                let words = decision.resolutions.iter().map(|resolution| &resolution.words);
                let more = [&decision.reasons, &decision.addresses, &decision.reduces];
                (decided(decision), words.chain(more).collect())
            }
            Says::Statement(statement) => {
                ("drafted a public statement".into(), vec![&statement.text, &statement.public_because])
            }
        },
        DraftDeed::Agree { .. } if settles => ("agreed, and it counts from now on".into(), Vec::new()),
        DraftDeed::Agree { .. } => ("agreed to a draft".into(), Vec::new()),
        DraftDeed::Object { why, .. } => ("would have a draft different".into(), vec![why]),
        DraftDeed::Withdraw { .. } => ("took a draft back".into(), Vec::new()),
    }
}

/// What a decision says in short. Whether it was meant is left to the team's own screens (S54).
fn decided(decision: &Decision) -> String {
    let done = decision.resolutions.iter().map(|resolution| match resolution.person {
        Some(person) => format!("{} ({})", resolution.kind.words(), person_code_name(person)),
        None => resolution.kind.words().to_owned(),
    });
    let done: Vec<_> = done.collect();
    format!("drafted a decision: {}. {}.", decision.violation.words(), done.join(". "))
}

/// A question of a review, in words.
pub const fn question(question: Question) -> &'static str {
    match question {
        Question::WhatHappened => "What happened?",
        Question::IsViolation => "Is it a violation of the Code of Conduct?",
        Question::Who => "Who did it, if anybody?",
        Question::WhatNow => "What is the right resolution?",
    }
}

fn meeting<'a>(deed: &'a MeetingDeed, name: &dyn Fn(PersonId) -> String) -> Told<'a> {
    match deed {
        MeetingDeed::Start { attendees, .. } => {
            let names: Vec<_> = attendees.iter().map(|person| name(*person)).collect();
            (format!("began a review with {}", names.join(", ")), Vec::new())
        }
        MeetingDeed::Join { person, .. } => (format!("wrote down that {} came to the review", name(*person)), vec![]),
        MeetingDeed::RollCall { person, answer: RollAnswer::NothingNew, .. } => {
            (format!("roll-call: nothing new from {}", name(*person)), Vec::new())
        }
        MeetingDeed::RollCall { person, answer: RollAnswer::HasConflict, .. } => {
            (format!("roll-call: {} has a conflict of interest", name(*person)), Vec::new())
        }
        // Blank is what others are given of it as long as it is kept from them.
        MeetingDeed::SilentNote { text, .. } if text.is_blank() => ("wrote for themselves".into(), Vec::new()),
        MeetingDeed::SilentNote { question: on, text, .. } => {
            (format!("wrote for themselves: {}", question(*on)), vec![text])
        }
        MeetingDeed::ShowNotes { .. } => ("showed everybody's notes".into(), Vec::new()),
        MeetingDeed::Find { question: on, finding: Finding::NotDetermined, .. } => {
            (format!("{} It could not be determined.", question(*on)), Vec::new())
        }
        MeetingDeed::Find { question: on, finding: Finding::Found { text }, .. } => {
            (format!("answered: {}", question(*on)), vec![text])
        }
        MeetingDeed::Close { outcome, .. } => match outcome {
            Outcome::Resolution => ("ended the review with a resolution".into(), Vec::new()),
            Outcome::MoreInformation { what } => ("ended the review: more has to be found out".into(), vec![what]),
            Outcome::Adjourned { .. } => ("adjourned the review".into(), Vec::new()),
        },
    }
}

fn conversation<'a>(deed: &'a ConversationDeed, name: &dyn Fn(PersonId) -> String) -> Told<'a> {
    match deed {
        ConversationDeed::Plan(plan) => {
            let notes = plan.notes.map(|notes| format!(", {} takes notes", name(notes))).unwrap_or_default();
            let with = person_code_name(plan.with);
            let did = format!("planned a conversation with {with}: {} talks{notes}", name(plan.talks));
            (did, vec![&plan.purpose, &plan.place])
        }
        ConversationDeed::Hold { notes, .. } => ("wrote the notes of a conversation".into(), vec![notes]),
        ConversationDeed::CallOff { why, .. } => ("called a conversation off".into(), vec![why]),
    }
}

fn task<'a>(deed: &'a TaskDeed, name: &dyn Fn(PersonId) -> String) -> Told<'a> {
    match deed {
        TaskDeed::Give { what, owner, asks, .. } => (format!("gave {} a task", name(*owner)), vec![what, asks]),
        TaskDeed::Finish { result, .. } => ("finished a task".into(), vec![result]),
        TaskDeed::Move { .. } => ("moved a task".into(), Vec::new()),
        TaskDeed::Drop { why, .. } => ("dropped a task".into(), vec![why]),
    }
}

fn consult(deed: &ConsultDeed, name: &dyn Fn(PersonId) -> String) -> String {
    match deed {
        ConsultDeed::Ask { whom } => {
            let names: Vec<_> = whom.iter().map(|person| name(*person)).collect();
            format!("asked for a quick word with {}", names.join(", "))
        }
        ConsultDeed::Answer { answer, .. } => match answer {
            ConsultAnswer::Yes => "answered the quick word: yes".into(),
            ConsultAnswer::No => "answered the quick word: no".into(),
            ConsultAnswer::CallMe => "answered the quick word: call me".into(),
        },
    }
}
