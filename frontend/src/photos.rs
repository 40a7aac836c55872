//! Photos: shrunk on the phone, which also strips what the camera wrote into them, sealed, and sent after their note.

use crate::idb::{Db, Store};
use crate::record::{Record, place};
use crate::state::state;
use crate::{chance, clock, page};
use app::device::{PhotoTrouble, StoreTrouble};
use domain::ids::{NoteId, PhotoId};
use domain::note::PHOTO_BYTES_MAX;
use js_sys::{Array, Promise, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, File, HtmlCanvasElement, HtmlInputElement, ImageBitmap, Url,
};

/// The longer edge of a photo after shrinking, in pixels.
const EDGE_MAX: f64 = 1_600.0;
/// JPEG qualities to try, until the photo fits.
const QUALITIES: [f64; 4] = [0.8, 0.6, 0.4, 0.25];

/// The plain facts of a photo.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Facts {
    /// The note that it belongs to.
    pub(crate) note: NoteId,
    /// The server does not take it; it stays here.
    #[serde(default)]
    pub(crate) refused: bool,
}

/// Shrinks and keeps the files of a file input.
pub(crate) async fn add(note: NoteId, input: &str, room: usize) -> (Vec<PhotoId>, Option<PhotoTrouble>) {
    let files = page::element(input)
        .and_then(|element| element.dyn_into::<HtmlInputElement>().ok())
        .and_then(|input| input.files());
    let (mut kept, mut trouble) = (Vec::new(), None);
    for at in 0..files.as_ref().map_or(0, web_sys::FileList::length) {
        let Some(file) = files.as_ref().and_then(|files| files.get(at)) else { continue };
        if kept.len() == room {
            break;
        }
        match keep(note, &file).await {
            Ok(photo) => kept.push(photo),
            Err(why) => trouble = Some(why),
        }
    }
    (kept, trouble)
}

async fn keep(note: NoteId, file: &File) -> Result<PhotoId, PhotoTrouble> {
    let jpeg = shrink(file).await?;
    let photo = PhotoId::mint(clock::now(), chance());
    store(note, photo, &jpeg).await.map_err(PhotoTrouble::Store)?;
    Ok(photo)
}

async fn store(note: NoteId, photo: PhotoId, jpeg: &[u8]) -> Result<(), StoreTrouble> {
    let (db, vault) = state().storage().await?;
    let key = photo.to_string();
    let sealed = vault.seal(&place(Store::Photos, &key), jpeg).await?;
    let write = db.write(&[Store::Photos])?;
    write.put(Store::Photos, &key, &Record::of(&Facts { note, refused: false }, Some(sealed)).to_js())?;
    write.complete().await.map(drop)
}

async fn shrink(file: &File) -> Result<Vec<u8>, PhotoTrouble> {
    let window = web_sys::window().ok_or(PhotoTrouble::NotAPicture)?;
    let bitmap = window.create_image_bitmap_with_blob(file).map_err(|_| PhotoTrouble::NotAPicture)?;
    let bitmap: ImageBitmap = JsFuture::from(bitmap).await.map_err(|_| PhotoTrouble::NotAPicture)?.unchecked_into();
    let canvas = draw(&bitmap).ok_or(PhotoTrouble::NotAPicture)?;
    bitmap.close();
    for quality in QUALITIES {
        let jpeg = encode(&canvas, quality).await.ok_or(PhotoTrouble::NotAPicture)?;
        if jpeg.len() <= PHOTO_BYTES_MAX {
            return Ok(jpeg);
        }
    }
    Err(PhotoTrouble::TooLarge)
}

fn draw(bitmap: &ImageBitmap) -> Option<HtmlCanvasElement> {
    let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    let scale = (EDGE_MAX / width.max(height)).min(1.0);
    let canvas: HtmlCanvasElement = web_sys::window()?.document()?.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width((width * scale).round() as u32);
    canvas.set_height((height * scale).round() as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    let (to_width, to_height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    context.draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, to_width, to_height).ok()?;
    Some(canvas)
}

async fn encode(canvas: &HtmlCanvasElement, quality: f64) -> Option<Vec<u8>> {
    let drawn = Promise::new(&mut |done, _| {
        let _asked = canvas.to_blob_with_type_and_encoder_options(&done, "image/jpeg", &quality.into());
    });
    let blob: Blob = JsFuture::from(drawn).await.ok()?.dyn_into().ok()?;
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// The JPEG of a photo that is still on this phone.
pub(crate) async fn read(photo: PhotoId) -> Option<Vec<u8>> {
    let (db, vault) = state().storage().await.ok()?;
    let key = photo.to_string();
    let record = Record::from_js(&db.get(Store::Photos, &key).await.ok()??);
    vault.open_sealed(&place(Store::Photos, &key), record.sealed.as_ref()?).await
}

/// An address under which this page can show it; it ends with the page.
pub(crate) async fn url(photo: PhotoId) -> Option<String> {
    let jpeg = read(photo).await?;
    let kind = BlobPropertyBag::new();
    kind.set_type("image/jpeg");
    let parts = Array::of1(&Uint8Array::from(jpeg.as_slice()));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &kind).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}

/// Takes a photo away: the server has it, or the person does not want it.
pub(crate) async fn erase(photo: PhotoId) -> Result<(), StoreTrouble> {
    let (db, _) = state().storage().await?;
    let write = db.write(&[Store::Photos])?;
    write.delete(Store::Photos, &photo.to_string())?;
    write.complete().await.map(drop)
}

/// Remembers that the server does not take it.
pub(crate) async fn refuse(photo: PhotoId) -> Result<(), StoreTrouble> {
    let (db, _) = state().storage().await?;
    let key = photo.to_string();
    let write = db.write(&[Store::Photos])?;
    if let Some(value) = write.get(Store::Photos, &key).await? {
        let record = Record::from_js(&value);
        if let Some(facts) = record.facts::<Facts>() {
            write.put(Store::Photos, &key, &Record::of(&Facts { refused: true, ..facts }, record.sealed).to_js())?;
        }
    }
    write.complete().await.map(drop)
}

/// All photos on this phone.
pub(crate) async fn all(db: &Db) -> Result<Vec<(PhotoId, Facts)>, StoreTrouble> {
    let fact = |(key, value): (String, JsValue)| Some((PhotoId::parse(&key).ok()?, Record::from_js(&value).facts()?));
    Ok(db.all(Store::Photos).await?.into_iter().filter_map(fact).collect())
}

/// The keys of a note's photos.
pub(crate) async fn of_note(db: &Db, note: NoteId) -> Result<Vec<String>, StoreTrouble> {
    Ok(all(db).await?.into_iter().filter(|(_, facts)| facts.note == note).map(|(id, _)| id.to_string()).collect())
}
