//! Hooks: one request to a service that an organizer has described ([`domain::hook`]).
//!
//! The address is an organizer's choice, so the server must not be led by it into its own network: plain `http` and
//! private addresses pass only where the operator has allowed that very origin, and a name is checked by what it resolves
//! to, in the connection's own resolver.

mod sign;

use super::guard::{AllowedOrigins, Forged};
use super::http::{self, Timeouts};
use super::resolver::{GuardedResolver, is_public};
use super::{Channel, Message, Outcome, Trouble};
use async_trait::async_trait;
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use domain::hook::{Hook, HookAddress, Key, Method};
use domain::time::Timestamp;
use reqwest::RequestBuilder;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue, USER_AGENT};
use std::sync::Arc;
use tokio::sync::Semaphore;
use url::{Host, Url};

/// The most requests under way at the same time; further messages wait for their turn.
const REQUESTS_AT_ONCE_MAX: usize = 32;

/// Who gets a message by a hook.
#[derive(Clone, Debug)]
pub struct HookTo {
    /// The hook.
    pub hook: Arc<Hook>,
    /// The person's address at the service; nothing for a hook that reaches the same place for everybody.
    pub to: Option<HookAddress>,
}

/// The channel to services that organizers have added.
pub struct Hooks {
    allowed: AllowedOrigins,
    /// Calls public addresses alone.
    guarded: reqwest::Client,
    /// Calls the origins that the operator has allowed, wherever they lead; nothing where there are none.
    open: Option<reqwest::Client>,
    turns: Arc<Semaphore>,
}

impl Hooks {
    /// Makes the channel. `allowed` are the origins that the operator allows beside all public ones. It fails when the
    /// machine has no root certificates, since then no service could prove who it is.
    pub fn new(allowed: AllowedOrigins, timeouts: Timeouts) -> Result<Self, reqwest::Error> {
        let guarded = http::client(timeouts, GuardedResolver::new(&AllowedOrigins::default()))?;
        let has_any = allowed.extra_hosts().next().is_some();
        let open = has_any.then(|| http::client(timeouts, GuardedResolver::new(&allowed))).transpose()?;
        Ok(Self { allowed, guarded, open, turns: Arc::new(Semaphore::new(REQUESTS_AT_ONCE_MAX)) })
    }

    /// Whether a hook's address may be called, as far as the address alone tells: a name is checked when it is called.
    pub fn may_call(&self, hook: &Hook) -> Result<(), Forged> {
        let filled = hook.fill("", "", "to", "id");
        self.client_for(filled.url.reveal()).map(|_| ())
    }

    /// Whether [`Self::knock`] may ask for this address, as far as the address alone tells.
    pub fn may_knock(&self, url: &str) -> Result<(), Forged> {
        self.client_for(url).map(|_| ())
    }

    /// Asks for an address and says nothing: a sign of life for a service that raises an alarm when it stays away.
    pub async fn knock(&self, url: &str, now: Timestamp) -> Outcome {
        match self.client_for(url) {
            Ok((client, url)) => self.sent(client.get(url).header(USER_AGENT, "Careline"), now).await,
            Err(forged) => forged.into(),
        }
    }

    /// Sends a request when it is its turn, and says what the answer means.
    async fn sent(&self, request: RequestBuilder, now: Timestamp) -> Outcome {
        let Ok(turn) = Arc::clone(&self.turns).acquire_owned().await else {
            return http::later(Trouble::NotPrepared);
        };
        match request.send().await {
            Ok(response) => {
                let outcome = http::judge_answer(&response, now);
                tokio::spawn(http::read_to_end(response, turn));
                outcome
            }
            Err(error) => http::judge_failure(&error),
        }
    }

    fn client_for(&self, url: &str) -> Result<(&reqwest::Client, Url), Forged> {
        let url = Url::parse(url).map_err(|_| Forged::NotAUrl)?;
        if let Some(open) = &self.open
            && self.allowed.has_extra(&url)
        {
            return Ok((open, url));
        }
        if url.scheme() != "https" {
            return Err(Forged::NotHttps);
        }
        // A number in place of a name asks no resolver.
        let public = match url.host() {
            Some(Host::Domain(_)) => true,
            Some(Host::Ipv4(ip)) => is_public(ip.into()),
            Some(Host::Ipv6(ip)) => is_public(ip.into()),
            None => return Err(Forged::NotAUrl),
        };
        if public { Ok((&self.guarded, url)) } else { Err(Forged::PrivateAddress) }
    }

