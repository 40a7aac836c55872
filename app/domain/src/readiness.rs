//! Whether a conference is ready to be relied on: what is still to be done, and who of the team a page would reach.
//!
//! The readiness board and `careline doctor` share these rules. They are pure; "ready" is said of nothing that was not seen
//! to work.

use crate::conference::Settings;
use crate::hook::Heard;
use crate::ids::{DeviceId, HookId, PersonId};
use crate::private::Private;
use crate::reach::Trust;
use crate::roster::{CheckAbout, CheckState, DutyCheck, Gap, Roster, gaps};
use crate::time::{Span, Timestamp, days};
use serde::{Deserialize, Serialize};

/// How far ahead the roster has to have somebody at every hour.
pub const ROSTER_AHEAD: Span = days(1);

/// How the roster stands for [`ROSTER_AHEAD`] from now, or from the conference's start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covered {
    /// Somebody is on call at every hour.
    Whole,
    /// Nobody is on call now.
    NobodyNow,
    /// From some time on nobody is.
    Gap(Gap),
}

/// Looks whether somebody is on call at every hour of the next day of the conference.
pub fn covered(settings: &Settings, roster: &Roster, now: Timestamp) -> Covered {
    let from = now.max(settings.starts_at);
    let until = from.plus(ROSTER_AHEAD).min(settings.ends_at);
    if from == now && roster.on_call(now).is_empty() {
        return Covered::NobodyNow;
    }
    gaps(roster.standing(), from, until).into_iter().next().map_or(Covered::Whole, Covered::Gap)
}

/// A CARE member, and what is known of the ways to them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: Private<String>,
    /// Their devices that are signed in.
    pub devices: Vec<MemberDevice>,
    /// How many other ways they chose whose service has not said that the address is no more.
    pub other_ways: usize,
}

/// A device of a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberDevice {
    /// Which.
    pub device: DeviceId,
    /// What its owner would recognize it by.
    pub name: String,
    /// What to think of it; nothing when it takes no pushes.
    pub trust: Option<Trust>,
}

/// Whether a page would reach somebody, as far as anybody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reached {
    /// No way leads to them.
    No,
    /// A way is there, and none of their devices has said that something came.
    Unproven,
    /// A device has said so lately.
    Yes,
}

impl Member {
    /// Whether a page would reach them.
    pub fn reached(&self) -> Reached {
        let mut trusts = self.devices.iter().filter_map(|device| device.trust);
        if trusts.any(|trust| matches!(trust, Trust::Reached { .. })) {
            return Reached::Yes;
        }
        let has_way = self.other_ways > 0 || self.devices.iter().any(|device| device.trust.is_some());
        if has_way { Reached::Unproven } else { Reached::No }
    }
}

/// Something that is still to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Todo {
    /// The conference has no name and no days.
    SetUp,
    /// The card of the venue has no number to call when somebody is in danger.
    EmergencyNumbers,
    /// The venue's address is missing, as one reads it out to an ambulance.
    VenueAddress,
    /// Reporters find no address to write to.
    ConductAddress,
    /// Nobody of the CARE team has signed in.
    Team,
    /// Nobody is on call now.
    NobodyNow,
    /// Nobody is on call for a part of the next day.
    Gap {
        /// From.
        from: Timestamp,
        /// Until.
        until: Timestamp,
    },
    /// No way leads to somebody.
    Unreachable(PersonId),
    /// Nothing has been seen to come to somebody.
    Unproven(PersonId),
    /// A device has been silent for too long.
    Doubtful(PersonId, DeviceId),
    /// Whoever is on duty soon, or already, has not said that they can be reached.
    Unconfirmed(PersonId),
    /// The server sends no mail.
    NoMail,
    /// A service was never tried.
    HookUntried(HookId),
    /// The last try of a service failed.
    HookFailed(HookId),
}

impl Todo {
    /// Whether the conference should not open its doors before it is done.
    pub const fn is_needed(self) -> bool {
        match self {
            Self::SetUp
            | Self::EmergencyNumbers
            | Self::VenueAddress
            | Self::Team
            | Self::NobodyNow
            | Self::Gap { .. }
            | Self::Unreachable(_)
            | Self::HookFailed(_) => true,
            Self::ConductAddress
            | Self::Unproven(_)
            | Self::Doubtful(..)
            | Self::Unconfirmed(_)
            | Self::NoMail
            | Self::HookUntried(_) => false,
        }
    }
}

