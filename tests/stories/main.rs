//! Stories: what people do at a conference, told over real HTTP with real pushes, and what must hold whatever happens.

mod asks;
mod auditor;
mod bad_input;
mod conflicts;
mod drill;
mod hallway;
mod invariants;
mod joined;
mod paging;
mod paging_ways;
mod people;
mod readiness;
mod record;
mod reporter;
mod reports;
mod restart;
mod review;
mod roster;
mod sync_property;
mod tidy;
mod ways;
mod words;
