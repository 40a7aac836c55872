//! Careline machine room.
