//! Bringing what is asked of people in line with a case, in every change of it and when its time has come.

use crate::clock::chance;
use crate::store::{Claim, Stored, Tx};
use crate::{Changed, Desk, DeskError, by, whole};
use domain::asks::{Ask, AskState, nobody, team_at, turn, wanted};
use domain::audit::{AuditEvents, By, Did};
use domain::conflict::together;
use domain::ids::{AskId, DeliveryId, IncidentId, PageId, PersonId};
use domain::incident::Incident;
use domain::paging::{Delivery, DeliveryAbout, DeliveryState, DeliveryTo, FollowUp, Page, PageReason, follow_up};
use domain::permission::{Act, Actor};
use domain::time::Timestamp;
use domain::work::circle::Circle;
use domain::work::reminder::{Aging, Overdue, Targets, outlook};
use domain::work::{Work, merged};

/// Most incidents that one round looks at.
const LOOKS_MAX: u32 = 100;

impl Desk {
    /// Looks at every incident whose time has come, reminds whoever has to be, and says when to come back at the latest.
    ///
    /// Each incident is a change of its own, so that one that cannot be read does not keep the others waiting.
    pub async fn remind(&self) -> Result<Option<Timestamp>, DeskError> {
        loop {
            let now = self.clock.now();
            let mut read = self.store.read().await?;
            let next = read.next_look().await?;
            if next.is_none_or(|next| next > now) {
                return Ok(next);
            }
            let due = read.due_looks(now, LOOKS_MAX).await?;
            let mut trouble = None;
            for incident in due {
                if let Err(error) = self.look_at(incident, now).await {
                    trouble = Some(error);
                }
            }
            if let Some(trouble) = trouble {
                return Err(trouble);
            }
        }
    }

    async fn look_at(&self, id: IncidentId, now: Timestamp) -> Result<(), DeskError> {
        let mut tx = self.store.begin().await?;
        let Some(incident) = tx.incident(id).await? else { return Ok(()) };
        let requested = settle(&mut *tx, id, now).await?;
        let looked = || AuditEvents::of(incident.conference, now, By::System, Some(id), Did::LookedAtAge);
        tx.commit(requested.unwrap_or_else(looked)).await?;
        // A page may have started.
        self.pages_due.notify_one();
        self.tell(Changed { conference: incident.conference, incident: Some(id) });
        Ok(())
    }

    /// When the team wants to be reminded.
    pub async fn targets(&self, actor: &Actor) -> Result<Targets, DeskError> {
        actor.may(Act::SetTargets)?;
        Ok(self.store.read().await?.targets(actor.conference).await?)
    }

    /// Says when the team wants to be reminded; it counts at once, for what is there already too.
    pub async fn set_targets(&self, actor: &Actor, targets: Targets) -> Result<Targets, DeskError> {
        actor.may(Act::SetTargets)?;
        let targets = targets.parse().map_err(crate::refused_input)?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        tx.put_targets(actor.conference, &targets).await?;
        tx.commit(AuditEvents::of(actor.conference, now, by(actor), None, Did::TargetsChanged)).await?;
        self.pages_due.notify_one();
        Ok(targets)
    }
}

/// Brings the asks of an incident in line with how it stands inside this change, writes down what is to be pushed, what is
/// overdue and when to look again. Everything that writes a case ends with it. What was joined to another asks nothing by
/// itself: the other does.
pub(crate) async fn settle(tx: &mut dyn Tx, id: IncidentId, now: Timestamp) -> Stored<Option<AuditEvents>> {
    if tx.running_drills().await?.iter().any(|drill| drill.incident() == Some(id)) {
        // A drill asks for nothing but an answer to its page.
        return Ok(None);
    }
    let Some(first) = whole::first(tx, id).await? else { return Ok(None) };
    if first.id != id {
        let over = |ask: Ask| ask.is_open().then_some(Ask { state: AskState::Over { at: now }, ..ask });
        let asks: Vec<_> = tx.asks_in(id).await?.into_iter().filter_map(over).collect();
        tx.put_asks(&asks).await?;
        tx.put_look(id, &[], None).await?;
    }
    settle_whole(tx, first, now).await
}

