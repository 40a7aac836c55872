//! The door to the desk: every question that a screen may ask the server, one line of body each.
//!
//! The addresses are `POST /api/desk/<endpoint>` with JSON both ways, and they are fixed: an app that was loaded weeks ago
//! still finds them. Whatever a phone may have to repeat later without a network goes through `/api/v1/` instead.
//!
//! On the server, the routes provide the desk ([`desk::Desk`]) and who asks ([`domain::permission::Actor`])
//! as context; without the latter every answer is [`Denied::SignedOut`].
#![expect(
    missing_docs,
    reason = "the macro makes a struct of each question, whose fields are the function's arguments"
)]

use crate::lean::Lean;
use domain::asks::{AskAnswer, AskView};
use domain::conference::{Conference, Settings};
use domain::conflict::{Line, Standing};
use domain::found::Found;
use domain::guide::Card;
use domain::ids::{AskId, DeedId, DeviceId, IncidentId, InviteId, NoteId, PageId, PersonId};
use domain::invite::{Invite, NewInvite};
use domain::paging::{PageAnswer, Policies};
use domain::permission::Person;
use domain::private::Private;
use domain::question::CaseOpened;
use domain::reach::Choices;
use domain::view::{Denied, DeviceRow, EscalationView, InboxRow, InviteMade, MyReach, PageView, PersonRow};
use domain::work::NewDeed;
use domain::work::reminder::Targets;
use domain::work::report::NewReport;
use domain::writing::Writes;
use leptos::prelude::*;
use leptos::server_fn::codec::Post;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// What a screen gets for a question.
pub type Answer<T> = Result<T, Refusal>;

/// Why a screen does not get what it asked for, on its way from the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Refusal(pub Denied);

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl FromServerFnError for Refusal {
    type Encoder = Lean;

    /// Troubles of the road. Their own texts may quote what was sent, so they end here.
    fn from_server_fn_error(trouble: ServerFnErrorErr) -> Self {
        let on_the_server = cfg!(feature = "ssr");
        let denied = match trouble {
            ServerFnErrorErr::Request(_) => Denied::Offline,
            // A captive portal answers with a page of its own, and that is no answer of ours.
            ServerFnErrorErr::Deserialization(_) | ServerFnErrorErr::Response(_) if !on_the_server => Denied::Offline,
            ServerFnErrorErr::Deserialization(_) | ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => {
                Denied::Input("This request cannot be read. Load the app again.".into())
            }
            ServerFnErrorErr::Registration(_)
            | ServerFnErrorErr::UnsupportedRequestMethod(_)
            | ServerFnErrorErr::MiddlewareError(_)
            | ServerFnErrorErr::ServerError(_)
            | ServerFnErrorErr::Serialization(_)
            | ServerFnErrorErr::Response(_) => Denied::Unavailable,
        };
        #[cfg(feature = "ssr")]
        at_the_desk::set_status(&denied);
        Self(denied)
    }
}

/// Asks the desk: `ask!(open_case(incident))` is `desk.open_case(&actor, incident)`, with its refusal made ready for the
/// road.
#[cfg(feature = "ssr")]
macro_rules! ask {
    ($action:ident($($arg:expr),*)) => {{
        let (desk, actor) = $crate::api::at_the_desk::who_asks()?;
        $crate::api::at_the_desk::say(desk.$action(&actor, $($arg),*).await)
    }};
}

pub mod drill;
mod roster;
pub mod ways;

pub use roster::*;

/// The incidents that this CARE member may know of, the most recently touched first.
#[server(prefix = "/api/desk", endpoint = "inbox", input = Post<Lean>, output = Post<Lean>)]
pub async fn inbox() -> Answer<Vec<InboxRow>> {
    ask!(inbox())
}

/// Which of the incidents that this CARE member may know of have all of these words, and where; none of the words.
#[server(prefix = "/api/desk", endpoint = "search", input = Post<Lean>, output = Post<Lean>)]
pub async fn search(words: Private<String>) -> Answer<Found> {
    ask!(search(words))
}

/// Opens a case: the card with the question about conflicts until it is answered, then the case. Reading it goes on its
/// record.
#[server(prefix = "/api/desk", endpoint = "open_case", input = Post<Lean>, output = Post<Lean>)]
pub async fn open_case(incident: IncidentId) -> Answer<CaseOpened> {
    ask!(open_case(incident))
}

