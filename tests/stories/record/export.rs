//! Taking a case out: what is in the file, who may, and that it stands on the record.

use super::case_with_a_photo;
use domain::conflict::Standing;
use domain::ids::IncidentId;
use domain::note::NoteBody;
use domain::time::minutes;
use domain::view::{CaseView, TimelineWhat};
use serde_json::{Value, json};
use tests::world::{Person, World};

fn exports_on(case: &CaseView) -> Vec<String> {
    let exports = case.timeline.iter().filter_map(|entry| match &entry.what {
        TimelineWhat::Exported(export) => Some(export.did().to_owned()),
        _ => None,
    });
    exports.collect()
}

/// A member takes the whole record out as a page and as data, with its photos; that they did stands on the record for
/// everybody who works on the case.
#[tokio::test]
async fn d10_a_case_leaves_as_a_file_and_that_is_on_the_record() {
    World::on_each_engine(leaves_as_a_file).await;
}

async fn leaves_as_a_file(world: &World) {
    let (cleo, incident) = case_with_a_photo(world, "A man in a <b>red</b> scarf.").await;
    world.passes(minutes(1)).await;
    let note = cleo.adds_a_note(incident, "Spoke with the bar.").await;
    assert_eq!(cleo.strikes(incident, note, "Another evening.").await.status, 200);
    let code_name = cleo.opens(incident).await.row.code_name;

    let page = cleo.exports(incident, json!({ "form": "html", "photos": true })).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert_eq!(page.header("cache-control"), "no-store");
    let name = page.header("content-disposition").to_owned();
    let wanted = format!("attachment; filename=\"careline-{}-2027-01-15.html\"", code_name.replace(' ', "-"));
    assert_eq!(name, wanted, "the code name and the day, and nobody's name");
    let html = page.text();
    for words in [
        "A man in a &lt;b&gt;red&lt;/b&gt; scarf.",
        "Spoke with the bar.",
        "Another evening.",
        "data:image/jpeg;base64,",
    ] {
        assert!(html.contains(words), "{words}: {html}");
    }
    assert!(!html.contains("<b>red"), "what people typed is text");

    let without = cleo.exports(incident, json!({ "form": "json" })).await.json::<Value>();
    assert!(without["photos"][0]["base64"].is_null(), "the photos only when they are asked for");
    let whole = cleo.exports(incident, json!({ "form": "json", "photos": true })).await.json::<Value>();
    assert_eq!((&whole["version"], &whole["code_name"]), (&1.into(), &code_name.into()));
    assert!(whole["photos"][0]["base64"].as_str().is_some_and(|text| text.len() > 60));
    let notes = whole["entries"].as_array().expect("entries").iter().filter(|entry| entry["kind"] == "note");
    let words: Vec<_> = notes.map(|note| note["words"][0].as_str().unwrap_or_default().to_owned()).collect();
    assert_eq!(words, ["A man in a <b>red</b> scarf.", "Spoke with the bar."], "in data nothing is escaped");

    let dana = world.on_call("Dana").await;
    let seen = exports_on(&dana.opens(incident).await);
    assert_eq!(seen.len(), 3, "a colleague sees it: {seen:?}");
    assert!(seen[0].contains("page") && seen[1].contains("data") && seen[1].contains("not sealed"));
}

/// What is sealed with a passphrase is in the age format and tells nothing; the passphrase is in no address.
#[tokio::test]
async fn d10_a_sealed_file_tells_nothing_without_its_passphrase() {
    let world = World::start().await;
    let (cleo, incident) = case_with_a_photo(&world, "A violet umbrella.").await;
    for form in ["html", "json"] {
        let wanted = json!({ "form": form, "photos": true, "passphrase": "eleven green lanterns" });
        let sealed = cleo.exports(incident, wanted).await;
        assert_eq!(sealed.status, 200, "{}", sealed.text());
        assert!(sealed.header("content-disposition").ends_with(&format!(".{form}.age\"")));
        assert!(sealed.body.starts_with(b"age-encryption.org/v1\n-> scrypt "));
        let text = sealed.text();
        assert!(!text.contains("umbrella") && !text.contains("lanterns"));
    }
    let short = cleo.exports(incident, json!({ "form": "json", "passphrase": "short" })).await;
    assert_eq!(short.status, 422, "a passphrase that is guessed soon seals nothing");
    let printed = json!({ "form": "print", "passphrase": "eleven green lanterns" });
    assert_eq!(cleo.exports(incident, printed).await.status, 422);
    let seen = exports_on(&cleo.opens(incident).await);
    assert_eq!(seen.len(), 2, "what was refused took nothing out: {seen:?}");
    assert!(seen.iter().all(|did| did.contains("sealed with a passphrase")));
}

