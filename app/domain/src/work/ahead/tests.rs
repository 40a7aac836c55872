use super::*;
use crate::conflict::Standing;
use crate::ids::{PersonId, ReporterLinkId};
use crate::private::Private;
use crate::work::conversation::{ConversationDeed, Plan};
use crate::work::course::CourseDeed;
use crate::work::decision::{Decision, Intent, Resolution, ResolutionKind, Violation};
use crate::work::draft::{DraftDeed, Message};
use crate::work::measure::MeasureDeed;
use crate::work::meeting::{MeetingDeed, RollAnswer};
use crate::work::people::{Part, PersonDeed};
use crate::work::rule::Rule;
use crate::work::task::TaskDeed;
use crate::work::tests::{id, person, recorded};
use crate::work::{Deed, Passed, RecordedDeed};

const AT: Timestamp = Timestamp::from_millis(1_790_000_000_000);

/// A case that two members work on, whose deeds are numbered from 1.
struct Course {
    work: Work,
    stage: Stage,
    next: u8,
    confirmed: bool,
}

fn in_hand() -> Course {
    Course { work: Work::default(), stage: Stage::InHand { by: person(1), at: AT }, next: 1, confirmed: true }
}

impl Course {
    fn next_step(&self) -> Next {
        let (stage, receipt_confirmed) = (&self.stage, self.confirmed);
        self.work.next_step(Besides { stage, receipt_confirmed, passed_on: true, needs_review: false })
    }

    /// What waits for member `n`, when nobody has a conflict of interest but those who are told.
    fn waits_for(&self, n: u8, others: &[(u8, Standing)]) -> Vec<Waits> {
        let team: Vec<PersonId> = (1..=3).map(person).collect();
        let clear = team.iter().map(|person| (*person, Standing::Clear));
        let others = others.iter().map(|(n, standing)| (person(*n), *standing));
        let standings = clear.chain(others).collect();
        self.work.waits_for(&Circle { by: person(n), team: &team, standings, stage: &self.stage })
    }

    /// Member `by` does something; its number.
    fn does(&mut self, by: u8, deed: Deed) -> u8 {
        let settles = matches!(deed, Deed::Draft(DraftDeed::Agree { .. }));
        self.records(&RecordedDeed { settles, ..recorded(self.next, by, deed) })
    }

    fn records(&mut self, deed: &RecordedDeed) -> u8 {
        self.next += 1;
        self.work.fold(deed);
        self.stage = self.work.stage_after(self.stage, deed);
        self.next - 1
    }

    fn agrees(&mut self, by: u8, draft: u8) {
        self.does(by, Deed::Draft(DraftDeed::Agree { draft: id(draft), version: id(draft) }));
    }

    fn meets(&mut self) -> u8 {
        let attendees = vec![person(1), person(2)];
        self.does(1, Deed::Meeting(MeetingDeed::Start { attendees, silent: false }))
    }

    fn ends(&mut self, meeting: u8, outcome: Outcome) {
        self.does(1, Deed::Meeting(MeetingDeed::Close { meeting: id(meeting), outcome }));
    }
}

fn writes(says: Says) -> Deed {
    Deed::Draft(DraftDeed::Write { draft: None, says, over: Vec::new() })
}

fn words(purpose: Purpose) -> Deed {
    let to = Some(ReporterLinkId::from_bytes([7; 16]));
    writes(Says::Message(Message { to, purpose, text: "Hello.".into() }))
}

fn decision() -> Deed {
    let resolution = Resolution { kind: ResolutionKind::Stop, person: None, words: "".into() };
    let blank = Private::default;
    writes(Says::Decision(Box::new(Decision {
        violation: Violation::Yes,
        resolutions: vec![resolution],
        intent: Intent::NotConsidered,
        addresses: blank(),
        reduces: blank(),
        reasons: blank(),
    })))
}

fn plan(with: u8, talks: u8, notes: u8) -> Deed {
    let (purpose, place, at) = (Private::default(), Private::default(), None);
    let (talks, notes) = (person(talks), Some(person(notes)));
    Deed::Conversation(ConversationDeed::Plan(Plan { with: id(with), purpose, place, at, talks, notes }))
}

fn course(deed: CourseDeed) -> Deed {
    Deed::Course(deed)
}

