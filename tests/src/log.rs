//! Everything that the process logs, at the finest level, searched for words that must not be there.
//!
//! The log of a whole test run is too long to keep, so each line is looked through as it is written and only lines with a
//! watched word are kept.

use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

#[derive(Default)]
struct Watch {
    words: Vec<String>,
    hits: Vec<String>,
    lines: usize,
}

/// What lines of the tests' own mail server carry: it logs what it is sent, as it may.
const MAIL_SERVER: &str = " mailin::";

static WATCH: Mutex<Watch> = Mutex::new(Watch { words: Vec::new(), hits: Vec::new(), lines: 0 });

static START: Once = Once::new();

fn watch() -> MutexGuard<'static, Watch> {
    WATCH.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Looks through everything that is logged from now on, by whatever crate and at whatever level, for these words.
pub fn watch_for(words: &[&str]) {
    START.call_once(|| {
        let layer = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(Line);
        tracing_subscriber::registry().with(layer).init();
    });
    watch().words.extend(words.iter().map(|word| word.to_lowercase()));
}

/// The lines in which one of the watched words stood.
pub fn hits() -> Vec<String> {
    watch().hits.clone()
}

/// How many lines have been looked through: none would mean that nobody was listening.
pub fn lines() -> usize {
    watch().lines
}

struct Line;

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let line = String::from_utf8_lossy(bytes).to_lowercase();
        let mut watch = watch();
        watch.lines += 1;
        let ours = !line.contains(MAIL_SERVER);
        if ours && watch.words.iter().any(|word| line.contains(word)) {
            watch.hits.push(line);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Line {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        Self
    }
}
