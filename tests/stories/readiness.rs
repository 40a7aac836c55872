//! The readiness board says what is true: nothing is ready that was not seen to work.

use domain::readiness::{Reached, ReadinessView, Todo};
use domain::time::{hours, minutes};
use serde_json::json;
use tests::world::{Person, Seen, World};

async fn board(person: &Person) -> ReadinessView {
    let reply = person.asks("readiness", json!({})).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()
}

fn reached(board: &ReadinessView, member: &Person) -> Reached {
    board.team.iter().find(|one| one.person == member.id()).expect("on the board").reached()
}

#[tokio::test]
async fn d08_the_board_names_what_is_missing_and_falls_silent_when_it_is_there() {
    let world = World::start().await;
    let olga = world.organizer();
    assert!(board(olga).await.todos.contains(&Todo::Team));
    let cleo = world.joins("Cleo", domain::permission::Role::CareMember).await;
    let todos = board(olga).await.todos;
    assert!(todos.contains(&Todo::Unreachable(cleo.id())) && todos.contains(&Todo::NobodyNow), "{todos:?}");
    cleo.phone().turns_pushes_on().await;
    world.puts_on_call(&cleo, hours(72)).await;
    let todos = board(olga).await.todos;
    assert!(!todos.contains(&Todo::NobodyNow) && todos.contains(&Todo::Unproven(cleo.id())), "{todos:?}");
    assert!(!todos.iter().any(|todo| todo.is_needed()), "{todos:?}");

    assert_eq!(olga.asks("send_test_pages", json!({ "to": cleo.id() })).await.status, 200);
    let test = cleo.phone().next_message().await.payload_json;
    assert_eq!(test["t"], "test");
    cleo.phone().sends_receipt(&test, Seen::Received).await;
    assert_eq!(reached(&board(&cleo).await, &cleo), Reached::Yes, "the team sees it too");
    world.passes(minutes(1)).await;
    assert_eq!(olga.asks("send_test_pages", json!({ "to": null })).await.status, 200);
    cleo.phone().next_message().await;
    world.passes(minutes(11)).await;
    let todos = board(olga).await.todos;
    let doubtful = Todo::Doubtful(cleo.id(), cleo.phone().device());
    assert!(todos.contains(&doubtful) && todos.contains(&Todo::Unproven(cleo.id())), "it was silent: {todos:?}");
}

#[tokio::test]
async fn the_board_is_for_the_team_and_the_organizers() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    for (endpoint, body) in [("readiness", json!({})), ("send_test_pages", json!({ "to": null }))] {
        assert_eq!(vera.asks(endpoint, body).await.status, 403, "{endpoint}");
    }
    let reply = world.organizer().asks("send_test_pages", json!({ "to": null })).await;
    assert_eq!(reply.status, 422, "nobody is there to be tried: {}", reply.text());
}
