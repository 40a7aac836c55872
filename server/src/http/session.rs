//! Signing in and out, and who asks.

use super::Web;
use super::body::{self, BodyRefused};
use super::refusal::Refusal;
use axum::Json;
use axum::body::Body;
use axum::extract::{FromRequestParts, State};
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse};
use desk::DeskError;
use desk::sessions::Caller;
use domain::permission::Actor;
use domain::private::Private;
use domain::session::SessionToken;
use domain::view::{Bundle, Denied};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The cookie's name where people come by HTTPS: browsers hold it to this host, to HTTPS and to the root path.
const COOKIE_SECURE: &str = "__Host-careline";
/// The cookie's name on plain HTTP, which is for one's own machine.
const COOKIE_PLAIN: &str = "careline";
/// Largest JSON body of the small routes, in bytes.
pub(crate) const SMALL_BODY_MAX: usize = 16 * 1024;
/// Browsers keep a cookie for 400 days at most.
const COOKIE_AGE_S: u32 = 400 * 24 * 60 * 60;

/// Whoever is signed in on the device that asks.
pub(crate) struct SignedIn(pub(crate) Actor);

impl FromRequestParts<Web> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Refusal> {
        let actor = actor(web, &parts.headers).await?;
        Ok(Self(actor))
    }
}

/// Who asks, by the session cookie.
pub(crate) async fn actor(web: &Web, headers: &HeaderMap) -> Result<Actor, Refusal> {
    Ok(caller(web, headers).await?.actor)
}

/// Who asks, and what their phone should know in every answer.
pub(crate) async fn caller(web: &Web, headers: &HeaderMap) -> Result<Caller, Refusal> {
    let caller = still_signed_in(web, headers).await?;
    if web.device_rate.allows(caller.actor.device) { Ok(caller) } else { Err(Denied::Slow.into()) }
}

/// Who asked before and is still answered: nothing that the device is bounded by.
pub(crate) async fn still_signed_in(web: &Web, headers: &HeaderMap) -> Result<Caller, Refusal> {
    let token = token(web, headers).ok_or(Denied::SignedOut)?;
    Ok(web.desk.caller(&token).await?)
}

const fn cookie_name(web: &Web) -> &'static str {
    if web.secure { COOKIE_SECURE } else { COOKIE_PLAIN }
}

fn token(web: &Web, headers: &HeaderMap) -> Option<SessionToken> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == cookie_name(web)).and_then(|(_, value)| SessionToken::parse(value))
}

fn set_cookie(web: &Web, value: &str, age_s: u32) -> String {
    let secure = if web.secure { "; Secure" } else { "" };
    format!("{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age_s}{secure}", cookie_name(web))
}

/// Reads a small JSON body; anything else is refused with a sentence that quotes nothing of it.
pub(crate) async fn small_json<T: DeserializeOwned>(body: Body) -> Result<T, Refusal> {
    let bytes = body::read(body, SMALL_BODY_MAX).await.map_err(|refused| match refused {
        BodyRefused::TooLarge => Denied::Input("This is too much at once.".into()),
        BodyRefused::BrokeOff => Denied::Input("The request broke off.".into()),
    })?;
    serde_json::from_slice(&bytes).map_err(|_| Denied::Input("This request cannot be read.".into()).into())
}

/// What a phone sends to sign in.
#[derive(Deserialize)]
pub(crate) struct SignIn {
    code: Private<String>,
    #[serde(default)]
    name: Private<String>,
    #[serde(default)]
    device: String,
}

/// `POST /api/v1/session`: signs the device in with an invite's code.
pub(crate) async fn sign_in(State(web): State<Web>, body: Body) -> Result<impl IntoResponse, Refusal> {
    let wanted: SignIn = small_json(body).await?;
    match web.desk.redeem_invite(wanted.code.reveal(), &wanted.name, &wanted.device).await {
        Ok((token, signed_in)) => {
            let cookie = set_cookie(&web, &token.reveal(), COOKIE_AGE_S);
            Ok((AppendHeaders([(SET_COOKIE, cookie)]), Json(signed_in)))
        }
        Err(DeskError::Input(why)) => {
            web.wrong_tries.wait().await.map_err(|_| Denied::Slow)?;
            Err(Denied::Input(why).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// `DELETE /api/v1/session`: signs the device out; harmless when it is signed out already.
pub(crate) async fn sign_out(State(web): State<Web>, headers: HeaderMap) -> Result<impl IntoResponse, Refusal> {
    match actor(&web, &headers).await {
        Ok(actor) => web.desk.revoke_device(&actor, actor.device).await?,
        Err(Refusal(Denied::SignedOut)) => {}
        Err(refusal) => return Err(refusal),
    }
    Ok((AppendHeaders([(SET_COOKIE, set_cookie(&web, "", 0))]), StatusCode::NO_CONTENT))
}

/// `GET /api/v1/bundle`: what the phone keeps for the times without a network.
pub(crate) async fn bundle(State(web): State<Web>, SignedIn(actor): SignedIn) -> Result<Json<Bundle>, Refusal> {
    Ok(Json(web.desk.bundle(&actor, web.push_keys.public_key()).await?))
}
