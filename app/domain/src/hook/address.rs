//! A person's address at a service: a phone number, a topic, a room.

use super::Preset;
use std::fmt;

/// The longest address, in characters.
pub const ADDRESS_CHARS_MAX: usize = 120;

/// The most digits of a phone number (ITU-T E.164), and the fewest that we take.
const DIGITS: std::ops::RangeInclusive<usize> = 3..=15;

/// Why an address is not taken; the texts repeat nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoHookAddress {
    /// Nothing in it that names a place, too long, or with line breaks.
    NotPlain,
    /// Not a phone number.
    NotANumber,
}

impl fmt::Display for NoHookAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotPlain => write!(f, "Write the address on one line, in at most {ADDRESS_CHARS_MAX} letters."),
            Self::NotANumber => f.write_str("Write the phone number with its country, such as +49 30 1234567."),
        }
    }
}

impl std::error::Error for NoHookAddress {}

/// A person's address at a service. It is private: printed, it shows nothing of itself.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HookAddress(String);

impl HookAddress {
    /// Reads an address for a service of this kind. Phone numbers lose their spaces and strokes.
    pub fn parse(preset: Preset, text: &str) -> Result<Self, NoHookAddress> {
        let text = text.trim();
        if text.chars().count() > ADDRESS_CHARS_MAX || text.chars().any(char::is_control) {
            return Err(NoHookAddress::NotPlain);
        }
        if preset.wants_number() {
            return number(text).map(Self).ok_or(NoHookAddress::NotANumber);
        }
        // An address of dots alone would lead out of its place in a URL.
        if !text.chars().any(char::is_alphanumeric) {
            return Err(NoHookAddress::NotPlain);
        }
        Ok(Self(text.to_owned()))
    }

    /// The address, for the one place that shows, seals or calls it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for HookAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HookAddress([private])")
    }
}

fn number(text: &str) -> Option<String> {
    let bare: String = text.chars().filter(|c| !" -./()".contains(*c)).collect();
    let digits = bare.strip_prefix('+').unwrap_or(&bare);
    let is_number = DIGITS.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_their_service_wants_them() {
        let read = |preset, text: &str| HookAddress::parse(preset, text).map(|address| address.reveal().to_owned());
        assert_eq!(read(Preset::Sms, " +49 (30) 123-45.67 "), Ok("+49301234567".into()));
        assert_eq!(read(Preset::Voice, "112"), Ok("112".into()));
        for bad in ["", "12", "+49 30 abc", "+4930123456789012", "49+30"] {
            assert_eq!(read(Preset::Sms, bad), Err(NoHookAddress::NotANumber), "{bad}");
        }
        assert_eq!(read(Preset::Matrix, " !room:example.org "), Ok("!room:example.org".into()));
        let long = "x".repeat(ADDRESS_CHARS_MAX + 1);
        for bad in ["", " ", "..", "a\nb", &long] {
            assert_eq!(read(Preset::Json, bad), Err(NoHookAddress::NotPlain), "{bad:?}");
        }
    }

    #[test]
    fn an_address_prints_nothing_of_itself() {
        let address = HookAddress::parse(Preset::Sms, "+49301234567").unwrap();
        assert_eq!(format!("{address:?}"), "HookAddress([private])");
    }
}
