//! Drills: the team finds out who hears a page before one counts, and nothing of it stays.

use desk::clock::chance;
use domain::drill::{Drill, DrillState, DrillView, LASTS, Score, Sign};
use domain::ids::{DrillId, IncidentId, PageId};
use domain::paging::{PageAnswer, Way};
use domain::time::{minutes, seconds};
use domain::view::InboxRow;
use serde_json::{Value, json};
use tests::world::{Person, Reply, Seen, World};

async fn starts(world: &World, person: &Person) -> DrillView {
    let drill = DrillId::mint(world.now(), chance());
    let reply = starts_as(person, drill).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()
}

async fn starts_as(person: &Person, drill: DrillId) -> Reply {
    person.asks("start_drill", json!({ "drill": drill, "urgency": "now" })).await
}

async fn looks(person: &Person) -> DrillView {
    person.asks("drill", json!({})).await.json()
}

async fn ends(person: &Person) -> Score {
    let reply = person.asks("end_drill", json!({})).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    let view: DrillView = reply.json();
    assert_eq!(view.running, None);
    view.last.expect("a score")
}

async fn ids(world: &World) -> (IncidentId, PageId) {
    let desk = world.desk();
    let drills = desk.store().read().await.expect("a read").running_drills().await.expect("the drills");
    match drills.as_slice() {
        [Drill { state: DrillState::Running { incident, page }, .. }] => (*incident, *page),
        others => panic!("one drill runs, not {others:?}"),
    }
}

async fn inbox(member: &Person) -> Vec<InboxRow> {
    member.asks("inbox", json!({})).await.json()
}

/// The next message, which its phone has said that it shows.
async fn rings(person: &Person) -> Value {
    let message = person.phone().next_message().await.payload_json;
    person.phone().sends_receipt(&message, Seen::Received).await;
    message
}

#[tokio::test]
async fn d08_a_drill_with_five_devices_names_the_one_that_is_muted() {
    let world = World::start().await;
    let mut team = Vec::new();
    for name in ["Ana", "Ben", "Cleo", "Dana"] {
        team.push(world.on_call(name).await);
    }
    let muted = world.on_call("Emil").await;
    let olga = world.organizer();
    assert_eq!(looks(olga).await, DrillView::default());
    let view = starts(&world, olga).await;
    assert_eq!(view.running.expect("it runs").ends_at, world.now().plus(LASTS));
    world.rests().await;
    world.passes(seconds(1)).await;
    for member in &team {
        let message = rings(member).await;
        assert_eq!(
            (&message["t"], &message["notification"]["title"]),
            (&json!("drill"), &json!("Drill: you are needed"))
        );
    }
    assert_eq!(muted.phone().next_message().await.payload_json["t"], "drill");
    world.passes(seconds(4)).await;
    let page = team[2].accepts().await;
    assert!(page.code_name.starts_with("Drill "), "{}", page.code_name);
    team[0].cannot_now().await;

    let score = ends(olga).await;
    assert_eq!(score.taken(), Some((team[2].id(), seconds(5))));
    assert_eq!(score.silent().collect::<Vec<_>>(), [(muted.id(), muted.phone().device())]);
    let of = |person: &Person| score.people.iter().find(|shown| shown.person == person.id()).expect("they were called");
    assert_eq!(of(&team[2]).heard, Some((Way::Push, seconds(1))));
    assert_eq!(of(&team[1]).devices, [(team[1].phone().device(), Sign::Rang)]);
    assert_eq!(of(&team[2]).answered, Some((PageAnswer::Accept, seconds(5))));
    assert_eq!((of(&muted).answered, of(&muted).heard), (None, None));
    let view = looks(&team[1]).await;
    let name = view.people.iter().find(|(person, _)| *person == muted.id()).map(|(_, name)| name.reveal().clone());
    assert_eq!(name.as_deref(), Some("Emil"), "the board can name them");
    assert!(view.devices.iter().any(|(device, _)| *device == muted.phone().device()));
    assert!(!score.kept);
    assert_eq!(world.town().pushes().faults(), [] as [String; 0]);
}

