//! Times as people read them: relative and absolute, at the venue.

use crate::device::{device, watched};
use crate::parts::live::live;
use domain::time::{Timestamp, minutes};
use leptos::prelude::*;

pub use domain::time::length;

/// "12 min ago · 14:02", kept true while it stands on the screen.
pub fn when(at: Timestamp) -> AnyView {
    let words = move || format!("{} · {}", relative(at, watched().now.get()), absolute(at));
    view! { <time>{live(words)}</time> }.into_any()
}

/// "14:02", or "Mon 3 Jun 14:02" on another day, on the venue's wall clock.
pub fn absolute(at: Timestamp) -> String {
    let zone = watched().zone();
    let clock = device().wall_clock(at, &zone);
    let today = device().wall_clock(watched().now.get_untracked(), &zone).day;
    if clock.day == today { clock.time } else { format!("{} {}", clock.day, clock.time) }
}

/// "Mon 3 Jun", on the venue's calendar.
pub fn day_of(at: Timestamp) -> String {
    device().wall_clock(at, &watched().zone()).day
}

/// How long ago, or how long until.
pub fn relative(at: Timestamp, now: Timestamp) -> String {
    if at > now {
        let ahead = at.since(now);
        return if ahead < minutes(1) { "just now".to_owned() } else { format!("in {}", length(ahead.millis())) };
    }
    let ago = now.since(at);
    if ago < minutes(1) { "just now".to_owned() } else { format!("{} ago", length(ago.millis())) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::{days, hours};

    #[test]
    fn lengths_are_told_in_their_largest_unit() {
        let now = Timestamp::from_millis(1_790_000_000_000);
        let table = [
            (now, "just now"),
            (now.minus(minutes(12)), "12 min ago"),
            (now.minus(hours(26)), "26 h ago"),
            (now.minus(days(3)), "3 days ago"),
            (now.plus(minutes(90)), "in 1 h"),
            (now.plus(minutes(5)), "in 5 min"),
        ];
        for (at, words) in table {
            assert_eq!(relative(at, now), words);
        }
    }
}
