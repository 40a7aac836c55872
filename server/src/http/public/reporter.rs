//! What a reporter does with the words of their link. Every key that leads nowhere is answered alike, in time too.

use super::Visit;
use super::form::Sent;
use super::report::wishes;
use app::public::lang::Refusals;
use app::public::look_up::{self as look_up_page, MEANT_FIELD};
use app::public::status::{ABOUT_FIELD, DO_FIELD, Do, Done, NEW_FIELD, OPINION_FIELD, Status};
use app::public::{NOTE_FIELD, TEXT_FIELD, WORDS_FIELD, card as card_page, filed, status as status_page};
use axum::body::Body;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use desk::DeskError;
use desk::reporter::{Added, ReporterPage, Saying};
use domain::ids::{DeedId, NoteId};
use domain::reporter::said::{Opinion, Said};
use domain::reporter::{AdditionRefused, ReporterKey, Typed};

/// A form of a reporter, with the words that it carries.
struct Asked {
    visit: Visit,
    sent: Sent,
    key: ReporterKey,
}

impl Asked {
    /// Reads the form; else the answer to it.
    async fn read(visit: Visit, headers: &HeaderMap, body: Body) -> Result<Self, Response> {
        let sent = match Sent::read(&visit.web, headers, body).await {
            Ok(sent) => sent,
            Err(refused) => return Err(visit.refused_form(refused).await),
        };
        let meant: Vec<_> = sent.values(MEANT_FIELD).collect();
        let typed = if meant.is_empty() { sent.value(WORDS_FIELD).to_owned() } else { meant.join(" ") };
        match Typed::read(&typed) {
            Typed::Key(key) => Ok(Self { visit, sent, key }),
            Typed::Unsure(meant) => Err(visit.page(StatusCode::OK, |frame| look_up_page::unsure(frame, &meant)).await),
            Typed::Nothing => Err(visit.in_vain().await),
        }
    }

    async fn failed(&self, error: DeskError) -> Response {
        match error {
            DeskError::NotFound => self.visit.in_vain().await,
            error => self.visit.unavailable(&error).await,
        }
    }

    /// The page of the report.
    fn shown(&self, key: &ReporterKey, found: &ReporterPage, done: Done) -> Response {
        let (next_note, next_key) = (self.visit.fresh_note(), Visit::fresh_key());
        let status = Status { key, view: &found.view, next_note, next_key: &next_key, done };
        let frame = self.visit.frame(None, &found.conference.settings);
        self.visit.answer(StatusCode::OK, &status_page::page(&frame, &status))
    }
}

/// `POST /r`: shows a report to whoever has its words.
pub(in crate::http) async fn show(visit: Visit, headers: HeaderMap, body: Body) -> Response {
    let asked = match Asked::read(visit, &headers, body).await {
        Ok(asked) => asked,
        Err(answer) => return answer,
    };
    match asked.visit.web.desk.reporter_looks(&asked.key).await {
        Ok(found) => asked.shown(&asked.key, &found, Done::Nothing),
        Err(error) => asked.failed(error).await,
    }
}

/// `POST /r/kept`: whether somebody has kept the words that they were shown.
pub(in crate::http) async fn kept(visit: Visit, headers: HeaderMap, body: Body) -> Response {
    let asked = match Asked::read(visit, &headers, body).await {
        Ok(asked) => asked,
        Err(answer) => return answer,
    };
    let found = match asked.visit.web.desk.reporter_looks(&asked.key).await {
        Ok(found) => found,
        Err(error) => return asked.failed(error).await,
    };
    let fields = [(filed::SECOND_FIELD, 1), (filed::FIFTH_FIELD, 4)];
    if fields.iter().all(|(field, place)| asked.key.has_word(*place, asked.sent.value(field))) {
        return asked.shown(&asked.key, &found, Done::Kept);
    }
    let next = asked.visit.fresh_note();
    let frame = asked.visit.frame(None, &found.conference.settings);
    asked.visit.answer(StatusCode::OK, &filed::page(&frame, &asked.key, &found.view, next, true))
}

