//! The site: every file the browser may ask for, under its final address.
//!
//! Files that the shell names by `{{asset:NAME}}` carry a hash of their content in their address and may be kept for
//! ever; the few whose address is a promise (the shell, the worker, the manifest) keep it and are asked for anew.
//! `{{version}}` is a hash over everything; `{{precache}}` is what the worker fetches before it calls itself installed,
//! and `{{desk}}` what it fetches on devices that use the desk.

use crate::lighten;
use crate::shell::{Failure, Outcome};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// The address of the shell, which stands for every screen of the signed-in app.
pub(crate) const SHELL_URL: &str = "/app/";

/// Not fetched ahead by the worker: itself, its undertaker, what only the reporter's pages use, which are none of the
/// worker's business, and what the phone itself fetches when it installs the app.
const NOT_PRECACHED: [&str; 7] =
    ["sw.js", "recovery-sw.js", "r.js", "public.css", "manifest.webmanifest", "icon-512.png", "apple-touch-icon.png"];

/// Fetched ahead on devices that have used the desk: `{{desk}}`.
const DESK: [&str; 3] = ["desk.css", "desk.js", "desk_bg.wasm"];

/// Files before their addresses are final: name to content. A name is the file's own, without folders, but for
/// wasm-bindgen's inline scripts.
pub(crate) type Sources = BTreeMap<String, Vec<u8>>;

/// One file as the server hands it out.
pub(crate) struct Served {
    /// The name that `{{asset:NAME}}` knows it by.
    pub(crate) name: String,
    /// The path of its address.
    pub(crate) url: String,
    /// The content, placeholders filled in.
    pub(crate) body: Vec<u8>,
    /// The `Content-Type` header.
    pub(crate) content_type: &'static str,
    /// Whether the address changes with the content, so that it may be cached for ever.
    pub(crate) immutable: bool,
    /// Hash of the content.
    pub(crate) hash: String,
}

/// The assembled site.
pub(crate) struct Site {
    /// A hash over all sources.
    pub(crate) version: String,
    /// The files, by address.
    pub(crate) files: Vec<Served>,
}

/// Fills in all placeholders and gives each file its address; hashed ones go below `/PKG_DIR/`.
pub(crate) fn assemble(sources: &Sources, pkg_dir: &str) -> Outcome<Site> {
    if !sources.contains_key("index.html") {
        return Err(Failure::new("public/index.html is missing: there is no shell to build"));
    }
    let mut weaver =
        Weaver { sources, pkg_dir, version: version(sources), woven: BTreeMap::new(), open: BTreeSet::new() };
    for name in sources.keys() {
        weaver.weave(name)?;
    }
    let mut files = Vec::with_capacity(sources.len());
    for (name, (url, body)) in weaver.woven {
        let immutable = fixed_url(&name).is_none();
        files.push(Served { content_type: kind(&name)?.0, hash: hash(&body), immutable, name, url, body });
    }
    files.sort_by(|a, b| a.url.cmp(&b.url));
    Ok(Site { version: weaver.version, files })
}

/// Whether the file is worth compressing.
pub(crate) fn is_compressible(name: &str) -> bool {
    kind(name).is_ok_and(|(_, is_text)| is_text) || ending(name) == "wasm"
}

/// The first 16 hex digits of the SHA-256.
pub(crate) fn hash(bytes: &[u8]) -> String {
    hex::encode(&Sha256::digest(bytes)[..8])
}

fn version(sources: &Sources) -> String {
    let mut all = Sha256::new();
    for (name, body) in sources {
        all.update(hash(name.as_bytes()));
        all.update(hash(body));
    }
    hex::encode(&all.finalize()[..6])
}

/// The promised address of a file, if it has one.
fn fixed_url(name: &str) -> Option<String> {
    match name {
        "index.html" => Some(SHELL_URL.to_owned()),
        "sw.js" | "recovery-sw.js" | "manifest.webmanifest" | "favicon.ico" | "robots.txt" => Some(format!("/{name}")),
        _ => None,
    }
}

