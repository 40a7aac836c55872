use super::super::tests::{NOW, incident, member, person};
use super::super::{Action, Case, Homes};
use super::*;
use crate::conflict::{Conflict, Source, Standing};
use crate::ids::{DeedId, NoteId, ReporterLinkId};
use crate::incident::{NotFound, Whole};
use crate::time::minutes;
use crate::work::RecordedDeed;
use crate::work::course::{CourseDeed, Informed};
use crate::work::draft::{DraftDeed, Message, Purpose, Says};
use crate::work::fact::{About, FactDeed};
use crate::work::rule::Rule;
use crate::work::task::TaskDeed;
use crate::work::template::RECEIPT;

const TEAM: u8 = 5;

fn id(n: u8) -> IncidentId {
    IncidentId::from_bytes([n; 16])
}

fn stands(of: u8, n: u8, standing: Standing, source: Source) -> Conflict {
    let (incident, by) = (id(of), person(n));
    Conflict { incident, person: by, standing, source, by, since: NOW, return_proposed_by: None }
}

fn clear(of: u8, n: u8) -> Conflict {
    stands(of, n, Standing::Clear, Source::Said)
}

fn at(n: u8, stage: Stage) -> Incident {
    Incident { id: id(n), opened_at: NOW.plus(minutes(i64::from(n))), ..incident(stage) }
}

fn in_hand(n: u8) -> Stage {
    Stage::InHand { by: person(n), at: NOW }
}

fn new(n: u8, deed: Deed) -> Box<NewDeed> {
    Box::new(NewDeed { id: DeedId::from_bytes([n; 16]), deed, anyway: None })
}

fn take(n: u8) -> Box<NewDeed> {
    new(200 + n, Deed::Report(ReportDeed::Take { from: id(n) }))
}

fn part(n: u8) -> Box<NewDeed> {
    new(220 + n, Deed::Report(ReportDeed::Part { from: id(n) }))
}

/// What the store would hold.
struct Store {
    incidents: Vec<Incident>,
    conflicts: Vec<Conflict>,
    deeds: Vec<(IncidentId, RecordedDeed)>,
    links: Homes,
}

impl Store {
    fn of(incidents: Vec<Incident>, conflicts: Vec<Conflict>) -> Self {
        Self { incidents, conflicts, deeds: Vec::new(), links: Homes::default() }
    }

    fn row(&self, n: u8) -> &Incident {
        self.incidents.iter().find(|incident| incident.id == id(n)).unwrap()
    }

    /// The case of which an incident is a part, as a member has it open.
    fn opens(&self, of: u8, n: u8) -> Result<Case, NotFound> {
        let first = self.row(of).joined_to.unwrap_or(id(of));
        let first = self.incidents.iter().find(|incident| incident.id == first).unwrap().clone();
        let joined: Vec<_> = self.incidents.iter().filter(|part| part.joined_to == Some(first.id)).cloned().collect();
        let parts: Vec<_> = std::iter::once(first.id).chain(joined.iter().map(|part| part.id)).collect();
        let of_part = |part: IncidentId| {
            let own = self.deeds.iter().filter(|(home, _)| *home == part).map(|(_, deed)| deed.clone());
            (part, own.collect::<Vec<_>>())
        };
        let deeds = parts.into_iter().map(of_part).collect();
        let case = Case::open(Whole::of(first, joined).unwrap(), &self.conflicts, member(n))?;
        Ok(case.with_work(deeds, (1..=TEAM).map(person).collect()).with_homes(self.links.clone()))
    }

    fn keeps(&mut self, case: &Case) {
        for changed in std::iter::once(case.incident()).chain(case.changed()) {
            self.incidents.retain(|incident| incident.id != changed.id);
            self.incidents.push(changed.clone());
        }
        for change in case.changes() {
            let Conflict { incident, person, .. } = change.conflict;
            self.conflicts.retain(|known| (known.incident, known.person) != (incident, person));
            self.conflicts.push(change.conflict.clone());
        }
        self.deeds.extend(case.new_deed_at().map(|(home, deed)| (home, deed.clone())));
    }

    /// Member `n` does something at minute `minute`.
    fn does(&mut self, of: u8, n: u8, minute: i64, action: Action) -> Result<(), Refused> {
        let mut case = self.opens(of, n).expect("the member may know of it");
        case.apply(action, NOW.plus(minutes(minute)))?;
        self.keeps(&case);
        Ok(())
    }

    fn joins(&mut self, to: u8, from: u8, n: u8) -> Result<(), Refused> {
        let other = Box::new(self.opens(from, n).expect("the member may know of the other"));
        self.does(to, n, 30, Action::Join { other, new: take(from) })
    }

