//! The names by which a bound WASM and its glue know each other, made short in both.
//!
//! wasm-bindgen spells out what each import does and where each export comes from, and ends most names with a hash. All of
//! that stands once in the WASM and once in the glue, and a first visit carries both. A name that the glue does not have
//! stays as it is.

use super::bytes::{EXPORTS, IMPORTS, Reader, write_bytes, write_number, write_sections};
use crate::shell::Outcome;
use std::collections::BTreeMap;

/// The glue and the WASM with short names for what one has from the other.
pub(crate) fn shorten(glue: &str, wasm: &[u8]) -> Outcome<(String, Vec<u8>)> {
    let mut names = Names::of(glue);
    let short = write_sections(wasm, |id, section| match id {
        IMPORTS => imports(section, &mut names),
        EXPORTS => exports(section, &mut names),
        _ => Ok(section.to_vec()),
    })?;
    Ok((names.shortened(glue), short))
}

/// `$0`, `$1`, … for the names that are met, as far as they are ours to change.
struct Names<'a> {
    in_glue: BTreeMap<&'a str, Option<String>>,
    given: usize,
}

impl<'a> Names<'a> {
    fn of(glue: &'a str) -> Self {
        let ours = |word: &&str| word.starts_with("__wb") || word.starts_with("wasm_bindgen_");
        Self { in_glue: words(glue).filter(ours).map(|word| (word, None)).collect(), given: 0 }
    }

    fn short(&mut self, name: &str) -> String {
        let Some(short) = self.in_glue.get_mut(name) else { return name.to_owned() };
        let given = &mut self.given;
        let fresh = || {
            *given += 1;
            format!("${:x}", *given - 1)
        };
        short.get_or_insert_with(fresh).clone()
    }

    fn shortened(&self, glue: &str) -> String {
        let mut light = String::with_capacity(glue.len());
        let mut rest = glue;
        for word in words(glue) {
            // The words are slices of the glue, in order.
            let at = word.as_ptr() as usize - rest.as_ptr() as usize;
            light.push_str(&rest[..at]);
            light.push_str(self.in_glue.get(word).and_then(Option::as_deref).unwrap_or(word));
            rest = &rest[at + word.len()..];
        }
        light.push_str(rest);
        light
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '$').filter(|word| !word.is_empty())
}

/// The imports: each a module, a name and what it is.
fn imports(section: &[u8], names: &mut Names<'_>) -> Outcome<Vec<u8>> {
    let mut reader = Reader::of(section);
    let mut short = Vec::new();
    let count = reader.number()?;
    write_number(&mut short, count);
    for _ in 0..count {
        write_bytes(&mut short, reader.bytes()?);
        write_bytes(&mut short, names.short(reader.text()?).as_bytes());
        short.extend(reader.import_kind()?);
    }
    Ok(short)
}

/// The exports: each a name and what it is.
fn exports(section: &[u8], names: &mut Names<'_>) -> Outcome<Vec<u8>> {
    let mut reader = Reader::of(section);
    let mut short = Vec::new();
    let count = reader.number()?;
    write_number(&mut short, count);
    for _ in 0..count {
        write_bytes(&mut short, names.short(reader.text()?).as_bytes());
        short.push(reader.byte()?);
        write_number(&mut short, reader.number()?);
    }
    Ok(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A WASM of these imports (each a function of type 0) and exports, with another section behind.
    fn wasm(imported: &[&str], exported: &[&str]) -> Vec<u8> {
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        let mut section = vec![imported.len() as u8];
        for name in imported {
            write_bytes(&mut section, b"./app_bg.js");
            write_bytes(&mut section, name.as_bytes());
            section.extend([0, 0]);
        }
        wasm.push(IMPORTS);
        write_bytes(&mut wasm, &section);
        let mut section = vec![exported.len() as u8];
        for (number, name) in exported.iter().enumerate() {
            write_bytes(&mut section, name.as_bytes());
            section.extend([0, number as u8]);
        }
        wasm.push(EXPORTS);
        write_bytes(&mut wasm, &section);
        wasm.extend([10, 1, 0]);
        wasm
    }

    #[test]
    fn both_sides_get_the_same_short_names() {
        let glue = "return { __wbg_call_0123: function(a) { wasm.__wbindgen_free(a); }, __wbg_now: () => __wbg_call }";
        let bound = wasm(&["__wbg_now", "__wbg_call_0123", "__wbg_unheard"], &["memory", "__wbindgen_free"]);
        let (glue, bound) = shorten(glue, &bound).expect("short");
        assert_eq!(glue, "return { $1: function(a) { wasm.$2(a); }, $0: () => __wbg_call }");
        assert_eq!(bound, wasm(&["$0", "$1", "__wbg_unheard"], &["memory", "$2"]));
    }

    #[test]
    fn what_is_cut_off_is_refused() {
        let whole = wasm(&["__wbg_now"], &["memory"]);
        for length in [3, 9, whole.len() - 1] {
            assert!(shorten("", &whole[..length]).is_err(), "{length}");
        }
    }
}
