//! What the team tells reporters and the public: together, warmly, and without a promise. Each story is named by the
//! requirement that it tells.

mod public;

use domain::conflict::Standing;
use domain::ids::{DeedId, IncidentId, ReporterLinkId};
use domain::incident::Stage;
use domain::promise::promises;
use domain::reporter::ReporterKey;
use domain::work::course::{CourseDeed, Informed};
use domain::work::draft::{InForce, Purpose};
use domain::work::rule::Rule;
use domain::work::template::{self, RECEIPT, TEMPLATES};
use domain::work::{Deed, NewDeed, Work};
use domain::writing::{FADES_AFTER, Writes};
use serde_json::{Value, json};
use tests::world::{Person, Reply, World, draft, message};

/// A report that came with a private link.
struct Told {
    incident: IncidentId,
    key: ReporterKey,
    link: ReporterLinkId,
}

/// Vera hands a link over; the first of these members takes the case.
async fn told(world: &World, team: &[&Person]) -> Told {
    let vera = world.volunteer("Vera").await;
    let (_, key) = vera.hands_a_link_over_offline("She was followed to the lift.");
    vera.comes_online().await;
    let incident = team[0].finds_the_incident().await;
    assert_eq!(team[0].takes_in_hand(incident).await.status, 200);
    let link = team[0].opens(incident).await.links[0].link;
    Told { incident, key, link }
}

/// Ends the case.
async fn closes(by: &Person, incident: IncidentId, informed: Option<Informed>, why: Option<&str>) -> Reply {
    by.opens(incident).await;
    let id = DeedId::mint(by.phone().now(), desk::clock::chance());
    let deed = NewDeed { id, deed: Deed::Course(CourseDeed::Close { informed }), anyway: why.map(Into::into) };
    by.asks("work_on", json!({ "incident": incident, "deed": deed })).await
}

/// The rule that refuses it.
fn rule(reply: &Reply) -> Value {
    assert_eq!(reply.status, 409, "{}", reply.text());
    reply.json::<Value>()["case"].clone()
}

/// What goes to a reporter goes by two: one writes it, another agrees, and nothing is sent before.
#[tokio::test]
async fn s25_words_go_out_by_two() {
    World::on_each_engine(words_go_out_by_two).await;
}

async fn words_go_out_by_two(world: &World) {
    let (cleo, dana) = (world.on_call("Cleo").await, world.care_member("Dana").await);
    let Told { incident, key, link } = told(world, &[&cleo]).await;
    let words = "Thank you for coming to us. Would Thursday suit you?";
    let written = cleo.drafts(incident, message(Some(link), Purpose::Ask, words)).await;
    let reporter = world.reporter();
    assert!(!reporter.looks(&key).await.text().contains(words), "a draft is not sent");
    assert_eq!(rule(&cleo.agrees(incident, written, written).await), json!({ "rule": "second_person" }));
    assert!(!reporter.looks(&key).await.text().contains(words), "nor by its author alone");
    assert_eq!(dana.agrees(incident, written, written).await.status, 200);
    assert!(reporter.looks(&key).await.text().contains(words));

    let case = dana.opens(incident).await;
    let said = draft(&case, written).in_force().cloned().expect("it counts");
    assert_eq!((said.author, said.with), (cleo.id(), dana.id()), "both stand on the record");
    assert!(case.row.receipt_confirmed, "whoever was written to knows that the report arrived");
    assert!(!case.row.needs_review);
}

/// Whoever agrees agrees to one version, word for word; two versions stand beside each other until somebody makes one.
#[tokio::test]
async fn s25_two_versions_stand_beside_each_other_until_somebody_makes_one_of_them() {
    let world = World::start().await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.care_member("Dana").await);
    let eli = world.care_member("Eli").await;
    let Told { incident, key, link } = told(&world, &[&cleo]).await;
    let says = |text: &str| message(Some(link), Purpose::Other, text);
    let first = cleo.drafts(incident, says("First words.")).await;
    assert_eq!(dana.would_have_it_different(incident, first, "Say that we believe her.").await.status, 200);
    assert_eq!(draft(&cleo.opens(incident).await, first).open_objections().count(), 1);
    let warmer = cleo.rewrites(incident, first, says("Warmer words."), &[first]).await;
    let shorter = dana.rewrites(incident, first, says("Shorter words."), &[first]).await;
    assert_eq!(rule(&eli.agrees(incident, first, warmer).await), "two_versions");
    assert_eq!(draft(&eli.opens(incident).await, first).versions.all().len(), 2, "both can be read");
    let both = eli.rewrites(incident, first, says("Warm and short."), &[warmer, shorter]).await;
    assert_eq!(rule(&dana.agrees(incident, first, shorter).await), "newer_version");
    assert_eq!(dana.agrees(incident, first, both).await.status, 200);
    let page = world.reporter().looks(&key).await.text();
    assert!(page.contains("Warm and short.") && !page.contains("Warmer words.") && !page.contains("Shorter words."));
    assert_eq!(rule(&cleo.agrees(incident, first, both).await), "over");
}

