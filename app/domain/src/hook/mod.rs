//! Hooks: services outside that are called over HTTP to reach people, as an organizer describes them.
//!
//! A hook is an address, a way to make the request and a template for its body. [`Hook::parse`] is the only way in, and
//! what it lets through can be filled for any person and any message: [`Hook::fill`] is total. Whether the server may call
//! the address at all is the server's own question, which this room does not answer.

mod address;
mod key;
mod preset;
mod refused;
mod template;
#[cfg(test)]
mod tests;
mod tried;
mod view;

pub use address::{ADDRESS_CHARS_MAX, HookAddress, NoHookAddress};
pub use key::Key;
pub use preset::{KeyKind, Preset};
pub use refused::BadHook;
pub use template::{Gap, Said, Spelling};
pub use tried::{Heard, Tried};
pub use view::{HookRow, NewHook, OfferedHook, WaysView};

use crate::ids::HookId;
use crate::json;
use crate::private::Private;
use key::check_key;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use std::fmt;
use template::Template;

/// The longest name of a hook, in characters.
pub const NAME_CHARS_MAX: usize = 60;
/// The longest address of a hook, in bytes.
pub const URL_BYTES_MAX: usize = 1_000;
/// The longest template, in bytes.
pub const TEMPLATE_BYTES_MAX: usize = 4_000;
/// The longest secret, in bytes.
pub const SECRET_BYTES_MAX: usize = 500;
/// The shortest secret that signs, in bytes: a shorter one could be found by trying.
pub const SIGNING_SECRET_BYTES_MIN: usize = 16;
/// The longest name of a head, in bytes.
pub const HEADER_BYTES_MAX: usize = 40;
/// The most hooks of one conference.
pub const HOOKS_MAX: usize = 20;

/// How a request is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// `POST`.
    Post,
    /// `PUT`.
    Put,
    /// `GET`, without a body: the address says everything.
    Get,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 3] = [Self::Post, Self::Put, Self::Get];

    /// The word on the wire.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Get => "GET",
        }
    }
}

/// How a body is written, which decides how its gaps are spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// JSON.
    Json,
    /// A form, `name=value&…`.
    Form,
    /// Plain text.
    Text,
}

impl Content {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Json, Self::Form, Self::Text];

    /// The words on a screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Form => "Form",
            Self::Text => "Plain text",
        }
    }

    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Form => "application/x-www-form-urlencoded",
            Self::Text => "text/plain; charset=utf-8",
        }
    }

    const fn spelling(self) -> Spelling {
        match self {
            Self::Json => Spelling::Json,
            Self::Form => Spelling::Percent,
            Self::Text => Spelling::Plain,
        }
    }
}

/// A hook as it is written down: what an organizer typed, and what the store keeps sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spec {
    /// What people call it.
    pub name: String,
    /// The kind of service.
    pub preset: Preset,
    /// The address; it may have gaps behind the host. It is private, because for some services it is the secret.
    pub url: Private<String>,
    /// How the request is made.
    pub method: Method,
    /// How the body is written.
    pub content: Content,
    /// The body.
    pub template: Private<String>,
    /// The secret.
    pub key: Key,
}

/// A hook, checked.
#[derive(Clone, PartialEq, Eq)]
pub struct Hook {
    id: HookId,
    spec: Spec,
    /// Scheme, host and port of the address.
    origin: String,
    /// The address behind the origin.
    path: Template,
    body: Template,
}

/// One request, filled and ready.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// How it is made.
    pub method: Method,
    /// Where it goes.
    pub url: Private<String>,
    /// What it carries, and its media type; nothing with `GET`.
    pub body: Option<(Private<String>, &'static str)>,
}

impl Hook {
    /// Checks what somebody typed or the store kept. Whatever can be wrong in it is found here, by filling it with values
    /// that are as awkward as values can be.
    pub fn parse(id: HookId, spec: Spec) -> Result<Self, BadHook> {
        let name = spec.name.trim().to_owned();
        if name.is_empty() || name.chars().count() > NAME_CHARS_MAX || name.chars().any(char::is_control) {
            return Err(BadHook::Name);
        }
        let (origin, path) = split_url(spec.url.reveal().trim())?;
        let (origin, path) = (origin.to_owned(), Template::parse(path).map_err(|_| BadHook::NoSuchGap)?);
        let body = body(&spec)?;
        if ![Gap::Text, Gap::Link].into_iter().any(|gap| path.has(gap) || body.has(gap)) {
            return Err(BadHook::SaysNothing);
        }
        check_key(&spec.key)?;
        if (path.has(Gap::Secret) || body.has(Gap::Secret)) != (spec.key.kind() == KeyKind::Placed) {
            return Err(BadHook::SecretPlace);
        }
        let url = spec.url.reveal().trim().into();
        Ok(Self { id, spec: Spec { name, url, ..spec }, origin, path, body })
    }

