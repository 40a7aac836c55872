//! The work of five members on ten incidents, at random: every deed with right and wrong references, declaring, drawing
//! the line, naming, taking in hand, answering a page, acting alone, with and without a reason for passing a rule.
//!
//! Whatever they do, nothing comes to a decision or to its end but by two or by a reason on record, nobody who is out
//! acts, and nothing that somebody wrote goes missing.

mod deeds;
mod dice;

use super::tests::{NOW, incident, member, person};
use super::*;
use crate::ids::{DeedId, IncidentId};
use crate::time::minutes;
use crate::work::course::CourseDeed;
use crate::work::draft::{Draft, DraftDeed};
use crate::work::fact::About;
use crate::work::meeting::{Meeting, MeetingDeed, Question, silence};
use crate::work::people::{PersonDeed, Trait};
use crate::work::telling::tell;
use crate::work::versions::Versions;
use crate::work::{Deed, RecordedDeed, Work};
use dice::Dice;
use proptest::prelude::*;
use std::collections::BTreeMap;

const TEAM: u8 = 5;
const SITES: usize = 10;

/// What the store would hold of one incident.
struct Site {
    incident: Incident,
    conflicts: BTreeMap<PersonId, Conflict>,
    deeds: Vec<RecordedDeed>,
}

/// How far a history came: a test that reaches nothing shows nothing.
#[derive(Debug, Default)]
struct Reached {
    decided_by_two: usize,
    decided_alone: usize,
    closed: usize,
    closed_against_a_rule: usize,
    reopened: usize,
    settled: usize,
    refused: usize,
    passed: usize,
    several_versions: usize,
    out: usize,
}

fn sites() -> Vec<Site> {
    let site = |n: usize| {
        let id = IncidentId::from_bytes([u8::try_from(n).unwrap(); 16]);
        let urgency = n.is_multiple_of(3).then_some(Urgency::Now);
        let incident = Incident { id, urgency, needs_review: n.is_multiple_of(4), ..incident(Stage::Reported) };
        Site { incident, conflicts: BTreeMap::new(), deeds: Vec::new() }
    };
    (0..SITES).map(site).collect()
}

/// What member `n` does.
fn action(dice: &mut Dice, site: &Site, n: u8) -> Action {
    let why = || "We talked about it.".into();
    let lines = [Line::NoConflict, Line::NoConflict, Line::NoConflict, Line::TakesPart, Line::Limited, Line::Out];
    let unanswered = !site.conflicts.contains_key(&person(n));
    match dice.roll(80) {
        _ if unanswered && !dice.one_in(6) => Action::Declare { standing: Standing::Clear, why: why() },
        0 if dice.one_in(2) => Action::Declare { standing: dice.of(&Standing::ALL), why: why() },
        1..4 => Action::DrawLine { person: dice.person(), line: dice.of(&lines), why: why() },
        4 if dice.one_in(6) => Action::Name { person: dice.person(), why: why() },
        5..8 => Action::TakeInHand,
        8 => Action::AnswerPage { page: PageId::from_bytes([8; 16]), answer: PageAnswer::Accept },
        9 => Action::AddNote { note: NoteId::from_bytes([7; 16]) },
        10 => Action::Open,
        _ => {
            let (deed, id) = (deeds::deed(dice, site), dice.id());
            let anyway = dice.one_in(2).then(|| dice.words());
            Action::Work(Box::new(NewDeed { id, deed, anyway }))
        }
    }
}

/// One member does one thing at one incident.
fn step(site: &mut Site, n: u8, dice: &mut Dice, now: Timestamp, reached: &mut Reached) {
    let conflicts: Vec<_> = site.conflicts.values().cloned().collect();
    let hidden = site.conflicts.get(&person(n)).is_some_and(|conflict| conflict.standing.hides());
    let Ok(case) = Case::open(site.incident.clone(), &conflicts, member(n)) else {
        assert!(hidden, "who is not out is let in");
        reached.out += 1;
        return;
    };
    assert!(!hidden, "who is out is not");
    let mut case = case.with_work(&site.deeds, (1..=TEAM).map(person).collect());
    let action = action(dice, site, n);
    let asked = match &action {
        Action::Work(new) => Some((**new).clone()),
        _ => None,
    };
    let before = case.clone();
    if case.apply(action, now).is_err() {
        assert_eq!(case, before, "a refusal changes nothing");
        reached.refused += 1;
        return;
    }
    match (asked, case.new_deed()) {
        (None, None) => {}
        (Some(asked), Some(done)) => {
            assert_eq!((done.id, done.by, done.at, &done.deed), (asked.id, person(n), now, &asked.deed));
            check_deed(site, &case, done, reached);
            site.deeds.push(done.clone());
        }
        (asked, done) => panic!("asked for {asked:?}, done {done:?}"),
    }
    site.incident = case.incident().clone();
    if let Some(change) = case.change() {
        site.conflicts.insert(change.conflict.person, change.conflict.clone());
    }
    assert_eq!(case.work(), &Work::of(&site.deeds), "however often it is worked out");
    check_site(site, reached);
}

