//! The case file as a page: everything in one file, for the screen and for paper, with nothing that it loads and no script.
//!
//! What people typed arrives escaped, like in every view; the style is the one part that is put in by hand. Beside the file
//! stands what a browser may do with it: show its own style and its own pictures, and nothing else.

use crate::public::times;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use desk::export::CaseFile;
use domain::conference::Settings;
use domain::conflict::Standing;
use domain::ids::PhotoId;
use domain::incident::Stage;
use domain::note::{NoteBody, NoteKind};
use domain::private::Private;
use domain::question::StandingRow;
use domain::record::marks::{self, Mark};
use domain::record::reporter::{self, noted};
use domain::record::told::{self, Fact};
use domain::record::{did, who};
use domain::time::Timestamp;
use domain::view::{NoteView, StruckView, TimelineEntry, TimelineWhat};
use domain::work::telling::tell;
use domain::work::{RecordedDeed, Work};
use leptos::prelude::*;

/// What a browser may do with the page; it stands in the page too, for the time when it is a file.
pub const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

const STYLE: &str = include_str!("case_file.css");

/// The page.
pub fn page(file: &CaseFile) -> Private<String> {
    let main = main(file).to_html();
    let title = escaped(&file.case.row.code_name);
    Private::new(format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"robots\" content=\"noindex\"><meta name=\"referrer\" content=\"no-referrer\">\
         <meta name=\"color-scheme\" content=\"light dark\"><style>{STYLE}</style></head><body>{main}</body></html>"
    ))
}

/// The page that says why there is no case file, for a browser that asked by a form.
pub fn refused(why: &str) -> String {
    let why = escaped(why);
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Careline</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><style>{STYLE}</style></head>\
         <body><main><h1>No case file</h1><p>{why}</p><p>Close this page to go back.</p></main></body></html>"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn main(file: &CaseFile) -> AnyView {
    let settings = &file.conference.settings;
    let row = &file.case.row;
    let at = |time: Timestamp| times::absolute(time, settings);
    let has_it = row.accountable.as_ref().map_or("Nobody", |name| name.reveal());
    let urgency = row.urgency.map_or("Not said", told::urgency);
    let receipt = if row.receipt_confirmed { "Was told that it arrived" } else { "Not told yet that it arrived" };
    let facts = [
        ("Conference", settings.name.clone()),
        ("Reported", at(row.opened_at)),
        ("Stands", stage(row.stage).to_owned()),
        ("Has it", has_it.to_owned()),
        ("Urgency", urgency.to_owned()),
        ("Reporter", receipt.to_owned()),
        ("Taken out", format!("by {}, {}", file.made_by.reveal(), at(file.made_at))),
        ("Times", format!("are those of {}", times::zone_name(settings))),
    ];
    let work = Work::of(file.case.deeds());
    let entries = file.case.timeline.iter().map(|line| entry(file, line, &work)).collect_view();
    view! {
        <main>
            <header>
                <p class="kind">"Case file · private"</p>
                <h1>{row.code_name.clone()}</h1>
                {pairs(&facts)}
            </header>
            {standings(&file.case.standings, settings)}
            <section>
                <h2>"The record"</h2>
                <ol>{entries}</ol>
            </section>
            <footer>
                <p>
                    "This is what Careline showed to the person who took it out. Taking it out stands on the record. Keep it \
                     where only those can read it who have to, and destroy it when it has served its purpose."
                </p>
            </footer>
        </main>
    }
    .into_any()
}

const fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Reported => "Reported; nobody has it yet",
        Stage::InHand { .. } => "In hand",
        Stage::UnderReview { .. } => "Under review",
        Stage::AwaitingInformation { .. } => "Waiting for information",
        Stage::Decided { .. } => "Decided",
        Stage::Closed { .. } => "Closed",
        Stage::Reopened { .. } => "Reopened",
    }
}