    fn parts(&mut self, of: u8, from: u8, n: u8) -> Result<(), Refused> {
        self.does(of, n, 90, Action::Part { new: part(from), last_note: None })
    }
}

/// Members 1 and 2 have answered for both.
fn both(one: Stage, other: Stage) -> Store {
    let conflicts = [(1, 1), (2, 1), (1, 2), (2, 2)].map(|(of, n)| clear(of, n)).to_vec();
    Store::of(vec![at(1, one), at(2, other)], conflicts)
}

#[test]
fn whoever_had_one_of_them_has_both_else_whoever_joins_them() {
    let out = |of, n| stands(of, n, Standing::Recused, Source::Said);
    let table = [
        (in_hand(2), Stage::Reported, vec![], 2, "who had the first"),
        (Stage::Reported, in_hand(2), vec![], 2, "who had the other"),
        (in_hand(2), in_hand(1), vec![], 2, "the first comes first"),
        (Stage::Reported, Stage::Reported, vec![], 1, "who joins them"),
        (in_hand(3), in_hand(2), vec![out(2, 3)], 2, "not who is out of the other"),
        (Stage::Reported, in_hand(3), vec![out(1, 3)], 1, "nor who is out of the first"),
    ];
    for (one, other, more, holder, why) in table {
        let mut store = both(one, other);
        store.conflicts.extend(more);
        store.joins(1, 2, 1).unwrap();
        assert_eq!(store.row(1).stage.accountable(), Some(person(holder)), "{why}");
        assert_eq!(store.row(2).joined_to, Some(id(1)));
        assert_eq!(store.row(2).stage, other, "the other keeps where it stood");
    }
}

#[test]
fn who_is_out_of_one_is_out_of_all_and_who_has_not_answered_is_asked_again() {
    let mut store = both(in_hand(2), Stage::Reported);
    store.conflicts.extend([clear(1, 3), stands(2, 3, Standing::Recused, Source::Excluded), clear(1, 4)]);
    assert!(store.opens(1, 3).is_ok());
    store.joins(1, 2, 1).unwrap();
    for of in [1, 2] {
        assert_eq!(store.opens(of, 3), Err(NotFound), "whom the other's reporter wants kept out");
        let asked = store.opens(of, 4).unwrap();
        assert!(asked.contents().is_err() && asked.standing().is_none(), "has answered for the first alone");
        assert!(!asked.circle().is_clear(person(4)), "and is no second person before");
        assert_eq!(store.opens(of, 1).unwrap().standing(), Some(Standing::Clear));
    }
    let answers = |standing| Action::Declare { standing, why: "".into() };
    store.does(1, 4, 40, answers(Standing::Declared)).unwrap();
    assert_eq!(store.opens(1, 4).unwrap().standing(), Some(Standing::Declared));
    assert_eq!(store.does(1, 4, 41, answers(Standing::Clear)), Err(Refused::TeamDecides));
    // Whom the reporter wants kept out is let in by nobody, from neither side.
    let line = Action::DrawLine { person: person(3), line: Line::NoConflict, why: "x".into() };
    assert_eq!(store.does(1, 1, 42, line), Err(Refused::ReportersWish));
    store.parts(1, 2, 1).unwrap();
    assert!(store.opens(2, 3).is_err());
}

#[test]
fn limited_in_one_is_limited_in_both() {
    let mut store = both(in_hand(2), Stage::Reported);
    store.conflicts.push(stands(2, 3, Standing::Limited, Source::Decided));
    store.joins(1, 2, 1).unwrap();
    assert!(!store.opens(1, 3).unwrap().circle().decides(person(3)), "also while the question is open");
    let mut limited = both(in_hand(2), Stage::Reported);
    limited.conflicts.retain(|known| (known.incident, known.person) != (id(2), person(1)));
    limited.conflicts.push(stands(2, 1, Standing::Limited, Source::Said));
    assert_eq!(limited.joins(1, 2, 1), Err(Refused::Limited), "who is limited joins nothing");
}

