//! What a phone and the server say to each other about waiting notes. The document is `docs/sync-protocol.md`.

use crate::ids::NoteId;
use crate::note::{NoteBody, NoteRefused};
use crate::private::Private;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The protocol that this release speaks.
pub const PROTOCOL: u32 = 1;
/// The oldest protocol that the server still answers; at least three releases back.
pub const PROTOCOL_OLDEST: u32 = 1;
/// Most entries of one batch.
pub const BATCH_MAX: usize = 50;
/// Most notes whose progress one request may ask for.
pub const WATCH_MAX: usize = 100;
/// Largest request body, in bytes.
pub const BODY_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Largest single entry, in bytes of JSON.
pub const ENTRY_BYTES_MAX: usize = 160 * 1024;

/// What a phone sends: `POST /api/v1/sync`. A request without entries asks only for progress.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncRequest<E = Entry> {
    /// Which protocol the phone speaks.
    pub protocol: u32,
    /// The version of the app on the phone.
    #[serde(default)]
    pub client: String,
    /// The phone's clock, from which the server works out the skew.
    pub device_time: Timestamp,
    /// Waiting notes, oldest first, at most [`BATCH_MAX`].
    #[serde(default = "Vec::new")]
    pub entries: Vec<E>,
    /// Delivered notes whose progress the phone shows, at most [`WATCH_MAX`].
    #[serde(default)]
    pub watch: Vec<NoteId>,
}

/// One waiting note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The note's id, minted on the phone. It makes a repeat harmless.
    pub id: NoteId,
    /// What was written.
    pub note: NoteBody,
}

/// What the server answers to a request that it understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncReply {
    /// Always `"careline"`: a captive portal does not say this.
    pub server: Marker,
    /// The protocol of the answer.
    pub protocol: u32,
    /// The server's clock, which is the record.
    pub server_time: Timestamp,
    /// Version of the site that the server serves.
    pub site: String,
    /// Edition of what phones keep for offline use; another number means: fetch the bundle again.
    pub edition: i64,
    /// One receipt per entry, in the order of the entries.
    pub receipts: Vec<Receipt>,
    /// What became of the watched notes; unknown ones and other people's are left out.
    pub progress: Vec<Progress>,
}

/// Says that the answer comes from Careline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Marker {
    /// The only one.
    #[default]
    Careline,
}

/// What became of one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The entry's id, echoed.
    pub id: NoteId,
    /// What the server did with it.
    pub outcome: Outcome,
}

/// What the server did with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Committed to disk by this request.
    Recorded {
        /// When, by the server's clock.
        at: Timestamp,
    },
    /// Committed earlier, word for word the same.
    AlreadyRecorded {
        /// When, by the server's clock.
        at: Timestamp,
    },
    /// Another text was recorded under this id before. Both are kept, and people are shown both.
    KeptBeside {
        /// When this one was recorded, by the server's clock.
        at: Timestamp,
    },
    /// Not taken; the note stays on the phone with the reason.
    Refused {
        /// Why.
        why: EntryRefused,
    },
}

/// Why one entry was not taken. The entries behind it are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryRefused {
    /// The server cannot read the entry.
    NotUnderstood,
    /// The entry is larger than [`ENTRY_BYTES_MAX`].
    TooLarge,
    /// The id belongs to a note of somebody else.
    NotYours,
    /// The rule for notes refuses it.
    Note(NoteRefused),
}

impl fmt::Display for EntryRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUnderstood => {
                f.write_str("The server could not read this note. Update the app, or export the note.")
            }
            Self::TooLarge => f.write_str("This note is too large. Split it in two."),
            Self::NotYours => {
                f.write_str("This note's number is taken by somebody else. Copy the text into a new note.")
            }
            Self::Note(why) => why.fmt(f),
        }
    }
}

/// How far a delivered note has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Which note.
    pub note: NoteId,
    /// When the server recorded it.
    pub recorded_at: Timestamp,
    /// Who of the CARE team has opened it first, if anybody.
    #[serde(default)]
    pub seen: Option<ByWhom>,
    /// Whether somebody is coming.
    pub call: Call,
}

/// A CARE member and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByWhom {
    /// The member's name.
    pub name: Private<String>,
    /// When.
    pub at: Timestamp,
}

/// How the call for a CARE member stands, as its raiser may know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// The team is being called.
    Calling {
        /// Since when.
        since: Timestamp,
        /// How many people have been called so far on a device that pushes go to.
        people: u32,
        /// Of these, how many have a device that has said that it shows the page. Older servers do not count them.
        #[serde(default)]
        reached: u32,
        /// When more people will be called or called again.
        next_at: Option<Timestamp>,
    },
    /// Somebody has it.
    Taken(ByWhom),
    /// Everybody was called and nobody has answered, or nobody could be called: do not wait, call a number.
    Unanswered {
        /// Since when.
        since: Timestamp,
        /// When they will be called again; nothing when the page has ended.
        #[serde(default)]
        next_at: Option<Timestamp>,
    },
    /// Everybody of the CARE team is out of this one, so nobody of them comes: turn to the outside contact.
    Outside {
        /// Since when.
        since: Timestamp,
    },
    /// No call was made for this note: it belongs to one that was.
    None,
}

