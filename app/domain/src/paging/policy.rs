//! The escalation policy: who is called in which order, and how long each call waits for an answer.
//!
//! The organizers write one ladder for each urgency ([`Policies`]), and [`Policies::parse`] takes it within bounds. The
//! ladder's walk ([`super::advance`]) is total all the same: whatever a policy says, an open page has a next step.

use super::PageReason;
use crate::ids::PersonId;
use crate::note::Urgency;
use crate::time::{Span, days, hours, minutes, seconds};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The shortest pause between two calls, whatever the policy says: a ladder without pauses would ring for ever.
pub const PAUSE_MIN: Span = seconds(1);
/// The longest pause after a call that a policy may ask for.
pub const PAUSE_MAX: Span = hours(12);
/// The longest pause between two calls of one step to which the pauses grow; a step whose first pause is longer keeps it.
pub const AGAIN_MAX: Span = minutes(15);
/// Most steps of one ladder.
pub const STEPS_MAX: usize = 8;
/// Most calls of one step.
pub const CALLS_MAX: u32 = 60;
/// The longest time for which an unanswered page calls.
pub const EXPIRES_MAX: Span = days(7);
/// The shortest and the longest time after which a case that somebody took and did not touch calls again.
pub const UNTOUCHED: (Span, Span) = (minutes(5), days(7));
/// Most emergency contacts of one conference.
pub const CONTACTS_MAX: usize = 5;
/// How long whoever looks after a case is called alone about it, where nobody is needed now.
const HOLDER_PAUSE: Span = minutes(10);

/// Whom a step calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// Whoever looks after the case. No policy says so: a page about a case that somebody has begins with them.
    Holder,
    /// Those on duty.
    OnDuty,
    /// Those who are backup.
    Backup,
    /// The whole CARE team.
    Team,
    /// The organizers' emergency contacts ([`Policies::contacts`]).
    Contacts,
}

/// One step of a ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Whom it calls. A step that has nobody to call is passed at once.
    pub who: Who,
    /// How long the first call waits for an answer; the pause doubles with each call of the step, up to [`AGAIN_MAX`].
    pub pause: Span,
    /// How often it calls before the next step; at least once.
    pub calls: u32,
}

/// How many people have to say "I have it" before a page falls quiet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Accepters {
    /// One.
    #[default]
    One,
    /// Two; the first of them looks after the case.
    Two,
}

impl Accepters {
    /// The number.
    pub const fn count(self) -> usize {
        match self {
            Self::One => 1,
            Self::Two => 2,
        }
    }
}

/// One ladder: how a page of one urgency finds somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EscalationPolicy {
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// How many have to accept.
    pub accepters: Accepters,
    /// When an unanswered page gives up.
    pub expires_after: Span,
    /// After how long a case that somebody took and did not touch calls again; nothing where it does not.
    pub untouched_after: Option<Span>,
}

/// The times from which the ladders follow where the organizers have said nothing; the server's flags set them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LadderTimes {
    /// From calling those on duty to calling the next.
    pub team_after: Span,
    /// Between the first two calls to the whole team; it doubles with each.
    pub again_after: Span,
    /// When an unanswered page gives up.
    pub exhausted_after: Span,
}

impl Default for LadderTimes {
    fn default() -> Self {
        Self { team_after: minutes(2), again_after: minutes(3), exhausted_after: hours(12) }
    }
}

impl EscalationPolicy {
    /// The ladder for these times: on duty, backup, the team twice, the emergency contacts, then the team until it ends.
    pub fn of(times: LadderTimes) -> Self {
        let LadderTimes { team_after, again_after, exhausted_after } = times;
        let step = |who, pause, calls| Step { who, pause, calls };
        Self {
            steps: vec![
                step(Who::OnDuty, team_after, 1),
                step(Who::Backup, team_after, 1),
                step(Who::Team, again_after, 2),
                step(Who::Contacts, again_after, 1),
                step(Who::Team, again_after.times(4).min(AGAIN_MAX.max(again_after)), CALLS_MAX),
            ],
            accepters: Accepters::One,
            expires_after: exhausted_after,
            untouched_after: None,
        }
    }

    /// Takes a ladder as somebody wrote it, or says what is wrong with it.
    pub fn parse(self) -> Result<Self, PolicyRefused> {
        let Self { steps, expires_after, untouched_after, .. } = &self;
        if steps.is_empty() || steps.len() > STEPS_MAX {
            return Err(PolicyRefused::Steps);
        }
        if steps.iter().any(|step| step.who == Who::Holder) {
            return Err(PolicyRefused::Holder);
        }
        if steps.iter().any(|step| !(PAUSE_MIN..=PAUSE_MAX).contains(&step.pause)) {
            return Err(PolicyRefused::Pause);
        }
        if steps.iter().any(|step| !(1..=CALLS_MAX).contains(&step.calls)) {
            return Err(PolicyRefused::Calls);
        }
        if *expires_after > EXPIRES_MAX {
            return Err(PolicyRefused::Expires);
        }
        if untouched_after.is_some_and(|after| !(UNTOUCHED.0..=UNTOUCHED.1).contains(&after)) {
            return Err(PolicyRefused::Untouched);
        }
        match self.until_the_team() {
            Some(until) if until < *expires_after => Ok(self),
            Some(_) => Err(PolicyRefused::ExpiresBeforeTheTeam),
            None => Err(PolicyRefused::NoTeam),
        }
    }

