//! The addresses and the words of the door to the desk.

use super::*;
use domain::case::Refused;
use leptos::server_fn::axum::server_fn_paths;

#[test]
fn the_addresses_are_fixed() {
    let mut paths: Vec<_> = server_fn_paths().map(|(path, method)| format!("{method} {path}")).collect();
    paths.sort();
    let wanted = [
        "add_note",
        "answer_ask",
        "answer_page",
        "arrange_override",
        "ask",
        "asks",
        "change_my_details",
        "conference",
        "confirm_receipt",
        "declare",
        "draw_line",
        "drill",
        "end_drill",
        "end_feed",
        "escalation",
        "guide",
        "i_am_writing",
        "inbox",
        "invites",
        "is_anything_outside",
        "make_feed",
        "make_invite",
        "my_devices",
        "my_pages",
        "my_reach",
        "name_involved",
        "offer_shift",
        "open_case",
        "page",
        "people",
        "put_card",
        "put_hook",
        "put_shift",
        "put_shifts",
        "readiness",
        "recuse",
        "remove_hook",
        "remove_shift",
        "remove_shifts",
        "revoke_device",
        "roster",
        "search",
        "send_test_pages",
        "set_escalation",
        "set_my_reach",
        "set_targets",
        "set_up_conference",
        "start_drill",
        "strike_note",
        "take_in_hand",
        "take_shift",
        "targets",
        "try_hook",
        "try_mail",
        "ways",
        "withdraw_invite",
        "withdraw_offer",
        "work_on",
        "write_down",
    ];
    assert_eq!(paths, wanted.map(|endpoint| format!("POST /api/desk/{endpoint}")));
}

#[test]
fn a_refusal_travels_as_one_word_and_troubles_of_the_road_keep_their_texts() {
    let json = |denied| serde_json::to_string(&Refusal(denied)).unwrap();
    assert_eq!(json(Denied::NotFound), r#""not_found""#);
    assert_eq!(json(Denied::Case(Refused::AnswerFirst)), r#"{"case":"answer_first"}"#);
    let trouble = ServerFnErrorErr::Deserialization("the words of a note".into());
    assert!(!json(Refusal::from_server_fn_error(trouble).0).contains("words of a note"));
}

#[test]
fn each_refusal_has_its_status() {
    let table = [(Denied::NotFound, 404), (Denied::SignedOut, 401), (Denied::NotAllowed, 403), (Denied::Stale, 409)];
    for (denied, wanted) in table {
        assert_eq!(status(&denied).as_u16(), wanted);
    }
}
