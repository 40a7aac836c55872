//! "Can you be reached?": asking who is on duty soon, and taking the answer.

use crate::aging::push;
use crate::clock::chance;
use crate::notes_progress::name_of;
use crate::store::{Read, Tx};
use crate::{Changed, Desk, DeskError, by, refused_input};
use domain::asks::{AskAnswer, AskDuty, AskKind, AskView};
use domain::audit::{AuditEvents, By, Did};
use domain::ids::{AskId, ConferenceId, PersonId, ShiftId};
use domain::permission::{Act, Actor};
use domain::private::Private;
use domain::roster::{
    CheckAbout, CheckState, Duty, DutyCheck, Presence, SHIFT_MAX, SHIFTS_MAX, Shift, ShiftRefused, Stretch, checks,
    stretches,
};
use domain::time::{Timestamp, hours};
use std::collections::HashMap;

/// Since when checks are known whose duty may still run, at `now`.
pub(super) const fn known_since(now: Timestamp) -> Timestamp {
    now.minus(SHIFT_MAX).minus(hours(1))
}

impl Desk {
    /// Looks at every roster whose time has come, asks whoever is on duty soon, and says when to come back at the latest.
    pub async fn check_duty(&self) -> Result<Option<Timestamp>, DeskError> {
        loop {
            let now = self.clock.now();
            let mut read = self.store.read().await?;
            let next = read.next_duty_look().await?;
            if next.is_none_or(|next| next > now) {
                return Ok(next);
            }
            for conference in read.due_duty_looks(now).await? {
                self.look_at_duty(conference, now).await?;
            }
        }
    }

    async fn look_at_duty(&self, conference: ConferenceId, now: Timestamp) -> Result<(), DeskError> {
        let mut tx = self.store.begin().await?;
        let roster = tx.roster(conference).await?;
        let team = tx.care_team(conference).await?.into_iter().collect();
        let known = tx.duty_checks(conference, known_since(now)).await?;
        let checked = checks(&roster, &team, &known, conference, now, || AskId::mint(now, chance()));
        tx.put_duty_checks(&checked.changed).await?;
        tx.put_duty_look(conference, checked.next).await?;
        let asked = checked.changed.iter().filter(|check| checked.pushed.contains(&check.id));
        let asked: Vec<_> = asked.map(|check| (check.id, check.person)).collect();
        push(&mut *tx, &asked, now).await?;
        let people = asked.into_iter().map(|(_, person)| person).collect();
        tx.commit(AuditEvents::of(conference, now, By::System, None, Did::DutyAsked { people })).await?;
        if !checked.changed.is_empty() {
            self.tell(Changed { conference, incident: None });
        }
        Ok(())
    }

    /// Takes what somebody answers to a check of theirs. Answered twice it is answered once.
    pub(crate) async fn answer_check(
        &self,
        mut tx: Box<dyn Tx>,
        actor: &Actor,
        check: DutyCheck,
        answer: &AskAnswer,
    ) -> Result<(), DeskError> {
        actor.may(Act::AnswerPages)?;
        let now = self.clock.now();
        match check.state {
            CheckState::Confirmed { .. } => return Ok(()),
            CheckState::Over { .. } => return Err(DeskError::NotFound),
            CheckState::Open { .. } => {}
        }
        let shift = match (check.about, answer) {
            (CheckAbout::Own { .. }, AskAnswer::Seen) => None,
            (CheckAbout::StandIn { .. }, AskAnswer::StandIn { presence }) => {
                Some(beside(&mut *tx, actor, &check, *presence, now).await?)
            }
            (CheckAbout::Own { .. } | CheckAbout::StandIn { .. }, _) => {
                return Err(DeskError::Input("This is answered otherwise.".into()));
            }
        };
        let events = AuditEvents::of(actor.conference, now, by(actor), None, Did::DutyConfirmed { ask: check.id });
        let events = match shift {
            Some(shift) => {
                tx.put_shift(&shift).await?;
                events.and(by(actor), None, Did::ShiftPut { shift: shift.id })
            }
            None => events,
        };
        tx.put_duty_checks(&[DutyCheck { state: CheckState::Confirmed { at: now }, ..check }]).await?;
        tx.put_duty_look(actor.conference, Some(now)).await?;
        self.commit_new_edition(tx, actor.conference, events).await?;
        self.pages_due.notify_one();
        Ok(())
    }
}

/// The shift of whoever stands in: from now to the end of the colleague's duty, beside theirs.
async fn beside(
    tx: &mut dyn Tx,
    actor: &Actor,
    check: &DutyCheck,
    presence: Presence,
    now: Timestamp,
) -> Result<Shift, DeskError> {
    let roster = tx.roster(actor.conference).await?;
    let runs = |stretch: &Stretch| about(check).is_some_and(|whose| whose == (stretch.person, stretch.from));
    let until = stretches(&roster, now).into_iter().find(runs).ok_or(DeskError::NotFound)?.until;
    if roster.planned().len() >= SHIFTS_MAX {
        return Err(refused_input(ShiftRefused::RosterFull));
    }
    let until = until.min(now.plus(SHIFT_MAX));
    let id = ShiftId::mint(now, chance());
    let (conference, person) = (actor.conference, actor.person);
    let shift = Shift { id, conference, person, from: now, until, presence, duty: Duty::OnDuty };
    shift.parse().map_err(refused_input)
}

/// Whose duty a colleague is asked to stand in for, and when it started.
const fn about(check: &DutyCheck) -> Option<(PersonId, Timestamp)> {
    match check.about {
        CheckAbout::StandIn { whom, starts_at } => Some((whom, starts_at)),
        CheckAbout::Own { .. } => None,
    }
}

/// Checks as the person asked sees them; those whose duty has ended are left out.
pub(crate) async fn check_views(
    read: &mut dyn Read,
    actor: &Actor,
    checks: Vec<DutyCheck>,
    now: Timestamp,
) -> Result<Vec<AskView>, DeskError> {
    if checks.is_empty() {
        return Ok(Vec::new());
    }
    let stretches = stretches(&read.roster(actor.conference).await?, now);
    let people = read.people(actor.conference).await?;
    let names: HashMap<_, _> = people.into_iter().map(|person| (person.id, person.name)).collect();
    let view = |check: DutyCheck| {
        let (whose, starts_at, kind) = match check.about {
            CheckAbout::Own { starts_at } => (check.person, starts_at, AskKind::OnDuty),
            CheckAbout::StandIn { whom, starts_at } => (whom, starts_at, AskKind::StandIn),
        };
        let stretch = stretches.iter().find(|stretch| (stretch.person, stretch.from) == (whose, starts_at))?;
        let whom = (whose != actor.person).then(|| name_of(&names, whose));
        Some(AskView {
            id: check.id,
            kind,
            by: None,
            phone: Private::default(),
            at: check.at,
            due: None,
            words: Private::default(),
            case: None,
            duty: Some(AskDuty { whom, from: stretch.from, until: stretch.until }),
        })
    };
    Ok(checks.into_iter().filter(DutyCheck::is_open).filter_map(view).collect())
}
