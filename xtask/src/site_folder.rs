//! The site on disk: read from `public/` and the glue, written below the target folder for `server/build.rs` to embed.

use crate::{
    shell::{Failure, Outcome},
    site::{SHELL_URL, Site, Sources, ending, is_compressible},
};
use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

/// The list of all files that `server/build.rs` reads; it changes exactly when the site does.
pub(crate) const INDEX: &str = "index.tsv";

/// Reads the files of `public/`, whose folders are only for people, and the glue of each build of the app. No two may
/// share a name, but for inline scripts, which are the same in each build.
pub(crate) fn sources(public: &Path, glue: &[PathBuf]) -> Outcome<Sources> {
    let mut sources = Sources::new();
    for folder in glue {
        read_into(&mut sources, folder, folder)?;
    }
    address_snippets(&mut sources);
    let mut written = Sources::new();
    read_into(&mut written, public, public)?;
    for (path, body) in written {
        let name = path.rsplit_once('/').map_or(path.as_str(), |(_, name)| name);
        if sources.insert(name.to_owned(), body).is_some() {
            return Err(Failure::new(format!("public/{path}: another file has this name too")));
        }
    }
    Ok(sources)
}

/// What one file weighs on the wire.
pub(crate) struct Weight {
    /// The name that `{{asset:NAME}}` knows it by.
    pub(crate) name: String,
    /// Bytes after brotli, or as they are where that gains nothing.
    pub(crate) bytes: usize,
}

/// Writes every file under its address, brotli beside it, and removes what is not part of the site.
/// Files that did not change keep their times, so that the server is rebuilt only for a new site.
pub(crate) fn write(site: &Site, folder: &Path, quality: i32) -> Outcome<Vec<Weight>> {
    let mut kept = BTreeSet::from([folder.join(INDEX)]);
    let mut weights = Vec::new();
    let mut index = format!("{}\n", site.version);
    for file in &site.files {
        let relative = if file.url == SHELL_URL { "app/index.html" } else { file.url.trim_start_matches('/') };
        let path = folder.join(relative);
        let packed_path = PathBuf::from(format!("{}.br", path.display()));
        let is_new = write_if_changed(&path, &file.body)?;
        if is_compressible(&file.name) && (is_new || !packed_path.exists()) {
            write_if_changed(&packed_path, &pack(&file.body, quality)?)?;
        }
        let packed =
            fs::metadata(&packed_path).ok().map(|data| data.len() as usize).filter(|size| *size < file.body.len());
        let encodings = if packed.is_some() { "br" } else { "" };
        let (url, kind, hash, name) = (&file.url, file.content_type, &file.hash, &file.name);
        let _ = writeln!(index, "{url}\t{relative}\t{kind}\t{}\t{hash}\t{encodings}\t{name}", file.immutable);
        weights.push(Weight { name: file.name.clone(), bytes: packed.unwrap_or(file.body.len()) });
        kept.extend([path, packed_path]);
    }
    write_if_changed(&folder.join(INDEX), index.as_bytes())?;
    sweep(folder, &kept)?;
    Ok(weights)
}

/// wasm-bindgen's inline scripts get hashed addresses like everything else, so the glue must ask for them by name.
fn address_snippets(bound: &mut Sources) {
    let snippets: Vec<String> = bound.keys().filter(|name| name.starts_with("snippets/")).cloned().collect();
    let scripts = bound.iter_mut().filter(|(name, _)| ending(name) == "js" && !name.starts_with("snippets/"));
    for (_, body) in scripts {
        let mut text = String::from_utf8_lossy(body).into_owned();
        for snippet in &snippets {
            text = text.replace(&format!("./{snippet}"), &format!("{{{{asset:{snippet}}}}}"));
        }
        *body = text.into_bytes();
    }
}

fn read_into(sources: &mut Sources, top: &Path, folder: &Path) -> Outcome {
    for path in entries(folder)? {
        if path.is_dir() {
            read_into(sources, top, &path)?;
            continue;
        }
        let Some(name) = path.strip_prefix(top).ok().and_then(Path::to_str) else {
            return Err(Failure::new(format!("{} has a name that cannot stand in an address", path.display())));
        };
        let body = fs::read(&path).map_err(Failure::io("read", &path))?;
        sources.insert(name.replace('\\', "/"), body);
    }
    Ok(())
}

fn entries(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let listed = fs::read_dir(folder).map_err(Failure::io("list", folder))?;
    listed.map(|entry| entry.map(|entry| entry.path()).map_err(Failure::io("list", folder))).collect()
}

fn write_if_changed(path: &Path, bytes: &[u8]) -> Outcome<bool> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(false);
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Failure::io("create", folder))?;
    }
    fs::write(path, bytes).map_err(Failure::io("write", path))?;
    Ok(true)
}

fn pack(body: &[u8], quality: i32) -> Outcome<Vec<u8>> {
    let params = brotli::enc::BrotliEncoderParams { quality, lgwin: 22, size_hint: body.len(), ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &body[..], &mut packed, &params)
        .map_err(|error| Failure::new(format!("brotli failed: {error}")))?;
    Ok(packed)
}

fn sweep(folder: &Path, kept: &BTreeSet<PathBuf>) -> Outcome {
    for path in entries(folder)? {
        if path.is_dir() {
            sweep(&path, kept)?;
        } else if !kept.contains(&path) {
            fs::remove_file(&path).map_err(Failure::io("remove", &path))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_two_folders_is_refused() {
        let folder = std::env::temp_dir().join(format!("careline-site-{}", std::process::id()));
        let [public, glue] = ["public", "glue"].map(|name| folder.join(name));
        for file in [public.join("icons/app.js"), glue.join("app.js")] {
            write_if_changed(&file, b"").expect("written");
        }
        let refused = sources(&public, &[glue]).expect_err("refused").to_string();
        fs::remove_dir_all(&folder).expect("removed");
        assert_eq!(refused, "public/icons/app.js: another file has this name too");
    }

    #[test]
    fn the_glue_asks_for_its_inline_scripts_by_name() {
        let mut bound = Sources::from([
            ("app.js".to_owned(), b"import {x} from './snippets/f-1/inline0.js';".to_vec()),
            ("snippets/f-1/inline0.js".to_owned(), b"export const x = 1;".to_vec()),
        ]);
        address_snippets(&mut bound);
        assert_eq!(bound["app.js"], b"import {x} from '{{asset:snippets/f-1/inline0.js}}';");
    }

    #[test]
    fn what_is_packed_is_smaller_and_whole() {
        let body = b"a note written in a hallway ".repeat(100);
        let packed = pack(&body, 11).expect("packed");
        assert!(packed.len() < body.len() / 10);
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut packed.as_slice(), &mut unpacked).expect("unpacked");
        assert_eq!(unpacked, body);
    }
}
