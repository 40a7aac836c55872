//! Several reports of the same thing: joined and parted, each with its reporter's own channel (D03).

use domain::conflict::{Line, Standing};
use domain::ids::{IncidentId, NoteId};
use domain::note::NoteBody;
use domain::reporter::ReporterKey;
use domain::sync::Call;
use domain::time::minutes;
use domain::view::{CaseView, TimelineWhat};
use domain::work::Deed;
use domain::work::draft::Purpose;
use domain::work::report::{KeptBecause, ReportDeed};
use domain::work::template::RECEIPT;
use serde_json::json;
use tests::world::{Person, Reply, Visitor, World, message, notes_of};

/// A report by each of these volunteers, with a private link for each reporter; the first is reported first.
struct Two {
    first: IncidentId,
    second: IncidentId,
    keys: [ReporterKey; 2],
    notes: [NoteId; 2],
}

const FIRST: &str = "He blocked the door of the quiet room.";
const SECOND: &str = "A man with a violin stood in a doorway and let nobody out.";

/// Two reports of the same thing, both in the hands of this member.
async fn two_reports(world: &World, by: [&Person; 2], member: &Person) -> Two {
    let mut incidents = Vec::new();
    let mut reports = Vec::new();
    for (volunteer, text) in by.into_iter().zip([FIRST, SECOND]) {
        world.passes(minutes(1)).await;
        reports.push(volunteer.hands_a_link_over_offline(text));
        volunteer.comes_online().await;
        let known = incidents.clone();
        let new = member.inbox().await.into_iter().find(|row| !known.contains(&row.incident)).expect("a new incident");
        assert_eq!(member.takes_in_hand(new.incident).await.status, 200);
        member.opens(new.incident).await;
        incidents.push(new.incident);
    }
    let [first, second] = incidents.try_into().expect("two");
    let [(one, key), (other, other_key)] = reports.try_into().expect("two");
    Two { first, second, keys: [key, other_key], notes: [one, other] }
}

async fn joins(member: &Person, first: IncidentId, from: IncidentId) -> Reply {
    member.works(first, Deed::Report(ReportDeed::Take { from })).await.1
}

async fn parts(member: &Person, first: IncidentId, from: IncidentId) -> Reply {
    member.works(first, Deed::Report(ReportDeed::Part { from })).await.1
}

fn texts(case: &CaseView) -> Vec<&str> {
    notes_of(case).into_iter().map(|note| note.body.text.reveal().as_str()).collect()
}

fn joins_told(case: &CaseView) -> usize {
    let told = |deed: &Deed| deed.joins().is_some();
    case.timeline.iter().filter(|entry| matches!(&entry.what, TimelineWhat::Deed(deed) if told(&deed.deed))).count()
}

async fn adds(reporter: &Visitor, world: &World, key: &ReporterKey, text: &str) {
    let note = NoteId::mint(world.now(), desk::clock::chance()).to_string();
    assert!(reporter.adds(key, &note, text).await.status < 400);
}

/// Two report the same thing. The team works on it once; where each account came from stays in sight, each reporter keeps
/// their own page and learns of nobody else, and what turns out to be two things is two again.
#[tokio::test]
async fn d03_two_reports_of_the_same_thing_are_one_case_with_two_reporters() {
    World::on_each_engine(one_case_two_reporters).await;
}