/// Looks after it from now on, also in place of a colleague.
#[server(prefix = "/api/desk", endpoint = "take_in_hand", input = Post<Lean>, output = Post<Lean>)]
pub async fn take_in_hand(incident: IncidentId) -> Answer<()> {
    ask!(take_in_hand(incident))
}

/// Adds a note. Its id is minted on the phone, so that sending it twice adds it once.
#[server(prefix = "/api/desk", endpoint = "add_note", input = Post<Lean>, output = Post<Lean>)]
pub async fn add_note(incident: IncidentId, note: NoteId, text: Private<String>) -> Answer<()> {
    ask!(add_note(incident, note, text))
}

/// Marks a note as wrong; it stays readable, with who and why.
#[server(prefix = "/api/desk", endpoint = "strike_note", input = Post<Lean>, output = Post<Lean>)]
pub async fn strike_note(incident: IncidentId, note: NoteId, why: Private<String>) -> Answer<()> {
    ask!(strike_note(incident, note, why))
}

/// Tells the reporter that the report arrived. The note holds the words and makes a repeat harmless.
#[server(prefix = "/api/desk", endpoint = "confirm_receipt", input = Post<Lean>, output = Post<Lean>)]
pub async fn confirm_receipt(incident: IncidentId, note: NoteId, text: Private<String>) -> Answer<()> {
    ask!(confirm_receipt(incident, note, text))
}

/// Steps out because of a conflict of interest. From then on there is nothing here for this member.
#[server(prefix = "/api/desk", endpoint = "recuse", input = Post<Lean>, output = Post<Lean>)]
pub async fn recuse(incident: IncidentId) -> Answer<()> {
    ask!(recuse(incident))
}

/// Says how one stands oneself: the answer to the question about conflicts, or stepping further out later.
#[server(prefix = "/api/desk", endpoint = "declare", input = Post<Lean>, output = Post<Lean>)]
pub async fn declare(incident: IncidentId, standing: Standing, why: Private<String>) -> Answer<()> {
    ask!(declare(incident, standing, why))
}

/// Says for a colleague where the line is.
#[server(prefix = "/api/desk", endpoint = "draw_line", input = Post<Lean>, output = Post<Lean>)]
pub async fn draw_line(incident: IncidentId, person: PersonId, line: Line, why: Private<String>) -> Answer<()> {
    ask!(draw_line(incident, person, line, why))
}

/// Says that somebody is involved; whoever of the CARE team it is, is out at once.
#[server(prefix = "/api/desk", endpoint = "name_involved", input = Post<Lean>, output = Post<Lean>)]
pub async fn name_involved(incident: IncidentId, person: PersonId, why: Private<String>) -> Answer<()> {
    ask!(name_involved(incident, person, why))
}

/// Goes on with the work on a case by one deed. Its id is minted on the phone, so that sending it twice does it once.
#[server(prefix = "/api/desk", endpoint = "work_on", input = Post<Lean>, output = Post<Lean>)]
pub async fn work_on(incident: IncidentId, deed: NewDeed) -> Answer<()> {
    ask!(work_on(incident, deed))
}

/// Says that one is writing in a case, for colleagues who have it open; it fades by itself.
#[server(prefix = "/api/desk", endpoint = "i_am_writing", input = Post<Lean>, output = Post<Lean>)]
pub async fn i_am_writing(incident: IncidentId, what: Writes) -> Answer<()> {
    ask!(i_am_writing(incident, what))
}

/// Writes a report down as it came: as a new incident in one's own hands, or as one more account of an incident. Its ids
/// are minted on the phone, so that sending it twice writes it down once.
#[server(prefix = "/api/desk", endpoint = "write_down", input = Post<Lean>, output = Post<Lean>)]
pub async fn write_down(incident: Option<IncidentId>, report: NewReport) -> Answer<IncidentId> {
    ask!(write_down(incident, report))
}

/// What is asked of oneself and waits, the longest waiting first.
#[server(prefix = "/api/desk", endpoint = "asks", input = Post<Lean>, output = Post<Lean>)]
pub async fn asks() -> Answer<Vec<AskView>> {
    ask!(asks())
}