async fn settle_whole(tx: &mut dyn Tx, incident: Incident, now: Timestamp) -> Stored<Option<AuditEvents>> {
    let id = incident.id;
    let Some(mut aged) = tx.aged(id).await? else { return Ok(None) };
    let joined = tx.joined(id).await?;
    for part in &joined {
        let review_since = tx.aged(part.id).await?.and_then(|aged| aged.review_since);
        aged.review_since = aged.review_since.into_iter().chain(review_since).min();
    }
    let parts: Vec<_> = std::iter::once(id).chain(joined.iter().map(|part| part.id)).collect();
    let deeds = whole::deeds(tx, &parts).await?;
    let work = Work::of_all(&deeds);
    let deeds: Vec<_> = merged(&deeds).into_iter().map(|(_, deed)| deed.clone()).collect();
    let team = tx.care_team(incident.conference).await?;
    let conflicts = tx.conflicts(id).await?;
    let standings = together(&conflicts, &parts).into_iter().map(|known| (known.person, known.standing)).collect();
    let targets = tx.targets(incident.conference).await?;
    let known = tx.asks_in(id).await?;

    let (touched_at, review_since) = (aged.touched_at, aged.review_since);
    let aging = Aging { incident: &incident, joined: &joined, work: &work, touched_at, review_since };
    let outlook = outlook(&aging, &targets, now);
    let circle = Circle { by: nobody(), team: &team, standings, stage: &incident.stage };
    let wanted = wanted(&deeds, &work, &circle, &outlook.overdue, now);
    let worse = outlook.overdue.iter().any(|now| aged.overdue.iter().all(|before| before.what != now.what));
    let turn = turn(&known, &wanted, worse, (incident.conference, id), now, || AskId::mint(now, chance()));

    tx.put_asks(&turn.changed).await?;
    let mut events = Vec::new();
    let calls = call_again(tx, &incident, &parts, touched_at, &outlook.overdue, now, &mut events).await?;
    let looks = [outlook.next, turn.next, team_at(&outlook.overdue, now), calls];
    tx.put_look(id, &outlook.overdue, looks.into_iter().flatten().min()).await?;
    let asked = turn.changed.iter().filter(|ask| turn.pushed.contains(&ask.id));
    let asked: Vec<_> = asked.map(|ask| (ask.id, ask.person)).collect();
    push(tx, &asked, now).await?;
    let people: Vec<_> = asked.into_iter().map(|(_, person)| person).collect();
    if !turn.pushed.is_empty() {
        events.extend([AuditEvents::of(incident.conference, now, By::System, Some(id), Did::Requested { people })]);
    }
    Ok(events.into_iter().reduce(AuditEvents::join))
}

/// Starts the page of a case that has to call again, and ends those for what was done; says when to look again.
async fn call_again(
    tx: &mut dyn Tx,
    incident: &Incident,
    parts: &[IncidentId],
    touched_at: Timestamp,
    overdue: &[Overdue],
    now: Timestamp,
    events: &mut Vec<AuditEvents>,
) -> Stored<Option<Timestamp>> {
    let policies = tx.policies(incident.conference).await?.unwrap_or_default();
    let pages = whole::pages(tx, parts).await?;
    let policy = policies.ladder(PageReason::Report, incident.urgency);
    let FollowUp { start, over, next } = follow_up(incident, touched_at, overdue, &pages, policy, now);
    let did = |did| AuditEvents::of(incident.conference, now, By::System, Some(incident.id), did);
    for mut page in pages.into_iter().filter(|page| over.contains(&page.id)) {
        page.is_over(now);
        tx.put_page(&page).await?;
        tx.expire_deliveries(page.id).await?;
        events.push(did(Did::PageOver { page: page.id }));
    }
    if let Some(reason) = start {
        let id = PageId::mint(now, chance());
        tx.put_page(&Page::start(id, incident.conference, incident.id, reason, incident.urgency, now)).await?;
        events.push(did(Did::PageStarted { page: id }));
    }
    Ok(next)
}

/// One push for each device of whoever is asked.
pub(crate) async fn push(tx: &mut dyn Tx, asked: &[(AskId, PersonId)], now: Timestamp) -> Stored<()> {
    let people: Vec<_> = asked.iter().map(|(_, person)| *person).collect();
    let devices = tx.push_devices(&people, now).await?;
    let mut pushes = Vec::new();
    for (ask, person) in asked {
        pushes.extend(devices.iter().filter(|(owner, _)| owner == person).map(|(_, device)| Delivery {
            id: DeliveryId::mint(now, chance()),
            about: DeliveryAbout::Ask(*ask),
            person: *person,
            to: DeliveryTo::Device(*device),
            call: 0,
            since: now,
            queued_at: now,
            tries: 0,
            state: DeliveryState::Queued,
        }));
    }
    tx.add_deliveries(&pushes, Claim::NOBODY).await
}
