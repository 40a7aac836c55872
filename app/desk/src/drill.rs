//! Drills: starting one, ending it, and what it showed.

use crate::clock::chance;
use crate::record_notes::digest_of;
use crate::store::{Author, NewRows, Read, RecordedNote};
use crate::{Changed, Desk, DeskError, by, refused_input};
use domain::audit::{AuditEvents, By, Did};
use domain::drill::{Drill, DrillState, DrillView, NOTE, Running, Score, marked, score};
use domain::ids::{DrillId, IncidentId, NoteId, PageId};
use domain::incident::{Minted, open};
use domain::note::{NewNote, NoteBody, Urgency};
use domain::permission::{Act, Actor};
use domain::time::Timestamp;
use std::collections::BTreeMap;

impl Desk {
    /// The drill that runs in the actor's conference, with what it has shown so far, and the last one that ended.
    pub async fn drill(&self, actor: &Actor) -> Result<DrillView, DeskError> {
        actor.may(Act::RunDrills)?;
        drill_view(&mut *self.store.read().await?, actor, self.clock.now()).await
    }

    /// Starts a drill: a note that says so opens an incident, and its page calls as a real one would. One runs at a time.
    pub async fn start_drill(
        &self,
        actor: &Actor,
        drill: DrillId,
        urgency: Option<Urgency>,
    ) -> Result<DrillView, DeskError> {
        actor.may(Act::RunDrills)?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        if let Some(known) = tx.drill(drill).await? {
            let is_theirs = known.conference == actor.conference;
            return if is_theirs { drill_view(&mut *tx, actor, now).await } else { Err(DeskError::NotFound) };
        }
        if running(&mut *tx, actor).await?.is_some() {
            return Err(DeskError::Input("A drill runs already. End it before you start another one.".into()));
        }
        let body = NoteBody { text: NOTE.into(), urgency, written_at: now, ..NoteBody::default() };
        let new = NewNote::parse(body).map_err(refused_input)?;
        let (note, incident) = (NoteId::mint(now, chance()), IncidentId::mint(now, chance()));
        let minted = Minted { incident, page: PageId::mint(now, chance()), chance: chance() };
        let mut opened = open(actor.conference, note, &new, by(actor), minted, now);
        opened.incident.code_name = marked(&opened.incident.code_name);
        let state = DrillState::Running { incident, page: minted.page };
        let (conference, person) = (actor.conference, actor.person);
        tx.put_drill(&Drill { id: drill, conference, by: person, started_at: now, state }).await?;
        let note = RecordedNote {
            id: note,
            incident,
            author: Author::Person(person, actor.device),
            digest: digest_of(new.body()),
            body: new.body().clone(),
            recorded_at: now,
            skew_ms: 0,
            struck: None,
        };
        let (incidents, pages) = (vec![opened.incident], vec![opened.page]);
        tx.add_rows(NewRows { incidents, notes: vec![note], pages, ..NewRows::default() }).await?;
        // It does not age.
        tx.put_look(incident, &[], None).await?;
        tx.commit(opened.events).await?;
        self.pages_due.notify_one();
        self.tell(Changed { conference, incident: None });
        self.drill(actor).await
    }

    /// Ends the drill that runs, if one does.
    pub async fn end_drill(&self, actor: &Actor) -> Result<DrillView, DeskError> {
        actor.may(Act::RunDrills)?;
        if let Some(drill) = running(&mut *self.store.read().await?, actor).await? {
            self.end(&drill, by(actor)).await?;
        }
        self.drill(actor).await
    }

    /// Ends every drill whose time is up, and says when to come back.
    pub async fn end_due_drills(&self) -> Result<Option<Timestamp>, DeskError> {
        let now = self.clock.now();
        let drills = self.store.read().await?.running_drills().await?;
        let mut next = None;
        for drill in drills {
            match drill.ends_at() {
                Some(at) if at <= now => self.end(&drill, By::System).await?,
                Some(at) => next = Some(next.map_or(at, |next: Timestamp| next.min(at))),
                None => {}
            }
        }
        Ok(next)
    }

    /// Ends a drill in one change: everything of it goes, the score stays, and the log says that a drill took place. What
    /// somebody wrote into it is never thrown away: then its incident stays too.
    async fn end(&self, drill: &Drill, by: By) -> Result<(), DeskError> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        // Somebody may have been quicker.
        let drill = tx.drill(drill.id).await?.ok_or(DeskError::NotFound)?;
        let Some(incident) = drill.incident() else { return Ok(()) };
        let kept = !tx.is_only_a_drill(incident).await?;
        let score = so_far(&mut *tx, &drill, incident, kept, now).await?;
        if kept {
            tx.keep_drill(incident).await?;
        } else {
            tx.purge_drill(incident).await?;
        }
        let conference = drill.conference;
        tx.put_drill(&Drill { state: DrillState::Ended { score }, ..drill }).await?;
        tx.commit(AuditEvents::of(conference, now, by, None, Did::DrillTookPlace)).await?;
        self.pages_due.notify_one();
        self.tell(Changed { conference, incident: None });
        Ok(())
    }
}

async fn running(read: &mut (impl Read + ?Sized), actor: &Actor) -> Result<Option<Drill>, DeskError> {
    let mut drills = read.running_drills().await?.into_iter();
    Ok(drills.find(|drill| drill.conference == actor.conference))
}

/// The pages of the drills that run, and their incidents.
pub(crate) async fn drill_pages(read: &mut (impl Read + ?Sized)) -> Result<BTreeMap<PageId, IncidentId>, DeskError> {
    let drills = read.running_drills().await?;
    let pages = drills.iter().filter_map(|drill| match drill.state {
        DrillState::Running { incident, page } => Some((page, incident)),
        DrillState::Ended { .. } => None,
    });
    Ok(pages.collect())
}

/// What a drill has shown by now.
async fn so_far(
    read: &mut (impl Read + ?Sized),
    drill: &Drill,
    incident: IncidentId,
    kept: bool,
    now: Timestamp,
) -> Result<Score, DeskError> {
    let mut deliveries = Vec::new();
    for page in read.pages_of(incident).await? {
        deliveries.append(&mut read.deliveries_of(page.id).await?);
    }
    let events = read.drill_events(incident).await?;
    Ok(score(drill.started_at, &deliveries, &events, kept, now))
}

async fn drill_view(read: &mut (impl Read + ?Sized), actor: &Actor, now: Timestamp) -> Result<DrillView, DeskError> {
    let mut view = DrillView::default();
    if let Some(drill) = running(read, actor).await?
        && let (Some(incident), Some(ends_at)) = (drill.incident(), drill.ends_at())
    {
        let so_far = so_far(read, &drill, incident, false, now).await?;
        view.running = Some(Running { started_at: drill.started_at, ends_at, by: drill.by, so_far });
    }
    view.last = match read.last_drill(actor.conference).await?.map(|drill| drill.state) {
        Some(DrillState::Ended { score }) => Some(score),
        Some(DrillState::Running { .. }) | None => None,
    };
    let scores = view.running.iter().map(|running| &running.so_far).chain(&view.last);
    let (mut people, devices) = DrillView::names_wanted(scores);
    people.extend(view.running.iter().map(|running| running.by));
    let people: Vec<_> = people.into_iter().collect();
    view.people = read.names(&people).await?;
    let known = read.devices(actor.conference).await?.into_iter().filter(|device| devices.contains(&device.id));
    view.devices = known.map(|device| (device.id, device.name)).collect();
    Ok(view)
}
