//! The audit log, and that a change is kept whole or not at all.

use super::{
    AuditEvents, Author, By, CONFERENCE, Did, IncidentId, NOW, NewRows, NoteId, PageId, PersonId, RecordedNote, Role,
    Store, by_person, bytes, change, events, incident, later, note, token, with_incident, with_people,
};
use crate::store::StoreError;
use domain::audit::AuditEvent;
use domain::ids::{InviteId, ReporterLinkId};
use domain::invite::Invite;
use domain::paging::PageAnswer;

pub async fn a_commit_writes_its_events(store: &dyn Store) {
    let id = IncidentId::from_bytes(bytes(10));
    let events = AuditEvents::of(CONFERENCE, later(1), by_person(1), Some(id), Did::Opened)
        .and(
            By::System,
            Some(id),
            Did::PageCalled { page: PageId::from_bytes(bytes(1)), people: vec![PersonId::from_bytes(bytes(2))] },
        )
        .and(By::Reporter, Some(id), Did::ReporterAdded { note: NoteId::from_bytes(bytes(3)) })
        .and(by_person(2), None, Did::CardChanged { card: "a \"card\"".into() })
        .and(
            by_person(2),
            Some(id),
            Did::PageAnswered { page: PageId::from_bytes(bytes(1)), answer: PageAnswer::CantNow },
        );
    let wanted: Vec<_> = events.iter().filter(|event| event.incident.is_some()).cloned().collect();
    store.begin().await.unwrap().commit(events).await.unwrap();
    let earlier = AuditEvents::of(CONFERENCE, NOW, By::System, Some(id), Did::HandedBack);
    store.begin().await.unwrap().commit(earlier.clone()).await.unwrap();
    let kept = store.read().await.unwrap().events_of(id).await.unwrap();
    let wanted: Vec<AuditEvent> = wanted.into_iter().chain(earlier.iter().cloned()).collect();
    assert_eq!(kept, wanted, "in the order in which they were written");
    assert_eq!(store.read().await.unwrap().events_of(IncidentId::from_bytes(bytes(11))).await.unwrap(), []);
}

/// The only way to keep a change is [`crate::store::Tx::commit`], which takes events, of which there is at least one; here, that the
/// change and its events come together or not at all.
pub async fn no_change_without_audit(store: &dyn Store) {
    with_people(store, &[1]).await;
    let id = IncidentId::from_bytes(bytes(10));
    let rows = || NewRows { incidents: vec![incident(10, CONFERENCE)], ..NewRows::default() };
    let recorded = AuditEvents::of(CONFERENCE, NOW, by_person(1), Some(id), Did::TookInHand);
    let log_end = store.read().await.unwrap().log_end().await.unwrap();
    let mut tx = store.begin().await.unwrap();
    tx.add_rows(rows()).await.unwrap();
    let again = tx.add_rows(rows()).await.unwrap_err();
    assert!(matches!(again, StoreError::Taken), "{again:?}");
    assert!(tx.commit(recorded.clone()).await.is_err(), "a change that failed cannot be kept");
    let mut read = store.read().await.unwrap();
    assert_eq!(read.incident(id).await.unwrap(), None);
    assert_eq!(read.events_of(id).await.unwrap(), []);
    assert_eq!(read.log_end().await.unwrap(), log_end);
    let mut tx = store.begin().await.unwrap();
    tx.add_rows(rows()).await.unwrap();
    tx.commit(recorded.clone()).await.unwrap();
    assert!(read.log_end().await.unwrap() > log_end, "every change moves the end of the log");
    assert_eq!(read.incident(id).await.unwrap(), Some(incident(10, CONFERENCE)));
    assert_eq!(read.events_of(id).await.unwrap(), recorded.iter().cloned().collect::<Vec<_>>());
}

pub async fn a_dropped_change_leaves_nothing(store: &dyn Store) {
    with_people(store, &[1]).await;
    let rows = |text: &str| NewRows {
        incidents: vec![incident(10, CONFERENCE)],
        notes: vec![note(100, 10, text, NOW)],
        ..NewRows::default()
    };
    for _ in 0..3 {
        let mut tx = store.begin().await.unwrap();
        tx.add_rows(rows("dropped")).await.unwrap();
        drop(tx);
    }
    let id = IncidentId::from_bytes(bytes(10));
    assert_eq!(store.read().await.unwrap().incident(id).await.unwrap(), None);
    // The same ids once more: nothing of the dropped changes is in the way, no key either.
    change(store, async |tx| tx.add_rows(rows("kept")).await).await;
    assert_eq!(store.read().await.unwrap().notes(id).await.unwrap(), [note(100, 10, "kept", NOW)]);
}

