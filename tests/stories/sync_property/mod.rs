//! The invariant of `docs/sync-protocol.md` under random histories, with a server that is really killed.
//!
//! Every note is on the phone, or in the database, or both; never neither; and in the database at most once.
//!
//! Each history is drawn from a seed, which a failure names; `CARELINE_HISTORY` with that seed runs it alone.

mod dice;
mod phone;
mod site;

pub(super) use dice::Dice;
pub(super) use site::Site;

use phone::{Fate, Phone};
use std::env;
use std::time::Duration;

/// A history that takes as long as this has got stuck; most take a tenth of a second.
const STUCK_AFTER: Duration = Duration::from_mins(3);
/// How many histories are run.
const HISTORIES: u64 = 1_000;
/// How many servers run them side by side, each on a database of its own.
const SITES: u64 = 2;
/// Where the seeds start.
const FIRST_SEED: u64 = 20_270_115;
/// Steps of one history, at least and at most.
const STEPS: (u64, u64) = (4, 16);
/// Most phones of one history.
const PHONES_MAX: u64 = 4;
/// One history in so many kills the server at all; each such history does it once or a few times.
const KILLS_IN: u64 = 3;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_note_is_on_the_phone_or_in_the_database_once() {
    if let Ok(seed) = env::var("CARELINE_HISTORY") {
        let mut site = Site::open().await;
        history(&mut site, seed.parse().expect("a seed is a number")).await;
        return;
    }
    let runs = (0..SITES).map(|place| {
        tokio::spawn(async move {
            let mut site = Site::open().await;
            for number in (place..HISTORIES).step_by(usize::try_from(SITES).expect("a few")) {
                let seed = FIRST_SEED + number;
                let ended = tokio::time::timeout(STUCK_AFTER, history(&mut site, seed)).await;
                assert!(ended.is_ok(), "history {seed} goes on for ever");
            }
            site.still_has_them_all().await;
            site.kills
        })
    });
    let mut kills = 0;
    for run in runs.collect::<Vec<_>>() {
        kills += run.await.expect("no history fails");
    }
    println!("{HISTORIES} histories, {kills} kills");
    assert!(kills >= 200, "the server was killed only {kills} times");
}

/// Names the history that is under way when a test panics.
struct Named(u64);

impl Drop for Named {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the history that failed: CARELINE_HISTORY={}", self.0);
        }
    }
}

async fn history(site: &mut Site, seed: u64) {
    let _named = Named(seed);
    let mut dice = Dice::from(seed);
    let count = 1 + dice.below(PHONES_MAX);
    let mut phones: Vec<_> = site.phones(count);
    let may_kill = dice.one_in(KILLS_IN);
    let steps = STEPS.0 + dice.below(STEPS.1 - STEPS.0);
    for _ in 0..steps {
        step(site, &mut phones, &mut dice, may_kill).await;
    }
    site.checks(&phones).await;
    // An outbox can always be emptied, whatever has happened.
    site.revive().await;
    for phone in &mut phones {
        phone.empties(site.server()).await;
    }
    site.has_them_all(&phones).await;
}

async fn step(site: &mut Site, phones: &mut [Phone], dice: &mut Dice, may_kill: bool) {
    let which = usize::try_from(dice.below(phones.len() as u64)).expect("a few");
    let phone = &mut phones[which];
    match dice.below(12) {
        0..=2 => phone.writes(dice),
        3..=6 => {
            let fate = Fate::draw(dice, may_kill);
            phone.sends(site, fate, dice).await;
        }
        7 => phone.takes_the_reply(dice),
        8 => phone.crashes(),
        9 => phone.late_copies_arrive(site, dice).await,
        10 => all_send_at_once(site, phones).await,
        _ if may_kill => {
            site.kill();
            // Sometimes it stays away for a while.
            if dice.one_in(2) {
                site.revive().await;
            }
        }
        _ => phone.writes(dice),
    }
}

async fn all_send_at_once(site: &Site, phones: &mut [Phone]) {
    let server = site.server();
    futures::future::join_all(phones.iter_mut().map(|phone| phone.sends_plainly(server.clone()))).await;
}
