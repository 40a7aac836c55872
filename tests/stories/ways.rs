//! The ways to reach people beside pushes.

use domain::hook::{Heard, NewHook, WaysView};
use domain::paging::Way;
use domain::reach::{Choices, ChosenWay, HOOK_HEARD_WITHIN, RECEIPT_WITHIN};
use domain::view::MyReach;
use serde_json::json;
use tests::answer::Answer;
use tests::mail_server::{At, LOGIN, MailServer, Manner, Sealing};
use tests::process;
use tests::tls::identity;
use tests::world::{Person, World, hook};

async fn tries(world: &World, wanted: &NewHook) -> Heard {
    let reply = world.organizer().asks("try_hook", json!({ "hook": wanted.id, "to": "@ana" })).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()
}

#[tokio::test]
async fn an_organizer_adds_a_service_tries_it_and_hears_how_it_went() {
    let world = World::start().await;
    let service = world.town().hooks();
    let wanted = hook(service.origin());
    let reply = world.organizer().asks("put_hook", json!({ "hook": wanted })).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert!(!reply.text().contains("/care") && !reply.text().contains("a token"), "secrets stay: {}", reply.text());
    assert!(reply.json::<WaysView>().sends_mail);

    assert_eq!(tries(&world, &wanted).await, Heard::Taken);
    let came = service.wait_for(1).await;
    assert_eq!(
        (came[0].path.as_str(), came[0].headers["authorization"].as_str()),
        ("/care", "Bearer a token of the service")
    );
    assert!(came[0].body.contains("This way leads to you.") && came[0].body.contains("@ana"), "{}", came[0].body);
    for (answer, heard) in [
        (Answer::Status(410), Heard::Gone),
        (Answer::Status(403), Heard::Refused(403)),
        (Answer::RetryAfter(429, "60".into()), Heard::TooMany),
        (Answer::Cut, Heard::Cut),
    ] {
        service.answer(answer);
        assert_eq!(tries(&world, &wanted).await, heard);
        let ways: WaysView = world.organizer().asks("ways", json!({})).await.json();
        assert_eq!(ways.hooks[0].tried.map(|tried| tried.heard), Some(heard), "the last try is on record");
    }
}

#[tokio::test]
async fn a_service_in_the_servers_own_network_is_refused_with_a_sentence() {
    let world = World::start().await;
    for url in ["http://127.0.0.1:1", "https://169.254.169.254", "https://10.0.0.1"] {
        let reply = world.organizer().asks("put_hook", json!({ "hook": hook(url) })).await;
        assert_eq!(reply.status, 422, "{url}: {}", reply.text());
    }
    assert_eq!(world.town().hooks().requests(), Vec::new());
}

#[tokio::test]
async fn a_try_by_mail_says_what_the_mail_server_said() {
    let world = World::start().await;
    let tries =
        async || -> Heard { world.organizer().asks("try_mail", json!({ "to": "ana@example.org" })).await.json() };
    assert_eq!(tries().await, Heard::Taken);
    let mails = world.town().mails().wait_for(1).await;
    assert_eq!(mails[0].to, ["ana@example.org"]);
    assert!(mails[0].text.contains("Subject: Test\r\n"), "{}", mails[0].text);
    world.town().mails().behaves(Manner::Says(At::Recipient, 550, "5.1.1 nobody here"));
    assert_eq!(tries().await, Heard::Gone);
}

#[tokio::test]
async fn a_mail_and_a_hook_of_a_page_carry_nothing_of_the_note() {
    let world = World::start().await;
    let wanted = hook(world.town().hooks().origin());
    assert_eq!(world.organizer().asks("put_hook", json!({ "hook": wanted })).await.status, 200);
    let (vera, cleo) = (world.volunteer("Vera").await, world.on_call("Cleo").await);
    let by_hook = ChosenWay::Hook { hook: wanted.id, to: "@cleo".into() };
    let by_mail = ChosenWay::Mail { address: "cleo@example.org".into() };
    chooses(&cleo, &[by_hook, by_mail]).await;
    vera.writes_a_note("Somebody shouted zanzibarglow behind the stage.").await;
    let came = world.town().hooks().wait_for(1).await;
    assert_eq!(world.town().mails().mails(), Vec::new(), "the next way waits for the first");
    world.passes(HOOK_HEARD_WITHIN).await;
    let mails = world.town().mails().wait_for(1).await;
    assert_eq!(mails[0].to, ["cleo@example.org"]);
    for text in [&came[0].body, &mails[0].text] {
        assert!(text.contains("You are needed") && text.contains("/app/p/"), "{text}");
        for word in ["zanzibarglow", "stage", "Vera", "Cleo", "Old Mill"] {
            assert!(!text.contains(word), "{word} goes out: {text}");
        }
    }
    cleo.phone().is_quiet().await;
}

