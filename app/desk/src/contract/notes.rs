//! Groups of notes, other texts, links, strikes and photos.

use super::{
    Author, CONFERENCE, Incident, IncidentId, NOW, NewRows, NoteBody, NoteId, PersonId, RecordedNote, Store, bytes,
    change, incident, later, note, page, refused, token, with_incident, with_people,
};
use crate::store::{KnownNote, NoteBeside, Photo, StoreError, Strike};
use domain::ids::{PhotoId, ReporterLinkId};
use domain::note::{Answer, Answers, NoteKind, Ongoing, Provenance, Support, SupportState, UnilateralRecord, Urgency};
use domain::private::Private;
use domain::reporter::ReporterLink;

pub(super) fn link(n: u16, incident: u16, key: u16) -> ReporterLink {
    ReporterLink {
        id: ReporterLinkId::from_bytes(bytes(n)),
        incident: IncidentId::from_bytes(bytes(incident)),
        key: token(key),
        made_at: later(i64::from(n)),
        note: (n % 2 == 1).then(|| NoteId::from_bytes(bytes(100))),
    }
}

fn known(note: &RecordedNote) -> KnownNote {
    let RecordedNote { id, incident, author, digest, recorded_at, .. } = *note;
    KnownNote { id, incident, author, digest, recorded_at }
}

pub async fn a_group_of_notes_comes_back_whole(store: &dyn Store) {
    with_people(store, &[1]).await;
    let opened = Incident { urgency: Some(Urgency::Now), needs_review: true, ..incident(10, CONFERENCE) };
    let notes = vec![note(100, 10, "one", NOW), note(101, 11, "two", later(1))];
    let pages = vec![page(50, 10, NOW), page(51, 11, NOW)];
    let links = vec![link(1, 10, 1), link(2, 10, 2)];
    let rows = NewRows {
        incidents: vec![opened.clone(), incident(11, CONFERENCE)],
        notes: notes.clone(),
        pages: pages.clone(),
        links: links.clone(),
        ..NewRows::default()
    };
    change(store, async |tx| tx.add_rows(rows).await).await;
    let mut read = store.read().await.unwrap();
    assert_eq!(read.incident(opened.id).await.unwrap(), Some(opened.clone()));
    assert_eq!(read.incident(incident(12, CONFERENCE).id).await.unwrap(), None);
    assert_eq!(read.notes(opened.id).await.unwrap(), [notes[0].clone()]);
    assert_eq!(read.notes(notes[1].incident).await.unwrap(), [notes[1].clone()]);
    assert_eq!(read.notes(incident(12, CONFERENCE).id).await.unwrap(), []);
    assert_eq!(read.pages_of(opened.id).await.unwrap(), [pages[0].clone()]);
    assert_eq!(read.links(opened.id).await.unwrap(), links);
    assert_eq!(read.link_by_key(token(2)).await.unwrap(), Some(links[1]));
    assert_eq!(read.link_by_key(token(3)).await.unwrap(), None);
}

pub async fn many_notes_are_known(store: &dyn Store) {
    with_people(store, &[1]).await;
    let incidents: Vec<_> = (0..150).map(|n| incident(n, CONFERENCE)).collect();
    let notes: Vec<_> = (0..150).map(|n| note(1_000 + n, n, &format!("text {n}"), NOW)).collect();
    let rows = NewRows { incidents, notes: notes.clone(), ..NewRows::default() };
    change(store, async |tx| tx.add_rows(rows).await).await;
    let mut read = store.read().await.unwrap();
    assert_eq!(read.known_notes(&[]).await.unwrap(), []);
    for count in [1, 4, 5, 64, 65, 150] {
        let mut asked: Vec<_> = notes.iter().take(count).map(|note| note.id).collect();
        asked.push(NoteId::from_bytes(bytes(9_999)));
        asked.push(asked[0]);
        let mut found = read.known_notes(&asked).await.unwrap();
        found.sort_by_key(|note| note.id);
        let wanted: Vec<_> = notes.iter().take(count).map(known).collect();
        assert_eq!(found, wanted, "{count}");
    }
}

pub async fn notes_come_in_order_of_recording(store: &dyn Store) {
    with_incident(store).await;
    let by_reporter = RecordedNote {
        author: Author::Reporter(ReporterLinkId::from_bytes(bytes(5))),
        ..note(90, 10, "from the reporter", later(3))
    };
    let (third, second) = (note(101, 10, "third", later(2)), note(102, 10, "second", later(1)));
    let notes = vec![third.clone(), second.clone(), by_reporter.clone()];
    change(store, async |tx| tx.add_rows(NewRows { notes, ..NewRows::default() }).await).await;
    let kept = store.read().await.unwrap().notes(IncidentId::from_bytes(bytes(10))).await.unwrap();
    assert_eq!(kept, [note(100, 10, "first", NOW), second, third, by_reporter]);
}

pub async fn a_note_id_is_taken_once(store: &dyn Store) {
    with_incident(store).await;
    let again = vec![note(101, 10, "new", NOW), note(100, 10, "again", NOW)];
    let taken = refused(store, async |tx| tx.add_rows(NewRows { notes: again, ..NewRows::default() }).await).await;
    assert!(matches!(taken, StoreError::Taken), "{taken:?}");
    let kept = store.read().await.unwrap().notes(IncidentId::from_bytes(bytes(10))).await.unwrap();
    assert_eq!(kept, [note(100, 10, "first", NOW)]);
}

