//! The site's files, inside the binary: the shell, its scripts and styles, the worker, the manifest and the icons.
//! `build.rs` writes the table from the folder that `cargo xtask build` assembled.

include!(concat!(env!("OUT_DIR"), "/site_table.rs"));

/// One file of the site.
#[derive(Debug)]
pub struct Asset {
    /// What the sources call it: `style.css`.
    pub name: &'static str,
    /// The path that it answers to: `/assets/style.0123456789abcdef.css`.
    pub url: &'static str,
    /// The content as it is.
    pub body: &'static [u8],
    /// The content in brotli, where that is smaller.
    pub br: Option<&'static [u8]>,
    /// The `Content-Type` header.
    pub content_type: &'static str,
    /// Whether the address changes with the content: cached for ever if so, else asked for anew each time.
    pub immutable: bool,
    /// The `ETag` header of the unpacked content, quotes included.
    pub etag: &'static str,
}

/// The file that answers to this path. The shell is `/app/`; every other path below it is the caller's to map there.
pub fn asset(path: &str) -> Option<&'static Asset> {
    find(TABLE, path)
}

/// The address of the file that the sources call by this name, for pages that the server renders.
pub fn asset_url(name: &str) -> Option<&'static str> {
    TABLE.iter().find(|asset| asset.name == name).map(|asset| asset.url)
}

/// A hash over the whole site; empty when none is embedded.
pub fn site_version() -> &'static str {
    VERSION
}

/// What to tell the person who starts a server that has no site inside.
pub fn missing_site_notice() -> Option<&'static str> {
    TABLE
        .is_empty()
        .then_some("This build has no site inside, so it answers the API alone: build it with `cargo xtask build`.")
}

fn find(table: &'static [Asset], path: &str) -> Option<&'static Asset> {
    let place = table.binary_search_by(|asset| asset.url.cmp(path)).ok()?;
    table.get(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn file(name: &'static str, url: &'static str) -> Asset {
        Asset { name, url, body: b"", br: None, content_type: "text/plain", immutable: false, etag: "\"0\"" }
    }

    static SORTED: &[Asset] = &[file("index.html", "/app/"), file("r.js", "/assets/r.0.js"), file("sw.js", "/sw.js")];

    #[test]
    fn only_a_whole_address_finds_a_file() {
        assert_eq!(find(SORTED, "/sw.js").map(|asset| asset.name), Some("sw.js"));
        assert!(find(SORTED, "/app").is_none());
        assert!(find(SORTED, "/app/notes").is_none());
        assert!(find(SORTED, "").is_none());
    }

    #[test]
    fn a_server_without_a_site_says_so() {
        assert_eq!(missing_site_notice().is_some(), site_version().is_empty());
    }
}
