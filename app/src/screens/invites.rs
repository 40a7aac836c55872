//! Inviting people: a code to scan, or to type inside the installed app. It is shown once.

use crate::api;
use crate::device::{device, watched};
use crate::parts::asked::{Asked, ask, doing};
use crate::parts::frame::page_below;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_edit, on_send, on_tap};
use crate::parts::loading::empty;
use crate::parts::moment::absolute;
use crate::parts::toast;
use crate::qr::qr;
use crate::signal::{RwSignal, spawn_local};
use domain::invite::{Invite, NewInvite, USES_MAX};
use domain::permission::Role;
use domain::private::Private;
use domain::time::{Span, Timestamp, days, hours};
use domain::view::InviteMade;
use leptos::prelude::*;

/// How long an invite may be good for, to choose from.
const LIFETIMES: [(&str, Span); 5] =
    [("1 hour", hours(1)), ("A day", hours(24)), ("3 days", days(3)), ("2 weeks", days(14)), ("60 days", days(60))];

/// Making invites, and what became of them.
pub fn invites() -> AnyView {
    let asked = ask(api::invites);
    let made = RwSignal::new(None::<InviteMade>);
    let top = move || match made.get() {
        Some(invite) => fresh(&invite, made),
        None => form(asked, made),
    };
    let list = asked.show(move |invites| list(&invites, asked));
    page_below("/app/conference", "Conference", "Invites", view! { {live(top)} <h2>"Open invites"</h2> {list} })
}

fn form(asked: Asked<Vec<Invite>>, made: RwSignal<Option<InviteMade>>) -> AnyView {
    let role = RwSignal::new(Role::Volunteer);
    let name = RwSignal::new(String::new());
    let lifetime = RwSignal::new(1_usize);
    let uses = RwSignal::new("1".to_owned());
    let work = doing();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let shared = name.with_untracked(|name| name.trim().is_empty());
        let invite = NewInvite {
            role: role.get_untracked(),
            name: Private::from(name.get_untracked()),
            lifetime: LIFETIMES.get(lifetime.get_untracked()).map_or(hours(24), |(_, span)| *span),
            uses: if shared { uses.get_untracked().trim().parse().unwrap_or(0) } else { 1 },
        };
        work.start(api::make_invite(invite), move |invite: InviteMade| {
            made.set(Some(invite));
            asked.again();
            device().focus("invite-made");
        });
    };
    let roles = Role::ALL.map(|one| {
        view! {
            <label>
                <input type="radio" name="role" prop:checked=attr(move || role.get() == one) on:change=on_edit(move |_| role.set(one))/>
                <span>{one.label()}</span>
            </label>
        }
    });
    let spans = LIFETIMES.map(|(words, _)| words).into_iter().enumerate().map(|(place, words)| {
        view! { <option value=place.to_string() selected=place == 1>{words}</option> }
    });
    let many = move || name.with(|name| name.trim().is_empty()).then(|| how_many(uses));
    view! {
        <form class="card" on:submit=on_send(send)>
            <fieldset class="seg down"><legend>"As"</legend><div>{roles.into_iter().collect_view()}</div></fieldset>
            <div class="field">
                <label for="invite-name">"Name"</label>
                <p class="hint" id="invite-name-hint">"Blank: one code for several people, each types their own name."</p>
                <input id="invite-name" aria-describedby="invite-name-hint" autocomplete="off" maxlength="80" prop:value=attr(move || name.get())
                    on:input=on_edit(move |event| name.set(event_target_value(&event)))/>
            </div>
            {live(many)}
            <div class="field">
                <label for="invite-span">"Good for"</label>
                <select id="invite-span" on:change=on_edit(move |event| lifetime.set(event_target_value(&event).parse().unwrap_or(1)))>
                    {spans.collect_view()}
                </select>
            </div>
            {work.error()}
            <button class="btn wide" type="submit" aria-busy=attr(move || work.is_busy())>"Make the invite"</button>
        </form>
    }
    .into_any()
}

fn how_many(uses: RwSignal<String>) -> AnyView {
    view! {
        <div class="field">
            <label for="invite-uses">"How many people"</label>
            <input id="invite-uses" class="short" type="number" inputmode="numeric" min="1" max=USES_MAX.to_string() prop:value=attr(move || uses.get())
                on:input=on_edit(move |event| uses.set(event_target_value(&event)))/>
        </div>
    }
    .into_any()
}

