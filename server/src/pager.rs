//! The pager: takes every step that is due, reminds of what is overdue, asks who is on duty soon, and sends what is waiting.
//!
//! It owns no state that matters: whom a page has called, what waits to be sent, since when and by which server are rows,
//! written before anything is sent. Several servers share one database by claims on these rows, so that what one of them is
//! sending no other one sends, and what a dead one left behind is taken over when its claim runs out. A message that was sent
//! but not noted before a kill is sent again; the phone shows it once, because both carry the page's tag.

use crate::channel::{
    AllowedOrigins, Channels, Device, HookTo, Message, OpaqueId, Outcome, Outgoing, Recipient, Target, Topic, Trouble,
    Ttl, Urgency, Words,
};
use crate::push_keys::PushKeys;
use desk::Desk;
use desk::deliveries::{Became, DeliveryNews, Goes, Outbound, SEND_WITHIN};
use domain::hook::HookAddress;
use domain::ids::DeliveryId;
use domain::mail::MailAddress;
use domain::paging::{DeliveryAbout, DeliveryState};
use domain::time::{Span, Timestamp, seconds};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use url::Url;

/// How often the pager looks even when nothing wakes it: the net below a lost wake-up.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// The pause after storage failed.
const AFTER_TROUBLE: Duration = Duration::from_secs(1);
/// How long a push service keeps a page for a phone that is off, in seconds: until the ladder has moved on.
const PAGE_TTL_S: u32 = 600;
/// How long a push service keeps what is asked of somebody whose phone is off, in seconds: over a night.
const ASK_TTL_S: u32 = 12 * 60 * 60;

/// What the pager works with.
#[derive(Clone)]
pub(crate) struct Pager {
    pub(crate) desk: Desk,
    pub(crate) channels: Arc<Channels>,
    pub(crate) keys: Arc<PushKeys>,
    pub(crate) allowed: AllowedOrigins,
    pub(crate) public_url: Url,
}

/// What is being sent just now.
#[derive(Default)]
struct Round {
    under_way: BTreeSet<DeliveryId>,
    sending: JoinSet<(DeliveryId, Outcome)>,
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
                    // Which delivery it was is lost with the task, so all that are under way get another turn: rather
                    // twice than never.
                    Err(_) => round.under_way.clear(),
                },
            }
        }
    }

    /// Climbs what is due, reminds of what is overdue, sends what waits, and says how long there is nothing to do.
    async fn step(&self, round: &mut Round) -> Duration {
        let due = match self.desk.advance_pages().await {
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
        let duty = match self.desk.check_duty().await {
            Ok(next) => next,
            Err(error) => {
                crate::http::log(&error);
                None
            }
        };
        let drills = match self.desk.end_due_drills().await {
            Ok(next) => next,
            Err(error) => {
                crate::http::log(&error);
                None
            }
        };
        let waits = match self.send_waiting(round).await {
            Ok(next) => next,
            Err(error) => {
                crate::http::log(&error);
                return AFTER_TROUBLE;
            }
        };
        let next = [due, look, duty, drills, waits].into_iter().flatten().min();
        next.map_or(LOOK_EVERY, |at| until(at, self.desk.clock().now())).min(LOOK_EVERY)
    }

    async fn send_waiting(&self, round: &mut Round) -> Result<Option<Timestamp>, desk::DeskError> {
        let mut news = Vec::new();
        for outbound in self.desk.outbound(&round.under_way).await? {
            let delivery = outbound.delivery.id;
            match self.message(&outbound) {
                Some(message) => {
                    round.under_way.insert(delivery);
                    let (channels, at) = (self.channels.clone(), self.desk.clock().now());
                    round.sending.spawn(async move { (delivery, within(&channels, &message, at).await) });
                }
                None if outbound.goes == Goes::NotNeeded => news.push(moved(delivery, DeliveryState::Expired)),
                None => news.push(moved(delivery, DeliveryState::Failed)),
            }
        }
        self.desk.deliveries_moved(&news).await?;
        self.desk.next_outbound().await
    }

    /// The message, if there is somewhere to send it.
    fn message(&self, outbound: &Outbound) -> Option<Outgoing> {
        let id = outbound.delivery.id;
        let to = recipient(id, &outbound.goes, &self.keys, &self.allowed)?;
        let (words, about, ttl_s) = match outbound.delivery.about {
            DeliveryAbout::Page(page) => {
                let words = match (outbound.is_drill, outbound.to_contact) {
                    (false, false) => Words::PAGE,
                    (false, true) => Words::CONTACT,
                    (true, false) => Words::DRILL,
                    (true, true) => Words::DRILL_CONTACT,
                };
                (words, page.to_string(), PAGE_TTL_S)
            }
            DeliveryAbout::Ask(ask) => (Words::ASK, ask.to_string(), ASK_TTL_S),
            DeliveryAbout::Test => (Words::TEST, id.to_string(), PAGE_TTL_S),
            DeliveryAbout::Stopped => (Words::STOPPED, id.to_string(), ASK_TTL_S),
        };
        let about = OpaqueId::parse(&about)?;
        let message = Message {
            delivery: OpaqueId::parse(&id.to_string())?,
            words,
            link: words.link(&self.public_url, &about),
            ttl: Ttl::seconds(ttl_s),
            urgency: Urgency::High,
            topic: Some(Topic::of(&about)),
            about,
        };
        Some(Outgoing { to, message })
    }

    /// Notes what services said: this answer and every other that has come in meanwhile, in one change.
    async fn note(&self, round: &mut Round, first: (DeliveryId, Outcome)) {
        let mut news = Vec::new();
        let mut done = Some(first);
        while let Some((delivery, outcome)) = done {
            round.under_way.remove(&delivery);
            news.push(DeliveryNews { delivery, became: became(outcome) });
            done = round.sending.try_join_next().and_then(Result::ok);
        }
        if let Err(error) = self.desk.deliveries_moved(&news).await {
            // They stay waiting and are sent again: rather twice than never.
            crate::http::log(&error);
        }
    }
}

