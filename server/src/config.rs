//! What a server is told at its start, parsed once.

use crate::channel::Contact;
use domain::paging::EscalationPolicy;
use std::net::SocketAddr;
use std::path::PathBuf;
use url::Url;

/// How a server runs.
#[derive(Clone, Debug)]
pub struct Config {
    /// `sqlite://PATH` or `postgres://…`; the engine follows from the scheme.
    pub database_url: String,
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
    /// How long the escalation ladder waits on each rung.
    pub policy: EscalationPolicy,
    /// Certificate chain and private key, both PEM, when the server speaks TLS itself.
    pub tls: Option<Tls>,
    /// Serve the worker that clears the app's caches and unregisters itself, in place of the usual one.
    pub recovery_worker: bool,
}

/// Where the certificate and its key lie.
#[derive(Clone, Debug)]
pub struct Tls {
    /// The certificate chain.
    pub certificate: PathBuf,
    /// The private key.
    pub key: PathBuf,
}
