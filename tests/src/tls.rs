//! Certificates for services on this machine: one that nobody vouches for, and one of an authority that a process can be
//! told to trust.

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use std::sync::Arc;

/// The name and address that the certificates are for.
const NAMES: [&str; 2] = ["localhost", "127.0.0.1"];

/// What a service shows who it is with.
pub struct Identity {
    /// For a server.
    pub config: Arc<ServerConfig>,
    /// The authority's certificate, in PEM: whoever trusts it trusts the service.
    pub authority: String,
}

/// A certificate from an authority that is made for it, and that nobody trusts unless told to.
pub fn identity() -> Identity {
    server::channel::install_tls_provider();
    let names = || NAMES.map(str::to_owned);
    let mut authority = CertificateParams::new(Vec::new()).expect("an authority");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().expect("a key")).expect("an authority");
    let key = KeyPair::generate().expect("a key");
    let certificate = CertificateParams::new(names()).expect("the names").signed_by(&key, &authority);
    let chain = vec![certificate.expect("a certificate").der().clone()];
    let config = server_config(chain, PrivatePkcs8KeyDer::from(key.serialize_der()).into());
    Identity { config, authority: pem(authority.der()) }
}

fn server_config(chain: Vec<CertificateDer<'static>>, key: PrivateKeyDer<'static>) -> Arc<ServerConfig> {
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key);
    Arc::new(config.expect("a certificate and its key"))
}

/// A certificate as text (RFC 7468).
fn pem(der: &[u8]) -> String {
    let lines: Vec<_> =
        BASE64.encode(der).as_bytes().chunks(64).map(String::from_utf8_lossy).map(String::from).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}
