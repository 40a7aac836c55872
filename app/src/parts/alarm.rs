//! The alarm: while a page waits for its person and the app is open, the phone rings, whatever screen it shows.
//!
//! It asks the server itself, so that it rings where a push did not come through too, and falls quiet as soon as anybody
//! answers.

use crate::api;
use crate::device::{device, watched};
use crate::parts::asked::ask_often;
use crate::parts::frame::role;
use crate::parts::icon::{Icon, icon};
use crate::parts::live::{live, on_tap};
use crate::parts::moment::when;
use crate::screens::inbox::code_name;
use crate::signal::{Memo, RwSignal, follow, spawn_local};
use domain::ids::PageId;
use domain::permission::Role;
use domain::view::PageView;
use leptos::prelude::*;

/// How the phone shakes: three times, in milliseconds.
const SHAKE: [u32; 5] = [400, 200, 400, 200, 400];
/// How long the phone is still between two shakes, in milliseconds.
const STILL_MILLIS: u32 = 4_000;
/// After how many shakes a page leaves the person in peace; the server calls again anyway.
const SHAKES_MAX: u32 = 30;
/// The preference that holds the pages that are to be quiet.
const QUIET: &str = "quiet-pages";
/// How many of them it holds; pages end within hours.
const QUIET_MAX: usize = 20;

/// What rings, and what was told to be quiet.
#[derive(Clone, Copy)]
pub struct Alarm {
    /// The pages that wait for whoever is signed in.
    waiting: RwSignal<Vec<PageView>>,
    /// The pages that are to be quiet on this phone, the latest last.
    quiet: RwSignal<Vec<PageId>>,
}

/// Makes room for the alarm; once, at the root of the app.
pub fn provide() {
    let quiet = device().preference(QUIET).unwrap_or_default();
    let quiet = quiet.split(' ').filter_map(|id| PageId::parse(id).ok()).collect();
    provide_context(Alarm { waiting: RwSignal::new(Vec::new()), quiet: RwSignal::new(quiet) });
}

impl Alarm {
    /// The alarm of this app. Call it while the screen is built.
    pub fn here() -> Option<Self> {
        use_context()
    }

    /// Whether the phone rings for this page.
    pub fn rings_for(self, page: PageId) -> bool {
        self.waits(page) && !self.quiet.with(|quiet| quiet.contains(&page))
    }

    fn waits(self, page: PageId) -> bool {
        self.waiting.with(|waiting| waiting.iter().any(|one| one.page == page))
    }

    /// The page of which an answer has just gone out waits no more; nobody has to hear it until the server says so too.
    pub fn answered(self, page: PageId) {
        self.waiting.update(|waiting| waiting.retain(|one| one.page != page));
    }

    /// Quiet for this page alone, also after the app was started anew.
    fn hush(self, page: PageId) {
        let mut quiet = self.quiet.get_untracked();
        quiet.push(page);
        let kept = &quiet[quiet.len().saturating_sub(QUIET_MAX)..];
        device().set_preference(QUIET, &kept.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
        self.quiet.set(kept.to_vec());
    }

    /// The pages that ring.
    fn ringing(self) -> Vec<PageView> {
        let mut pages = self.waiting.get();
        self.quiet.with(|quiet| pages.retain(|page| !quiet.contains(&page.page)));
        pages
    }

    /// What a screen shows of the sound of its page: that it is silent until a tap, and the way to hush it.
    pub fn controls(self, page: PageId) -> AnyView {
        let controls = move || {
            self.rings_for(page).then(|| {
                let silent = move || {
                    watched().silent.get().then(|| {
                        view! { <p class="soft">"This browser lets the phone ring only once you have tapped the screen."</p> }
                    })
                };
                let hush = on_tap(move |_| self.hush(page));
                view! {
                    {live(silent)}
                    <button class="btn quiet" type="button" on:click=hush>"Stop ringing for this page"</button>
                }
            })
        };
        view! { {live(controls)} }.into_any()
    }
}

/// The alarm of whoever is paged: rings, and stands above every screen but the page's own.
pub fn alarm() -> AnyView {
    let is_care = Memo::new(|| role() == Some(Role::CareMember));
    view! { {live(move || is_care.get().then(over_screens))} }.into_any()
}

fn over_screens() -> AnyView {
    let Some(alarm) = Alarm::here() else { return ().into_any() };
    let asked = ask_often(api::my_pages);
    follow(move || {
        let waiting = asked.known.get();
        if let Some(pages) = &waiting {
            let ids: Vec<_> = pages.iter().map(|page| page.page).collect();
            device().pages_wait(&ids);
        }
        alarm.waiting.set(waiting.unwrap_or_default());
    });
    // One more page starts the sound anew, where an older one has rung itself out.
    let rings = Memo::new(move || alarm.ringing().iter().map(|page| page.page).collect::<Vec<_>>());
    follow(move || device().ring(rings.with(|pages| !pages.is_empty())));
    on_cleanup(move || {
        alarm.waiting.set(Vec::new());
        device().ring(false);
    });
    shake_while(rings);
    let bar = move || {
        let page = alarm.ringing().into_iter().next()?;
        let address = format!("/app/p/{}", page.page);
        (watched().path.get() != address).then(|| bar(alarm, &page, address))
    };
    view! { <div class="over" role="alert">{live(bar)}</div> }.into_any()
}

fn bar(alarm: Alarm, page: &PageView, address: String) -> AnyView {
    let id = page.page;
    view! {
        <div class="calls">
            {icon(Icon::Bell)}
            <p><b>"Somebody is needed"</b><small>{code_name(&page.code_name)} " · " {when(page.started_at)}</small></p>
            <div class="acts">
                <a class="btn" href=address>"Answer"</a>
                <button class="btn quiet" type="button" on:click=on_tap(move |_| alarm.hush(id))>"Stop ringing"</button>
            </div>
        </div>
    }
    .into_any()
}

/// Shakes the phone while pages ring, and ends both after a while.
fn shake_while(rings: Memo<Vec<PageId>>) {
    spawn_local(async move {
        let (mut before, mut shakes) = (Vec::new(), 0);
        while let Some(pages) = rings.try_get_untracked() {
            if pages != before {
                (before, shakes) = (pages, 0);
            }
            if !before.is_empty() && shakes < SHAKES_MAX {
                device().shake(&SHAKE);
                shakes += 1;
            } else {
                device().ring(false);
            }
            device().sleep(STILL_MILLIS).await;
        }
    });
}
