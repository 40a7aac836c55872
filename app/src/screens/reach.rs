//! How you are called: by which ways, in which order, and when only what is urgent may wake you.

use crate::api;
use crate::parts::asked::{ask, doing};
use crate::parts::frame::{page_below, role};
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_edit, on_send, on_tap};
use crate::parts::toast;
use crate::signal::RwSignal;
use domain::hook::OfferedHook;
use domain::paging::Way;
use domain::permission::Role;
use domain::private::Private;
use domain::reach::{Choices, ChosenWay, QuietHours};
use domain::view::MyReach;
use leptos::prelude::*;

/// How one is called.
pub fn reach() -> AnyView {
    let asked = ask(api::the_reach);
    // Built once: what is being typed must not be drawn over.
    let known = asked.is_known();
    let form = move || known.get().then(|| asked.known.get_untracked()).flatten().map(form);
    page_below("/app/me", "You", "How you are called", view! { {asked.trouble()} {live(form)} {try_together()} })
}

/// Where the team finds out together whether all of this works.
fn try_together() -> Option<AnyView> {
    let is_on_the_team = role() == Some(Role::CareMember);
    is_on_the_team.then(|| {
        view! {
            <p><a href="/app/conference/readiness">"Who of the team a page would reach"</a></p>
            <p><a href="/app/conference/drill">"Run a drill"</a> " to find out who of the team hears a page before one counts."</p>
        }
        .into_any()
    })
}

/// A way as it is typed: what it is, and its address where it needs one.
#[derive(Clone, Copy)]
struct TypedWay {
    way: Way,
    address: RwSignal<Private<String>>,
    has_stopped: bool,
}

impl TypedWay {
    fn all(choices: &Choices) -> Vec<Self> {
        choices.ways.iter().map(|way| Self::of(way, choices.stopped.contains(&way.way()))).collect()
    }

    fn of(way: &ChosenWay, has_stopped: bool) -> Self {
        let address = match way {
            ChosenWay::Push => Private::default(),
            ChosenWay::Mail { address } => address.clone(),
            ChosenWay::Hook { to, .. } => to.clone(),
        };
        Self { way: way.way(), address: RwSignal::new(address), has_stopped }
    }

    fn chosen(self) -> ChosenWay {
        let address = self.address.get_untracked();
        match self.way {
            Way::Push => ChosenWay::Push,
            Way::Mail => ChosenWay::Mail { address },
            Way::Hook(hook) => ChosenWay::Hook { hook, to: address },
        }
    }
}

/// Minutes of the day as a time field has them.
fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// The minutes of the day that a time field holds.
fn minute(clock: &str) -> Option<u16> {
    let (hour, minute) = clock.split_once(':')?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.get(..2)?.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

fn form(view: MyReach) -> AnyView {
    let MyReach { choices, devices, sends_mail, hooks } = view;
    let hooks = RwSignal::new(hooks);
    let ways = RwSignal::new(TypedWay::all(&choices));
    let quiet = choices.quiet.map_or((String::new(), String::new()), |quiet| (clock(quiet.from), clock(quiet.until)));
    let (from, until) = (RwSignal::new(quiet.0), RwSignal::new(quiet.1));
    let (work, toast) = (doing(), toast::say());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let hours = minute(&from.get_untracked()).zip(minute(&until.get_untracked()));
        let quiet = hours.map(|(from, until)| QuietHours { from, until });
        let chosen = ways.get_untracked().into_iter().map(TypedWay::chosen).collect();
        let choices = Choices { ways: chosen, quiet, ..Choices::default() };
        work.start(api::set_my_reach(choices), move |view| {
            ways.set(TypedWay::all(&view.choices));
            toast.word("Saved on the server");
        });
    };
    let rows = move || {
        let all = ways.get();
        let last = all.len();
        let rows =
            all.into_iter().enumerate().map(move |(at, one)| row(at, last, one, ways, devices, sends_mail, hooks));
        rows.collect_view()
    };
    let add = move || {
        let has = |way: Way| ways.with(|ways| ways.iter().any(|one| one.way == way));
        let push = (Way::Push, "Add pushes".to_owned());
        // A mail address is offered where the server sends mail: a way that leads nowhere would be a false promise.
        let mail = sends_mail.then(|| (Way::Mail, "Add a mail address".to_owned()));
        let of_hook = |hook: OfferedHook| (Way::Hook(hook.id), format!("Add {}", hook.name));
        let missing = [push].into_iter().chain(mail).chain(hooks.get_untracked().into_iter().map(of_hook));
        let missing = missing.filter(|(way, _)| !has(*way)).map(move |(way, words)| {
            let press = move |_| {
                let address = RwSignal::new(Private::default());
                ways.update(|ways| ways.push(TypedWay { way, address, has_stopped: false }));
            };
            view! { <button class="btn quiet" type="button" on:click=on_tap(press)>{words}</button> }
        });
        missing.collect_view()
    };
    view! {
        <form class="stack" on:submit=on_send(save)>
            <p>"When you are needed, the first of these calls you. The next one follows at once when it fails, and after a short while \
                when your phone says nothing. What is sent says only that you should open the app."</p>
            <ol class="stack">{live(rows)}</ol>
            <p class="acts">{live(add)}</p>
            <fieldset class="stack tight">
                <legend>"Quiet hours"</legend>
                <p class="hint">"By the clock at the venue. In them only what is needed now wakes you, or when nobody else is left. \
                    Blank for none."</p>
                <div class="pair">
                    {time_field("quiet-from", "From", from)}
                    {time_field("quiet-until", "Until", until)}
                </div>
            </fieldset>
            {work.error()}
            <div class="bar"><button class="btn" type="submit" aria-busy=attr(move || work.is_busy())>"Save"</button></div>
        </form>
    }
    .into_any()
}

