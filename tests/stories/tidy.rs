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

/// What the guide asks of the CARE team as a rule or as something to be kept (not as mere advice), and what the same
/// organizers published besides.
const TOLD_AS_STORIES: [&str; 37] = [
    "S23", "S24", "S25", "S26", "S28", "S30", "S31", "S32", "S33", "S34", "S37", "S38", "S39", "S40", "S41", "S42",
    "S43", "S44", "S46", "S47", "S48", "S49", "S50", "S51", "S52", "S53", "S54", "S56", "S57", "S58", "S59", "S60",
    "D02", "D03", "D06", "D09", "D12",
];

/// The table of requirements is true: each test that it names is there, and each requirement of the guide has a story that
/// bears its id.
#[test]
fn every_requirement_names_tests_that_exist() {
    let files = files();
    let table = &files.iter().find(|file| file.path == "docs/requirements.md").expect("the table").text;
    let rust: BTreeSet<&str> =
        files.iter().filter(|file| file.is("rs")).flat_map(|file| tests_of(&file.text)).collect();
    let browser: String =
        files.iter().filter(|file| file.under("tests/browser")).map(|file| file.text.as_str()).collect();
    let mut told = BTreeSet::new();
    for row in table.lines().filter(|line| line.starts_with("| ") && line.contains(" | ")) {
        let cells: Vec<_> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let (ids, shows) = (cells[0], cells[cells.len() - 1]);
        let is_test = |name: &&str| {
            name.contains('_') && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        };
        for name in shows.split('`').skip(1).step_by(2).filter(is_test) {
            assert!(rust.contains(name), "{ids} names {name}, which is no test");
            told.extend(ids.split(", ").filter(|id| name.starts_with(&format!("{}_", id.to_lowercase()))));
        }
        for name in shows.split('"').skip(1).step_by(2) {
            assert!(browser.contains(name), "{ids} names the browser test {name}, which is none");
        }
    }
    let untold: Vec<_> = TOLD_AS_STORIES.iter().filter(|id| !told.contains(*id)).collect();
    assert!(untold.is_empty(), "no story bears the id of {untold:?}");
}

/// The names of the functions of a file that are tests.
fn tests_of(text: &str) -> impl Iterator<Item = &str> {
    text.split("fn ").skip(1).filter_map(|rest| rest.split_once('(').map(|(name, _)| name))
}

/// What can become of a message is told with the test that shows it, row by row.
#[test]
fn every_row_of_the_outcomes_has_its_test() {
    let files = files();
    let told = files.iter().find(|file| file.path == "docs/paging-outcomes.md").expect("the table of outcomes");
    let sections = told.text.split("\n## ").filter(|section| section.contains("| test |"));
    let rows: Vec<_> = sections.flat_map(|section| section.lines().filter(|line| line.starts_with("| "))).collect();
    let rust: Vec<_> = files.iter().filter(|file| file.is("rs")).collect();
    let mut counted = 0;
    for row in rows.iter().filter(|row| !row.ends_with("| test |")) {
        let cell = row.trim_end_matches(['|', ' ']).rsplit('|').next().unwrap_or_default();
        let tests: Vec<_> = cell.split('`').skip(1).step_by(2).collect();
        assert!(!tests.is_empty(), "no test: {row}");
        for test in tests {
            let found = rust.iter().any(|file| file.text.contains(&format!("fn {test}()")));
            assert!(found, "there is no test `{test}`: {row}");
        }
        counted += 1;
    }
    assert!(counted > 40, "{counted} rows");
}
