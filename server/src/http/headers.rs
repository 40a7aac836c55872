//! The headers that every answer carries, by who may look at it.

use super::Web;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Longest path with its query, in bytes.
const ADDRESS_BYTES_MAX: usize = 2_048;

/// The app: its own script and WASM, its own server, nothing inline, nothing from elsewhere.
const APP_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'";
/// The public pages: a style, the one small script, forms to this server, which the script sends itself.
const PUBLIC_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// Data and the parts of a page: nothing at all. What a part may do is said by the page that it stands in.
const DATA_POLICY: &str = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";
/// What neither a page nor the app has use for.
const PERMISSIONS: &str = "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    App,
    Asset,
    Public,
    Data,
}

fn kind(path: &str) -> Kind {
    if path.starts_with("/api/") || path == "/healthz" {
        Kind::Data
    } else if path.starts_with("/assets/") {
        Kind::Asset
    } else if path.starts_with("/app") || matches!(path, "/sw.js" | "/recovery-sw.js") {
        Kind::App
    } else {
        Kind::Public
    }
}

/// Bounds the address and gives every answer its headers.
pub(crate) async fn guard(State(web): State<Web>, request: Request, next: Next) -> Response {
    let address = request.uri();
    let kind = kind(address.path());
    let length = address.path().len() + address.query().map_or(0, str::len);
    let mut answer =
        if length > ADDRESS_BYTES_MAX { StatusCode::URI_TOO_LONG.into_response() } else { next.run(request).await };
    let headers = answer.headers_mut();
    let policy = match kind {
        Kind::App => APP_POLICY,
        Kind::Public => PUBLIC_POLICY,
        Kind::Data | Kind::Asset => DATA_POLICY,
    };
    let standing = [
        (CONTENT_SECURITY_POLICY, policy),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    // The last two are for pages; on each part of the app they would only add to the weight of a first visit.
    let standing = if kind == Kind::Asset { &standing[..4] } else { &standing[..] };
    // A case file that is shown says for itself what little it may do.
    let own_policy = headers.get(CONTENT_SECURITY_POLICY).cloned();
    for (name, value) in standing {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Some(own_policy) = own_policy {
        headers.insert(CONTENT_SECURITY_POLICY, own_policy);
    }
    if web.secure {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    if !matches!(kind, Kind::App | Kind::Asset) {
        headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
        if !headers.contains_key(CACHE_CONTROL) || kind == Kind::Data {
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
    }
    answer
}
