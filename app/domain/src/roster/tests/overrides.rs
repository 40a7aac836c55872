//! Overrides: who has what when, in tables and at random.

use super::*;
use crate::ids::OverrideId;
use crate::time::minutes;

fn id(n: u8) -> OverrideId {
    OverrideId::from_bytes([n; 16])
}

fn new(n: u8, shift: u8, from: i64, until: i64) -> NewOverride {
    NewOverride { id: id(n), shift: ShiftId::from_bytes([shift; 16]), from: at(from), until: at(until) }
}

fn taker(n: u8) -> Taker {
    Taker { person: person(n), presence: Presence::Remote }
}

/// An override of one of the shifts, taken at random, however senseless.
pub(super) fn any_override() -> impl Strategy<Value = Override> {
    let state = (0..3_u8, 0..8_u8, 0..50_i64, prop::sample::select(Presence::ALL.to_vec())).prop_map(
        |(kind, by, since, presence)| match kind {
            0 => OverrideState::Offered,
            1 => OverrideState::Withdrawn { at: at(since) },
            _ => OverrideState::Taken { by: person(by), presence, at: at(since) },
        },
    );
    ((0..50_u8, 0..8_u8), (-30..30_i64, 0..40_i64), state).prop_map(|((n, of), (from, length), state)| Override {
        id: id(n),
        conference: ConferenceId::from_bytes([0; 16]),
        shift: ShiftId::from_bytes([of; 16]),
        from: at(from),
        until: at(from + length),
        by: person(of),
        at: at(from),
        state,
    })
}

/// Who stands when, in hours.
fn stands(roster: &Roster) -> Vec<(u8, i64, i64)> {
    let hour = |moment: Timestamp| (moment.millis() - NOW.millis()) / hours(1).millis();
    let row = |piece: &Shift| (piece.person.to_bytes()[0], hour(piece.from), hour(piece.until));
    roster.standing().iter().map(row).collect()
}

#[test]
fn ana_takes_bens_afternoon_and_the_plan_stays() {
    let plan = vec![shift(1, 10, 18)];
    let roster = Roster::new(plan.clone());
    let taken = roster.arrange(&new(1, 1, 14, 16), taker(2), person(9), NOW).unwrap();
    assert_eq!((taken.by, taken.taken()), (person(9), Some((person(2), Presence::Remote, NOW))));
    let roster = Roster::with(plan.clone(), vec![taken.clone()]);
    assert_eq!(stands(&roster), [(1, 10, 14), (2, 14, 16), (1, 16, 18)]);
    assert_eq!(roster.planned(), plan);
    let back = roster.arrange(&new(2, 1, 15, 16), taker(1), person(2), at(1)).unwrap();
    let later = roster.arrange(&new(3, 1, 13, 15), taker(3), person(9), at(2)).unwrap();
    for overrides in [vec![taken.clone(), back.clone(), later.clone()], vec![later, back, taken]] {
        let pieces = [(1, 10, 13), (3, 13, 14), (3, 14, 15), (1, 15, 16), (1, 16, 18)];
        assert_eq!(stands(&Roster::with(plan.clone(), overrides)), pieces, "what was taken later counts");
    }
}

#[test]
fn an_offer_is_taken_once_and_by_a_colleague() {
    let plan = vec![shift(1, 10, 18)];
    let roster = Roster::new(plan.clone());
    let offer = roster.offer(&new(1, 1, 14, 16), person(1), NOW).unwrap();
    assert_eq!(stands(&Roster::with(plan.clone(), vec![offer.clone()])), [(1, 10, 18)], "until then it is theirs");
    let roster = Roster::with(plan.clone(), vec![offer.clone()]);
    assert_eq!(roster.offers(NOW), std::slice::from_ref(&offer));
    assert_eq!(roster.take(&offer, taker(1), NOW), Err(OverrideRefused::YoursAlready));
    let taken = roster.take(&offer, taker(2), at(15)).unwrap();
    let after = Roster::with(plan.clone(), vec![taken.clone()]);
    assert_eq!(stands(&after), [(1, 10, 15), (2, 15, 16), (1, 16, 18)], "what was over stays theirs");
    assert_eq!(after.take(&taken, taker(2), at(15)), Ok(taken.clone()), "twice is once");
    assert_eq!(after.take(&taken, taker(3), at(15)), Err(OverrideRefused::NotOffered));
    assert_eq!(after.offers(at(15)), []);
    assert_eq!(taken.withdrawn(at(15)), Err(OverrideRefused::NotOffered));
    let withdrawn = offer.withdrawn(at(1)).unwrap();
    assert_eq!(withdrawn.withdrawn(at(2)), Ok(withdrawn.clone()));
    assert_eq!(roster.take(&withdrawn, taker(2), at(2)), Err(OverrideRefused::NotOffered));
}

#[test]
fn only_what_one_has_is_offered_and_only_what_is_to_come() {
    let roster = Roster::new(vec![shift(1, 10, 18)]);
    let table = [
        (new(1, 1, 10, 18), 1, 0, None),
        (new(1, 1, 10, 18), 2, 0, Some(OverrideRefused::NotYours)),
        (new(1, 2, 10, 18), 1, 0, Some(OverrideRefused::NotOnTheRoster)),
        (new(1, 1, 9, 18), 1, 0, Some(OverrideRefused::NotOnTheRoster)),
        (new(1, 1, 10, 19), 1, 0, Some(OverrideRefused::NotOnTheRoster)),
        (new(1, 1, 14, 14), 1, 0, Some(OverrideRefused::NotOnTheRoster)),
        (new(1, 1, 12, 14), 1, 14, Some(OverrideRefused::Ended)),
    ];
    for (offer, by, now, refused) in table {
        assert_eq!(roster.offer(&offer, person(by), at(now)).err(), refused, "{offer:?}");
    }
    let half = roster.offer(&new(1, 1, 12, 14), person(1), at(13)).unwrap();
    assert_eq!((half.from, half.until), (at(13), at(14)), "what is over cannot be given away");
    assert_eq!(roster.arrange(&new(1, 1, 10, 18), taker(1), person(9), NOW), Err(OverrideRefused::YoursAlready));
}

#[test]
fn an_offer_ends_when_somebody_else_has_the_shift() {
    let plan = vec![shift(1, 10, 18)];
    let roster = Roster::new(plan.clone());
    let offer = roster.offer(&new(1, 1, 14, 16), person(1), NOW).unwrap();
    let taken = roster.arrange(&new(2, 1, 15, 16), taker(3), person(9), NOW.plus(minutes(1))).unwrap();
    let roster = Roster::with(plan.clone(), vec![offer.clone(), taken.clone()]);
    assert_eq!(roster.offers(at(1)), []);
    assert_eq!(roster.take(&offer, taker(2), at(1)), Err(OverrideRefused::NotOffered));
    let off = Roster::with(Vec::new(), vec![offer.clone(), taken]);
    assert_eq!((off.standing(), off.offers(NOW)), (&[][..], Vec::new()), "the shift is off the roster");
}

proptest! {
    /// However often a shift changes hands, each of its moments has one person, and no moment is added.
    #[test]
    fn every_moment_of_a_shift_is_somebodys(
        plan in any_shift(),
        overrides in prop::collection::vec(any_override(), 0..20),
        hour in -40..80_i64,
    ) {
        let roster = Roster::with(vec![plan.clone()], overrides);
        prop_assert_eq!(roster.at(at(hour)).count(), usize::from(plan.covers(at(hour))));
        for pair in roster.standing().windows(2) {
            prop_assert_eq!(pair[0].until, pair[1].from);
        }
    }
}
