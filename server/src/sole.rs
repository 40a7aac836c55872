//! One server per SQLite file: two of them would call the team twice and know nothing of each other's news.
//!
//! A lock on a file beside the database says that a server runs. The system lets go of it when the process ends, however
//! it ends, so a lock is never left behind. Commands beside the server do not take it.

use crate::store::{ensure_folder, sqlite_file};
use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

/// Another server holds the lock.
#[derive(Debug, thiserror::Error)]
#[error("another Careline server is running on {}: stop it first, or give this one a database of its own", .0.display())]
pub struct InUse(PathBuf);

/// Holds the lock for as long as the file is kept. Nothing on PostgreSQL, which several servers may share, and nothing
/// where the lock cannot be had for another reason; the log tells it then.
pub(crate) fn hold(database_url: &str) -> Result<Option<File>, InUse> {
    let Some(database) = sqlite_file(database_url) else {
        return Ok(None);
    };
    let mut path = database.clone().into_os_string();
    path.push(".lock");
    let opened = ensure_folder(&database)
        .and_then(|()| OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(path));
    // Where it cannot be opened, the database beside it will tell what is wrong with the folder.
    let Ok(file) = opened else {
        return Ok(None);
    };
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(InUse(database)),
        Err(TryLockError::Error(error)) => {
            tracing::warn!(%error, "whether another server runs on this database cannot be told");
            Ok(None)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_refused_until_the_first_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("data/careline.db").display());
        let first = hold(&url).unwrap();
        assert!(first.is_some());
        let told = hold(&url).unwrap_err().to_string();
        assert!(told.contains("another Careline server") && told.contains("data/careline.db"), "{told}");
        drop(first);
        assert!(hold(&url).unwrap().is_some(), "the file that was left behind locks nobody out");
        assert!(hold("postgres://care@localhost/care").unwrap().is_none());
        assert!(hold("sqlite::memory:").unwrap().is_none());
    }
}
