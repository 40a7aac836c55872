//! No change without its line in the audit log.

use desk::clock::chance;
use domain::audit::Did;
use domain::ids::{IncidentId, NoteId, PhotoId};
use domain::note::{NoteBody, NoteKind};
use domain::paging::PageAnswer;
use domain::work::template::RECEIPT;
use tests::source::files;
use tests::world::{World, photo};

#[tokio::test]
async fn no_change_without_audit() {
    only_one_way_to_commit();
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let (cleo, dana) = (world.on_call("Cleo").await, world.care_member("Dana").await);
    let (first, key) = vera.hands_a_link_over_offline("A story with every action.");
    vera.comes_online().await;
    let incident = cleo.finds_the_incident().await;
    let mut log = Log { world: &world, incident, lines: 0 };
    log.holds("recording a note", |did| matches!(did, Did::Recorded { .. })).await;
    let page = cleo.phone().shows_a_page().await;
    world.rests().await;
    log.holds("calling people", |did| matches!(did, Did::PageCalled { .. })).await;

    assert_eq!(cleo.answers_page(page, PageAnswer::Decline).await.status, 200);
    world.rests().await;
    log.has_grown("answering a page").await;
    cleo.opens(incident).await;
    log.has_grown("reading").await;
    assert_eq!(cleo.takes_in_hand(incident).await.status, 200);
    log.has_grown("taking in hand").await;
    let own = cleo.adds_a_note(incident, "An own note.").await;
    log.has_grown("adding a note").await;
    assert_eq!(cleo.strikes(incident, own, "A slip.").await.status, 200);
    log.has_grown("striking a note").await;
    assert_eq!(cleo.confirms_receipt(incident, RECEIPT).await.status, 200);
    log.has_grown("confirming receipt").await;
    let id = PhotoId::mint(world.now(), chance());
    assert_eq!(vera.phone().sends_a_photo(first, id, photo()).await.status, 200);
    log.has_grown("recording a photo").await;
    let kind = NoteKind::Correction { corrects: first };
    vera.writes(NoteBody { kind, text: "Corrected.".into(), ..NoteBody::default() }).await;
    log.has_grown("correcting").await;
    world.reporter().looks(&key).await;
    log.has_grown("a reporter's look").await;
    world.reporter().adds(&key, &NoteId::mint(world.now(), chance()).to_string(), "And this.").await;
    log.has_grown("a reporter's addition").await;
    dana.steps_out(incident).await;
    log.has_grown("stepping out").await;
}

struct Log<'a> {
    world: &'a World,
    incident: IncidentId,
    lines: usize,
}

impl Log<'_> {
    /// For what goes on by itself and may be done already: the line is there.
    async fn holds(&mut self, by: &str, wanted: fn(&Did) -> bool) {
        let desk = self.world.desk();
        let mut read = desk.store().read().await.expect("a read");
        let events = read.events_of(self.incident).await.expect("events");
        assert!(events.iter().any(|event| wanted(&event.did)), "{by} left no line");
        self.lines = events.len();
    }

    async fn has_grown(&mut self, by: &str) {
        let desk = self.world.desk();
        let mut read = desk.store().read().await.expect("a read");
        let lines = read.events_of(self.incident).await.expect("events").len();
        assert!(lines > self.lines, "{by} left no line");
        self.lines = lines;
    }
}

/// The door has one `commit`, it takes the events, and behind the door there is one place that commits.
fn only_one_way_to_commit() {
    let files = files();
    let door = files.iter().find(|file| file.path == "app/desk/src/store/mod.rs").expect("the door to storage").code();
    let (_, tx) = door.split_once("pub trait Tx").expect("the door to changes");
    let (tx, _) = tx.split_once("\n}").expect("its end");
    let ends: Vec<_> = tx.lines().filter(|line| line.contains("(self") || line.contains("self: Box<Self>")).collect();
    assert_eq!(ends.len(), 1, "{ends:?}");
    assert!(ends[0].contains("commit(self: Box<Self>, events: AuditEvents)"), "{ends:?}");
    let rooms = files
        .iter()
        .filter(|file| file.under("server/src/store") && !file.under("server/src/store/sql") && file.is("rs"));
    let places: Vec<_> = rooms.filter(|file| file.code().contains(".db.commit()")).map(|file| &file.path).collect();
    assert_eq!(places, ["server/src/store/audit.rs"]);
}
