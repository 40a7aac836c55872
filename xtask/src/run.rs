//! `cargo xtask run`: builds Careline and becomes it.

use crate::{
    build_site::{self, Kind},
    leptos_toml,
    shell::{Failure, Outcome, Steps, root, run},
};
use std::{env, fs, net::TcpListener, process::Command};

/// The made-up conference has a folder of its own, so that it can never meet a real one.
const DEMO_FOLDER: &str = "data-demo";
const DEMO_PLACE: [&str; 4] =
    ["--database-url", "sqlite://data-demo/careline.db", "--data-key-file", "data-demo/data-keys"];

/// Flags of `careline serve` that say where it is; `careline demo` needs them for the links that it prints.
const PLACE_FLAGS: [&str; 4] = ["--listen", "--public-url", "--tls-cert", "--tls-key"];

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
    let mut flags: Vec<String> = wish.serve_flags.iter().map(|flag| (*flag).to_owned()).collect();
    if !names_address(wish.serve_flags) && env::var_os("CARELINE_LISTEN").is_none() {
        let address = leptos_toml::read()?.address;
        // Told before the build and not minutes later.
        TcpListener::bind(&address).map_err(|error| {
            Failure::new(format!("cannot listen on {address} ({error}): stop what does, or choose with `-- --listen`"))
        })?;
        flags.extend(["--listen".to_owned(), address]);
    }
    let mut steps = Steps::of(build_site::STEPS + usize::from(wish.demo));
    let binary = build_site::build(wish.kind, &mut steps)?;
    let careline = |command: &str| {
        let mut careline = Command::new(&binary);
        careline.current_dir(root()).arg(command).args(if wish.demo { &DEMO_PLACE[..] } else { &[] });
        careline
    };
    if wish.demo {
        steps.step("fill a made-up conference in data-demo", || {
            empty_demo()?;
            run(careline("demo").args(place_flags(&flags)))
        })?;
    }
    become_it(careline("serve").args(&flags))
}

/// Each run makes the conference anew, because its roster starts now and its sign-in links work once.
fn empty_demo() -> Outcome {
    let folder = root().join(DEMO_FOLDER);
    if folder.exists() {
        eprintln!("the made-up conference of the last run is thrown away");
        fs::remove_dir_all(&folder).map_err(Failure::io("remove", &folder))?;
    }
    Ok(())
}

fn names_address(flags: &[&str]) -> bool {
    flags.iter().any(|flag| *flag == "--listen" || flag.starts_with("--listen="))
}

/// The flags of [`PLACE_FLAGS`] with their values, in either spelling.
fn place_flags(flags: &[String]) -> Vec<String> {
    let mut kept = Vec::new();
    let mut rest = flags.iter();
    while let Some(flag) = rest.next() {
        let (name, joined) = flag.split_once('=').map_or((flag.as_str(), false), |(name, _)| (name, true));
        if PLACE_FLAGS.contains(&name) {
            kept.push(flag.clone());
            kept.extend(rest.by_ref().take(usize::from(!joined)).cloned());
        }
    }
    kept
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

    #[test]
    fn the_demo_is_told_where_the_server_is_and_nothing_else() {
        let flags =
            ["--team-after", "9m", "--listen", "0.0.0.0:1", "--recovery-worker", "--public-url=https://a.example"];
        let kept = place_flags(&flags.map(str::to_owned));
        assert_eq!(kept, ["--listen", "0.0.0.0:1", "--public-url=https://a.example"]);
    }
}
