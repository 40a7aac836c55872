use super::*;
use desk::export::FilePhoto;
use domain::conference::Conference;
use domain::conflict::Source;
use domain::ids::{ConferenceId, DeedId, IncidentId, NoteId, PersonId};
use domain::note::{Answer, Answers};
use domain::permission::Role;
use domain::time::hours;
use domain::view::{CaseView, Colleague, InboxRow, Who};
use domain::work::evidence::{EvidenceDeed, Item};
use domain::work::rule::Rule;
use domain::work::{Deed, Passed};

const NOW: Timestamp = Timestamp::from_millis(1_812_096_120_000);
const ANA: PersonId = PersonId::from_bytes([1; 16]);
const PHOTO: PhotoId = PhotoId::from_bytes([4; 16]);
const MARKUP: &str = "<script>alert('x')</script> & <b>bold</b> \"quoted\" </title></style>";

/// A struck note with a photo that the file has, one that it has not, and another text under its id.
fn struck_note() -> NoteView {
    let given = || Answer::Given(Private::from(MARKUP));
    let answers = Answers { who: given(), place: given(), ..Answers::default() };
    let body = NoteBody {
        text: MARKUP.into(),
        answers,
        happened_at: Some(NOW.minus(hours(30))),
        told_at: Some(NOW.minus(hours(9))),
        written_at: NOW,
        ..NoteBody::default()
    };
    NoteView {
        id: NoteId::from_bytes([2; 16]),
        body: body.clone(),
        photos: vec![PHOTO, PhotoId::from_bytes([5; 16])],
        beside: Some(Box::new(body)),
        skew_ms: 0,
        struck: Some(StruckView { by: MARKUP.into(), at: NOW, why: MARKUP.into() }),
        said: None,
        taken_back: None,
    }
}

/// A piece of evidence and that it was struck, both against a rule.
fn struck_evidence() -> [RecordedDeed; 2] {
    let item = Item {
        source: domain::work::evidence::Source::Chat,
        what: MARKUP.into(),
        link: MARKUP.into(),
        captured_by: MARKUP.into(),
        captured_at: NOW.minus(hours(3)),
    };
    let recorded = |n, deed| {
        let passed = Some(Passed { rules: vec![Rule::SecondPerson], why: MARKUP.into() });
        RecordedDeed {
            id: DeedId::from_bytes([n; 16]),
            by: ANA,
            at: NOW,
            deed,
            settles: false,
            passed,
            looked_at: Vec::new(),
        }
    };
    let add = recorded(7, Deed::Evidence(EvidenceDeed::Add(item)));
    let strike = Deed::Evidence(EvidenceDeed::Strike { evidence: add.id, why: MARKUP.into() });
    [add, recorded(8, strike)]
}

fn row() -> InboxRow {
    InboxRow {
        incident: IncidentId::from_bytes([3; 16]),
        code_name: "amber lake".into(),
        urgency: None,
        opened_at: NOW,
        touched_at: NOW,
        stage: Stage::Reported,
        accountable: Some(MARKUP.into()),
        calling: None,
        needs_review: false,
        receipt_confirmed: false,
        notes: 1,
        overdue: Vec::new(),
    }
}

/// A record in which whatever people may write is markup.
fn file() -> CaseFile {
    let stands = StandingRow {
        person: ANA,
        name: MARKUP.into(),
        standing: Standing::Declared,
        source: Source::Said,
        since: NOW,
        return_proposed_by: None,
        why: Some(MARKUP.into()),
    };
    let who = || Who::Person { name: MARKUP.into(), role: Role::Volunteer };
    let line = |what| TimelineEntry { part: None, at: NOW, who: who(), what };
    let deeds = struck_evidence().map(|deed| line(TimelineWhat::Deed(Box::new(deed))));
    let mut timeline = vec![line(TimelineWhat::Opened), line(TimelineWhat::Note(Box::new(struck_note())))];
    timeline.extend(deeds);
    let case = CaseView {
        row: row(),
        version: 1,
        page: None,
        my_standing: None,
        standings: vec![stands],
        has_link: false,
        links: Vec::new(),
        joined: Vec::new(),
        writing: Vec::new(),
        reporter_looked_at: None,
        people: vec![Colleague { person: ANA, name: MARKUP.into(), phone: MARKUP.into(), role: Role::CareMember }],
        timeline,
    };
    let settings = Settings { name: MARKUP.into(), time_zone: "Europe/Athens".into(), ..Settings::default() };
    let conference = Conference { id: ConferenceId::from_bytes([9; 16]), settings, edition: 1 };
    let photos = vec![FilePhoto { id: PHOTO, media_type: "image/png".into(), bytes: Private::new(vec![1, 2, 3]) }];
    CaseFile { conference, case, made_at: NOW, made_by: MARKUP.into(), photos }
}

#[test]
fn markup_that_people_typed_stays_text() {
    let html = page(&file()).into_revealed();
    assert_eq!(html.matches("<script").count(), 0, "{html}");
    assert_eq!(html.matches("<b>bold").count(), 0);
    assert_eq!((html.matches("</style>").count(), html.matches("</title>").count()), (1, 1));
    assert!(html.matches("&lt;script&gt;").count() > 10, "all of it is there");
    for outside in ["http:", "https:", " on", "url(", "@import", "<link", "<iframe"] {
        let found = html.split("<body>").next().is_some_and(|head| head.contains(outside));
        assert!(!found, "{outside} in the head");
    }
    assert!(html.contains(POLICY));
}

#[test]
fn everything_of_an_entry_is_in_it() {
    let html = page(&file()).into_revealed();
    for words in [
        "class=\"told struck\"",
        "Struck by",
        "Another text came under the same number",
        "3 June 2027, 05:02",
        "4 June 2027, 02:02",
        "Written 9 h later",
        "Added 3 h after it was captured",
        "Against the rule, because: ",
        "src=\"data:image/png;base64,AQID\"",
        "Photo 2 is not in this file.",
        "has a conflict of interest and takes part",
        "opened the case",
        "Europe/Athens",
    ] {
        assert!(html.contains(words), "{words}: {html}");
    }
    assert_eq!(html.matches("Struck by").count(), 2, "the note and the evidence");
}

#[test]
fn the_same_stands_in_the_data() {
    let data: serde_json::Value = serde_json::from_slice(file().to_json().reveal()).unwrap();
    assert_eq!((&data["careline"], &data["version"]), (&"case file".into(), &1.into()));
    let [opened, note, add, _] = data["entries"].as_array().unwrap().as_slice() else { panic!("{data}") };
    assert_eq!(opened["did"], "opened the case");
    assert_eq!((&note["kind"], &note["words"][0]), (&"note".into(), &MARKUP.into()));
    assert_eq!(note["marks"][0], serde_json::json!({ "mark": "written_later", "by_ms": hours(9).millis() }));
    assert_eq!(note["struck"]["why"], MARKUP);
    assert_eq!(note["note"]["told_at"], NOW.minus(hours(9)).millis());
    assert_eq!(note["note"]["facts"][0], serde_json::json!(["Who", MARKUP]));
    assert_eq!((&add["kind"], &add["anyway"], &add["struck"]["why"]), (&"deed".into(), &MARKUP.into(), &MARKUP.into()));
    assert_eq!(data["photos"][0]["base64"], "AQID");
    assert!(data["photos"][1]["base64"].is_null());
}

#[test]
fn the_page_of_a_refusal_says_why_as_text() {
    assert!(refused("<b>no</b>").contains("&lt;b&gt;no"));
}
