//! What a command answers, for people and for programs.

use super::CliError;
use serde::Serialize;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::process::ExitCode;

/// What a command answers.
#[derive(Debug)]
pub(super) struct Answer {
    words: String,
    json: Value,
    well: bool,
}

impl Answer {
    /// An answer that says in words what its JSON says. The words may have several lines; the last one ends without a
    /// line break.
    pub(super) fn new(words: String, json: impl Serialize) -> Self {
        // What the commands answer holds only maps with text keys, numbers and texts, which always have a JSON form.
        let json = serde_json::to_value(json).unwrap_or_default();
        Self { words, json, well: true }
    }

    /// The answer of a command that has said everything while it ran.
    pub(super) fn nothing() -> Self {
        Self { words: String::new(), json: Value::Null, well: true }
    }

    /// The same answer, but the command ends with exit code 1.
    pub(super) fn and_fail(mut self) -> Self {
        self.well = false;
        self
    }

    /// Prints it, in words or as one line of JSON.
    pub(super) fn tell(&self, json: bool) -> Result<(), CliError> {
        if self.json.is_null() {
            return Ok(());
        }
        let text = if json { self.json.to_string() } else { self.words.clone() };
        let mut out = io::stdout().lock();
        writeln!(out, "{text}").and_then(|()| out.flush()).map_err(CliError::Output)
    }

    pub(super) fn exit_code(&self) -> ExitCode {
        if self.well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// Says on standard error what went wrong; with `--json` a program reads it on standard output as well.
pub(super) fn tell_error(sentence: &str, json: bool) {
    if json {
        // Where even this cannot be written, the exit code says it.
        let _ = writeln!(io::stdout(), "{}", json!({ "error": sentence }));
    }
    let _ = writeln!(io::stderr(), "careline: {sentence}");
}
