//! `ways`, `put_hook`, `remove_hook`, `try_hook` and `try_mail`.

use crate::bench::{Bench, why};
use async_trait::async_trait;
use desk::Desk;
use desk::clock::chance;
use desk::outside::Outside;
use domain::hook::{HOOKS_MAX, Heard, Hook, HookAddress, Key, KeyKind, NewHook, Preset, WaysView};
use domain::ids::HookId;
use domain::mail::MailAddress;
use domain::paging::Way;
use domain::permission::Role;
use domain::reach::{Choices, ChosenWay};
use domain::time::Timestamp;
use std::sync::{Arc, Mutex};

/// Ways out that note what was tried, and call no address of one host.
#[derive(Default)]
struct Tries(Mutex<Vec<String>>);

impl Tries {
    fn note(&self, what: String) -> Heard {
        self.0.lock().expect("no try has panicked").push(what);
        Heard::Refused(403)
    }
}

#[async_trait]
impl Outside for Tries {
    fn may_call(&self, hook: &Hook) -> Result<(), String> {
        if hook.origin().contains("private") { Err("Not there.".into()) } else { Ok(()) }
    }

    fn sends_mail(&self) -> bool {
        true
    }

    async fn try_hook(&self, hook: Arc<Hook>, to: Option<HookAddress>, _now: Timestamp) -> Heard {
        let to = to.as_ref().map_or("", HookAddress::reveal);
        self.note(format!("{} {to}", hook.spec().name))
    }

    async fn try_mail(&self, to: MailAddress, _now: Timestamp) -> Heard {
        self.note(to.reveal().to_owned())
    }
}

async fn bench() -> (Bench, Desk, Arc<Tries>) {
    let bench = Bench::new().await;
    let tries = Arc::new(Tries::default());
    let desk = bench.desk.clone().reaching(tries.clone());
    (bench, desk, tries)
}

fn new(bench: &Bench, preset: Preset) -> NewHook {
    NewHook {
        id: HookId::mint(bench.now(), chance()),
        name: "Pager".into(),
        preset,
        url: Some(preset.url().into()),
        method: preset.method(),
        content: preset.content(),
        template: preset.template().into(),
        key: Some(Key::Basic("user:password".into())),
    }
}

fn names(view: &WaysView) -> Vec<&str> {
    view.hooks.iter().map(|hook| hook.name.as_str()).collect()
}

#[tokio::test]
async fn a_hook_is_put_once_changed_and_removed() {
    let (bench, desk, _) = bench().await;
    let wanted = new(&bench, Preset::Sms);
    for _ in 0..2 {
        let view = desk.put_hook(&bench.organizer, wanted.clone()).await.unwrap();
        assert_eq!((names(&view), view.sends_mail), (vec!["Pager"], true));
        assert_eq!(view.hooks[0].key, KeyKind::Basic);
    }
    // What is not typed again stays.
    let renamed = NewHook { name: "A phone".into(), url: None, key: None, ..wanted.clone() };
    let view = desk.put_hook(&bench.organizer, renamed).await.unwrap();
    assert_eq!((names(&view), view.hooks[0].key), (vec!["A phone"], KeyKind::Basic));
    let moved = NewHook { url: Some("https://elsewhere.example/".into()), key: None, ..wanted.clone() };
    assert_eq!(why(desk.put_hook(&bench.organizer, moved).await), "input", "the secret stays with its host");
    for _ in 0..2 {
        assert_eq!(desk.remove_hook(&bench.organizer, wanted.id).await.unwrap().hooks, []);
    }
}

#[tokio::test]
async fn a_hook_that_cannot_be_called_is_not_kept() {
    let (bench, desk, _) = bench().await;
    let private = NewHook { url: Some("https://private.example/".into()), ..new(&bench, Preset::Sms) };
    assert_eq!(why(desk.put_hook(&bench.organizer, private).await), "input");
    let broken = NewHook { template: "to={to}".into(), ..new(&bench, Preset::Sms) };
    assert_eq!(why(desk.put_hook(&bench.organizer, broken).await), "input");
    assert_eq!(desk.ways(&bench.organizer).await.unwrap().hooks, []);
    for _ in 0..HOOKS_MAX {
        desk.put_hook(&bench.organizer, new(&bench, Preset::Sms)).await.unwrap();
    }
    assert_eq!(why(desk.put_hook(&bench.organizer, new(&bench, Preset::Sms)).await), "input", "too many");
}

