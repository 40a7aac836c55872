//! `cargo xtask build`: the browser's half, the site, and the server with the site inside.

use crate::{
    leptos_toml,
    shell::{Outcome, Steps, cargo, root, run, target},
    site, site_folder,
    site_folder::Weight,
    wasm::{self, Compiler},
};
use std::path::PathBuf;

/// How many steps a build announces.
pub(crate) const STEPS: usize = 3;

/// For shipping, or for trying something quickly.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Small and fast to run.
    Release,
    /// Quick to build.
    Dev,
}

/// Builds everything and returns the server's binary.
pub(crate) fn build(kind: Kind, steps: &mut Steps) -> Outcome<PathBuf> {
    let glue = steps.step("compile the browser's half to WASM", || compile(kind))?;
    let site = steps.step("assemble the site", || assemble(kind, &glue))?;
    steps.step("build the server with the site inside", || server(kind, &site))
}

/// Compiles and binds both builds, unless what is bound is newer, and returns the folder of each one's glue.
fn compile(kind: Kind) -> Outcome<Vec<PathBuf>> {
    let compiler = Compiler::find()?;
    eprintln!("compiling for wasm32 with {}", compiler.name());
    let profile = if kind == Kind::Release { "wasm" } else { "dev" };
    let all = target().join("wasm").join(format!("glue-{profile}"));
    let newer =
        |a: &PathBuf, b: &PathBuf| Some(a.metadata().ok()?.modified().ok()? > b.metadata().ok()?.modified().ok()?);
    let mut glues = Vec::new();
    for build in &wasm::BUILDS {
        let raw = wasm::compile(&compiler, profile, build)?;
        let glue = all.join(build.name);
        let bound = glue.join(format!("{}_bg.wasm", build.name));
        if newer(&bound, &raw) != Some(true) {
            wasm::bind(&raw, build.name, &glue)?;
            if kind == Kind::Release {
                wasm::shrink(&bound);
                wasm::sort(&bound)?;
            }
        }
        glues.push(glue);
    }
    Ok(glues)
}

/// Writes the site and returns its folder.
fn assemble(kind: Kind, glue: &[PathBuf]) -> Outcome<PathBuf> {
    let settings = leptos_toml::read()?;
    let sources = site_folder::sources(&root().join("public"), glue)?;
    let site = site::assemble(&sources, &settings.pkg_dir)?;
    let (folder, quality) = match kind {
        Kind::Release => (target().join(&settings.folder), 11),
        Kind::Dev => (target().join(format!("{}-dev", settings.folder)), 4),
    };
    let weights = site_folder::write(&site, &folder, quality)?;
    eprintln!("site {}: {}", site.version, weighed(&weights));
    Ok(folder)
}

fn server(kind: Kind, site: &std::path::Path) -> Outcome<PathBuf> {
    let mut command = cargo();
    command.args(["build", "--package", "server"]).env("CARELINE_SITE_DIR", site);
    if kind == Kind::Release {
        command.arg("--release");
    }
    run(&mut command)?;
    let profile = if kind == Kind::Release { "release" } else { "debug" };
    Ok(target().join(profile).join(format!("careline{}", std::env::consts::EXE_SUFFIX)))
}

/// `app_bg.wasm 101.2 kB, app.js 7.0 kB, … in all 120.3 kB`, heaviest first.
fn weighed(weights: &[Weight]) -> String {
    let mut by_weight: Vec<&Weight> = weights.iter().collect();
    by_weight.sort_by_key(|weight| std::cmp::Reverse(weight.bytes));
    let kilobytes = |bytes: usize| format!("{:.1} kB", bytes as f64 / 1000.0);
    let named = by_weight.iter().map(|weight| format!("{} {}", weight.name, kilobytes(weight.bytes)));
    let total = weights.iter().map(|weight| weight.bytes).sum();
    format!("{}; in all {} compressed", named.collect::<Vec<_>>().join(", "), kilobytes(total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_file_is_named_first() {
        let weight = |name: &str, bytes| Weight { name: name.to_owned(), bytes };
        let said = weighed(&[weight("app.js", 7_040), weight("app_bg.wasm", 101_230)]);
        assert_eq!(said, "app_bg.wasm 101.2 kB, app.js 7.0 kB; in all 108.3 kB compressed");
    }
}
