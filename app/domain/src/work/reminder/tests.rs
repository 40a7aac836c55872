use super::*;
use crate::ids::{ConferenceId, IncidentId, NoteId};
use crate::incident::ReceiptConfirmed;
use crate::work::course::CourseDeed;
use crate::work::measure::MeasureDeed;
use crate::work::meeting::{MeetingDeed, Outcome};
use crate::work::rule::Rule;
use crate::work::task::TaskDeed;
use crate::work::tests::{id, person};
use crate::work::{Deed, Passed, RecordedDeed};

const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

fn after(hours: i64) -> Timestamp {
    NOW.plus(crate::time::hours(hours))
}

fn deed(n: u8, hours: i64, deed: Deed) -> RecordedDeed {
    RecordedDeed {
        id: id(n),
        by: person(1),
        at: after(hours),
        deed,
        settles: false,
        passed: None,
        looked_at: Vec::new(),
    }
}

fn passed(n: u8, hours: i64) -> RecordedDeed {
    let passed = Some(Passed { rules: vec![Rule::SecondPerson], why: "Nobody was there.".into() });
    RecordedDeed { passed, ..deed(n, hours, Deed::Course(CourseDeed::Resume)) }
}

fn meeting(n: u8, starts: i64, ends: i64, outcome: Outcome) -> [RecordedDeed; 2] {
    let start = MeetingDeed::Start { attendees: vec![person(1), person(2)], silent: false };
    let close = MeetingDeed::Close { meeting: id(n), outcome };
    [deed(n, starts, Deed::Meeting(start)), deed(n + 1, ends, Deed::Meeting(close))]
}

fn task(n: u8, due: i64) -> RecordedDeed {
    let due = Some(after(due));
    deed(n, 0, Deed::Task(TaskDeed::Give { what: "Ask.".into(), owner: person(2), asks: "".into(), due }))
}

fn measure(n: u8, until: i64) -> RecordedDeed {
    let until = Some(after(until));
    deed(n, 0, Deed::Measure(MeasureDeed::Set { what: "No video.".into(), person: None, until }))
}

