//! `careline setup`: creates the conference and sets it up without a browser, or changes its settings.

use super::answer::{keys_notice, tell_untold_keys};
use super::{Answer, CliError, links::JoinLink, when, which};
use crate::config::{Config, PlaceFlags, ServingFlags};
use crate::run::{self, Opened};
use app::public::times::is_zone;
use chrono::NaiveDate;
use chrono_tz::Tz;
use clap::Args;
use desk::Desk;
use desk::clock::SystemClock;
use domain::conference::{EmergencyNumber, Settings};
use domain::ids::ConferenceId;
use domain::time::Timestamp;
use serde_json::json;
use std::sync::Arc;

#[derive(Debug, Args)]
pub(super) struct Setup {
    #[command(flatten)]
    wanted: Wanted,
    /// Which conference, where the server holds several
    #[arg(long, value_name = "ID")]
    conference: Option<ConferenceId>,
    #[command(flatten)]
    place: PlaceFlags,
}

/// What is to be set; what is left out stays as it is.
#[derive(Debug, Default, Args)]
struct Wanted {
    /// The conference's name, as on the badge
    #[arg(long)]
    name: Option<String>,
    /// The venue's name
    #[arg(long)]
    venue: Option<String>,
    /// The venue's address, as one reads it out to an ambulance
    #[arg(long)]
    address: Option<String>,
    /// The venue's time zone, such as Europe/Paris
    #[arg(long, value_name = "ZONE", value_parser = when::zone)]
    time_zone: Option<Tz>,
    /// The first day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = when::day)]
    starts: Option<NaiveDate>,
    /// The last day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = when::day)]
    ends: Option<NaiveDate>,
    /// Whom to call when somebody is in danger, most urgent first; may be repeated
    #[arg(long, value_name = "LABEL=NUMBER", value_parser = emergency)]
    emergency: Vec<EmergencyNumber>,
    /// The address that reporters may write to
    #[arg(long, value_name = "ADDRESS")]
    conduct_address: Option<String>,
    /// Whom to turn to when a report is about everybody of the CARE team: a name and how to reach them
    #[arg(long, value_name = "WHO")]
    outside_contact: Option<String>,
}

impl Setup {
    /// Sets the conference up, and hands out the first organizer's link while there is none.
    pub(super) async fn run(self) -> Result<Answer, CliError> {
        let config = Config::parse(self.place, ServingFlags::default())?;
        let done = sets_up(&config, self.wanted, self.conference).await;
        done.inspect_err(|_| tell_untold_keys(&config.data_key_file))
    }
}

async fn sets_up(config: &Config, wanted: Wanted, id: Option<ConferenceId>) -> Result<Answer, CliError> {
    let Opened { desk, new_keys } = run::open(config, Arc::new(SystemClock)).await?;
    let standing = which::named_or_only(&desk, id).await?;
    let before = standing.as_ref().map(|conference| conference.settings.clone()).unwrap_or_default();
    // Looked at before anything is created, so that a refusal leaves nothing behind.
    let settings = wanted.settings(before, desk.clock().now())?;
    let (conference, made) = match standing {
        None => {
            let made = desk.create_conference().await?;
            (which::existing(&desk, Some(made.invite.conference)).await?, Some(made))
        }
        Some(conference) if which::has_organizer(&desk, &conference).await? => (conference, None),
        Some(conference) => {
            let made = which::invite_organizer(&desk, &conference).await?;
            (conference, Some(made))
        }
    };
    let settings = set_up(&desk, conference.id, settings).await?;
    let shown = settings.clone().unwrap_or_default();
    let join = made.map(|made| JoinLink::new(&config.public_url, &made, &shown));
    let mut words = match &settings {
        Some(settings) => format!("{} is set up.", settings.name),
        None => "The conference waits to be set up.".to_owned(),
    };
    if let Some(join) = &join {
        words = format!("{words} Its first organizer signs in here:\n{}", join.in_words());
    }
    if new_keys {
        words = format!("{words}\n{}", keys_notice(&config.data_key_file));
    }
    let json = json!({
        "conference": conference.id,
        "settings": settings,
        "join": join,
        "data_key_file": config.data_key_file,
        "data_keys_are_new": new_keys,
    });
    Ok(Answer::new(words, json).and_told_of(new_keys.then_some(config.data_key_file.as_path())))
}

async fn set_up(desk: &Desk, id: ConferenceId, settings: Option<Settings>) -> Result<Option<Settings>, CliError> {
    match settings {
        Some(settings) => Ok(Some(desk.set_up_conference_as_operator(id, settings, is_zone).await?.settings)),
        None => Ok(None),
    }
}

