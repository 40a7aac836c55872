//! The phone behind the door [`Device`]: each call goes to the room that knows.

use crate::PHONE;
#[cfg(feature = "desk-screens")]
use crate::deeds;
use crate::state::state;
use crate::{address, build, chance, clock, drafts, export, flush, outbox_idb, page, photos, push, session, worker};
use app::device::{
    Device, Draft, Durable, Keeping, Local, PhotoTrouble, Platform, Pushes, StoreTrouble, WallClock, Watched, Written,
};
use app::parts::toast::TOAST_MILLIS;
use app::signal::spawn_local;
#[cfg(feature = "desk-screens")]
use domain::ids::{DeedId, IncidentId, PageId};
use domain::ids::{NoteId, PhotoId};
use domain::json;
use domain::note::NewNote;
use domain::private::Private;
use domain::time::Timestamp;
use domain::view::{Denied, SignedIn};
#[cfg(feature = "desk-screens")]
use domain::work::NewDeed;

/// The phone; its memory is in [`crate::state`].
pub(crate) struct Phone;

/// Prefix of preferences in the browser's local storage, where they lie as JSON; `public/boot.js` reads one of them.
const PREFERENCE: &str = "careline-";
const ASKED_TO_KEEP: &str = "asked-to-keep";

/// Asks the browser, after the first note was saved, to keep our storage; some browsers put that to the person.
fn ask_to_keep_once() {
    if PHONE.preference(ASKED_TO_KEEP).is_none() {
        PHONE.set_preference(ASKED_TO_KEEP, "yes");
        // The answer stands on the screen "You", which asks again.
        spawn_local(async {
            let _answer = page::keep_storage().await;
        });
    }
}

impl Device for Phone {
    fn watched(&self) -> Watched {
        state().watched
    }

    fn now(&self) -> Timestamp {
        clock::now()
    }

    fn chance(&self) -> [u8; 16] {
        chance()
    }

    fn origin(&self) -> String {
        page::origin()
    }

    fn time_zones(&self) -> Vec<String> {
        clock::zones()
    }

    fn shake(&self, pattern: &[u32]) {
        page::shake(pattern);
    }

    #[cfg(feature = "desk-screens")]
    fn ring(&self, on: bool) {
        crate::alarm::ring(on);
    }

    #[cfg(feature = "desk-screens")]
    fn pages_wait(&self, pages: &[PageId]) {
        worker::tell_what_waits(pages);
    }

    fn wall_clock(&self, at: Timestamp, zone: &str) -> WallClock {
        clock::wall_clock(at, zone)
    }

    fn write_input(&self, at: Timestamp, zone: &str) -> String {
        clock::write_input(at, zone)
    }

    fn read_input(&self, typed: &str, zone: &str) -> Option<Timestamp> {
        clock::read_input(typed, zone)
    }

    fn draft(&self, key: String) -> Local<Result<Option<Draft>, StoreTrouble>> {
        Box::pin(async move { state().noted(drafts::read(&key).await) })
    }

    fn keep_draft(&self, draft: Draft) -> Local<Result<Durable, StoreTrouble>> {
        Box::pin(async move { state().noted(drafts::keep(&draft).await) })
    }

    fn drop_draft(&self, key: String) -> Local<Result<(), StoreTrouble>> {
        Box::pin(async move { state().noted(drafts::discard(&key).await) })
    }

    #[cfg(feature = "desk-screens")]
    fn keep_deed(&self, incident: IncidentId, deed: NewDeed, typed: bool) -> Local<Result<Durable, StoreTrouble>> {
        Box::pin(async move {
            let durable = state().noted(deeds::keep(incident, deed, typed).await)?;
            if !typed {
                deeds::flush();
            }
            Ok(durable)
        })
    }

    #[cfg(feature = "desk-screens")]
    fn drop_deeds(&self, ids: Vec<DeedId>) -> Local<Result<(), StoreTrouble>> {
        Box::pin(async move { state().noted(deeds::discard(&ids).await) })
    }

    #[cfg(feature = "desk-screens")]
    fn drop_deeds_of(&self, incident: IncidentId) -> Local<Result<(), StoreTrouble>> {
        Box::pin(async move { state().noted(deeds::discard_of(incident).await) })
    }

    fn put(
        &self,
        id: NoteId,
        note: NewNote,
        link: Option<Private<String>>,
        instead_of: Option<NoteId>,
    ) -> Local<Result<Durable, StoreTrouble>> {
        Box::pin(async move {
            let durable = state().noted(outbox_idb::put(id, note, link, instead_of).await)?;
            flush::flush();
            ask_to_keep_once();
            Ok(durable)
        })
    }

