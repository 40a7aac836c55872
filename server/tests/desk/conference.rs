//! Settings, the guide, and what phones keep.

use crate::bench::{Bench, settings, why};
use domain::conference::Settings;
use domain::guide::Card;
use domain::permission::Role;
use domain::time::{Timestamp, days};

#[tokio::test]
async fn settings_are_the_organizers_and_are_checked() {
    let bench = Bench::new().await;
    let (vera, cleo) = (bench.volunteer().await, bench.on_call("Cleo").await);
    for person in [&vera, &cleo] {
        assert_eq!(why(bench.desk.set_up_conference(person, settings(), |_| true).await), "not allowed");
    }
    let nameless = Settings { name: " ".into(), ..settings() };
    assert_eq!(why(bench.desk.set_up_conference(&bench.organizer, nameless, |_| true).await), "input");
    assert_eq!(why(bench.desk.set_up_conference(&bench.organizer, settings(), |_| false).await), "input");
    let (starts_at, ends_at) = (Timestamp::from_millis(0), Timestamp::from_millis(0).plus(days(1)));
    let slip = Settings { starts_at, ends_at, ..settings() };
    assert_eq!(why(bench.desk.set_up_conference(&bench.organizer, slip, |_| true).await), "input", "1970");
    let before = bench.edition(&vera).await;
    bench.desk.set_up_conference(&bench.organizer, settings(), |_| true).await.unwrap();
    assert!(bench.edition(&vera).await > before, "phones hear of it");
}

#[tokio::test]
async fn dates_by_mistake_in_the_past_lock_nobody_out() {
    let bench = Bench::new().await;
    let past = Settings { starts_at: bench.now().minus(days(82)), ends_at: bench.now().minus(days(80)), ..settings() };
    bench.desk.set_up_conference(&bench.organizer, past.clone(), |_| true).await.unwrap();
    let people = bench.desk.people(&bench.organizer).await.unwrap();
    assert!(people[0].devices[0].device.is_signed_in(bench.now()));
    bench.clock.pass(days(400));
    let venue = Settings { venue: "Town Hall".into(), ..past };
    bench.desk.set_up_conference(&bench.organizer, venue, |_| true).await.expect("what stands may be long past");
    let next = Settings { starts_at: bench.now(), ends_at: bench.now().plus(days(2)), ..settings() };
    bench.desk.set_up_conference(&bench.organizer, next, |_| true).await.unwrap();
}

#[tokio::test]
async fn a_card_is_changed_by_organizers_and_reaches_phones() {
    let bench = Bench::new().await;
    let vera = bench.volunteer().await;
    let mut card: Card = bench.desk.guide(&vera).await.unwrap()[0].clone();
    card.title = "Changed".into();
    assert_eq!(why(bench.desk.put_card(&vera, card.clone()).await), "not allowed");
    for _ in 0..2 {
        let cards = bench.desk.put_card(&bench.organizer, card.clone()).await.unwrap();
        assert_eq!(cards.iter().filter(|other| other.id == card.id).count(), 1);
    }
    let bundle = bench.desk.bundle(&vera, "key".into()).await.unwrap();
    assert!(bundle.guide.iter().any(|other| other.title == "Changed"));
}

#[tokio::test]
async fn two_conferences_on_one_server_do_not_meet() {
    let bench = Bench::new().await;
    let (vera, cleo) = (bench.volunteer().await, bench.on_call("Cleo").await);
    bench.records_text(&vera, "a").await;
    let stranger = bench.stranger(Role::CareMember).await;
    assert_eq!(bench.desk.inbox(&stranger).await.unwrap(), []);
    assert_eq!(bench.desk.inbox(&cleo).await.unwrap().len(), 1);
    let bundle = bench.desk.bundle(&stranger, "key".into()).await.unwrap();
    assert!(bundle.care_team.iter().all(|contact| contact.person == stranger.person));
    assert_eq!(bench.desk.conferences().await.unwrap().len(), 2);
}
