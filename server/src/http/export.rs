//! `POST /api/v1/cases/{incident}/export`: a case as a file.
//!
//! A browser asks by a plain form, so that saving and printing are the browser's own; other programs ask with JSON. The
//! passphrase travels in the body, is used once and kept nowhere. One file is made at a time: each may hold many photos, and
//! sealing takes memory on purpose.

use super::Web;
use super::body::{self, BodyRefused};
use super::refusal::{InPath, Refusal};
use super::session::{SMALL_BODY_MAX, SignedIn};
use crate::age;
use app::case_file;
use app::public::times;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{Html, IntoResponse, Response};
use desk::export::CaseFile;
use domain::export::{Export, ExportForm, PASSPHRASE_MAX, PASSPHRASE_MIN};
use domain::ids::IncidentId;
use domain::permission::Actor;
use domain::private::Private;
use domain::view::Denied;
use serde::Deserialize;
use std::sync::Arc;

/// How many files are made at the same time.
pub(crate) const AT_ONCE_MAX: usize = 1;

/// What is asked for.
#[derive(Deserialize)]
struct Wanted {
    form: ExportForm,
    #[serde(default)]
    photos: bool,
    /// Blank for a file that is not sealed.
    #[serde(default)]
    passphrase: Private<String>,
}

/// Makes the file; that it was made stands on the case's record.
pub(crate) async fn export(
    State(web): State<Web>,
    SignedIn(actor): SignedIn,
    InPath(incident): InPath<IncidentId>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let by_form = !body::is_json(&headers);
    match file(&web, &actor, incident, by_form, body).await {
        Ok(answer) => answer,
        Err(Refusal(denied)) if by_form => {
            let page = case_file::refused(&denied.to_string());
            let status = Refusal(denied).into_response().status();
            (status, [(CONTENT_SECURITY_POLICY, policy())], Html(page)).into_response()
        }
        Err(refusal) => refusal.into_response(),
    }
}

async fn file(web: &Web, actor: &Actor, incident: IncidentId, by_form: bool, body: Body) -> Result<Response, Refusal> {
    let wanted = wanted(by_form, body).await?;
    let _turn = Arc::clone(&web.exports).acquire_owned().await.map_err(|_| Denied::Unavailable)?;
    let export = Export { form: wanted.form, photos: wanted.photos, sealed: !wanted.passphrase.reveal().is_empty() };
    let made = web.desk.export_case(actor, incident, export).await?;
    let (name, answer) = tokio::task::spawn_blocking(move || written(&made, export, &wanted.passphrase))
        .await
        .map_err(|_| Denied::Unavailable)??;
    let answer = match export.form {
        ExportForm::Print => ([(CONTENT_SECURITY_POLICY, policy())], Html(answer.into_revealed())).into_response(),
        ExportForm::Html | ExportForm::Json => {
            let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
            let disposition = disposition.map_err(|_| Denied::Unavailable)?;
            let kind = HeaderValue::from_static("application/octet-stream");
            ([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, disposition)], answer.into_revealed()).into_response()
        }
    };
    Ok(([(CACHE_CONTROL, "no-store")], answer).into_response())
}

/// The page's own policy, in a box of its own: on this server's address, yet with none of its rights.
const fn policy() -> HeaderValue {
    HeaderValue::from_static(
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'",
    )
}

async fn wanted(by_form: bool, body: Body) -> Result<Wanted, Refusal> {
    let bytes = body::read(body, SMALL_BODY_MAX).await.map_err(|refused| match refused {
        BodyRefused::TooLarge => Denied::Input("This is too much at once.".into()),
        BodyRefused::BrokeOff => Denied::Input("The request broke off.".into()),
    })?;
    let read = if by_form { of_form(&bytes) } else { serde_json::from_slice(&bytes).ok() };
    let wanted = read.ok_or_else(|| Denied::Input("This request cannot be read.".into()))?;
    let length = wanted.passphrase.reveal().chars().count();
    match (wanted.form, length) {
        (_, 0) => Ok(wanted),
        (ExportForm::Print, _) => Err(Denied::Input("What is printed cannot be sealed.".into()).into()),
        (_, PASSPHRASE_MIN..=PASSPHRASE_MAX) => Ok(wanted),
        (_, _) => {
            let why = format!("The passphrase needs {PASSPHRASE_MIN} to {PASSPHRASE_MAX} characters.");
            Err(Denied::Input(why).into())
        }
    }
}

fn of_form(bytes: &[u8]) -> Option<Wanted> {
    let mut wanted = Wanted { form: ExportForm::Print, photos: false, passphrase: Private::default() };
    let mut form = None;
    for (name, value) in url::form_urlencoded::parse(bytes) {
        match name.as_ref() {
            "form" => form = serde_json::from_value(serde_json::Value::from(value.as_ref())).ok(),
            "photos" => wanted.photos = true,
            "passphrase" => wanted.passphrase = value.into_owned().into(),
            _ => {}
        }
    }
    Some(Wanted { form: form?, ..wanted })
}

/// The file's name and its bytes. The name has the code name and the day, and nobody's name.
fn written(
    file: &CaseFile,
    export: Export,
    passphrase: &Private<String>,
) -> Result<(String, Private<Vec<u8>>), Denied> {
    let (plain, ending) = match export.form {
        ExportForm::Json => (file.to_json(), "json"),
        ExportForm::Html | ExportForm::Print => {
            (Private::new(case_file::page(file).into_revealed().into_bytes()), "html")
        }
    };
    let letters = file.case.row.code_name.chars();
    let code_name: String = letters.map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect();
    let day = times::day(file.made_at, &file.conference.settings);
    let name = format!("careline-{code_name}-{day}.{ending}");
    if !export.sealed {
        return Ok((name, plain));
    }
    let sealed = age::seal(plain.reveal(), passphrase, age::WORK).map_err(|error| {
        tracing::error!("{error}");
        Denied::Unavailable
    })?;
    Ok((format!("{name}.age"), Private::new(sealed)))
}
