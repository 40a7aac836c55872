//! `cargo xtask run`: builds Careline and becomes it.

use crate::{
    build_site::{self, Kind},
    leptos_toml,
    shell::{Failure, Outcome, Steps, root, run},
};
use std::{env, process::Command};

/// The made-up conference lives in a folder of its own, so that it can never meet a real one.
const DEMO_OPTIONS: [&str; 4] =
    ["--database-url", "sqlite:data-demo/careline.db", "--data-key-file", "data-demo/data-key"];

/// What the caller of `cargo xtask run` asked for.
pub(crate) struct Wish<'a> {
    /// Fill a small, realistic conference first.
    pub(crate) demo: bool,
    /// Build quickly instead of small.
    pub(crate) kind: Kind,
    /// Handed to `careline serve` as they are.
    pub(crate) serve_flags: &'a [&'a str],
}

/// Builds, fills the demo if wished, and serves until it is stopped.
pub(crate) fn serve(wish: &Wish) -> Outcome {
    let mut steps = Steps::of(build_site::STEPS + usize::from(wish.demo));
    let binary = build_site::build(wish.kind, &mut steps)?;
    let options: &[&str] = if wish.demo { &DEMO_OPTIONS } else { &[] };
    if wish.demo {
        steps.step("fill the demo conference", || {
            run(Command::new(&binary).current_dir(root()).arg("demo").args(options))
        })?;
    }
    let mut server = Command::new(&binary);
    server.current_dir(root()).arg("serve").args(options).args(wish.serve_flags);
    if !names_address(wish.serve_flags) && env::var_os("CARELINE_LISTEN").is_none() {
        server.args(["--listen", &leptos_toml::read()?.site_addr]);
    }
    become_it(&mut server)
}

fn names_address(flags: &[&str]) -> bool {
    flags.iter().any(|flag| *flag == "--listen" || flag.starts_with("--listen="))
}

/// The server takes this process over, so that signals reach it directly.
#[cfg(unix)]
fn become_it(server: &mut Command) -> Outcome {
    use std::os::unix::process::CommandExt;
    let error = server.exec();
    Err(Failure::new(format!("could not start careline: {error}")))
}

#[cfg(not(unix))]
fn become_it(server: &mut Command) -> Outcome {
    run(server)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_ones_own_is_noticed_in_both_spellings() {
        assert!(names_address(&["--listen", "127.0.0.1:8080"]));
        assert!(names_address(&["--listen=127.0.0.1:8080"]));
        assert!(!names_address(&["--public-url", "http://localhost:3000"]));
    }
}
