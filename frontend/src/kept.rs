//! What was fetched for the times without a network: the bundle, sealed, with the age that stands in it.

use crate::idb::Store;
use crate::record::{Record, seal, unseal};
use crate::state::{State, state};
use app::device::{SignIn, StoreTrouble};
use domain::view::Bundle;

const BUNDLE: &str = "bundle";

/// Reads the bundle at the start. It stays readable after a sign-out: who is on call, and the guide, help anybody.
pub(crate) async fn load(state: &State) -> Result<(), StoreTrouble> {
    let (db, vault) = state.storage().await?;
    let record = db.get(Store::Kept, BUNDLE).await?.map(|value| Record::from_js(&value));
    let Some(record) = record else {
        state.watched.sign_in.set(SignIn::SignedOut);
        return Ok(());
    };
    let bundle: Option<Bundle> = unseal(&vault, Store::Kept, BUNDLE, record.sealed.as_ref()).await;
    let signed_in = bundle.is_some() && record.facts().unwrap_or(false);
    state.watched.bundle.set(bundle);
    state.watched.sign_in.set(if signed_in { SignIn::SignedIn } else { SignIn::SignedOut });
    Ok(())
}

/// Keeps a fresh bundle.
pub(crate) async fn keep(bundle: Bundle) -> Result<(), StoreTrouble> {
    let state = state();
    // The screens get it even when the phone has no room for it.
    state.watched.bundle.set(Some(bundle.clone()));
    state.watched.sign_in.set(SignIn::SignedIn);
    write(&state, &bundle, true).await
}

/// The phone is signed out: the bundle stays, without being taken for a session.
pub(crate) async fn signed_out(how: SignIn) -> Result<(), StoreTrouble> {
    let state = state();
    if state.watched.sign_in.get_untracked() != how {
        state.watched.sign_in.set(how);
    }
    match state.watched.bundle.get_untracked() {
        Some(bundle) => write(&state, &bundle, false).await,
        None => Ok(()),
    }
}

async fn write(state: &State, bundle: &Bundle, signed_in: bool) -> Result<(), StoreTrouble> {
    let (db, vault) = state.storage().await?;
    let sealed = seal(&vault, Store::Kept, BUNDLE, bundle).await?;
    let write = db.write(&[Store::Kept])?;
    write.put(Store::Kept, BUNDLE, &Record::of(&signed_in, Some(sealed)).to_js())?;
    write.complete().await.map(drop)
}
