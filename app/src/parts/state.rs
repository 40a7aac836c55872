//! The truth about delivery, in words and a shape; colour only repeats it.

use crate::device::{Held, watched};
use crate::parts::icon::{Icon, icon};
use crate::parts::live::live;
use crate::parts::moment::absolute;
use crate::signal::Memo;
use domain::ids::NoteId;
use domain::outbox::{EntryState, Trouble};
use domain::sync::{Call, Progress};
use domain::time::{Span, seconds};
use leptos::prelude::*;

/// Where a note stands, ready to be shown.
pub struct Stand {
    /// The value of `data-state` in the design system.
    pub code: &'static str,
    /// The shape.
    pub picture: Icon,
    /// The words.
    pub words: String,
    /// What is safe and what to do, where that needs saying.
    pub help: Option<String>,
    /// Whether the best next step is to call somebody.
    pub call: bool,
    /// Whether it is on the server and nobody has it yet.
    pub open: bool,
}

/// How long what the server said counts as what is so; it is asked every few seconds while nobody has it.
const FRESH: Span = seconds(45);

impl Stand {
    fn new(code: &'static str, picture: Icon, words: impl Into<String>) -> Self {
        Self { code, picture, words: words.into(), help: None, call: false, open: false }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn open(mut self) -> Self {
        self.open = true;
        self
    }

    fn call(mut self) -> Self {
        self.call = true;
        self
    }
}

/// A note of the outbox as its screen follows it: without the moment at which the server was heard last, which changes
/// every few seconds and would have the same words read out again.
pub fn held(id: NoteId) -> Memo<Option<Held>> {
    Memo::new(move || find(id).map(|held| Held { heard_at: None, ..held }))
}

fn find(id: NoteId) -> Option<Held> {
    watched().outbox.with(|outbox| outbox.iter().find(|held| held.entry.id == id).cloned())
}

/// Of what time it is true how a call stands, where somebody may come any moment and the server was not heard for a while.
pub fn age(id: NoteId) -> AnyView {
    let words = Memo::new(move || {
        let held = find(id)?;
        let (heard_at, progress) = (held.heard_at?, held.progress?);
        let old = !watched().online.get() || watched().now.get().since(heard_at) > FRESH;
        let open = matches!(progress.call, Call::Calling { .. } | Call::Unanswered { .. });
        (old && open).then(|| format!("That was so at {}; no news since.", absolute(heard_at)))
    });
    view! { {live(move || words.get().map(|words| view! { <p class="soft">{words}</p> }))} }.into_any()
}

/// Where a note stands.
pub fn stand(held: &Held) -> Stand {
    match held.entry.state {
        EntryState::Waiting { not_before, trouble, .. } => {
            let line = Stand::new("phone", Icon::Phone, "Only on this phone");
            match trouble {
                _ if watched().sending.get() => line.help("It is on its way to the server."),
                None if watched().online.get() => line.help("It goes out by itself."),
                None => line.help("No network here. It goes out by itself as soon as there is one."),
                Some(trouble) => line.help(format!("{} {}", why(trouble), again(trouble, &absolute(not_before)))),
            }
        }
        EntryState::NeedsSignIn => Stand::new("signin", Icon::SignIn, "Needs sign-in; kept on this phone")
            .help("Sign in, and it goes out by itself. Nothing is lost until then."),
        EntryState::Refused { why } => {
            Stand::new("refused", Icon::Refused, "The server did not take it; kept on this phone").help(why.to_string())
        }
        EntryState::Delivered { at, beside } => {
            let mut line = delivered(&absolute(at), held.progress.as_ref());
            if beside {
                line.help = Some("Another text came in under this number before. The CARE team sees both.".into());
            }
            line
        }
    }
}

fn delivered(at: &str, progress: Option<&Progress>) -> Stand {
    let on_server = || Stand::new("server", Icon::Server, format!("On the server {at}"));
    let Some(progress) = progress else { return on_server() };
    match (&progress.call, &progress.seen) {
        (Call::Taken(by), _) => Stand::new("coming", Icon::Coming, format!("{} has it", by.name.reveal()))
            .help(format!("Since {}.", absolute(by.at))),
        (Call::Unanswered { next_at, .. }, None) => {
            let next = next_at.map(|at| format!(" They are called again at {}.", absolute(at))).unwrap_or_default();
            Stand::new("server", Icon::Act, "Nobody has answered yet")
                .help(format!("It is on the server. Do not wait: call somebody.{next}"))
                .call()
                .open()
        }
        (Call::Outside { .. }, _) => Stand::new("server", Icon::Act, "Nobody of the CARE team can take this one")
            .help(format!("They are all involved or kept out of it. {}", outside())),
        (Call::Calling { .. } | Call::None | Call::Unanswered { .. }, Some(by)) => {
            Stand::new("seen", Icon::Seen, format!("Seen by {} {}", by.name.reveal(), absolute(by.at)))
        }
        (Call::Calling { people, reached, next_at, .. }, None) => {
            let next = next_at.map(|at| format!(" The next call is at {}.", absolute(at))).unwrap_or_default();
            let people = people_words(*people, *reached);
            on_server().help(format!("Not taken yet. The CARE team is being called: {people}.{next}")).open()
        }
        (Call::None, None) => on_server(),
    }
}

/// Whom to turn to instead of the team.
fn outside() -> String {
    let contact = watched().bundle.with(|bundle| Some(bundle.as_ref()?.conference.settings.outside_contact.clone()));
    match contact.filter(|contact| !contact.is_empty()) {
        Some(contact) => format!("Turn to {contact}."),
        None => "Turn to an organizer and say only that.".to_owned(),
    }
}

/// How many are called, and on the phones of how many of them the page shows.
fn people_words(people: u32, reached: u32) -> String {
    match (people, reached) {
        (0, _) => "nobody could be reached so far".into(),
        (1, 0) => "1 person, whose phone has not shown it yet".into(),
        (1, _) => "1 person, whose phone shows it".into(),
        (more, 0) => format!("{more} people, whose phones have not shown it yet"),
        (more, reached) if reached < more => format!("{more} people, and it shows on the phones of {reached}"),
        (more, _) => format!("{more} people, whose phones all show it"),
    }
}

const fn why(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::NoConnection => "No connection to the server.",
        Trouble::NotCareline => {
            "This network shows a page of its own instead. Open the browser and accept it, or use mobile data."
        }
        Trouble::ServerBusy => "The server cannot take it just now.",
        Trouble::NeedsUpdate => "The app and the server do not fit together. Update the app under You.",
        Trouble::NotUnderstood => "The server could not read it with the others, so each goes alone.",
    }
}

fn again(trouble: Trouble, at: &str) -> String {
    match trouble {
        Trouble::NeedsUpdate => String::new(),
        Trouble::NoConnection | Trouble::NotCareline | Trouble::ServerBusy | Trouble::NotUnderstood => {
            format!("Next try at {at}.")
        }
    }
}

/// The line of a state: shape and words.
pub fn state_line(stand: &Stand) -> AnyView {
    view! { <span class="state" data-state=stand.code>{icon(stand.picture)}<span>{stand.words.clone()}</span></span> }
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::people_words;

    #[test]
    fn who_is_called_and_who_is_reached_are_told_apart() {
        let table = [
            (0, 0, "nobody could be reached so far"),
            (1, 0, "1 person, whose phone has not shown it yet"),
            (1, 1, "1 person, whose phone shows it"),
            (3, 0, "3 people, whose phones have not shown it yet"),
            (3, 2, "3 people, and it shows on the phones of 2"),
            (3, 3, "3 people, whose phones all show it"),
        ];
        for (people, reached, words) in table {
            assert_eq!(people_words(people, reached), words);
        }
    }
}
