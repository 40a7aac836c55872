//! `cargo xtask test`: every check, in the order in which a mistake is found soonest.

use crate::{
    browser, install,
    postgres::{Postgres, URL_VARIABLE},
    shell::{Failure, Outcome, cargo, clock, output, root, run, target},
    wasm::Compiler,
};
use std::{
    fmt::Write as _,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

struct Part {
    name: &'static str,
    check: fn(&mut Workbench) -> Outcome,
}

/// All parts, in order. A new one is a line here and a function below.
const PARTS: &[Part] = &[
    Part { name: "fmt", check: |_| fmt() },
    Part { name: "clippy", check: |_| clippy() },
    Part { name: "domain", check: |_| run(cargo().args(["test", "--package", "domain"])) },
    Part { name: "desk", check: |_| run(cargo().args(["test", "--package", "desk"])) },
    Part { name: "app", check: |_| app() },
    Part { name: "server", check: server },
    Part { name: "stories", check: stories },
    Part { name: "xtask", check: |_| run(cargo().args(["test", "--package", "xtask"])) },
    Part { name: "browser", check: |_| browser::test() },
];

/// What parts share: started by the first that needs it, gone when the run ends.
#[derive(Default)]
struct Workbench {
    postgres: Option<Postgres>,
}

impl Workbench {
    fn postgres_url(&mut self) -> Outcome<String> {
        if self.postgres.is_none() {
            self.postgres = Some(Postgres::ready()?);
        }
        Ok(self.postgres.as_ref().map(Postgres::url).unwrap_or_default())
    }
}

/// How a part ended; the first is that of the first part.
struct Done {
    passed: bool,
    took: Duration,
}

/// The names of all parts, for the usage text.
pub(crate) fn part_names() -> String {
    PARTS.iter().map(|part| part.name).collect::<Vec<_>>().join(" ")
}

/// Runs the named parts, or all, up to the first that fails; tells whether all passed. The summary comes last.
pub(crate) fn test(names: &[&str]) -> Outcome<bool> {
    let parts = chosen(names)?;
    let mut bench = Workbench::default();
    let mut done = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        eprintln!("== {} ({} of {})", part.name, place + 1, parts.len());
        let start = Instant::now();
        let result = (part.check)(&mut bench);
        done.push(Done { passed: result.is_ok(), took: start.elapsed() });
        if let Err(failure) = result {
            eprintln!("error: {failure}");
            break;
        }
    }
    drop(bench);
    println!("{}", summary(&parts, &done));
    Ok(done.iter().all(|part| part.passed))
}

fn chosen(names: &[&str]) -> Outcome<Vec<&'static Part>> {
    if names.is_empty() {
        return Ok(PARTS.iter().collect());
    }
    let find = |name: &&str| {
        let part = PARTS.iter().find(|part| part.name == *name);
        part.ok_or_else(|| Failure::new(format!("no part is called {name}; there are: {}", part_names())))
    };
    names.iter().map(find).collect()
}

/// One line per part, then the count alone on the last line.
fn summary(parts: &[&Part], done: &[Done]) -> String {
    let mut text = String::from("\n");
    for (place, part) in parts.iter().enumerate() {
        let (result, took) = match done.get(place) {
            Some(done) => (if done.passed { "passed" } else { "failed" }, clock(done.took)),
            None => ("not run", String::new()),
        };
        let _ = writeln!(text, "{}", format!("{:<8} {result:<8} {took}", part.name).trim_end());
    }
    let passed = done.iter().filter(|part| part.passed).count();
    let _ = write!(text, "{passed} passed, {} failed", done.len() - passed);
    text
}

fn fmt() -> Outcome {
    component("fmt", "rustfmt")?;
    run(cargo().args(["fmt", "--all", "--", "--check"]))
}

/// The server's side and the browser's side apart, because `csr` and `ssr` must never meet in one build.
fn clippy() -> Outcome {
    component("clippy", "clippy")?;
    let native = ["domain", "desk", "app", "server", "tests", "xtask"].map(|name| format!("--package={name}"));
    run(cargo().arg("clippy").args(native).args(["--features", "app/ssr", "--all-targets", "--", "-D", "warnings"]))?;
    let compiler = Compiler::find()?;
    if matches!(compiler, Compiler::Debian { .. }) && !Path::new("/usr/bin/cargo-clippy").exists() {
        install::debian(&["rust-web-clippy"], "clippy on the WASM build")?;
    }
    // The profile of the real build, so that build scripts and macros are compiled once for both.
    for features in ["app/csr", "app/csr,frontend/desk-screens"] {
        let packages = ["--package=frontend", "--package=app", "--features", features, "--profile", "wasm"];
        run(compiler.cargo("clippy").args(packages).args(["--", "-D", "warnings"]))?;
    }
    Ok(())
}

/// Makes sure that `cargo VERB` works, by rustup if need be.
fn component(verb: &str, component: &str) -> Outcome {
    if output(cargo().args([verb, "--version"])).is_ok() {
        return Ok(());
    }
    run(Command::new("rustup").current_dir(root()).args(["component", "add", component])).map_err(|failure| {
        Failure::new(format!("`cargo {verb}` is missing: run `rustup component add {component}` ({failure})"))
    })
}

/// Both halves on this machine, one after the other: what needs a browser is told by the browser tests.
fn app() -> Outcome {
    run(cargo().args(["test", "--package", "app", "--features", "ssr"]))?;
    run(cargo().args(["test", "--package=frontend", "--package=app", "--features", "app/csr"]))
}

/// Includes the storage contract, on both engines.
fn server(bench: &mut Workbench) -> Outcome {
    run(cargo().args(["test", "--package", "server"]).env(URL_VARIABLE, bench.postgres_url()?))
}

/// Stories that kill the server need the binary itself.
fn stories(bench: &mut Workbench) -> Outcome {
    run(cargo().args(["build", "--package", "server"]))?;
    let binary = target().join("debug").join(format!("careline{}", std::env::consts::EXE_SUFFIX));
    run(cargo()
        .args(["test", "--package", "tests"])
        .env(URL_VARIABLE, bench.postgres_url()?)
        .env("CARELINE_BIN", binary))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_ends_with_the_count_alone() {
        let parts = chosen(&["fmt", "clippy", "domain"]).expect("parts");
        let done = [
            Done { passed: true, took: Duration::from_secs(2) },
            Done { passed: false, took: Duration::from_secs(71) },
        ];
        let expected = "\nfmt      passed   2 s\nclippy   failed   1 min 11 s\ndomain   not run\n1 passed, 1 failed";
        assert_eq!(summary(&parts, &done), expected);
    }

    #[test]
    fn an_unknown_part_is_refused_with_the_names_of_the_others() {
        let refused = chosen(&["domian"]).err().expect("refused").to_string();
        assert!(refused.starts_with("no part is called domian; there are: fmt clippy domain"), "{refused}");
    }
}
