//! What lies in a store: a few plain facts, and beside them what is private, sealed.

use crate::idb::Store;
use crate::vault::{Vault, set};
use app::device::StoreTrouble;
use domain::json;
use js_sys::{Object, Reflect, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};

const FACTS: &str = "facts";
const SEALED: &str = "sealed";
const PROGRESS: &str = "progress";

/// One record. `facts` are ids, times and states and nothing that tells a story.
pub(crate) struct Record {
    /// The plain facts as JSON.
    facts: String,
    /// What is private.
    pub(crate) sealed: Option<Uint8Array>,
    /// Of an outbox entry: who has seen it and who is coming; names are private too.
    pub(crate) progress: Option<Uint8Array>,
}

impl Record {
    /// A record of plain facts.
    pub(crate) fn of(facts: &impl Serialize, sealed: Option<Uint8Array>) -> Self {
        Self { facts: json::write(facts).unwrap_or_default(), sealed, progress: None }
    }

    /// The same record with other plain facts.
    pub(crate) fn with(self, facts: &impl Serialize) -> Self {
        Self { facts: json::write(facts).unwrap_or_default(), ..self }
    }

    /// The plain facts; nothing when another release wrote something that this one cannot read.
    pub(crate) fn facts<T: DeserializeOwned>(&self) -> Option<T> {
        json::read(&self.facts).ok()
    }

    /// As the store takes it.
    pub(crate) fn to_js(&self) -> JsValue {
        let object = Object::new();
        set(&object, FACTS, &self.facts.as_str().into());
        for (name, bytes) in [(SEALED, &self.sealed), (PROGRESS, &self.progress)] {
            if let Some(bytes) = bytes {
                set(&object, name, bytes);
            }
        }
        object.into()
    }

    /// As the store gives it.
    pub(crate) fn from_js(value: &JsValue) -> Self {
        let get = |name: &str| Reflect::get(value, &name.into()).unwrap_or_default();
        Self {
            facts: get(FACTS).as_string().unwrap_or_default(),
            sealed: get(SEALED).dyn_into().ok(),
            progress: get(PROGRESS).dyn_into().ok(),
        }
    }
}

/// Seals something for one key of one store.
pub(crate) async fn seal(
    vault: &Vault,
    store: Store,
    key: &str,
    content: &impl Serialize,
) -> Result<Uint8Array, StoreTrouble> {
    let plain = json::write(content).map_err(|_| StoreTrouble::Unavailable)?;
    vault.seal(&place(store, key), plain.as_bytes()).await
}

/// Opens what was sealed for that key of that store.
pub(crate) async fn unseal<T: DeserializeOwned>(
    vault: &Vault,
    store: Store,
    key: &str,
    sealed: Option<&Uint8Array>,
) -> Option<T> {
    let plain = vault.open_sealed(&place(store, key), sealed?).await?;
    json::read(&String::from_utf8(plain).ok()?).ok()
}

/// The place that a seal is bound to.
pub(crate) fn place(store: Store, key: &str) -> String {
    format!("{}/{key}", store.name())
}
