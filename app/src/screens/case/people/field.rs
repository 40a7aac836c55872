//! A box that several may write: saved when it is left, with the versions beside each other that were written at once.
//!
//! While somebody types, the phone keeps what is typed, and nothing that comes in draws over it. What colleagues write in
//! the meantime stands beside it when it is saved.

use super::super::hand::{Doing, Hand};
use super::super::of_case;
use crate::device::{HeldDeed, HeldState, device, watched};
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_edit, on_tap};
use crate::parts::moment::when;
use crate::signal::{Memo, RwSignal, StoredValue, follow, spawn_local};
use domain::ids::DeedId;
use domain::private::Private;
use domain::work::versions::{Version, Versions};
use domain::work::{Deed, NewDeed};
use leptos::prelude::*;

/// The pause in typing after which the phone keeps what stands there, in milliseconds.
const PAUSE_MILLIS: u32 = 500;

/// A text, and what its writer had seen.
pub(super) type Text = (Private<String>, Vec<DeedId>);

/// What a box writes.
#[derive(Clone, Copy)]
pub(super) struct Target {
    /// What stands there.
    pub(super) versions: Memo<Versions<Private<String>>>,
    /// The deed that writes a text over what its writer has seen.
    pub(super) deed: Callback<Text, Deed>,
    /// The text and what its writer had seen, of a deed that writes here.
    pub(super) text_of: Callback<Deed, Option<Text>>,
}

/// How a box looks.
pub(super) struct Look {
    /// Its id.
    pub(super) id: String,
    /// What stands above it.
    pub(super) label: &'static str,
    /// What was told about it; blank where nothing was.
    pub(super) hint: Memo<String>,
    /// Whether it is for sentences.
    pub(super) long: bool,
    /// Whether it is folded to a line that says what stands there, until somebody opens it.
    pub(super) folds: bool,
}

/// One box.
pub(super) fn field(hand: Hand, target: Target, look: Look) -> AnyView {
    let typing = Typing::new(hand, target, if look.long { "\n" } else { " / " });
    let Look { id, label, hint, long, folds } = look;
    let (for_id, hint_id, described) = (id.clone(), format!("{id}-hint"), format!("{id}-hint"));
    let typed = move |event| typing.types(event_target_value(&event));
    let value = attr(move || typing.text.get());
    let left = move |_: leptos::ev::FocusEvent| typing.saves();
    let box_or_line = if long {
        view! {
            <textarea id=id aria-describedby=described autocomplete="off" prop:value=value on:input=on_edit(typed) on:blur=left></textarea>
        }
        .into_any()
    } else {
        view! {
            <input id=id aria-describedby=described autocomplete="off" maxlength="2000" prop:value=value on:input=on_edit(typed) on:blur=left/>
        }
        .into_any()
    };
    let told = move || hint.get();
    let body = view! {
        <div class="field">
            <label for=for_id class:sr=folds>{label}</label>
            <p class="hint" id=hint_id>{live(told)}</p>
            {live(move || versions(&typing))}
            {box_or_line}
            {live(move || make_one(&typing))}
            {typing.doing.error()}
        </div>
    }
    .into_any();
    if folds { folded(&typing, label, hint, body) } else { body }
}

/// The box folded to its name and what stands there. It opens by itself for what nobody may miss: versions that stand
/// beside each other, and what was typed and not saved.
fn folded(typing: &Typing, label: &'static str, hint: Memo<String>, body: AnyView) -> AnyView {
    let typing = *typing;
    let open = RwSignal::new(false);
    follow(move || {
        if typing.target.versions.with(Versions::disagree) || typing.under_way.with(Option::is_some) {
            open.set(true);
        }
    });
    let answer = move || {
        let stands = typing.target.versions.get();
        let words = match (stands.disagree(), written(&stands, typing.between)) {
            (true, _) => "Two versions".to_owned(),
            (false, words) if words.is_empty() => hint.get(),
            (false, words) => words,
        };
        (!words.is_empty()).then(|| view! { <span class="answer">{words}</span> })
    };
    view! {
        <details class="prompt" prop:open=attr(move || open.get())><summary>{label} {live(answer)}</summary>{body}</details>
    }
    .into_any()
}

