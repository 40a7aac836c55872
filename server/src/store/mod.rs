//! Where everything is kept.
//!
//! [`sql`] runs one text of SQL on SQLite or PostgreSQL; [`seal`] encrypts what is private before it reaches a row.
//! The queries themselves stand beside them, one file per table family, as methods of a session with the database;
//! `read.rs` and `change.rs` put them behind the doors of [`desk::store`], and [`SqlStore`] opens all of it.
//!
//! Invariant: no SQL is written outside this room, and no private text is stored unsealed.

mod add_rows;
mod asks;
mod audit;
mod change;
mod choices;
mod conferences;
mod conflicts;
mod deeds;
mod deliveries;
mod drills;
mod error;
mod hooks;
mod incidents;
mod keys;
mod notes;
mod pages;
mod paging;
mod people;
mod read;
mod roster;
pub mod seal;
mod session;
pub mod sql;
#[expect(clippy::module_inception, reason = "the room is named for what it is, and so is its one type's file")]
mod store;
mod subscriptions;

pub use store::SqlStore;

use std::{
    fs, io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

/// The file of a SQLite database.
pub(crate) fn sqlite_file(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    let path = path.split('?').next().unwrap_or(path);
    (path != ":memory:").then(|| PathBuf::from(path))
}

/// Makes the folder of a file, readable to its owner only, when it is missing. Its own parent must be there, so that
/// a mistyped path does not grow a tree.
pub(crate) fn ensure_folder(file: &Path) -> io::Result<()> {
    let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) else {
        return Ok(());
    };
    match fs::DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}
