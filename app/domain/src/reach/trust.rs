//! Whether a device can be trusted to ring.

use crate::time::{Span, Timestamp, days, minutes};
use serde::{Deserialize, Serialize};

/// How long a push that its service took may be without a receipt before its device is in doubt: as long as a service keeps
/// a page for a phone that is off.
pub const DOUBT_AFTER: Span = minutes(10);
/// After how long a receipt proves nothing any more.
pub const RECEIPT_AGE_MAX: Span = days(7);

/// What the deliveries to a device tell of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    /// When the latest delivery was sent that the device has said came.
    pub received: Option<Timestamp>,
    /// When the first delivery after that was sent that its service took and the device said nothing of.
    pub silent: Option<Timestamp>,
}

/// Whether a device can be trusted to ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// Nothing was ever sent to it, or what was has still time to come.
    Untried,
    /// It said so itself.
    Reached {
        /// When.
        at: Timestamp,
    },
    /// It has been silent for too long: try it before somebody needs it.
    Doubtful {
        /// Since when.
        since: Timestamp,
    },
}

impl Signs {
    /// What to think of the device at `now`.
    pub fn trust(self, now: Timestamp) -> Trust {
        match (self.received, self.silent) {
            (_, Some(since)) if now.since(since) >= DOUBT_AFTER => Trust::Doubtful { since },
            (Some(at), _) if now.since(at) >= RECEIPT_AGE_MAX => Trust::Doubtful { since: at },
            (Some(at), _) => Trust::Reached { at },
            (None, _) => Trust::Untried,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::hours;

    #[test]
    fn silence_brings_doubt() {
        let now = Timestamp::from_millis(1_790_000_000_000);
        let (hour, minute) = (now.minus(hours(1)), now.minus(minutes(1)));
        let signs = |received, silent| Signs { received, silent }.trust(now);
        assert_eq!(signs(None, None), Trust::Untried);
        assert_eq!(signs(None, Some(minute)), Trust::Untried, "it may still come");
        assert_eq!(signs(None, Some(hour)), Trust::Doubtful { since: hour });
        assert_eq!(signs(Some(hour), None), Trust::Reached { at: hour });
        assert_eq!(signs(Some(hour), Some(minute)), Trust::Reached { at: hour });
        assert_eq!(signs(Some(hour), Some(now.minus(minutes(10)))), Trust::Doubtful { since: now.minus(minutes(10)) });
        assert_eq!(signs(Some(now.minus(days(8))), None), Trust::Doubtful { since: now.minus(days(8)) });
    }
}
