//! The machine: the build, its clock, its disk, its keys, its addresses.

use super::Finding;
use crate::assets::{missing_site_notice, site_version};
use crate::cli::{in_full, when};
use crate::config::{Config, Tls};
use crate::keyfile;
use crate::store::sqlite_file;
use domain::time::Timestamp;
use std::fs;
use std::path::{Path, PathBuf};

/// The start of 2026, before any release: a clock that shows less is wrong.
const FIRST_YEAR: Timestamp = Timestamp::from_millis(1_767_225_600_000);
/// Free bytes below which photos and a busy weekend may fill the disk.
const FREE_BYTES_LOW: u64 = 1024 * 1024 * 1024;
/// Free bytes below which not even the notes of a day are safe.
const FREE_BYTES_MIN: u64 = 64 * 1024 * 1024;

pub(super) fn site() -> Finding {
    match missing_site_notice() {
        None => Finding::ok("site", format!("The app is inside this binary, version {}.", site_version())),
        Some(notice) => Finding::warn("site", notice),
    }
}

pub(super) fn clock(now: Timestamp) -> Finding {
    let shown = when::machine(now);
    if now < FIRST_YEAR {
        return Finding::fail("clock", format!("The machine's clock shows {shown}, which is long past. Set it right."));
    }
    Finding::ok("clock", format!("The machine's clock shows {shown}. Compare it with yours."))
}

/// The folder in which things are kept, or the nearest folder above it that is there.
fn folder_of(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let there = absolute.ancestors().skip(1).find(|folder| folder.is_dir());
    there.unwrap_or(Path::new("/")).to_owned()
}

pub(super) fn disk(config: &Config) -> Finding {
    let folder = folder_of(&sqlite_file(&config.database_url).unwrap_or_else(|| config.data_key_file.clone()));
    match rustix::fs::statvfs(&folder) {
        Ok(state) => disk_of(&folder, state.f_bavail.saturating_mul(state.f_frsize)),
        Err(error) => Finding::warn("disk", format!("The free space at {} cannot be told: {error}.", folder.display())),
    }
}

fn disk_of(folder: &Path, free: u64) -> Finding {
    let words = format!("{} MB are free at {}", free / 1_000_000, folder.display());
    if free < FREE_BYTES_MIN {
        Finding::fail("disk", format!("{words}: notes may be refused any moment. Make room."))
    } else if free < FREE_BYTES_LOW {
        Finding::warn("disk", format!("{words}: make room before the conference."))
    } else {
        Finding::ok("disk", format!("{words}."))
    }
}

/// Service workers and pushes exist only behind https, or on the machine itself.
pub(super) fn addresses(config: &Config) -> Finding {
    let url = &config.public_url;
    match (url.scheme(), config.is_local(), &config.tls) {
        ("http", _, Some(_)) => Finding::fail(
            "addresses",
            format!("There is a certificate, but the public URL is {url}. Begin --public-url with https."),
        ),
        ("http", false, None) => Finding::fail(
            "addresses",
            format!(
                "The public URL {url} is not https, so phones can neither start offline nor be paged. Put a proxy with \
                 TLS in front, or give --tls-cert and --tls-key."
            ),
        ),
        ("http", true, None) => {
            Finding::warn("addresses", format!("The public URL {url} works on this machine alone; phones need https."))
        }
        (_, true, _) => Finding::warn("addresses", format!("The public URL {url} works on this machine alone.")),
        (_, false, Some(_)) => Finding::ok("addresses", format!("{url} is https, by this server's own certificate.")),
        (_, false, None) if !config.listen.ip().is_loopback() => Finding::warn(
            "addresses",
            format!(
                "{url} is https, but the server speaks plain http on {}, which is open to the network. Let it listen on \
                 127.0.0.1 behind the proxy.",
                config.listen
            ),
        ),
        (_, false, None) => {
            Finding::ok("addresses", format!("{url} is https, by a proxy in front of {}.", config.listen))
        }
    }
}

pub(super) fn certificate(config: &Config) -> Option<Finding> {
    let Tls { certificate, key } = config.tls.as_ref()?;
    for (path, wanted) in [(certificate, "CERTIFICATE"), (key, "PRIVATE KEY")] {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                return Some(Finding::fail("tls", format!("{} cannot be read: {error}.", path.display())));
            }
        };
        if !text.contains("-----BEGIN ") || !text.contains(wanted) {
            return Some(Finding::fail("tls", format!("{} holds no {wanted} in PEM.", path.display())));
        }
    }
    Some(Finding::ok("tls", "The certificate and its key are there. Whether phones trust them, a phone tells."))
}

pub(super) fn keys(config: &Config) -> Finding {
    let path = config.data_key_file.display();
    match keyfile::read(&config.data_key_file) {
        Ok(Some(ring)) => {
            let count = ring.keys().count();
            Finding::ok("keys", format!("{path} holds {count} data key(s) and is readable to its owner only."))
        }
        Ok(None) if super::database::is_there(&config.database_url) == Some(true) => Finding::fail(
            "keys",
            format!("{path} is not there, and without it the database cannot be read. Bring it back from your backup."),
        ),
        Ok(None) => Finding::warn("keys", format!("{path} is not there yet; the first start makes it.")),
        Err(error) => Finding::fail("keys", format!("{}.", in_full(&error))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Health;
    use super::*;

    #[test]
    fn little_room_warns_and_none_fails() {
        let table = [
            (0, Health::Fail),
            (FREE_BYTES_MIN - 1, Health::Fail),
            (FREE_BYTES_MIN, Health::Warn),
            (FREE_BYTES_LOW, Health::Ok),
        ];
        for (free, wanted) in table {
            assert_eq!(disk_of(Path::new("/"), free).health, wanted, "{free}");
        }
    }

    #[test]
    fn a_clock_of_the_past_fails() {
        assert_eq!(clock(Timestamp::from_millis(0)).health, Health::Fail);
        assert_eq!(clock(FIRST_YEAR).health, Health::Ok);
    }

    #[test]
    fn the_folder_of_a_file_that_is_not_there_is_the_nearest_one_above() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(folder_of(&folder.path().join("a/b/c.db")), folder.path());
    }
}
