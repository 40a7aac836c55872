use super::*;
use crate::incident::Stage;
use crate::private::Private;
use crate::time::minutes;
use crate::work::decision::{Decision, Intent, Resolution, ResolutionKind, Violation};
use crate::work::draft::{DraftDeed, Says};
use crate::work::tests::{id, person, recorded};
use crate::work::{NewDeed, Passed, Work};

const STAGE: Stage = Stage::Reported;
const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);
/// The meeting of these tests, by the number of the deed that began it.
const MEETING: u8 = 10;

fn team() -> Vec<PersonId> {
    (1..=4).map(person).collect()
}

/// Member `by` acts among four, of whom some stand in another way than clear.
fn circle<'a>(by: u8, team: &'a [PersonId], others: &[(u8, Standing)]) -> Circle<'a> {
    let clear = team.iter().map(|person| (*person, Standing::Clear));
    let others = others.iter().map(|(n, standing)| (person(*n), *standing));
    Circle { by: person(by), team, standings: clear.chain(others).collect(), stage: &STAGE }
}

fn start(attendees: &[u8], silent: bool) -> Deed {
    Deed::Meeting(MeetingDeed::Start { attendees: attendees.iter().map(|n| person(*n)).collect(), silent })
}

fn answers(n: u8, answer: RollAnswer) -> Deed {
    Deed::Meeting(MeetingDeed::RollCall { meeting: id(MEETING), person: person(n), answer })
}

fn silent_note(question: Question, text: &str) -> Deed {
    Deed::Meeting(MeetingDeed::SilentNote { meeting: id(MEETING), question, text: text.into() })
}

fn show() -> Deed {
    Deed::Meeting(MeetingDeed::ShowNotes { meeting: id(MEETING) })
}

fn find(text: &str, over: &[u8]) -> Deed {
    let finding = Finding::Found { text: text.into() };
    let over = over.iter().map(|n| id(*n)).collect();
    Deed::Meeting(MeetingDeed::Find { meeting: id(MEETING), question: Question::WhatHappened, finding, over })
}

fn close(outcome: Outcome) -> Deed {
    Deed::Meeting(MeetingDeed::Close { meeting: id(MEETING), outcome })
}

fn more() -> Outcome {
    Outcome::MoreInformation { what: "Who else was at the bar.".into() }
}

fn adjourned() -> Outcome {
    Outcome::Adjourned { until: NOW.plus(minutes(60)) }
}

fn decision() -> Deed {
    let resolution = Resolution { kind: ResolutionKind::Stop, person: None, words: Private::default() };
    let says = Says::Decision(Box::new(Decision {
        violation: Violation::Yes,
        resolutions: vec![resolution],
        intent: Intent::Unclear,
        addresses: Private::default(),
        reduces: Private::default(),
        reasons: Private::default(),
    }));
    Deed::Draft(DraftDeed::Write { draft: None, says, over: Vec::new() })
}

/// A meeting of these members, with what was done at it by member 1.
fn held(attendees: &[u8], silent: bool, more: &[Deed]) -> Work {
    let began = recorded(MEETING, 1, start(attendees, silent));
    let more = more.iter().zip(MEETING + 1..).map(|(deed, n)| recorded(n, 1, deed.clone()));
    Work::of(&[began].into_iter().chain(more).collect::<Vec<_>>())
}

fn check(work: &Work, circle: &Circle<'_>, deed: Deed) -> Result<Vec<Rule>, Refused> {
    work.check(&NewDeed { id: id(99), deed, anyway: None }, circle, NOW)
}

/// Both said that they have nothing to add.
fn roll() -> Vec<Deed> {
    vec![answers(1, RollAnswer::NothingNew), answers(2, RollAnswer::NothingNew)]
}