pub async fn notes_of_an_unknown_incident_are_not_kept(store: &dyn Store) {
    with_incident(store).await;
    let notes = vec![note(101, 10, "known", NOW), note(102, 11, "lost", NOW)];
    let lost = refused(store, async |tx| tx.add_rows(NewRows { notes, ..NewRows::default() }).await).await;
    assert!(matches!(lost, StoreError::Failed(_)), "{lost:?}");
    let known = store.read().await.unwrap().known_notes(&[note(101, 10, "", NOW).id]).await.unwrap();
    assert_eq!(known, []);
}

pub async fn another_text_is_kept_beside_once(store: &dyn Store) {
    with_incident(store).await;
    let beside = |text: &str, at| {
        let RecordedNote { id, incident, digest, body, recorded_at, .. } = note(100, 10, text, later(at));
        NoteBeside { note: id, incident, digest, body, recorded_at }
    };
    for (texts, at) in [(vec!["other", "third", "other"], 1), (vec!["other"], 2), (vec!["fourth"], 3)] {
        let besides = texts.iter().map(|text| beside(text, at)).collect();
        change(store, async |tx| tx.add_rows(NewRows { besides, ..NewRows::default() }).await).await;
    }
    let kept = store.read().await.unwrap().besides(IncidentId::from_bytes(bytes(10))).await.unwrap();
    assert_eq!(kept, [beside("other", 1), beside("third", 1), beside("fourth", 3)]);
}

pub async fn a_link_key_is_kept_once(store: &dyn Store) {
    with_incident(store).await;
    for links in [vec![link(1, 10, 1), link(2, 10, 1)], vec![link(3, 10, 1), link(4, 10, 2)]] {
        change(store, async |tx| tx.add_rows(NewRows { links, ..NewRows::default() }).await).await;
    }
    let mut read = store.read().await.unwrap();
    assert_eq!(read.link_by_key(token(1)).await.unwrap(), Some(link(1, 10, 1)));
    assert_eq!(read.links(link(1, 10, 1).incident).await.unwrap(), [link(1, 10, 1), link(4, 10, 2)]);
}

pub async fn a_strike_is_kept_once(store: &dyn Store) {
    with_incident(store).await;
    let standing = note(100, 10, "first", NOW);
    let strike = |why: &str| Strike { by: PersonId::from_bytes(bytes(1)), at: later(1), why: why.into() };
    let (id, incident) = (standing.id, standing.incident);
    change(store, async |tx| tx.strike(id, incident, &strike("wrong room")).await).await;
    let again = refused(store, async |tx| tx.strike(id, incident, &strike("again")).await).await;
    assert!(matches!(again, StoreError::Stale), "{again:?}");
    let unknown = NoteId::from_bytes(bytes(999));
    let unknown = refused(store, async |tx| tx.strike(unknown, incident, &strike("x")).await).await;
    assert!(matches!(unknown, StoreError::Stale), "{unknown:?}");
    let kept = store.read().await.unwrap().notes(incident).await.unwrap();
    assert_eq!(kept, [RecordedNote { struck: Some(strike("wrong room")), ..standing }]);
}

pub async fn a_photo_is_kept_once(store: &dyn Store) {
    with_incident(store).await;
    let photo = |n, size| Photo {
        id: PhotoId::from_bytes(bytes(n)),
        note: NoteId::from_bytes(bytes(100)),
        incident: IncidentId::from_bytes(bytes(10)),
        media_type: "image/webp".into(),
        bytes: Private::new(vec![0xF5; size]),
        recorded_at: later(i64::from(n)),
    };
    let large = photo(1, domain::note::PHOTO_BYTES_MAX);
    assert!(change(store, async |tx| tx.add_photo(&large).await).await);
    assert!(!change(store, async |tx| tx.add_photo(&photo(1, 2)).await).await);
    assert!(change(store, async |tx| tx.add_photo(&photo(2, 0)).await).await);
    let mut read = store.read().await.unwrap();
    assert!(read.photo(large.id).await.unwrap() == Some(large.clone()), "the first photo stays as it was");
    assert_eq!(read.photo(photo(3, 0).id).await.unwrap(), None);
    let ids = read.photo_ids(large.incident).await.unwrap();
    assert_eq!(ids, [(large.id, large.note), (photo(2, 0).id, large.note)]);
    let nowhere = Photo { incident: IncidentId::from_bytes(bytes(11)), ..photo(3, 1) };
    let lost = refused(store, async |tx| tx.add_photo(&nowhere).await).await;
    assert!(matches!(lost, StoreError::Failed(_)), "{lost:?}");
}

pub async fn a_body_comes_back_with_every_answer(store: &dyn Store) {
    with_incident(store).await;
    let body = NoteBody {
        kind: NoteKind::ActedAlone {
            about: NoteId::from_bytes(bytes(100)),
            record: UnilateralRecord { did: "walked them out".into(), ..UnilateralRecord::default() },
        },
        text: "Zeile\n\0 \u{1F9E1} '\" ％".into(),
        answers: Answers {
            who: Answer::Given("somebody in a red coat".into()),
            ongoing: Answer::Given(Ongoing::Unclear),
            contact: Answer::PrefersNotToSay,
            ..Answers::default()
        },
        provenance: Some(Provenance::PassedOn),
        urgency: Some(Urgency::Today),
        support: Support { escort: Some(SupportState::Wanted), ..Support::default() },
        reporter_key: Some(token(1)),
        photos: vec![PhotoId::from_bytes(bytes(1))],
        ..NoteBody::default()
    };
    let whole = RecordedNote { body, ..note(101, 10, "x", later(1)) };
    let notes = vec![whole.clone()];
    change(store, async |tx| tx.add_rows(NewRows { notes, ..NewRows::default() }).await).await;
    let kept = store.read().await.unwrap().notes(whole.incident).await.unwrap();
    assert!(kept[1] == whole, "the note comes back as it was written");
}
