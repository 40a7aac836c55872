//! The browser's half: compiled for wasm32 by the first compiler that can, then bound to JavaScript.
//!
//! wasm-bindgen runs as a library, pinned to the version of the crate, so that the two can never differ.

use crate::{
    bound, install,
    shell::{Failure, Outcome, cargo, on_path, output, root, run, target},
};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};
use wasm_bindgen_cli_support::Bindgen;

const TARGET: &str = "wasm32-unknown-unknown";
/// Older ones cannot read the output of a current Rust compiler; Debian 12 has 108.
const WASM_OPT_MIN: u32 = 119;
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
/// The oldest minor version of Rust 1 that builds the workspace (`rust-version` in Cargo.toml).
const RUST_MINOR_MIN: u32 = 94;

/// Who compiles for wasm32.
pub(crate) enum Compiler {
    /// The toolchain that builds everything else; it has the target.
    Native,
    /// Debian's `rustc-web`, which builds the standard library from `rust-web-src`; linked by this `rust-lld`.
    Debian {
        /// The linker, of the native toolchain.
        linker: PathBuf,
    },
}

impl Compiler {
    /// Finds or installs a compiler: the target if present, else rustup's, else Debian's.
    /// `CARELINE_WASM_COMPILER=debian` goes straight to the last.
    pub(crate) fn find() -> Outcome<Self> {
        let debian_wanted = env::var("CARELINE_WASM_COMPILER").is_ok_and(|name| name == "debian");
        if !debian_wanted && (native_has_target() || rustup_adds_target()) {
            return Ok(Self::Native);
        }
        if !debian_is_ready() {
            install::debian(&["rustc-web", "cargo-web", "rust-web-src"], "the WASM build").map_err(|failure| {
                Failure::new(format!("the target {TARGET} is missing: run `rustup target add {TARGET}` ({failure})"))
            })?;
        }
        Ok(Self::Debian { linker: linker()? })
    }

    /// Which one it is, in words.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Native => "this toolchain",
            Self::Debian { .. } => "Debian's rustc-web",
        }
    }

    /// `cargo VERB … --target wasm32-unknown-unknown`, in a target folder of its own.
    pub(crate) fn cargo(&self, verb: &str) -> Command {
        let mut command = match self {
            Self::Native => {
                let mut command = cargo();
                command.arg(verb);
                command
            }
            Self::Debian { linker } => {
                let mut command = debian_cargo(verb);
                command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker).arg("-Zbuild-std=std,panic_abort");
                command
            }
        };
        // Leptos then gives every view one type: an eighth less WASM, and less to compile.
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", "--cfg erase_components");
        command.env("CARGO_TARGET_DIR", target().join("wasm")).args(["--target", TARGET]);
        command
    }
}

/// One of the two builds of the app; `app/src/table.rs` says which screens it has.
pub(crate) struct Build {
    /// The binary of `frontend`, and what its files are called: `phone.js`, `phone_bg.wasm`.
    pub(crate) name: &'static str,
    features: &'static [&'static str],
}

/// The builds of the app, the one that every phone has first.
pub(crate) const BUILDS: [Build; 2] =
    [Build { name: "phone", features: &[] }, Build { name: "desk", features: &["--features", "desk-screens"] }];

/// Compiles a build in this cargo profile and returns the raw WASM file.
pub(crate) fn compile(compiler: &Compiler, profile: &str, build: &Build) -> Outcome<PathBuf> {
    let mut command = compiler.cargo("build");
    command.args(["--package", "frontend", "--bin", build.name, "--profile", profile]).args(build.features);
    run(&mut command)?;
    let folder = if profile == "dev" { "debug" } else { profile };
    Ok(target().join("wasm").join(TARGET).join(folder).join(format!("{}.wasm", build.name)))
}

/// Writes `STEM.js`, `STEM_bg.wasm` and any inline scripts into `folder`, which is emptied first.
pub(crate) fn bind(wasm: &Path, stem: &str, folder: &Path) -> Outcome {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(Failure::io("empty", folder))?;
    }
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(wasm)
        .out_name(stem)
        .typescript(false)
        // The shell passes the hashed address; the glue must not guess one.
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true);
    let bound = bindgen.web(true).and_then(|bindgen| bindgen.generate(folder));
    bound.map_err(|error| Failure::new(format!("wasm-bindgen refused {}: {error:#}", wasm.display())))?;
    let (glue, bound) = (folder.join(format!("{stem}.js")), folder.join(format!("{stem}_bg.wasm")));
    let text = fs::read_to_string(&glue).map_err(Failure::io("read", &glue))?;
    let bytes = fs::read(&bound).map_err(Failure::io("read", &bound))?;
    let (text, bytes) = bound::shorten(&text, &bytes)?;
    fs::write(&glue, text).map_err(Failure::io("write", &glue))?;
    fs::write(&bound, bytes).map_err(Failure::io("write", &bound))
}

/// Puts the functions of the file into the order in which it compresses best.
pub(crate) fn sort(wasm: &Path) -> Outcome {
    let bytes = fs::read(wasm).map_err(Failure::io("read", wasm))?;
    fs::write(wasm, bound::sort(&bytes)?).map_err(Failure::io("write", wasm))
}