/// One alone can go ahead for a reason, which is recorded and waits for the next review.
#[tokio::test]
async fn s26_alone_only_for_a_reason_that_the_review_looks_at() {
    let world = World::start().await;
    let cleo = world.on_call("Cleo").await;
    let Told { incident, key, link } = told(&world, &[&cleo]).await;
    let words = "The door of the green room is open, and Cleo's colleague waits there.";
    let written = cleo.drafts(incident, message(Some(link), Purpose::Other, words)).await;
    assert_eq!(rule(&cleo.agrees(incident, written, written).await), json!({ "rule": "second_person" }));
    assert_eq!(cleo.agrees_anyway(incident, written, written, " ").await.status, 409, "silence is no reason");
    let why = "She leaves in ten minutes and everybody else sleeps.";
    assert_eq!(cleo.agrees_anyway(incident, written, written, why).await.status, 200);
    assert!(world.reporter().looks(&key).await.text().contains("green room"));
    let case = cleo.opens(incident).await;
    let work = Work::of(case.deeds());
    let passed: Vec<_> = work.unreviewed().map(|passed| passed.passed.why.reveal().as_str()).collect();
    assert_eq!(passed, [why]);
    assert!(case.row.needs_review && draft(&case, written).in_force().is_some_and(InForce::is_alone));
}

/// The second person has no conflict of interest; who is limited writes nothing in the team's name.
#[tokio::test]
async fn s26_the_second_person_has_no_conflict() {
    let world = World::start().await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.care_member("Dana").await);
    let eli = world.care_member("Eli").await;
    let Told { incident, link, .. } = told(&world, &[&cleo]).await;
    let written = cleo.drafts(incident, message(Some(link), Purpose::Other, "We have met.")).await;
    assert_eq!(dana.declares(incident, Standing::Declared, "").await.status, 200);
    assert_eq!(eli.declares(incident, Standing::Limited, "").await.status, 200);
    assert_eq!(rule(&dana.agrees(incident, written, written).await), json!({ "rule": "second_person" }));
    assert_eq!(rule(&eli.agrees(incident, written, written).await), "limited");
    assert_eq!(rule(&eli.would_have_it_different(incident, written, "x").await), "limited");
    let finn = world.care_member("Finn").await;
    assert_eq!(finn.agrees(incident, written, written).await.status, 200);
}

/// The vetted words that it arrived go out by one tap, dated; changed ones are for two. Either way it shows in the inbox.
#[tokio::test]
async fn s31_the_reporter_is_told_that_it_arrived() {
    World::on_each_engine(told_that_it_arrived).await;
}

async fn told_that_it_arrived(world: &World) {
    let (cleo, dana) = (world.on_call("Cleo").await, world.care_member("Dana").await);
    let Told { incident, key, link } = told(world, &[&cleo]).await;
    let own = "We have it, and we are so sorry. Cleo";
    assert_eq!(rule(&cleo.confirms_receipt(incident, own).await), json!({ "rule": "second_person" }));
    assert!(!cleo.inbox().await[0].receipt_confirmed);
    let written = cleo.drafts(incident, message(Some(link), Purpose::Confirm, "We have it. How are you?")).await;
    assert!(!cleo.inbox().await[0].receipt_confirmed, "not as long as it waits");
    assert_eq!(dana.agrees(incident, written, written).await.status, 200);
    assert!(cleo.inbox().await[0].receipt_confirmed);
    let page = world.reporter().looks(&key).await.text();
    assert!(page.contains("We have it. How are you?") && !page.contains(own));
    assert!(page.contains("From the CARE team") && page.contains("<time"), "dated, and from the team");
    assert_eq!(cleo.confirms_receipt(incident, RECEIPT).await.status, 409, "told once");
}

