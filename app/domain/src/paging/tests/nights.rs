//! Days of simulated time at random: roster, ladder, ways, answers, failures and lost receipts.

use super::*;
use crate::reach::heard_within;
use proptest::prelude::*;

/// What happens to everything that was just sent, by way.
#[derive(Clone, Copy, Debug)]
enum Fate {
    /// The device says that it came.
    Received,
    /// The service took it, and nothing more is heard.
    Lost,
    /// It could not be sent.
    Failed,
    /// The service wants a pause.
    Later,
    /// The server has not come to it.
    Waits,
}

/// What happens between two looks.
#[derive(Clone, Debug)]
struct Turn {
    /// How long nothing happens, in seconds; the page is looked at when it is due before that, and late where `late`.
    pause_s: i64,
    late: bool,
    fates: [Fate; 3],
    who: u8,
    answer: u8,
    out: u8,
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let fate = || {
        prop_oneof![Just(Fate::Received), Just(Fate::Lost), Just(Fate::Failed), Just(Fate::Later), Just(Fate::Waits)]
    };
    let turn = (0_i64..4_000, any::<bool>(), [fate(), fate(), fate()], 0_u8..6, 0_u8..12, 0_u8..40);
    let turn =
        turn.prop_map(|(pause_s, late, fates, who, answer, out)| Turn { pause_s, late, fates, who, answer, out });
    proptest::collection::vec(turn, 1..70)
}

/// Any ladder, also one that nobody would take.
fn ladders() -> impl Strategy<Value = EscalationPolicy> {
    let who = prop_oneof![Just(Who::OnDuty), Just(Who::Backup), Just(Who::Team), Just(Who::Contacts)];
    let step =
        (who, 0_i64..40_000, 0_u32..5).prop_map(|(who, pause_s, calls)| Step { who, pause: seconds(pause_s), calls });
    (proptest::collection::vec(step, 0..5), any::<bool>(), 1_i64..90_000).prop_map(|(mut steps, two, expires_s)| {
        steps.push(Step { who: Who::Team, pause: minutes(1), calls: 20 });
        let accepters = if two { Accepters::Two } else { Accepters::One };
        EscalationPolicy { steps, accepters, expires_after: seconds(expires_s), untouched_after: None }
    })
}

/// Six people, each with ways in some order, up to two devices, resting or not.
fn reaches() -> impl Strategy<Value = BTreeMap<PersonId, Reach>> {
    let ways = Just(vec![Way::Push, Way::Mail, Way::Hook(HOOK)]).prop_shuffle();
    let of = (ways, 0_usize..4, 0_u8..3, any::<bool>()).prop_map(|(mut ways, count, devices, resting)| {
        ways.truncate(count);
        Reach { ways, devices: (0..devices).map(|n| DeviceId::from_bytes([n; 16])).collect(), resting }
    });
    proptest::collection::vec(of, 6).prop_map(|all| (0_u8..6).map(person).zip(all).collect())
}

const REASONS: [PageReason; 6] = [
    PageReason::Report,
    PageReason::ActNow,
    PageReason::Untouched,
    PageReason::Added,
    PageReason::OverdueReceipt,
    PageReason::OverdueReview,
];

fn meets(fate: Fate, sent: &mut Delivery) {
    match fate {
        Fate::Received => sent.state = sent.state.moved(DeliveryState::Received),
        Fate::Lost => sent.state = sent.state.moved(DeliveryState::Accepted),
        Fate::Failed => sent.state = sent.state.moved(DeliveryState::Failed),
        Fate::Later => sent.tries += 1,
        Fate::Waits => {}
    }
}

