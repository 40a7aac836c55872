//! `Leptos.toml`: the one place for names and places of the site.

use crate::shell::{Failure, Outcome, root};
use std::{collections::BTreeMap, fs};

/// The three values of the file.
pub(crate) struct Settings {
    /// The assembled site, below the target folder.
    pub(crate) folder: String,
    /// First path segment of hashed addresses.
    pub(crate) pkg_dir: String,
    /// Where `cargo xtask run` listens.
    pub(crate) address: String,
}

/// Reads the file from the repository's root.
pub(crate) fn read() -> Outcome<Settings> {
    let path = root().join("Leptos.toml");
    parse(&fs::read_to_string(&path).map_err(Failure::io("read", &path))?)
}

/// Flat `name = "value"` lines and comments are all that the file may hold.
fn parse(text: &str) -> Outcome<Settings> {
    let mut values = BTreeMap::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let pair = line.split_once('=').map(|(name, value)| (name.trim(), value.trim()));
        let unquoted = pair.and_then(|(name, value)| Some((name, value.strip_prefix('"')?.strip_suffix('"')?)));
        let (name, value) =
            unquoted.ok_or_else(|| Failure::new(format!("Leptos.toml: not `name = \"value\"`: {line}")))?;
        values.insert(name, value.to_owned());
    }
    let mut take = |name| values.remove(name).ok_or_else(|| Failure::new(format!("Leptos.toml: {name} is missing")));
    let settings = Settings { folder: take("site-root")?, pkg_dir: take("site-pkg-dir")?, address: take("site-addr")? };
    match values.keys().next() {
        None => Ok(settings),
        Some(stranger) => Err(Failure::new(format!("Leptos.toml: nobody reads {stranger}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_in_the_repository_is_read() {
        assert_eq!(read().expect("settings").pkg_dir, "assets");
    }

    #[test]
    fn a_missing_and_a_misspelled_name_are_told() {
        let missing = parse("site-pkg-dir = \"assets\"").err().expect("refused").to_string();
        assert_eq!(missing, "Leptos.toml: site-root is missing");
        let stranger = "site-root=\"b\"\nsite-pkg-dir=\"c\"\nsite-addr=\"d\"\nsite-adr=\"e\"";
        assert_eq!(parse(stranger).err().expect("refused").to_string(), "Leptos.toml: nobody reads site-adr");
    }
}