/// The code, this once.
fn fresh(made: &InviteMade, shown: RwSignal<Option<InviteMade>>) -> AnyView {
    let code = made.code.reveal().clone();
    // Behind `#`, so that it reaches no server log on the way.
    let link = format!("{}/app/join#{code}", device().origin());
    let picture = qr(&link, "QR code of the invite", "Scan it with the phone's camera");
    let toast = toast::say();
    let copy = move |_| {
        let link = Private::from(link.clone());
        spawn_local(async move {
            let copied = device().copy(link).await;
            toast.word(if copied { "The link is on the clipboard" } else { "This browser did not let it be copied" });
        });
    };
    let (role, until) = (made.invite.role.label(), made.invite.expires_at);
    let whom = if made.invite.name.is_blank() {
        format!("{role}, {}", sign_ins(made.invite.uses_left))
    } else {
        format!("{role}: {}", made.invite.name.reveal())
    };
    view! {
        <section class="card" id="invite-made" tabindex="-1" aria-label="The new invite">
            <h2>{whom}</h2>
            {picture}
            <p class="soft">"Inside an installed app on an iPhone, type the code instead:"</p>
            <p class="code">{code}</p>
            <p>{live(move || format!("Good until {}. ", absolute(until)))} <b>"It is shown this once."</b></p>
            <p class="acts">
                <button class="btn quiet" type="button" on:click=on_tap(copy)>{icon(Icon::Link)} "Copy the link"</button>
                <button class="btn" type="button" on:click=on_tap(move |_| shown.set(None))>"Done"</button>
            </p>
        </section>
    }
    .into_any()
}

fn list(invites: &[Invite], asked: Asked<Vec<Invite>>) -> AnyView {
    let now = watched().now.get_untracked();
    let open: Vec<_> = invites.iter().filter(|invite| is_open(invite, now)).collect();
    if open.is_empty() {
        return empty(Icon::Code, "No open invites", "An invite stays here until it is used up, withdrawn or too old.");
    }
    let rows = open.into_iter().map(|invite| row(invite, asked)).collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

fn is_open(invite: &Invite, now: Timestamp) -> bool {
    invite.withdrawn_at.is_none() && invite.uses_left > 0 && now < invite.expires_at
}

fn sign_ins(left: u32) -> String {
    if left == 1 { "1 sign-in".into() } else { format!("{left} sign-ins") }
}

fn row(invite: &Invite, asked: Asked<Vec<Invite>>) -> AnyView {
    let (id, until) = (invite.id, invite.expires_at);
    let work = doing();
    let toast = toast::say();
    let withdraw = move |_| {
        work.start(api::withdraw_invite(id), move |invites| {
            asked.put(invites);
            toast.word("The code does not work any more");
        });
    };
    let whom = if invite.name.is_blank() { "Whoever has the code".to_owned() } else { invite.name.reveal().clone() };
    let left = sign_ins(invite.uses_left);
    let role = invite.role.label();
    view! {
        <li class="row"><div>
            <b>{whom}</b>
            <small>{live(move || format!("{role} · {left} left · until {}", absolute(until)))}</small>
            {work.error()}
        </div>
        <button class="btn quiet" type="button" on:click=on_tap(withdraw) aria-busy=attr(move || work.is_busy())>"Withdraw"</button></li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::{ConferenceId, InviteId};
    use domain::invite::LIFETIME_MAX;

    #[test]
    fn every_choice_is_one_that_the_server_takes() {
        assert!(LIFETIMES.iter().all(|(_, span)| *span <= LIFETIME_MAX && *span >= hours(1)));
    }

    #[test]
    fn used_up_withdrawn_and_old_invites_are_not_open() {
        let now = Timestamp::from_millis(1_790_000_000_000);
        let invite = Invite {
            id: InviteId::from_bytes([1; 16]),
            conference: ConferenceId::from_bytes([2; 16]),
            role: Role::Volunteer,
            name: "".into(),
            expires_at: now.plus(hours(1)),
            uses_left: 1,
            withdrawn_at: None,
        };
        assert!(is_open(&invite, now));
        assert!(!is_open(&Invite { uses_left: 0, ..invite.clone() }, now));
        assert!(!is_open(&Invite { withdrawn_at: Some(now), ..invite.clone() }, now));
        assert!(!is_open(&invite, now.plus(hours(1))));
    }
}
