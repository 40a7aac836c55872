//! Setting the conference up: what everybody's phone will show of it.

use crate::api;
use crate::device::device;
use crate::parts::asked::{ask, doing};
use crate::parts::frame::page_below;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_edit, on_send, on_tap};
use crate::parts::toast;
use crate::signal::{RwSignal, StoredValue, spawn_local};
use domain::conference::{EMERGENCY_NUMBERS_MAX, EmergencyNumber, GRACE_DEFAULT, Settings};
use domain::time::{Timestamp, days, minutes};
use leptos::prelude::*;

/// The settings.
pub fn setup() -> AnyView {
    let asked = ask(api::the_conference);
    let settings = StoredValue::new(None::<Settings>);
    // Built once: what is being typed must not be drawn over when somebody else changes something.
    let known = asked.is_known();
    let form = move || {
        known.get().then(|| {
            let current = asked.known.with_untracked(|conference| conference.as_ref().map(|c| c.settings.clone()));
            settings.set_value(current.clone());
            form(current.unwrap_or_default())
        })
    };
    page_below("/app/conference", "Conference", "Settings", view! { {asked.trouble()} {live(form)} })
}

/// A conference as it is typed: days without hours, numbers as lines.
#[derive(Clone, Copy)]
struct Typed {
    name: RwSignal<String>,
    venue: RwSignal<String>,
    address: RwSignal<String>,
    zone: RwSignal<String>,
    first_day: RwSignal<String>,
    last_day: RwSignal<String>,
    conduct_address: RwSignal<String>,
    outside: RwSignal<String>,
    grace_days: RwSignal<String>,
    numbers: RwSignal<Vec<Line>>,
}

/// One emergency number as it is typed.
#[derive(Clone, Copy)]
struct Line {
    key: usize,
    label: RwSignal<String>,
    number: RwSignal<String>,
}

impl Line {
    fn of(key: usize, number: &EmergencyNumber) -> Self {
        Self { key, label: RwSignal::new(number.label.clone()), number: RwSignal::new(number.number.clone()) }
    }
}

impl Typed {
    fn of(settings: Settings) -> Self {
        let own_zone = || device().time_zones().into_iter().next().unwrap_or_else(|| "UTC".into());
        let zone = if settings.time_zone.is_empty() { own_zone() } else { settings.time_zone };
        let day = |at: Timestamp| {
            let set = at != Timestamp::default();
            if set { device().write_input(at, &zone).chars().take(10).collect() } else { String::new() }
        };
        let numbers = if settings.emergency.is_empty() {
            vec![EmergencyNumber { label: String::new(), number: String::new() }]
        } else {
            settings.emergency
        };
        let grace = if settings.grace.millis() == 0 { GRACE_DEFAULT } else { settings.grace };
        Self {
            first_day: RwSignal::new(day(settings.starts_at)),
            last_day: RwSignal::new(day(settings.ends_at.minus(minutes(1)))),
            name: RwSignal::new(settings.name),
            venue: RwSignal::new(settings.venue),
            address: RwSignal::new(settings.address),
            zone: RwSignal::new(zone),
            conduct_address: RwSignal::new(settings.conduct_address),
            outside: RwSignal::new(settings.outside_contact),
            grace_days: RwSignal::new((grace.millis() / days(1).millis()).to_string()),
            numbers: RwSignal::new(numbers.iter().enumerate().map(|(key, line)| Line::of(key, line)).collect()),
        }
    }

    /// The settings, or which field to look at and what about it.
    fn settings(self) -> Result<Settings, (&'static str, &'static str)> {
        let zone = self.zone.get_untracked().trim().to_owned();
        let day =
            |day: RwSignal<String>, hour: &str| device().read_input(&format!("{}T{hour}", day.get_untracked()), &zone);
        let starts_at = day(self.first_day, "00:00").ok_or(("first-day", "Choose the first day."))?;
        let ends_at = day(self.last_day, "23:59").ok_or(("last-day", "Choose the last day."))?.plus(minutes(1));
        let grace = self.grace_days.get_untracked();
        let grace: i64 = grace.trim().parse().map_err(|_| ("grace", "Type a number of days."))?;
        let lines = self.numbers.get_untracked().into_iter();
        let lines = lines
            .map(|line| EmergencyNumber { label: line.label.get_untracked(), number: line.number.get_untracked() });
        let blank = |line: &EmergencyNumber| line.label.trim().is_empty() && line.number.trim().is_empty();
        Ok(Settings {
            name: self.name.get_untracked(),
            venue: self.venue.get_untracked(),
            address: self.address.get_untracked(),
            time_zone: zone.clone(),
            starts_at,
            ends_at,
            emergency: lines.filter(|line| !blank(line)).collect(),
            conduct_address: self.conduct_address.get_untracked(),
            outside_contact: self.outside.get_untracked(),
            grace: days(grace.clamp(1, 365)),
        })
    }
}

