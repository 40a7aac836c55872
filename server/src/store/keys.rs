//! The keys that the store seals with, and the data keys that were used lately.
//!
//! Invariant: a data key comes into the cache only when its incident is on disk, so a group of notes that was undone
//! leaves no key behind that the database does not know.

use super::seal::{DataKey, KeyRing, Place, SealError};
use desk::store::Stored;
use domain::ids::{ConferenceId, IncidentId};
use domain::private::Private;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::error::Unreadable;

/// How many data keys a generation of the cache holds; there are two, so memory holds at most twice as many.
const GENERATION_MAX: usize = 4_096;

/// An incident's data key and the conference that the incident belongs to.
#[derive(Debug)]
pub(super) struct IncidentKey {
    /// The conference.
    pub(super) conference: ConferenceId,
    /// The key.
    pub(super) key: DataKey,
}

/// The master keys and the data keys in use.
#[derive(Debug)]
pub(super) struct Keys {
    ring: KeyRing,
    cache: Mutex<Generations>,
}

/// Two generations: what is used moves into the young one, and when that is full the old one is forgotten.
#[derive(Debug, Default)]
struct Generations {
    young: HashMap<IncidentId, Arc<IncidentKey>>,
    old: HashMap<IncidentId, Arc<IncidentKey>>,
}

impl Generations {
    fn get(&mut self, incident: IncidentId) -> Option<Arc<IncidentKey>> {
        if let Some(key) = self.young.get(&incident) {
            return Some(Arc::clone(key));
        }
        let key = self.old.remove(&incident)?;
        self.put(incident, Arc::clone(&key));
        Some(key)
    }

    fn put(&mut self, incident: IncidentId, key: Arc<IncidentKey>) {
        if self.young.len() >= GENERATION_MAX {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(incident, key);
    }
}

impl Keys {
    /// The keys of a server.
    pub(super) fn new(ring: KeyRing) -> Self {
        Self { ring, cache: Mutex::default() }
    }

    /// A data key that was used lately.
    pub(super) fn known(&self, incident: IncidentId) -> Option<Arc<IncidentKey>> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner).get(incident)
    }

    /// Remembers the data key of an incident that is on disk.
    pub(super) fn remember(&self, incident: IncidentId, key: Arc<IncidentKey>) {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner).put(incident, key);
    }

    /// Wraps the data key of an incident.
    pub(super) fn wrap(&self, key: &DataKey, incident: IncidentId) -> Result<Vec<u8>, SealError> {
        self.ring.wrap(key, incident.to_bytes())
    }

    /// Unwraps the data key of an incident.
    pub(super) fn unwrap(&self, wrapped: &[u8], incident: IncidentId) -> Result<DataKey, SealError> {
        self.ring.unwrap(wrapped, incident.to_bytes())
    }

    /// Seals bytes that belong to no incident.
    pub(super) fn seal(&self, place: Place, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        self.ring.seal(place, plain)
    }

    /// Opens bytes that belong to no incident.
    pub(super) fn open(&self, place: Place, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        self.ring.open(place, sealed)
    }

    /// Opens a text that belongs to no incident.
    pub(super) fn open_text(&self, place: Place, sealed: &[u8]) -> Stored<Private<String>> {
        let text = String::from_utf8(self.open(place, sealed)?).map_err(|_| Unreadable(place.column))?;
        Ok(Private::new(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cache_is_bounded_and_keeps_what_is_used() {
        let mut cache = Generations::default();
        let id = |n: usize| {
            let mut bytes = [0; 16];
            bytes[..8].copy_from_slice(&n.to_be_bytes());
            IncidentId::from_bytes(bytes)
        };
        let key = DataKey::random().unwrap();
        let used = id(usize::MAX);
        for n in 0..GENERATION_MAX * 5 {
            let key = IncidentKey { conference: ConferenceId::from_bytes([1; 16]), key: key.clone() };
            cache.put(id(n), Arc::new(key));
            if n == 0 {
                let key =
                    IncidentKey { conference: ConferenceId::from_bytes([2; 16]), key: DataKey::random().unwrap() };
                cache.put(used, Arc::new(key));
            }
            assert!(cache.get(used).is_some(), "after {n}");
        }
        assert!(cache.get(id(0)).is_none());
        assert!(cache.young.len() + cache.old.len() <= 2 * GENERATION_MAX);
    }
}
