//! A member's hand on a case: what it holds, who is who in it, and how a deed is done.
//!
//! A deed is sent at once. Where a rule stands against it that can be passed, the screen asks for the reason and sends
//! the same deed again with it; anything else that stands against it is said in a sentence where it was done.
//!
//! Without a network a deed is kept on the phone and counts from then on, as far as this phone knows; it goes out in its
//! turn. While one waits, the next waits behind it.

use super::of_case;
use super::write::ten;
use crate::device::{HeldDeed, device, goes_later, send_deed, watched};
use crate::parts::asked::Asked;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_edit, on_send, on_tap};
use crate::parts::toast::{self, Say};
use crate::signal::{Memo, RwSignal, StoredValue, spawn_local};
use domain::case::Refused;
use domain::ids::{DeedId, IncidentId, PersonId};
use domain::permission::Role;
use domain::question::CaseOpened;
use domain::view::{Colleague, Denied};
use domain::work::circle::Circle;
use domain::work::rule::Rule;
use domain::work::{Deed, NewDeed, RecordedDeed, Work};
use leptos::prelude::*;

/// A member's hand on a case.
#[derive(Clone, Copy)]
pub(super) struct Hand {
    /// The case as the server answers it.
    pub(super) asked: Asked<CaseOpened>,
    /// Which.
    pub(super) incident: IncidentId,
    /// What the deeds amount to.
    pub(super) work: Memo<Work>,
    /// Everybody of the conference.
    pub(super) people: Memo<Vec<Colleague>>,
    /// What was done on it and lies on this phone, in order.
    pub(super) held: Memo<Vec<HeldDeed>>,
    toast: Say,
    against: RwSignal<Vec<Rule>>,
    waiting: StoredValue<Option<(NewDeed, Doing, Callback<()>)>>,
}

/// A deed that one button does: one at a time, with what stands against it beside the button.
#[derive(Clone, Copy)]
pub(super) struct Doing {
    busy: RwSignal<bool>,
    refused: RwSignal<Option<Denied>>,
}

impl Doing {
    /// Nothing under way.
    pub(super) fn new() -> Self {
        Self { busy: RwSignal::new(false), refused: RwSignal::new(None) }
    }

    /// Whether it is under way.
    pub(super) fn is_under_way(self) -> bool {
        self.busy.try_get_untracked().unwrap_or_default()
    }

    /// Whether the server knows something else under its id, or the case had changed.
    pub(super) fn is_stale(self) -> bool {
        self.refused.with_untracked(|refused| *refused == Some(Denied::Stale))
    }

    /// Says what stands against it before it is sent.
    pub(super) fn refuse(self, why: Denied) {
        self.refused.set(Some(why));
    }

    /// Nothing stands against it any more.
    pub(super) fn settle(self) {
        self.refused.set(None);
    }

    /// For `aria-busy`.
    pub(super) fn is_busy(self) -> Option<&'static str> {
        self.busy.get().then_some("true")
    }

    /// What stands against it, in a sentence.
    pub(super) fn error(self) -> AnyView {
        let sentence = move || {
            let words = self.refused.get()?.to_string();
            Some(view! { <p class="error">{icon(Icon::Info)} <span>{words}</span></p> })
        };
        view! { <div role="alert">{live(sentence)}</div> }.into_any()
    }
}

impl Hand {
    /// A hand on a case.
    pub(super) fn new(asked: Asked<CaseOpened>, incident: IncidentId) -> Self {
        let held = held_of(incident);
        let work = Memo::new(move || {
            let held = held.get();
            let counts = held.iter().filter(|one| one.counts()).filter_map(as_recorded).collect::<Vec<_>>();
            let work = of_case(asked, |case| {
                let known = |id| case.deeds().any(|deed| deed.id == id);
                let here = counts.iter().filter(|deed| !known(deed.id)).map(|deed| (case.row.incident, deed));
                let mut work = Work::default();
                for (home, deed) in case.deeds_at().chain(here) {
                    work.fold_at(Some(home), deed);
                }
                work
            });
            work.unwrap_or_default()
        });
        let people = Memo::new(move || of_case(asked, |case| case.people.clone()).unwrap_or_default());
        let (toast, against, waiting) = (toast::say(), RwSignal::new(Vec::new()), StoredValue::new(None));
        Self { asked, incident, work, people, held, toast, against, waiting }
    }

