//! What a reporter does on their page, and what the team sees of it.

use desk::clock::chance;
use domain::ids::{DeedId, IncidentId, NoteId, ReporterLinkId};
use domain::note::NoteKind;
use domain::reporter::ReporterKey;
use domain::reporter::said::{Opinion, Said, Share};
use domain::view::TimelineWhat;
use domain::work::Deed;
use domain::work::draft::Purpose;
use domain::work::report::{KeptBecause, ReportDeed};
use serde_json::json;
use tests::world::{Person, World, hidden, message, notes_of};

/// A report by the form that this member has in hand.
struct Reported {
    key: ReporterKey,
    incident: IncidentId,
    link: ReporterLinkId,
}

async fn reported(world: &World, by: &Person, text: &str) -> Reported {
    let (key, _) = world.reporter().reports(&[("text", text)]).await;
    let incident = by.finds_the_incident().await;
    assert_eq!(by.takes_in_hand(incident).await.status, 200);
    let link = by.opens(incident).await.links[0].link;
    Reported { key, incident, link }
}

fn fresh(world: &World) -> String {
    NoteId::mint(world.now(), chance()).to_string()
}

/// The words of each note, blank where they are not shown.
async fn words(member: &Person, incident: IncidentId) -> Vec<String> {
    notes_of(&member.opens(incident).await).iter().map(|note| note.body.text.reveal().clone()).collect()
}

/// Two members write to the reporter; the draft.
async fn write(one: &Person, other: &Person, of: &Reported, purpose: Purpose, text: &str) -> DeedId {
    let draft = one.drafts(of.incident, message(Some(of.link), purpose, text)).await;
    assert_eq!(other.agrees(of.incident, draft, draft).await.status, 200);
    draft
}

#[tokio::test]
async fn d01_a_reporter_corrects_and_the_team_sees_both() {
    let world = World::start().await;
    let cleo = world.on_call("Cleo").await;
    let told = reported(&world, &cleo, "It was on Friday.").await;
    let note = notes_of(&cleo.opens(told.incident).await)[0].id;
    let (id, about) = (fresh(&world), note.to_string());
    let fields = [("do", "correct"), ("note", id.as_str()), ("about", about.as_str()), ("text", "It was on Thursday.")];
    for _ in 0..2 {
        assert_eq!(world.reporter().says(&told.key, &fields).await.status, 200);
    }
    let case = cleo.opens(told.incident).await;
    let notes = notes_of(&case);
    assert_eq!(notes.len(), 2, "once");
    assert_eq!(notes[1].body.kind, NoteKind::Correction { corrects: note });
    assert_eq!(words(&cleo, told.incident).await, ["It was on Friday.", "It was on Thursday."]);
    let others = fresh(&world);
    let foreign = [("do", "correct"), ("note", others.as_str()), ("about", others.as_str()), ("text", "Not mine.")];
    let refused = world.reporter().says(&told.key, &foreign).await.text();
    assert!(refused.contains("not there any more") && refused.contains("\nNot mine.</textarea>"));
}

#[tokio::test]
async fn d01_what_is_taken_back_is_not_shown_not_found_and_not_exported() {
    World::on_each_engine(taken_back).await;
}

async fn taken_back(world: &World) {
    let cleo = world.on_call("Cleo").await;
    let told = reported(world, &cleo, "The word is zanzibar.").await;
    assert_eq!(cleo.finds("zanzibar").await.len(), 1);
    let (id, why) = (fresh(world), "I thought better of it.");
    let page = world.reporter().looks(&told.key).await.text();
    assert!(page.contains("What stays on the record"), "what stays and why comes first");
    let answer = world.reporter().says(&told.key, &[("do", "take-all"), ("note", &id), ("text", why)]).await;
    assert!(answer.text().contains("You took everything back"));
    assert_eq!(words(&cleo, told.incident).await, [String::new(), why.to_owned()]);
    let case = cleo.opens(told.incident).await;
    assert!(notes_of(&case)[0].taken_back.is_some());
    assert!(cleo.finds("zanzibar").await.is_empty(), "nor is it found by searching");
    let file = cleo.exports(told.incident, json!({ "form": "json", "photos": true })).await.text();
    assert!(!file.contains("zanzibar") && file.contains("took everything back"));

    // Somebody may be in danger: the team reads it again, for a reason that the reporter is told.
    let note = notes_of(&case)[0].id;
    cleo.does(told.incident, Deed::Report(ReportDeed::Keep { note, because: KeptBecause::Danger })).await;
    assert_eq!(words(&cleo, told.incident).await[0], "The word is zanzibar.");
    assert!(world.reporter().looks(&told.key).await.text().contains("because somebody may be in danger"));
}

