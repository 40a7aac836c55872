use super::{NotJson, read, tree, write};
use crate::roster::{DutyCheck, Override};
use crate::sync::{SyncRefusal, SyncReply, SyncRequest};
use crate::view::{Bundle, CaseView, Denied, InviteMade, NewShift, NewSubscription, PageView, PersonRow, RosterView};
use crate::{
    conference::Conference, guide::Card, ids::NoteId, invite::NewInvite, note::NoteBody, outbox::OutboxEntry,
    paging::PageAnswer, view::InboxRow, view::SignedIn,
};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Debug;

const ID: &str = "0193c3a0-0000-7000-8000-000000000001";
const AT: i64 = 1_790_000_000_000;

/// Whether this room reads and writes the sample as `serde_json` does, and every sample with something amiss as well.
fn same<T: Serialize + DeserializeOwned + PartialEq + Debug>(sample: &Value) {
    let value: T = serde_json::from_value(sample.clone()).unwrap();
    assert_eq!(read::<T>(&sample.to_string()).as_ref(), Ok(&value), "{sample}");
    let written = write(&value).unwrap();
    assert_eq!(written, serde_json::to_string(&value).unwrap());
    assert_eq!(read(&written).as_ref(), Ok(&value), "{written}");
    for amiss in amiss(sample) {
        let text = amiss.to_string();
        assert_eq!(read::<T>(&text).ok(), serde_json::from_str::<T>(&text).ok(), "{text}");
    }
}

