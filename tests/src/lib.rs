//! Stories over real HTTP, faults, and the architecture's invariants.

pub mod push_service;
