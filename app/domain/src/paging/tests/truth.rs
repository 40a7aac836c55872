//! What the raiser is told, and how a delivery moves.

use super::*;
use crate::sync::{ByWhom, Call};

/// So many people, of whom all but one have it on their phones.
fn heard(people: u32) -> Heard {
    Heard { people, reached: people.saturating_sub(1) }
}

#[test]
fn it_rings_for_whoever_was_called_until_they_or_somebody_answers() {
    let rota = Rota { on_call: &[1, 2], team: &[1, 2, 3], ..Rota::default() };
    let mut night = Night::of(page(PageReason::Report, None), rota.list());
    let rings = |page: &Page| [1, 2, 3].map(|n| page.waits_for(person(n)));
    assert_eq!(rings(&night.page), [false, false, false], "nobody has been called yet");
    night.step(START);
    assert_eq!(rings(&night.page), [true, true, false]);
    night.page.answer(person(1), PageAnswer::CantNow, START);
    assert_eq!(rings(&night.page), [false, true, false]);
    night.page.answer(person(3), PageAnswer::Accept, START);
    assert_eq!(rings(&night.page), [false, false, false], "a colleague has it");
}

#[test]
fn the_raiser_hears_the_truth() {
    let name = |_| ByWhom { name: "Ana".into(), at: START };
    let rota = Rota { on_call: &[1], team: &[1, 2], ..Rota::default() };
    let mut night = Night::of(page(PageReason::Report, None), rota.list());
    assert!(matches!(night.page.as_raiser_sees(heard(0), name), Call::Calling { people: 0, .. }));
    night.step(START);
    assert!(matches!(night.page.as_raiser_sees(heard(1), name), Call::Calling { people: 1, .. }));
    assert!(matches!(night.page.as_raiser_sees(heard(0), name), Call::Unanswered { .. }), "no device hears it");
    night.step(START.plus(minutes(2)));
    assert!(matches!(night.page.as_raiser_sees(heard(2), name), Call::Calling { people: 2, reached: 1, .. }));
    night.step(START.plus(minutes(5)));
    assert!(
        matches!(night.page.as_raiser_sees(heard(2), name), Call::Unanswered { .. }),
        "everybody was called and is silent"
    );
    let mut second = night.page.clone();
    second.accepters = Accepters::Two;
    second.settle(person(1), START);
    assert!(
        second.next_at().is_some() && matches!(second.as_raiser_sees(heard(2), name), Call::Taken(_)),
        "somebody comes"
    );
    night.page.settle(person(1), START);
    assert!(matches!(night.page.as_raiser_sees(heard(2), name), Call::Taken(_)));
    for state in [PageState::Exhausted { at: START }, PageState::Expired { at: START }] {
        let ended = Page { state, ..page(PageReason::Report, None) };
        assert_eq!(ended.as_raiser_sees(heard(3), name), Call::Unanswered { since: START, next_at: None });
    }
}

#[test]
fn a_delivery_only_goes_forward() {
    assert_eq!(DeliveryState::Received.moved(DeliveryState::Accepted), DeliveryState::Received);
    assert_eq!(DeliveryState::Failed.moved(DeliveryState::Received), DeliveryState::Received);
    assert_eq!(DeliveryState::Queued.moved(DeliveryState::Expired), DeliveryState::Expired);
    assert_eq!(DeliveryState::Taken.moved(DeliveryState::Seen), DeliveryState::Taken);
    for state in DeliveryState::ALL {
        assert_eq!(DeliveryState::from_code(state.code()), Some(state));
    }
}
