//! What a mail address is, as far as we can tell without sending anything.

use std::fmt;

/// The longest mail address, in bytes (RFC 5321 §4.5.3.1.3, less the two angle brackets).
pub const MAIL_ADDRESS_BYTES_MAX: usize = 254;

/// The longest part before the `@`, in bytes (RFC 5321 §4.5.3.1.1).
const LOCAL_BYTES_MAX: usize = 64;

/// The longest label between two dots of a domain, in bytes (RFC 1035 §2.3.4).
const LABEL_BYTES_MAX: usize = 63;

/// Why a text is no mail address. The texts are for whoever typed it and repeat nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAMailAddress {
    /// Longer than [`MAIL_ADDRESS_BYTES_MAX`], or its first part than 64 bytes.
    TooLong,
    /// Not `name@host.domain`, written in plain letters.
    NotPlain,
}

impl fmt::Display for NotAMailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "this is too long for a mail address",
            Self::NotPlain => "this is not a mail address: write it as name@example.org",
        })
    }
}

impl std::error::Error for NotAMailAddress {}

/// A person's mail address. It is private: printed, it shows nothing of itself.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MailAddress(String);

impl MailAddress {
    /// Reads an address that somebody typed. White space around it is dropped. Quoted names and addresses that need
    /// letters outside ASCII are not taken: few mail servers take them either.
    pub fn parse(text: &str) -> Result<Self, NotAMailAddress> {
        let text = text.trim();
        if text.len() > MAIL_ADDRESS_BYTES_MAX {
            return Err(NotAMailAddress::TooLong);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(NotAMailAddress::NotPlain)?;
        if local.len() > LOCAL_BYTES_MAX {
            return Err(NotAMailAddress::TooLong);
        }
        let plain = local.split('.').all(is_atom) && is_host(domain);
        if plain { Ok(Self(text.to_owned())) } else { Err(NotAMailAddress::NotPlain) }
    }

    /// The address, for the one place that shows, seals or writes to it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The part behind the `@`.
    pub fn host(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, host)| host)
    }
}

impl fmt::Debug for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MailAddress([private])")
    }
}

/// A piece of the first part between dots (RFC 5322 §3.2.3).
fn is_atom(piece: &str) -> bool {
    !piece.is_empty()
        && piece.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte))
}

/// At least two labels: an address on a machine of the local network is no use to a person elsewhere.
fn is_host(domain: &str) -> bool {
    domain.contains('.') && domain.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    (1..=LABEL_BYTES_MAX).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_other_texts() {
        for good in [
            "a@example.org",
            " ana.b+care@mail.example.org ",
            "o'neil@example.org",
            "x@1.example",
            "a@xn--bcher-kva.example",
        ] {
            assert_eq!(MailAddress::parse(good).unwrap().reveal(), good.trim());
        }
        for bad in [
            "",
            "@",
            "ana",
            "ana@",
            "@example.org",
            "ana@example",
            "ana@@example.org",
            "a b@example.org",
            ".ana@example.org",
            "ana.@example.org",
            "a..b@example.org",
            "\"a b\"@example.org",
            "ana@-example.org",
            "ana@example..org",
            "ana@example.org.",
            "ana@example.org\r\nBcc: x@example.org",
            "<ana@example.org>",
            "ana@example.org, b@example.org",
            "an\u{e4}@example.org",
            "ana@ex\u{e4}mple.org",
            "ana@[127.0.0.1]",
            "Ana <ana@example.org>",
        ] {
            assert_eq!(MailAddress::parse(bad), Err(NotAMailAddress::NotPlain), "{bad:?}");
        }
        let long = format!("{}@example.org", "a".repeat(LOCAL_BYTES_MAX + 1));
        assert_eq!(MailAddress::parse(&long), Err(NotAMailAddress::TooLong));
        let longer = format!("a@{}org", "example.".repeat(40));
        assert_eq!(MailAddress::parse(&longer), Err(NotAMailAddress::TooLong));
    }

    #[test]
    fn an_address_prints_nothing_of_itself() {
        let address = MailAddress::parse("ana@example.org").unwrap();
        assert_eq!(format!("{address:?}"), "MailAddress([private])");
        assert_eq!(address.host(), "example.org");
    }
}
