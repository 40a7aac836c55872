//! Shifts, overrides, checks of who can be reached, and calendar feeds.

use super::{CONFERENCE, ELSEWHERE, NOW, bytes, change, conference, later, refused, token, with_people};
use crate::store::{Feed, Store, StoreError};
use domain::ids::{AskId, OverrideId, PersonId, ShiftId};
use domain::roster::{CheckAbout, CheckState, Duty, DutyCheck, Override, OverrideState, Presence, Shift};

pub async fn shifts_come_back_by_start(store: &dyn Store) {
    with_people(store, &[1, 2]).await;
    change(store, async |tx| tx.put_conference(&conference(ELSEWHERE, "There")).await).await;
    let shift = |n, from| Shift {
        id: ShiftId::from_bytes(bytes(n)),
        conference: CONFERENCE,
        person: PersonId::from_bytes(bytes(1)),
        from: later(from),
        until: later(from + 60),
        presence: Presence::OnSite,
        duty: Duty::OnDuty,
    };
    change(store, async |tx| {
        tx.put_shift(&shift(1, 20)).await?;
        tx.put_shift(&shift(2, 10)).await
    })
    .await;
    let mut read = store.read().await.unwrap();
    assert_eq!(read.roster(CONFERENCE).await.unwrap().planned(), [shift(2, 10), shift(1, 20)]);
    let person = PersonId::from_bytes(bytes(2));
    let moved = Shift { person, presence: Presence::Asleep, duty: Duty::Backup, ..shift(1, 5) };
    change(store, async |tx| tx.put_shift(&moved).await).await;
    assert_eq!(read.roster(CONFERENCE).await.unwrap().planned(), [moved.clone(), shift(2, 10)]);
    let theirs = Shift { conference: ELSEWHERE, ..moved.clone() };
    let refused = refused(store, async |tx| tx.put_shift(&theirs).await).await;
    assert!(matches!(refused, StoreError::Stale), "an id of another conference: {refused:?}");
    assert!(!change(store, async |tx| tx.remove_shift(ELSEWHERE, moved.id).await).await);
    assert!(change(store, async |tx| tx.remove_shift(CONFERENCE, moved.id).await).await);
    assert!(!change(store, async |tx| tx.remove_shift(CONFERENCE, moved.id).await).await);
    assert_eq!(read.roster(CONFERENCE).await.unwrap().planned(), [shift(2, 10)]);
}

pub async fn an_override_comes_back_and_is_taken(store: &dyn Store) {
    with_people(store, &[1, 2]).await;
    change(store, async |tx| tx.put_conference(&conference(ELSEWHERE, "There")).await).await;
    let one = |n| Override {
        id: OverrideId::from_bytes(bytes(n)),
        conference: CONFERENCE,
        shift: ShiftId::from_bytes(bytes(9)),
        from: later(10),
        until: later(20),
        by: PersonId::from_bytes(bytes(1)),
        at: later(i64::from(n)),
        state: OverrideState::Offered,
    };
    change(store, async |tx| {
        tx.put_override(&one(2)).await?;
        tx.put_override(&one(1)).await
    })
    .await;
    let mut read = store.read().await.unwrap();
    assert_eq!(read.roster(CONFERENCE).await.unwrap().overrides(), [one(1), one(2)]);
    let by = PersonId::from_bytes(bytes(2));
    let state = OverrideState::Taken { by, presence: Presence::Remote, at: later(12) };
    let taken = Override { from: later(12), state, ..one(1) };
    change(store, async |tx| tx.put_override(&taken).await).await;
    assert_eq!(read.roster(CONFERENCE).await.unwrap().overrides(), [taken.clone(), one(2)]);
    let theirs = Override { conference: ELSEWHERE, ..taken };
    let refused = refused(store, async |tx| tx.put_override(&theirs).await).await;
    assert!(matches!(refused, StoreError::Stale), "an id of another conference: {refused:?}");
}

