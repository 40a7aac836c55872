//! Shared parts of screens, on native elements. Their markup and look are in `docs/design-system.md`.

#[cfg(feature = "desk-screens")]
pub mod alarm;
pub mod asked;
pub mod call;
pub mod choice;
pub mod frame;
pub mod icon;
pub mod live;
pub mod loading;
pub mod moment;
pub mod state;
pub mod toast;
pub mod warning;
