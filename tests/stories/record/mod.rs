//! The written record: found again, and never for eyes that it is not for.

mod search;
