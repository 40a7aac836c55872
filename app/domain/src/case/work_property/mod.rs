//! The work of five members on ten incidents, at random: every deed with right and wrong references, declaring, drawing
//! the line, naming, taking in hand, answering a page, striking, acting alone, joining and parting, with and without a
//! reason for passing a rule.
//!
//! Whatever they do, nothing comes to a decision or to its end but by two or by a reason on record, nobody who is out of
//! any part acts, nothing that somebody wrote goes missing, and no action panics.

mod checks;
mod deeds;
mod dice;

use super::tests::{NOW, incident, member, person};
use super::*;
use crate::conflict::together;
use crate::export::ExportForm;
use crate::ids::IncidentId;
use crate::time::minutes;
use crate::work::report::ReportDeed;
use crate::work::{Deed, RecordedDeed, Work, merged};
use dice::Dice;
use proptest::prelude::*;
use std::collections::BTreeMap;

const TEAM: u8 = 5;
const SITES: usize = 10;

/// What the store would hold of one incident.
struct Site {
    incident: Incident,
    conflicts: BTreeMap<PersonId, Conflict>,
    deeds: Vec<RecordedDeed>,
}

/// A case as it stands in the store: an incident with what was joined to it.
struct Stands {
    incident: Incident,
    conflicts: BTreeMap<PersonId, Conflict>,
    deeds: Vec<RecordedDeed>,
    work: Work,
}

/// How far a history came: a test that reaches nothing shows nothing.
#[derive(Debug, Default)]
struct Reached {
    decided_by_two: usize,
    decided_alone: usize,
    closed: usize,
    closed_against_a_rule: usize,
    reopened: usize,
    settled: usize,
    refused: usize,
    passed: usize,
    several_versions: usize,
    out: usize,
    out_of_another_part: usize,
    asked_again: usize,
    joined: usize,
    parted: usize,
    kept_out_by_parting: usize,
    closed_together: usize,
}

/// Ten incidents.
struct Town(Vec<Site>);

impl Town {
    fn new() -> Self {
        let site = |n: usize| {
            let id = IncidentId::from_bytes([u8::try_from(n).unwrap(); 16]);
            let urgency = n.is_multiple_of(3).then_some(Urgency::Now);
            let incident = Incident { id, urgency, needs_review: n.is_multiple_of(4), ..incident(Stage::Reported) };
            Site { incident, conflicts: BTreeMap::new(), deeds: Vec::new() }
        };
        Self((0..SITES).map(site).collect())
    }

    /// The parts of the case to which an incident belongs, the one that goes on first.
    fn parts(&self, of: IncidentId) -> Vec<&Site> {
        let site = |id| self.0.iter().find(|site| site.incident.id == id).unwrap();
        let first = site(of).incident.joined_to.unwrap_or(of);
        let joined = self.0.iter().filter(|part| part.incident.joined_to == Some(first));
        std::iter::once(site(first)).chain(joined).collect()
    }

    /// Whether a member is out of some part.
    fn hides(&self, of: IncidentId, n: u8) -> bool {
        let hides = |site: &&Site| site.conflicts.get(&person(n)).is_some_and(|conflict| conflict.standing.hides());
        self.parts(of).iter().any(hides)
    }

    fn opens(&self, of: IncidentId, n: u8) -> Result<Case, NotFound> {
        let parts = self.parts(of);
        let joined = parts[1..].iter().map(|site| site.incident.clone()).collect();
        let whole = Whole::of(parts[0].incident.clone(), joined).expect("they belong together");
        let conflicts: Vec<_> = parts.iter().flat_map(|site| site.conflicts.values().cloned()).collect();
        let deeds = parts.iter().map(|site| (site.incident.id, site.deeds.clone())).collect();
        Ok(Case::open(whole, &conflicts, member(n))?.with_work(deeds, (1..=TEAM).map(person).collect()))
    }

    fn site(&mut self, id: IncidentId) -> &mut Site {
        self.0.iter_mut().find(|site| site.incident.id == id).unwrap()
    }

