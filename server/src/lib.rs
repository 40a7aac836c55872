//! Careline's machine room: the edge that gives the desk storage, time and a network.
//!
//! [`run`] starts a server from a [`config`]; [`http`] is the URL table; [`store`] is the SQL; [`channel`] sends; the pager
//! takes the steps that are due, and the [`auditor`] looks whether it does; [`cli`] is the command line. Nothing here decides what a person may do: handlers ask the desk.

mod age;
pub mod assets;
pub mod auditor;
pub mod channel;
pub mod cli;
pub mod config;
mod http;
mod keeper;
pub mod keyfile;
mod outward;
mod pager;
pub mod push_keys;
pub mod run;
mod sole;
pub mod store;
pub mod ways;
