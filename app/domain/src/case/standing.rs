//! How members stand to a case, and how that changes.
//!
//! Each part of a case keeps its own record of who stands how, so that parting leaves each as it was. To all of it somebody
//! stands as far out as to the furthest of them: whoever is out of one part is out of the whole, and whoever has yet to
//! answer for one part is asked again before they read anything. What changes while parts are joined changes in each.

use super::{Case, Refused};
use crate::audit::{AuditEvents, Did};
use crate::conflict::{self, Conflict, Line, Source, Standing, StandingChange};
use crate::ids::{IncidentId, PersonId};
use crate::private::Private;
use crate::time::Timestamp;
use std::collections::BTreeMap;

impl Case {
    /// How the member stands; nothing while the question is open for any part.
    pub fn standing(&self) -> Option<Standing> {
        let person = self.member.person();
        let known = self.known(person)?;
        let answered = known.standing.hides() || self.has_answered(person);
        answered.then_some(known.standing)
    }

    /// How everybody stands to all of it who was asked, named or decided about; one for each person.
    pub fn conflicts(&self) -> Vec<Conflict> {
        let parts: Vec<_> = self.parts().map(|part| part.id).collect();
        conflict::together(&self.conflicts, &parts)
    }

    /// What the last action changed in how somebody stands, the same in each part; the store saves all of
    /// [`Case::changes`] with the case.
    pub fn change(&self) -> Option<&StandingChange> {
        self.changes.first()
    }

    /// What the last action changed in how somebody stands, for each part in which it did.
    pub fn changes(&self) -> &[StandingChange] {
        &self.changes
    }

    /// How everybody stands among whom the work is done.
    pub(super) fn standings(&self) -> BTreeMap<PersonId, Standing> {
        self.conflicts().into_iter().map(|conflict| (conflict.person, conflict.standing)).collect()
    }

    /// Whether the member may speak and decide for the team.
    pub(super) fn may_speak(&self) -> bool {
        self.known(self.member.person()).is_none_or(|known| known.standing.may_speak())
    }

    pub(super) fn declare(
        &mut self,
        standing: Standing,
        why: &Private<String>,
        now: Timestamp,
    ) -> Result<AuditEvents, Refused> {
        let person = self.member.person();
        let whole = self.known(person).filter(|known| known.standing.hides() || self.has_answered(person));
        conflict::says(whole.as_ref(), self.incident.id, person, standing, now)?.ok_or(Refused::AlreadySo)?;
        let says = |own: Option<&Conflict>, part| conflict::says(own, part, person, standing, now).ok().flatten();
        self.keep(self.in_each_part(person, says), why, now)
    }

    pub(super) fn draw_line(
        &mut self,
        person: PersonId,
        line: Line,
        why: &Private<String>,
        now: Timestamp,
    ) -> Result<AuditEvents, Refused> {
        let by = self.member.person();
        if person == by {
            return Err(Refused::NotYourself);
        }
        if !self.standing().is_some_and(Standing::is_clear) {
            return Err(Refused::ClearOnly);
        }
        let known = self.known(person);
        match conflict::draws_line(known.as_ref(), self.incident.id, person, line, by, now) {
            // Some part may have been left to draw it in.
            Ok(_) | Err(Refused::AlreadySo) => {}
            Err(refused) => return Err(refused),
        }
        let draws = |own: Option<&Conflict>, part| conflict::draws_line(own, part, person, line, by, now).ok();
        self.keep(self.in_each_part(person, draws), why, now)
    }

    pub(super) fn name(
        &mut self,
        person: PersonId,
        why: &Private<String>,
        now: Timestamp,
    ) -> Result<AuditEvents, Refused> {
        let by = self.member.person();
        if person == by {
            return Err(Refused::NotYourself);
        }
        let names = |own: Option<&Conflict>, part| conflict::names(own, part, person, Source::Named, by, now);
        self.keep(self.in_each_part(person, names), why, now)
    }

    /// What changes in each part for somebody, by how they stand to that part.
    pub(super) fn in_each_part(
        &self,
        person: PersonId,
        change: impl Fn(Option<&Conflict>, IncidentId) -> Option<StandingChange>,
    ) -> Vec<StandingChange> {
        self.parts().filter_map(|part| change(self.own(part.id, person), part.id)).collect()
    }

    /// Whoever is out looks after nothing: what they had in hand calls for somebody else.
    pub(super) fn keep(
        &mut self,
        changes: Vec<StandingChange>,
        why: &Private<String>,
        now: Timestamp,
    ) -> Result<AuditEvents, Refused> {
        let mut events: Option<AuditEvents> = None;
        for change in changes {
            let change = change.because(why.clone());
            let StandingChange { conflict, record } = &change;
            let (part, person) = (conflict.incident, conflict.person);
            let did = Did::Stands { person, standing: record.standing, source: record.source };
            let mut stands = self.event_of(part, now, did);
            if self.incident.keep_out(conflict) {
                self.handed_back = true;
                stands = stands.join(self.event(now, Did::HandedBack));
            }
            self.conflicts.retain(|other| other.person != person || other.incident != part);
            self.conflicts.push(conflict.clone());
            self.changes.push(change);
            events = Some(events.into_iter().fold(stands, |later, earlier| earlier.join(later)));
        }
        events.ok_or(Refused::AlreadySo)
    }

    /// How somebody stands to one part, as that part's record has it.
    fn own(&self, part: IncidentId, person: PersonId) -> Option<&Conflict> {
        self.conflicts.iter().find(|conflict| conflict.incident == part && conflict.person == person)
    }

    /// Whether somebody has answered the question, or was spoken of, for each part.
    fn has_answered(&self, person: PersonId) -> bool {
        self.parts().all(|part| self.own(part.id, person).is_some())
    }

    /// How somebody stands to all of it as far as anything is known.
    fn known(&self, person: PersonId) -> Option<Conflict> {
        self.conflicts().into_iter().find(|known| known.person == person)
    }
}