    fn keeps(&mut self, case: &Case) {
        for changed in std::iter::once(case.incident()).chain(case.changed()) {
            self.site(changed.id).incident = changed.clone();
        }
        for change in case.changes() {
            let conflict = change.conflict.clone();
            self.site(conflict.incident).conflicts.insert(conflict.person, conflict);
        }
        if let Some((home, deed)) = case.new_deed_at() {
            self.site(home).deeds.push(deed.clone());
        }
    }

    /// The case to which an incident belongs, as it stands.
    fn stands(&self, of: IncidentId) -> Stands {
        let parts = self.parts(of);
        let ids: Vec<_> = parts.iter().map(|site| site.incident.id).collect();
        let conflicts: Vec<_> = parts.iter().flat_map(|site| site.conflicts.values().cloned()).collect();
        let deeds: Vec<_> = parts.iter().map(|site| (site.incident.id, site.deeds.clone())).collect();
        Stands {
            incident: parts[0].incident.clone(),
            conflicts: together(&conflicts, &ids).into_iter().map(|known| (known.person, known)).collect(),
            deeds: merged(&deeds).into_iter().map(|(_, deed)| deed.clone()).collect(),
            work: Work::of_all(&deeds),
        }
    }
}

/// What member `n` does.
fn action(dice: &mut Dice, town: &Town, case: &Case, n: u8) -> Action {
    let why = || "We talked about it.".into();
    let note = NoteId::from_bytes([7; 16]);
    let lines = [Line::NoConflict, Line::NoConflict, Line::NoConflict, Line::TakesPart, Line::Limited, Line::Out];
    let any = |dice: &mut Dice| IncidentId::from_bytes([u8::try_from(dice.roll(SITES + 1)).unwrap(); 16]);
    match dice.roll(90) {
        _ if case.standing().is_none() && !dice.one_in(6) => Action::Declare { standing: Standing::Clear, why: why() },
        0 if dice.one_in(2) => Action::Declare { standing: dice.of(&Standing::ALL), why: why() },
        1..4 => Action::DrawLine { person: dice.person(), line: dice.of(&lines), why: why() },
        4 if dice.one_in(6) => Action::Name { person: dice.person(), why: why() },
        5..8 => Action::TakeInHand,
        8 => Action::AnswerPage { page: PageId::from_bytes([8; 16]), answer: PageAnswer::Accept },
        9 => Action::AddNote { note },
        10 => Action::Open,
        11 => Action::Strike { note, already: dice.one_in(2), on_a_page: dice.one_in(2) },
        12 => Action::ConfirmReceipt { of: any(dice), note, words: dice.of(&[template::RECEIPT, "x", " "]).into() },
        13 => Action::Export(Export { form: ExportForm::Json, photos: false, sealed: false }),
        14..18 => joins(dice, town, case, n),
        18..22 => {
            let joined: Vec<_> = case.joined().iter().map(|part| part.id).collect();
            let from = if joined.is_empty() || dice.one_in(8) { any(dice) } else { dice.of(&joined) };
            let last_note = dice.one_in(4).then_some(NOW.plus(minutes(100_000)));
            Action::Part { new: Box::new(new(dice, Deed::Report(ReportDeed::Part { from }))), last_note }
        }
        _ => {
            let deeds: Vec<_> = case.deeds().cloned().collect();
            let deed = deeds::deed(dice, &deeds, case.incident().needs_review);
            Action::Work(Box::new(new(dice, deed)))
        }
    }
}

fn new(dice: &mut Dice, deed: Deed) -> NewDeed {
    NewDeed { id: dice.id(), deed, anyway: dice.one_in(2).then(|| dice.words()) }
}

/// Joins another incident, of which the member may know as a rule.
fn joins(dice: &mut Dice, town: &Town, case: &Case, n: u8) -> Action {
    let from = IncidentId::from_bytes([u8::try_from(dice.roll(SITES)).unwrap(); 16]);
    let new = Box::new(new(dice, Deed::Report(ReportDeed::Take { from })));
    match town.opens(from, n) {
        Ok(other) => Action::Join { other: Box::new(other), new },
        Err(NotFound) => Action::Join { other: Box::new(case.clone()), new },
    }
}

