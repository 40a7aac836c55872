//! Who asks: the look-up that every request begins with.
//!
//! Look-ups that arrive while one is under way are asked together as the next, in one query. When a whole venue comes
//! back online at once, the database answers this for many phones with the work for one.

use crate::DeskError;
use crate::store::{Session, Store, StoreError};
use domain::digest::Digest;
use domain::permission::Actor;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// Most tokens that one query looks up.
pub(crate) const TOKENS_MAX: usize = 64;
/// Most look-ups that wait for the next query; beyond it the asker is held back, not refused.
pub(crate) const LOOK_UPS_WAITING_MAX: usize = 1_024;

/// Somebody signed in, and what their phone should know in every answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Who asks.
    pub actor: Actor,
    /// The edition of what phones keep of the conference, at the look-up.
    pub edition: i64,
}

type Answer = oneshot::Sender<Result<Option<Session>, StoreError>>;

/// Looks sessions up, many in one query.
#[derive(Clone)]
pub(crate) struct Sessions(mpsc::Sender<(Digest, Answer)>);

impl Sessions {
    /// Starts it; it ends when the last desk is dropped.
    pub(crate) fn start(store: Arc<dyn Store>) -> Self {
        let (send, mut waiting) = mpsc::channel(LOOK_UPS_WAITING_MAX);
        tokio::spawn(async move {
            let mut group = Vec::with_capacity(TOKENS_MAX);
            while waiting.recv_many(&mut group, TOKENS_MAX).await > 0 {
                answer(store.as_ref(), &mut group).await;
            }
        });
        Self(send)
    }

    /// The session with this token's digest.
    pub(crate) async fn find(&self, token: Digest) -> Result<Option<Session>, DeskError> {
        let gone = || StoreError::Failed("the look-up has ended".into());
        let (answer, answered) = oneshot::channel();
        self.0.send((token, answer)).await.map_err(|_| gone())?;
        Ok(answered.await.map_err(|_| gone())??)
    }
}

/// Looks a group up; when that fails, each alone, so that each hears its own trouble.
async fn answer(store: &dyn Store, group: &mut Vec<(Digest, Answer)>) {
    let tokens: Vec<_> = group.iter().map(|(token, _)| *token).collect();
    let found = look_up(store, &tokens).await;
    for (token, answer) in group.drain(..) {
        let session = match &found {
            Ok(found) => Ok(found.iter().find(|session| session.token == token).cloned()),
            Err(_) => look_up(store, &[token]).await.map(|mut found| found.pop()),
        };
        // Whoever hung up needs no answer.
        let _ = answer.send(session);
    }
}

async fn look_up(store: &dyn Store, tokens: &[Digest]) -> Result<Vec<Session>, StoreError> {
    store.read().await?.sessions(tokens).await
}
