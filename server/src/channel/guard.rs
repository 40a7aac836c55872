//! The guard against forged push addresses.
//!
//! A browser tells us the address of its push service, so anybody with a session can name any address and have the
//! server call it. Only addresses of known push services pass, and those that the operator added by hand. The second
//! half of the guard looks at what the name resolves to: see [`super::resolver`].

use std::fmt;
use url::{Host, Url};

/// The longest push address in characters. The longest that a known service hands out are about half of it.
pub const ENDPOINT_CHARS_MAX: usize = 2_048;

/// The most origins that an operator may add.
pub const EXTRA_ORIGINS_MAX: usize = 16;

/// The push services of the browsers: Google (Chrome, and Chromium without Google's keys), Mozilla, Apple, Microsoft.
const KNOWN_HOSTS: [KnownHost; 5] = [
    KnownHost::Exactly("fcm.googleapis.com"),
    KnownHost::Exactly("jmt17.google.com"),
    KnownHost::Below(".push.services.mozilla.com"),
    KnownHost::Below(".push.apple.com"),
    KnownHost::Below(".notify.windows.com"),
];

enum KnownHost {
    Exactly(&'static str),
    Below(&'static str),
}

impl KnownHost {
    fn is(&self, host: &str) -> bool {
        match self {
            Self::Exactly(name) => host == *name,
            Self::Below(suffix) => host.len() > suffix.len() && host.ends_with(suffix),
        }
    }
}

/// Why a subscription is not taken. The texts are for the person at the browser and repeat nothing of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Forged {
    /// Longer than [`ENDPOINT_CHARS_MAX`].
    #[error("the push address is too long")]
    TooLong,
    /// Not a URL, or one with spaces, backslashes or characters outside ASCII.
    #[error("the push address is not a plain URL")]
    NotAUrl,
    /// Another scheme than https.
    #[error("the push address does not start with https")]
    NotHttps,
    /// A name or password stands before the host.
    #[error("the push address holds a user name")]
    HasUserInfo,
    /// A part after `#`.
    #[error("the push address holds a fragment")]
    HasFragment,
    /// No known push service, and none that the operator added.
    #[error("the push address belongs to no known push service")]
    UnknownService,
    /// The name leads into a private network.
    #[error("the push address leads into a private network")]
    PrivateAddress,
    /// `p256dh` is not a point on P-256 in the uncompressed form.
    #[error("the subscription's public key is not valid")]
    BadKey,
    /// `auth` is not [`AUTH_BYTES`](super::AUTH_BYTES) bytes.
    #[error("the subscription's secret is not valid")]
    BadAuth,
}

/// An origin that an operator wants to allow is not one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadOrigin {
    /// Not `http://HOST[:PORT]` or `https://HOST[:PORT]`.
    #[error("`{0}` is not an origin: write https://HOST or https://HOST:PORT")]
    NotAnOrigin(String),
    /// More than [`EXTRA_ORIGINS_MAX`].
    #[error("at most {EXTRA_ORIGINS_MAX} origins can be added")]
    TooMany,
}

/// Where pushes may go: the known push services, and the origins that the operator added.
#[derive(Clone, Debug, Default)]
pub struct AllowedOrigins {
    extra: Vec<Url>,
}

impl AllowedOrigins {
    /// Reads the origins that the operator adds to the known services. They may be plain http and private: that is
    /// the operator's word, for a push service of one's own and for tests.
    pub fn with_extra<S: AsRef<str>>(extra: &[S]) -> Result<Self, BadOrigin> {
        if extra.len() > EXTRA_ORIGINS_MAX {
            return Err(BadOrigin::TooMany);
        }
        let extra = extra.iter().map(|text| parse_origin(text.as_ref()));
        Ok(Self { extra: extra.collect::<Result<_, _>>()? })
    }

    /// The hosts that the operator added, which may be private.
    pub(super) fn extra_hosts(&self) -> impl Iterator<Item = &str> {
        self.extra.iter().filter_map(Url::host_str)
    }

    /// Whether the operator added the origin of this address.
    pub(super) fn has_extra(&self, url: &Url) -> bool {
        self.extra.iter().any(|allowed| allowed.origin() == url.origin())
    }
}

fn parse_origin(text: &str) -> Result<Url, BadOrigin> {
    let not_an_origin = || BadOrigin::NotAnOrigin(text.to_owned());
    let url = Url::parse(text).map_err(|_| not_an_origin())?;
    let web = matches!(url.scheme(), "http" | "https");
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    if !web || !bare || has_user_info(&url) {
        return Err(not_an_origin());
    }
    Ok(url)
}

fn has_user_info(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

/// The address of one subscription at an allowed push service. It is a secret of the device: whoever has it can make
/// the service work, so it prints only its origin.
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint(Url);

impl Endpoint {
    /// Checks an address that a browser sent.
    pub fn parse(text: &str, allowed: &AllowedOrigins) -> Result<Self, Forged> {
        if text.len() > ENDPOINT_CHARS_MAX {
            return Err(Forged::TooLong);
        }
        // The URL parser would quietly drop line breaks and turn backslashes round.
        let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        if !plain {
            return Err(Forged::NotAUrl);
        }
        let url = Url::parse(text).map_err(|_| Forged::NotAUrl)?;
        if has_user_info(&url) {
            return Err(Forged::HasUserInfo);
        }
        if url.fragment().is_some() {
            return Err(Forged::HasFragment);
        }
        if allowed.has_extra(&url) {
            return Ok(Self(url));
        }
        if url.scheme() != "https" {
            return Err(Forged::NotHttps);
        }
        match url.host() {
            Some(Host::Domain(host)) if url.port().is_none() && is_known(host) => Ok(Self(url)),
            Some(_) | None => Err(Forged::UnknownService),
        }
    }

    /// The address as it is stored and called.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Scheme, host and, when it is not the scheme's own, port: safe to log.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    pub(super) fn url(&self) -> &Url {
        &self.0
    }

    /// An address past the guard, to test what stands behind it.
    #[cfg(test)]
    pub(super) fn unguarded(text: &str) -> Self {
        Self(Url::parse(text).unwrap())
    }
}

