//! The roster: a day at a time, a tap per person and part of the day; who takes over from whom; and the watch after the
//! last day.
//!
//! Organizers plan it. The CARE team sees it, offers shifts and takes them.

mod feed;
mod member;
mod planning;
mod swaps;
mod tabs;

pub use swaps::next_duty;

use crate::api;
use crate::device::{device, watched};
use crate::parts::asked::{Asked, Doing, ask_often, doing};
use crate::parts::choice::{Legend, choice};
use crate::parts::frame::role;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_tap};
use crate::parts::loading::{banner, empty};
use crate::parts::moment::absolute;
use crate::parts::toast;
use crate::screens::case::ten;
use crate::signal::{Memo, RwSignal};
use domain::ids::{PersonId, ShiftId};
use domain::permission::{Person, Role};
use domain::roster::{Duty, Gap, Presence, Shift, gaps};
use domain::view::{NewShift, RosterView};
use leptos::prelude::*;
use tabs::Tab;

/// What every part of the screen needs.
#[derive(Clone, Copy)]
struct Desk {
    asked: Asked<RosterView>,
    work: Doing,
    toast: toast::Say,
    presence: RwSignal<Presence>,
    duty: RwSignal<Duty>,
}

/// Who looks at the roster.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Looks {
    keeps_it: bool,
    me: Option<PersonId>,
}

impl Looks {
    fn now() -> Self {
        let keeps_it = role() == Some(Role::Organizer);
        Self { keeps_it, me: watched().bundle.with(|bundle| bundle.as_ref().map(|bundle| bundle.me.id)) }
    }

    /// Whether they are of the CARE team, and so may take and offer shifts.
    const fn is_member(self) -> bool {
        self.me.is_some() && !self.keeps_it
    }
}

/// The roster.
pub fn roster() -> AnyView {
    let desk = Desk {
        asked: ask_often(api::roster),
        work: doing(),
        toast: toast::say(),
        presence: RwSignal::new(Presence::OnSite),
        duty: RwSignal::new(Duty::OnDuty),
    };
    let looks = Memo::new(Looks::now);
    let ends = Memo::new(move || desk.asked.known.with(|known| known.as_ref().map(|roster| roster.watch_ends)));
    let tabs = Memo::new(move || tabs::tabs(&watched().zone(), ends.get()));
    let chosen = RwSignal::new(None::<usize>);
    let place = move || chosen.get().unwrap_or_else(|| tabs::today(&tabs.get()));
    let row = move || {
        let tab = |(number, one): (usize, &Tab)| {
            let here = move || (place() == number).then_some("true");
            view! { <button type="button" aria-current=attr(here) on:click=on_tap(move |_| chosen.set(Some(number)))>{one.label.clone()}</button> }
        };
        tabs.get().iter().enumerate().map(tab).collect_view()
    };
    let shown = desk.asked.show(move |roster| match tabs.get().get(place()) {
        _ if roster.team.is_empty() => empty(
            Icon::People,
            "No CARE team yet",
            "Invite CARE members first. Whoever is signed in as one can be put on the roster.",
        ),
        Some(tab) => the_tab(&roster, tab, &tabs.get(), looks.get(), desk),
        None => not_set_up(looks.get()),
    });
    let kind = move || looks.get().keeps_it.then(|| new_shifts_are(desk));
    let body = view! {
        <nav class="tabs" aria-label="Day">{live(row)}</nav>
        {live(kind)}
        {desk.work.error()}
        {shown}
        {live(move || looks.get().is_member().then(|| feed::feed(desk)))}
    };
    // Who looks is known a moment after the first start.
    let above = move || {
        let (back, to) = if looks.get().keeps_it { ("Conference", "/app/conference") } else { ("Home", "/app/") };
        view! { <a class="back" href=to>{icon(Icon::Back)}{back}</a> }
    };
    view! {
        <header class="top">{live(above)}<h1>"Roster"</h1></header>
        <main class="main" id="main" tabindex="-1">{body}</main>
    }
    .into_any()
}

fn not_set_up(looks: Looks) -> AnyView {
    let way =
        looks.keeps_it.then(|| view! { <p class="acts"><a class="btn quiet" href="/app/setup">"Settings"</a></p> });
    view! { <p>"The roster begins once the first and the last day of the conference are set."</p> {way} }.into_any()
}

fn new_shifts_are(desk: Desk) -> AnyView {
    const PRESENCES: &[(Presence, &str)] =
        &[(Presence::OnSite, "On site"), (Presence::Remote, "By phone"), (Presence::Asleep, "Asleep")];
    const DUTIES: &[(Duty, &str)] = &[(Duty::OnDuty, "On duty"), (Duty::Backup, "Backup")];
    let duty = choice(
        "duty",
        Legend::Shown("New shifts are"),
        false,
        DUTIES,
        move || Some(desk.duty.get()),
        move |chosen| {
            if let Some(chosen) = chosen {
                desk.duty.set(chosen);
            }
        },
    );
    let presence = choice(
        "presence",
        Legend::Told("Where they are"),
        false,
        PRESENCES,
        move || Some(desk.presence.get()),
        move |chosen| {
            if let Some(chosen) = chosen {
                desk.presence.set(chosen);
            }
        },
    );
    let says = move || match (desk.duty.get(), desk.presence.get()) {
        (Duty::OnDuty, Presence::OnSite | Presence::Remote) => "A page calls them first.",
        (Duty::Backup, Presence::OnSite | Presence::Remote) => "A page calls them when nobody on duty answers.",
        (Duty::OnDuty | Duty::Backup, Presence::Asleep) => "A page calls them only when it must be.",
    };
    view! { <div class="stack tight">{duty} {presence} <p class="hint">{live(says)}</p></div> }.into_any()
}

