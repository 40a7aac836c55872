//! Running other programs and saying what is going on.

use std::{
    ffi::OsStr,
    fmt, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// Why a task stopped: one sentence for the person at the keyboard.
#[derive(Debug)]
pub(crate) struct Failure(String);

/// What a task gives back.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    /// A failure with this sentence.
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// For `map_err`: what was being done to which file when the system refused.
    pub(crate) fn io(doing: &str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let start = format!("could not {doing} {}", path.display());
        move |error| Self(format!("{start}: {error}"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Runs a program with its output on the screen; anything but success is a failure that names it.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| not_started(command, &error))?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("`{}` ended with {status}", spelled(command)))) }
}

/// Runs a program and returns what it printed, trimmed; anything but success is a failure with its complaint.
pub(crate) fn output(command: &mut Command) -> Outcome<String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| not_started(command, &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    let complaint = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(Failure::new(format!("`{}` ended with {}: {complaint}", spelled(command), output.status)))
}

/// Where a program lies on PATH, if it does.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// The cargo that started this task, so that everything native is built by one toolchain.
pub(crate) fn cargo() -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// The repository's root folder.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Cargo's target folder: `CARGO_TARGET_DIR` when set, else `target` in the root.
pub(crate) fn target() -> PathBuf {
    root().join(std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}

/// The steps of a task, counted aloud, each with the time it took.
pub(crate) struct Steps {
    total: usize,
    done: usize,
}

impl Steps {
    /// Announces a task of so many steps.
    pub(crate) fn of(total: usize) -> Self {
        Self { total, done: 0 }
    }

    /// Says which step begins, runs it, and says how long it took.
    pub(crate) fn step<T>(&mut self, what: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
        self.done += 1;
        eprintln!("step {} of {}: {what}", self.done, self.total);
        let start = Instant::now();
        let result = work()?;
        eprintln!("step {} of {}: done in {}", self.done, self.total, clock(start.elapsed()));
        Ok(result)
    }
}

/// A duration as people read it: `4 s`, `2 min 07 s`.
pub(crate) fn clock(duration: Duration) -> String {
    let seconds = duration.as_secs_f64().round() as u64;
    match seconds {
        0..60 => format!("{seconds} s"),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

fn spelled(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

fn not_started(command: &Command, error: &io::Error) -> Failure {
    Failure::new(format!("could not start `{}`: {error}", command.get_program().to_string_lossy()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_people_say_them() {
        assert_eq!(clock(Duration::from_millis(3_600)), "4 s");
        assert_eq!(clock(Duration::from_secs(127)), "2 min 07 s");
    }

    #[test]
    fn a_failing_program_is_named() {
        let failure = run(Command::new("false").arg("--really")).unwrap_err();
        assert!(failure.to_string().starts_with("`false --really` ended with"), "{failure}");
    }
}
