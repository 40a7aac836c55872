//! Drills: a made-up report that goes the whole way of a real one, so that the team knows who hears a page before one
//! counts.
//!
//! A drill is one incident with one note and one page. While it runs, it is marked wherever somebody sees it; what is done
//! on it is kept apart from the audit log. When it ends, all of it goes and the [`Score`] stays. What somebody wrote into
//! it meanwhile is a note like any other and is not thrown away: then the incident stays as well ([`Score::kept`]).

use crate::audit::{AuditEvent, Did};
use crate::ids::{ConferenceId, DeviceId, DrillId, IncidentId, PageId, PersonId};
use crate::paging::{Delivery, DeliveryState, PageAnswer, Way};
use crate::private::Private;
use crate::time::{Span, Timestamp, minutes};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How long a drill runs unless somebody ends it.
pub const LASTS: Span = minutes(15);

/// The note of a drill.
pub const NOTE: &str = "This is a drill. Nothing has happened, and nobody needs help. Answer as you would if it were real. \
                        If something real happens meanwhile, write a note of its own.";

/// One drill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drill {
    /// Its id, minted by whoever starts it, so that starting it twice starts it once.
    pub id: DrillId,
    /// The conference.
    pub conference: ConferenceId,
    /// Who started it.
    pub by: PersonId,
    /// When.
    pub started_at: Timestamp,
    /// Where it stands.
    pub state: DrillState,
}

/// Where a drill stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DrillState {
    /// It runs.
    Running {
        /// The made-up incident.
        incident: IncidentId,
        /// Its page.
        page: PageId,
    },
    /// It has ended.
    Ended {
        /// What it showed.
        score: Score,
    },
}

impl Drill {
    /// When it ends by itself, while it runs.
    pub const fn ends_at(&self) -> Option<Timestamp> {
        match self.state {
            DrillState::Running { .. } => Some(self.started_at.plus(LASTS)),
            DrillState::Ended { .. } => None,
        }
    }

    /// The made-up incident, while it runs.
    pub const fn incident(&self) -> Option<IncidentId> {
        match self.state {
            DrillState::Running { incident, .. } => Some(incident),
            DrillState::Ended { .. } => None,
        }
    }
}

/// The code name of a drill's incident, which marks it wherever it is named.
pub fn marked(code_name: &str) -> String {
    format!("Drill {code_name}")
}

/// What a drill showed. Ids and times only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// When it ended.
    pub ended_at: Timestamp,
    /// Whoever was called, in the order in which they were.
    pub people: Vec<Shown>,
    /// Somebody wrote something into it, so its incident stays.
    pub kept: bool,
}

/// What a drill showed of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Who.
    pub person: PersonId,
    /// How long after the start they were called first.
    pub called: Span,
    /// What they said, and how long after that.
    pub answered: Option<(PageAnswer, Span)>,
    /// By which way something reached them first, as far as anybody knows, and how long after they were called.
    pub heard: Option<(Way, Span)>,
    /// What became of each of their devices that was pushed.
    pub devices: Vec<(DeviceId, Sign)>,
}

/// What a device gave of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// It was not needed any more before anything was sent.
    Spared,
    /// Its push service took nothing.
    Failed,
    /// Its push service took the page, and the device has said nothing: look whether it is muted, off or away.
    Silent,
    /// It said that it shows the page.
    Rang,
}

impl Score {
    /// Who was called and has not answered, although the page went on long enough to reach them.
    pub fn unanswered(&self) -> impl Iterator<Item = PersonId> + '_ {
        self.people.iter().filter(|shown| shown.answered.is_none()).map(|shown| shown.person)
    }

    /// The devices that were pushed and stayed silent.
    pub fn silent(&self) -> impl Iterator<Item = (PersonId, DeviceId)> + '_ {
        let devices = |shown: &Shown| {
            let person = shown.person;
            let silent = shown.devices.iter().filter(|(_, sign)| *sign == Sign::Silent);
            silent.map(|(device, _)| (person, *device)).collect::<Vec<_>>()
        };
        self.people.iter().flat_map(devices)
    }

    /// Who had it first, and how long after the start.
    pub fn taken(&self) -> Option<(PersonId, Span)> {
        let accepted = self.people.iter().filter_map(|shown| match shown.answered {
            Some((PageAnswer::Accept, after)) => {
                Some((shown.person, Span::from_millis(shown.called.millis() + after.millis())))
            }
            Some((PageAnswer::Decline | PageAnswer::CantNow, _)) | None => None,
        });
        accepted.min_by_key(|(_, after)| *after)
    }
}

