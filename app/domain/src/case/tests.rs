use super::*;
use crate::conflict::Source;
use crate::ids::{ConferenceId, DeviceId, IncidentId, PersonId};
use crate::permission::{Actor, Role};

pub(super) const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);
const NOTE: NoteId = NoteId::from_bytes([7; 16]);
const PAGE: PageId = PageId::from_bytes([8; 16]);

pub(super) fn person(n: u8) -> PersonId {
    PersonId::from_bytes([n; 16])
}

pub(super) fn member(n: u8) -> CareMember {
    Actor {
        person: person(n),
        device: DeviceId::from_bytes([n; 16]),
        conference: ConferenceId::from_bytes([0; 16]),
        role: Role::CareMember,
    }
    .care_member()
    .unwrap()
}

pub(super) fn incident(stage: Stage) -> Incident {
    Incident {
        id: IncidentId::from_bytes([1; 16]),
        conference: ConferenceId::from_bytes([0; 16]),
        code_name: "quiet heron".into(),
        urgency: None,
        opened_at: NOW,
        stage,
        receipt_confirmed: None,
        needs_review: false,
        joined_to: None,
        version: 1,
    }
}

fn in_hand(n: u8) -> Stage {
    Stage::InHand { by: person(n), at: NOW }
}

fn stands(n: u8, standing: Standing) -> Conflict {
    let (incident, by) = (IncidentId::from_bytes([1; 16]), person(n));
    let source = Source::Said;
    Conflict { incident, person: by, standing, source, by, since: NOW, return_proposed_by: None }
}

fn declare(standing: Standing) -> Action {
    Action::Declare { standing, why: Private::default() }
}

fn draw(n: u8, line: Line) -> Action {
    Action::DrawLine { person: person(n), line, why: "They share a flat.".into() }
}

fn confirm(words: &str) -> Action {
    Action::ConfirmReceipt { of: IncidentId::from_bytes([1; 16]), note: NOTE, words: words.into() }
}

fn name(n: u8) -> Action {
    Action::Name { person: person(n), why: Private::default() }
}

fn every_action() -> Vec<Action> {
    vec![
        Action::Open,
        Action::AnswerPage { page: PAGE, answer: PageAnswer::Accept },
        Action::TakeInHand,
        Action::AddNote { note: NOTE },
        Action::Strike { note: NOTE, already: false, on_a_page: false },
        confirm(template::RECEIPT),
        declare(Standing::Declared),
        draw(2, Line::Out),
        name(2),
    ]
}

#[test]
fn the_table_of_stage_and_action() {
    let answer = |answer| Action::AnswerPage { page: PAGE, answer };
    let strike = |already| Action::Strike { note: NOTE, already, on_a_page: false };
    // Member 1, who has no conflict, acts; the stage that follows, or the refusal.
    let table: [(Stage, Action, Result<Stage, Refused>); 16] = [
        (Stage::Reported, Action::Open, Ok(Stage::Reported)),
        (Stage::Reported, answer(PageAnswer::Accept), Ok(in_hand(1))),
        (Stage::Reported, answer(PageAnswer::Decline), Ok(Stage::Reported)),
        (Stage::Reported, answer(PageAnswer::CantNow), Ok(Stage::Reported)),
        (Stage::Reported, Action::TakeInHand, Ok(in_hand(1))),
        (Stage::Reported, declare(Standing::Recused), Ok(Stage::Reported)),
        (in_hand(2), answer(PageAnswer::Accept), Ok(in_hand(2))),
        (in_hand(2), Action::TakeInHand, Ok(in_hand(1))),
        (in_hand(2), Action::AddNote { note: NOTE }, Ok(in_hand(2))),
        (in_hand(2), strike(false), Ok(in_hand(2))),
        (in_hand(2), strike(true), Err(Refused::AlreadyStruck)),
        (in_hand(2), confirm(template::RECEIPT), Ok(in_hand(2))),
        (in_hand(2), declare(Standing::Recused), Ok(in_hand(2))),
        (in_hand(1), declare(Standing::Recused), Ok(Stage::Reported)),
        (in_hand(2), draw(2, Line::Out), Ok(Stage::Reported)),
        (in_hand(2), name(2), Ok(Stage::Reported)),
    ];
    for (stage, action, wanted) in table {
        let mut case = Case::open(incident(stage), &[stands(1, Standing::Clear)], member(1)).unwrap();
        let got = case.apply(action.clone(), NOW).map(|_| case.incident().stage);
        assert_eq!(got, wanted, "{stage:?} {action:?}");
        let lost_its_holder = stage != Stage::Reported && got == Ok(Stage::Reported);
        assert_eq!(case.is_handed_back(), lost_its_holder, "{stage:?} {action:?}");
    }
}

#[test]
fn words_that_went_out_are_not_struck_and_words_that_did_not_leave_the_reporter_waiting() {
    let strike = |note, on_a_page| Action::Strike { note, already: false, on_a_page };
    let mut case = Case::open(incident(in_hand(1)), &[stands(1, Standing::Clear)], member(1)).unwrap();
    case.apply(confirm(template::RECEIPT), NOW).unwrap();
    assert_eq!(case.apply(strike(NOTE, true), NOW), Err(Refused::WentOut));
    assert!(case.incident().receipt_confirmed.is_some());

    // Another note is struck as ever, and the reporter has had their word.
    case.apply(strike(NoteId::from_bytes([9; 16]), true), NOW).unwrap();
    assert!(case.incident().receipt_confirmed.is_some());

    // Somebody wrote down by mistake that the reporter was told: they wait for a first word again.
    case.apply(strike(NOTE, false), NOW).unwrap();
    assert_eq!(case.incident().receipt_confirmed, None);
    assert!(case.apply(confirm(template::RECEIPT), NOW).is_ok());
}

