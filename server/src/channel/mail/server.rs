//! The mail server that the operator names, and the address that mails come from.

use domain::mail::{MailAddress, NotAMailAddress};
use percent_encoding::percent_decode_str;
use std::borrow::Cow;
use std::fmt;
use url::{Host, Url};

/// The longest name beside the sender's address, in bytes.
const NAME_BYTES_MAX: usize = 64;

/// How the connection to the mail server is sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// Not at all: for a mail server on the same machine.
    None,
    /// By STARTTLS, without which nothing is sent.
    StartTls,
    /// From the first byte.
    Tls,
}

impl Security {
    fn port(self) -> u16 {
        match self {
            Self::None => 25,
            Self::StartTls => 587,
            Self::Tls => 465,
        }
    }

    fn scheme(self) -> &'static str {
        match self {
            Self::None => "smtp",
            Self::StartTls => "starttls",
            Self::Tls => "smtps",
        }
    }
}

/// Why an address of a mail server is not taken. No text repeats the address, which may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadMailServer {
    /// Not a URL of the three schemes with a host and nothing behind it.
    #[error("write smtps://USER:PASSWORD@HOST:PORT, or starttls:// or smtp:// in place of smtps://")]
    NotAUrl,
    /// A user without a password, or a password without a user.
    #[error("a user name and a password belong together; write `@`, `:`, `/` and `%` in them as %40, %3A, %2F and %25")]
    HalfALogin,
    /// A password would travel in the clear.
    #[error("a password would be sent unsealed: write starttls:// or smtps:// in place of smtp://")]
    PasswordInTheClear,
}

/// Where mails are handed over. Printed, it shows no login.
#[derive(Clone, PartialEq, Eq)]
pub struct MailServer {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    pub(super) login: Option<(String, String)>,
}

impl MailServer {
    /// Reads `SCHEME://[USER:PASSWORD@]HOST[:PORT]` with the scheme `smtps` (TLS from the start, port 465), `starttls`
    /// (port 587) or `smtp` (no TLS, port 25).
    pub fn parse(text: &str) -> Result<Self, BadMailServer> {
        let url = Url::parse(text.trim()).map_err(|_| BadMailServer::NotAUrl)?;
        let security = [Security::None, Security::StartTls, Security::Tls];
        let security = security.into_iter().find(|security| security.scheme() == url.scheme());
        let security = security.ok_or(BadMailServer::NotAUrl)?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(BadMailServer::NotAUrl)?;
        let bare = matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
        if !bare {
            return Err(BadMailServer::NotAUrl);
        }
        let login = login(&url)?;
        if login.is_some() && security == Security::None && !is_this_machine(&url) {
            return Err(BadMailServer::PasswordInTheClear);
        }
        // An IPv6 address stands in brackets in a URL, and nowhere else.
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        Ok(Self { host, port: url.port().unwrap_or(security.port()), security, login })
    }

    /// How the connection is sealed.
    pub const fn security(&self) -> Security {
        self.security
    }

    /// Host and port, for the operator to read.
    pub fn place(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

impl fmt::Debug for MailServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MailServer({}://{})", self.security.scheme(), self.place())
    }
}

fn login(url: &Url) -> Result<Option<(String, String)>, BadMailServer> {
    let decode = |text: &str| percent_decode_str(text).decode_utf8().map(Cow::into_owned);
    let user = decode(url.username()).map_err(|_| BadMailServer::HalfALogin)?;
    let password = decode(url.password().unwrap_or("")).map_err(|_| BadMailServer::HalfALogin)?;
    match (user.is_empty(), password.is_empty()) {
        (true, true) => Ok(None),
        (false, false) => Ok(Some((user, password))),
        (true, false) | (false, true) => Err(BadMailServer::HalfALogin),
    }
}

/// Hosts of schemes that the URL standard does not know are read as names alone.
fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            name == "localhost" || name.parse::<std::net::Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
        }
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

/// Why a sender is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadMailFrom {
    /// The address is none.
    #[error("{0}")]
    Address(NotAMailAddress),
    /// The name holds what does not belong into a name, or is too long.
    #[error("write the name before the address in at most {NAME_BYTES_MAX} plain letters, without quotes")]
    Name,
}

/// Whom mails come from: an address, and perhaps a name before it. It is no secret, every mail shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct MailFrom {
    name: Option<String>,
    pub(super) address: MailAddress,
}