/// The page to print is shown by the browser itself, which may do nothing with it but show it.
#[tokio::test]
async fn s39_the_case_file_is_printed_from_a_page_that_can_do_nothing() {
    let world = World::start().await;
    let (cleo, incident) = case_with_a_photo(&world, "A red scarf.").await;
    let request = cleo.phone().request("POST", &format!("/api/v1/cases/{incident}/export"));
    let request = request.header("content-type", "application/x-www-form-urlencoded").body("form=print&photos=on");
    let page = world.town().send(request).await.expect("an answer");
    assert_eq!((page.status, page.header("content-disposition")), (200, ""));
    assert!(page.header("content-type").starts_with("text/html"));
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("sandbox; default-src 'none';") && !policy.contains("script-src"), "{policy}");
    assert!(page.text().contains("A red scarf."));
    let data = cleo.exports(incident, json!({ "form": "json" })).await;
    assert!(data.header("content-security-policy").starts_with("default-src 'none'; base-uri"));
}

/// The question about conflicts comes before the file as it comes before the content, and whoever is out gets the answer
/// that an unknown case gets, in every form.
#[tokio::test]
async fn s47_who_may_not_read_takes_nothing_out() {
    World::on_each_engine(takes_nothing_out).await;
}

async fn takes_nothing_out(world: &World) {
    let (cleo, incident) = case_with_a_photo(world, "A red scarf.").await;
    let (dana, eli) = (world.on_call("Dana").await, world.on_call("Eli").await);
    let before = cleo.opens(incident).await;
    let unanswered = dana.exports(incident, json!({ "form": "json" })).await;
    assert_eq!(unanswered.status, 409, "{}", unanswered.text());
    assert!(!unanswered.text().contains("scarf"));
    assert_eq!(eli.declares(incident, Standing::Recused, "").await.status, 200);
    let unknown = IncidentId::mint(world.now(), desk::clock::chance());
    for wanted in [json!({ "form": "html" }), json!({ "form": "json", "passphrase": "eleven green lanterns" })] {
        let hers = eli.exports(incident, wanted.clone()).await;
        let nothing = eli.exports(unknown, wanted).await;
        assert_eq!(String::from_utf8_lossy(&hers.bytes()), String::from_utf8_lossy(&nothing.bytes()));
        assert_eq!(hers.status, 404);
    }
    let (hers, nothing) = (by_form(world, &eli, incident).await, by_form(world, &eli, unknown).await);
    assert_eq!(String::from_utf8_lossy(&hers), String::from_utf8_lossy(&nothing), "nor by the form of a browser");
    let after = cleo.opens(incident).await;
    assert_eq!(exports_on(&after), exports_on(&before), "and nothing was taken out");
}

async fn by_form(world: &World, person: &Person, incident: IncidentId) -> Vec<u8> {
    let request = person.phone().request("POST", &format!("/api/v1/cases/{incident}/export"));
    let request = request.header("content-type", "application/x-www-form-urlencoded").body("form=html");
    world.town().send(request).await.expect("an answer").bytes()
}

/// Standings in the file are cut to its reader, as on the screen: a reason is not for those with a conflict.
#[tokio::test]
async fn s45_a_reason_is_not_in_the_file_of_another_with_a_conflict() {
    let world = World::start().await;
    let (cleo, incident) = case_with_a_photo(&world, "Two speakers argued.").await;
    let (dana, eli) = (world.on_call("Dana").await, world.on_call("Eli").await);
    assert_eq!(dana.declares(incident, Standing::Declared, "One of them taught me.").await.status, 200);
    assert_eq!(eli.declares(incident, Standing::Declared, "").await.status, 200);
    for form in ["html", "json"] {
        let file = async |person: &Person| person.exports(incident, json!({ "form": form })).await.text();
        assert!(file(&cleo).await.contains("taught me"));
        assert!(!file(&eli).await.contains("taught me"), "{form}");
    }
}

/// Another text under the same number is in the file beside the first.
#[tokio::test]
async fn s39_two_texts_under_one_number_are_both_in_the_file() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    let note = vera.writes_a_note("The first words.").await;
    let incident = cleo.finds_the_incident().await;
    cleo.opens(incident).await;
    let other = NoteBody { text: "Other words.".into(), ..NoteBody::default() };
    let entry = json!({ "id": note, "note": other });
    let sync =
        json!({ "protocol": domain::sync::PROTOCOL, "client": "", "device_time": 0, "entries": [entry], "watch": [] });
    assert_eq!(vera.calls("POST", "/api/v1/sync", Some(sync)).await.status, 200);
    let data = cleo.exports(incident, json!({ "form": "json" })).await.text();
    assert!(data.contains("The first words.") && data.contains("Other words."), "{data}");
}
