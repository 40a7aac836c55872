//! Overrides: somebody offers a shift or a part of it, a colleague takes it. The plan stays as it was made.

use super::{Presence, Roster, Shift, gaps::uncovered};
use crate::ids::{ConferenceId, OverrideId, PersonId, ShiftId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Most overrides of one conference.
pub const OVERRIDES_MAX: usize = 2_000;

/// That a part of a shift is offered, or that somebody took it over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// Its id.
    pub id: OverrideId,
    /// The conference.
    pub conference: ConferenceId,
    /// The shift.
    pub shift: ShiftId,
    /// From when on.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// Who offered it, or arranged it.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// Where it stands.
    pub state: OverrideState,
}

/// Where an override stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverrideState {
    /// Somebody would like a colleague to take it; until then it is still theirs.
    Offered,
    /// A colleague has it.
    Taken {
        /// Who.
        by: PersonId,
        /// Where they will be.
        presence: Presence,
        /// Since when that is settled.
        at: Timestamp,
    },
    /// The offer was taken back.
    Withdrawn {
        /// When.
        at: Timestamp,
    },
}

/// A part of a shift that somebody offers or takes, as it is asked for. The id is minted on the phone, so that a repeat is
/// harmless.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewOverride {
    /// Its id.
    pub id: OverrideId,
    /// The shift.
    pub shift: ShiftId,
    /// From when on.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
}

/// Who is to have a part of a shift, and where they will be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taker {
    /// Who.
    pub person: PersonId,
    /// Where.
    pub presence: Presence,
}

/// Why a shift does not change hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverrideRefused {
    /// The shift is not on the roster, or does not reach so far.
    NotOnTheRoster,
    /// It has ended.
    Ended,
    /// Whoever offers it does not have it.
    NotYours,
    /// Whoever would take it has it already.
    YoursAlready,
    /// A colleague was quicker, or it was taken back.
    NotOffered,
    /// There is no room for more ([`OVERRIDES_MAX`]).
    Full,
}

impl fmt::Display for OverrideRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotOnTheRoster => "This shift has changed meanwhile. Look at the roster again.",
            Self::Ended => "This shift has ended.",
            Self::NotYours => "Somebody else has this shift.",
            Self::YoursAlready => "They have this shift already.",
            Self::NotOffered => "This is not on offer any more. Look at the roster again.",
            Self::Full => "The roster holds 2,000 changes of shifts.",
        })
    }
}

impl std::error::Error for OverrideRefused {}

impl Override {
    /// Who has it instead, where, and since when that is settled; nothing while nobody does.
    pub const fn taken(&self) -> Option<(PersonId, Presence, Timestamp)> {
        match self.state {
            OverrideState::Taken { by, presence, at } => Some((by, presence, at)),
            OverrideState::Offered | OverrideState::Withdrawn { .. } => None,
        }
    }

    /// The same offer, taken back. Only what is on offer can be; done twice it is done once.
    pub fn withdrawn(&self, now: Timestamp) -> Result<Self, OverrideRefused> {
        match self.state {
            OverrideState::Offered => Ok(Self { state: OverrideState::Withdrawn { at: now }, ..self.clone() }),
            OverrideState::Withdrawn { .. } => Ok(self.clone()),
            OverrideState::Taken { .. } => Err(OverrideRefused::NotOffered),
        }
    }

    /// Whether this is what was asked for, by the same person: a repeat.
    pub fn is_repeat_of(&self, new: &NewOverride, by: PersonId) -> bool {
        self.by == by && (self.shift, self.until) == (new.shift, new.until)
    }
}

impl Roster {
    /// A part of a shift on offer, by whoever has it. What of it is over is left out.
    pub fn offer(&self, new: &NewOverride, by: PersonId, now: Timestamp) -> Result<Override, OverrideRefused> {
        let one = self.begun(new, by, now)?;
        if self.has(by, &one) { Ok(one) } else { Err(OverrideRefused::NotYours) }
    }

    /// "Ana takes Ben's 14:00 to 16:00": a part of a shift that somebody else has from now on, as `by` arranged it.
    pub fn arrange(
        &self,
        new: &NewOverride,
        taker: Taker,
        by: PersonId,
        now: Timestamp,
    ) -> Result<Override, OverrideRefused> {
        let one = self.begun(new, by, now)?;
        if self.has(taker.person, &one) {
            return Err(OverrideRefused::YoursAlready);
        }
        let state = OverrideState::Taken { by: taker.person, presence: taker.presence, at: now };
        Ok(Override { state, ..one })
    }

    /// The offer, taken by a colleague. What of it is over stays with whoever had it; taken twice by the same person it is
    /// taken once.
    pub fn take(&self, offer: &Override, taker: Taker, now: Timestamp) -> Result<Override, OverrideRefused> {
        match offer.state {
            OverrideState::Taken { by, .. } if by == taker.person => return Ok(offer.clone()),
            OverrideState::Taken { .. } | OverrideState::Withdrawn { .. } => return Err(OverrideRefused::NotOffered),
            OverrideState::Offered if offer.until <= now => return Err(OverrideRefused::Ended),
            OverrideState::Offered if offer.by == taker.person => return Err(OverrideRefused::YoursAlready),
            OverrideState::Offered => {}
        }
        let state = OverrideState::Taken { by: taker.person, presence: taker.presence, at: now };
        let theirs = Override { from: offer.from.max(now), state, ..offer.clone() };
        if self.has(offer.by, &theirs) { Ok(theirs) } else { Err(OverrideRefused::NotOffered) }
    }

    /// What is on offer and can still be taken, by start.
    pub fn offers(&self, now: Timestamp) -> Vec<Override> {
        let open = |one: &Override| match one.state {
            OverrideState::Offered => one.until > now && self.has(one.by, one),
            OverrideState::Taken { .. } | OverrideState::Withdrawn { .. } => false,
        };
        let mut offers: Vec<_> = self.overrides().iter().filter(|one| open(one)).cloned().collect();
        offers.sort_by_key(|one| (one.from, one.id));
        offers
    }

    fn begun(&self, new: &NewOverride, by: PersonId, now: Timestamp) -> Result<Override, OverrideRefused> {
        let shift = self.planned().iter().find(|shift| shift.id == new.shift).ok_or(OverrideRefused::NotOnTheRoster)?;
        if new.until <= now {
            return Err(OverrideRefused::Ended);
        }
        let from = new.from.max(now);
        if new.from >= new.until || new.from < shift.from || new.until > shift.until {
            return Err(OverrideRefused::NotOnTheRoster);
        }
        if self.overrides().len() >= OVERRIDES_MAX {
            return Err(OverrideRefused::Full);
        }
        let Shift { id: shift, conference, .. } = *shift;
        Ok(Override {
            id: new.id,
            conference,
            shift,
            from,
            until: new.until,
            by,
            at: now,
            state: OverrideState::Offered,
        })
    }

    /// Whether somebody has a part of a shift from its first to its last moment.
    fn has(&self, person: PersonId, part: &Override) -> bool {
        let theirs = self.standing().iter().filter(|piece| piece.id == part.shift && piece.person == person);
        uncovered(theirs.map(|piece| (piece.from, piece.until)), part.from, part.until).is_empty()
    }
}
