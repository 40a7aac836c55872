//! Why a screen does not get what it asked for, as it travels from the server.

use crate::case::Refused;
use serde::{Deserialize, Serialize};

/// Why a screen does not get what it asked for. Whoever may not know of a thing gets [`Denied::NotFound`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Denied {
    /// There is nothing here, or nothing for you.
    NotFound,
    /// Sign in first.
    SignedOut,
    /// Your role does not do this.
    NotAllowed,
    /// A colleague was quicker; load again.
    Stale,
    /// A rule of the case refuses it.
    Case(Refused),
    /// What was typed cannot be taken; the sentence says why.
    Input(String),
    /// Too many tries; wait a little.
    Slow,
    /// The server cannot do it just now.
    Unavailable,
    /// No connection to the server.
    Offline,
}

impl std::fmt::Display for Denied {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotFound => f.write_str("There is nothing here."),
            Self::SignedOut => f.write_str("This device is not signed in."),
            Self::NotAllowed => f.write_str("This is not for your role."),
            Self::Stale => f.write_str("A colleague changed this in the meantime. It has been loaded again."),
            Self::Case(refused) => refused.fmt(f),
            Self::Input(why) => f.write_str(why),
            Self::Slow => f.write_str("Too many tries. Wait a minute, then try again."),
            Self::Unavailable => f.write_str("The server cannot do this just now. Try again in a moment."),
            Self::Offline => f.write_str("No connection. Try again when you are back online."),
        }
    }
}

impl std::error::Error for Denied {}
