//! Somebody reports by themselves, by the public form.

use desk::clock::chance;
use domain::note::{Answer, Provenance, Urgency};
use domain::reporter::ReporterKey;
use domain::reporter::said::{Said, Whom};
use serde_json::{Value, json};
use tests::world::{Person, ReportForm, World, notes_of, settings};

/// By which number the form means a member.
async fn number(member: &Person) -> String {
    let shown: Value = member.asks("my_public_card", json!({})).await.json();
    shown["number"].to_string()
}

#[tokio::test]
async fn s11_somebody_reports_without_an_account_and_is_heard() {
    World::on_each_engine(somebody_reports).await;
}

async fn somebody_reports(world: &World) {
    let cleo = world.on_call("Cleo").await;
    let reporter = world.reporter();
    let fields =
        [("text", "He would not let me pass."), ("urgency", "now"), ("place", "the stairs"), ("who-instead", "unsaid")];
    let (key, answer) = reporter.reports(&fields).await;
    assert_eq!((answer.status, answer.cookie()), (200, None));
    assert!(key.reveal().iter().all(|word| answer.text().contains(&format!("<li>{word}</li>"))), "the way back");
    assert!(answer.header("cache-control").contains("no-store"));

    cleo.phone().shows_a_page().await;
    cleo.accepts().await;
    let incident = cleo.finds_the_incident().await;
    let case = cleo.opens(incident).await;
    assert_eq!(case.row.urgency, Some(Urgency::Now));
    let note = notes_of(&case)[0].clone();
    assert_eq!(note.body.text.reveal(), "He would not let me pass.");
    assert_eq!(note.body.answers.place, Answer::Given("the stairs".into()));
    assert_eq!(note.body.answers.who, Answer::PrefersNotToSay);
    assert!(reporter.looks(&key).await.text().contains("being looked at"));
    let told =
        world.town().pushes().all_messages().iter().any(|message| message.payload_json.to_string().contains("stairs"));
    assert!(!told, "a page says nothing of it");
}

#[tokio::test]
async fn a_form_that_is_sent_twice_reports_once_and_other_words_are_kept_too() {
    let world = World::start().await;
    let cleo = world.on_call("Cleo").await;
    let reporter = world.reporter();
    let form = ReportForm::of(&reporter.opens("/report").await.text());
    for _ in 0..2 {
        let answer = reporter.sends(&form, &[("text", "Pressed twice.")]).await;
        assert!(answer.text().contains(form.key.reveal()[0]), "the same words again");
    }
    reporter.sends(&form, &[("text", "After going back.")]).await;
    let case = cleo.opens(cleo.finds_the_incident().await).await;
    let words: Vec<_> = notes_of(&case).iter().map(|note| note.body.text.reveal().clone()).collect();
    assert_eq!(words, ["Pressed twice.", "After going back."]);
    let stolen = ReportForm { note: ReportForm::of(&reporter.opens("/report").await.text()).note, ..form };
    let answer = reporter.sends(&stolen, &[("text", "Another report.")]).await;
    assert!(!answer.text().contains(stolen.key.reveal()[0]), "words that are another report's are given to nobody");
    assert!(answer.text().contains("Another report."), "and nothing typed is lost");
    assert_eq!(cleo.inbox().await.len(), 1);
}

#[tokio::test]
async fn one_word_is_enough_and_nothing_gets_a_sentence() {
    let world = World::start().await;
    let cleo = world.on_call("Cleo").await;
    let reporter = world.reporter();
    let (_, answer) = reporter.reports(&[("text", "  ")]).await;
    assert!(answer.text().contains("Nothing is written yet") && cleo.inbox().await.is_empty());
    let (_, answer) = reporter.reports(&[("text", "help"), ("contact", "x".repeat(2_001).as_str())]).await;
    assert!(answer.text().contains("2,000 characters") && answer.text().contains("\nhelp</textarea>"));
    reporter.reports(&[("text", "help")]).await;
    assert_eq!(cleo.inbox().await.len(), 1);
}

