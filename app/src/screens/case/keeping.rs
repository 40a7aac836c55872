//! What is being written on a case and is not on the record yet: the phone keeps it at every pause, sealed, until it is
//! on the record or emptied. Nothing is sent before whoever writes it says so, or leaves a box that saves itself.

use super::hand::{Doing, Hand};
use super::of_case;
use crate::device::{HeldDeed, HeldState, device, watched};
use crate::signal::{RwSignal, StoredValue, follow, spawn_local};
use domain::ids::DeedId;
use domain::work::draft::{DraftDeed, Says};
use domain::work::{Deed, NewDeed};
use leptos::prelude::*;
use std::sync::Arc;

/// The pause in typing after which the phone keeps what stands there, in milliseconds.
pub(super) const PAUSE_MILLIS: u32 = 500;

/// What becomes of what is being written when the screen is left.
#[derive(Clone, Copy)]
pub(super) enum Leaving {
    /// It stays on the phone as it is.
    Keeps,
    /// It is saved, as a box is that is left; what this sends already is on its way.
    Saves(Doing),
}

/// One thing that is being written.
#[derive(Clone, Copy)]
pub(super) struct Keeping(StoredValue<Parts>);

#[derive(Clone)]
struct Parts {
    hand: Hand,
    /// The deed as it stands in front of whoever writes; nothing where there is nothing to keep.
    writes: Arc<dyn Fn() -> Option<Deed> + Send + Sync>,
    leaving: Leaving,
    /// The id that the deed will have; nothing while nobody writes.
    under_way: RwSignal<Option<DeedId>>,
    turn: StoredValue<u32>,
    filled: StoredValue<Filled>,
}

/// What a form held before anybody typed.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Filled {
    /// That is not known yet.
    Unknown,
    /// This, or nothing worth keeping.
    With(Option<Deed>),
}

impl Keeping {
    /// Keeps what `writes` gives, which reads without tracking.
    pub(super) fn new(hand: Hand, leaving: Leaving, writes: impl Fn() -> Option<Deed> + Send + Sync + 'static) -> Self {
        let (under_way, turn, filled) = (RwSignal::new(None), StoredValue::new(0), StoredValue::new(Filled::Unknown));
        let parts = Parts { hand, writes: Arc::new(writes), leaving, under_way, turn, filled };
        let keeping = Self(StoredValue::new(parts));
        let there = StoredValue::new(false);
        follow(move || {
            watched().leaving.track();
            if there.get_value() {
                keeping.leaves();
            }
            there.set_value(true);
        });
        on_cleanup(move || keeping.leaves());
        keeping
    }

    /// Keeps a form, whose deed `form` gives: whatever differs from what was filled in for it counts as typed.
    pub(super) fn of_form(hand: Hand, form: impl Fn() -> Option<Deed> + Clone + Send + Sync + 'static) -> Self {
        let now = form.clone();
        let keeping = Self::new(hand, Leaving::Keeps, move || untrack(&now));
        let filled = keeping.0.with_value(|parts| parts.filled);
        follow(move || {
            let now = Filled::With(form());
            let typed = filled.with_value(|filled| *filled != Filled::Unknown && *filled != now);
            filled.set_value(now);
            if typed {
                keeping.touches();
            }
        });
        keeping
    }

    /// What stands in the form now was filled in for whoever writes.
    pub(super) fn is_filled(self) {
        let parts = self.0.get_value();
        parts.filled.set_value(Filled::With((parts.writes)()));
    }

    /// Something else is written from now on: what was typed so far stays on the phone.
    pub(super) fn is_set_aside(self) {
        self.next_turn();
        self.keeps(true);
        self.under_way().set(None);
    }

    /// Whether something is being written.
    pub(super) fn is_under_way(self) -> bool {
        self.under_way().with_untracked(Option::is_some)
    }

    /// The id under which it goes on the record.
    pub(super) fn id(self) -> DeedId {
        self.under_way().get_untracked().unwrap_or_else(Hand::mint)
    }

