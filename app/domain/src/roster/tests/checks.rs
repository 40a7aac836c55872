//! "Can you be reached?": who is asked when, played over hours.

use super::*;
use crate::ids::AskId;
use crate::time::minutes;
use std::collections::BTreeMap;

/// The checks over time, as the server keeps them.
#[derive(Default)]
struct Kept {
    checks: BTreeMap<AskId, DutyCheck>,
    minted: u8,
}

impl Kept {
    fn look(&mut self, roster: &Roster, team: &[u8], now: Timestamp) -> Checked {
        let known: Vec<_> = self.checks.values().cloned().collect();
        let checked = checks(roster, &people(team), &known, ConferenceId::from_bytes([0; 16]), now, || {
            self.minted += 1;
            AskId::from_bytes([self.minted; 16])
        });
        self.checks.extend(checked.changed.iter().map(|check| (check.id, check.clone())));
        checked
    }

    /// Who is pushed at which minute until `until`, when every look is taken exactly when the last one said.
    fn play(&mut self, roster: &Roster, team: &[u8], until: i64) -> Vec<(i64, u8)> {
        let (mut now, mut pushes) = (NOW, Vec::new());
        loop {
            let checked = self.look(roster, team, now);
            let minute = now.since(NOW).millis() / minutes(1).millis();
            pushes.extend(checked.pushed.iter().map(|ask| (minute, self.checks[ask].person.to_bytes()[0])));
            let again = self.look(roster, team, now);
            assert_eq!((again.changed.len(), again.next), (0, checked.next), "twice changes nothing");
            match checked.next {
                Some(next) if next < NOW.plus(minutes(until)) => {
                    assert!(next > now, "it never turns on the spot");
                    now = next;
                }
                Some(_) | None => return pushes,
            }
        }
    }

    fn says_yes(&mut self, n: u8, now: Timestamp) {
        let check = self.checks.values_mut().find(|check| check.person == person(n) && check.is_open()).unwrap();
        check.state = CheckState::Confirmed { at: now };
    }

    fn silent(&self, now: Timestamp) -> Vec<u8> {
        self.checks.values().filter_map(|check| check.unconfirmed(now)).map(|(who, _)| who.to_bytes()[0]).collect()
    }
}

fn asleep(shift: &Shift) -> Shift {
    Shift { presence: Presence::Asleep, ..shift.clone() }
}

fn backup(shift: &Shift) -> Shift {
    Shift { duty: Duty::Backup, ..shift.clone() }
}

#[test]
fn who_is_on_duty_soon_is_asked_a_quarter_of_an_hour_before_and_once_more() {
    let roster = Roster::new(vec![shift(1, 2, 4), asleep(&shift(2, 2, 4)), backup(&shift(3, 2, 4))]);
    let mut kept = Kept::default();
    assert_eq!(kept.play(&roster, &[1, 2, 3], 120), [(105, 1), (115, 1)], "no sleeper is woken for a question");
    assert!(kept.silent(at(2).minus(minutes(1))).is_empty());
}

#[test]
fn whoever_said_yes_is_left_in_peace() {
    let roster = Roster::new(vec![shift(1, 2, 4), shift(1, 4, 6), shift(1, 7, 8)]);
    let mut kept = Kept::default();
    kept.play(&roster, &[1], 110);
    kept.says_yes(1, at(1));
    assert_eq!(kept.play(&roster, &[1], 6 * 60), [], "one shift after the other is one duty");
    assert_eq!(kept.play(&roster, &[1], 7 * 60), [(405, 1), (415, 1)]);
}

#[test]
fn without_an_answer_by_the_start_backup_is_asked_and_then_everybody_awake() {
    let plan = vec![shift(1, 2, 4), backup(&shift(2, 0, 4)), asleep(&shift(3, 0, 4)), shift(4, 0, 4)];
    let mut kept = Kept::default();
    let pushes = kept.play(&Roster::new(plan), &[1, 2, 3, 4, 5], 4 * 60);
    assert_eq!(pushes, [(105, 1), (115, 1), (120, 2), (130, 2), (130, 5), (140, 5)]);
    assert_eq!(kept.silent(at(3)), [1]);
}

#[test]
fn a_stand_in_ends_the_asking_and_a_late_yes_does_too() {
    let plan = vec![shift(1, 2, 4)];
    for who in [1, 2] {
        let mut kept = Kept::default();
        assert_eq!(kept.play(&Roster::new(plan.clone()), &[1, 2, 3], 125), [(105, 1), (115, 1), (120, 2), (120, 3)]);
        kept.says_yes(who, at(2));
        kept.look(&Roster::new(plan.clone()), &[1, 2, 3], at(2).plus(minutes(1)));
        let open: Vec<_> = kept.checks.values().filter(|check| check.is_open()).map(|check| check.person).collect();
        assert_eq!(open, if who == 1 { vec![] } else { vec![person(1)] }, "only a yes of their own takes it away");
    }
}

#[test]
fn a_check_ends_with_the_shift_it_is_for() {
    let mut kept = Kept::default();
    let roster = Roster::new(vec![shift(1, 2, 4)]);
    kept.play(&roster, &[1], 110);
    let moved = Roster::new(vec![shift(1, 3, 4)]);
    let checked = kept.look(&moved, &[1], at(2));
    assert_eq!((checked.pushed.len(), checked.next), (0, Some(at(3).minus(ASK_BEFORE))));
    assert!(kept.checks.values().all(|check| !check.is_open()), "it was for another hour");
    kept.play(&moved, &[1], 170);
    let over = kept.look(&moved, &[1], at(4));
    assert_eq!((over.changed.len(), kept.silent(at(4))), (1, Vec::<u8>::new()), "the duty is over");
}

#[test]
fn whoever_comes_onto_the_roster_late_is_asked_at_once_or_not_at_all() {
    let soon = |minute| Roster::new(vec![Shift { from: NOW.plus(minutes(minute)), ..shift(1, 0, 4) }]);
    assert_eq!(Kept::default().play(&soon(10), &[1], 60), [(0, 1), (5, 1)]);
    assert_eq!(Kept::default().play(&soon(3), &[1], 60), [(0, 1)]);
    assert_eq!(Kept::default().play(&soon(0), &[1], 60), []);
    assert_eq!(Kept::default().play(&soon(10), &[2], 60), [], "who has left the team is not asked");
}

proptest! {
    /// Whatever is planned and taken over: only the team is asked, nobody twice for the same thing, and looking twice
    /// changes nothing.
    #[test]
    fn no_roster_asks_anybody_twice_or_turns_on_the_spot(
        shifts in prop::collection::vec(any_shift(), 0..10),
        overrides in prop::collection::vec(super::overrides::any_override(), 0..6),
        team in prop::collection::btree_set(0..8_u8, 1..8),
    ) {
        let team: Vec<_> = team.into_iter().collect();
        let mut kept = Kept::default();
        for (_, who) in kept.play(&Roster::with(shifts, overrides), &team, 48 * 60) {
            prop_assert!(team.contains(&who));
        }
        let mut asked: Vec<_> = kept.checks.values().map(|check| (check.person, check.about)).collect();
        let all = asked.len();
        asked.sort_unstable();
        asked.dedup();
        prop_assert_eq!(asked.len(), all);
    }
}