/// What the roster says about one day, or about one week of the watch.
fn the_tab(roster: &RosterView, tab: &Tab, tabs: &[Tab], looks: Looks, desk: Desk) -> AnyView {
    let mut team = roster.team.clone();
    team.sort_by_key(|person| person.name.reveal().to_lowercase());
    let people = team.iter().map(|person| member::member(person, roster, tab, looks, desk)).collect_view();
    let watch = tab.is_watch.then(|| {
        let words = "Reports come after the last day too. Whoever has the watch is called first, for as long as phones stay signed in.";
        view! { <p class="soft">{words}</p> }
    });
    let planning = looks.keeps_it.then(|| planning::planning(roster, tab, tabs, desk));
    view! {
        {swaps::offers(roster, looks, desk)}
        {unconfirmed(roster)}
        {watch}
        {open_hours(roster, tab)}
        {suggestion(roster, tabs, looks)}
        <ul class="stack rows-plain">{people}</ul>
        {planning}
    }
    .into_any()
}

/// When nobody is on duty, in words.
fn open_hours(roster: &RosterView, tab: &Tab) -> AnyView {
    // Of today, what is over is no gap any more.
    let now = device().now();
    let from = if tab.day.starts_at < now && now < tab.day.ends_at { now } else { tab.day.starts_at };
    let open = gaps(standing(roster), from, tab.day.ends_at);
    if open.is_empty() {
        let words =
            if tab.is_watch { "Somebody has the watch all the time" } else { "Somebody is on duty all the time" };
        return view! { <p class="state" data-state="server">{icon(Icon::Server)} <span>{words}</span></p> }.into_any();
    }
    let line = |gap: &Gap| view! { <p>{format!("{}: nobody is on duty.", tab.hours(gap.from, gap.until))}</p> };
    let lines = open.iter().map(line).collect_view();
    banner(
        false,
        Icon::Info,
        view! { {lines} <p class="soft">"A page then goes to backup, and to the whole team."</p> },
    )
}

/// Nobody has the watch after the last day: said once, on the days of the conference.
fn suggestion(roster: &RosterView, tabs: &[Tab], looks: Looks) -> Option<AnyView> {
    let first = tabs.iter().find(|tab| tab.is_watch)?;
    let nobody = standing(roster).iter().all(|shift| shift.until <= first.day.starts_at);
    let words =
        "Nobody has the watch after the last day yet. Reports come in then too: choose a week above, and who has it.";
    (nobody && looks.keeps_it).then(|| banner(false, Icon::Roster, view! { <p>{words}</p> }))
}

/// What stands; a server of an earlier release tells only what was planned.
fn standing(roster: &RosterView) -> &[Shift] {
    if roster.standing.is_empty() { &roster.shifts } else { &roster.standing }
}

/// Whose duty has started without a word from them.
fn unconfirmed(roster: &RosterView) -> Option<AnyView> {
    let now = device().now();
    let silent: Vec<_> = roster.checks.iter().filter_map(|check| check.unconfirmed(now)).collect();
    let line = |(person, starts_at): &(PersonId, _)| {
        let name = name_of(roster, *person);
        let words = format!(
            "{name} has not confirmed yet, on duty since {}. A page calls them all the same.",
            absolute(*starts_at)
        );
        view! { <p>{words}</p> }
    };
    (!silent.is_empty()).then(|| banner(false, Icon::Bell, silent.iter().map(line).collect_view()))
}

fn name_of(roster: &RosterView, id: PersonId) -> String {
    let person = roster.team.iter().find(|person| person.id == id);
    person.map_or_else(|| "Somebody".to_owned(), |person: &Person| person.name.reveal().clone())
}

/// Where somebody is, and whether they are backup: "by phone, backup".
fn kind(shift: &Shift) -> String {
    let place = crate::parts::call::presence(shift.presence);
    match shift.duty {
        Duty::OnDuty => place.to_owned(),
        Duty::Backup => format!("{place}, backup"),
    }
}

fn mint() -> ShiftId {
    ShiftId::mint(device().now(), ten())
}

/// A shift as it is asked for, from one that stands: with its own id, so that bringing it back twice brings it back once.
fn again(shift: &Shift) -> NewShift {
    let Shift { id, person, from, until, presence, duty, .. } = shift.clone();
    NewShift { id, person, from, until, presence, duty }
}

fn put(shifts: Vec<NewShift>, desk: Desk) {
    desk.work.start(api::put_shifts(shifts), move |roster| desk.asked.put(roster));
}

fn remove(shifts: Vec<NewShift>, desk: Desk) {
    let ids = shifts.iter().map(|shift| shift.id).collect();
    desk.work.start(api::remove_shifts(ids), move |roster| {
        desk.asked.put(roster);
        desk.toast.with_undo("Taken off the roster", move || put(shifts.clone(), desk));
    });
}
