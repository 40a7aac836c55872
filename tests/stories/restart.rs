//! The server stops and starts, in the middle of a page above all.

use domain::outbox::EntryState;
use domain::time::minutes;
use tests::world::World;

#[tokio::test]
async fn a_page_goes_on_after_a_restart() {
    World::on_each_engine(page_over_a_restart).await;
}

async fn page_over_a_restart(world: &World) {
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    let dana = world.care_member("Dana").await;
    let note = vera.writes_a_note("The server stops in the middle of this page.").await;
    let page = cleo.phone().shows_a_page().await;
    world.rests().await;

    world.stops().await;
    let second = vera.writes_a_note("Written while the server is down.").await;
    assert!(matches!(vera.phone().state(second), EntryState::Waiting { tries: 1, .. }));
    world.town().pushes().set_clock(world.now().millis() / 1_000);
    world.starts_again().await;
    world.rests().await;
    cleo.phone().is_quiet().await;

    // What was due while it was down is made up for.
    world.passes(minutes(2)).await;
    assert_eq!(cleo.phone().shows_a_page().await, page);
    assert_eq!(dana.phone().shows_a_page().await, page);
    dana.accepts().await;
    assert_eq!(vera.sees_who_comes(note).await.as_deref(), Some("Dana"));
    vera.phone().sends_now().await;
    assert!(vera.phone().is_delivered(second), "sessions outlive a restart");
    cleo.phone().shows_a_page().await;
}

#[tokio::test]
async fn what_was_due_while_the_server_was_down_is_done_at_its_start() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    let dana = world.care_member("Dana").await;
    vera.writes_a_note("The server is down for half an hour.").await;
    let page = cleo.phone().shows_a_page().await;
    world.rests().await;
    world.stops().await;
    world.passes_while_stopped(minutes(30));
    world.starts_again().await;
    assert_eq!(dana.phone().shows_a_page().await, page);
}
