//! The binary `careline`.

fn main() {}
