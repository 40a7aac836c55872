//! What stands: the plan with every override laid over it. Nothing of the plan is edited away.

use super::{Override, Presence, Shift};
use crate::ids::{OverrideId, PersonId, ShiftId};
use crate::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that is planned for a conference, what colleagues offered and took over, and what stands because of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    planned: Vec<Shift>,
    overrides: Vec<Override>,
    standing: Vec<Shift>,
}

impl Roster {
    /// A roster of these shifts, with what was offered and taken over.
    ///
    /// Where two overrides of a shift meet, the one that was taken later counts; one of a shift that is off the roster, or
    /// beyond its ends, says nothing.
    pub fn with(planned: Vec<Shift>, overrides: Vec<Override>) -> Self {
        let mut taken: BTreeMap<ShiftId, Vec<Taken>> = BTreeMap::new();
        for one in &overrides {
            if let Some(by) = Taken::of(one) {
                taken.entry(one.shift).or_default().push(by);
            }
        }
        for each in taken.values_mut() {
            each.sort_unstable();
        }
        let mut standing: Vec<_> =
            planned.iter().flat_map(|shift| pieces(shift, taken.get(&shift.id).map_or(&[], Vec::as_slice))).collect();
        standing.sort_by_key(|piece| (piece.from, piece.id));
        Self { planned, overrides, standing }
    }

    /// A roster on which nobody has taken anything over.
    pub fn new(planned: Vec<Shift>) -> Self {
        Self::with(planned, Vec::new())
    }

    /// The shifts as they were planned.
    pub fn planned(&self) -> &[Shift] {
        &self.planned
    }

    /// What was offered, taken over or withdrawn.
    pub fn overrides(&self) -> &[Override] {
        &self.overrides
    }

    /// The shifts as they stand, by start: each piece with whoever has it. Pieces of one shift share its id.
    pub fn standing(&self) -> &[Shift] {
        &self.standing
    }

    /// The shifts that stand at `now`.
    pub fn at(&self, now: Timestamp) -> impl Iterator<Item = &Shift> {
        self.standing.iter().take_while(move |shift| shift.from <= now).filter(move |shift| now < shift.until)
    }

    /// Everybody who is called first at `now`.
    pub fn on_call(&self, now: Timestamp) -> BTreeSet<PersonId> {
        self.at(now).filter(|shift| shift.is_on_call()).map(|shift| shift.person).collect()
    }
}

/// That somebody took a part of a shift over. The order is that in which they count.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Taken {
    at: Timestamp,
    id: OverrideId,
    from: Timestamp,
    until: Timestamp,
    by: PersonId,
    presence: Presence,
}

impl Taken {
    fn of(one: &Override) -> Option<Self> {
        let (by, presence, at) = one.taken()?;
        Some(Self { at, id: one.id, from: one.from, until: one.until, by, presence })
    }
}

fn pieces(shift: &Shift, taken: &[Taken]) -> Vec<Shift> {
    taken.iter().fold(vec![shift.clone()], |pieces, over| pieces.iter().flat_map(|piece| cut(piece, over)).collect())
}

/// A piece before, during and after somebody took it over; nothing where that would be empty.
fn cut(piece: &Shift, over: &Taken) -> impl Iterator<Item = Shift> {
    let (from, until) = (over.from.clamp(piece.from, piece.until), over.until.clamp(piece.from, piece.until));
    let until = until.max(from);
    let before = Shift { until: from, ..piece.clone() };
    let during = Shift { from, until, person: over.by, presence: over.presence, ..piece.clone() };
    let after = Shift { from: until, ..piece.clone() };
    // What is not touched stays whole.
    let cut = if from == until { [Some(piece.clone()), None, None] } else { [Some(before), Some(during), Some(after)] };
    cut.into_iter().flatten().filter(|piece| piece.from < piece.until)
}
