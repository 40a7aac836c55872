//! `cargo xtask`: build, run, test and measure Careline. Each task is a file; [`TASKS`] is all there is.

mod bench;
mod bound;
mod browser;
mod build_site;
mod install;
mod leptos_toml;
mod lighten;
mod postgres;
mod run;
mod shell;
mod site;
mod site_folder;
mod test;
mod wasm;

use build_site::Kind;
use shell::{Failure, Outcome, Steps, root};
use std::{path::PathBuf, process::ExitCode};

struct Task {
    name: &'static str,
    /// What may follow the name.
    arguments: &'static str,
    about: &'static str,
    /// Tells whether all went well; it said itself what did not.
    start: fn(&[&str]) -> Outcome<bool>,
}

const TASKS: &[Task] = &[
    Task {
        name: "build",
        arguments: "[--dev]",
        about: "build the app, the site and the server with the site inside",
        start: build,
    },
    Task {
        name: "run",
        arguments: "[--demo] [--dev] [-- SERVE FLAGS]",
        about: "build and serve; --demo fills a small conference in ./data-demo first",
        start: serve,
    },
    Task { name: "test", arguments: "[PART…]", about: "run all checks, or the named parts", start: test::test },
    Task {
        name: "bench",
        arguments: "[--json] [ROW…]",
        about: "build the release and measure it, or only the rows whose ids begin so: recording, paging, first visit, …",
        start: bench::bench,
    },
    Task {
        name: "shots",
        arguments: "[FOLDER]",
        about: "make a screenshot of every screen, by default in tests/browser/shots",
        start: shots,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match start(&words) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn start(words: &[&str]) -> Outcome<bool> {
    let named =
        words.split_first().and_then(|(name, rest)| Some((TASKS.iter().find(|task| task.name == *name)?, rest)));
    let (task, rest) = named.ok_or_else(|| Failure::new(usage()))?;
    (task.start)(rest)
}

fn usage() -> String {
    let lines =
        TASKS.iter().map(|task| format!("\n  cargo xtask {} {}\n      {}", task.name, task.arguments, task.about));
    format!("name one of these tasks:{}\n\nparts of test: {}", lines.collect::<String>(), test::part_names())
}

fn build(rest: &[&str]) -> Outcome<bool> {
    let kind = match rest {
        [] => Kind::Release,
        ["--dev"] => Kind::Dev,
        _ => return Err(Failure::new("`build` takes nothing but --dev")),
    };
    let binary = build_site::build(kind, &mut Steps::of(build_site::STEPS))?;
    eprintln!("built {}", binary.display());
    Ok(true)
}

fn serve(rest: &[&str]) -> Outcome<bool> {
    let (ours, serve_flags) = match rest.iter().position(|word| *word == "--") {
        Some(place) => (&rest[..place], &rest[place + 1..]),
        None => (rest, &[][..]),
    };
    if let Some(stranger) = ours.iter().find(|word| !["--demo", "--dev"].contains(word)) {
        return Err(Failure::new(format!("`run` does not know {stranger}; flags of `careline serve` come after --")));
    }
    let kind = if ours.contains(&"--dev") { Kind::Dev } else { Kind::Release };
    run::serve(&run::Wish { demo: ours.contains(&"--demo"), kind, serve_flags })?;
    Ok(true)
}

fn shots(rest: &[&str]) -> Outcome<bool> {
    let folder = match rest {
        [] => root().join("tests/browser/shots"),
        // Relative to where the caller stands, not to where the tests run.
        [folder] => std::path::absolute(folder).map_err(Failure::io("find", &PathBuf::from(folder)))?,
        _ => return Err(Failure::new("`shots` takes one folder")),
    };
    browser::shots(&folder)?;
    Ok(true)
}
