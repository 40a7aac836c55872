//! What has to be true of what was done, and of how a case stands afterwards.

use super::super::tests::person;
use super::{Reached, Stands, TEAM};
use crate::case::Case;
use crate::conflict::{Standing, kept_out};
use crate::ids::DeedId;
use crate::incident::Stage;
use crate::work::course::CourseDeed;
use crate::work::draft::{Draft, DraftDeed};
use crate::work::fact::About;
use crate::work::meeting::{Meeting, MeetingDeed, Question, silence};
use crate::work::people::{PersonDeed, Trait};
use crate::work::report::ReportDeed;
use crate::work::rule::Rule;
use crate::work::telling::tell;
use crate::work::versions::Versions;
use crate::work::{Deed, RecordedDeed, Work};
use std::collections::BTreeMap;

/// What has to be true of a deed where it is done.
pub(super) fn check_deed(before: &Case, case: &Case, done: &RecordedDeed, reached: &mut Reached) {
    let passed = |rule| done.passed.as_ref().is_some_and(|passed| passed.rules.contains(&rule));
    assert!(done.passed.iter().all(|passed| !passed.rules.is_empty() && !passed.why.is_blank()), "why");
    reached.passed += usize::from(done.passed.is_some());
    let limited = before.standing() == Some(Standing::Limited);
    let told = tell(done, &|_| "Somebody".to_owned());
    assert!(!told.did.is_empty() && told.anyway.is_some() == done.passed.is_some(), "it stands on the record");
    match &done.deed {
        Deed::Draft(_) | Deed::Measure(_) | Deed::Meeting(MeetingDeed::Close { .. } | MeetingDeed::Find { .. }) => {
            assert!(!limited, "whoever is limited decides nothing");
        }
        Deed::Course(CourseDeed::Close { .. }) => {
            assert!(!limited);
            assert!(!before.incident().needs_review || passed(Rule::Reviewed), "what was done alone is reviewed first");
            assert!(before.work().drafts.decision().is_some() || passed(Rule::Decided), "nothing is decided");
            reached.closed += 1;
            reached.closed_together += usize::from(!before.joined().is_empty());
            reached.closed_against_a_rule += usize::from(done.passed.is_some());
        }
        Deed::Course(CourseDeed::Reopen { .. }) => reached.reopened += 1,
        Deed::Meeting(MeetingDeed::Start { attendees, .. }) => {
            let out = kept_out(&before.conflicts());
            assert!(attendees.iter().all(|person| !out.contains(person)));
        }
        Deed::Report(ReportDeed::Take { from }) => {
            assert!(!limited && case.is_part(*from) && !before.is_part(*from));
            assert!(case.incident().stage.accountable().is_some(), "somebody has both");
            reached.joined += 1;
        }
        Deed::Report(ReportDeed::Part { from }) => {
            assert!(!limited && before.is_part(*from) && !case.is_part(*from));
            assert!(case.changes().iter().all(|change| change.conflict.standing.hides()), "it lets nobody in");
            reached.parted += 1;
            reached.kept_out_by_parting += usize::from(!case.changes().is_empty());
        }
        _ => {}
    }
    if before.incident().needs_review && !case.incident().needs_review {
        assert!(matches!(done.deed, Deed::Meeting(MeetingDeed::Close { .. })), "only a review settles it");
        assert!(!passed(Rule::TwoMeet), "and no review is held alone");
        reached.settled += 1;
    }
}

/// What has to be true of an incident at any time.
pub(super) fn check_stands(stands: &Stands, reached: &mut Reached) {
    let (site, work) = (stands, &stands.work);
    let stage = site.incident.stage;
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
        check_two_behind(site, work, decision, reached);
    }
    if let Stage::UnderReview { meeting, .. } = stage {
        assert!(work.meetings.get(meeting).is_some(), "a review of something");
    }
    assert!(work.unreviewed().next().is_none() || site.incident.needs_review, "what was passed waits for a review");
    check_nothing_lost(site, work, reached);
    check_silence(site, work);
}

/// A decision is in force because a second member agreed to somebody's words, or because somebody said why it had to do
/// without.
fn check_two_behind(site: &Stands, work: &Work, decision: DeedId, reached: &mut Reached) {
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
fn check_nothing_lost(site: &Stands, work: &Work, reached: &mut Reached) {
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
fn check_silence(site: &Stands, work: &Work) {
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