/// The versions that were written at once.
fn versions(typing: &Typing) -> Option<AnyView> {
    let stand = typing.target.versions.get();
    let rows = stand.all().iter().map(|version| one(typing, version)).collect_view();
    stand
        .disagree()
        .then(|| view! { <p>"Two versions were written at once."</p> <div class="versions">{rows}</div> }.into_any())
}

fn one(typing: &Typing, version: &Version<Private<String>>) -> AnyView {
    let (typing, hand) = (*typing, typing.hand);
    let words = version.value.clone();
    let shown = if words.is_blank() { "Taken back".to_owned() } else { words.reveal().clone() };
    let here = hand.is_only_here(version.deed).then(|| view! { " · " {icon(Icon::Phone)} "Only on this phone" });
    let take = move |_| typing.writes(words.clone());
    view! {
        <div>
            <blockquote class="said">{shown}</blockquote>
            <small><b>{hand.name(version.by)}</b> " · " {when(version.at)} {here}</small>
            <p><button class="btn link" type="button" on:click=on_tap(take)>"Take this one"</button></p>
        </div>
    }
    .into_any()
}

/// Where two versions stand, the box below holds both; one tap makes one of them.
fn make_one(typing: &Typing) -> Option<AnyView> {
    let typing = *typing;
    let press = move |_| typing.writes(typing.text.get_untracked().into());
    typing.target.versions.get().disagree().then(|| {
        view! { <p class="acts"><button class="btn quiet" type="button" on:click=on_tap(press)>"Make one of them"</button></p> }
            .into_any()
    })
}

/// What is typed into one box, on its way to the record.
#[derive(Clone, Copy)]
struct Typing {
    hand: Hand,
    target: Target,
    between: &'static str,
    text: RwSignal<String>,
    /// The deed that will hold it and what was seen when typing began; nothing while nothing is typed.
    under_way: RwSignal<Option<(DeedId, Vec<DeedId>)>>,
    turn: StoredValue<u32>,
    doing: Doing,
}

impl Typing {
    fn new(hand: Hand, target: Target, between: &'static str) -> Self {
        let (text, under_way) = (RwSignal::new(String::new()), RwSignal::new(None));
        let typing = Self { hand, target, between, text, under_way, turn: StoredValue::new(0), doing: Doing::new() };
        follow(move || typing.shows(&target.versions.get()));
        follow(move || {
            hand.held.track();
            typing.brings_back();
        });
        // Whoever leaves the page leaves the box.
        let there = StoredValue::new(false);
        follow(move || {
            watched().leaving.track();
            if there.get_value() {
                typing.keeps(false);
            }
            there.set_value(true);
        });
        // What is on its way already is kept by the deed itself.
        on_cleanup(move || {
            if !typing.doing.is_under_way() {
                typing.keeps(false);
            }
        });
        typing
    }

    /// Shows what stands on the record, unless somebody is typing.
    fn shows(self, versions: &Versions<Private<String>>) {
        if self.under_way.get_untracked().is_none() {
            self.text.set(written(versions, self.between));
        }
    }

    /// Takes up what was typed here before the page was gone.
    fn brings_back(self) {
        let typed = |one: &HeldDeed| {
            let typed = one.state == HeldState::Typed;
            let (text, over) = self.target.text_of.run(one.deed.deed.clone()).filter(|_| typed)?;
            Some((one.deed.id, text, over))
        };
        let found = self.hand.held.with_untracked(|held| held.iter().find_map(typed));
        let (Some((id, text, over)), None) = (found, self.under_way.get_untracked()) else { return };
        let recorded = of_case(self.hand.asked, |case| case.deeds().find(|deed| deed.id == id).cloned()).flatten();
        let Some(recorded) = recorded else {
            self.text.set(text.into_revealed());
            self.under_way.set(Some((id, over)));
            return;
        };
        // It has arrived in the meantime; what was typed after that goes on from there.
        let more = self.target.text_of.run(recorded.deed).is_some_and(|(there, _)| there != text);
        if more {
            self.text.set(text.into_revealed());
            self.under_way.set(Some((Hand::mint(), vec![id])));
            self.keeps(true);
        }
        forgets(id);
    }

