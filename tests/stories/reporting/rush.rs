//! Somebody fills the public form by a program.

use domain::reporter::rush::{CALLS_AT_ONCE, RUSH_FROM};
use domain::time::{hours, minutes, seconds};
use tests::world::{ReportForm, World};

#[tokio::test]
async fn spam_at_night_wakes_nobody_for_each_report_and_everything_is_kept() {
    let world = World::start().await;
    let cleo = world.on_call("Cleo").await;
    // The story begins at nine in the morning at the venue.
    world.passes(hours(17)).await;
    for number in 0..RUSH_FROM {
        world.reporter().reports(&[("text", &format!("Spam {number}"))]).await;
    }
    world.rests().await;
    for _ in 0..CALLS_AT_ONCE {
        cleo.phone().shows_a_page().await;
    }
    cleo.phone().is_quiet().await;
    let inbox = cleo.inbox().await;
    assert_eq!(inbox.len(), RUSH_FROM, "all of it stands in the inbox");
    for row in &inbox {
        if row.calling.is_some() {
            cleo.takes_in_hand(row.incident).await;
        }
    }
    world.passes(minutes(30)).await;
    cleo.phone().is_quiet().await;
}

#[tokio::test]
async fn under_a_rush_the_form_asks_for_half_a_minute_and_loses_nothing() {
    let world = World::start().await;
    let cleo = world.on_call("Cleo").await;
    for number in 0..RUSH_FROM {
        world.reporter().reports(&[("text", &format!("Spam {number}"))]).await;
    }
    let reporter = world.reporter();
    let (_, answer) = reporter.reports(&[("text", "Somebody real."), ("place", "the hall")]).await;
    let again = answer.text();
    assert!(
        again.contains("One more step")
            && again.contains("\nSomebody real.</textarea>")
            && again.contains("value=\"the hall\"")
    );
    assert_eq!(cleo.inbox().await.len(), RUSH_FROM, "not yet");
    let form = ReportForm::of(&again);
    world.passes(seconds(31)).await;
    let taken = reporter.sends(&form, &[("text", "Somebody real.")]).await;
    assert!(taken.text().contains("has arrived"), "without a script, after half a minute");
    assert_eq!(cleo.inbox().await.len(), RUSH_FROM + 1);
    world.passes(minutes(20)).await;
    let (_, answer) = reporter.reports(&[("text", "Later.")]).await;
    assert!(answer.text().contains("has arrived"), "when it is over nobody waits");
}
