//! The signed-in app's files: one shell for every address below `/app/`, and the assets inside the binary.

use super::{Web, public};
use crate::assets::{Asset, asset};
use axum::extract::State;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};

/// What a cache may do with a file whose address changes with its content.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// What a cache may do with everything else: keep it, but ask each time.
const ASK: HeaderValue = HeaderValue::from_static("no-cache");

/// `/app`: the app lives one slash further, where its worker's scope begins.
pub(crate) async fn to_app() -> Redirect {
    Redirect::permanent("/app/")
}

/// Every screen of the app starts from the same shell, so that one cached copy starts all of them offline.
pub(crate) async fn shell(State(web): State<Web>, headers: HeaderMap) -> Response {
    match asset("/app/") {
        Some(shell) => serve(shell, &headers),
        None => public::not_found(State(web), headers).await,
    }
}

/// An asset of the site, or a plain page that says there is nothing.
pub(crate) async fn asset_or_not_found(
    State(web): State<Web>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let path = match uri.path() {
        "/sw.js" if web.recovery_worker => "/recovery-sw.js",
        path => path,
    };
    match asset(path) {
        Some(_) if method != Method::GET && method != Method::HEAD => StatusCode::METHOD_NOT_ALLOWED.into_response(),
        Some(found) => serve(found, &headers),
        None => public::not_found(State(web), headers).await,
    }
}

fn serve(asset: &'static Asset, headers: &HeaderMap) -> Response {
    let known = headers.get(IF_NONE_MATCH).is_some_and(|tag| tag.as_bytes() == asset.etag.as_bytes());
    let mut answer = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let takes_brotli = headers
            .get_all(ACCEPT_ENCODING)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .any(|coding| coding.split(';').next().is_some_and(|name| name.trim() == "br"));
        match asset.br.filter(|_| takes_brotli) {
            Some(packed) => ([(CONTENT_ENCODING, "br")], packed).into_response(),
            None => asset.body.into_response(),
        }
    };
    let standing = answer.headers_mut();
    standing.insert(CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    standing.insert(ETAG, HeaderValue::from_static(asset.etag));
    standing.insert(VARY, HeaderValue::from_static("accept-encoding"));
    standing.insert(CACHE_CONTROL, if asset.immutable { FOREVER } else { ASK });
    answer
}
