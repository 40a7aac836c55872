//! What a server is told at its start, parsed once.
//!
//! Everything comes from flags, and each flag also from a `CARELINE_*` variable; a flag wins over its variable. The
//! flags stand in two groups: [`PlaceFlags`] says where a server's things are, which every command needs, and
//! [`ServingFlags`] how it behaves. [`Config::parse`] is the only way from them to a [`Config`].

use crate::channel::{AllowedOrigins, BadOrigin, Contact};
use crate::ways::{BadWays, WayFlags, Ways};
use clap::Args;
use domain::paging::{EXPIRES_MAX, LadderTimes, PAUSE_MAX, PAUSE_MIN};
use domain::time::{Span, days, hours, minutes, seconds};
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::ops::Deref;
use std::path::PathBuf;
use url::{Host, Url};

/// How a server runs.
#[derive(Clone, Debug)]
pub struct Config {
    /// `sqlite://PATH` or `postgres://…`; the engine follows from the scheme.
    pub database_url: DatabaseUrl,
    /// The file with the data keys.
    pub data_key_file: PathBuf,
    /// Where it listens.
    pub listen: SocketAddr,
    /// How people reach it: scheme, host and port, no path.
    pub public_url: Url,
    /// Push services beside the known ones, as origins.
    pub allow_push_origins: Vec<String>,
    /// Whom a push service may write to about this server.
    pub contact: Contact,
    /// How long the escalation ladders wait on each rung, where the organizers have said nothing.
    pub ladder: LadderTimes,
    /// Certificate chain and private key, both PEM, when the server speaks TLS itself.
    pub tls: Option<Tls>,
    /// Serve the worker that clears the app's caches and unregisters itself, in place of the usual one.
    pub recovery_worker: bool,
    /// The ways to people beside Web Push.
    pub ways: Ways,
}

/// The URL of a database. Printed, it tells the engine alone, because it may hold a password.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl<T: Into<String>> From<T> for DatabaseUrl {
    fn from(url: T) -> Self {
        Self(url.into())
    }
}

impl Deref for DatabaseUrl {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = self.split_once(':').map_or("", |(scheme, _)| scheme);
        write!(f, "DatabaseUrl({scheme}:[private])")
    }
}

/// Where the certificate and its key lie.
#[derive(Clone, Debug)]
pub struct Tls {
    /// The certificate chain.
    pub certificate: PathBuf,
    /// The private key.
    pub key: PathBuf,
}

/// Where a server's things are and how people reach it.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Place")]
pub struct PlaceFlags {
    /// Where everything is kept: `sqlite://PATH` or `postgres://USER@HOST/NAME`
    // The value is hidden from the help because it may hold a password.
    #[arg(
        long,
        env = "CARELINE_DATABASE_URL",
        value_name = "URL",
        default_value = "sqlite://data/careline.db",
        hide_env_values = true
    )]
    pub database_url: DatabaseUrl,
    /// The file with the keys that open the database; made at the first start
    #[arg(long, env = "CARELINE_DATA_KEY_FILE", value_name = "FILE", default_value = "data/data-keys")]
    pub data_key_file: PathBuf,
    /// The address and port to listen on
    #[arg(long, env = "CARELINE_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:3000", value_parser = address)]
    pub listen: SocketAddr,
    /// How people reach this server: scheme and host, no path [default: http://localhost:PORT, https with --tls-cert]
    #[arg(long, env = "CARELINE_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<Url>,
    /// Certificate chain in PEM, to speak TLS without a proxy
    #[arg(long, env = "CARELINE_TLS_CERT", value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// Private key in PEM that belongs to --tls-cert
    #[arg(long, env = "CARELINE_TLS_KEY", value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
}

