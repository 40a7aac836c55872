//! Reviews, decisions and what holds for now, as the guide asks for: each story is named by the requirement that it tells.

use domain::case::Refused;
use domain::conflict::{Line, Standing};
use domain::ids::{DeedId, IncidentId};
use domain::incident::Stage;
use domain::time::hours;
use domain::view::Denied;
use domain::work::course::{CourseDeed, Informed};
use domain::work::decision::{Intent, ResolutionKind};
use domain::work::draft::{Draft, DraftDeed, Says};
use domain::work::measure::MeasureDeed;
use domain::work::meeting::{Finding, MeetingDeed, Outcome, Question, RollAnswer};
use domain::work::people::Part;
use domain::work::rule::Rule;
use domain::work::template::RECEIPT;
use domain::work::{Deed, PassedRule};
use serde_json::json;
use tests::world::review_verbs::{agrees, decision, ends, resolution, work};
use tests::world::{Person, Reply, World};

/// Three of the team, of whom nobody has a conflict, and a report.
async fn team(world: &World) -> (IncidentId, Person, Person, Person) {
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    let (dana, eli) = (world.care_member("Dana").await, world.care_member("Eli").await);
    vera.writes_a_note("A speaker mocked somebody on stage.").await;
    let incident = cleo.finds_the_incident().await;
    for member in [&cleo, &dana, &eli] {
        member.opens(incident).await;
    }
    (incident, cleo, dana, eli)
}

/// The rule that refuses something.
fn rule(reply: &Reply) -> Rule {
    match reply.json() {
        Denied::Case(Refused::Rule(rule)) => rule,
        denied => panic!("{denied:?}"),
    }
}

fn more(what: &str) -> Outcome {
    Outcome::MoreInformation { what: what.into() }
}

fn asked_not_to() -> Deed {
    Deed::Course(CourseDeed::Close { informed: Some(Informed::AskedNotTo) })
}

/// What the next review has to look at, and whether the case says so in the inbox.
async fn unreviewed(member: &Person, incident: IncidentId) -> (Vec<DeedId>, bool) {
    let case = member.opens(incident).await;
    let waiting = work(&case).unreviewed().map(|passed: &PassedRule| passed.deed).collect();
    (waiting, case.row.needs_review)
}

/// A review of two who both have nothing new to say.
async fn two_meet(one: &Person, other: &Person, incident: IncidentId) -> DeedId {
    let meeting = one.begins_a_review(incident, &[other], false).await;
    one.says_nothing_new(incident, meeting).await;
    other.says_nothing_new(incident, meeting).await;
    meeting
}

/// Circumstances may ask for something else than the rule: it is done with a reason, and the next review looks at it.
/// Adjourning is no review, and nobody reviews alone what they did alone.
#[tokio::test]
async fn s02_what_was_done_against_a_rule_waits_for_the_next_review() {
    World::on_each_engine(against_a_rule).await;
}

async fn against_a_rule(world: &World) {
    let (incident, cleo, dana, _) = team(world).await;
    let written = vec![resolution(ResolutionKind::NoVideo, None, "")];
    let draft = cleo.drafts_a_decision(incident, decision(written, Intent::Unclear)).await;
    let alone =
        cleo.does_deed_anyway(incident, agrees(draft), "Dana's phone is off, and the video goes out now.").await;
    assert_eq!(unreviewed(&dana, incident).await, (vec![alone], true));
    let (_, refused) = cleo.tries_deed(incident, asked_not_to(), None).await;
    assert_eq!(rule(&refused), Rule::Reviewed, "nor is the case closed before");

    let meeting = cleo.begins_a_review(incident, &[&dana], false).await;
    cleo.does_deed(incident, ends(meeting, Outcome::Adjourned { until: world.now().plus(hours(2)) })).await;
    assert_eq!(unreviewed(&dana, incident).await, (vec![alone], true), "adjourned is not reviewed");

    let meeting = cleo.begins_a_review(incident, &[], false).await;
    cleo.says_nothing_new(incident, meeting).await;
    let again = cleo.does_deed_anyway(incident, ends(meeting, more("Nothing.")), "Only I was awake.").await;
    assert_eq!(unreviewed(&dana, incident).await, (vec![alone, again], true), "nor alone");

    let meeting = two_meet(&cleo, &dana, incident).await;
    dana.does_deed(incident, ends(meeting, more("Whether the video is out."))).await;
    assert_eq!(unreviewed(&cleo, incident).await, (vec![], false));
    assert_eq!(cleo.tries_deed(incident, asked_not_to(), None).await.1.status, 200);
}

