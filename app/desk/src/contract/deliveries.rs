//! Deliveries, the servers that share them, and what people and organizers chose.

use super::{
    CONFERENCE, DeviceId, NOW, PageId, PersonId, Store, Timestamp, bytes, change, later, refused, with_people,
};
use crate::store::{Claim, StoreError};
use domain::ids::{DeliveryId, HookId, ServerId};
use domain::paging::{Delivery, DeliveryAbout, DeliveryState, DeliveryTo, Policies, Progress, Way};
use domain::reach::{Choices, ChosenWay, QuietHours, Signs};

const ONE: ServerId = ServerId::from_bytes([1; 16]);
const TWO: ServerId = ServerId::from_bytes([2; 16]);

fn claim(owner: ServerId, until: Timestamp) -> Claim {
    Claim { owner, until }
}

fn push(n: u16, page: Option<u16>, device: u16, at: Timestamp) -> Delivery {
    Delivery {
        id: DeliveryId::from_bytes(bytes(n)),
        about: page.map_or(DeliveryAbout::Test, |page| DeliveryAbout::Page(PageId::from_bytes(bytes(page)))),
        person: PersonId::from_bytes(bytes(device)),
        to: DeliveryTo::Device(DeviceId::from_bytes(bytes(device))),
        call: 1,
        since: NOW,
        queued_at: at,
        tries: 0,
        state: DeliveryState::Queued,
    }
}

async fn add(store: &dyn Store, deliveries: &[Delivery]) {
    change(store, async |tx| tx.add_deliveries(deliveries, claim(ONE, later(50))).await).await;
}

async fn waiting(store: &dyn Store, server: ServerId, now: Timestamp) -> Vec<Delivery> {
    let waiting = store.read().await.unwrap().waiting(server, now, 9).await.unwrap();
    waiting.into_iter().map(|waiting| waiting.delivery).collect()
}

pub async fn a_delivery_only_moves_forward(store: &dyn Store) {
    with_people(store, &[1]).await;
    let one = push(1, None, 1, NOW);
    add(store, std::slice::from_ref(&one)).await;
    let mut read = store.read().await.unwrap();
    assert_eq!(read.delivery(one.id).await.unwrap(), Some(one.clone()));
    let steps = [
        (DeliveryState::Failed, true),
        (DeliveryState::Queued, false),
        (DeliveryState::Accepted, true),
        (DeliveryState::Accepted, false),
        (DeliveryState::Seen, true),
        (DeliveryState::Received, false),
    ];
    for (to, moved) in steps {
        assert_eq!(change(store, async |tx| tx.move_delivery(one.id, to).await).await, moved, "{to:?}");
    }
    assert_eq!(read.delivery(one.id).await.unwrap(), Some(Delivery { state: DeliveryState::Seen, ..one }));
    let unknown = DeliveryId::from_bytes(bytes(9));
    assert!(!change(store, async |tx| tx.move_delivery(unknown, DeliveryState::Seen).await).await);
    assert_eq!(read.delivery(unknown).await.unwrap(), None);
}

pub async fn deliveries_come_in_order_and_bounded(store: &dyn Store) {
    with_people(store, &[1, 2]).await;
    let hook = DeliveryTo::Hook(HookId::from_bytes(bytes(5)));
    let sent = [
        Delivery { to: DeliveryTo::Mail, ..push(1, Some(7), 1, later(2)) },
        push(2, Some(7), 2, later(1)),
        Delivery { to: hook, call: 4, ..push(3, Some(8), 1, later(3)) },
    ];
    add(store, &sent).await;
    let mut read = store.read().await.unwrap();
    let two = read.waiting(ONE, later(9), 2).await.unwrap();
    assert_eq!(two.into_iter().map(|it| it.delivery).collect::<Vec<_>>(), [sent[1].clone(), sent[0].clone()]);
    assert_eq!(waiting(store, ONE, later(1)).await, [sent[1].clone()], "what is not written down yet does not wait");
    let of = PageId::from_bytes(bytes(7));
    assert_eq!(read.deliveries_of(of).await.unwrap(), [sent[1].clone(), sent[0].clone()]);
    assert_eq!(read.deliveries_of(PageId::from_bytes(bytes(9))).await.unwrap(), []);
    assert_eq!(read.reached_by(of).await.unwrap(), [1, 2].map(|n| PersonId::from_bytes(bytes(n))));
    change(store, async |tx| tx.move_delivery(sent[1].id, DeliveryState::Failed).await).await;
    assert_eq!(read.reached_by(of).await.unwrap(), [PersonId::from_bytes(bytes(1))]);
    assert_eq!(waiting(store, ONE, later(9)).await, [sent[0].clone(), sent[2].clone()]);
    let taken = refused(store, async |tx| tx.add_deliveries(&sent[..1], claim(ONE, NOW)).await).await;
    assert!(matches!(taken, StoreError::Taken), "{taken:?}");
}

