//! The seal on everything private that this phone keeps: AES-256-GCM by WebCrypto.
//!
//! The key lies in IndexedDB as a `CryptoKey` that cannot be taken out, so that a copy of the stored records tells
//! nobody's story. Each seal has a fresh IV, and is bound to the place where it lies: a record that was moved does not
//! open.

use crate::idb::{Db, Store};
use app::device::StoreTrouble;
use js_sys::{Array, ArrayBuffer, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

const KEY: &str = "device";
/// Length of an AES-GCM IV, in bytes.
pub(crate) const IV_BYTES: usize = 12;

/// The key of this phone.
#[derive(Clone)]
pub(crate) struct Vault {
    subtle: SubtleCrypto,
    key: CryptoKey,
}

impl Vault {
    /// Takes the phone's key, or makes it the first time.
    pub(crate) async fn open(db: &Db) -> Result<Self, StoreTrouble> {
        let subtle = subtle()?;
        if let Some(key) = db.get(Store::Keys, KEY).await? {
            return Ok(Self { subtle, key: key.unchecked_into() });
        }
        let fresh = fresh_key(&subtle).await?;
        // Two tabs may come here at once; the first key that lies in the store is the one.
        let write = db.write(&[Store::Keys])?;
        let key = if let Some(first) = write.get(Store::Keys, KEY).await? {
            first
        } else {
            write.put(Store::Keys, KEY, &fresh)?;
            fresh.into()
        };
        write.complete().await?;
        Ok(Self { subtle, key: key.unchecked_into() })
    }

    /// Seals bytes for one place; the IV comes first.
    pub(crate) async fn seal(&self, place: &str, plain: &[u8]) -> Result<Uint8Array, StoreTrouble> {
        let iv = crate::chance::<IV_BYTES>();
        let params = aes_gcm(&iv, place);
        let promise = self
            .subtle
            .encrypt_with_object_and_u8_array(&params, &self.key, plain)
            .map_err(|_| StoreTrouble::Unavailable)?;
        let sealed = bytes(JsFuture::from(promise).await)?;
        let whole = Uint8Array::new_with_length(sealed.length() + IV_BYTES as u32);
        whole.subarray(0, IV_BYTES as u32).copy_from(&iv);
        whole.set(&sealed, IV_BYTES as u32);
        Ok(whole)
    }

    /// Opens what was sealed for that place; nothing when it was not sealed here or was touched since.
    pub(crate) async fn open_sealed(&self, place: &str, sealed: &Uint8Array) -> Option<Vec<u8>> {
        let sealed = sealed.to_vec();
        let (iv, body) = sealed.split_at_checked(IV_BYTES)?;
        let promise = self.subtle.decrypt_with_object_and_u8_array(&aes_gcm(iv, place), &self.key, body).ok()?;
        bytes(JsFuture::from(promise).await).ok().map(|plain| plain.to_vec())
    }
}

/// WebCrypto; absent where the page did not come over HTTPS.
pub(crate) fn subtle() -> Result<SubtleCrypto, StoreTrouble> {
    let window = web_sys::window().ok_or(StoreTrouble::Unavailable)?;
    let subtle = window.crypto().map_err(|_| StoreTrouble::Unavailable)?.subtle();
    if JsValue::from(subtle.clone()).is_undefined() { Err(StoreTrouble::Unavailable) } else { Ok(subtle) }
}

/// The parameters of AES-GCM, with the place as additional data; no place for a file that travels.
pub(crate) fn aes_gcm(iv: &[u8], place: &str) -> Object {
    let params = Object::new();
    set(&params, "name", &"AES-GCM".into());
    set(&params, "iv", &Uint8Array::from(iv));
    if !place.is_empty() {
        set(&params, "additionalData", &Uint8Array::from(place.as_bytes()));
    }
    params
}

/// Sets a property of a fresh object, which cannot fail.
pub(crate) fn set(object: &Object, name: &str, value: &JsValue) {
    let _set = Reflect::set(object, &name.into(), value);
}

/// The bytes of an `ArrayBuffer` that WebCrypto gave.
pub(crate) fn bytes(buffer: Result<JsValue, JsValue>) -> Result<Uint8Array, StoreTrouble> {
    let buffer: ArrayBuffer =
        buffer.map_err(|_| StoreTrouble::Unavailable)?.dyn_into().map_err(|_| StoreTrouble::Unavailable)?;
    Ok(Uint8Array::new(&buffer))
}

async fn fresh_key(subtle: &SubtleCrypto) -> Result<CryptoKey, StoreTrouble> {
    let algorithm = Object::new();
    set(&algorithm, "name", &"AES-GCM".into());
    set(&algorithm, "length", &256.into());
    let usages: Array = ["encrypt", "decrypt"].into_iter().map(JsValue::from_str).collect();
    let promise = subtle.generate_key_with_object(&algorithm, false, &usages).map_err(|_| StoreTrouble::Unavailable)?;
    let key = JsFuture::from(promise).await.map_err(|_| StoreTrouble::Unavailable)?;
    Ok(key.unchecked_into())
}
