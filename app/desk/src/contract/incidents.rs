//! The inbox and cases.

use super::{
    CONFERENCE, ELSEWHERE, Incident, NOW, NewRows, NoteId, PersonId, Store, bytes, change, conference, incident, later,
    member, note, page, refused, said, with_incident, with_people,
};
use crate::store::StoreError;
use domain::case::{Action, Case};
use domain::conflict::Standing;
use domain::work::template::RECEIPT;

async fn add(store: &dyn Store, rows: NewRows) {
    change(store, async |tx| tx.add_rows(rows).await).await;
}

async fn inbox(store: &dyn Store, member: u16) -> Vec<u16> {
    let member = PersonId::from_bytes(bytes(member));
    let lines = store.read().await.unwrap().incidents(CONFERENCE, member).await.unwrap();
    lines
        .iter()
        .map(|line| u16::from_be_bytes([line.incident.id.to_bytes()[0], line.incident.id.to_bytes()[1]]))
        .collect()
}

pub async fn the_inbox_is_by_last_touch_and_bounded(store: &dyn Store) {
    with_people(store, &[1]).await;
    change(store, async |tx| tx.put_conference(&conference(ELSEWHERE, "There")).await).await;
    assert_eq!(inbox(store, 1).await, [] as [u16; 0]);
    let incidents = vec![incident(1, CONFERENCE), incident(2, CONFERENCE), incident(3, ELSEWHERE)];
    let notes = vec![note(1, 1, "a", NOW), note(2, 2, "b", later(1)), note(3, 3, "c", later(2))];
    add(store, NewRows { incidents, notes, ..NewRows::default() }).await;
    assert_eq!(inbox(store, 1).await, [2, 1]);
    add(store, NewRows { notes: vec![note(4, 1, "d", later(3))], ..NewRows::default() }).await;
    assert_eq!(inbox(store, 1).await, [1, 2]);
    let incidents = (100..700).map(|n| incident(n, CONFERENCE)).collect();
    let notes = (100..700).map(|n| note(n, n, "e", later(i64::from(n)))).collect();
    add(store, NewRows { incidents, notes, ..NewRows::default() }).await;
    // Nobody has these, so none of them falls out of sight.
    let waiting: Vec<_> = (100..700).rev().chain([1, 2]).collect();
    assert_eq!(inbox(store, 1).await, waiting);
    for n in 100..700 {
        let clear = [said(n, 1, Standing::Clear).conflict];
        let mut case = Case::open(incident(n, CONFERENCE), &clear, member(1)).unwrap();
        case.apply(Action::TakeInHand, later(1_000)).unwrap();
        change(store, async |tx| tx.put_case(&case).await).await;
    }
    let wanted: Vec<_> = [1, 2].into_iter().chain((200..700).rev()).collect();
    assert_eq!(inbox(store, 1).await, wanted, "of what somebody has, what was touched least recently is left out");
}

pub async fn the_inbox_counts_notes_and_calls(store: &dyn Store) {
    with_incident(store).await;
    let line = async || {
        let member = PersonId::from_bytes(bytes(1));
        let lines = store.read().await.unwrap().incidents(CONFERENCE, member).await.unwrap();
        (lines[0].notes, lines[0].touched_at, lines[0].calling)
    };
    assert_eq!(line().await, (1, NOW, None));
    let notes = vec![note(101, 10, "b", later(5)), note(102, 10, "c", later(4))];
    add(store, NewRows { notes, pages: vec![page(1, 10, NOW), page(2, 10, NOW)], ..NewRows::default() }).await;
    assert_eq!(line().await, (3, later(5), Some(page(1, 10, NOW).id)));
    for n in [1, 2] {
        let mut settled = page(n, 10, NOW);
        settled.settle(PersonId::from_bytes(bytes(1)), later(6));
        change(store, async |tx| tx.put_page(&settled).await).await;
        assert_eq!(line().await, (3, later(5), (n == 1).then(|| page(2, 10, NOW).id)));
    }
}

pub async fn a_recused_member_sees_no_line(store: &dyn Store) {
    with_incident(store).await;
    add(store, NewRows { incidents: vec![incident(11, CONFERENCE)], ..NewRows::default() }).await;
    let mut case = Case::open(incident(10, CONFERENCE), &[], member(1)).unwrap();
    case.apply(Action::Declare { standing: Standing::Recused, why: "A friend.".into() }, later(1)).unwrap();
    change(store, async |tx| tx.put_case(&case).await).await;
    assert_eq!(inbox(store, 1).await, [11]);
    assert_eq!(inbox(store, 2).await, [11, 10]);
    let conflicts = store.read().await.unwrap().conflicts(case.incident().id).await.unwrap();
    assert_eq!(conflicts, [case.change().unwrap().conflict.clone()]);
    assert_eq!(conflicts[0].standing, Standing::Recused);
    let both = [10, 11].map(|n| incident(n, CONFERENCE).id);
    assert_eq!(store.read().await.unwrap().conflicts_in(&both).await.unwrap(), conflicts);
    assert_eq!(store.read().await.unwrap().conflicts(incident(11, CONFERENCE).id).await.unwrap(), []);
}

pub async fn a_case_is_written_once_per_version(store: &dyn Store) {
    with_incident(store).await;
    let id = incident(10, CONFERENCE).id;
    let read = async || store.read().await.unwrap().incident(id).await.unwrap().unwrap();
    let clear = [1, 2].map(|n| said(10, n, Standing::Clear).conflict);
    let mut mine = Case::open(read().await, &clear, member(1)).unwrap();
    let mut theirs = Case::open(read().await, &clear, member(2)).unwrap();
    mine.apply(Action::TakeInHand, later(1)).unwrap();
    mine.apply(
        Action::ConfirmReceipt { of: id, note: NoteId::from_bytes(bytes(100)), words: RECEIPT.into() },
        later(2),
    )
    .unwrap();
    theirs.apply(Action::TakeInHand, later(3)).unwrap();
    change(store, async |tx| tx.put_case(&mine).await).await;
    let stale = refused(store, async |tx| tx.put_case(&theirs).await).await;
    assert!(matches!(stale, StoreError::Stale), "{stale:?}");
    let kept = read().await;
    assert_eq!(kept, Incident { version: 2, ..mine.incident().clone() });
    let stale = refused(store, async |tx| tx.put_case(&mine).await).await;
    assert!(matches!(stale, StoreError::Stale), "{stale:?}");
    let unknown = Case::open(incident(99, CONFERENCE), &[], member(1)).unwrap();
    let unknown = refused(store, async |tx| tx.put_case(&unknown).await).await;
    assert!(matches!(unknown, StoreError::Stale), "{unknown:?}");
}

pub async fn a_review_mark_makes_a_case_stale(store: &dyn Store) {
    with_incident(store).await;
    let id = incident(10, CONFERENCE).id;
    for _ in 0..2 {
        add(store, NewRows { needs_review: vec![id, id], ..NewRows::default() }).await;
        let marked = store.read().await.unwrap().incident(id).await.unwrap().unwrap();
        assert!(marked.needs_review);
        assert_eq!(marked.version, 2);
    }
    let before = Case::open(incident(10, CONFERENCE), &[], member(1)).unwrap();
    let stale = refused(store, async |tx| tx.put_case(&before).await).await;
    assert!(matches!(stale, StoreError::Stale), "{stale:?}");
}
