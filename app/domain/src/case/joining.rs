//! Joining what is the same thing, and parting it again (D03).
//!
//! An incident that is joined to another keeps everything that it had: its notes, its reporter's private link, who stands
//! how to it, its deeds. It points at the other, which is worked on for both. So nothing is moved, and parting is taking the
//! pointer away.

use super::{Action, Case, Refused};
use crate::audit::{AuditEvents, Did};
use crate::conflict::{self, Line, kept_out};
use crate::ids::{IncidentId, PersonId};
use crate::incident::{Incident, Stage};
use crate::note::Urgency;
use crate::time::{Span, Timestamp};
use crate::work::report::ReportDeed;
use crate::work::{DEEDS_MAX, Deed, NewDeed, Work};

/// Most incidents that are joined to one.
pub const JOINED_MAX: usize = 20;

/// The least time between two things on the record.
const MOMENT: Span = Span::from_millis(1);

/// Why somebody is out of the other parts too after a parting.
const WAS_OUT: &str = "While reports stood together, they were out of one of them.";

impl Case {
    /// When an action happens. Where several stand together it is later than anything on record of any of them, whatever
    /// the clock says: the order between them tells what a review has looked at, and must be the same for whoever works it
    /// out again.
    pub(super) fn moment_of(&self, action: &Action, now: Timestamp) -> Timestamp {
        let other = match action {
            Action::Join { other, .. } => other.working.latest(),
            _ if self.joined.is_empty() => return now,
            _ => None,
        };
        let latest = self.working.latest().max(other);
        latest.map_or(now, |latest| now.max(latest.plus(MOMENT)))
    }

    /// Joins another incident, and whatever was joined to that, to this one. The member has both open and has answered the
    /// question for both. From then on somebody has it: whoever had this one, else whoever had the other, else whoever
    /// joins them.
    pub(super) fn join(&mut self, other: Self, new: NewDeed, now: Timestamp) -> Result<AuditEvents, Refused> {
        other.contents()?;
        if !self.may_speak() || !other.may_speak() {
            return Err(Refused::Limited);
        }
        if self.is_part(other.incident.id) {
            return Err(Refused::AlreadySo);
        }
        if self.incident.stage.is_closed() {
            return Err(Refused::Closed);
        }
        if new.deed != Deed::Report(ReportDeed::Take { from: other.incident.id }) {
            return Err(Refused::Unknown);
        }
        let together = self.joined.len() + 1 + other.joined.len();
        if together > JOINED_MAX || self.work().count() + other.work().count() >= DEEDS_MAX {
            return Err(Refused::TooMuch);
        }
        let Self { incident: first, joined, conflicts, working, .. } = other;
        let before = (self.incident.stage.accountable(), first.stage.accountable());
        self.incident.urgency = sooner(self.incident.urgency, first.urgency);
        self.incident.needs_review |= first.needs_review;
        for part in std::iter::once(first).chain(joined) {
            let part = Incident { joined_to: Some(self.incident.id), ..part };
            self.keep_changed(part.clone());
            self.joined.push(part);
        }
        self.joined.sort_by_key(|part| (part.opened_at, part.id));
        self.conflicts.extend(conflicts);
        self.working.adds(working);
        let held = self.find_holder(before, now);
        let events = self.record(new, now);
        Ok(held.into_iter().fold(events, AuditEvents::join))
    }

