use super::*;
use crate::conflict::Standing;
use crate::incident::Stage;
use crate::time::days;
use crate::work::circle::Circle;
use crate::work::consult::ConsultDeed;
use crate::work::course::CourseDeed;
use crate::work::draft::{DraftDeed, Message, Purpose, Says};
use crate::work::reminder::{Due, Overdue};
use crate::work::task::TaskDeed;
use crate::work::tests::{id, person, recorded};
use crate::work::{Deed, RecordedDeed, Work};
use std::collections::{BTreeMap, BTreeSet};

const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);
const OF: (ConferenceId, IncidentId) = (ConferenceId::from_bytes([0; 16]), IncidentId::from_bytes([1; 16]));

fn in_hand(by: u8) -> Stage {
    Stage::InHand { by: person(by), at: NOW }
}

/// Whom a case asks for what, with a team of 1, 2 and 3.
fn asked(
    deeds: &[RecordedDeed],
    stage: Stage,
    standings: &[(u8, Standing)],
    overdue: &[(Due, i64)],
) -> Vec<(AskKind, PersonId)> {
    let team = [1, 2, 3].map(person);
    let standings = standings.iter().map(|(n, standing)| (person(*n), *standing)).collect();
    let now = NOW.plus(hours(1));
    let overdue: Vec<_> = overdue
        .iter()
        .map(|(what, since)| Overdue { what: *what, since: NOW, due: now.minus(hours(*since)) })
        .collect();
    let circle = Circle { by: nobody(), team: &team, standings, stage: &stage };
    let wanted = wanted(deeds, &Work::of(deeds), &circle, &overdue, now);
    wanted.into_iter().map(|wanted| (wanted.kind, wanted.person)).collect()
}

fn message() -> Deed {
    let says = Says::Message(Message { to: None, purpose: Purpose::Confirm, text: "It arrived.".into() });
    Deed::Draft(DraftDeed::Write { draft: None, says, over: Vec::new() })
}

fn task(owner: u8, due: Option<Timestamp>) -> Deed {
    Deed::Task(TaskDeed::Give { what: "Hold the video.".into(), owner: person(owner), asks: "".into(), due })
}

fn consult(whom: &[u8]) -> Deed {
    Deed::Consult(ConsultDeed::Ask { whom: whom.iter().map(|n| person(*n)).collect() })
}

fn hand_over(to: u8) -> Deed {
    Deed::Course(CourseDeed::HandOver { to: person(to), words: "".into() })
}

#[test]
fn who_is_asked_for_what() {
    use AskKind::{CoSign, Consult, HandOver, Reminder, Task};
    let closed = Stage::Closed { by: person(1), at: NOW };
    let all = |kind| vec![(kind, person(1)), (kind, person(2)), (kind, person(3))];
    let two_three = |kind| vec![(kind, person(2)), (kind, person(3))];
    let drafts = [recorded(1, 1, message())];
    let withdrawn = [recorded(1, 1, message()), recorded(2, 1, Deed::Draft(DraftDeed::Withdraw { draft: id(1) }))];
    let other = Deed::Draft(DraftDeed::Object { draft: id(1), why: "Too cold.".into() });
    let objected = [recorded(1, 1, message()), recorded(2, 2, other)];
    assert_eq!(asked(&drafts, in_hand(1), &[], &[]), two_three(CoSign));
    assert_eq!(asked(&drafts, in_hand(1), &[(2, Standing::Declared)], &[]), [(CoSign, person(3))]);
    assert_eq!(asked(&withdrawn, in_hand(1), &[], &[]), []);
    assert_eq!(asked(&objected, in_hand(1), &[], &[]), [(CoSign, person(3))]);
    assert_eq!(asked(&drafts, closed, &[], &[]), two_three(CoSign), "words may be needed after the end");

    let tasks = [recorded(1, 1, task(9, None))];
    assert_eq!(asked(&tasks, in_hand(1), &[], &[]), [(Task, person(9))]);
    assert_eq!(asked(&tasks, closed, &[], &[]), [(Task, person(9))], "what is held stays held");
    assert_eq!(asked(&tasks, in_hand(1), &[(9, Standing::Recused)], &[]), []);

    let consults = [recorded(1, 1, consult(&[2, 8, 1]))];
    assert_eq!(asked(&consults, in_hand(1), &[], &[]), [(Consult, person(2)), (Consult, person(8))]);
    assert_eq!(asked(&consults, closed, &[], &[]), []);

    let handed = [recorded(1, 1, hand_over(2))];
    let seen = [recorded(1, 1, hand_over(2)), recorded(2, 2, task(9, None))];
    let back = [recorded(1, 1, hand_over(2)), recorded(2, 2, hand_over(1))];
    assert_eq!(asked(&handed, in_hand(2), &[], &[]), [(HandOver, person(2))]);
    assert_eq!(asked(&handed, in_hand(3), &[], &[]), [], "somebody took it since");
    assert_eq!(asked(&seen, in_hand(2), &[], &[]), [(Task, person(9))]);
    assert_eq!(asked(&back, in_hand(1), &[], &[]), [(HandOver, person(1))], "of one at a time");

    let late = &[(Due::Receipt, 0)][..];
    assert_eq!(asked(&[], in_hand(2), &[], late), [(Reminder, person(2))]);
    assert_eq!(asked(&[], Stage::Reported, &[], late), all(Reminder));
    assert_eq!(asked(&[], Stage::Reported, &[(1, Standing::Recused)], late), two_three(Reminder));
    let limited = [(1, Standing::Limited), (2, Standing::Recused), (3, Standing::Declared)];
    let rest = [(Reminder, person(1)), (Reminder, person(3))];
    assert_eq!(asked(&[], Stage::Reported, &limited, late), rest, "never nobody");
    let very = &[(Due::Receipt, 24)][..];
    assert_eq!(asked(&[], in_hand(2), &[], very).len(), 3, "it has not helped for a day");
    assert_eq!(asked(&[], closed, &[], late), []);
    let due = [recorded(1, 1, task(2, Some(NOW)))];
    let owner = [(Task, person(2))];
    assert_eq!(asked(&due, in_hand(2), &[], &[(Due::Task, 0)]), owner, "the task reminds whoever has it");
    assert_eq!(asked(&due, in_hand(1), &[], &[(Due::Task, 0)]), [owner[0], (Reminder, person(1))]);
}

