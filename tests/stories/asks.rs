//! What is asked of somebody, and reminding until it is done: each story is named by the requirement that it tells.

use domain::asks::{AskAnswer, AskKind};
use domain::ids::IncidentId;
use domain::incident::Stage;
use domain::note::Urgency;
use domain::permission::Role;
use domain::time::{days, hours, minutes};
use domain::view::CaseView;
use domain::work::consult::{ConsultAnswer, ConsultDeed};
use domain::work::course::CourseDeed;
use domain::work::draft::{DraftDeed, Message, Purpose, Says};
use domain::work::reminder::{Due, Targets};
use domain::work::task::TaskDeed;
use domain::work::template::RECEIPT;
use domain::work::{Deed, NewDeed, Work};
use serde_json::json;
use tests::world::{Person, World};

/// A case that a member has in hand, and that the reporter was told about.
async fn in_hand(world: &World, by: &Person) -> IncidentId {
    let vera = world.volunteer("Vera").await;
    vera.writes_a_note("Somebody with a green badge.").await;
    by.phone().shows_a_page().await;
    by.accepts().await;
    let incident = by.finds_the_incident().await;
    by.opens(incident).await;
    assert_eq!(by.confirms_receipt(incident, RECEIPT).await.status, 200);
    incident
}

/// What the case's deeds amount to.
fn work(case: &CaseView) -> Work {
    Work::of(case.deeds())
}

fn ask(whom: &[&Person]) -> Deed {
    Deed::Consult(ConsultDeed::Ask { whom: whom.iter().map(|person| person.id()).collect() })
}

fn task(what: &str, owner: &Person, due: Option<domain::time::Timestamp>) -> Deed {
    Deed::Task(TaskDeed::Give { what: what.into(), owner: owner.id(), asks: "The sound crew".into(), due })
}

const fn says(answer: ConsultAnswer) -> AskAnswer {
    AskAnswer::Consult { answer }
}

/// What is overdue, by the inbox.
async fn overdue(member: &Person) -> Vec<Due> {
    member.inbox().await[0].overdue.iter().map(|overdue| overdue.what).collect()
}

/// Before somebody goes on alone, a second pair of eyes is one tap away: also an organizer's or a volunteer's, who learn
/// who asks and the number to call, and nothing of the case.
#[tokio::test]
async fn s22_a_second_pair_of_eyes_is_asked_without_telling_what_it_is_about() {
    let world = World::start().await;
    let (cleo, max) = (world.on_call("Cleo").await, world.volunteer("Max").await);
    max.phone().turns_pushes_on().await;
    let details = json!({ "phone": "+34 555 0101", "languages": "" });
    assert_eq!(cleo.asks("change_my_details", details).await.status, 200);
    let incident = in_hand(&world, &cleo).await;
    cleo.does(incident, ask(&[&max, world.organizer()])).await;

    let pushed = max.is_pushed_an_ask().await;
    let reply = max.opens_the_ask(pushed).await;
    let code_name = &cleo.inbox().await[0].code_name;
    for told in [incident.to_string().as_str(), code_name, "green badge"] {
        assert!(!reply.text().contains(told), "{told} is told: {}", reply.text());
    }
    let seen = max.is_asked_once_for(AskKind::Consult).await;
    assert_eq!((seen.id, seen.by, seen.phone), (pushed, Some("Cleo".into()), "+34 555 0101".into()));
    assert_eq!(seen.case, None);
    assert_eq!(max.answers_the_ask(pushed, says(ConsultAnswer::CallMe)).await.status, 200);
    assert!(max.is_asked_for().await.is_empty());
    assert_eq!(max.tries_to_open(incident).await.status, 403, "being asked opens nothing");
    let also = world.organizer().is_asked_once_for(AskKind::Consult).await;
    assert_eq!(world.organizer().answers_the_ask(also.id, says(ConsultAnswer::No)).await.status, 200);

    let work = work(&cleo.opens(incident).await);
    let (_, consult) = work.consults.all().next().expect("the quick word");
    let answer = |person: &Person| consult.answers.get(&person.id()).map(|(answer, _)| *answer);
    assert_eq!(answer(&max), Some(ConsultAnswer::CallMe));
    assert_eq!(answer(world.organizer()), Some(ConsultAnswer::No));
}