async fn one_case_two_reporters(world: &World) {
    let (vera, max) = (world.volunteer("Vera").await, world.volunteer("Max").await);
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    let Two { first, second, keys, notes } = two_reports(world, [&vera, &max], &cleo).await;
    let names: Vec<_> = cleo.inbox().await.into_iter().map(|row| (row.incident, row.code_name)).collect();
    let name_of = |id| names.iter().find(|(known, _)| *known == id).map(|(_, name)| name.clone()).expect("a name");
    let reply = joins(&cleo, first, second).await;
    assert_eq!(reply.status, 200, "{}", reply.text());

    let [row] = cleo.inbox().await.try_into().expect("one line for both");
    assert_eq!((row.incident, row.notes), (first, 2));
    dana.opens(first).await;
    for address in [first, second] {
        let case = dana.opens(address).await;
        assert_eq!((case.row.incident, texts(&case)), (first, vec![FIRST, SECOND]), "both lead to the same case");
        assert_eq!(case.joined.iter().map(|part| part.incident).collect::<Vec<_>>(), [second]);
        let from = |text| {
            let mut entries = case.timeline.iter();
            let its = |what: &TimelineWhat| matches!(what, TimelineWhat::Note(note) if note.body.text.reveal() == text);
            entries.find(|entry| its(&entry.what)).and_then(|entry| entry.part)
        };
        assert_eq!((from(FIRST), from(SECOND)), (None, Some(second)), "where each came from stays in sight");
        assert_eq!(joins_told(&case), 1);
    }
    assert_eq!(dana.finds("violin").await, [name_of(first)]);
    assert_eq!(dana.finds(&name_of(second)).await, [name_of(first)], "by the name under which it came too");
    for (volunteer, note) in [(&vera, notes[0]), (&max, notes[1])] {
        assert_eq!(volunteer.sees_who_comes(note).await.as_deref(), Some("Cleo"));
    }
    each_reporter_has_their_own_channel(world, &cleo, &dana, [first, second], &keys).await;

    assert_eq!(dana.strikes(first, notes[1], "It was the other door.").await.status, 200, "as any note of the case");
    assert_eq!(parts(&cleo, first, second).await.status, 200);
    assert_eq!(cleo.inbox().await.len(), 2);
    assert_eq!(texts(&cleo.opens(first).await), [FIRST, RECEIPT]);
    let apart = cleo.opens(second).await;
    assert_eq!(texts(&apart), [SECOND, RECEIPT, "It happened twice."]);
    assert!(apart.joined.is_empty() && apart.row.accountable.is_some());
    assert!(world.reporter().looks(&keys[1]).await.text().contains("We spoke with you about the violin."));
}

async fn each_reporter_has_their_own_channel(
    world: &World,
    cleo: &Person,
    dana: &Person,
    [first, second]: [IncidentId; 2],
    keys: &[ReporterKey; 2],
) {
    let reporter = world.reporter();
    world.passes(minutes(1)).await;
    let case = cleo.opens(first).await;
    let to = case.links.iter().find(|link| link.incident == second).expect("the link of the second").link;
    assert_eq!(cleo.confirms_receipt(second, RECEIPT).await.status, 200);
    let told = |text: String| text.contains(RECEIPT);
    assert!(!told(reporter.looks(&keys[0]).await.text()), "each reporter is told for themselves");
    assert!(told(reporter.looks(&keys[1]).await.text()));
    assert_eq!(cleo.confirms_receipt(first, RECEIPT).await.status, 200);
    assert!(told(reporter.looks(&keys[0]).await.text()));

    world.passes(minutes(1)).await;
    let before = reporter.looks(&keys[0]).await.text();
    let words = "We spoke with you about the violin.";
    let draft = cleo.drafts(first, message(Some(to), Purpose::Inform, words)).await;
    assert_eq!(dana.agrees(first, draft, draft).await.status, 200);
    adds(&reporter, world, &keys[1], "It happened twice.").await;
    assert!(reporter.looks(&keys[1]).await.text().contains(words));
    let after = reporter.looks(&keys[0]).await.text();
    assert_eq!(without_form(&before), without_form(&after), "nothing of it shows on the other's page");
    let case = cleo.opens(first).await;
    assert!(texts(&case).contains(&"It happened twice."));
}

/// The page without the numbers of its forms and the words that are ready for a change, which are new each time.
fn without_form(page: &str) -> String {
    let without = |page: &str, field: &str| -> String {
        page.split(field).map(|part| part.split_once('>').map_or(part, |(_, rest)| rest)).collect()
    };
    without(&without(page, "name=\"note\""), "name=\"new\"")
}

