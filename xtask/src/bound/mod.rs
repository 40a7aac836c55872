//! What wasm-bindgen has bound, made lighter for a first visit: none of it changes what the WASM does.

mod alike;
mod bytes;
mod names;

pub(crate) use alike::sort;
pub(crate) use names::shorten;
