//! What a mail server's answer means for the pager. No text of an answer leaves this file, because servers repeat
//! addresses in them.

use crate::channel::cause::find_cause;
use crate::channel::http::later;
use crate::channel::{Outcome, Trouble};
use lettre::transport::smtp::Error;
use std::error::Error as _;

/// The pause after a mail server said "later" to a recipient, in seconds: a server that greylists takes the same mail
/// after some minutes.
pub(super) const GREYLIST_PAUSE_S: u64 = 60;

/// How far the conversation had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Connecting, sealing, signing in.
    Greeting,
    /// Who sends.
    Sender,
    /// Who gets it.
    Recipient,
    /// The mail itself.
    Content,
}

pub(super) fn judge(error: &Error, phase: Phase) -> Outcome {
    if let Some(code) = error.status() {
        let policy = error.source().is_some_and(|text| is_policy(&text.to_string()));
        return judge_code(u16::from(code), policy, phase);
    }
    match find_cause::<rustls::Error>(error) {
        Some(rustls::Error::InvalidCertificate(_)) => return later(Trouble::BadCertificate),
        Some(_) => return later(Trouble::Unreachable),
        None => {}
    }
    if error.is_timeout() {
        return later(Trouble::TimedOut);
    }
    match phase {
        Phase::Greeting => later(Trouble::Unreachable),
        Phase::Sender | Phase::Recipient | Phase::Content => later(Trouble::Cut),
    }
}

fn judge_code(code: u16, policy: bool, phase: Phase) -> Outcome {
    match (code, phase) {
        (550 | 551 | 553, Phase::Recipient) if !policy => Outcome::Gone,
        (500.., _) => Outcome::Refused { status: code },
        (450..=452, Phase::Recipient) => {
            Outcome::Later { why: Trouble::ServerError { status: code }, retry_after_s: Some(GREYLIST_PAUSE_S) }
        }
        _ => later(Trouble::ServerError { status: code }),
    }
}

/// Whether an answer says that a rule stands against the mail and not that there is no mailbox: the enhanced codes
/// x.7.x (RFC 3463 §3.8).
fn is_policy(answer: &str) -> bool {
    answer.starts_with("5.7.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_has_its_outcome() {
        let refused = |status| Outcome::Refused { status };
        let pause = |status, retry_after_s| Outcome::Later { why: Trouble::ServerError { status }, retry_after_s };
        let table = [
            (550, false, Phase::Recipient, Outcome::Gone),
            (551, false, Phase::Recipient, Outcome::Gone),
            (553, false, Phase::Recipient, Outcome::Gone),
            (550, true, Phase::Recipient, refused(550)),
            (550, false, Phase::Sender, refused(550)),
            (550, false, Phase::Content, refused(550)),
            (552, false, Phase::Recipient, refused(552)),
            (554, false, Phase::Recipient, refused(554)),
            (552, false, Phase::Content, refused(552)),
            (535, false, Phase::Greeting, refused(535)),
            (421, false, Phase::Greeting, pause(421, None)),
            (421, false, Phase::Recipient, pause(421, None)),
            (450, false, Phase::Recipient, pause(450, Some(GREYLIST_PAUSE_S))),
            (451, false, Phase::Recipient, pause(451, Some(GREYLIST_PAUSE_S))),
            (451, false, Phase::Content, pause(451, None)),
        ];
        for (code, policy, phase, outcome) in table {
            assert_eq!(judge_code(code, policy, phase), outcome, "{code} {phase:?}");
        }
    }

    #[test]
    fn a_policy_is_told_from_a_missing_mailbox() {
        assert!(is_policy("5.7.1 not from here"));
        assert!(!is_policy("5.1.1 no such user"));
        assert!(!is_policy("no such user 5.7.1"));
    }
}