/// Whoever is out of either is out of both, wherever they stood before, and finds nothing of the other afterwards.
#[tokio::test]
async fn d03_whoever_is_out_of_either_is_out_of_both() {
    World::on_each_engine(out_of_both).await;
}

async fn out_of_both(world: &World) {
    let (vera, max) = (world.volunteer("Vera").await, world.volunteer("Max").await);
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    let eli = world.on_call("Eli").await;
    vera.writes_a_note(FIRST).await;
    let first = eli.finds_the_incident().await;
    assert_eq!(eli.takes_in_hand(first).await.status, 200);
    eli.opens(first).await;
    world.passes(minutes(1)).await;
    let excluded = NoteBody { excludes: vec![eli.id()], text: SECOND.into(), ..NoteBody::default() };
    let note = max.writes(excluded).await;
    let second = cleo.inbox().await.into_iter().find(|row| row.incident != first).expect("the second").incident;
    for incident in [first, second] {
        cleo.opens(incident).await;
    }
    world.rests().await;
    let messages = world.town().pushes().messages(&eli.phone().subscription()).len();

    assert_eq!(joins(&cleo, first, second).await.status, 200);
    let unknown = IncidentId::mint(world.now(), desk::clock::chance());
    assert!(eli.inbox().await.is_empty() && eli.finds("door").await.is_empty());
    for id in [first, second] {
        assert_eq!(eli.tries_to_open(id).await.bytes(), eli.tries_to_open(unknown).await.bytes());
        let joined = (joins(&eli, id, unknown).await, joins(&eli, unknown, id).await);
        assert_eq!((joined.0.status, joined.1.status), (404, 404));
    }
    assert!(matches!(max.sees_the_call(note).await, Call::Taken(by) if by.name.reveal() == "Cleo"), "somebody has it");
    let case = cleo.opens(first).await;
    assert_eq!(case.row.stage.accountable(), Some(cleo.id()), "who had it is out, so it is with whoever joined them");

    // It calls again, and not for whoever is out.
    assert_eq!(dana.declares(first, Standing::Clear, "").await.status, 200);
    cleo.steps_out(first).await;
    world.passes(minutes(30)).await;
    assert_eq!(world.town().pushes().messages(&eli.phone().subscription()).len(), messages);
    dana.phone().shows_a_page().await;
    assert_eq!(dana.takes_in_hand(first).await.status, 200);

    // Something was written meanwhile: it may be about what they are out of.
    dana.adds_a_note(first, "Both speak of the same man.").await;
    assert_eq!(parts(&dana, first, second).await.status, 200);
    assert!(eli.inbox().await.is_empty());
    let line = dana.draws_the_line(first, &eli, Line::NoConflict, "It is not about the first.").await;
    assert_eq!(line.status, 200, "{}", line.text());
    let case = eli.opens(first).await;
    assert_eq!((joins_told(&case), case.joined.len()), (0, 0), "nothing tells that there was another");
    assert_eq!(eli.tries_to_open(second).await.status, 404);
}

/// Undone at once, everything is as it was: whoever was out of the one alone sees the other again, and nothing of it.
#[tokio::test]
async fn d03_a_slip_is_undone_and_leaves_no_trace_for_whoever_was_out() {
    let world = World::start().await;
    let (vera, max) = (world.volunteer("Vera").await, world.volunteer("Max").await);
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    let Two { first, second, .. } = two_reports(&world, [&vera, &max], &cleo).await;
    dana.opens(first).await;
    dana.steps_out(second).await;
    world.passes(minutes(1)).await;
    let before = serde_json::to_string(&dana.opens(first).await.timeline).expect("a timeline");
    assert_eq!(joins(&cleo, first, second).await.status, 200);
    assert_eq!(dana.tries_to_open(first).await.status, 404);
    assert_eq!(parts(&cleo, first, second).await.status, 200);
    let after = serde_json::to_string(&dana.opens(first).await.timeline).expect("a timeline");
    assert_eq!(before, after);
}

