//! Embeds the assembled site, so that `careline` is one file. `cargo xtask build` names the folder in
//! `CARELINE_SITE_DIR`; without it the table is empty, which is right for tests and checks.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-env-changed=CARELINE_SITE_DIR");
    println!("cargo:rerun-if-changed=build.rs");
    // A new migration file is seen only when the crate that embeds it is built again.
    println!("cargo:rerun-if-changed=../migrations");
    let table = match env::var_os("CARELINE_SITE_DIR") {
        Some(folder) => table(&PathBuf::from(folder))?,
        None => String::from("static VERSION: &str = \"\";\nstatic TABLE: &[Asset] = &[];\n"),
    };
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    fs::write(out.join("site_table.rs"), table)?;
    Ok(())
}

/// Turns the index that `cargo xtask build` wrote into Rust: the version, then one row per file, sorted by address.
fn table(folder: &Path) -> Result<String, Box<dyn Error>> {
    let index_path = folder.join("index.tsv");
    println!("cargo:rerun-if-changed={}", index_path.display());
    let index = fs::read_to_string(&index_path)?;
    let mut lines = index.lines();
    let version = lines.next().ok_or("the index is empty")?;
    let mut table = format!("static VERSION: &str = {version:?};\nstatic TABLE: &[Asset] = &[\n");
    for line in lines {
        let row: [&str; 7] =
            line.split('\t').collect::<Vec<_>>().try_into().map_err(|_| format!("not a row: {line}"))?;
        let [url, file, content_type, immutable, hash, encodings, name] = row;
        let path = folder.join(file).display().to_string();
        let br =
            if encodings == "br" { format!("Some(include_bytes!({:?}))", format!("{path}.br")) } else { "None".into() };
        write!(table, "Asset {{ name: {name:?}, url: {url:?}, body: include_bytes!({path:?}), br: {br}, ")?;
        writeln!(
            table,
            "content_type: {content_type:?}, immutable: {immutable}, etag: {:?} }},",
            format!("\"{hash}\"")
        )?;
    }
    table.push_str("];\n");
    Ok(table)
}
