//! Careline's screens, server functions and public pages.
//!
//! Under feature `csr` this is the signed-in app, which runs in the browser from one static shell; under `ssr` it is the
//! public pages and the server's side of the server functions. The two never meet in one build.
//!
//! # The signed-in app
//!
//! [`table::App`] shows the screen that the address asks for; [`table::screen`] is the whole table, one line per screen. A screen is a
//! function that returns the top of the screen and its main part ([`parts::frame::page`]). What screens know of the
//! phone they know through the door [`device::Device`]; what they ask of the server goes through [`api`].
//!
//! # How to add a screen
//!
//! 1. One file in `screens/`, one public function, built from `parts`.
//! 2. One line in [`table::screen`].
//! 3. Show what is there, what is coming, what is missing and what went wrong: loaded, slow, empty, offline, refused.
#![recursion_limit = "256"]

pub mod api;
#[cfg(feature = "ssr")]
mod at_the_desk;
#[cfg(feature = "ssr")]
pub mod case_file;
#[cfg(feature = "csr")]
pub mod device;
pub mod lean;
#[cfg(feature = "csr")]
pub mod parts;
#[cfg(feature = "ssr")]
pub mod public;
pub mod qr;
#[cfg(feature = "csr")]
pub mod screens;
#[cfg(feature = "csr")]
pub mod signal;
#[cfg(feature = "csr")]
pub mod table;

#[cfg(feature = "csr")]
pub use table::App;