    /// Something was typed: it is kept after a pause.
    pub(super) fn touches(self) {
        let under_way = self.under_way();
        if under_way.get_untracked().is_none() {
            under_way.set(Some(Hand::mint()));
        }
        let (turn, number) = (self.0.with_value(|parts| parts.turn), self.next_turn());
        spawn_local(async move {
            device().sleep(PAUSE_MILLIS).await;
            if turn.try_get_value() == Some(number) {
                self.keeps(true);
            }
        });
    }

    /// Takes up what was written here before, if it is still on the phone and not on the record: what `fits` finds in it.
    pub(super) fn takes_up<T>(self, fits: impl Fn(&Deed) -> Option<T>) -> Option<T> {
        let Parts { hand, under_way, .. } = self.0.get_value();
        if under_way.get_untracked().is_some() {
            return None;
        }
        let typed = |one: &HeldDeed| {
            let found = fits(&one.deed.deed).filter(|_| one.state == HeldState::Typed)?;
            Some((one.deed.id, found))
        };
        let (id, found) = hand.held.with_untracked(|held| held.iter().find_map(typed))?;
        let recorded = of_case(hand.asked, |case| case.deeds().any(|deed| deed.id == id)).unwrap_or_default();
        if recorded {
            forgets(id);
            return None;
        }
        under_way.set(Some(id));
        Some(found)
    }

    /// It is on the record, waits to be sent, or was emptied: nobody writes here any more.
    pub(super) fn rests(self) {
        self.next_turn();
        let Parts { hand, under_way, .. } = self.0.get_value();
        let Some(id) = under_way.get_untracked() else { return };
        under_way.set(None);
        if !hand.is_only_here(id) {
            forgets(id);
        }
    }

    /// What was sent is on its way to the record; what is typed after it is a deed of its own.
    pub(super) fn goes_on(self) {
        self.rests();
        self.touches();
    }

    fn under_way(self) -> RwSignal<Option<DeedId>> {
        self.0.with_value(|parts| parts.under_way)
    }

    fn next_turn(self) -> u32 {
        let turn = self.0.with_value(|parts| parts.turn);
        let next = turn.get_value().wrapping_add(1);
        turn.set_value(next);
        next
    }

    fn leaves(self) {
        match self.0.try_get_value().map(|parts| parts.leaving) {
            Some(Leaving::Keeps) => self.keeps(true),
            Some(Leaving::Saves(doing)) if !doing.is_under_way() => self.keeps(false),
            Some(Leaving::Saves(_)) | None => {}
        }
    }

    /// Lets the phone keep what stands there: as typed, or to be sent.
    fn keeps(self, typed: bool) {
        let Some(Parts { hand, writes, under_way, .. }) = self.0.try_get_value() else { return };
        let Some(Some(id)) = under_way.try_get_untracked() else { return };
        let incident = hand.incident;
        let Some(deed) = writes() else {
            under_way.set(None);
            forgets(id);
            return;
        };
        spawn_local(async move {
            // A phone that keeps nothing says so on its own; the text stays in the box either way.
            let _kept = device().keep_deed(incident, NewDeed { id, deed, anyway: None }, typed).await;
        });
        if !typed {
            under_way.set(None);
        }
    }
}

/// Whether something that `fits` was typed and lies on this phone; tracks.
pub(super) fn is_typed<T>(hand: Hand, fits: impl Fn(&Deed) -> Option<T>) -> bool {
    hand.held.with(|held| held.iter().any(|one| one.state == HeldState::Typed && fits(&one.deed.deed).is_some()))
}

/// What a deed writes into a draft, or into a new one, with the versions that its writer had seen.
pub(super) fn says_in(deed: &Deed, of: Option<DeedId>) -> Option<(Says, Vec<DeedId>)> {
    match deed {
        Deed::Draft(DraftDeed::Write { draft, says, over }) if *draft == of => Some((says.clone(), over.clone())),
        _ => None,
    }
}

/// Takes what was typed off the phone.
pub(super) fn forgets(id: DeedId) {
    spawn_local(async move {
        // What stays behind is the same text once more, which changes nothing.
        let _dropped = device().drop_deeds(vec![id]).await;
    });
}