/// A case has somebody who answers for it until it is closed; what nobody touches is said in plain words, and they are
/// reminded, again and again with growing pauses, until somebody does.
#[tokio::test]
async fn s23_what_nobody_touches_is_brought_up_until_somebody_does() {
    World::on_each_engine(nobody_touches_it).await;
}

async fn nobody_touches_it(world: &World) {
    let (cleo, dana) = (world.on_call("Cleo").await, world.care_member("Dana").await);
    let incident = in_hand(world, &cleo).await;
    world.passes(hours(25)).await;
    cleo.phone().is_quiet().await;
    assert_eq!(overdue(&cleo).await, []);
    world.passes(hours(1)).await;
    let first = cleo.is_pushed_an_ask().await;
    assert_eq!(overdue(&cleo).await, [Due::Untouched]);
    for pause in [1, 2, 4, 8] {
        world.passes(minutes(pause * 60 - 1)).await;
        cleo.phone().is_quiet().await;
        world.passes(minutes(1)).await;
        assert_eq!(cleo.is_pushed_an_ask().await, first, "after {pause} h");
    }
    dana.phone().is_quiet().await;
    world.passes(hours(9)).await;
    dana.is_pushed_an_ask().await;
    assert_eq!(dana.is_asked_once_for(AskKind::Reminder).await.case.map(|case| case.incident), Some(incident));

    cleo.adds_a_note(incident, "Talked to the hall manager.").await;
    assert_eq!(overdue(&cleo).await, []);
    assert!(cleo.is_asked_for().await.is_empty() && dana.is_asked_for().await.is_empty());
    world.passes(hours(20)).await;
    dana.phone().is_quiet().await;
}

/// What nobody has is everybody's: the whole team is reminded, and never whoever is out.
#[tokio::test]
async fn s23_what_nobody_has_is_brought_to_the_whole_team_but_not_to_whoever_is_out() {
    let world = World::start().await;
    let (cleo, dana) = (world.care_member("Cleo").await, world.care_member("Dana").await);
    let eli = world.care_member("Eli").await;
    world.volunteer("Vera").await.writes_a_note("Nobody answers.").await;
    world.rests().await;
    let incident = cleo.finds_the_incident().await;
    eli.steps_out(incident).await;
    world.passes(hours(27)).await;
    for member in [&cleo, &dana] {
        let reminded = member.is_asked_once_for(AskKind::Reminder).await;
        assert_eq!(reminded.case.map(|case| case.incident), Some(incident));
    }
    assert!(eli.is_asked_for().await.is_empty());
    dana.opens(incident).await;
    dana.steps_out(incident).await;
    assert!(dana.is_asked_for().await.is_empty(), "what was asked ends at that moment");
    let asks = world.pushed().iter().filter(|push| push["t"] == "ask").count();
    let to_eli = world.town().pushes().messages(&eli.phone().subscription());
    assert!(asks > 0 && to_eli.iter().all(|message| message.payload_json["t"] == "page"));
}

/// Handing over asks the receiver; one member answers for it at any time, also over a restart, and a closed case is quiet.
#[tokio::test]
async fn s23_a_hand_over_is_asked_of_the_receiver_and_outlives_a_restart() {
    World::on_each_engine(hands_over).await;
}

