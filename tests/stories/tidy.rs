//! Tidiness that a machine can keep, so that nobody has to remember it.

use std::collections::BTreeSet;
use std::path::Path;
use tests::source::{SourceFile, files, top};

/// Longest file of code, in lines.
const LINES_MAX: usize = 400;
/// Longest style sheet, in lines: there is one, because each further one is a further request on the first visit.
const STYLE_LINES_MAX: usize = 600;

fn code() -> Vec<SourceFile> {
    let endings = ["rs", "js", "mjs", "css"];
    files().into_iter().filter(|file| endings.iter().any(|ending| file.is(ending))).collect()
}

#[test]
fn no_file_is_longer_than_one_reads_at_once() {
    let long: Vec<_> = code()
        .iter()
        .map(|file| (file.path.clone(), file.text.lines().count()))
        .filter(|(path, lines)| *lines > if path == "public/style.css" { STYLE_LINES_MAX } else { LINES_MAX })
        .collect();
    assert!(long.is_empty(), "split these: {long:?}");
}

/// Clippy keeps this for Rust; here it is kept that clippy does.
#[test]
fn clippy_keeps_functions_short_and_errors_handled() {
    let clippy = std::fs::read_to_string(top().join("clippy.toml")).expect("clippy's settings");
    assert!(clippy.contains("too-many-lines-threshold = 70"));
    let workspace = std::fs::read_to_string(top().join("Cargo.toml")).expect("the workspace");
    for lint in ["unwrap_used", "todo", "unimplemented", "dbg_macro", "allow_attributes", "unsafe_code"] {
        assert!(workspace.contains(&format!("\n{lint} = ")), "{lint}");
    }
    for file in files().iter().filter(|file| file.path.ends_with("Cargo.toml") && file.path != "Cargo.toml") {
        assert!(file.text.contains("[lints]\nworkspace = true"), "{} leaves the lints out", file.path);
    }
}

#[test]
fn nothing_is_left_for_later() {
    // Taken apart, so that this file does not find itself.
    let marks = [["to", "do!("], ["unimple", "mented!("], ["FIX", "ME"], ["TO", "DO:"], ["XX", "X "], ["#[ig", "nore"]];
    let marks: Vec<_> = marks.iter().map(|halves| halves.concat()).collect();
    for file in files() {
        for mark in &marks {
            assert!(!file.text.contains(mark), "{} has a {mark}", file.path);
        }
    }
}

#[test]
fn no_path_of_one_machine_is_written_down() {
    let homes = [["/ho", "me/"], ["/ro", "ot/"], ["/Use", "rs/"], ["/wo", "rk/"]].map(|halves| halves.concat());
    for file in files() {
        for home in &homes {
            assert!(!file.text.contains(home), "{} names {home}", file.path);
        }
    }
}

#[test]
fn every_migration_stands_on_both_engines_and_has_data() {
    let names = |folder: &Path| -> BTreeSet<String> {
        let entries = std::fs::read_dir(folder).expect("a folder").flatten();
        let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        names.filter(|name| Path::new(name).extension().is_some_and(|ending| ending == "sql")).collect()
    };
    let sqlite = names(&top().join("migrations/sqlite"));
    assert!(!sqlite.is_empty());
    assert_eq!(sqlite, names(&top().join("migrations/postgres")));
    assert_eq!(sqlite, names(&top().join("tests/data/migrations")));
    let numbers: Vec<_> = sqlite.iter().map(|name| name[..4].parse::<usize>().expect("a number")).collect();
    assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>(), "numbered without a gap");
}

/// The words of the glossary are those of the code: each code name in it is there.
#[test]
fn every_code_name_of_the_glossary_exists() {
    let files = files();
    let architecture = files.iter().find(|file| file.path == "ARCHITECTURE.md").expect("ARCHITECTURE.md");
    let (_, glossary) = architecture.text.split_once("## Glossary").expect("a glossary");
    let rows = glossary.lines().filter(|line| line.starts_with('|'));
    let cells = rows.filter_map(|row| row.split('|').nth(2));
    let names: Vec<&str> = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
    assert!(names.len() > 10, "the glossary names code: {names:?}");
    let rust: Vec<_> =
        files.iter().filter(|file| file.is("rs") && !file.under("tests")).map(SourceFile::code).collect();
    for name in names {
        let parts = name.trim_end_matches("()").split("::");
        for part in parts {
            let said = |code: &String| code.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == part);
            assert!(rust.iter().any(said), "the glossary says `{name}`, the code does not");
        }
    }
}
