//! The services that the made-up conference has added. Their hosts are names that lead nowhere, so a try of the demo calls
//! nobody.

use desk::clock::chance;
use domain::hook::{Key, NewHook, Preset};
use domain::ids::HookId;
use domain::time::Timestamp;

/// A gateway for text messages, and an ntfy server.
pub(super) fn hooks(now: Timestamp) -> [NewHook; 2] {
    let hook = |name: &str, preset: Preset, url: &str, key: Key| NewHook {
        id: HookId::mint(now, chance()),
        name: name.into(),
        preset,
        url: Some(url.into()),
        method: preset.method(),
        content: preset.content(),
        template: preset.template().into(),
        key: Some(key),
    };
    [
        hook("Text messages", Preset::Sms, "https://sms.example/send", Key::Basic("saltmarsh:made-up".into())),
        hook("ntfy", Preset::Ntfy, "https://ntfy.example", Key::Bearer("made-up".into())),
    ]
}
