//! One service that hooks call: how it is described, and trying it.

use crate::api::ways as api;
use crate::device::device;
use crate::parts::asked::{Asked, ask, doing};
use crate::parts::frame::page_below;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{attr, live, on_edit, on_send, on_tap};
use crate::parts::loading::empty;
use crate::parts::moment::when;
use crate::parts::toast;
use crate::screens::ways::told;
use crate::signal::RwSignal;
use domain::hook::{
    ADDRESS_CHARS_MAX, Content, HEADER_BYTES_MAX, Heard, HookRow, Key, KeyKind, Method, NAME_CHARS_MAX, NewHook,
    Preset, SECRET_BYTES_MAX, TEMPLATE_BYTES_MAX, Tried, URL_BYTES_MAX, WaysView,
};
use domain::ids::HookId;
use leptos::prelude::*;

/// The service with this id, or a new one.
pub fn hook(id: &str) -> AnyView {
    let id = HookId::parse(id).ok();
    let asked = ask(api::ways);
    let known = asked.is_known();
    // Built once: what is being typed must not be drawn over.
    let form = move || {
        known.get().then(|| {
            let hooks = asked.known.get_untracked().map(|ways| ways.hooks).unwrap_or_default();
            let kept = hooks.into_iter().find(|hook| Some(hook.id) == id);
            if kept.is_none() && id.is_some() {
                return empty(Icon::Bell, "This service is gone", "Somebody of the organizers has removed it.");
            }
            view! { {form(kept.as_ref(), asked)} {kept.as_ref().map(|kept| below(kept, asked))} }.into_any()
        })
    };
    page_below("/app/conference/ways", "Ways", "Service", view! { {asked.trouble()} {live(form)} })
}

/// What is being typed.
#[derive(Clone, Copy)]
struct Typed {
    name: RwSignal<String>,
    preset: RwSignal<Preset>,
    url: RwSignal<String>,
    key: RwSignal<KeyKind>,
    header: RwSignal<String>,
    secret: RwSignal<String>,
    method: RwSignal<Method>,
    content: RwSignal<Content>,
    template: RwSignal<String>,
}

impl Typed {
    fn of(kept: Option<&HookRow>) -> Self {
        let preset = kept.map_or(Preset::Ntfy, |kept| kept.preset);
        let template = kept.map_or(preset.template().into(), |kept| kept.template.reveal().clone());
        Self {
            name: RwSignal::new(kept.map(|kept| kept.name.clone()).unwrap_or_default()),
            preset: RwSignal::new(preset),
            url: RwSignal::new(if kept.is_some() { String::new() } else { preset.url().into() }),
            key: RwSignal::new(kept.map_or(preset.key(), |kept| kept.key)),
            header: RwSignal::new(String::new()),
            secret: RwSignal::new(String::new()),
            method: RwSignal::new(kept.map_or(preset.method(), |kept| kept.method)),
            content: RwSignal::new(kept.map_or(preset.content(), |kept| kept.content)),
            template: RwSignal::new(template),
        }
    }

    /// Another kind of service begins with what is usual for it.
    fn begin_with(self, preset: Preset) {
        self.preset.set(preset);
        self.url.set(preset.url().into());
        self.key.set(preset.key());
        self.method.set(preset.method());
        self.content.set(preset.content());
        self.template.set(preset.template().into());
    }

    fn written(self, id: HookId, kept: Option<KeyKind>) -> NewHook {
        let url = self.url.get_untracked();
        let is_kept = kept.is_some();
        let template =
            if self.method.get_untracked() == Method::Get { String::new() } else { self.template.get_untracked() };
        NewHook {
            id,
            name: self.name.get_untracked(),
            preset: self.preset.get_untracked(),
            url: (!is_kept || !url.trim().is_empty()).then(|| url.into()),
            method: self.method.get_untracked(),
            content: self.content.get_untracked(),
            template: template.into(),
            key: key(self.key.get_untracked(), &self.secret.get_untracked(), &self.header.get_untracked(), kept),
        }
    }
}

/// The secret as it is to be kept; nothing where the one that there is stays.
fn key(kind: KeyKind, secret: &str, header: &str, kept: Option<KeyKind>) -> Option<Key> {
    if kept == Some(kind) && secret.trim().is_empty() && kind != KeyKind::None {
        return None;
    }
    let secret = secret.trim().into();
    Some(match kind {
        KeyKind::None => Key::None,
        KeyKind::Sign => Key::Sign(secret),
        KeyKind::Bearer => Key::Bearer(secret),
        KeyKind::Basic => Key::Basic(secret),
        KeyKind::Header => Key::Header { name: header.trim().into(), value: secret },
        KeyKind::Placed => Key::Placed(secret),
    })
}

