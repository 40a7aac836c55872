//! Conflicts of interest, as the guide asks for: each story is named by the requirement that it tells.

use domain::conflict::{Line, Source, Standing};
use domain::incident::Stage;
use domain::note::{Answer, Answers, NoteBody, Urgency};
use domain::paging::PageAnswer;
use domain::private::Private;
use domain::question::StandingRow;
use domain::sync::Call;
use domain::time::minutes;
use domain::view::{CaseView, TimelineWhat};
use domain::work::template::RECEIPT;
use serde_json::json;
use tests::world::{Person, World};

/// How somebody stands, as a case shows it.
fn standing<'a>(case: &'a CaseView, of: &Person) -> &'a StandingRow {
    case.standings.iter().find(|row| row.person == of.id()).expect("a standing")
}

/// What is in a note besides its words.
fn told(who: &str, place: &str, text: &str) -> NoteBody {
    let given = |words: &str| Answer::Given(Private::from(words));
    let answers = Answers { who: given(who), place: given(place), ..Answers::default() };
    NoteBody { answers, text: text.into(), ..NoteBody::default() }
}

/// The question comes before the content: a card with the code name, the day, the place and the names, and nothing else.
#[tokio::test]
async fn s44_the_question_comes_before_the_content() {
    World::on_each_engine(question_before_content).await;
}

async fn question_before_content(world: &World) {
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    vera.writes(told("Robin, who runs the sound desk", "Main hall", "He followed her home.")).await;
    cleo.phone().shows_a_page().await;
    cleo.accepts().await;
    let incident = cleo.finds_the_incident().await;

    let card = cleo.is_asked(incident).await;
    assert_eq!(card.names, ["Robin, who runs the sound desk".into()]);
    assert_eq!(card.places, ["Main hall".into()]);
    assert!(card.in_your_hands && !card.code_name.is_empty());
    assert!(!cleo.tries_to_open(incident).await.text().contains("followed"), "nothing of what was told");
    let note = json!({ "incident": incident, "note": card_note(world), "text": "On my way." });
    assert_eq!(cleo.asks("add_note", note).await.status, 409, "nor is anything done before the answer");

    assert_eq!(cleo.declares(incident, Standing::Clear, "").await.status, 200);
    assert!(cleo.tries_to_open(incident).await.text().contains("followed"));
    let answered = |case: &CaseView| standing(case, &cleo).standing;
    assert_eq!(answered(&cleo.opens(incident).await), Standing::Clear, "the answer is on the record");
}

fn card_note(world: &World) -> domain::ids::NoteId {
    domain::ids::NoteId::mint(world.now(), desk::clock::chance())
}

/// "Not sure" is an answer: the member takes part, and the team sees that it has something to decide.
#[tokio::test]
async fn s44_not_sure_takes_part_until_the_team_decides() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    vera.writes_a_note("Somebody with a green badge.").await;
    let incident = cleo.finds_the_incident().await;
    assert_eq!(dana.declares(incident, Standing::Unsure, "I may know the badge.").await.status, 200);
    assert_eq!(dana.opens(incident).await.my_standing, Some(Standing::Unsure));
    assert_eq!(standing(&cleo.opens(incident).await, &dana).standing, Standing::Unsure);
}

/// No form stands between a call for help and whoever comes: what is urgent is accepted and read at once, and the
/// question stays open on the case.
#[tokio::test]
async fn s37_what_is_urgent_waits_for_no_question() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    vera.writes_urgently("They are at the bar and he will not let go.", Urgency::Now).await;
    let page = cleo.phone().shows_a_page().await;
    assert_eq!(cleo.answers_page(page, PageAnswer::Accept).await.status, 200);
    let incident = cleo.finds_the_incident().await;
    let text = cleo.tries_to_open(incident).await.text();
    assert!(text.contains("will not let go") && text.contains(r#""my_standing":null"#), "{text}");
    dana.is_asked(incident).await;
    assert_eq!(cleo.declares(incident, Standing::Clear, "").await.status, 200);
    assert_eq!(cleo.opens(incident).await.my_standing, Some(Standing::Clear));
}

/// Anything that makes it hard to be fair counts, nobody has to say why, and a reason is not for those with a conflict.
#[tokio::test]
async fn s45_a_reason_is_free_and_read_only_without_a_conflict() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    let eli = world.on_call("Eli").await;
    vera.writes_a_note("Two speakers argued.").await;
    let incident = cleo.finds_the_incident().await;
    assert_eq!(dana.declares(incident, Standing::Declared, "One of them taught me.").await.status, 200);
    assert_eq!(eli.declares(incident, Standing::Declared, "").await.status, 200, "without a reason");
    let why = |case: &CaseView| standing(case, &dana).why.as_ref().map(|why| why.reveal().clone());
    assert_eq!(why(&cleo.opens(incident).await).as_deref(), Some("One of them taught me."));
    assert!(!eli.tries_to_open(incident).await.text().contains("taught me"), "not for another with a conflict");
    assert_eq!(why(&dana.opens(incident).await).as_deref(), Some("One of them taught me."), "but for who wrote it");
}

