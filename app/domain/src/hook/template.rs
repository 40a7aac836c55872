//! Templates: text with gaps in braces, and how what comes into a gap is spelled.

use std::fmt::Write as _;

/// A gap of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// `{text}`: the fixed words.
    Text,
    /// `{link}`: the address to open.
    Link,
    /// `{to}`: the person's address at the service.
    To,
    /// `{id}`: the id of the delivery, the same in each repeat.
    Id,
    /// `{secret}`: the hook's secret, for services that want it in the message.
    Secret,
}

impl Gap {
    const ALL: [Self; 5] = [Self::Text, Self::Link, Self::To, Self::Id, Self::Secret];

    const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Link => "link",
            Self::To => "to",
            Self::Id => "id",
            Self::Secret => "secret",
        }
    }
}

/// What comes into the gaps.
#[derive(Clone, Copy)]
pub struct Said<'a> {
    /// Into `{text}`.
    pub text: &'a str,
    /// Into `{link}`.
    pub link: &'a str,
    /// Into `{to}`.
    pub to: &'a str,
    /// Into `{id}`.
    pub id: &'a str,
    /// Into `{secret}`.
    pub secret: &'a str,
}

impl<'a> Said<'a> {
    const fn of(&self, gap: Gap) -> &'a str {
        match gap {
            Gap::Text => self.text,
            Gap::Link => self.link,
            Gap::To => self.to,
            Gap::Id => self.id,
            Gap::Secret => self.secret,
        }
    }
}

/// How what comes into a gap is spelled, so that it can never become more than a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// Inside a JSON string (RFC 8259 §7).
    Json,
    /// Percent-encoded, for a form and for an address (RFC 3986 §2).
    Percent,
    /// As it is, on one line.
    Plain,
}

impl Spelling {
    fn put(self, value: &str, into: &mut String) {
        match self {
            Self::Json => value.chars().for_each(|c| put_json(c, into)),
            Self::Percent => value.bytes().for_each(|byte| put_percent(byte, into)),
            Self::Plain => into.extend(value.chars().map(|c| if c.is_control() { ' ' } else { c })),
        }
    }
}

fn put_json(c: char, into: &mut String) {
    match c {
        '"' | '\\' => into.extend(['\\', c]),
        c if c.is_control() => {
            // Writing into a string cannot fail.
            let _ = write!(into, "\\u{:04x}", u32::from(c));
        }
        c => into.push(c),
    }
}

fn put_percent(byte: u8, into: &mut String) {
    if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
        into.push(char::from(byte));
    } else {
        // Writing into a string cannot fail.
        let _ = write!(into, "%{byte:02X}");
    }
}

/// A template, taken apart.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Template(Vec<Piece>);

#[derive(Clone, PartialEq, Eq)]
enum Piece {
    Words(String),
    Gap(Gap),
}

/// A word in braces that is no gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NoSuchGap;

impl Template {
    /// Takes a text apart. Braces around anything but lower-case letters are part of the text, since JSON is full of them.
    pub(super) fn parse(text: &str) -> Result<Self, NoSuchGap> {
        let mut pieces = Vec::new();
        let mut words = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('{') {
            words.push_str(&rest[..at]);
            rest = &rest[at..];
            if let Some(gap) = gap_at(rest)? {
                pieces.push(Piece::Words(std::mem::take(&mut words)));
                pieces.push(Piece::Gap(gap));
                rest = &rest[gap.name().len() + 2..];
            } else {
                words.push('{');
                rest = &rest[1..];
            }
        }
        words.push_str(rest);
        pieces.push(Piece::Words(words));
        Ok(Self(pieces))
    }

    /// A template without a word.
    pub(super) const fn nothing() -> Self {
        Self(Vec::new())
    }

    pub(super) fn has(&self, gap: Gap) -> bool {
        self.0.contains(&Piece::Gap(gap))
    }

    pub(super) fn fill(&self, said: &Said<'_>, spelling: Spelling) -> String {
        let mut filled = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Words(words) => filled.push_str(words),
                Piece::Gap(gap) => spelling.put(said.of(*gap), &mut filled),
            }
        }
        filled
    }
}

/// The gap at the start of a text that begins with a brace.
fn gap_at(text: &str) -> Result<Option<Gap>, NoSuchGap> {
    let Some((name, _)) = text[1..].split_once('}') else {
        return Ok(None);
    };
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
        return Ok(None);
    }
    Gap::ALL.into_iter().find(|gap| gap.name() == name).map(Some).ok_or(NoSuchGap)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: Said<'_> = Said { text: "t", link: "l", to: "a\"\\\n&=é/..", id: "i", secret: "s" };

    fn fill(template: &str, spelling: Spelling) -> String {
        Template::parse(template).unwrap_or(Template(Vec::new())).fill(&SAID, spelling)
    }

    #[test]
    fn gaps_are_filled_and_other_braces_stay() {
        let table = [
            ("", ""),
            ("{text}", "t"),
            ("{text}{link}{id}{secret}", "tlis"),
            (r#"{"a":{"b":"{text}"},"c":{}}"#, r#"{"a":{"b":"t"},"c":{}}"#),
            ("{ text }{Text}{text", "{ text }{Text}{text"),
            ("{{text}}", "{t}"),
            ("}{", "}{"),
            ("é{id}é", "éié"),
        ];
        for (template, filled) in table {
            assert_eq!(fill(template, Spelling::Plain), filled, "{template}");
        }
    }

    #[test]
    fn what_is_no_gap_is_refused() {
        for bad in ["{name}", "{\"a\":\"{txt}\"}", "{text_}"] {
            assert!(Template::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_comes_in_stays_a_value() {
        assert_eq!(fill("{to}", Spelling::Json), "a\\\"\\\\\\u000a&=é/..");
        assert_eq!(fill("{to}", Spelling::Percent), "a%22%5C%0A%26%3D%C3%A9%2F..");
        assert_eq!(fill("{to}", Spelling::Plain), "a\"\\ &=é/..");
    }
}
