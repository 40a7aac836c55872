//! Typed ids: sixteen bytes each, minted by whoever first writes the thing down, ordered by time.
//!
//! An id is a `UUIDv7` (RFC 9562 §5.7). It is made from a time and ten random bytes that come in as arguments, because
//! this crate has neither a clock nor chance.

use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

/// The text is not an id: not a UUID in any of the usual spellings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is not an id")
    }
}

impl std::error::Error for NotAnId {}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Mints an id from the time and ten random bytes.
            pub fn mint(now: Timestamp, chance: [u8; 10]) -> Self {
                let millis = u64::try_from(now.millis()).unwrap_or(0);
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &chance).into_uuid())
            }

            /// Takes the id from storage.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }

            /// The sixteen bytes for storage.
            pub const fn to_bytes(self) -> [u8; 16] {
                self.0.into_bytes()
            }

            /// Reads an id from a URL or a form.
            pub fn parse(text: &str) -> Result<Self, NotAnId> {
                Uuid::try_parse(text).map(Self).map_err(|_| NotAnId)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Self::parse(text)
            }
        }
    )*};
}

ids! {
    /// One conference edition with its people and dates.
    ConferenceId;
    /// One person of one conference: an organizer, a CARE member or a volunteer.
    PersonId;
    /// One signed-in browser or installed app of a person.
    DeviceId;
    /// One invitation to sign in.
    InviteId;
    /// One span of duty.
    ShiftId;
    /// One offer of a shift, and the colleague who takes it.
    OverrideId;
    /// One note, minted on the phone that wrote it. It is the key that makes repeats harmless.
    NoteId;
    /// One photo, which belongs to a note and travels apart from it.
    PhotoId;
    /// Something that happened and is on record.
    IncidentId;
    /// One call for attention.
    PageId;
    /// One message to one person by one way.
    DeliveryId;
    /// One way out of the server that the organizers have set up.
    HookId;
    /// One drill, minted on the device that starts it.
    DrillId;
    /// One running server; several may share a database.
    ServerId;
    /// One reporter's private link.
    ReporterLinkId;
    /// One request to one person.
    AskId;
    /// One step of the work on a case, and whatever it began: a meeting, a draft, a task, a person in it.
    DeedId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_minted_later_sort_later() {
        let early = NoteId::mint(Timestamp::from_millis(1_000), [255; 10]);
        let late = NoteId::mint(Timestamp::from_millis(2_000), [0; 10]);
        assert!(early < late);
        assert!(early.to_bytes() < late.to_bytes());
    }

    #[test]
    fn an_id_survives_text_and_bytes() {
        let id = PageId::mint(Timestamp::from_millis(1_790_000_000_000), [7; 10]);
        assert_eq!(PageId::parse(&id.to_string()), Ok(id));
        assert_eq!(PageId::from_bytes(id.to_bytes()), id);
        assert_eq!(PageId::parse("not-an-id"), Err(NotAnId));
        assert_eq!(PageId::parse(""), Err(NotAnId));
    }
}
