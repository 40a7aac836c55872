//! Pages: what a called person sees and answers, and the step that the pager takes.

use crate::clock::chance;
use crate::notes_progress::name;
use crate::store::{Read, Tx};
use crate::{Changed, Desk, DeskError};
use domain::audit::{AuditEvents, By, Did};
use domain::case::{Action, Case};
use domain::conflict::{Conflict, kept_out};
use domain::ids::{ConferenceId, DeviceId, IncidentId, PageId, PersonId, PushId};
use domain::paging::{Answered, EscalationPolicy, Page, PageAnswer, PageState, Push, PushAbout, PushState, advance};
use domain::permission::{Act, Actor};
use domain::roster::{DutyList, Roster};
use domain::time::Timestamp;
use domain::view::{PageView, Taken};
use std::collections::{BTreeMap, BTreeSet};

/// Most pages that one step advances in one transaction.
const STEP_PAGES_MAX: u32 = 100;

impl Desk {
    /// A page for whoever is called: enough to decide, nothing of the content.
    pub async fn page(&self, actor: &Actor, id: PageId) -> Result<PageView, DeskError> {
        let mut read = self.store.read().await?;
        let (page, case) = self.called(&mut *read, actor, id).await?;
        page_view(&mut *read, actor, &page, &case).await
    }

    /// Answers a page. The first "I have it" takes the incident in hand; answering twice is harmless.
    pub async fn answer_page(&self, actor: &Actor, id: PageId, answer: PageAnswer) -> Result<PageView, DeskError> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let (mut page, mut case) = self.called(&mut *tx, actor, id).await?;
        let before = page.clone();
        let answered = page.answer(actor.person, answer, now);
        if page == before {
            return page_view(&mut *tx, actor, &page, &case).await;
        }
        let events = case.apply(Action::AnswerPage { page: id, answer }, now)?;
        tx.put_page(&page).await?;
        if answered == Answered::Yours {
            self.settle_pages(&mut *tx, actor, page.incident).await?;
        }
        let view = page_view(&mut *tx, actor, &page, &case).await?;
        self.save(tx, &case, events).await?;
        self.pages_due.notify_one();
        Ok(view)
    }

    async fn called(&self, read: &mut dyn Read, actor: &Actor, id: PageId) -> Result<(Page, Case), DeskError> {
        actor.may(Act::AnswerPages)?;
        let page = read.page(id).await?.ok_or(DeskError::NotFound)?;
        let case = self.case(read, actor, page.incident).await?;
        Ok((page, case))
    }

    /// Takes every step that is due and writes down the pushes to send; says when to come back at the latest.
    ///
    /// Whom a page calls and that it has called them is saved together, so that a page whose server is killed goes on
    /// where it was.
    pub async fn advance_pages(&self, policy: &EscalationPolicy) -> Result<Option<Timestamp>, DeskError> {
        loop {
            let now = self.clock.now();
            let next = self.store.read().await?.next_page_step().await?;
            if next.is_none_or(|next| next > now) {
                return Ok(next);
            }
            let mut tx = self.store.begin().await?;
            // Read inside the change: somebody may have answered meanwhile.
            let due = tx.due_pages(now, STEP_PAGES_MAX).await?;
            let mut round = Round::load(&mut *tx, &due, now).await?;
            for page in &due {
                round.step(page, policy);
            }
            tx.put_pages(&round.pages).await?;
            tx.add_pushes(&round.pushes).await?;
            if let Some(events) = round.events {
                tx.commit(events).await?;
            }
            for page in due {
                self.tell(Changed { conference: page.conference, incident: Some(page.incident) });
            }
        }
    }
}

/// Many pages that take a step together: what is known of who can be called, and what the steps have brought so far.
///
/// Who can be called is loaded once for all of them, so that a thousand notes at once cost no thousand look-ups of the
/// same roster.
struct Round {
    now: Timestamp,
    teams: BTreeMap<ConferenceId, Team>,
    conflicts: BTreeMap<IncidentId, Vec<Conflict>>,
    devices: BTreeMap<PersonId, Vec<DeviceId>>,
    pages: Vec<Page>,
    pushes: Vec<Push>,
    events: Option<AuditEvents>,
}