fn incident(stage: Stage) -> Incident {
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

const IN_HAND: Stage = Stage::InHand { by: crate::ids::PersonId::from_bytes([1; 16]), at: NOW };

fn told(incident: Incident) -> Incident {
    let note = NoteId::from_bytes([1; 16]);
    Incident { receipt_confirmed: Some(ReceiptConfirmed { by: person(1), at: NOW, note: Some(note) }), ..incident }
}

/// What is overdue after some hours, and after how many the next thing becomes so.
fn at(incident: &Incident, deeds: &[RecordedDeed], touched: i64, hours: i64) -> (Vec<Due>, Option<i64>) {
    let work = Work::of(deeds);
    let aging = Aging { incident, joined: &[], work: &work, touched_at: after(touched), review_since: None };
    let outlook = outlook(&aging, &Targets::default(), after(hours));
    let next = outlook.next.map(|next| next.since(NOW).millis() / crate::time::hours(1).millis());
    (outlook.overdue.into_iter().map(|overdue| overdue.what).collect(), next)
}

/// What it is called, its incident and deeds, when it was last touched, when one looks, what is overdue then and when the
/// next thing becomes so.
type Case<'a> = (&'a str, &'a Incident, &'a [RecordedDeed], i64, i64, &'a [Due], Option<i64>);

#[test]
fn what_is_overdue_when() {
    let open = incident(IN_HAND);
    let known = told(open.clone());
    let urgent = Incident { urgency: Some(Urgency::Now), ..open.clone() };
    let alone = Incident { needs_review: true, ..known.clone() };
    let waits = told(incident(Stage::AwaitingInformation { by: person(1), at: NOW }));
    let closed = incident(Stage::Closed { by: person(1), at: NOW });
    let adjourned = meeting(1, 1, 2, Outcome::Adjourned { until: after(5) });
    let reviewed = meeting(5, 3, 4, Outcome::Resolution);
    let [adjourned, reviewed] = [adjourned, reviewed].map(|deeds| deeds.to_vec());
    let went_on = [&adjourned[..], &meeting(7, 5, 6, Outcome::Resolution)].concat();
    let passed_then_reviewed = [&[passed(1, 1)][..], &reviewed].concat();
    let [task, measure] = [task(1, 5), measure(1, 6)].map(|deed| vec![deed]);
    let done = [&task[..], &[deed(2, 3, finish())]].concat();
    let released = [&measure[..], &[deed(2, 3, release())]].concat();
    let table: &[Case<'_>] = &[
        ("at first nothing", &open, &[], 0, 0, &[], Some(24)),
        ("a minute before a day", &open, &[], 0, 23, &[], Some(24)),
        ("the reporter waits", &open, &[], 0, 24, &[Due::Receipt], Some(26)),
        ("and nobody touches it", &open, &[], 0, 26, &[Due::Receipt, Due::Untouched], None),
        ("told, nobody touches it", &known, &[], 0, 26, &[Due::Untouched], None),
        ("somebody has", &known, &[], 20, 26, &[], Some(46)),
        ("somebody is needed now", &urgent, &[], 0, 1, &[Due::Receipt], Some(26)),
        ("done alone", &alone, &[], 20, 24, &[Due::Review], Some(46)),
        ("against a rule", &known, &[passed(1, 2)], 25, 26, &[Due::Review], Some(51)),
        ("reviewed since", &known, &passed_then_reviewed, 25, 28, &[], Some(51)),
        ("adjourned", &known, &adjourned, 2, 4, &[], Some(5)),
        ("its time has come", &known, &adjourned, 2, 5, &[Due::Meeting], Some(28)),
        ("and it went on", &known, &went_on, 6, 7, &[], Some(32)),
        ("a task", &known, &task, 0, 4, &[], Some(5)),
        ("is due", &known, &task, 0, 5, &[Due::Task], Some(26)),
        ("and done", &known, &done, 3, 5, &[], Some(29)),
        ("a measure", &known, &measure, 0, 6, &[Due::Measure], Some(26)),
        ("released", &known, &released, 3, 6, &[], Some(29)),
        ("it waits", &waits, &[], 0, 71, &[], Some(72)),
        ("for too long", &waits, &[], 60, 72, &[Due::Waiting], None),
        ("closed", &closed, &task, 0, 999, &[], None),
    ];
    for (what, incident, deeds, touched, hours, overdue, next) in table {
        assert_eq!(at(incident, deeds, *touched, *hours), (overdue.to_vec(), *next), "{what}");
    }
}

fn finish() -> Deed {
    Deed::Task(TaskDeed::Finish { task: id(1), result: "".into() })
}

fn release() -> Deed {
    Deed::Measure(MeasureDeed::Release { measure: id(1), why: "Over.".into() })
}

#[test]
fn the_earliest_of_a_kind_is_told_and_each_once() {
    let deeds = [task(1, 5), task(2, 3), task(3, 90)];
    let work = Work::of(&deeds);
    let incident = told(incident(IN_HAND));
    let aging = Aging { incident: &incident, joined: &[], work: &work, touched_at: after(8), review_since: None };
    let outlook = outlook(&aging, &Targets::default(), after(9));
    assert_eq!(outlook.overdue, [Overdue { what: Due::Task, since: after(3), due: after(3) }]);
}

#[test]
fn acting_alone_counts_from_when_it_was_told() {
    let work = Work::default();
    let incident = Incident { needs_review: true, ..told(incident(IN_HAND)) };
    let aging =
        Aging { incident: &incident, joined: &[], work: &work, touched_at: after(10), review_since: Some(after(10)) };
    assert_eq!(outlook(&aging, &Targets::default(), after(24)).overdue, []);
    assert_eq!(outlook(&aging, &Targets::default(), after(34)).overdue[0].what, Due::Review);
}

#[test]
fn targets_have_bounds() {
    assert!(Targets::default().parse().is_ok());
    for target in [minutes(14), days(61), Span::default()] {
        assert_eq!(Targets { untouched: target, ..Targets::default() }.parse(), Err(TargetsRefused));
    }
}