/// What must hold after every look.
fn holds(night: &Night, step: &Advance, out: &BTreeSet<PersonId>, now: Timestamp) -> Result<(), TestCaseError> {
    prop_assert!(step.call.is_disjoint(out), "somebody who is out is called");
    prop_assert!(step.start.iter().all(|start| !out.contains(&start.person)), "somebody who is out is sent something");
    let answered = |person: &PersonId| night.page.accepted.contains(person);
    prop_assert!(step.start.iter().all(|start| !answered(&start.person)), "whoever has it is left in peace");
    match night.page.state {
        PageState::Calling { .. } => {
            let next_at = night.page.next_at();
            prop_assert!(next_at.is_some_and(|at| at > now), "there is a next step, and it lies ahead");
            prop_assert!(now.since(night.page.started_at) < night.policy.expires_after);
            prop_assert!(
                next_at.is_some_and(|at| at <= night.page.started_at.plus(night.policy.expires_after))
                    || night.page.ways_at.is_some()
            );
        }
        PageState::Acknowledged { .. }
        | PageState::Exhausted { .. }
        | PageState::Expired { .. }
        | PageState::Over { .. } => {
            prop_assert_eq!(night.page.next_at(), None);
            prop_assert!(step.start.is_empty(), "nothing is sent for what has ended");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn an_open_page_always_has_a_next_step_and_nobody_kept_out_hears_of_it(
        lists in proptest::collection::vec(proptest::collection::vec(0_u8..6, 0..4), 6),
        holder in proptest::option::of(0_u8..6),
        which in 0_usize..6,
        now_needed in any::<bool>(),
        policy in ladders(),
        reach in reaches(),
        turns in turns(),
    ) {
        let rota = Rota { on_call: &lists[0], backup: &lists[1], asleep: &lists[2], team: &lists[3], contacts: &lists[4], out: &lists[5] };
        let mut out = people(&lists[5]);
        let mut night = Night::of(page(REASONS[which], now_needed.then_some(Urgency::Now)), rota.list());
        (night.policy, night.reach, night.holder) = (policy, reach, holder.map(person));
        let mut now = START;
        for turn in turns {
            let until = now.plus(seconds(turn.pause_s));
            now = match night.page.next_at() {
                Some(at) if !turn.late => at.max(now).min(until),
                Some(_) | None => until,
            };
            let step = night.step(now);
            holds(&night, &step, &out, now)?;
            for sent in night.sent.iter_mut().filter(|sent| sent.queued_at == now) {
                meets(match sent.to.way() { Way::Push => turn.fates[0], Way::Mail => turn.fates[1], Way::Hook(_) => turn.fates[2] }, sent);
            }
            night.page.look_at_ways(now);
            let again = night.step(now);
            holds(&night, &again, &out, now)?;
            let quiet = night.step(now);
            prop_assert!(quiet.start.is_empty() && quiet.call.is_empty(), "looking again at once does nothing");
            match turn.answer {
                0 => {
                    let before = night.page.clone();
                    night.page.answer(person(turn.who), PageAnswer::Accept, now);
                    let enough = night.page.accepted.len() >= before.accepters.count();
                    prop_assert_eq!(enough || before.next_at().is_none(), night.page.next_at().is_none());
                }
                1..=3 => { night.page.answer(person(turn.who), PageAnswer::Decline, now); }
                _ => {}
            }
            if turn.out < 6 && out.insert(person(turn.out)) {
                let out: Vec<u8> = out.iter().map(|person| person.to_bytes()[0]).collect();
                night.duty = Rota { out: &out, ..rota.clone() }.list();
                night.page.answer(person(turn.out), PageAnswer::Decline, now);
            }
        }
    }

    /// Whoever has several ways and is not heard of is tried by each of them, whatever the ladder's pauses are.
    #[test]
    fn silence_comes_to_the_last_way(pause_s in 1_i64..2_000, received in any::<bool>()) {
        let mut night = Night::of(page(PageReason::Report, None), Rota { on_call: &[1], team: &[1], ..Rota::default() }.list());
        night.policy.steps = vec![Step { who: Who::Team, pause: seconds(pause_s), calls: 60 }];
        night.reach = reach(&[1], &[Way::Push, Way::Mail, Way::Hook(HOOK)]);
        while let Some(next_at) = night.page.next_at().filter(|at| at.since(START) <= minutes(30)) {
            night.step(next_at);
            night.all_become(if received { DeliveryState::Received } else { DeliveryState::Accepted });
        }
        let first = |way| night.sent.iter().filter(|sent| sent.to.way() == way).map(|sent| sent.queued_at).min();
        if received {
            prop_assert_eq!((first(Way::Mail), first(Way::Hook(HOOK))), (None, None));
        } else {
            // A way is never tried before the one ahead of it has had its time, nor much later.
            let mail = START.plus(heard_within(Way::Push));
            prop_assert_eq!(first(Way::Mail), Some(mail));
            prop_assert_eq!(first(Way::Hook(HOOK)), Some(mail.plus(heard_within(Way::Mail))));
        }
    }
}
