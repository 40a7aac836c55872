//! IndexedDB, small and typed: named stores of text keys, and transactions with strict durability.
//!
//! Invariant `saved_means_durable`: [`Write::complete`] is the only place that makes a [`Durable`], after the `complete`
//! event of a transaction that was opened with `durability: "strict"`.

use crate::vault::set;
use app::device::{Durable, StoreTrouble};
use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction, IdbTransactionMode,
};

const NAME: &str = "careline";
const VERSION: u32 = 1;

/// The stores; every key is a text, every value a [`crate::record::Record`] but for `keys`.
#[derive(Clone, Copy)]
pub(crate) enum Store {
    /// The key that seals everything else; a `CryptoKey` that cannot be taken out.
    Keys,
    /// What is being written.
    Drafts,
    /// The outbox: what waits, and receipts of what was delivered.
    Outbox,
    /// Photos that are only on this phone.
    Photos,
    /// What was fetched for the times without a network, and what this phone knows of itself.
    Kept,
}

impl Store {
    const ALL: [Self; 5] = [Self::Keys, Self::Drafts, Self::Outbox, Self::Photos, Self::Kept];

    /// The store's name, which also goes into the seal of what lies in it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Keys => "keys",
            Self::Drafts => "drafts",
            Self::Outbox => "outbox",
            Self::Photos => "photos",
            Self::Kept => "kept",
        }
    }
}

/// An open database.
#[derive(Clone)]
pub(crate) struct Db(IdbDatabase);

/// A transaction that writes. Dropped without [`Write::complete`] it still ends by itself, but nobody may say "Saved".
pub(crate) struct Write {
    transaction: IdbTransaction,
    ended: Promise,
}

impl Db {
    /// Opens the database, and makes its stores the first time.
    pub(crate) async fn open() -> Result<Self, StoreTrouble> {
        let factory =
            web_sys::window().and_then(|window| window.indexed_db().ok().flatten()).ok_or(StoreTrouble::Unavailable)?;
        let request = factory.open_with_u32(NAME, VERSION).map_err(trouble)?;
        let upgrade = wasm_bindgen::closure::Closure::once_into_js({
            let request = request.clone();
            move || make_stores(&request)
        });
        request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
        let db: IdbDatabase = answer(&request).await?.unchecked_into();
        // A newer version in another tab must not wait for this one.
        let close = wasm_bindgen::closure::Closure::once_into_js({
            let db = db.clone();
            move || db.close()
        });
        db.set_onversionchange(Some(close.unchecked_ref()));
        Ok(Self(db))
    }

    /// One value.
    pub(crate) async fn get(&self, store: Store, key: &str) -> Result<Option<JsValue>, StoreTrouble> {
        let transaction = self.0.transaction_with_str(store.name()).map_err(trouble)?;
        let found = transaction.object_store(store.name()).map_err(trouble)?.get(&key.into()).map_err(trouble)?;
        Ok(present(answer(&found).await?))
    }

    /// All keys and values of a store, by key.
    pub(crate) async fn all(&self, store: Store) -> Result<Vec<(String, JsValue)>, StoreTrouble> {
        let transaction = self.0.transaction_with_str(store.name()).map_err(trouble)?;
        let opened = transaction.object_store(store.name()).map_err(trouble)?;
        let (keys, values) = (opened.get_all_keys().map_err(trouble)?, opened.get_all().map_err(trouble)?);
        // Both listen before either is awaited.
        let (keys_heard, values_heard) = (listen(&keys), listen(&values));
        let keys: Array = ended(keys_heard, &keys).await?.unchecked_into();
        let values: Array = ended(values_heard, &values).await?.unchecked_into();
        Ok(keys.iter().map(|key| key.as_string().unwrap_or_default()).zip(values.iter()).collect())
    }

    /// Opens a transaction that writes, with strict durability.
    pub(crate) fn write(&self, stores: &[Store]) -> Result<Write, StoreTrouble> {
        let names: Array = stores.iter().map(|store| JsValue::from_str(store.name())).collect();
        let options = Object::new();
        set(&options, "durability", &"strict".into());
        let transaction = open_strictly(&self.0, &names, &options)?;
        let ended = Promise::new(&mut |done, failed| {
            transaction.set_oncomplete(Some(&done));
            transaction.set_onabort(Some(&failed));
        });
        Ok(Write { transaction, ended })
    }
}

/// web-sys knows the call with options only behind an unstable switch.
fn open_strictly(db: &IdbDatabase, names: &Array, options: &Object) -> Result<IdbTransaction, StoreTrouble> {
    let open: js_sys::Function =
        Reflect::get(db, &"transaction".into()).map_err(trouble)?.dyn_into().map_err(trouble)?;
    let mode: JsValue = IdbTransactionMode::Readwrite.into();
    Ok(open.call3(db, names, &mode, options).map_err(trouble)?.unchecked_into())
}

impl Write {
    /// One value, inside the transaction. Nothing but this transaction may be awaited until it is complete.
    pub(crate) async fn get(&self, store: Store, key: &str) -> Result<Option<JsValue>, StoreTrouble> {
        Ok(present(answer(&self.store(store)?.get(&key.into()).map_err(trouble)?).await?))
    }

    /// Puts a value over whatever stood there.
    pub(crate) fn put(&self, store: Store, key: &str, value: &JsValue) -> Result<(), StoreTrouble> {
        self.store(store)?.put_with_key(value, &key.into()).map(drop).map_err(trouble)
    }

    /// Takes a value away, if there is one.
    pub(crate) fn delete(&self, store: Store, key: &str) -> Result<(), StoreTrouble> {
        self.store(store)?.delete(&key.into()).map(drop).map_err(trouble)
    }

    /// Waits until the phone's disk has it all.
    pub(crate) async fn complete(self) -> Result<Durable, StoreTrouble> {
        match JsFuture::from(self.ended).await {
            Ok(_) => Ok(Durable::after_complete()),
            Err(_) => Err(self.transaction.error().map_or(StoreTrouble::Unavailable, |error| named(&error))),
        }
    }

    fn store(&self, store: Store) -> Result<IdbObjectStore, StoreTrouble> {
        self.transaction.object_store(store.name()).map_err(trouble)
    }
}

fn make_stores(request: &IdbOpenDbRequest) {
    let Ok(db) = request.result().map(JsCast::unchecked_into::<IdbDatabase>) else { return };
    for store in Store::ALL {
        // A store that cannot be made shows at its first use, with words for the person.
        let _made = db.create_object_store(store.name());
    }
}

async fn answer(request: &IdbRequest) -> Result<JsValue, StoreTrouble> {
    ended(listen(request), request).await
}

fn listen(request: &IdbRequest) -> Promise {
    Promise::new(&mut |done, failed| {
        request.set_onsuccess(Some(&done));
        request.set_onerror(Some(&failed));
    })
}

async fn ended(answered: Promise, request: &IdbRequest) -> Result<JsValue, StoreTrouble> {
    match JsFuture::from(answered).await {
        Ok(_) => request.result().map_err(trouble),
        Err(_) => Err(request.error().ok().flatten().map_or(StoreTrouble::Unavailable, |error| named(&error))),
    }
}

fn present(value: JsValue) -> Option<JsValue> {
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

fn trouble(error: impl Into<JsValue>) -> StoreTrouble {
    error.into().dyn_ref::<DomException>().map_or(StoreTrouble::Unavailable, named)
}

fn named(error: &DomException) -> StoreTrouble {
    if error.name() == "QuotaExceededError" { StoreTrouble::Full } else { StoreTrouble::Unavailable }
}
