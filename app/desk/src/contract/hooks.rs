//! Hooks.

use super::{CONFERENCE, ELSEWHERE, Store, change, conference, later, refused};
use crate::store::{KeptHook, StoreError};
use domain::hook::{Heard, Hook, Key, Preset, Spec, Tried};
use domain::ids::HookId;

fn hook(n: u8, name: &str) -> Hook {
    let preset = Preset::Sms;
    let (method, content, template) = (preset.method(), preset.content(), preset.template().into());
    let (url, key) = ("https://sms.example/send".into(), Key::Basic("user:password".into()));
    let spec = Spec { name: name.into(), preset, url, method, content, template, key };
    Hook::parse(HookId::from_bytes([n; 16]), spec).unwrap()
}

pub async fn a_hook_comes_back_changes_and_goes(store: &dyn Store) {
    change(store, async |tx| {
        tx.put_conference(&conference(CONFERENCE, "Here")).await?;
        tx.put_conference(&conference(ELSEWHERE, "There")).await
    })
    .await;
    let mut read = store.read().await.unwrap();
    assert_eq!(read.hooks(CONFERENCE).await.unwrap(), []);
    let (first, second) = (hook(9, "First \u{e9} \"'"), hook(8, "Second"));
    change(store, async |tx| {
        tx.put_hook(CONFERENCE, &first, later(1)).await?;
        tx.put_hook(CONFERENCE, &second, later(2)).await
    })
    .await;
    let kept = |hook: &Hook, tried| KeptHook { hook: hook.clone(), tried };
    assert_eq!(read.hooks(CONFERENCE).await.unwrap(), [kept(&first, None), kept(&second, None)]);
    assert_eq!(read.hooks(ELSEWHERE).await.unwrap(), []);

    let tried = Tried { at: later(3), heard: Heard::Refused(403) };
    change(store, async |tx| tx.hook_tried(CONFERENCE, first.id(), tried).await).await;
    change(store, async |tx| tx.hook_tried(ELSEWHERE, second.id(), tried).await).await;
    assert_eq!(read.hooks(CONFERENCE).await.unwrap(), [kept(&first, Some(tried)), kept(&second, None)]);

    let changed = hook(9, "Changed");
    change(store, async |tx| tx.put_hook(CONFERENCE, &changed, later(4)).await).await;
    assert_eq!(read.hooks(CONFERENCE).await.unwrap(), [kept(&changed, None), kept(&second, None)]);
    let taken = refused(store, async |tx| tx.put_hook(ELSEWHERE, &second, later(5)).await).await;
    assert!(matches!(taken, StoreError::Taken), "the id is another conference's: {taken:?}");

    let remove = async |conference| change(store, async |tx| tx.remove_hook(conference, first.id()).await).await;
    assert!(!remove(ELSEWHERE).await);
    assert!(remove(CONFERENCE).await);
    assert!(!remove(CONFERENCE).await);
    assert_eq!(read.hooks(CONFERENCE).await.unwrap(), [kept(&second, None)]);
}