#[test]
fn who_may_be_at_a_meeting() {
    use Standing::{Limited, Recused};
    let (team, nothing) = (team(), Work::default());
    let table = [
        (start(&[1, 2], false), Ok(())),
        (start(&[2, 3], true), Ok(())),
        (start(&[], false), Err(Refused::Empty)),
        (start(&[1, 4], false), Err(Refused::Unknown)),
        (start(&[1, 9], false), Err(Refused::Unknown)),
        (start(&[1; 51], false), Err(Refused::TooMuch)),
    ];
    for (deed, wanted) in table {
        let got = check(&nothing, &circle(1, &team, &[(3, Limited), (4, Recused)]), deed.clone());
        assert_eq!(got.map(|_| ()), wanted, "{deed:?}");
    }
    let work = held(&[1, 2], false, &[]);
    assert_eq!(check(&work, &circle(1, &team, &[]), start(&[1, 2], false)), Err(Refused::AlreadySo), "one at a time");
    let join = |n| Deed::Meeting(MeetingDeed::Join { meeting: id(MEETING), person: person(n) });
    assert_eq!(check(&work, &circle(1, &team, &[]), join(3)), Ok(Vec::new()));
    assert_eq!(check(&work, &circle(1, &team, &[]), join(2)), Err(Refused::AlreadySo));
    assert_eq!(check(&work, &circle(1, &team, &[(3, Recused)]), join(3)), Err(Refused::Unknown));
}

