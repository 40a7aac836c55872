//! One line of the written record.

use super::hand::Hand;
use super::note::{marked, note};
use super::of_case;
use crate::parts::moment::when;
use crate::screens::inbox::code_name;
use domain::ids::{IncidentId, NoteId};
use domain::record::marks::{self, Mark};
use domain::record::reporter::noted;
use domain::record::{did, who};
use domain::time::Timestamp;
use domain::view::{TimelineEntry, TimelineWhat};
use domain::work::telling::{Telling, tell};
use leptos::prelude::*;

/// One line; `strike` asks to strike the note that it shows.
pub(super) fn entry(line: TimelineEntry, hand: Hand, strike: Callback<NoteId>) -> AnyView {
    let who = who(&line.who);
    let from = part(hand, line.part);
    if let TimelineWhat::Deed(deed) = &line.what {
        let mark = hand.work.with(|work| marks::of_deed(deed, work));
        return told(&who, &tell(deed, &|person| hand.name(person)), line.at, mark, from);
    }
    if let TimelineWhat::Note(view) = line.what {
        let did = noted(&view, &line.who);
        let struck = view.struck.is_some();
        return view! {
            <li class="entry" class:struck=struck>
                <header><b>{who}</b> <span>{did}</span> {when(line.at)} {from}</header>
                {note(*view, line.at, hand, strike)}
            </li>
        }
        .into_any();
    }
    let why = match &line.what {
        TimelineWhat::Stands(stands) => stands.why.as_ref().map(|why| why.reveal().clone()),
        TimelineWhat::Note(_)
        | TimelineWhat::Opened
        | TimelineWhat::Exported(_)
        | TimelineWhat::Deed(_)
        | TimelineWhat::PageCalled { .. }
        | TimelineWhat::PageUnheard { .. }
        | TimelineWhat::PageAnswered { .. }
        | TimelineWhat::PageExhausted
        | TimelineWhat::TookInHand
        | TimelineWhat::ConfirmedReceipt
        | TimelineWhat::HandedBack
        | TimelineWhat::LinkChanged
        | TimelineWhat::LinkGiven => None,
    };
    let why = why.map(|why| view! { <p class="why">{why}</p> });
    view! { <li class="entry done"><header><b>{who}</b> <span>{did(&line.what)}</span> {when(line.at)} {from}</header>{why}</li> }
        .into_any()
}

/// From which of the reports that were joined a line comes.
fn part(hand: Hand, part: Option<IncidentId>) -> Option<AnyView> {
    let part = part?;
    let name = of_case(hand.asked, |case| {
        let from = case.joined.iter().find(|known| known.incident == part);
        from.map(|known| code_name(&known.code_name))
    });
    name.flatten().map(|name| view! { <span class="tag">"From " {name}</span> }.into_any())
}

/// A deed in words, with what was written and the reason for passing a rule.
fn told(who: &str, telling: &Telling, at: Timestamp, mark: Option<Mark>, from: Option<AnyView>) -> AnyView {
    let who = who.to_owned();
    let did = telling.did.clone();
    let words = telling.words.iter().map(|text| {
        let text = text.reveal().clone();
        view! { <blockquote class="said">{text}</blockquote> }
    });
    let words = words.collect_view();
    let anyway = telling.anyway.as_ref().map(|why| {
        let why = why.reveal().clone();
        view! { <p class="why"><b>"Against the rule, because: "</b> {why}</p> }
    });
    view! { <li class="entry done"><header><b>{who}</b> <span>{did}</span> {when(at)} {from}</header>{words}{marked(mark.as_slice())}{anyway}</li> }
        .into_any()
}
