//! The page: on call, then the whole team, then again, until somebody has it.

use domain::permission::Role;
use domain::private::Private;
use domain::sync::Call;
use domain::time::{hours, minutes, seconds};
use domain::view::TimelineWhat;
use tests::push_service::Answer;
use tests::world::World;

#[tokio::test]
async fn nobody_answers_so_the_team_is_called_and_called_again() {
    World::on_each_engine(nobody_answers).await;
}

async fn nobody_answers(world: &World) {
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    let (dana, eli) = (world.care_member("Dana").await, world.care_member("Eli").await);
    let note = vera.writes_a_note("Nobody looks at the phone.").await;
    let page = cleo.phone().shows_a_page().await;
    world.passes(minutes(1)).await;
    dana.phone().is_quiet().await;

    world.passes(minutes(1)).await;
    for member in [&cleo, &dana, &eli] {
        assert_eq!(member.phone().shows_a_page().await, page);
    }
    world.passes(minutes(3)).await;
    for member in [&cleo, &dana, &eli] {
        assert_eq!(member.phone().shows_a_page().await, page, "again");
    }
    assert!(
        matches!(vera.sees_the_call(note).await, Call::Unanswered { .. }),
        "everybody was called before: the volunteer is told not to wait"
    );
    dana.accepts().await;
    world.passes(hours(2)).await;
    for member in [&cleo, &dana, &eli] {
        member.phone().is_quiet().await;
    }
    assert_eq!(vera.sees_who_comes(note).await.as_deref(), Some("Dana"));
}

#[tokio::test]
async fn who_declines_is_not_waited_for() {
    World::on_each_engine(who_declines).await;
}

async fn who_declines(world: &World) {
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    let dana = world.care_member("Dana").await;
    vera.writes_a_note("Cleo is in another conversation.").await;
    cleo.phone().shows_a_page().await;
    cleo.declines().await;
    dana.phone().shows_a_page().await;
    dana.cannot_now().await;
    // Everybody has said no: asking again beats silence.
    cleo.phone().shows_a_page().await;
    assert!(cleo.accepts().await.taken.is_some_and(|taken| taken.you));
    world.rests().await;
    let late = dana.accepts().await.taken.expect("taken");
    assert!(!late.you, "the first one has it");
    assert_eq!(late.by.reveal(), "Cleo");
}

#[tokio::test]
async fn act_now_calls_the_whole_team_at_once() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    let (dana, eli) = (world.care_member("Dana").await, world.care_member("Eli").await);
    vera.must_act_now().await;
    for member in [&cleo, &dana, &eli] {
        member.phone().shows_a_page().await;
    }
    let row = &cleo.inbox().await[0];
    assert!(row.needs_review, "acting alone is reviewed");
}

#[tokio::test]
async fn nobody_reachable_is_told_to_the_volunteer() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let note = vera.writes_a_note("There is no CARE member at all.").await;
    world.rests().await;
    assert!(matches!(vera.sees_the_call(note).await, Call::Unanswered { .. }));

    // Cleo joins later: the ladder goes on and finds her.
    let cleo = world.on_call("Cleo").await;
    world.passes(minutes(15)).await;
    cleo.phone().shows_a_page().await;
    cleo.accepts().await;
    assert_eq!(vera.sees_who_comes(note).await.as_deref(), Some("Cleo"));
}

#[tokio::test]
async fn whoever_no_push_can_reach_is_not_on_record_as_called() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    world.joins("Dana", Role::CareMember).await;
    vera.must_act_now().await;
    cleo.phone().shows_a_page().await;
    let case = cleo.opens(cleo.finds_the_incident().await).await;
    let named = |is: fn(&TimelineWhat) -> Option<&Vec<Private<String>>>| {
        case.timeline.iter().filter_map(|entry| is(&entry.what)).flatten().map(|name| name.reveal().clone()).collect()
    };
    let called: Vec<String> = named(|what| match what {
        TimelineWhat::PageCalled { people } => Some(people),
        _ => None,
    });
    let unheard: Vec<String> = named(|what| match what {
        TimelineWhat::PageUnheard { people } => Some(people),
        _ => None,
    });
    assert_eq!((called, unheard), (vec!["Cleo".to_owned()], vec!["Dana".to_owned()]));
}

#[tokio::test]
async fn a_device_that_is_gone_counts_as_unreachable() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    world.town().pushes().answer(&cleo.phone().subscription(), Answer::Status(410));
    let note = vera.writes_a_note("Cleo has reset the phone.").await;
    world.rests().await;
    assert!(matches!(vera.sees_the_call(note).await, Call::Unanswered { .. }));
    // The subscription is forgotten: nobody knocks there any more.
    let knocks = world.town().pushes().requests(&cleo.phone().subscription()).len();
    world.passes(minutes(20)).await;
    assert_eq!(world.town().pushes().requests(&cleo.phone().subscription()).len(), knocks);
    cleo.phone().turns_pushes_on().await;
    world.passes(minutes(20)).await;
    assert!(cleo.phone().latest_page().is_some());
}

#[tokio::test]
async fn a_page_that_nobody_ever_answers_ends_and_says_so() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    let note = vera.writes_a_note("A night without an answer.").await;
    for _ in 0..60 {
        world.passes(minutes(15)).await;
    }
    let calls = world.pushed().len();
    assert!((20..=80).contains(&calls), "{calls} calls in twelve hours");
    world.passes(hours(8)).await;
    assert_eq!(world.pushed().len(), calls, "an exhausted page is quiet");
    assert!(matches!(vera.sees_the_call(note).await, Call::Unanswered { .. }));
    assert!(cleo.accepts().await.taken.is_some_and(|taken| taken.you), "late is better than never");
    assert_eq!(vera.sees_who_comes(note).await.as_deref(), Some("Cleo"));
}

#[tokio::test]
async fn a_test_push_comes_by_the_same_way_and_its_receipt_is_shown() {
    let world = World::start().await;
    let cleo = world.care_member("Cleo").await;
    let reply = cleo.calls("POST", "/api/v1/push/test", None).await;
    assert!((200..300).contains(&reply.status), "{}", reply.text());
    let message = cleo.phone().next_message().await;
    world.passes(seconds(1)).await;
    cleo.phone().sends_receipt(&message.payload_json, tests::world::Seen::Received).await;
    let rows: Vec<domain::view::DeviceRow> = cleo.asks("my_devices", serde_json::json!({})).await.json();
    assert_eq!(rows[0].last_test.map(|(state, _)| state), Some(domain::paging::DeliveryState::Received));
}

#[tokio::test]
async fn nobody_is_called_late_for_what_a_colleague_has() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    let hers = cleo.phone().subscription();
    world.town().pushes().answer(&hers, Answer::Status(503));
    vera.writes_a_note("One push service is in trouble.").await;
    dana.phone().shows_a_page().await;
    world.town().pushes().wait_for_requests(&hers, 1).await;
    dana.accepts().await;
    world.town().pushes().answer(&hers, Answer::Accept);
    cleo.phone().is_quiet().await;
}

#[tokio::test]
async fn a_push_service_that_sends_us_away_for_long_counts_as_unreachable() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    world.town().pushes().answer(&cleo.phone().subscription(), Answer::RetryAfter(429, "3600".into()));
    let note = vera.writes_a_note("The only push service wants its rest.").await;
    world.rests().await;
    assert!(matches!(vera.sees_the_call(note).await, Call::Unanswered { .. }));
}
