//! The auditor: looks on a timer of its own whether pages go on, and says so when they do not.
//!
//! It stands beside the pager and needs nothing of it: what is late it reads from the rows, whom to tell it has read before
//! it is needed, and it sends through the channels itself. What has to be late for how long is a rule of the domain
//! ([`domain::paging::Auditor`]). Each of several servers on one database has its own; their alarms show as one.

use crate::channel::{AllowedOrigins, Channels, Message, OpaqueId, Outcome, Outgoing, Topic, Ttl, Urgency, Words};
use crate::pager::{recipient, within};
use crate::push_keys::PushKeys;
use crate::ways::HeartbeatUrl;
use desk::Desk;
use desk::auditor::Alarmed;
use desk::clock::chance;
use domain::ids::DeliveryId;
use domain::paging::{Advice, Auditor as Rule, Told, Trouble};
use domain::time::Timestamp;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, Notify};
use tokio::task::JoinSet;
use url::Url;

/// The pause between two looks. No single try to send takes as long, so that one that hangs is not found twice.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// How long storage may take to answer.
const LOOK_WITHIN: Duration = Duration::from_secs(10);
/// How long telling everybody may take.
const TELL_WITHIN: Duration = Duration::from_secs(60);
/// How long a push service keeps an alarm for a phone that is off, in seconds.
const ALARM_TTL_S: u32 = 60 * 60;

/// What the auditor works with.
pub struct Auditor {
    pub(crate) desk: Desk,
    pub(crate) channels: Arc<Channels>,
    pub(crate) keys: Arc<PushKeys>,
    pub(crate) allowed: AllowedOrigins,
    pub(crate) public_url: Url,
    /// Where it says that all is well.
    pub(crate) heartbeat: Option<HeartbeatUrl>,
    /// Starts the pager anew.
    pub(crate) pager_again: Arc<Notify>,
    pub(crate) kept: Mutex<Kept>,
}

/// What is kept from one look to the next.
#[derive(Default)]
pub(crate) struct Kept {
    rule: Rule,
    /// Whom to tell, as it was read when storage answered last: when it answers no more it is too late to ask.
    whom: Vec<Alarmed>,
}

impl Auditor {
    /// Looks until the task is dropped.
    pub(crate) async fn run(self: Arc<Self>) {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            self.look().await;
        }
    }

    /// Looks once, does what is to be done about it, and says what is wrong.
    pub async fn look(&self) -> Option<Trouble> {
        let mut kept = self.kept.lock().await;
        let found = self.trouble().await;
        if found.is_none() {
            self.read_whom(&mut kept).await;
        }
        let now = self.desk.clock().now();
        let Advice { tell, restart, beat } = kept.rule.looked(found, now);
        if restart {
            self.pager_again.notify_one();
        }
        match (tell, found) {
            (Some(Told::Alarm), Some(trouble)) => {
                tracing::error!(trouble = trouble.words(), "pages do not go on: the team and the organizers are told");
                // The list of before is good enough when this one cannot be read.
                self.read_whom(&mut kept).await;
                self.tell(&kept.whom, Words::ALARM, now).await;
                self.record(&kept.whom).await;
            }
            (Some(Told::Over), _) => {
                tracing::info!("pages go on again: whoever was told is told so");
                self.tell(&kept.whom, Words::ALARM_OVER, now).await;
            }
            (Some(Told::Alarm) | None, _) => {}
        }
        if beat {
            self.beat(now).await;
        }
        found
    }

    /// What is wrong; storage that hangs does not answer either.
    async fn trouble(&self) -> Option<Trouble> {
        match tokio::time::timeout(LOOK_WITHIN, self.desk.trouble()).await {
            Ok(Ok(found)) => found,
            Ok(Err(_)) | Err(_) => Some(Trouble::Storage),
        }
    }

    async fn read_whom(&self, kept: &mut Kept) {
        if let Ok(Ok(whom)) = tokio::time::timeout(LOOK_WITHIN, self.desk.whom_to_alarm()).await {
            kept.whom = whom;
        }
    }

    /// Tells everybody by every way at once.
    async fn tell(&self, whom: &[Alarmed], words: Words, now: Timestamp) {
        let mut sending = JoinSet::new();
        for message in whom.iter().filter_map(|one| self.message(one, words, now)) {
            let channels = self.channels.clone();
            sending.spawn(async move { within(&channels, &message, now).await });
        }
        let all = async {
            let mut taken = 0_u32;
            while let Some(done) = sending.join_next().await {
                taken += u32::from(matches!(done, Ok(Outcome::Accepted)));
            }
            taken
        };
        match tokio::time::timeout(TELL_WITHIN, all).await {
            Ok(0) => tracing::error!("no channel took the words: call the team"),
            Ok(taken) => tracing::info!(taken, "the words are out"),
            Err(_) => tracing::error!("some channels did not take the words in time"),
        }
    }

    /// Puts on record that these were told, where there is a record.
    async fn record(&self, whom: &[Alarmed]) {
        match tokio::time::timeout(LOOK_WITHIN, self.desk.alarm_raised(whom)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => crate::http::log(&error),
            Err(_) => tracing::error!("the alarm could not be put on record"),
        }
    }

    fn message(&self, to: &Alarmed, words: Words, now: Timestamp) -> Option<Outgoing> {
        let id = DeliveryId::mint(now, chance());
        // One topic for all alarms of a conference, so that a phone that was off hears the latest one alone.
        let about = OpaqueId::parse(&to.conference.to_string())?;
        let message = Message {
            delivery: OpaqueId::parse(&id.to_string())?,
            words,
            link: words.link(&self.public_url, &about),
            ttl: Ttl::seconds(ALARM_TTL_S),
            urgency: Urgency::High,
            topic: Some(Topic::of(&about)),
            about,
        };
        Some(Outgoing { to: recipient(id, &to.goes, &self.keys, &self.allowed)?, message })
    }

    /// Says outside that all is well. That it does not get through is for the service there to notice.
    async fn beat(&self, now: Timestamp) {
        if let Some(url) = &self.heartbeat {
            let outcome = self.channels.hooks().knock(url, now).await;
            if outcome != Outcome::Accepted {
                tracing::warn!("the heartbeat was not taken");
            }
        }
    }
}
