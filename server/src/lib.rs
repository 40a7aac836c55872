//! Careline machine room.

pub mod channel;
pub mod store;