/// Any member may act where the others are not there; the others look at it afterwards, before the case is closed.
#[tokio::test]
async fn s34_acting_alone_is_reviewed_by_two() {
    let world = World::start().await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.care_member("Dana").await);
    cleo.must_act_now().await;
    let incident = cleo.finds_the_incident().await;
    assert!(dana.opens(incident).await.row.needs_review);
    cleo.opens(incident).await;
    let draft =
        cleo.drafts_a_decision(incident, decision(vec![resolution(ResolutionKind::Stop, None, "")], Intent::Unclear));
    dana.does_deed(incident, agrees(draft.await)).await;
    let (_, refused) = cleo.tries_deed(incident, asked_not_to(), None).await;
    assert_eq!(rule(&refused), Rule::Reviewed);

    let meeting = two_meet(&cleo, &dana, incident).await;
    dana.does_deed(incident, ends(meeting, more("Whom it frightened."))).await;
    assert!(!cleo.opens(incident).await.row.needs_review);
    assert_eq!(cleo.tries_deed(incident, asked_not_to(), None).await.1.status, 200);
}

/// What happened, whether it is a violation, who did it, what to do: each is answered or could not be determined, and two
/// who answer at once both stand on the record until somebody makes one of them.
#[tokio::test]
async fn s38_four_questions_each_of_which_may_stay_open() {
    World::on_each_engine(four_questions).await;
}

async fn four_questions(world: &World) {
    let (incident, cleo, dana, eli) = team(world).await;
    let meeting = cleo.begins_a_review(incident, &[&dana], false).await;
    assert!(matches!(cleo.inbox().await[0].stage, Stage::UnderReview { meeting: at, .. } if at == meeting));
    let found = |text: &str| Finding::Found { text: text.into() };
    for question in Question::ALL {
        cleo.answers_a_question(incident, meeting, question, Finding::NotDetermined, &[]).await;
    }
    let first = cleo.answers_a_question(incident, meeting, Question::Who, found("The speaker."), &[]).await;
    let second = dana.answers_a_question(incident, meeting, Question::Who, found("The host."), &[]).await;
    let answers = async |question| {
        let work = work(&eli.opens(incident).await);
        let meeting = work.meetings.get(meeting).expect("the meeting");
        meeting.findings[&question].all().iter().map(|version| version.value.clone()).collect::<Vec<_>>()
    };
    assert_eq!(answers(Question::IsViolation).await, [Finding::NotDetermined]);
    assert_eq!(answers(Question::Who).await, [Finding::NotDetermined, found("The speaker."), found("The host.")]);
    let seen: Vec<_> = {
        let work = work(&eli.opens(incident).await);
        work.meetings.get(meeting).expect("the meeting").findings[&Question::Who].seen()
    };
    assert!(seen.contains(&first) && seen.contains(&second));
    eli.answers_a_question(incident, meeting, Question::Who, found("The host, not the speaker."), &seen).await;
    assert_eq!(answers(Question::Who).await, [found("The host, not the speaker.")]);
    let again = Deed::Meeting(MeetingDeed::Start { attendees: vec![dana.id()], silent: false });
    assert_eq!(eli.tries_deed(incident, again, None).await.1.status, 409, "one meeting at a time");
}

/// Who likes can first write for themselves: the others learn that somebody has written, and neither what nor how much.
#[tokio::test]
async fn s38_what_is_written_in_silence_is_read_by_nobody_else() {
    World::on_each_engine(silence).await;
}

