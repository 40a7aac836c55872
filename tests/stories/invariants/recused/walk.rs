//! What is walked: every route and every server function, with ids or without.

use desk::clock::chance;
use domain::ids::{
    AskId, DeedId, DeviceId, DrillId, HookId, IncidentId, InviteId, NoteId, OverrideId, PageId, PersonId, PhotoId,
    ShiftId,
};
use domain::sync::SyncRequest;
use domain::work::reminder::Targets;
use serde_json::{Value, json};
use tests::world::{World, hook, settings};

/// The ids of one incident and of what belongs to it.
#[derive(Clone, Copy)]
pub(in crate::invariants) struct Ids {
    pub(in crate::invariants) incident: IncidentId,
    pub(in crate::invariants) page: PageId,
    pub(in crate::invariants) note: NoteId,
    pub(in crate::invariants) photo: PhotoId,
    pub(in crate::invariants) ask: AskId,
}

impl Ids {
    /// Ids of nothing.
    pub(in crate::invariants) fn of_nothing(world: &World) -> Self {
        let now = world.now();
        Self {
            incident: IncidentId::mint(now, chance()),
            page: PageId::mint(now, chance()),
            note: NoteId::mint(now, chance()),
            photo: PhotoId::mint(now, chance()),
            ask: AskId::mint(now, chance()),
        }
    }
}

/// A question to the desk with these ids, the id of a new note, and somebody of the team.
pub(super) type Question = fn(Ids, NoteId, PersonId) -> Value;

/// Server functions that take the id of an incident or of something of it.
pub(super) const WITH_IDS: [(&str, Question); 14] = [
    ("open_case", |ids, _, _| json!({ "incident": ids.incident })),
    ("take_in_hand", |ids, _, _| json!({ "incident": ids.incident })),
    ("add_note", |ids, fresh, _| json!({ "incident": ids.incident, "note": fresh, "text": "x" })),
    ("confirm_receipt", |ids, fresh, _| json!({ "incident": ids.incident, "note": fresh, "text": "x" })),
    ("strike_note", |ids, _, _| json!({ "incident": ids.incident, "note": ids.note, "why": "x" })),
    ("declare", |ids, _, _| json!({ "incident": ids.incident, "standing": "clear", "why": "" })),
    ("recuse", |ids, _, _| json!({ "incident": ids.incident })),
    ("draw_line", |ids, _, who| json!({ "incident": ids.incident, "person": who, "line": "out", "why": "x" })),
    ("name_involved", |ids, _, who| json!({ "incident": ids.incident, "person": who, "why": "" })),
    ("write_down", |ids, fresh, _| json!({ "incident": ids.incident, "report": report(fresh) })),
    ("work_on", |ids, fresh, _| json!({ "incident": ids.incident, "deed": deed(fresh) })),
    ("i_am_writing", |ids, _, _| json!({ "incident": ids.incident, "what": "reply" })),
    ("page", |ids, _, _| json!({ "page": ids.page })),
    ("answer_page", |ids, _, _| json!({ "page": ids.page, "answer": "accept" })),
];

/// Server functions about what is asked of one person, whatever their role.
pub(super) const OF_ASKS: [(&str, Question); 2] = [
    ("ask", |ids, _, _| json!({ "ask": ids.ask })),
    ("answer_ask", |ids, _, _| json!({ "ask": ids.ask, "deed": DeedId::from_bytes([9; 16]), "answer": "seen" })),
];

/// A deed with this new id, of no consequence.
fn deed(id: NoteId) -> Value {
    json!({ "id": id, "deed": { "fact": { "about": "summary", "text": "x", "over": [] } } })
}

/// A report with this new id for its note and its deed.
fn report(id: NoteId) -> Value {
    let origin = json!({ "via": "mail", "author": "", "passed_on_by": "", "told_at": null, "account": "first_hand" });
    json!({ "note": id, "body": { "text": "x" }, "deed": id, "origin": origin })
}

/// A question to the desk without ids.
pub(super) type Asks = fn() -> Value;

/// Server functions that take no such id: whoever is out gets the answer that they got before the incident.
pub(super) const WITHOUT_IDS: [(&str, Asks); 42] = [
    ("inbox", || json!({})),
    ("my_pages", || json!({})),
    ("asks", || json!({})),
    ("targets", || json!({})),
    ("set_targets", || json!({ "targets": Targets::default() })),
    ("search", || json!({ "words": "x" })),
    ("is_anything_outside", || json!({})),
    ("my_devices", || json!({})),
    ("my_reach", || json!({})),
    ("set_my_reach", || json!({ "choices": { "ways": [], "quiet": null } })),
    ("escalation", || json!({})),
    ("set_escalation", || json!({ "policies": null })),
    ("change_my_details", || json!({ "phone": "1".repeat(41), "languages": "" })),
    ("revoke_device", || json!({ "device": DeviceId::from_bytes([9; 16]) })),
    ("people", || json!({})),
    ("invites", || json!({})),
    ("make_invite", || json!({ "invite": { "role": "volunteer", "name": "", "lifetime": 3_600_000, "uses": 1 } })),
    ("withdraw_invite", || json!({ "invite": InviteId::from_bytes([9; 16]) })),
    ("conference", || json!({})),
    ("set_up_conference", || json!({ "settings": settings() })),
    ("roster", || json!({})),
    ("put_shift", || json!({ "shift": shift() })),
    ("remove_shift", || json!({ "shift": ShiftId::from_bytes([9; 16]) })),
    ("put_shifts", || json!({ "shifts": [shift()] })),
    ("remove_shifts", || json!({ "shifts": [ShiftId::from_bytes([9; 16])] })),
    ("offer_shift", || json!({ "offer": part() })),
    ("take_shift", || json!({ "offer": OverrideId::from_bytes([9; 16]), "presence": "remote" })),
    ("withdraw_offer", || json!({ "offer": OverrideId::from_bytes([9; 16]) })),
    (
        "arrange_override",
        || json!({ "part": part(), "taker": { "person": PersonId::from_bytes([9; 16]), "presence": "remote" } }),
    ),
    ("end_feed", || json!({})),
    ("ways", || json!({})),
    ("put_hook", || json!({ "hook": hook("https://hooks.example/") })),
    ("remove_hook", || json!({ "hook": HookId::from_bytes([9; 16]) })),
    ("try_hook", || json!({ "hook": HookId::from_bytes([9; 16]), "to": "" })),
    ("try_mail", || json!({ "to": "" })),
    ("guide", || json!({})),
    ("drill", || json!({})),
    // Nobody is asked to start one here: an urgency that there is not.
    ("start_drill", || json!({ "drill": DrillId::from_bytes([9; 16]), "urgency": "never" })),
    ("end_drill", || json!({})),
    ("readiness", || json!({})),
    ("send_test_pages", || json!({ "to": PersonId::from_bytes([9; 16]) })),
    ("put_card", || json!({ "card": domain::guide::default_cards().remove(0) })),
];

