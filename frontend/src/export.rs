//! Notes in an encrypted file. The format and how to open it: `docs/note-export.md`.

use crate::outbox_idb::opened;
use crate::push::base64url;
use crate::vault::{IV_BYTES, aes_gcm, bytes, set, subtle};
use crate::{chance, clock, page, photos};
use app::device::{StoreTrouble, Written};
use domain::ids::{NoteId, PhotoId};
use domain::json;
use domain::note::NoteBody;
use domain::private::Private;
use domain::time::Timestamp;
use js_sys::{Array, Object, Uint8Array};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, CryptoKey, HtmlElement, Url};

/// Rounds of PBKDF2-HMAC-SHA-256; some tenths of a second on a phone.
const ROUNDS: u32 = 600_000;
const SALT_BYTES: usize = 16;
const FILE_NAME: &str = "careline-export.json";

/// The file.
#[derive(Serialize)]
struct File {
    what: &'static str,
    format: u32,
    key: KeyHow,
    cipher: Cipher,
    data: String,
}

/// How the key is made.
#[derive(Serialize)]
struct KeyHow {
    from: &'static str,
    hash: &'static str,
    iterations: u32,
    salt: String,
}

/// How the content is sealed.
#[derive(Serialize)]
struct Cipher {
    name: &'static str,
    key_bits: u32,
    tag_bits: u32,
    iv: String,
}

/// What is sealed in the file.
#[derive(Serialize)]
struct Content {
    exported_at: Timestamp,
    notes: Vec<Exported>,
}

#[derive(Serialize)]
struct Exported {
    id: NoteId,
    saved_at: Timestamp,
    note: NoteBody,
    link: Option<Private<String>>,
    photos: Vec<Picture>,
}

#[derive(Serialize)]
struct Picture {
    id: PhotoId,
    jpeg: String,
}

/// Saves entries into a file, sealed with a passphrase.
pub(crate) async fn export(ids: &[NoteId], passphrase: Private<String>) -> Result<(), StoreTrouble> {
    let plain = json::write(&content(ids).await?).map_err(|_| StoreTrouble::Unavailable)?;
    let (salt, iv) = (chance::<SALT_BYTES>(), chance::<IV_BYTES>());
    let key = derive(&passphrase, &salt).await?;
    let sealing = subtle()?
        .encrypt_with_object_and_u8_array(&aes_gcm(&iv, ""), &key, plain.as_bytes())
        .map_err(|_| StoreTrouble::Unavailable)?;
    let sealed = bytes(JsFuture::from(sealing).await)?;
    let file = File {
        what: "Careline notes, encrypted with a passphrase",
        format: 1,
        key: KeyHow { from: "PBKDF2", hash: "SHA-256", iterations: ROUNDS, salt: base64url(&salt) },
        cipher: Cipher { name: "AES-GCM", key_bits: 256, tag_bits: 128, iv: base64url(&iv) },
        data: base64url(&sealed.to_vec()),
    };
    let file = json::write(&file).map_err(|_| StoreTrouble::Unavailable)?;
    download(&file).map_err(|_| StoreTrouble::Unavailable)
}

async fn content(ids: &[NoteId]) -> Result<Content, StoreTrouble> {
    let mut notes = Vec::new();
    for (entry, written) in opened(ids).await? {
        let mut pictures = Vec::new();
        for photo in &written.body.photos {
            if let Some(jpeg) = photos::read(*photo).await {
                pictures.push(Picture { id: *photo, jpeg: base64url(&jpeg) });
            }
        }
        let Written { body, link } = written;
        notes.push(Exported { id: entry.id, saved_at: entry.saved_at, note: body, link, photos: pictures });
    }
    Ok(Content { exported_at: clock::now(), notes })
}

async fn derive(passphrase: &Private<String>, salt: &[u8]) -> Result<CryptoKey, StoreTrouble> {
    let subtle = subtle()?;
    let usages: Array = [JsValue::from_str("deriveKey")].into_iter().collect();
    let raw = Uint8Array::from(passphrase.reveal().as_bytes());
    let base =
        subtle.import_key_with_str("raw", &raw, "PBKDF2", false, &usages).map_err(|_| StoreTrouble::Unavailable)?;
    let base: CryptoKey = JsFuture::from(base).await.map_err(|_| StoreTrouble::Unavailable)?.unchecked_into();
    let params = Object::new();
    set(&params, "name", &"PBKDF2".into());
    set(&params, "hash", &"SHA-256".into());
    set(&params, "iterations", &ROUNDS.into());
    set(&params, "salt", &Uint8Array::from(salt));
    let wanted = Object::new();
    set(&wanted, "name", &"AES-GCM".into());
    set(&wanted, "length", &256.into());
    let usages: Array = [JsValue::from_str("encrypt")].into_iter().collect();
    let key = subtle
        .derive_key_with_object_and_object(&params, &base, &wanted, false, &usages)
        .map_err(|_| StoreTrouble::Unavailable)?;
    Ok(JsFuture::from(key).await.map_err(|_| StoreTrouble::Unavailable)?.unchecked_into())
}

fn download(text: &str) -> Result<(), JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type("application/json");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &kind)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let document = page::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let link: HtmlElement = document.create_element("a")?.unchecked_into();
    link.set_attribute("href", &address)?;
    link.set_attribute("download", FILE_NAME)?;
    link.click();
    // The browser has taken the content over by now.
    clock::later(60_000, move || {
        let _freed = Url::revoke_object_url(&address);
    });
    Ok(())
}