/// One member does one thing at one incident.
fn step(town: &mut Town, at: IncidentId, n: u8, dice: &mut Dice, now: Timestamp, reached: &mut Reached) {
    let Ok(mut case) = town.opens(at, n) else {
        assert!(town.hides(at, n), "who is not out is let in");
        let own = town.0.iter().find(|site| site.incident.id == at).unwrap().conflicts.get(&person(n));
        reached.out += 1;
        reached.out_of_another_part += usize::from(!own.is_some_and(|own| own.standing.hides()));
        return;
    };
    assert!(!town.hides(at, n), "who is out of any part is not");
    let own = town.0.iter().find(|site| site.incident.id == at).unwrap().conflicts.contains_key(&person(n));
    reached.asked_again += usize::from(own && case.standing().is_none());
    let action = action(dice, town, &case, n);
    let asked = match &action {
        Action::Work(new) | Action::Join { new, .. } | Action::Part { new, .. } => Some((**new).clone()),
        _ => None,
    };
    let before = case.clone();
    if case.apply(action, now).is_err() {
        assert_eq!(case, before, "a refusal changes nothing");
        reached.refused += 1;
        return;
    }
    match (asked, case.new_deed()) {
        (None, None) => {}
        (Some(asked), Some(done)) => {
            assert_eq!((done.id, done.by, &done.deed), (asked.id, person(n), &asked.deed));
            let alone = before.joined().is_empty() && case.joined().is_empty();
            assert!(done.at == now || (!alone && done.at > now), "when it was done");
            checks::check_deed(&before, &case, done, reached);
        }
        (asked, done) => panic!("asked for {asked:?}, done {done:?}"),
    }
    let count = |town: &Town| town.0.iter().map(|site| site.deeds.len()).sum::<usize>();
    let (had, does) = (count(town), usize::from(case.new_deed().is_some()));
    town.keeps(&case);
    assert_eq!(count(town), had + does, "one more, and nothing goes");
    for id in std::iter::once(case.incident().id).chain(case.changed().iter().map(|other| other.id)) {
        checks::check_stands(&town.stands(id), reached);
    }
    assert_eq!(case.work(), &town.stands(case.incident().id).work, "however often it is worked out");
}

/// Plays a history: each step is a member, an incident and chance.
fn play(steps: &[(u8, usize, u64)]) -> Reached {
    let (mut town, mut reached) = (Town::new(), Reached::default());
    for (count, (n, site, chance)) in steps.iter().enumerate() {
        // Some things happen at once.
        let now = NOW.plus(minutes(i64::try_from(count / 3).unwrap()));
        let mut dice = Dice(*chance);
        let at = town.0[*site].incident.id;
        if dice.one_in(100) {
            // Somebody writes down that they acted alone; what was joined to another marks that one too.
            let parts: Vec<_> = [Some(at), town.0[*site].incident.joined_to].into_iter().flatten().collect();
            let marked = town.0.iter_mut().filter(|site| parts.contains(&site.incident.id));
            marked.for_each(|site| site.incident.needs_review = true);
        }
        step(&mut town, at, *n, &mut dice, now, &mut reached);
    }
    reached
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn no_history_decides_or_closes_alone_and_in_silence(
        steps in proptest::collection::vec((1..=TEAM, 0..SITES, any::<u64>()), 1..800),
    ) {
        play(&steps);
    }
}

/// The histories above come far enough to show something.
#[test]
fn histories_come_to_every_end() {
    let mut dice = Dice(20_260_901);
    let step = |dice: &mut Dice| {
        let n = u8::try_from(1 + dice.roll(TEAM.into())).unwrap();
        (n, dice.roll(SITES), u64::try_from(dice.roll(usize::MAX)).unwrap())
    };
    let steps: Vec<_> = (0..4_000).map(|_| step(&mut dice)).collect();
    let reached = play(&steps);
    let counts = [
        reached.decided_by_two,
        reached.decided_alone,
        reached.closed - reached.closed_against_a_rule,
        reached.closed_against_a_rule,
        reached.reopened,
        reached.settled,
        reached.refused,
        reached.passed,
        reached.several_versions,
        reached.out,
        reached.out_of_another_part,
        reached.asked_again,
        reached.joined,
        reached.parted,
        reached.kept_out_by_parting,
        reached.closed_together,
    ];
    assert!(counts.iter().all(|count| *count > 0), "{reached:?}");
}