/// What stands after the last dot of a file's name.
pub(crate) fn ending(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// The content type and whether placeholders may stand in it.
fn kind(name: &str) -> Outcome<(&'static str, bool)> {
    Ok(match ending(name) {
        "html" => ("text/html; charset=utf-8", true),
        "js" => ("text/javascript; charset=utf-8", true),
        "css" => ("text/css; charset=utf-8", true),
        "webmanifest" => ("application/manifest+json", true),
        "json" => ("application/json", true),
        "svg" => ("image/svg+xml", true),
        "txt" => ("text/plain; charset=utf-8", true),
        "wasm" => ("application/wasm", false),
        "png" => ("image/png", false),
        "ico" => ("image/x-icon", false),
        "webp" => ("image/webp", false),
        _ => {
            return Err(Failure::new(format!("public/{name}: no content type is known for this ending")));
        }
    })
}

struct Weaver<'a> {
    sources: &'a Sources,
    pkg_dir: &'a str,
    version: String,
    /// Finished files: name to address and body.
    woven: BTreeMap<String, (String, Vec<u8>)>,
    /// Files being worked on, to notice two that name each other.
    open: BTreeSet<String>,
}

impl Weaver<'_> {
    /// Finishes a file and everything that it names, once, and returns its address.
    fn weave(&mut self, name: &str) -> Outcome<String> {
        if let Some((url, _)) = self.woven.get(name) {
            return Ok(url.clone());
        }
        let raw = self.sources.get(name).ok_or_else(|| Failure::new(format!("no file is named {name}")))?;
        if !self.open.insert(name.to_owned()) {
            return Err(Failure::new(format!("{name} and a file that it names wait for each other's hash")));
        }
        let body =
            if kind(name)?.1 { lighten::text(ending(name), &self.fill(name, raw)?).into_bytes() } else { raw.clone() };
        self.open.remove(name);
        let url = fixed_url(name).unwrap_or_else(|| hashed_url(self.pkg_dir, name, &body));
        self.woven.insert(name.to_owned(), (url.clone(), body));
        Ok(url)
    }

    /// The text with its placeholders replaced; other double braces stay as they are.
    fn fill(&mut self, name: &str, raw: &[u8]) -> Outcome<String> {
        let text = str::from_utf8(raw).map_err(|_| Failure::new(format!("public/{name} is not UTF-8")))?;
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find("{{") {
            filled.push_str(&rest[..start]);
            let from_brace = &rest[start..];
            let word = from_brace[2..].split_once("}}").map_or("", |(word, _)| word);
            let value = self.value(word);
            let value = value.map_err(|failure| Failure::new(format!("public/{name}: {failure}")))?;
            if let Some(value) = value {
                filled.push_str(&value);
                rest = &from_brace[word.len() + 4..];
            } else {
                filled.push_str("{{");
                rest = &from_brace[2..];
            }
        }
        filled.push_str(rest);
        Ok(filled)
    }

    fn value(&mut self, word: &str) -> Outcome<Option<String>> {
        if let Some(name) = word.strip_prefix("asset:") {
            return self.url(name).map(Some);
        }
        match word {
            "version" => Ok(Some(self.version.clone())),
            "precache" => self.addresses(|name| !NOT_PRECACHED.contains(&name) && !DESK.contains(&name)).map(Some),
            "desk" => self.addresses(|name| DESK.contains(&name)).map(Some),
            _ => Ok(None),
        }
    }

    fn url(&mut self, name: &str) -> Outcome<String> {
        match fixed_url(name) {
            Some(url) if self.sources.contains_key(name) => Ok(url),
            _ => self.weave(name),
        }
    }

    fn addresses(&mut self, wanted: impl Fn(&str) -> bool) -> Outcome<String> {
        let names: Vec<String> = self.sources.keys().filter(|name| wanted(name)).cloned().collect();
        let urls = names.iter().map(|name| self.url(name)).collect::<Outcome<Vec<String>>>()?;
        Ok(serde_json::Value::from(urls).to_string())
    }
}

