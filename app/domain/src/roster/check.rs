//! "You are on duty in 15 minutes: can you be reached?" One tap answers; without an answer by the start, colleagues are
//! asked to stand in beside.
//!
//! [`checks`] brings the checks on record in line with the roster. It is pure, and taken twice at the same time it changes
//! nothing the second time. Nobody loses a shift because they did not answer: a page still calls them.

use super::{DutyList, Roster};
use crate::ids::{AskId, ConferenceId, PersonId};
use crate::time::{Span, Timestamp, minutes};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How long before the start somebody is asked.
pub const ASK_BEFORE: Span = minutes(15);
/// How long before the start they are asked again.
pub const ASK_AGAIN_BEFORE: Span = minutes(5);
/// After how long without an answer more colleagues are asked to stand in, and those who were asked once more.
pub const STAND_IN_AGAIN: Span = minutes(10);

/// That somebody is asked whether they can be reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyCheck {
    /// Its id, as of an ask: the only thing of it that a push carries.
    pub id: AskId,
    /// The conference.
    pub conference: ConferenceId,
    /// Who is asked.
    pub person: PersonId,
    /// For what.
    pub about: CheckAbout,
    /// Since when.
    pub at: Timestamp,
    /// Where it stands.
    pub state: CheckState,
}

/// What somebody is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckAbout {
    /// Whether they can be reached during their own duty.
    Own {
        /// When it starts.
        starts_at: Timestamp,
    },
    /// Whether they can be on duty beside a colleague who has not answered.
    StandIn {
        /// Who.
        whom: PersonId,
        /// When their duty started.
        starts_at: Timestamp,
    },
}

/// Where a check stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckState {
    /// It waits for an answer.
    Open {
        /// When to look at it again; nothing when nothing follows by itself.
        next_at: Option<Timestamp>,
    },
    /// "Yes."
    Confirmed {
        /// When.
        at: Timestamp,
    },
    /// It is not needed any more.
    Over {
        /// Since when.
        at: Timestamp,
    },
}

impl DutyCheck {
    /// Whether it waits for an answer.
    pub const fn is_open(&self) -> bool {
        match self.state {
            CheckState::Open { .. } => true,
            CheckState::Confirmed { .. } | CheckState::Over { .. } => false,
        }
    }

    /// Whose duty started without a word from them, and when.
    pub fn unconfirmed(&self, now: Timestamp) -> Option<(PersonId, Timestamp)> {
        match self.about {
            CheckAbout::Own { starts_at } if self.is_open() && starts_at <= now => Some((self.person, starts_at)),
            CheckAbout::Own { .. } | CheckAbout::StandIn { .. } => None,
        }
    }
}

/// An unbroken time in which somebody is called first, over as many shifts as it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Who.
    pub person: PersonId,
    /// From.
    pub from: Timestamp,
    /// Until.
    pub until: Timestamp,
}

/// The stretches of duty that have not ended, by person and start.
pub fn stretches(roster: &Roster, now: Timestamp) -> Vec<Stretch> {
    let mut spans: BTreeMap<PersonId, Vec<(Timestamp, Timestamp)>> = BTreeMap::new();
    for piece in roster.standing().iter().filter(|piece| piece.is_on_call()) {
        spans.entry(piece.person).or_default().push((piece.from, piece.until));
    }
    let mut all: Vec<Stretch> = Vec::new();
    for (person, mut spans) in spans {
        spans.sort_unstable();
        for (from, until) in spans {
            match all.last_mut() {
                Some(last) if last.person == person && from <= last.until => last.until = last.until.max(until),
                Some(_) | None => all.push(Stretch { person, from, until }),
            }
        }
    }
    all.retain(|stretch| stretch.until > now);
    all
}

/// What a look at the roster brings about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// The checks that are new or have changed, to be written down.
    pub changed: Vec<DutyCheck>,
    /// Those of them that are pushed now.
    pub pushed: Vec<AskId>,
    /// When to look again, unless the roster changes before.
    pub next: Option<Timestamp>,
}

/// Asks who is on duty soon, asks again, ends what is not needed, and asks colleagues to stand in for who has not answered
/// by the start.
///
/// `known` are the checks whose duty may still run. Who was put on the roster after the start is not asked: whoever put
/// them there has spoken to them.
pub fn checks(
    roster: &Roster,
    team: &BTreeSet<PersonId>,
    known: &[DutyCheck],
    conference: ConferenceId,
    now: Timestamp,
    mint: impl FnMut() -> AskId,
) -> Checked {
    let mut stretches = stretches(roster, now);
    stretches.retain(|stretch| team.contains(&stretch.person));
    let mut look = Look { now, conference, mint, checked: Checked::default() };
    let own: Vec<_> = stretches.iter().filter_map(|stretch| look.own(stretch, known)).collect();
    let ended = known.iter().filter(|check| check.is_open() && !own.iter().any(|going_on| going_on.id == check.id));
    for check in ended.filter(|check| matches!(check.about, CheckAbout::Own { .. })) {
        look.end(check);
    }
    let waiting: Vec<_> = own.iter().filter_map(|check| check.unconfirmed(now)).collect();
    for check in known.iter().filter(|check| check.is_open()) {
        look.stand_in(check, &waiting, known);
    }
    let duty = DutyList::at(now, roster, team.iter().copied(), &BTreeSet::new());
    for (whom, starts_at) in waiting {
        look.ask_to_stand_in(whom, starts_at, &duty, known);
    }
    look.checked
}