/// How a server behaves.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Pages and pushes")]
pub struct ServingFlags {
    /// A push service beside the browsers' own, as `https://HOST`; may be repeated or separated by commas
    #[arg(long, env = "CARELINE_ALLOW_PUSH_ORIGIN", value_name = "ORIGIN", value_delimiter = ',')]
    pub allow_push_origin: Vec<String>,
    /// Whom a push service may write to about this server, `mailto:NAME@HOST` or `https://…` [default: the public URL if
    /// it is https, else mailto:careline@HOST]
    #[arg(long, env = "CARELINE_CONTACT", value_name = "CONTACT", value_parser = contact)]
    pub contact: Option<Contact>,
    /// How long a page calls those on duty before it calls the whole team
    #[arg(long, env = "CARELINE_TEAM_AFTER", value_name = "SPAN", default_value = "2m", value_parser = span)]
    pub team_after: Span,
    /// The pause between two calls to the whole team; it doubles with each, up to a quarter of an hour
    #[arg(long, env = "CARELINE_AGAIN_AFTER", value_name = "SPAN", default_value = "3m", value_parser = span)]
    pub again_after: Span,
    /// When a page that nobody answers gives up
    #[arg(long, env = "CARELINE_EXHAUSTED_AFTER", value_name = "SPAN", default_value = "12h", value_parser = span)]
    pub exhausted_after: Span,
    /// Serve the worker that clears the app's caches on every phone, to get out of a broken release; notes stay
    #[arg(long, env = "CARELINE_RECOVERY_WORKER")]
    pub recovery_worker: bool,
    /// The ways beside Web Push.
    #[command(flatten)]
    pub ways: WayFlags,
}

impl Default for ServingFlags {
    fn default() -> Self {
        let LadderTimes { team_after, again_after, exhausted_after } = LadderTimes::default();
        Self {
            allow_push_origin: Vec::new(),
            contact: None,
            team_after,
            again_after,
            exhausted_after,
            recovery_worker: false,
            ways: WayFlags::default(),
        }
    }
}

/// Why flags that are each fine do not make a configuration. No text repeats the database's address, which may hold a
/// password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadConfig {
    /// The database's address names no engine.
    #[error("--database-url begins with neither sqlite: nor postgres:")]
    DatabaseUrl,
    /// A pause is too short or too long to be meant.
    #[error("the ladder's pauses are at least one second and at most 12 hours each")]
    Pause,
    /// A page would give up before it has called the whole team.
    #[error("--exhausted-after must be longer than --team-after and at most 7 days")]
    ExhaustedAfter,
    /// A push origin is none.
    #[error("--allow-push-origin: {0}")]
    PushOrigin(BadOrigin),
    /// The flags of the other ways do not fit.
    #[error(transparent)]
    Ways(#[from] BadWays),
    /// No contact follows from the public URL.
    #[error("--contact is needed: none follows from the public URL")]
    NeedsContact,
}

impl Config {
    /// Puts the flags together, or says what does not fit.
    pub fn parse(place: PlaceFlags, serving: ServingFlags) -> Result<Self, BadConfig> {
        let PlaceFlags { database_url, data_key_file, listen, public_url, tls_cert, tls_key } = place;
        if !["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| database_url.starts_with(scheme)) {
            return Err(BadConfig::DatabaseUrl);
        }
        let tls = tls_cert.zip(tls_key).map(|(certificate, key)| Tls { certificate, key });
        let public_url = match public_url {
            Some(url) => url,
            None => local_url(listen, tls.is_some())?,
        };
        AllowedOrigins::with_extra(&serving.allow_push_origin).map_err(BadConfig::PushOrigin)?;
        let contact = match serving.contact {
            Some(contact) => contact,
            None => contact_of(&public_url).ok_or(BadConfig::NeedsContact)?,
        };
        Ok(Self {
            database_url,
            data_key_file,
            listen,
            public_url,
            allow_push_origins: serving.allow_push_origin,
            contact,
            ladder: ladder(serving.team_after, serving.again_after, serving.exhausted_after)?,
            tls,
            recovery_worker: serving.recovery_worker,
            ways: Ways::parse(serving.ways)?,
        })
    }

    /// Whether people reach the server on the machine itself, where browsers ask for no TLS.
    pub fn is_local(&self) -> bool {
        match self.public_url.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(ip)) => IpAddr::from(ip).is_loopback(),
            Some(Host::Ipv6(ip)) => IpAddr::from(ip).is_loopback(),
            None => false,
        }
    }
}