#[tokio::test]
async fn a_hook_is_chosen_with_an_address_that_fits_and_goes_with_the_hook() {
    let (bench, desk, _) = bench().await;
    let wanted = new(&bench, Preset::Sms);
    let cleo = bench.joins("Cleo", Role::CareMember).await;
    let text = |to: &str| ChosenWay::Hook { hook: wanted.id, to: to.into() };
    let of = |ways: &[ChosenWay]| Choices { ways: ways.to_vec(), ..Choices::default() };
    assert_eq!(why(desk.set_my_reach(&cleo, of(&[text("+49 30 123")])).await), "input", "there is no such hook yet");
    desk.put_hook(&bench.organizer, wanted.clone()).await.unwrap();
    assert_eq!(why(desk.set_my_reach(&cleo, of(&[text("no number")])).await), "input");
    let otto = bench.stranger(Role::CareMember).await;
    assert_eq!(why(desk.set_my_reach(&otto, of(&[text("+49 30 123")])).await), "input", "it is of another conference");
    let claims = Choices { stopped: vec![Way::Push], ..of(&[ChosenWay::Push, text("+49 30 123")]) };
    let mine = desk.set_my_reach(&cleo, claims).await.unwrap();
    assert_eq!(mine.choices, of(&[ChosenWay::Push, text("+4930123")]), "what has stopped is not for the phone to say");
    assert!(mine.sends_mail && mine.hooks.iter().any(|hook| hook.id == wanted.id));
    for _ in 0..2 {
        desk.remove_hook(&bench.organizer, wanted.id).await.unwrap();
    }
    let mine = desk.my_reach(&cleo).await.unwrap();
    assert_eq!((mine.choices, mine.hooks), (Choices::default(), vec![]));
}

#[tokio::test]
async fn a_try_is_told_and_kept() {
    let (bench, desk, tries) = bench().await;
    let wanted = new(&bench, Preset::Sms);
    desk.put_hook(&bench.organizer, wanted.clone()).await.unwrap();
    let bad = desk.try_hook(&bench.organizer, wanted.id, "no number".into()).await;
    assert_eq!(why(bad), "input");
    let heard = desk.try_hook(&bench.organizer, wanted.id, "+49 30 123".into()).await.unwrap();
    assert_eq!(heard, Heard::Refused(403));
    let kept = desk.ways(&bench.organizer).await.unwrap().hooks[0].tried.unwrap();
    assert_eq!((kept.heard, kept.at), (heard, bench.now()));
    desk.try_mail(&bench.organizer, "ana@example.org".into()).await.unwrap();
    assert_eq!(why(desk.try_mail(&bench.organizer, "ana".into()).await), "input");
    assert_eq!(*tries.0.lock().unwrap(), ["Pager +4930123", "ana@example.org"]);
    let unknown = HookId::mint(bench.now(), chance());
    assert_eq!(why(desk.try_hook(&bench.organizer, unknown, "".into()).await), "not found");
}

#[tokio::test]
async fn the_ways_are_the_organizers_and_of_one_conference() {
    let (bench, desk, tries) = bench().await;
    let wanted = new(&bench, Preset::Sms);
    desk.put_hook(&bench.organizer, wanted.clone()).await.unwrap();
    for person in [bench.volunteer().await, bench.joins("Cleo", Role::CareMember).await] {
        assert_eq!(why(desk.ways(&person).await), "not allowed");
        assert_eq!(why(desk.put_hook(&person, wanted.clone()).await), "not allowed");
        assert_eq!(why(desk.remove_hook(&person, wanted.id).await), "not allowed");
        assert_eq!(why(desk.try_hook(&person, wanted.id, "+491234".into()).await), "not allowed");
        assert_eq!(why(desk.try_mail(&person, "ana@example.org".into()).await), "not allowed");
    }
    let otto = bench.stranger(Role::Organizer).await;
    assert_eq!(desk.ways(&otto).await.unwrap().hooks, []);
    assert_eq!(why(desk.try_hook(&otto, wanted.id, "+491234".into()).await), "not found");
    assert!(desk.put_hook(&otto, wanted.clone()).await.is_err(), "the id is taken");
    desk.remove_hook(&otto, wanted.id).await.unwrap();
    assert_eq!(names(&desk.ways(&bench.organizer).await.unwrap()), ["Pager"]);
    assert_eq!(*tries.0.lock().unwrap(), Vec::<String>::new());
}
