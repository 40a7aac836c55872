//! What the desk asks of whoever sends: whether a service may be called, and how a try went. The server gives it; a desk
//! without one, as on the command line, has no way to people.

use async_trait::async_trait;
use domain::hook::{Heard, Hook, HookAddress};
use domain::mail::MailAddress;
use domain::time::Timestamp;
use std::sync::Arc;

/// The machine's ways out.
#[async_trait]
pub trait Outside: Send + Sync {
    /// Whether this hook's address may be called; the sentence is for whoever typed it.
    fn may_call(&self, hook: &Hook) -> Result<(), String>;
    /// Whether mails can be sent.
    fn sends_mail(&self) -> bool;
    /// Sends a test by a hook, through the same path as a page.
    async fn try_hook(&self, hook: Arc<Hook>, to: Option<HookAddress>, now: Timestamp) -> Heard;
    /// Sends a test by mail, through the same path as a page.
    async fn try_mail(&self, to: MailAddress, now: Timestamp) -> Heard;
}

/// No way out.
pub(crate) struct Nowhere;

#[async_trait]
impl Outside for Nowhere {
    fn may_call(&self, _hook: &Hook) -> Result<(), String> {
        Ok(())
    }

    fn sends_mail(&self) -> bool {
        false
    }

    async fn try_hook(&self, _hook: Arc<Hook>, _to: Option<HookAddress>, _now: Timestamp) -> Heard {
        Heard::NotSetUp
    }

    async fn try_mail(&self, _to: MailAddress, _now: Timestamp) -> Heard {
        Heard::NotSetUp
    }
}
