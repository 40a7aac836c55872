//! The screens of the signed-in app, one file each.

pub mod guide;
pub mod home;
pub mod lost;
