//! What a draft says, as the team reads it.

use super::super::hand::Hand;
use crate::parts::moment::{absolute, when};
use crate::screens::inbox::code_name;
use domain::ids::ReporterLinkId;
use domain::view::CaseView;
use domain::work::draft::{Message, Purpose, Says, Statement};
use domain::work::versions::Version;
use leptos::prelude::*;

/// What it is, to stand behind somebody's name.
pub(in super::super) const fn kind(says: &Says) -> &'static str {
    match says {
        Says::Message(_) => "words to the reporter",
        Says::Decision(_) => "decision",
        Says::Statement(_) => "public statement",
    }
}

/// What words to a reporter are for.
pub(super) const fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Confirm => "It has arrived",
        Purpose::Ask => "A question",
        Purpose::Propose => "A resolution in mind",
        Purpose::Inform => "What was done and why",
        Purpose::Other => "Words to the reporter",
    }
}

/// The content of a version.
pub(super) fn content(says: &Says) -> AnyView {
    match says {
        Says::Message(message) => words_of(message),
        Says::Decision(decision) => {
            let done = decision.resolutions.iter().map(|resolution| {
                let words = resolution.words.reveal().clone();
                view! { <li>{resolution.kind.words()} " " {words}</li> }
            });
            let done = done.collect_view();
            let why = decision.reasons.reveal().clone();
            view! { <p><b>{decision.violation.words()}</b></p><ul>{done}</ul><p class="said">{why}</p> }.into_any()
        }
        Says::Statement(statement) => statement_of(statement),
    }
}

fn words_of(message: &Message) -> AnyView {
    let text = message.text.reveal().clone();
    let unsent = message
        .to
        .is_none()
        .then(|| view! { <p class="soft">"Told in another way; the private link does not show it."</p> });
    view! { <p><span class="tag">{purpose(message.purpose)}</span></p><blockquote class="said">{text}</blockquote>{unsent} }
        .into_any()
}

fn statement_of(statement: &Statement) -> AnyView {
    let (text, why) = (statement.text.reveal().clone(), statement.public_because.reveal().clone());
    let audience = statement.audience.reveal().clone();
    let audience = (!audience.trim().is_empty()).then(|| view! { <p><b>"To: "</b> {audience}</p> });
    view! {
        <blockquote class="said">{text}</blockquote>
        <p><b>"Public already, because: "</b> {why}</p>
        {audience}
    }
    .into_any()
}

/// A version with who wrote it and when.
pub(super) fn version(hand: Hand, version: &Version<Says>) -> AnyView {
    let name = hand.name(version.by);
    view! { <div>{content(&version.value)} <small><b>{name}</b> " · " {when(version.at)}</small></div> }.into_any()
}

/// A private link, told apart from others by the report whose reporter has it and by when it was made.
pub(super) fn link(case: &CaseView, link: ReporterLinkId) -> String {
    let known = case.links.iter().find(|known| known.link == link);
    let part = known.and_then(|known| case.joined.iter().find(|part| part.incident == known.incident));
    match known {
        Some(known) if !case.joined.is_empty() => {
            let name = code_name(part.map_or(&case.row.code_name, |part| &part.code_name));
            format!("The private link of {name}, {}", absolute(known.made_at))
        }
        Some(known) if case.links.len() > 1 => format!("The private link of {}", absolute(known.made_at)),
        Some(_) => "The private link".to_owned(),
        None => "A private link".to_owned(),
    }
}
