//! The four questions (S38): a box for each, saved when it is left. What two wrote at once stands side by side until
//! somebody makes one of it. In silence the same boxes hold what one writes for oneself; what is not saved yet when the
//! silence ends stays in its box.

use super::super::hand::{Doing, Hand};
use super::super::keeping::{Keeping, Leaving};
use crate::parts::live::{attr, live, on_edit, on_tap};
use crate::parts::moment::when;
use crate::parts::toast;
use crate::signal::{Memo, RwSignal, StoredValue, follow};
use domain::ids::DeedId;
use domain::work::Deed;
use domain::work::meeting::{Finding, Meeting, MeetingDeed, Question};
use domain::work::telling;
use domain::work::versions::{Version, Versions};
use leptos::prelude::*;

/// What is written on one question.
#[derive(Clone, Copy)]
struct Answer {
    hand: Hand,
    meeting: DeedId,
    question: Question,
    silent: Memo<bool>,
    stands: Memo<Versions<Finding>>,
    text: RwSignal<String>,
    /// Whether somebody is writing here; nothing is drawn over it then.
    writing: RwSignal<bool>,
    keeping: Keeping,
    /// The versions that were in front of whoever writes when they began.
    seen: StoredValue<Vec<DeedId>>,
    doing: Doing,
}

/// The four questions of a meeting.
pub(super) fn answers(hand: Hand, meeting: DeedId) -> AnyView {
    let silent = Memo::new(move || of(hand, meeting, Meeting::hides_notes).unwrap_or_default());
    let boxes = Question::ALL.map(|question| Answer::new(hand, meeting, question, silent).shows());
    view! {
        <section class="stack" aria-labelledby="questions-title">
            <h3 id="questions-title">"The four questions"</h3>
            {live(move || silent.get().then(|| in_silence(hand, meeting)))}
            {boxes.into_iter().collect_view()}
        </section>
    }
    .into_any()
}

fn of<T>(hand: Hand, meeting: DeedId, find: impl FnOnce(&Meeting) -> T) -> Option<T> {
    hand.work.with(|work| work.meetings.get(meeting).map(find))
}

/// Who has written something, and the end of the silence.
fn in_silence(hand: Hand, meeting: DeedId) -> AnyView {
    let doing = Doing::new();
    let toast = toast::say();
    let show = move |_| {
        let deed = Deed::Meeting(MeetingDeed::ShowNotes { meeting });
        hand.does(doing, deed, move || toast.word("Everybody reads everybody's notes"));
    };
    let wrote = move || {
        let mut names = of(hand, meeting, |meeting| meeting.notes.iter().map(|note| note.by).collect::<Vec<_>>());
        let names = names.get_or_insert_default();
        names.sort();
        names.dedup();
        let names: Vec<_> = names.iter().map(|person| hand.name(*person)).collect();
        if names.is_empty() {
            "Nobody has written yet.".to_owned()
        } else {
            format!("Written so far: {}.", names.join(", "))
        }
    };
    view! {
        <div class="banner">
            <div class="stack tight">
                <p>"First everybody writes for themselves. Nobody else reads it before you show the notes, or the meeting ends."</p>
                <p>{live(wrote)}</p>
                {doing.error()}
                <p class="acts"><button class="btn quiet" type="button" on:click=on_tap(show) aria-busy=attr(move || doing.is_busy())>"Show everybody's notes"</button></p>
            </div>
        </div>
    }
    .into_any()
}

const fn address(question: Question) -> &'static str {
    match question {
        Question::WhatHappened => "what-happened",
        Question::IsViolation => "is-violation",
        Question::Who => "who",
        Question::WhatNow => "what-now",
    }
}

impl Answer {
    fn new(hand: Hand, meeting: DeedId, question: Question, silent: Memo<bool>) -> Self {
        let stands = Memo::new(move || {
            let known = of(hand, meeting, |meeting| meeting.findings.get(&question).cloned());
            known.flatten().unwrap_or_default()
        });
        let (text, writing) = (RwSignal::new(String::new()), RwSignal::new(false));
        let (seen, doing) = (StoredValue::new(Vec::new()), Doing::new());
        let typed = move || {
            let (text, over) = (text.try_get_untracked()?.into(), seen.try_get_value()?);
            Some(Deed::Meeting(if silent.try_get_untracked()? {
                MeetingDeed::SilentNote { meeting, question, text }
            } else {
                MeetingDeed::Find { meeting, question, finding: Finding::Found { text }, over }
            }))
        };
        let keeping = Keeping::new(hand, Leaving::Saves(doing), typed);
        let answer = Self { hand, meeting, question, silent, stands, text, writing, keeping, seen, doing };
        follow(move || answer.takes_up(&stands.get()));
        follow(move || {
            hand.held.track();
            answer.brings_back();
        });
        answer
    }

    /// Takes up what was typed here before the page was gone.
    fn brings_back(self) {
        if self.writing.get_untracked() {
            return;
        }
        let (of, on) = (self.meeting, self.question);
        let found = self.keeping.takes_up(|deed| match deed {
            Deed::Meeting(MeetingDeed::SilentNote { meeting, question, text }) if (*meeting, *question) == (of, on) => {
                Some((text.clone(), Vec::new()))
            }
            Deed::Meeting(MeetingDeed::Find { meeting, question, finding: Finding::Found { text }, over })
                if (*meeting, *question) == (of, on) =>
            {
                Some((text.clone(), over.clone()))
            }
            _ => None,
        });
        if let Some((text, seen)) = found {
            self.writing.set(true);
            self.seen.set_value(seen);
            self.text.set(text.into_revealed());
        }
    }