/// What the board looks at.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The conference's settings.
    pub settings: &'a Settings,
    /// The roster.
    pub roster: &'a Roster,
    /// Who was asked whether they can be reached.
    pub checks: &'a [DutyCheck],
    /// The CARE team.
    pub team: &'a [Member],
    /// Whether the server sends mail.
    pub sends_mail: bool,
    /// The hooks, and how their last tries went.
    pub hooks: &'a [(HookId, Option<Heard>)],
}

/// What is still to be done at `now`, what is needed first; nothing when everything was seen to work.
pub fn todos(facts: &Facts<'_>, now: Timestamp) -> Vec<Todo> {
    let Facts { settings, roster, checks, team, sends_mail, hooks } = facts;
    if !settings.is_set_up() {
        return vec![Todo::SetUp];
    }
    let mut todos = Vec::new();
    let blank = |text: &str| text.trim().is_empty();
    todos.extend(settings.emergency.is_empty().then_some(Todo::EmergencyNumbers));
    todos.extend(blank(&settings.address).then_some(Todo::VenueAddress));
    todos.extend(blank(&settings.conduct_address).then_some(Todo::ConductAddress));
    todos.extend(team.is_empty().then_some(Todo::Team));
    todos.extend(match covered(settings, roster, now) {
        Covered::Whole => None,
        Covered::NobodyNow => Some(Todo::NobodyNow),
        Covered::Gap(Gap { from, until }) => Some(Todo::Gap { from, until }),
    });
    for member in *team {
        match member.reached() {
            Reached::No => todos.push(Todo::Unreachable(member.person)),
            Reached::Unproven => todos.push(Todo::Unproven(member.person)),
            Reached::Yes => {}
        }
        let doubtful = member.devices.iter().filter(|device| matches!(device.trust, Some(Trust::Doubtful { .. })));
        todos.extend(doubtful.map(|device| Todo::Doubtful(member.person, device.device)));
    }
    todos.extend(checks.iter().filter_map(unconfirmed));
    todos.extend((!sends_mail).then_some(Todo::NoMail));
    todos.extend(hooks.iter().filter_map(|(hook, heard)| match heard {
        None => Some(Todo::HookUntried(*hook)),
        Some(heard) if heard.is_taken() => None,
        Some(_) => Some(Todo::HookFailed(*hook)),
    }));
    todos.sort_by_key(|todo| !todo.is_needed());
    todos
}

fn unconfirmed(check: &DutyCheck) -> Option<Todo> {
    match (check.about, check.state) {
        (CheckAbout::Own { .. }, CheckState::Open { .. }) => Some(Todo::Unconfirmed(check.person)),
        (CheckAbout::Own { .. }, CheckState::Confirmed { .. } | CheckState::Over { .. })
        | (CheckAbout::StandIn { .. }, _) => None,
    }
}