#[test]
fn the_question_comes_before_the_content() {
    for action in every_action() {
        let mut case = Case::open(incident(in_hand(1)), &[], member(1)).unwrap();
        let free = matches!(action, Action::AnswerPage { .. } | Action::Declare { .. });
        let refused = case.apply(action.clone(), NOW).err();
        assert_eq!(refused, (!free).then_some(Refused::AnswerFirst), "{action:?}");
    }
    let mut case = Case::open(incident(in_hand(1)), &[], member(1)).unwrap();
    assert!(case.contents().is_err());
    for standing in [Standing::Clear, Standing::Unsure, Standing::Declared, Standing::Limited] {
        case = Case::open(incident(in_hand(1)), &[stands(1, standing)], member(1)).unwrap();
        assert!(case.contents().is_ok(), "{standing:?} reads");
    }
    assert!(Case::open(incident(in_hand(1)), &[stands(2, Standing::Clear)], member(1)).unwrap().contents().is_err());
}

#[test]
fn what_is_urgent_is_taken_at_once_and_the_question_stays_open() {
    let urgent = |stage| Incident { urgency: Some(Urgency::Now), ..incident(stage) };
    let mut case = Case::open(urgent(Stage::Reported), &[], member(1)).unwrap();
    assert_eq!(case.contents().map(|_| ()), Err(Refused::AnswerFirst), "not before somebody has it");
    case.apply(Action::TakeInHand, NOW).unwrap();
    assert!(case.contents().is_ok());
    assert_eq!(case.standing(), None, "the question stands open");
    assert!(Case::open(urgent(in_hand(1)), &[], member(2)).unwrap().contents().is_err(), "others are asked first");
}

#[test]
fn who_is_limited_reads_and_writes_and_does_not_speak_for_the_team() {
    for (standing, wanted) in
        [(Standing::Unsure, Ok(())), (Standing::Declared, Ok(())), (Standing::Limited, Err(Refused::Limited))]
    {
        let mut case = Case::open(incident(in_hand(2)), &[stands(1, standing)], member(1)).unwrap();
        assert_eq!(case.apply(confirm(template::RECEIPT), NOW).map(|_| ()), wanted, "{standing:?}");
        assert!(case.apply(Action::AddNote { note: NOTE }, NOW).is_ok());
    }
}

#[test]
fn the_line_is_drawn_by_somebody_without_a_conflict_and_for_somebody_else() {
    for standing in [Standing::Unsure, Standing::Declared, Standing::Limited] {
        let mut case = Case::open(incident(in_hand(2)), &[stands(1, standing)], member(1)).unwrap();
        assert_eq!(case.apply(draw(2, Line::Out), NOW), Err(Refused::ClearOnly), "{standing:?}");
    }
    let mut case = Case::open(incident(in_hand(2)), &[stands(1, Standing::Clear)], member(1)).unwrap();
    assert_eq!(case.apply(draw(1, Line::TakesPart), NOW), Err(Refused::NotYourself));
    assert_eq!(case.apply(name(1), NOW), Err(Refused::NotYourself));
    case.apply(draw(3, Line::Limited), NOW).unwrap();
    let change = case.change().unwrap();
    let record = &change.record;
    assert_eq!((record.person, record.standing, record.by), (person(3), Standing::Limited, person(1)));
    assert_eq!(record.why.reveal(), "They share a flat.");
}

#[test]
fn the_reporter_is_told_once() {
    let mut case = Case::open(incident(in_hand(1)), &[stands(1, Standing::Clear)], member(1)).unwrap();
    assert!(case.apply(confirm(template::RECEIPT), NOW).is_ok());
    assert_eq!(case.apply(confirm(template::RECEIPT), NOW), Err(Refused::AlreadyConfirmed));
}

#[test]
fn one_member_sends_the_vetted_words_and_no_others() {
    let mut case = Case::open(incident(in_hand(1)), &[stands(1, Standing::Clear)], member(1)).unwrap();
    let changed = format!("{} We will ban him.", template::RECEIPT);
    assert_eq!(case.apply(confirm(&changed), NOW), Err(Refused::Rule(Rule::SecondPerson)));
    assert_eq!(case.incident().receipt_confirmed, None);
    assert!(case.apply(confirm(&format!("  {}\n", template::RECEIPT)), NOW).is_ok(), "white space changes nothing");
    assert!(case.incident().receipt_confirmed.is_some());
}

#[test]
fn a_recused_member_finds_nothing_and_others_do() {
    let mut case = Case::open(incident(in_hand(2)), &[], member(1)).unwrap();
    case.apply(declare(Standing::Recused), NOW).unwrap();
    let conflicts = [case.change().unwrap().conflict.clone()];
    assert_eq!(Case::open(incident(in_hand(2)), &conflicts, member(1)), Err(NotFound));
    assert!(Case::open(incident(in_hand(2)), &conflicts, member(2)).is_ok());
    let elsewhere = [Conflict { incident: IncidentId::from_bytes([9; 16]), ..conflicts[0].clone() }];
    assert!(Case::open(incident(in_hand(2)), &elsewhere, member(1)).is_ok());
}

#[test]
fn another_conference_is_another_world() {
    let mut foreign = incident(Stage::Reported);
    foreign.conference = ConferenceId::from_bytes([5; 16]);
    assert_eq!(Case::open(foreign, &[], member(1)), Err(NotFound));
}
