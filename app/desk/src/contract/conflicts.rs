//! How members stand to an incident, and how that came about.

use super::{CONFERENCE, NOW, NewRows, PersonId, Role, Store, bytes, change, incident, later, person, with_incident};
use domain::conflict::{Conflict, Line, Source, Standing, StandingChange, StandingRecord, draws_line, names, says};
use domain::incident::{Incident, Stage};
use domain::permission::Person;

/// Member `n` says how they stand to incident `of`.
pub(super) fn said(of: u16, n: u16, standing: Standing) -> StandingChange {
    let member = PersonId::from_bytes(bytes(n));
    says(None, incident(of, CONFERENCE).id, member, standing, NOW).unwrap().unwrap()
}

async fn put(store: &dyn Store, changes: &[StandingChange]) {
    change(store, async |tx| {
        for change in changes {
            tx.put_standing(change).await?;
        }
        Ok(())
    })
    .await;
}

async fn standing(store: &dyn Store, of: u16) -> (Vec<Conflict>, Vec<StandingRecord>) {
    let mut read = store.read().await.unwrap();
    let id = incident(of, CONFERENCE).id;
    (read.conflicts(id).await.unwrap(), read.standing_records(id).await.unwrap())
}

pub async fn a_standing_comes_back_with_its_record(store: &dyn Store) {
    with_incident(store).await;
    change(store, async |tx| {
        tx.add_rows(NewRows { incidents: vec![incident(11, CONFERENCE)], ..NewRows::default() }).await
    })
    .await;
    assert_eq!(standing(store, 10).await, (vec![], vec![]));
    let [one, two] = [1, 2].map(|n| PersonId::from_bytes(bytes(n)));
    let id = incident(10, CONFERENCE).id;
    let unsure = said(10, 1, Standing::Unsure).because("We share a flat.".into());
    let limited = draws_line(Some(&unsure.conflict), id, one, Line::Limited, two, later(1)).unwrap();
    let named = names(Some(&limited.conflict), id, one, Source::Named, two, later(2)).unwrap();
    let proposed = draws_line(Some(&named.conflict), id, one, Line::TakesPart, two, later(3)).unwrap();
    let changes = [unsure, limited, named, proposed.because("Another Ana.".into())];
    for end in 1..=changes.len() {
        put(store, &changes[end - 1..end]).await;
        let (conflicts, records) = standing(store, 10).await;
        assert_eq!(conflicts, [changes[end - 1].conflict.clone()], "how it is now");
        let wanted: Vec<_> = changes[..end].iter().map(|change| change.record.clone()).collect();
        assert_eq!(records, wanted, "and how it came about");
    }
    put(store, &[said(10, 2, Standing::Clear)]).await;
    assert_eq!(standing(store, 10).await.0.len(), 2);
    assert_eq!(standing(store, 11).await, (vec![], vec![]), "each incident by itself");
}

pub async fn whoever_is_out_holds_nothing(store: &dyn Store) {
    with_incident(store).await;
    let out = said(10, 1, Standing::Recused).conflict;
    let take = async |conflict: &Conflict| change(store, async |tx| tx.take_from(conflict).await).await;
    let read = async || store.read().await.unwrap().incident(out.incident).await.unwrap().unwrap();
    assert!(!take(&out).await, "nobody has it");
    let held = async |n: u16| {
        let by = PersonId::from_bytes(bytes(n));
        let mut case =
            domain::case::Case::open(read().await, &[said(10, n, Standing::Clear).conflict], super::member(n));
        case.as_mut().unwrap().apply(domain::case::Action::TakeInHand, NOW).unwrap();
        change(store, async |tx| tx.put_case(&case.unwrap()).await).await;
        Stage::InHand { by, at: NOW }
    };
    let hers = held(2).await;
    assert!(!take(&out).await, "somebody else has it");
    assert_eq!(read().await.stage, hers);
    held(1).await;
    let before = read().await;
    assert!(take(&out).await);
    assert_eq!(read().await, Incident { stage: Stage::Reported, version: before.version + 1, ..before });
    assert!(!take(&out).await, "twice is harmless");
}

pub async fn outside_is_where_nobody_of_the_team_is_left(store: &dyn Store) {
    with_incident(store).await;
    let outside = async || store.read().await.unwrap().is_anything_outside(CONFERENCE).await.unwrap();
    let joins = async |n: u16, role: Role| {
        let new = Person { role, ..person(n, CONFERENCE) };
        change(store, async |tx| tx.put_person(&new).await).await;
    };
    assert!(!outside().await);
    put(store, &[said(10, 1, Standing::Recused)]).await;
    assert!(outside().await);
    joins(5, Role::Volunteer).await;
    assert!(outside().await, "volunteers do not handle it");
    joins(2, Role::CareMember).await;
    assert!(!outside().await);
    put(store, &[said(10, 2, Standing::Limited)]).await;
    assert!(!outside().await, "whoever is limited may know of it");
    joins(1, Role::Organizer).await;
    joins(2, Role::Organizer).await;
    assert!(!outside().await, "a conference without a team waits for one");
}
