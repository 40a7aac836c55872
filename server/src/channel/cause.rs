//! Looks into errors of other crates for what is behind them.

use std::error::Error;
use std::io;

/// Looks for one kind of error among the causes. An `io::Error` leaves the error inside it out of its chain of sources,
/// so that one is opened by hand.
pub(super) fn find_cause<'error, Cause: Error + 'static>(
    error: &'error (dyn Error + 'static),
) -> Option<&'error Cause> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(cause) = error.downcast_ref::<Cause>() {
            return Some(cause);
        }
        let inside = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = match inside {
            Some(inside) => Some(inside),
            None => error.source(),
        };
    }
    None
}
