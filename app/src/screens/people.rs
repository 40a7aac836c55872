//! Who is here, and on which devices they are signed in.

use crate::api;
use crate::parts::asked::{Asked, ask, doing};
use crate::parts::frame::page_below;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_tap};
use crate::parts::loading::empty;
use crate::parts::moment::{absolute, when};
use crate::parts::toast;
use crate::signal::RwSignal;
use domain::permission::Role;
use domain::time::Timestamp;
use domain::view::{DeviceRow, PersonRow};
use leptos::prelude::*;

/// Everybody, by role and name.
pub fn people() -> AnyView {
    let asked = ask(api::people);
    let shown = asked.show(move |people| {
        if people.is_empty() {
            return empty(Icon::People, "Nobody yet", "Whoever uses an invite appears here.");
        }
        let groups = [Role::CareMember, Role::Organizer, Role::Volunteer].map(|role| group(role, &people, asked));
        view! { {groups.into_iter().collect_view()} }.into_any()
    });
    page_below(
        "/app/conference",
        "Conference",
        "People",
        view! {
            <p class="acts"><a class="btn quiet" href="/app/invites">{icon(Icon::Plus)} "Invite somebody"</a></p>
            {shown}
        },
    )
}

fn group(role: Role, people: &[PersonRow], asked: Asked<Vec<PersonRow>>) -> Option<AnyView> {
    let mut people: Vec<_> = people.iter().filter(|row| row.person.role == role).collect();
    people.sort_by_key(|row| row.person.name.reveal().to_lowercase());
    let title = match role {
        Role::CareMember => "CARE team",
        Role::Organizer => "Organizers",
        Role::Volunteer => "Volunteers",
    };
    let count = people.len();
    let rows = people.into_iter().map(|row| person(row, asked)).collect_view();
    let shown = view! {
        <section class="stack tight">
            <h2>{title} " " <span class="count">{count}</span></h2>
            <div class="prompts">{rows}</div>
        </section>
    };
    (count > 0).then(|| shown.into_any())
}

fn person(row: &PersonRow, asked: Asked<Vec<PersonRow>>) -> AnyView {
    let phone = row.person.phone.reveal().clone();
    let reach = (!phone.is_empty()).then(|| {
        view! { <p><a class="btn quiet" href=format!("tel:{phone}")>{icon(Icon::Call)} {phone.clone()}</a></p> }
    });
    let languages =
        (!row.person.languages.is_empty()).then(|| view! { <p class="soft">{row.person.languages.clone()}</p> });
    let open: Vec<_> = row.devices.iter().filter(|device| device.device.revoked_at.is_none()).collect();
    let standing = standing(&open, row.person.role);
    let devices = open.into_iter().map(|row| device(row, asked)).collect_view();
    view! {
        <details class="prompt">
            <summary>
                <span>{row.person.name.reveal().clone()}<br/><small class="soft">{standing}</small></span>
            </summary>
            <div>{reach} {languages} <ul class="rows">{devices}</ul></div>
        </details>
    }
    .into_any()
}

/// What stands beside a name: for a CARE member, whether a page can reach them.
fn standing(devices: &[&DeviceRow], role: Role) -> String {
    let reached = devices.iter().any(|device| device.pushes);
    match (devices.len(), role) {
        (0, _) => "Signed in nowhere".into(),
        (_, Role::CareMember) if !reached => "Pages do not reach them".into(),
        (1, _) => "1 device".into(),
        (count, _) => format!("{count} devices"),
    }
}

fn device(row: &DeviceRow, asked: Asked<Vec<PersonRow>>) -> AnyView {
    let id = row.device.id;
    let sure = RwSignal::new(false);
    let work = doing();
    let toast = toast::say();
    let revoke = move |_| {
        work.start(api::revoke_device(id), move |()| {
            toast.word("Signed out. Notes on that device wait for a new sign-in.");
            asked.again();
        });
    };
    let buttons = move || {
        if sure.get() {
            view! {
                <button class="btn quiet" type="button" on:click=on_tap(revoke) aria-busy=attr(move || work.is_busy())>"Sign it out now"</button>
                <button class="btn link" type="button" on:click=on_tap(move |_| sure.set(false))>"Keep it"</button>
            }
            .into_any()
        } else {
            view! { <button class="btn quiet" type="button" on:click=on_tap(move |_| sure.set(true))>"Sign out"</button> }
                .into_any()
        }
    };
    let this_one = row.this_one.then_some(" · this device");
    let pushes = if row.pushes { "Pages reach it" } else { "Pages are off" };
    let (seen, until): (Timestamp, Timestamp) = (row.device.seen_at, row.device.expires_at);
    view! {
        <li class="row"><div>
            <b>{row.device.name.clone()}{this_one}</b>
            <small>{pushes} " · last heard of " {when(seen)}</small>
            <small>{live(move || format!("Signed in until {}", absolute(until)))}</small>
            {work.error()}
            <p class="acts">{live(buttons)}</p>
        </div></li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::{DeviceId, PersonId};
    use domain::permission::Device;

    #[test]
    fn a_care_member_whom_no_page_reaches_stands_out() {
        let row = |pushes| DeviceRow {
            device: Device {
                id: DeviceId::from_bytes([1; 16]),
                person: PersonId::from_bytes([2; 16]),
                name: "Phone".into(),
                signed_in_at: Timestamp::default(),
                seen_at: Timestamp::default(),
                expires_at: Timestamp::default(),
                revoked_at: None,
            },
            this_one: false,
            pushes,
            last_test: None,
        };
        assert_eq!(standing(&[], Role::CareMember), "Signed in nowhere");
        assert_eq!(standing(&[&row(false)], Role::CareMember), "Pages do not reach them");
        assert_eq!(standing(&[&row(false), &row(true)], Role::CareMember), "2 devices");
        assert_eq!(standing(&[&row(false)], Role::Volunteer), "1 device");
    }
}
