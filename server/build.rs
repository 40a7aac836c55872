//! Embeds new migrations without a clean build: the compiler sees edited files by itself, but not added ones.

fn main() {
    println!("cargo:rerun-if-changed=../migrations");
}