/// One thing that is asked of oneself.
#[server(prefix = "/api/desk", endpoint = "ask", input = Post<Lean>, output = Post<Lean>)]
pub async fn ask(ask: AskId) -> Answer<AskView> {
    ask!(ask(ask))
}

/// Answers what is asked. The deed's id is minted on the phone, so that sending it twice answers once.
#[server(prefix = "/api/desk", endpoint = "answer_ask", input = Post<Lean>, output = Post<Lean>)]
pub async fn answer_ask(ask: AskId, deed: DeedId, answer: AskAnswer) -> Answer<()> {
    ask!(answer_ask(ask, deed, answer))
}

/// When the CARE team wants to be reminded.
#[server(prefix = "/api/desk", endpoint = "targets", input = Post<Lean>, output = Post<Lean>)]
pub async fn the_targets() -> Answer<Targets> {
    ask!(targets())
}

/// Says when the CARE team wants to be reminded.
#[server(prefix = "/api/desk", endpoint = "set_targets", input = Post<Lean>, output = Post<Lean>)]
pub async fn set_targets(targets: Targets) -> Answer<Targets> {
    ask!(set_targets(targets))
}

/// How one is called, and what there is to choose from.
#[server(prefix = "/api/desk", endpoint = "my_reach", input = Post<Lean>, output = Post<Lean>)]
pub async fn the_reach() -> Answer<MyReach> {
    ask!(my_reach())
}

/// Says how one wants to be called.
#[server(prefix = "/api/desk", endpoint = "set_my_reach", input = Post<Lean>, output = Post<Lean>)]
pub async fn set_my_reach(choices: Choices) -> Answer<MyReach> {
    ask!(set_my_reach(choices))
}

/// Whom a page calls in which order.
#[server(prefix = "/api/desk", endpoint = "escalation", input = Post<Lean>, output = Post<Lean>)]
pub async fn escalation() -> Answer<EscalationView> {
    ask!(escalation())
}

/// Writes whom a page calls in which order; nothing for the server's own order.
#[server(prefix = "/api/desk", endpoint = "set_escalation", input = Post<Lean>, output = Post<Lean>)]
pub async fn set_escalation(policies: Option<Policies>) -> Answer<EscalationView> {
    ask!(set_escalation(policies))
}

/// Whether a report waits that nobody of the CARE team may know of.
#[server(prefix = "/api/desk", endpoint = "is_anything_outside", input = Post<Lean>, output = Post<Lean>)]
pub async fn is_anything_outside() -> Answer<bool> {
    ask!(is_anything_outside())
}

/// The pages that call this member and wait for an answer.
#[server(prefix = "/api/desk", endpoint = "my_pages", input = Post<Lean>, output = Post<Lean>)]
pub async fn my_pages() -> Answer<Vec<PageView>> {
    ask!(my_pages())
}

/// A page before it is accepted: enough to decide, nothing of the content.
#[server(prefix = "/api/desk", endpoint = "page", input = Post<Lean>, output = Post<Lean>)]
pub async fn page(page: PageId) -> Answer<PageView> {
    ask!(page(page))
}

/// Answers a page.
#[server(prefix = "/api/desk", endpoint = "answer_page", input = Post<Lean>, output = Post<Lean>)]
pub async fn answer_page(page: PageId, answer: PageAnswer) -> Answer<PageView> {
    ask!(answer_page(page, answer))
}

/// One's own devices, the latest first.
#[server(prefix = "/api/desk", endpoint = "my_devices", input = Post<Lean>, output = Post<Lean>)]
pub async fn my_devices() -> Answer<Vec<DeviceRow>> {
    ask!(my_devices())
}

/// Changes how colleagues reach this person.
#[server(prefix = "/api/desk", endpoint = "change_my_details", input = Post<Lean>, output = Post<Lean>)]
pub async fn change_my_details(phone: Private<String>, languages: String) -> Answer<Person> {
    ask!(change_my_details(phone, languages))
}

/// Signs a device out: one's own, or anybody's for an organizer.
#[server(prefix = "/api/desk", endpoint = "revoke_device", input = Post<Lean>, output = Post<Lean>)]
pub async fn revoke_device(device: DeviceId) -> Answer<()> {
    ask!(revoke_device(device))
}

