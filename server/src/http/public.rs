//! The public pages: rendered here, without a script that they need, without a cookie, and never cached.

use super::Web;
use super::body::{self, BodyRefused};
use super::refusal::log;
use crate::assets::asset_url;
use app::public::status::{Added, Status};
use app::public::{
    Frame, NOTE_FIELD, TEXT_FIELD, WORDS_FIELD, front as front_page, look_up as look_up_page, plain, status,
};
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use desk::DeskError;
use desk::clock::chance;
use desk::reporter::{Added as DeskAdded, ReporterPage};
use domain::conference::Settings;
use domain::ids::NoteId;
use domain::private::Private;
use domain::reporter::{ADDITION_MAX, ReporterKey};

/// Largest form, in bytes: the longest addition, with every character of it escaped.
const FORM_BYTES_MAX: usize = ADDITION_MAX * 12 + 4 * 1024;

/// `/`: what this is.
pub(crate) async fn front(State(web): State<Web>) -> Response {
    page(&web, StatusCode::OK, front_page::page).await
}

/// `GET /r`: the look-up form.
pub(crate) async fn look_up(State(web): State<Web>) -> Response {
    page(&web, StatusCode::OK, |frame| look_up_page::page(frame, look_up_page::Asked::First)).await
}

/// `POST /r`: shows a report to whoever has its words. Every key that leads nowhere is answered alike, in time too.
pub(crate) async fn show(State(web): State<Web>, body: Body) -> Response {
    let fields = match form(body).await {
        Ok(fields) => fields,
        Err(refused) => return refused_form(&web, refused).await,
    };
    let Some(key) = fields.key() else {
        return in_vain(&web).await;
    };
    match web.desk.reporter_looks(&key).await {
        Ok(found) => shown(&web, &key, &found, Added::Nothing),
        Err(error) => failed(&web, &error).await,
    }
}

/// `POST /r/add`: adds to a report.
pub(crate) async fn add(State(web): State<Web>, body: Body) -> Response {
    let fields = match form(body).await {
        Ok(fields) => fields,
        Err(refused) => return refused_form(&web, refused).await,
    };
    let Some(key) = fields.key() else {
        return in_vain(&web).await;
    };
    let note = fields.note.unwrap_or_else(|| fresh_note(&web));
    match web.desk.reporter_adds(&key, note, fields.text.clone()).await {
        Ok(DeskAdded::Recorded(found)) => shown(&web, &key, &found, Added::Recorded),
        Ok(DeskAdded::Refused(why, found)) => {
            shown(&web, &key, &found, Added::Refused { why: why.to_string(), text: fields.text })
        }
        Err(error) => failed(&web, &error).await,
    }
}

/// The plain page for an address that leads nowhere.
pub(crate) async fn not_found(web: &Web) -> Response {
    page(web, StatusCode::NOT_FOUND, plain::not_found).await
}

#[derive(Default)]
struct Fields {
    words: Private<String>,
    text: Private<String>,
    note: Option<NoteId>,
}

impl Fields {
    fn key(&self) -> Option<ReporterKey> {
        ReporterKey::parse(self.words.reveal())
    }
}

async fn form(body: Body) -> Result<Fields, BodyRefused> {
    let bytes = body::read(body, FORM_BYTES_MAX).await?;
    let mut fields = Fields::default();
    for (name, value) in url::form_urlencoded::parse(&bytes) {
        match name.as_ref() {
            WORDS_FIELD => fields.words = value.into_owned().into(),
            // Browsers send line ends as two characters; what was typed has one.
            TEXT_FIELD => fields.text = value.replace("\r\n", "\n").into(),
            NOTE_FIELD => fields.note = NoteId::parse(&value).ok(),
            _ => {}
        }
    }
    Ok(fields)
}

fn fresh_note(web: &Web) -> NoteId {
    NoteId::mint(web.desk.clock().now(), chance())
}

fn shown(web: &Web, key: &ReporterKey, found: &ReporterPage, added: Added) -> Response {
    let status = Status { key, view: &found.view, next_note: fresh_note(web), added };
    let html = status::page(&frame(web, &found.conference.settings), &status);
    Html(html).into_response()
}

async fn failed(web: &Web, error: &DeskError) -> Response {
    if matches!(error, DeskError::NotFound) {
        return in_vain(web).await;
    }
    log(error);
    page(web, StatusCode::SERVICE_UNAVAILABLE, plain::unavailable).await
}

async fn in_vain(web: &Web) -> Response {
    match web.wrong_tries.wait().await {
        Ok(()) => page(web, StatusCode::OK, |frame| look_up_page::page(frame, look_up_page::Asked::InVain)).await,
        Err(_) => page(web, StatusCode::TOO_MANY_REQUESTS, plain::too_many_tries).await,
    }
}

async fn refused_form(web: &Web, refused: BodyRefused) -> Response {
    let status = match refused {
        BodyRefused::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        BodyRefused::BrokeOff => StatusCode::BAD_REQUEST,
    };
    page(web, status, plain::not_understood).await
}

fn frame<'a>(web: &Web, settings: &'a Settings) -> Frame<'a> {
    Frame {
        style: asset_url("style.css").unwrap_or("/style.css"),
        script: asset_url("r.js").unwrap_or("/r.js"),
        settings,
        now: web.desk.clock().now(),
    }
}

/// A page around the conference that this server shows: the one that was created last.
async fn page(web: &Web, status: StatusCode, render: impl FnOnce(&Frame<'_>) -> String) -> Response {
    let settings = match web.desk.conferences().await {
        Ok(mut conferences) => conferences.pop().map(|conference| conference.settings).unwrap_or_default(),
        Err(error) => {
            log(&error);
            Settings::default()
        }
    };
    (status, Html(render(&frame(web, &settings)))).into_response()
}
