//! My devices and how colleagues reach me.

use crate::api;
use crate::device::watched;
use crate::parts::asked::{Asked, ask, doing};
use crate::parts::frame::page_below;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_edit, on_send, on_tap};
use crate::parts::moment::{absolute, when};
use crate::parts::toast::say;
use crate::signal::RwSignal;
use domain::conference::LINE_MAX;
use domain::paging::DeliveryState;
use domain::time::Timestamp;
use domain::view::DeviceRow;
use leptos::prelude::*;

/// The devices, and the details.
pub fn devices() -> AnyView {
    let asked = ask(api::my_devices);
    let list = asked.show(move |rows| {
        let open = rows.into_iter().filter(|row| row.device.revoked_at.is_none());
        view! { <ul class="rows">{open.map(|row| device(&row, asked)).collect_view()}</ul> }.into_any()
    });
    page_below(
        "/app/me",
        "You",
        "My devices",
        view! {
            <section class="stack tight" aria-labelledby="signed-in">
                <h2 id="signed-in">"Signed in on"</h2>
                {list}
                <p class="hint">"Sign a device out when it is lost, sold or lent. What waits on it stays sealed there."</p>
            </section>
            {details()}
        },
    )
}

fn device(row: &DeviceRow, asked: Asked<Vec<DeviceRow>>) -> AnyView {
    let work = doing();
    let id = row.device.id;
    let sign_out = move |_| work.start(api::revoke_device(id), move |()| asked.again());
    let end = if row.this_one {
        view! { <span class="tag accent">"This one"</span> }.into_any()
    } else {
        view! {
            <button class="btn quiet" type="button" aria-busy=attr(move || work.is_busy()) on:click=on_tap(sign_out)>"Sign out"</button>
        }
        .into_any()
    };
    let pushes = if row.pushes { "Pages reach it" } else { "Pages do not reach it" };
    let test = row.last_test.map(|(state, at)| view! { <small>{live(move || test_words(state, at))}</small> });
    view! {
        <li>
            <div class="row">
                {icon(Icon::Phone)}
                <div><b>{row.device.name.clone()}</b><small>"Heard of " {when(row.device.seen_at)}</small><small>{pushes}</small>{test}</div>
                <div class="end">{end}</div>
            </div>
            {work.error()}
        </li>
    }
    .into_any()
}

/// How far the last test page came, in words.
pub fn test_words(state: DeliveryState, at: Timestamp) -> String {
    let at = absolute(at);
    match state {
        DeliveryState::Queued => format!("Test page of {at}: not sent yet"),
        DeliveryState::Failed | DeliveryState::Expired => {
            format!("Test page of {at}: could not be sent. Switch pages off and on again.")
        }
        DeliveryState::Accepted => format!("Test page of {at}: on its way; the phone has not said that it arrived"),
        DeliveryState::Received => format!("Test page of {at}: arrived"),
        DeliveryState::Seen | DeliveryState::Declined | DeliveryState::Taken => {
            format!("Test page of {at}: arrived and seen")
        }
    }
}

fn details() -> AnyView {
    let me = watched().bundle.with_untracked(|bundle| bundle.as_ref().map(|bundle| bundle.me.clone()));
    let Some(me) = me else { return ().into_any() };
    let phone = RwSignal::new(me.phone.clone());
    let languages = RwSignal::new(me.languages.clone());
    let work = doing();
    let say = say();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let change = api::change_my_details(phone.get_untracked(), languages.get_untracked());
        work.start(change, move |_| say.word("Your details have changed"));
    };
    view! {
        <form class="stack" on:submit=on_send(save)>
            <h2>"How colleagues reach you"</h2>
            <div class="field">
                <label for="my-phone">"Phone number"</label>
                <p class="hint" id="my-phone-hint">"Staff of this conference see it when you are of the CARE team. Reporters never do."</p>
                <input id="my-phone" type="tel" inputmode="tel" autocomplete="tel" maxlength=LINE_MAX.to_string() aria-describedby="my-phone-hint"
                    prop:value=attr(move || phone.get().into_revealed())
                    on:input=on_edit(move |event| phone.set(event_target_value(&event).into()))/>
            </div>
            <div class="field">
                <label for="my-languages">"Languages"</label>
                <input id="my-languages" autocomplete="off" maxlength=LINE_MAX.to_string()
                    prop:value=attr(move || languages.get()) on:input=on_edit(move |event| languages.set(event_target_value(&event)))/>
            </div>
            {work.error()}
            <button class="btn wide" aria-busy=attr(move || work.is_busy())>"Save your details"</button>
        </form>
    }
    .into_any()
}