/// Everybody knows whether the reporter has looked since something was sent.
#[tokio::test]
async fn s31_the_team_sees_whether_the_reporter_has_looked() {
    let world = World::start().await;
    let cleo = world.on_call("Cleo").await;
    let Told { incident, key, .. } = told(&world, &[&cleo]).await;
    assert_eq!(cleo.confirms_receipt(incident, RECEIPT).await.status, 200);
    assert_eq!(cleo.opens(incident).await.links[0].looked_at, None);
    world.passes(domain::time::minutes(5)).await;
    assert!(world.reporter().looks(&key).await.text().contains(RECEIPT));
    assert_eq!(cleo.opens(incident).await.links[0].looked_at, Some(world.now()));
}

/// Our own words to begin with: each may go out without a promise in it, and none with a gap.
#[tokio::test]
async fn s16_templates_promise_nothing_and_go_out_whole() {
    let world = World::start().await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.care_member("Dana").await);
    let Told { incident, key, link } = told(&world, &[&cleo]).await;
    for template in TEMPLATES {
        assert_eq!(promises(template.text), [], "{}", template.title);
        let written = cleo.drafts(incident, message(Some(link), template.purpose, template.text)).await;
        let gaps = template::gaps(template.text);
        if gaps.is_empty() {
            assert_eq!(dana.agrees(incident, written, written).await.status, 200, "{}", template.title);
            continue;
        }
        assert_eq!(rule(&dana.agrees(incident, written, written).await), "gap_left", "{}", template.title);
        let whole =
            gaps.into_iter().fold(template.text.to_owned(), |text, gap| text.replace(gap, "we asked him to stop"));
        let whole = cleo.rewrites(incident, written, message(Some(link), template.purpose, &whole), &[written]).await;
        assert_eq!(dana.agrees(incident, written, whole).await.status, 200, "{}", template.title);
    }
    let page = world.reporter().looks(&key).await.text();
    assert!(!page.contains("[what") && !page.contains("[why]"));
    assert_eq!(page.matches("The team wrote").count(), TEMPLATES.len());
}

/// What says that it arrived commits nobody: one member sends the vetted words and no others.
#[tokio::test]
async fn s32_one_alone_promises_nothing() {
    let world = World::start().await;
    let cleo = world.on_call("Cleo").await;
    let Told { incident, key, .. } = told(&world, &[&cleo]).await;
    for words in ["He will be banned.", &format!("{RECEIPT} It will not happen again.")] {
        assert_eq!(rule(&cleo.confirms_receipt(incident, words).await), json!({ "rule": "second_person" }));
    }
    assert!(!world.reporter().looks(&key).await.text().contains("From the CARE team"));
    assert_eq!(cleo.confirms_receipt(incident, RECEIPT).await.status, 200);
    assert_eq!(promises(RECEIPT), []);
}

/// Colleagues see who is writing, so that two do not answer the same reporter; it fades by itself and blocks nobody.
#[tokio::test]
async fn s33_colleagues_see_who_is_writing() {
    let world = World::start().await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.care_member("Dana").await);
    let eli = world.care_member("Eli").await;
    let Told { incident, link, .. } = told(&world, &[&cleo]).await;
    dana.opens(incident).await;
    assert_eq!(rule(&eli.is_writing(incident, Writes::Reply).await), "answer_first");
    assert_eq!(cleo.is_writing(incident, Writes::Reply).await.status, 200);
    let seen = dana.opens(incident).await.writing;
    assert_eq!(
        seen.iter().map(|writing| (writing.person, writing.what)).collect::<Vec<_>>(),
        [(cleo.id(), Writes::Reply)]
    );
    assert_eq!(cleo.opens(incident).await.writing, [], "oneself is no news");
    dana.drafts(incident, message(Some(link), Purpose::Other, "Meanwhile.")).await;

    world.passes(FADES_AFTER).await;
    assert_eq!(dana.opens(incident).await.writing, [], "by itself");
    assert_eq!(cleo.is_writing(incident, Writes::Reply).await.status, 200);
    cleo.drafts(incident, message(Some(link), Purpose::Other, "There.")).await;
    assert_eq!(dana.opens(incident).await.writing, [], "what was written is there now");

    assert_eq!(cleo.is_writing(incident, Writes::Reply).await.status, 200);
    assert_eq!(dana.names(incident, &cleo).await.status, 200);
    assert_eq!(dana.opens(incident).await.writing, [], "nor does somebody write who is out");
    assert_eq!(cleo.is_writing(incident, Writes::Reply).await.status, 404);
}

