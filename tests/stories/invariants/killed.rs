//! A page outlives its server, wherever it is stopped.

use desk::clock::{TestClock, chance};
use desk::record_notes::Incoming;
use domain::ids::{NoteId, ShiftId};
use domain::invite::NewInvite;
use domain::note::{NewNote, NoteBody};
use domain::permission::{Actor, Role};
use domain::roster::{Duty, Presence};
use domain::time::{days, hours};
use domain::view::{NewShift, NewSubscription};
use server::config::Config;
use server::run::Running;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tests::push_service::{PushService, Subscription};
use tests::world::{START, config_in, settings};
use tokio::runtime::{Builder, Runtime};

/// At how many moments the server is stopped; the last ones lie behind the whole of the pager's work.
const MOMENTS: u32 = 60;
/// How far the last moment lies behind the receipt; the moments lie closer at the start, where most happens.
const LONGEST: Duration = Duration::from_millis(400);

/// The server and everything in it is dropped at some await after the note's receipt, further on each time; whatever the
/// pager had begun is left where it stood. A new server on the same database sends the page.
#[test]
fn pages_survive_a_kill() {
    let outside = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let pushes = outside.block_on(PushService::start());
    let (mut before, mut after) = (0, 0);
    for moment in 0..MOMENTS {
        let folder = TempDir::new().expect("a folder");
        let database = format!("sqlite://{}", folder.path().join("careline.db").display());
        let config = config_in(folder.path(), database, pushes.origin());
        let inside = runtime();
        let phone = inside.block_on(async {
            let running = start(config.clone()).await;
            let (phone, vera) = people(&running, &pushes).await;
            records_a_note(&running, &vera).await;
            for _ in 0..moment {
                tokio::task::yield_now().await;
            }
            tokio::time::sleep(LONGEST * moment * moment / (MOMENTS * MOMENTS)).await;
            phone
        });
        // Every task ends at the await at which it stands.
        inside.shutdown_background();
        let sent = pushes.requests(&phone).len();
        if sent == 0 {
            before += 1;
        } else {
            after += 1;
        }

        let inside = runtime();
        inside.block_on(async {
            let running = start(config).await;
            pushes.wait_for_requests(&phone, 1).await;
            running.stop().await;
        });
        inside.shutdown_background();
    }
    assert!(before > 0, "no moment lay before the push");
    assert!(after > 0, "no moment lay behind the push");
}

/// All tasks on one thread, so that the moments are those between two awaits.
fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime")
}

async fn start(config: Config) -> Running {
    server::run::start(config, Arc::new(TestClock::at(START))).await.expect("the server starts")
}

/// A volunteer, and the phone of a CARE member on call.
async fn people(running: &Running, pushes: &PushService) -> (Subscription, Actor) {
    let desk = &running.desk;
    let first = running.first_invite.as_ref().expect("a new conference").code.reveal();
    let organizer = signs_in(running, first, "Olga").await;
    desk.set_up_conference(&organizer, settings(), |_| true).await.expect("set up");
    let mut people = Vec::new();
    for (name, role) in [("Vera", Role::Volunteer), ("Cleo", Role::CareMember)] {
        let wanted = NewInvite { role, name: name.into(), lifetime: hours(1), uses: 1 };
        let code = desk.make_invite(&organizer, wanted).await.expect("an invite").code;
        people.push(signs_in(running, code.reveal(), "").await);
    }
    let cleo = people.pop().expect("Cleo");
    let phone = pushes.subscribe();
    let to = NewSubscription {
        endpoint: phone.endpoint.as_str().into(),
        p256dh: phone.p256dh.clone(),
        auth: phone.auth.as_str().into(),
    };
    desk.turn_pushes_on(&cleo, to, "key".into()).await.expect("pushes on");
    let shift = NewShift {
        id: ShiftId::mint(START, chance()),
        person: cleo.person,
        from: START.minus(hours(1)),
        until: START.plus(days(1)),
        presence: Presence::OnSite,
        duty: Duty::OnDuty,
    };
    desk.put_shift(&organizer, shift).await.expect("on the roster");
    (phone, people.pop().expect("Vera"))
}

async fn signs_in(running: &Running, code: &str, name: &str) -> Actor {
    let (token, _) = running.desk.redeem_invite(code, &name.into(), "phone").await.expect("the invite works");
    running.desk.actor_of(&token).await.expect("signed in")
}

async fn records_a_note(running: &Running, vera: &Actor) {
    let body = NoteBody { text: "Page somebody.".into(), ..NoteBody::default() };
    let note: Incoming = (NoteId::mint(START, chance()), Ok(NewNote::parse(body).expect("a note")));
    let receipts = running.desk.record_notes(vera, vec![note], 0).await.expect("a receipt");
    assert_eq!(receipts.len(), 1);
}
