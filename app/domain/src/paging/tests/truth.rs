//! What the raiser is told, and how a delivery moves.

use super::*;
use crate::sync::{ByWhom, Call};

#[test]
fn the_raiser_hears_the_truth() {
    let name = |_| ByWhom { name: "Ana".into(), at: START };
    let rota = Rota { on_call: &[1], team: &[1, 2], ..Rota::default() };
    let mut night = Night::of(page(PageReason::Report, None), rota.list());
    assert!(matches!(night.page.as_raiser_sees(0, name), Call::Calling { people: 0, .. }));
    night.step(START);
    assert!(matches!(night.page.as_raiser_sees(1, name), Call::Calling { people: 1, .. }));
    assert!(matches!(night.page.as_raiser_sees(0, name), Call::Unanswered { .. }), "no device hears it");
    night.step(START.plus(minutes(2)));
    assert!(matches!(night.page.as_raiser_sees(2, name), Call::Calling { people: 2, .. }));
    night.step(START.plus(minutes(5)));
    assert!(
        matches!(night.page.as_raiser_sees(2, name), Call::Unanswered { .. }),
        "everybody was called and is silent"
    );
    let mut second = night.page.clone();
    second.accepters = Accepters::Two;
    second.settle(person(1), START);
    assert!(second.next_at().is_some() && matches!(second.as_raiser_sees(2, name), Call::Taken(_)), "somebody comes");
    night.page.settle(person(1), START);
    assert!(matches!(night.page.as_raiser_sees(2, name), Call::Taken(_)));
    for state in [PageState::Exhausted { at: START }, PageState::Expired { at: START }] {
        let ended = Page { state, ..page(PageReason::Report, None) };
        assert_eq!(ended.as_raiser_sees(3, name), Call::Unanswered { since: START });
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
