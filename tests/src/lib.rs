//! Stories over real HTTP, faults, and the architecture's invariants.
