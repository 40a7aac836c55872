//! Conflicts of interest: `open_case` with its question, `declare`, `recuse`, `draw_line`, `name_involved`, and notes that
//! name somebody.

use crate::bench::{Bench, goes_out, text, why};
use domain::conflict::{Line, Source, Standing, WHY_MAX};
use domain::ids::{IncidentId, PersonId};
use domain::incident::Stage;
use domain::note::{Answer, Answers, NoteBody, NoteKind, Urgency};
use domain::paging::PageAnswer;
use domain::permission::{Actor, Role};
use domain::sync::Call;
use domain::time::hours;
use domain::view::{CaseView, TimelineWhat};
use std::collections::BTreeSet;

const UNKNOWN: IncidentId = IncidentId::from_bytes([9; 16]);

/// Everybody who must not get at a case, and what each is told.
async fn wrong_people(bench: &Bench) -> Vec<(Actor, &'static str)> {
    vec![
        (bench.joins("Max", Role::Volunteer).await, "not allowed"),
        (bench.organizer.clone(), "not allowed"),
        (bench.stranger(Role::CareMember).await, "not found"),
    ]
}

/// Whose devices are called by now.
async fn called(bench: &Bench) -> BTreeSet<PersonId> {
    bench.climbs().await;
    let outbound = bench.outbound().await;
    outbound.into_iter().filter(goes_out).map(|sent| sent.delivery.person).collect()
}

/// How somebody stands, as the case shows it, and the reason where it is shown.
fn standing(case: &CaseView, of: &Actor) -> Option<(Standing, Source, String)> {
    let row = case.standings.iter().find(|row| row.person == of.person)?;
    let why = row.why.as_ref().map(|why| why.reveal().clone()).unwrap_or_default();
    Some((row.standing, row.source, why))
}

#[tokio::test]
async fn the_card_comes_first_and_is_on_the_record_once() {
    let bench = Bench::new().await;
    let (vera, cleo) = (bench.volunteer().await, bench.on_call("Cleo").await);
    let answers = Answers {
        who: Answer::Given("Robin of the stage crew".into()),
        place: Answer::Given("Foyer".into()),
        ..Answers::default()
    };
    let note = NoteBody { answers, ..text("Robin shouted at me.") };
    bench.records(&vera, bench.note_id(), note).await;
    let incident = bench.desk.inbox(&cleo).await.unwrap()[0].incident;
    let before = bench.events(incident).await;
    for _ in 0..2 {
        let opened = bench.desk.open_case(&cleo, incident).await.unwrap();
        let card = opened.card().expect("the question first");
        assert_eq!(card.names, ["Robin of the stage crew".into()]);
        assert_eq!(card.places, ["Foyer".into()]);
        assert!(!serde_json::to_string(&opened).unwrap().contains("shouted"), "and nothing of what was told");
    }
    assert_eq!(bench.events(incident).await, before + 1);
    assert_eq!(why(bench.desk.add_note(&cleo, incident, bench.note_id(), "x".into()).await), "refused");
    assert_eq!(why(bench.desk.take_in_hand(&cleo, incident).await), "refused");
    bench.clear(&cleo, incident).await;
    assert_eq!(bench.opens(&cleo, incident).await.my_standing, Some(Standing::Clear));
}

