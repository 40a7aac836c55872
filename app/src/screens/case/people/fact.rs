//! What is known, in the team's own words: a box for each of the things that one asks about, saved when it is left.

use super::super::hand::Hand;
use super::super::of_case;
use super::field::{Look, Target, Text, field};
use super::notes;
use crate::parts::live::live;
use crate::signal::Memo;
use domain::work::Deed;
use domain::work::fact::{About, FactDeed};
use leptos::prelude::*;

const fn label(about: About) -> &'static str {
    match about {
        About::Summary => "What happened",
        About::When => "When",
        About::Place => "Where",
        About::Ongoing => "Whether it goes on",
        About::Context => "What led to it",
        About::Trace => "Written or recorded traces",
        About::Other => "Anything else",
    }
}

const fn in_a_sentence(about: About) -> &'static str {
    match about {
        About::Summary => "what happened",
        About::When => "when",
        About::Place => "where",
        About::Ongoing => "whether it goes on",
        About::Context => "what led to it",
        About::Trace => "traces of it",
        About::Other => "anything else",
    }
}

const fn is_long(about: About) -> bool {
    match about {
        About::Summary | About::Context | About::Trace | About::Other => true,
        About::When | About::Place | About::Ongoing => false,
    }
}

/// The boxes, and what nobody knows yet in a sentence.
pub(super) fn facts(hand: Hand) -> AnyView {
    let boxes = About::ALL.map(|about| fact(hand, about)).into_iter().collect_view();
    view! {
        <section class="stack" aria-labelledby="facts-title">
            <h2 id="facts-title">"What is known"</h2>
            <p class="soft">"In your own words. Each is saved when you leave its box; leave any of them empty."</p>
            {live(move || not_known(hand))}
            <div class="prompts">{boxes}</div>
        </section>
    }
    .into_any()
}

/// What was told about it in the notes.
fn told(hand: Hand, about: About) -> Vec<String> {
    of_case(hand.asked, |case| notes(case).filter_map(|body| Some(about.told_in(body)?.into_revealed())).collect())
        .unwrap_or_default()
}

fn not_known(hand: Hand) -> Option<AnyView> {
    let open = |about: &About| *about != About::Other && !hand.work.with(|work| work.facts.is_written(*about));
    let open: Vec<_> = About::ALL.into_iter().filter(open).filter(|about| told(hand, *about).is_empty()).collect();
    let words: Vec<_> = open.into_iter().map(in_a_sentence).collect();
    let sentence = format!("Not known so far: {}. It may stay so.", words.join(", "));
    (!words.is_empty()).then(|| view! { <p>{sentence}</p> }.into_any())
}

fn fact(hand: Hand, about: About) -> AnyView {
    let versions = Memo::new(move || hand.work.with(|work| work.facts.about(about).cloned().unwrap_or_default()));
    let deed = Callback::new(move |(text, over)| Deed::Fact(FactDeed { about, text, over }));
    let text_of = Callback::new(move |deed: Deed| match deed {
        Deed::Fact(fact) if fact.about == about => Some((fact.text, fact.over)),
        _ => None::<Text>,
    });
    let hint = Memo::new(move || {
        let told = told(hand, about);
        if told.is_empty() { String::new() } else { format!("Told: {}", told.join("; ")) }
    });
    let id = format!("fact-{}", in_a_sentence(about).replace(' ', "-"));
    field(
        hand,
        Target { versions, deed, text_of },
        Look { id, label: label(about), hint, long: is_long(about), folds: true },
    )
}
