//! When the CARE team wants to be reminded.

use crate::api;
use crate::parts::asked::{ask, doing};
use crate::parts::frame::page_below;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_edit, on_send};
use crate::parts::toast;
use crate::signal::RwSignal;
use domain::time::Span;
use domain::work::reminder::Targets;
use leptos::prelude::*;

/// The targets.
pub fn reminders() -> AnyView {
    let asked = ask(api::the_targets);
    // Built once: what is being typed must not be drawn over when somebody else changes something.
    let known = asked.is_known();
    let form = move || known.get().then(|| form(asked.known.get_untracked().unwrap_or_default()));
    page_below("/app/conference", "Conference", "Reminders", view! { {asked.trouble()} {live(form)} })
}

/// A span as it is typed: hours, with a point where it is less than one.
fn typed(span: Span) -> String {
    let minutes = span.millis() / 60_000;
    if minutes % 60 == 0 {
        (minutes / 60).to_string()
    } else {
        format!("{}.{:02}", minutes / 60, minutes % 60 * 100 / 60)
    }
}

/// The span that somebody typed.
fn read(typed: &str) -> Option<Span> {
    let hours: f64 = typed.trim().replace(',', ".").parse().ok()?;
    let millis = hours * 3_600_000.0;
    #[expect(clippy::cast_possible_truncation, reason = "a float turns into the nearest whole number of milliseconds")]
    millis.is_finite().then(|| Span::from_millis(millis.round() as i64))
}

fn form(targets: Targets) -> AnyView {
    let fields = [
        ("receipt", "A first word to the reporter", "After the report came in.", targets.receipt),
        (
            "receipt-now",
            "The same, where somebody was needed now",
            "A person in need should not wait.",
            targets.receipt_now,
        ),
        ("review", "A review of what was done alone or against a rule", "After it was done.", targets.review),
        ("untouched", "A case that nobody touches", "After the last note or step.", targets.untouched),
        ("waiting", "Information that was asked for", "After the case began to wait.", targets.waiting),
    ];
    let fields = fields.map(|(id, label, hint, span)| (id, label, hint, RwSignal::new(typed(span))));
    let values = fields.map(|(_, _, _, value)| value);
    let (work, toast) = (doing(), toast::say());
    let wrong = RwSignal::new(false);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let read = values.map(|value| read(&value.get_untracked()));
        wrong.set(read.iter().any(Option::is_none));
        if let [Some(receipt), Some(receipt_now), Some(review), Some(untouched), Some(waiting)] = read {
            let targets = Targets { receipt, receipt_now, review, untouched, waiting };
            work.start(api::set_targets(targets), move |_| toast.word("Saved on the server"));
        }
    };
    let sentence = move || {
        wrong.get().then(
            || view! { <p class="error">{icon(Icon::Info)} <span>"Type a number of hours in each line."</span></p> },
        )
    };
    view! {
        <form class="stack" on:submit=on_send(save)>
            <p>"Whoever looks after a case is reminded after so many hours; the whole team, where nobody does. Reminders come \
                again, with growing pauses, until it is done. A closed case is left in peace."</p>
            {fields.map(|(id, label, hint, value)| field(id, label, hint, value)).into_iter().collect_view()}
            <div role="alert">{live(sentence)}</div>
            {work.error()}
            <div class="bar"><button class="btn" type="submit" aria-busy=attr(move || work.is_busy())>"Save"</button></div>
        </form>
    }
    .into_any()
}

fn field(id: &'static str, label: &'static str, hint: &'static str, value: RwSignal<String>) -> AnyView {
    let hint_id = format!("{id}-hint");
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <p class="hint" id=hint_id.clone()>{hint} " In hours."</p>
            <input id=id class="short" inputmode="decimal" autocomplete="off" maxlength="8" aria-describedby=hint_id
                prop:value=attr(move || value.get()) on:input=on_edit(move |event| value.set(event_target_value(&event)))/>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::{hours, minutes};

    #[test]
    fn hours_are_read_as_they_are_shown() {
        for (span, shown) in [(hours(26), "26"), (minutes(15), "0.25"), (minutes(90), "1.50")] {
            assert_eq!((typed(span).as_str(), read(shown)), (shown, Some(span)));
        }
        assert_eq!(read("1,5"), Some(minutes(90)));
        assert_eq!(read("soon"), None);
    }
}