/// Why a whole request was not taken. The phone keeps everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SyncRefused {
    /// The phone speaks a protocol that this server is too old or too new for.
    ProtocolUnknown,
    /// The request is not what the document says.
    NotUnderstood,
    /// More entries than [`BATCH_MAX`] or more watched notes than [`WATCH_MAX`].
    TooMany,
    /// The body is larger than [`BODY_BYTES_MAX`].
    TooLarge,
    /// The device is not signed in, or not any more.
    SignedOut,
    /// The server cannot write just now; its disk may be full.
    Unavailable,
}

impl SyncRefused {
    /// The status of the HTTP answer.
    pub const fn status(self) -> u16 {
        match self {
            Self::ProtocolUnknown => 426,
            Self::NotUnderstood => 400,
            Self::TooMany | Self::TooLarge => 413,
            Self::SignedOut => 401,
            Self::Unavailable => 503,
        }
    }
}

/// The body of an answer that takes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncRefusal {
    /// Always `"careline"`.
    pub server: Marker,
    /// Why.
    pub refused: SyncRefused,
    /// The oldest protocol that the server answers.
    pub oldest: u32,
    /// The newest protocol that the server answers.
    pub newest: u32,
}

impl SyncRefusal {
    /// The refusal with this release's protocols.
    pub const fn because(refused: SyncRefused) -> Self {
        Self { server: Marker::Careline, refused, oldest: PROTOCOL_OLDEST, newest: PROTOCOL }
    }
}

impl<E> SyncRequest<E> {
    /// Checks what can be checked before any entry is read.
    pub const fn check(&self) -> Result<(), SyncRefused> {
        if self.protocol < PROTOCOL_OLDEST || self.protocol > PROTOCOL {
            Err(SyncRefused::ProtocolUnknown)
        } else if self.entries.len() > BATCH_MAX || self.watch.len() > WATCH_MAX {
            Err(SyncRefused::TooMany)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(protocol: u32, entries: usize, watch: usize) -> SyncRequest<()> {
        SyncRequest {
            protocol,
            client: String::new(),
            device_time: Timestamp::default(),
            entries: vec![(); entries],
            watch: vec![NoteId::from_bytes([0; 16]); watch],
        }
    }

    #[test]
    fn a_request_is_bounded_and_of_a_known_protocol() {
        let table = [
            (request(PROTOCOL, BATCH_MAX, WATCH_MAX), Ok(())),
            (request(PROTOCOL, 0, 0), Ok(())),
            (request(PROTOCOL, BATCH_MAX + 1, 0), Err(SyncRefused::TooMany)),
            (request(PROTOCOL, 0, WATCH_MAX + 1), Err(SyncRefused::TooMany)),
            (request(PROTOCOL + 1, 1, 0), Err(SyncRefused::ProtocolUnknown)),
            (request(0, 1, 0), Err(SyncRefused::ProtocolUnknown)),
        ];
        for (request, wanted) in table {
            assert_eq!(request.check(), wanted);
        }
    }

    #[test]
    fn the_wire_looks_as_the_document_says() {
        let id = NoteId::from_bytes([1; 16]);
        let receipt = Receipt { id, outcome: Outcome::Recorded { at: Timestamp::from_millis(5) } };
        assert_eq!(
            serde_json::to_string(&receipt).unwrap(),
            r#"{"id":"01010101-0101-0101-0101-010101010101","outcome":{"recorded":{"at":5}}}"#
        );
        let refused = Receipt { id, outcome: Outcome::Refused { why: EntryRefused::Note(NoteRefused::Empty) } };
        let json = serde_json::to_string(&refused).unwrap();
        assert!(json.ends_with(r#""outcome":{"refused":{"why":{"note":"empty"}}}}"#), "{json}");
        assert_eq!(serde_json::from_str::<Receipt>(&json).unwrap(), refused);
        assert!(
            serde_json::to_string(&SyncRefusal::because(SyncRefused::SignedOut)).unwrap().contains(r#""careline""#)
        );
    }

    #[test]
    fn a_reply_of_a_captive_portal_is_not_a_reply() {
        assert!(serde_json::from_str::<SyncReply>("{}").is_err());
        assert!(serde_json::from_str::<SyncReply>("<html>Welcome</html>").is_err());
    }
}
