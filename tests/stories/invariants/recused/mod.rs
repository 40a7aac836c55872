//! For a member who is out there is nothing: every answer is, to the byte, that of an id that never was, and whatever
//! takes no id answers as it did before the incident.
//!
//! The lists of `walk.rs` hold every route and every server function; one that is missing fails `the_walk_goes_everywhere`.

mod walk;

use super::unseen::nothing_live_either;
use desk::clock::chance;
use domain::ids::{NoteId, PersonId, PhotoId};
use domain::note::NoteBody;
use domain::time::minutes;
use domain::work::Deed;
use domain::work::consult::ConsultDeed;
use serde_json::Value;
use std::collections::BTreeSet;
use tests::source::files;
use tests::world::{Person, Reply, World, notes_of, photo};
use walk::{BESIDES, BY_CHANCE, OF_ASKS, ROUTES, WITH_IDS, WITHOUT_IDS, Way};

pub(super) use walk::{Ids, watch};

#[test]
fn the_walk_goes_everywhere() {
    let files = files();
    let between = |text: &str, start: &str| -> BTreeSet<String> {
        text.split(start).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
    };
    // Wherever one may be declared.
    let all = |folder: &str, start: &str| -> BTreeSet<String> {
        let files = files.iter().filter(|file| file.is("rs") && file.under(folder));
        files.flat_map(|file| between(&file.code(), start)).collect()
    };
    let functions = all("app", "endpoint = \"");
    let of_asks = OF_ASKS.iter().map(|(name, _)| *name);
    let walked = WITH_IDS.iter().map(|(name, _)| *name).chain(WITHOUT_IDS.iter().map(|(name, _)| *name));
    let walked = walked.chain(of_asks).chain(BY_CHANCE);
    assert_eq!(functions, walked.map(str::to_owned).collect(), "a server function that is not walked, or is no more");
    let routes = all("server", ".route(\"");
    let walked = ROUTES.iter().map(|(path, _)| *path).filter(|path| !BESIDES.contains(path));
    assert_eq!(routes, walked.map(str::to_owned).collect(), "a route that is not walked, or is no more");
}

/// What a person is told without naming any id.
pub(super) async fn told(person: &Person) -> Vec<(String, Vec<u8>)> {
    let mut told = Vec::new();
    for (endpoint, what) in WITHOUT_IDS {
        told.push((endpoint.to_owned(), person.asks(endpoint, what()).await.bytes()));
    }
    for (path, way) in ROUTES {
        if let Way::Same(method, address) = way {
            told.push((path.to_owned(), person.calls(method, address, None).await.bytes()));
        }
    }
    told
}

#[tokio::test]
async fn recused_sees_nothing() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    let (named, excluded) = (world.on_call("Eli").await, world.on_call("Finn").await);
    let max = world.volunteer("Max").await;
    let elsewhere = world.somebody_elsewhere().await;
    let mut before = Vec::new();
    for person in [&dana, &named, &excluded, &max, &elsewhere] {
        before.push(told(person).await);
    }

    let body =
        NoteBody { involves: vec![named.id()], excludes: vec![excluded.id()], text: "x".into(), ..NoteBody::default() };
    let note = vera.writes(body).await;
    let page = cleo.phone().shows_a_page().await;
    dana.phone().shows_a_page().await;
    let id = PhotoId::mint(world.now(), chance());
    assert_eq!(vera.phone().sends_a_photo(note, id, photo()).await.status, 200);
    let incident = cleo.finds_the_incident().await;
    cleo.does(incident, Deed::Consult(ConsultDeed::Ask { whom: vec![dana.id()] })).await;
    let ask = dana.is_pushed_an_ask().await;
    let real = Ids { incident, page, note, photo: id, ask };
    let unknown = Ids::of_nothing(&world);
    dana.steps_out(incident).await;

    let known_before = cleo.opens(incident).await;
    let outsiders = [(&dana, 404), (&named, 404), (&excluded, 404), (&max, 403), (&elsewhere, 404)];
    for ((person, status), before) in outsiders.into_iter().zip(before) {
        walks(person, status, real, unknown, cleo.id()).await;
        for ((what, then), (_, now)) in before.into_iter().zip(told(person).await) {
            let (then, now) = (String::from_utf8_lossy(&then), String::from_utf8_lossy(&now));
            assert_eq!(then, now, "{what} tells {} that something has come", person.name());
        }
    }
    walks(world.organizer(), 403, real, unknown, cleo.id()).await;
    a_stranger_is_turned_away(&world, real, unknown, cleo.id()).await;
    photos_are_for_ones_own_notes(&dana, real, unknown).await;
    let known_after = cleo.opens(incident).await;
    assert_eq!(notes_of(&known_before).len(), notes_of(&known_after).len(), "nor has anything been done");
    assert_eq!(known_before.row.stage, known_after.row.stage);
    assert_eq!(known_before.standings, known_after.standings);

    world.passes(minutes(30)).await;
    for (person, pages) in [(&dana, 2), (&named, 0), (&excluded, 0)] {
        let messages = world.town().pushes().messages(&person.phone().subscription());
        assert_eq!(messages.len(), pages, "{} is not called any more", person.name());
    }
    nothing_live_either(&world, &cleo, &dana, incident).await;
    nothing_live_either(&world, &cleo, &named, incident).await;
}

