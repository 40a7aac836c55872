//! What a form sends: fields and files, by either of the two encodings that browsers have. Bounded, and read leniently:
//! what nobody asks for is passed over.

use super::Web;
use crate::http::body::{self, BodyRefused};
use app::public::report::Typed;
use axum::body::Body;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use domain::note::{ANSWER_MAX, PHOTOS_MAX};
use domain::picture::PICTURE_BYTES_MAX;
use domain::private::Private;
use domain::reporter::ADDITION_MAX;

/// Largest form without files, in bytes: the longest text and all answers, with every character of it escaped.
const WORDS_BYTES_MAX: usize = ADDITION_MAX * 12 + 8 * ANSWER_MAX * 12 + 8 * 1024;
/// Largest form with files, in bytes.
const FILES_BYTES_MAX: usize = PHOTOS_MAX * PICTURE_BYTES_MAX + WORDS_BYTES_MAX;
/// Most fields and files of a form.
const PARTS_MAX: usize = 100;

/// What was sent.
#[derive(Default)]
pub(super) struct Sent {
    /// The fields by name, in order.
    pub(super) fields: Typed,
    /// The files that have something in them.
    pub(super) files: Vec<Private<Vec<u8>>>,
}

impl Sent {
    /// Reads a form. One with files waits for its turn, so that a few of them cannot fill the memory.
    pub(super) async fn read(web: &Web, headers: &HeaderMap, body: Body) -> Result<Self, BodyRefused> {
        let length = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
        let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let boundary = boundary(kind);
        if boundary.is_none() || length.is_some_and(|length| length <= WORDS_BYTES_MAX) {
            let bytes = body::read(body, WORDS_BYTES_MAX).await?;
            return Ok(boundary.map_or_else(|| Self::of_words(&bytes), |boundary| Self::of_parts(&bytes, boundary)));
        }
        let _turn = web.uploads.acquire().await.map_err(|_| BodyRefused::BrokeOff)?;
        let bytes = body::read(body, FILES_BYTES_MAX).await?;
        Ok(Self::of_parts(&bytes, boundary.unwrap_or_default()))
    }

    /// The first value of a field; blank where there is none.
    pub(super) fn value(&self, name: &str) -> &str {
        self.fields.get(name).and_then(|values| values.first()).map_or("", |value| value.reveal().as_str())
    }

    /// The words of a field, as something private.
    pub(super) fn words(&self, name: &str) -> Private<String> {
        self.value(name).into()
    }

    /// Every value of a field.
    pub(super) fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.fields.get(name).into_iter().flatten().map(|value| value.reveal().as_str())
    }

    fn of_words(bytes: &[u8]) -> Self {
        let mut sent = Self::default();
        for (name, value) in url::form_urlencoded::parse(bytes).take(PARTS_MAX) {
            sent.take(&name, &value);
        }
        sent
    }

    /// Reads `multipart/form-data` (RFC 7578). A part that cannot be read is passed over.
    fn of_parts(bytes: &[u8], boundary: &str) -> Self {
        let mut sent = Self::default();
        let start = format!("--{boundary}");
        let between = format!("\r\n--{boundary}");
        let Some(mut rest) = bytes.strip_prefix(start.as_bytes()) else { return sent };
        for _ in 0..PARTS_MAX {
            let Some(part) = rest.strip_prefix(b"\r\n") else { break };
            let Some(end) = find(part, between.as_bytes()) else { break };
            sent.take_part(&part[..end]);
            rest = &part[end + between.len()..];
        }
        sent
    }

    fn take_part(&mut self, part: &[u8]) {
        let Some(head_end) = find(part, b"\r\n\r\n") else { return };
        let (head, content) = (String::from_utf8_lossy(&part[..head_end]), &part[head_end + 4..]);
        let Some(disposition) = head.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))
        else {
            return;
        };
        let Some(name) = parameter(disposition, "name") else { return };
        if parameter(disposition, "filename").is_none() {
            self.take(&name, &String::from_utf8_lossy(content));
        } else if !content.is_empty() {
            self.files.push(Private::new(content.to_vec()));
        }
    }

    fn take(&mut self, name: &str, value: &str) {
        // Browsers send line ends as two characters; what was typed has one.
        let value = value.replace("\r\n", "\n");
        self.fields.entry(name.to_owned()).or_default().push(value.into());
    }
}

fn boundary(kind: &str) -> Option<&str> {
    let rest = kind.trim().strip_prefix("multipart/form-data")?;
    let value = rest.split(';').find_map(|part| part.trim().strip_prefix("boundary="))?;
    let value = value.trim_matches('"');
    (1..=70).contains(&value.len()).then_some(value)
}

fn parameter(line: &str, name: &str) -> Option<String> {
    let start = line.find(&format!("; {name}=\""))? + name.len() + 4;
    let value = line.get(start..)?;
    Some(value[..value.find('"')?].to_owned())
}

fn find(within: &[u8], wanted: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = within.get(from..)?.iter().position(|byte| Some(byte) == wanted.first()) {
        if within[from + at..].starts_with(wanted) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(head: &str, content: &[u8]) -> Vec<u8> {
        [format!("\r\n--XX\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes(), content].concat()
    }

    fn multipart(parts: &[Vec<u8>]) -> Vec<u8> {
        let all = [parts.concat().as_slice(), b"\r\n--XX--\r\n"].concat();
        all[2..].to_vec()
    }

    #[test]
    fn both_encodings_say_the_same() {
        let words = Sent::of_words(b"text=a%20b%0D%0Ac&out=1&out=2");
        let parts = Sent::of_parts(
            &multipart(&[part("name=\"text\"", b"a b\r\nc"), part("name=\"out\"", b"1"), part("name=\"out\"", b"2")]),
            "XX",
        );
        assert_eq!(words.fields, parts.fields);
        assert_eq!((words.value("text"), words.values("out").count(), words.value("none")), ("a b\nc", 2, ""));
    }

    #[test]
    fn files_are_bytes_and_an_empty_one_is_none() {
        let photo = [0xFF, 0xD8, b'\r', b'\n', b'-', b'-', 0x00];
        let parts = [
            part("name=\"photos\"; filename=\"p.jpg\"\r\nContent-Type: image/jpeg", &photo),
            part("name=\"photos\"; filename=\"\"", b""),
            part("name=\"text\"", b""),
        ];
        let sent = Sent::of_parts(&multipart(&parts), "XX");
        assert_eq!(sent.files.iter().map(|file| file.reveal().as_slice()).collect::<Vec<_>>(), [photo.as_slice()]);
    }

    #[test]
    fn what_is_cut_off_or_odd_is_passed_over() {
        let whole = multipart(&[part("name=\"text\"", b"abc"), part("name=\"who\"", b"x")]);
        for end in 0..whole.len() {
            let _some_or_nothing = Sent::of_parts(&whole[..end], "XX");
        }
        assert!(Sent::of_parts(b"nonsense", "XX").fields.is_empty());
        assert_eq!(boundary("multipart/form-data; boundary=\"a b\""), Some("a b"));
        assert_eq!(boundary("multipart/form-data; boundary="), None);
        assert_eq!(boundary("text/plain"), None);
    }
}