    /// Shows what stands on the record. While somebody is writing it only takes note of what they wrote themselves.
    fn takes_up(self, stands: &Versions<Finding>) {
        if self.writing.get_untracked() {
            let mine = stands.all().iter().filter(|version| Some(version.by) == Hand::me()).map(|version| version.deed);
            let seen = self.seen.get_value();
            self.seen.set_value(seen.into_iter().chain(mine).collect());
            return;
        }
        self.seen.set_value(stands.seen());
        let words = stands.all().iter().filter_map(|version| match &version.value {
            Finding::Found { text } if !text.is_blank() => Some(text.reveal().as_str()),
            Finding::Found { .. } | Finding::NotDetermined => None,
        });
        self.text.set(words.collect::<Vec<_>>().join("\n"));
    }

    fn saves(self) {
        if !self.writing.get_untracked() {
            return;
        }
        let text = self.text.get_untracked();
        if !self.silent.get_untracked() {
            self.writes(Finding::Found { text: text.into() });
        } else if !text.trim().is_empty() {
            let (meeting, question) = (self.meeting, self.question);
            self.does(MeetingDeed::SilentNote { meeting, question, text: text.into() });
        }
    }

    fn writes(self, finding: Finding) {
        let (meeting, question, over) = (self.meeting, self.question, self.seen.get_value());
        self.does(MeetingDeed::Find { meeting, question, finding, over });
    }

    fn does(self, deed: MeetingDeed) {
        let sent = self.text.get_untracked();
        self.hand.does_as(self.doing, self.keeping.id(), Deed::Meeting(deed), move || {
            // What was typed while it was on its way is not saved yet.
            if self.text.get_untracked() == sent {
                self.keeping.rests();
                self.rests();
            } else {
                self.keeping.goes_on();
            }
        });
    }

    /// Nobody writes here any more. The text stays in the box until it comes back with the record.
    fn rests(self) {
        self.writing.set(false);
        let stands = self.stands.get_untracked();
        if self.silent.get_untracked() {
            self.text.set(String::new());
        } else if stands.seen() != self.seen.get_value() {
            self.takes_up(&stands);
        }
    }

    fn shows(self) -> AnyView {
        let id = address(self.question);
        let typed = move |event| {
            self.text.set(event_target_value(&event));
            self.writing.set(true);
            self.keeping.touches();
        };
        // A form's own notice that a box was left with something new in it.
        let left = move |_| self.saves();
        let open = move |_| self.writes(Finding::NotDetermined);
        let acts = move || {
            let saved = self.writing.get().then(|| {
                view! { <button class="btn quiet" type="button" on:click=on_tap(move |_| self.saves())>"Save"</button> }
            });
            let open = (!self.silent.get()).then(|| {
                let label = format!("Not determined: {}", telling::question(self.question));
                view! { <button class="btn link" type="button" aria-label=label on:click=on_tap(open)>"Not determined"</button> }
            });
            view! { {saved} {open} }
        };
        view! {
            <div class="field">
                <label for=id class="title">{telling::question(self.question)}</label>
                {live(move || self.notes())}
                {live(move || self.beside_each_other())}
                <textarea id=id autocomplete="off" prop:value=attr(move || self.text.get()) on:input=on_edit(typed) on:change=on_edit(left)></textarea>
                {self.doing.error()}
                <p class="acts">{live(acts)}</p>
            </div>
        }
        .into_any()
    }

    /// What was written for oneself on this question: one's own in silence, everybody's afterwards.
    fn notes(self) -> AnyView {
        let notes = of(self.hand, self.meeting, |meeting| meeting.notes.clone()).unwrap_or_default();
        let here = notes.into_iter().filter(|note| note.question == self.question && !note.text.is_blank());
        let note = here.map(|note| {
            let name = self.hand.name(note.by);
            view! { <blockquote class="said"><b>{name} ": "</b> {note.text.into_revealed()}</blockquote> }
        });
        note.collect_view().into_any()
    }

    /// What stands on the record where that is not simply the text in the box.
    fn beside_each_other(self) -> Option<AnyView> {
        let stands = self.stands.get();
        match stands.all() {
            [] => None,
            [one] => {
                let open = one.value == Finding::NotDetermined;
                let writer = view! { <small>{self.hand.name(one.by)} " · " {when(one.at)}</small> };
                let open = open.then(|| view! { <p><b>"It could not be determined."</b></p> });
                Some(view! { {open} <p class="hint">{writer}</p> }.into_any())
            }
            several => {
                let rows = several.iter().map(|version| self.version(version)).collect_view();
                let words = "These were written at once. The box holds them all: make one of them and save it.";
                let make = move |_| {
                    self.seen.set_value(self.stands.get_untracked().seen());
                    self.writing.set(true);
                    self.saves();
                };
                Some(
                    view! {
                        <p>{words}</p> <div class="versions">{rows}</div>
                        <p class="acts"><button class="btn quiet" type="button" on:click=on_tap(make)>"What the box says counts"</button></p>
                    }
                    .into_any(),
                )
            }
        }
    }

    fn version(self, version: &Version<Finding>) -> AnyView {
        let words = match &version.value {
            Finding::NotDetermined => "It could not be determined.".to_owned(),
            Finding::Found { text } => text.reveal().clone(),
        };
        let name = self.hand.name(version.by);
        view! { <div><blockquote class="said">{words}</blockquote> <small><b>{name}</b> " · " {when(version.at)}</small></div> }
            .into_any()
    }
}
