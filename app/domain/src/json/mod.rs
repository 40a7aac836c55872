//! JSON between the phone and the server, and on the phone's own disk: [`read`] and [`write`].
//!
//! The server itself uses `serde_json`; what is written here is what that writes, byte for byte. The browser has to
//! download whatever code reads and writes, and of a general JSON library most of it is there for what we never do:
//! streams, numbers with a fraction, errors that say where. So a text is first read into a tree, by one function for all
//! types, and a type then takes what it wants from the tree.
//!
//! The rules for whoever makes a type that travels:
//!
//! - members that the type does not know are left alone, and so is their order; of two with one name the first counts
//! - a missing member takes its `#[serde(default)]`, an [`Option`] is [`None`], anything else is an error
//! - enums travel as serde writes them unasked: `"word"` or `{"word": …}`. `tag`, `untagged`, `flatten` and `alias` need
//!   code for every type that they touch, and do not belong on anything that a phone reads
//! - numbers are whole and fit into an [`i64`]

#[cfg(test)]
mod property;
mod read;
#[cfg(test)]
mod tests;
mod tree;
mod write;

use serde::{Serialize, de::DeserializeOwned};
use std::fmt;

/// Reads a value from JSON.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, NotJson> {
    T::deserialize(&tree::parse(text).ok_or(NotJson)?)
}

/// Writes a value as JSON. Only what JSON or this room has no form for is refused: a fraction, a map whose keys are no
/// texts.
pub fn write<T: Serialize + ?Sized>(value: &T) -> Result<String, NotJson> {
    let mut text = String::new();
    value.serialize(write::Writer { text: &mut text })?;
    Ok(text)
}

/// The text is not JSON or not of that type, or the value has no JSON form. It does not say where: the text may be
/// private.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotJson;

impl fmt::Display for NotJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is not the JSON that was expected")
    }
}

impl std::error::Error for NotJson {}

impl serde::de::Error for NotJson {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl serde::ser::Error for NotJson {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}