fn row(
    at: usize,
    last: usize,
    one: TypedWay,
    ways: RwSignal<Vec<TypedWay>>,
    devices: u32,
    sends_mail: bool,
    hooks: RwSignal<Vec<OfferedHook>>,
) -> AnyView {
    let offered = |id| hooks.with_untracked(|hooks| hooks.iter().find(|hook| hook.id == id).cloned());
    let title = match one.way {
        Way::Push => "A push on your devices".to_owned(),
        Way::Mail => "A mail".to_owned(),
        Way::Hook(id) => offered(id).map_or("A service that is gone".to_owned(), |hook| hook.name),
    };
    let content = match one.way {
        Way::Push if devices == 0 => view! {
            <p>"Pages reach none of your devices yet. " <a href="/app/me">"Switch them on"</a></p>
        }
        .into_any(),
        Way::Push => view! { <p class="soft">{format!("On {devices} of your devices pages are on.")}</p> }.into_any(),
        Way::Mail => {
            let no_mail = (!sends_mail)
                .then(|| view! { <p class="soft">"This server sends no mail now: another way is used instead."</p> });
            view! { {address(format!("way-{at}"), "Mail address", "email", one.address)} {no_mail} }.into_any()
        }
        Way::Hook(id) => match offered(id) {
            Some(hook) if hook.needs_address => {
                address(format!("way-{at}"), hook.preset.address_label(), "text", one.address)
            }
            Some(_) => view! { <p class="soft">"It reaches the same place for everybody."</p> }.into_any(),
            None => view! { <p class="soft">"The organizers have removed it."</p> }.into_any(),
        },
    };
    let stopped = one.has_stopped.then(|| {
        view! {
            <p>{icon(Icon::Info)} " The last message came back, as if there were no such address. Look at it for a slip."</p>
        }
    });
    let up = (at > 0).then(|| {
        let press = move |_| ways.update(|ways| ways.swap(at - 1, at));
        view! { <button class="btn link" type="button" on:click=on_tap(press)>"Earlier"</button> }
    });
    let remove = (last > 1).then(|| {
        let press = move |_| {
            ways.update(|ways| {
                if at < ways.len() {
                    ways.remove(at);
                }
            });
        };
        view! { <button class="btn link" type="button" on:click=on_tap(press)>"Remove"</button> }
    });
    let picture = if one.way == Way::Push { Icon::Phone } else { Icon::Bell };
    view! {
        <li class="card">
            <h2>{icon(picture)} {format!(" {}. {title}", at + 1)}</h2>
            {content}
            {stopped}
            <p class="acts">{up} {remove}</p>
        </li>
    }
    .into_any()
}

fn address(id: String, label: &'static str, kind: &'static str, value: RwSignal<Private<String>>) -> AnyView {
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input id=id type=kind autocomplete=if kind == "email" { "email" } else { "off" } maxlength="254"
                prop:value=attr(move || value.get().into_revealed())
                on:input=on_edit(move |event| value.set(event_target_value(&event).into()))/>
        </div>
    }
    .into_any()
}

fn time_field(id: &'static str, label: &'static str, value: RwSignal<String>) -> AnyView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input id=id type="time" class="short" prop:value=attr(move || value.get())
                on:input=on_edit(move |event| value.set(event_target_value(&event)))/>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_the_day_are_read_as_they_are_shown() {
        for (at, shown) in [(0, "00:00"), (425, "07:05"), (1_439, "23:59")] {
            assert_eq!((clock(at).as_str(), minute(shown)), (shown, Some(at)));
        }
        assert_eq!(minute("07:05:00"), Some(425));
        for text in ["", "24:00", "7", "07:6", "07:60"] {
            assert_eq!(minute(text), None, "{text}");
        }
    }
}
