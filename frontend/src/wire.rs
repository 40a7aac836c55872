//! Requests to the server. What a note or a photo depends on counts only when it is JSON in which the server names itself.

use domain::json;
use domain::outbox::Trouble;
use domain::view::Denied;
use js_sys::Uint8Array;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, Request, RequestCredentials, RequestInit, RequestRedirect, Response};

/// How long a request may take, in milliseconds.
const REQUEST_MILLIS: u32 = 30_000;
/// Largest answer that is looked at, in characters.
const ANSWER_CHARS_MAX: usize = 8 * 1024 * 1024;

const NO_CONTENT: u16 = 204;

/// What a request carries.
pub(crate) enum Body<'a> {
    /// Nothing.
    Empty,
    /// JSON.
    Json(String),
    /// A JPEG.
    Jpeg(&'a [u8]),
}

/// An answer of the server: its status and its JSON.
pub(crate) struct Answered {
    /// The HTTP status.
    pub(crate) status: u16,
    text: String,
}

/// Every answer of the server, whatever else stands in it.
#[derive(Deserialize)]
struct Marked {
    #[serde(rename = "server")]
    _server: domain::sync::Marker,
}

impl Answered {
    /// The JSON as a type; nothing when it is something else.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Option<T> {
        json::read(&self.text).ok()
    }

    /// Whether the server took it.
    pub(crate) const fn is_ok(&self) -> bool {
        self.status >= 200 && self.status < 300
    }

    /// Why the server did not do it.
    pub(crate) fn denied(&self) -> Denied {
        #[derive(Deserialize)]
        struct Why {
            denied: Denied,
        }
        if let Some(why) = self.json::<Why>() {
            return why.denied;
        }
        match self.status {
            401 => Denied::SignedOut,
            403 => Denied::NotAllowed,
            404 => Denied::NotFound,
            429 => Denied::Slow,
            _ => Denied::Unavailable,
        }
    }
}

/// Sends a request with something to deliver. The error says why there is no answer that counts.
pub(crate) async fn ask(method: &str, path: &str, body: Body<'_>) -> Result<Answered, Trouble> {
    let answered = send(method, path, body).await?;
    if answered.json::<Marked>().is_some() {
        return Ok(answered);
    }
    // A reverse proxy whose server is away says 5xx; a captive portal says anything else.
    Err(if answered.status >= 500 { Trouble::ServerBusy } else { Trouble::NotCareline })
}

/// Sends a request of a screen, with the refusals that a screen shows. Nothing is delivered by its answer, so it needs
/// only to be the server's kind: JSON, or nothing with 204.
pub(crate) async fn call(method: &str, path: &str, body: Body<'_>) -> Result<Answered, Denied> {
    let answered = send(method, path, body).await.map_err(|_| Denied::Offline)?;
    if answered.status == NO_CONTENT {
        return Ok(answered);
    }
    if answered.json::<serde::de::IgnoredAny>().is_none() {
        return Err(if answered.status >= 500 { Denied::Unavailable } else { Denied::Offline });
    }
    if answered.is_ok() { Ok(answered) } else { Err(answered.denied()) }
}

async fn send(method: &str, path: &str, body: Body<'_>) -> Result<Answered, Trouble> {
    let window = web_sys::window().ok_or(Trouble::NoConnection)?;
    let request = request(method, path, body).map_err(|_| Trouble::NoConnection)?;
    let response = JsFuture::from(window.fetch_with_request(&request)).await.map_err(|_| Trouble::NoConnection)?;
    let response: Response = response.unchecked_into();
    let text = response.text().map_err(|_| Trouble::NoConnection)?;
    let text = JsFuture::from(text).await.map_err(|_| Trouble::NoConnection)?.as_string().unwrap_or_default();
    let text = if text.len() <= ANSWER_CHARS_MAX { text } else { String::new() };
    Ok(Answered { status: response.status(), text })
}

fn request(method: &str, path: &str, body: Body<'_>) -> Result<Request, JsValue> {
    let init = RequestInit::new();
    init.set_method(method);
    init.set_credentials(RequestCredentials::SameOrigin);
    // A captive portal redirects; what it then says is not ours.
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(REQUEST_MILLIS)));
    let headers = Headers::new()?;
    headers.set("accept", "application/json")?;
    match body {
        Body::Empty => {}
        Body::Json(json) => {
            headers.set("content-type", "application/json")?;
            init.set_body(&json.into());
        }
        Body::Jpeg(bytes) => {
            headers.set("content-type", "image/jpeg")?;
            init.set_body(&Uint8Array::from(bytes));
        }
    }
    init.set_headers(&headers);
    Request::new_with_str_and_init(path, &init)
}