const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Clear => "no conflict of interest",
        Standing::Unsure => "not sure about a conflict of interest",
        Standing::Declared => "has a conflict of interest and takes part",
        Standing::Limited => "decides nothing and talks with nobody for the team",
        Standing::Recused => "is out",
    }
}

fn standings(rows: &[StandingRow], settings: &Settings) -> Option<AnyView> {
    let lines = rows.iter().map(|row| {
        let words = format!("{}, since {}", standing(row.standing), times::absolute(row.since, settings));
        let why = row.why.as_ref().map(|why| said(why.reveal()));
        view! { <li><b>{row.name.reveal().clone()}</b> ": " {words} {why}</li> }
    });
    let lines = lines.collect_view();
    (!rows.is_empty()).then(|| view! { <section><h2>"How everybody stands"</h2><ul>{lines}</ul></section> }.into_any())
}

fn entry(file: &CaseFile, line: &TimelineEntry, work: &Work) -> AnyView {
    let settings = &file.conference.settings;
    let time = times::absolute(line.at, settings);
    let (class, did, content) = match &line.what {
        TimelineWhat::Note(view) => {
            let class = if view.struck.is_some() { "told struck" } else { "told" };
            (class, noted(view, &line.who).to_owned(), note(file, view, line.at))
        }
        TimelineWhat::Deed(recorded) => {
            let (did, content) = deed(file, recorded, work);
            ("done", did, content)
        }
        TimelineWhat::Stands(stands) => {
            ("done", did(&line.what), stands.why.as_ref().map(|why| said(why.reveal())).into_any())
        }
        TimelineWhat::Opened
        | TimelineWhat::Exported(_)
        | TimelineWhat::PageCalled { .. }
        | TimelineWhat::PageAnswered { .. }
        | TimelineWhat::PageUnheard { .. }
        | TimelineWhat::PageExhausted
        | TimelineWhat::TookInHand
        | TimelineWhat::ConfirmedReceipt
        | TimelineWhat::HandedBack
        | TimelineWhat::LinkChanged
        | TimelineWhat::LinkGiven => ("done", did(&line.what), ().into_any()),
    };
    let part = line.part.and_then(|part| file.case.joined.iter().find(|known| known.incident == part));
    let from = part.map(|part| view! { " " <span class="tag">"from " {part.code_name.clone()}</span> });
    view! { <li class=class><p class="head"><b>{who(&line.who)}</b> " " {did} " " <time>{time}</time>{from}</p>{content}</li> }
        .into_any()
}

fn deed(file: &CaseFile, recorded: &RecordedDeed, work: &Work) -> (String, AnyView) {
    let settings = &file.conference.settings;
    let telling = tell(recorded, &|person| file.name(person).to_owned());
    let words = telling.words.iter().map(|words| said(words.reveal())).collect_view();
    let anyway = telling
        .anyway
        .map(|why| view! { <p class="why"><b>"Against the rule, because: "</b> {why.into_revealed()}</p> });
    let evidence = work.evidence.all().find(|(id, _)| *id == recorded.id);
    let struck = evidence.and_then(|(_, evidence)| evidence.struck.as_ref());
    let struck = struck.map(|(by, at, why)| struck_by(file.name(*by), *at, why.reveal(), settings));
    let mark = marks::of_deed(recorded, work);
    (telling.did, view! { {words} {marked(mark.as_slice())} {anyway} {struck} }.into_any())
}