/// Asks over time, as the server keeps them.
struct Desk {
    asks: BTreeMap<AskId, Ask>,
    minted: u8,
}

impl Desk {
    fn turns(&mut self, wanted: &[Wanted], worse: bool, now: Timestamp) -> Turn {
        let known: Vec<_> = self.asks.values().cloned().collect();
        let turn = turn(&known, wanted, worse, OF, now, || {
            self.minted += 1;
            AskId::from_bytes([self.minted; 16])
        });
        self.asks.extend(turn.changed.iter().map(|ask| (ask.id, ask.clone())));
        turn
    }
}

fn wants(kind: AskKind, n: u8, due: Option<Timestamp>) -> Wanted {
    let about = (kind != AskKind::Reminder).then(|| id(7));
    Wanted { person: person(n), kind, about, by: None, due, words: Private::default() }
}

/// At which hours an ask is pushed in a week, when it is looked at exactly when the last turn said.
fn pushes(kind: AskKind, due: Option<Timestamp>) -> Vec<i64> {
    let (mut desk, mut now, mut pushes) = (Desk { asks: BTreeMap::new(), minted: 0 }, NOW, Vec::new());
    loop {
        let turn = desk.turns(&[wants(kind, 1, due)], false, now);
        if !turn.pushed.is_empty() {
            pushes.push(now.since(NOW).millis() / minutes(1).millis());
        }
        let again = desk.turns(&[wants(kind, 1, due)], false, now);
        assert_eq!((again.pushed.len(), again.changed.len(), again.next), (0, 0, turn.next), "twice changes nothing");
        match turn.next {
            Some(next) if next < NOW.plus(days(3)) => {
                assert!(next > now, "it never turns on the spot");
                now = next;
            }
            Some(_) | None => return pushes,
        }
    }
}

#[test]
fn pauses_grow_until_it_is_done() {
    let h = 60;
    assert_eq!(pushes(AskKind::Consult, None), [0, 10, 30]);
    assert_eq!(pushes(AskKind::CoSign, None), [0, 30, 90, 210, 450, 930, 1_890, 3_330]);
    assert_eq!(pushes(AskKind::Reminder, None), [0, h, 3 * h, 7 * h, 15 * h, 31 * h, 55 * h]);
    assert_eq!(pushes(AskKind::Task, None), [0], "without a time it presses nobody");
    let due = NOW.plus(hours(10));
    assert_eq!(pushes(AskKind::Task, Some(due)), [0, 10 * h, 18 * h, 34 * h, 58 * h]);
}

#[test]
fn asks_begin_go_on_and_end_with_what_is_wanted() {
    let mut desk = Desk { asks: BTreeMap::new(), minted: 0 };
    let (sign, remind) = (wants(AskKind::CoSign, 1, None), wants(AskKind::Reminder, 2, None));
    let first = desk.turns(&[sign.clone(), remind.clone()], false, NOW);
    assert_eq!((first.pushed.len(), desk.asks.len()), (2, 2));
    let worse = desk.turns(&[sign.clone(), remind.clone()], true, NOW.plus(minutes(1)));
    assert_eq!(worse.pushed, [AskId::from_bytes([2; 16])], "what is newly overdue does not wait for its pause");
    let ended = desk.turns(&[remind], false, NOW.plus(minutes(2)));
    assert_eq!((ended.changed.len(), ended.pushed.len()), (1, 0));
    assert!(!desk.asks[&AskId::from_bytes([1; 16])].is_open());
    let again = desk.turns(&[sign], false, NOW.plus(minutes(3)));
    assert_eq!(again.pushed, [AskId::from_bytes([3; 16])], "what was over and is wanted again is asked anew");
}

