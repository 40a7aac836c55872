//! What looks after the pages when the pager does not: nobody may rely on what stands still.

use domain::paging::Trouble;
use domain::time::{hours, minutes, seconds};
use serde_json::{Value, json};
use tests::world::{Person, World};

/// The kinds of all pushes to a person's phone so far. What waits for a pager that stands still never rests, so it is not
/// waited for.
fn pushed(world: &World, person: &Person) -> Vec<Value> {
    let messages = world.town().pushes().messages(&person.phone().subscription());
    messages.into_iter().map(|message| message.payload_json["t"].clone()).collect()
}

fn heartbeats(world: &World) -> usize {
    world.town().hooks().requests().iter().filter(|came| came.path == "/alive").count()
}

async fn is_well(world: &World) {
    assert_eq!(world.health().await, (200, "well\n".to_owned()));
    assert_eq!(world.audits().await, None);
}

#[tokio::test]
async fn a_pager_that_stands_still_turns_health_red_alarms_everybody_and_stops_the_heartbeat() {
    let world = World::start_with_heartbeat().await;
    let vera = world.volunteer("Vera").await;
    vera.phone().turns_pushes_on().await;
    let (cleo, olga) = (world.on_call("Cleo").await, world.organizer());
    olga.phone().turns_pushes_on().await;
    let ways = json!({ "ways": ["push", { "mail": { "address": "cleo@example.org" } }], "quiet": null });
    assert_eq!(cleo.asks("set_my_reach", json!({ "choices": ways })).await.status, 200);
    is_well(&world).await;
    assert_eq!(heartbeats(&world), 1);

    world.stops_the_pager();
    vera.writes_a_note("Nobody is sent for.").await;
    world.passes_while_stopped(seconds(31));
    assert_eq!(world.health().await, (503, "a page is late\n".to_owned()));
    let found = world.audits().await;
    assert!(matches!(found, Some(Trouble::Step { .. })), "{found:?}");
    assert!(pushed(&world, &cleo).is_empty(), "a single look proves nothing");
    assert_eq!(world.audits().await, found);
    assert_eq!(pushed(&world, &cleo), [json!("alarm")]);
    assert_eq!(pushed(&world, olga), [json!("alarm")]);
    assert!(pushed(&world, &vera).is_empty(), "a volunteer can do nothing about it");
    let mails = world.town().mails().wait_for(1).await;
    assert!(mails[0].text.contains("Subject: Pages may not get through\r\n"), "{}", mails[0].text);

    world.passes_while_stopped(minutes(5));
    world.audits().await;
    assert_eq!(pushed(&world, &cleo).len(), 1, "it is not told at each look");
    world.passes_while_stopped(minutes(5));
    world.audits().await;
    assert_eq!(pushed(&world, &cleo).len(), 2, "and again while it lasts");
    assert_eq!(heartbeats(&world), 1, "whoever waits for a heartbeat hears of it too");

    world.stops().await;
    world.starts_again().await;
    world.rests().await;
    assert!(pushed(&world, &cleo).contains(&json!("page")), "what was due went out");
    is_well(&world).await;
    assert_eq!(heartbeats(&world), 2);
    assert_eq!(world.town().pushes().faults(), [] as [String; 0]);
}

#[tokio::test]
async fn whoever_was_told_hears_that_it_is_over() {
    let world = World::start().await;
    let (vera, cleo) = (world.volunteer("Vera").await, world.on_call("Cleo").await);
    world.stops_the_pager();
    vera.writes_a_note("Nobody is sent for.").await;
    world.passes_while_stopped(seconds(31));
    world.audits().await;
    world.audits().await;
    // A colleague has found it in the inbox, as the alarm asks for.
    let incident = cleo.finds_the_incident().await;
    cleo.opens(incident).await;
    assert_eq!(cleo.takes_in_hand(incident).await.status, 200);
    is_well(&world).await;
    is_well(&world).await;
    assert_eq!(pushed(&world, &cleo), [json!("alarm"), json!("alarm_over")], "and once");
}

#[tokio::test]
async fn the_heartbeat_is_one_empty_request_a_minute() {
    let world = World::start_with_heartbeat().await;
    for (pause, beats) in [(0, 1), (30, 1), (30, 2), (59, 2), (1, 3)] {
        world.passes(seconds(pause)).await;
        is_well(&world).await;
        assert_eq!(heartbeats(&world), beats, "after {pause} s more");
    }
    let came = &world.town().hooks().requests()[0];
    assert_eq!((came.method.as_str(), came.path.as_str(), came.body.as_str()), ("GET", "/alive", ""));
}

#[tokio::test]
async fn a_night_in_which_the_ladder_climbs_raises_no_alarm() {
    let world = World::start().await;
    let (vera, cleo) = (world.volunteer("Vera").await, world.on_call("Cleo").await);
    vera.writes_a_note("Nobody answers this night.").await;
    for _ in 0..12 {
        world.passes(hours(1)).await;
        is_well(&world).await;
    }
    assert!(!pushed(&world, &cleo).contains(&json!("alarm")));
}
