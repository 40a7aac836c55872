//! The pager: takes every step that is due, reminds of what is overdue, and sends what is waiting.
//!
//! It owns no state that matters: whom a page has called and which pushes wait are rows, written before anything is
//! sent. A push that was sent but not noted before a kill is sent again; the phone shows it once, because both carry the
//! page's tag.

use crate::channel::AllowedOrigins;
use crate::channel::{
    Channels, Device, Message, OpaqueId, Outcome, Outgoing, Recipient, Target, Topic, Ttl, Urgency, Words,
};
use crate::push_keys::PushKeys;
use desk::Desk;
use desk::pushes::{Outbound, PushNews};
use domain::ids::PushId;
use domain::paging::{EscalationPolicy, PushAbout, PushState};
use domain::time::Timestamp;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::Instant;
use url::Url;

/// How often the pager looks even when nothing wakes it: the net below a lost wake-up.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// The pause after storage failed.
const AFTER_TROUBLE: Duration = Duration::from_secs(1);
/// How many times a push is tried before it counts as failed; the ladder goes on meanwhile.
const TRIES_MAX: u32 = 5;
/// The pause before the second try; it doubles with each.
const TRY_AGAIN: Duration = Duration::from_secs(2);
/// The longest pause between two tries; a push whose service asks for more counts as failed.
const PAUSE_MAX: Duration = Duration::from_mins(1);
/// How long a push service keeps a page for a phone that is off, in seconds: until the ladder has moved on.
const PAGE_TTL_S: u32 = 600;
/// How long a push service keeps what is asked of somebody whose phone is off, in seconds: over a night.
const ASK_TTL_S: u32 = 12 * 60 * 60;

/// What the pager works with.
pub(crate) struct Pager {
    pub(crate) desk: Desk,
    pub(crate) policy: EscalationPolicy,
    pub(crate) channels: Arc<Channels>,
    pub(crate) keys: Arc<PushKeys>,
    pub(crate) allowed: AllowedOrigins,
    pub(crate) public_url: Url,
}

/// A try that is under way or waits for its next turn.
#[derive(Clone, Copy)]
enum Turn {
    UnderWay,
    NotBefore(Instant),
}

#[derive(Default)]
struct Round {
    turns: HashMap<PushId, (Turn, u32)>,
    sending: JoinSet<(Outbound, Outcome)>,
}

impl Pager {
    /// Runs until the task is dropped.
    pub(crate) async fn run(self) {
        let mut round = Round::default();
        loop {
            let next = self.step(&mut round).await;
            let wake = tokio::time::sleep(next);
            tokio::select! {
                () = wake => {}
                () = self.desk.pages_due() => {}
                Some(done) = round.sending.join_next(), if !round.sending.is_empty() => match done {
                    Ok(done) => self.note(&mut round, done).await,
                    // Which push it was is lost with the task, so all that are under way get another turn: rather twice
                    // than never.
                    Err(_) => round.turns.retain(|_, (turn, _)| !matches!(turn, Turn::UnderWay)),
                },
            }
        }
    }

    /// Climbs what is due, reminds of what is overdue, sends what waits, and says how long there is nothing to do.
    async fn step(&self, round: &mut Round) -> Duration {
        let due = match self.desk.advance_pages(&self.policy).await {
            Ok(next) => next,
            Err(error) => {
                crate::http::log(&error);
                return AFTER_TROUBLE;
            }
        };
        // What is only asked for comes after what calls, and its trouble keeps no page waiting.
        let look = match self.desk.remind().await {
            Ok(next) => next,
            Err(error) => {
                crate::http::log(&error);
                None
            }
        };
        if let Err(error) = self.send_waiting(round).await {
            crate::http::log(&error);
            return AFTER_TROUBLE;
        }
        let due = due.into_iter().chain(look).min();
        let until_due = due.map_or(LOOK_EVERY, |at| until(at, self.desk.clock().now()));
        let now = Instant::now();
        let until_retry = round.turns.values().filter_map(|(turn, _)| match turn {
            Turn::NotBefore(at) => Some(at.saturating_duration_since(now)),
            Turn::UnderWay => None,
        });
        until_retry.min().unwrap_or(LOOK_EVERY).min(until_due).min(LOOK_EVERY)
    }

