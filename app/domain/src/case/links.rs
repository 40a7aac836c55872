//! Giving a reporter a private link in person: a first one, or a new key for one that was lost.

use super::{Case, Refused};
use crate::audit::{AuditEvents, Did};
use crate::ids::{IncidentId, ReporterLinkId};
use crate::time::Timestamp;

impl Case {
    /// The member gives the reporter of this part a link. Who talks with nobody for the team gives none.
    pub fn give_link(&self, part: IncidentId, link: ReporterLinkId, now: Timestamp) -> Result<AuditEvents, Refused> {
        self.contents()?;
        if !self.is_part(part) {
            return Err(Refused::Unknown);
        }
        if !self.may_speak() {
            return Err(Refused::Limited);
        }
        Ok(self.event_of(part, now, Did::LinkGiven { link }))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{NOW, incident, member, person};
    use super::*;
    use crate::conflict::{Conflict, Source, Standing};
    use crate::incident::{Incident, Stage, Whole};

    const LINK: ReporterLinkId = ReporterLinkId::from_bytes([9; 16]);

    fn id(n: u8) -> IncidentId {
        IncidentId::from_bytes([n; 16])
    }

    /// Incident 1, to which incident 2 was joined, as member 1 has it open who stands so to both.
    fn joined(standing: Standing) -> Case {
        let second = Incident { id: id(2), joined_to: Some(id(1)), ..incident(Stage::Reported) };
        let whole = Whole::of(incident(Stage::Reported), vec![second]).unwrap();
        let stands = [1, 2].map(|part| Conflict {
            incident: id(part),
            person: person(1),
            standing,
            source: Source::Said,
            by: person(1),
            since: NOW,
            return_proposed_by: None,
        });
        Case::open(whole, &stands, member(1)).unwrap()
    }

    #[test]
    fn a_link_is_given_by_whoever_may_speak_and_stands_on_the_record_of_its_own_report() {
        for part in [1, 2] {
            let events = joined(Standing::Clear).give_link(id(part), LINK, NOW).unwrap();
            let told: Vec<_> = events.iter().map(|event| (event.incident, event.did.clone())).collect();
            assert_eq!(told, [(Some(id(part)), Did::LinkGiven { link: LINK })]);
        }
        assert_eq!(joined(Standing::Limited).give_link(id(1), LINK, NOW), Err(Refused::Limited));
        assert_eq!(joined(Standing::Clear).give_link(id(3), LINK, NOW), Err(Refused::Unknown));
    }
}
