//! What a browser does not need is taken out of the files that it loads.
//!
//! None of this understands JavaScript or CSS: it drops whole lines that are nothing but comment, and space at the start
//! of a line, which our own files and wasm-bindgen's glue are written to allow.

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
}