#[tokio::test]
async fn a_drill_leaves_no_row_but_its_own_and_that_it_took_place() {
    let world = World::start().await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    world.rests().await;
    let before = world.rows_by_table().await;
    starts(&world, &cleo).await;
    let (incident, page) = ids(&world).await;
    rings(&cleo).await;
    rings(&dana).await;
    assert_eq!(inbox(&dana).await.len(), 1, "it goes the whole way");
    dana.accepts().await;
    let case = dana.opens(incident).await;
    assert!(case.row.code_name.starts_with("Drill "), "{}", case.row.code_name);
    let found = dana.asks("search", json!({ "words": "drill" })).await;
    assert!(!found.text().contains(&incident.to_string()), "{}", found.text());
    world.rests().await;
    ends(&cleo).await;
    world.rests().await;

    for (bytes, text) in [(incident.to_bytes(), incident.to_string()), (page.to_bytes(), page.to_string())] {
        assert_eq!(world.columns_with(bytes, &text).await, [] as [String; 0]);
    }
    let mut wanted = before;
    for table in ["drills", "audit_events"] {
        *wanted.entry(table.into()).or_default() += 1;
    }
    let after = world.rows_by_table().await;
    let told = |(table, rows): (&String, &i64)| (table != "sqlite_sequence").then(|| (table.clone(), *rows));
    let pairs = |rows: &std::collections::BTreeMap<String, i64>| rows.iter().filter_map(told).collect::<Vec<_>>();
    assert_eq!(pairs(&after), pairs(&wanted));
    assert_eq!(inbox(&dana).await.len(), 0);
    assert_eq!(dana.asks("open_case", json!({ "incident": incident })).await.status, 404);
}

#[tokio::test]
async fn a_real_report_during_a_drill_is_neither_hidden_nor_late() {
    World::on_each_engine(a_real_report_during_a_drill).await;
}

async fn a_real_report_during_a_drill(world: &World) {
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    starts(world, world.organizer()).await;
    assert_eq!(rings(&cleo).await["t"], "drill");
    let note = vera.writes_a_note("This one is real.").await;
    let message = rings(&cleo).await;
    assert_eq!((&message["t"], &message["notification"]["title"]), (&json!("page"), &json!("You are needed")));
    let names: Vec<_> = inbox(&cleo).await.into_iter().map(|row| row.code_name.starts_with("Drill ")).collect();
    assert_eq!(names.iter().filter(|is_drill| **is_drill).count(), 1, "both are in the inbox, and told apart");
    assert_eq!(names.len(), 2);
    ends(world.organizer()).await;
    let left = inbox(&cleo).await;
    assert!(left.len() == 1 && !left[0].code_name.starts_with("Drill "), "the real one stays");
    cleo.accepts().await;
    assert_eq!(vera.sees_who_comes(note).await.as_deref(), Some("Cleo"));
}

#[tokio::test]
async fn a_drill_ends_by_itself_and_one_runs_at_a_time() {
    let world = World::start().await;
    let (vera, cleo) = (world.volunteer("Vera").await, world.on_call("Cleo").await);
    let drill = DrillId::mint(world.now(), chance());
    for _ in 0..2 {
        assert_eq!(starts_as(&cleo, drill).await.status, 200, "started twice it is started once");
    }
    assert_eq!(starts_as(world.organizer(), DrillId::mint(world.now(), chance())).await.status, 422);
    for endpoint in ["drill", "end_drill"] {
        assert_eq!(vera.asks(endpoint, json!({})).await.status, 403, "{endpoint}");
    }
    assert_eq!(starts_as(&vera, DrillId::mint(world.now(), chance())).await.status, 403);
    world.passes(LASTS).await;
    world.town().until("the drill has ended", async || looks(&cleo).await.running.is_none()).await;
    let score = looks(&cleo).await.last.expect("a score");
    assert_eq!(score.unanswered().collect::<Vec<_>>(), [cleo.id()]);
    assert_eq!(inbox(&cleo).await.len(), 0);
}

#[tokio::test]
async fn what_somebody_writes_into_a_drill_is_never_thrown_away() {
    let world = World::start().await;
    let cleo = world.on_call("Cleo").await;
    starts(&world, &cleo).await;
    let (incident, _) = ids(&world).await;
    rings(&cleo).await;
    cleo.accepts().await;
    cleo.opens(incident).await;
    cleo.adds_a_note(incident, "While we practiced, somebody came for help.").await;
    world.passes(minutes(1)).await;
    assert!(ends(&cleo).await.kept);
    let rows = inbox(&cleo).await;
    assert_eq!(rows.iter().map(|row| row.incident).collect::<Vec<_>>(), [incident]);
    let case = cleo.asks("open_case", json!({ "incident": incident })).await;
    assert!(case.text().contains("somebody came for help"), "{}", case.text());
}
