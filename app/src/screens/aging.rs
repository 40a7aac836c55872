//! What of a case is overdue, in plain words.

use crate::device::watched;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::live;
use crate::parts::moment::length;
use domain::time::Timestamp;
use domain::work::reminder::{Due, Overdue};
use leptos::prelude::*;

/// The sentence for something overdue, as of `now`.
fn sentence(overdue: &Overdue, now: Timestamp) -> String {
    let length = length(now.since(overdue.since).millis());
    match overdue.what {
        Due::Receipt => format!("The reporter has waited {length} for a first word from the team"),
        Due::Review => format!("What was done alone or against a rule has waited {length} for a review"),
        Due::Meeting => format!("The review was to go on {length} ago"),
        Due::Task => format!("A task was due {length} ago"),
        Due::Measure => format!("What holds for now was to be looked at again {length} ago"),
        Due::Waiting => format!("It has waited {length} for information"),
        Due::Untouched => format!("Nobody has touched this for {length}"),
    }
}

/// One line for each thing that is overdue; nothing when nothing is.
pub fn overdue_lines(overdue: &[Overdue]) -> Option<AnyView> {
    let lines = overdue.iter().copied().map(|overdue| {
        let words = move || sentence(&overdue, watched().now.get());
        view! { <span class="state">{icon(Icon::Unsaved)} <span>{live(words)}</span></span> }
    });
    let lines = lines.collect_view();
    (!overdue.is_empty()).then(|| view! { <span class="stack tight overdue">{lines}</span> }.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::hours;

    #[test]
    fn what_is_overdue_is_said_in_plain_words() {
        let since = Timestamp::from_millis(1_790_000_000_000);
        let untouched = Overdue { what: Due::Untouched, since, due: since.plus(hours(26)) };
        assert_eq!(sentence(&untouched, since.plus(hours(26))), "Nobody has touched this for 26 h");
        assert_eq!(sentence(&untouched, since.plus(hours(72))), "Nobody has touched this for 3 days");
    }
}
