//! The people: whether somebody is on call and can be paged. Counts only, never a name.

use super::Finding;
use crate::channel::VapidKey;
use crate::cli::in_full;
use crate::config::Config;
use crate::store::SqlStore;
use crate::store::sql::Options;
use crate::{keyfile, run};
use desk::DeskError;
use desk::store::{Read, Store};
use domain::conference::Conference;
use domain::permission::Role;
use domain::readiness::{Covered, covered};
use domain::roster::Roster;
use domain::time::{Span, Timestamp, minutes};

/// How far the clock may lie behind what is on record before it is told.
const CLOCK_BEHIND_MAX: Span = minutes(5);

pub(super) async fn examine(config: &Config, now: Timestamp, findings: &mut Vec<Finding>) {
    // Not through the server's own opening, which makes what is missing.
    let Ok(Some(keys)) = keyfile::read(&config.data_key_file) else {
        return;
    };
    let options = Options { readers: 1, connections: 1, ..Options::default() };
    let store = match SqlStore::open(&config.database_url, keys, &options).await {
        Ok(store) => store,
        Err(error) => return findings.push(Finding::fail("records", format!("{}.", in_full(&error)))),
    };
    let read = match store.read().await {
        Ok(read) => read,
        Err(error) => return findings.push(Finding::fail("records", format!("{}.", in_full(&error)))),
    };
    if let Err(error) = look(read, now, findings).await {
        let words = "The data keys do not open what the database holds. Bring back the key file that belongs to it";
        findings.push(Finding::fail("records", format!("{words} ({}).", in_full(&error))));
    }
}

async fn look(mut read: Box<dyn Read>, now: Timestamp, findings: &mut Vec<Finding>) -> Result<(), DeskError> {
    findings.push(match read.secret(run::PUSH_KEY).await? {
        Some(key) if VapidKey::from_bytes(key.reveal()).is_ok() => {
            Finding::ok("push key", "The key for pushes is there.")
        }
        Some(_) => Finding::fail("push key", "The key for pushes is damaged. Restore the database from your backup."),
        None => Finding::warn("push key", "There is no key for pushes yet; the first start makes it."),
    });
    let conferences = read.conferences().await?;
    let set_up: Vec<_> = conferences.iter().filter(|conference| conference.settings.is_set_up()).collect();
    if set_up.is_empty() {
        findings.push(Finding::warn("conference", "No conference is set up yet."));
    }
    for conference in set_up {
        let over = conference.settings.ends_at < now;
        if over {
            findings.push(Finding::warn("conference", "The conference is set up, but its last day has passed."));
            continue;
        }
        findings.push(Finding::ok("conference", "The conference is set up."));
        findings.push(roster(conference, &read.roster(conference.id).await?, now));
        findings.push(pushes(&mut *read, conference, now).await?);
        findings.extend(clock(&mut *read, conference, now).await?);
    }
    Ok(())
}

/// Gaps in the roster from now, or from the conference's start, for a day ahead.
fn roster(conference: &Conference, roster: &Roster, now: Timestamp) -> Finding {
    match covered(&conference.settings, roster, now) {
        Covered::NobodyNow => {
            Finding::warn("roster", "Nobody is on call now, so every note pages the whole team at once.")
        }
        Covered::Whole => Finding::ok("roster", "Somebody is on call at every hour of the next day of the conference."),
        Covered::Gap(_) => Finding::warn("roster", "The roster has a gap in the next day of the conference."),
    }
}

/// CARE members whom no push reaches.
async fn pushes(read: &mut dyn Read, conference: &Conference, now: Timestamp) -> Result<Finding, DeskError> {
    let people = read.people(conference.id).await?;
    let team: Vec<_> = people.iter().filter(|person| person.role == Role::CareMember).map(|person| person.id).collect();
    let reached = read.subscriptions(&team, now).await?;
    let silent = team.iter().filter(|member| reached.iter().all(|to| to.person != **member)).count();
    let count = team.len();
    Ok(if count == 0 {
        Finding::warn("pushes", "Nobody of the CARE team has signed in yet.")
    } else if silent == count {
        Finding::warn("pushes", format!("No page reaches any of the {count} CARE members: none has pushes turned on."))
    } else if silent > 0 {
        Finding::warn("pushes", format!("No page reaches {silent} of the {count} CARE members: pushes are off there."))
    } else {
        Finding::ok("pushes", format!("All {count} CARE members have pushes turned on."))
    })
}

/// Devices that were heard of in the future mean that the clock was set back.
async fn clock(read: &mut dyn Read, conference: &Conference, now: Timestamp) -> Result<Option<Finding>, DeskError> {
    let heard = read.devices(conference.id).await?.into_iter().map(|device| device.seen_at).max();
    let behind = heard.is_some_and(|heard| heard > now.plus(CLOCK_BEHIND_MAX));
    Ok(behind.then(|| {
        Finding::fail("clock", "The machine's clock is behind what is on record: it was set back. Set it right.")
    }))
}

#[cfg(test)]
mod tests {
    use super::super::Health;
    use super::*;
    use domain::conference::Settings;
    use domain::ids::{ConferenceId, PersonId, ShiftId};
    use domain::roster::{Duty, Presence, Shift};
    use domain::time::{days, hours};

    const NOW: Timestamp = Timestamp::from_millis(1_812_096_120_000);

    fn conference(starts_at: Timestamp) -> Conference {
        let ends_at = starts_at.plus(days(2));
        let settings = Settings { name: "Example Days".into(), starts_at, ends_at, ..Settings::default() };
        Conference { id: ConferenceId::from_bytes([1; 16]), settings, edition: 1 }
    }

    fn shift(from: Timestamp, until: Timestamp) -> Shift {
        Shift {
            id: ShiftId::from_bytes([2; 16]),
            conference: ConferenceId::from_bytes([1; 16]),
            person: PersonId::from_bytes([3; 16]),
            from,
            until,
            presence: Presence::OnSite,
            duty: Duty::OnDuty,
        }
    }

    #[test]
    fn gaps_are_found_now_later_and_before_the_start() {
        let later = |count| NOW.plus(hours(count));
        let table: [(&str, Timestamp, Vec<Shift>, Health); 6] = [
            ("nobody now", NOW.minus(hours(1)), vec![shift(later(1), later(40))], Health::Warn),
            ("whole", NOW.minus(hours(1)), vec![shift(NOW, later(20)), shift(later(20), later(40))], Health::Ok),
            ("a gap later", NOW.minus(hours(1)), vec![shift(NOW, later(3)), shift(later(4), later(40))], Health::Warn),
            ("a gap after a day", NOW.minus(hours(1)), vec![shift(NOW, later(30))], Health::Ok),
            ("not begun", later(5), vec![shift(later(5), later(40))], Health::Ok),
            ("not begun, late", later(5), vec![shift(later(6), later(40))], Health::Warn),
        ];
        for (name, starts_at, shifts, wanted) in table {
            assert_eq!(roster(&conference(starts_at), &Roster::new(shifts), NOW).health, wanted, "{name}");
        }
    }
}