/// The readiness board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadinessView {
    /// What is still to be done.
    pub todos: Vec<Todo>,
    /// The CARE team, by name.
    pub team: Vec<Member>,
    /// What the hooks are called.
    pub hooks: Vec<(HookId, String)>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conference::EmergencyNumber;
    use crate::ids::{AskId, ConferenceId, ShiftId};
    use crate::roster::{Duty, Presence, Shift};
    use crate::time::hours;

    const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);
    const ANA: PersonId = PersonId::from_bytes([1; 16]);
    const PHONE: DeviceId = DeviceId::from_bytes([2; 16]);
    const HOOK: HookId = HookId::from_bytes([3; 16]);

    fn settings() -> Settings {
        Settings {
            name: "Example Days".into(),
            address: "1 Mill Lane".into(),
            starts_at: NOW.minus(hours(1)),
            ends_at: NOW.plus(days(2)),
            emergency: vec![EmergencyNumber { label: "Ambulance".into(), number: "112".into() }],
            conduct_address: "conduct@example.org".into(),
            ..Settings::default()
        }
    }

    fn roster(until: Timestamp) -> Roster {
        Roster::new(vec![Shift {
            id: ShiftId::from_bytes([4; 16]),
            conference: ConferenceId::from_bytes([5; 16]),
            person: ANA,
            from: NOW.minus(hours(1)),
            until,
            presence: Presence::OnSite,
            duty: Duty::OnDuty,
        }])
    }

    fn ana(trusts: &[Option<Trust>], other_ways: usize) -> Member {
        let device = |trust: &Option<Trust>| MemberDevice { device: PHONE, name: "Phone".into(), trust: *trust };
        Member { person: ANA, name: "Ana".into(), devices: trusts.iter().map(device).collect(), other_ways }
    }

    fn check(state: CheckState) -> DutyCheck {
        DutyCheck {
            id: AskId::from_bytes([6; 16]),
            conference: ConferenceId::from_bytes([5; 16]),
            person: ANA,
            about: CheckAbout::Own { starts_at: NOW },
            at: NOW,
            state,
        }
    }

    #[test]
    fn a_page_is_said_to_reach_somebody_only_when_a_device_has_said_so() {
        let (reached, doubtful) = (Trust::Reached { at: NOW }, Trust::Doubtful { since: NOW });
        let table: [(&[Option<Trust>], usize, Reached); 7] = [
            (&[], 0, Reached::No),
            (&[None], 0, Reached::No),
            (&[], 1, Reached::Unproven),
            (&[Some(Trust::Untried)], 0, Reached::Unproven),
            (&[Some(doubtful)], 0, Reached::Unproven),
            (&[Some(doubtful), Some(reached)], 0, Reached::Yes),
            (&[None, Some(reached)], 2, Reached::Yes),
        ];
        for (trusts, other_ways, wanted) in table {
            assert_eq!(ana(trusts, other_ways).reached(), wanted, "{trusts:?} {other_ways}");
        }
    }

    #[test]
    fn each_thing_that_is_missing_is_said_and_nothing_else() {
        let (whole, set) = (roster(NOW.plus(days(2))), settings());
        let team = [ana(&[Some(Trust::Reached { at: NOW })], 0)];
        let hooks = [(HOOK, Some(Heard::Taken))];
        let ready = Facts { settings: &set, roster: &whole, checks: &[], team: &team, sends_mail: true, hooks: &hooks };
        assert_eq!(todos(&ready, NOW), []);
        let nothing = Settings::default();
        let no_numbers = Settings { emergency: Vec::new(), ..settings() };
        let no_address = Settings { address: " ".into(), ..settings() };
        let no_conduct = Settings { conduct_address: String::new(), ..settings() };
        let (short, none) = (roster(NOW.plus(hours(3))), Roster::new(Vec::new()));
        let gap = Todo::Gap { from: NOW.plus(hours(3)), until: NOW.plus(days(1)) };
        let out_of_reach = [ana(&[None], 0)];
        let doubtful = [ana(&[Some(Trust::Doubtful { since: NOW })], 0)];
        let open = [check(CheckState::Open { next_at: None })];
        let confirmed = [check(CheckState::Confirmed { at: NOW })];
        let (untried, failed) = ([(HOOK, None)], [(HOOK, Some(Heard::TimedOut))]);
        let table: [(Facts<'_>, &[Todo]); 12] = [
            (Facts { settings: &nothing, ..ready }, &[Todo::SetUp]),
            (Facts { settings: &no_numbers, ..ready }, &[Todo::EmergencyNumbers]),
            (Facts { settings: &no_address, ..ready }, &[Todo::VenueAddress]),
            (Facts { settings: &no_conduct, ..ready }, &[Todo::ConductAddress]),
            (Facts { roster: &short, ..ready }, &[gap]),
            (Facts { roster: &none, ..ready }, &[Todo::NobodyNow]),
            (Facts { team: &out_of_reach, ..ready }, &[Todo::Unreachable(ANA)]),
            (Facts { team: &doubtful, ..ready }, &[Todo::Unproven(ANA), Todo::Doubtful(ANA, PHONE)]),
            (Facts { checks: &open, ..ready }, &[Todo::Unconfirmed(ANA)]),
            (Facts { checks: &confirmed, ..ready }, &[]),
            (Facts { sends_mail: false, hooks: &untried, ..ready }, &[Todo::NoMail, Todo::HookUntried(HOOK)]),
            (Facts { sends_mail: false, hooks: &failed, ..ready }, &[Todo::HookFailed(HOOK), Todo::NoMail]),
        ];
        for (row, (facts, wanted)) in table.into_iter().enumerate() {
            assert_eq!(todos(&facts, NOW), wanted, "row {row}");
        }
    }
}
