//! What the door answers when the room fails, and readers of cells that have a meaning.

use super::{seal::SealError, sql::SqlError};
use desk::store::{StoreError, Stored};
use domain::digest::Digest;
use serde::{Serialize, de::DeserializeOwned};

impl From<SqlError> for StoreError {
    fn from(error: SqlError) -> Self {
        match error {
            SqlError::Full => Self::Full,
            SqlError::Unique { .. } => Self::Taken,
            SqlError::Busy | SqlError::Closed(_) | SqlError::Failed | SqlError::Row { .. } | SqlError::Other(_) => {
                Self::Failed(Box::new(error))
            }
        }
    }
}

impl From<SealError> for StoreError {
    fn from(error: SealError) -> Self {
        Self::Failed(Box::new(error))
    }
}

/// A row that does not mean anything to this release. Names the column, never the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} cannot be read or written")]
pub(super) struct Unreadable(pub(super) &'static str);

impl From<Unreadable> for StoreError {
    fn from(error: Unreadable) -> Self {
        Self::Failed(Box::new(error))
    }
}

/// An incident whose data key is not there: unknown, or destroyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an incident has no data key")]
pub(super) struct NoKey;

impl From<NoKey> for StoreError {
    fn from(error: NoKey) -> Self {
        Self::Failed(Box::new(error))
    }
}

/// A value as JSON text.
pub(super) fn to_json<T: Serialize>(value: &T, what: &'static str) -> Result<String, Unreadable> {
    serde_json::to_string(value).map_err(|_| Unreadable(what))
}

/// A value from JSON text. The reason of a failure is not kept, since it may quote the content.
pub(super) fn from_json<T: DeserializeOwned>(text: impl AsRef<[u8]>, what: &'static str) -> Result<T, Unreadable> {
    serde_json::from_slice(text.as_ref()).map_err(|_| Unreadable(what))
}

/// The one word of a value without content, as on the wire.
pub(super) fn to_word<T: Serialize>(value: T, what: &'static str) -> Result<String, Unreadable> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        Ok(_) | Err(_) => Err(Unreadable(what)),
    }
}

/// A value from its one word.
pub(super) fn from_word<T: DeserializeOwned>(word: &str, what: &'static str) -> Result<T, Unreadable> {
    serde_json::from_value(serde_json::Value::from(word)).map_err(|_| Unreadable(what))
}

/// A text that is stored in the clear, without NUL, which PostgreSQL does not take and which nobody types.
pub(super) fn plain_text(text: &str) -> String {
    text.replace('\0', "")
}

/// A digest from its 32 bytes.
pub(super) fn digest(bytes: &[u8], what: &'static str) -> Stored<Digest> {
    let bytes = <[u8; 32]>::try_from(bytes).map_err(|_| Unreadable(what))?;
    Ok(Digest::from_bytes(bytes))
}
