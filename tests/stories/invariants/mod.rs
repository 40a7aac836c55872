//! The invariants of ARCHITECTURE.md, each as a test of the same name.

mod audit;
mod bounded;
mod kept;
mod killed;
mod killed_servers;
mod leaks;
mod recused;
mod repeats;
mod unseen;
mod walls;
