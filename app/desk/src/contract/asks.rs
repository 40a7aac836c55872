//! Asks, and when to look at what is overdue.

use super::{
    CONFERENCE, DeviceId, IncidentId, NOW, NewRows, PersonId, Store, Timestamp, bytes, change, incident, later, note,
    with_incident, with_people,
};
use crate::store::Claim;
use domain::asks::{Ask, AskKind, AskState};
use domain::ids::{AskId, DeedId, DeliveryId, ServerId};
use domain::paging::{Delivery, DeliveryAbout, DeliveryState, DeliveryTo};
use domain::time::{hours, minutes};
use domain::work::reminder::{Due, Overdue, TARGET_MIN, Targets};

fn ask(n: u16, person: u16, at: Timestamp) -> Ask {
    Ask {
        id: AskId::from_bytes(bytes(n)),
        conference: CONFERENCE,
        incident: IncidentId::from_bytes(bytes(10)),
        person: PersonId::from_bytes(bytes(person)),
        kind: AskKind::Task,
        about: Some(DeedId::from_bytes(bytes(n))),
        by: Some(PersonId::from_bytes(bytes(1))),
        at,
        due: Some(later(60)),
        words: "Hold the video.".into(),
        state: AskState::Open { pushed: 1, next_at: Some(later(60)) },
    }
}

pub async fn an_ask_comes_back_and_ends(store: &dyn Store) {
    with_incident(store).await;
    let reminder =
        Ask { kind: AskKind::Reminder, about: None, by: None, due: None, words: "".into(), ..ask(3, 1, NOW) };
    let [first, second, other] = [ask(1, 1, later(1)), ask(2, 1, later(2)), ask(4, 2, later(3))];
    let all = [reminder.clone(), first.clone(), second.clone(), other.clone()];
    change(store, async |tx| tx.put_asks(&all).await).await;
    let mut read = store.read().await.unwrap();
    assert_eq!(read.asks_in(first.incident).await.unwrap(), all, "by time");
    assert_eq!(read.asks_of(first.person).await.unwrap(), all[..3]);
    let moved = Ask { due: Some(later(90)), state: AskState::Open { pushed: 2, next_at: None }, ..first };
    let answered = Ask { state: AskState::Answered { at: later(5) }, ..second };
    let over = Ask { state: AskState::Over { at: later(5) }, ..reminder };
    change(store, async |tx| tx.put_asks(&[moved.clone(), answered.clone(), over.clone()]).await).await;
    assert_eq!(read.asks_of(moved.person).await.unwrap(), std::slice::from_ref(&moved));
    let found = read.asks(&[answered.id, over.id, AskId::from_bytes(bytes(9))]).await.unwrap();
    assert_eq!(found, [over, answered]);
    assert_eq!(read.asks_in(other.incident).await.unwrap().len(), 4, "nothing is forgotten");
}

pub async fn a_push_for_an_ask_is_no_test(store: &dyn Store) {
    with_people(store, &[1]).await;
    let device = DeviceId::from_bytes(bytes(1));
    let push = |n: u16, about, at| Delivery {
        id: DeliveryId::from_bytes(bytes(n)),
        about,
        person: PersonId::from_bytes(bytes(1)),
        to: DeliveryTo::Device(device),
        call: 0,
        since: at,
        queued_at: at,
        tries: 0,
        state: DeliveryState::Queued,
    };
    let asks = push(2, DeliveryAbout::Ask(AskId::from_bytes(bytes(1))), later(1));
    let test = push(1, DeliveryAbout::Test, NOW);
    change(store, async |tx| tx.add_deliveries(&[test.clone(), asks.clone()], Claim::NOBODY).await).await;
    let mut read = store.read().await.unwrap();
    assert_eq!(read.last_tests(&[device]).await.unwrap(), std::slice::from_ref(&test));
    let waiting = read.waiting(ServerId::from_bytes(bytes(1)), later(1), 9).await.unwrap();
    assert_eq!(waiting.into_iter().map(|waiting| waiting.delivery).collect::<Vec<_>>(), [test, asks]);
}

pub async fn looks_come_longest_due_first(store: &dyn Store) {
    with_incident(store).await;
    let id = IncidentId::from_bytes(bytes(10));
    let (alone, opened) = (incident(11, CONFERENCE), later(30));
    let alone = domain::incident::Incident { needs_review: true, opened_at: opened, ..alone };
    let notes = vec![note(101, 11, "b", opened)];
    let incidents = vec![alone.clone()];
    change(store, async |tx| tx.add_rows(NewRows { incidents, notes, ..NewRows::default() }).await).await;
    let mut read = store.read().await.unwrap();
    let first = NOW.plus(TARGET_MIN);
    assert_eq!(read.next_look().await.unwrap(), Some(first), "a new one, by the shortest target");
    assert_eq!(read.due_looks(first.minus(minutes(1)), 9).await.unwrap(), []);
    assert_eq!(read.due_looks(opened.plus(TARGET_MIN), 9).await.unwrap(), [id, alone.id]);
    assert_eq!(read.due_looks(opened.plus(TARGET_MIN), 1).await.unwrap(), [id]);
    let aged = read.aged(alone.id).await.unwrap().unwrap();
    assert_eq!((aged.touched_at, aged.review_since, aged.overdue), (opened, Some(opened), vec![]));

    let overdue = vec![Overdue { what: Due::Untouched, since: NOW, due: later(9) }];
    change(store, async |tx| {
        tx.put_look(id, &overdue, None).await?;
        tx.put_look(alone.id, &[], Some(later(99))).await
    })
    .await;
    assert_eq!(read.next_look().await.unwrap(), Some(later(99)));
    assert_eq!(read.aged(id).await.unwrap().unwrap().overdue, overdue);
    let line = read.incidents(CONFERENCE, PersonId::from_bytes(bytes(1))).await.unwrap();
    assert!(line.iter().any(|line| line.overdue == overdue), "the inbox tells it too");
    // Somebody touches what is overdue, and somebody acts alone in the other: both are looked at anew at once.
    let notes = vec![note(102, 10, "c", later(50)), note(103, 11, "d", later(60))];
    let needs_review = vec![alone.id];
    change(store, async |tx| tx.add_rows(NewRows { notes, needs_review, ..NewRows::default() }).await).await;
    assert_eq!(read.due_looks(NOW, 9).await.unwrap(), [id], "it waits for a review already");
    assert_eq!(read.aged(IncidentId::from_bytes(bytes(99))).await.unwrap(), None);
}

pub async fn targets_come_back_and_bring_a_look(store: &dyn Store) {
    with_incident(store).await;
    let id = IncidentId::from_bytes(bytes(10));
    let mut read = store.read().await.unwrap();
    assert_eq!(read.targets(CONFERENCE).await.unwrap(), Targets::default());
    let targets = Targets { untouched: hours(3), ..Targets::default() };
    change(store, async |tx| tx.put_targets(CONFERENCE, &targets).await).await;
    assert_eq!(read.targets(CONFERENCE).await.unwrap(), targets);
    assert_eq!(read.due_looks(NOW, 9).await.unwrap(), [id]);
    change(store, async |tx| tx.put_look(id, &[], None).await).await;
    change(store, async |tx| tx.put_targets(CONFERENCE, &targets).await).await;
    assert_eq!(read.next_look().await.unwrap(), None, "what is never looked at again stays so");
}
