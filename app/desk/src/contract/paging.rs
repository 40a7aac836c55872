//! Pages, pushes and subscriptions.

use super::{
    Device, DeviceId, NOW, NewRows, Page, PersonId, Store, bytes, change, device, later, page, refused, with_incident,
    with_people,
};
use crate::store::{StoreError, Subscription};
use domain::note::Urgency;
use domain::paging::{Accepters, PageAnswer, PageState, Progress};
use domain::view::NewSubscription;

fn subscription(n: u16, endpoint: &str) -> Subscription {
    Subscription {
        device: DeviceId::from_bytes(bytes(n)),
        person: PersonId::from_bytes(bytes(n)),
        to: NewSubscription { endpoint: endpoint.into(), p256dh: "BPub".into(), auth: "secret".into() },
        key_id: "key one".into(),
        made_at: NOW,
    }
}

async fn with_pages(store: &dyn Store, pages: Vec<Page>) {
    with_incident(store).await;
    change(store, async |tx| tx.add_rows(NewRows { pages, ..NewRows::default() }).await).await;
}

pub async fn due_pages_come_longest_due_first(store: &dyn Store) {
    let mut read = store.read().await.unwrap();
    assert_eq!(read.next_page_step().await.unwrap(), None);
    let mut quiet = page(4, 10, NOW);
    quiet.settle(PersonId::from_bytes(bytes(1)), NOW);
    let pages = [page(1, 10, later(30)), page(2, 10, later(10)), page(3, 10, later(20)), quiet];
    with_pages(store, pages.to_vec()).await;
    assert_eq!(read.next_page_step().await.unwrap(), Some(later(10)));
    let progress = Progress { stuck: 0, next_step: Some(later(10)), unsent: None };
    assert_eq!(read.progress().await.unwrap(), progress);
    assert_eq!(read.due_pages(later(9), 10).await.unwrap(), []);
    assert_eq!(read.due_pages(later(20), 10).await.unwrap(), [pages[1].clone(), pages[2].clone()]);
    assert_eq!(read.due_pages(later(99), 2).await.unwrap(), [pages[1].clone(), pages[2].clone()]);
    let all = [&pages[3], &pages[1], &pages[2], &pages[0]].map(Clone::clone);
    assert_eq!(read.pages_of(pages[0].incident).await.unwrap(), all, "by start");
}

pub async fn a_page_changes_and_falls_quiet(store: &dyn Store) {
    with_pages(store, vec![page(1, 10, NOW)]).await;
    let mut read = store.read().await.unwrap();
    let mut changed = page(1, 10, NOW);
    changed.urgency = Some(Urgency::Now);
    changed.rung = 3;
    changed.called = [1, 2, 3].map(|n| PersonId::from_bytes(bytes(n))).into();
    changed.answer(PersonId::from_bytes(bytes(2)), PageAnswer::Decline, later(1));
    changed.accepted = [PersonId::from_bytes(bytes(3))].into();
    (changed.accepters, changed.unanswered) = (Accepters::Two, true);
    changed.ways_at = Some(later(70));
    changed.state = PageState::Calling { next_at: later(60) };
    change(store, async |tx| tx.put_page(&changed).await).await;
    assert_eq!(read.page(changed.id).await.unwrap(), Some(changed.clone()));
    assert_eq!(read.due_pages(later(59), 10).await.unwrap(), []);
    for state in [
        PageState::Exhausted { at: later(61) },
        PageState::Expired { at: later(61) },
        PageState::Over { at: later(61) },
        PageState::Acknowledged { by: PersonId::from_bytes(bytes(3)), at: later(62) },
    ] {
        changed.state = state;
        change(store, async |tx| tx.put_page(&changed).await).await;
        assert_eq!(read.page(changed.id).await.unwrap(), Some(changed.clone()));
        assert_eq!(read.next_page_step().await.unwrap(), None);
        assert_eq!(read.due_pages(later(999), 10).await.unwrap(), []);
    }
    assert_eq!(read.page(page(2, 10, NOW).id).await.unwrap(), None);
    let taken =
        refused(store, async |tx| tx.add_rows(NewRows { pages: vec![page(1, 10, NOW)], ..NewRows::default() }).await);
    let taken = taken.await;
    assert!(matches!(taken, StoreError::Taken), "{taken:?}");
}