/// Who was there, what was done, how others than clear stand, the outcome, and what stands against it.
type Row = (&'static [u8], Vec<Deed>, Vec<(u8, Standing)>, Outcome, Result<Vec<Rule>, Refused>);

#[test]
fn what_stands_against_the_end() {
    use Standing::{Declared, Limited, Recused, Unsure};
    let conflict = |n| answers(n, RollAnswer::HasConflict);
    let nothing_new = |n| answers(n, RollAnswer::NothingNew);
    let decided = || [roll(), vec![decision()]].concat();
    let table: Vec<Row> = vec![
        (&[1, 2], roll(), vec![], more(), Ok(vec![])),
        (&[1, 2], roll(), vec![], Outcome::Resolution, Ok(vec![Rule::ResolutionWritten])),
        (&[1, 2], decided(), vec![], Outcome::Resolution, Ok(vec![])),
        (&[1, 2], vec![], vec![], more(), Ok(vec![Rule::RollCall])),
        (&[1, 2], vec![nothing_new(1)], vec![], more(), Ok(vec![Rule::RollCall])),
        (&[1], vec![nothing_new(1)], vec![], more(), Ok(vec![Rule::TwoMeet])),
        (&[1], vec![], vec![], Outcome::Resolution, Ok(vec![Rule::TwoMeet, Rule::RollCall, Rule::ResolutionWritten])),
        // Whoever comes late and answers is there.
        (&[1], roll(), vec![], more(), Ok(vec![])),
        // Whoever says that there is a conflict has answered once the case knows of it.
        (&[1, 2], vec![nothing_new(1), conflict(2)], vec![], more(), Ok(vec![Rule::RollCall])),
        (&[1, 2], vec![nothing_new(1), conflict(2)], vec![(2, Declared)], more(), Ok(vec![])),
        (&[1, 2], vec![nothing_new(1), conflict(2)], vec![(2, Unsure)], more(), Ok(vec![])),
        // Whoever is out was not there, and whoever decides nothing is not one of the two.
        (&[1, 2], vec![nothing_new(1)], vec![(2, Recused)], more(), Ok(vec![Rule::TwoMeet])),
        (&[1, 2, 3], roll(), vec![(3, Recused)], more(), Ok(vec![])),
        (&[1, 2], roll(), vec![(2, Limited)], more(), Ok(vec![Rule::TwoMeet])),
        (&[1, 2], roll(), vec![(1, Limited)], more(), Err(Refused::Limited)),
        (&[1, 2], roll(), vec![], Outcome::MoreInformation { what: " ".into() }, Err(Refused::Empty)),
        // Who meets again has nothing to complete, but says when.
        (&[1], vec![], vec![], adjourned(), Ok(vec![])),
        (&[1, 2], roll(), vec![], Outcome::Adjourned { until: NOW }, Err(Refused::Past)),
        (&[1, 2], [roll(), vec![close(more())]].concat(), vec![], more(), Err(Refused::Over)),
    ];
    for (attendees, done, stand, outcome, wanted) in table {
        let (team, work) = (team(), held(attendees, false, &done));
        let got = check(&work, &circle(1, &team, &stand), close(outcome.clone()));
        assert_eq!(got, wanted, "{attendees:?} {done:?} {stand:?} {outcome:?}");
    }
    let unknown = Deed::Meeting(MeetingDeed::Close { meeting: id(77), outcome: more() });
    assert_eq!(check(&Work::default(), &circle(1, &team(), &[]), unknown), Err(Refused::Unknown));
}

#[test]
fn a_resolution_that_was_taken_back_is_none() {
    let withdraw = Deed::Draft(DraftDeed::Withdraw { draft: id(MEETING + 3) });
    let work = held(&[1, 2], false, &[roll(), vec![decision(), withdraw]].concat());
    let end = check(&work, &circle(1, &team(), &[]), close(Outcome::Resolution));
    assert_eq!(end, Ok(vec![Rule::ResolutionWritten]));
}

#[test]
fn two_answers_to_one_question_stand_beside_each_other() {
    let answered = |deeds: &[Deed]| {
        let work = held(&[1, 2], false, deeds);
        let meeting = work.meetings.get(id(MEETING)).unwrap().clone();
        let versions = meeting.findings[&Question::WhatHappened].all().to_vec();
        versions.into_iter().map(|version| version.value).collect::<Vec<_>>()
    };
    let found = |text: &str| Finding::Found { text: text.into() };
    let both = [find("They shouted.", &[]), find("He shouted.", &[])];
    assert_eq!(answered(&both), [found("They shouted."), found("He shouted.")]);
    let one = [&both[..], &[find("He shouted, and she answered.", &[11, 12])]].concat();
    assert_eq!(answered(&one), [found("He shouted, and she answered.")]);
    let open = Finding::NotDetermined;
    let not_determined = Deed::Meeting(MeetingDeed::Find {
        meeting: id(MEETING),
        question: Question::WhatHappened,
        finding: open.clone(),
        over: vec![id(11)],
    });
    assert_eq!(answered(&[find("He shouted.", &[]), not_determined]), [open]);
    assert_eq!(
        check(&held(&[1, 2], false, &[]), &circle(1, &team(), &[(1, Standing::Limited)]), find("x", &[])),
        Err(Refused::Limited)
    );
}

#[test]
fn whoever_writes_is_at_the_meeting_and_is_asked_too() {
    let began = recorded(MEETING, 1, start(&[1, 2], true));
    let wrote = [recorded(11, 3, find("x", &[])), recorded(12, 4, silent_note(Question::Who, "y"))];
    let work = Work::of([&began].into_iter().chain(&wrote));
    let meeting = work.meetings.get(id(MEETING)).unwrap();
    assert_eq!(meeting.unanswered(&circle(1, &team(), &[])).collect::<Vec<_>>(), team());
}

#[test]
fn silence_is_kept_until_the_notes_are_shown() {
    let circle_of = team();
    let act = |work: &Work, deed| check(work, &circle(1, &circle_of, &[]), deed);
    let note = || silent_note(Question::Who, "I think it was the host.");
    let silent = held(&[1, 2], true, &[]);
    assert_eq!(act(&silent, note()), Ok(vec![]));
    assert_eq!(act(&silent, silent_note(Question::Who, " ")), Err(Refused::Empty));
    assert_eq!(act(&silent, show()), Ok(vec![]));
    let shown = held(&[1, 2], true, &[show()]);
    assert_eq!(act(&shown, note()), Err(Refused::Over), "nobody writes for themselves into the open");
    assert_eq!(act(&shown, show()), Err(Refused::AlreadySo));
    assert_eq!(act(&held(&[1, 2], false, &[]), note()), Err(Refused::Over));
}

#[test]
fn what_is_written_in_silence_is_read_by_its_writer_alone() {
    let began = recorded(MEETING, 1, start(&[1, 2], true));
    let wrote = [
        recorded(11, 1, silent_note(Question::Who, "It was the host.")),
        recorded(12, 1, silent_note(Question::WhatNow, "No video.")),
        recorded(13, 2, silent_note(Question::IsViolation, "Yes.")),
    ];
    let deeds: Vec<_> = [began].into_iter().chain(wrote).collect();
    let read = |by: u8, deeds: &[RecordedDeed]| silence::as_read_by(person(by), deeds.to_vec());

    let by_ben = read(2, &deeds);
    let numbers: Vec<_> = by_ben.iter().map(|deed| deed.id).collect();
    assert_eq!(numbers, [id(MEETING), id(11), id(13)], "that somebody wrote, once");
    assert_eq!(by_ben[1].deed, silent_note(Question::WhatHappened, ""), "nor on which question");
    assert_eq!(by_ben[2], deeds[3]);
    let shorter: Vec<_> = deeds.iter().filter(|deed| deed.id != id(12)).cloned().collect();
    assert_eq!(read(2, &shorter), by_ben, "nor how often");
    assert_eq!(read(3, &deeds).len(), 3);
    for (end, by) in [(show(), 2), (close(adjourned()), 2)] {
        let shown: Vec<_> = deeds.iter().cloned().chain([recorded(20, by, end)]).collect();
        assert_eq!(read(2, &shown), shown, "until it is shown, or the meeting ends");
    }
}

#[test]
fn a_review_by_two_settles_what_came_before_it() {
    let passed = |n: u8, by: u8, deed: Deed, rules: &[Rule]| {
        let passed = Some(Passed { rules: rules.to_vec(), why: "Nobody else was there.".into() });
        RecordedDeed { passed, ..recorded(n, by, deed) }
    };
    // What the meeting led to, which rules its end passed, and what is left for the next one.
    let table: [(Outcome, &[Rule], &[u8]); 6] = [
        (more(), &[], &[]),
        (Outcome::Resolution, &[], &[]),
        (Outcome::Resolution, &[Rule::ResolutionWritten], &[30]),
        (more(), &[Rule::RollCall], &[30]),
        (more(), &[Rule::TwoMeet], &[5, 30]),
        (adjourned(), &[], &[5]),
    ];
    for (outcome, rules, left) in table {
        let end = close(outcome.clone());
        let end = if rules.is_empty() { recorded(30, 1, end) } else { passed(30, 1, end, rules) };
        let deeds = [passed(5, 1, decision(), &[Rule::SecondPerson]), recorded(MEETING, 1, start(&[1, 2], false)), end];
        let work = Work::of(&deeds);
        let got: Vec<_> = work.unreviewed().map(|passed| passed.deed).collect();
        assert_eq!(got, left.iter().map(|n| id(*n)).collect::<Vec<_>>(), "{outcome:?} {rules:?}");
        assert_eq!(settles_review(&deeds[2]), !left.contains(&5));
    }
}

#[test]
fn an_adjourned_meeting_says_when_it_goes_on() {
    let adjourned = held(&[1, 2], false, &[close(adjourned())]);
    assert_eq!(adjourned.meetings.adjourned_until(), Some(NOW.plus(minutes(60))));
    assert!(adjourned.meetings.open().is_none());
    let asked = held(&[1, 2], false, &[close(more())]);
    assert_eq!(asked.meetings.adjourned_until(), None);
    assert_eq!(asked.course.waits_for, Some("Who else was at the bar.".into()), "what it waits for");
}
