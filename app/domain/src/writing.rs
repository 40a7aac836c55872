//! Who is writing just now: seen by colleagues who have the same case open, so that two do not answer the same reporter
//! (S33). It is a courtesy and blocks nobody; it ends by itself, and nothing of it is kept.

use crate::ids::{IncidentId, PersonId};
use crate::time::{Span, Timestamp, seconds};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How long somebody counts as writing after they said so.
pub const FADES_AFTER: Span = seconds(12);
/// Most who are known to write at once; beyond it nobody is told of further ones.
pub const WRITERS_MAX: usize = 2_000;

/// What somebody is writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Writes {
    /// A note.
    Note,
    /// Words to a reporter.
    Reply,
    /// A decision.
    Decision,
    /// Words to the public.
    Statement,
}

impl Writes {
    /// What it is, to stand behind "is writing".
    pub const fn words(self) -> &'static str {
        match self {
            Self::Note => "a note",
            Self::Reply => "a reply",
            Self::Decision => "a decision",
            Self::Statement => "a public statement",
        }
    }
}

/// Somebody who is writing, as a colleague's screen shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Writing {
    /// Who.
    pub person: PersonId,
    /// What.
    pub what: Writes,
    /// For how much longer that is to be shown, unless they say so again.
    pub fades_in: Span,
}

/// Everybody who is writing.
#[derive(Clone, Debug, Default)]
pub struct Writers(BTreeMap<(IncidentId, PersonId), (Writes, Timestamp)>);

impl Writers {
    /// Somebody is writing; whether that is news to those who watch.
    pub fn writes(&mut self, incident: IncidentId, person: PersonId, what: Writes, now: Timestamp) -> bool {
        self.0.retain(|_, (_, since)| is_fresh(*since, now));
        let known = self.0.get(&(incident, person)).map(|(what, _)| *what);
        if known.is_none() && self.0.len() >= WRITERS_MAX {
            return false;
        }
        self.0.insert((incident, person), (what, now));
        known != Some(what)
    }

    /// Somebody has finished.
    pub fn stops(&mut self, incident: IncidentId, person: PersonId) {
        self.0.remove(&(incident, person));
    }

    /// Who is writing in a case.
    pub fn of(&self, incident: IncidentId, now: Timestamp) -> Vec<Writing> {
        let here = (incident, PersonId::from_bytes([0; 16]))..=(incident, PersonId::from_bytes([255; 16]));
        let fresh = self.0.range(here).filter(|(_, (_, since))| is_fresh(*since, now));
        let writing = fresh.map(|((_, person), (what, since))| Writing {
            person: *person,
            what: *what,
            fades_in: since.plus(FADES_AFTER).since(now),
        });
        writing.collect()
    }
}

/// A clock that was set back leaves nobody writing for longer than they do.
fn is_fresh(since: Timestamp, now: Timestamp) -> bool {
    since <= now && now < since.plus(FADES_AFTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);
    const HERE: IncidentId = IncidentId::from_bytes([1; 16]);
    const ELSEWHERE: IncidentId = IncidentId::from_bytes([2; 16]);

    fn person(n: u8) -> PersonId {
        PersonId::from_bytes([n; 16])
    }

    fn who(writers: &Writers, incident: IncidentId, now: Timestamp) -> Vec<PersonId> {
        writers.of(incident, now).iter().map(|writing| writing.person).collect()
    }

    #[test]
    fn somebody_writes_until_they_stop_or_some_seconds_have_passed() {
        let mut writers = Writers::default();
        assert!(writers.writes(HERE, person(1), Writes::Reply, NOW));
        assert!(writers.writes(HERE, person(255), Writes::Note, NOW));
        assert_eq!(who(&writers, HERE, NOW), [person(1), person(255)]);
        assert_eq!(who(&writers, ELSEWHERE, NOW), []);
        let later = NOW.plus(seconds(5));
        assert!(!writers.writes(HERE, person(1), Writes::Reply, later), "going on is no news");
        assert!(writers.writes(HERE, person(1), Writes::Statement, later), "something else is");
        assert_eq!(writers.of(HERE, later.plus(seconds(10)))[0].fades_in, seconds(2));
        assert_eq!(who(&writers, HERE, NOW.plus(FADES_AFTER)), [person(1)]);
        assert_eq!(who(&writers, HERE, later.plus(FADES_AFTER)), []);
        assert!(writers.writes(HERE, person(1), Writes::Statement, later.plus(FADES_AFTER)), "and begins again");
        writers.stops(HERE, person(1));
        assert_eq!(who(&writers, HERE, later.plus(FADES_AFTER)), []);
        assert_eq!(who(&writers, HERE, NOW.minus(seconds(1))), [], "nor when the clock was set back");
    }

    #[test]
    fn the_room_is_bounded_and_clears_by_itself() {
        let mut writers = Writers::default();
        for n in 0..=u16::try_from(WRITERS_MAX).unwrap() {
            let mut bytes = [7; 16];
            bytes[..2].copy_from_slice(&n.to_be_bytes());
            writers.writes(HERE, PersonId::from_bytes(bytes), Writes::Note, NOW);
        }
        assert_eq!(writers.of(HERE, NOW).len(), WRITERS_MAX);
        assert!(!writers.writes(ELSEWHERE, person(1), Writes::Note, NOW));
        assert!(writers.writes(ELSEWHERE, person(1), Writes::Note, NOW.plus(FADES_AFTER)));
        assert_eq!(writers.0.len(), 1);
    }
}
