//! The public pages: rendered here, without a script that they need, without a cookie, and never cached.
//!
//! [`Visit`] is one request: in which language, and whether its answer may be packed. What a form sends is read by
//! [`form`]; reporting and the reporter's page have files of their own.

mod form;
mod patience;
mod report;
mod reporter;

pub(crate) use patience::Patience;
pub(super) use report::{form as report_form, report};
pub(super) use reporter::{card, change, kept, say, show};

use super::Web;
use super::body::BodyRefused;
use super::refusal::log;
use crate::assets::asset_url;
use app::public::lang::Lang;
use app::public::poster::{Place, Size};
use app::public::{
    Frame, about as about_page, front as front_page, look_up as look_up_page, plain, poster, privacy, team,
};
use axum::extract::{FromRequestParts, State};
use axum::http::header::{ACCEPT_ENCODING, ACCEPT_LANGUAGE, CONTENT_ENCODING, CONTENT_LANGUAGE, VARY};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use desk::clock::chance;
use desk::reporter::PublicSite;
use domain::conference::Settings;
use domain::ids::NoteId;
use domain::reporter::ReporterKey;
use std::convert::Infallible;
use std::io::Write as _;

/// How hard a page is packed, from 0 to 11: at 5 a page takes about a millisecond.
const PACKING: u32 = 5;
/// The window of the packing, as a power of two: more than a page.
const WINDOW: u32 = 18;

/// One request for a public page.
pub(super) struct Visit {
    web: Web,
    lang: Lang,
    /// Whether somebody chose the language.
    chosen: bool,
    /// Whether the browser takes a packed answer.
    packs: bool,
    query: Vec<(String, String)>,
}

impl FromRequestParts<Web> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Infallible> {
        let query: Vec<_> = url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes())
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        let chosen = query.iter().find(|(name, _)| name == "lang").and_then(|(_, code)| Lang::of_code(code));
        let accepts = header(&parts.headers, &ACCEPT_LANGUAGE);
        Ok(Self {
            web: web.clone(),
            lang: chosen.unwrap_or_else(|| Lang::wanted(accepts)),
            chosen: chosen.is_some(),
            packs: header(&parts.headers, &ACCEPT_ENCODING)
                .split(',')
                .any(|coding| coding.split(';').next().is_some_and(|name| name.trim() == "br")),
            query,
        })
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &axum::http::HeaderName) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

impl Visit {
    fn asks(&self, name: &str, value: &str) -> bool {
        self.query.iter().any(|(known, said)| known == name && said == value)
    }

    fn fresh_note(&self) -> NoteId {
        NoteId::mint(self.web.desk.clock().now(), chance())
    }

    fn fresh_key() -> ReporterKey {
        ReporterKey::mint(chance())
    }

    /// A page around the conference that this server shows.
    async fn page(&self, status: StatusCode, render: impl FnOnce(&Frame<'_>) -> String) -> Response {
        let site = self.site().await;
        let settings = site.as_ref().map(|site| site.conference.settings.clone()).unwrap_or_default();
        self.answer(status, &render(&self.frame(site.as_ref(), &settings)))
    }

    async fn site(&self) -> Option<PublicSite> {
        self.web.desk.public_site().await.unwrap_or_else(|error| {
            log(&error);
            None
        })
    }

    fn frame<'a>(&'a self, site: Option<&'a PublicSite>, settings: &'a Settings) -> Frame<'a> {
        Frame {
            styles: [asset_url("style.css").unwrap_or("/style.css"), asset_url("public.css").unwrap_or("/public.css")],
            script: asset_url("r.js").unwrap_or("/r.js"),
            origin: &self.web.origin,
            site,
            settings,
            lang: self.lang,
            chosen: self.chosen,
            now: self.web.desk.clock().now(),
        }
    }

    /// The answer, packed where the browser takes that. Nothing of it can be guessed by its length: nobody can make
    /// somebody else's browser send the words of a link.
    fn answer(&self, status: StatusCode, html: &str) -> Response {
        let packed = self.packs.then(|| packed(html)).flatten();
        let mut answer = match packed {
            Some(packed) => {
                let mut answer = Html(packed).into_response();
                answer.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
                answer
            }
            None => Html(html.to_owned()).into_response(),
        };
        *answer.status_mut() = status;
        let headers = answer.headers_mut();
        headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(self.lang.code()));
        headers.insert(VARY, HeaderValue::from_static("accept-encoding, accept-language"));
        answer
    }

    async fn in_vain(&self) -> Response {
        match self.web.wrong_tries.wait().await {
            Ok(()) => self.page(StatusCode::OK, |frame| look_up_page::page(frame, look_up_page::Asked::InVain)).await,
            Err(_) => self.page(StatusCode::TOO_MANY_REQUESTS, plain::too_many_tries).await,
        }
    }

    async fn refused_form(&self, refused: BodyRefused) -> Response {
        let status = match refused {
            BodyRefused::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            BodyRefused::BrokeOff => StatusCode::BAD_REQUEST,
        };
        self.page(status, plain::not_understood).await
    }

    async fn unavailable(&self, error: &desk::DeskError) -> Response {
        log(error);
        self.page(StatusCode::SERVICE_UNAVAILABLE, plain::unavailable).await
    }
}

fn packed(html: &str) -> Option<Vec<u8>> {
    let mut packer = brotli::CompressorWriter::new(Vec::new(), 4_096, PACKING, WINDOW);
    packer.write_all(html.as_bytes()).ok()?;
    Some(packer.into_inner())
}

/// `/`: what this is.
pub(super) async fn front(visit: Visit) -> Response {
    visit.page(StatusCode::OK, front_page::page).await
}

/// `/about`: what happens when you report.
pub(super) async fn about(visit: Visit) -> Response {
    visit.page(StatusCode::OK, about_page::page).await
}

/// `/team`: who reads it.
pub(super) async fn the_team(visit: Visit) -> Response {
    visit.page(StatusCode::OK, team::page).await
}

/// `/privacy`: what happens to the data.
pub(super) async fn the_privacy(visit: Visit) -> Response {
    visit.page(StatusCode::OK, privacy::page).await
}

/// `/poster`: what organizers hang up.
pub(super) async fn the_poster(visit: Visit) -> Response {
    let size = if visit.asks("size", "a6") { Size::A6 } else { Size::A4 };
    let place = if visit.asks("for", "toilet") { Place::Toilet } else { Place::Door };
    visit.page(StatusCode::OK, |frame| poster::page(frame, size, place)).await
}

/// `GET /r`: the look-up form.
pub(super) async fn look_up(visit: Visit) -> Response {
    visit.page(StatusCode::OK, |frame| look_up_page::page(frame, look_up_page::Asked::First)).await
}

/// The plain page for an address that leads nowhere.
pub(crate) async fn not_found(State(web): State<Web>, headers: HeaderMap) -> Response {
    let visit = Visit {
        web,
        lang: Lang::wanted(header(&headers, &ACCEPT_LANGUAGE)),
        chosen: false,
        packs: false,
        query: Vec::new(),
    };
    visit.page(StatusCode::NOT_FOUND, plain::not_found).await
}
