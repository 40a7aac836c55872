//! Searching what one may see.

use domain::conflict::Standing;
use domain::found::{HITS_MAX, PlaceKind};
use domain::ids::DeedId;
use domain::note::{Answer, Answers, NoteBody};
use domain::private::Private;
use serde_json::json;
use tests::world::{Person, World};

/// A member finds an incident by words that stand in different entries of it, as soon as they are written.
#[tokio::test]
async fn search_finds_all_words_wherever_they_stand() {
    World::on_each_engine(finds_all_words).await;
}

async fn finds_all_words(world: &World) {
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    let who = Answer::Given(Private::from("Zoë from the sound desk"));
    let answers = Answers { who, ..Answers::default() };
    vera.writes(NoteBody { answers, text: "A man in a red scarf.".into(), ..NoteBody::default() }).await;
    let incident = cleo.finds_the_incident().await;
    vera.writes_a_note("Somebody took photos of sleeping people.").await;
    let named = cleo.opens(incident).await.row.code_name;

    assert_eq!(cleo.finds("red zoe").await, [named.as_str()], "without accents, from two places");
    assert_eq!(cleo.finds("scarf sou").await, [named.as_str()], "the last word may be a beginning");
    assert_eq!(cleo.finds("scarf photos").await, [""; 0], "all words have to be in one incident");
    assert_eq!(cleo.finds("").await, [""; 0]);

    let note = cleo.adds_a_note(incident, "He was seen near the fountain.").await;
    assert_eq!(cleo.finds("fountain scarf").await, [named.as_str()], "what was written just now is found");
    assert_eq!(writes_a_summary(&cleo, incident).await, 200);
    let found = cleo.searches("quarrel").await;
    assert_eq!(found.hits[0].places[0].kind, PlaceKind::Deed, "the work on it is searched too");
    assert_eq!(cleo.strikes(incident, note, "It was another man, with a telescope.").await.status, 200);
    assert_eq!(cleo.finds("fountain telescope").await, [named.as_str()], "what is struck stays and is found");
    assert_eq!(cleo.finds(&named).await.first(), Some(&named), "and so is the code name");
}

async fn writes_a_summary(member: &Person, incident: domain::ids::IncidentId) -> u16 {
    let id = DeedId::mint(member.phone().now(), desk::clock::chance());
    let deed = json!({ "fact": { "about": "summary", "text": "A quarrel about a chair.", "over": [] } });
    let what = json!({ "incident": incident, "deed": { "id": id, "deed": deed } });
    member.asks("work_on", what).await.status
}

/// An answer says where the words are and shows none of what was written, so that reading goes on the record.
#[tokio::test]
async fn search_shows_where_and_not_what() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    vera.writes_a_note("A man in a crimson scarf.").await;
    let incident = cleo.finds_the_incident().await;
    cleo.opens(incident).await;
    let text = cleo.asks("search", json!({ "words": "crimson" })).await.text();
    assert!(text.contains(&incident.to_string()) && text.contains("note"), "{text}");
    for word in ["crimson", "scarf", "Vera"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
}

/// Before somebody has said whether they have a conflict of interest, only the code name is found: whether a name stands
/// in a report must not be guessed by searching for it.
#[tokio::test]
async fn search_before_the_question_knows_the_code_name_alone() {
    World::on_each_engine(knows_the_code_name_alone).await;
}

async fn knows_the_code_name_alone(world: &World) {
    let vera = world.volunteer("Vera").await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    vera.writes_a_note("Quirinus was named by three people.").await;
    let incident = cleo.finds_the_incident().await;
    let named = cleo.opens(incident).await.row.code_name;
    assert_eq!(cleo.finds("quirinus").await, [named.as_str()]);

    let guess = |words: String| async move { json!({ "words": words }) };
    let written = dana.asks("search", guess("quirinus".into()).await).await.bytes();
    let nobody = dana.asks("search", guess("quirinos".into()).await).await.bytes();
    assert_eq!(String::from_utf8_lossy(&written), String::from_utf8_lossy(&nobody), "nothing says that it is there");
    let found = dana.searches(&named).await;
    assert_eq!(found.hits.len(), 1);
    assert!(found.hits[0].places.is_empty(), "the code name and no more");
    assert_eq!(dana.finds(&format!("quirinus {named}")).await, [""; 0]);

    assert_eq!(dana.declares(incident, Standing::Declared, "").await.status, 200);
    assert_eq!(dana.finds("quirinus").await, [named], "after the answer the words are found");
}

/// For whoever is out there is nothing, not even the code name, from that moment on.
#[tokio::test]
async fn search_finds_nothing_for_whoever_is_out() {
    World::on_each_engine(finds_nothing_for_whoever_is_out).await;
}

async fn finds_nothing_for_whoever_is_out(world: &World) {
    let vera = world.volunteer("Vera").await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    let named = world.on_call("Eli").await;
    let body = NoteBody { involves: vec![named.id()], text: "A yellow umbrella.".into(), ..NoteBody::default() };
    vera.writes(body).await;
    let incident = cleo.finds_the_incident().await;
    let code_name = dana.opens(incident).await.row.code_name;
    assert_eq!(dana.finds("umbrella").await, [code_name.as_str()]);
    dana.steps_out(incident).await;
    for out in [&dana, &named] {
        for words in ["umbrella", &code_name, "yellow"] {
            let hers = out.asks("search", json!({ "words": words })).await.bytes();
            let nothing = out.asks("search", json!({ "words": "nothing of this kind" })).await.bytes();
            assert_eq!(String::from_utf8_lossy(&hers), String::from_utf8_lossy(&nothing), "{words}");
        }
    }
    assert_eq!(
        vera.asks("search", json!({ "words": "umbrella" })).await.status,
        403,
        "nor is there one for volunteers"
    );
}

/// A search is bounded, and says that there is more.
#[tokio::test]
async fn search_is_bounded_and_says_so() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    for n in 0..=HITS_MAX {
        vera.writes_a_note(&format!("A whistle, number {n}.")).await;
    }
    for row in cleo.inbox().await {
        assert_eq!(cleo.declares(row.incident, Standing::Clear, "").await.status, 200);
    }
    let found = cleo.searches("whistle").await;
    assert_eq!((found.hits.len(), found.more, found.in_part), (HITS_MAX, true, false));
    assert_eq!(cleo.asks("search", json!({ "words": "x".repeat(201) })).await.status, 422);
}
