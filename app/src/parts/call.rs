//! Numbers to tap: the CARE team, and the emergency numbers.

use crate::device::watched;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::live;
use domain::roster::Presence;
use domain::view::{Bundle, CareContact, DutyTime};
use leptos::prelude::*;

/// The part of a `tel:` address: digits, and a plus in front.
pub fn dial(number: &str) -> String {
    let kept: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+' || *c == '*' || *c == '#').collect();
    format!("tel:{kept}")
}

/// The team with those on call first, by the cached roster.
pub fn team(bundle: &Bundle) -> (Vec<CareContact>, Vec<CareContact>) {
    let now = watched().now.get_untracked();
    bundle.care_team.iter().cloned().partition(|contact| contact.shifts.iter().any(|duty| duty.covers(now)))
}

/// The duty that covers this moment, or the next one.
pub fn duty(contact: &CareContact) -> Option<DutyTime> {
    let now = watched().now.get_untracked();
    contact.shifts.iter().filter(|duty| now < duty.until).min_by_key(|duty| duty.from).copied()
}

/// Where somebody is, as a line about them says it.
pub const fn presence(presence: Presence) -> &'static str {
    match presence {
        Presence::OnSite => "on site",
        Presence::Remote => "by phone",
        Presence::Asleep => "asleep",
    }
}

/// Buttons to call whoever is on call, for the moment when a note does not get through; at most so many.
pub fn call_care(most: usize) -> AnyView {
    let contacts = move || {
        let Some(bundle) = watched().bundle.get() else { return Vec::new() };
        let (on_call, others) = team(&bundle);
        on_call.into_iter().chain(others).filter(|contact| !contact.phone.is_blank()).take(most).collect()
    };
    let button = |contact: CareContact| {
        let number = dial(contact.phone.reveal());
        view! { <a class="btn quiet" href=number>{icon(Icon::Call)}{format!("Call {}", contact.name.reveal())}</a> }
    };
    view! { {live(move || contacts().into_iter().map(button).collect_view())} }.into_any()
}

/// The emergency numbers of the venue; before the first sign-in the one that works in most of the world.
pub fn emergency_numbers() -> AnyView {
    let number = |label: String, number: String| {
        view! { <li><a href=dial(&number)>{icon(Icon::Call)}<span><b>{number.clone()}</b><small>{label}</small></span></a></li> }
    };
    let list = move || {
        let numbers: Vec<_> = watched()
            .bundle
            .with(|bundle| bundle.iter().flat_map(|bundle| bundle.conference.settings.emergency.clone()).collect());
        if numbers.is_empty() {
            return number("Ambulance, fire, police in most countries".into(), "112".into()).into_any();
        }
        numbers.into_iter().map(|one| number(one.label, one.number)).collect_view().into_any()
    };
    view! { <ul class="numbers">{live(list)}</ul> }.into_any()
}

/// The address as one reads it out; nothing while it is not known.
pub fn address() -> AnyView {
    let lines = move || {
        watched().bundle.with(|bundle| {
            let settings = &bundle.as_ref()?.conference.settings;
            let place = [settings.venue.as_str(), settings.address.as_str()];
            let place: Vec<_> = place.into_iter().filter(|line| !line.is_empty()).collect();
            (!place.is_empty()).then(|| place.join(", "))
        })
    };
    view! {
        {live(move || lines().map(|place| view! { <p><small class="soft">"Say where you are"</small><br/><b class="lead">{place}</b></p> }))}
    }
    .into_any()
}

/// Who is on call, in a short row of names for the words of a screen.
pub fn on_call_names() -> String {
    let names = watched().bundle.with(|bundle| {
        let (on_call, _) = team(bundle.as_ref()?);
        Some(on_call.iter().map(|contact| contact.name.reveal().clone()).collect::<Vec<_>>().join(", "))
    });
    names.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::dial;

    #[test]
    fn only_what_can_be_dialed_is_dialed() {
        for (shown, dialed) in [("+34 (555) 01-00", "tel:+345550100"), ("112", "tel:112"), ("ext. 9#", "tel:9#")] {
            assert_eq!(dial(shown), dialed);
        }
    }
}
