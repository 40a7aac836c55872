//! Planning a conversation: two names, of whom neither has a conflict of interest where that can be had (S43, S49).

use super::super::form::{choice, line, sheet, text_box};
use super::super::hand::{Doing, Hand};
use crate::device::{device, watched};
use crate::parts::icon::Icon;
use crate::parts::live::{attr, live, on_edit};
use crate::parts::loading::banner;
use crate::parts::toast;
use crate::screens::inbox::code_name;
use crate::signal::{Memo, RwSignal};
use domain::conflict::Standing;
use domain::ids::{DeedId, PersonId};
use domain::time::Timestamp;
use domain::work::circle::Circle;
use domain::work::conversation::{ConversationDeed, Plan};
use domain::work::people::person_code_name;
use domain::work::rule::Rule;
use domain::work::{Deed, NewDeed, telling};
use leptos::prelude::*;

/// What is typed so far.
#[derive(Clone, Copy)]
struct Form {
    hand: Hand,
    with: RwSignal<Option<usize>>,
    talks: RwSignal<Option<usize>>,
    notes: RwSignal<Option<usize>>,
    purpose: RwSignal<String>,
    place: RwSignal<String>,
    at: RwSignal<Option<Timestamp>>,
    /// Whom to choose from: those of the team who may talk for it.
    team: Memo<Vec<(PersonId, String, bool)>>,
    persons: Memo<Vec<DeedId>>,
}

impl Form {
    fn new(hand: Hand) -> Self {
        let none = || RwSignal::new(None::<usize>);
        let team = Memo::new(move || {
            let team = hand.team().into_iter();
            let known = hand.with_circle(|circle| {
                let speaks = |person| circle.standing(person).is_none_or(Standing::may_speak);
                let member = |person: PersonId| speaks(person).then(|| circle.is_impartial(person));
                team.filter_map(|one| Some((one.person, one.name.into_revealed(), member(one.person)?))).collect()
            });
            known.unwrap_or_default()
        });
        let persons = Memo::new(move || hand.work.with(|work| work.people.all().map(|(id, _)| id).collect()));
        let (purpose, place) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
        Self {
            hand,
            with: none(),
            talks: none(),
            notes: none(),
            purpose,
            place,
            at: RwSignal::new(None),
            team,
            persons,
        }
    }

    fn member(self, chosen: RwSignal<Option<usize>>) -> Option<PersonId> {
        let number = chosen.get()?;
        self.team.with(|team| team.get(number).map(|(person, ..)| *person))
    }

    fn plan(self) -> Option<Plan> {
        let with = self.with.get().and_then(|number| self.persons.with(|persons| persons.get(number).copied()))?;
        let (purpose, place) = (self.purpose.get().into(), self.place.get().into());
        let (talks, notes) = (self.member(self.talks)?, self.member(self.notes));
        Some(Plan { with, purpose, place, at: self.at.get(), talks, notes })
    }

    /// The rules that stand against it as it is.
    fn against(self) -> Vec<Rule> {
        let Some(plan) = self.plan() else { return Vec::new() };
        let new = NewDeed { id: Hand::mint(), deed: Deed::Conversation(ConversationDeed::Plan(plan)), anyway: None };
        let check =
            |circle: &Circle<'_>| self.hand.work.with(|work| work.check(&new, circle, watched().now.get_untracked()));
        self.hand.with_circle(check).and_then(Result::ok).unwrap_or_default()
    }

    fn clear(self) {
        for chosen in [self.with, self.talks, self.notes] {
            chosen.set(None);
        }
        self.purpose.set(String::new());
        self.place.set(String::new());
        self.at.set(None);
    }
}

/// The sheet that plans a conversation.
pub(super) fn plan(hand: Hand) -> AnyView {
    let (form, doing, missing) = (Form::new(hand), Doing::new(), RwSignal::new(false));
    let with = move || {
        let names = form.persons.get().into_iter().map(|id| named(hand, id)).collect::<Vec<_>>();
        if names.is_empty() {
            return view! { <p>"First add whom you want to talk with, under “Who is in it”. A name is not needed."</p> }.into_any();
        }
        choice("plan-with", "With whom", names, form.with)
    };
    let member = move |name: &'static str, legend: &'static str, chosen| {
        let names = move || {
            let conflict = |(_, name, impartial): (PersonId, String, bool)| {
                if impartial { name } else { format!("{name} (has a conflict of interest)") }
            };
            choice(name, legend, form.team.get().into_iter().map(conflict).collect(), chosen)
        };
        live(names)
    };
    let fields = view! {
        {live(with)}
        {member("plan-talks", "Who talks", form.talks)}
        {member("plan-notes", "Who takes notes", form.notes)}
        <div role="status">{live(move || warning(&form))}</div>
        {text_box("plan-purpose", "What it is for", form.purpose)}
        {line("plan-place", "Where", form.place)}
        {time(&form)}
        {live(move || missing.get().then(|| view! { <p class="error">"Choose with whom, and who talks."</p> }))}
    }
    .into_any();
    let toast = toast::say();
    let send = move || {
        let plan = untrack(|| form.plan());
        missing.set(plan.is_none());
        let Some(plan) = plan else { return };
        hand.does(doing, Deed::Conversation(ConversationDeed::Plan(plan)), move || {
            device().close_dialog("plan");
            form.clear();
            toast.word("Planned. Write the notes right after it.");
        });
    };
    sheet("plan", "A conversation", fields, doing, "Plan it", send)
}

fn named(hand: Hand, person: DeedId) -> String {
    let part = hand.work.with(|work| Some(work.people.get(person)?.part.latest()?.value));
    let part = part.map(|part| format!(" ({})", telling::part(part))).unwrap_or_default();
    format!("{}{part}", code_name(&person_code_name(person)))
}

/// What is against it, and who could do it instead.
fn warning(form: &Form) -> Option<AnyView> {
    let against = form.against();
    if against.is_empty() {
        return None;
    }
    let chosen = [form.member(form.talks), form.member(form.notes)];
    let others = form.team.with(|team| {
        let free = team.iter().filter(|(person, _, impartial)| *impartial && !chosen.contains(&Some(*person)));
        free.map(|(_, name, _)| name.clone()).collect::<Vec<_>>()
    });
    let others = match others.as_slice() {
        [] => {
            "Nobody else of the team is without a conflict of interest. You can do it anyway, with a reason.".to_owned()
        }
        names => format!("Without a conflict of interest: {}.", names.join(", ")),
    };
    let rules = against.into_iter().map(|rule| view! { <p>{rule.sentence()}</p> }).collect::<Vec<_>>();
    Some(banner(true, Icon::Info, view! { {rules} <p>{others}</p> }))
}

fn time(form: &Form) -> AnyView {
    let form = *form;
    let shown = move || form.at.get().map(|at| device().write_input(at, &watched().zone())).unwrap_or_default();
    let typed = move |event| form.at.set(device().read_input(&event_target_value(&event), &watched().zone()));
    view! {
        <div class="field">
            <label for="plan-at">"When, if that is known"</label>
            <input id="plan-at" type="datetime-local" prop:value=attr(shown) on:change=on_edit(typed)/>
        </div>
    }
    .into_any()
}
