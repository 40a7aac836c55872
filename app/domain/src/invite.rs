//! Invitations: a short code that can be scanned, or typed inside an installed app.

use crate::digest::Digest;
use crate::ids::{ConferenceId, InviteId};
use crate::permission::Role;
use crate::private::Private;
use crate::time::{Span, Timestamp, days, hours};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How long an invite is good for unless the organizer says otherwise.
pub const LIFETIME_DEFAULT: Span = hours(24);
/// The longest an invite may be good for.
pub const LIFETIME_MAX: Span = days(60);
/// Most sign-ins from one invite.
pub const USES_MAX: u32 = 200;
/// Longest name of a person, in characters.
pub const NAME_MAX: usize = 80;

/// Crockford's base 32: no I, L, O or U, so that it can be read aloud and typed back.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_LENGTH: usize = 12;

/// The secret of an invite: twelve characters, 60 bits of chance.
///
/// It lives for days at most and guesses are throttled, so 60 bits are ample; and it can still be typed on a phone.
#[derive(Clone, PartialEq, Eq)]
pub struct InviteCode([u8; CODE_LENGTH]);

impl InviteCode {
    /// Mints a code from twelve random bytes.
    pub fn mint(chance: [u8; CODE_LENGTH]) -> Self {
        Self(chance.map(|byte| ALPHABET[usize::from(byte % 32)]))
    }

    /// Reads a code as a person typed it: any case, spaces and dashes anywhere, O for 0, I and L for 1.
    pub fn parse(typed: &str) -> Option<Self> {
        let mut code = [0; CODE_LENGTH];
        let mut length = 0;
        for c in typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '—' | '.' | '·')) {
            let c = match c.to_ascii_uppercase() {
                'O' => b'0',
                'I' | 'L' => b'1',
                c => u8::try_from(c).ok()?,
            };
            if length == CODE_LENGTH || !ALPHABET.contains(&c) {
                return None;
            }
            code[length] = c;
            length += 1;
        }
        (length == CODE_LENGTH).then_some(Self(code))
    }

    /// The code in three groups of four, for a screen.
    pub fn reveal(&self) -> String {
        let text: String = self.0.iter().map(|byte| char::from(*byte)).collect();
        format!("{}-{}-{}", &text[..4], &text[4..8], &text[8..])
    }

    /// What the database keeps of it.
    pub fn digest(&self) -> Digest {
        Digest::of("careline invite", &self.0)
    }
}

impl fmt::Debug for InviteCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[private]")
    }
}

/// An invitation as the organizers see it afterwards; its code is shown once and not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invite {
    /// Its id.
    pub id: InviteId,
    /// Where it leads.
    pub conference: ConferenceId,
    /// What whoever uses it will be.
    pub role: Role,
    /// The invited person's name; blank when each person types their own.
    pub name: Private<String>,
    /// When it stops being good.
    pub expires_at: Timestamp,
    /// How many sign-ins are left.
    pub uses_left: u32,
    /// When somebody withdrew it, if so.
    pub withdrawn_at: Option<Timestamp>,
}

/// What an organizer asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewInvite {
    /// What whoever uses it will be.
    pub role: Role,
    /// The invited person's name; blank when each person types their own.
    pub name: Private<String>,
    /// How long it is good for.
    pub lifetime: Span,
    /// How many sign-ins it allows.
    pub uses: u32,
}

/// Why an invite is not made, or not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InviteRefused {
    /// It would be good for nothing or for too long.
    BadLifetime,
    /// No sign-in, or more than [`USES_MAX`].
    BadUses,
    /// A name is longer than [`NAME_MAX`] characters.
    NameTooLong,
    /// The invite leaves the name open and the person gave none.
    NeedsName,
    /// Unknown, used up, withdrawn or expired: these look alike to whoever tries a code.
    NotGood,
}

impl fmt::Display for InviteRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BadLifetime => "An invite is good for at least a minute and at most 60 days.",
            Self::BadUses => "An invite is good for 1 to 200 sign-ins.",
            Self::NameTooLong => "A name has at most 80 characters.",
            Self::NeedsName => "Type the name that your colleagues call you by.",
            Self::NotGood => "This code does not work. Check it, or ask an organizer for another one.",
        })
    }
}

impl std::error::Error for InviteRefused {}

