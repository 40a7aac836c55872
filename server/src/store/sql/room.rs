//! Whether the disk had room for the last change: what a full disk looks like to whoever watches the server.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use super::SqlError;

/// Remembers that a change failed for want of room, until one is kept. Clones share it.
#[derive(Clone, Debug, Default)]
pub(super) struct Room(Arc<AtomicBool>);

impl Room {
    /// Takes note of how a statement ended and hands its outcome on.
    pub(super) fn seen<T>(&self, outcome: Result<T, SqlError>) -> Result<T, SqlError> {
        if matches!(outcome, Err(SqlError::Full)) {
            self.0.store(true, Ordering::Relaxed);
        }
        outcome
    }

    /// Takes note that a change has been kept.
    pub(super) fn kept(&self) {
        self.0.store(false, Ordering::Relaxed);
    }

    /// Whether the last change failed for want of room.
    pub(super) fn is_full(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