#[tokio::test]
async fn an_answer_is_given_once_and_only_moves_out() {
    let bench = Bench::new().await;
    let (vera, cleo, dana) = (bench.volunteer().await, bench.on_call("Cleo").await, bench.on_call("Dana").await);
    let incident = bench.incident(&vera, &cleo).await;
    let declare = |member: &Actor, standing, why: &str| {
        let (desk, member, why) = (bench.desk.clone(), member.clone(), why.to_owned());
        async move { desk.declare(&member, incident, standing, why.into()).await }
    };
    declare(&dana, Standing::Declared, "We share a flat.").await.unwrap();
    let events = bench.events(incident).await;
    declare(&dana, Standing::Declared, "We share a flat.").await.unwrap();
    assert_eq!(bench.events(incident).await, events, "twice is harmless");
    assert_eq!(why(declare(&dana, Standing::Clear, "").await), "refused");
    assert_eq!(why(declare(&dana, Standing::Limited, &"x".repeat(WHY_MAX + 1)).await), "input");
    let as_cleo = bench.opens(&cleo, incident).await;
    let wanted = (Standing::Declared, Source::Said, "We share a flat.".to_owned());
    assert_eq!(standing(&as_cleo, &dana), Some(wanted));
    assert!(
        as_cleo.timeline.iter().any(|entry| matches!(&entry.what, TimelineWhat::Stands(stands) if stands.themselves))
    );
    let eli = bench.on_call("Eli").await;
    declare(&eli, Standing::Unsure, "").await.unwrap();
    let as_eli = bench.opens(&eli, incident).await;
    assert_eq!(standing(&as_eli, &dana).unwrap().2, "", "reasons are for whoever has no conflict");
    assert_eq!(why(bench.desk.declare(&cleo, UNKNOWN, Standing::Clear, "".into()).await), "not found");
    for (person, told) in wrong_people(&bench).await {
        assert_eq!(why(declare(&person, Standing::Recused, "").await), told);
    }
}

#[tokio::test]
async fn stepping_out_takes_effect_at_once_and_what_one_had_calls_again() {
    let bench = Bench::new().await;
    let (vera, cleo, dana) = (bench.volunteer().await, bench.on_call("Cleo").await, bench.on_call("Dana").await);
    let incident = bench.unanswered(&vera, &dana).await;
    let page = bench.page_of(incident).await;
    bench.climbs().await;
    bench.desk.answer_page(&dana, page, PageAnswer::Accept).await.unwrap();
    bench.clock.pass(hours(13));
    bench.desk.recuse(&dana, incident).await.unwrap();
    assert_eq!(why(bench.desk.recuse(&dana, incident).await), "not found", "it is not there any more");
    assert_eq!(bench.desk.inbox(&dana).await.unwrap(), []);
    assert!(!bench.desk.may_know(&dana, incident).await.unwrap());
    let row = bench.desk.inbox(&cleo).await.unwrap().remove(0);
    assert_eq!(
        (row.stage, row.calling.is_some()),
        (Stage::Reported, true),
        "it calls for somebody else, from the start"
    );
    assert_eq!(called(&bench).await, BTreeSet::from([cleo.person]));
    assert_eq!(why(bench.desk.recuse(&cleo, UNKNOWN).await), "not found");
    for (person, told) in wrong_people(&bench).await {
        assert_eq!(why(bench.desk.recuse(&person, incident).await), told);
    }
}

#[tokio::test]
async fn the_line_is_drawn_with_a_reason_and_drawn_anew() {
    let bench = Bench::new().await;
    let (vera, cleo, dana) = (bench.volunteer().await, bench.on_call("Cleo").await, bench.on_call("Dana").await);
    let incident = bench.incident(&vera, &cleo).await;
    bench.desk.declare(&dana, incident, Standing::Unsure, "".into()).await.unwrap();
    let draw = |by: &Actor, of: &Actor, line, why: &str| {
        let (desk, by, of, why) = (bench.desk.clone(), by.clone(), of.person, why.to_owned());
        async move { desk.draw_line(&by, incident, of, line, why.into()).await }
    };
    assert_eq!(why(draw(&cleo, &dana, Line::Out, " ").await), "input");
    assert_eq!(why(draw(&dana, &cleo, Line::Out, "Hers.").await), "refused", "not by whoever has a conflict");
    assert_eq!(why(draw(&cleo, &cleo, Line::TakesPart, "Mine.").await), "refused", "nor for oneself");
    draw(&cleo, &dana, Line::Out, "They live together.").await.unwrap();
    assert_eq!(why(draw(&cleo, &dana, Line::Out, "Again.").await), "refused");
    assert_eq!(why(bench.desk.open_case(&dana, incident).await), "not found");
    draw(&cleo, &dana, Line::Limited, "They moved apart last year.").await.unwrap();
    let case = bench.opens(&dana, incident).await;
    assert_eq!(standing(&case, &dana), Some((Standing::Limited, Source::Decided, String::new())));
    let lines = bench.opens(&cleo, incident).await.timeline;
    let drawn = lines.iter().filter_map(|entry| match &entry.what {
        TimelineWhat::Stands(stands) if stands.source == Source::Decided => stands.why.clone(),
        _ => None,
    });
    assert_eq!(drawn.collect::<Vec<_>>(), ["They live together.".into(), "They moved apart last year.".into()]);
    let stranger = bench.stranger(Role::CareMember).await;
    assert_eq!(why(draw(&cleo, &stranger, Line::Out, "Who?").await), "not found");
    let unknown = bench.desk.draw_line(&cleo, UNKNOWN, dana.person, Line::Out, "Why.".into()).await;
    assert_eq!(why(unknown), "not found");
    for (person, told) in wrong_people(&bench).await {
        assert_eq!(why(draw(&person, &dana, Line::Out, "Mine to say.").await), told);
    }
}