/// Who gets what goes there; nothing where it goes nowhere.
pub(crate) fn recipient(id: DeliveryId, goes: &Goes, keys: &PushKeys, allowed: &AllowedOrigins) -> Option<Recipient> {
    match goes {
        Goes::Push(subscription) => {
            let to = &subscription.to;
            let target = Target::parse(to.endpoint.reveal(), &to.p256dh, to.auth.reveal(), allowed).ok()?;
            Some(Recipient::Device(Device { target, receipt: keys.receipt_token(id)? }))
        }
        Goes::Mail(address) => Some(Recipient::Mail(MailAddress::parse(address.reveal()).ok()?)),
        Goes::Hook(hook, to) => {
            let to = if hook.needs_address() {
                Some(HookAddress::parse(hook.spec().preset, to.reveal()).ok()?)
            } else {
                None
            };
            Some(Recipient::Hook(HookTo { hook: hook.clone(), to }))
        }
        Goes::Nowhere | Goes::NotNeeded => None,
    }
}

/// Sends, and ends within the time for which the delivery belongs to this server.
pub(crate) async fn within(channels: &Channels, message: &Outgoing, at: Timestamp) -> Outcome {
    let longest = Duration::from_millis(SEND_WITHIN.millis().unsigned_abs());
    let sent = tokio::time::timeout(longest, channels.send(message, at)).await;
    sent.unwrap_or(Outcome::Later { why: Trouble::TimedOut, retry_after_s: None })
}

fn until(at: Timestamp, now: Timestamp) -> Duration {
    Duration::from_millis(u64::try_from(at.since(now).millis()).unwrap_or(0))
}

const fn moved(delivery: DeliveryId, state: DeliveryState) -> DeliveryNews {
    DeliveryNews { delivery, became: Became::Moved(state) }
}

/// What an outcome means for the delivery.
fn became(outcome: Outcome) -> Became {
    match outcome {
        Outcome::Accepted => Became::Moved(DeliveryState::Accepted),
        Outcome::Gone => Became::Gone,
        Outcome::Refused { status } => {
            tracing::error!(status, "a service refuses this server's messages: check the contact and the clock");
            Became::Moved(DeliveryState::Failed)
        }
        Outcome::TooLarge | Outcome::NotSetUp | Outcome::Blocked(_) => Became::Moved(DeliveryState::Failed),
        Outcome::Later { retry_after_s, .. } => Became::Later { pause: retry_after_s.map(pause) },
    }
}

fn pause(asked_s: u64) -> Span {
    seconds(i64::try_from(asked_s).unwrap_or(i64::MAX))
}
