//! The screens of the signed-in app, one file each.

pub mod case;
pub mod guide;
pub mod home;
pub mod inbox;
pub mod lost;
pub mod page;
