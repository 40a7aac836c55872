//! The report form, and what is sent by it.

use super::Visit;
use super::form::Sent;
use app::public::lang::Refusals;
use app::public::report::{self as report_page, Form, Typed, field};
use app::public::{NOTE_FIELD, TEXT_FIELD, WORDS_FIELD, filed, plain, times};
use axum::body::Body;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use desk::reporter::{Filed, KeepOut};
use domain::ids::NoteId;
use domain::note::{Answer, NoteRefused, Ongoing, Support, SupportState, Urgency};
use domain::private::Private;
use domain::reporter::ReporterKey;
use domain::reporter::form::ReportForm;
use domain::reporter::said::{Hear, Reach, Share, Whom, Wishes};

/// `GET /report`: the form.
pub(in crate::http) async fn form(visit: Visit) -> Response {
    let (key, note) = (Visit::fresh_key(), visit.fresh_note());
    let proof = visit.web.desk.is_rush().then(|| visit.proof(note));
    let typed = Typed::new();
    let form = Form { key: &key, note, typed: &typed, refused: None, proof: proof.as_deref() };
    visit.page(StatusCode::OK, |frame| report_page::page(frame, &form)).await
}

/// `POST /report`: reports, and shows the words that are the way back.
pub(in crate::http) async fn report(visit: Visit, headers: HeaderMap, body: Body) -> Response {
    let sent = match Sent::read(&visit.web, &headers, body).await {
        Ok(sent) => sent,
        Err(refused) => return visit.refused_form(refused).await,
    };
    let note = NoteId::parse(sent.value(NOTE_FIELD)).unwrap_or_else(|_| visit.fresh_note());
    let key = ReporterKey::parse(sent.value(WORDS_FIELD)).unwrap_or_else(Visit::fresh_key);
    let Some(site) = visit.site().await else {
        return visit.page(StatusCode::OK, plain::not_understood).await;
    };
    let settings = &site.conference.settings;
    if site.pages.form_closed || !settings.is_set_up() {
        return again(&visit, &sent.fields, (&key, note), None).await;
    }
    if visit.web.desk.is_rush() && !visit.is_patient(note, sent.value(field::PROOF)) {
        return again(&visit, &sent.fields, (&key, note), None).await;
    }
    let morning = times::morning(visit.web.desk.clock().now(), settings);
    let form = (report_form(&visit, &sent), keep_out(&sent));
    let refusals = &visit.lang.words().refusals;
    match visit.web.desk.report(site.conference.id, (note, &key), form, &sent.files, morning).await {
        Ok(Filed::Recorded(page)) => {
            let next = visit.fresh_note();
            visit.page(StatusCode::OK, |frame| filed::page(frame, &key, &page.view, next, false)).await
        }
        Ok(Filed::Refused(why)) => again(&visit, &sent.fields, (&key, note), Some(sentence(refusals, why))).await,
        Ok(Filed::RefusedPhoto) => again(&visit, &sent.fields, (&key, note), Some(refusals.photo)).await,
        // Somebody sent words that are another report's; this one gets its own.
        Ok(Filed::KeyTaken) => {
            again(&visit, &sent.fields, (&Visit::fresh_key(), visit.fresh_note()), Some(refusals.unknown)).await
        }
        Err(error) => visit.unavailable(&error).await,
    }
}

/// The form once more, with everything that was typed.
async fn again(
    visit: &Visit,
    typed: &Typed,
    (key, note): (&ReporterKey, NoteId),
    refused: Option<&'static str>,
) -> Response {
    let proof = visit.web.desk.is_rush().then(|| visit.proof(note));
    let form = Form { key, note, typed, refused, proof: proof.as_deref() };
    visit.page(StatusCode::OK, |frame| report_page::page(frame, &form)).await
}

impl Visit {
    fn proof(&self, note: NoteId) -> String {
        self.web.patience.proof(note, self.web.desk.clock().now())
    }

    fn is_patient(&self, note: NoteId, given: &str) -> bool {
        self.web.patience.is_enough(note, given, self.web.desk.clock().now())
    }
}

const fn sentence(refusals: &Refusals, why: NoteRefused) -> &'static str {
    match why {
        NoteRefused::Empty => refusals.empty,
        NoteRefused::TextTooLong => refusals.too_long,
        NoteRefused::AnswerTooLong => refusals.answer_too_long,
        NoteRefused::TooManyPhotos => refusals.photo,
        NoteRefused::TooManyKeptOut => refusals.unknown,
    }
}

fn keep_out(sent: &Sent) -> KeepOut {
    let numbers = sent.values(field::OUT).filter_map(|number| number.parse().ok()).collect();
    KeepOut { numbers, everybody: sent.value(field::OUT_ALL) == "yes" }
}

fn report_form(visit: &Visit, sent: &Sent) -> ReportForm {
    let wanted = |what: &str| sent.values(field::SUPPORT).any(|value| value == what).then_some(SupportState::Wanted);
    ReportForm {
        text: sent.words(TEXT_FIELD),
        whom: match sent.value(field::WHOM) {
            "self" => Answer::Given(Whom::Myself),
            "other" => Answer::Given(Whom::SomebodyElse),
            "witness" => Answer::Given(Whom::Witness),
            "unsaid" => Answer::PrefersNotToSay,
            _ => Answer::Left,
        },
        who: answer(sent, field::WHO),
        when: answer(sent, field::WHEN),
        place: answer(sent, field::PLACE),
        ongoing: match sent.value(field::ONGOING) {
            "yes" => Answer::Given(Ongoing::Yes),
            "no" => Answer::Given(Ongoing::No),
            "unclear" => Answer::Given(Ongoing::Unclear),
            other => why_not(other),
        },
        urgency: match sent.value(field::URGENCY) {
            "now" => Some(Urgency::Now),
            "today" => Some(Urgency::Today),
            "wait" => Some(Urgency::CanWait),
            _ => None,
        },
        support: Support { escort: wanted("escort"), friend: wanted("friend"), police: wanted("police") },
        theirs: sent.words(field::THEIRS),
        keep_out: sent.words(field::OUT_TEXT),
        wishes: wishes(sent),
        language: visit.lang.code().to_owned(),
        ..ReportForm::default()
    }
}

/// What somebody answered; words count before why there are none.
fn answer(sent: &Sent, name: &str) -> Answer<Private<String>> {
    let words = sent.words(name);
    if words.is_blank() { why_not(sent.value(&format!("{name}{}", field::INSTEAD))) } else { Answer::Given(words) }
}

fn why_not<T>(code: &str) -> Answer<T> {
    match code {
        "unknown" => Answer::DoesNotKnow,
        "unsaid" => Answer::PrefersNotToSay,
        _ => Answer::Left,
    }
}

/// What somebody wishes, from the form or from their page.
pub(super) fn wishes(sent: &Sent) -> Wishes {
    Wishes {
        reach: match sent.value(field::REACH) {
            "here" => Some(Reach::Here),
            "contact" => Some(Reach::Contact),
            "person" => Some(Reach::InPerson),
            "not" => Some(Reach::NotAtAll),
            _ => None,
        },
        contact: sent.words(field::CONTACT),
        hear: match sent.value(field::HEAR) {
            "here" => Some(Hear::Here),
            "person" => Some(Hear::InPerson),
            "not" => Some(Hear::NotAtAll),
            _ => None,
        },
        share: match sent.value(field::SHARE) {
            "yes" => Some(Share::Yes),
            "without" => Some(Share::WithoutMe),
            "no" => Some(Share::No),
            _ => None,
        },
    }
}
