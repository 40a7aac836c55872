//! The ways to people beside pushes: whether the mail server answers, and a test mail where one is asked for.

use super::Finding;
use crate::channel::{Mail, MailTimeouts, Outcome, Security, Trouble};
use crate::cli::in_full;
use crate::config::Config;
use crate::outward::{heard, test_of_way};
use domain::mail::MailAddress;
use domain::time::Timestamp;

pub(super) async fn mail(config: &Config, test: Option<&MailAddress>, now: Timestamp) -> Finding {
    let Some((server, from)) = config.ways.mail.clone() else {
        let words = "No mail server is named (--smtp-url and --mail-from), so nobody is called by mail.";
        return Finding::warn("mail", words);
    };
    let (place, security) = (server.place(), server.security());
    let mail = match Mail::new(server, from, MailTimeouts::default()) {
        Ok(mail) => mail,
        Err(error) => return Finding::fail("mail", format!("{}.", in_full(&error))),
    };
    let Some(to) = test else {
        return of_greeting(&place, security, mail.greets().await);
    };
    let Some(message) = test_of_way(&config.public_url, now) else {
        return Finding::fail("mail", "The test cannot be written.");
    };
    let heard = heard(crate::channel::Channel::send(&mail, to, &message, now).await);
    let words = format!("The mail server at {place}, with a test: {}", heard.sentence());
    if heard.is_taken() { Finding::ok("mail", words) } else { Finding::fail("mail", words) }
}

fn of_greeting(place: &str, security: Security, outcome: Outcome) -> Finding {
    match outcome {
        Outcome::Accepted
            if security == Security::None && !place.starts_with("localhost:") && !place.starts_with("127.") =>
        {
            let words = format!(
                "The mail server at {place} answers, but nothing on the way to it is sealed: use starttls:// or smtps://."
            );
            Finding::warn("mail", words)
        }
        Outcome::Accepted => {
            let words = format!("The mail server at {place} answers. Send a test with --test-mail ADDRESS.");
            Finding::ok("mail", words)
        }
        Outcome::Later { why: Trouble::BadCertificate, .. } => Finding::fail(
            "mail",
            format!("The mail server at {place} cannot prove who it is: look at its certificate."),
        ),
        Outcome::Refused { status } => Finding::fail(
            "mail",
            format!("The mail server at {place} refuses this server with {status}: look at the login."),
        ),
        Outcome::Gone | Outcome::TooLarge | Outcome::NotSetUp | Outcome::Blocked(_) | Outcome::Later { .. } => {
            Finding::fail("mail", format!("The mail server at {place} does not answer: {}", heard(outcome).sentence()))
        }
    }
}
