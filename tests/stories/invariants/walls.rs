//! The walls between the rooms, and the words that only a proof lets through: kept by reading the source.

use tests::source::{SourceFile, files, top};

/// The names under a heading of a Cargo manifest.
fn dependencies(manifest: &str, heading: &str) -> Vec<String> {
    let text = std::fs::read_to_string(top().join(manifest)).expect("a manifest");
    let lines = text.lines().skip_while(|line| *line != heading).skip(1).take_while(|line| !line.starts_with('['));
    let name = |line: &str| line.split(['.', ' ', '=']).next().unwrap_or_default().to_owned();
    lines.filter(|line| !line.trim().is_empty() && !line.starts_with('#')).map(name).collect()
}

fn rust() -> Vec<SourceFile> {
    files().into_iter().filter(|file| file.is("rs")).collect()
}

/// Fails with every place where one of the words stands in code.
fn nowhere<'a>(files: impl IntoIterator<Item = &'a SourceFile>, words: &[&str]) {
    let mut found = Vec::new();
    for file in files {
        let code = file.code();
        let in_line = |line: &&str| words.iter().any(|word| line.contains(word));
        found.extend(code.lines().filter(in_line).map(|line| format!("{}: {}", file.path, line.trim())));
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn domain_is_pure() {
    let allowed = ["serde", "sha2", "uuid"];
    assert_eq!(dependencies("app/domain/Cargo.toml", "[dependencies]"), allowed);
    let workspace = std::fs::read_to_string(top().join("Cargo.toml")).expect("the workspace");
    let uuid = workspace.lines().find(|line| line.starts_with("uuid = ")).expect("uuid's line");
    assert!(uuid.contains("default-features = false"), "{uuid}");
    for chance in ["\"v4\"", "\"v7\"", "rng", "std"] {
        assert!(!uuid.contains(chance), "uuid must not reach for time or chance: {uuid}");
    }
    let files = rust();
    let domain: Vec<_> = files.iter().filter(|file| file.under("app/domain/src")).collect();
    assert!(domain.len() > 15, "the rooms are there");
    let impure = [
        "async ",
        ".await",
        "std::fs",
        "std::net",
        "std::env",
        "std::io",
        "std::thread",
        "std::process",
        "SystemTime",
        "Instant",
        "println!",
        "eprintln!",
        "thread_local!",
        "static mut",
        "Mutex",
        "RefCell",
    ];
    nowhere(domain, &impure);
}

#[test]
fn sql_lives_in_store() {
    for manifest in ["app/Cargo.toml", "app/domain/Cargo.toml", "app/desk/Cargo.toml", "frontend/Cargo.toml"] {
        let named = dependencies(manifest, "[dependencies]");
        assert!(!named.iter().any(|name| name == "sqlx" || name == "libsqlite3-sys"), "{manifest}");
    }
    let files = rust();
    let outside = files.iter().filter(|file| {
        let rooms = ["app", "frontend", "server/src"].iter().any(|room| file.under(room));
        rooms && !file.under("server/src/store")
    });
    nowhere(outside, &["sqlx", "insert into ", "delete from ", "select * from", "begin immediate", "pragma "]);
}

#[test]
fn browser_lives_in_frontend() {
    for manifest in ["app/Cargo.toml", "app/domain/Cargo.toml", "app/desk/Cargo.toml", "server/Cargo.toml"] {
        let named = dependencies(manifest, "[dependencies]");
        let browser =
            ["web-sys", "js-sys", "wasm-bindgen", "wasm-bindgen-futures", "gloo-storage", "indexed_db_futures"];
        let found: Vec<_> = named.iter().filter(|name| browser.contains(&name.as_str())).collect();
        assert!(found.is_empty(), "{manifest}: {found:?}");
    }
    let files = rust();
    let outside = files.iter().filter(|file| file.under("app") || file.under("server"));
    nowhere(outside, &["web_sys::", "js_sys::", "wasm_bindgen", "gloo_", "indexedDB"]);
}

/// The word "Saved" stands in code only where the phone's disk, or the server's commit, has spoken before.
#[test]
fn saved_means_durable() {
    let files = files();
    let screens = |file: &&SourceFile| {
        ["app/src", "frontend", "public"].iter().any(|room| file.under(room))
            && ["rs", "js", "html"].iter().any(|ending| file.is(ending))
    };
    let mut said = Vec::new();
    for file in files.iter().filter(screens) {
        let code = file.code();
        let lines = code
            .lines()
            .filter(|line| line.contains("\"Saved") || line.contains("Saved on") || line.contains(">Saved"));
        said.extend(lines.map(|line| (file.path.clone(), line.trim().to_owned())));
    }
    let device =
        files.iter().find(|file| file.under("app/src/device") && file.text.contains("pub struct Durable(());"));
    let device = device.expect("the proof, which nobody else can make");
    let durable = said.iter().filter(|(_, line)| line.contains("Saved on this phone")).map(|(path, _)| path);
    assert_eq!(durable.collect::<Vec<_>>(), [&device.path], "one place says so");
    for (path, line) in &said {
        // "Saved here" heads the time of an entry that was read from the disk; the server's word follows its answer.
        let known = ["Saved on this phone", "\"Saved on the server\"", "\"Saved here\""];
        assert!(known.iter().any(|phrase| line.contains(phrase)), "{path}: {line}");
    }
    let ours = files.iter().filter(|file| !file.under("tests"));
    let makers: Vec<_> = ours.filter(|file| file.code().contains("Durable::after_complete()")).collect();
    assert_eq!(makers.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(), ["frontend/src/idb.rs"]);
    let storage = makers[0].code();
    assert_eq!(storage.matches("Durable::after_complete()").count(), 1, "one place makes it");
    let (before, _) = storage.split_once("Durable::after_complete()").expect("the place");
    assert!(before.contains("oncomplete") || before.contains("complete"), "after the transaction's `complete`");
}
