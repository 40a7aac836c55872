//! Taking a case out of Careline: the whole record as one file, which goes on the record itself.

use serde::{Deserialize, Serialize};

/// The most bytes of photos that one file carries; further photos are listed without their picture.
pub const EXPORT_PHOTOS_BYTES_MAX: usize = 16_000_000;
/// Shortest passphrase of a sealed file, in characters: whoever has the file may try as often as they like.
pub const PASSPHRASE_MIN: usize = 12;
/// Longest passphrase, in characters.
pub const PASSPHRASE_MAX: usize = 200;

/// What somebody takes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// As what.
    pub form: ExportForm,
    /// Whether with the photos.
    pub photos: bool,
    /// Whether sealed with a passphrase.
    pub sealed: bool,
}

/// The forms of a case file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportForm {
    /// A page for the screen and the printer, as a file.
    Html,
    /// For other programs: see `docs/case-export.md`.
    Json,
    /// The same page shown at once, to be printed.
    Print,
}

impl Export {
    /// What whoever did it did, to stand behind their name.
    pub const fn did(self) -> &'static str {
        match (self.form, self.sealed) {
            (ExportForm::Print, _) => "opened the case file to print it",
            (ExportForm::Html, false) => "saved the case file as a page, not sealed",
            (ExportForm::Html, true) => "saved the case file as a page, sealed with a passphrase",
            (ExportForm::Json, false) => "saved the case file as data, not sealed",
            (ExportForm::Json, true) => "saved the case file as data, sealed with a passphrase",
        }
    }
}
