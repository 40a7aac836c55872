//! Random JSON and random damage to it: read and written as `serde_json` does.

use super::{read, tree, write};
use proptest::prelude::*;
use serde_json::Value;

/// Any JSON without the numbers that this room has no form for.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[\u{0}-\u{7f}]*".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_is_written_as_serde_json_does_and_read_back(value in any_json()) {
        let text = write(&value).unwrap();
        prop_assert_eq!(&text, &value.to_string());
        prop_assert_eq!(read::<Value>(&text), Ok(value.clone()));
        prop_assert_eq!(read::<Value>(&serde_json::to_string_pretty(&value).unwrap()), Ok(value));
    }

    #[test]
    fn what_is_json_is_told_as_serde_json_does(
        text in r#"([\[\]{},:" 019.eE+-]|\[|\]|"a":|null|true|\\u[dD][89aAcC]00|\\n|[ \n\t]){0,12}"#,
    ) {
        prop_assert_eq!(tree::parse(&text).is_some(), serde_json::from_str::<Value>(&text).is_ok(), "{}", text);
    }

    #[test]
    fn damaged_json_is_told_as_serde_json_does(value in any_json(), at in any::<prop::sample::Index>(), by in "[\"\\\\,:{}0\\[]?") {
        let mut text = value.to_string();
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let place = places[at.index(places.len())];
        let width = text[place..].chars().next().map_or(0, char::len_utf8);
        text.replace_range(place..place + width, &by);
        prop_assert_eq!(tree::parse(&text).is_some(), serde_json::from_str::<Value>(&text).is_ok(), "{}", text);
    }
}
