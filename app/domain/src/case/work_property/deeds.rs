//! Every kind of deed, with references that are right as a rule and wrong now and then.

use super::NOW;
use super::dice::Dice;
use crate::ids::{DeedId, IncidentId, NoteId};
use crate::private::Private;
use crate::time::{Timestamp, minutes};
use crate::work::consult::{ConsultAnswer, ConsultDeed};
use crate::work::conversation::{ConversationDeed, Plan};
use crate::work::course::{CourseDeed, Informed};
use crate::work::decision::{Decision, Intent, Resolution, ResolutionKind, Violation};
use crate::work::draft::{DraftDeed, Message, Purpose, Says, Statement};
use crate::work::evidence::{EvidenceDeed, Item, Source};
use crate::work::fact::{About, FactDeed};
use crate::work::measure::MeasureDeed;
use crate::work::meeting::{Finding, MeetingDeed, Outcome, Question, RollAnswer};
use crate::work::people::{Part, PersonDeed, Trait};
use crate::work::report::{Account, Origin, ReportDeed, Via};
use crate::work::task::TaskDeed;
use crate::work::versions::Versions;
use crate::work::{Deed, RecordedDeed, Work};

/// A deed on a case, by somebody who may have seen only its first part, as one does without a network.
pub(super) fn deed(dice: &mut Dice, deeds: &[RecordedDeed], needs_review: bool) -> Deed {
    let seen = if dice.one_in(4) { dice.roll(deeds.len() + 1) } else { deeds.len() };
    let desk = Desk { work: Work::of(&deeds[..seen]), any: deeds.iter().map(|deed| deed.id).collect() };
    match dice.roll(30) {
        24.. => desk.next(dice, needs_review),
        0..7 => Deed::Draft(desk.draft(dice)),
        7..12 => Deed::Meeting(desk.meeting(dice)),
        12..16 => Deed::Course(desk.course(dice)),
        16 => Deed::Person(desk.somebody(dice)),
        17 => Deed::Fact(desk.fact(dice)),
        18 => Deed::Conversation(desk.conversation(dice)),
        19 => Deed::Task(desk.task(dice)),
        20 => Deed::Measure(desk.measure(dice)),
        21 => Deed::Evidence(desk.evidence(dice)),
        22 => Deed::Consult(desk.consult(dice)),
        23 => Deed::Report(report(dice)),
    }
}

/// What somebody has in front of them.
struct Desk {
    work: Work,
    any: Vec<DeedId>,
}

