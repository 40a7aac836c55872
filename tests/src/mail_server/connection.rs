//! One connection to the mail server: lines in, answers out, and TLS where it is asked for.

use super::{At, Mailed, Manner, Sealing, Shared, Talk, acceptor};
use mailin::{Action, AuthMechanism, Session, SessionBuilder};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

/// The longest line that a mail may have (RFC 5321 §4.5.3.1.6), and some room.
const LINE_BYTES_MAX: usize = 2_000;

/// Why a conversation ended, or what comes next in it.
enum Next {
    Ended,
    Sealed,
}

/// Serves one connection until it ends. What breaks it off is for the other side to notice.
pub(super) async fn serve(stream: TcpStream, sealing: Sealing, asks_login: bool, shared: Arc<Shared>) {
    let talk = Talk { shared: Arc::clone(&shared), mail: Mailed::default() };
    let mut builder = SessionBuilder::new("mail.example");
    if asks_login {
        builder.enable_auth(AuthMechanism::Plain);
    }
    let mut session;
    match sealing {
        Sealing::None => {
            builder.insecure_enable_plaintext_auth();
            session = builder.build(IpAddr::V4(Ipv4Addr::LOCALHOST), talk);
            let _ = converse(stream, &mut session, &shared, true).await;
        }
        Sealing::StartTls(config) => {
            builder.enable_start_tls();
            session = builder.build(IpAddr::V4(Ipv4Addr::LOCALHOST), talk);
            let Some((stream, Next::Sealed)) = converse(stream, &mut session, &shared, true).await else {
                return;
            };
            if let Ok(sealed) = acceptor(&config).accept(stream).await {
                session.tls_active();
                let _ = converse(sealed, &mut session, &shared, false).await;
            }
        }
        Sealing::Tls(config) => {
            session = builder.build(IpAddr::V4(Ipv4Addr::LOCALHOST), talk);
            if let Ok(sealed) = acceptor(&config).accept(stream).await {
                session.tls_active();
                let _ = converse(sealed, &mut session, &shared, true).await;
            }
        }
    }
}

/// Whether the server misbehaves at this point.
fn manner(shared: &Shared) -> Manner {
    shared.state().manner.clone()
}

/// Talks until the end or until TLS is asked for; nothing when the connection broke.
async fn converse<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    session: &mut Session<Talk>,
    shared: &Shared,
    greets: bool,
) -> Option<(S, Next)> {
    let mut stream = BufReader::new(stream);
    if greets {
        match manner(shared) {
            Manner::Hangs(At::Greeting) => std::future::pending::<()>().await,
            Manner::Cuts(At::Greeting) => return None,
            Manner::Says(At::Greeting, code, words) => {
                stream.write_all(format!("{code} {words}\r\n").as_bytes()).await.ok()?;
                return Some((stream.into_inner(), Next::Ended));
            }
            Manner::Accepts
            | Manner::Says(..)
            | Manner::Greylists
            | Manner::Hangs(_)
            | Manner::Cuts(_)
            | Manner::RefusesLogins => {}
        }
        stream.write_all(&session.greeting().buffer().ok()?).await.ok()?;
    }
    loop {
        let mut line = Vec::new();
        if stream.read_until(b'\n', &mut line).await.ok()? == 0 || line.len() > LINE_BYTES_MAX {
            return None;
        }
        let response = session.process(&line);
        // The session tells where it is by what was said to it.
        let at = at(&line);
        match manner(shared) {
            Manner::Hangs(when) if at == Some(when) => std::future::pending::<()>().await,
            Manner::Cuts(when) if at == Some(when) => return None,
            Manner::Accepts
            | Manner::Says(..)
            | Manner::Greylists
            | Manner::Hangs(_)
            | Manner::Cuts(_)
            | Manner::RefusesLogins => {}
        }
        match response.action {
            Action::NoReply => continue,
            Action::Reply | Action::Close | Action::UpgradeTls => {
                stream.write_all(&response.buffer().ok()?).await.ok()?;
                stream.flush().await.ok()?;
            }
        }
        match response.action {
            Action::Close => return Some((stream.into_inner(), Next::Ended)),
            Action::UpgradeTls => return Some((stream.into_inner(), Next::Sealed)),
            Action::NoReply | Action::Reply => {}
        }
    }
}

/// Which point of the conversation a line is; our mails have no line that looks like a command.
fn at(line: &[u8]) -> Option<At> {
    let line = String::from_utf8_lossy(line).to_ascii_uppercase();
    let begins = [("MAIL FROM", At::Sender), ("RCPT TO", At::Recipient), (".\r\n", At::Content)];
    begins.into_iter().find(|(word, _)| line.starts_with(word)).map(|(_, at)| at)
}
