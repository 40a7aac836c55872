//! Conferences, people, devices, invites, the roster, cards and secrets.

use super::{
    CONFERENCE, Device, DeviceId, ELSEWHERE, NOW, Person, Role, Store, bytes, change, conference, device, later,
    person, refused, token, with_people,
};
use crate::store::{Session, StoreError};
use domain::guide::{Card, Moment};
use domain::ids::InviteId;
use domain::invite::Invite;
use domain::private::Private;

pub async fn conferences_come_back_oldest_first(store: &dyn Store) {
    let mut read = store.read().await.unwrap();
    assert_eq!(read.conferences().await.unwrap(), []);
    assert_eq!(read.conference(CONFERENCE).await.unwrap(), None);
    let (here, there) = (conference(CONFERENCE, "Here"), conference(ELSEWHERE, "Là-bas 🌍 \"\0'"));
    change(store, async |tx| {
        tx.put_conference(&there).await?;
        tx.put_conference(&here).await
    })
    .await;
    assert_eq!(read.conference(ELSEWHERE).await.unwrap(), Some(there.clone()));
    assert_eq!(read.conferences().await.unwrap(), [here, there]);
}

pub async fn an_edition_counts_up(store: &dyn Store) {
    let edition = async || store.read().await.unwrap().conference(CONFERENCE).await.unwrap().unwrap().edition;
    change(store, async |tx| tx.put_conference(&conference(CONFERENCE, "a")).await).await;
    let first = edition().await;
    change(store, async |tx| tx.put_conference(&conference(CONFERENCE, "b")).await).await;
    let second = edition().await;
    change(store, async |tx| tx.new_edition(CONFERENCE).await).await;
    assert!(first < second && second < edition().await);
    let kept = store.read().await.unwrap().conference(CONFERENCE).await.unwrap().unwrap();
    assert_eq!(kept.settings.name, "b");
}

pub async fn people_come_back_and_change(store: &dyn Store) {
    let mut read = store.read().await.unwrap();
    let (ana, ben, far) = (person(1, CONFERENCE), person(2, CONFERENCE), person(3, ELSEWHERE));
    assert_eq!(read.person(ana.id).await.unwrap(), None);
    change(store, async |tx| {
        tx.put_conference(&conference(CONFERENCE, "Here")).await?;
        tx.put_conference(&conference(ELSEWHERE, "There")).await?;
        for person in [&ana, &ben, &far] {
            tx.put_person(person).await?;
        }
        Ok(())
    })
    .await;
    assert_eq!(read.person(ana.id).await.unwrap(), Some(ana.clone()));
    assert_eq!(read.people(CONFERENCE).await.unwrap(), [ana.clone(), ben.clone()]);
    let mut team = read.care_team(CONFERENCE).await.unwrap();
    team.sort_unstable();
    assert_eq!(team, [ana.id, ben.id]);
    let mut names = read.names(&[ben.id, person(9, CONFERENCE).id, ana.id, ben.id]).await.unwrap();
    names.sort_unstable_by_key(|(person, _)| *person);
    assert_eq!(names, [(ana.id, ana.name.clone()), (ben.id, ben.name.clone())]);
    let changed = Person {
        name: "Zoë \0 O'Neil".into(),
        phone: "".into(),
        languages: String::new(),
        role: Role::Volunteer,
        ..ana
    };
    change(store, async |tx| tx.put_person(&changed).await).await;
    assert_eq!(read.care_team(CONFERENCE).await.unwrap(), [ben.id]);
    assert_eq!(read.people(CONFERENCE).await.unwrap(), [changed, ben]);
}

pub async fn devices_come_back_and_change(store: &dyn Store) {
    with_people(store, &[1, 2]).await;
    let mut read = store.read().await.unwrap();
    assert_eq!(read.device(device(1).id).await.unwrap(), Some(device(1)));
    assert_eq!(read.device(device(9).id).await.unwrap(), None);
    assert_eq!(read.devices(CONFERENCE).await.unwrap(), [device(1), device(2)]);
    assert_eq!(read.devices(ELSEWHERE).await.unwrap(), []);
    let revoked = Device { seen_at: later(5), revoked_at: Some(later(9)), name: "iPhone".into(), ..device(1) };
    change(store, async |tx| tx.put_device(&revoked).await).await;
    assert_eq!(read.device(revoked.id).await.unwrap(), Some(revoked));
    let odd = Device { name: "a\0b".into(), ..device(2) };
    change(store, async |tx| tx.put_device(&odd).await).await;
    assert_eq!(read.device(odd.id).await.unwrap().unwrap().name, "ab", "what one engine cannot keep, neither keeps");
    let unknown = refused(store, async |tx| tx.put_device(&device(9)).await).await;
    assert!(matches!(unknown, StoreError::Stale), "{unknown:?}");
    let of_nobody = refused(store, async |tx| tx.add_device(&device(9), token(9)).await).await;
    assert!(matches!(of_nobody, StoreError::Failed(_)), "{of_nobody:?}");
}