pub async fn many_pages_change_together(store: &dyn Store) {
    let pages: Vec<_> = (0..100).map(|n| page(n, 10, NOW)).collect();
    with_pages(store, pages.clone()).await;
    let mut changed: Vec<_> = pages.iter().skip(1).step_by(2).cloned().collect();
    for page in &mut changed {
        page.settle(PersonId::from_bytes(bytes(1)), later(5));
    }
    change(store, async |tx| tx.put_pages(&changed).await).await;
    change(store, async |tx| tx.put_pages(&[]).await).await;
    let mut read = store.read().await.unwrap();
    let mut due: Vec<_> = read.due_pages(later(9), 200).await.unwrap().iter().map(|page| page.id).collect();
    due.sort_unstable();
    assert_eq!(due, pages.iter().step_by(2).map(|page| page.id).collect::<Vec<_>>());
    let unknown = page(999, 10, NOW).id;
    let ids: Vec<_> = pages.iter().map(|page| page.id).chain([unknown]).collect();
    let mut kept = read.pages(&ids).await.unwrap();
    kept.sort_unstable_by_key(|page| page.id);
    let wanted: Vec<_> =
        pages.iter().map(|page| changed.iter().find(|new| new.id == page.id).unwrap_or(page)).collect();
    assert_eq!(kept.iter().collect::<Vec<_>>(), wanted);
}

pub async fn a_subscription_is_replaced_and_removed(store: &dyn Store) {
    with_people(store, &[1, 2]).await;
    let people = [1, 2].map(|n| PersonId::from_bytes(bytes(n)));
    change(store, async |tx| {
        tx.put_subscription(&subscription(1, "https://push.example/a")).await?;
        tx.put_subscription(&subscription(2, "https://push.example/b")).await?;
        let again =
            Subscription { key_id: "key two".into(), made_at: later(1), ..subscription(1, "https://push.example/c") };
        tx.put_subscription(&again).await
    })
    .await;
    let mut read = store.read().await.unwrap();
    let mut kept = read.subscriptions(&people, NOW).await.unwrap();
    kept.sort_by_key(|subscription| subscription.device);
    let replaced =
        Subscription { key_id: "key two".into(), made_at: later(1), ..subscription(1, "https://push.example/c") };
    assert_eq!(kept, [replaced, subscription(2, "https://push.example/b")]);
    assert!(change(store, async |tx| tx.remove_subscription(subscription(1, "").device).await).await);
    assert!(!change(store, async |tx| tx.remove_subscription(subscription(1, "").device).await).await);
    assert_eq!(read.subscriptions(&people[..1], NOW).await.unwrap(), []);
    let nowhere =
        refused(store, async |tx| tx.put_subscription(&subscription(9, "https://push.example/d")).await).await;
    assert!(matches!(nowhere, StoreError::Failed(_)), "{nowhere:?}");
}

pub async fn subscriptions_are_of_devices_signed_in(store: &dyn Store) {
    with_people(store, &[1, 2, 3]).await;
    change(store, async |tx| {
        for n in [1, 2, 3] {
            tx.put_subscription(&subscription(n, "https://push.example/x")).await?;
        }
        tx.put_device(&Device { revoked_at: Some(NOW), ..device(2) }).await?;
        tx.put_device(&Device { expires_at: later(10), ..device(3) }).await
    })
    .await;
    let people = [1, 2, 3, 9].map(|n| PersonId::from_bytes(bytes(n)));
    let mut read = store.read().await.unwrap();
    for (now, wanted) in [(later(9), vec![1, 3]), (later(10), vec![1])] {
        let mut kept: Vec<_> = read.subscriptions(&people, now).await.unwrap().iter().map(|kept| kept.device).collect();
        kept.sort_unstable();
        assert_eq!(kept, wanted.into_iter().map(|n| DeviceId::from_bytes(bytes(n))).collect::<Vec<_>>());
    }
    assert_eq!(read.subscriptions(&people[2..], later(9)).await.unwrap().len(), 1);
    assert_eq!(read.subscriptions(&[], NOW).await.unwrap(), []);
}
