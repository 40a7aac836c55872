//! Secrecy as a type.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Something that must not be seen by a bystander: a name, a text, a contact, a place, a key.
///
/// `Debug` and `Display` print `[private]`, so it cannot reach a log line, an error, a URL or a metric by accident. It
/// travels between a phone and the server as plain JSON, and the store writes it only sealed. Whoever wants the content
/// says [`Private::reveal`], which is a word that a reviewer can search for.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Private<T>(T);

impl<T> Private<T> {
    /// Wraps something private.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The content, for the one place that shows, seals or compares it.
    pub const fn reveal(&self) -> &T {
        &self.0
    }

    /// The content by value.
    pub fn into_revealed(self) -> T {
        self.0
    }
}

impl Private<String> {
    /// Whether there is nothing in it but white space; this much may be known without revealing it.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl From<&str> for Private<String> {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Private<String> {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl<T> fmt::Debug for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[private]")
    }
}

impl<T> fmt::Display for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[private]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_prints_nothing_of_its_content() {
        let name = Private::from("Ada Example");
        assert_eq!(format!("{name} {name:?} {:?}", Some(&name)), "[private] [private] Some([private])");
        assert_eq!(name.reveal(), "Ada Example");
    }
}