fn is_known(host: &str) -> bool {
    KNOWN_HOSTS.iter().any(|known| known.is(host))
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Endpoint({}/[private])", self.origin())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCAL: &str = "http://127.0.0.1:8123";
    const FCM: &str = "https://fcm.googleapis.com/fcm/send/dXyz:APA91bF_-9";

    fn local_allowed() -> AllowedOrigins {
        AllowedOrigins::with_extra(&[LOCAL]).unwrap()
    }

    #[test]
    fn known_push_services_pass() {
        for good in [
            FCM,
            "https://fcm.googleapis.com/wp/abc",
            "https://fcm.googleapis.com:443/wp/abc",
            "https://FCM.googleapis.com/wp/abc",
            "https://jmt17.google.com/fcm/send/abc",
            "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
            "https://web.push.apple.com/QGuQyavXutnMH",
            "https://api.push.apple.com/x",
            "https://db5p.notify.windows.com/w/?token=BQYAAAD%2fabc%3d",
        ] {
            assert!(Endpoint::parse(good, &AllowedOrigins::default()).is_ok(), "{good}");
        }
    }

    #[test]
    fn forged_addresses_are_refused() {
        let over_long = format!("https://fcm.googleapis.com/{}", "x".repeat(ENDPOINT_CHARS_MAX));
        let table = [
            ("", Forged::NotAUrl),
            ("fcm.googleapis.com/x", Forged::NotAUrl),
            ("https://", Forged::NotAUrl),
            ("https://fcm.googleapis.com/a b", Forged::NotAUrl),
            ("https://fcm.googleapis.com/a\r\nHost: x", Forged::NotAUrl),
            ("https://evil.example\\@fcm.googleapis.com/", Forged::NotAUrl),
            ("https://fcm.googleapi\u{17f}.com/", Forged::NotAUrl),
            (over_long.as_str(), Forged::TooLong),
            ("http://fcm.googleapis.com/x", Forged::NotHttps),
            ("ftp://fcm.googleapis.com/x", Forged::NotHttps),
            ("file:///etc/passwd", Forged::NotHttps),
            ("javascript:alert(1)", Forged::NotHttps),
            ("http://127.0.0.1:8124/x", Forged::NotHttps),
            ("http://127.0.0.1/x", Forged::NotHttps),
            ("https://u@fcm.googleapis.com/x", Forged::HasUserInfo),
            ("https://u:p@fcm.googleapis.com/x", Forged::HasUserInfo),
            ("https://fcm.googleapis.com@evil.example/x", Forged::HasUserInfo),
            ("http://u@127.0.0.1:8123/x", Forged::HasUserInfo),
            ("https://fcm.googleapis.com/x#y", Forged::HasFragment),
            ("https://127.0.0.1:8123/x", Forged::UnknownService),
            ("https://10.0.0.1/x", Forged::UnknownService),
            ("https://169.254.169.254/latest/meta-data", Forged::UnknownService),
            ("https://2130706433/x", Forged::UnknownService),
            ("https://0x7f.1/x", Forged::UnknownService),
            ("https://0177.0.0.1/x", Forged::UnknownService),
            ("https://[::1]/x", Forged::UnknownService),
            ("https://[::ffff:10.0.0.1]/x", Forged::UnknownService),
            ("https://142.250.74.74/fcm/send/x", Forged::UnknownService),
            ("https://localhost/x", Forged::UnknownService),
            ("https://fcm.googleapis.com.evil.example/x", Forged::UnknownService),
            ("https://evilfcm.googleapis.com/x", Forged::UnknownService),
            ("https://fcm.googleapis.com./x", Forged::UnknownService),
            ("https://fcm.googleapis.com:8443/x", Forged::UnknownService),
            ("https://evilpush.apple.com/x", Forged::UnknownService),
            ("https://.push.apple.com/x", Forged::UnknownService),
            ("https://notify.windows.com.evil.example/x", Forged::UnknownService),
        ];
        for (bad, why) in table {
            assert_eq!(Endpoint::parse(bad, &local_allowed()), Err(why), "{bad:?}");
        }
    }

    #[test]
    fn an_added_origin_passes_with_its_scheme_and_port_only() {
        let text = "http://127.0.0.1:8123/push/1";
        assert_eq!(Endpoint::parse(text, &AllowedOrigins::default()), Err(Forged::NotHttps));
        let endpoint = Endpoint::parse(text, &local_allowed()).unwrap();
        assert_eq!(endpoint.as_str(), text);
        assert_eq!(endpoint.origin(), LOCAL);
    }

    #[test]
    fn an_added_origin_is_an_origin() {
        for bad in ["", "push.example", "ftp://a.example", "https://a.example/x", "https://u@a.example"] {
            let refused = AllowedOrigins::with_extra(&[bad]).unwrap_err();
            assert_eq!(refused, BadOrigin::NotAnOrigin(bad.to_owned()));
        }
        let many = vec![LOCAL; EXTRA_ORIGINS_MAX + 1];
        assert_eq!(AllowedOrigins::with_extra(&many).unwrap_err(), BadOrigin::TooMany);
    }
}
