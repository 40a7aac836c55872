//! What is asked of somebody: seeing it and answering, also for helpers outside the CARE team, who learn nothing of the
//! case but what they are asked. Whether they can be reached on duty is asked here too.

use crate::aging::settle;
use crate::notes_progress::name_of;
use crate::roster::check_views;
use crate::store::{Read, StoreError, Tx};
use crate::{Changed, Desk, DeskError, by, whole};
use domain::asks::{Ask, AskAnswer, AskCase, AskKind, AskState, AskView};
use domain::audit::{AuditEvents, Did};
use domain::conflict::kept_out;
use domain::ids::{AskId, DeedId, IncidentId, PersonId};
use domain::incident::Incident;
use domain::permission::{Act, Actor, Person, Role};
use domain::private::Private;
use domain::roster::DutyCheck;
use domain::work::consult::ConsultDeed;
use domain::work::task::TaskDeed;
use domain::work::{DEEDS_MAX, Deed, RecordedDeed, Work};
use std::collections::HashMap;

impl Desk {
    /// What is asked of the actor and waits for them, the longest waiting first.
    pub async fn asks(&self, actor: &Actor) -> Result<Vec<AskView>, DeskError> {
        actor.may(Act::AnswerAsks)?;
        let mut read = self.store.read().await?;
        let asks = read.asks_of(actor.person).await?;
        let checks = read.duty_checks_of(actor.person).await?;
        let mut all = check_views(&mut *read, actor, checks, self.clock.now()).await?;
        all.append(&mut views(&mut *read, actor, asks).await?);
        Ok(all)
    }

    /// One thing that is asked of the actor. What has ended is not there any more.
    pub async fn ask(&self, actor: &Actor, ask: AskId) -> Result<AskView, DeskError> {
        actor.may(Act::AnswerAsks)?;
        let mut read = self.store.read().await?;
        if let Some(check) = my_check(&mut *read, actor, ask).await? {
            let views = check_views(&mut *read, actor, vec![check], self.clock.now()).await?;
            return views.into_iter().next().ok_or(DeskError::NotFound);
        }
        let ask = mine(&mut *read, actor, ask).await?;
        let waits = ask.is_open().then_some(ask).ok_or(DeskError::NotFound)?;
        views(&mut *read, actor, vec![waits]).await?.pop().ok_or(DeskError::NotFound)
    }

    /// Answers what is asked. The answer is a deed of the person asked, whose id makes a repeat harmless.
    pub async fn answer_ask(
        &self,
        actor: &Actor,
        ask: AskId,
        deed: DeedId,
        answer: AskAnswer,
    ) -> Result<(), DeskError> {
        actor.may(Act::AnswerAsks)?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        if let Some(check) = my_check(&mut *tx, actor, ask).await? {
            return self.answer_check(tx, actor, check, &answer).await;
        }
        let ask = mine(&mut *tx, actor, ask).await?;
        let Some(does) = deed_of(&ask, answer) else { return self.take_note(tx, actor, ask).await };
        let parts = whole::parts(&mut *tx, ask.incident).await?;
        let deeds = whole::deeds(&mut *tx, &parts).await?;
        if let Some(known) = deeds.iter().flat_map(|(_, deeds)| deeds).find(|known| known.id == deed) {
            return if known.by == actor.person && known.deed == does { Ok(()) } else { Err(DeskError::Stale) };
        }
        let work = Work::of_all(&deeds);
        if !ask.is_open() || work.count() >= DEEDS_MAX {
            return Err(DeskError::NotFound);
        }
        check(&work, actor, &does)?;
        // With the incident in which it was asked, which may have been joined since.
        let asked = |(_, deeds): &&(IncidentId, Vec<RecordedDeed>)| deeds.iter().any(|deed| Some(deed.id) == ask.about);
        let home = deeds.iter().find(asked).map_or(ask.incident, |(home, _)| *home);
        let recorded = RecordedDeed {
            id: deed,
            by: actor.person,
            at: now,
            deed: does,
            settles: false,
            passed: None,
            looked_at: Vec::new(),
        };
        match tx.add_deed(home, &recorded).await {
            // The id is another case's.
            Err(StoreError::Taken) => return Err(DeskError::Stale),
            added => added?,
        }
        let events = AuditEvents::of(actor.conference, now, by(actor), Some(home), Did::Worked { deed });
        self.end(tx, actor, ask, events).await
    }

