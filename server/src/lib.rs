//! Careline machine room.

pub mod store;