#[tokio::test]
async fn d02_who_speaks_for_somebody_says_so_and_both_contacts_stay_apart() {
    let world = World::start().await;
    let cleo = world.on_call("Cleo").await;
    let fields = [
        ("text", "She asked me to."),
        ("whom", "other"),
        ("theirs", "room 12"),
        ("reach", "contact"),
        ("contact", "+49 30 123"),
    ];
    world.reporter().reports(&fields).await;
    let case = cleo.opens(cleo.finds_the_incident().await).await;
    let note = notes_of(&case)[0].clone();
    assert_eq!(note.body.provenance, Some(Provenance::PassedOn));
    assert_eq!(note.body.answers.contact, Answer::Given("+49 30 123".into()));
    let Some(Said::Reported(reported)) = &note.said else { panic!("the form's answers") };
    assert_eq!((reported.whom, reported.theirs.reveal().as_str()), (Answer::Given(Whom::SomebodyElse), "room 12"));
}

#[tokio::test]
async fn s24_whom_the_reporter_keeps_out_is_not_called() {
    let world = World::start().await;
    let (cleo, dana, eli) = (world.on_call("Cleo").await, world.on_call("Dana").await, world.on_call("Eli").await);
    let out = number(&dana).await;
    let fields = [("text", "It was one of you."), ("out", out.as_str()), ("out-text", "and not ELI either")];
    let (key, _) = world.reporter().reports(&fields).await;
    cleo.phone().shows_a_page().await;
    dana.phone().is_quiet().await;
    eli.phone().is_quiet().await;
    assert!(dana.inbox().await.is_empty() && eli.inbox().await.is_empty(), "nor do they find it");
    let incident = cleo.finds_the_incident().await;
    assert_eq!(dana.tries_to_open(incident).await.status, 404);
    let page = world.reporter().looks(&key).await.text();
    assert!(!page.contains("Eli"), "whether a name was known is not told");
    let case = cleo.opens(incident).await;
    let Some(Said::Reported(reported)) = &notes_of(&case)[0].said else { panic!("the form's answers") };
    assert_eq!(reported.keep_out.reveal(), "and not ELI either");
}

#[tokio::test]
async fn s24_a_form_about_everybody_names_the_outside_contact() {
    let world = World::start().await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    let outside = domain::conference::Settings { outside_contact: "Ines of the trust".into(), ..settings() };
    assert_eq!(world.organizer().asks("set_up_conference", json!({ "settings": outside })).await.status, 200);
    let form = world.reporter().opens("/report").await.text();
    assert!(form.contains("Ines of the trust"), "before anything is written");
    let (key, answer) = world.reporter().reports(&[("text", "All of you."), ("out-all", "yes")]).await;
    assert!(answer.text().contains("Ines of the trust"));
    for member in [&cleo, &dana] {
        member.phone().is_quiet().await;
        assert!(member.inbox().await.is_empty());
    }
    assert!(world.reporter().looks(&key).await.text().contains("Ines of the trust"));
    let waits: bool = world.organizer().asks("is_anything_outside", json!({})).await.json();
    assert!(waits, "the organizers learn that something waits");
}

#[tokio::test]
async fn the_form_can_be_closed() {
    let world = World::start().await;
    let cleo = world.on_call("Cleo").await;
    let form = ReportForm::of(&world.reporter().opens("/report").await.text());
    let pages = json!({ "pages": { "form_closed": true } });
    assert_eq!(cleo.asks("set_public_pages", pages.clone()).await.status, 403, "that is for organizers");
    assert_eq!(world.organizer().asks("set_public_pages", pages).await.status, 200);
    let answer = world.reporter().sends(&form, &[("text", "Too late.")]).await;
    assert!(answer.text().contains("closed just now") && cleo.inbox().await.is_empty());
    assert!(!world.reporter().opens("/").await.text().contains("/report\">Report something</a></p>"));
}

#[tokio::test]
async fn a_browser_that_says_no_origin_reports_too() {
    let world = World::start().await;
    let cleo = world.on_call("Cleo").await;
    let key = ReporterKey::mint(chance());
    let body = format!("words={}&text=From+a+hardened+browser", key.fragment().reveal());
    let request = world.town().request("POST", "/report").header("origin", "null");
    let request = request.header("content-type", "application/x-www-form-urlencoded").body(body);
    assert_eq!(world.town().send(request).await.expect("an answer").status, 200);
    assert_eq!(cleo.inbox().await.len(), 1);
}