impl NewInvite {
    /// Makes the invite that was asked for.
    pub fn parse(self, id: InviteId, conference: ConferenceId, now: Timestamp) -> Result<Invite, InviteRefused> {
        if self.lifetime < crate::time::minutes(1) || self.lifetime > LIFETIME_MAX {
            return Err(InviteRefused::BadLifetime);
        }
        if self.uses == 0 || self.uses > USES_MAX {
            return Err(InviteRefused::BadUses);
        }
        Ok(Invite {
            id,
            conference,
            role: self.role,
            name: tidy_name(&self.name)?,
            expires_at: now.plus(self.lifetime),
            uses_left: self.uses,
            withdrawn_at: None,
        })
    }
}

impl Invite {
    /// Uses the invite up by one and says under which name the person signs in.
    ///
    /// The name on a single-use invite wins; a shared invite takes the name that the person typed.
    pub fn redeem(&mut self, typed_name: &Private<String>, now: Timestamp) -> Result<Private<String>, InviteRefused> {
        if self.withdrawn_at.is_some() || now >= self.expires_at || self.uses_left == 0 {
            return Err(InviteRefused::NotGood);
        }
        let typed = tidy_name(typed_name)?;
        let name = if self.name.is_blank() { typed } else { self.name.clone() };
        if name.is_blank() {
            return Err(InviteRefused::NeedsName);
        }
        self.uses_left -= 1;
        Ok(name)
    }
}

fn tidy_name(name: &Private<String>) -> Result<Private<String>, InviteRefused> {
    let name = name.reveal().trim();
    if name.chars().count() > NAME_MAX { Err(InviteRefused::NameTooLong) } else { Ok(name.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::minutes;

    const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

    fn invite(name: &str, uses: u32) -> Invite {
        NewInvite { role: Role::Volunteer, name: name.into(), lifetime: hours(2), uses }
            .parse(InviteId::mint(NOW, [1; 10]), ConferenceId::mint(NOW, [2; 10]), NOW)
            .unwrap()
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = InviteCode::mint([0, 1, 2, 3, 4, 5, 16, 17, 18, 31, 30, 29]);
        assert_eq!(code.reveal(), "0123-45GH-JZYX");
        for typed in ["0123-45gh-jzyx", " O I 2 3 45GHJZYX", "ol23–45GH.JZYX"] {
            assert_eq!(InviteCode::parse(typed), Some(code.clone()), "{typed}");
        }
        for typed in ["", "0123-45GH-JZY", "0123-45GH-JZYXX", "0123-45GH-JZYU", "0123-45GH-JZYé"] {
            assert_eq!(InviteCode::parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn an_invite_counts_down_and_ends() {
        let mut shared = invite("", 2);
        assert_eq!(shared.redeem(&" ".into(), NOW), Err(InviteRefused::NeedsName));
        assert_eq!(shared.redeem(&" Vera ".into(), NOW), Ok("Vera".into()));
        assert_eq!(shared.redeem(&"Max".into(), NOW), Ok("Max".into()));
        assert_eq!(shared.redeem(&"Eve".into(), NOW), Err(InviteRefused::NotGood));
        let mut named = invite("Cleo", 1);
        assert_eq!(named.clone().redeem(&"Eve".into(), NOW), Ok("Cleo".into()));
        assert_eq!(named.redeem(&"Cleo".into(), NOW.plus(hours(2))), Err(InviteRefused::NotGood));
        named.withdrawn_at = Some(NOW);
        assert_eq!(named.redeem(&"Cleo".into(), NOW), Err(InviteRefused::NotGood));
    }

    #[test]
    fn an_invite_has_bounds() {
        let ask = |lifetime, uses, name: &str| {
            NewInvite { role: Role::CareMember, name: name.into(), lifetime, uses }
                .parse(InviteId::mint(NOW, [1; 10]), ConferenceId::mint(NOW, [2; 10]), NOW)
                .map(|_| ())
        };
        assert_eq!(ask(minutes(0), 1, "A"), Err(InviteRefused::BadLifetime));
        assert_eq!(ask(days(61), 1, "A"), Err(InviteRefused::BadLifetime));
        assert_eq!(ask(hours(1), 0, "A"), Err(InviteRefused::BadUses));
        assert_eq!(ask(hours(1), 201, "A"), Err(InviteRefused::BadUses));
        assert_eq!(ask(hours(1), 1, &"n".repeat(81)), Err(InviteRefused::NameTooLong));
    }
}
