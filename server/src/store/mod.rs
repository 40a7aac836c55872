//! Where everything is kept.
//!
//! [`sql`] runs one text of SQL on SQLite or PostgreSQL; [`seal`] encrypts what is private before it reaches a row.
//! The queries themselves stand beside them, one file per table family.
//!
//! Invariant: no SQL is written outside this room, and no private text is stored unsealed.

pub mod sql;
