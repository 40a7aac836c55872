//! Careline machine room.

pub mod assets;
pub mod channel;
pub mod config;
pub mod keyfile;
pub mod store;
