//! `GET /healthz`: whether the server can do its work, for a load balancer or a watchdog.

use super::Web;
use axum::extract::State;
use axum::http::StatusCode;
use desk::store::StoreError;
use domain::time::{Span, seconds};

/// How late a page's next step may be before the server counts as ill.
const STEP_LATE_MAX: Span = seconds(30);

/// Well when storage answers, takes what is written, and no page waits longer than it should.
pub(crate) async fn healthz(State(web): State<Web>) -> (StatusCode, &'static str) {
    match oldest_step_late(&web).await {
        Ok(late) if late <= STEP_LATE_MAX => (StatusCode::OK, "well\n"),
        Ok(_) => (StatusCode::SERVICE_UNAVAILABLE, "a page is late\n"),
        Err(StoreError::Full) => (StatusCode::SERVICE_UNAVAILABLE, "the disk is full\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "storage does not answer\n"),
    }
}

async fn oldest_step_late(web: &Web) -> Result<Span, StoreError> {
    web.desk.store().check().await?;
    let next = web.desk.store().read().await?.next_page_step().await?;
    Ok(next.map_or(Span::default(), |at| web.desk.clock().now().since(at)))
}
