//! `careline doctor`: looks at everything that a conference will rely on, and changes nothing.
//!
//! Each check answers with a [`Finding`] in words for the operator. To add one: write it in the file of its kind, call
//! it in `run`, and describe it in `docs/command-line.md`. No finding names a person or repeats what somebody wrote.

mod database;
mod machine;
mod people;
#[cfg(test)]
mod tests;
mod ways;

use super::{Answer, CliError};
use crate::config::{Config, PlaceFlags, ServingFlags};
use clap::Args;
use desk::clock::{Clock, SystemClock};
use domain::mail::MailAddress;
use domain::time::Timestamp;
use serde::Serialize;
use serde_json::json;
use std::fmt;

#[derive(Debug, Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    place: PlaceFlags,
    #[command(flatten)]
    serving: ServingFlags,
    /// Send a test mail to this address
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    test_mail: Option<MailAddress>,
}

fn address(text: &str) -> Result<MailAddress, String> {
    MailAddress::parse(text).map_err(|why| why.to_string())
}

/// How well something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
enum Health {
    /// Nothing to do.
    Ok,
    /// Somebody should look at it.
    Warn,
    /// The conference cannot rely on it.
    Fail,
}

/// What one check found.
#[derive(Debug, Serialize)]
struct Finding {
    /// What was looked at: a fixed word for programs.
    check: &'static str,
    health: Health,
    /// What was found, and what to do about it.
    words: String,
}

impl Finding {
    fn ok(check: &'static str, words: impl Into<String>) -> Self {
        Self { check, health: Health::Ok, words: words.into() }
    }

    fn warn(check: &'static str, words: impl Into<String>) -> Self {
        Self { check, health: Health::Warn, words: words.into() }
    }

    fn fail(check: &'static str, words: impl Into<String>) -> Self {
        Self { check, health: Health::Fail, words: words.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = match self.health {
            Health::Ok => "ok  ",
            Health::Warn => "warn",
            Health::Fail => "FAIL",
        };
        write!(f, "{mark}  {:<10}  {}", self.check, self.words)
    }
}

impl Doctor {
    /// Looks at everything; ends with exit code 1 when something fails.
    pub(super) async fn run(self) -> Result<Answer, CliError> {
        let config = Config::parse(self.place, self.serving)?;
        let findings = examine(&config, self.test_mail.as_ref(), SystemClock.now()).await;
        let worst = findings.iter().map(|finding| finding.health).max().unwrap_or(Health::Ok);
        let words = findings.iter().map(Finding::to_string).collect::<Vec<_>>().join("\n");
        let answer = Answer::new(words, json!({ "health": worst, "checks": findings }));
        Ok(match worst {
            Health::Ok | Health::Warn => answer,
            Health::Fail => answer.and_fail(),
        })
    }
}

async fn examine(config: &Config, test_mail: Option<&MailAddress>, now: Timestamp) -> Vec<Finding> {
    let mut findings = vec![machine::site(), machine::clock(now), machine::disk(config), machine::addresses(config)];
    findings.extend(machine::certificate(config));
    findings.push(ways::mail(config, test_mail, now).await);
    let keys = machine::keys(config);
    let keys_are_well = keys.health == Health::Ok;
    findings.push(keys);
    let examined = database::examine(config).await;
    findings.extend(examined.findings);
    if examined.is_current && keys_are_well {
        people::examine(config, now, &mut findings).await;
    }
    findings
}
