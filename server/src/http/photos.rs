//! Photos: each travels apart from its note.

use super::Web;
use super::body::{self, BodyRefused};
use super::refusal::{InPath, InQuery, Refusal};
use super::session::SignedIn;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use desk::photos::PhotoTaken;
use domain::ids::{IncidentId, NoteId, PhotoId};
use domain::note::PHOTO_BYTES_MAX;
use domain::sync::Marker;
use domain::view::Denied;
use serde::{Deserialize, Serialize};

/// Which note a photo belongs to.
#[derive(Deserialize)]
pub(crate) struct OfNote {
    note: NoteId,
}

/// Which incident a photo is asked for in.
#[derive(Deserialize)]
pub(crate) struct OfIncident {
    incident: IncidentId,
}

/// What a phone is told of its photo.
#[derive(Serialize)]
pub(crate) struct Taken {
    server: Marker,
    photo: PhotoId,
    recorded: bool,
}

/// `PUT /api/v1/photos/{id}?note={note}`: takes a photo; a repeat changes nothing.
pub(crate) async fn put(
    State(web): State<Web>,
    SignedIn(actor): SignedIn,
    InPath(photo): InPath<PhotoId>,
    InQuery(of): InQuery<OfNote>,
    body: Body,
) -> Result<Json<Taken>, Refusal> {
    let bytes = body::read(body, PHOTO_BYTES_MAX).await.map_err(|refused| match refused {
        BodyRefused::TooLarge => Denied::Input("This photo is too large.".into()),
        BodyRefused::BrokeOff => Denied::Input("The photo broke off on the way.".into()),
    })?;
    let taken = web.desk.record_photo(&actor, of.note, photo, bytes.into()).await?;
    Ok(Json(Taken { server: Marker::Careline, photo, recorded: taken == PhotoTaken::Recorded }))
}

/// `GET /api/v1/photos/{id}?incident={incident}`: shows a photo to whoever may see the case.
pub(crate) async fn get(
    State(web): State<Web>,
    SignedIn(actor): SignedIn,
    InPath(photo): InPath<PhotoId>,
    InQuery(of): InQuery<OfIncident>,
) -> Result<impl IntoResponse, Refusal> {
    let photo = web.desk.photo(&actor, of.incident, photo).await?;
    let headers = [(CONTENT_TYPE, photo.media_type), (CACHE_CONTROL, "no-store".to_owned())];
    Ok((headers, photo.bytes.into_revealed()))
}