fn note(file: &CaseFile, view: &NoteView, recorded_at: Timestamp) -> AnyView {
    let settings = &file.conference.settings;
    let beside = view.beside.as_ref().map(|beside| {
        view! { <p class="why">"Another text came under the same number. Both are kept."</p> {body(beside)} }
    });
    let struck =
        view.struck.as_ref().map(|StruckView { by, at, why }| struck_by(by.reveal(), *at, why.reveal(), settings));
    let photos = view.photos.iter().enumerate().map(|(place, id)| photo(file, place, *id)).collect_view();
    let urgency = view.body.urgency.map(told::urgency);
    let tags = urgency.into_iter().chain(told::tags(&view.body)).map(|tag| view! { <span class="tag">{tag}</span> });
    let tags = tags.collect_view();
    view! {
        {view.taken_back.is_none().then(|| body(&view.body))}
        {besides(view)}
        <p class="tags">{tags}</p>
        {photos}
        {pairs(&three_times(&view.body, recorded_at, settings))}
        {marked(&marks::of_note(&view.body, view.skew_ms, recorded_at))}
        {beside}
        {struck}
    }
    .into_any()
}

/// What a reporter said besides words.
fn besides(view: &NoteView) -> AnyView {
    let instead = reporter::instead_of_words(view).filter(|_| view.body.text.is_blank());
    let instead = instead.map(|words| view! { <p class="soft">{words}</p> });
    let facts = view.said.as_ref().map(reporter::facts).unwrap_or_default();
    view! { {instead} {pairs(&facts)} }.into_any()
}

fn body(body: &NoteBody) -> AnyView {
    let alone = match &body.kind {
        NoteKind::ActedAlone { record, .. } => told::alone(record),
        NoteKind::Account | NoteKind::ActNow | NoteKind::Correction { .. } | NoteKind::Addition { .. } => Vec::new(),
    };
    let text = match (body.text.is_blank(), alone.is_empty()) {
        (true, true) => view! { <p class="soft">{told::without_words(&body.kind)}</p> }.into_any(),
        (true, false) => ().into_any(),
        (false, _) => said(body.text.reveal()),
    };
    let facts = alone.into_iter().chain(told::facts(body)).collect::<Vec<_>>();
    view! { {text} {pairs(&facts)} }.into_any()
}

/// When it happened, when the writer was told, when it was written, when it was recorded.
fn three_times(body: &NoteBody, recorded_at: Timestamp, settings: &Settings) -> Vec<Fact> {
    let written = (body.written_at != Timestamp::default()).then_some(body.written_at);
    let times =
        [("Happened", body.happened_at), ("Told", body.told_at), ("Written", written), ("Recorded", Some(recorded_at))];
    times.into_iter().filter_map(|(what, at)| Some((what, times::absolute(at?, settings)))).collect()
}

fn photo(file: &CaseFile, place: usize, id: PhotoId) -> AnyView {
    let name = format!("Photo {}", place + 1);
    match file.photo(id) {
        Some(photo) => {
            let source = format!("data:{};base64,{}", photo.media_type, STANDARD.encode(photo.bytes.reveal()));
            view! { <figure><img src=source alt=name.clone()/><figcaption>{name}</figcaption></figure> }.into_any()
        }
        None => view! { <p class="soft">{format!("{name} is not in this file.")}</p> }.into_any(),
    }
}

fn pairs(facts: &[Fact]) -> AnyView {
    let lines = facts.iter().map(|(what, words)| view! { <div><dt>{*what}</dt><dd>{words.clone()}</dd></div> });
    let lines = lines.collect_view();
    (!facts.is_empty()).then(|| view! { <dl>{lines}</dl> }).into_any()
}

fn marked(marks: &[Mark]) -> AnyView {
    let tags = marks.iter().map(|mark| view! { <span class="tag late">{mark.to_string()}</span> }).collect_view();
    (!marks.is_empty()).then(|| view! { <p class="tags">{tags}</p> }).into_any()
}

fn said(words: &str) -> AnyView {
    view! { <blockquote>{words.to_owned()}</blockquote> }.into_any()
}

fn struck_by(by: &str, at: Timestamp, why: &str, settings: &Settings) -> AnyView {
    let head = format!("Struck by {by}, {}: ", times::absolute(at, settings));
    view! { <p class="why"><b>{head}</b> {why.to_owned()}</p> }.into_any()
}

#[cfg(test)]
mod tests;
