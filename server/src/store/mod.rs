//! Where everything is kept.
//!
//! [`sql`] runs one text of SQL on SQLite or PostgreSQL; [`seal`] encrypts what is private before it reaches a row.
//! The queries themselves stand beside them, one file per table family.
//!
//! Invariant: no SQL is written outside this room, and no private text is stored unsealed.

pub mod seal;
pub mod sql;

use std::{fs, io, os::unix::fs::DirBuilderExt, path::Path};

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
