//! A hook's secret, and what it is used for.

use super::{BadHook, HEADER_BYTES_MAX, KeyKind, SECRET_BYTES_MAX, SIGNING_SECRET_BYTES_MIN};
use crate::private::Private;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A hook's secret and what it is used for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    /// There is none.
    None,
    /// Each request is signed with it.
    Sign(Private<String>),
    /// It is shown as `Authorization: Bearer …`.
    Bearer(Private<String>),
    /// `user:password`, shown as `Authorization: Basic …`.
    Basic(Private<String>),
    /// It stands in a head of its own name.
    Header {
        /// The head's name.
        name: String,
        /// The secret.
        value: Private<String>,
    },
    /// It stands where the template says `{secret}`.
    Placed(Private<String>),
}

impl Key {
    /// What it is used for.
    pub const fn kind(&self) -> KeyKind {
        match self {
            Self::None => KeyKind::None,
            Self::Sign(_) => KeyKind::Sign,
            Self::Bearer(_) => KeyKind::Bearer,
            Self::Basic(_) => KeyKind::Basic,
            Self::Header { .. } => KeyKind::Header,
            Self::Placed(_) => KeyKind::Placed,
        }
    }

    pub(super) fn secret(&self) -> Option<&str> {
        match self {
            Self::None => None,
            Self::Sign(secret) | Self::Bearer(secret) | Self::Basic(secret) | Self::Placed(secret) => {
                Some(secret.reveal())
            }
            Self::Header { value, .. } => Some(value.reveal()),
        }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({:?})", self.kind())
    }
}

/// Heads that the server or the protocol writes.
const OWN_HEADERS: [&str; 13] = [
    "host",
    "content-length",
    "content-type",
    "content-encoding",
    "transfer-encoding",
    "connection",
    "upgrade",
    "te",
    "trailer",
    "expect",
    "user-agent",
    "idempotency-key",
    "cookie",
];

pub(super) fn check_key(key: &Key) -> Result<(), BadHook> {
    let Some(secret) = key.secret() else {
        return Ok(());
    };
    let sendable = secret.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    if secret.trim().is_empty() || secret.len() > SECRET_BYTES_MAX || !sendable {
        return Err(BadHook::Secret);
    }
    match key {
        Key::Sign(_) if secret.len() < SIGNING_SECRET_BYTES_MIN => Err(BadHook::SecretTooShort),
        Key::Basic(_) if !secret.contains(':') => Err(BadHook::NotALogin),
        Key::Header { name, .. } if !is_header(name) => Err(BadHook::Header),
        Key::None | Key::Sign(_) | Key::Bearer(_) | Key::Basic(_) | Key::Header { .. } | Key::Placed(_) => Ok(()),
    }
}

fn is_header(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    (1..=HEADER_BYTES_MAX).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        && !lower.starts_with("webhook-")
        && !OWN_HEADERS.contains(&lower.as_str())
}
