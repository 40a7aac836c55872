//! The rules of Careline.
//!
//! What a note, an incident, a page and a decision are, and what may become of them. Nothing here reads a clock, rolls a
//! die, touches a disk or waits: time and chance come in as arguments, so that a night of escalation is a table test and
//! the phone and the server apply the same rule.
//!
//! # The rooms
//!
//! | room | what it knows |
//! |---|---|
//! | [`ids`], [`time`], [`private`], [`words`], [`digest`], [`json`] | the small words that the others speak, and their spelling on the wire |
//! | [`conference`], [`permission`], [`invite`], [`session`], [`roster`] | who is here, what they may do, who is on call |
//! | [`note`], [`outbox`], [`sync`] | what is written down, how it waits on a phone, how it travels |
//! | [`incident`], [`case`], [`conflict`], [`audit`] | what happened, who may see it, what was done about it |
//! | [`work`] | what the team finds out, says, decides and does, as deeds |
//! | [`record`], [`export`] | how the written record is told, and how it leaves |
//! | [`drill`], [`readiness`] | a made-up report that shows who hears a page; what is still to be done before the doors open |
//! | [`paging`], [`reach`], [`asks`] | whom to call now, by which of their ways, and when to look again; what is asked of whom until it is done |
//! | [`mail`], [`hook`], [`throttle`] | what a mail address is, what a service outside is and how it is called, how often a way may be used |
//! | [`reporter`] | the private link and what it tells |
//! | [`guide`], [`promise`] | the cards shown at the moment of need; words that commit the team |
//! | [`view`], [`question`], [`found`], [`writing`] | what a screen is given; what it is given before somebody has answered; what a search finds; who is writing just now |
//!
//! # How to add a rule
//!
//! Name the noun and the verb from the glossary, put the state into an enum that carries its facts, let the transition
//! refuse with a variant that says why, and write its table of cases at the foot of the file.

pub mod asks;
pub mod audit;
pub mod case;
pub mod conference;
pub mod conflict;
pub mod digest;
pub mod drill;
pub mod export;
pub mod found;
pub mod guide;
pub mod hook;
pub mod ids;
pub mod incident;
pub mod invite;
pub mod json;
pub mod mail;
pub mod note;
pub mod outbox;
pub mod paging;
pub mod permission;
pub mod private;
pub mod promise;
pub mod question;
pub mod reach;
pub mod readiness;
pub mod record;
pub mod reporter;
pub mod roster;
pub mod session;
pub mod sync;
pub mod throttle;
pub mod time;
pub mod view;
pub mod words;
pub mod work;
pub mod writing;
