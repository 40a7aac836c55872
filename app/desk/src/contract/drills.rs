//! Drills: what is done on one is kept apart, and all of it goes.

use super::{
    AuditEvents, By, CONFERENCE, Did, IncidentId, NOW, NewRows, PageId, PersonId, Store, Timestamp, by_person, bytes,
    change, incident, later, note, page, with_people,
};
use domain::audit::AuditEvent;
use domain::drill::{Drill, DrillState, Score};
use domain::ids::DrillId;

fn drill(n: u16, at: Timestamp) -> Drill {
    let (incident, page) = (IncidentId::from_bytes(bytes(10)), PageId::from_bytes(bytes(20)));
    Drill {
        id: DrillId::from_bytes(bytes(n)),
        conference: CONFERENCE,
        by: PersonId::from_bytes(bytes(1)),
        started_at: at,
        state: DrillState::Running { incident, page },
    }
}

fn ended(drill: &Drill, at: Timestamp) -> Drill {
    Drill {
        state: DrillState::Ended { score: Score { ended_at: at, people: Vec::new(), kept: false } },
        ..drill.clone()
    }
}

/// A drill with its incident, its note and its page.
async fn started(store: &dyn Store) -> Drill {
    with_people(store, &[1]).await;
    let drill = drill(1, NOW);
    change(store, async |tx| {
        tx.put_drill(&drill).await?;
        let (incidents, notes) = (vec![incident(10, CONFERENCE)], vec![note(100, 10, "a drill", NOW)]);
        tx.add_rows(NewRows { incidents, notes, pages: vec![page(20, 10, NOW)], ..NewRows::default() }).await
    })
    .await;
    drill
}

async fn does(store: &dyn Store, did: Did) -> AuditEvents {
    let incident = Some(IncidentId::from_bytes(bytes(10)));
    let events = AuditEvents::of(CONFERENCE, later(1), by_person(1), incident, did);
    store.begin().await.unwrap().commit(events.clone()).await.unwrap();
    events
}

pub async fn a_drill_comes_back_and_ends(store: &dyn Store) {
    let running = started(store).await;
    let mut read = store.read().await.unwrap();
    assert_eq!(read.drill(running.id).await.unwrap(), Some(running.clone()));
    assert_eq!(read.running_drills().await.unwrap(), [running.clone()]);
    assert_eq!(read.last_drill(CONFERENCE).await.unwrap(), None);
    let ended = ended(&running, later(60));
    change(store, async |tx| tx.put_drill(&ended).await).await;
    assert_eq!(read.drill(running.id).await.unwrap(), Some(ended.clone()));
    assert_eq!(read.running_drills().await.unwrap(), []);
    assert_eq!(read.last_drill(CONFERENCE).await.unwrap(), Some(ended));
    assert_eq!(read.drill(DrillId::from_bytes(bytes(9))).await.unwrap(), None);
}

pub async fn what_is_done_on_a_drill_is_kept_apart_and_goes(store: &dyn Store) {
    let running = started(store).await;
    let id = IncidentId::from_bytes(bytes(10));
    let mut read = store.read().await.unwrap();
    let log_end = read.log_end().await.unwrap();
    let done: Vec<AuditEvent> = does(store, Did::Opened).await.iter().cloned().collect();
    assert_eq!(read.log_end().await.unwrap(), log_end, "the log has no line of it");
    assert_eq!(read.drill_events(id).await.unwrap(), done);
    assert_eq!(read.events_of(id).await.unwrap(), done, "whoever looks at it now finds what was done");
    assert_eq!(read.findable(CONFERENCE, None).await.unwrap(), [], "no search finds it");
    assert!(read.is_only_a_drill(id).await.unwrap());
    change(store, async |tx| {
        tx.purge_drill(id).await?;
        tx.put_drill(&ended(&running, later(60))).await
    })
    .await;
    assert_eq!(read.incident(id).await.unwrap(), None);
    assert_eq!(read.pages_of(id).await.unwrap(), []);
    assert_eq!(read.drill_events(id).await.unwrap(), []);
    assert_eq!(read.events_of(id).await.unwrap(), []);
    assert_eq!(read.next_page_step().await.unwrap(), None);
}

pub async fn what_somebody_wrote_into_a_drill_stays_with_its_record(store: &dyn Store) {
    let running = started(store).await;
    let id = IncidentId::from_bytes(bytes(10));
    let done: Vec<AuditEvent> = does(store, Did::TookInHand).await.iter().cloned().collect();
    let notes = vec![note(101, 10, "something real", later(2))];
    change(store, async |tx| tx.add_rows(NewRows { notes, ..NewRows::default() }).await).await;
    let mut read = store.read().await.unwrap();
    assert!(!read.is_only_a_drill(id).await.unwrap());
    change(store, async |tx| {
        tx.keep_drill(id).await?;
        tx.put_drill(&ended(&running, later(60))).await
    })
    .await;
    assert!(read.incident(id).await.unwrap().is_some());
    assert_eq!(read.events_of(id).await.unwrap(), done);
    assert_eq!(read.drill_events(id).await.unwrap(), []);
    let later_on = AuditEvents::of(CONFERENCE, later(61), By::System, Some(id), Did::HandedBack);
    store.begin().await.unwrap().commit(later_on).await.unwrap();
    assert_eq!(read.events_of(id).await.unwrap().len(), 2, "from now on the log has its lines");
}