#[tokio::test]
async fn an_unheard_push_falls_to_a_service_and_one_in_trouble_to_a_mail() {
    World::on_each_engine(an_unheard_push_falls_to_a_service).await;
}

async fn an_unheard_push_falls_to_a_service(world: &World) {
    let service = world.town().hooks();
    let wanted = hook(service.origin());
    assert_eq!(world.organizer().asks("put_hook", json!({ "hook": wanted })).await.status, 200);
    let (vera, cleo) = (world.volunteer("Vera").await, world.on_call("Cleo").await);
    let by_hook = ChosenWay::Hook { hook: wanted.id, to: "@cleo".into() };
    let by_mail = ChosenWay::Mail { address: "cleo@example.org".into() };
    chooses(&cleo, &[ChosenWay::Push, by_hook, by_mail]).await;
    vera.writes_a_note("The phone lies in a cellar.").await;
    cleo.phone().next_message().await;
    let page = cleo.phone().latest_page().expect("the push names its page");
    world.passes(RECEIPT_WITHIN).await;
    let came = service.wait_for(1).await;
    assert!(came[0].body.contains("@cleo") && came[0].body.contains(&format!("/app/p/{page}")), "{}", came[0].body);
    assert_eq!(world.town().mails().mails(), Vec::new());

    service.answer(Answer::Status(503));
    vera.writes_a_note("The service is in trouble too.").await;
    cleo.phone().next_message().await;
    let page = cleo.phone().latest_page().expect("the push names its page");
    world.passes(RECEIPT_WITHIN).await;
    let mails = world.town().mails().wait_for(1).await;
    assert!(mails.iter().any(|mail| mail.text.contains(&format!("/app/p/{page}"))), "{mails:?}");
}

#[tokio::test]
async fn whose_mailbox_is_no_more_is_told_once_and_mailed_again_with_the_next_call() {
    let world = World::start().await;
    let (vera, cleo) = (world.volunteer("Vera").await, world.on_call("Cleo").await);
    chooses(&cleo, &[ChosenWay::Mail { address: "cleo@example.org".into() }, ChosenWay::Push]).await;
    world.town().mails().behaves(Manner::Says(At::Recipient, 550, "5.1.1 nobody here"));
    vera.writes_a_note("The mailbox is closed, so the phone rings at once.").await;
    assert_eq!(pushed(&cleo, 2).await, ["page", "stopped"]);
    assert_eq!(reach(&cleo).await.stopped, [Way::Mail], "the screen says so");
    vera.writes_a_note("It is still closed.").await;
    assert_eq!(pushed(&cleo, 1).await, ["page"], "they know already");
    world.rests().await;
    cleo.phone().is_quiet().await;
    world.town().mails().behaves(Manner::Accepts);
    vera.writes_a_note("It was the server's mistake.").await;
    let mails = world.town().mails().wait_for(1).await;
    assert!(mails[0].text.contains("Subject: You are needed\r\n"), "{}", mails[0].text);
    world.rests().await;
    assert_eq!(reach(&cleo).await.stopped, []);
}

#[tokio::test]
async fn whoever_wants_no_pushes_gets_one_when_nothing_else_leads_to_them() {
    let world = World::start().await;
    let (vera, cleo) = (world.volunteer("Vera").await, world.on_call("Cleo").await);
    chooses(&cleo, &[ChosenWay::Mail { address: "cleo@example.org".into() }]).await;
    vera.writes_a_note("The mail server takes it.").await;
    world.town().mails().wait_for(1).await;
    cleo.phone().is_quiet().await;
    world.town().mails().behaves(Manner::Says(At::Sender, 550, "5.7.1 not from here"));
    vera.writes_a_note("And now it refuses everything.").await;
    cleo.phone().shows_a_page().await;
    world.rests().await;
    assert_eq!(world.town().mails().mails().len(), 1);
}