impl Desk {
    fn refer<'a, T: 'a>(&self, dice: &mut Dice, right: impl Iterator<Item = (DeedId, &'a T)>) -> DeedId {
        let right: Vec<_> = right.map(|(id, _)| id).collect();
        dice.refer(&right, &self.any)
    }

    fn whom(&self, dice: &mut Dice) -> Option<DeedId> {
        if dice.one_in(2) { None } else { Some(self.refer(dice, self.work.people.all())) }
    }

    /// What brings the case nearer to its end, as a careful member does it.
    fn next(&self, dice: &mut Dice, needs_review: bool) -> Deed {
        let why = || "That is done.".into();
        if let Some((meeting, open)) = self.work.meetings.open() {
            let waiting = open.attendees.iter().find(|person| !open.roll.contains_key(person));
            return Deed::Meeting(match waiting {
                Some(person) => MeetingDeed::RollCall { meeting, person: *person, answer: RollAnswer::NothingNew },
                None => MeetingDeed::Close { meeting, outcome: Outcome::MoreInformation { what: why() } },
            });
        }
        if needs_review {
            let attendees = vec![dice.person(), dice.person(), dice.person()];
            return Deed::Meeting(MeetingDeed::Start { attendees, silent: false });
        }
        if let Some((conversation, _)) = self.work.conversations.planned().next() {
            return Deed::Conversation(ConversationDeed::CallOff { conversation, why: why() });
        }
        if let Some((measure, _)) = self.work.measures.standing().next() {
            return Deed::Measure(MeasureDeed::Release { measure, why: why() });
        }
        if self.work.drafts.decision().is_none() {
            return Deed::Draft(self.draft(dice));
        }
        Deed::Course(CourseDeed::Close { informed: Some(Informed::AskedNotTo) })
    }

    fn draft(&self, dice: &mut Dice) -> DraftDeed {
        let open: Vec<_> = self.work.drafts.all().filter(|(_, draft)| draft.is_open()).map(|(id, _)| id).collect();
        let draft = dice.refer(&open, &self.any);
        let versions = self.work.drafts.get(draft).map(|draft| draft.versions.seen()).unwrap_or_default();
        match dice.roll(10) {
            0..3 => DraftDeed::Write { draft: None, says: self.says(dice), over: Vec::new() },
            3 => DraftDeed::Write { draft: Some(draft), says: self.says(dice), over: versions },
            4 => DraftDeed::Object { draft, why: dice.words() },
            5 if dice.one_in(2) => DraftDeed::Withdraw { draft },
            _ => DraftDeed::Agree { draft, version: dice.refer(&versions, &self.any) },
        }
    }

    fn says(&self, dice: &mut Dice) -> Says {
        let purposes = [Purpose::Confirm, Purpose::Ask, Purpose::Propose, Purpose::Inform, Purpose::Other];
        match dice.roll(6) {
            0 => {
                Says::Statement(Statement { public_because: dice.words(), audience: dice.words(), text: dice.words() })
            }
            1 | 2 => Says::Message(Message { to: None, purpose: dice.of(&purposes), text: dice.words() }),
            _ => Says::Decision(Box::new(self.decision(dice))),
        }
    }

    fn decision(&self, dice: &mut Dice) -> Decision {
        let resolution = |dice: &mut Dice| {
            let (kind, person) = (dice.of(&ResolutionKind::ALL), self.whom(dice));
            Resolution { kind, person, words: dice.words() }
        };
        let several = dice.roll(3);
        Decision {
            violation: dice.of(&[Violation::Yes, Violation::No, Violation::NotDetermined]),
            resolutions: (0..several).map(|_| resolution(dice)).collect(),
            intent: dice.of(&[Intent::Intentional, Intent::NotIntentional, Intent::Unclear, Intent::NotConsidered]),
            addresses: dice.words(),
            reduces: dice.words(),
            reasons: dice.words(),
        }
    }

    fn meeting(&self, dice: &mut Dice) -> MeetingDeed {
        let open: Vec<_> = self.work.meetings.open().map(|(id, _)| id).into_iter().collect();
        let meeting = dice.refer(&open, &self.any);
        let question = dice.of(&Question::ALL);
        match dice.roll(10) {
            0 => MeetingDeed::Start {
                attendees: (0..dice.roll(4)).map(|_| dice.person()).collect(),
                silent: dice.one_in(2),
            },
            1 => MeetingDeed::Join { meeting, person: dice.person() },
            2..5 => {
                let there = self.work.meetings.get(meeting).map(|meeting| meeting.attendees.iter().copied().collect());
                let there: Vec<_> = there.unwrap_or_default();
                let person = if there.is_empty() || dice.one_in(6) { dice.person() } else { dice.of(&there) };
                let answer = if dice.one_in(8) { RollAnswer::HasConflict } else { RollAnswer::NothingNew };
                MeetingDeed::RollCall { meeting, person, answer }
            }
            5 => MeetingDeed::SilentNote { meeting, question, text: dice.words() },
            6 => MeetingDeed::ShowNotes { meeting },
            7 => {
                let known = self.work.meetings.get(meeting).and_then(|meeting| meeting.findings.get(&question));
                let over = known.map(Versions::seen).unwrap_or_default();
                let found = Finding::Found { text: dice.words() };
                let finding = if dice.one_in(3) { Finding::NotDetermined } else { found };
                MeetingDeed::Find { meeting, question, finding, over }
            }
            _ => MeetingDeed::Close { meeting, outcome: outcome(dice) },
        }
    }

    fn course(&self, dice: &mut Dice) -> CourseDeed {
        match dice.roll(6) {
            0 => CourseDeed::HandOver { to: dice.person(), words: dice.words() },
            1 => CourseDeed::Await { what: dice.words() },
            2 => CourseDeed::Resume,
            3 => CourseDeed::Reopen { why: dice.words() },
            _ => {
                let informed = match dice.roll(4) {
                    0 => None,
                    1 => Some(Informed::AskedNotTo),
                    2 => Some(Informed::CannotBeReached { tried: dice.words() }),
                    _ => Some(Informed::Told { message: self.refer(dice, self.work.drafts.all()) }),
                };
                CourseDeed::Close { informed }
            }
        }
    }

    fn somebody(&self, dice: &mut Dice) -> PersonDeed {
        let person = self.refer(dice, self.work.people.all());
        let known = self.work.people.get(person);
        match dice.roll(4) {
            0 | 1 => PersonDeed::Add { part: dice.of(&Part::ALL) },
            2 => {
                let over = known.map(|known| known.part.seen()).unwrap_or_default();
                PersonDeed::Becomes { person, part: dice.of(&Part::ALL), over }
            }
            _ => {
                let trait_ = dice.of(&Trait::ALL);
                let over = known.and_then(|known| known.traits.get(&trait_)).map(Versions::seen);
                PersonDeed::Write { person, trait_, text: dice.words(), over: over.unwrap_or_default() }
            }
        }
    }

    fn fact(&self, dice: &mut Dice) -> FactDeed {
        let about = dice.of(&About::ALL);
        let over = self.work.facts.about(about).map(Versions::seen).unwrap_or_default();
        FactDeed { about, text: dice.words(), over }
    }

    fn conversation(&self, dice: &mut Dice) -> ConversationDeed {
        let conversation = self.refer(dice, self.work.conversations.all());
        match dice.roll(4) {
            0 => ConversationDeed::Hold { conversation, notes: dice.words() },
            1 => ConversationDeed::CallOff { conversation, why: dice.words() },
            _ => ConversationDeed::Plan(Plan {
                with: self.refer(dice, self.work.people.all()),
                purpose: dice.words(),
                place: dice.words(),
                at: some_time(dice),
                talks: dice.person(),
                notes: (!dice.one_in(3)).then(|| dice.person()),
            }),
        }
    }

    fn task(&self, dice: &mut Dice) -> TaskDeed {
        let task = self.refer(dice, self.work.tasks.all());
        match dice.roll(5) {
            0 => TaskDeed::Finish { task, result: dice.words() },
            1 => TaskDeed::Move { task, due: some_time(dice), owner: None },
            2 => TaskDeed::Drop { task, why: dice.words() },
            _ => TaskDeed::Give {
                what: dice.words(),
                owner: dice.person(),
                asks: Private::default(),
                due: some_time(dice),
            },
        }
    }

    fn measure(&self, dice: &mut Dice) -> MeasureDeed {
        if dice.one_in(2) {
            return MeasureDeed::Set { what: dice.words(), person: self.whom(dice), until: some_time(dice) };
        }
        MeasureDeed::Release { measure: self.refer(dice, self.work.measures.standing()), why: dice.words() }
    }

    fn evidence(&self, dice: &mut Dice) -> EvidenceDeed {
        if dice.one_in(3) {
            let evidence = self.refer(dice, self.work.evidence.all());
            return EvidenceDeed::Strike { evidence, why: dice.words() };
        }
        let (what, link, captured_by) = (dice.words(), Private::default(), Private::default());
        EvidenceDeed::Add(Item { source: dice.of(&Source::ALL), what, link, captured_by, captured_at: NOW })
    }

    fn consult(&self, dice: &mut Dice) -> ConsultDeed {
        if dice.one_in(2) {
            return ConsultDeed::Ask { whom: (0..dice.roll(4)).map(|_| dice.person()).collect() };
        }
        let answer = dice.of(&[ConsultAnswer::Yes, ConsultAnswer::No, ConsultAnswer::CallMe]);
        ConsultDeed::Answer { consult: self.refer(dice, self.work.consults.all()), answer }
    }
}

fn outcome(dice: &mut Dice) -> Outcome {
    match dice.roll(4) {
        0 => Outcome::MoreInformation { what: dice.words() },
        1 => Outcome::Adjourned { until: some_time(dice).unwrap_or(NOW) },
        _ => Outcome::Resolution,
    }
}

/// A time that has passed, is yet to come, or is not said.
fn some_time(dice: &mut Dice) -> Option<Timestamp> {
    dice.of(&[None, Some(NOW), Some(NOW.plus(minutes(5_000)))])
}

fn report(dice: &mut Dice) -> ReportDeed {
    let from = IncidentId::from_bytes([u8::try_from(dice.roll(12)).unwrap(); 16]);
    match dice.roll(3) {
        0 => ReportDeed::Take { from },
        1 => ReportDeed::Part { from },
        _ => {
            let (author, passed_on_by) = (dice.words(), Private::default());
            let (via, account) = (dice.of(&Via::ALL), dice.of(&Account::ALL));
            let origin = Origin { via, author, passed_on_by, told_at: some_time(dice), account };
            ReportDeed::Intake { note: NoteId::from_bytes([7; 16]), origin, over: Vec::new() }
        }
    }
}
