//! Packs the word list of reporter keys for the WASM.
//!
//! As the crate gives it, the list is a table of addresses beside its letters, and addresses hardly compress. Packed,
//! each word is one capital that says how many letters it shares with the word before it (`A` for none), and its other
//! letters. It halves what the list costs a first visit. `src/words.rs` unpacks it.

use std::{env, fs, io, path::Path};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let mut packed = String::new();
    let mut before = "";
    for word in diceware_wordlists::EFF_LONG_WORDLIST {
        let shared = before.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
        packed.push(char::from(b'A' + u8::try_from(shared).map_err(io::Error::other)?));
        packed.push_str(&word[shared..]);
        before = word;
    }
    let folder = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&folder).join("words.txt"), packed)
}
