//! The reporter's page.

use super::super::lang::Lang;
use super::super::tests::{NOW, assert_is_safe, assert_promises_nothing, frame, settings};
use super::*;
use domain::ids::DeedId;
use domain::reporter::said::{Said, Share, Wishes};
use domain::reporter::{OwnWords, TeamWrote};
use domain::time::minutes;
use domain::work::draft::Purpose;

const NOTE: NoteId = NoteId::from_bytes([3; 16]);
const ASKED: DeedId = DeedId::from_bytes([4; 16]);

fn own(text: &str, said: Option<Said>) -> OwnWords {
    let (note, at) = (NoteId::from_bytes([5; 16]), NOW.minus(minutes(5)));
    OwnWords { note, text: text.into(), at, said, corrects: None, photos: 0, taken_back: None }
}

fn wrote(purpose: Purpose, text: &str, at: domain::time::Timestamp) -> TeamWrote {
    TeamWrote { id: Some(ASKED), purpose, text: text.into(), at }
}

fn html_in(lang: Lang, view: &ReporterView, done: Done) -> String {
    let settings = settings();
    let (key, next) = (ReporterKey::mint([7; 16]), ReporterKey::mint([8; 16]));
    let status = Status { key: &key, view, next_note: NOTE, next_key: &next, done };
    page(&Frame { lang, ..frame(&settings) }, &status)
}

fn html(view: &ReporterView, done: Done) -> String {
    html_in(Lang::English, view, done)
}

fn received() -> ReporterView {
    ReporterView {
        received_at: NOW.minus(minutes(12)),
        status: ReporterStatus::Received,
        messages: vec![],
        own: vec![],
        wishes: Wishes::default(),
        taken_back: None,
        kept: None,
    }
}

#[test]
fn it_tells_where_the_report_stands_with_a_dated_receipt() {
    let html = html(&received(), Done::Nothing);
    assert_is_safe(&html);
    assert!(html.contains("It has arrived"));
    assert!(html.contains("12 minutes ago · 4 June 2027, 10:50"), "{html}");
    assert!(html.contains("Europe/Athens") && html.contains("has not written anything yet"));
    let german = html_in(Lang::German, &received(), Done::Nothing);
    assert!(german.contains("vor 12 Minuten · 4. Juni 2027, 10:50"), "{german}");
}

#[test]
fn it_shows_what_the_team_and_the_reporter_wrote_as_text() {
    let view = ReporterView {
        status: ReporterStatus::BeingLookedAt,
        messages: vec![
            wrote(Purpose::Confirm, "Thank you for telling us.", NOW.minus(minutes(9))),
            wrote(Purpose::Other, "<b>Bold</b>", NOW),
        ],
        own: vec![own("<script>alert(1)</script>", None)],
        ..received()
    };
    let html = html(&view, Done::Recorded);
    assert_is_safe(&html);
    assert!(html.contains("It is being looked at") && html.contains("Thank you for telling us."));
    assert!(html.contains("&lt;script&gt;alert(1)") && html.contains("&lt;b&gt;Bold"));
    assert!(html.contains("has arrived"));
}

#[test]
fn a_question_is_answered_where_it_stands_and_once() {
    let asked = |own| ReporterView { messages: vec![wrote(Purpose::Ask, "When?", NOW)], own, ..received() };
    let open = html(&asked(vec![]), Done::Nothing);
    assert!(open.contains(r#"name="do" value="answer""#) && open.contains(&format!(r#"name="about" value="{ASKED}""#)));
    let answered = html(&asked(vec![own("Noon.", Some(Said::Answered { to: ASKED }))]), Done::Nothing);
    assert!(!answered.contains(r#"value="answer""#) && answered.contains("You answered"));
    let proposed = ReporterView { messages: vec![wrote(Purpose::Propose, "They apologize.", NOW)], ..received() };
    let proposed = html(&proposed, Done::Nothing);
    assert!(
        proposed.contains(r#"name="do" value="think""#) && proposed.contains(r#"name="opinion" value="differently""#)
    );
}

#[test]
fn what_stays_is_said_before_anything_is_taken_back() {
    for lang in Lang::ALL {
        let html = html_in(lang, &received(), Done::Nothing);
        let explained = html.find(lang.words().own.take_words[1]).expect("what stays and why");
        assert!(explained < html.find(r#"value="take-all""#).map_or(usize::MAX, |at| at + 4_000));
        let taken = ReporterView {
            taken_back: Some(NOW),
            own: vec![OwnWords { taken_back: Some(NOW), ..own("x", None) }],
            kept: Some(KeptBecause::Danger),
            ..received()
        };
        let html = html_in(lang, &taken, Done::Nothing);
        assert!(html.contains(r#"value="give-back""#) && !html.contains(r#"value="take-all""#));
        assert!(html.contains(lang.words().status.kept_danger), "and why the team reads it all the same");
    }
}

#[test]
fn the_forms_carry_the_words_and_an_id_and_lose_no_text() {
    let refused = Done::Refused { why: "A reason.", text: "a &lt; </textarea> text".into() };
    let view = ReporterView { wishes: Wishes { share: Some(Share::WithoutMe), ..Wishes::default() }, ..received() };
    let html = html(&view, refused);
    assert_is_safe(&html);
    let words = ReporterKey::mint([7; 16]).fragment().into_revealed();
    assert!(html.contains(&format!(r#"name="words" value="{words}""#)));
    assert!(html.contains(r#"name="note" value="03030303-0303-0303-0303-030303030303""#));
    assert!(html.contains("autocomplete=\"off\">\na &amp;lt; &lt;/textarea> text</textarea>"), "{html}");
    assert!(html.contains("A reason.") && html.contains(r#"value="without" checked"#));
}

#[test]
fn its_words_promise_nothing() {
    for status in [ReporterStatus::Received, ReporterStatus::BeingLookedAt, ReporterStatus::Finished] {
        for lang in Lang::ALL {
            assert_promises_nothing(&html_in(lang, &ReporterView { status, ..received() }, Done::Nothing));
        }
    }
}
