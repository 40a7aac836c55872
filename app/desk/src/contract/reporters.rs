//! Private links with new keys, what reporters say, and what the public sees.

use super::notes::link;
use super::{
    Author, CONFERENCE, NOW, NewRows, NoteId, RecordedNote, Store, bytes, change, incident, note, person, refused,
    token, with_incident, with_people,
};
use crate::store::StoreError;
use domain::ids::ReporterLinkId;
use domain::reporter::said::{Hear, Reach, Reported, Said, Share, Wishes};
use domain::reporter::team::{PublicCard, PublicPages};
use std::collections::BTreeMap;

pub async fn a_link_gets_a_new_key(store: &dyn Store) {
    with_incident(store).await;
    let (one, other) = (link(1, 10, 1), link(2, 10, 2));
    change(store, async |tx| tx.add_rows(NewRows { links: vec![one, other], ..NewRows::default() }).await).await;
    change(store, async |tx| tx.change_link(one.id, token(3)).await).await;
    let mut read = store.read().await.unwrap();
    assert_eq!(read.link_by_key(token(1)).await.unwrap(), None);
    let changed = read.link_by_key(token(3)).await.unwrap().unwrap();
    assert_eq!((changed.id, changed.note, changed.made_at), (one.id, one.note, one.made_at));
    let unknown = ReporterLinkId::from_bytes(bytes(9));
    assert!(matches!(refused(store, async |tx| tx.change_link(unknown, token(4)).await).await, StoreError::Stale));
    assert!(matches!(refused(store, async |tx| tx.change_link(one.id, token(2)).await).await, StoreError::Taken));
}

pub async fn what_a_reporter_says_comes_back(store: &dyn Store) {
    with_people(store, &[1]).await;
    let wishes = Wishes {
        reach: Some(Reach::Contact),
        contact: "by the \0 door".into(),
        hear: Some(Hear::InPerson),
        share: Some(Share::WithoutMe),
    };
    let reported =
        Reported { theirs: "theirs".into(), wishes: wishes.clone(), language: "de".into(), ..Reported::default() };
    let said = [
        Said::Reported(Box::new(reported)),
        Said::TookBack { what: Some(NoteId::from_bytes(bytes(100))) },
        Said::Wishes(wishes),
    ];
    let notes: Vec<_> = (100..)
        .zip(said)
        .map(|(n, said)| RecordedNote {
            author: Author::Reporter(ReporterLinkId::from_bytes(bytes(1))),
            said: Some(said),
            ..note(n, 10, "told", NOW)
        })
        .collect();
    let rows = NewRows { incidents: vec![incident(10, CONFERENCE)], notes: notes.clone(), ..NewRows::default() };
    change(store, async |tx| tx.add_rows(rows).await).await;
    let kept = store.read().await.unwrap().notes(incident(10, CONFERENCE).id).await.unwrap();
    assert_eq!(kept, notes);
}

pub async fn what_the_public_sees_comes_back_and_changes(store: &dyn Store) {
    with_people(store, &[1, 2]).await;
    let mut read = store.read().await.unwrap();
    assert_eq!(read.public_cards(CONFERENCE).await.unwrap(), BTreeMap::new());
    assert_eq!(read.public_pages(CONFERENCE).await.unwrap(), PublicPages::default());
    let (one, two) = (person(1, CONFERENCE), person(2, CONFERENCE));
    let card = |name: &str| PublicCard { name: name.into(), about: "Zoë 🌍".into() };
    let notice = BTreeMap::from([("en".to_owned(), "We keep it for a year.".to_owned())]);
    let pages = PublicPages { shows_team: true, form_closed: false, notice };
    change(store, async |tx| {
        tx.put_public_card(&one, &card("A")).await?;
        tx.put_public_card(&two, &card("B")).await?;
        tx.put_public_card(&two, &card("C")).await?;
        tx.put_public_pages(CONFERENCE, &pages).await
    })
    .await;
    let mut read = store.read().await.unwrap();
    assert_eq!(
        read.public_cards(CONFERENCE).await.unwrap(),
        BTreeMap::from([(one.id, card("A")), (two.id, card("C"))])
    );
    assert_eq!(read.public_pages(CONFERENCE).await.unwrap(), pages);
    change(store, async |tx| tx.put_public_card(&one, &PublicCard::default()).await).await;
    let left = store.read().await.unwrap().public_cards(CONFERENCE).await.unwrap();
    assert_eq!(left.keys().collect::<Vec<_>>(), [&two.id]);
}