fn ladder(team_after: Span, again_after: Span, exhausted_after: Span) -> Result<LadderTimes, BadConfig> {
    if [team_after, again_after].into_iter().any(|pause| !(PAUSE_MIN..=PAUSE_MAX).contains(&pause)) {
        return Err(BadConfig::Pause);
    }
    if exhausted_after <= team_after || exhausted_after > EXPIRES_MAX {
        return Err(BadConfig::ExhaustedAfter);
    }
    Ok(LadderTimes { team_after, again_after, exhausted_after })
}

fn local_url(listen: SocketAddr, tls: bool) -> Result<Url, BadConfig> {
    let scheme = if tls { "https" } else { "http" };
    Url::parse(&format!("{scheme}://localhost:{}", listen.port())).map_err(|_| BadConfig::NeedsContact)
}

fn contact_of(public_url: &Url) -> Option<Contact> {
    let text = match public_url.scheme() {
        "https" => public_url.to_string(),
        _ => format!("mailto:careline@{}", public_url.host_str()?),
    };
    Contact::parse(&text).ok()
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "write an address and a port, such as 127.0.0.1:3000 or [::]:443".to_owned())
}

fn contact(text: &str) -> Result<Contact, String> {
    Contact::parse(text).map_err(|error| error.to_string())
}

fn public_url(text: &str) -> Result<Url, String> {
    let wanted = || "write scheme and host alone, such as https://care.example.org".to_owned();
    let url = Url::parse(text).map_err(|_| wanted())?;
    let web = matches!(url.scheme(), "http" | "https") && url.has_host();
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let nobody = url.username().is_empty() && url.password().is_none();
    if web && bare && nobody { Ok(url) } else { Err(wanted()) }
}