/// `POST /r/say`: adds, answers, corrects, takes back, wishes.
pub(in crate::http) async fn say(visit: Visit, headers: HeaderMap, body: Body) -> Response {
    let mut asked = match Asked::read(visit, &headers, body).await {
        Ok(asked) => asked,
        Err(answer) => return answer,
    };
    let text = asked.sent.words(TEXT_FIELD);
    let saying = saying(&asked.visit, &mut asked.sent);
    match asked.visit.web.desk.reporter_says(&asked.key, saying).await {
        Ok(Added::Recorded(found)) => asked.shown(&asked.key, &found, Done::Recorded),
        Ok(Added::Refused(why, found)) => {
            let why = sentence(&asked.visit.lang.words().refusals, why);
            asked.shown(&asked.key, &found, Done::Refused { why, text })
        }
        Err(error) => asked.failed(error).await,
    }
}

/// `POST /r/change`: gives the link new words.
pub(in crate::http) async fn change(visit: Visit, headers: HeaderMap, body: Body) -> Response {
    let asked = match Asked::read(visit, &headers, body).await {
        Ok(asked) => asked,
        Err(answer) => return answer,
    };
    let new = ReporterKey::parse(asked.sent.value(NEW_FIELD)).unwrap_or_else(Visit::fresh_key);
    match asked.visit.web.desk.reporter_changes_key(&asked.key, &new).await {
        Ok(found) => asked.shown(&new, &found, Done::NewWords),
        Err(error) => asked.failed(error).await,
    }
}

/// `POST /r/card`: the words on a card to print. A key that leads nowhere yet has a card too: a volunteer's note may still
/// wait for its network.
pub(in crate::http) async fn card(visit: Visit, headers: HeaderMap, body: Body) -> Response {
    let asked = match Asked::read(visit, &headers, body).await {
        Ok(asked) => asked,
        Err(answer) => return answer,
    };
    let page = match asked.visit.web.desk.reporter_received(&asked.key).await {
        Ok(received_at) => {
            let site = asked.visit.site().await;
            let settings = site.map(|site| site.conference.settings).unwrap_or_default();
            card_page::page(&asked.visit.frame(None, &settings), &asked.key, received_at)
        }
        Err(error) => return asked.failed(error).await,
    };
    // Whoever looks a card up for words that nobody gave them waits like any guesser.
    if asked.visit.web.wrong_tries.wait().await.is_err() {
        return asked.visit.in_vain().await;
    }
    asked.visit.answer(StatusCode::OK, &page)
}

fn saying(visit: &Visit, sent: &mut Sent) -> Saying {
    let what = Do::ALL.into_iter().find(|what| what.code() == sent.value(DO_FIELD)).unwrap_or(Do::Add);
    let about = sent.value(ABOUT_FIELD);
    let (note, deed) = (NoteId::parse(about).ok(), DeedId::parse(about).ok());
    let opinion = match sent.value(OPINION_FIELD) {
        "fits" => Opinion::Fits,
        "differently" => Opinion::Differently,
        "not" => Opinion::DoesNotFit,
        _ => Opinion::NoOpinion,
    };
    let said = match what {
        Do::Add | Do::Correct => None,
        Do::Answer => deed.map(|to| Said::Answered { to }),
        Do::Think => deed.map(|of| Said::Thinks { of, opinion }),
        Do::TakeOne => note.map(|note| Said::TookBack { what: Some(note) }),
        Do::TakeAll => Some(Said::TookBack { what: None }),
        Do::GiveBack => Some(Said::GaveBack),
        Do::Wish => Some(Said::Wishes(wishes(sent))),
    };
    Saying {
        note: NoteId::parse(sent.value(NOTE_FIELD)).unwrap_or_else(|_| visit.fresh_note()),
        text: sent.words(TEXT_FIELD),
        corrects: note.filter(|_| what == Do::Correct),
        said,
        photos: std::mem::take(&mut sent.files),
    }
}

const fn sentence(refusals: &Refusals, why: AdditionRefused) -> &'static str {
    match why {
        AdditionRefused::Empty => refusals.empty,
        AdditionRefused::TooLong => refusals.too_long,
        AdditionRefused::TooMany => refusals.too_many,
        AdditionRefused::TooFast => refusals.too_fast,
        AdditionRefused::Photo => refusals.photo,
        AdditionRefused::Unknown => refusals.unknown,
    }
}
