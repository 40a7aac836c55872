//! `GET /healthz`: whether the server can do its work, for a load balancer or a watchdog.

use super::Web;
use axum::extract::State;
use axum::http::StatusCode;
use desk::store::StoreError;
use domain::paging::Trouble;

/// Well when storage answers, takes what is written, and pages go on; else the reason in fixed words. What is late by how
/// much is the auditor's rule.
pub(crate) async fn healthz(State(web): State<Web>) -> (StatusCode, String) {
    let why = match web.desk.trouble().await {
        Ok(None) => return (StatusCode::OK, "well\n".to_owned()),
        Ok(Some(trouble)) => trouble.words(),
        Err(StoreError::Full) => "the disk is full",
        Err(_) => Trouble::Storage.words(),
    };
    (StatusCode::SERVICE_UNAVAILABLE, format!("{why}\n"))
}
