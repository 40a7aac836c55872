//! What is private is in no log, no push, no address and not in the files of the database.

use desk::clock::chance;
use domain::hook::{Key, NewHook};
use domain::ids::NoteId;
use domain::note::{Answer, Answers, NoteBody};
use domain::permission::Role;
use domain::reporter::ReporterKey;
use domain::work::draft::Purpose;
use serde_json::json;
use tests::log;
use tests::world::{World, hook, message};

/// Words that stand nowhere else, each in another private place.
const TEXT: &str = "zephyrquokka";
const PLACE: &str = "brambleknoll";
const ADDED: &str = "wobblethicket";
const WHY: &str = "gizmarole";
const TOLD: &str = "flimsywalnut";
const REPORTER: &str = "murmurglade";
const NAME: &str = "Quillonia";
const NUMBER: &str = "+4930555019283";
const MAILBOX: &str = "dapperlynx@example.org";
const HANDLE: &str = "fernwhisper";
const TOKEN: &str = "pebblelantern";
const CAPABILITY: &str = "copperthistle";
const WORDS: [&str; 12] = [TEXT, PLACE, ADDED, WHY, TOLD, REPORTER, NAME, NUMBER, MAILBOX, HANDLE, TOKEN, CAPABILITY];

#[tokio::test]
async fn no_words_leak() {
    log::watch_for(&WORDS);
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let cleo = world.joins(NAME, Role::CareMember).await;
    cleo.phone().turns_pushes_on().await;
    world.puts_on_call(&cleo, domain::time::hours(72)).await;
    let details = json!({ "phone": NUMBER, "languages": "" });
    assert_eq!(cleo.asks("change_my_details", details).await.status, 200);
    let key = ReporterKey::mint(chance());
    let secrets = [
        key.reveal().join("."),
        key.reveal().join(" "),
        vera.phone().cookie().expect("signed in"),
        cleo.phone().cookie().expect("signed in"),
        cleo.phone().subscription().auth,
    ];
    // The value alone is the secret, the cookie's name is not.
    let secrets: Vec<_> = secrets.iter().map(|secret| secret.rsplit('=').next().unwrap_or(secret)).collect();
    log::watch_for(&secrets);

    let answers = Answers { place: Answer::Given(PLACE.into()), ..Answers::default() };
    let body = NoteBody { text: TEXT.into(), answers, reporter_key: Some(key.digest()), ..NoteBody::default() };
    vera.writes(body).await;
    cleo.phone().shows_a_page().await;
    let incident = cleo.accepts().await.incident;
    cleo.opens(incident).await;
    let own = cleo.adds_a_note(incident, ADDED).await;
    assert_eq!(cleo.strikes(incident, own, WHY).await.status, 200);
    let link = cleo.opens(incident).await.links[0].link;
    let told = cleo.drafts(incident, message(Some(link), Purpose::Other, TOLD)).await;
    assert_eq!(cleo.agrees_anyway(incident, told, told, WHY).await.status, 200);
    world.reporter().looks(&key).await;
    world.reporter().adds(&key, &NoteId::mint(world.now(), chance()).to_string(), REPORTER).await;
    other_ways_tell_no_more(&world).await;
    refusals_do_not_repeat_what_was_sent(&world).await;
    world.stops().await;

    for push in world.pushed() {
        let shown = push.to_string().to_lowercase();
        for word in WORDS {
            assert!(!shown.contains(&word.to_lowercase()), "a push says {word}");
        }
    }
    assert!(!world.pushed().is_empty());
    assert!(log::lines() > 100, "somebody was listening");
    assert_eq!(log::hits(), Vec::<String>::new());
    files_tell_nothing(&world, &secrets);
}

/// A mail and a request to a service hold fixed words, ids, and the address that they go to.
async fn other_ways_tell_no_more(world: &World) {
    let url = format!("{}/{CAPABILITY}", world.town().hooks().origin());
    let key = Some(Key::Bearer(TOKEN.into()));
    let wanted = NewHook { url: Some(url.into()), key, ..hook("") };
    assert_eq!(world.organizer().asks("put_hook", json!({ "hook": wanted })).await.status, 200);
    let tried = json!({ "hook": wanted.id, "to": HANDLE });
    assert_eq!(world.organizer().asks("try_hook", tried).await.status, 200);
    assert_eq!(world.organizer().asks("try_mail", json!({ "to": MAILBOX })).await.status, 200);
    let shown = world.organizer().asks("ways", json!({})).await.text();
    assert!(!shown.contains(TOKEN) && !shown.contains(CAPABILITY), "what is sealed is not shown again: {shown}");
    let sent = world.town().hooks().wait_for(1).await.into_iter().map(|came| came.body);
    let sent = sent.chain(world.town().mails().wait_for(1).await.into_iter().map(|mail| mail.text));
    for text in sent.map(|text| text.to_lowercase()) {
        for word in WORDS.iter().filter(|word| ![MAILBOX, HANDLE].contains(word)) {
            assert!(!text.contains(&word.to_lowercase()), "{word} goes out: {text}");
        }
    }
}

/// A body that cannot be taken comes back with a sentence, and without its words.
async fn refusals_do_not_repeat_what_was_sent(world: &World) {
    let vera = world.volunteer("Vera").await;
    for (path, body) in [
        ("/api/v1/sync", format!(r#"{{"protocol":1,"entries":[{{"id":"{TEXT}","note":"{PLACE}"}}]}}"#)),
        ("/api/v1/session", format!(r#"{{"code":"{TEXT}","name":7}}"#)),
        ("/api/desk/open_case", format!(r#"{{"incident":"{TEXT}"}}"#)),
        ("/api/desk/add_note", format!(r#"{{"text":"{PLACE}","#)),
        ("/api/v1/push/receipt", format!(r#"{{"token":"{TEXT}","state":"{PLACE}"}}"#)),
    ] {
        let request = vera.phone().request("POST", path).header("content-type", "application/json").body(body);
        let reply = world.town().send(request).await.expect("an answer");
        let text = reply.text();
        assert!(!text.contains(TEXT) && !text.contains(PLACE), "{path} repeats what was sent: {text}");
    }
}

fn files_tell_nothing(world: &World, secrets: &[&str]) {
    let mut looked_at = 0;
    for entry in std::fs::read_dir(world.folder()).expect("the folder").flatten() {
        if entry.path().to_string_lossy().contains("careline.db") {
            let bytes = std::fs::read(entry.path()).expect("a file");
            for word in WORDS.iter().chain(secrets) {
                let found = bytes.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()));
                assert!(!found, "{} holds {word}", entry.path().display());
            }
            looked_at += bytes.len();
        }
    }
    assert!(looked_at > 10_000, "there is a database");
}
