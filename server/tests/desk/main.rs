//! The desk's actions on a real SQLite: each done once, twice, by the wrong person, on an unknown id.

mod bench;
mod cases;
mod conference;
mod conflicts;
mod devices;
mod drill;
mod invites;
mod notes;
mod pages;
mod photos;
mod pushes;
mod reporter;
mod roster;
mod ways;