async fn hands_over(world: &World) {
    let (cleo, dana) = (world.on_call("Cleo").await, world.care_member("Dana").await);
    let incident = in_hand(world, &cleo).await;
    let holder = async |member: &Person| member.inbox().await[0].stage.accountable();
    cleo.does(incident, Deed::Course(CourseDeed::HandOver { to: dana.id(), words: "Read the last note.".into() }))
        .await;
    assert_eq!(holder(&cleo).await, Some(dana.id()), "from this moment on");
    let handed = dana.is_pushed_an_ask().await;
    assert_eq!(dana.is_asked_once_for(AskKind::HandOver).await.by, Some("Cleo".into()));
    // What was sent and not noted before a stop is sent twice; that is another story.
    world.rests().await;
    world.stops().await;
    world.passes_while_stopped(hours(2));
    world.starts_again().await;
    assert_eq!(dana.is_pushed_an_ask().await, handed, "again, because nobody has taken note");
    assert_eq!(holder(&cleo).await, Some(dana.id()));
    dana.opens(incident).await;
    assert!(dana.is_asked_for().await.is_empty(), "opening it is taking note");
    world.passes(hours(12)).await;
    dana.phone().is_quiet().await;

    let close = Deed::Course(CourseDeed::Close { informed: None });
    let id = domain::ids::DeedId::mint(world.now(), desk::clock::chance());
    let reply = dana.sends_deed(incident, &NewDeed { id, deed: close, anyway: Some("A drill.".into()) }).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    world.passes(days(5)).await;
    dana.phone().is_quiet().await;
    assert!(dana.is_asked_for().await.is_empty(), "a closed case is left in peace");
}

/// A colleague from afar agrees: everybody who may is pushed, the first who agrees puts it in force, and nobody else is
/// asked any more. From the push to the case with the words it is one tap, agreeing is the second.
#[tokio::test]
async fn s25_who_can_agree_is_pushed_and_it_ends_with_the_first() {
    let world = World::start().await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.care_member("Dana").await);
    let eli = world.care_member("Eli").await;
    let incident = in_hand(&world, &cleo).await;
    let text = "Thank you, we are looking into it.".into();
    let says = Says::Message(Message { to: None, purpose: Purpose::Other, text });
    let draft = cleo.does(incident, Deed::Draft(DraftDeed::Write { draft: None, says, over: Vec::new() })).await;
    let pushed = dana.is_pushed_an_ask().await;
    eli.is_pushed_an_ask().await;
    cleo.phone().is_quiet().await;
    let asked = dana.is_asked_once_for(AskKind::CoSign).await;
    assert_eq!((asked.id, asked.case.map(|case| case.incident)), (pushed, Some(incident)));
    assert_eq!(asked.words, "".into(), "the words are on the case alone");
    dana.does(incident, Deed::Draft(DraftDeed::Agree { draft, version: draft })).await;
    assert!(dana.is_asked_for().await.is_empty() && eli.is_asked_for().await.is_empty());
    assert_eq!(eli.opens_the_ask(pushed).await.status, 404);
    world.passes(hours(3)).await;
    eli.phone().is_quiet().await;
}

/// The reporter waits for a first word: it is overdue after the team's own target, earlier where somebody was needed now,
/// and reminds until they have it.
#[tokio::test]
async fn s31_an_overdue_first_word_reminds_until_it_is_given() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    let targets = Targets { receipt: hours(6), receipt_now: minutes(30), ..Targets::default() };
    assert_eq!(cleo.asks("set_targets", json!({ "targets": targets })).await.status, 200);
    assert_eq!(cleo.asks("set_targets", json!({ "targets": { "receipt": 1 } })).await.status, 422);
    assert_eq!(vera.asks("set_targets", json!({ "targets": targets })).await.status, 403);
    vera.writes_urgently("At the bar.", Urgency::Now).await;
    cleo.phone().shows_a_page().await;
    let incident = cleo.accepts().await.incident;
    world.passes(minutes(29)).await;
    cleo.phone().is_quiet().await;
    world.passes(minutes(1)).await;
    cleo.is_pushed_an_ask().await;
    assert_eq!(overdue(&cleo).await, [Due::Receipt]);
    assert_eq!(cleo.confirms_receipt(incident, RECEIPT).await.status, 200);
    assert_eq!(overdue(&cleo).await, []);
    assert!(cleo.is_asked_for().await.is_empty());
    world.passes(hours(5)).await;
    cleo.phone().is_quiet().await;
}

