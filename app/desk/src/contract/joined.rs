//! Incidents that were joined: each keeps its rows, and lists, counts and conflicts of interest answer for all of them.

use super::conflicts::said;
use super::{
    CONFERENCE, NewRows, PersonId, Store, Stored, bytes, change, incident, later, member, note, person, with_incident,
};
use crate::store::Tx;
use domain::case::{Action, Case};
use domain::conflict::{Conflict, Standing};
use domain::ids::{DeedId, IncidentId};
use domain::incident::{Incident, Stage, Whole};
use domain::work::report::ReportDeed;
use domain::work::{Deed, NewDeed};

async fn one(store: &dyn Store, n: u16) -> Incident {
    store.read().await.unwrap().incident(incident(n, CONFERENCE).id).await.unwrap().unwrap()
}

fn deed(n: u16, deed: ReportDeed) -> Box<NewDeed> {
    Box::new(NewDeed { id: DeedId::from_bytes(bytes(n)), deed: Deed::Report(deed), anyway: None })
}

/// What of a person's inbox and search is there.
async fn lists(store: &dyn Store, n: u16) -> (Vec<IncidentId>, Vec<IncidentId>) {
    let mut read = store.read().await.unwrap();
    let person = PersonId::from_bytes(bytes(n));
    let inbox = read.incidents(CONFERENCE, person).await.unwrap().into_iter().map(|line| line.incident.id).collect();
    let found = read.findable(CONFERENCE, Some(person)).await.unwrap().into_iter().map(|line| line.incident);
    (inbox, found.collect())
}

async fn put(store: &dyn Store, conflict: domain::conflict::StandingChange) {
    change(store, async |tx: &mut dyn Tx| -> Stored<()> { tx.put_standing(&conflict).await }).await;
}

/// Member 2, who has no conflict, joins incident 11 to incident 10; member 1 is out of 11.
async fn join(store: &dyn Store) -> [IncidentId; 2] {
    with_incident(store).await;
    change(store, async |tx| {
        tx.put_person(&person(2, CONFERENCE)).await?;
        tx.add_rows(NewRows { incidents: vec![incident(11, CONFERENCE)], ..NewRows::default() }).await
    })
    .await;
    put(store, said(11, 1, Standing::Recused)).await;
    let clear = [10, 11].map(|of| said(of, 2, Standing::Clear));
    for said in clear.clone() {
        put(store, said).await;
    }
    let clear = clear.map(|said| said.conflict);
    let ids = [10, 11].map(|n| incident(n, CONFERENCE).id);
    let mut case = Case::open(one(store, 10).await, &clear, member(2)).unwrap();
    let other = Box::new(Case::open(one(store, 11).await, &clear, member(2)).unwrap());
    case.apply(Action::Join { other, new: deed(50, ReportDeed::Take { from: ids[1] }) }, later(1)).unwrap();
    change(store, async |tx| tx.put_case(&case).await).await;
    ids
}

pub async fn what_is_joined_is_read_as_one(store: &dyn Store) {
    let [first, second] = join(store).await;
    assert_eq!(one(store, 11).await.joined_to, Some(first));
    let joined = store.read().await.unwrap().joined(first).await.unwrap();
    assert_eq!(joined.iter().map(|part| part.id).collect::<Vec<_>>(), [second]);
    assert_eq!(lists(store, 2).await, (vec![first], vec![first]));
    assert_eq!(lists(store, 1).await, (vec![], vec![]), "who is out of one part is out of both");

    let mut read = store.read().await.unwrap();
    let out = |conflicts: &[Conflict]| conflicts.iter().filter(|one| one.standing.hides()).count();
    for id in [first, second] {
        assert_eq!(out(&read.conflicts(id).await.unwrap()), 1);
        let asked = read.conflicts_in(&[id]).await.unwrap();
        assert!(out(&asked) == 1 && asked.iter().all(|conflict| conflict.incident == id), "for whichever is asked");
    }
    let unsure = read.findable(CONFERENCE, Some(PersonId::from_bytes(bytes(3)))).await.unwrap();
    assert_eq!(unsure[0].standing, None);
    drop(read);

    // A note that comes for the part touches the whole and is counted there.
    change(store, async |tx| {
        tx.add_rows(NewRows { notes: vec![note(110, 11, "b", later(9))], ..NewRows::default() }).await
    })
    .await;
    let line =
        store.read().await.unwrap().incidents(CONFERENCE, PersonId::from_bytes(bytes(2))).await.unwrap().remove(0);
    assert_eq!((line.notes, line.touched_at), (2, later(9)), "with the note that the other one had");
    change(store, async |tx| tx.add_rows(NewRows { needs_review: vec![second], ..NewRows::default() }).await).await;
    assert!(one(store, 10).await.needs_review && one(store, 11).await.needs_review);

    // Whoever is out of the part holds the whole no longer.
    assert!(matches!(one(store, 10).await.stage, Stage::InHand { .. }), "whoever joined them has them");
    let holder = said(11, 2, Standing::Recused).conflict;
    assert!(change(store, async |tx| tx.take_from(&holder).await).await);
    assert_eq!(one(store, 10).await.stage, Stage::Reported);

    let outside = async || store.read().await.unwrap().is_anything_outside(CONFERENCE).await.unwrap();
    assert!(!outside().await);
    put(store, said(10, 2, Standing::Recused)).await;
    assert!(outside().await, "one is out of the one, the other out of the other: nobody is left");
    let _parted = part(store, first, second).await;
    assert_eq!(lists(store, 1).await, (vec![first], vec![first]), "each is as it was");
}

async fn part(store: &dyn Store, first: IncidentId, second: IncidentId) -> Incident {
    let clear = [10, 11].map(|of| said(of, 3, Standing::Clear).conflict);
    let whole = Whole::of(one(store, 10).await, vec![one(store, 11).await]).unwrap();
    let deeds = store.read().await.unwrap().deeds(first).await.unwrap();
    let case = Case::open(whole, &clear, member(3)).unwrap();
    let mut case = case.with_work(vec![(first, deeds)], vec![PersonId::from_bytes(bytes(3))]);
    case.apply(Action::Part { new: deed(51, ReportDeed::Part { from: second }), last_note: None }, later(10)).unwrap();
    change(store, async |tx| tx.put_case(&case).await).await;
    one(store, 11).await
}
