//! The languages of the public pages: one catalogue of words per language, all of the same type, so that a missing word
//! does not compile.
//!
//! To add a language: a variant of [`Lang`] with its code, its name and its direction, a file with its catalogue, and the
//! organizers' box for it in `screens/public_pages.rs`. Nothing else knows how many there are.

mod de;
mod en;
mod words;

pub use words::{
    About, Common, Filed, Form, Front, Gap, LookUp, Own, Plain, Poster, Privacy, Refusals, Status, Team, Unit, Words,
};

/// A language of the public pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// English.
    #[default]
    English,
    /// German.
    German,
}

impl Lang {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// Its code, for addresses and for `lang`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// What it calls itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
        }
    }

    /// In which direction it is written.
    pub const fn direction(self) -> &'static str {
        match self {
            Self::English | Self::German => "ltr",
        }
    }

    /// Its words.
    pub const fn words(self) -> &'static Words {
        match self {
            Self::English => &en::WORDS,
            Self::German => &de::WORDS,
        }
    }

    /// The language with this code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code().eq_ignore_ascii_case(code))
    }

    /// The language that a browser wants most of those that there are, by its `Accept-Language`.
    pub fn wanted(accepts: &str) -> Self {
        let mut best = (0.0, Self::default());
        for wish in accepts.split(',') {
            let mut parts = wish.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let weight = parts.find_map(|part| part.trim().strip_prefix("q=")?.trim().parse().ok()).unwrap_or(1.0);
            let base = tag.split('-').next().unwrap_or_default();
            if let Some(lang) = Self::of_code(base).filter(|_| weight > best.0) {
                best = (weight, lang);
            }
        }
        best.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_gets_the_language_that_it_wants_most() {
        for (accepts, wanted) in [
            ("de-AT,de;q=0.9,en;q=0.5", Lang::German),
            ("fr, en;q=0.8, de;q=0.7", Lang::English),
            ("de;q=0.3,en;q=0.9", Lang::English),
            ("fr", Lang::English),
            ("", Lang::English),
            (";;q=x,,de;q=0", Lang::English),
        ] {
            assert_eq!(Lang::wanted(accepts), wanted, "{accepts}");
        }
        for lang in Lang::ALL {
            assert_eq!(Lang::of_code(lang.code()), Some(lang));
        }
    }
}
