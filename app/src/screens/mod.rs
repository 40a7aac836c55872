//! The screens of the signed-in app, one file each.

pub mod case;
pub mod conference;
pub mod guide;
pub mod guide_edit;
pub mod home;
pub mod inbox;
pub mod invites;
pub mod lost;
pub mod page;
pub mod people;
pub mod roster;
pub mod setup;