/// Before a case is closed, the reporter hears what was done and why, in words of two, on their own page.
#[tokio::test]
async fn s57_the_reporter_hears_what_was_done_and_why() {
    World::on_each_engine(what_was_done_and_why).await;
}

async fn what_was_done_and_why(world: &World) {
    let (cleo, dana) = (world.on_call("Cleo").await, world.care_member("Dana").await);
    let Told { incident, key, link } = told(world, &[&cleo]).await;
    let why = "Nothing was to be decided.";
    let gate = json!({ "rule": "decided" });
    assert_eq!(rule(&closes(&cleo, incident, None, None).await), gate);
    let words = "He has been asked to stop, and he agreed. We did so because two people saw it.";
    let written = cleo.drafts(incident, message(Some(link), Purpose::Inform, words)).await;
    let informed = Some(Informed::Told { message: written });
    assert_eq!(
        rule(&closes(&cleo, incident, informed.clone(), Some(why)).await),
        "unknown",
        "it waits for a second one"
    );
    assert_eq!(dana.agrees(incident, written, written).await.status, 200);
    assert_eq!(Work::of(cleo.opens(incident).await.deeds()).informed(), Some(written));
    assert_eq!(closes(&cleo, incident, informed, Some(why)).await.status, 200);
    let page = world.reporter().looks(&key).await.text();
    assert!(page.contains(words) && page.contains("The team has finished"));
    assert!(!page.contains("Nothing was to be decided"), "what is the team's own stays with the team");
}

/// They cannot be reached, or asked not to be told: both are answers; no answer needs a reason.
#[tokio::test]
async fn s57_not_every_reporter_can_be_told() {
    let world = World::start().await;
    let (vera, cleo) = (world.volunteer("Vera").await, world.on_call("Cleo").await);
    for informed in
        [Some(Informed::CannotBeReached { tried: "Called twice.".into() }), Some(Informed::AskedNotTo), None]
    {
        vera.writes_a_note("A sticker.").await;
        let inbox = cleo.inbox().await;
        let incident = inbox.iter().find(|row| row.stage == Stage::Reported).expect("it is new").incident;
        assert_eq!(closes(&cleo, incident, informed.clone(), None).await.status, 409);
        assert_eq!(closes(&cleo, incident, informed.clone(), Some("A sticker, taken down.")).await.status, 200);
        let work = Work::of(cleo.opens(incident).await.deeds());
        let rules = &work.passed[0].passed.rules;
        let gate = rules.contains(&Rule::ReporterInformed);
        assert_eq!(gate, informed.is_none(), "{rules:?}");
    }
}

/// Each reporter sees what was sent to them and nothing else, and never a member's name.
#[tokio::test]
async fn d09_a_reporter_reads_the_team_and_no_names() {
    let world = World::start().await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.care_member("Dana").await);
    let Told { incident, key, link } = told(&world, &[&cleo]).await;
    let other = world.volunteer("Max").await;
    let (_, other_key) = other.hands_a_link_over_offline("Somebody stood at the lift.");
    other.comes_online().await;
    let rows = dana.inbox().await;
    let second = rows.iter().find(|row| row.incident != incident).expect("another incident").incident;
    let foreign = dana.opens(second).await.links[0].link;

    let first = cleo.drafts(incident, message(Some(link), Purpose::Other, "For the first one.")).await;
    let spoken = cleo.drafts(incident, message(None, Purpose::Other, "Said at the door.")).await;
    for written in [first, spoken] {
        assert_eq!(dana.agrees(incident, written, written).await.status, 200);
    }
    let page = world.reporter().looks(&key).await.text();
    assert!(page.contains("For the first one.") && !page.contains("Said at the door."));
    for name in ["Cleo", "Dana", "Vera"] {
        assert!(!page.contains(name), "{name}");
    }
    assert!(!world.reporter().looks(&other_key).await.text().contains("For the first one."));

    let id = DeedId::mint(world.now(), desk::clock::chance());
    let says = message(Some(foreign), Purpose::Other, "To a link of another incident.");
    let deed = json!({ "id": id, "deed": { "draft": { "write": { "draft": null, "says": says, "over": [] } } } });
    assert_eq!(rule(&cleo.asks("work_on", json!({ "incident": incident, "deed": deed })).await), "unknown");
}