/// What has to be true of a deed where it is done.
fn check_deed(site: &Site, case: &Case, done: &RecordedDeed, reached: &mut Reached) {
    let passed = |rule| done.passed.as_ref().is_some_and(|passed| passed.rules.contains(&rule));
    assert!(done.passed.iter().all(|passed| !passed.rules.is_empty() && !passed.why.is_blank()), "why");
    reached.passed += usize::from(done.passed.is_some());
    let limited = case.standing() == Some(Standing::Limited);
    let told = tell(done, &|_| "Somebody".to_owned());
    assert!(!told.did.is_empty() && told.anyway.is_some() == done.passed.is_some(), "it stands on the record");
    match &done.deed {
        Deed::Draft(_) | Deed::Measure(_) | Deed::Meeting(MeetingDeed::Close { .. } | MeetingDeed::Find { .. }) => {
            assert!(!limited, "whoever is limited decides nothing");
        }
        Deed::Course(CourseDeed::Close { .. }) => {
            assert!(!limited);
            assert!(!site.incident.needs_review || passed(Rule::Reviewed), "what was done alone is reviewed first");
            assert!(Work::of(&site.deeds).drafts.decision().is_some() || passed(Rule::Decided), "nothing is decided");
            reached.closed += 1;
            reached.closed_against_a_rule += usize::from(done.passed.is_some());
        }
        Deed::Course(CourseDeed::Reopen { .. }) => reached.reopened += 1,
        Deed::Meeting(MeetingDeed::Start { attendees, .. }) => {
            assert!(attendees.iter().all(|person| !site.conflicts.get(person).is_some_and(|c| c.standing.hides())));
        }
        _ => {}
    }
    if site.incident.needs_review && !case.incident().needs_review {
        assert!(matches!(done.deed, Deed::Meeting(MeetingDeed::Close { .. })), "only a review settles it");
        assert!(!passed(Rule::TwoMeet), "and no review is held alone");
        reached.settled += 1;
    }
}

/// What has to be true of an incident at any time.
fn check_site(site: &Site, reached: &mut Reached) {
    let (stage, work) = (site.incident.stage, Work::of(&site.deeds));
    match (stage, stage.accountable()) {
        (Stage::Reported | Stage::Closed { .. }, holder) => assert_eq!(holder, None),
        (_, None) => panic!("nobody is accountable: {stage:?}"),
        (_, Some(holder)) => {
            assert!((1..=TEAM).any(|n| person(n) == holder), "somebody of the team");
            assert!(!site.conflicts.get(&holder).is_some_and(|conflict| conflict.standing.hides()), "who is not out");
        }
    }
    let decision = if let Stage::Decided { decision, .. } = stage { Some(decision) } else { work.drafts.decision() };
    if let Some(decision) = decision {
        check_two_behind(site, &work, decision, reached);
    }
    if let Stage::UnderReview { meeting, .. } = stage {
        assert!(work.meetings.get(meeting).is_some(), "a review of something");
    }
    assert!(work.unreviewed().next().is_none() || site.incident.needs_review, "what was passed waits for a review");
    check_nothing_lost(site, &work, reached);
    check_silence(site, &work);
}

/// A decision is in force because a second member agreed to somebody's words, or because somebody said why it had to do
/// without.
fn check_two_behind(site: &Site, work: &Work, decision: DeedId, reached: &mut Reached) {
    let in_force = work.drafts.get(decision).and_then(Draft::in_force).expect("a decision in force");
    let settled = site.deeds.iter().find_map(|deed| match &deed.deed {
        Deed::Draft(DraftDeed::Agree { draft, version }) if deed.settles && *draft == decision => {
            Some((deed, *version))
        }
        _ => None,
    });
    let (agreed, version) = settled.expect("somebody agreed");
    let wrote = site.deeds.iter().find(|deed| deed.id == version).expect("somebody wrote it");
    assert_eq!((in_force.author, in_force.with), (wrote.by, agreed.by));
    let alone = agreed.passed.as_ref().is_some_and(|passed| passed.rules.contains(&Rule::SecondPerson));
    assert!(wrote.by != agreed.by || alone, "one alone, and nobody said why");
    if alone {
        reached.decided_alone += 1;
    } else {
        reached.decided_by_two += 1;
    }
}

