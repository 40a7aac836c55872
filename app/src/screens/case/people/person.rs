//! Everybody in a case. The list shows code names; who it is stands behind a tap, and hides again when the phone is put away.

use super::super::form::{choice, opens, sheet};
use super::super::hand::{Doing, Hand};
use super::field::{Look, Target, Text, field};
use crate::device::{device, watched};
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_edit, on_tap};
use crate::parts::toast;
use crate::screens::inbox::code_name;
use crate::signal::{Memo, RwSignal, follow};
use domain::ids::DeedId;
use domain::work::Deed;
use domain::work::people::{Part, PersonDeed, Trait, person_code_name};
use domain::work::telling;
use domain::work::versions::Versions;
use leptos::prelude::*;

/// What somebody is in it, with a word more for those parts that need one.
pub(super) const fn part_words(part: Part) -> &'static str {
    match part {
        Part::Reporter => "Told you about it",
        Part::Representative => "Speaks for somebody else, who chose them",
        Part::Affected => "It happened to them",
        Part::Witness => "Saw or heard it",
        Part::Reported => "It is about what they did",
    }
}

const fn label(trait_: Trait) -> &'static str {
    match trait_ {
        Trait::Name => "Name",
        Trait::Handle => "Name in the chat or on a network",
        Trait::Badge => "What the badge says",
        Trait::Looks => "How to recognize them",
        Trait::Contact => "How to reach them",
    }
}

const fn name_of_field(trait_: Trait) -> &'static str {
    match trait_ {
        Trait::Name => "name",
        Trait::Handle => "handle",
        Trait::Badge => "badge",
        Trait::Looks => "looks",
        Trait::Contact => "contact",
    }
}

/// Everybody in it, and the way to add somebody.
pub(super) fn persons(hand: Hand) -> AnyView {
    let open = RwSignal::new(None::<DeedId>);
    follow(move || {
        watched().leaving.track();
        open.set(None);
    });
    let ids = Memo::new(move || hand.work.with(|work| work.people.all().map(|(id, _)| id).collect::<Vec<_>>()));
    let nobody = move || {
        ids.with(Vec::is_empty).then(
            || view! { <p class="soft">"Nobody has been added. Add whoever plays a part; a name is not needed."</p> },
        )
    };
    view! {
        <section class="stack" aria-labelledby="persons-title">
            <h2 id="persons-title">"Who is in it"</h2>
            {live(nobody)}
            <ul class="rows">
                <For each=move || ids.get() key=|id| *id children=move |id| person(hand, id, open)/>
            </ul>
            <p class="acts no-print">{opens("add-person", "Add somebody")}</p>
        </section>
        {add(hand, open)}
    }
    .into_any()
}

fn add(hand: Hand, open: RwSignal<Option<DeedId>>) -> AnyView {
    let (chosen, doing) = (RwSignal::new(None::<usize>), Doing::new());
    let parts = Part::ALL.map(|part| part_words(part).to_owned()).to_vec();
    let fields = view! {
        {choice("add-person-part", "What they are in it", parts, chosen)}
        <p class="soft">"They get two words to be called by. What is known of them comes after; none of it has to be."</p>
    }
    .into_any();
    let toast = toast::say();
    let send = move || {
        let Some(part) = chosen.get_untracked().and_then(|number| Part::ALL.get(number).copied()) else { return };
        let id = Hand::mint();
        hand.does_as(doing, id, Deed::Person(PersonDeed::Add { part }), move || {
            device().close_dialog("add-person");
            chosen.set(None);
            open.set(Some(id));
            toast.word(format!("Added as {}", person_code_name(id)));
        });
    };
    sheet("add-person", "Somebody in it", fields, doing, "Add them", send)
}

fn person(hand: Hand, id: DeedId, open: RwSignal<Option<DeedId>>) -> AnyView {
    let part = Memo::new(move || {
        hand.work.with(|work| work.people.get(id).map(|person| person.part.clone()).unwrap_or_default())
    });
    let tags = move || {
        part.get()
            .all()
            .iter()
            .map(|version| {
                let word = code_name(telling::part(version.value));
                view! { <span class="tag">{word}</span> }
            })
            .collect_view()
    };
    let is_open = move || open.get() == Some(id);
    let words = move || if is_open() { "Hide" } else { "Show who it is" };
    let press = move |_| open.set(if open.get_untracked() == Some(id) { None } else { Some(id) });
    let expanded = attr(move || is_open().to_string());
    let shown = Memo::new(is_open);
    let here = move || {
        hand.is_only_here(id).then(|| view! { <span class="state" data-state="phone">{icon(Icon::Phone)} <span>"Only on this phone"</span></span> })
    };
    view! {
        <li class="stack tight">
            <div class="row">
                <span><span class="acts"><b>{code_name(&person_code_name(id))}</b> {live(tags)}</span> {live(here)}</span>
                <button class="btn link" type="button" aria-expanded=expanded on:click=on_tap(press)>{live(words)}</button>
            </div>
            {live(move || shown.get().then(|| details(hand, id, part)))}
        </li>
    }
    .into_any()
}

/// What is known of somebody: each trait apart, none of them needed.
fn details(hand: Hand, id: DeedId, part: Memo<Versions<Part>>) -> AnyView {
    let fields = Trait::ALL.map(|trait_| trait_field(hand, id, trait_)).into_iter().collect_view();
    view! { <div class="stack">{becomes(hand, id, part)} {fields}</div> }.into_any()
}

fn trait_field(hand: Hand, person: DeedId, trait_: Trait) -> AnyView {
    let versions = Memo::new(move || {
        hand.work.with(|work| {
            work.people.get(person).and_then(|known| known.traits.get(&trait_)).cloned().unwrap_or_default()
        })
    });
    let deed = Callback::new(move |(text, over)| Deed::Person(PersonDeed::Write { person, trait_, text, over }));
    let text_of = Callback::new(move |deed: Deed| match deed {
        Deed::Person(PersonDeed::Write { person: whose, trait_: which, text, over })
            if whose == person && which == trait_ =>
        {
            Some((text, over))
        }
        _ => None::<Text>,
    });
    let id = format!("person-{person}-{}", name_of_field(trait_));
    let hint = Memo::new(String::new);
    field(
        hand,
        Target { versions, deed, text_of },
        Look { id, label: label(trait_), hint, long: trait_ == Trait::Looks, folds: false },
    )
}

/// What they are in it; choosing another part takes the place of whatever stands there.
fn becomes(hand: Hand, person: DeedId, part: Memo<Versions<Part>>) -> AnyView {
    let doing = Doing::new();
    let option = move |one: Part| {
        let is = move || part.with(|part| part.latest().map(|version| version.value) == Some(one) && !part.disagree());
        let choose = move |_| {
            let over = part.with_untracked(Versions::seen);
            hand.does(doing, Deed::Person(PersonDeed::Becomes { person, part: one, over }), || {});
        };
        view! {
            <label class="check">
                <input type="radio" name=format!("part-{person}") prop:checked=attr(is) on:change=on_edit(choose)/>
                <span>{part_words(one)}</span>
            </label>
        }
    };
    let options = Part::ALL.map(option).into_iter().collect_view();
    let two = move || {
        part.with(Versions::disagree)
            .then(|| view! { <p>"Two of you said different things at once. Choose what holds."</p> })
    };
    view! { <fieldset class="field"><legend>"What they are in it"</legend>{live(two)}{options}{doing.error()}</fieldset> }.into_any()
}