fn form(kept: Option<&HookRow>, asked: Asked<WaysView>) -> AnyView {
    let typed = Typed::of(kept);
    // Minted once, so that pressing twice writes one.
    let id = kept.map_or_else(fresh_id, |kept| kept.id);
    let kept_key = kept.map(|kept| kept.key);
    let origin =
        move || asked.known.with(|ways| Some(ways.as_ref()?.hooks.iter().find(|hook| hook.id == id)?.origin.clone()));
    let (work, toast) = (doing(), toast::say());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        work.start(api::put_hook(typed.written(id, kept_key)), move |ways| {
            asked.put(ways);
            // What is kept is not shown again, not even by the form that it was typed into.
            typed.secret.set(String::new());
            if kept_key.is_some() {
                typed.url.set(String::new());
            }
            toast.word("Saved on the server");
            device().go(&format!("/app/conference/hook-{id}"));
        });
    };
    view! {
        <form class="stack" on:submit=on_send(save)>
            {kind_and_name(typed, kept.is_none())}
            {address(typed, origin)}
            {secret(typed, kept_key)}
            {request(typed)}
            {work.error()}
            <div class="bar"><button class="btn" type="submit" aria-busy=attr(move || work.is_busy())>"Save the service"</button></div>
        </form>
    }
    .into_any()
}

fn fresh_id() -> HookId {
    let mut chance = [0; 10];
    chance.copy_from_slice(&device().chance()[..10]);
    HookId::mint(device().now(), chance)
}

fn kind_and_name(typed: Typed, is_new: bool) -> AnyView {
    let choose = move |preset| if is_new { typed.begin_with(preset) } else { typed.preset.set(preset) };
    let kinds = Preset::ALL.map(|preset| (preset, preset.label()));
    view! {
        {select("hook-kind", "Kind of service", typed.preset, kinds.to_vec(), choose)}
        {text("hook-name", "Name", "What the CARE team sees when they choose it.", NAME_CHARS_MAX, typed.name)}
    }
    .into_any()
}

fn address(typed: Typed, origin: impl Fn() -> Option<String> + Send + Sync + 'static) -> AnyView {
    let hint = move || match origin() {
        Some(origin) => format!("It is kept and not shown again: {origin}. Type a new one to change it."),
        None => "As the service tells you. {to} and {id} may stand behind the host.".to_owned(),
    };
    text("hook-url", "Address", live(hint), URL_BYTES_MAX, typed.url)
}

fn secret(typed: Typed, kept: Option<KeyKind>) -> AnyView {
    let kinds = KeyKind::ALL.map(|kind| (kind, kind.label()));
    let hint = match kept {
        Some(KeyKind::None) | None => "It is kept sealed and never shown again.",
        Some(_) => "It is kept and not shown again. Type a new one to change it.",
    };
    view! {
        {select("hook-key", "Secret", typed.key, kinds.to_vec(), move |kind| typed.key.set(kind))}
        <div hidden=attr(move || typed.key.get() != KeyKind::Header)>
            {text("hook-header", "Name of the header", "Such as X-Api-Key.", HEADER_BYTES_MAX, typed.header)}
        </div>
        <div class="field" hidden=attr(move || typed.key.get() == KeyKind::None)>
            <label for="hook-secret">"The secret itself"</label>
            <p class="hint" id="hook-secret-hint">{hint}</p>
            <input id="hook-secret" type="password" autocomplete="off" maxlength=SECRET_BYTES_MAX.to_string() aria-describedby="hook-secret-hint"
                prop:value=attr(move || typed.secret.get()) on:input=on_edit(move |event| typed.secret.set(event_target_value(&event)))/>
        </div>
    }
    .into_any()
}

fn request(typed: Typed) -> AnyView {
    let methods = Method::ALL.map(|method| (method, method.word()));
    let contents = Content::ALL.map(|content| (content, content.label()));
    view! {
        <details class="prompt">
            <summary><span>"The request"<br/><small class="soft">"Change it where the service wants it otherwise"</small></span></summary>
            <div class="stack">
                {select("hook-method", "Method", typed.method, methods.to_vec(), move |method| typed.method.set(method))}
                <div class="stack" hidden=attr(move || typed.method.get() == Method::Get)>
                    {select("hook-content", "Written as", typed.content, contents.to_vec(), move |content| typed.content.set(content))}
                    <div class="field">
                        <label for="hook-template">"Template"</label>
                        <p class="hint" id="hook-template-hint">
                            "{text} is filled with fixed words, {link} with the address to open, {to} with the person's address, {id} with \
                             the id of the message, which a repeat carries too."
                        </p>
                        <textarea id="hook-template" spellcheck="false" maxlength=TEMPLATE_BYTES_MAX.to_string() aria-describedby="hook-template-hint"
                            prop:value=attr(move || typed.template.get())
                            on:input=on_edit(move |event| typed.template.set(event_target_value(&event)))></textarea>
                    </div>
                </div>
            </div>
        </details>
    }
    .into_any()
}

