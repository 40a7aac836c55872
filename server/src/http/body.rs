//! Reading a body without being flooded.

use axum::body::{Body, HttpBody as _};
use axum::http::{HeaderMap, header};
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;

/// Whether the body says that it is JSON; a foreign page's form cannot say so without being asked first (CORS).
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    let said = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    said.is_some_and(|value| value.split(';').next().is_some_and(|kind| kind.trim() == "application/json"))
}

/// How many times a limit is read and thrown away before the connection is cut: a sender that is still sending does not
/// hear an answer.
const DRAIN_TIMES: usize = 8;

/// Why a body was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyRefused {
    /// It is larger than allowed.
    TooLarge,
    /// It broke off.
    BrokeOff,
}

/// Reads a body of at most `limit` bytes. A larger one is read to its end and thrown away, as far as that is bounded, so
/// that its sender hears why.
pub(crate) async fn read(mut body: Body, limit: usize) -> Result<Bytes, BodyRefused> {
    let mut taken = BytesMut::with_capacity(usize::try_from(body.size_hint().lower()).unwrap_or(0).min(limit));
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| BodyRefused::BrokeOff)?.into_data() else {
            continue;
        };
        length += data.len();
        if length <= limit {
            taken.extend_from_slice(&data);
        } else if length > limit.saturating_mul(DRAIN_TIMES) {
            break;
        }
    }
    if length > limit { Err(BodyRefused::TooLarge) } else { Ok(taken.freeze()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_body_fits_or_is_refused() {
        assert_eq!(read(Body::from("four"), 4).await.unwrap(), "four");
        assert_eq!(read(Body::from("five!"), 4).await, Err(BodyRefused::TooLarge));
        assert_eq!(read(Body::empty(), 0).await.unwrap(), "");
        let broken = Body::from_stream(futures::stream::iter([Err::<Bytes, _>(std::io::Error::other("gone"))]));
        assert_eq!(read(broken, 4).await, Err(BodyRefused::BrokeOff));
    }
}
