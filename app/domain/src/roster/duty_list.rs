//! Whom a page about one incident may call at one moment.

use super::{Duty, Roster};
use crate::ids::PersonId;
use crate::time::Timestamp;
use std::collections::BTreeSet;

/// Who can be paged about one incident at one moment: the roster without everybody who must not know of it.
///
/// Only [`DutyList::at`] makes one, so the ladder cannot reach somebody who is recused, named or excluded. Nobody is in two
/// of `on_call`, `backup` and `asleep`; everybody in one of them is in `team`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyList {
    on_call: BTreeSet<PersonId>,
    backup: BTreeSet<PersonId>,
    asleep: BTreeSet<PersonId>,
    team: BTreeSet<PersonId>,
    contacts: BTreeSet<PersonId>,
    kept_out: BTreeSet<PersonId>,
}

impl DutyList {
    /// The roster at `now` for a team, without those who must not know.
    ///
    /// Whoever has several shifts at once counts by the one that is called first.
    pub fn at(
        now: Timestamp,
        roster: &Roster,
        team: impl IntoIterator<Item = PersonId>,
        kept_out: &BTreeSet<PersonId>,
    ) -> Self {
        let team: BTreeSet<_> = team.into_iter().filter(|person| !kept_out.contains(person)).collect();
        let (mut on_call, mut backup, mut asleep) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for shift in roster.at(now).filter(|shift| team.contains(&shift.person)) {
            let list = match (shift.presence.is_awake(), shift.duty) {
                (true, Duty::OnDuty) => &mut on_call,
                (true, Duty::Backup) => &mut backup,
                (false, Duty::OnDuty | Duty::Backup) => &mut asleep,
            };
            list.insert(shift.person);
        }
        backup.retain(|person| !on_call.contains(person));
        asleep.retain(|person| !on_call.contains(person) && !backup.contains(person));
        Self { on_call, backup, asleep, team, contacts: BTreeSet::new(), kept_out: kept_out.clone() }
    }

    /// The same list with the organizers' emergency contacts, of whom those who must not know are left out as well.
    #[must_use]
    pub fn with_contacts(mut self, contacts: impl IntoIterator<Item = PersonId>) -> Self {
        self.contacts = contacts.into_iter().filter(|person| !self.kept_out.contains(person)).collect();
        self
    }

    /// The members on duty and awake: called first.
    pub const fn on_call(&self) -> &BTreeSet<PersonId> {
        &self.on_call
    }

    /// The members who are backup, awake, and not on call already: called next.
    pub const fn backup(&self) -> &BTreeSet<PersonId> {
        &self.backup
    }

    /// The members who sleep, and have no other shift that keeps them awake: called when it must be.
    pub const fn asleep(&self) -> &BTreeSet<PersonId> {
        &self.asleep
    }

    /// The organizers' emergency contacts, who are told only that nobody of the team answers.
    pub const fn contacts(&self) -> &BTreeSet<PersonId> {
        &self.contacts
    }

    /// The whole team, on call or not, awake or asleep.
    pub const fn team(&self) -> &BTreeSet<PersonId> {
        &self.team
    }
}
