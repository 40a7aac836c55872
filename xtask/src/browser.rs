//! The tests in Chromium and Firefox, run by Node's own test runner on the real release build.

use crate::{
    build_site::{self, Kind},
    install,
    shell::{Failure, Outcome, Steps, on_path, output, root, run},
};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

const NODE_MAJOR_MIN: u32 = 20;
/// Milliseconds for one test file; a hanging browser must not hold the whole run.
const FILE_LIMIT_MS: &str = "--test-timeout=600000";

/// Builds the release and runs every browser test.
pub(crate) fn test() -> Outcome {
    let files = test_files(|_| true)?;
    node(&files, &[])
}

/// Makes the screenshots of every screen: runs the `shots…test.mjs` files, which write into `folder`. Those in its folder
/// `readme` become the README's pictures.
pub(crate) fn shots(folder: &Path) -> Outcome {
    let files = test_files(|name| name.starts_with("shots"))?;
    fs::create_dir_all(folder).map_err(Failure::io("create", folder))?;
    node(&files, &[("CARELINE_SHOTS", folder)])?;
    publish(&folder.join("readme"), &root().join("docs/shots"))?;
    eprintln!("screenshots are in {}", folder.display());
    Ok(())
}

/// Copies pictures, each with fewer colours where a program for that is on PATH.
fn publish(from: &Path, to: &Path) -> Outcome {
    fs::create_dir_all(to).map_err(Failure::io("create", to))?;
    for picture in fs::read_dir(from).map_err(Failure::io("list", from))?.flatten() {
        let (source, target) = (picture.path(), to.join(picture.file_name()));
        fs::copy(&source, &target).map_err(Failure::io("copy", &source))?;
        let mut quantise = if on_path("pngquant").is_some() {
            let mut pngquant = Command::new("pngquant");
            pngquant.args(["--force", "--speed=1", "--output"]).arg(&target).arg("48").arg(&source);
            pngquant
        } else if on_path("convert").is_some() {
            let mut convert = Command::new("convert");
            convert.arg(&source).args(["+dither", "-colors", "48"]).arg(format!("PNG8:{}", target.display()));
            convert
        } else {
            continue;
        };
        if let Err(failure) = output(&mut quantise) {
            eprintln!("{failure}; the picture keeps all its colours");
            fs::copy(&source, &target).map_err(Failure::io("copy", &source))?;
        }
    }
    Ok(())
}

fn node(files: &[PathBuf], environment: &[(&str, &Path)]) -> Outcome {
    let chromium = chromium()?;
    packages()?;
    let binary = build_site::build(Kind::Release, &mut Steps::of(build_site::STEPS))?;
    run(Command::new("node")
        // One file at a time: a phone that is slowed down four times needs the machine for itself.
        .args(["--test", "--test-concurrency=1", "--test-reporter=spec", FILE_LIMIT_MS])
        .args(files)
        .current_dir(folder())
        .env("CARELINE_BIN", binary)
        .env("CARELINE_CHROMIUM", chromium)
        .envs(environment.iter().copied()))
}

fn folder() -> PathBuf {
    root().join("tests/browser")
}

fn test_files(wanted: impl Fn(&str) -> bool) -> Outcome<Vec<PathBuf>> {
    let folder = folder();
    let entries = fs::read_dir(&folder).map_err(Failure::io("list", &folder))?;
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let mut files: Vec<PathBuf> =
        names.filter(|name| name.ends_with(".test.mjs") && wanted(name)).map(|name| folder.join(name)).collect();
    files.sort();
    if files.is_empty() {
        return Err(Failure::new("no test of this kind is in tests/browser"));
    }
    Ok(files)
}

/// `CARELINE_CHROMIUM`, else the first of the usual names on PATH, else Debian's package.
pub(crate) fn chromium() -> Outcome<PathBuf> {
    if let Some(path) = env::var_os("CARELINE_CHROMIUM") {
        return Ok(path.into());
    }
    let find = || ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(on_path);
    if let Some(found) = find() {
        return Ok(found);
    }
    install::debian(&["chromium"], "the browser tests")?;
    find().ok_or_else(|| Failure::new("Chromium was installed, yet it is not on PATH"))
}

/// The npm packages of the lock file, fetched when they are missing or older than it.
pub(crate) fn packages() -> Outcome {
    let version = output(Command::new("node").arg("--version")).ok();
    if version.as_deref().and_then(node_major).is_none_or(|major| major < NODE_MAJOR_MIN) || on_path("npm").is_none() {
        return Err(Failure::new(format!(
            "the browser tests need Node.js {NODE_MAJOR_MIN} or newer with npm: install it and start again"
        )));
    }
    let changed = |file: &str| folder().join(file).metadata().and_then(|data| data.modified()).ok();
    let (locked, installed) = (changed("package-lock.json"), changed("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= locked {
        return Ok(());
    }
    run(Command::new("npm").current_dir(folder()).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))
}

/// From `v20.20.2`: 20.
fn node_major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_node_are_read_or_refused() {
        assert_eq!(node_major("v20.20.2"), Some(20));
        assert_eq!(node_major("node: not found"), None);
    }
}
