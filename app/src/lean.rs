//! How questions and answers of the desk travel: as JSON, written and read by [`domain::json`].

use domain::json::{self, NotJson};
use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType};
use serde::{Serialize, de::DeserializeOwned};

/// JSON with little code for the browser to download.
pub struct Lean;

impl ContentType for Lean {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for Lean {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for Lean {
    type Error = NotJson;

    fn encode(value: &T) -> Result<Bytes, NotJson> {
        json::write(value).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for Lean {
    type Error = NotJson;

    fn decode(bytes: Bytes) -> Result<T, NotJson> {
        json::read(str::from_utf8(&bytes).map_err(|_| NotJson)?)
    }
}