#[tokio::test]
async fn d01_what_was_taken_back_can_be_given_back_and_later_words_are_new() {
    let world = World::start().await;
    let cleo = world.on_call("Cleo").await;
    let vera = world.volunteer("Vera").await;
    let (_, key) = vera.hands_a_link_over_offline("What she told me.");
    vera.comes_online().await;
    let incident = cleo.finds_the_incident().await;
    cleo.takes_in_hand(incident).await;
    let reporter = world.reporter();
    reporter.adds(&key, &fresh(&world), "And this.").await;
    reporter.says(&key, &[("do", "take-all"), ("note", &fresh(&world))]).await;
    assert_eq!(words(&cleo, incident).await, ["", "", ""], "also what was written down for them");
    reporter.adds(&key, &fresh(&world), "Something new.").await;
    assert_eq!(words(&cleo, incident).await.last().map(String::as_str), Some("Something new."));
    reporter.says(&key, &[("do", "give-back"), ("note", &fresh(&world))]).await;
    let shown = words(&cleo, incident).await;
    assert!(shown.contains(&"What she told me.".to_owned()) && shown.contains(&"And this.".to_owned()));
}

#[tokio::test]
async fn s57_a_reporter_answers_and_says_what_they_think_of_a_proposal() {
    let world = World::start().await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    let told = reported(&world, &cleo, "He shouted.").await;
    dana.declares(told.incident, domain::conflict::Standing::Clear, "").await;
    let asked = write(&cleo, &dana, &told, Purpose::Ask, "When was it?").await;
    let proposed = write(&cleo, &dana, &told, Purpose::Propose, "He apologizes in writing.").await;
    let reporter = world.reporter();
    let page = reporter.looks(&told.key).await.text();
    assert!(page.contains("The team asks you") && page.contains("what you think of this") && !page.contains("Cleo"));
    let (one, two) = (asked.to_string(), proposed.to_string());
    reporter
        .says(&told.key, &[("do", "answer"), ("note", &fresh(&world)), ("about", &one), ("text", "At noon.")])
        .await;
    let (note, opinion) = (fresh(&world), ("opinion", "differently"));
    let thinks = [("do", "think"), ("note", note.as_str()), ("about", two.as_str()), opinion, ("text", "In person.")];
    reporter.says(&told.key, &thinks).await;
    let case = cleo.opens(told.incident).await;
    let said: Vec<_> = notes_of(&case).into_iter().filter_map(|note| note.said.clone()).collect();
    assert!(said.contains(&Said::Answered { to: asked }));
    assert!(said.contains(&Said::Thinks { of: proposed, opinion: Opinion::Differently }));
    let unknown = DeedId::mint(world.now(), chance()).to_string();
    let refused = reporter
        .says(&told.key, &[("do", "answer"), ("note", &fresh(&world)), ("about", &unknown), ("text", "x")])
        .await;
    assert!(refused.text().contains("not there any more"), "nobody answers what nobody asked them");
}