pub async fn a_session_is_found_by_its_token_only(store: &dyn Store) {
    with_people(store, &[1, 2]).await;
    let mut read = store.read().await.unwrap();
    let edition = read.conference(CONFERENCE).await.unwrap().unwrap().edition;
    let session = |n| {
        let role = person(n, CONFERENCE).role;
        Session { token: token(n), device: device(n), conference: CONFERENCE, role, edition }
    };
    assert_eq!(read.sessions(&[token(2)]).await.unwrap(), [session(2)]);
    assert_eq!(read.sessions(&[token(3)]).await.unwrap(), []);
    let mut both = read.sessions(&[token(2), token(3), token(1), token(2)]).await.unwrap();
    both.sort_by_key(|session| session.device.id);
    assert_eq!(both, [session(1), session(2)]);
    let other = Device { id: DeviceId::from_bytes(bytes(8)), ..device(1) };
    let taken = refused(store, async |tx| tx.add_device(&other, token(2)).await).await;
    assert!(matches!(taken, StoreError::Taken), "{taken:?}");
    assert_eq!(read.device(other.id).await.unwrap(), None);
}

pub async fn invites_come_back_latest_first(store: &dyn Store) {
    with_people(store, &[]).await;
    let invite = |n| Invite {
        id: InviteId::from_bytes(bytes(n)),
        conference: CONFERENCE,
        role: Role::Volunteer,
        name: "Vera".into(),
        expires_at: later(60),
        uses_left: 3,
        withdrawn_at: None,
    };
    change(store, async |tx| {
        tx.add_invite(&invite(1), token(1)).await?;
        tx.add_invite(&invite(2), token(2)).await
    })
    .await;
    let mut read = store.read().await.unwrap();
    assert_eq!(read.invite_by_code(token(1)).await.unwrap(), Some(invite(1)));
    assert_eq!(read.invite_by_code(token(3)).await.unwrap(), None);
    let used = Invite { uses_left: 0, withdrawn_at: Some(later(9)), ..invite(1) };
    change(store, async |tx| tx.put_invite(&used).await).await;
    assert_eq!(read.invites(CONFERENCE).await.unwrap(), [invite(2), used]);
    let taken = refused(store, async |tx| tx.add_invite(&invite(4), token(2)).await).await;
    assert!(matches!(taken, StoreError::Taken), "{taken:?}");
    let unknown = refused(store, async |tx| tx.put_invite(&invite(4)).await).await;
    assert!(matches!(unknown, StoreError::Stale), "{unknown:?}");
}

pub async fn cards_come_back_and_change(store: &dyn Store) {
    with_people(store, &[]).await;
    let card = |id: &str, body: &str| Card {
        id: id.into(),
        title: "Listen".into(),
        body: body.into(),
        moment: Moment::Listening,
        changed_at: Some(NOW),
    };
    change(store, async |tx| {
        tx.put_card(CONFERENCE, &card("b", "- a point")).await?;
        tx.put_card(CONFERENCE, &card("a", "old")).await?;
        tx.put_card(CONFERENCE, &card("a", "“new”")).await
    })
    .await;
    let mut read = store.read().await.unwrap();
    assert_eq!(read.cards(CONFERENCE).await.unwrap(), [card("a", "“new”"), card("b", "- a point")]);
    assert_eq!(read.cards(ELSEWHERE).await.unwrap(), []);
}

pub async fn a_secret_is_kept_once(store: &dyn Store) {
    let mut read = store.read().await.unwrap();
    assert_eq!(read.secret("push").await.unwrap(), None);
    let keep = async |bytes: &[u8]| {
        let secret = Private::new(bytes.to_vec());
        change(store, async |tx| tx.keep_secret("push", secret).await).await.into_revealed()
    };
    assert_eq!(keep(b"first").await, b"first");
    assert_eq!(keep(b"second").await, b"first");
    assert_eq!(read.secret("push").await.unwrap(), Some(Private::new(b"first".to_vec())));
    assert_eq!(read.secret("other").await.unwrap(), None);
}
