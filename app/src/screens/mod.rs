//! The screens of the signed-in app, one file each.

pub mod act;
pub mod care;
pub mod case;
pub mod conference;
pub mod devices;
pub mod entry;
pub mod guide;
pub mod guide_edit;
pub mod home;
pub mod inbox;
pub mod install;
pub mod invites;
pub mod join;
pub mod lost;
pub mod me;
pub mod note;
pub mod outbox;
pub mod page;
pub mod people;
pub mod roster;
pub mod setup;
