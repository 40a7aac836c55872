//! Who may do what.

use crate::ids::{ConferenceId, DeviceId, PersonId};
use crate::private::Private;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What somebody is at a conference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Staff who may write notes and see only their own.
    Volunteer,
    /// One of those who handle reports to completion.
    CareMember,
    /// Sets the conference up, invites people and keeps the roster; sees no incident.
    Organizer,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Volunteer, Self::CareMember, Self::Organizer];

    /// The word for storage and for the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Volunteer => "volunteer",
            Self::CareMember => "care_member",
            Self::Organizer => "organizer",
        }
    }

    /// Reads the word from storage or from a command line.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// The word on a screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Volunteer => "Volunteer",
            Self::CareMember => "CARE member",
            Self::Organizer => "Organizer",
        }
    }

    /// Whether somebody with this role may do it at all. Cases add their own rules on top ([`crate::case`]).
    pub const fn may(self, act: Act) -> bool {
        match act {
            Act::WriteNotes | Act::SeeOwnNotes | Act::FindCare | Act::ManageOwnDevices | Act::AnswerAsks => true,
            Act::SetTargets | Act::SeeRoster | Act::RunDrills => matches!(self, Self::CareMember | Self::Organizer),
            Act::AnswerPages | Act::SeeIncidents | Act::SwapShifts => matches!(self, Self::CareMember),
            Act::SetUpConference
            | Act::Invite
            | Act::ManagePeople
            | Act::KeepRoster
            | Act::EditGuide
            | Act::KeepWays => {
                matches!(self, Self::Organizer)
            }
        }
    }
}

/// One kind of thing to do; the table of who may is [`Role::may`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Write a note and send it to the CARE team.
    WriteNotes,
    /// See the state of one's own notes.
    SeeOwnNotes,
    /// See who is on call and how to reach them.
    FindCare,
    /// See and revoke one's own devices.
    ManageOwnDevices,
    /// See what is asked of oneself and answer.
    AnswerAsks,
    /// Say when the CARE team wants to be reminded.
    SetTargets,
    /// Be paged and answer.
    AnswerPages,
    /// See the inbox of incidents and open a case.
    SeeIncidents,
    /// Change the conference's settings.
    SetUpConference,
    /// Make and withdraw invites.
    Invite,
    /// See everybody and revoke anybody's devices.
    ManagePeople,
    /// See the whole roster.
    SeeRoster,
    /// Offer one's own shifts and take those of colleagues.
    SwapShifts,
    /// Change the roster.
    KeepRoster,
    /// Change the guide's cards.
    EditGuide,
    /// Start and end a drill and see what it showed.
    RunDrills,
    /// Say by which services people can be reached, and try them.
    KeepWays,
}

/// A person of a conference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The person's id.
    pub id: PersonId,
    /// Where the person belongs.
    pub conference: ConferenceId,
    /// The name that colleagues call.
    pub name: Private<String>,
    /// How colleagues reach them: a phone number; empty where not given.
    pub phone: Private<String>,
    /// Languages spoken, in the person's own words; empty where not given.
    pub languages: String,
    /// What the person is here.
    pub role: Role,
}

/// Somebody of the conference, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    /// Who.
    pub person: PersonId,
    /// The name.
    pub name: Private<String>,
    /// The number to call; blank where not given.
    pub phone: Private<String>,
    /// What they are here.
    pub role: Role,
}

/// A signed-in browser or installed app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// The device's id.
    pub id: DeviceId,
    /// Whose it is.
    pub person: PersonId,
    /// What the person would recognize it by: "Android phone, Chrome".
    pub name: String,
    /// When it signed in.
    pub signed_in_at: Timestamp,
    /// When it was last heard of, to within some minutes.
    pub seen_at: Timestamp,
    /// Until when it stays signed in.
    pub expires_at: Timestamp,
    /// When somebody revoked it, if so.
    pub revoked_at: Option<Timestamp>,
}

impl Device {
    /// Whether the device is signed in at `now`.
    pub fn is_signed_in(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

/// Who is asking: a person with a role, on a device, at a conference. Made only by sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The person.
    pub person: PersonId,
    /// The device that the request came from.
    pub device: DeviceId,
    /// The conference.
    pub conference: ConferenceId,
    /// The role there.
    pub role: Role,
}

/// The role does not allow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAllowed;

impl fmt::Display for NotAllowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is not for your role")
    }
}

impl std::error::Error for NotAllowed {}

/// A person of the CARE team who is asking. Only [`Actor::care_member`] makes one, so whatever takes it has checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CareMember(Actor);

impl CareMember {
    /// The member as an actor.
    pub const fn actor(&self) -> &Actor {
        &self.0
    }

    /// The member's person.
    pub const fn person(&self) -> PersonId {
        self.0.person
    }
}

impl Actor {
    /// Says whether this actor may do it.
    pub const fn may(&self, act: Act) -> Result<(), NotAllowed> {
        if self.role.may(act) { Ok(()) } else { Err(NotAllowed) }
    }

    /// The actor as a CARE member.
    pub fn care_member(&self) -> Result<CareMember, NotAllowed> {
        match self.role {
            Role::CareMember => Ok(CareMember(self.clone())),
            Role::Volunteer | Role::Organizer => Err(NotAllowed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_who_may() {
        use Act::*;
        let table: [(Act, [bool; 3]); 17] = [
            (WriteNotes, [true, true, true]),
            (SeeOwnNotes, [true, true, true]),
            (FindCare, [true, true, true]),
            (ManageOwnDevices, [true, true, true]),
            (AnswerAsks, [true, true, true]),
            (SetTargets, [false, true, true]),
            (AnswerPages, [false, true, false]),
            (SeeIncidents, [false, true, false]),
            (SetUpConference, [false, false, true]),
            (Invite, [false, false, true]),
            (ManagePeople, [false, false, true]),
            (SeeRoster, [false, true, true]),
            (SwapShifts, [false, true, false]),
            (KeepRoster, [false, false, true]),
            (KeepWays, [false, false, true]),
            (RunDrills, [false, true, true]),
            (EditGuide, [false, false, true]),
        ];
        for (act, wanted) in table {
            assert_eq!(Role::ALL.map(|role| role.may(act)), wanted, "{act:?}");
        }
    }

    #[test]
    fn roles_survive_storage() {
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(role));
        }
        assert_eq!(Role::from_code("admin"), None);
    }
}
