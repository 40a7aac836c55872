//! `cargo xtask run`: builds Careline and becomes it.

use crate::{
    build_site::{self, Kind},
    leptos_toml,
    shell::{Failure, Outcome, Steps, root, run},
};
use std::{
    env, fs,
    net::{SocketAddr, TcpListener},
    path::Path,
    process::Command,
};

/// The made-up conference has a folder of its own, so that it can never meet a real one.
const DEMO_FOLDER: &str = "data-demo";
const DEMO_PLACE: [&str; 4] =
    ["--database-url", "sqlite://data-demo/careline.db", "--data-key-file", "data-demo/data-keys"];

/// Flags of `careline serve` that say where it is; `careline demo` needs them for the links that it prints.
const PLACE_FLAGS: [&str; 4] = ["--listen", "--public-url", "--tls-cert", "--tls-key"];

/// Flags of `careline serve` that name another place for the data.
const DATA_FLAGS: [&str; 2] = ["--database-url", "--data-key-file"];

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
    if wish.demo && DATA_FLAGS.iter().any(|flag| value_of(flag, wish.serve_flags).is_some()) {
        return Err(Failure::new(format!(
            "the demo keeps its data in ./{DEMO_FOLDER} and throws it away at the next run: leave {} out, or run \
             `careline demo` and `careline serve` with them yourself",
            DATA_FLAGS.join(" and ")
        )));
    }
    let named = value_of("--listen", wish.serve_flags).map(str::to_owned).or(env::var("CARELINE_LISTEN").ok());
    let address = if let Some(address) = named {
        address
    } else {
        let address = leptos_toml::read()?.address;
        flags.extend(["--listen".to_owned(), address.clone()]);
        address
    };
    // Told before the build and not minutes later, and held until the server takes it over.
    let held = hold(&address)?;
    let mut steps = Steps::of(build_site::STEPS + usize::from(wish.demo));
    let binary = build_site::build(wish.kind, &mut steps)?;
    let careline = |command: &str| {
        let mut careline = Command::new(&binary);
        careline.current_dir(root()).arg(command).args(if wish.demo { &DEMO_PLACE[..] } else { &[] });
        careline
    };
    if wish.demo {
        steps.step("fill a made-up conference in data-demo", || {
            empty_demo(&root().join(DEMO_FOLDER))?;
            run(careline("demo").args(place_flags(&flags)))
        })?;
    }
    drop(held);
    become_it(careline("serve").args(&flags))
}

fn hold(address: &str) -> Outcome<TcpListener> {
    let parsed: SocketAddr = address.parse().map_err(|_| {
        Failure::new(format!("cannot listen on {address}: write an address and a port, such as 127.0.0.1:3000"))
    })?;
    TcpListener::bind(parsed).map_err(|error| {
        Failure::new(format!("cannot listen on {address} ({error}): stop what does, or choose with `-- --listen`"))
    })
}

/// Each run makes the conference anew, because its roster starts now and its sign-in links work once. The data of a
/// server that still runs, whatever its address, stay.
fn empty_demo(folder: &Path) -> Outcome {
    if let Ok(lock) = fs::File::open(folder.join("careline.db.lock"))
        && matches!(lock.try_lock(), Err(fs::TryLockError::WouldBlock))
    {
        return Err(Failure::new("a demo is running already: stop it first, its data would be thrown away"));
    }
    if folder.exists() {
        eprintln!("the made-up conference of the last run is thrown away");
        fs::remove_dir_all(folder).map_err(Failure::io("remove", folder))?;
    }
    Ok(())
}

/// What a flag is given, in either spelling; nothing behind it counts as an empty value.
fn value_of<'a>(flag: &str, flags: &[&'a str]) -> Option<&'a str> {
    flags.iter().enumerate().find_map(|(index, word)| {
        if *word == flag {
            return Some(flags.get(index + 1).copied().unwrap_or_default());
        }
        word.strip_prefix(flag)?.strip_prefix('=')
    })
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
        assert_eq!(value_of("--listen", &["--log", "warn", "--listen", "127.0.0.1:8080"]), Some("127.0.0.1:8080"));
        assert_eq!(value_of("--listen", &["--listen=127.0.0.1:8080"]), Some("127.0.0.1:8080"));
        assert_eq!(value_of("--listen", &["--public-url", "http://localhost:3000"]), None);
        assert_eq!(value_of("--listen", &["--listen"]), Some(""));
    }

    #[test]
    fn a_taken_address_and_another_place_are_refused_before_anything_is_built_or_removed() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap().to_string();
        let told =
            |serve_flags: &[&str]| serve(&Wish { demo: true, kind: Kind::Dev, serve_flags }).unwrap_err().to_string();
        assert!(told(&["--listen", &address]).starts_with("cannot listen on"));
        assert!(told(&["--listen", "here"]).contains("an address and a port"));
        assert!(told(&["--database-url=sqlite://mine.db"]).contains("leave --database-url and --data-key-file out"));
    }

    #[test]
    fn the_data_of_a_running_demo_stay() {
        let folder = env::temp_dir().join(format!("careline-xtask-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let lock = fs::File::create(folder.join("careline.db.lock")).unwrap();
        lock.lock().unwrap();
        assert!(empty_demo(&folder).unwrap_err().to_string().contains("running already"));
        assert!(folder.exists());
        drop(lock);
        empty_demo(&folder).unwrap();
        assert!(!folder.exists());
    }

    #[test]
    fn the_demo_is_told_where_the_server_is_and_nothing_else() {
        let flags =
            ["--team-after", "9m", "--listen", "0.0.0.0:1", "--recovery-worker", "--public-url=https://a.example"];
        let kept = place_flags(&flags.map(str::to_owned));
        assert_eq!(kept, ["--listen", "0.0.0.0:1", "--public-url=https://a.example"]);
    }
}
