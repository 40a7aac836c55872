//! Pages: what a called person sees and answers, and the step that the pager takes.

use crate::clock::chance;
use crate::notes_progress::{name_of, names};
use crate::store::{Read, Tx};
use crate::{Changed, Desk, DeskError};
use domain::audit::{AuditEvents, By, Did};
use domain::case::{Action, Case};
use domain::conflict::kept_out;
use domain::ids::{PageId, PersonId, PushId};
use domain::paging::{Answered, EscalationPolicy, Page, PageAnswer, PageState, Push, PushState, advance};
use domain::permission::{Act, Actor, Role};
use domain::roster::DutyList;
use domain::time::Timestamp;
use domain::view::{PageView, Taken};
use std::collections::BTreeSet;

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
            let due = self.store.read().await?.due_pages(now, STEP_PAGES_MAX).await?;
            if due.is_empty() {
                return Ok(self.store.read().await?.next_page_step().await?);
            }
            let mut tx = self.store.begin().await?;
            let mut events: Option<AuditEvents> = None;
            let mut changed = Vec::new();
            for page in due {
                let Some(stepped) = self.step(&mut *tx, page.id, policy, now).await? else {
                    continue;
                };
                changed.push(Changed { conference: page.conference, incident: Some(page.incident) });
                events = Some(match events {
                    Some(earlier) => earlier.join(stepped),
                    None => stepped,
                });
            }
            if let Some(events) = events {
                tx.commit(events).await?;
            }
            for changed in changed {
                self.tell(changed);
            }
        }
    }

    async fn step(
        &self,
        tx: &mut dyn Tx,
        id: PageId,
        policy: &EscalationPolicy,
        now: Timestamp,
    ) -> Result<Option<AuditEvents>, DeskError> {
        // Read again inside the change: somebody may have answered since the page was found due.
        let Some(page) = tx.page(id).await?.filter(|page| page.next_at().is_some_and(|at| at <= now)) else {
            return Ok(None);
        };
        let duty = duty(tx, &page, now).await?;
        let step = advance(&page, policy, &duty, now);
        tx.put_page(&step.page).await?;
        let subscribers = subscribers(tx, &step.call, now).await?;
        tx.add_pushes(&pushes(subscribers, &step.page, now)).await?;
        let did = match step.page.state {
            PageState::Exhausted { .. } => Did::PageExhausted { page: id },
            PageState::Calling { .. } | PageState::Acknowledged { .. } => {
                Did::PageCalled { page: id, people: step.call.into_iter().collect() }
            }
        };
        Ok(Some(AuditEvents::of(page.conference, now, By::System, Some(page.incident), did)))
    }
}

type Subscriber = (PersonId, domain::ids::DeviceId);

async fn subscribers(
    tx: &mut dyn Tx,
    people: &BTreeSet<PersonId>,
    now: Timestamp,
) -> Result<Vec<Subscriber>, DeskError> {
    let people: Vec<_> = people.iter().copied().collect();
    let subscriptions = tx.subscriptions(&people, now).await?;
    Ok(subscriptions.into_iter().map(|subscription| (subscription.person, subscription.device)).collect())
}

fn pushes(subscribers: Vec<Subscriber>, page: &Page, now: Timestamp) -> Vec<Push> {
    subscribers
        .into_iter()
        .map(|(person, device)| Push {
            id: PushId::mint(now, chance()),
            page: Some(page.id),
            person,
            device,
            queued_at: now,
            state: PushState::Queued,
        })
        .collect()
}

async fn duty(tx: &mut dyn Tx, page: &Page, now: Timestamp) -> Result<DutyList, DeskError> {
    let kept_out = kept_out(&tx.conflicts(page.incident).await?);
    let shifts = tx.shifts(page.conference).await?;
    let people = tx.people(page.conference).await?;
    let team = people.into_iter().filter(|person| person.role == Role::CareMember).map(|person| person.id);
    Ok(DutyList::at(now, &shifts, team, &kept_out))
}

async fn page_view(read: &mut dyn Read, actor: &Actor, page: &Page, case: &Case) -> Result<PageView, DeskError> {
    let names = names(read, actor).await?;
    let taken = match page.state {
        PageState::Acknowledged { by, at } => Some(Taken { by: name_of(&names, by), you: by == actor.person, at }),
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