pub async fn a_change_sees_itself_and_nobody_else_does(store: &dyn Store) {
    with_incident(store).await;
    let id = IncidentId::from_bytes(bytes(10));
    let mut tx = store.begin().await.unwrap();
    let notes = vec![note(101, 11, "new", NOW)];
    tx.add_rows(NewRows { incidents: vec![incident(11, CONFERENCE)], notes, ..NewRows::default() }).await.unwrap();
    tx.add_rows(NewRows { notes: vec![note(102, 10, "more", later(1))], ..NewRows::default() }).await.unwrap();
    assert_eq!(tx.notes(id).await.unwrap().len(), 2);
    assert_eq!(tx.known_notes(&[NoteId::from_bytes(bytes(101))]).await.unwrap().len(), 1);
    let mut read = store.read().await.unwrap();
    assert_eq!(read.notes(id).await.unwrap().len(), 1);
    assert_eq!(read.known_notes(&[NoteId::from_bytes(bytes(101))]).await.unwrap(), []);
    tx.commit(events()).await.unwrap();
    assert_eq!(read.notes(id).await.unwrap().len(), 2);
    assert_eq!(read.known_notes(&[NoteId::from_bytes(bytes(101))]).await.unwrap().len(), 1);
}

pub async fn writers_wait_for_each_other(store: &dyn Store) {
    with_people(store, &[]).await;
    let invite = Invite {
        id: InviteId::from_bytes(bytes(1)),
        conference: CONFERENCE,
        role: Role::Volunteer,
        name: "".into(),
        expires_at: later(60),
        uses_left: 12,
        withdrawn_at: None,
    };
    change(store, async |tx| tx.add_invite(&invite, token(1)).await).await;
    let use_one = async || {
        for _ in 0..4 {
            change(store, async |tx| {
                let invite = tx.invite_by_code(token(1)).await?.unwrap();
                tx.put_invite(&Invite { uses_left: invite.uses_left - 1, ..invite }).await
            })
            .await;
        }
    };
    tokio::join!(use_one(), use_one(), use_one());
    let left = store.read().await.unwrap().invite_by_code(token(1)).await.unwrap().unwrap().uses_left;
    assert_eq!(left, 0, "no use is counted over another");
}

pub async fn the_first_opening_is_by_somebody_else(store: &dyn Store) {
    with_incident(store).await;
    let by_reporter =
        RecordedNote { author: Author::Reporter(ReporterLinkId::from_bytes(bytes(5))), ..note(101, 11, "told", NOW) };
    let (mine, theirs) = (IncidentId::from_bytes(bytes(10)), IncidentId::from_bytes(bytes(11)));
    let rows = NewRows { incidents: vec![incident(11, CONFERENCE)], notes: vec![by_reporter], ..NewRows::default() };
    change(store, async |tx| tx.add_rows(rows).await).await;
    let opened = async |id, person, at| {
        let events = AuditEvents::of(CONFERENCE, later(at), by_person(person), Some(id), Did::Opened);
        store.begin().await.unwrap().commit(events).await.unwrap();
        let mut found = store.read().await.unwrap().first_opened(&[mine, theirs]).await.unwrap();
        found.sort_unstable();
        found
    };
    let by = |id, person, at| (id, PersonId::from_bytes(bytes(person)), later(at));
    assert_eq!(opened(mine, 1, 1).await, [], "person 1 wrote it");
    assert_eq!(opened(mine, 3, 2).await, [by(mine, 3, 2)]);
    assert_eq!(opened(mine, 2, 3).await, [by(mine, 3, 2)]);
    assert_eq!(opened(theirs, 1, 4).await, [by(mine, 3, 2), by(theirs, 1, 4)]);
}

pub async fn a_store_says_that_it_is_well(store: &dyn Store) {
    assert!(!store.check().await.unwrap().is_empty());
}