/// A line to type in, with what it is for.
fn text(
    id: &'static str,
    label: &'static str,
    hint: impl IntoView + 'static,
    max: usize,
    value: RwSignal<String>,
) -> AnyView {
    let hint_id = format!("{id}-hint");
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <p class="hint" id=hint_id.clone()>{hint.into_any()}</p>
            <input id=id autocomplete="off" autocapitalize="none" spellcheck="false" maxlength=max.to_string() aria-describedby=hint_id
                prop:value=attr(move || value.get()) on:input=on_edit(move |event| value.set(event_target_value(&event)))/>
        </div>
    }
    .into_any()
}

/// A choice of one of many.
fn select<T: Copy + PartialEq + Send + Sync + 'static>(
    id: &'static str,
    label: &'static str,
    value: RwSignal<T>,
    options: Vec<(T, &'static str)>,
    choose: impl Fn(T) + 'static,
) -> AnyView {
    let shown = options.iter().enumerate().map(|(place, (one, words))| {
        let one = *one;
        view! { <option value=place.to_string() prop:selected=attr(move || value.get() == one)>{*words}</option> }
    });
    let shown = shown.collect_view();
    let chosen = move |event| {
        let place: Option<usize> = event_target_value(&event).parse().ok();
        if let Some((one, _)) = place.and_then(|place| options.get(place)) {
            choose(*one);
        }
    };
    view! { <div class="field"><label for=id>{label}</label><select id=id on:change=on_edit(chosen)>{shown}</select></div> }
        .into_any()
}

/// Trying it, and taking it away.
fn below(kept: &HookRow, asked: Asked<WaysView>) -> AnyView {
    let (id, label, asks) = (kept.id, kept.preset.address_label(), kept.needs_address);
    let (to, work, heard) = (RwSignal::new(String::new()), doing(), RwSignal::new(None::<Heard>));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        heard.set(None);
        work.start(api::try_hook(id, to.get_untracked().into()), move |answer| heard.set(Some(answer)));
    };
    let earlier = kept.tried;
    let earlier = move || {
        let Tried { at, heard } = earlier.filter(|_| heard.get().is_none())?;
        Some(view! { <p class="soft">"The last try, " {when(at)} ": " {heard.sentence()}</p> })
    };
    let input_mode = if kept.preset.wants_number() { "tel" } else { "text" };
    view! {
        <section class="stack">
            <h2>"Try it"</h2>
            <p class="soft">"A test goes out as it stands on the server, the way a call would."</p>
            <form class="stack tight" on:submit=on_send(send)>
                <div class="field" hidden=!asks>
                    <label for="hook-to">{label}</label>
                    <input id="hook-to" autocomplete="off" inputmode=input_mode maxlength=ADDRESS_CHARS_MAX.to_string()
                        prop:value=attr(move || to.get()) on:input=on_edit(move |event| to.set(event_target_value(&event)))/>
                </div>
                {work.error()}
                {live(earlier)}
                {told(heard)}
                <p class="acts"><button class="btn quiet" type="submit" aria-busy=attr(move || work.is_busy())>"Try it"</button></p>
            </form>
            {remove(id, asked)}
        </section>
    }
    .into_any()
}

fn remove(id: HookId, asked: Asked<WaysView>) -> AnyView {
    let (sure, work, toast) = (RwSignal::new(false), doing(), toast::say());
    let press = move |_| {
        work.start(api::remove_hook(id), move |ways| {
            asked.put(ways);
            toast.word("Removed");
            device().go("/app/conference/ways");
        });
    };
    // The secret is not here to bring it back with, so this asks first.
    let buttons = move || {
        if sure.get() {
            view! {
                <span>"Whoever is called by it is told, and goes on with their other ways."</span>
                <button class="btn quiet" type="button" on:click=on_tap(press) aria-busy=attr(move || work.is_busy())>"Remove it now"</button>
                <button class="btn link" type="button" on:click=on_tap(move |_| sure.set(false))>"Keep it"</button>
            }
            .into_any()
        } else {
            view! { <button class="btn link" type="button" on:click=on_tap(move |_| sure.set(true))>"Remove this service"</button> }
                .into_any()
        }
    };
    view! { {work.error()} <p class="acts">{icon(Icon::Info)} {live(buttons)}</p> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_that_is_not_typed_again_stays() {
        assert_eq!(key(KeyKind::Bearer, " ", "", Some(KeyKind::Bearer)), None);
        assert_eq!(key(KeyKind::Bearer, " token ", "", Some(KeyKind::Bearer)), Some(Key::Bearer("token".into())));
        assert_eq!(
            key(KeyKind::Basic, "", "", Some(KeyKind::Bearer)),
            Some(Key::Basic("".into())),
            "the rule says what is missing"
        );
        assert_eq!(key(KeyKind::None, "", "", Some(KeyKind::Bearer)), Some(Key::None));
        assert_eq!(
            key(KeyKind::Header, "v", " X-Key ", None),
            Some(Key::Header { name: "X-Key".into(), value: "v".into() })
        );
    }
}
