//! The secrets that a server keeps for itself: its push key and what makes receipts unforgeable.

use crate::{Desk, DeskError};
use domain::audit::{AuditEvents, By, Did};
use domain::private::Private;

impl Desk {
    /// The secret of this name; the given fresh one is kept when there is none yet. Servers that share a database agree
    /// on the first.
    ///
    /// There must be a conference, because every change of storage belongs to one.
    pub async fn secret(&self, name: &'static str, fresh: Private<Vec<u8>>) -> Result<Private<Vec<u8>>, DeskError> {
        if let Some(kept) = self.store.read().await?.secret(name).await? {
            return Ok(kept);
        }
        let mut tx = self.store.begin().await?;
        let conference = tx.conferences().await?.into_iter().next().ok_or(DeskError::NotFound)?;
        let kept = tx.keep_secret(name, fresh).await?;
        let did = Did::SecretKept { name: name.to_owned() };
        tx.commit(AuditEvents::of(conference.id, self.clock.now(), By::System, None, did)).await?;
        Ok(kept)
    }
}