/// Whom the pages of one conference may call.
struct Team {
    members: Vec<PersonId>,
    roster: Roster,
}

impl Round {
    async fn load(tx: &mut dyn Tx, due: &[Page], now: Timestamp) -> Result<Self, DeskError> {
        let mut teams = BTreeMap::new();
        let conferences: BTreeSet<_> = due.iter().map(|page| page.conference).collect();
        for conference in conferences {
            let team = Team { members: tx.care_team(conference).await?, roster: tx.roster(conference).await? };
            teams.insert(conference, team);
        }
        let members: Vec<_> = teams.values().flat_map(|team| &team.members).copied().collect();
        let mut devices: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for subscription in tx.subscriptions(&members, now).await? {
            devices.entry(subscription.person).or_default().push(subscription.device);
        }
        let conflicts = conflicts_by_incident(tx, due).await?;
        Ok(Self { now, teams, conflicts, devices, pages: Vec::new(), pushes: Vec::new(), events: None })
    }

    fn step(&mut self, page: &Page, policy: &EscalationPolicy) {
        let now = self.now;
        let step = advance(page, policy, &self.duty(page), now);
        let called = step.call.iter().filter_map(|person| Some((*person, self.devices.get(person)?)));
        let devices = called.flat_map(|(person, devices)| devices.iter().map(move |device| (person, *device)));
        self.pushes.extend(devices.map(|(person, device)| Push {
            id: PushId::mint(now, chance()),
            about: PushAbout::Page(page.id),
            person,
            device,
            queued_at: now,
            state: PushState::Queued,
        }));
        // Whoever has no device that pages reach was not called, and the record must not say so.
        let (people, unreached): (Vec<_>, Vec<_>) =
            step.call.into_iter().partition(|person| self.devices.contains_key(person));
        let did = match step.page.state {
            PageState::Exhausted { .. } => Did::PageExhausted { page: page.id },
            PageState::Calling { .. } | PageState::Acknowledged { .. } => Did::PageCalled { page: page.id, people },
        };
        self.pages.push(step.page);
        let mut event = AuditEvents::of(page.conference, now, By::System, Some(page.incident), did);
        if !unreached.is_empty() {
            event = event.and(By::System, Some(page.incident), Did::PageUnheard { page: page.id, people: unreached });
        }
        self.events = Some(match self.events.take() {
            Some(earlier) => earlier.join(event),
            None => event,
        });
    }

    fn duty(&self, page: &Page) -> DutyList {
        let out = self.conflicts.get(&page.incident).map(kept_out).unwrap_or_default();
        match self.teams.get(&page.conference) {
            Some(team) => DutyList::at(self.now, &team.roster, team.members.iter().copied(), &out),
            None => DutyList::at(self.now, &Roster::default(), [], &out),
        }
    }
}

/// The conflicts of interest in the incidents of these pages.
pub(crate) async fn conflicts_by_incident<R: Read + ?Sized>(
    read: &mut R,
    pages: &[Page],
) -> Result<BTreeMap<IncidentId, Vec<Conflict>>, DeskError> {
    let incidents: Vec<_> = pages.iter().map(|page| page.incident).collect();
    let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for conflict in read.conflicts_in(&incidents).await? {
        found.entry(conflict.incident).or_default().push(conflict);
    }
    Ok(found)
}

async fn page_view(read: &mut dyn Read, actor: &Actor, page: &Page, case: &Case) -> Result<PageView, DeskError> {
    let taken = match page.state {
        PageState::Acknowledged { by, at } => Some(Taken { by: name(read, by).await?, you: by == actor.person, at }),
        PageState::Calling { .. } | PageState::Exhausted { .. } => None,
    };
    let my_answer = if taken.as_ref().is_some_and(|taken| taken.you) {
        Some(PageAnswer::Accept)
    } else {
        page.declined.contains(&actor.person).then_some(PageAnswer::CantNow)
    };
    Ok(PageView {
        page: page.id,
        code_name: case.incident().code_name.clone(),
        reason: page.reason,
        urgency: page.urgency,
        started_at: page.started_at,
        incident: page.incident,
        taken,
        exhausted: matches!(page.state, PageState::Exhausted { .. }),
        my_answer,
    })
}
