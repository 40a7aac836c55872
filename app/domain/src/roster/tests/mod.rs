//! Shifts, the duty list and the gaps, in tables and at random.

mod calendar;
mod checks;
mod overrides;
mod plan;

use super::*;
use crate::time::hours;
use proptest::prelude::*;
use std::collections::BTreeSet;

const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

fn person(n: u8) -> PersonId {
    PersonId::from_bytes([n; 16])
}

fn people(numbers: &[u8]) -> BTreeSet<PersonId> {
    numbers.iter().copied().map(person).collect()
}

/// The moment so many hours from now.
fn at(hour: i64) -> Timestamp {
    Timestamp::from_millis(NOW.millis() + hour * hours(1).millis())
}

fn shift(n: u8, from: i64, until: i64) -> Shift {
    Shift {
        id: ShiftId::from_bytes([n; 16]),
        conference: ConferenceId::from_bytes([0; 16]),
        person: person(n),
        from: at(from),
        until: at(until),
        presence: Presence::OnSite,
        duty: Duty::OnDuty,
    }
}

fn list(shifts: Vec<Shift>, team: &[u8], out: &[u8]) -> DutyList {
    DutyList::at(NOW, &Roster::new(shifts), people(team), &people(out))
}

#[test]
fn a_shift_covers_its_start_and_not_its_end() {
    let shift = shift(1, 0, 4);
    for (hour, covered) in [(-1, false), (0, true), (4, false)] {
        assert_eq!(shift.covers(at(hour)), covered);
    }
}

#[test]
fn whoever_must_not_know_is_on_no_list() {
    let backup = Shift { duty: Duty::Backup, ..shift(4, 0, 1) };
    let asleep = Shift { presence: Presence::Asleep, ..shift(5, 0, 1) };
    let shifts = vec![shift(1, 0, 1), shift(2, 0, 1), shift(9, 0, 1), backup, asleep];
    let list = list(shifts, &[1, 2, 3, 4, 5], &[2, 4, 5]);
    assert_eq!(list.on_call(), &people(&[1]), "9 has a shift but is not of the team");
    assert_eq!((list.backup(), list.asleep()), (&people(&[]), &people(&[])));
    assert_eq!(list.team(), &people(&[1, 3]));
}

#[test]
fn each_is_called_by_the_shift_that_is_called_first() {
    let backup = |n| Shift { duty: Duty::Backup, ..shift(n, 0, 1) };
    let asleep = |shift: Shift| Shift { presence: Presence::Asleep, ..shift };
    let shifts = vec![
        shift(1, 0, 1),
        backup(1),
        backup(2),
        asleep(shift(2, 0, 1)),
        asleep(shift(3, 0, 1)),
        asleep(backup(4)),
        Shift { presence: Presence::Remote, ..backup(5) },
        shift(6, 1, 2),
    ];
    let list = list(shifts, &[1, 2, 3, 4, 5, 6], &[]);
    assert_eq!(list.on_call(), &people(&[1]));
    assert_eq!(list.backup(), &people(&[2, 5]), "who is on call is not backup as well");
    assert_eq!(list.asleep(), &people(&[3, 4]), "who has to be awake does not count as asleep");
    assert_eq!(list.team().len(), 6, "who is asleep and who is off are of the team");
}

#[test]
fn shifts_have_bounds() {
    assert_eq!(shift(1, 0, 0).parse(), Err(ShiftRefused::EndsBeforeItStarts));
    assert_eq!(shift(1, 0, 32 * 24).parse(), Err(ShiftRefused::TooLong));
    assert!(shift(1, 0, 31 * 24).parse().is_ok());
}

#[test]
fn the_words_for_storage_come_back() {
    assert_eq!(Presence::ALL.map(|presence| Presence::from_code(presence.code())), Presence::ALL.map(Some));
    assert_eq!(Duty::ALL.map(|duty| Duty::from_code(duty.code())), Duty::ALL.map(Some));
    assert_eq!((Presence::from_code("away"), Duty::from_code("")), (None, None));
}

#[test]
fn the_hours_without_anybody_are_found() {
    /// From one hour of the day until another.
    type Hours = (i64, i64);
    let table: [(&[Hours], &[Hours]); 7] = [
        (&[], &[(0, 24)]),
        (&[(8, 13), (13, 18)], &[(0, 8), (18, 24)]),
        (&[(-1, 8), (8, 23), (23, 32)], &[]),
        (&[(13, 18), (8, 20)], &[(0, 8), (20, 24)]),
        (&[(8, 20), (9, 10), (11, 12)], &[(0, 8), (20, 24)]),
        (&[(30, 40)], &[(0, 24)]),
        (&[(-9, -1)], &[(0, 24)]),
    ];
    for (shifts, wanted) in table {
        let shifts: Vec<_> = shifts.iter().map(|(from, until)| shift(1, *from, *until)).collect();
        let wanted: Vec<_> = wanted.iter().map(|(from, until)| Gap { from: at(*from), until: at(*until) }).collect();
        assert_eq!(gaps(&shifts, at(0), at(24)), wanted);
    }
}

#[test]
fn backup_and_sleep_close_no_gap() {
    let shifts = [
        Shift { duty: Duty::Backup, ..shift(1, 0, 24) },
        Shift { presence: Presence::Asleep, ..shift(2, 0, 24) },
        Shift { presence: Presence::Remote, ..shift(3, 8, 24) },
    ];
    assert_eq!(gaps(&shifts, at(0), at(24)), [Gap { from: at(0), until: at(8) }]);
}

fn any_shift() -> impl Strategy<Value = Shift> {
    let kind = (prop::sample::select(Presence::ALL.to_vec()), prop::sample::select(Duty::ALL.to_vec()));
    (0..8_u8, -30..30_i64, 1..40_i64, kind).prop_map(|(n, from, length, (presence, duty))| Shift {
        presence,
        duty,
        ..shift(n, from, from + length)
    })
}

proptest! {
    #[test]
    fn nobody_kept_out_is_on_any_list(
        shifts in prop::collection::vec(any_shift(), 0..30),
        overrides in prop::collection::vec(overrides::any_override(), 0..12),
        team in prop::collection::btree_set(0..8_u8, 0..8),
        out in prop::collection::btree_set(0..8_u8, 0..8),
        hour in -40..80_i64,
    ) {
        let (team, out): (BTreeSet<_>, BTreeSet<_>) =
            (team.into_iter().map(person).collect(), out.into_iter().map(person).collect());
        let list = DutyList::at(at(hour), &Roster::with(shifts, overrides), team.iter().copied(), &out);
        prop_assert_eq!(list.team(), &team.difference(&out).copied().collect());
        let lists = [list.on_call(), list.backup(), list.asleep()];
        prop_assert!(lists.iter().all(|each| each.is_disjoint(&out) && each.is_subset(list.team())));
        let listed: usize = lists.iter().map(|each| each.len()).sum();
        let union: BTreeSet<_> = lists.into_iter().flatten().collect();
        prop_assert_eq!(listed, union.len(), "nobody is on two of the lists");
    }

    #[test]
    fn a_moment_lies_in_a_gap_or_somebody_is_on_call(
        shifts in prop::collection::vec(any_shift(), 0..12),
        overrides in prop::collection::vec(overrides::any_override(), 0..12),
        hour in 0..48_i64,
    ) {
        let roster = Roster::with(shifts, overrides);
        let gaps = gaps(roster.standing(), at(0), at(48));
        let in_a_gap = gaps.iter().any(|gap| gap.from <= at(hour) && at(hour) < gap.until);
        prop_assert_eq!(in_a_gap, roster.on_call(at(hour)).is_empty());
    }
}