pub async fn one_server_at_a_time_has_a_delivery(store: &dyn Store) {
    with_people(store, &[1]).await;
    let (one, other) = (push(1, Some(7), 1, NOW), push(2, None, 1, NOW));
    add(store, &[one.clone(), other.clone()]).await;
    let ids = [one.id, other.id];
    assert_eq!(waiting(store, TWO, later(49)).await, [], "the other one has them");
    assert_eq!(store.read().await.unwrap().next_waiting(TWO, NOW).await.unwrap(), Some(later(50)));
    let steal = async |now| change(store, async |tx| tx.claim(&ids, claim(TWO, later(99)), now).await).await;
    assert_eq!(steal(later(49)).await, []);
    assert_eq!(waiting(store, ONE, later(49)).await.len(), 2);
    change(store, async |tx| tx.move_delivery(other.id, DeliveryState::Accepted).await).await;
    assert_eq!(waiting(store, TWO, later(50)).await, std::slice::from_ref(&one), "it left them behind");
    assert_eq!(steal(later(50)).await, [one.id]);
    assert_eq!(steal(later(51)).await, [one.id], "twice is harmless");
    assert_eq!(waiting(store, ONE, later(51)).await, [], "it comes back too late");
    assert_eq!(change(store, async |tx| tx.claim(&ids, claim(ONE, later(120)), later(51)).await).await, []);
}

pub async fn a_delivery_that_is_put_off_waits_for_its_server(store: &dyn Store) {
    with_people(store, &[1]).await;
    let one = push(1, Some(7), 1, NOW);
    add(store, std::slice::from_ref(&one)).await;
    let mut read = store.read().await.unwrap();
    assert_eq!(read.next_waiting(ONE, NOW).await.unwrap(), None, "it may be sent at once");
    let until = claim(ONE, later(80));
    assert!(change(store, async |tx| tx.put_off(one.id, later(30), until).await).await);
    assert_eq!((waiting(store, ONE, later(29)).await, waiting(store, TWO, later(79)).await), (vec![], vec![]));
    assert_eq!(read.next_waiting(ONE, NOW).await.unwrap(), Some(later(30)));
    assert_eq!(waiting(store, ONE, later(30)).await, [Delivery { tries: 1, ..one.clone() }]);
    change(store, async |tx| tx.move_delivery(one.id, DeliveryState::Failed).await).await;
    assert!(!change(store, async |tx| tx.put_off(one.id, later(60), until).await).await);
    assert_eq!(read.next_waiting(ONE, NOW).await.unwrap(), None);
}

pub async fn an_answer_moves_what_came_and_stops_what_waits(store: &dyn Store) {
    use DeliveryState::{Declined, Expired, Queued};
    with_people(store, &[1, 2]).await;
    let mail = Delivery { to: DeliveryTo::Mail, ..push(2, Some(7), 1, NOW) };
    add(store, &[push(1, Some(7), 1, NOW), mail.clone(), push(3, Some(7), 2, NOW), push(4, Some(8), 1, NOW)]).await;
    let (page, person) = (PageId::from_bytes(bytes(7)), mail.person);
    change(store, async |tx| tx.move_delivery(DeliveryId::from_bytes(bytes(1)), DeliveryState::Received).await).await;
    change(store, async |tx| tx.answer_deliveries(page, person, DeliveryState::Declined).await).await;
    let states = async || {
        let sent = store.read().await.unwrap().deliveries_of(page).await.unwrap();
        sent.iter().map(|sent| sent.state).collect::<Vec<_>>()
    };
    assert_eq!(states().await, [Declined, Expired, Queued]);
    change(store, async |tx| tx.expire_deliveries(page).await).await;
    assert_eq!(states().await, [Declined, Expired, Expired]);
    assert_eq!(waiting(store, ONE, later(1)).await.len(), 1, "the other page goes on");
}

