//! The workspace's own source, as the tests read it.

use std::fs;
use std::path::{Path, PathBuf};

/// One file of the workspace.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its path from the top of the workspace, with `/` between.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl SourceFile {
    /// Whether it is of this language, by its ending.
    pub fn is(&self, ending: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|found| found == ending)
    }

    /// Whether it lies under this folder.
    pub fn under(&self, folder: &str) -> bool {
        self.path.starts_with(&format!("{folder}/"))
    }

    /// The code before the tests at the foot, without whole-line comments.
    pub fn code(&self) -> String {
        let tests = self.text.find("#[cfg(test)]").unwrap_or(self.text.len());
        let lines = self.text[..tests].lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// The top of the workspace.
pub fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

/// Text files that people write, in these folders and at the top: what tools made and what others wrote is left out.
pub fn files() -> Vec<SourceFile> {
    let mut found = Vec::new();
    gather(&top(), &top(), &mut found);
    found.sort_by(|one, other| one.path.cmp(&other.path));
    assert!(found.len() > 50, "the workspace has been found");
    found
}

/// The code of all files whose paths begin so.
pub fn code_below(path: &str) -> String {
    let below = files().into_iter().filter(|file| file.path.starts_with(path));
    below.map(|file| file.code()).collect::<Vec<_>>().join("\n")
}

/// Folders of tools, of fetched code and of data.
const NOT_OURS: [&str; 7] = ["target", "node_modules", ".git", "data", "site", "pkg", "test-results"];

/// Endings of what people write.
const WRITTEN: [&str; 12] = ["rs", "js", "mjs", "css", "html", "sql", "md", "toml", "yml", "yaml", "sh", "webmanifest"];

fn gather(top: &Path, folder: &Path, found: &mut Vec<SourceFile>) {
    for entry in fs::read_dir(folder).expect("a folder of the workspace").flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_owned();
        if path.is_dir() {
            // The data of migrations lies in a folder of that name and is ours.
            let ours = !NOT_OURS.contains(&name.as_str()) || folder.ends_with("tests");
            if ours {
                gather(top, &path, found);
            }
        } else if WRITTEN.contains(&ending.as_str()) || path.ends_with(".ci/run") {
            let relative = path.strip_prefix(top).expect("below the top").to_string_lossy().replace('\\', "/");
            found.push(SourceFile { path: relative, text: fs::read_to_string(&path).expect("a text file") });
        }
    }
}