    async fn send_waiting(&self, round: &mut Round) -> Result<(), desk::DeskError> {
        let waiting = self.desk.outbound_pushes().await?;
        let mut news = Vec::new();
        let now = Instant::now();
        for outbound in waiting {
            let id = outbound.push.id;
            let tries = match round.turns.get(&id) {
                Some((Turn::UnderWay, _)) => continue,
                Some((Turn::NotBefore(at), _)) if *at > now => continue,
                Some((Turn::NotBefore(_), tries)) => *tries,
                None => 0,
            };
            match self.message(&outbound) {
                Some(message) => {
                    round.turns.insert(id, (Turn::UnderWay, tries));
                    let (channels, at) = (self.channels.clone(), self.desk.clock().now());
                    round.sending.spawn(async move { (outbound, channels.send(&message, at).await) });
                }
                None => news.push(moved(&outbound, PushState::Failed, false)),
            }
        }
        if news.is_empty() { Ok(()) } else { self.desk.pushes_moved(&news).await }
    }

    /// The message, if the device still takes pushes.
    fn message(&self, outbound: &Outbound) -> Option<Outgoing> {
        let to = &outbound.to.as_ref()?.to;
        let target = Target::parse(to.endpoint.reveal(), &to.p256dh, to.auth.reveal(), &self.allowed).ok()?;
        let receipt = self.keys.receipt_token(outbound.push.id)?;
        let (words, shown, ttl_s) = match outbound.push.about {
            PushAbout::Page(page) => (Words::PAGE, page.to_string(), PAGE_TTL_S),
            PushAbout::Ask(ask) => (Words::ASK, ask.to_string(), ASK_TTL_S),
            PushAbout::Test => (Words::TEST, outbound.push.id.to_string(), PAGE_TTL_S),
        };
        let about = OpaqueId::parse(&shown)?;
        let message = Message {
            delivery: OpaqueId::parse(&outbound.push.id.to_string())?,
            words,
            link: words.link(&self.public_url, &about),
            ttl: Ttl::seconds(ttl_s),
            urgency: Urgency::High,
            topic: Some(Topic::of(&about)),
            about,
        };
        Some(Outgoing { to: Recipient::Device(Device { target, receipt }), message })
    }

    /// Notes what push services said: this answer and every other that has come in meanwhile, in one change.
    async fn note(&self, round: &mut Round, first: (Outbound, Outcome)) {
        let mut news = Vec::new();
        let mut done = Some(first);
        while let Some((outbound, outcome)) = done {
            let tries = round.turns.remove(&outbound.push.id).map_or(1, |(_, tries)| tries + 1);
            match settled(&outbound, outcome, tries) {
                Ok(item) => news.push(item),
                Err(pause) => {
                    let turn = Turn::NotBefore(Instant::now() + pause);
                    round.turns.insert(outbound.push.id, (turn, tries));
                }
            }
            done = round.sending.try_join_next().and_then(Result::ok);
        }
        if let Err(error) = self.desk.pushes_moved(&news).await {
            // The pushes stay waiting and are sent again: rather twice than never.
            crate::http::log(&error);
        }
    }
}

fn until(at: Timestamp, now: Timestamp) -> Duration {
    Duration::from_millis(u64::try_from(at.since(now).millis()).unwrap_or(0))
}

const fn moved(outbound: &Outbound, state: PushState, gone: bool) -> PushNews {
    PushNews { push: outbound.push.id, device: outbound.push.device, state, gone }
}

/// What an outcome means for the push: news, or a pause before the next try.
fn settled(outbound: &Outbound, outcome: Outcome, tries: u32) -> Result<PushNews, Duration> {
    match outcome {
        Outcome::Accepted => Ok(moved(outbound, PushState::Accepted, false)),
        Outcome::Gone => Ok(moved(outbound, PushState::Failed, true)),
        Outcome::Refused { status } => {
            tracing::error!(status, "a push service refuses this server's pushes: check the contact and the clock");
            Ok(moved(outbound, PushState::Failed, false))
        }
        Outcome::TooLarge | Outcome::NotSetUp | Outcome::Blocked(_) => Ok(moved(outbound, PushState::Failed, false)),
        Outcome::Later { retry_after_s, .. } => {
            let asked = Duration::from_secs(retry_after_s.unwrap_or(0));
            // Whoever asks us to stay away for longer cannot be reached with this page; the ladder knows others.
            if tries >= TRIES_MAX || asked > PAUSE_MAX {
                Ok(moved(outbound, PushState::Failed, false))
            } else {
                Err(asked.max(TRY_AGAIN * 2_u32.saturating_pow(tries - 1)))
            }
        }
    }
}
