//! Pushes: permission, subscription, and keeping the server's knowledge of it true.

use crate::state::state;
use crate::wire::{Body, call};
use crate::worker::{self, registration};
use crate::{locks, page};
use app::device::{Platform, Pushes};
use domain::json;
use domain::view::{Bundle, Denied, NewSubscription};
use js_sys::{Reflect, Uint8Array};
use std::cell::Cell;
use std::future::Future;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Notification, NotificationPermission, PushManager, PushSubscription, PushSubscriptionOptionsInit};

const PATH: &str = "/api/v1/push/subscription";

thread_local! {
    static TELLINGS: Cell<u32> = const { Cell::new(0) };
}

/// How it stands.
pub(crate) async fn how() -> Pushes {
    if !is_supported() {
        let iphone_tab = page::platform() == Platform::Ios && !page::is_installed();
        return if iphone_tab { Pushes::InstallFirst } else { Pushes::Unsupported };
    }
    match Notification::permission() {
        NotificationPermission::Denied => Pushes::Blocked,
        NotificationPermission::Granted if told() && subscription().await.is_some() => Pushes::On,
        _ => Pushes::Off,
    }
}

/// Asks for permission, subscribes, and tells the server.
pub(crate) async fn on() -> Result<Pushes, Denied> {
    if !is_supported() {
        return Ok(how().await);
    }
    let asked = Notification::request_permission().map_err(|_| Denied::Unavailable)?;
    // The answer is read from the permission itself, which is the same in every browser.
    let _answered = JsFuture::from(asked).await;
    if Notification::permission() != NotificationPermission::Granted {
        return Ok(how().await);
    }
    in_turn(subscribe()).await?;
    Ok(how().await)
}

/// Ends the subscription here and on the server.
pub(crate) async fn off() -> Result<Pushes, Denied> {
    in_turn(async {
        // The server first: without it the next start would take the subscription for lost and make it anew.
        tell_off().await?;
        forget().await;
        Ok(())
    })
    .await?;
    Ok(how().await)
}

/// One change of the subscription at a time: what one has just made must not look like a leftover to another.
async fn in_turn(change: impl Future<Output = Result<(), Denied>> + 'static) -> Result<(), Denied> {
    locks::in_turn(locks::PUSHES, change).await.unwrap_or(Err(Denied::Unavailable))
}

/// Whether the server sends pushes here, as far as this phone knows.
fn told() -> bool {
    state().watched.bundle.with_untracked(|bundle| bundle.as_ref().is_some_and(|bundle| bundle.pushes))
}

/// How often the server was told, by this page. Whoever asks the server for a bundle notes it before.
pub(crate) fn tellings() -> u32 {
    TELLINGS.get()
}

/// A bundle of which the server may have begun to speak before it was told keeps what was told since.
pub(crate) fn brought_up_to_date(bundle: &mut Bundle, tellings_before: u32) {
    if tellings_before != TELLINGS.get() {
        bundle.pushes = told();
    }
}

/// The server has just taken it.
fn now_told(pushes: bool) {
    TELLINGS.set(TELLINGS.get().wrapping_add(1));
    if told() != pushes {
        state().watched.bundle.update(|bundle| {
            if let Some(bundle) = bundle {
                bundle.pushes = pushes;
            }
        });
    }
}

async fn tell_off() -> Result<(), Denied> {
    call("DELETE", PATH, Body::Empty).await?;
    now_told(false);
    Ok(())
}

/// Ends the subscription in the browser.
pub(crate) async fn forget() {
    if let Some(subscription) = subscription().await
        && let Ok(ended) = subscription.unsubscribe()
    {
        let _ended = JsFuture::from(ended).await;
    }
}

/// Brings what the server believes and what this browser does together; for the start and for a worker's word.
///
/// What the browser has lost is subscribed anew, what the push service has given up is replaced, and where the permission
/// is gone the server hears that it must not count on this phone. Whatever fails here shows as a device that does not
/// answer.
pub(crate) async fn renew() {
    if !is_supported() {
        return;
    }
    let _settled = in_turn(async {
        let allowed = Notification::permission() == NotificationPermission::Granted;
        match (allowed, subscription().await.is_some(), told()) {
            (true, true, false) => {
                forget().await;
                subscribe().await
            }
            (true, _, true) => subscribe().await,
            (false, _, true) => tell_off().await,
            (true, false, false) | (false, _, false) => Ok(()),
        }
    })
    .await;
}

/// Asks for a test push.
pub(crate) async fn test() -> Result<(), Denied> {
    call("POST", "/api/v1/push/test", Body::Json("{}".into())).await.map(drop)
}

async fn subscribe() -> Result<(), Denied> {
    let key = state().watched.bundle.with_untracked(|bundle| bundle.as_ref().map(|b| b.push_key.clone()));
    let key = key.filter(|key| !key.is_empty()).ok_or(Denied::SignedOut)?;
    if let Some(old) = subscription().await
        && key_of(&old).is_some_and(|of_old| of_old != key)
    {
        forget().await;
    }
    let manager = manager().await.ok_or(Denied::Unavailable)?;
    let options = PushSubscriptionOptionsInit::new();
    options.set_user_visible_only(true);
    options.set_application_server_key(&key.into());
    let asked = manager.subscribe_with_options(&options).map_err(|_| Denied::Unavailable)?;
    let made: PushSubscription = JsFuture::from(asked).await.map_err(|_| Denied::Unavailable)?.unchecked_into();
    let told = as_told(&made).ok_or(Denied::Unavailable)?;
    let body = json::write(&told).map_err(|_| Denied::Unavailable)?;
    call("PUT", PATH, Body::Json(body)).await?;
    now_told(true);
    Ok(())
}

fn as_told(made: &PushSubscription) -> Option<NewSubscription> {
    let json: JsValue = made.to_json().ok()?.into();
    let keys = Reflect::get(&json, &"keys".into()).ok()?;
    let text = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok()?.as_string();
    Some(NewSubscription {
        endpoint: text(&json, "endpoint")?.into(),
        p256dh: text(&keys, "p256dh")?,
        auth: text(&keys, "auth")?.into(),
    })
}

/// The server's key that a subscription was made with, base64url without padding.
fn key_of(subscription: &PushSubscription) -> Option<String> {
    let key = subscription.options().application_server_key().ok()??;
    Some(base64url(&Uint8Array::new(&key).to_vec()))
}

/// Base64url without padding (RFC 4648 §5).
pub(crate) fn base64url(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::with_capacity(bytes.len() * 4 / 3 + 3);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0_u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for at in 0..=chunk.len() {
            text.push(char::from(DIGITS[(group >> (18 - 6 * at) & 63) as usize]));
        }
    }
    text
}

async fn subscription() -> Option<PushSubscription> {
    let asked = manager().await?.get_subscription().ok()?;
    JsFuture::from(asked).await.ok()?.dyn_into().ok()
}

async fn manager() -> Option<PushManager> {
    registration().await?.push_manager().ok()
}

fn is_supported() -> bool {
    let has = |name: &str| web_sys::window().is_some_and(|window| Reflect::has(&window, &name.into()).unwrap_or(false));
    has("PushManager") && has("Notification") && worker::is_supported()
}

#[cfg(test)]
mod tests {
    use super::base64url;

    #[test]
    fn base64url_is_that_of_the_rfc() {
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
            ("\u{3ff}\u{3ff}", "z7_Pvw"),
        ] {
            assert_eq!(base64url(plain.as_bytes()), coded);
        }
    }
}