/// A conflict does not by itself put anybody out: it is declared, limited or a reason to step out.
#[tokio::test]
async fn s46_a_conflict_has_three_degrees() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    vera.writes_a_note("About a workshop leader.").await;
    let incident = cleo.finds_the_incident().await;

    assert_eq!(dana.declares(incident, Standing::Declared, "").await.status, 200);
    dana.adds_a_note(incident, "I was in that workshop.").await;
    assert_eq!(dana.declares(incident, Standing::Limited, "").await.status, 200);
    dana.adds_a_note(incident, "I still can write what I saw.").await;
    let reply = dana.confirms_receipt(incident, RECEIPT).await;
    assert_eq!(reply.status, 409, "who is limited does not speak for the team: {}", reply.text());
    assert_eq!(cleo.confirms_receipt(incident, RECEIPT).await.status, 200);
    assert_eq!(dana.declares(incident, Standing::Clear, "").await.status, 409, "back in is for the team to say");
    assert_eq!(dana.declares(incident, Standing::Recused, "").await.status, 200);
    assert_eq!(dana.tries_to_open(incident).await.status, 404);
}

/// Stepping out is one tap and takes effect at once, also for whoever has it: it calls for somebody else.
#[tokio::test]
async fn s47_who_steps_out_with_it_in_hand_leaves_nobody_waiting() {
    World::on_each_engine(steps_out_with_it_in_hand).await;
}

async fn steps_out_with_it_in_hand(world: &World) {
    let vera = world.volunteer("Vera").await;
    let dana = world.on_call("Dana").await;
    let note = vera.writes_a_note("A man in a red scarf.").await;
    let page = dana.phone().shows_a_page().await;
    dana.accepts().await;
    assert_eq!(vera.sees_who_comes(note).await.as_deref(), Some("Dana"));
    let cleo = world.care_member("Cleo").await;
    dana.steps_out(dana.finds_the_incident().await).await;
    assert_eq!(cleo.phone().shows_a_page().await, page, "the same call, which nobody has any more");
    cleo.accepts().await;
    assert_eq!(vera.sees_who_comes(note).await.as_deref(), Some("Cleo"));
    world.passes(minutes(30)).await;
    dana.phone().is_quiet().await;
}

/// The team draws the line in each case: somebody without a conflict, for somebody else, with a reason; it can be drawn
/// anew, and every time stays on the record.
#[tokio::test]
async fn s48_the_team_draws_the_line_and_every_line_stays_on_the_record() {
    World::on_each_engine(draws_the_line).await;
}

async fn draws_the_line(world: &World) {
    let vera = world.volunteer("Vera").await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    vera.writes_a_note("About a keynote speaker.").await;
    let incident = cleo.finds_the_incident().await;
    assert_eq!(dana.declares(incident, Standing::Unsure, "We were on a panel.").await.status, 200);
    cleo.opens(incident).await;
    assert_eq!(dana.draws_the_line(incident, &dana, Line::NoConflict, "It is fine.").await.status, 409);
    assert_eq!(dana.draws_the_line(incident, &cleo, Line::Out, "She is in it.").await.status, 409);
    assert_eq!(cleo.draws_the_line(incident, &dana, Line::Out, "").await.status, 422, "not without a reason");
    assert_eq!(cleo.draws_the_line(incident, &dana, Line::Out, "They are close.").await.status, 200);
    assert_eq!(dana.tries_to_open(incident).await.status, 404);
    assert_eq!(cleo.draws_the_line(incident, &dana, Line::Limited, "Only a panel.").await.status, 200);
    assert_eq!(dana.opens(incident).await.my_standing, Some(Standing::Limited));

    let case = cleo.opens(incident).await;
    let lines = case.timeline.iter().filter_map(|entry| match &entry.what {
        TimelineWhat::Stands(stands) if stands.name.reveal() == "Dana" => Some(stands.standing),
        _ => None,
    });
    let lines: Vec<_> = lines.collect();
    assert_eq!(lines, [Standing::Unsure, Standing::Recused, Standing::Limited]);
}

