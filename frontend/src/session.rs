//! Signing in and out, and what is fetched for the times without a network.

use crate::state::state;
use crate::wire::{Body, call};
use crate::{build, clock, flush, kept, outbox_idb, page, push, worker};
use app::device::SignIn;
use app::signal::spawn_local;
use domain::json;
use domain::private::Private;
use domain::sync::SyncReply;
use domain::view::{Bundle, Denied, SignedIn};
use serde::Serialize;

#[derive(Serialize)]
struct SignInRequest {
    code: Private<String>,
    name: Private<String>,
    device: String,
}

/// Signs this phone in, fetches the bundle, and sends what waited for it.
pub(crate) async fn sign_in(code: Private<String>, name: Private<String>) -> Result<SignedIn, Denied> {
    let request = SignInRequest { code, name, device: page::device_name() };
    let body = json::write(&request).map_err(|_| Denied::Unavailable)?;
    let answered = call("POST", "/api/v1/session", Body::Json(body)).await?;
    let signed_in: SignedIn = answered.json().ok_or(Denied::Unavailable)?;
    refresh().await?;
    began().await;
    Ok(signed_in)
}

/// The session stands: what waited for it may go.
async fn began() {
    let state = state();
    let _noted = state.noted(outbox_idb::change(|entry| entry.signed_in(clock::now())).await);
    flush::flush();
}

/// Signs this phone out. What waits stays.
pub(crate) async fn sign_out() -> Result<(), Denied> {
    push::forget().await;
    match call("DELETE", "/api/v1/session", Body::Empty).await {
        // A session that the server does not know any more is as good as ended.
        Ok(_) | Err(Denied::SignedOut) => {}
        Err(why) => return Err(why),
    }
    let _noted = state().noted(kept::signed_out(SignIn::SignedOut).await);
    Ok(())
}

/// Fetches the bundle anew.
pub(crate) async fn refresh() -> Result<(), Denied> {
    let was = state().watched.sign_in.get_untracked();
    let tellings = push::tellings();
    match call("GET", "/api/v1/bundle", Body::Empty).await {
        Ok(answered) => {
            let mut bundle: Bundle = answered.json().ok_or(Denied::Unavailable)?;
            push::brought_up_to_date(&mut bundle, tellings);
            clock::heard(bundle.made_at);
            build::choose(bundle.me.role);
            let _noted = state().noted(kept::keep(bundle).await);
            if was != SignIn::SignedIn {
                began().await;
            }
            push::renew().await;
            Ok(())
        }
        Err(Denied::SignedOut) => {
            let how = if was == SignIn::SignedIn { SignIn::Ended } else { was };
            let _noted = state().noted(kept::signed_out(how).await);
            Err(Denied::SignedOut)
        }
        Err(why) => Err(why),
    }
}

/// What every answer to a sync says besides receipts: whether the bundle or the app itself is old.
pub(crate) fn heard(reply: &SyncReply) {
    clock::heard(reply.server_time);
    let edition = state().watched.bundle.with_untracked(|bundle| bundle.as_ref().map(|b| b.conference.edition));
    if edition != Some(reply.edition) {
        spawn_local(async {
            // Without it the phone goes on with what it has.
            let _refreshed = refresh().await;
        });
    }
    if reply.site != state().version {
        worker::look_for_update();
    }
}

/// The server says that something changed.
pub(crate) fn changed() {
    state().watched.changed.update(|count| *count = count.wrapping_add(1));
    flush::flush();
}
