//! What a search finds: which incidents, and where in them, without any of the words.
//!
//! A search tells where to look and shows nothing of what was written there: reading goes through opening the case, which
//! goes on its record.

use crate::ids::IncidentId;
use crate::incident::Stage;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Longest search, in characters.
pub const SEARCH_MAX: usize = 200;
/// Most words of a search; further ones are not looked at.
pub const SEARCH_WORDS_MAX: usize = 8;
/// Most incidents that a search answers with.
pub const HITS_MAX: usize = 50;
/// Most entries that are named of each of them.
pub const PLACES_MAX: usize = 3;

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The incidents: what has the words closest together first, then what was touched last.
    pub hits: Vec<Hit>,
    /// Whether there are more than [`HITS_MAX`].
    pub more: bool,
    /// Whether some records were too large to be looked through, so that only their code names were.
    pub in_part: bool,
    /// Whether some records have still to be read, as just after a start of the server; a later search finds more.
    #[serde(default)]
    pub reading: bool,
}

/// An incident in which all the words are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// The incident.
    pub incident: IncidentId,
    /// Its two words.
    pub code_name: String,
    /// Where it stands.
    pub stage: Stage,
    /// When something was last added.
    pub touched_at: Timestamp,
    /// Entries with some of the words, at most [`PLACES_MAX`], the oldest first; none where the code name has them all.
    pub places: Vec<Place>,
    /// Whether there are more of them.
    pub more_places: bool,
}

/// An entry of the record in which some of the words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Of which kind it is.
    pub kind: PlaceKind,
    /// When it was recorded.
    pub at: Timestamp,
}

/// Kinds of entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// A note.
    Note,
    /// A step of the work.
    Deed,
}