#[test]
fn what_cannot_be_joined() {
    let closed = Stage::Closed { by: person(1), at: NOW };
    let mut store = both(closed, Stage::Reported);
    assert_eq!(store.joins(1, 2, 1), Err(Refused::Closed));
    assert_eq!(store.joins(2, 2, 1), Err(Refused::AlreadySo), "nothing is joined to itself");
    store.joins(2, 1, 1).unwrap();
    assert_eq!(store.joins(2, 1, 1), Err(Refused::AlreadySo));
    assert_eq!(store.row(1).stage, closed);
    assert_eq!(store.opens(1, 1).unwrap().incident().id, id(2), "a closed one goes on in the other");

    let mut store = both(in_hand(1), in_hand(1));
    let other = Box::new(store.opens(2, 3).unwrap());
    assert_eq!(store.does(1, 1, 3, Action::Join { other, new: take(2) }), Err(Refused::AnswerFirst));
    let other = Box::new(store.opens(2, 1).unwrap());
    assert_eq!(store.does(1, 1, 3, Action::Join { other, new: take(3) }), Err(Refused::Unknown), "another deed");
    assert_eq!(store.does(1, 1, 3, Action::Work(take(2))), Err(Refused::Unknown), "not without the other");
    assert_eq!(store.parts(1, 2, 1), Err(Refused::Unknown));
    for n in 3..=u8::try_from(JOINED_MAX + 2).unwrap() {
        store.incidents.push(at(n, Stage::Reported));
        store.conflicts.push(clear(n, 1));
        let wanted = if usize::from(n) <= JOINED_MAX + 2 { Ok(()) } else { Err(Refused::TooMuch) };
        assert_eq!(store.joins(1, n, 1), wanted);
    }
    assert_eq!(store.joins(1, 2, 1), Err(Refused::TooMuch));
}

#[test]
fn what_was_joined_to_the_other_comes_along_and_is_parted_alone() {
    let mut store = both(in_hand(1), in_hand(1));
    store.incidents.push(Incident { urgency: Some(Urgency::Now), needs_review: true, ..at(3, in_hand(2)) });
    store.conflicts.push(clear(3, 1));
    store.joins(2, 3, 1).unwrap();
    store.joins(1, 2, 1).unwrap();
    assert_eq!(store.row(3).joined_to, Some(id(1)));
    let first = store.row(1);
    assert!(first.urgency == Some(Urgency::Now) && first.needs_review, "how urgent, and what waits for a review");
    store.parts(1, 2, 1).unwrap();
    assert_eq!((store.row(2).joined_to, store.row(3).joined_to), (None, Some(id(1))));
    assert!(store.parts(1, 3, 1).is_ok());
    assert_eq!(store.row(3).stage.accountable(), Some(person(2)), "who had it has it again");
    assert!(store.row(3).needs_review);
}

#[test]
fn parting_at_once_leaves_each_as_it_was_and_later_keeps_out_whoever_was_out() {
    let before = || {
        let mut store = both(in_hand(2), Stage::Reported);
        store.conflicts.extend([clear(1, 3), stands(2, 3, Standing::Recused, Source::Named)]);
        store.joins(1, 2, 1).unwrap();
        store
    };
    let mut store = before();
    store.parts(1, 2, 1).unwrap();
    assert!(store.opens(1, 3).is_ok() && store.opens(2, 3).is_err());
    assert_eq!(store.row(2).stage.accountable(), Some(person(1)), "nobody had it: whoever parts them looks after it");

    let mut store = before();
    let fact = FactDeed { about: About::Summary, text: "It was both.".into(), over: Vec::new() };
    store.does(1, 1, 40, Action::Work(new(7, Deed::Fact(fact)))).unwrap();
    store.parts(1, 2, 1).unwrap();
    assert!(store.opens(1, 3).is_err(), "what was written meanwhile may be about what they are out of");
    let line = Action::DrawLine { person: person(3), line: Line::NoConflict, why: "It is not.".into() };
    store.does(1, 2, 95, line).unwrap();
    assert!(store.opens(1, 3).is_ok() && store.opens(2, 3).is_err(), "the team lets them in, to the first");
}

/// Where the clock stands behind the record, nothing tells whether a note came before the joining or after it.
#[test]
fn who_was_out_stays_out_where_the_clock_tells_no_order() {
    let mut store = both(Stage::Reported, Stage::Reported);
    store.conflicts.extend([clear(1, 3), stands(2, 3, Standing::Recused, Source::Named)]);
    let fact = FactDeed { about: About::Summary, text: "By a clock that is ahead.".into(), over: Vec::new() };
    store.does(1, 1, 500, Action::Work(new(7, Deed::Fact(fact)))).unwrap();
    store.joins(1, 2, 1).unwrap();
    store.parts(1, 2, 1).unwrap();
    assert!(store.opens(1, 3).is_err());
}

#[test]
fn what_changes_meanwhile_changes_in_each() {
    let mut store = both(in_hand(2), Stage::Reported);
    store.joins(1, 2, 1).unwrap();
    store.does(1, 1, 40, Action::Name { person: person(5), why: "".into() }).unwrap();
    store.parts(1, 2, 1).unwrap();
    assert!(store.opens(1, 5).is_err() && store.opens(2, 5).is_err());
    assert_eq!(store.does(1, 1, 96, Action::Name { person: person(5), why: "".into() }), Err(Refused::AlreadySo));
}