struct Look<M> {
    now: Timestamp,
    conference: ConferenceId,
    mint: M,
    checked: Checked,
}

impl<M: FnMut() -> AskId> Look<M> {
    /// The check of one's own duty as it stands after this look.
    fn own(&mut self, stretch: &Stretch, known: &[DutyCheck]) -> Option<DutyCheck> {
        let about = CheckAbout::Own { starts_at: stretch.from };
        let mut same = known.iter().filter(|check| check.person == stretch.person && check.about == about);
        let Some(check) = same.find(|check| !matches!(check.state, CheckState::Over { .. })) else {
            if stretch.from <= self.now {
                return None;
            }
            let ask_at = stretch.from.minus(ASK_BEFORE);
            if ask_at > self.now {
                self.look_at(ask_at);
                return None;
            }
            let next_at = Some(self.after_asking(stretch.from));
            let check = self.new_check(stretch.person, about, next_at);
            self.push(check.clone());
            return Some(check);
        };
        let CheckState::Open { next_at } = check.state else { return Some(check.clone()) };
        let check = match next_at {
            Some(at) if at <= self.now && stretch.from > self.now => {
                let again = Self::waits(check, Some(stretch.from));
                self.push(again.clone());
                again
            }
            Some(at) if at <= self.now => {
                let silent = Self::waits(check, None);
                self.checked.changed.push(silent.clone());
                silent
            }
            Some(at) => {
                self.look_at(at);
                check.clone()
            }
            None => check.clone(),
        };
        self.look_at(stretch.until);
        Some(check)
    }

    /// A colleague who was asked to stand in: it ends when nobody needs it any more.
    fn stand_in(&mut self, check: &DutyCheck, waiting: &[(PersonId, Timestamp)], known: &[DutyCheck]) {
        let CheckAbout::StandIn { whom, starts_at } = check.about else { return };
        let CheckState::Open { next_at } = check.state else { return };
        if !waiting.contains(&(whom, starts_at)) || has_stand_in(known, check.about) {
            return self.end(check);
        }
        match next_at {
            Some(at) if at <= self.now => self.push(Self::waits(check, None)),
            Some(at) => self.look_at(at),
            None => {}
        }
    }

    /// Who is awake and not on duty: backup first, and everybody else when nobody has answered for a while.
    fn ask_to_stand_in(&mut self, whom: PersonId, starts_at: Timestamp, duty: &DutyList, known: &[DutyCheck]) {
        let about = CheckAbout::StandIn { whom, starts_at };
        if has_stand_in(known, about) {
            return;
        }
        let widen_at = starts_at.plus(STAND_IN_AGAIN);
        let backup_alone = !duty.backup().is_empty() && self.now < widen_at;
        if backup_alone {
            self.look_at(widen_at);
        }
        let awake =
            duty.team().iter().filter(|person| !duty.on_call().contains(person) && !duty.asleep().contains(person));
        let asked = awake.filter(|person| !backup_alone || duty.backup().contains(person)).copied();
        let fresh: Vec<_> =
            asked.filter(|person| !known.iter().any(|check| check.person == *person && check.about == about)).collect();
        for person in fresh {
            let check = self.new_check(person, about, Some(self.now.plus(STAND_IN_AGAIN)));
            self.push(check);
        }
    }

    fn after_asking(&self, starts_at: Timestamp) -> Timestamp {
        let again = starts_at.minus(ASK_AGAIN_BEFORE);
        if again > self.now { again } else { starts_at }
    }

    fn new_check(&mut self, person: PersonId, about: CheckAbout, next_at: Option<Timestamp>) -> DutyCheck {
        let state = CheckState::Open { next_at };
        DutyCheck { id: (self.mint)(), conference: self.conference, person, about, at: self.now, state }
    }

    fn waits(check: &DutyCheck, next_at: Option<Timestamp>) -> DutyCheck {
        DutyCheck { state: CheckState::Open { next_at }, ..check.clone() }
    }

    fn push(&mut self, check: DutyCheck) {
        if let CheckState::Open { next_at: Some(at) } = check.state {
            self.look_at(at);
        }
        self.checked.pushed.push(check.id);
        self.checked.changed.push(check);
    }

    fn end(&mut self, check: &DutyCheck) {
        self.checked.changed.push(DutyCheck { state: CheckState::Over { at: self.now }, ..check.clone() });
    }

    fn look_at(&mut self, at: Timestamp) {
        self.checked.next = Some(self.checked.next.map_or(at, |next| next.min(at)));
    }
}

/// Whether a colleague has said that they stand in.
fn has_stand_in(known: &[DutyCheck], about: CheckAbout) -> bool {
    known.iter().any(|check| check.about == about && matches!(check.state, CheckState::Confirmed { .. }))
}
