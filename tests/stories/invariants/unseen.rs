//! For a member who is out there is nothing, besides questions and routes: no live event, no push, no ask and no reminder,
//! whatever happens to the incident; and what was joined to it is as unseen as itself.

use super::recused::{Ids, told, walks, watch};
use desk::clock::chance;
use domain::conflict::Standing;
use domain::ids::{IncidentId, NoteId, PhotoId};
use domain::note::{NoteBody, NoteKind};
use domain::reporter::ReporterKey;
use domain::sync::SyncReply;
use domain::time::{days, hours};
use domain::work::Deed;
use domain::work::consult::ConsultDeed;
use domain::work::course::CourseDeed;
use domain::work::draft::Purpose;
use domain::work::fact::{About, FactDeed};
use domain::work::report::ReportDeed;
use domain::work::task::TaskDeed;
use domain::work::template::RECEIPT;
use domain::writing::Writes;
use serde_json::json;
use tests::world::{Person, World, message, photo, settings};

/// What the phone is told of a note that it watches.
async fn watches(person: &Person, note: NoteId) -> usize {
    let reply: SyncReply = person.calls("POST", "/api/v1/sync", Some(watch(note))).await.json();
    reply.progress.len()
}

/// A member who answered and is put out later finds nothing either, and the screens of everybody load again at that
/// moment, so that theirs lets go of it and nothing shows whom it was about.
#[tokio::test]
async fn who_is_put_out_later_lets_go_of_it() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.on_call("Dana").await);
    vera.writes_a_note("About somebody with a violin.").await;
    let incident = cleo.finds_the_incident().await;
    assert_eq!(dana.declares(incident, Standing::Clear, "").await.status, 200);
    cleo.opens(incident).await;
    let (mut hers, mut his) = (listen(&dana).await, listen(&vera).await);
    assert_eq!(cleo.names(incident, &dana).await.status, 200);
    assert_eq!(hers.next_event().await, 1);
    assert_eq!(his.next_event().await, 1, "as everybody else");
    assert!(dana.inbox().await.is_empty());
}

/// Both listen; something happens to the incident, then something to the conference. Events keep their order, so when
/// Dana hears of the second, she has not been told of the first.
pub(super) async fn nothing_live_either(world: &World, cleo: &Person, dana: &Person, incident: IncidentId) {
    let mut hers = listen(dana).await;
    let mut others = listen(cleo).await;
    cleo.adds_a_note(incident, "While Dana listens.").await;
    assert_eq!(others.next_event().await, 1);
    let reply = world.organizer().asks("set_up_conference", json!({ "settings": settings() })).await;
    assert_eq!(reply.status, 200);
    hers.next_event().await;
    assert_eq!(hers.events, 1, "one change of the conference, none of the incident");
}

struct Listening {
    stream: reqwest::Response,
    events: usize,
}

async fn listen(person: &Person) -> Listening {
    let response = person.phone().request("GET", "/api/v1/live").send().await.expect("an answer");
    assert_eq!(response.status(), 200);
    assert!(response.headers()["content-type"].to_str().is_ok_and(|kind| kind.starts_with("text/event-stream")));
    Listening { stream: response, events: 0 }
}

impl Listening {
    /// Waits for news and says how many events have come so far.
    async fn next_event(&mut self) -> usize {
        let before = self.events;
        while self.events == before {
            let waited = tokio::time::timeout(std::time::Duration::from_secs(20), self.stream.chunk()).await;
            let chunk = waited.expect("news in time").expect("a chunk").expect("an open stream");
            self.events += String::from_utf8_lossy(&chunk).matches("event: changed").count();
        }
        self.events
    }
}

/// A member who wrote the note and then stepped out keeps the receipt, and learns no more.
#[tokio::test]
async fn a_writer_who_steps_out_is_told_nothing_more() {
    let world = World::start().await;
    let dana = world.on_call("Dana").await;
    world.care_member("Cleo").await;
    let note = dana.writes(NoteBody { text: "Dana wrote it.".into(), ..NoteBody::default() }).await;
    assert_eq!(watches(&dana, note).await, 1);
    dana.steps_out(dana.finds_the_incident().await).await;
    assert_eq!(watches(&dana, note).await, 0);
    assert!(dana.phone().is_delivered(note));
}

/// Everything that a team does to a case, one after the other, while those who are out listen: they hear of none of it, are
/// pushed nothing and asked nothing, also when days go by and everything is overdue.
#[tokio::test]
async fn whatever_happens_whoever_is_out_hears_and_gets_nothing() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let (cleo, gus, dana) = (world.on_call("Cleo").await, world.on_call("Gus").await, world.on_call("Dana").await);
    let (named, excluded) = (world.on_call("Eli").await, world.on_call("Finn").await);
    let key = ReporterKey::mint(chance());
    let body = NoteBody {
        involves: vec![named.id()],
        excludes: vec![excluded.id()],
        reporter_key: Some(key.digest()),
        text: "He followed her.".into(),
        ..NoteBody::default()
    };
    let note = vera.writes(body).await;
    let incident = cleo.finds_the_incident().await;
    dana.steps_out(incident).await;
    cleo.opens(incident).await;
    gus.opens(incident).await;
    world.rests().await;

    let out = [&dana, &named, &excluded];
    let pushed = |person: &Person| world.town().pushes().messages(&person.phone().subscription()).len();
    let before: Vec<_> = out.iter().map(|person| pushed(person)).collect();
    let mut listening = Vec::new();
    for person in out {
        listening.push(listen(person).await);
    }
    let mut theirs = listen(&cleo).await;
    everything_happens(&world, &vera, &cleo, &gus, incident, note, &key).await;
    assert!(theirs.next_event().await > 0, "the others hear of it");
    world.passes(hours(30)).await;
    world.passes(days(4)).await;
    let reply = world.organizer().asks("set_up_conference", json!({ "settings": settings() })).await;
    assert_eq!(reply.status, 200);
    for ((person, mut heard), before) in out.into_iter().zip(listening).zip(before) {
        heard.next_event().await;
        assert_eq!(heard.events, 1, "{} hears of the conference alone", person.name());
        assert_eq!(pushed(person), before, "{} is pushed nothing", person.name());
        assert!(person.is_asked_for().await.is_empty() && person.inbox().await.is_empty());
    }
}