    /// Parts an incident that was joined to this one; it goes on as it stood, in the hands of whoever had it, else of
    /// whoever parts them. Whoever was out of some part stays out of all of them, if anything was written in the meantime:
    /// it may be about any of them. The team can let them in again.
    pub(super) fn part(
        &mut self,
        new: NewDeed,
        last_note: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<AuditEvents, Refused> {
        let Deed::Report(ReportDeed::Part { from }) = new.deed else { return Err(Refused::Unknown) };
        let place = self.joined.iter().position(|part| part.id == from).ok_or(Refused::Unknown)?;
        if !self.may_speak() {
            return Err(Refused::Limited);
        }
        if self.work().count() >= DEEDS_MAX {
            return Err(Refused::TooMuch);
        }
        let kept = if self.has_written_since_joined(from, last_note) { self.keeps_out_of_all(now) } else { None };
        let part = self.joined.remove(place);
        let apart = self.working.parts_from(from);
        let stage = apart.borne(part.stage, now);
        let holds = stage.accountable().is_some_and(|holder| self.can_hold(holder, from));
        let stage = if holds || stage.is_closed() { stage } else { stage.taken_by(self.member.person(), now) };
        // A review that looked at it meanwhile stands on the record of the case that goes on.
        let waits = apart.unreviewed().next().is_some();
        let needs_review = waits || (part.needs_review && self.incident.needs_review);
        self.keep_changed(Incident { joined_to: None, stage, needs_review, ..part });
        self.incident.stage = self.work().borne(self.incident.stage, now);
        // A review whose meeting began in the part that goes is kept there: what it looked at here waits anew.
        let waits = self.work().unreviewed().next().is_some();
        self.incident.needs_review |= waits;
        let events = self.record(new, now);
        Ok(kept.into_iter().fold(events, AuditEvents::join))
    }

    /// Whether anything was written while the two stood together. Where nobody said when that began, it counts as written.
    fn has_written_since_joined(&self, part: IncidentId, last_note: Option<Timestamp>) -> bool {
        let Some(joined_at) = self.work().reports.taken.get(&part).copied() else { return true };
        // A clock that stood behind the record says of no note whether it came before that.
        if self.working.latest_before(joined_at).is_some_and(|latest| latest.plus(MOMENT) == joined_at) {
            return true;
        }
        let is_it = |deed: &Deed| *deed == Deed::Report(ReportDeed::Take { from: part });
        last_note.is_some_and(|at| at >= joined_at) || self.working.has_since(joined_at, is_it)
    }

    /// Whoever is out of one part is put out of each.
    fn keeps_out_of_all(&mut self, now: Timestamp) -> Option<AuditEvents> {
        let by = self.member.person();
        let mut changes = Vec::new();
        for person in kept_out(&self.conflicts) {
            changes.extend(self.in_each_part(person, |own, part| {
                let inside = own.is_none_or(|own| !own.standing.hides());
                inside.then(|| conflict::draws_line(own, part, person, Line::Out, by, now).ok()).flatten()
            }));
        }
        self.keep(changes, &WAS_OUT.into(), now).ok()
    }

    /// Whoever of the two that had them is not out of it has it from now on, else whoever joins them.
    fn find_holder(&mut self, before: (Option<PersonId>, Option<PersonId>), now: Timestamp) -> Option<AuditEvents> {
        let out = kept_out(&self.conflicts);
        let stays = |holder: &PersonId| !out.contains(holder);
        let (here, there) = before;
        if here.is_some_and(|holder| stays(&holder)) {
            return None;
        }
        let holder = there.filter(stays).unwrap_or_else(|| self.member.person());
        self.incident.stage = self.incident.stage.taken_by(holder, now);
        (holder == self.member.person()).then(|| self.event(now, Did::TookInHand))
    }

    /// Whether somebody may look after this part by itself.
    fn can_hold(&self, person: PersonId, part: IncidentId) -> bool {
        let own = self.conflicts.iter().filter(|conflict| conflict.incident == part);
        self.working.is_of_team(person) && !kept_out(own).contains(&person)
    }
}

/// The more urgent of two.
fn sooner(one: Option<Urgency>, other: Option<Urgency>) -> Option<Urgency> {
    let order = |urgency: &Urgency| match urgency {
        Urgency::Now => 0,
        Urgency::Today => 1,
        Urgency::CanWait => 2,
    };
    one.into_iter().chain(other).min_by_key(order)
}

impl Work {
    /// The stage, as far as this work bears it out: no review without its meeting, nothing decided without a decision.
    fn borne(&self, stage: Stage, now: Timestamp) -> Stage {
        match stage {
            Stage::UnderReview { by, meeting, .. } if self.meetings.open().is_none_or(|(open, _)| open != meeting) => {
                Stage::InHand { by, at: now }
            }
            Stage::Decided { by, decision, .. } if self.drafts.decision() != Some(decision) => {
                match self.drafts.decision() {
                    Some(decision) => Stage::Decided { by, at: now, decision },
                    None => Stage::InHand { by, at: now },
                }
            }
            Stage::Reported
            | Stage::InHand { .. }
            | Stage::UnderReview { .. }
            | Stage::AwaitingInformation { .. }
            | Stage::Decided { .. }
            | Stage::Closed { .. }
            | Stage::Reopened { .. } => stage,
        }
    }
}

#[cfg(test)]
#[path = "joining_tests.rs"]
mod tests;
