//! Which ways to people the operator has set up beside Web Push: a mail server, and services in private networks that hooks
//! may call; and where the server says that all is well.

use crate::channel::{AllowedOrigins, BadMailFrom, BadMailServer, BadOrigin, MailFrom, MailServer};
use clap::Args;
use std::fmt;
use std::ops::Deref;
use url::Url;

/// The address of a mail server as it was typed. Printed, it tells nothing, because it may hold a password; so it is read
/// after the flags, whose own complaints would repeat it.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpUrl(String);

impl<T: Into<String>> From<T> for SmtpUrl {
    fn from(url: T) -> Self {
        Self(url.into())
    }
}

impl Deref for SmtpUrl {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SmtpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SmtpUrl([private])")
    }
}

/// The address at which the server says that all is well, as it was typed. Printed, it tells nothing, because such an
/// address is its service's key.
#[derive(Clone, PartialEq, Eq)]
pub struct HeartbeatUrl(String);

impl<T: Into<String>> From<T> for HeartbeatUrl {
    fn from(url: T) -> Self {
        Self(url.into())
    }
}

impl Deref for HeartbeatUrl {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for HeartbeatUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HeartbeatUrl([private])")
    }
}

/// The ways beside Web Push.
#[derive(Clone, Debug, Default, Args)]
pub struct WayFlags {
    /// The mail server that pages are handed to: `smtps://USER:PASSWORD@HOST:PORT` (TLS from the start), `starttls://…`
    /// or, on this machine, `smtp://…`; needs --mail-from
    // The value is hidden from the help because it may hold a password.
    #[arg(long, env = "CARELINE_SMTP_URL", value_name = "URL", hide_env_values = true)]
    pub smtp_url: Option<SmtpUrl>,
    /// Whom mails come from: `ADDRESS` or `NAME <ADDRESS>`
    #[arg(long, env = "CARELINE_MAIL_FROM", value_name = "SENDER", value_parser = mail_from)]
    pub mail_from: Option<MailFrom>,
    /// A service that hooks may call although it is in a private network or without TLS, as `https://HOST:PORT`; may be
    /// repeated or separated by commas
    #[arg(long, env = "CARELINE_ALLOW_HOOK_ORIGIN", value_name = "ORIGIN", value_delimiter = ',')]
    pub allow_hook_origin: Vec<String>,
    /// An address that the server asks for once a minute, only while storage answers and no page is late: a service behind
    /// it raises an alarm when that stays away; `https://…`, or of an origin in --allow-hook-origin
    // The value is hidden from the help because it is the service's key.
    #[arg(long, env = "CARELINE_HEARTBEAT_URL", value_name = "URL", hide_env_values = true)]
    pub heartbeat_url: Option<HeartbeatUrl>,
}

fn mail_from(text: &str) -> Result<MailFrom, BadMailFrom> {
    MailFrom::parse(text)
}

/// Why the flags of the ways do not fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadWays {
    /// The mail server's address is none.
    #[error("--smtp-url: {0}")]
    SmtpUrl(BadMailServer),
    /// One without the other.
    #[error("--smtp-url and --mail-from belong together: give both or none")]
    HalfMail,
    /// An origin for hooks is none.
    #[error("--allow-hook-origin: {0}")]
    HookOrigin(BadOrigin),
    /// The heartbeat's address is none. The text does not repeat it.
    #[error(
        "--heartbeat-url: write an address that begins with https:// or, where --allow-hook-origin names it, http://"
    )]
    HeartbeatUrl,
}

/// The ways, read.
#[derive(Clone, Debug, Default)]
pub struct Ways {
    /// The mail server, and whom mails come from.
    pub mail: Option<(MailServer, MailFrom)>,
    /// What hooks may call beside public addresses by HTTPS.
    pub hook_origins: AllowedOrigins,
    /// Where the server says once a minute that all is well, if anywhere.
    pub heartbeat: Option<HeartbeatUrl>,
}

impl Ways {
    /// Reads the flags, or says what does not fit.
    pub fn parse(flags: WayFlags) -> Result<Self, BadWays> {
        let mail = match (flags.smtp_url, flags.mail_from) {
            (Some(url), Some(from)) => Some((MailServer::parse(&url).map_err(BadWays::SmtpUrl)?, from)),
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => return Err(BadWays::HalfMail),
        };
        let hook_origins = AllowedOrigins::with_extra(&flags.allow_hook_origin).map_err(BadWays::HookOrigin)?;
        let is_address = |url: &HeartbeatUrl| {
            Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        };
        if flags.heartbeat_url.as_ref().is_some_and(|url| !is_address(url)) {
            return Err(BadWays::HeartbeatUrl);
        }
        Ok(Self { mail, hook_origins, heartbeat: flags.heartbeat_url })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(smtp_url: Option<&str>, from: Option<&str>, origins: &[&str]) -> Result<Ways, BadWays> {
        Ways::parse(WayFlags {
            smtp_url: smtp_url.map(SmtpUrl::from),
            mail_from: from.map(|from| MailFrom::parse(from).unwrap()),
            allow_hook_origin: origins.iter().map(|origin| (*origin).to_owned()).collect(),
            heartbeat_url: None,
        })
    }

    #[test]
    fn a_heartbeat_goes_to_an_address_that_no_line_tells() {
        let read = |url: &str| Ways::parse(WayFlags { heartbeat_url: Some(url.into()), ..WayFlags::default() });
        for bad in ["", "beat.example/key-77", "ftp://beat.example/key-77", "https://"] {
            assert_eq!(read(bad).unwrap_err(), BadWays::HeartbeatUrl, "{bad}");
        }
        assert!(!BadWays::HeartbeatUrl.to_string().contains("key-77"));
        let ways = read("https://beat.example/key-77").unwrap();
        assert_eq!(ways.heartbeat.as_deref(), Some("https://beat.example/key-77"));
        assert!(!format!("{ways:?}").contains("key-77"), "{ways:?}");
    }

    #[test]
    fn a_mail_server_and_a_sender_belong_together() {
        let (url, from) = (Some("smtps://ana:hunter2@mail.example"), Some("care@example.org"));
        let ways = read(url, from, &["http://127.0.0.1:8123"]).unwrap();
        assert!(ways.mail.is_some());
        assert!(read(None, None, &[]).unwrap().mail.is_none());
        for (url, from) in [(url, None), (None, from)] {
            assert_eq!(read(url, from, &[]).unwrap_err(), BadWays::HalfMail);
        }
        let bad = read(Some("https://ana:hunter2@mail.example"), from, &[]).unwrap_err();
        assert_eq!(bad, BadWays::SmtpUrl(BadMailServer::NotAUrl));
        assert!(matches!(read(None, None, &["sms.example"]).unwrap_err(), BadWays::HookOrigin(_)));
    }

    #[test]
    fn no_debug_line_tells_the_mail_servers_password() {
        let flags = WayFlags { smtp_url: Some("smtps://ana:hunter2@mail.example".into()), ..WayFlags::default() };
        assert!(!format!("{flags:?}").contains("hunter2"));
        let ways = read(Some("smtps://ana:hunter2@mail.example"), Some("care@example.org"), &[]).unwrap();
        assert!(!format!("{ways:?}").contains("hunter2"), "{ways:?}");
    }
}
