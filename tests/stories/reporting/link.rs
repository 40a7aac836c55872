//! The reporter's private link, from a phone without a network to a browser without JavaScript.

use domain::ids::NoteId;
use domain::reporter::ReporterKey;
use domain::time::minutes;
use domain::work::template::RECEIPT;
use tests::world::{World, notes_of};

#[tokio::test]
async fn a_reporter_follows_the_report_and_adds_to_it() {
    World::on_each_engine(reporter_follows).await;
}

async fn reporter_follows(world: &World) {
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    let reporter = world.reporter();
    let (_, key) = vera.hands_a_link_over_offline("A reporter was followed to the hotel.");
    let page = reporter.opens_the_page().await;
    assert_eq!(page.status, 200);
    let early = reporter.looks(&key).await;
    let nowhere = reporter.types_in_vain().await;
    assert_eq!(early.bytes(), nowhere.bytes(), "the link lives as soon as the note has synced");

    vera.comes_online().await;
    let received = reporter.looks(&key).await;
    assert_eq!(received.status, 200, "{}", received.text());
    assert_ne!(received.text(), nowhere.text());
    assert!(!received.text().contains("hotel"), "the page does not repeat the note");
    assert!(!received.text().contains("Cleo"), "nor who is on call");
    keeps_nothing(&received);

    cleo.phone().shows_a_page().await;
    cleo.accepts().await;
    let looked_at = reporter.looks(&key).await;
    assert_ne!(looked_at.text(), received.text(), "the state has moved");

    let incident = cleo.finds_the_incident().await;
    assert_eq!(cleo.confirms_receipt(incident, RECEIPT).await.status, 200);
    assert_eq!(cleo.confirms_receipt(incident, RECEIPT).await.status, 409, "told once");
    assert!(reporter.looks(&key).await.text().contains(RECEIPT));

    let note = NoteId::mint(world.now(), desk::clock::chance()).to_string();
    for _ in 0..2 {
        let added = reporter.adds(&key, &note, "It was a grey coat.").await;
        assert!(added.status < 400, "{} {}", added.status, added.text());
    }
    let text = reporter.looks(&key).await.text();
    assert_eq!(text.matches("said\">It was a grey coat.").count(), 1, "added once");
    let case = cleo.opens(incident).await;
    assert!(case.has_link && case.reporter_looked_at.is_some());
    assert_eq!(notes_of(&case).iter().filter(|note| note.body.text.reveal() == "It was a grey coat.").count(), 1);
}

#[tokio::test]
async fn what_a_reporter_adds_calls_the_team_when_nobody_has_it() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    let (_, key) = vera.hands_a_link_over_offline("It happened at the door.");
    vera.comes_online().await;
    for _ in 0..60 {
        world.passes(minutes(15)).await;
    }
    let before = cleo.phone().latest_page();
    let note = NoteId::mint(world.now(), desk::clock::chance()).to_string();
    world.reporter().adds(&key, &note, "It happens again, now.").await;
    world.rests().await;
    assert_ne!(cleo.phone().latest_page(), before, "the old page had ended, a new one calls");
}

#[tokio::test]
async fn a_key_is_read_as_people_write_it_and_a_wrong_one_is_answered_alike() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let (_, key) = vera.hands_a_link_over_offline("A note with a link.");
    vera.comes_online().await;
    let reporter = world.reporter();
    let words = key.reveal();
    let nowhere = reporter.types_in_vain().await;
    for typed in [words.join("."), words.join("-").to_uppercase(), format!("  {}\n", words.join("   "))] {
        let found = reporter.types(&typed).await;
        assert_eq!(found.status, 200);
        assert_ne!(found.text(), nowhere.text(), "a right key");
    }
    let wrong = ReporterKey::mint([9; 16]);
    for typed in [wrong.reveal().join(" "), words[..5].join(" "), String::new(), "\u{1F600}".repeat(90)] {
        assert_eq!(reporter.types(&typed).await.bytes(), nowhere.bytes(), "every wrong key is answered alike");
    }
    keeps_nothing(&nowhere);
}

fn keeps_nothing(reply: &tests::world::Reply) {
    assert!(reply.header("cache-control").contains("no-store"), "{}", reply.header("cache-control"));
    assert_eq!(reply.header("referrer-policy"), "no-referrer");
    assert!(reply.header("x-robots-tag").contains("noindex"));
    assert_eq!(reply.cookie(), None);
}
