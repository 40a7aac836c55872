//! Push subscriptions, receipts from workers, and answers to pages.

use super::Web;
use super::refusal::{InPath, Refusal};
use super::session::{SignedIn, small_json};
use crate::channel::Target;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use domain::ids::PageId;
use domain::paging::{DeliveryState, PageAnswer};
use domain::view::{Denied, NewSubscription, PageView};
use serde::Deserialize;

/// `PUT /api/v1/push/subscription`: turns pushes on for this device.
pub(crate) async fn subscribe(
    State(web): State<Web>,
    SignedIn(actor): SignedIn,
    body: Body,
) -> Result<StatusCode, Refusal> {
    let wanted: NewSubscription = small_json(body).await?;
    let target = Target::parse(wanted.endpoint.reveal(), &wanted.p256dh, wanted.auth.reveal(), &web.allowed)
        .map_err(|forged| Denied::Input(forged.to_string()))?;
    let endpoint = target.endpoint().as_str().to_owned().into();
    let key_id = web.push_keys.key_id();
    web.desk.turn_pushes_on(&actor, NewSubscription { endpoint, ..wanted }, key_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE /api/v1/push/subscription`: turns pushes off for this device.
pub(crate) async fn unsubscribe(State(web): State<Web>, SignedIn(actor): SignedIn) -> Result<StatusCode, Refusal> {
    web.desk.turn_pushes_off(&actor).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /api/v1/push/test`: sends this device a test push.
pub(crate) async fn test(State(web): State<Web>, SignedIn(actor): SignedIn) -> Result<StatusCode, Refusal> {
    web.desk.send_test_push(&actor).await?;
    Ok(StatusCode::ACCEPTED)
}

/// What a worker says of a push.
#[derive(Deserialize)]
pub(crate) struct Receipt {
    token: String,
    state: Told,
}

/// The two things that a worker can know.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Told {
    Received,
    Seen,
}

/// `POST /api/v1/push/receipt`: a worker has a push, or its person opened it. No cookie is needed, because the token
/// says which push; a token that is none is answered alike.
pub(crate) async fn receipt(State(web): State<Web>, body: Body) -> Result<StatusCode, Refusal> {
    let receipt: Receipt = small_json(body).await?;
    if let Some(push) = web.push_keys.push_of(&receipt.token) {
        let state = match receipt.state {
            Told::Received => DeliveryState::Received,
            Told::Seen => DeliveryState::Seen,
        };
        web.desk.push_receipt(push, state).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// What somebody who is paged says.
#[derive(Deserialize)]
pub(crate) struct Answer {
    answer: PageAnswer,
}

/// `POST /api/v1/pages/{id}/answer`: answers a page, from the notification itself.
pub(crate) async fn answer_page(
    State(web): State<Web>,
    SignedIn(actor): SignedIn,
    InPath(page): InPath<PageId>,
    body: Body,
) -> Result<Json<PageView>, Refusal> {
    let Answer { answer } = small_json(body).await?;
    Ok(Json(web.desk.answer_page(&actor, page, answer).await?))
}