/// Everybody of the conference with their devices.
#[server(prefix = "/api/desk", endpoint = "people", input = Post<Lean>, output = Post<Lean>)]
pub async fn people() -> Answer<Vec<PersonRow>> {
    ask!(people())
}

/// All invites, the latest first.
#[server(prefix = "/api/desk", endpoint = "invites", input = Post<Lean>, output = Post<Lean>)]
pub async fn invites() -> Answer<Vec<Invite>> {
    ask!(invites())
}

/// Makes an invite; its code is shown this once.
#[server(prefix = "/api/desk", endpoint = "make_invite", input = Post<Lean>, output = Post<Lean>)]
pub async fn make_invite(invite: NewInvite) -> Answer<InviteMade> {
    ask!(make_invite(invite))
}

/// Ends an invite.
#[server(prefix = "/api/desk", endpoint = "withdraw_invite", input = Post<Lean>, output = Post<Lean>)]
pub async fn withdraw_invite(invite: InviteId) -> Answer<Vec<Invite>> {
    ask!(withdraw_invite(invite))
}

/// The conference with its settings.
#[server(prefix = "/api/desk", endpoint = "conference", input = Post<Lean>, output = Post<Lean>)]
pub async fn the_conference() -> Answer<Conference> {
    ask!(conference())
}

/// Changes the conference's settings.
#[server(prefix = "/api/desk", endpoint = "set_up_conference", input = Post<Lean>, output = Post<Lean>)]
pub async fn set_up_conference(settings: Settings) -> Answer<Conference> {
    ask!(set_up_conference(settings, crate::public::times::is_zone))
}

/// The guide's cards as they stand.
#[server(prefix = "/api/desk", endpoint = "guide", input = Post<Lean>, output = Post<Lean>)]
pub async fn guide() -> Answer<Vec<Card>> {
    ask!(guide())
}

/// Changes a card or adds one.
#[server(prefix = "/api/desk", endpoint = "put_card", input = Post<Lean>, output = Post<Lean>)]
pub async fn put_card(card: Card) -> Answer<Vec<Card>> {
    ask!(put_card(card))
}

/// The server's side of the door.
#[cfg(feature = "ssr")]
mod at_the_desk {
    use super::{Answer, Refusal};
    use desk::{Desk, DeskError};
    use domain::permission::Actor;
    use domain::view::Denied;
    use leptos::prelude::use_context;
    use leptos_axum::ResponseOptions;
    use std::error::Error;

    /// The desk and who asks, from the request's context.
    pub(super) fn who_asks() -> Answer<(Desk, Actor)> {
        let desk = use_context::<Desk>().ok_or(Denied::Unavailable);
        let actor = use_context::<Actor>().ok_or(Denied::SignedOut);
        desk.and_then(|desk| actor.map(|actor| (desk, actor))).map_err(refuse)
    }

    /// Makes the desk's answer ready for the road. What storage complains of ends in the log.
    pub(super) fn say<T>(answer: Result<T, DeskError>) -> Answer<T> {
        answer.map_err(|error| {
            if let DeskError::Storage(trouble) = &error {
                let cause = trouble.source().map(ToString::to_string);
                tracing::error!(cause, "{trouble}");
            }
            refuse(Denied::from(&error))
        })
    }

    fn refuse(denied: Denied) -> Refusal {
        set_status(&denied);
        Refusal(denied)
    }

    /// Gives the answer the status that fits the refusal, so that proxies and logs see it too.
    pub(super) fn set_status(denied: &Denied) {
        if let Some(options) = use_context::<ResponseOptions>() {
            options.set_status(super::status(denied));
        }
    }
}

#[cfg(feature = "ssr")]
const fn status(denied: &Denied) -> axum::http::StatusCode {
    use axum::http::StatusCode;
    match denied {
        Denied::NotFound => StatusCode::NOT_FOUND,
        Denied::SignedOut => StatusCode::UNAUTHORIZED,
        Denied::NotAllowed => StatusCode::FORBIDDEN,
        Denied::Stale | Denied::Case(_) => StatusCode::CONFLICT,
        Denied::Input(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Denied::Slow => StatusCode::TOO_MANY_REQUESTS,
        Denied::Unavailable | Denied::Offline => StatusCode::SERVICE_UNAVAILABLE,
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests;
