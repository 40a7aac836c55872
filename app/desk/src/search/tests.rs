use super::*;
use crate::store::{Author, RecordedNote, Strike};
use domain::conflict::Standing;
use domain::digest::Digest;
use domain::found::PlaceKind;
use domain::ids::{DeedId, DeviceId, NoteId};
use domain::incident::Stage;
use domain::note::{Answer, Answers, NoteBody, Urgency};
use domain::time::{Timestamp, minutes};
use domain::work::evidence::{EvidenceDeed, Item, Source};
use domain::work::{Deed, RecordedDeed};

const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);
const ME: PersonId = PersonId::from_bytes([7; 16]);

fn line(n: u8, standing: Option<Standing>) -> Findable {
    Findable {
        incident: IncidentId::from_bytes([n; 16]),
        code_name: "amber lake".into(),
        urgency: None,
        stage: Stage::Reported,
        version: 1,
        notes: 1,
        touched_at: NOW,
        standing,
    }
}

fn note(n: u8, body: NoteBody) -> RecordedNote {
    RecordedNote {
        id: NoteId::from_bytes([n; 16]),
        incident: IncidentId::from_bytes([1; 16]),
        author: Author::Person(ME, DeviceId::from_bytes([1; 16])),
        body,
        digest: Digest::from_bytes([n; 32]),
        recorded_at: NOW.plus(minutes(i64::from(n))),
        skew_ms: 0,
        struck: None,
        said: None,
    }
}

/// Two notes and a piece of evidence.
fn record() -> Doc {
    let who = Answer::Given(Private::from("Robin, at the sound desk"));
    let first = NoteBody { text: "A man in a RED scarf.".into(), ..NoteBody::default() };
    let second = NoteBody { answers: Answers { who, ..Answers::default() }, ..NoteBody::default() };
    let struck = Some(Strike { by: ME, at: NOW, why: "written twice".into() });
    let second = RecordedNote { struck, ..note(2, second) };
    let item = Item {
        source: Source::Chat,
        what: "He wears the scarf again".into(),
        link: "https://chat.example/room/42".into(),
        captured_by: Private::default(),
        captured_at: NOW,
    };
    let deed = RecordedDeed {
        id: DeedId::from_bytes([3; 16]),
        by: ME,
        at: NOW.plus(minutes(3)),
        deed: Deed::Evidence(EvidenceDeed::Add(item)),
        settles: false,
        passed: None,
        looked_at: Vec::new(),
    };
    Doc::read(Stamp::of(&line(1, None)), &[note(1, first), second], &[], &[deed], &[])
}

/// What searching one readable incident with that record finds.
fn finds(typed: &str) -> Option<(u32, Hit)> {
    let query = Query::parse(typed).unwrap();
    let (doc, mut in_entries) = (record(), Vec::new());
    doc.find(&query, &mut in_entries);
    hit(&query, &line(1, Some(Standing::Clear)), Some(&doc), &in_entries)
}

#[test]
fn all_words_have_to_be_in_it_and_the_last_may_be_a_beginning() {
    let table: [(&str, Option<&[i64]>); 13] = [
        ("scarf", Some(&[1, 3])),
        ("red scarf", Some(&[1, 3])),
        ("Red sc", Some(&[1, 3])),
        ("scarf robin", Some(&[1, 2, 3])),
        ("sca robin", None),
        ("lake scarf", Some(&[1, 3])),
        ("amber", Some(&[])),
        ("scarves", None),
        ("twice", Some(&[2])),
        ("room 42", Some(&[3])),
        ("evidence", Some(&[3])),
        ("green scarf", None),
        ("r", Some(&[1, 2, 3])),
    ];
    for (typed, wanted) in table {
        let found = finds(typed).map(|(_, hit)| hit.places);
        let minutes = found.map(|places| places.iter().map(|place| place.at.since(NOW).millis() / 60_000).collect());
        assert_eq!(minutes, wanted.map(<[i64]>::to_vec), "{typed}");
    }
}

#[test]
fn a_place_says_of_which_kind_it_is() {
    let places = finds("scarf again").unwrap().1.places;
    assert_eq!(places.iter().map(|place| place.kind).collect::<Vec<_>>(), [PlaceKind::Note, PlaceKind::Deed]);
}

#[test]
fn words_in_one_entry_come_before_words_far_apart() {
    assert!(finds("red scarf").unwrap().0 > finds("red robin").unwrap().0);
}

#[test]
fn what_was_told_is_for_whoever_may_read_it() {
    let urgent = |mut line: Findable, by| {
        line.urgency = Some(Urgency::Now);
        line.stage = Stage::InHand { by, at: NOW };
        line
    };
    let other = PersonId::from_bytes([8; 16]);
    for (line, wanted) in [
        (line(1, None), false),
        (line(1, Some(Standing::Clear)), true),
        (line(1, Some(Standing::Limited)), true),
        (line(1, Some(Standing::Recused)), false),
        (urgent(line(1, None), ME), true),
        (urgent(line(1, None), other), false),
        (urgent(line(1, Some(Standing::Recused)), ME), false),
    ] {
        assert_eq!(is_readable(&line, ME), wanted, "{line:?}");
    }
}

#[test]
fn a_search_before_everything_is_read_says_so_and_finds_what_it_can() {
    let index = Index::default();
    let query = |typed| Query::parse(typed).unwrap();
    let search = |typed, standing| index.look_through(&query(typed), &[line(1, standing)], ME);
    let found = search("amber", Some(Standing::Clear));
    assert_eq!((found.hits.len(), found.reading), (1, true), "by its code name");
    let found = search("amber", None);
    assert_eq!((found.hits.len(), found.reading), (1, false), "what may not be read is not waited for");
    index.docs().keep(IncidentId::from_bytes([1; 16]), record(), INDEX_BYTES_MAX);
    let found = search("scarf", Some(Standing::Clear));
    assert_eq!((found.hits.len(), found.reading), (1, false));
}

#[test]
fn the_index_stays_within_its_memory_and_says_so() {
    let mut docs = Docs::default();
    let mark = Doc::too_large(record().stamp()).bytes();
    let room = record().bytes() * 2 + mark * 3;
    for n in 1..=5 {
        docs.keep(IncidentId::from_bytes([n; 16]), record(), room);
    }
    let whole = docs.of.values().filter(|doc| !doc.is_too_large()).count();
    assert_eq!((docs.of.len(), whole), (5, 2));
    let of_all: usize = docs.of.values().map(|doc| doc.bytes()).sum();
    assert!(docs.bytes == of_all && of_all <= room, "{of_all} of {room}");
    docs.keep(IncidentId::from_bytes([1; 16]), Doc::too_large(record().stamp()), room);
    docs.keep(IncidentId::from_bytes([5; 16]), record(), room);
    assert!(!docs.of[&IncidentId::from_bytes([5; 16])].is_too_large(), "room that is given back is used");
}
