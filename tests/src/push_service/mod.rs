//! A push service on this machine, with the phones behind it.
//!
//! It mints subscriptions with real keys, checks each request as strictly as the strictest known service, opens the
//! message as the phone would, and answers as it is told: [`PushService::answer`]. What a sender did wrong stands in
//! [`PushService::faults`].

mod http;
mod open;
#[cfg(test)]
mod outcomes;

pub use crate::answer::Answer;
pub use open::Claims;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use p256::elliptic_curve::rand_core::{OsRng, RngCore as _};
use p256::elliptic_curve::sec1::ToEncodedPoint as _;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How long [`PushService::wait_for`] waits before it gives up and fails the test.
const WAIT_MAX: Duration = Duration::from_secs(20);

/// What a browser hands to the application's server after subscribing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Subscription {
    /// Where messages for this device go.
    pub endpoint: String,
    /// The device's public key, base64url.
    pub p256dh: String,
    /// The secret that device and sender share, base64url.
    pub auth: String,
}

/// One correct request.
#[derive(Clone, Debug, PartialEq)]
pub struct Received {
    /// The address that it came to.
    pub endpoint: String,
    /// The message, opened and parsed.
    pub payload_json: Value,
    /// The opened message's length in bytes, with its padding.
    pub plain_len: usize,
    /// The length of the encrypted body in bytes.
    pub raw_len: usize,
    /// `TTL`, in seconds.
    pub ttl: u32,
    /// `Urgency`.
    pub urgency: Option<String>,
    /// `Topic`.
    pub topic: Option<String>,
    /// The sender's token; its signature and `aud` are checked.
    pub claims: Claims,
    /// The key that signed the token, base64url.
    pub vapid_key: String,
    /// Whether the service took the message, or only saw it and answered something else.
    pub taken: bool,
}

/// The service; it stops when dropped.
pub struct PushService {
    origin: String,
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

struct Shared {
    origin: String,
    state: Mutex<State>,
    /// Counts requests, for those who wait.
    requests: watch::Sender<usize>,
}

#[derive(Default)]
struct State {
    devices: BTreeMap<String, Device>,
    received: Vec<Received>,
    faults: Vec<String>,
    now_s: Option<i64>,
}

struct Device {
    subscription: Subscription,
    secret: p256::SecretKey,
    auth: [u8; 16],
    sender: Option<String>,
    answer: Answer,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PushService {
    /// Starts a service on a free port of this machine.
    ///
    /// # Panics
    /// When no port can be opened.
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
        let listener = listener.expect("a free port for the push service");
        let address = listener.local_addr().expect("the push service's port");
        let origin = format!("http://{address}");
        let shared =
            Arc::new(Shared { origin: origin.clone(), state: Mutex::default(), requests: watch::Sender::new(0) });
        let app = http::routes(Arc::clone(&shared));
        let server = tokio::spawn(async move {
            let served = axum::serve(listener, app).await;
            served.expect("the push service runs until it is dropped");
        });
        Self { origin, shared, server }
    }

    /// The origin to allow in the application's server, such as `http://127.0.0.1:41234`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Subscribes a new device that takes messages from any sender.
    pub fn subscribe(&self) -> Subscription {
        self.add_device(None)
    }

    /// Subscribes a new device as browsers do: only the sender with this public key (base64url) may write to it.
    pub fn subscribe_for(&self, application_server_key: &str) -> Subscription {
        self.add_device(Some(application_server_key.to_owned()))
    }

    fn add_device(&self, sender: Option<String>) -> Subscription {
        let secret = p256::SecretKey::random(&mut OsRng);
        let mut auth = [0; 16];
        OsRng.fill_bytes(&mut auth);
        let mut id = [0; 16];
        OsRng.fill_bytes(&mut id);
        let id = URL_SAFE_NO_PAD.encode(id);
        let public = secret.public_key().to_encoded_point(false);
        let subscription = Subscription {
            endpoint: format!("{}/push/{id}", self.origin),
            p256dh: URL_SAFE_NO_PAD.encode(public.as_bytes()),
            auth: URL_SAFE_NO_PAD.encode(auth),
        };
        let device = Device { subscription: subscription.clone(), secret, auth, sender, answer: Answer::Accept };
        self.shared.state().devices.insert(id, device);
        subscription
    }

    /// From now on, answers correct requests for this device so; a wrong one is refused whatever is set.
    ///
    /// # Panics
    /// When the subscription is of another service.
    pub fn answer(&self, subscription: &Subscription, answer: Answer) {
        let mut state = self.shared.state();
        let device = state.devices.values_mut().find(|device| device.subscription == *subscription);
        device.expect("a device of this service").answer = answer;
    }

    /// Sets the service's clock (seconds since 1970). From then on tokens that are expired, or valid for more than a
    /// day, are refused.
    pub fn set_clock(&self, now_s: i64) {
        self.shared.state().now_s = Some(now_s);
    }

    /// The messages taken for this device, oldest first.
    pub fn messages(&self, subscription: &Subscription) -> Vec<Received> {
        let mut requests = self.requests(subscription);
        requests.retain(|received| received.taken);
        requests
    }

    /// The correct requests for this device, also those that were not taken, oldest first.
    pub fn requests(&self, subscription: &Subscription) -> Vec<Received> {
        let mut received = self.shared.state().received.clone();
        received.retain(|received| received.endpoint == subscription.endpoint);
        received
    }

    /// The messages taken for all devices, oldest first.
    pub fn all_messages(&self) -> Vec<Received> {
        let mut received = self.shared.state().received.clone();
        received.retain(|received| received.taken);
        received
    }

    /// What senders did wrong, one line per refused request. A story ends with this empty.
    pub fn faults(&self) -> Vec<String> {
        self.shared.state().faults.clone()
    }

    /// Waits until `count` messages were taken for all devices together, and gives back all of them.
    ///
    /// # Panics
    /// When they do not come within 20 seconds.
    pub async fn wait_for(&self, count: usize) -> Vec<Received> {
        self.wait_until(|| self.all_messages(), count).await
    }

    /// Waits until `count` correct requests for this device came, also those not taken, and gives back all of them.
    ///
    /// # Panics
    /// When they do not come within 20 seconds.
    pub async fn wait_for_requests(&self, subscription: &Subscription, count: usize) -> Vec<Received> {
        self.wait_until(|| self.requests(subscription), count).await
    }

    async fn wait_until(&self, read: impl Fn() -> Vec<Received>, count: usize) -> Vec<Received> {
        let mut requests = self.shared.requests.subscribe();
        let enough = requests.wait_for(|_| read().len() >= count);
        if tokio::time::timeout(WAIT_MAX, enough).await.is_err() {
            let (came, faults) = (read().len(), self.faults());
            panic!("waited for {count} push messages, {came} came; faults: {faults:?}");
        }
        read()
    }
}

impl Drop for PushService {
    fn drop(&mut self) {
        self.server.abort();
    }
}
