//! The command line: one file per command.
//!
//! A command asks the desk what a person could ask, or does for an operator what needs the machine. It answers with an
//! [`Answer`]: words for a person, and with `--json` one JSON object on one line. Answers go to standard output, logs to
//! standard error, and nothing private to either, except the codes and links that a command was asked to make.
//!
//! To add a command: write one file with a clap struct and a `run` that returns an [`Answer`], add its variant to
//! [`Command`], and describe it in `docs/command-line.md`.

mod answer;
mod demo;
mod doctor;
mod invite;
mod links;
mod qr;
mod serve;
mod setup;
#[cfg(test)]
mod testing;
mod when;
mod which;

use crate::config::BadConfig;
use crate::run::StartError;
use answer::Answer;
use clap::{Parser, Subcommand};
use desk::DeskError;
use desk::store::StoreError;
use domain::view::Denied;
use std::error::Error;
use std::io::{self, IsTerminal};
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// The exit code for flags that cannot be followed, as clap gives it too.
const USAGE: u8 = 2;

/// Takes notes of incidents offline, calls the CARE team, keeps the reporter informed
#[derive(Debug, Parser)]
#[command(name = "careline", version, arg_required_else_help = true)]
pub struct Cli {
    /// Answer with one line of JSON instead of words
    #[arg(long, global = true)]
    json: bool,
    /// What to log to standard error: error, warn, info, debug, or a filter such as server=debug,warn
    #[arg(long, global = true, env = "CARELINE_LOG", value_name = "FILTER", default_value = "info", value_parser = filter)]
    log: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the app, page the CARE team, until stopped
    Serve(serve::Serve),
    /// Create the conference and set it up, or change its settings
    Setup(setup::Setup),
    /// Invite an organizer, a CARE member or a volunteer
    Invite(invite::Invite),
    /// Fill an empty database with a small made-up conference to look around in
    Demo(demo::Demo),
    /// Check keys, database, disk, clock, addresses and who can be reached
    Doctor(doctor::Doctor),
}

/// Why a command did not do it. The sentence is for whoever typed it; the cause beneath it is printed as well.
#[derive(Debug, thiserror::Error)]
enum CliError {
    /// The flags do not fit.
    #[error("{0}")]
    Usage(String),
    /// It cannot be done as things stand.
    #[error("{0}")]
    Cannot(String),
    /// The server did not start.
    #[error("Careline did not start")]
    Start(#[source] StartError),
    /// Storage failed.
    #[error("nothing was written")]
    Storage(#[source] StoreError),
    /// The process cannot hear when it is to stop.
    #[error("signals cannot be listened to")]
    Signals(#[source] io::Error),
    /// The answer could not be written.
    #[error("the answer could not be written")]
    Output(#[source] io::Error),
}

impl From<BadConfig> for CliError {
    fn from(error: BadConfig) -> Self {
        Self::Usage(error.to_string())
    }
}

impl From<StartError> for CliError {
    fn from(error: StartError) -> Self {
        Self::Start(error)
    }
}

impl From<DeskError> for CliError {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Storage(error) => Self::Storage(error),
            refused @ (DeskError::NotFound
            | DeskError::SignedOut
            | DeskError::NotAllowed
            | DeskError::Stale
            | DeskError::Refused(_)
            | DeskError::Input(_)) => Self::Cannot(Denied::from(&refused).to_string()),
        }
    }
}

impl CliError {
    fn exit_code(&self) -> ExitCode {
        match self {
            Self::Usage(_) => ExitCode::from(USAGE),
            Self::Cannot(_) | Self::Start(_) | Self::Storage(_) | Self::Signals(_) | Self::Output(_) => {
                ExitCode::FAILURE
            }
        }
    }
}

/// An error with the causes beneath it, none of them twice.
fn in_full(error: &dyn Error) -> String {
    let mut told = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if !told.contains(&text) {
            told = format!("{told}: {text}");
        }
        cause = error.source();
    }
    told
}

impl Cli {
    /// Does what the command line says and answers with the process's exit code: 0 for done, 1 for not done, 2 for
    /// flags that cannot be followed.
    pub async fn run(self) -> ExitCode {
        let Self { json, log, command } = self;
        start_log(&log);
        let answered = match command {
            Command::Serve(serve) => serve.run(json).await,
            Command::Setup(setup) => setup.run().await,
            Command::Invite(invite) => invite.run().await,
            Command::Demo(demo) => demo.run().await,
            Command::Doctor(doctor) => doctor.run().await,
        };
        match answered.and_then(|answer| answer.tell(json).map(|()| answer.exit_code())) {
            Ok(code) => code,
            Err(error) => {
                answer::tell_error(&in_full(&error), json);
                error.exit_code()
            }
        }
    }
}

fn filter(text: &str) -> Result<String, String> {
    match EnvFilter::try_new(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err("write a level such as info, or a filter such as server=debug,warn".into()),
    }
}

fn start_log(filter: &str) {
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(filter))
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .with_target(false);
    // A second subscriber is refused, which happens only where a test has its own.
    let _ = subscriber.try_init();
}