#[tokio::test]
async fn a_reporter_says_how_to_be_reached_and_what_may_be_told() {
    let world = World::start().await;
    let cleo = world.on_call("Cleo").await;
    let told = reported(&world, &cleo, "x").await;
    let note = fresh(&world);
    let fields = [("do", "wish"), ("note", note.as_str()), ("reach", "not"), ("hear", "here"), ("share", "without")];
    let page = world.reporter().says(&told.key, &fields).await.text();
    assert!(page.contains(r#"value="without" checked"#), "and reads it again");
    let case = cleo.opens(told.incident).await;
    let wishes = notes_of(&case).into_iter().find_map(|note| match &note.said {
        Some(Said::Wishes(wishes)) => Some(wishes.clone()),
        _ => None,
    });
    assert_eq!(wishes.expect("what they wish").share, Some(Share::WithoutMe));
}

#[tokio::test]
async fn new_words_end_the_old_ones_and_both_facts_are_on_the_record() {
    World::on_each_engine(new_words).await;
}

async fn new_words(world: &World) {
    let cleo = world.on_call("Cleo").await;
    let told = reported(world, &cleo, "Somebody looked over my shoulder.").await;
    let reporter = world.reporter();
    let page = reporter.looks(&told.key).await.text();
    let new = hidden(&page, "new").expect("new words, ready");
    let old = told.key.fragment().into_revealed();
    for _ in 0..2 {
        let answer = reporter.posts("/r/change", &[("words", &old), ("new", &new)]).await;
        assert!(answer.text().contains("These are your new words"), "pressed twice, done once");
    }
    let nowhere = reporter.types_in_vain().await;
    assert_eq!(reporter.types(&old).await.bytes(), nowhere.bytes(), "as if they had never been");
    assert!(reporter.types(&new).await.text().contains("Somebody looked over my shoulder."));

    // They are lost: the team gives new ones in person.
    let given = ReporterKey::mint(chance());
    let what = json!({ "incident": told.incident, "lost": told.link, "key": given.digest() });
    for _ in 0..2 {
        assert_eq!(cleo.asks("give_link", what.clone()).await.status, 200);
    }
    assert_eq!(reporter.types(&new).await.bytes(), nowhere.bytes());
    assert!(reporter.looks(&given).await.text().contains("Somebody looked over my shoulder."));
    let case = cleo.opens(told.incident).await;
    let count = |what: &TimelineWhat| case.timeline.iter().filter(|entry| entry.what == *what).count();
    assert_eq!((count(&TimelineWhat::LinkChanged), count(&TimelineWhat::LinkGiven)), (1, 1));
    let vera = world.volunteer("Vera").await;
    assert_eq!(vera.asks("give_link", what).await.status, 403, "that is for the team");
}

#[tokio::test]
async fn a_photo_comes_without_what_the_camera_wrote() {
    let world = World::start().await;
    let cleo = world.on_call("Cleo").await;
    let told = reported(&world, &cleo, "With a photo.").await;
    let note = fresh(&world);
    let exif = [b"\xFF\xE1\0\x1DExif\0\0".as_slice(), b"48.2082N 16.3738E...."].concat();
    let photo = [b"\xFF\xD8".as_slice(), &exif, b"\xFF\xDB\0\x04ab\xFF\xDA\0\x02pixels\xFF\xD9"].concat();
    let words = told.key.fragment().into_revealed();
    let part = |name: &str, value: &[u8]| {
        let head = format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"");
        let file = if name == "photos" { "; filename=\"p.jpg\"" } else { "" };
        [head.as_bytes(), file.as_bytes(), b"\r\n\r\n", value, b"\r\n"].concat()
    };
    let send = async |photo: &[u8], note: &str| {
        let parts =
            [part("words", words.as_bytes()), part("note", note.as_bytes()), part("do", b"add"), part("photos", photo)];
        let body = [parts.concat().as_slice(), b"--XX--\r\n"].concat();
        let request = world.town().request("POST", "/r/say").header("content-type", "multipart/form-data; boundary=XX");
        world.town().send(request.body(body)).await.expect("an answer")
    };
    for _ in 0..2 {
        assert!(send(&photo, &note).await.text().contains("One photo"));
    }
    assert!(send(b"%PDF-1.7", &fresh(&world)).await.text().contains("of another kind"), "and nothing else is taken");
    let case = cleo.opens(told.incident).await;
    let photos: Vec<_> = notes_of(&case).iter().flat_map(|note| note.photos.clone()).collect();
    assert_eq!(photos.len(), 1, "once");
    let path = format!("/api/v1/photos/{}?incident={}", photos[0], told.incident);
    let kept = cleo.calls("GET", &path, None).await;
    assert_eq!((kept.status, kept.header("content-type")), (200, "image/jpeg"));
    assert!(!String::from_utf8_lossy(&kept.body).contains("16.3738E"));
    world.reporter().says(&told.key, &[("do", "take-all"), ("note", &fresh(&world))]).await;
    assert_eq!(cleo.calls("GET", &path, None).await.status, 404, "taken back with the words");
}
