//! The CARE desk in software: everything that a person may ask the server, one file per action.
//!
//! An action reads `who → load → rule → save → answer`: it takes an [`Actor`] that sign-in has made, loads through the
//! door [`store`], asks a rule of the `domain`, saves, and answers with a view. It holds no rule of its own and knows
//! neither SQL nor HTTP.
//!
//! # How to add an action
//!
//! 1. Put the rule into `domain` with its table of cases.
//! 2. Write `src/<verb>.rs` with one `impl Desk` block and one public method; return [`DeskError`] for what the caller
//!    can act on.
//! 3. Save through [`store::Tx`]; `commit` wants the audit events that the rule returned.
//! 4. Call it from `app/src/api.rs` or from a route, one line.
//! 5. Test it on a real database in `server/tests/desk/`: done once, twice, by the wrong person, on an unknown id.

pub mod clock;
pub mod store;