    /// The request, or why there is none.
    fn request(&self, to: &HookTo, message: &Message, now: Timestamp) -> Result<RequestBuilder, Outcome> {
        let HookTo { hook, to } = to;
        let to = match to {
            Some(to) => to.reveal(),
            None if hook.needs_address() => return Err(Outcome::NotSetUp),
            None => "",
        };
        let (id, text) = (message.delivery.as_str(), message.words.in_one_line());
        let filled = hook.fill(&text, message.link.as_str(), to, id);
        let (client, url) = self.client_for(filled.url.reveal())?;
        let method = match filled.method {
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Get => reqwest::Method::GET,
        };
        let mut request = client.request(method, url).header(USER_AGENT, "Careline").header("Idempotency-Key", id);
        let body = filled.body.as_ref().map_or("", |(body, _)| body.reveal().as_str());
        request = with_key(request, &hook.spec().key, id, body, now).ok_or(http::later(Trouble::NotPrepared))?;
        if let Some((body, media_type)) = filled.body {
            request = request.header(CONTENT_TYPE, media_type).body(body.into_revealed());
        }
        Ok(request)
    }
}

/// Shows the hook's secret as it is to be shown, or signs with it; nothing when it cannot stand in a head.
fn with_key(request: RequestBuilder, key: &Key, id: &str, body: &str, now: Timestamp) -> Option<RequestBuilder> {
    let secret = |value: &str| {
        let mut value = HeaderValue::from_str(value).ok()?;
        value.set_sensitive(true);
        Some(value)
    };
    match key {
        // The template has put it into its place.
        Key::None | Key::Placed(_) => Some(request),
        Key::Bearer(token) => Some(request.header(AUTHORIZATION, secret(&format!("Bearer {}", token.reveal()))?)),
        Key::Basic(login) => {
            Some(request.header(AUTHORIZATION, secret(&format!("Basic {}", BASE64.encode(login.reveal())))?))
        }
        Key::Header { name, value } => Some(request.header(name, secret(value.reveal())?)),
        Key::Sign(key) => {
            let at_s = now.millis().div_euclid(1_000);
            let signature = sign::signature(key.reveal(), id, at_s, body);
            Some(
                request
                    .header("webhook-id", id)
                    .header("webhook-timestamp", at_s)
                    .header("webhook-signature", signature),
            )
        }
    }
}

#[async_trait]
impl Channel for Hooks {
    type To = HookTo;

    fn name(&self) -> &'static str {
        "hook"
    }

    async fn send(&self, to: &HookTo, message: &Message, now: Timestamp) -> Outcome {
        match self.request(to, message, now) {
            Ok(request) => self.sent(request, now).await,
            Err(outcome) => outcome,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::hook::{Preset, Spec};
    use domain::ids::HookId;

    fn may_call(url: &str, allowed: &[&str]) -> Result<(), Forged> {
        let preset = Preset::Json;
        let spec = Spec {
            name: "Pager".into(),
            preset,
            url: url.into(),
            method: preset.method(),
            content: preset.content(),
            template: preset.template().into(),
            key: Key::None,
        };
        let hook = Hook::parse(HookId::from_bytes([1; 16]), spec).unwrap();
        let hooks = Hooks::new(AllowedOrigins::with_extra(allowed).unwrap(), Timeouts::default()).unwrap();
        hooks.may_call(&hook)
    }

    #[test]
    fn a_hook_leads_into_no_private_network_unless_the_operator_says_so() {
        let table = [
            ("https://sms.example/send", Ok(())),
            ("https://sms.example:8443/send", Ok(())),
            ("https://142.250.74.74/x", Ok(())),
            ("http://sms.example/send", Err(Forged::NotHttps)),
            ("https://127.0.0.1/x", Err(Forged::PrivateAddress)),
            ("https://10.1.2.3:8443/x", Err(Forged::PrivateAddress)),
            ("https://169.254.169.254/latest/meta-data", Err(Forged::PrivateAddress)),
            ("https://2130706433/x", Err(Forged::PrivateAddress)),
            ("https://0x7f.1/x", Err(Forged::PrivateAddress)),
            ("https://[::1]/x", Err(Forged::PrivateAddress)),
            ("https://[::ffff:10.0.0.1]/x", Err(Forged::PrivateAddress)),
            ("https://a.example:99999/x", Err(Forged::NotAUrl)),
            ("http://127.0.0.1:8123/x", Ok(())),
            // The host alone is not the origin.
            ("https://127.0.0.1:8123/x", Err(Forged::PrivateAddress)),
            ("http://127.0.0.1:8124/x", Err(Forged::NotHttps)),
        ];
        for (url, wanted) in table {
            assert_eq!(may_call(url, &["http://127.0.0.1:8123"]), wanted, "{url}");
        }
    }
}