    fn read(&self, id: NoteId) -> Local<Result<Option<Written>, StoreTrouble>> {
        Box::pin(async move { state().noted(outbox_idb::read(id).await) })
    }

    fn hurry(&self) {
        spawn_local(async {
            let _noted = state().noted(outbox_idb::change(|entry| entry.hurried(clock::now())).await);
            flush::flush();
        });
    }

    fn discard(&self, id: NoteId) {
        spawn_local(async move {
            let state = state();
            let _noted = state.noted(outbox_idb::mark_discarded(id, true).await);
            clock::sleep(TOAST_MILLIS).await;
            let _noted = state.noted(outbox_idb::erase_discarded().await);
        });
    }

    fn undo_discard(&self, id: NoteId) {
        spawn_local(async move {
            let _noted = state().noted(outbox_idb::mark_discarded(id, false).await);
            flush::flush();
        });
    }

    fn export(&self, ids: Vec<NoteId>, passphrase: Private<String>) -> Local<Result<(), StoreTrouble>> {
        Box::pin(async move { export::export(&ids, passphrase).await })
    }

    fn add_photos(
        &self,
        note: NoteId,
        input: &'static str,
        room: usize,
    ) -> Local<(Vec<PhotoId>, Option<PhotoTrouble>)> {
        Box::pin(photos::add(note, input, room))
    }

    fn photo_url(&self, photo: PhotoId) -> Local<Option<String>> {
        Box::pin(photos::url(photo))
    }

    fn drop_photo(&self, photo: PhotoId) -> Local<()> {
        Box::pin(async move {
            let _noted = state().noted(photos::erase(photo).await);
        })
    }

    fn sign_in(&self, code: Private<String>, name: Private<String>) -> Local<Result<SignedIn, Denied>> {
        Box::pin(session::sign_in(code, name))
    }

    fn sign_out(&self) -> Local<Result<(), Denied>> {
        Box::pin(session::sign_out())
    }

    fn refresh(&self) -> Local<Result<(), Denied>> {
        Box::pin(session::refresh())
    }

    fn take_fragment(&self) -> Private<String> {
        page::take_fragment()
    }

    fn pushes(&self) -> Local<Pushes> {
        Box::pin(push::how())
    }

    fn pushes_on(&self) -> Local<Result<Pushes, Denied>> {
        Box::pin(push::on())
    }

    fn pushes_off(&self) -> Local<Result<Pushes, Denied>> {
        Box::pin(push::off())
    }

    fn test_push(&self) -> Local<Result<(), Denied>> {
        Box::pin(push::test())
    }

    fn platform(&self) -> Platform {
        page::platform()
    }

    fn is_installed(&self) -> bool {
        page::is_installed()
    }

    fn keep_storage(&self) -> Local<Keeping> {
        Box::pin(page::keep_storage())
    }

    fn version(&self) -> String {
        state().version.clone()
    }

    fn apply_update(&self) {
        // Whoever is typing gets the last words saved first.
        state().watched.leaving.update(|count| *count = count.wrapping_add(1));
        state().watched.update.set(false);
        worker::apply_update();
    }

    fn desk_is_missing(&self) -> bool {
        build::desk_is_missing()
    }

    fn load_desk(&self) {
        spawn_local(build::load_desk());
    }

    fn go(&self, to: &str) {
        address::go(to, false);
    }

    fn go_instead(&self, to: &str) {
        address::go(to, true);
    }

    fn focus(&self, id: &str) {
        page::focus(id);
    }

    fn open_dialog(&self, id: &str) {
        page::dialog(id, true);
    }

    fn close_dialog(&self, id: &str) {
        page::dialog(id, false);
    }

    fn copy(&self, text: Private<String>) -> Local<bool> {
        Box::pin(page::copy(text))
    }

    fn sleep(&self, millis: u32) -> Local<()> {
        Box::pin(clock::sleep(millis))
    }

    fn preference(&self, name: &str) -> Option<String> {
        json::read(&preferences()?.get_item(&format!("{PREFERENCE}{name}")).ok()??).ok()
    }

    fn set_preference(&self, name: &str, value: &str) {
        // A browser that keeps no preferences shows a hint once more; nothing else.
        let Ok(json) = json::write(value) else { return };
        let _kept = preferences().map(|preferences| preferences.set_item(&format!("{PREFERENCE}{name}"), &json));
    }
}

/// The browser's local storage; nothing where the person has forbidden it.
fn preferences() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}