#[test]
fn what_was_answered_is_not_asked_again() {
    let mut desk = Desk { asks: BTreeMap::new(), minted: 0 };
    let handed = [wants(AskKind::HandOver, 1, None)];
    desk.turns(&handed, false, NOW);
    let ask = desk.asks.values_mut().next().unwrap();
    ask.state = AskState::Answered { at: NOW };
    let turn = desk.turns(&handed, false, NOW.plus(hours(2)));
    assert_eq!(turn, Turn::default());
}

#[test]
fn a_task_with_another_time_is_pushed_then() {
    let mut desk = Desk { asks: BTreeMap::new(), minted: 0 };
    desk.turns(&[wants(AskKind::Task, 1, Some(NOW.plus(hours(1))))], false, NOW);
    let moved = [wants(AskKind::Task, 1, Some(NOW.plus(hours(9))))];
    let turn = desk.turns(&moved, false, NOW.plus(minutes(5)));
    assert_eq!((turn.pushed.len(), turn.next), (0, Some(NOW.plus(hours(9)))));
    assert_eq!(desk.turns(&moved, false, NOW.plus(hours(9))).pushed.len(), 1);
    let never = [wants(AskKind::Task, 1, None)];
    assert_eq!(desk.turns(&never, false, NOW.plus(hours(10))).next, None);
}

/// A generator that always rolls the same.
fn rolls(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

/// Whatever happens to a case in whatever order: nobody who is out is asked or pushed, nobody has two asks of the same
/// thing, and looking twice changes nothing.
#[test]
fn no_history_asks_whoever_is_out() {
    for seed in 0..300 {
        let mut dice = seed;
        let mut desk = Desk { asks: BTreeMap::new(), minted: 0 };
        let (mut deeds, mut standings, mut stage) = (Vec::new(), BTreeMap::new(), in_hand(1));
        let team = [1, 2, 3].map(person);
        let mut now = NOW;
        for n in 1..30 {
            let (who, other) = (1 + (rolls(&mut dice) % 5) as u8, 1 + (rolls(&mut dice) % 5) as u8);
            now = now.plus(minutes((rolls(&mut dice) % 600) as i64));
            let deed = match rolls(&mut dice) % 8 {
                0 => Some(message()),
                1 => Some(task(other, Some(now.plus(hours(3))))),
                2 => Some(consult(&[other, who])),
                3 => Some(hand_over(other)),
                4 => Some(Deed::Task(TaskDeed::Finish {
                    task: id(1 + (rolls(&mut dice) % 30) as u8),
                    result: "".into(),
                })),
                5 => {
                    standings.insert(person(who), Standing::ALL[(rolls(&mut dice) % 5) as usize]);
                    None
                }
                6 => {
                    stage = Stage::Reported;
                    None
                }
                _ => {
                    stage = in_hand(who);
                    None
                }
            };
            deeds.extend(deed.map(|deed| RecordedDeed { at: now, ..recorded(n, who, deed) }));
            let work = Work::of(&deeds);
            let circle = Circle { by: nobody(), team: &team, standings: standings.clone(), stage: &stage };
            let overdue = [Overdue { what: Due::Untouched, since: NOW, due: NOW }];
            let wanted = wanted(&deeds, &work, &circle, &overdue, now);
            let turn = desk.turns(&wanted, false, now);
            let out = |person: &PersonId| standings.get(person).is_some_and(|standing| standing.hides());
            let open: Vec<_> = desk.asks.values().filter(|ask| ask.is_open()).collect();
            assert!(open.iter().all(|ask| !out(&ask.person)), "seed {seed}");
            assert!(turn.pushed.iter().all(|id| !out(&desk.asks[id].person)), "seed {seed}");
            let keys: BTreeSet<_> = open.iter().map(|ask| (ask.person, ask.kind, ask.about)).collect();
            assert_eq!(keys.len(), open.len(), "seed {seed}: one ask of a thing for each");
            assert_eq!(open.len(), wanted.len(), "seed {seed}: all that is wanted is asked");
            assert!(turn.next.is_none_or(|next| next > now), "seed {seed}");
            let again = desk.turns(&wanted, false, now);
            assert_eq!((again.changed.len(), again.next), (0, turn.next), "seed {seed}");
        }
    }
}