/// Every question and every route that takes an id, with real ids and with ids of nothing.
pub(super) async fn walks(person: &Person, status: u16, real: Ids, unknown: Ids, who: PersonId) {
    let fresh = NoteId::mint(person.phone().now(), chance());
    let asked = OF_ASKS.into_iter().map(|asked| (asked, 404));
    for ((endpoint, question), status) in WITH_IDS.into_iter().map(|asked| (asked, status)).chain(asked) {
        let real = person.asks(endpoint, question(real, fresh, who)).await;
        let unknown = person.asks(endpoint, question(unknown, fresh, who)).await;
        alike(&real, &unknown, &format!("{endpoint} by {}", person.name()));
        assert_eq!(real.status, status, "{endpoint} by {}", person.name());
    }
    for (path, way) in ROUTES {
        if let Way::Ids(route) = way {
            let (method, address, body) = route(real);
            let real = person.calls(method, &address, body).await;
            let (method, address, body) = route(unknown);
            let unknown = person.calls(method, &address, body).await;
            alike(&real, &unknown, &format!("{path} by {}", person.name()));
        }
    }
}

fn alike(real: &Reply, unknown: &Reply, what: &str) {
    let (real, unknown) = (real.bytes(), unknown.bytes());
    assert_eq!(
        String::from_utf8_lossy(&real),
        String::from_utf8_lossy(&unknown),
        "{what} tells that there is something"
    );
}

/// Somebody without a session.
async fn a_stranger_is_turned_away(world: &World, real: Ids, unknown: Ids, who: PersonId) {
    let ask = async |endpoint: &str, what: Value| {
        let request = world.town().request("POST", &format!("/api/desk/{endpoint}"));
        let request = request.header("content-type", "application/json").body(what.to_string());
        world.town().send(request).await.expect("an answer")
    };
    for (endpoint, question) in WITH_IDS.into_iter().chain(OF_ASKS) {
        let fresh = NoteId::mint(world.now(), chance());
        let with_real = ask(endpoint, question(real, fresh, who)).await;
        alike(&with_real, &ask(endpoint, question(unknown, fresh, who)).await, endpoint);
        assert_eq!(with_real.status, 401, "{endpoint}");
    }
    for (path, way) in ROUTES {
        if let Way::Ids(route) = way {
            let answer = async |ids: Ids| {
                let (method, address, body) = route(ids);
                let request = world.town().request(method, &address).header("content-type", "application/json");
                let body = body.map(|body| body.to_string()).unwrap_or_default();
                world.town().send(request.body(body)).await.expect("an answer")
            };
            alike(&answer(real).await, &answer(unknown).await, path);
        }
    }
}

async fn photos_are_for_ones_own_notes(person: &Person, real: Ids, unknown: Ids) {
    let put = |note: NoteId| person.phone().sends_a_photo(note, PhotoId::mint(person.phone().now(), chance()), photo());
    alike(&put(real.note).await, &put(unknown.note).await, "PUT photo");
}