/// Works out what a drill that started at `started` has shown by `now`, from what was sent for it and what was done.
pub fn score(started: Timestamp, deliveries: &[Delivery], events: &[AuditEvent], kept: bool, now: Timestamp) -> Score {
    let mut by_person: BTreeMap<PersonId, Vec<&Delivery>> = BTreeMap::new();
    for delivery in deliveries {
        by_person.entry(delivery.person).or_default().push(delivery);
    }
    let mut people: Vec<_> =
        by_person.into_iter().map(|(person, sent)| shown(person, started, &sent, events)).collect();
    people.sort_by_key(|shown| (shown.called, shown.person));
    Score { ended_at: now, people, kept }
}

fn shown(person: PersonId, started: Timestamp, sent: &[&Delivery], events: &[AuditEvent]) -> Shown {
    let called_at = sent.iter().map(|one| one.queued_at).min().unwrap_or(started);
    let answered = events.iter().rev().find_map(|event| {
        let Did::PageAnswered { answer, .. } = &event.did else { return None };
        (event.by.person() == Some(person)).then(|| (*answer, event.at.since(called_at)))
    });
    let heard = sent.iter().filter_map(|one| Some((heard_at(one, events)?, one.to.way())));
    let heard = heard.min().map(|(at, way)| (way, at.since(called_at)));
    let mut devices: BTreeMap<DeviceId, Sign> = BTreeMap::new();
    for (device, sign) in sent.iter().filter_map(|one| Some((one.to.device()?, sign(one, events)))) {
        devices.entry(device).and_modify(|known| *known = sign.max(*known)).or_insert(sign);
    }
    Shown { person, called: called_at.since(started), answered, heard, devices: devices.into_iter().collect() }
}

/// When a device said that it shows the push; for what knows no receipt, when its service took the message.
///
/// An answer moves whatever reached its person to the same state, so the state alone does not tell a device that rang from
/// one that lay silent beside it; how often the delivery was heard of does.
fn heard_at(sent: &Delivery, events: &[AuditEvent]) -> Option<Timestamp> {
    let moves = events.iter().filter(|event| event.did == Did::PushMoved { push: sent.id }).map(|event| event.at);
    let moves: Vec<_> = moves.collect();
    match sent.state {
        DeliveryState::Queued | DeliveryState::Expired | DeliveryState::Failed => None,
        DeliveryState::Accepted
        | DeliveryState::Received
        | DeliveryState::Seen
        | DeliveryState::Declined
        | DeliveryState::Taken => moves.get(usize::from(sent.to.device().is_some())).copied(),
    }
}

fn sign(sent: &Delivery, events: &[AuditEvent]) -> Sign {
    match sent.state {
        DeliveryState::Queued | DeliveryState::Expired => Sign::Spared,
        DeliveryState::Failed => Sign::Failed,
        DeliveryState::Accepted
        | DeliveryState::Received
        | DeliveryState::Seen
        | DeliveryState::Declined
        | DeliveryState::Taken => {
            if heard_at(sent, events).is_some() {
                Sign::Rang
            } else {
                Sign::Silent
            }
        }
    }
}

/// Drills as their screen shows them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrillView {
    /// The one that runs.
    pub running: Option<Running>,
    /// What the last one that ended showed.
    pub last: Option<Score>,
    /// The names of everybody in it.
    pub people: Vec<(PersonId, Private<String>)>,
    /// What their owners would recognize the devices by.
    pub devices: Vec<(DeviceId, String)>,
}

/// A drill that runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    /// When it started.
    pub started_at: Timestamp,
    /// When it ends by itself.
    pub ends_at: Timestamp,
    /// Who started it.
    pub by: PersonId,
    /// What it has shown so far.
    pub so_far: Score,
}