/// A report about somebody of the team: whoever is named is out before any page goes out, and only the others are called.
#[tokio::test]
async fn s24_whoever_is_named_is_not_called() {
    World::on_each_engine(named_is_not_called).await;
}

async fn named_is_not_called(world: &World) {
    let vera = world.volunteer("Vera").await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    let eli = world.on_call("Eli").await;
    vera.writes(NoteBody {
        involves: vec![dana.id()],
        excludes: vec![eli.id()],
        ..told("Dana", "Bar", "She shouted.")
    })
    .await;
    cleo.phone().shows_a_page().await;
    world.passes(minutes(30)).await;
    for out in [&dana, &eli] {
        out.phone().is_quiet().await;
        assert!(out.inbox().await.is_empty());
    }
    let incident = cleo.finds_the_incident().await;
    let case = cleo.opens(incident).await;
    assert_eq!(standing(&case, &dana).source, Source::Named);
    assert_eq!(standing(&case, &eli).source, Source::Excluded);
    let reply = cleo.draws_the_line(incident, &eli, Line::TakesPart, "We need her.").await;
    assert_eq!(reply.status, 409, "whom the reporter wants kept out stays out");
}

/// A colleague names somebody later: out at once, and in again only when two agree.
#[tokio::test]
async fn s24_named_later_is_out_at_once_and_in_again_by_two() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    let eli = world.on_call("Eli").await;
    vera.writes_a_note("Somebody called Dana.").await;
    let incident = cleo.finds_the_incident().await;
    assert_eq!(dana.takes_in_hand(incident).await.status, 200);
    cleo.opens(incident).await;
    eli.opens(incident).await;
    assert_eq!(cleo.names(incident, &dana).await.status, 200);
    assert_eq!(dana.tries_to_open(incident).await.status, 404);
    assert_eq!(cleo.inbox().await[0].stage, Stage::Reported, "what she had calls for somebody else");
    let mistaken = |by: &Person| {
        let what =
            json!({ "incident": incident, "person": dana.id(), "line": Line::NoConflict, "why": "Another Dana." });
        let by = by.phone().request("POST", "/api/desk/draw_line").header("content-type", "application/json");
        let (town, request) = (world.town().clone(), by.body(what.to_string()));
        async move { town.send(request).await.expect("an answer").status }
    };
    assert_eq!(mistaken(&cleo).await, 200, "one proposes");
    assert_eq!(dana.tries_to_open(incident).await.status, 404);
    assert_eq!(mistaken(&cleo).await, 409);
    assert_eq!(mistaken(&eli).await, 200, "a second one agrees");
    assert_eq!(dana.opens(incident).await.my_standing, Some(Standing::Clear));
}

/// A report about everybody is not lost: whoever wrote it is sent to the outside contact, the organizers learn that
/// something waits and nothing more, and somebody from outside finds it.
#[tokio::test]
async fn s24_a_report_about_everybody_goes_to_the_outside_contact() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    let waits = async || -> bool { world.organizer().asks("is_anything_outside", json!({})).await.json() };
    assert!(!waits().await);
    let note =
        vera.writes(NoteBody { involves: vec![cleo.id(), dana.id()], ..told("All", "Bar", "All of them.") }).await;
    assert!(matches!(vera.sees_the_call(note).await, Call::Outside { .. }));
    assert!(waits().await);
    for member in [&cleo, &dana] {
        assert!(member.inbox().await.is_empty());
        member.phone().is_quiet().await;
    }
    let ines = world.on_call("Ines").await;
    world.passes(minutes(15)).await;
    ines.phone().shows_a_page().await;
    ines.accepts().await;
    assert!(!waits().await);
    assert_eq!(vera.sees_who_comes(note).await.as_deref(), Some("Ines"));
}

/// Two who talk with the reported person should not be friends of theirs: who is limited speaks with nobody for the team.
#[tokio::test]
async fn s49_who_is_limited_does_not_speak_for_the_team() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    vera.writes_a_note("About a friend of Dana's.").await;
    let incident = cleo.finds_the_incident().await;
    assert_eq!(dana.declares(incident, Standing::Limited, "A friend.").await.status, 200);
    assert_eq!(dana.confirms_receipt(incident, RECEIPT).await.status, 409);
    cleo.opens(incident).await;
    assert_eq!(cleo.draws_the_line(incident, &dana, Line::TakesPart, "Not a close one.").await.status, 200);
    assert_eq!(dana.confirms_receipt(incident, RECEIPT).await.status, 200);
}
