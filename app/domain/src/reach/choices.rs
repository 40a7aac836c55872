//! What a person chooses: by which ways they are called, and when they would rather sleep.

use crate::hook::{HookAddress, NoHookAddress, OfferedHook};
use crate::ids::HookId;
use crate::mail::{MailAddress, NotAMailAddress};
use crate::paging::Way;
use crate::private::Private;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// Most ways of one person.
pub const WAYS_MAX: usize = 6;
/// The minutes of a day.
const DAY_MINUTES: u16 = 24 * 60;

/// By which ways a person is called, and their quiet hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// The ways, the first one first.
    pub ways: Vec<ChosenWay>,
    /// When only what is urgent may wake them; nothing where they have no such hours.
    pub quiet: Option<QuietHours>,
    /// The ways whose service has said that the address is no more. They are tried all the same, because a service may be
    /// wrong, and a way that takes a message again leaves this list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stopped: Vec<Way>,
}

impl Default for Choices {
    /// For whoever has chosen nothing: a push on their devices.
    fn default() -> Self {
        Self { ways: vec![ChosenWay::Push], quiet: None, stopped: Vec::new() }
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
        /// What it is told about where to send it, such as a phone number; empty where it reaches the same place for
        /// everybody.
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
    /// Takes what somebody chose of these hooks and of what is there for everybody, tidied, or says what is wrong with it.
    pub fn parse(mut self, offered: &[OfferedHook]) -> Result<Self, ChoicesRefused> {
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
                ChosenWay::Hook { hook, to } => {
                    let hook = offered.iter().find(|one| one.id == *hook).ok_or(ChoicesRefused::NoSuchHook)?;
                    *to = if hook.needs_address {
                        let parsed = HookAddress::parse(hook.preset, to.reveal()).map_err(ChoicesRefused::HookTo)?;
                        parsed.reveal().into()
                    } else {
                        Private::default()
                    };
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

    /// With what was known of the ways that stay as they were.
    #[must_use]
    pub fn after(mut self, old: &Self) -> Self {
        let same = |way: Way| self.chosen(way).is_some() && self.chosen(way) == old.chosen(way);
        self.stopped = old.stopped.iter().copied().filter(|way| same(*way)).collect();
        self
    }

    /// Without a way that is there no more. Whoever is left with none is pushed, as if nothing had been chosen.
    #[must_use]
    pub fn without(mut self, gone: Way) -> Self {
        self.ways.retain(|one| one.way() != gone);
        self.stopped.retain(|one| *one != gone);
        if self.ways.is_empty() {
            self.ways = Self::default().ways;
        }
        self
    }

    /// The service of a way says that the address is no more. Tells whether that is news.
    pub fn stops(&mut self, way: Way) -> bool {
        let is_news = self.chosen(way).is_some() && !self.stopped.contains(&way);
        if is_news {
            self.stopped.push(way);
        }
        is_news
    }

    /// The service of a way took a message. Tells whether that is news.
    pub fn works(&mut self, way: Way) -> bool {
        let before = self.stopped.len();
        self.stopped.retain(|one| *one != way);
        self.stopped.len() < before
    }

    fn chosen(&self, way: Way) -> Option<&ChosenWay> {
        self.ways.iter().find(|one| one.way() == way)
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
    /// The hook is there no more.
    NoSuchHook,
    /// What the hook needs to know is missing, or none that it can use.
    HookTo(NoHookAddress),
    /// The quiet hours are no hours.
    Quiet,
}

impl fmt::Display for ChoicesRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::HookTo(why) => return why.fmt(f),
            Self::NoWay => "Leave at least one way to call you.",
            Self::Ways => "Each way stands in the list once, and there is room for 6.",
            Self::Mail(NotAMailAddress::TooLong) => "This is too long for a mail address.",
            Self::Mail(NotAMailAddress::NotPlain) => "This is not a mail address. Write it as name@example.org.",
            Self::NoSuchHook => "One of these services is gone: the organizers have removed it. Remove it here too.",
            Self::Quiet => "Quiet hours begin and end at two different times of the day.",
        })
    }
}

impl std::error::Error for ChoicesRefused {}