    /// They have seen that it is theirs.
    async fn take_note(&self, tx: Box<dyn Tx>, actor: &Actor, ask: Ask) -> Result<(), DeskError> {
        match (ask.kind, ask.state) {
            (AskKind::HandOver, AskState::Answered { .. }) => Ok(()),
            (AskKind::HandOver, AskState::Open { .. }) => {
                let people = vec![actor.person];
                let did = Did::Requested { people };
                let events = AuditEvents::of(actor.conference, self.clock.now(), by(actor), Some(ask.incident), did);
                self.end(tx, actor, ask, events).await
            }
            (AskKind::HandOver, AskState::Over { .. }) => Err(DeskError::NotFound),
            (
                AskKind::Consult
                | AskKind::CoSign
                | AskKind::Task
                | AskKind::Reminder
                | AskKind::OnDuty
                | AskKind::StandIn,
                _,
            ) => Err(DeskError::Input("This is answered on the case.".into())),
        }
    }

    async fn end(&self, mut tx: Box<dyn Tx>, actor: &Actor, ask: Ask, events: AuditEvents) -> Result<(), DeskError> {
        let now = self.clock.now();
        let incident = ask.incident;
        tx.put_asks(&[Ask { state: AskState::Answered { at: now }, ..ask }]).await?;
        let requested = settle(&mut *tx, incident, now).await?;
        tx.commit(requested.into_iter().fold(events, AuditEvents::join)).await?;
        self.tell(Changed { conference: actor.conference, incident: Some(incident) });
        self.pages_due.notify_one();
        Ok(())
    }
}

/// The deed that an answer amounts to; nothing where it only says that somebody has seen it.
fn deed_of(ask: &Ask, answer: AskAnswer) -> Option<Deed> {
    match (ask.kind, ask.about, answer) {
        (AskKind::Consult, Some(consult), AskAnswer::Consult { answer }) => {
            Some(Deed::Consult(ConsultDeed::Answer { consult, answer }))
        }
        (AskKind::Task, Some(task), AskAnswer::Done { result }) => Some(Deed::Task(TaskDeed::Finish { task, result })),
        _ => None,
    }
}

fn check(work: &Work, actor: &Actor, deed: &Deed) -> Result<(), DeskError> {
    match deed {
        Deed::Consult(ConsultDeed::Answer { consult, .. }) => work.consults.check_answer(*consult, actor.person)?,
        Deed::Task(TaskDeed::Finish { task, result }) => work.tasks.check_finish(*task, result)?,
        _ => return Err(DeskError::NotFound),
    }
    Ok(())
}

/// A check of the actor, which comes from the roster and from no incident.
async fn my_check<R: Read + ?Sized>(read: &mut R, actor: &Actor, id: AskId) -> Result<Option<DutyCheck>, DeskError> {
    Ok(read.duty_check(id).await?.filter(|check| check.person == actor.person))
}

/// An ask of the actor, unless the incident does not exist for them any more.
async fn mine<R: Read + ?Sized>(read: &mut R, actor: &Actor, id: AskId) -> Result<Ask, DeskError> {
    let ask = read.asks(&[id]).await?.pop().filter(|ask| ask.person == actor.person).ok_or(DeskError::NotFound)?;
    let out = kept_out(&read.conflicts(ask.incident).await?);
    if out.contains(&actor.person) { Err(DeskError::NotFound) } else { Ok(ask) }
}

async fn views(read: &mut dyn Read, actor: &Actor, asks: Vec<Ask>) -> Result<Vec<AskView>, DeskError> {
    let people: HashMap<_, _> =
        read.people(actor.conference).await?.into_iter().map(|person| (person.id, person)).collect();
    let mut views = Vec::with_capacity(asks.len());
    for ask in asks {
        let Some(incident) = read.incident(ask.incident).await? else { continue };
        if !kept_out(&read.conflicts(ask.incident).await?).contains(&actor.person) {
            views.push(view(actor, &people, ask, incident));
        }
    }
    Ok(views)
}

fn view(actor: &Actor, people: &HashMap<PersonId, Person>, ask: Ask, incident: Incident) -> AskView {
    let names = ask.by.and_then(|by| people.get(&by)).map(|by| (by.id, by.name.clone())).into_iter().collect();
    let phone = ask.by.and_then(|by| people.get(&by)).filter(|_| ask.kind == AskKind::Consult);
    let phone = phone.map_or_else(Private::default, |by| by.phone.clone());
    let case =
        (actor.role == Role::CareMember).then_some(AskCase { incident: incident.id, code_name: incident.code_name });
    AskView {
        id: ask.id,
        kind: ask.kind,
        by: ask.by.map(|by| name_of(&names, by)),
        phone,
        at: ask.at,
        due: ask.due,
        words: ask.words,
        case,
        duty: None,
    }
}