impl Wanted {
    /// The settings as they will be; nothing when no flag says anything and nothing is set up yet.
    fn settings(self, before: Settings, now: Timestamp) -> Result<Option<Settings>, CliError> {
        if !before.is_set_up() {
            if self.is_nothing() {
                return Ok(None);
            }
            if self.name.is_none() || self.time_zone.is_none() || self.starts.is_none() || self.ends.is_none() {
                let needed = "To set the conference up, give --name, --time-zone, --starts and --ends.";
                return Err(CliError::Usage(needed.into()));
            }
        }
        if self.time_zone.is_some() && before.is_set_up() && (self.starts.is_none() || self.ends.is_none()) {
            let needed = "Give --starts and --ends together with another --time-zone: days begin elsewhere there.";
            return Err(CliError::Usage(needed.into()));
        }
        let zone = self.time_zone.or_else(|| before.time_zone.parse().ok()).unwrap_or(Tz::UTC);
        let ends_before = before.is_set_up().then_some(before.ends_at);
        let wanted = Settings {
            name: self.name.unwrap_or(before.name),
            venue: self.venue.unwrap_or(before.venue),
            address: self.address.unwrap_or(before.address),
            time_zone: zone.name().to_owned(),
            starts_at: self.starts.map_or(before.starts_at, |day| when::wall_clock(day, 0, zone)),
            ends_at: self.ends.map_or(before.ends_at, |day| when::wall_clock(day, 24, zone)),
            emergency: if self.emergency.is_empty() { before.emergency } else { self.emergency },
            conduct_address: self.conduct_address.unwrap_or(before.conduct_address),
            outside_contact: self.outside_contact.unwrap_or(before.outside_contact),
            grace: before.grace,
        };
        let wanted = wanted.parse().and_then(|wanted| wanted.unless_long_past(ends_before, now));
        wanted.map(Some).map_err(|refused| CliError::Usage(refused.to_string()))
    }

    const fn is_nothing(&self) -> bool {
        self.name.is_none()
            && self.venue.is_none()
            && self.address.is_none()
            && self.time_zone.is_none()
            && self.starts.is_none()
            && self.ends.is_none()
            && self.emergency.is_empty()
            && self.conduct_address.is_none()
            && self.outside_contact.is_none()
    }
}

fn emergency(text: &str) -> Result<EmergencyNumber, String> {
    let (label, number) = text.split_once('=').ok_or("write who answers and the number, such as Ambulance=112")?;
    Ok(EmergencyNumber { label: label.trim().to_owned(), number: number.trim().to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A week before.
    const NOW: Timestamp = Timestamp::from_millis(1_811_500_000_000);

    fn whole() -> Wanted {
        Wanted {
            name: Some("Example Days".into()),
            time_zone: when::zone("Europe/Paris").ok(),
            starts: when::day("2027-06-04").ok(),
            ends: when::day("2027-06-05").ok(),
            emergency: vec![emergency("Ambulance = 112").unwrap()],
            ..Wanted::default()
        }
    }

    #[test]
    fn days_begin_and_end_at_the_venue() {
        let settings = whole().settings(Settings::default(), NOW).unwrap().unwrap();
        assert_eq!(when::machine(settings.starts_at), "2027-06-03T22:00:00Z");
        assert_eq!(when::machine(settings.ends_at), "2027-06-05T22:00:00Z");
        assert_eq!(settings.emergency[0].number, "112");
    }

    #[test]
    fn what_is_left_out_stays() {
        let before = whole().settings(Settings::default(), NOW).unwrap().unwrap();
        let change = Wanted { venue: Some("Town Hall".into()), ..Wanted::default() };
        let after = change.settings(before.clone(), NOW).unwrap().unwrap();
        assert_eq!(after, Settings { venue: "Town Hall".into(), ..before });
    }

    type Spoil = fn(&mut Wanted);

    #[test]
    fn half_a_set_up_is_refused_and_none_is_not() {
        assert_eq!(Wanted::default().settings(Settings::default(), NOW).unwrap(), None);
        let table: [(&str, Spoil); 6] = [
            ("give --name", |wanted| wanted.name = None),
            ("give --name", |wanted| wanted.time_zone = None),
            ("before the first day", |wanted| wanted.ends = when::day("2027-06-01").ok()),
            ("long past", |wanted| {
                (wanted.starts, wanted.ends) = (when::day("1970-01-01").ok(), when::day("1970-01-02").ok());
            }),
            ("longer than 60 days", |wanted| wanted.ends = when::day("2028-06-05").ok()),
            ("at least one digit", |wanted| wanted.emergency[0].number = "none".into()),
        ];
        for (words, spoil) in table {
            let mut wanted = whole();
            spoil(&mut wanted);
            let error = wanted.settings(Settings::default(), NOW).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
        assert!(emergency("112").is_err());
    }
}