impl DrillView {
    /// Everybody and every device that stands in these scores.
    pub fn names_wanted<'a>(scores: impl IntoIterator<Item = &'a Score>) -> (BTreeSet<PersonId>, BTreeSet<DeviceId>) {
        let shown: Vec<_> = scores.into_iter().flat_map(|score| &score.people).collect();
        let people = shown.iter().map(|shown| shown.person).collect();
        let devices = shown.iter().flat_map(|shown| &shown.devices).map(|(device, _)| *device).collect();
        (people, devices)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::By;
    use crate::ids::DeliveryId;
    use crate::paging::{DeliveryAbout, DeliveryTo};
    use crate::time::seconds;

    const START: Timestamp = Timestamp::from_millis(1_790_000_000_000);
    const PAGE: PageId = PageId::from_bytes([7; 16]);

    fn person(n: u8) -> PersonId {
        PersonId::from_bytes([n; 16])
    }

    fn device(n: u8) -> DeviceId {
        DeviceId::from_bytes([n; 16])
    }

    fn sent(n: u8, to_person: u8, to: DeliveryTo, after: i64, state: DeliveryState) -> Delivery {
        let at = START.plus(seconds(after));
        Delivery {
            id: DeliveryId::from_bytes([n; 16]),
            about: DeliveryAbout::Page(PAGE),
            person: person(to_person),
            to,
            call: 1,
            since: at,
            queued_at: at,
            tries: 0,
            state,
        }
    }

    fn event(after: i64, by: By, did: Did) -> AuditEvent {
        AuditEvent {
            conference: ConferenceId::from_bytes([1; 16]),
            at: START.plus(seconds(after)),
            by,
            incident: Some(IncidentId::from_bytes([2; 16])),
            did,
        }
    }

    fn moved(n: u8, after: i64) -> AuditEvent {
        event(after, By::System, Did::PushMoved { push: DeliveryId::from_bytes([n; 16]) })
    }

    fn answers(n: u8, after: i64, answer: PageAnswer) -> AuditEvent {
        let by = By::Person { person: person(n), device: device(n) };
        event(after, by, Did::PageAnswered { page: PAGE, answer })
    }

    #[test]
    fn a_score_names_who_was_how_fast_by_which_way_and_what_stayed_silent() {
        let push = |n| DeliveryTo::Device(device(n));
        let deliveries = [
            sent(1, 1, push(1), 0, DeliveryState::Taken),
            sent(2, 1, push(11), 0, DeliveryState::Taken),
            sent(3, 2, push(2), 0, DeliveryState::Accepted),
            sent(4, 2, DeliveryTo::Mail, 60, DeliveryState::Accepted),
            sent(5, 3, push(3), 5, DeliveryState::Failed),
            sent(6, 4, push(4), 120, DeliveryState::Expired),
        ];
        let events = [
            moved(1, 1),
            moved(2, 1),
            moved(3, 1),
            moved(1, 3),
            moved(5, 6),
            moved(4, 61),
            answers(1, 20, PageAnswer::Accept),
        ];
        let score = score(START, &deliveries, &events, false, START.plus(minutes(2)));
        let shown = |person, called, answered, heard, devices: &[(DeviceId, Sign)]| Shown {
            person,
            called: seconds(called),
            answered,
            heard,
            devices: devices.to_vec(),
        };
        let wanted = [
            shown(
                person(1),
                0,
                Some((PageAnswer::Accept, seconds(20))),
                Some((Way::Push, seconds(3))),
                &[(device(1), Sign::Rang), (device(11), Sign::Silent)],
            ),
            shown(person(2), 0, None, Some((Way::Mail, seconds(61))), &[(device(2), Sign::Silent)]),
            shown(person(3), 5, None, None, &[(device(3), Sign::Failed)]),
            shown(person(4), 120, None, None, &[(device(4), Sign::Spared)]),
        ];
        assert_eq!(score.people, wanted);
        assert_eq!(score.taken(), Some((person(1), seconds(20))));
        assert_eq!(score.unanswered().collect::<Vec<_>>(), [person(2), person(3), person(4)]);
        let silent = [(person(1), device(11)), (person(2), device(2))];
        assert_eq!(score.silent().collect::<Vec<_>>(), silent);
    }

    #[test]
    fn a_device_that_rang_once_counts_as_ringing() {
        let push = DeliveryTo::Device(device(1));
        let deliveries = [sent(1, 1, push, 0, DeliveryState::Accepted), sent(2, 1, push, 120, DeliveryState::Received)];
        let score = score(START, &deliveries, &[moved(1, 1), moved(2, 121), moved(2, 122)], false, START);
        assert_eq!(score.people[0].devices, [(device(1), Sign::Rang)]);
        assert_eq!(score.people[0].heard, Some((Way::Push, seconds(122))));
        assert_eq!(score.taken(), None);
    }

    #[test]
    fn a_drill_ends_by_itself_and_once() {
        let running = DrillState::Running { incident: IncidentId::from_bytes([2; 16]), page: PAGE };
        let drill = Drill {
            id: DrillId::from_bytes([3; 16]),
            conference: ConferenceId::from_bytes([1; 16]),
            by: person(1),
            started_at: START,
            state: running,
        };
        assert_eq!(drill.ends_at(), Some(START.plus(LASTS)));
        let ended = Drill { state: DrillState::Ended { score: score(START, &[], &[], false, START) }, ..drill };
        assert_eq!((ended.ends_at(), ended.incident()), (None, None));
        assert!(marked("quiet heron").starts_with("Drill "));
    }
}
