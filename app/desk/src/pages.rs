//! Pages: what a called person sees and answers.

use crate::notes_progress::name;
use crate::store::Read;
use crate::{Desk, DeskError};
use domain::case::{Action, Case};
use domain::conflict::Conflict;
use domain::ids::{IncidentId, PageId};
use domain::paging::{Answered, DeliveryState, Page, PageAnswer, PageState};
use domain::permission::{Act, Actor};
use domain::time::Timestamp;
use domain::view::{PageView, Taken};
use std::collections::BTreeMap;

/// Most open pages of the server among which those that wait for one person are looked for.
const MINE_PAGES_MAX: u32 = 500;

impl Desk {
    /// A page for whoever is called: enough to decide, nothing of the content.
    pub async fn page(&self, actor: &Actor, id: PageId) -> Result<PageView, DeskError> {
        let mut read = self.store.read().await?;
        let (page, case) = self.called(&mut *read, actor, id).await?;
        page_view(&mut *read, actor, &page, &case).await
    }

    /// The pages that call the actor and wait for an answer, the longest due first; a phone on which the app is open
    /// rings for them, whether a push came through or not.
    pub async fn my_pages(&self, actor: &Actor) -> Result<Vec<PageView>, DeskError> {
        actor.may(Act::AnswerPages)?;
        let mut read = self.store.read().await?;
        let mut open = read.due_pages(Timestamp::from_millis(i64::MAX), MINE_PAGES_MAX).await?;
        open.retain(|page| page.conference == actor.conference && page.waits_for(actor.person));
        let mut mine = Vec::with_capacity(open.len());
        for page in open {
            match self.case(&mut *read, actor, page.incident).await {
                Ok(case) => mine.push(page_view(&mut *read, actor, &page, &case).await?),
                // Whoever is out must not hear of it.
                Err(DeskError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(mine)
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
        let said = match answer {
            PageAnswer::Accept => DeliveryState::Taken,
            PageAnswer::Decline | PageAnswer::CantNow => DeliveryState::Declined,
        };
        tx.answer_deliveries(id, actor.person, said).await?;
        if page.next_at().is_none() {
            tx.expire_deliveries(id).await?;
        }
        if answered == Answered::Yours {
            self.settle_pages(&mut *tx, &case, actor.person).await?;
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
        // While a second one is wanted, everybody else is still asked.
        PageState::Calling { .. } if page.accepted.contains(&actor.person) => {
            Some(Taken { by: name(read, actor.person).await?, you: true, at: page.started_at })
        }
        PageState::Calling { .. }
        | PageState::Exhausted { .. }
        | PageState::Expired { .. }
        | PageState::Over { .. } => None,
    };
    let accepted = taken.as_ref().is_some_and(|taken| taken.you) || page.accepted.contains(&actor.person);
    let my_answer = if accepted {
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
        exhausted: matches!(page.state, PageState::Exhausted { .. } | PageState::Expired { .. }),
        my_answer,
    })
}