async fn everything_happens(
    world: &World,
    vera: &Person,
    cleo: &Person,
    gus: &Person,
    incident: IncidentId,
    note: NoteId,
    key: &ReporterKey,
) {
    assert_eq!(cleo.takes_in_hand(incident).await.status, 200);
    let photo_id = PhotoId::mint(world.now(), chance());
    assert_eq!(vera.phone().sends_a_photo(note, photo_id, photo()).await.status, 200);
    let correction =
        NoteBody { kind: NoteKind::Correction { corrects: note }, text: "It was her.".into(), ..NoteBody::default() };
    vera.writes(correction).await;
    let added = NoteId::mint(world.now(), chance()).to_string();
    assert!(world.reporter().adds(key, &added, "And again.").await.status < 400);
    let written = cleo.adds_a_note(incident, "Spoke with both.").await;
    assert_eq!(gus.strikes(incident, written, "Of another case.").await.status, 200);
    assert_eq!(cleo.confirms_receipt(incident, RECEIPT).await.status, 200);
    assert_eq!(cleo.is_writing(incident, Writes::Reply).await.status, 200);
    cleo.drafts(incident, message(None, Purpose::Other, "We are here.")).await;
    let fact = FactDeed { about: About::Summary, text: "In short.".into(), over: Vec::new() };
    let due = Some(world.now().plus(hours(2)));
    let task = TaskDeed::Give { what: "Ask.".into(), owner: gus.id(), asks: "".into(), due };
    let deeds = [
        Deed::Fact(fact),
        Deed::Task(task),
        Deed::Consult(ConsultDeed::Ask { whom: vec![gus.id(), vera.id()] }),
        Deed::Course(CourseDeed::HandOver { to: gus.id(), words: "".into() }),
        Deed::Course(CourseDeed::Await { what: "The hotel's answer.".into() }),
    ];
    for deed in deeds {
        cleo.does(incident, deed).await;
    }
    assert_eq!(gus.declares(incident, Standing::Declared, "").await.status, 200);
    assert_eq!(cleo.exports(incident, json!({ "form": "json" })).await.status, 200);
}

/// The walk again, over a case that is made of two reports, for whoever is out of the one of them alone: of neither is
/// there anything, not even of the one that they had in hand.
#[tokio::test]
async fn recused_sees_nothing_of_what_was_joined() {
    let world = World::start().await;
    let (vera, max) = (world.volunteer("Vera").await, world.volunteer("Max").await);
    let (cleo, dana, excluded) =
        (world.on_call("Cleo").await, world.on_call("Dana").await, world.on_call("Finn").await);
    let mut before = Vec::new();
    for person in [&dana, &excluded] {
        before.push(told(person).await);
    }
    let note = vera.writes_a_note("x").await;
    let photo_id = PhotoId::mint(world.now(), chance());
    assert_eq!(vera.phone().sends_a_photo(note, photo_id, photo()).await.status, 200);
    let page = dana.phone().shows_a_page().await;
    let incident = dana.finds_the_incident().await;
    assert_eq!(dana.takes_in_hand(incident).await.status, 200);
    cleo.opens(incident).await;
    cleo.does(incident, Deed::Consult(ConsultDeed::Ask { whom: vec![dana.id()] })).await;
    let ask = dana.is_pushed_an_ask().await;
    let first = Ids { incident, page, note, photo: photo_id, ask };

    let body = NoteBody { excludes: vec![excluded.id()], text: "x".into(), ..NoteBody::default() };
    let note = max.writes(body).await;
    let photo_id = PhotoId::mint(world.now(), chance());
    assert_eq!(max.phone().sends_a_photo(note, photo_id, photo()).await.status, 200);
    world.rests().await;
    let page = cleo.phone().latest_page().expect("a page");
    let incident = cleo.inbox().await.into_iter().find(|row| row.incident != first.incident).expect("two").incident;
    cleo.opens(incident).await;
    dana.steps_out(incident).await;
    let second = Ids { incident, page, note, photo: photo_id, ..first };

    let join = Deed::Report(ReportDeed::Take { from: second.incident });
    cleo.does(first.incident, join).await;
    let unknown = Ids::of_nothing(&world);
    for (person, before) in [&dana, &excluded].into_iter().zip(before) {
        for real in [first, second] {
            walks(person, 404, real, unknown, cleo.id()).await;
        }
        for ((what, then), (_, now)) in before.into_iter().zip(told(person).await) {
            let (then, now) = (String::from_utf8_lossy(&then), String::from_utf8_lossy(&now));
            assert_eq!(then, now, "{what} tells {} that something has come", person.name());
        }
    }
    for (of, person) in [(first, &dana), (second, &dana), (first, &excluded)] {
        nothing_live_either(&world, &cleo, person, of.incident).await;
    }
}