/// What began in one of them stays with it, and so do the words to its reporter.
#[test]
fn each_deed_is_kept_where_it_belongs() {
    let mut store = both(in_hand(1), in_hand(1));
    let link = ReporterLinkId::from_bytes([9; 16]);
    store.links.links.insert(link, id(2));
    let give = TaskDeed::Give { what: "Ask.".into(), owner: person(1), asks: "".into(), due: None };
    store.does(2, 1, 5, Action::Work(new(3, Deed::Task(give)))).unwrap();
    store.joins(1, 2, 1).unwrap();
    let (task, draft) = (DeedId::from_bytes([3; 16]), DeedId::from_bytes([5; 16]));
    let finish = Deed::Task(TaskDeed::Finish { task, result: "Done.".into() });
    let says = |to| Says::Message(Message { to, purpose: Purpose::Inform, text: "We looked at it.".into() });
    let write = |draft, to| Deed::Draft(DraftDeed::Write { draft, says: says(to), over: Vec::new() });
    let agree = Deed::Draft(DraftDeed::Agree { draft, version: draft });
    store.does(1, 1, 40, Action::Work(new(4, finish))).unwrap();
    store.does(1, 1, 41, Action::Work(new(5, write(None, Some(link))))).unwrap();
    store.does(1, 1, 41, Action::Work(new(8, write(None, None)))).unwrap();
    let elsewhere = write(Some(DeedId::from_bytes([8; 16])), Some(link));
    assert_eq!(store.does(1, 1, 42, Action::Work(new(9, elsewhere))), Err(Refused::Unknown), "words change no reader");
    store.does(1, 2, 43, Action::Work(new(6, agree))).unwrap();
    let homes: Vec<_> = store.deeds.iter().filter(|(home, _)| *home == id(2)).map(|(_, deed)| deed.id).collect();
    assert_eq!(homes, [task, DeedId::from_bytes([4; 16]), draft, DeedId::from_bytes([6; 16])]);
    assert_eq!(store.row(2).receipt_confirmed.map(|told| told.by), Some(person(2)), "that reporter was told");
    assert_eq!(store.row(1).receipt_confirmed, None, "and the other was not");
    let confirm = Action::ConfirmReceipt { of: id(1), note: NoteId::from_bytes([7; 16]), words: RECEIPT.into() };
    store.does(1, 1, 44, confirm).unwrap();
    assert!(store.row(1).receipt_confirmed.is_some());
    store.parts(1, 2, 1).unwrap();
    let apart = store.opens(2, 1).unwrap();
    assert_eq!(apart.work().drafts.told(link).count(), 1, "what was told is told");
    assert!(apart.work().tasks.open().next().is_none());
}

/// Of several reporters each hears what was done and why before the case is closed, or somebody says why not.
#[test]
fn closing_asks_for_each_reporter() {
    let mut store = both(in_hand(1), in_hand(1));
    let links = [1, 2].map(|n| (ReporterLinkId::from_bytes([n + 8; 16]), id(n)));
    store.links.links.extend(links);
    store.joins(1, 2, 1).unwrap();
    let mut minute = 40;
    let mut tells = |store: &mut Store, n: u8, link| {
        let says = Says::Message(Message { to: Some(link), purpose: Purpose::Inform, text: "He was told.".into() });
        let write = Deed::Draft(DraftDeed::Write { draft: None, says, over: Vec::new() });
        store.does(1, 1, minute, Action::Work(new(n, write))).unwrap();
        let draft = DeedId::from_bytes([n; 16]);
        let agree = Deed::Draft(DraftDeed::Agree { draft, version: draft });
        store.does(1, 2, minute + 1, Action::Work(new(n + 1, agree))).unwrap();
        minute += 2;
        draft
    };
    let message = tells(&mut store, 3, links[0].0);
    let against = |store: &Store| {
        let mut case = store.opens(1, 1).unwrap();
        let informed = Some(Informed::Told { message });
        let anyway = Some("Only to see what stands against it.".into());
        let close =
            NewDeed { id: DeedId::from_bytes([99; 16]), deed: Deed::Course(CourseDeed::Close { informed }), anyway };
        case.apply(Action::Work(Box::new(close)), NOW.plus(minutes(80))).unwrap();
        case.new_deed().and_then(|deed| deed.passed.clone()).map(|passed| passed.rules).unwrap_or_default()
    };
    assert!(against(&store).contains(&Rule::ReporterInformed), "the second reporter does not know");
    tells(&mut store, 5, links[1].0);
    assert!(!against(&store).contains(&Rule::ReporterInformed));
}