/// `style.css` becomes `/assets/style.0123456789abcdef.css`; folders are left out, the hash tells files apart.
fn hashed_url(pkg_dir: &str, name: &str, body: &[u8]) -> String {
    let file = name.rsplit_once('/').map_or(name, |(_, file)| file);
    let (stem, ending) = file.rsplit_once('.').unwrap_or((file, "bin"));
    format!("/{pkg_dir}/{stem}.{}.{ending}", hash(body))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site_of(files: &[(&str, &str)]) -> Outcome<Site> {
        let sources = files.iter().map(|(name, body)| ((*name).to_owned(), body.as_bytes().to_vec())).collect();
        assemble(&sources, "assets")
    }

    fn text<'a>(site: &'a Site, name: &str) -> &'a str {
        let file = site.files.iter().find(|file| file.name == name).expect("file");
        str::from_utf8(&file.body).expect("text")
    }

    fn url<'a>(site: &'a Site, name: &str) -> &'a str {
        &site.files.iter().find(|file| file.name == name).expect("file").url
    }

    #[test]
    fn a_change_deep_down_changes_every_address_on_the_way_up() {
        let tree = |wasm| {
            site_of(&[
                ("app_bg.wasm", wasm),
                ("boot.js", "load('{{asset:app_bg.wasm}}')"),
                ("index.html", "<script src={{asset:boot.js}}></script>"),
            ])
            .expect("site")
        };
        let (one, two) = (tree("1"), tree("2"));
        assert_ne!(url(&one, "boot.js"), url(&two, "boot.js"));
        assert_eq!(text(&one, "index.html"), format!("<script src={}></script>", url(&one, "boot.js")));
        assert_eq!(url(&one, "index.html"), "/app/");
        assert_ne!(one.version, two.version);
    }

    #[test]
    fn the_worker_fetches_everything_ahead_but_itself_and_the_reporters_script() {
        let site = site_of(&[
            ("index.html", ""),
            ("icon.png", "png"),
            ("manifest.webmanifest", "{}"),
            ("recovery-sw.js", ""),
            ("r.js", ""),
            ("desk.css", ""),
            ("desk.js", ""),
            ("style.css", "p{}"),
            ("sw.js", "{{version}}{{precache}}{{desk}}"),
        ])
        .expect("site");
        let expected = format!(
            r#"{}["{}","/app/","{}"]["{}","{}"]{}"#,
            site.version,
            url(&site, "icon.png"),
            url(&site, "style.css"),
            url(&site, "desk.css"),
            url(&site, "desk.js"),
            '\n'
        );
        assert_eq!(text(&site, "sw.js"), expected);
    }

    #[test]
    fn braces_that_are_no_placeholder_stay() {
        let site = site_of(&[("index.html", "{{{version}} {{ x }} {{")]).expect("site");
        assert_eq!(text(&site, "index.html"), "{{{version}} {{ x }} {{");
    }

    #[test]
    fn a_missing_file_and_a_circle_are_named() {
        let missing = site_of(&[("index.html", "{{asset:no.js}}")]).err().expect("refused").to_string();
        assert_eq!(missing, "public/index.html: no file is named no.js");
        let circle = site_of(&[("index.html", ""), ("a.js", "{{asset:b.js}}"), ("b.js", "{{asset:a.js}}")]);
        assert!(circle.err().expect("refused").to_string().contains("wait for each other"));
    }

    #[test]
    fn only_addresses_with_a_hash_may_be_kept_for_ever() {
        let site = site_of(&[("index.html", ""), ("style.css", ""), ("manifest.webmanifest", "")]).expect("site");
        let kept: Vec<&str> = site.files.iter().filter(|file| file.immutable).map(|file| file.name.as_str()).collect();
        assert_eq!(kept, ["style.css"]);
    }
}