/// Reads a span of time: a number of seconds, or a number with `s`, `m`, `h` or `d` behind it.
pub fn span(text: &str) -> Result<Span, String> {
    let text = text.trim();
    let (number, unit): (_, fn(i64) -> Span) = match text.char_indices().last() {
        Some((at, 's')) => (&text[..at], seconds),
        Some((at, 'm')) => (&text[..at], minutes),
        Some((at, 'h')) => (&text[..at], hours),
        Some((at, 'd')) => (&text[..at], days),
        _ => (text, seconds),
    };
    let number: u32 = number.parse().map_err(|_| "write a span of time such as 90s, 2m, 12h or 1d".to_owned())?;
    Ok(unit(i64::from(number)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{CommandFactory, FromArgMatches, Parser};

    #[derive(Debug, Parser)]
    struct Flags {
        #[command(flatten)]
        place: PlaceFlags,
        #[command(flatten)]
        serving: ServingFlags,
    }

    fn read(flags: &[&str]) -> Result<Config, String> {
        let words = std::iter::once("careline").chain(flags.iter().copied());
        // Without the variables of whoever runs the tests.
        let command = Flags::command().mut_args(|flag| flag.env(None::<&'static str>));
        let matches = command.try_get_matches_from(words).map_err(|error| error.to_string())?;
        let Flags { place, serving } = Flags::from_arg_matches(&matches).map_err(|error| error.to_string())?;
        Config::parse(place, serving).map_err(|error| error.to_string())
    }

    #[test]
    fn no_debug_line_tells_the_databases_password() {
        let config = read(&["--database-url", "postgres://care:hunter2@db.example/care"]).unwrap();
        let printed = format!("{config:?}");
        assert!(printed.contains("DatabaseUrl(postgres:[private])"), "{printed}");
        assert!(!printed.contains("hunter2") && !printed.contains("db.example"), "{printed}");
        let words = ["careline", "--database-url", "postgres://care:hunter2@db.example/care"];
        assert!(!format!("{:?}", Flags::parse_from(words)).contains("hunter2"));
        let mail = ["--smtp-url", "smtp://care:hunter2@mail.example", "--mail-from", "care@example.org"];
        assert!(!read(&mail).unwrap_err().contains("hunter2"));
    }

    fn contact_is(config: &Config, text: &str) -> bool {
        Contact::parse(text).is_ok_and(|contact| contact == config.contact)
    }

    #[test]
    fn without_flags_it_serves_this_machine_alone() {
        let config = read(&[]).unwrap();
        assert_eq!(&*config.database_url, "sqlite://data/careline.db");
        assert_eq!(config.data_key_file, PathBuf::from("data/data-keys"));
        assert_eq!(config.listen.to_string(), "127.0.0.1:3000");
        assert_eq!(config.public_url.as_str(), "http://localhost:3000/");
        assert_eq!(config.ladder, LadderTimes::default(), "the help tells the domain's own times");
        assert!(contact_is(&config, "mailto:careline@localhost"));
        assert!(config.tls.is_none() && !config.recovery_worker && config.allow_push_origins.is_empty());
        assert!(config.is_local());
    }

    #[test]
    fn what_follows_from_other_flags() {
        let config = read(&["--listen", "0.0.0.0:8443", "--tls-cert", "c.pem", "--tls-key", "k.pem"]).unwrap();
        assert_eq!(config.public_url.as_str(), "https://localhost:8443/");
        let config = read(&["--public-url", "https://care.example.org"]).unwrap();
        assert!(contact_is(&config, "https://care.example.org/"));
        assert!(!config.is_local());
        let config = read(&["--allow-push-origin", "https://a.example,https://b.example:8443"]).unwrap();
        let config_repeated =
            read(&["--allow-push-origin", "https://a.example", "--allow-push-origin", "https://b.example:8443"]);
        assert_eq!(config.allow_push_origins, ["https://a.example", "https://b.example:8443"]);
        assert_eq!(config_repeated.unwrap().allow_push_origins, config.allow_push_origins);
        for local in ["http://127.0.0.1:3000", "http://[::1]:3000", "http://care.localhost"] {
            assert!(read(&["--public-url", local]).unwrap().is_local(), "{local}");
        }
    }

    #[test]
    fn bad_flags_are_refused_with_a_sentence() {
        let table: [(&[&str], &str); 17] = [
            (&["--database-url", "mysql://user:secret@host/db"], "neither sqlite: nor postgres:"),
            (&["--listen", "localhost"], "write an address and a port"),
            (&["--public-url", "care.example.org"], "write scheme and host"),
            (&["--public-url", "ftp://care.example.org"], "write scheme and host"),
            (&["--public-url", "https://care.example.org/app"], "write scheme and host"),
            (&["--public-url", "https://ana@care.example.org"], "write scheme and host"),
            (&["--contact", "ana@example.org"], "push contact must be"),
            (&["--allow-push-origin", "push.example.org"], "is not an origin"),
            (&["--smtp-url", "smtps://mail.example"], "belong together"),
            (&["--mail-from", "care"], "not a mail address"),
            (&["--allow-hook-origin", "sms.example"], "is not an origin"),
            (&["--tls-cert", "c.pem"], "--tls-key"),
            (&["--tls-key", "k.pem"], "--tls-cert"),
            (&["--team-after", "soon"], "write a span of time"),
            (&["--again-after", "0"], "at least one second"),
            (&["--team-after", "2h", "--exhausted-after", "1h"], "longer than --team-after"),
            (&["--exhausted-after", "8d"], "at most 7 days"),
        ];
        for (flags, wanted) in table {
            let error = read(flags).unwrap_err();
            assert!(error.contains(wanted), "{flags:?}: {error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn spans_are_read_with_and_without_a_unit() {
        for (text, wanted) in
            [("90", seconds(90)), ("90s", seconds(90)), ("2m", minutes(2)), (" 12h ", hours(12)), ("1d", days(1))]
        {
            assert_eq!(span(text), Ok(wanted), "{text}");
        }
        for text in ["", "m", "-1s", "1.5h", "2 m", "2min", "99999999999", "é", "2é"] {
            assert!(span(text).is_err(), "{text}");
        }
    }
}