#[tokio::test]
async fn whoever_is_named_is_out_at_once_and_comes_in_again_by_two() {
    let bench = Bench::new().await;
    let (vera, cleo, dana) = (bench.volunteer().await, bench.on_call("Cleo").await, bench.on_call("Dana").await);
    let eli = bench.on_call("Eli").await;
    let incident = bench.incident(&vera, &cleo).await;
    for member in [&dana, &eli] {
        bench.clear(member, incident).await;
    }
    bench.desk.take_in_hand(&dana, incident).await.unwrap();
    bench.desk.name_involved(&cleo, incident, dana.person, "".into()).await.unwrap();
    assert_eq!(why(bench.desk.open_case(&dana, incident).await), "not found");
    assert_eq!(called(&bench).await, BTreeSet::from([cleo.person, eli.person]));
    assert_eq!(why(bench.desk.name_involved(&eli, incident, dana.person, "".into()).await), "refused", "already so");
    assert_eq!(why(bench.desk.name_involved(&eli, incident, eli.person, "".into()).await), "refused");
    let back = |by: &Actor| {
        let (desk, by, of) = (bench.desk.clone(), by.clone(), dana.person);
        async move { desk.draw_line(&by, incident, of, Line::TakesPart, "Another Dana was meant.".into()).await }
    };
    back(&cleo).await.unwrap();
    assert_eq!(why(bench.desk.open_case(&dana, incident).await), "not found", "one alone lets nobody in");
    assert_eq!(why(back(&cleo).await), "refused");
    back(&eli).await.unwrap();
    assert_eq!(bench.opens(&dana, incident).await.my_standing, Some(Standing::Declared));
    let unknown = bench.desk.name_involved(&cleo, UNKNOWN, dana.person, "".into()).await;
    assert_eq!(why(unknown), "not found");
    for (person, told) in wrong_people(&bench).await {
        assert_eq!(why(bench.desk.name_involved(&person, incident, eli.person, "".into()).await), told);
    }
}

#[tokio::test]
async fn a_note_keeps_people_out_before_anybody_is_called() {
    let bench = Bench::new().await;
    let (vera, cleo, dana) = (bench.volunteer().await, bench.on_call("Cleo").await, bench.on_call("Dana").await);
    let eli = bench.on_call("Eli").await;
    let first = bench.note_id();
    let note = NoteBody { involves: vec![dana.person], excludes: vec![eli.person], ..text("Dana was in it.") };
    bench.records(&vera, first, note.clone()).await;
    assert_eq!(called(&bench).await, BTreeSet::from([cleo.person]));
    for member in [&dana, &eli] {
        assert_eq!(bench.desk.inbox(member).await.unwrap(), []);
    }
    let incident = bench.desk.inbox(&cleo).await.unwrap()[0].incident;
    let events = bench.events(incident).await;
    bench.records(&vera, first, note).await;
    assert_eq!(bench.events(incident).await, events, "the same note again names nobody again");
    bench.clear(&cleo, incident).await;
    let case = bench.opens(&cleo, incident).await;
    assert_eq!(standing(&case, &dana), Some((Standing::Recused, Source::Named, String::new())));
    assert_eq!(standing(&case, &eli), Some((Standing::Recused, Source::Excluded, String::new())));
    let wish = bench.desk.draw_line(&cleo, incident, eli.person, Line::TakesPart, "We need her.".into()).await;
    assert_eq!(why(wish), "refused", "the reporter's wish stands");
}

