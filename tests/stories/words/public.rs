//! What is said in public: only of what was public already, and by all of the team together.

use super::{Told, rule, told};
use domain::conflict::Standing;
use domain::ids::DeedId;
use domain::work::Deed;
use domain::work::draft::{Says, Statement};
use serde_json::json;
use tests::world::{World, draft, statement};

/// No route of the server shows anything of a case to somebody without an account, whatever the team has decided and
/// agreed to say.
#[tokio::test]
async fn s58_nothing_of_a_case_is_ever_published() {
    let world = World::start().await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.care_member("Dana").await);
    let Told { incident, key, .. } = told(&world, &[&cleo]).await;
    let written = cleo.drafts(incident, statement("On the main stage, Robin Example insulted the audience.")).await;
    assert_eq!(dana.agrees(incident, written, written).await.status, 200);
    let case = cleo.opens(incident).await;
    assert!(draft(&case, written).in_force().is_some(), "the team has agreed to the words");

    let code_name = case.row.code_name;
    let secrets = ["Robin", "insulted", "lift", "Cleo", "Dana", "Vera", code_name.as_str()];
    let shows_nothing = |what: &str, text: &str| {
        for secret in secrets {
            assert!(!text.contains(secret), "{what} shows {secret}");
        }
    };
    let files = tests::source::files();
    let routes = files.iter().find(|file| file.path == "server/src/http/mod.rs").expect("the table of routes").code();
    let routes: Vec<_> =
        routes.split(".route(\"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect();
    assert!(routes.len() > 10, "{routes:?}");
    for route in routes {
        let address = route.replace("{photo}", &incident.to_string()).replace("{page}", &incident.to_string());
        let address = address.replace("{*action}", "open_case").replace("{*rest}", "x").replace("{*screen}", "x");
        for method in ["GET", "POST"] {
            let request = world.town().request(method, &address).header("content-type", "application/json");
            let reply = world.town().send(request.body(json!({ "incident": incident }).to_string())).await;
            shows_nothing(&format!("{method} {address}"), &reply.expect("an answer").text());
        }
    }
    shows_nothing("the reporter's page", &world.reporter().looks(&key).await.text());
    for push in world.pushed() {
        shows_nothing("a push", &push.to_string());
    }
}

/// What happened in public may be spoken of in public: why it is public already is written down first.
#[tokio::test]
async fn s59_a_statement_says_why_it_is_public_already() {
    let world = World::start().await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.care_member("Dana").await);
    let Told { incident, .. } = told(&world, &[&cleo]).await;
    let Says::Statement(words) = statement("It was said on stage. It is not what we stand for.") else {
        panic!("a statement")
    };
    let without = Says::Statement(Statement { public_because: " ".into(), ..words.clone() });
    let id = DeedId::mint(world.now(), desk::clock::chance());
    let deed = json!({ "id": id, "deed": { "draft": { "write": { "draft": null, "says": without, "over": [] } } } });
    assert_eq!(rule(&cleo.asks("work_on", json!({ "incident": incident, "deed": deed })).await), "empty");
    let first = cleo.drafts(incident, Says::Statement(words.clone())).await;
    let shorter = Statement { text: "It is not what we stand for.".into(), ..words };
    let second = dana.rewrites(incident, first, Says::Statement(shorter.clone()), &[first]).await;
    assert_eq!(cleo.agrees(incident, first, second).await.status, 200);
    let case = cleo.opens(incident).await;
    let said = draft(&case, first).in_force().cloned().expect("it counts");
    assert_eq!(said.says, Says::Statement(shorter));
    let versions = case.deeds().filter(|deed| matches!(&deed.deed, Deed::Draft(_))).count();
    assert_eq!(versions, 3, "every version stays on the record");
}

/// The team decides together: more than half of those without a conflict, never one alone, whatever the reason.
#[tokio::test]
async fn s60_nobody_speaks_in_public_alone() {
    World::on_each_engine(nobody_speaks_in_public_alone).await;
}

async fn nobody_speaks_in_public_alone(world: &World) {
    let (cleo, dana) = (world.on_call("Cleo").await, world.care_member("Dana").await);
    let (eli, finn) = (world.care_member("Eli").await, world.care_member("Finn").await);
    let Told { incident, .. } = told(world, &[&cleo]).await;
    let written = cleo.drafts(incident, statement("We heard it too.")).await;
    assert_eq!(rule(&cleo.agrees(incident, written, written).await), "not_alone");
    let alone = cleo.agrees_anyway(incident, written, written, "There is no time.").await;
    assert_eq!(rule(&alone), "not_alone", "no reason passes that");
    assert_eq!(finn.declares(incident, Standing::Declared, "").await.status, 200);
    assert_eq!(rule(&finn.agrees(incident, written, written).await), "clear_only");
    assert_eq!(dana.agrees(incident, written, written).await.status, 200);
    assert!(draft(&dana.opens(incident).await, written).in_force().is_some(), "two of three without a conflict");

    let other = cleo.drafts(incident, statement("And this.")).await;
    world.care_member("Gus").await;
    assert_eq!(dana.agrees(incident, other, other).await.status, 200);
    assert!(draft(&eli.opens(incident).await, other).is_open(), "two of four are not enough");
    assert_eq!(rule(&dana.agrees(incident, other, other).await), "not_alone", "nor does one count twice");
    assert_eq!(eli.agrees(incident, other, other).await.status, 200);
    assert!(draft(&eli.opens(incident).await, other).in_force().is_some());
}