/// Whoever acted alone is not judged, but the team looks at it within a day: it is brought up until a review has.
#[tokio::test]
async fn s34_acting_alone_is_reviewed_due_within_24_h() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    vera.must_act_now().await;
    cleo.phone().shows_a_page().await;
    let incident = cleo.accepts().await.incident;
    assert_eq!(cleo.confirms_receipt(incident, RECEIPT).await.status, 200);
    world.passes(hours(23)).await;
    cleo.phone().is_quiet().await;
    world.passes(hours(1)).await;
    cleo.is_pushed_an_ask().await;
    assert_eq!(overdue(&cleo).await, [Due::Review]);
    cleo.adds_a_note(incident, "I have read what Vera did.").await;
    assert_eq!(overdue(&cleo).await, [Due::Review], "a note is no review");
    world.passes(hours(1)).await;
    cleo.is_pushed_an_ask().await;
}

/// A brief word with one other member: asked with one tap, answered with one, live on the case; a repeat is harmless, and
/// nobody answers for somebody else.
#[tokio::test]
async fn s36_a_quick_word_is_answered_once_by_whom_it_was_asked_of() {
    World::on_each_engine(quick_word).await;
}

async fn quick_word(world: &World) {
    let (cleo, dana) = (world.on_call("Cleo").await, world.care_member("Dana").await);
    let eli = world.care_member("Eli").await;
    let incident = in_hand(world, &cleo).await;
    eli.steps_out(incident).await;
    assert_eq!(cleo.works(incident, ask(&[&eli])).await.1.status, 409, "not of somebody who is out");
    cleo.does(incident, ask(&[&dana])).await;
    let pushed = dana.is_pushed_an_ask().await;
    for other in [&eli, world.organizer()] {
        assert_eq!(other.opens_the_ask(pushed).await.status, 404);
        assert_eq!(other.answers_the_ask(pushed, says(ConsultAnswer::Yes)).await.status, 404);
    }
    let deed = domain::ids::DeedId::mint(world.now(), desk::clock::chance());
    for _ in 0..2 {
        assert_eq!(dana.answers_the_ask_as(pushed, deed, says(ConsultAnswer::Yes)).await.status, 200);
    }
    assert_eq!(dana.answers_the_ask(pushed, says(ConsultAnswer::No)).await.status, 404, "it was answered");
    let work = work(&cleo.opens(incident).await);
    let (_, consult) = work.consults.all().next().expect("the quick word");
    assert_eq!(consult.answers.get(&dana.id()).map(|(answer, _)| *answer), Some(ConsultAnswer::Yes));

    cleo.does(incident, ask(&[&dana])).await;
    let again = dana.is_pushed_an_ask().await;
    dana.opens(incident).await;
    dana.steps_out(incident).await;
    assert!(dana.is_asked_for().await.is_empty());
    assert_eq!(dana.opens_the_ask(again).await.bytes(), dana.opens_the_ask(nothing(world)).await.bytes());
    world.passes(hours(2)).await;
    dana.phone().is_quiet().await;
}

fn nothing(world: &World) -> domain::ids::AskId {
    domain::ids::AskId::mint(world.now(), desk::clock::chance())
}