    fn types(self, text: String) {
        self.text.set(text);
        if self.under_way.get_untracked().is_none() {
            let seen = self.target.versions.with_untracked(Versions::seen);
            self.under_way.set(Some((Hand::mint(), seen)));
        }
        let turn = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(turn);
        spawn_local(async move {
            device().sleep(PAUSE_MILLIS).await;
            if self.turn.try_get_value() == Some(turn) {
                self.keeps(true);
            }
        });
    }

    /// Lets the phone keep what is typed: as typed, or to be sent.
    fn keeps(self, typed: bool) {
        let Some(Some((id, over))) = self.under_way.try_get_untracked() else { return };
        let Some(text) = self.text.try_get_untracked() else { return };
        if !typed && self.is_there(&text) {
            self.under_way.set(None);
            forgets(id);
            return;
        }
        let (incident, deed) = (self.hand.incident, self.target.deed.run((text.into(), over)));
        spawn_local(async move {
            // A phone that keeps nothing says so on its own; the text stays in the box either way.
            let _kept = device().keep_deed(incident, NewDeed { id, deed, anyway: None }, typed).await;
        });
        if !typed {
            self.under_way.set(None);
        }
    }

    /// Whether this is what stands on the record already.
    fn is_there(self, text: &str) -> bool {
        let there = |stand: &Versions<Private<String>>| !stand.disagree() && written(stand, self.between) == text;
        self.target.versions.try_with_untracked(there).unwrap_or_default()
    }

    /// Saves what was typed, when the box is left.
    fn saves(self) {
        let Some((id, over)) = self.under_way.get_untracked() else { return };
        let text = self.text.get_untracked();
        if self.is_there(&text) {
            self.under_way.set(None);
            forgets(id);
            return;
        }
        if !self.doing.is_stale() {
            self.sends(id, text, over);
            return;
        }
        // Other words went out under this id before, as when another page of this phone was left: these go on from them.
        let (next, over) = (Hand::mint(), over.into_iter().chain([id]).collect::<Vec<_>>());
        self.under_way.set(Some((next, over.clone())));
        forgets(id);
        self.sends(next, text, over);
    }

    /// Writes this over everything that stands there; what stands there alone already, because leaving the box has saved it
    /// a moment ago, is not written twice.
    fn writes(self, text: Private<String>) {
        if self.is_there(text.reveal()) {
            return;
        }
        let id = self.under_way.get_untracked().map_or_else(Hand::mint, |(id, _)| id);
        let over = self.target.versions.with_untracked(Versions::seen);
        self.text.set(text.reveal().clone());
        self.under_way.set(Some((id, over.clone())));
        self.sends(id, text.into_revealed(), over);
    }

    fn sends(self, id: DeedId, text: String, over: Vec<DeedId>) {
        if self.doing.is_under_way() {
            return;
        }
        // What is kept from now on is kept by the deed itself.
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let deed = self.target.deed.run((text.clone().into(), over));
        self.hand.does_as(self.doing, id, deed, move || {
            let kept = self.hand.is_only_here(id);
            if self.text.get_untracked() == text {
                self.under_way.set(None);
            } else {
                // More was typed while it was on its way.
                self.under_way.set(Some((Hand::mint(), vec![id])));
                self.saves();
            }
            if !kept {
                forgets(id);
            }
        });
    }
}

fn forgets(id: DeedId) {
    spawn_local(async move {
        // What stays behind is the same text once more, which changes nothing.
        let _dropped = device().drop_deeds(vec![id]).await;
    });
}

/// What stands there, as one text; different versions one after the other.
fn written(versions: &Versions<Private<String>>, between: &str) -> String {
    let mut once: Vec<&str> = Vec::new();
    for version in versions.all() {
        let words = version.value.reveal().as_str();
        if !version.value.is_blank() && !once.contains(&words) {
            once.push(words);
        }
    }
    once.join(between)
}