/// Shrinks the file in place if a `wasm-opt` that can read it is on PATH; a saving of some 2 %, never required.
pub(crate) fn shrink(wasm: &Path) {
    let Some(version) = wasm_opt_version() else {
        return;
    };
    if version < WASM_OPT_MIN {
        eprintln!("wasm-opt {version} is too old to read this WASM ({WASM_OPT_MIN} can): left as it is");
        return;
    }
    let smaller = wasm.with_extension("opt");
    let shrunk = output(
        Command::new("wasm-opt")
            .args(["-Oz", "--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext"])
            .args(["--enable-mutable-globals", "--enable-reference-types", "--enable-multivalue"])
            .arg(wasm)
            .arg("-o")
            .arg(&smaller),
    );
    if let Err(failure) = shrunk {
        eprintln!("{failure}; the WASM is left as it is");
    } else if let Err(error) = fs::rename(&smaller, wasm) {
        eprintln!("the WASM is left as it is: {error}");
    }
}

fn wasm_opt_version() -> Option<u32> {
    on_path("wasm-opt")?;
    parse_wasm_opt_version(&output(Command::new("wasm-opt").arg("--version")).ok()?)
}

/// From `wasm-opt version 108` or `wasm-opt version 123 (version_123-12-gabcdef)`.
fn parse_wasm_opt_version(line: &str) -> Option<u32> {
    line.strip_prefix("wasm-opt version ")?.split_whitespace().next()?.parse().ok()
}

/// From `rustc 1.96.0 (…)`: 96.
fn parse_rust_minor(line: &str) -> Option<u32> {
    line.strip_prefix("rustc 1.")?.split('.').next()?.parse().ok()
}

fn native_has_target() -> bool {
    let libraries = output(native_rustc().args(["--target", TARGET, "--print", "target-libdir"]));
    libraries.is_ok_and(|folder| Path::new(&folder).is_dir())
}

fn rustup_adds_target() -> bool {
    if on_path("rustup").is_none() {
        return false;
    }
    eprintln!("the target {TARGET} is missing: asking rustup for it");
    run(Command::new("rustup").current_dir(root()).args(["target", "add", TARGET])).is_ok() && native_has_target()
}

fn native_rustc() -> Command {
    let mut command = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    command.current_dir(root());
    command
}

fn debian_is_ready() -> bool {
    let mut rustc = without_rustup(Command::new(DEBIAN_RUSTC));
    let new_enough = output(rustc.arg("--version"))
        .ok()
        .and_then(|line| parse_rust_minor(&line))
        .is_some_and(|minor| minor >= RUST_MINOR_MIN);
    let source = Path::new("/usr/lib/rustlib/src/rust/library/std/Cargo.toml");
    new_enough && Path::new(DEBIAN_CARGO).exists() && source.exists()
}

fn debian_cargo(verb: &str) -> Command {
    let mut command = if verb == "clippy" {
        // Cargo would find rustup's proxy first, so Debian's subcommand is started by its own name.
        let mut clippy = Command::new("/usr/bin/cargo-clippy");
        clippy.env("CARGO", DEBIAN_CARGO);
        clippy
    } else {
        Command::new(DEBIAN_CARGO)
    };
    command.arg(verb).current_dir(root()).env("RUSTC", DEBIAN_RUSTC).env("RUSTC_BOOTSTRAP", "1");
    without_rustup(command)
}

/// Takes out what `cargo run` under rustup leaves in the environment and another compiler would trip over.
fn without_rustup(mut command: Command) -> Command {
    for name in ["RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH", "RUSTC_WORKSPACE_WRAPPER"] {
        command.env_remove(name);
    }
    command
}

/// `rust-lld` of the native toolchain, else LLVM's own under its plain name.
fn linker() -> Outcome<PathBuf> {
    let sysroot = output(native_rustc().args(["--print", "sysroot"]))?;
    let host = output(native_rustc().args(["--print", "host-tuple"]))?;
    let of_toolchain = Path::new(&sysroot).join("lib/rustlib").join(host).join("bin/rust-lld");
    if of_toolchain.exists() {
        return Ok(of_toolchain);
    }
    on_path("wasm-ld")
        .ok_or_else(|| Failure::new("no linker for WASM: install a toolchain by rustup, or the Debian package lld"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_wasm_opt_are_read_or_refused() {
        assert_eq!(parse_wasm_opt_version("wasm-opt version 108"), Some(108));
        assert_eq!(parse_wasm_opt_version("wasm-opt version 123 (version_123-1-g0)"), Some(123));
        assert_eq!(parse_wasm_opt_version("wasm-opt: not found"), None);
    }

    #[test]
    fn versions_of_rustc_are_read_or_refused() {
        assert_eq!(parse_rust_minor("rustc 1.96.0 (ac68faa20 2026-05-25) (built from a source tarball)"), Some(96));
        assert_eq!(parse_rust_minor("error: no such thing"), None);
    }
}
