//! Invites, devices, and who may do what.

use domain::outbox::EntryState;
use domain::permission::Role;
use domain::time::{days, hours};
use domain::view::{Denied, DeviceRow, PersonRow};
use serde_json::{Value, json};
use tests::world::{Person, Phone, SESSION_PATH, World};

#[tokio::test]
async fn an_invite_counts_down_ends_and_can_be_withdrawn() {
    let world = World::start().await;
    let shared = world.invites("", Role::Volunteer, 2).await;
    let code = shared.code.reveal();
    Person::signs_in(world.town(), "Vera", Role::Volunteer, code).await;
    // As somebody types it on a phone.
    Person::signs_in(world.town(), "Max", Role::Volunteer, &format!(" {} ", code.to_lowercase())).await;
    let used_up = Phone::new(world.town()).signs_in(code, "Eve").await.expect_err("used up");
    let unknown = Phone::new(world.town()).signs_in("0000-0000-0000", "Eve").await.expect_err("unknown");
    let nonsense = Phone::new(world.town()).signs_in("nonsense", "Eve").await.expect_err("not a code");
    assert_eq!(used_up.bytes(), unknown.bytes(), "a used-up code and an unknown one look alike");
    assert_eq!(nonsense.bytes(), unknown.bytes());
    assert_eq!(used_up.cookie(), None);

    let withdrawn = world.invites("Dana", Role::CareMember, 1).await;
    let reply = world.organizer().asks("withdraw_invite", json!({ "invite": withdrawn.invite.id })).await;
    assert_eq!(reply.status, 200);
    let refused = Phone::new(world.town()).signs_in(withdrawn.code.reveal(), "").await.expect_err("withdrawn");
    assert_eq!(refused.bytes(), unknown.bytes());

    let old = world.invites("Eli", Role::CareMember, 1).await;
    world.passes(hours(25)).await;
    let refused = Phone::new(world.town()).signs_in(old.code.reveal(), "").await.expect_err("expired");
    assert_eq!(refused.bytes(), unknown.bytes());
}

#[tokio::test]
async fn an_expired_session_keeps_notes_waiting_until_the_next_sign_in() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let early = vera.writes_a_note_offline("Written in time.");
    world.passes(days(40)).await;
    vera.comes_online().await;
    let late = vera.writes_a_note("Written after the session's end.").await;
    for note in [early, late] {
        assert_eq!(vera.phone().state(note), EntryState::NeedsSignIn);
        assert!(vera.phone().text(note).is_some());
    }
    assert_eq!(world.organizer().asks("people", json!({})).await.status, 401, "the organizer's has ended too");

    let code = world.operator_invites("Vera", Role::Volunteer).await;
    vera.phone().signs_in(&code, "").await.expect("the operator's invite");
    vera.phone().flushes().await;
    for note in [early, late] {
        assert!(vera.phone().is_delivered(note));
    }
}

#[tokio::test]
async fn a_revoked_device_gets_nothing_and_loses_nothing() {
    World::on_each_engine(revoked_device).await;
}

async fn revoked_device(world: &World) {
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    let rows: Vec<PersonRow> = world.organizer().asks("people", json!({})).await.json();
    assert_eq!(rows.len(), 3);
    for person in [&vera, &cleo] {
        let reply = world.organizer().asks("revoke_device", json!({ "device": person.phone().device() })).await;
        assert_eq!(reply.status, 200);
        let again = world.organizer().asks("revoke_device", json!({ "device": person.phone().device() })).await;
        assert_eq!(again.status, 200, "twice is harmless");
    }
    let note = vera.writes_a_note("Written on a revoked phone.").await;
    assert_eq!(vera.phone().state(note), EntryState::NeedsSignIn);
    assert_eq!(cleo.asks("inbox", json!({})).await.status, 401);
    assert_eq!(cleo.calls("GET", "/api/v1/bundle", None).await.status, 401);

    let made = world.invites("Vera", Role::Volunteer, 1).await;
    let signed_in = vera.phone().signs_in(made.code.reveal(), "").await.expect("a new invite");
    assert_eq!(signed_in.person.id, vera.id(), "a named invite brings the same person in again");
    vera.phone().flushes().await;
    assert!(vera.phone().is_delivered(note));
    world.rests().await;
    cleo.phone().is_quiet().await;
}

#[tokio::test]
async fn signing_out_ends_the_session() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let reply = vera.calls("DELETE", SESSION_PATH, None).await;
    assert!((200..300).contains(&reply.status), "{}", reply.text());
    let note = vera.writes_a_note("Written after signing out.").await;
    assert_eq!(vera.phone().state(note), EntryState::NeedsSignIn);
}

#[tokio::test]
async fn a_person_sees_and_revokes_only_their_own_devices() {
    let world = World::start().await;
    let (vera, max) = (world.volunteer("Vera").await, world.volunteer("Max").await);
    let second = Phone::new(world.town());
    let made = world.invites("Vera", Role::Volunteer, 1).await;
    second.signs_in(made.code.reveal(), "").await.expect("a second phone");
    let rows: Vec<DeviceRow> = vera.asks("my_devices", json!({})).await.json();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows.iter().filter(|row| row.this_one).count(), 1);

    let others = max.asks("revoke_device", json!({ "device": second.device() })).await;
    let unknown = domain::ids::DeviceId::mint(world.now(), [7; 10]);
    let unknown = max.asks("revoke_device", json!({ "device": unknown })).await;
    assert_eq!(others.bytes(), unknown.bytes());
    assert_eq!(others.status, 404);
    assert_eq!(vera.asks("revoke_device", json!({ "device": second.device() })).await.status, 200);
    let reply = world.town().send(second.request("GET", "/api/v1/bundle")).await.expect("an answer");
    assert_eq!(reply.status, 401);
}

/// What a role may not do is refused, and the refusal says no more than that.
#[tokio::test]
async fn roles_are_kept() {
    let world = World::start().await;
    let vera = world.volunteer("Vera").await;
    let cleo = world.on_call("Cleo").await;
    let invite = json!({ "invite": { "role": "volunteer", "name": "", "lifetime": 3_600_000, "uses": 1 } });
    let nobody: [(&str, Value); 5] = [
        ("people", json!({})),
        ("invites", json!({})),
        ("make_invite", invite),
        ("put_shifts", json!({ "shifts": [] })),
        ("set_up_conference", json!({ "settings": tests::world::settings() })),
    ];
    for (endpoint, what) in nobody {
        for person in [&vera, &cleo] {
            let reply = person.asks(endpoint, what.clone()).await;
            assert_eq!(reply.status, 403, "{} {endpoint}: {}", person.name(), reply.text());
            assert_eq!(reply.json::<Denied>(), Denied::NotAllowed);
        }
    }
    for person in [&vera, world.organizer()] {
        assert_eq!(person.asks("inbox", json!({})).await.status, 403, "{}", person.name());
    }
    assert_eq!(vera.asks("roster", json!({})).await.status, 403, "the roster is the team's and the organizers'");
    assert_eq!(cleo.asks("roster", json!({})).await.status, 200);
}
