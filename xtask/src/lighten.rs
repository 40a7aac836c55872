//! What a browser does not need is taken out of the files that it loads.
//!
//! None of this understands JavaScript or CSS: it drops whole lines that are nothing but comment, and space at the start
//! of a line, which our own files and wasm-bindgen's glue are written to allow.

use std::collections::BTreeSet;

/// How wasm-bindgen ends the name of each import: an underscore and so many hex digits, different for each.
const HASH_LEN: usize = 16;

/// Script and style without comment lines and without indentation; every other file as it is.
pub(crate) fn text(ending: &str, text: &str) -> String {
    match ending {
        "js" | "css" => lines(text),
        _ => text.to_owned(),
    }
}

fn lines(text: &str) -> String {
    let mut light = String::with_capacity(text.len());
    let mut in_comment = false;
    for line in text.lines().map(str::trim) {
        let mut code = line;
        if in_comment || line.starts_with("/*") {
            let behind = line.split_once("*/").map(|(_, behind)| behind.trim_start());
            in_comment = behind.is_none();
            code = behind.unwrap_or_default();
        }
        if !code.is_empty() && !code.starts_with("//") {
            light.push_str(code);
            light.push('\n');
        }
    }
    light
}

/// Counts the imports of a bound WASM up instead of naming them by hashes, in the glue and in the WASM alike.
///
/// The new names are as long as the old ones, so that nothing in the WASM moves; but numbers compress, and hashes do not.
pub(crate) fn count_imports(glue: &str, wasm: &mut [u8]) -> String {
    let mut light = glue.to_owned();
    for (number, name) in hashed_names(glue).into_iter().enumerate() {
        let stem = &name[..name.len() - HASH_LEN];
        let counted = format!("{stem}{number:0HASH_LEN$}");
        light = light.replace(name, &counted);
        replace_bytes(wasm, name.as_bytes(), counted.as_bytes());
    }
    light
}

/// All `__wb…_0123456789abcdef` of the glue.
fn hashed_names(glue: &str) -> BTreeSet<&str> {
    let words = glue.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let is_hashed = |word: &&str| {
        let stem = word.len().checked_sub(HASH_LEN).filter(|stem| word.is_char_boundary(*stem));
        stem.is_some_and(|stem| {
            let is_hex = word[stem..].bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
            word.starts_with("__wb") && word[..stem].ends_with('_') && is_hex
        })
    };
    words.filter(is_hashed).collect()
}

fn replace_bytes(all: &mut [u8], old: &[u8], new: &[u8]) {
    let mut at = 0;
    while at + old.len() <= all.len() {
        if &all[at..at + old.len()] == old {
            all[at..at + old.len()].copy_from_slice(new);
            at += old.len();
        } else {
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comment_lines_go_and_code_stays() {
        let script =
            "// what it does\nconst a = 1; // stays\n\n  /**\n   * @param {x}\n   */\n  f(\"/* no comment\");\n";
        assert_eq!(text("js", script), "const a = 1; // stays\nf(\"/* no comment\");\n");
        assert_eq!(text("css", "/* one */\n  a { b: c; }\n/* two\n   lines */\nd { }\n"), "a { b: c; }\nd { }\n");
        assert_eq!(text("html", "  <p>\n"), "  <p>\n");
    }

    #[test]
    fn code_behind_a_comment_on_its_line_stays() {
        assert_eq!(text("css", "/* one */ a { }\n/* two\n lines */ b { }"), "a { }\nb { }\n");
    }

    #[test]
    fn imports_are_counted_up_in_both_files_alike() {
        let glue = "imports.__wbg_call_0123456789abcdef = () => {}; __wbg_call_fedcba9876543210; __wbindgen_malloc";
        let mut wasm = b"\x00asm..__wbg_call_fedcba9876543210..__wbg_call_0123456789abcdef..0123456789abcdef".to_vec();
        let light = count_imports(glue, &mut wasm);
        assert_eq!(
            light,
            "imports.__wbg_call_0000000000000000 = () => {}; __wbg_call_0000000000000001; __wbindgen_malloc"
        );
        assert_eq!(wasm, b"\x00asm..__wbg_call_0000000000000001..__wbg_call_0000000000000000..0123456789abcdef");
    }
}