#[tokio::test]
async fn whoever_is_called_by_a_service_that_is_removed_is_pushed_and_told() {
    World::on_each_engine(a_service_is_removed).await;
}

async fn a_service_is_removed(world: &World) {
    let service = world.town().hooks();
    let wanted = hook(service.origin());
    assert_eq!(world.organizer().asks("put_hook", json!({ "hook": wanted })).await.status, 200);
    let (vera, cleo) = (world.volunteer("Vera").await, world.on_call("Cleo").await);
    chooses(&cleo, &[ChosenWay::Hook { hook: wanted.id, to: "@cleo".into() }]).await;
    vera.writes_a_note("One call is under way.").await;
    service.wait_for(1).await;
    cleo.phone().is_quiet().await;
    for _ in 0..2 {
        let reply = world.organizer().asks("remove_hook", json!({ "hook": wanted.id })).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
    }
    assert_eq!(pushed(&cleo, 1).await, ["stopped"]);
    assert_eq!(reach(&cleo).await, Choices::default());
    vera.writes_a_note("And another one comes.").await;
    cleo.phone().shows_a_page().await;
    world.rests().await;
    assert_eq!(service.requests().len(), 1);
}

/// The kinds of the next messages on a phone, by name.
async fn pushed(person: &Person, count: usize) -> Vec<String> {
    let mut kinds = Vec::new();
    for _ in 0..count {
        let message = person.phone().next_message().await.payload_json;
        kinds.push(message["t"].as_str().unwrap_or_default().to_owned());
    }
    kinds.sort_unstable();
    kinds
}

async fn reach(person: &Person) -> Choices {
    person.asks("my_reach", json!({})).await.json::<MyReach>().choices
}

async fn chooses(person: &Person, ways: &[ChosenWay]) {
    let choices = Choices { ways: ways.to_vec(), ..Choices::default() };
    let reply = person.asks("set_my_reach", json!({ "choices": choices })).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
}

#[tokio::test]
async fn nobody_gets_more_messages_than_they_may() {
    let world = World::start().await;
    let wanted = hook(world.town().hooks().origin());
    assert_eq!(world.organizer().asks("put_hook", json!({ "hook": wanted })).await.status, 200);
    let most = domain::throttle::Throttle::of(wanted.preset).most();
    for _ in 0..most {
        assert_eq!(tries(&world, &wanted).await, Heard::Taken);
    }
    assert_eq!(tries(&world, &wanted).await, Heard::Throttled);
    assert_eq!(world.town().hooks().requests().len(), most);
    world.passes(domain::throttle::Throttle::of(wanted.preset).within()).await;
    assert_eq!(tries(&world, &wanted).await, Heard::Taken);
}

#[tokio::test]
async fn a_mail_server_whose_authority_is_trusted_gets_the_doctors_test() {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let trusted = folder.path().join("authority.pem");
    let identity = identity();
    std::fs::write(&trusted, &identity.authority).expect("the authority's certificate");
    let (user, password) = (LOGIN.0, LOGIN.1.replace('/', "%2F").replace('@', "%40"));
    let ways = [("smtps", Sealing::Tls(identity.config.clone())), ("starttls", Sealing::StartTls(identity.config))];
    for (scheme, sealing) in ways {
        let server = MailServer::start_with_login(sealing).await;
        let place = format!("localhost:{}", server.address().port());
        let url = format!("{scheme}://{user}:{password}@{place}");
        let from = "Example Days <care@conference.example>";
        let database = format!("sqlite://{}", folder.path().join("careline.db").display());
        let flags = ["--smtp-url", &url, "--mail-from", from, "--test-mail", "ana@example.org"];
        let place_flags = ["doctor", "--database-url", &database];
        let told =
            process::run(&[&place_flags[..], &flags[..]].concat(), &[("SSL_CERT_FILE", trusted.as_path())]).await;
        let line = told.lines().find(|line| line.contains("  mail  ")).unwrap_or_default();
        assert!(line.starts_with("ok") && line.contains("took the message"), "{scheme}: {told}");
        assert!(!told.contains(&password) && !told.contains("ana@"), "nothing private is printed: {told}");
        let mails = server.wait_for(1).await;
        assert!(mails[0].text.contains("Subject: Test\r\n"), "{}", mails[0].text);
    }
}
