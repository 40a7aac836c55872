//! Answers of the server as a browser sees them.

use reqwest::header::{HeaderMap, SET_COOKIE};
use serde::de::DeserializeOwned;

/// Where devices sign in and out.
pub const SESSION_PATH: &str = "/api/v1/session";

/// No answer came: nobody listens, or the connection broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoAnswer;

/// A whole answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Reply {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body read as JSON.
    ///
    /// # Panics
    /// When it is something else; the message shows what.
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error} in {} {}", self.status, self.text()))
    }

    /// A header's value, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The cookie that this answer sets, as it is sent back.
    pub fn cookie(&self) -> Option<String> {
        let set = self.headers.get(SET_COOKIE)?.to_str().ok()?;
        set.split(';').next().map(str::to_owned)
    }

    /// Status, headers and body as bytes, but for the headers that tell the time: what must be the same to the last
    /// byte for two askers.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.status.to_string().into_bytes();
        for (name, value) in &self.headers {
            if name != "date" {
                bytes.extend_from_slice(b"\n");
                bytes.extend_from_slice(name.as_str().as_bytes());
                bytes.extend_from_slice(b": ");
                bytes.extend_from_slice(value.as_bytes());
            }
        }
        bytes.extend_from_slice(b"\n\n");
        bytes.extend_from_slice(&self.body);
        bytes
    }
}