pub async fn a_duty_check_comes_back_and_ends(store: &dyn Store) {
    with_people(store, &[1]).await;
    let person = PersonId::from_bytes(bytes(1));
    let check = |n| DutyCheck {
        id: AskId::from_bytes(bytes(n)),
        conference: CONFERENCE,
        person,
        about: CheckAbout::Own { starts_at: later(900) },
        at: later(i64::from(n)),
        state: CheckState::Open { next_at: Some(later(600)) },
    };
    let about = CheckAbout::StandIn { whom: person, starts_at: later(900) };
    let beside = DutyCheck { about, state: CheckState::Confirmed { at: later(3) }, ..check(2) };
    change(store, async |tx| tx.put_duty_checks(&[check(1), beside.clone(), check(3)]).await).await;
    let mut read = store.read().await.unwrap();
    assert_eq!(read.duty_checks(CONFERENCE, NOW).await.unwrap(), [check(1), beside.clone(), check(3)]);
    assert_eq!(read.duty_checks(CONFERENCE, later(100)).await.unwrap(), [check(1), check(3)], "what is open is known");
    assert_eq!(read.duty_checks(ELSEWHERE, NOW).await.unwrap(), []);
    assert_eq!(read.duty_checks_of(person).await.unwrap(), [check(1), check(3)]);
    assert_eq!(read.duty_check(beside.id).await.unwrap(), Some(beside));
    let over = DutyCheck { state: CheckState::Over { at: later(50) }, ..check(1) };
    change(store, async |tx| tx.put_duty_checks(std::slice::from_ref(&over)).await).await;
    assert_eq!(read.duty_check(over.id).await.unwrap(), Some(over));
    assert_eq!(read.duty_checks_of(person).await.unwrap(), [check(3)]);
}

pub async fn a_change_of_the_roster_brings_a_look(store: &dyn Store) {
    with_people(store, &[1]).await;
    let mut read = store.read().await.unwrap();
    let shift = Shift {
        id: ShiftId::from_bytes(bytes(1)),
        conference: CONFERENCE,
        person: PersonId::from_bytes(bytes(1)),
        from: later(0),
        until: later(60),
        presence: Presence::OnSite,
        duty: Duty::OnDuty,
    };
    let looked = async || change(store, async |tx| tx.put_duty_look(CONFERENCE, Some(later(100))).await).await;
    looked().await;
    assert_eq!(read.next_duty_look().await.unwrap(), Some(later(100)));
    assert_eq!(read.due_duty_looks(later(99)).await.unwrap(), []);
    assert_eq!(read.due_duty_looks(later(100)).await.unwrap(), [CONFERENCE]);
    change(store, async |tx| tx.put_shift(&shift).await).await;
    assert_eq!(read.due_duty_looks(NOW).await.unwrap(), [CONFERENCE]);
    looked().await;
    change(store, async |tx| tx.remove_shift(CONFERENCE, shift.id).await).await;
    assert_eq!(read.due_duty_looks(NOW).await.unwrap(), [CONFERENCE]);
    change(store, async |tx| tx.put_duty_look(CONFERENCE, None).await).await;
    assert_eq!(read.next_duty_look().await.unwrap(), None);
}

pub async fn a_feed_is_found_by_its_token_alone(store: &dyn Store) {
    with_people(store, &[1]).await;
    let person = PersonId::from_bytes(bytes(1));
    let feed = |at| Feed { conference: CONFERENCE, person, made_at: later(at) };
    change(store, async |tx| tx.put_feed(&feed(1), token(1)).await).await;
    let mut read = store.read().await.unwrap();
    assert_eq!(read.feed(token(1)).await.unwrap(), Some(feed(1)));
    assert_eq!(read.feed(token(2)).await.unwrap(), None);
    change(store, async |tx| tx.put_feed(&feed(2), token(2)).await).await;
    assert_eq!(read.feed(token(1)).await.unwrap(), None, "another takes its place");
    assert_eq!(read.feed_of(person).await.unwrap(), Some(feed(2)));
    assert!(change(store, async |tx| tx.remove_feed(person).await).await);
    assert!(!change(store, async |tx| tx.remove_feed(person).await).await);
    assert_eq!((read.feed(token(2)).await.unwrap(), read.feed_of(person).await.unwrap()), (None, None));
}
