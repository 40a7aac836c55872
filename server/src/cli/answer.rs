//! What a command answers, for people and for programs.

use super::CliError;
use crate::keyfile;
use serde::Serialize;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What a command answers.
#[derive(Debug)]
pub(super) struct Answer {
    words: String,
    json: Value,
    well: bool,
    new_keys: Option<PathBuf>,
}

/// What the owner of new data keys has to know.
pub(super) fn keys_notice(file: &Path) -> String {
    format!(
        "The data keys are new: back up {} now and keep the copy apart from the database's. Without this file nobody can \
         read what the database holds.",
        file.display()
    )
}

/// Says it on standard error where a command failed after it had made the keys. A command that succeeds says it again.
pub(super) fn tell_untold_keys(file: &Path) {
    if keyfile::is_untold(file) {
        let _ = writeln!(io::stderr(), "careline: {}", keys_notice(file));
    }
}

impl Answer {
    /// An answer that says in words what its JSON says. The words may have several lines; the last one ends without a
    /// line break.
    pub(super) fn new(words: String, json: impl Serialize) -> Self {
        // What the commands answer holds only maps with text keys, numbers and texts, which always have a JSON form.
        let json = serde_json::to_value(json).unwrap_or_default();
        Self { words, json, well: true, new_keys: None }
    }

    /// The answer of a command that has said everything while it ran.
    pub(super) fn nothing() -> Self {
        Self { words: String::new(), json: Value::Null, well: true, new_keys: None }
    }

    /// The same answer, but the command ends with exit code 1.
    pub(super) fn and_fail(mut self) -> Self {
        self.well = false;
        self
    }

    /// The same answer, which holds the notice of new keys in this file: once it is printed, it has been said.
    pub(super) fn and_told_of(mut self, new_keys: Option<&Path>) -> Self {
        self.new_keys = new_keys.map(Path::to_owned);
        self
    }

    /// Prints it, in words or as one line of JSON.
    pub(super) fn tell(&self, json: bool) -> Result<(), CliError> {
        if self.json.is_null() {
            return Ok(());
        }
        let text = if json { self.json.to_string() } else { self.words.clone() };
        let mut out = io::stdout().lock();
        writeln!(out, "{text}").and_then(|()| out.flush()).map_err(CliError::Output)?;
        if let Some(file) = &self.new_keys {
            keyfile::told(file);
        }
        Ok(())
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