impl MailFrom {
    /// Reads `ADDRESS` or `NAME <ADDRESS>`.
    pub fn parse(text: &str) -> Result<Self, BadMailFrom> {
        let text = text.trim();
        let (name, address) = match text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
            Some((name, address)) => (Some(name.trim()), address),
            None => (None, text),
        };
        let address = MailAddress::parse(address).map_err(BadMailFrom::Address)?;
        let plain = |byte: u8| byte == b' ' || byte.is_ascii_alphanumeric() || b"'-.&()+".contains(&byte);
        match name {
            Some(name) if name.len() > NAME_BYTES_MAX || !name.bytes().all(plain) => Err(BadMailFrom::Name),
            Some("") | None => Ok(Self { name: None, address }),
            Some(name) => Ok(Self { name: Some(name.to_owned()), address }),
        }
    }
}

impl fmt::Display for MailFrom {
    /// As it stands in a mail's head (RFC 5322 §3.4).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "\"{name}\" <{}>", self.address.reveal()),
            None => f.write_str(self.address.reveal()),
        }
    }
}

impl fmt::Debug for MailFrom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MailFrom({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_read_with_and_without_its_parts() {
        let server = |host: &str, port, security, login: Option<(&str, &str)>| MailServer {
            host: host.into(),
            port,
            security,
            login: login.map(|(user, password)| (user.into(), password.into())),
        };
        let table = [
            ("smtps://mail.example", server("mail.example", 465, Security::Tls, None)),
            (
                "starttls://ana:hunter2@mail.example",
                server("mail.example", 587, Security::StartTls, Some(("ana", "hunter2"))),
            ),
            (
                "smtps://a%40b.example:p%3A%2F%25@mail.example:2465/",
                server("mail.example", 2465, Security::Tls, Some(("a@b.example", "p:/%"))),
            ),
            ("smtp://localhost", server("localhost", 25, Security::None, None)),
            ("smtp://u:p@127.0.0.1:2525", server("127.0.0.1", 2525, Security::None, Some(("u", "p")))),
            ("smtp://[::1]:2525", server("::1", 2525, Security::None, None)),
        ];
        for (text, wanted) in table {
            assert_eq!(MailServer::parse(text), Ok(wanted), "{text}");
        }
    }

    #[test]
    fn what_is_no_server_is_refused_with_its_reason() {
        let table = [
            ("", BadMailServer::NotAUrl),
            ("mail.example", BadMailServer::NotAUrl),
            ("https://mail.example", BadMailServer::NotAUrl),
            ("smtps://", BadMailServer::NotAUrl),
            ("smtps://mail.example/inbox", BadMailServer::NotAUrl),
            ("smtps://mail.example?tls=no", BadMailServer::NotAUrl),
            ("smtps://ana@mail.example", BadMailServer::HalfALogin),
            ("smtps://:hunter2@mail.example", BadMailServer::HalfALogin),
            ("smtps://ana:%ff@mail.example", BadMailServer::HalfALogin),
            ("smtp://ana:hunter2@mail.example", BadMailServer::PasswordInTheClear),
        ];
        for (text, why) in table {
            assert_eq!(MailServer::parse(text), Err(why), "{text}");
            assert!(!why.to_string().contains("hunter2"));
        }
    }

    #[test]
    fn no_debug_line_tells_the_login() {
        let server = MailServer::parse("smtps://ana:hunter2@mail.example").unwrap();
        assert_eq!(format!("{server:?}"), "MailServer(smtps://mail.example:465)");
    }

    #[test]
    fn a_sender_is_an_address_with_or_without_a_name() {
        for (text, shown) in [
            ("care@example.org", "care@example.org"),
            ("<care@example.org>", "care@example.org"),
            ("Saltmarsh Days <care@example.org>", "\"Saltmarsh Days\" <care@example.org>"),
        ] {
            assert_eq!(MailFrom::parse(text).unwrap().to_string(), shown);
        }
        for bad in ["Care\r\nBcc: x <care@example.org>", "\"Care\" <care@example.org>", "C\u{e4}re <care@example.org>"]
        {
            assert_eq!(MailFrom::parse(bad), Err(BadMailFrom::Name), "{bad}");
        }
        for bad in ["", "Care", "Care <care>", "care@example.org>"] {
            assert!(matches!(MailFrom::parse(bad), Err(BadMailFrom::Address(_))), "{bad}");
        }
    }
}