/// The sample with one thing changed, for each place in it: a member missing, one too many, something else in its place.
fn amiss(sample: &Value) -> Vec<Value> {
    let others = [json!(null), json!(true), json!(7), json!(-1), json!(0.5), json!("x"), json!({}), json!({ "x": 1 })];
    let mut all: Vec<Value> = others.into_iter().filter(|other| other != sample).collect();
    match sample {
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                all.extend(amiss(item).into_iter().map(|other| {
                    let mut items = items.clone();
                    items[at] = other;
                    Value::Array(items)
                }));
            }
        }
        Value::Object(members) => {
            let mut more = members.clone();
            more.insert("from_a_later_release".into(), json!([1.5e300, { "a": [] }]));
            all.push(Value::Object(more));
            for (name, member) in members {
                let mut fewer = members.clone();
                fewer.remove(name);
                all.push(Value::Object(fewer));
                all.extend(amiss(member).into_iter().map(|other| {
                    let mut members = members.clone();
                    members.insert(name.clone(), other);
                    Value::Object(members)
                }));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    all
}

fn note_bodies() -> [Value; 5] {
    let answers = json!({
        "what": { "given": "was \"told\"\n" }, "who": "does_not_know", "when": "prefers_not_to_say", "place": "did_not_ask",
        "ongoing": { "given": "unclear" },
    });
    let record = json!({ "did": "walked with them", "ground": "physical_danger", "tried": "", "consulted": "Bo" });
    [
        json!({}),
        json!({
            "text": "Am Eingang 🚪", "answers": answers, "provenance": "passed_on", "urgency": "now",
            "support": { "escort": "offered", "friend": "wanted", "police": "declined" }, "happened_at": AT, "told_at": AT,
            "written_at": AT, "reporter_key": "ab".repeat(32), "handed_over_to": "Ana", "ask_me_later": true, "photos": [ID],
            "involves": [ID], "excludes": [ID],
        }),
        json!({ "kind": "act_now" }),
        json!({ "kind": { "acted_alone": { "about": ID, "record": record } } }),
        json!({ "kind": { "correction": { "corrects": ID } }, "text": "b" }),
    ]
}

#[test]
fn notes_read_and_write_as_serde_json_does() {
    for body in note_bodies() {
        same::<NoteBody>(&body);
        same::<SyncRequest>(&json!({
            "protocol": 1, "client": "0.1.0", "device_time": AT, "entries": [{ "id": ID, "note": body }], "watch": [ID],
        }));
    }
    same::<NoteBody>(&json!({ "kind": { "addition": { "to": ID } }, "text": "c" }));
}

#[test]
fn answers_to_a_sync_read_and_write_as_serde_json_does() {
    let receipts = [
        json!({ "recorded": { "at": AT } }),
        json!({ "already_recorded": { "at": AT } }),
        json!({ "kept_beside": { "at": AT } }),
        json!({ "refused": { "why": { "note": "empty" } } }),
        json!({ "refused": { "why": "not_yours" } }),
    ]
    .map(|outcome| json!({ "id": ID, "outcome": outcome }));
    let by = json!({ "name": "Ana", "at": AT });
    let progress = [
        json!({ "calling": { "since": AT, "people": 2, "reached": 1, "next_at": AT } }),
        json!({ "taken": by }),
        json!({ "unanswered": { "since": AT, "next_at": AT } }),
        json!("none"),
    ]
    .map(|call| json!({ "note": ID, "recorded_at": AT, "seen": by, "call": call }));
    same::<SyncReply>(&json!({
        "server": "careline", "protocol": 1, "server_time": AT, "site": "0.1.0", "edition": 3, "receipts": receipts,
        "progress": progress,
    }));
    same::<SyncRefusal>(&json!({ "server": "careline", "refused": "signed_out", "oldest": 1, "newest": 1 }));
}

#[test]
fn the_outbox_reads_and_writes_as_serde_json_does() {
    let states = [
        json!({ "waiting": { "not_before": AT, "tries": 3, "trouble": "not_careline" } }),
        json!("needs_sign_in"),
        json!({ "refused": { "why": "too_large" } }),
        json!({ "delivered": { "at": AT, "beside": true } }),
    ];
    for state in states {
        same::<OutboxEntry>(&json!({ "id": ID, "saved_at": AT, "state": state }));
    }
}

fn conference() -> Value {
    json!({ "id": ID, "edition": 4, "settings": {
        "name": "Conf", "venue": "Hall", "address": "Street 1", "time_zone": "Europe/Berlin", "starts_at": AT, "ends_at": AT,
        "emergency": [{ "label": "Ambulance", "number": "112" }], "conduct_address": "", "grace": 0,
    } })
}

fn person() -> Value {
    json!({
        "id": ID, "conference": ID, "role": "care_member", "name": "Ana", "phone": "+49 1", "languages": "de, en",
    })
}

fn inbox_row() -> Value {
    json!({
        "incident": ID, "code_name": "quiet heron", "urgency": "today", "opened_at": AT, "touched_at": AT,
        "stage": { "in_hand": { "by": ID, "at": AT } }, "accountable": "Ana", "calling": ID, "needs_review": false,
        "receipt_confirmed": true, "notes": 2, "overdue": [{ "what": "receipt", "since": AT, "due": AT }],
    })
}

#[test]
fn what_a_phone_keeps_reads_and_writes_as_serde_json_does() {
    let duty = json!({ "from": AT, "until": AT, "presence": "on_site" });
    let contact = json!({ "person": ID, "name": "Ana", "phone": "", "languages": "", "shifts": [duty] });
    let card = json!({ "id": "a-card", "title": "T", "body": "- B", "moment": "listening", "changed_at": null });
    same::<Bundle>(&json!({
        "made_at": AT, "conference": conference(), "me": person(), "signed_in_until": AT, "device": ID,
        "care_team": [contact], "guide": [card], "push_key": "B", "pushes": false,
    }));
    same::<SignedIn>(&json!({ "person": person(), "device": ID, "until": AT, "needs_set_up": false }));
    same::<Conference>(&conference());
    same::<Card>(&card);
}

#[test]
fn the_desk_reads_and_writes_as_serde_json_does() {
    same::<InboxRow>(&inbox_row());
    let entry = |who: Value, what: Value| json!({ "at": AT, "who": who, "what": what });
    let ana = json!({ "person": { "name": "Ana", "role": "care_member" } });
    let struck = json!({ "by": "Ana", "at": AT, "why": "mistaken" });
    let note = json!({
        "id": ID, "body": { "text": "a" }, "photos": [ID], "beside": { "text": "b" }, "skew_ms": -7, "struck": struck,
    });
    let timeline = [
        entry(ana, json!({ "note": note })),
        entry(json!("reporter"), json!("opened")),
        entry(json!("system"), json!({ "page_called": { "people": ["Ana", "Bo"] } })),
        entry(json!("system"), json!({ "page_answered": { "answer": "cant_now" } })),
        entry(json!("system"), json!("page_exhausted")),
        entry(
            json!("system"),
            json!({ "deed": { "id": ID, "by": ID, "at": AT, "settles": false, "passed": null,
            "deed": { "draft": { "write": { "draft": null, "over": [ID], "says": { "message":
                { "to": null, "purpose": "ask", "text": "When?" } } } } } } }),
        ),
    ];
    same::<CaseView>(&json!({
        "row": inbox_row(), "version": 3, "page": ID, "has_link": true, "reporter_looked_at": AT, "timeline": timeline,
        "links": [{ "link": ID, "incident": ID, "made_at": AT, "looked_at": null }],
        "joined": [{ "incident": ID, "code_name": "paper lantern", "opened_at": AT, "receipt_confirmed": false }],
        "writing": [{ "person": ID, "what": "reply", "fades_in": 12_000 }],
        "my_standing": "unsure", "standings": [], "people": [{ "person": ID, "name": "Ana", "phone": "+49 1", "role": "care_member" }],
    }));
    same::<PageView>(&json!({
        "page": ID, "code_name": "quiet heron", "reason": "act_now", "urgency": null, "started_at": AT, "incident": ID,
        "taken": { "by": "Ana", "you": false, "at": AT }, "exhausted": false, "my_answer": "decline",
    }));
    for denied in [json!("not_found"), json!({ "case": "answer_first" }), json!({ "input": "Say more." })] {
        same::<Denied>(&denied);
    }
    same::<PageAnswer>(&json!("accept"));
}

#[test]
fn what_organizers_do_reads_and_writes_as_serde_json_does() {
    let shift = json!({ "id": ID, "conference": ID, "person": ID, "from": AT, "until": AT, "presence": "remote", "duty": "backup" });
    same::<RosterView>(&json!({ "shifts": [shift], "team": [person()], "on_call": [ID] }));
    same::<Override>(&json!({
        "id": ID, "conference": ID, "shift": ID, "from": AT, "until": AT, "by": ID, "at": AT,
        "state": { "taken": { "by": ID, "presence": "remote", "at": AT } },
    }));
    same::<DutyCheck>(&json!({
        "id": ID, "conference": ID, "person": ID, "about": { "stand_in": { "whom": ID, "starts_at": AT } }, "at": AT,
        "state": { "open": { "next_at": AT } },
    }));
    same::<NewShift>(
        &json!({ "id": ID, "person": ID, "from": AT, "until": AT, "presence": "asleep", "duty": "on_duty" }),
    );
    let invite = json!({
        "id": ID, "conference": ID, "role": "volunteer", "name": "", "expires_at": AT, "uses_left": 5, "withdrawn_at": AT,
    });
    same::<InviteMade>(&json!({ "invite": invite, "code": "ABCD" }));
    same::<NewInvite>(&json!({ "role": "organizer", "name": "Bo", "lifetime": 60_000, "uses": 1 }));
    same::<NewSubscription>(&json!({ "endpoint": "https://push.example/1", "p256dh": "B", "auth": "A" }));
    let device = json!({
        "id": ID, "person": ID, "name": "Phone", "signed_in_at": AT, "seen_at": AT, "expires_at": AT, "revoked_at": null,
    });
    let row = json!({ "device": device, "this_one": true, "pushes": true, "last_test": ["seen", AT] });
    same::<PersonRow>(&json!({ "person": person(), "devices": [row] }));
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Odd {
    Pair(u8, char),
    Word(Option<String>),
    Nothing,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Pair(i8, u64);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Unit;

#[test]
fn shapes_that_travel_nowhere_yet_work_too() {
    same::<Odd>(&json!({ "Pair": [255, "ß"] }));
    same::<Odd>(&json!({ "Word": null }));
    same::<Odd>(&json!("Nothing"));
    same::<Pair>(&json!([-128, 9]));
    same::<Unit>(&json!(null));
    same::<()>(&json!(null));
    same::<BTreeMap<String, Option<bool>>>(&json!({ "": true, "b": null }));
    assert_eq!(write(&BTreeMap::from([(1, 2)])), Err(NotJson), "keys are texts");
    assert_eq!(write(&0.5), Err(NotJson));
    assert_eq!(write(&u64::MAX), Err(NotJson), "it could not be read again");
    assert_eq!(write(&[Some(i64::MIN), None]).as_deref(), Ok("[-9223372036854775808,null]"));
}

#[test]
fn numbers_are_whole_and_fit() {
    for (text, wanted) in [
        ("0", Some(0)),
        ("-0", Some(0)),
        ("9223372036854775807", Some(i64::MAX)),
        ("-9223372036854775808", Some(i64::MIN)),
        ("9223372036854775808", None),
        ("-9223372036854775809", None),
        ("1.0", None),
        ("1e3", None),
        ("\"1\"", None),
    ] {
        assert_eq!(read::<i64>(text).ok(), wanted, "{text}");
    }
    assert_eq!(read::<u32>("4294967296"), Err(NotJson));
    assert_eq!(read::<u8>("-1"), Err(NotJson));
    let huge = "9".repeat(100_000);
    assert!(read::<i64>(&huge).is_err() && read::<IgnoredAny>(&huge).is_ok(), "unknown members may hold any number");
}

#[test]
fn texts_are_unescaped() {
    for (text, wanted) in [
        (r#""\"\\\/\b\f\n\r\t""#, Some("\"\\/\u{8}\u{c}\n\r\t")),
        (r#""\u00e4\uD83D\uDE00\u0000""#, Some("ä😀\0")),
        (r#""😀""#, Some("😀")),
        (r#""\ud83d""#, None),
        (r#""\ud83d\u0041""#, None),
        (r#""\ude00""#, None),
        (r#""\ud83dx""#, None),
        (r#""\u12""#, None),
        (r#""\u12g4""#, None),
        (r#""\x""#, None),
        ("\"\n\"", None),
        ("\"", None),
        ("\"\\", None),
    ] {
        assert_eq!(read::<String>(text).ok().as_deref(), wanted, "{text}");
    }
}

#[test]
fn what_is_not_json_is_refused() {
    for text in [
        "",
        " ",
        "nul",
        "truex",
        "[",
        "]",
        "[1",
        "[1,]",
        "[,1]",
        "{",
        "{}}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{1:1}",
        "01",
        "-",
        "+1",
        ".5",
        "1.",
        "1e",
        "1e+",
        "0x1",
        "--1",
        "[1 2]",
        "<html>Welcome</html>",
        "\u{feff}1",
        "\u{a0}1",
        "1,",
        "'a'",
        "NaN",
    ] {
        assert!(tree::parse(text).is_none(), "{text}");
        assert!(serde_json::from_str::<Value>(text).is_err(), "{text}");
    }
    assert!(tree::parse(" \t\r\n[ { \"a\" : [ ] , \"b\" : { } } , 1.5E-3 ] ").is_some());
}

#[test]
fn what_lies_too_deep_is_refused_and_not_recursed_into() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(tree::parse(&nested(tree::DEPTH_MAX)).is_some());
    assert!(tree::parse(&nested(tree::DEPTH_MAX + 1)).is_none());
    assert!(tree::parse(&"[".repeat(1_000_000)).is_none());
    assert!(tree::parse(&"{\"a\":".repeat(1_000_000)).is_none());
    let wide = format!("[{}[]]", "[],".repeat(tree::DEPTH_MAX * 10));
    assert!(tree::parse(&wide).is_some(), "side by side is not deep");
}

#[test]
fn of_two_members_with_one_name_the_first_counts() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Note {
        id: NoteId,
    }
    let other = ID.replace('1', "2");
    let note: Note = read(&format!(r#"{{"id":"{ID}","id":"{other}"}}"#)).unwrap();
    assert_eq!(note.id.to_string(), ID);
}

#[test]
fn an_error_tells_nothing_of_the_text() {
    let why = read::<NoteBody>(r#"{"text":["a secret"]}"#).unwrap_err();
    assert!(!format!("{why} {why:?}").contains("secret"));
}
