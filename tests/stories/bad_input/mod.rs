//! What a broken phone, an old one, a captive portal or somebody with bad intent may send: each gets a clear answer,
//! nothing is lost, nothing is told that should not be, and the process lives.

mod disk;
mod guesses;
mod pushes;
mod requests;
