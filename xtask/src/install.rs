//! Getting what is missing: installed where that may be done quietly (Debian, as root), else asked for in one sentence.

use crate::shell::{Failure, Outcome, output, run};
use std::{path::Path, process::Command};

/// Whether Debian packages can be installed without asking anybody.
pub(crate) fn may_install() -> bool {
    let root = output(Command::new("id").arg("-u")).is_ok_and(|id| id == "0");
    root && Path::new("/etc/debian_version").exists() && Path::new("/usr/bin/apt-get").exists()
}

/// Installs Debian packages, or fails with the sentence that names them.
pub(crate) fn debian(packages: &[&str], what_for: &str) -> Outcome {
    let names = packages.join(" ");
    if !may_install() {
        return Err(Failure::new(format!(
            "{what_for} needs the Debian packages {names} or their like: install them and start again"
        )));
    }
    eprintln!("installing {names} for {what_for}");
    if apt(packages).is_ok() {
        return Ok(());
    }
    // The lists of a fresh image are old or missing: refresh them once, then try again.
    run(Command::new("apt-get").args(["-qq", "update"]))?;
    apt(packages)
}

fn apt(packages: &[&str]) -> Outcome {
    run(Command::new("apt-get")
        .env("DEBIAN_FRONTEND", "noninteractive")
        .args(["-qq", "-y", "install", "--no-install-recommends"])
        .args(packages))
}
