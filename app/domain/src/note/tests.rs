//! What a note takes and what it refuses.

use super::*;

fn text(text: &str) -> NoteBody {
    NoteBody { text: text.into(), ..NoteBody::default() }
}

fn check(body: NoteBody, wanted: Result<(), NoteRefused>) {
    let shown = format!("{body:?}");
    assert_eq!(NewNote::parse(body).map(|_| ()), wanted, "{shown}");
}

#[test]
fn one_letter_is_enough_and_nothing_is_not() {
    check(text("a"), Ok(()));
    check(text(" \n\t"), Err(NoteRefused::Empty));
    check(NoteBody::default(), Err(NoteRefused::Empty));
    check(NoteBody { urgency: Some(Urgency::Today), ..NoteBody::default() }, Ok(()));
    check(NoteBody { handed_over_to: "Ana".into(), ..NoteBody::default() }, Ok(()));
    check(NoteBody { kind: NoteKind::ActNow, ..NoteBody::default() }, Ok(()));
    let declined = Answers { who: Answer::PrefersNotToSay, ..Answers::default() };
    check(NoteBody { answers: declined, ..NoteBody::default() }, Ok(()));
}

#[test]
fn bounds_are_told_before_they_bite() {
    check(text(&"ä".repeat(TEXT_MAX)), Ok(()));
    check(text(&"ä".repeat(TEXT_MAX + 1)), Err(NoteRefused::TextTooLong));
    let answer = |n| NoteBody {
        answers: Answers { place: Answer::Given("x".repeat(n).into()), ..Answers::default() },
        ..NoteBody::default()
    };
    check(answer(ANSWER_MAX), Ok(()));
    check(answer(ANSWER_MAX + 1), Err(NoteRefused::AnswerTooLong));
    let record = UnilateralRecord { did: "x".repeat(ANSWER_MAX + 1).into(), ..UnilateralRecord::default() };
    let about = NoteId::from_bytes([1; 16]);
    check(
        NoteBody { kind: NoteKind::ActedAlone { about, record }, ..NoteBody::default() },
        Err(NoteRefused::AnswerTooLong),
    );
    let photos = (0..5).map(|n| PhotoId::from_bytes([n; 16])).collect();
    check(NoteBody { photos, ..text("a") }, Err(NoteRefused::TooManyPhotos));
}

#[test]
fn a_body_at_its_defaults_writes_nothing_and_reads_back() {
    assert_eq!(serde_json::to_string(&NoteBody::default()).unwrap(), "{}");
    let body = NoteBody {
        kind: NoteKind::Correction { corrects: NoteId::from_bytes([3; 16]) },
        answers: Answers { ongoing: Answer::Given(Ongoing::Unclear), what: Answer::DidNotAsk, ..Answers::default() },
        support: Support { police: Some(SupportState::Declined), ..Support::default() },
        ..text("as told")
    };
    let json = serde_json::to_string(&body).unwrap();
    assert_eq!(serde_json::from_str::<NoteBody>(&json).unwrap(), body);
    assert!(serde_json::from_str::<NoteBody>(r#"{"text":"a","from_a_later_release":1}"#).is_ok());
}

#[test]
fn acting_now_needs_somebody_now() {
    let body = NoteBody { kind: NoteKind::ActNow, urgency: Some(Urgency::CanWait), ..NoteBody::default() };
    assert_eq!(body.needs(), Some(Urgency::Now));
    assert_eq!(text("a").needs(), None, "urgency is unset by default");
}
