//! What has to be asked of whom, as a case stands.

use super::AskKind;
use crate::ids::{DeedId, PersonId};
use crate::private::Private;
use crate::time::{Span, Timestamp, hours};
use crate::work::circle::Circle;
use crate::work::consult::CONSULT_LASTS;
use crate::work::course::CourseDeed;
use crate::work::draft::Draft;
use crate::work::reminder::{Due, Overdue};
use crate::work::{Deed, RecordedDeed, Work};

/// After how long whoever looks after a case is not asked alone any more about what is overdue.
const TEAM_AFTER: Span = hours(24);

/// Whom a reminder goes to: whoever looks after it, and everybody who may judge it where nobody does or where that has not
/// helped for a day. Never nobody, as long as the case exists for anybody of the team.
fn reminded(circle: &Circle<'_>, team_too: bool) -> Vec<PersonId> {
    let holder = circle.stage.accountable().filter(|person| !circle.is_out(*person));
    let mut people: Vec<_> = holder.into_iter().collect();
    if people.is_empty() || team_too {
        people.extend(circle.impartial().filter(|person| Some(*person) != holder));
    }
    if people.is_empty() {
        people.extend(circle.team.iter().copied().filter(|person| !circle.is_out(*person)));
    }
    people
}

/// Something that has to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Of whom.
    pub person: PersonId,
    /// What for.
    pub kind: AskKind,
    /// What it is about.
    pub about: Option<DeedId>,
    /// Who asks.
    pub by: Option<PersonId>,
    /// Until when it is to be done.
    pub due: Option<Timestamp>,
    /// What a task says.
    pub words: Private<String>,
}

impl Wanted {
    fn of(kind: AskKind, about: DeedId, by: PersonId) -> impl Fn(PersonId) -> Self {
        move |person| Self { person, kind, about: Some(about), by: Some(by), due: None, words: Private::default() }
    }
}

/// Who acts where Careline looks by itself: no person has this id.
pub const fn nobody() -> PersonId {
    PersonId::from_bytes([0; 16])
}

/// When the whole team is asked about what is overdue, if whoever looks after the case does nothing until then.
pub fn team_at(overdue: &[Overdue], now: Timestamp) -> Option<Timestamp> {
    overdue.iter().map(|overdue| overdue.due.plus(TEAM_AFTER)).filter(|at| *at > now).min()
}

/// What has to be asked now: nothing of whoever is out. The circle is seen by nobody in particular ([`nobody()`]).
pub fn wanted(
    deeds: &[RecordedDeed],
    work: &Work,
    circle: &Circle<'_>,
    overdue: &[Overdue],
    now: Timestamp,
) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    for (_, draft) in work.drafts.all() {
        wanted.extend(co_signs(draft, circle));
    }
    for (id, task) in work.tasks.open() {
        let ask = Wanted::of(AskKind::Task, id, task.by)(task.owner);
        wanted.push(Wanted { due: task.due, words: task.what.clone(), ..ask });
    }
    if !circle.stage.is_closed() {
        for (id, consult) in work.consults.all().filter(|(_, consult)| now.since(consult.at) < CONSULT_LASTS) {
            wanted.extend(consult.unanswered().map(Wanted::of(AskKind::Consult, id, consult.by)));
        }
        wanted.extend(hand_over(deeds, circle));
        wanted.extend(reminders(work, circle, overdue, now));
    }
    wanted.retain(|ask| !circle.is_out(ask.person));
    wanted
}

/// Whoever could agree to a draft is asked to, as long as one version of it stands; whoever would have it different waits for
/// the next.
fn co_signs(draft: &Draft, circle: &Circle<'_>) -> Vec<Wanted> {
    let Some(version) = draft.versions.only().filter(|_| draft.is_open()) else { return Vec::new() };
    let objects = |person: &PersonId| draft.open_objections().any(|objection| objection.by == *person);
    let asked = draft.waits_for(circle).into_iter().filter(|person| !objects(person));
    asked.map(Wanted::of(AskKind::CoSign, version.deed, version.by)).collect()
}

/// Whoever was handed the case is asked to take note, until they have done something on it.
fn hand_over(deeds: &[RecordedDeed], circle: &Circle<'_>) -> Option<Wanted> {
    let handed = |deed: &RecordedDeed| match &deed.deed {
        Deed::Course(CourseDeed::HandOver { to, .. }) => Some(*to),
        _ => None,
    };
    let (at, to) = deeds.iter().enumerate().rev().find_map(|(at, deed)| Some((at, handed(deed)?)))?;
    let does_something = deeds[at + 1..].iter().any(|deed| deed.by == to);
    let waits = circle.stage.accountable() == Some(to) && deeds[at].by != to && !does_something;
    waits.then(|| Wanted::of(AskKind::HandOver, deeds[at].id, deeds[at].by)(to))
}

/// What is overdue is brought to whoever looks after the case. A task's own ask reminds whoever has it.
fn reminders<'a>(
    work: &'a Work,
    circle: &Circle<'_>,
    overdue: &'a [Overdue],
    now: Timestamp,
) -> impl Iterator<Item = Wanted> + 'a {
    let team_too = overdue.iter().any(|overdue| now.since(overdue.due) >= TEAM_AFTER);
    let of_others = move |person: PersonId| {
        let late = |due: Option<Timestamp>| due.is_some_and(|due| due <= now);
        work.tasks.open().any(|(_, task)| task.owner != person && late(task.due))
    };
    let concerns =
        move |person: &PersonId| overdue.iter().any(|overdue| overdue.what != Due::Task || of_others(*person));
    reminded(circle, team_too).into_iter().filter(concerns).map(|person| Wanted {
        person,
        kind: AskKind::Reminder,
        about: None,
        by: None,
        due: None,
        words: Private::default(),
    })
}
