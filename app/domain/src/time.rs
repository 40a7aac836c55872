//! Time as milliseconds since 1970 in UTC, and spans between two times in milliseconds.

use serde::{Deserialize, Serialize};

/// A point in time: milliseconds since 1970-01-01 UTC. What a phone sends is a claim, what the server writes is the record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

/// A length of time in milliseconds; never negative when made by the functions of this room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Span(i64);

impl Timestamp {
    /// Takes a time from storage, from the wire or from a clock.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970-01-01 UTC.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The time one span later; stops at the end of time instead of wrapping.
    #[must_use]
    pub const fn plus(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }

    /// The time one span earlier; stops at the start of time instead of wrapping.
    #[must_use]
    pub const fn minus(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }

    /// How long ago `earlier` was; nothing when it lies ahead.
    pub const fn since(self, earlier: Self) -> Span {
        let millis = self.0.saturating_sub(earlier.0);
        Span(if millis < 0 { 0 } else { millis })
    }
}

impl Span {
    /// A span from storage or configuration, in milliseconds.
    pub const fn from_millis(millis: i64) -> Self {
        Self(if millis < 0 { 0 } else { millis })
    }

    /// Milliseconds.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// This span, `times` over; stops at the longest span instead of wrapping.
    #[must_use]
    pub const fn times(self, times: i64) -> Self {
        Self::from_millis(self.0.saturating_mul(times))
    }
}

/// `count` seconds.
pub const fn seconds(count: i64) -> Span {
    Span::from_millis(count.saturating_mul(1_000))
}

/// `count` minutes.
pub const fn minutes(count: i64) -> Span {
    seconds(count.saturating_mul(60))
}

/// `count` hours.
pub const fn hours(count: i64) -> Span {
    minutes(count.saturating_mul(60))
}

/// `count` days of 24 hours.
pub const fn days(count: i64) -> Span {
    hours(count.saturating_mul(24))
}

/// A length of time in its largest unit, for people; `millis` in milliseconds.
pub fn length(millis: i64) -> String {
    if millis < hours(1).millis() {
        format!("{} min", millis / minutes(1).millis())
    } else if millis < hours(36).millis() {
        format!("{} h", millis / hours(1).millis())
    } else {
        format!("{} days", millis / days(1).millis())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_never_wraps_and_spans_are_never_negative() {
        let end = Timestamp::from_millis(i64::MAX);
        assert_eq!(end.plus(days(1)), end);
        assert_eq!(Timestamp::from_millis(0).since(Timestamp::from_millis(5)), Span::default());
        assert_eq!(Span::from_millis(-3), Span::default());
        assert_eq!(hours(i64::MAX).millis(), i64::MAX);
    }
}
