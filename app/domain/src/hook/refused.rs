//! Why a hook is not taken.

use super::{HOOKS_MAX, NAME_CHARS_MAX, SECRET_BYTES_MAX, SIGNING_SECRET_BYTES_MIN, TEMPLATE_BYTES_MAX, URL_BYTES_MAX};
use std::fmt;

/// Why a hook is not taken; each text is a sentence for whoever typed it and repeats nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadHook {
    /// No name, or too long a one.
    Name,
    /// The address is too long.
    UrlTooLong,
    /// The address is not one.
    Url,
    /// A gap stands in the host, or before it.
    GapInHost,
    /// The template is too long.
    TemplateTooLong,
    /// A word in braces is none that we know.
    NoSuchGap,
    /// The template is not JSON once it is filled.
    NotJson,
    /// The template is not a form once it is filled.
    NotForm,
    /// Whoever gets it would not know what to do.
    SaysNothing,
    /// `GET` has no body.
    BodyWithGet,
    /// A body is missing.
    NoBody,
    /// The secret is missing, too long, or holds what cannot be sent.
    Secret,
    /// The secret that signs is too short.
    SecretTooShort,
    /// A user and a password need a colon between them.
    NotALogin,
    /// The head's name is none, or one that the server writes itself.
    Header,
    /// The secret has a place in the template, or none, against what is said of it.
    SecretPlace,
    /// The host has changed, and the secret was not typed again.
    SecretAgain,
    /// There are as many as there may be.
    TooMany,
}

impl fmt::Display for BadHook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name => write!(f, "Give it a name of at most {NAME_CHARS_MAX} letters."),
            Self::UrlTooLong => write!(f, "The address is longer than {URL_BYTES_MAX} letters."),
            Self::Url => f.write_str("The address is not one: write https://HOST/… in plain letters, without a user name and without #."),
            Self::GapInHost => f.write_str("A word in braces may stand behind the host of the address, not in it."),
            Self::TemplateTooLong => write!(f, "The template is longer than {TEMPLATE_BYTES_MAX} letters."),
            Self::NoSuchGap => f.write_str("There is a word in braces that we do not know. We know {text}, {link}, {to}, {id} and {secret}."),
            Self::NotJson => f.write_str("The template is not JSON. Look for a missing quote, comma or brace; {text} and the others stand between quotes."),
            Self::NotForm => f.write_str("The template is not a form. Write name=value pairs with & between them, on one line; a space is written +."),
            Self::SaysNothing => f.write_str("Put {text} or {link} into it, or nobody would know what it is about."),
            Self::BodyWithGet => f.write_str("GET has no body: leave the template empty and put the words in braces into the address."),
            Self::NoBody => f.write_str("Write a template for the body, or choose GET."),
            Self::Secret => write!(f, "Type the secret, at most {SECRET_BYTES_MAX} plain letters, or choose that there is none."),
            Self::SecretTooShort => write!(f, "A secret that signs needs at least {SIGNING_SECRET_BYTES_MIN} letters."),
            Self::NotALogin => f.write_str("Write the user, a colon, and the password."),
            Self::Header => f.write_str("The header's name is none that can be used: letters, digits and hyphens, such as X-Api-Key."),
            Self::SecretPlace => f.write_str("{secret} stands in the template or the address exactly when you choose that the secret stands there."),
            Self::SecretAgain => f.write_str("The address leads to another host now: type its secret again."),
            Self::TooMany => write!(f, "There are {HOOKS_MAX} services already. Remove one first."),
        }
    }
}

impl std::error::Error for BadHook {}
