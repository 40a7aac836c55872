//! What a new hook begins with, for each kind of service. Everything can be changed afterwards.

use super::{Content, Method};
use serde::{Deserialize, Serialize};

/// The kinds of services that we know. The kind chooses what a new hook begins with and how often it may call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    /// A program of one's own that takes JSON.
    Json,
    /// An ntfy server.
    Ntfy,
    /// Slack, or a chat that takes what Slack takes.
    Slack,
    /// Mattermost, or a chat that takes what Mattermost takes.
    Mattermost,
    /// A room on a Matrix server.
    Matrix,
    /// A gateway for text messages.
    Sms,
    /// A gateway that calls and reads aloud.
    Voice,
}

/// What a hook's secret is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyKind {
    /// There is none.
    None,
    /// Each request is signed with it.
    Sign,
    /// It is a token that is shown in the head of each request.
    Bearer,
    /// It is a user name and a password with a colon between.
    Basic,
    /// It stands in a head of its own name.
    Header,
    /// It stands where the template says `{secret}`.
    Placed,
}

impl KeyKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::None, Self::Sign, Self::Bearer, Self::Basic, Self::Header, Self::Placed];

    /// The words on a screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::None => "No secret",
            Self::Sign => "Sign each message with a secret",
            Self::Bearer => "Token (Authorization: Bearer)",
            Self::Basic => "User and password (user:password)",
            Self::Header => "Secret in a header of its own",
            Self::Placed => "Secret where the template says {secret}",
        }
    }
}

impl Preset {
    /// Every kind, in the order of a list.
    pub const ALL: [Self; 7] =
        [Self::Ntfy, Self::Sms, Self::Voice, Self::Matrix, Self::Slack, Self::Mattermost, Self::Json];

    /// The words on a screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Json => "A program of our own (JSON)",
            Self::Ntfy => "ntfy",
            Self::Slack => "Slack or the like",
            Self::Mattermost => "Mattermost or the like",
            Self::Matrix => "Matrix room",
            Self::Sms => "Text messages (SMS gateway)",
            Self::Voice => "Phone calls (voice gateway)",
        }
    }

    /// What a person's address at this kind of service is called.
    pub const fn address_label(self) -> &'static str {
        match self {
            Self::Json => "Address",
            Self::Ntfy => "Topic",
            Self::Slack | Self::Mattermost => "Channel or @name",
            Self::Matrix => "Room id",
            Self::Sms | Self::Voice => "Phone number",
        }
    }

    /// Whether a person's address is a phone number.
    pub const fn wants_number(self) -> bool {
        match self {
            Self::Sms | Self::Voice => true,
            Self::Json | Self::Ntfy | Self::Slack | Self::Mattermost | Self::Matrix => false,
        }
    }

    /// An address to begin with. `example.org` in it is to be replaced.
    pub const fn url(self) -> &'static str {
        match self {
            Self::Json => "https://example.org/care",
            Self::Ntfy => "https://ntfy.sh",
            Self::Slack => "https://hooks.slack.com/services/",
            Self::Mattermost => "https://chat.example.org/hooks/",
            Self::Matrix => "https://matrix.example.org/_matrix/client/v3/rooms/{to}/send/m.room.message/{id}",
            Self::Sms => "https://sms.example.org/send",
            Self::Voice => "https://voice.example.org/call",
        }
    }

    /// How the request is made.
    pub const fn method(self) -> Method {
        match self {
            Self::Matrix => Method::Put,
            Self::Json | Self::Ntfy | Self::Slack | Self::Mattermost | Self::Sms | Self::Voice => Method::Post,
        }
    }

    /// How the body is written.
    pub const fn content(self) -> Content {
        match self {
            Self::Json | Self::Ntfy | Self::Slack | Self::Mattermost | Self::Matrix => Content::Json,
            Self::Sms | Self::Voice => Content::Form,
        }
    }

    /// The body.
    pub const fn template(self) -> &'static str {
        match self {
            Self::Json => r#"{"text": "{text}", "link": "{link}", "to": "{to}", "id": "{id}"}"#,
            Self::Ntfy => r#"{"topic": "{to}", "message": "{text}", "click": "{link}", "priority": 5}"#,
            Self::Slack | Self::Mattermost => r#"{"text": "{text} {link}"}"#,
            Self::Matrix => r#"{"msgtype": "m.text", "body": "{text} {link}"}"#,
            Self::Sms => "to={to}&text={text}+{link}",
            Self::Voice => "to={to}&say={text}",
        }
    }

    /// What the secret is used for.
    pub const fn key(self) -> KeyKind {
        match self {
            Self::Json => KeyKind::Sign,
            // The address is the secret.
            Self::Slack | Self::Mattermost => KeyKind::None,
            Self::Ntfy | Self::Matrix => KeyKind::Bearer,
            Self::Sms | Self::Voice => KeyKind::Basic,
        }
    }
}