/// The question about conflicts comes again for whoever has answered for one of them alone; to join them one has answered
/// for both.
#[tokio::test]
async fn d03_the_question_is_asked_for_each_of_them() {
    let world = World::start().await;
    let (vera, max) = (world.volunteer("Vera").await, world.volunteer("Max").await);
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    let Two { first, second, .. } = two_reports(&world, [&vera, &max], &cleo).await;
    dana.opens(first).await;
    assert_eq!(joins(&dana, first, second).await.status, 409, "has not answered for the second");
    assert_eq!(joins(&cleo, first, second).await.status, 200);
    assert_eq!(joins(&cleo, first, second).await.status, 409, "once");
    assert_eq!(dana.finds("violin").await, [] as [String; 0], "nothing of it is found before the answer");
    dana.is_asked(first).await;
    let reply =
        dana.asks("add_note", json!({ "incident": first, "note": NoteId::mint(world.now(), [1; 10]), "text": "x" }));
    assert_eq!(reply.await.status, 409, "the question comes first");
    assert_eq!(texts(&dana.opens(first).await), [FIRST, SECOND]);
    assert_eq!(vera.tries("POST", "/api/desk/work_on", Some(json!({}))).await.expect("an answer").status / 100, 4);
}

/// What one reporter takes back is theirs alone, and so is why the team opened it again; new words for a lost link stay with
/// the report to which they lead. All of it goes along when the two are parted.
#[tokio::test]
async fn d03_what_is_taken_back_and_what_is_given_anew_stay_with_their_own_report() {
    let world = World::start().await;
    let (vera, max) = (world.volunteer("Vera").await, world.volunteer("Max").await);
    let cleo = world.on_call("Cleo").await;
    let Two { first, second, keys, .. } = two_reports(&world, [&vera, &max], &cleo).await;
    assert_eq!(joins(&cleo, first, second).await.status, 200);
    let reporter = world.reporter();
    let note = NoteId::mint(world.now(), desk::clock::chance()).to_string();
    assert_eq!(reporter.says(&keys[1], &[("do", "take-all"), ("note", &note)]).await.status, 200);
    let case = cleo.opens(first).await;
    assert_eq!(texts(&case), [FIRST, "", ""], "what the other told stays");
    assert!(cleo.finds("violin").await.is_empty());

    let note = notes_of(&case).into_iter().find(|note| note.taken_back.is_some()).expect("what was taken back").id;
    cleo.does(first, Deed::Report(ReportDeed::Keep { note, because: KeptBecause::Others })).await;
    assert_eq!(texts(&cleo.opens(first).await), [FIRST, SECOND, ""]);
    let why = "cannot be understood without it";
    assert!(reporter.looks(&keys[1]).await.text().contains(why));
    assert!(!reporter.looks(&keys[0]).await.text().contains(why));

    let lost = case.links.iter().find(|link| link.incident == second).expect("the link of the second").link;
    let given = ReporterKey::mint(desk::clock::chance());
    let what = json!({ "incident": first, "lost": lost, "key": given.digest() });
    assert_eq!(cleo.asks("give_link", what).await.status, 200);
    assert_eq!(parts(&cleo, first, second).await.status, 200);
    assert!(reporter.looks(&given).await.text().contains(why));
    assert_eq!(texts(&cleo.opens(first).await), [FIRST]);
    let apart = cleo.opens(second).await;
    assert_eq!(texts(&apart), [SECOND, ""], "what was opened again went along");
    let anew = apart.timeline.iter().filter(|entry| entry.what == TimelineWhat::LinkGiven).count();
    assert_eq!((apart.links.len(), anew), (1, 1));
}
