//! Bodies of questions, of no consequence.

use domain::ids::{NoteId, PersonId, ShiftId};
use serde_json::{Value, json};

/// A deed with this new id, of no consequence.
pub(super) fn deed(id: NoteId) -> Value {
    json!({ "id": id, "deed": { "fact": { "about": "summary", "text": "x", "over": [] } } })
}

/// A report with this new id for its note and its deed.
pub(super) fn report(id: NoteId) -> Value {
    let origin = json!({ "via": "mail", "author": "", "passed_on_by": "", "told_at": null, "account": "first_hand" });
    json!({ "note": id, "body": { "text": "x" }, "deed": id, "origin": origin })
}

/// A shift of nobody.
pub(super) fn shift() -> Value {
    let (id, person) = (ShiftId::from_bytes([9; 16]), PersonId::from_bytes([9; 16]));
    json!({ "id": id, "person": person, "from": 0, "until": 1, "presence": "on_site" })
}