async fn silence(world: &World) {
    let (incident, cleo, dana, eli) = team(world).await;
    let meeting = cleo.begins_a_review(incident, &[&dana], true).await;
    let note = |question, text: &str| Deed::Meeting(MeetingDeed::SilentNote { meeting, question, text: text.into() });
    cleo.does_deed(incident, note(Question::Who, "I think of the xylophonist.")).await;
    // Everything but the number of the change, which also counts what does not show.
    let told = async |member: &Person| {
        let mut case = member.opens(incident).await;
        case.version = 0;
        serde_json::to_string(&case).expect("JSON")
    };
    let (by_dana, by_cleo) = (told(&dana).await, told(&cleo).await);
    assert!(by_cleo.contains("xylophonist"), "who wrote it reads it");
    assert!(!by_dana.contains("xylophonist") && by_dana.contains("silent_note"), "that somebody has written");
    cleo.does_deed(incident, note(Question::WhatNow, &"No video of the xylophonist. ".repeat(40))).await;
    assert_eq!(told(&dana).await, by_dana, "nor that there is more of it, how much, or on what");
    let found = async |member: &Person| member.asks("search", json!({ "words": "xylophonist" })).await.text();
    assert!(!found(&dana).await.contains(&incident.to_string()), "nor is it found by searching");

    eli.does_deed(incident, Deed::Meeting(MeetingDeed::ShowNotes { meeting })).await;
    assert!(told(&dana).await.contains("No video of the xylophonist."));
    assert!(found(&dana).await.contains(&incident.to_string()));
    let (_, late) = dana.tries_deed(incident, note(Question::Who, "I too."), None).await;
    assert_eq!(late.status, 409, "nobody writes for themselves into what everybody reads");
}

/// A meeting leads to a resolution, to a search for what is missing, or to another meeting at a time: never to nothing.
#[tokio::test]
async fn s41_a_meeting_leads_somewhere() {
    let world = World::start().await;
    let (incident, cleo, dana, _) = team(&world).await;
    let meeting = two_meet(&cleo, &dana, incident).await;
    let (_, nothing) = cleo.tries_deed(incident, ends(meeting, more(" ")), None).await;
    let (_, past) = cleo.tries_deed(incident, ends(meeting, Outcome::Adjourned { until: world.now() }), None).await;
    assert_eq!((nothing.status, past.status), (409, 409));
    let (_, without) = cleo.tries_deed(incident, ends(meeting, Outcome::Resolution), None).await;
    assert_eq!(rule(&without), Rule::ResolutionWritten);
    cleo.does_deed(incident, ends(meeting, more("Who was at the bar."))).await;
    let case = dana.opens(incident).await;
    assert!(matches!(case.row.stage, Stage::AwaitingInformation { .. }));
    assert_eq!(work(&case).course.waits_for, Some("Who was at the bar.".into()));

    let meeting = two_meet(&cleo, &dana, incident).await;
    let written = decision(vec![resolution(ResolutionKind::NoContact, None, "")], Intent::Unclear);
    let draft = cleo.drafts_a_decision(incident, written).await;
    cleo.does_deed(incident, ends(meeting, Outcome::Resolution)).await;
    dana.does_deed(incident, agrees(draft)).await;
    let decided = dana.opens(incident).await.row.stage;
    assert!(matches!(decided, Stage::Decided { decision, .. } if decision == draft), "{decided:?}");
}

/// At the latest at the meeting everybody says how they stand: for themselves, or somebody writes it down. Who has a
/// conflict says so on the case as well, and whoever has said nothing stands against the end.
#[tokio::test]
async fn s44_everybody_says_at_the_meeting_how_they_stand() {
    World::on_each_engine(roll_call).await;
}

