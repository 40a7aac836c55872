//! Bringing the asks on record in line with what has to be asked.

use super::{Ask, AskState, Wanted};
use crate::ids::{AskId, ConferenceId, IncidentId};
use crate::time::Timestamp;

/// What a turn brings about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// The asks that are new or have changed, to be written down.
    pub changed: Vec<Ask>,
    /// Those of them that are pushed now.
    pub pushed: Vec<AskId>,
    /// When the next of all open asks is pushed again.
    pub next: Option<Timestamp>,
}

/// Begins what is newly wanted, ends what is not wanted any more, and pushes what is due. `worse` says that something has
/// become overdue that was not before, so that a reminder does not wait for its pause. Taken twice at the same time it
/// changes nothing the second time.
pub fn turn(
    known: &[Ask],
    wanted: &[Wanted],
    worse: bool,
    of: (ConferenceId, IncidentId),
    now: Timestamp,
    mut mint: impl FnMut() -> AskId,
) -> Turn {
    let mut turn = Turn::default();
    for ask in known.iter().filter(|ask| ask.is_open()) {
        match wanted.iter().find(|wanted| wanted.is(ask)) {
            Some(wanted) => turn.goes_on(ask, wanted, worse, now),
            None => turn.put(Ask { state: AskState::Over { at: now }, ..ask.clone() }),
        }
    }
    let (conference, incident) = of;
    for wanted in wanted {
        let stands = |ask: &Ask| wanted.is(ask) && !matches!(ask.state, AskState::Over { .. });
        if !known.iter().any(stands) {
            let ask = Ask {
                id: mint(),
                conference,
                incident,
                person: wanted.person,
                kind: wanted.kind,
                about: wanted.about,
                by: wanted.by,
                at: now,
                due: wanted.due,
                words: wanted.words.clone(),
                state: AskState::Open { pushed: 0, next_at: Some(now) },
            };
            turn.push(ask, 1, now);
        }
    }
    turn
}

impl Wanted {
    fn is(&self, ask: &Ask) -> bool {
        (self.person, self.kind, self.about) == (ask.person, ask.kind, ask.about)
    }
}

impl Turn {
    fn goes_on(&mut self, ask: &Ask, wanted: &Wanted, worse: bool, now: Timestamp) {
        let AskState::Open { pushed, next_at } = ask.state else { return };
        if worse && ask.kind == super::AskKind::Reminder {
            return self.push(ask.clone(), 1, now);
        }
        let mut ask = ask.clone();
        if ask.due != wanted.due {
            ask.due = wanted.due;
            // The person learns of another time when it comes; what they see is true from now on.
            ask.state = AskState::Open { pushed: 1, next_at: wanted.due.map(|due| due.max(now)) };
            self.put(ask);
        } else if next_at.is_some_and(|next| next <= now) {
            self.push(ask, pushed.saturating_add(1), now);
        } else {
            self.look_at(next_at);
        }
    }

    fn push(&mut self, mut ask: Ask, pushed: u32, now: Timestamp) {
        ask.state = ask.pushed(pushed, now);
        self.pushed.push(ask.id);
        self.put(ask);
    }

    fn put(&mut self, ask: Ask) {
        self.look_at(ask.next_at());
        self.changed.push(ask);
    }

    fn look_at(&mut self, at: Option<Timestamp>) {
        self.next = self.next.into_iter().chain(at).min();
    }
}