fn form(settings: Settings) -> AnyView {
    let typed = Typed::of(settings);
    let work = doing();
    let toast = toast::say();
    let missing = RwSignal::new(None::<&'static str>);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        missing.set(None);
        match typed.settings() {
            Ok(settings) => work.start(api::set_up_conference(settings), move |_| {
                toast.word("Saved on the server");
                spawn_local(async {
                    // The phone's own copy follows; without a network it does so later by itself.
                    let _later = device().refresh().await;
                });
            }),
            Err((field, what)) => {
                missing.set(Some(what));
                device().focus(field);
            }
        }
    };
    let sentence =
        move || missing.get().map(|what| view! { <p class="error">{icon(Icon::Info)} <span>{what}</span></p> });
    view! {
        <form class="stack" on:submit=on_send(save)>
            {field("name", "Name", "As on the badge.", "organization", typed.name)}
            <div class="acts">
                {day("first-day", "First day", typed.first_day)}
                {day("last-day", "Last day", typed.last_day)}
            </div>
            {zone(typed.zone)}
            {field("venue", "Venue", "The name that people know.", "off", typed.venue)}
            {field("address", "Address", "As one reads it out to an ambulance.", "off", typed.address)}
            {numbers(typed.numbers)}
            {field("conduct", "Address for reports", "Where people may write; blank when there is none.", "off", typed.conduct_address)}
            {field("outside", "Outside contact", "For a report about everybody of the CARE team: a name and how to reach them. Everybody sees it.", "off", typed.outside)}
            {grace(typed.grace_days)}
            <div role="alert">{live(sentence)}</div>
            {work.error()}
            <div class="bar"><button class="btn" type="submit" aria-busy=attr(move || work.is_busy())>"Save"</button></div>
        </form>
    }
    .into_any()
}

fn field(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    autocomplete: &'static str,
    value: RwSignal<String>,
) -> AnyView {
    let hint_id = format!("{id}-hint");
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <p class="hint" id=hint_id.clone()>{hint}</p>
            <input id=id aria-describedby=hint_id autocomplete=autocomplete maxlength="200" prop:value=attr(move || value.get())
                on:input=on_edit(move |event| value.set(event_target_value(&event)))/>
        </div>
    }
    .into_any()
}

fn day(id: &'static str, label: &'static str, value: RwSignal<String>) -> AnyView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input id=id class="short" type="date" prop:value=attr(move || value.get()) on:input=on_edit(move |event| value.set(event_target_value(&event)))/>
        </div>
    }
    .into_any()
}

fn zone(value: RwSignal<String>) -> AnyView {
    let zones = device().time_zones().into_iter().map(|zone| view! { <option value=zone></option> }).collect_view();
    view! {
        <div class="field">
            <label for="zone">"Time zone of the venue"</label>
            <p class="hint" id="zone-hint">"Every time is shown in it. Begin to type a city."</p>
            <input id="zone" list="zones" aria-describedby="zone-hint" autocomplete="off" autocapitalize="none" spellcheck="false"
                prop:value=attr(move || value.get()) on:input=on_edit(move |event| value.set(event_target_value(&event)))/>
            <datalist id="zones">{zones}</datalist>
        </div>
    }
    .into_any()
}

fn grace(value: RwSignal<String>) -> AnyView {
    view! {
        <div class="field">
            <label for="grace">"Days that devices stay signed in afterwards"</label>
            <p class="hint" id="grace-hint">"Reports come in after the last day too."</p>
            <input id="grace" class="short" type="number" inputmode="numeric" min="1" max="365" aria-describedby="grace-hint"
                prop:value=attr(move || value.get()) on:input=on_edit(move |event| value.set(event_target_value(&event)))/>
        </div>
    }
    .into_any()
}

fn numbers(lines: RwSignal<Vec<Line>>) -> AnyView {
    let next = StoredValue::new(lines.with_untracked(Vec::len));
    let add = move |_| {
        let key = next.get_value();
        next.set_value(key + 1);
        lines.update(|lines| {
            lines.push(Line { key, label: RwSignal::new(String::new()), number: RwSignal::new(String::new()) });
        });
    };
    let one = move |line: Line| {
        let (label_id, number_id) = (format!("label-{}", line.key), format!("number-{}", line.key));
        view! {
            <li class="stack tight">
                <div class="field">
                    <label for=label_id.clone()>"Who answers"</label>
                    <input id=label_id autocomplete="off" maxlength="200" placeholder="Ambulance and police" prop:value=attr(move || line.label.get())
                        on:input=on_edit(move |event| line.label.set(event_target_value(&event)))/>
                </div>
                <div class="field">
                    <label for=number_id.clone()>"Number"</label>
                    <input id=number_id class="short" type="tel" autocomplete="off" maxlength="200" prop:value=attr(move || line.number.get())
                        on:input=on_edit(move |event| line.number.set(event_target_value(&event)))/>
                </div>
                <p><button class="btn link" type="button"
                    on:click=on_tap(move |_| lines.update(|lines| lines.retain(|other| other.key != line.key)))>"Remove this number"</button></p>
            </li>
        }
    };
    let room = move || lines.with(Vec::len) < EMERGENCY_NUMBERS_MAX;
    view! {
        <fieldset class="card">
            <legend class="chips-label">"Emergency numbers"</legend>
            <p class="hint">"The most urgent first. They stand on everybody's phone, without a network too."</p>
            <ol class="rows-plain stack">
                <For each=move || lines.get() key=|line| line.key children=one/>
            </ol>
            <p><button class="btn quiet" type="button" on:click=on_tap(add) disabled=attr(move || !room())>{icon(Icon::Plus)} "Add a number"</button></p>
        </fieldset>
    }
    .into_any()
}