async fn roll_call(world: &World) {
    let (incident, cleo, dana, eli) = team(world).await;
    let meeting = cleo.begins_a_review(incident, &[&dana, &eli], false).await;
    let end = || ends(meeting, more("When the talk was."));
    let refused = async || rule(&cleo.tries_deed(incident, end(), None).await.1);
    cleo.says_nothing_new(incident, meeting).await;
    assert_eq!(refused().await, Rule::RollCall);
    cleo.writes_down_the_answer_of(incident, meeting, &dana, RollAnswer::NothingNew).await;
    eli.writes_down_the_answer_of(incident, meeting, &eli, RollAnswer::HasConflict).await;
    assert_eq!(refused().await, Rule::RollCall, "the case has to know of it as well");
    assert_eq!(eli.declares(incident, Standing::Recused, "").await.status, 200);
    cleo.does_deed(incident, end()).await;
    assert_eq!(eli.tries_to_open(incident).await.status, 404, "nor is the meeting there for them");

    let meeting = cleo.begins_a_review(incident, &[&dana], false).await;
    let anyway = cleo.does_deed_anyway(incident, ends(meeting, more("x")), "Dana had to run to another case.").await;
    assert_eq!(unreviewed(&dana, incident).await, (vec![anyway], true), "with a reason it ends without them");
    let out = Deed::Meeting(MeetingDeed::Start { attendees: vec![cleo.id(), eli.id()], silent: false });
    assert_eq!(cleo.tries_deed(incident, out, None).await.1.status, 409, "who is out is at no meeting");
}

/// Where the line is, is for those at the meeting without a conflict to say, and it counts for the meeting at once.
#[tokio::test]
async fn s48_the_line_is_drawn_at_the_meeting() {
    let world = World::start().await;
    let (incident, cleo, dana, eli) = team(&world).await;
    let meeting = cleo.begins_a_review(incident, &[&dana, &eli], false).await;
    for member in [&cleo, &dana] {
        member.says_nothing_new(incident, meeting).await;
    }
    cleo.writes_down_the_answer_of(incident, meeting, &eli, RollAnswer::HasConflict).await;
    let line =
        cleo.draws_the_line(incident, &eli, Line::Limited, "They share an office. We agreed at the meeting.").await;
    assert_eq!(line.status, 200);
    let (_, limited) = eli.tries_deed(incident, ends(meeting, more("x")), None).await;
    assert_eq!(limited.json::<Denied>(), Denied::Case(Refused::Limited));
    dana.does_deed(incident, ends(meeting, more("Who else has heard it."))).await;
}

/// Six resolutions, several for one incident and for each person in it.
#[tokio::test]
async fn s50_six_resolutions_several_of_them_and_for_several_people() {
    World::on_each_engine(resolutions).await;
}

async fn resolutions(world: &World) {
    let (incident, cleo, dana, _) = team(world).await;
    let speaker = cleo.adds_somebody(incident, Part::Reported).await;
    let friend = cleo.adds_somebody(incident, Part::Reported).await;
    let six = ResolutionKind::ALL.into_iter().filter(|kind| *kind != ResolutionKind::Other);
    let mut several: Vec<_> = six.map(|kind| resolution(kind, Some(speaker), "")).collect();
    several.push(resolution(ResolutionKind::NoContact, Some(friend), "With the reporter."));
    let draft = cleo.drafts_a_decision(incident, decision(several.clone(), Intent::Intentional)).await;
    dana.does_deed(incident, agrees(draft)).await;
    let work = work(&dana.opens(incident).await);
    let in_force = work.drafts.get(draft).and_then(Draft::in_force).expect("a decision in force");
    assert!(matches!(&in_force.says, Says::Decision(decision) if decision.resolutions == several));
    assert_eq!((in_force.author, in_force.with), (cleo.id(), dana.id()));
    let stranger = decision(vec![resolution(ResolutionKind::Remove, Some(draft), "")], Intent::Unclear);
    let says =
        Deed::Draft(DraftDeed::Write { draft: None, says: Says::Decision(Box::new(stranger)), over: Vec::new() });
    assert_eq!(cleo.tries_deed(incident, says, None).await.1.status, 409, "of nobody who is in it");
}