    /// The hook's id.
    pub const fn id(&self) -> HookId {
        self.id
    }

    /// What was written down.
    pub const fn spec(&self) -> &Spec {
        &self.spec
    }

    /// Scheme, host and port of its address.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether it needs an address of each person; without one, it reaches the same place for everybody.
    pub fn needs_address(&self) -> bool {
        self.path.has(Gap::To) || self.body.has(Gap::To)
    }

    /// Fills the gaps for one message.
    pub fn fill(&self, text: &str, link: &str, to: &str, id: &str) -> Filled {
        let secret = self.spec.key.secret().unwrap_or_default();
        let said = Said { text, link, to, id, secret };
        let Spec { method, content, .. } = self.spec;
        let url = format!("{}{}", self.origin, self.path.fill(&said, Spelling::Percent)).into();
        let body =
            (method != Method::Get).then(|| (self.body.fill(&said, content.spelling()).into(), content.media_type()));
        Filled { method, url, body }
    }
}

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hook({})", self.id)
    }
}

/// Splits an address into its origin and the rest.
fn split_url(url: &str) -> Result<(&str, &str), BadHook> {
    if url.len() > URL_BYTES_MAX {
        return Err(BadHook::UrlTooLong);
    }
    let plain = url.bytes().all(|byte| byte.is_ascii_graphic() && !b"\\#\"<>^`|".contains(&byte));
    let scheme = ["https://", "http://"].into_iter().find(|scheme| url.starts_with(scheme)).ok_or(BadHook::Url)?;
    let host = &url[scheme.len()..];
    let end = host.find(['/', '?']).unwrap_or(host.len());
    let (host, _) = host.split_at(end);
    if host.contains(['{', '}']) {
        return Err(BadHook::GapInHost);
    }
    if !plain || host.is_empty() || host.contains('@') {
        return Err(BadHook::Url);
    }
    Ok(url.split_at(scheme.len() + end))
}

/// Values that break whatever can be broken.
const AWKWARD: Said<'_> =
    Said { text: "a\"\\b&=% +\n", link: "a\"\\b&=% +\n", to: "a\"\\b&=% +\n", id: "a\"", secret: "a\"" };

fn body(spec: &Spec) -> Result<Template, BadHook> {
    let text = spec.template.reveal();
    if text.len() > TEMPLATE_BYTES_MAX {
        return Err(BadHook::TemplateTooLong);
    }
    match (spec.method, text.trim().is_empty()) {
        (Method::Get, false) => return Err(BadHook::BodyWithGet),
        (Method::Post | Method::Put, true) => return Err(BadHook::NoBody),
        (Method::Get, true) => return Ok(Template::nothing()),
        (Method::Post | Method::Put, false) => {}
    }
    let body = Template::parse(text).map_err(|_| BadHook::NoSuchGap)?;
    let filled = body.fill(&AWKWARD, spec.content.spelling());
    match spec.content {
        Content::Json if json::read::<IgnoredAny>(&filled).is_err() => Err(BadHook::NotJson),
        Content::Form if !is_form(&filled) => Err(BadHook::NotForm),
        Content::Json | Content::Form | Content::Text => Ok(body),
    }
}

/// `name=value` pairs in the characters that a form may have (URL Standard, application/x-www-form-urlencoded).
fn is_form(text: &str) -> bool {
    let is_spelled = |text: &str| {
        let bytes = text.as_bytes();
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~*+%!$'(),/:;?@[]".contains(byte);
        let signs = || bytes.iter().enumerate().filter(|(_, byte)| **byte == b'%').map(|(at, _)| at);
        let two_digits =
            |at: usize| bytes.get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        bytes.iter().all(plain) && signs().all(two_digits)
    };
    text.split('&').all(|pair| {
        pair.split_once('=').is_some_and(|(name, value)| !name.is_empty() && is_spelled(name) && is_spelled(value))
    })
}
