//! Find CARE: who is on call now and how to reach them, from what this phone keeps, with its age.

use crate::device::{SignIn, watched};
use crate::parts::call::{address, dial, duty, emergency_numbers, presence, team};
use crate::parts::frame::page;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::live;
use crate::parts::loading::{banner, empty};
use crate::parts::moment::{absolute, when};
use domain::time::{Timestamp, hours};
use domain::view::{Bundle, CareContact};
use leptos::prelude::*;

/// Who is on call, the whole team, and the emergency numbers.
pub fn care() -> AnyView {
    let content = move || match watched().bundle.get() {
        Some(bundle) => {
            // Who is on call changes with the clock.
            watched().now.track();
            known(&bundle)
        }
        None => unknown(),
    };
    page(
        "Find CARE",
        view! {
            {live(content)}
            <section class="stack" aria-labelledby="danger">
                <h2 id="danger">"If somebody is in danger"</h2>
                {address()}
                {emergency_numbers()}
                <a class="btn alert wide" href="/app/act">{icon(Icon::Act)}"I must act now"</a>
            </section>
        },
    )
}

fn known(bundle: &Bundle) -> AnyView {
    let (on_call, others) = team(bundle);
    let nobody = on_call.is_empty();
    let now_list = if nobody {
        view! { <p>"Nobody is on the roster right now. Call anybody of the team below."</p> }.into_any()
    } else {
        view! { <ul class="rows">{on_call.iter().map(|contact| person(contact, true)).collect_view()}</ul> }.into_any()
    };
    let team = (!others.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="team">
                <h2 id="team">{if nobody { "The team" } else { "The rest of the team" }}</h2>
                <ul class="rows">{others.iter().map(|contact| person(contact, false)).collect_view()}</ul>
            </section>
        }
    });
    view! {
        <section class="stack" aria-labelledby="on-duty">
            <h2 id="on-duty">"On duty now"</h2>
            {now_list}
            {age(bundle.made_at)}
        </section>
        {team}
        <p class="soft">"Let them take over. Once you have told somebody of the team, you need do nothing else."</p>
    }
    .into_any()
}

fn age(made_at: Timestamp) -> AnyView {
    let old = watched().now.get_untracked().since(made_at) > hours(12);
    let words = view! { "The roster on this phone is from " {when(made_at)} "." };
    if old {
        banner(false, Icon::Info, view! { <p>{words}" It may have changed since."</p> })
    } else {
        view! { <p class="soft">{words}</p> }.into_any()
    }
}

fn person(contact: &CareContact, on_call: bool) -> AnyView {
    let name = contact.name.reveal().clone();
    // The style sheet makes capitals of them: the browser has the tables of every script, a phone's WASM need not.
    let initials: String = name.chars().filter(|c| c.is_alphanumeric()).take(2).collect();
    let time = duty(contact).map(|duty| {
        if on_call {
            format!("On duty until {} · {}", absolute(duty.until), presence(duty.presence))
        } else {
            format!("Next on duty {}", absolute(duty.from))
        }
    });
    let languages = (!contact.languages.is_empty()).then(|| contact.languages.clone());
    let facts: Vec<String> = [time, languages].into_iter().flatten().collect();
    let call = if contact.phone.is_blank() {
        view! { <small>"No number"</small> }.into_any()
    } else {
        let label = format!("Call {name}");
        view! { <a class="btn quiet" href=dial(contact.phone.reveal()) aria-label=label>{icon(Icon::Call)}"Call"</a> }
            .into_any()
    };
    view! {
        <li class="person" class:on-duty=on_call>
            <span class="face" aria-hidden="true">{initials}</span>
            <div><b>{name}</b><small>{facts.join(" · ")}</small></div>
            {call}
        </li>
    }
    .into_any()
}

fn unknown() -> AnyView {
    match watched().sign_in.get() {
        SignIn::Unknown => crate::parts::loading::skeleton(),
        SignIn::SignedIn => empty(
            Icon::Find,
            "The roster is not here yet",
            "It comes with the first connection. Until then ask anybody of the staff for the CARE team.",
        ),
        SignIn::SignedOut | SignIn::Ended => view! {
            {empty(
                Icon::Find,
                "Sign in to see who is on duty",
                "After that the roster stays on this phone, also without a network. Until then ask anybody of the staff for the CARE team.",
            )}
            <a class="btn wide" href="/app/join">"Sign in"</a>
        }
        .into_any(),
    }
}