fn part() -> Value {
    json!({ "id": OverrideId::from_bytes([9; 16]), "shift": ShiftId::from_bytes([9; 16]), "from": 0, "until": 1 })
}

fn shift() -> Value {
    let (id, person) = (ShiftId::from_bytes([9; 16]), PersonId::from_bytes([9; 16]));
    json!({ "id": id, "person": person, "from": 0, "until": 1, "presence": "on_site" })
}

/// How a route is walked.
#[derive(Clone, Copy)]
pub(super) enum Way {
    /// With real ids and with ids of nothing: its method, its address and its body.
    Ids(fn(Ids) -> (&'static str, String, Option<Value>)),
    /// Without ids: the answer is as it was before the incident.
    Same(&'static str, &'static str),
    /// By a part of this walk of its own, or never about an incident that one may not know of.
    Apart,
}

pub(super) const ROUTES: [(&str, Way); 24] = [
    // Who signs in or out; no incident.
    ("/api/v1/session", Way::Apart),
    ("/api/v1/bundle", Way::Same("GET", "/api/v1/bundle")),
    ("/api/v1/sync", Way::Ids(|ids| ("POST", "/api/v1/sync".into(), Some(watch(ids.note))))),
    (
        "/api/v1/photos/{photo}",
        Way::Ids(|ids| ("GET", format!("/api/v1/photos/{}?incident={}", ids.photo, ids.incident), None)),
    ),
    (
        "/api/v1/cases/{incident}/export",
        Way::Ids(|ids| ("POST", format!("/api/v1/cases/{}/export", ids.incident), Some(json!({ "form": "json" })))),
    ),
    // One's own device; no incident.
    ("/api/v1/push/subscription", Way::Apart),
    // One's own device; no incident.
    ("/api/v1/push/test", Way::Apart),
    // Says of a push that it came; answers nothing.
    ("/api/v1/push/receipt", Way::Apart),
    (
        "/api/v1/pages/{page}/answer",
        Way::Ids(|ids| ("POST", format!("/api/v1/pages/{}/answer", ids.page), Some(json!({ "answer": "decline" })))),
    ),
    // Somebody's own shifts, by a secret of theirs; no incident.
    ("/api/v1/calendar/{file}", Way::Same("GET", "/api/v1/calendar/nothing.ics")),
    // The server functions above.
    ("/api/desk/{*action}", Way::Apart),
    ("/api/{*rest}", Way::Same("GET", "/api/nothing")),
    ("/", Way::Same("GET", "/")),
    ("/r", Way::Same("GET", "/r")),
    // The reporter's own words, with the key.
    ("/r/add", Way::Apart),
    ("/healthz", Way::Same("GET", "/healthz")),
    ("/app", Way::Same("GET", "/app")),
    ("/app/", Way::Same("GET", "/app/")),
    ("/app/{*screen}", Way::Ids(|ids| ("GET", format!("/app/i/{}", ids.incident), None))),
    // Walked by `nothing_live_either`.
    ("/api/v1/live", Way::Apart),
    ("fallback", Way::Same("GET", "/nothing")),
    // Walked by `photos_are_for_ones_own_notes`.
    ("PUT /api/v1/photos/{photo}", Way::Apart),
    // The count of messages below.
    ("pushes", Way::Apart),
    ("notifications", Way::Ids(|ids| ("GET", format!("/app/p/{}", ids.page), None))),
];

/// What is walked besides the routes of the table.
pub(super) const BESIDES: [&str; 4] = ["fallback", "PUT /api/v1/photos/{photo}", "pushes", "notifications"];

/// Server functions that answer with fresh chance each time, and never about an incident.
pub(super) const BY_CHANCE: [&str; 1] = ["make_feed"];

pub(in crate::invariants) fn watch(note: NoteId) -> Value {
    let request: SyncRequest = SyncRequest {
        protocol: domain::sync::PROTOCOL,
        client: String::new(),
        device_time: domain::time::Timestamp::default(),
        entries: Vec::new(),
        watch: vec![note],
    };
    serde_json::to_value(request).expect("a request")
}
