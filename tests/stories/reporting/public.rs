//! What anybody sees: the pages around a report, in several languages, and who of the team shows themselves.

use domain::reporter::ReporterKey;
use serde_json::json;
use tests::world::World;

const PAGES: [&str; 7] = ["/", "/about", "/team", "/privacy", "/poster", "/report", "/r"];

#[tokio::test]
async fn every_public_page_is_whole_in_every_language_and_sets_nothing() {
    let world = World::start().await;
    world.on_call("Cleo").await;
    for path in PAGES {
        for (query, lang) in [("", "en"), ("?lang=de", "de"), ("?lang=xx", "en")] {
            let page = world.reporter().opens(&format!("{path}{query}")).await;
            let text = page.text();
            assert_eq!(
                (page.status, page.cookie(), page.header("content-language")),
                (200, None, lang),
                "{path}{query}"
            );
            assert!(text.contains(&format!("<html lang=\"{lang}\"")) && text.contains("<title>Careline</title>"));
            assert!(!text.contains("Cleo"), "{path} names nobody");
            assert!(!text.contains("src=\"http") && !text.contains("<script>"), "{path}");
        }
    }
    let request = world.town().request("GET", "/about").header("accept-language", "de-CH,de;q=0.9");
    assert_eq!(world.town().send(request).await.expect("an answer").header("content-language"), "de");
}

#[tokio::test]
async fn d07_d09_the_team_shows_itself_only_where_both_want_it() {
    let world = World::start().await;
    let cleo = world.on_call("Cleo").await;
    let team = async || world.reporter().opens("/team").await.text();
    let card = json!({ "card": { "name": "Kit", "about": "Speaks Basque." } });
    assert_eq!(cleo.asks("set_my_public_card", card.clone()).await.status, 200);
    assert!(!team().await.contains("Kit"), "the organizers have not switched it on");
    let pages = json!({ "pages": { "shows_team": true, "notice": { "en": "Kept for a year." } } });
    assert_eq!(world.organizer().asks("set_public_pages", pages).await.status, 200);
    assert!(team().await.contains("Speaks Basque.") && !team().await.contains("Cleo"));
    assert!(world.reporter().opens("/report").await.text().contains("Kit"), "and can be kept out by that name");
    assert!(world.reporter().opens("/privacy").await.text().contains("Kept for a year."));
    assert_eq!(cleo.asks("set_my_public_card", json!({ "card": { "name": "", "about": " " } })).await.status, 200);
    assert!(!team().await.contains("Kit"), "and hides again");
    assert_eq!(world.volunteer("Vera").await.asks("set_my_public_card", card).await.status, 403);
}

#[tokio::test]
async fn a_slip_that_could_be_two_words_is_asked_about_whether_there_is_such_a_report_or_not() {
    let world = World::start().await;
    world.on_call("Cleo").await;
    let key = ReporterKey::parse("stack abacus abdomen abide ability abacus").expect("six words");
    let ask = async || world.reporter().types("stak abacus abdomen abide ability abacus").await;
    let before = ask().await;
    assert!(before.text().contains("Which word did you mean?"));
    for word in ["stack", "stank", "stark"] {
        assert!(before.text().contains(&format!("<option value=\"{word}\"")));
    }
    let words = key.fragment().into_revealed();
    world.reporter().posts("/report", &[("words", &words), ("text", "x")]).await;
    assert_eq!(ask().await.bytes(), before.bytes(), "it tells nothing of any report");
    let meant = |first| {
        [
            ("meant", first),
            ("meant", "abacus"),
            ("meant", "abdomen"),
            ("meant", "abide"),
            ("meant", "ability"),
            ("meant", "abacus"),
        ]
    };
    assert!(world.reporter().posts("/r", &meant("stack")).await.text().contains("It has arrived"));
    let nowhere = world.reporter().types_in_vain().await;
    assert_eq!(world.reporter().posts("/r", &meant("stark")).await.bytes(), nowhere.bytes());
}

#[tokio::test]
async fn keeping_the_words_is_a_step_of_its_own_and_nobody_must_take_it() {
    let world = World::start().await;
    world.on_call("Cleo").await;
    let (key, _) = world.reporter().reports(&[("text", "x")]).await;
    let words = key.reveal();
    let carried = key.fragment().into_revealed();
    let typed = async |second: &str, fifth: &str| {
        world.reporter().posts("/r/kept", &[("words", &carried), ("second", second), ("fifth", fifth)]).await.text()
    };
    assert!(typed("no", "idea").await.contains("These are others"));
    assert!(typed(words[1], words[4]).await.contains("You have them."));
    let card = world.reporter().posts("/r/card", &[("words", &carried)]).await.text();
    assert!(card.contains("<svg") && words.iter().all(|word| card.contains(word)) && card.contains("was received"));
    let unknown = ReporterKey::mint([9; 16]).fragment().into_revealed();
    let card = world.reporter().posts("/r/card", &[("words", &unknown)]).await.text();
    assert!(!card.contains("was received"), "a card for words that still wait for a volunteer's network");
}

#[tokio::test]
async fn pages_are_packed_where_a_browser_takes_that() {
    let world = World::start().await;
    let request = world.town().request("GET", "/report").header("accept-encoding", "gzip, br");
    let packed = world.town().send(request).await.expect("an answer");
    assert_eq!(packed.header("content-encoding"), "br");
    let plain = world.reporter().opens("/report").await;
    assert!(packed.body.len() * 3 < plain.body.len(), "{} of {}", packed.body.len(), plain.body.len());
}
