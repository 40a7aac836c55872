//! Mail: fixed words and a link, handed to the operator's own mail server (RFC 5321).
//!
//! One connection per mail, at most [`MAILS_AT_ONCE_MAX`] at a time, each bounded in time. The server is the operator's
//! choice, so there is no guard for its address; it proves who it is by its certificate, or gets nothing.

mod judge;
mod server;
mod text;

pub use server::{BadMailFrom, BadMailServer, MailFrom, MailServer, Security};

use super::http::{install_tls_provider, later};
use super::{Channel, Message, Outcome, Trouble};
use async_trait::async_trait;
use domain::mail::MailAddress;
use domain::time::Timestamp;
use judge::{Phase, judge};
use lettre::Address;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail as MailCommand, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use std::time::Duration;
use tokio::sync::Semaphore;

/// The most mails under way at the same time; mail servers turn away who opens many connections.
pub const MAILS_AT_ONCE_MAX: usize = 4;

/// How long a goodbye may take after the mail was taken.
const QUIT_WITHIN: Duration = Duration::from_secs(5);

/// The server has no way of signing in that we know (RFC 4954 §4).
const NO_SUCH_SIGN_IN: u16 = 504;

/// How long one mail may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MailTimeouts {
    /// To find the server.
    pub connect: Duration,
    /// From the start until the mail is taken. Some servers let strangers wait before they greet
    /// them; whoever tries the way on a screen waits less than half a minute for its answer.
    pub total: Duration,
}

impl Default for MailTimeouts {
    fn default() -> Self {
        Self { connect: Duration::from_secs(5), total: Duration::from_secs(20) }
    }
}

/// Nothing can be sealed on this machine: it has no root certificates, or the server's name is none.
#[derive(Debug, thiserror::Error)]
#[error("the connection to the mail server cannot be sealed")]
pub struct NoTls(#[source] lettre::transport::smtp::Error);

/// The channel to people's mailboxes.
pub struct Mail {
    server: MailServer,
    from: MailFrom,
    /// Nothing where the connection is not sealed.
    tls: Option<TlsParameters>,
    timeouts: MailTimeouts,
    turns: Semaphore,
}

impl Mail {
    /// Makes the channel; nothing is connected yet.
    pub fn new(server: MailServer, from: MailFrom, timeouts: MailTimeouts) -> Result<Self, NoTls> {
        install_tls_provider();
        let tls = match server.security {
            Security::None => None,
            Security::StartTls | Security::Tls => {
                Some(TlsParameters::builder(server.host.clone()).build_rustls().map_err(NoTls)?)
            }
        };
        Ok(Self { server, from, tls, timeouts, turns: Semaphore::new(MAILS_AT_ONCE_MAX) })
    }

    /// Connects, signs in where there is a login, and says goodbye: whether mails could be handed over.
    pub async fn greets(&self) -> Outcome {
        let greeting = async {
            let mut connection = self.connect().await?;
            // The greeting has told what there is to know.
            let _ = connection.quit().await;
            Ok(())
        };
        self.within(greeting).await
    }

    async fn within(&self, work: impl Future<Output = Result<(), Outcome>>) -> Outcome {
        match tokio::time::timeout(self.timeouts.total, work).await {
            Ok(Ok(())) => Outcome::Accepted,
            Ok(Err(outcome)) => outcome,
            Err(_) => later(Trouble::TimedOut),
        }
    }

    async fn hand_over(&self, to: &MailAddress, message: &Message, now: Timestamp) -> Result<(), Outcome> {
        let mail = text::write(&self.from, to, message, now);
        let address =
            |address: &MailAddress| address.reveal().parse::<Address>().map_err(|_| later(Trouble::NotPrepared));
        let (from, to) = (address(&self.from.address)?, address(to)?);
        let mut connection = self.connect().await?;
        let sender = MailCommand::new(Some(from), Vec::new());
        connection.command(sender).await.map_err(|error| judge(&error, Phase::Sender))?;
        connection.command(Rcpt::new(to, Vec::new())).await.map_err(|error| judge(&error, Phase::Recipient))?;
        connection.command(Data).await.map_err(|error| judge(&error, Phase::Content))?;
        connection.message(mail.as_bytes()).await.map_err(|error| judge(&error, Phase::Content))?;
        // The mail is taken; the goodbye is a courtesy that nobody waits for.
        tokio::spawn(async move { tokio::time::timeout(QUIT_WITHIN, connection.quit()).await });
        Ok(())
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Outcome> {
        let MailServer { host, port, security, login } = &self.server;
        let hello = ClientId::Domain(self.from.address.host().to_owned());
        let sealed_at_once = self.tls.clone().filter(|_| *security == Security::Tls);
        let connect_within = Some(self.timeouts.connect);
        let greeting = |error| judge(&error, Phase::Greeting);
        let place = (host.as_str(), *port);
        let connected = AsyncSmtpConnection::connect_tokio1(place, connect_within, &hello, sealed_at_once, None).await;
        let mut connection = connected.map_err(greeting)?;
        if let Some(tls) = self.tls.clone()
            && *security == Security::StartTls
        {
            // Whoever sits between could have taken the offer away.
            if !connection.can_starttls() {
                return Err(later(Trouble::BadCertificate));
            }
            connection.starttls(tls, &hello).await.map_err(greeting)?;
        }
        if let Some((user, password)) = login {
            let ways = [Mechanism::Plain, Mechanism::Login];
            if connection.server_info().get_auth_mechanism(&ways).is_none() {
                return Err(Outcome::Refused { status: NO_SUCH_SIGN_IN });
            }
            let login = Credentials::new(user.clone(), password.clone());
            connection.auth(&ways, &login).await.map_err(greeting)?;
        }
        Ok(connection)
    }
}

#[async_trait]
impl Channel for Mail {
    type To = MailAddress;

    fn name(&self) -> &'static str {
        "mail"
    }

    async fn send(&self, to: &MailAddress, message: &Message, now: Timestamp) -> Outcome {
        let Ok(_turn) = self.turns.acquire().await else {
            return later(Trouble::NotPrepared);
        };
        self.within(self.hand_over(to, message, now)).await
    }
}
