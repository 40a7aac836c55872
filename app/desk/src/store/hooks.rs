//! The part of the door that the ways beside pushes need.

use super::Stored;
use async_trait::async_trait;
use domain::hook::{Hook, Tried};
use domain::ids::{ConferenceId, HookId};
use domain::time::Timestamp;

/// A hook as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptHook {
    /// The hook; sealed at rest.
    pub hook: Hook,
    /// Its last try.
    pub tried: Option<Tried>,
}

/// What can be asked of hooks.
#[async_trait]
pub trait ReadHooks: Send {
    /// All hooks of a conference, the oldest first. One that this release cannot read is left out and stays where it is.
    async fn hooks(&mut self, conference: ConferenceId) -> Stored<Vec<KeptHook>>;
}

/// How hooks change.
#[async_trait]
pub trait WriteHooks: Send {
    /// Writes a hook, or says [`StoreError::Taken`](super::StoreError::Taken) when its id is another conference's. The last
    /// try of an older one with this id is forgotten.
    async fn put_hook(&mut self, conference: ConferenceId, hook: &Hook, now: Timestamp) -> Stored<()>;
    /// Removes a hook; whether there was one.
    async fn remove_hook(&mut self, conference: ConferenceId, id: HookId) -> Stored<bool>;
    /// Writes how the last try of a hook went; nothing where the hook is gone.
    async fn hook_tried(&mut self, conference: ConferenceId, id: HookId, tried: Tried) -> Stored<()>;
}
