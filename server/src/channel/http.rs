//! What every channel over HTTP has in common: a client that goes nowhere by itself, and what an answer means.
//!
//! It follows no redirect, uses no proxy, reads at most [`ANSWER_BYTES_MAX`] of an answer and waits only so long.

use super::cause::find_cause;
use super::guard::Forged;
use super::resolver::GuardedResolver;
use super::{Outcome, RETRY_AFTER_S_MAX, Trouble};
use chrono::DateTime;
use domain::time::Timestamp;
use reqwest::header::RETRY_AFTER;
use reqwest::{Response, StatusCode};
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;

/// The most of an answer's body that is read.
const ANSWER_BYTES_MAX: usize = 4_096;

/// How long one request may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// To find the service and greet it.
    pub connect: Duration,
    /// From the start to the end of the answer.
    pub total: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: Duration::from_secs(5), total: Duration::from_secs(10) }
    }
}

/// Chooses the one provider of TLS cryptography for the whole process. `main` calls it before anything opens a
/// connection; a second call changes nothing.
pub fn install_tls_provider() {
    // The only error is that a provider stands already, which is all that is wanted.
    drop(rustls::crypto::ring::default_provider().install_default());
}

/// Makes a client. It fails when the machine has no root certificates, since then no service could prove who it is.
pub(super) fn client(timeouts: Timeouts, resolver: GuardedResolver) -> Result<reqwest::Client, reqwest::Error> {
    install_tls_provider();
    reqwest::Client::builder()
        .connect_timeout(timeouts.connect)
        .timeout(timeouts.total)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .referer(false)
        .dns_resolver(resolver)
        .build()
}

/// Reads a short rest, so that the connection can serve the next message too; a long one ends the connection.
pub(super) async fn read_to_end(mut response: Response, turn: OwnedSemaphorePermit) {
    let mut left = ANSWER_BYTES_MAX;
    while let Ok(Some(chunk)) = response.chunk().await {
        match left.checked_sub(chunk.len()) {
            Some(rest) => left = rest,
            None => break,
        }
    }
    drop(turn);
}

pub(super) fn judge_answer(response: &Response, now: Timestamp) -> Outcome {
    let status = response.status();
    let retry_after_s = || {
        let wish = response.headers().get(RETRY_AFTER)?.to_str().ok()?;
        parse_retry_after(wish, now)
    };
    match status {
        StatusCode::NOT_FOUND | StatusCode::GONE => Outcome::Gone,
        StatusCode::PAYLOAD_TOO_LARGE => Outcome::TooLarge,
        StatusCode::TOO_MANY_REQUESTS => Outcome::Later { why: Trouble::TooMany, retry_after_s: retry_after_s() },
        StatusCode::REQUEST_TIMEOUT => later(Trouble::TimedOut),
        _ if status.is_success() => Outcome::Accepted,
        _ if status.is_server_error() => {
            Outcome::Later { why: Trouble::ServerError { status: status.as_u16() }, retry_after_s: retry_after_s() }
        }
        // A redirect belongs here as well: known services send none, and following one would lead past the guard.
        _ => Outcome::Refused { status: status.as_u16() },
    }
}

/// Reads `Retry-After`, which is a number of seconds or a date (RFC 9110 §10.2.3).
fn parse_retry_after(wish: &str, now: Timestamp) -> Option<u64> {
    let wish = wish.trim();
    let seconds = match wish.parse::<u64>() {
        Ok(seconds) => seconds,
        Err(_) => seconds_until(DateTime::parse_from_rfc2822(wish).ok()?.timestamp_millis(), now)?,
    };
    Some(seconds.min(RETRY_AFTER_S_MAX))
}

/// Rounded up, so that nobody comes back too early; nothing for a time that has passed.
fn seconds_until(millis: i64, now: Timestamp) -> Option<u64> {
    let pause = Timestamp::from_millis(millis).since(now);
    Some(u64::try_from(pause.millis()).ok()?.div_ceil(1_000))
}

pub(super) fn judge_failure(error: &reqwest::Error) -> Outcome {
    if let Some(forged) = find_cause::<Forged>(error) {
        return Outcome::Blocked(*forged);
    }
    if let Some(rustls::Error::InvalidCertificate(_)) = find_cause::<rustls::Error>(error) {
        return later(Trouble::BadCertificate);
    }
    if error.is_timeout() {
        return later(Trouble::TimedOut);
    }
    if error.is_connect() {
        return later(Trouble::Unreachable);
    }
    if error.is_builder() {
        return later(Trouble::NotPrepared);
    }
    later(Trouble::Cut)
}

pub(super) const fn later(why: Trouble) -> Outcome {
    Outcome::Later { why, retry_after_s: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    #[test]
    fn a_pause_is_read_as_seconds_or_as_a_date_and_is_bounded() {
        let table = [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("99999999", Some(RETRY_AFTER_S_MAX)),
            ("Fri, 15 Jan 2027 08:02:00 GMT", Some(120)),
            ("Fri, 15 Jan 2027 07:00:00 GMT", Some(0)),
            ("Fri, 15 Jan 2100 07:00:00 GMT", Some(RETRY_AFTER_S_MAX)),
            ("-1", None),
            ("soon", None),
            ("", None),
        ];
        for (wish, seconds) in table {
            assert_eq!(parse_retry_after(wish, NOW), seconds, "{wish:?}");
        }
    }
}