#[test]
fn a_case_says_what_comes_next_from_the_call_to_its_end() {
    let mut case = Course { stage: Stage::Reported, confirmed: false, ..in_hand() };
    assert_eq!(case.next_step(), Next::Take);
    case.stage = in_hand().stage;
    assert_eq!(case.next_step(), Next::Confirm);
    let receipt = case.does(1, words(Purpose::Confirm));
    assert_eq!(case.next_step(), Next::Agree(id(receipt)));
    case.agrees(2, receipt);
    case.confirmed = true;

    // It came through a volunteer: whoever reported it is met first.
    assert_eq!(case.next_step(), Next::MeetReporter);
    let reporter = case.does(1, Deed::Person(PersonDeed::Add { part: Part::Reporter }));
    let talk = case.does(1, plan(reporter, 1, 2));
    assert_eq!(case.next_step(), Next::Notes);
    case.does(2, Deed::Conversation(ConversationDeed::Hold { conversation: id(talk), notes: "They said so.".into() }));
    assert_eq!(case.next_step(), Next::Meet);

    let first = case.meets();
    assert_eq!(case.next_step(), Next::Meeting);
    case.ends(first, Outcome::Adjourned { until: AT });
    assert_eq!(case.next_step(), Next::MeetAgain(AT));
    let second = case.meets();
    case.ends(second, Outcome::MoreInformation { what: "Who saw it.".into() });
    assert_eq!(case.next_step(), Next::Resume);
    case.does(1, course(CourseDeed::Resume));
    assert_eq!(case.next_step(), Next::Meet);
    let third = case.meets();
    case.ends(third, Outcome::Resolution);
    assert_eq!(case.next_step(), Next::Decide);

    let decided = case.does(1, decision());
    assert_eq!(case.next_step(), Next::Agree(id(decided)));
    case.agrees(2, decided);
    assert_eq!(case.next_step(), Next::Inform);
    let told = case.does(2, words(Purpose::Inform));
    assert_eq!(case.next_step(), Next::Agree(id(told)));
    case.agrees(1, told);
    assert_eq!(case.next_step(), Next::Close);
    case.does(1, course(CourseDeed::Close { informed: None }));
    assert_eq!(case.next_step(), Next::Closed);

    // Reopened, it is met about and decided anew.
    case.does(1, course(CourseDeed::Reopen { why: "It went on.".into() }));
    assert_eq!(case.next_step(), Next::Meet);
    let again = case.does(2, decision());
    case.agrees(1, again);
    assert_eq!(case.next_step(), Next::Inform);
}

#[test]
fn what_stands_in_the_way_of_closing_comes_before_it() {
    let mut case = in_hand();
    let decided = case.does(1, decision());
    case.agrees(2, decided);
    let told = case.does(1, words(Purpose::Inform));
    case.agrees(2, told);
    assert_eq!(case.next_step(), Next::Close);

    let hold = MeasureDeed::Set { what: "No photos.".into(), person: None, until: None };
    let measure = case.does(1, Deed::Measure(hold));
    assert_eq!(case.next_step(), Next::Release);
    let passed = Some(Passed { rules: vec![Rule::TwoTalk], why: "Nobody else was there.".into() });
    let alone = case.records(&RecordedDeed { passed, ..recorded(case.next, 1, plan(1, 1, 1)) });
    assert_eq!(case.next_step(), Next::Notes);
    case.does(1, Deed::Conversation(ConversationDeed::CallOff { conversation: id(alone), why: "Too late.".into() }));
    assert_eq!(case.next_step(), Next::Review, "what passed a rule is looked at before the case is closed");
    let review = case.meets();
    case.ends(review, Outcome::Resolution);
    case.does(2, Deed::Measure(MeasureDeed::Release { measure: id(measure), why: "Over.".into() }));
    assert_eq!(case.next_step(), Next::Close);
}

#[test]
fn what_waits_for_a_member_is_theirs_alone() {
    let mut case = in_hand();
    let reporter = case.does(1, Deed::Person(PersonDeed::Add { part: Part::Reporter }));
    let planned = case.does(1, plan(reporter, 1, 2));
    let draft = case.does(1, decision());
    let asks = (Private::default(), None);
    let given = TaskDeed::Give { what: "Ask the venue.".into(), owner: person(3), asks: asks.0, due: asks.1 };
    let given = case.does(1, Deed::Task(given));
    let (notes, draft, task) = (Waits::Notes(id(planned)), id(draft), Waits::Task(id(given)));
    assert_eq!(case.waits_for(1, &[]), [notes]);
    assert_eq!(case.waits_for(2, &[]), [Waits::Agree(draft), notes]);
    assert_eq!(case.waits_for(3, &[]), [Waits::Agree(draft), task]);
    assert_eq!(case.waits_for(3, &[(3, Standing::Limited)]), [task], "who decides nothing is not asked to agree");

    // Whoever would have it different has said so; whoever wrote it is to write it anew.
    case.does(2, Deed::Draft(DraftDeed::Object { draft, why: "Too hard.".into() }));
    assert_eq!((case.waits_for(1, &[]), case.waits_for(2, &[])), (vec![Waits::Rewrite(draft), notes], vec![notes]));

    // Two versions wait for those who wrote them, and for nobody else.
    let Deed::Draft(DraftDeed::Write { says, .. }) = decision() else { unreachable!() };
    case.does(2, Deed::Draft(DraftDeed::Write { draft: Some(draft), says, over: Vec::new() }));
    assert_eq!(case.waits_for(1, &[]), [Waits::MakeOne(draft), notes]);
    assert_eq!(case.waits_for(2, &[]), [Waits::MakeOne(draft), notes]);
    assert_eq!(case.waits_for(3, &[]), [task]);

    // The roll-call waits for whoever is at the meeting and has not said how they stand.
    let meeting = id(case.meets());
    case.does(1, Deed::Meeting(MeetingDeed::RollCall { meeting, person: person(1), answer: RollAnswer::NothingNew }));
    assert_eq!(case.waits_for(1, &[]).first(), Some(&Waits::MakeOne(draft)));
    assert_eq!(case.waits_for(2, &[]).first(), Some(&Waits::RollCall));
    assert_eq!(case.waits_for(3, &[]), [task]);
}