/// What is to be found out has an owner and a time: they are told, reminded when it is due, and can hand it on.
#[tokio::test]
async fn s42_a_task_reminds_its_owner_when_it_is_due() {
    let world = World::start().await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.care_member("Dana").await);
    let eli = world.care_member("Eli").await;
    let incident = in_hand(&world, &cleo).await;
    let due = Some(world.now().plus(hours(6)));
    let given = cleo.does(incident, task("Ask who stood at the mixing desk.", &dana, due)).await;
    let pushed = dana.is_pushed_an_ask().await;
    world.passes(minutes(359)).await;
    dana.phone().is_quiet().await;
    world.passes(minutes(1)).await;
    assert_eq!(dana.is_pushed_an_ask().await, pushed, "at the time that was set");
    assert_eq!(overdue(&cleo).await, [Due::Task]);
    cleo.is_pushed_an_ask().await;

    let later = Some(world.now().plus(hours(2)));
    let move_to = |due, owner| Deed::Task(TaskDeed::Move { task: given, due, owner });
    cleo.does(incident, move_to(later, None)).await;
    assert_eq!(overdue(&cleo).await, []);
    cleo.does(incident, move_to(later, Some(eli.id()))).await;
    assert!(dana.is_asked_for().await.is_empty());
    let pushed = eli.is_pushed_an_ask().await;
    let result = "It was Kim.".into();
    assert_eq!(eli.answers_the_ask(pushed, AskAnswer::Done { result }).await.status, 200);
    let work = work(&cleo.opens(incident).await);
    let end = work.tasks.get(given).and_then(|task| task.ended.clone()).expect("it is done");
    assert_eq!((end.by, end.done, end.words), (eli.id(), true, "It was Kim.".into()));
    world.passes(hours(4)).await;
    for member in [&dana, &eli] {
        member.phone().is_quiet().await;
    }
}

/// Reports come in after the last day, when everybody has gone home: cases go on ageing, somebody has them, and they can
/// be handed on.
#[tokio::test]
async fn d05_cases_age_and_are_handed_on_after_the_last_day() {
    let world = World::start().await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.care_member("Dana").await);
    world.passes(days(8)).await;
    let vera = world.volunteer("Vera").await;
    vera.writes_a_note("What I did not dare to say at the conference.").await;
    world.passes(minutes(10)).await;
    let incident = dana.finds_the_incident().await;
    assert_eq!(dana.takes_in_hand(incident).await.status, 200);
    world.passes(days(2)).await;
    assert_eq!(overdue(&dana).await, [Due::Receipt, Due::Untouched]);
    assert_eq!(dana.is_asked_once_for(AskKind::Reminder).await.case.map(|case| case.incident), Some(incident));
    let words = "I am travelling until June.".into();
    dana.does(incident, Deed::Course(CourseDeed::HandOver { to: cleo.id(), words })).await;
    cleo.is_asked_once_for(AskKind::HandOver).await;
    assert!(matches!(cleo.inbox().await[0].stage, Stage::InHand { by, .. } if by == cleo.id()));
    assert!(dana.is_asked_for().await.iter().all(|ask| ask.kind == AskKind::Reminder), "the team, after a day");
}

/// A helper outside the team is told what to do and nothing else: not the case, not why, not who is in it.
#[tokio::test]
async fn d06_a_helper_reads_the_words_of_the_task_and_nothing_else() {
    World::on_each_engine(helper_outside).await;
}

async fn helper_outside(world: &World) {
    let cleo = world.on_call("Cleo").await;
    let hugo = world.joins("Hugo", Role::Volunteer).await;
    hugo.phone().turns_pushes_on().await;
    let incident = in_hand(world, &cleo).await;
    let given = cleo.does(incident, task("Hold back the video of talk 14 until we tell you.", &hugo, None)).await;
    let pushed = hugo.is_pushed_an_ask().await;
    let told = hugo.opens_the_ask(pushed).await.text();
    assert!(told.contains("Hold back the video of talk 14"));
    let code_name = cleo.inbox().await[0].code_name.clone();
    for hidden in [incident.to_string(), given.to_string(), code_name, "sound crew".into(), "green badge".into()] {
        assert!(!told.contains(&hidden), "{hidden} is told: {told}");
    }
    for push in world.pushed() {
        assert!(!push.to_string().contains("video"), "{push}");
    }
    let listed = hugo.is_asked_once_for(AskKind::Task).await;
    assert_eq!((listed.id, listed.case), (pushed, None));
    let result = "It is held.".into();
    assert_eq!(hugo.answers_the_ask(pushed, AskAnswer::Done { result }).await.status, 200);
    assert!(hugo.is_asked_for().await.is_empty());
    let work = work(&cleo.opens(incident).await);
    assert!(work.tasks.get(given).and_then(|task| task.ended.as_ref()).is_some_and(|end| end.by == hugo.id()));
}