/// A place where somebody writes and others write too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Fact(About),
    Part(DeedId),
    Trait(DeedId, Trait),
    Finding(DeedId, Question),
    Draft(DeedId),
}

/// Where a deed writes, and over what.
fn place(done: &RecordedDeed) -> Option<(Place, &[DeedId])> {
    match &done.deed {
        Deed::Fact(fact) => Some((Place::Fact(fact.about), &fact.over)),
        Deed::Person(PersonDeed::Add { .. }) => Some((Place::Part(done.id), &[])),
        Deed::Person(PersonDeed::Becomes { person, over, .. }) => Some((Place::Part(*person), over)),
        Deed::Person(PersonDeed::Write { person, trait_, over, .. }) => Some((Place::Trait(*person, *trait_), over)),
        Deed::Meeting(MeetingDeed::Find { meeting, question, over, .. }) => {
            Some((Place::Finding(*meeting, *question), over))
        }
        Deed::Draft(DraftDeed::Write { draft, over, .. }) => Some((Place::Draft(draft.unwrap_or(done.id)), over)),
        _ => None,
    }
}

/// What was written stands until somebody who had it in front of them writes over it.
fn check_nothing_lost(site: &Site, work: &Work, reached: &mut Reached) {
    let mut wanted: BTreeMap<Place, Vec<DeedId>> = BTreeMap::new();
    for done in &site.deeds {
        if let Some((place, over)) = place(done) {
            let stand = wanted.entry(place).or_default();
            stand.retain(|version| !over.contains(version));
            stand.push(done.id);
        }
    }
    for (place, wanted) in wanted {
        let stand = match place {
            Place::Fact(about) => work.facts.about(about).map(Versions::seen),
            Place::Part(person) => work.people.get(person).map(|person| person.part.seen()),
            Place::Trait(person, trait_) => work.people.get(person).map(|person| person.traits[&trait_].seen()),
            Place::Finding(meeting, question) => {
                work.meetings.get(meeting).map(|meeting| meeting.findings[&question].seen())
            }
            Place::Draft(draft) => work.drafts.get(draft).map(|draft| draft.versions.seen()),
        };
        reached.several_versions += usize::from(wanted.len() > 1);
        assert_eq!(stand, Some(wanted), "{place:?}");
    }
}

/// Everybody reads all that was done, but for what others still keep to themselves.
fn check_silence(site: &Site, work: &Work) {
    for reader in (1..=TEAM).map(person) {
        let read = silence::as_read_by(reader, site.deeds.clone());
        for done in &site.deeds {
            let hidden = match &done.deed {
                Deed::Meeting(MeetingDeed::SilentNote { meeting, .. }) => {
                    done.by != reader && work.meetings.get(*meeting).is_some_and(Meeting::hides_notes)
                }
                _ => false,
            };
            assert_eq!(read.contains(done), !hidden, "{done:?}");
        }
    }
}

/// Plays a history: each step is a member, an incident and chance.
fn play(steps: &[(u8, usize, u64)]) -> Reached {
    let (mut sites, mut reached) = (sites(), Reached::default());
    for (count, (n, site, chance)) in steps.iter().enumerate() {
        // Some things happen at once.
        let now = NOW.plus(minutes(i64::try_from(count / 3).unwrap()));
        let mut dice = Dice(*chance);
        let site = &mut sites[*site];
        if dice.one_in(100) {
            // Somebody writes down that they acted alone.
            site.incident.needs_review = true;
        }
        step(site, *n, &mut dice, now, &mut reached);
    }
    reached
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn no_history_decides_or_closes_alone_and_in_silence(
        steps in proptest::collection::vec((1..=TEAM, 0..SITES, any::<u64>()), 1..800),
    ) {
        play(&steps);
    }
}

/// The histories above come far enough to show something.
#[test]
fn histories_come_to_every_end() {
    let mut dice = Dice(20_260_901);
    let step = |dice: &mut Dice| {
        let n = u8::try_from(1 + dice.roll(TEAM.into())).unwrap();
        (n, dice.roll(SITES), u64::try_from(dice.roll(usize::MAX)).unwrap())
    };
    let steps: Vec<_> = (0..4_000).map(|_| step(&mut dice)).collect();
    let reached = play(&steps);
    let counts = [
        reached.decided_by_two,
        reached.decided_alone,
        reached.closed - reached.closed_against_a_rule,
        reached.closed_against_a_rule,
        reached.reopened,
        reached.settled,
        reached.refused,
        reached.passed,
        reached.several_versions,
        reached.out,
    ];
    assert!(counts.iter().all(|count| *count > 0), "{reached:?}");
}
