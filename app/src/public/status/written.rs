//! What was written: by the team, and by the reporter through this link.

use super::super::{Frame, times};
use super::{Status, acts};
use domain::reporter::said::{Opinion, Said};
use domain::reporter::{OwnWords, TeamWrote};
use domain::work::draft::Purpose;
use leptos::prelude::*;

/// What the team wrote; nothing names a member.
pub(super) fn from_the_team(frame: &Frame<'_>, status: &Status<'_>) -> AnyView {
    let words = &frame.words().status;
    let messages = &status.view.messages;
    let entries = messages.iter().map(|message| team_wrote(frame, status, message)).collect_view();
    let content = if messages.is_empty() {
        view! { <p class="soft">{words.nothing_yet}</p> }.into_any()
    } else {
        view! { <ol class="timeline">{entries}</ol> }.into_any()
    };
    view! { <section class="stack tight"><h2>{words.from_team}</h2>{content}</section> }.into_any()
}

fn team_wrote(frame: &Frame<'_>, status: &Status<'_>, message: &TeamWrote) -> AnyView {
    let words = &frame.words().status;
    let title = match message.purpose {
        Purpose::Confirm | Purpose::Inform | Purpose::Other => words.team_wrote,
        Purpose::Ask => words.team_asked,
        Purpose::Propose => words.team_proposed,
    };
    let answered = |id| {
        status.view.own.iter().any(|own| match &own.said {
            Some(Said::Answered { to }) => *to == id,
            Some(Said::Thinks { of, .. }) => *of == id,
            Some(Said::Reported(_) | Said::TookBack { .. } | Said::GaveBack | Said::Wishes(_)) | None => false,
        })
    };
    let answer = message.id.filter(|id| !answered(*id)).and_then(|id| acts::answer(frame, status, id, message.purpose));
    view! {
        <li class="entry done">
            <header><b>{title}</b> {times::both(message.at, frame)}</header>
            <blockquote class="said">{message.text.reveal().clone()}</blockquote>
            {answer}
        </li>
    }
    .into_any()
}

/// What the reporter wrote, folded, because somebody may look over a shoulder.
pub(super) fn own_words(frame: &Frame<'_>, status: &Status<'_>) -> Option<AnyView> {
    let own = &status.view.own;
    let entries = own.iter().map(|own| entry(frame, status, own)).collect_view();
    let just_sent = matches!(status.done, super::Done::Recorded);
    (!own.is_empty()).then(|| {
        view! {
            <details class="more" open=just_sent>
                <summary>{frame.words().own.yours}</summary>
                <div><ol class="timeline">{entries}</ol></div>
            </details>
        }
        .into_any()
    })
}

fn entry(frame: &Frame<'_>, status: &Status<'_>, own: &OwnWords) -> AnyView {
    let words = &frame.words().own;
    let (title, more) = match &own.said {
        Some(Said::Reported(_)) => (words.reported, None),
        Some(Said::Answered { .. }) => (words.answered, None),
        Some(Said::Thinks { opinion, .. }) => {
            let opinion = match opinion {
                Opinion::Fits => words.fits,
                Opinion::Differently => words.differently,
                Opinion::DoesNotFit => words.does_not_fit,
                Opinion::NoOpinion => words.no_opinion,
            };
            (words.thought, Some(opinion))
        }
        Some(Said::TookBack { .. }) => (words.took_back, None),
        Some(Said::GaveBack) => (words.gave_back, None),
        Some(Said::Wishes(_)) => (words.wished, None),
        None if own.corrects.is_some() => (words.corrected, None),
        None => (words.added, None),
    };
    let more = more.map(|more| view! { <p>{more}</p> });
    let text = (!own.text.is_blank()).then(|| {
        let text = own.text.reveal().clone();
        view! { <blockquote class="said">{text}</blockquote> }
    });
    let photos = (own.photos > 0).then(|| view! { <p class="soft">{(words.photos)(own.photos)}</p> });
    let gone = own.taken_back.map(|_| view! { <p class="soft">{words.gone}</p> });
    let is_words = !matches!(own.said, Some(Said::TookBack { .. } | Said::GaveBack | Said::Wishes(_)));
    let about =
        (is_words && own.taken_back.is_none()).then(|| acts::about_own(frame, status, own.note, own.text.reveal()));
    view! {
        <li class="entry">
            <header><b>{title}</b> {times::both(own.at, frame)}</header>
            {more} {text} {photos} {gone} {about}
        </li>
    }
    .into_any()
}