#[tokio::test]
async fn a_later_note_takes_it_out_of_the_hands_of_whom_it_names() {
    let bench = Bench::new().await;
    let (vera, cleo, dana) = (bench.volunteer().await, bench.on_call("Cleo").await, bench.on_call("Dana").await);
    let first = bench.records_text(&vera, "Somebody in a red scarf.").await;
    let incident = bench.desk.inbox(&dana).await.unwrap()[0].incident;
    let page = bench.page_of(incident).await;
    bench.desk.answer_page(&dana, page, PageAnswer::Accept).await.unwrap();
    let kind = NoteKind::Addition { to: first };
    let more = NoteBody { kind, involves: vec![dana.person], ..text("It was Dana's scarf.") };
    bench.records(&vera, bench.note_id(), more).await;
    assert_eq!(why(bench.desk.open_case(&dana, incident).await), "not found");
    assert_eq!(bench.desk.inbox(&cleo).await.unwrap()[0].stage, Stage::Reported);
    assert_eq!(called(&bench).await, BTreeSet::from([cleo.person]));
}

#[tokio::test]
async fn what_is_urgent_is_read_by_whoever_has_it_and_answered_later() {
    let bench = Bench::new().await;
    let (vera, cleo, dana) = (bench.volunteer().await, bench.on_call("Cleo").await, bench.on_call("Dana").await);
    let note = NoteBody { urgency: Some(Urgency::Now), ..text("They are fighting.") };
    bench.records(&vera, bench.note_id(), note).await;
    let incident = bench.desk.inbox(&cleo).await.unwrap()[0].incident;
    let page = bench.page_of(incident).await;
    bench.desk.answer_page(&cleo, page, PageAnswer::Accept).await.unwrap();
    assert_eq!(bench.opens(&cleo, incident).await.my_standing, None, "the question stands open");
    assert!(bench.desk.open_case(&dana, incident).await.unwrap().card().is_some(), "others are asked first");
    bench.desk.take_in_hand(&dana, incident).await.unwrap();
    assert!(bench.desk.open_case(&cleo, incident).await.unwrap().card().is_some(), "and so is who has it no longer");
}

#[tokio::test]
async fn a_report_about_everybody_is_not_lost() {
    let bench = Bench::new().await;
    let (vera, cleo, dana) = (bench.volunteer().await, bench.on_call("Cleo").await, bench.on_call("Dana").await);
    let olga = bench.organizer.clone();
    assert!(!bench.desk.is_anything_outside(&olga).await.unwrap());
    let note = NoteBody { involves: vec![cleo.person, dana.person], ..text("All of them.") };
    let id = bench.note_id();
    bench.records(&vera, id, note).await;
    assert!(called(&bench).await.is_empty());
    let told = bench.desk.progress(&vera, &[id]).await.unwrap();
    assert!(matches!(told[0].call, Call::Outside { .. }), "whoever wrote it does not wait in vain");
    assert!(bench.desk.is_anything_outside(&olga).await.unwrap());
    for person in [&vera, &cleo] {
        assert_eq!(why(bench.desk.is_anything_outside(person).await), "not allowed");
    }
    let ines = bench.on_call("Ines").await;
    assert_eq!(bench.desk.inbox(&ines).await.unwrap().len(), 1, "somebody from outside finds it");
    assert!(!bench.desk.is_anything_outside(&olga).await.unwrap());
}
