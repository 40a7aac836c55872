//! Careline machine room.

pub mod assets;
pub mod channel;
pub mod store;