/// The six are not all: anything else in words. What only holds for now is apart from it, and is released.
#[tokio::test]
async fn s51_anything_else_and_what_holds_for_now() {
    let world = World::start().await;
    let (incident, cleo, dana, _) = team(&world).await;
    let free = decision(vec![resolution(ResolutionKind::Other, None, "All hosts hear the rules.")], Intent::Unclear);
    let draft = cleo.drafts_a_decision(incident, free).await;
    dana.does_deed(incident, agrees(draft)).await;

    let until = Some(world.now().plus(hours(3)));
    let what = "Stays away from the workshop rooms.".into();
    let holds = cleo.does_deed(incident, Deed::Measure(MeasureDeed::Set { what, person: None, until })).await;
    let standing = async || {
        let work = work(&dana.opens(incident).await);
        work.measures.standing().map(|(id, measure)| (id, measure.by)).collect::<Vec<_>>()
    };
    assert_eq!(standing().await, [(holds, cleo.id())]);
    let (_, refused) = cleo.tries_deed(incident, asked_not_to(), None).await;
    assert_eq!(rule(&refused), Rule::MeasuresReleased);
    let closed = cleo.does_deed_anyway(incident, asked_not_to(), "It holds until tonight.").await;
    assert_eq!(unreviewed(&dana, incident).await.0, [closed]);
    let release = Deed::Measure(MeasureDeed::Release { measure: holds, why: "The day is over.".into() });
    dana.does_deed(incident, release).await;
    assert_eq!(standing().await, [], "released also after the end");
}

/// A decision says how it answers the report and how it keeps it from happening again, and both stay on the record.
#[tokio::test]
async fn s53_a_decision_says_what_it_is_for() {
    let world = World::start().await;
    let (incident, cleo, dana, _) = team(&world).await;
    let written = decision(vec![resolution(ResolutionKind::CancelTalk, None, "")], Intent::Unclear);
    cleo.drafts_a_decision(incident, written.clone()).await;
    let text = dana.tries_to_open(incident).await.text();
    for line in [&written.addresses, &written.reduces, &written.reasons] {
        assert!(text.contains(line.reveal()));
    }
}

/// Whether it was meant is for the team alone: no reporter's page and no volunteer's answer says a word of it.
#[tokio::test]
async fn s54_whether_it_was_meant_stays_in_the_team() {
    let world = World::start().await;
    let (vera, cleo) = (world.volunteer("Vera").await, world.on_call("Cleo").await);
    let dana = world.care_member("Dana").await;
    for intent in Intent::ALL {
        let (note, key) = vera.hands_a_link_over_offline("A joke about an accent.");
        vera.comes_online().await;
        let rows = cleo.inbox().await;
        let newest = rows.iter().filter(|row| !row.receipt_confirmed).max_by_key(|row| (row.opened_at, row.incident));
        let incident = newest.expect("the new one").incident;
        cleo.opens(incident).await;
        dana.opens(incident).await;
        assert_eq!(cleo.confirms_receipt(incident, RECEIPT).await.status, 200);
        let written = decision(vec![resolution(ResolutionKind::Stop, None, "")], intent);
        let draft = cleo.drafts_a_decision(incident, written).await;
        dana.does_deed(incident, agrees(draft)).await;
        assert!(matches!(cleo.opens(incident).await.row.stage, Stage::Decided { .. }));
        let page = world.reporter().looks(&key).await.text();
        assert!(page.contains(RECEIPT), "{page}");
        let state = format!("{:?}", vera.sees_the_call(note).await);
        for text in [&page, &state] {
            for word in ["intent", "meant", "considered"] {
                assert!(!text.to_lowercase().contains(word), "{word} in {text}");
            }
        }
    }
}

/// Firmer measures for what was meant or severe are a hint, not a rule: nothing is weighed by the machine.
#[tokio::test]
async fn s55_what_was_meant_binds_nobody_to_a_measure() {
    let world = World::start().await;
    let (incident, cleo, dana, _) = team(&world).await;
    for intent in Intent::ALL {
        for kind in [ResolutionKind::NoAction, ResolutionKind::Remove] {
            let draft = cleo.drafts_a_decision(incident, decision(vec![resolution(kind, None, "")], intent)).await;
            dana.does_deed(incident, agrees(draft)).await;
        }
    }
    assert_eq!(unreviewed(&dana, incident).await, (vec![], false), "no rule stood against any of them");
}
