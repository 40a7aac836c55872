//! A full disk: a clear answer, nothing half-written, and everything goes on when there is room.

use super::keys;
use desk::store::{Author, NewRows, RecordedNote, Store, StoreError};
use domain::{
    audit::{AuditEvents, By, Did},
    conference::{Conference, Settings},
    digest::Digest,
    ids::{ConferenceId, DeviceId, IncidentId, NoteId, PersonId},
    incident::{Incident, Stage},
    note::NoteBody,
    time::Timestamp,
};
use server::store::{
    SqlStore,
    sql::{Options, testing::fresh_sqlite_with},
};

const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);
const CONFERENCE: ConferenceId = ConferenceId::from_bytes([1; 16]);
const GROUP: u16 = 20;

fn bytes(group: u16, n: u16) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..2].copy_from_slice(&group.to_be_bytes());
    bytes[2..4].copy_from_slice(&n.to_be_bytes());
    bytes
}

/// A group of incidents with one note each.
fn rows(group: u16) -> NewRows {
    let incidents = (0..GROUP).map(|n| Incident {
        id: IncidentId::from_bytes(bytes(group, n)),
        conference: CONFERENCE,
        code_name: "quiet heron".into(),
        urgency: None,
        opened_at: NOW,
        stage: Stage::Reported,
        receipt_confirmed: None,
        needs_review: false,
        joined_to: None,
        version: 1,
    });
    let notes = (0..GROUP).map(|n| RecordedNote {
        id: NoteId::from_bytes(bytes(group, n)),
        incident: IncidentId::from_bytes(bytes(group, n)),
        author: Author::Person(PersonId::from_bytes([1; 16]), DeviceId::from_bytes([1; 16])),
        body: NoteBody { text: "word ".repeat(400).into(), ..NoteBody::default() },
        digest: Digest::of("test note", &bytes(group, n)),
        recorded_at: NOW,
        skew_ms: 0,
        struck: None,
        said: None,
    });
    NewRows { incidents: incidents.collect(), notes: notes.collect(), ..NewRows::default() }
}

fn recorded(group: u16) -> AuditEvents {
    let incident = IncidentId::from_bytes(bytes(group, 0));
    AuditEvents::of(CONFERENCE, NOW, By::System, Some(incident), Did::TookInHand)
}

async fn record(store: &SqlStore, group: u16) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    tx.add_rows(rows(group)).await?;
    tx.commit(recorded(group)).await
}

/// How many notes of a group, and audit events of it, are on record.
async fn on_record(store: &SqlStore, group: u16) -> (usize, usize) {
    let ids: Vec<_> = (0..GROUP).map(|n| NoteId::from_bytes(bytes(group, n))).collect();
    let mut read = store.read().await.unwrap();
    let notes = read.known_notes(&ids).await.unwrap().len();
    (notes, read.events_of(IncidentId::from_bytes(bytes(group, 0))).await.unwrap().len())
}

#[tokio::test]
async fn a_full_disk_keeps_whole_groups_and_heals() {
    let ring = keys();
    let fresh = fresh_sqlite_with(&Options { max_page_count: Some(200), ..Options::default() }).await;
    let store = SqlStore::of(fresh.database.clone(), ring.clone());
    let mut tx = store.begin().await.unwrap();
    tx.put_conference(&Conference { id: CONFERENCE, settings: Settings::default(), edition: 1 }).await.unwrap();
    tx.commit(recorded(0)).await.unwrap();

    let mut group = 1;
    let full = loop {
        match record(&store, group).await {
            Ok(()) => group += 1,
            Err(error) => break error,
        }
        assert!(group < 100, "200 pages hold no hundred groups");
    };
    assert!(matches!(full, StoreError::Full), "{full:?}");
    assert!(group > 1, "at least one group went in before");
    assert!(matches!(store.check().await, Err(StoreError::Full)), "whoever watches the server is told");
    assert!(matches!(record(&store, group).await, Err(StoreError::Full)), "it stays full");
    for kept in 1..group {
        assert_eq!(on_record(&store, kept).await, (usize::from(GROUP), 1), "group {kept}");
    }
    assert_eq!(on_record(&store, group).await, (0, 0));

    let roomy = SqlStore::open(fresh.url(), ring, &Options::default()).await.unwrap();
    record(&roomy, group).await.unwrap();
    assert_eq!(on_record(&roomy, group).await, (usize::from(GROUP), 1));
    assert_eq!(on_record(&store, group).await, (usize::from(GROUP), 1), "the first store sees it too");
    assert_eq!(roomy.health().await.unwrap().problems, [] as [String; 0]);
    roomy.close().await;

    // The disk gets room while the first server runs.
    let mut tx = fresh.database.begin().await.unwrap();
    tx.fetch("pragma max_page_count = 100000", vec![]).await.unwrap();
    tx.rollback().await.unwrap();
    assert!(matches!(store.check().await, Err(StoreError::Full)), "room alone is no change that was kept");
    record(&store, group + 1).await.unwrap();
    assert!(store.check().await.is_ok());
}
