//! Hooks as screens see and write them. A secret goes in and never comes out again.

use super::{BadHook, Content, Hook, Key, KeyKind, Method, Preset, Spec, Tried};
use crate::ids::HookId;
use crate::private::Private;
use serde::{Deserialize, Serialize};

/// A hook as an organizer writes it down: a new one, or what becomes of an older one with the same id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewHook {
    /// Its id, minted on the device so that a repeat is harmless.
    pub id: HookId,
    /// What people call it.
    pub name: String,
    /// The kind of service.
    pub preset: Preset,
    /// The address; nothing to keep the one that there is.
    pub url: Option<Private<String>>,
    /// How the request is made.
    pub method: Method,
    /// How the body is written.
    pub content: Content,
    /// The body.
    pub template: Private<String>,
    /// The secret; nothing to keep the one that there is.
    pub key: Option<Key>,
}

impl NewHook {
    /// Checks it, with what it leaves unsaid taken from the older hook. A secret does not follow to another host unless it
    /// is typed again: whoever may change an address may not thereby read a secret that somebody else has typed.
    pub fn over(self, old: Option<&Hook>) -> Result<Hook, BadHook> {
        let old_spec = old.map(Hook::spec);
        let url = self.url.or_else(|| old_spec.map(|spec| spec.url.clone())).ok_or(BadHook::Url)?;
        let kept = self.key.is_none();
        let key = self.key.or_else(|| old_spec.map(|spec| spec.key.clone())).unwrap_or(Key::None);
        let spec = Spec {
            name: self.name,
            preset: self.preset,
            url,
            method: self.method,
            content: self.content,
            template: self.template,
            key,
        };
        let hook = Hook::parse(self.id, spec)?;
        let moved = old.is_some_and(|old| old.origin() != hook.origin());
        if kept && moved && hook.spec().key.kind() != KeyKind::None {
            return Err(BadHook::SecretAgain);
        }
        Ok(hook)
    }
}

/// A hook as organizers see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HookRow {
    /// Its id.
    pub id: HookId,
    /// What people call it.
    pub name: String,
    /// The kind of service.
    pub preset: Preset,
    /// Scheme and host of its address; the rest may be a secret.
    pub origin: String,
    /// How the request is made.
    pub method: Method,
    /// How the body is written.
    pub content: Content,
    /// The body.
    pub template: Private<String>,
    /// What its secret is used for.
    pub key: KeyKind,
    /// Whether it needs an address of each person.
    pub needs_address: bool,
    /// Its last try.
    pub tried: Option<Tried>,
}

impl HookRow {
    /// What of a hook may be shown.
    pub fn of(hook: &Hook, tried: Option<Tried>) -> Self {
        let spec = hook.spec();
        Self {
            id: hook.id(),
            name: spec.name.clone(),
            preset: spec.preset,
            origin: hook.origin().to_owned(),
            method: spec.method,
            content: spec.content,
            template: spec.template.clone(),
            key: spec.key.kind(),
            needs_address: hook.needs_address(),
            tried,
        }
    }
}

/// A hook as everybody sees it who may choose it for themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedHook {
    /// Its id.
    pub id: HookId,
    /// What people call it.
    pub name: String,
    /// The kind of service, which says what an address is called there.
    pub preset: Preset,
    /// Whether it needs an address of each person.
    pub needs_address: bool,
}

impl OfferedHook {
    /// What of a hook everybody may see.
    pub fn of(hook: &Hook) -> Self {
        let spec = hook.spec();
        Self { id: hook.id(), name: spec.name.clone(), preset: spec.preset, needs_address: hook.needs_address() }
    }
}

/// The ways to reach people beside pushes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaysView {
    /// Whether the server sends mail.
    pub sends_mail: bool,
    /// The hooks, by name.
    pub hooks: Vec<HookRow>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(url: Option<&str>, key: Option<Key>) -> NewHook {
        NewHook {
            id: HookId::from_bytes([1; 16]),
            name: "Pager".into(),
            preset: Preset::Json,
            url: url.map(Private::from),
            method: Method::Post,
            content: Content::Json,
            template: r#"{"text": "{text}"}"#.into(),
            key,
        }
    }

    #[test]
    fn what_is_left_unsaid_stays_and_a_secret_does_not_follow_to_another_host() {
        let bearer = || Some(Key::Bearer("token".into()));
        assert_eq!(new(None, bearer()).over(None).err(), Some(BadHook::Url));
        let first = new(Some("https://a.example/x"), bearer()).over(None).unwrap();
        let same = new(None, None).over(Some(&first)).unwrap();
        assert_eq!(same, first);
        let moved = new(Some("https://a.example/y"), None).over(Some(&first)).unwrap();
        assert_eq!(moved.spec().key, first.spec().key);
        assert_eq!(new(Some("https://b.example/x"), None).over(Some(&first)).err(), Some(BadHook::SecretAgain));
        assert!(new(Some("https://b.example/x"), bearer()).over(Some(&first)).is_ok());
        assert_eq!(new(None, Some(Key::None)).over(Some(&first)).unwrap().spec().key, Key::None);
        assert!(new(Some("https://b.example/x"), None).over(None).is_ok(), "a new one has no secret yet");
    }

    #[test]
    fn hooks_travel_as_they_are() {
        let header = Key::Header { name: "X-Key".into(), value: "v".into() };
        for written in [new(Some("https://a.example/{to}"), Some(header)), new(None, None)] {
            let told = crate::json::write(&written).unwrap();
            assert_eq!(crate::json::read::<NewHook>(&told), Ok(written));
        }
        let hook = new(Some("https://a.example/"), None).over(None).unwrap();
        let tried = Tried { at: crate::time::Timestamp::from_millis(1), heard: crate::hook::Heard::Refused(403) };
        let view = WaysView { sends_mail: true, hooks: vec![HookRow::of(&hook, Some(tried))] };
        let told = crate::json::write(&view).unwrap();
        assert_eq!(crate::json::read::<WaysView>(&told), Ok(view));
    }

    #[test]
    fn a_row_tells_no_secret() {
        let key = Some(Key::Bearer("token-1".into()));
        let hook = new(Some("https://a.example/secret-path"), key).over(None).unwrap();
        let told = crate::json::write(&HookRow::of(&hook, None)).unwrap();
        assert!(!told.contains("token-1") && !told.contains("secret-path"), "{told}");
    }
}