    /// Looks at the people around the case, as this member acts among them.
    pub(super) fn with_circle<T>(self, look: impl FnOnce(&Circle<'_>) -> T) -> Option<T> {
        let team: Vec<_> = self.team().into_iter().map(|member| member.person).collect();
        let by = Self::me()?;
        of_case(self.asked, |case| {
            let standings = case.standings.iter().map(|row| (row.person, row.standing)).collect();
            look(&Circle { by, team: &team, standings, stage: &case.row.stage })
        })
    }

    /// Whether this is only on this phone.
    pub(super) fn is_only_here(self, id: DeedId) -> bool {
        self.held.with(|held| held.iter().any(|one| one.is(id) && one.waits()))
    }

    /// What somebody of the conference is called.
    pub(super) fn name(self, person: PersonId) -> String {
        self.people.with(|people| {
            let known = people.iter().find(|known| known.person == person);
            known.map_or_else(|| "Somebody".to_owned(), |known| known.name.reveal().clone())
        })
    }

    /// Those of the CARE team for whom the case exists, by name.
    pub(super) fn team(self) -> Vec<Colleague> {
        let out = of_case(self.asked, |case| {
            let out = case.standings.iter().filter(|row| row.standing.hides());
            out.map(|row| row.person).collect::<Vec<_>>()
        });
        let out = out.unwrap_or_default();
        let takes_part = |known: &Colleague| known.role == Role::CareMember && !out.contains(&known.person);
        self.people.with(|people| people.iter().filter(|known| takes_part(known)).cloned().collect())
    }

    /// Who is signed in here.
    pub(super) fn me() -> Option<PersonId> {
        watched().bundle.with_untracked(|bundle| bundle.as_ref().map(|bundle| bundle.me.id))
    }

    /// Does a deed; `then` runs once it is on the record.
    pub(super) fn does(self, doing: Doing, deed: Deed, then: impl Fn() + Send + Sync + 'static) {
        self.does_as(doing, Self::mint(), deed, then);
    }

    /// Does a deed whose id was minted before.
    pub(super) fn does_as(self, doing: Doing, id: DeedId, deed: Deed, then: impl Fn() + Send + Sync + 'static) {
        self.sends(doing, NewDeed { id, deed, anyway: None }, Callback::new(move |()| then()));
    }

    /// A fresh id for a deed.
    pub(super) fn mint() -> DeedId {
        DeedId::mint(device().now(), ten())
    }

    /// Asks why a rule is passed, and does the deed with the reason.
    pub(super) fn asks_why(self, rule: Rule, deed: NewDeed, doing: Doing, then: Callback<()>) {
        self.against.set(self.all_against(rule, &deed));
        self.waiting.set_value(Some((deed, doing, then)));
        device().open_dialog("anyway");
    }

    /// Every rule that stands against a deed, the one first that the server named: the reason is for all of them.
    fn all_against(self, first: Rule, deed: &NewDeed) -> Vec<Rule> {
        let checked = self.with_circle(|circle| {
            self.work.with_untracked(|work| work.check(deed, circle, watched().now.get_untracked()))
        });
        let mut rules = checked.and_then(Result::ok).unwrap_or_default();
        rules.retain(|rule| *rule != first);
        rules.insert(0, first);
        rules
    }

    fn sends(self, doing: Doing, deed: NewDeed, then: Callback<()>) {
        if doing.busy.get_untracked() {
            return;
        }
        doing.busy.set(true);
        doing.refused.set(None);
        spawn_local(async move {
            let answer = done(self.incident, &deed).await;
            // Where the screen has been left in the meantime, there is nobody to tell.
            let Some(()) = doing.busy.try_update(|busy| *busy = false) else { return };
            match answer {
                Ok(None) => {
                    then.run(());
                    self.asked.again();
                }
                Ok(Some(kept)) => self.toast.instead(kept, || then.run(())),
                Err(Denied::Case(Refused::Rule(rule))) => self.asks_why(rule, deed, doing, then),
                Err(denied) => doing.refused.set(Some(denied)),
            }
        });
    }

    /// The dialog that asks why a rule is passed.
    pub(super) fn anyway(self) -> AnyView {
        let why = RwSignal::new(String::new());
        let send = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            let Some((deed, doing, then)) = self.waiting.get_value() else { return };
            device().close_dialog("anyway");
            self.sends(doing, NewDeed { anyway: Some(why.get_untracked().into()), ..deed }, then);
            why.set(String::new());
        };
        let rule = move || self.against.get().into_iter().map(|rule| view! { <p>{rule.sentence()}</p> }).collect_view();
        let blank = move || why.with(|why| why.trim().is_empty());
        view! {
            <dialog class="sheet" id="anyway" aria-labelledby="anyway-title">
                <form class="stack" on:submit=on_send(send)>
                    <h2 id="anyway-title" tabindex="-1">"A rule stands against this"</h2>
                    {live(rule)}
                    <p class="soft">"You can do it anyway. The reason goes on the record, and the next review looks at it."</p>
                    <div class="field">
                        <label for="anyway-why">"Why it has to be done anyway"</label>
                        <textarea id="anyway-why" autocomplete="off" maxlength="2000" prop:value=attr(move || why.get())
                            on:input=on_edit(move |event| why.set(event_target_value(&event)))></textarea>
                    </div>
                    <p class="acts">
                        <button class="btn" type="submit" disabled=attr(blank)>"Do it anyway"</button>
                        <button class="btn link" type="button" on:click=on_tap(move |_| device().close_dialog("anyway"))>"Not now"</button>
                    </p>
                </form>
            </dialog>
        }
        .into_any()
    }
}

/// What was done on a case and lies on this phone.
pub(super) fn held_of(incident: IncidentId) -> Memo<Vec<HeldDeed>> {
    Memo::new(move || {
        let mut held = watched().deeds.get();
        held.retain(|one| one.incident == incident);
        held
    })
}

/// A deed as it will be once it is on the record; nothing while nobody is signed in.
pub(super) fn as_recorded(held: &HeldDeed) -> Option<RecordedDeed> {
    let (id, deed) = (held.deed.id, held.deed.deed.clone());
    Some(RecordedDeed {
        id,
        by: Hand::me()?,
        at: held.saved_at,
        deed,
        settles: false,
        passed: None,
        looked_at: Vec::new(),
    })
}

/// Sends a deed, or keeps it on the phone; then the words that say so.
async fn done(incident: IncidentId, deed: &NewDeed) -> Result<Option<String>, Denied> {
    let behind = |held: &Vec<HeldDeed>| held.iter().any(|one| one.waits() && one.incident == incident);
    if !watched().deeds.with_untracked(behind) {
        match send_deed(incident, deed).await {
            Err(denied) if goes_later(&denied) => {}
            answer => return answer.map(|()| None),
        }
    }
    let kept = device().keep_deed(incident, deed.clone(), false).await;
    let durable = kept.map_err(|trouble| Denied::Input(trouble.to_string()))?;
    Ok(Some(format!("{}. It goes out when there is a network.", durable.words())))
}
