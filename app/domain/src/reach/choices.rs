//! What a person chooses: by which ways they are called, and when they would rather sleep.

use crate::ids::HookId;
use crate::mail::{MailAddress, NotAMailAddress};
use crate::paging::Way;
use crate::private::Private;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// Most ways of one person.
pub const WAYS_MAX: usize = 6;
/// The longest address that a hook is given, such as a phone number, in characters.
pub const HOOK_TO_MAX: usize = 200;
/// The minutes of a day.
const DAY_MINUTES: u16 = 24 * 60;

/// By which ways a person is called, and their quiet hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// The ways, the first one first.
    pub ways: Vec<ChosenWay>,
    /// When only what is urgent may wake them; nothing where they have no such hours.
    pub quiet: Option<QuietHours>,
}

impl Default for Choices {
    /// For whoever has chosen nothing: a push on their devices.
    fn default() -> Self {
        Self { ways: vec![ChosenWay::Push], quiet: None }
    }
}

/// One way with what it needs to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChosenWay {
    /// A push on each device.
    Push,
    /// A mail.
    Mail {
        /// To this address.
        address: Private<String>,
    },
    /// A hook of the organizers.
    Hook {
        /// Which.
        hook: HookId,
        /// What it is told about where to send it, such as a phone number.
        to: Private<String>,
    },
}

impl ChosenWay {
    /// The way without what is private.
    pub const fn way(&self) -> Way {
        match self {
            Self::Push => Way::Push,
            Self::Mail { .. } => Way::Mail,
            Self::Hook { hook, .. } => Way::Hook(*hook),
        }
    }
}

/// The hours in which somebody would rather sleep, by the clock at the venue; they may go over midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    /// Their first minute of the day, from 0.
    pub from: u16,
    /// The minute at which they end.
    pub until: u16,
}

impl QuietHours {
    /// Whether a minute of the day lies in them.
    pub const fn covers(self, minute: u16) -> bool {
        if self.from <= self.until {
            self.from <= minute && minute < self.until
        } else {
            self.from <= minute || minute < self.until
        }
    }
}

impl Choices {
    /// Takes what somebody chose, tidied, or says what is wrong with it. Whether a hook exists is for the caller to check.
    pub fn parse(mut self) -> Result<Self, ChoicesRefused> {
        if self.ways.is_empty() {
            return Err(ChoicesRefused::NoWay);
        }
        let distinct: BTreeSet<_> = self.ways.iter().map(ChosenWay::way).collect();
        if self.ways.len() > WAYS_MAX || distinct.len() < self.ways.len() {
            return Err(ChoicesRefused::Ways);
        }
        for way in &mut self.ways {
            match way {
                ChosenWay::Push => {}
                ChosenWay::Mail { address } => {
                    let parsed = MailAddress::parse(address.reveal()).map_err(ChoicesRefused::Mail)?;
                    *address = parsed.reveal().into();
                }
                ChosenWay::Hook { to, .. } => {
                    let tidy = to.reveal().trim();
                    if tidy.is_empty() || tidy.chars().count() > HOOK_TO_MAX || tidy.chars().any(char::is_control) {
                        return Err(ChoicesRefused::HookTo);
                    }
                    *to = tidy.into();
                }
            }
        }
        match self.quiet {
            Some(QuietHours { from, until }) if from >= DAY_MINUTES || until >= DAY_MINUTES || from == until => {
                Err(ChoicesRefused::Quiet)
            }
            Some(_) | None => Ok(self),
        }
    }

    /// Where mails go, if they go anywhere.
    pub fn mail(&self) -> Option<&Private<String>> {
        self.ways.iter().find_map(|way| match way {
            ChosenWay::Mail { address } => Some(address),
            ChosenWay::Push | ChosenWay::Hook { .. } => None,
        })
    }

    /// What a hook is told about where to send it, if it is one of the ways.
    pub fn hook_to(&self, wanted: HookId) -> Option<&Private<String>> {
        self.ways.iter().find_map(|way| match way {
            ChosenWay::Hook { hook, to } if *hook == wanted => Some(to),
            ChosenWay::Push | ChosenWay::Mail { .. } | ChosenWay::Hook { .. } => None,
        })
    }
}

/// Why choices are not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoicesRefused {
    /// No way would be left.
    NoWay,
    /// A way stands there twice, or there are more than [`WAYS_MAX`].
    Ways,
    /// The mail address is none.
    Mail(NotAMailAddress),
    /// What the hook needs is missing, or longer than [`HOOK_TO_MAX`].
    HookTo,
    /// The quiet hours are no hours.
    Quiet,
}

impl fmt::Display for ChoicesRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoWay => "Leave at least one way to call you.",
            Self::Ways => "Each way stands in the list once, and there is room for 6.",
            Self::Mail(NotAMailAddress::TooLong) => "This is too long for a mail address.",
            Self::Mail(NotAMailAddress::NotPlain) => "This is not a mail address. Write it as name@example.org.",
            Self::HookTo => "Say where it should reach you, such as a phone number.",
            Self::Quiet => "Quiet hours begin and end at two different times of the day.",
        })
    }
}

impl std::error::Error for ChoicesRefused {}