pub async fn the_last_calls_of_pages_are_found(store: &dyn Store) {
    with_people(store, &[1, 2]).await;
    let first = [push(1, Some(7), 1, NOW), push(2, Some(7), 2, NOW), push(3, Some(8), 1, NOW)];
    add(store, &first).await;
    let again = Delivery { call: 2, ..push(4, Some(7), 1, later(1)) };
    change(store, async |tx| {
        tx.supersede(&[first[0].id]).await?;
        tx.add_deliveries(std::slice::from_ref(&again), claim(ONE, later(50))).await
    })
    .await;
    let mut read = store.read().await.unwrap();
    let mut last = read.last_calls(&[PageId::from_bytes(bytes(7))]).await.unwrap();
    last.sort_unstable_by_key(|sent| sent.id);
    assert_eq!(last, [first[1].clone(), again]);
    assert_eq!(read.last_calls(&[]).await.unwrap(), []);
}

pub async fn the_last_test_of_a_device_is_found(store: &dyn Store) {
    with_people(store, &[1, 2, 3]).await;
    let pushes =
        [push(1, None, 1, later(5)), push(2, None, 1, later(4)), push(3, None, 2, NOW), push(4, Some(7), 1, later(9))];
    add(store, &pushes).await;
    let devices = [1, 2, 3, 9].map(|n| DeviceId::from_bytes(bytes(n)));
    let mut tests = store.read().await.unwrap().last_tests(&devices).await.unwrap();
    tests.sort_by_key(|push| push.to);
    assert_eq!(tests, [pushes[0].clone(), pushes[2].clone()]);
}

pub async fn what_a_device_said_is_told_from_its_silence(store: &dyn Store) {
    with_people(store, &[1, 2, 3]).await;
    let pushes =
        [push(1, None, 1, later(1)), push(2, None, 1, later(2)), push(3, None, 1, later(3)), push(4, None, 2, NOW)];
    add(store, &pushes).await;
    let states = [DeliveryState::Received, DeliveryState::Accepted, DeliveryState::Accepted, DeliveryState::Failed];
    for (push, state) in pushes.iter().zip(states) {
        change(store, async |tx| tx.move_delivery(push.id, state).await).await;
    }
    let devices = [1, 2, 3].map(|n| DeviceId::from_bytes(bytes(n)));
    let mut signs = store.read().await.unwrap().signs(&devices).await.unwrap();
    signs.sort_unstable_by_key(|(device, _)| *device);
    let first = Signs { received: Some(later(1)), silent: Some(later(2)) };
    assert_eq!(signs, [(devices[0], first), (devices[1], Signs::default())]);
}

pub async fn what_waits_longest_is_told(store: &dyn Store) {
    with_people(store, &[1, 2]).await;
    let mut read = store.read().await.unwrap();
    assert_eq!(read.progress().await.unwrap(), Progress::default());
    let pushes = [push(1, None, 1, later(5)), push(2, None, 2, later(3))];
    add(store, &pushes).await;
    assert_eq!(read.progress().await.unwrap().unsent, Some(later(3)));
    let mine = claim(ONE, later(90));
    change(store, async |tx| tx.put_off(pushes[1].id, later(60), mine).await).await;
    assert_eq!(read.progress().await.unwrap().unsent, Some(later(5)), "its service wants a pause");
    change(store, async |tx| tx.move_delivery(pushes[0].id, DeliveryState::Accepted).await).await;
    assert_eq!(read.progress().await.unwrap().unsent, Some(later(60)));
}

pub async fn choices_and_ladders_come_back(store: &dyn Store) {
    with_people(store, &[1, 2]).await;
    let people = [1, 2].map(|n| PersonId::from_bytes(bytes(n)));
    let mut read = store.read().await.unwrap();
    assert_eq!(read.choices(&people).await.unwrap(), []);
    let mail = ChosenWay::Mail { address: "ana@example.org".into() };
    let (ways, quiet) = (vec![mail, ChosenWay::Push], Some(QuietHours { from: 60, until: 420 }));
    let chosen = Choices { ways, quiet, stopped: vec![Way::Mail] };
    for choices in [Choices::default(), chosen.clone()] {
        change(store, async |tx| tx.put_choices(people[0], &choices, NOW).await).await;
    }
    assert_eq!(read.choices(&people).await.unwrap(), [(people[0], chosen)]);
    assert_eq!(read.policies(CONFERENCE).await.unwrap(), None);
    let policies = Policies { contacts: vec![people[1]], ..Policies::default() };
    change(store, async |tx| tx.put_policies(CONFERENCE, Some(&policies)).await).await;
    assert_eq!(read.policies(CONFERENCE).await.unwrap(), Some(policies));
    change(store, async |tx| tx.put_policies(CONFERENCE, None).await).await;
    assert_eq!(read.policies(CONFERENCE).await.unwrap(), None);
}