    /// How long it takes at most until the whole team is called; nothing where it never is.
    fn until_the_team(&self) -> Option<Span> {
        let mut until = Span::default();
        for rung in self.rungs(PageReason::Report) {
            if rung.who == Who::Team {
                return Some(until);
            }
            until = Span::from_millis(until.millis().saturating_add(rung.pause.millis()));
        }
        None
    }

    /// Every call that a page with this reason may make, in order.
    ///
    /// Who must act now calls the whole team at once (S17), so that ladder begins there; a page about a case that somebody
    /// has begins with them.
    pub(super) fn rungs(&self, reason: PageReason) -> Vec<Rung> {
        let holder = Step { who: Who::Holder, pause: HOLDER_PAUSE, calls: 1 };
        let lead = reason.is_about_a_case().then_some(holder);
        let whole = |step: &Step| reason != PageReason::ActNow || step.who == Who::Team;
        let from = self.steps.iter().position(whole).unwrap_or(0);
        lead.iter().chain(&self.steps[from..]).flat_map(Rung::all_of).collect()
    }
}

/// One call of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rung {
    /// Whom it calls.
    pub(super) who: Who,
    /// How long it waits for an answer.
    pub(super) pause: Span,
}

impl Rung {
    fn all_of(step: &Step) -> impl Iterator<Item = Self> {
        let Step { who, pause, calls } = *step;
        let longest = AGAIN_MAX.max(pause);
        let grown = move |nth: u32| pause.times(1_i64 << nth.min(20)).min(longest).max(PAUSE_MIN);
        (0..calls.clamp(1, CALLS_MAX)).map(move |nth| Self { who, pause: grown(nth) })
    }
}

/// The ladders of a conference, one for each urgency, and whom the last step calls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policies {
    /// Somebody is needed now, or must act now.
    pub now: EscalationPolicy,
    /// Somebody is needed today.
    pub today: EscalationPolicy,
    /// It can wait.
    pub can_wait: EscalationPolicy,
    /// Nobody said how soon.
    pub unset: EscalationPolicy,
    /// The organizers' emergency contacts: told that nobody of the team answers, never about what.
    pub contacts: Vec<PersonId>,
}

impl Default for Policies {
    fn default() -> Self {
        Self::of(LadderTimes::default())
    }
}

impl Policies {
    /// The ladders where the organizers have said nothing: what can wait waits longer, and a case that somebody was needed
    /// for and nobody touches calls again.
    pub fn of(times: LadderTimes) -> Self {
        let slower = |factor: i64| LadderTimes {
            team_after: times.team_after.times(factor).min(PAUSE_MAX),
            again_after: times.again_after.times(factor).min(PAUSE_MAX),
            exhausted_after: times.exhausted_after.times(2).min(EXPIRES_MAX),
        };
        let ladder = |times, untouched_after| EscalationPolicy { untouched_after, ..EscalationPolicy::of(times) };
        Self {
            now: ladder(times, Some(minutes(20))),
            today: ladder(slower(2), Some(hours(2))),
            can_wait: ladder(slower(5), None),
            unset: ladder(times, Some(hours(4))),
            contacts: Vec::new(),
        }
    }

    /// Takes the ladders as somebody wrote them, or says what is wrong with the first that is.
    pub fn parse(self) -> Result<Self, PolicyRefused> {
        let Self { now, today, can_wait, unset, mut contacts } = self;
        contacts.sort_unstable();
        contacts.dedup();
        if contacts.len() > CONTACTS_MAX {
            return Err(PolicyRefused::Contacts);
        }
        Ok(Self {
            now: now.parse()?,
            today: today.parse()?,
            can_wait: can_wait.parse()?,
            unset: unset.parse()?,
            contacts,
        })
    }

    /// The ladder that a page climbs.
    pub const fn ladder(&self, reason: PageReason, urgency: Option<Urgency>) -> &EscalationPolicy {
        match (reason, urgency) {
            (PageReason::ActNow, _) | (_, Some(Urgency::Now)) => &self.now,
            (_, Some(Urgency::Today)) => &self.today,
            (_, Some(Urgency::CanWait)) => &self.can_wait,
            (_, None) => &self.unset,
        }
    }
}

/// Why a ladder is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyRefused {
    /// It has no step, or more than [`STEPS_MAX`].
    Steps,
    /// A pause is shorter than [`PAUSE_MIN`] or longer than [`PAUSE_MAX`].
    Pause,
    /// A step calls never, or more than [`CALLS_MAX`] times.
    Calls,
    /// No step calls the whole team.
    NoTeam,
    /// A step calls whoever looks after the case, which is not for a policy to say.
    Holder,
    /// It goes on for longer than [`EXPIRES_MAX`].
    Expires,
    /// It would give up before the whole team was called.
    ExpiresBeforeTheTeam,
    /// The time after which an untouched case calls again is out of [`UNTOUCHED`].
    Untouched,
    /// More emergency contacts than [`CONTACTS_MAX`].
    Contacts,
}

impl fmt::Display for PolicyRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Steps => "A ladder has one to 8 steps.",
            Self::Pause => "A call waits between one second and 12 hours.",
            Self::Calls => "A step calls between once and 60 times.",
            Self::NoTeam => "One step has to call the whole team, or a page could end without anybody knowing.",
            Self::Holder => "A step calls those on duty, backup, the team or the emergency contacts.",
            Self::Expires => "A page calls for at most 7 days.",
            Self::ExpiresBeforeTheTeam => {
                "The page would give up before the whole team was called. Let it call for longer."
            }
            Self::Untouched => "An untouched case calls again after 5 minutes to 7 days.",
            Self::Contacts => "There is room for 5 emergency contacts.",
        })
    }
}

impl std::error::Error for PolicyRefused {}
