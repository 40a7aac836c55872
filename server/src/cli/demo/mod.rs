//! `careline demo`: a small made-up conference to look around in.
//!
//! Everything comes about through the desk, as it would at a real conference: people redeem invites, volunteers record
//! notes, members answer pages. A clock of its own spreads this over two days that end now. Filling an empty database is
//! done once; asked again, the command hands out fresh links to the same people.

mod cast;
mod fill;
mod public;
mod stories;
#[cfg(test)]
mod tests;
mod ways;
mod work;

use super::links::{JoinLink, reporter_link};
use super::{Answer, CliError, when};
use crate::config::{Config, PlaceFlags, ServingFlags};
use crate::run;
use cast::{CAST, Member};
use clap::Args;
use desk::clock::{Clock, SystemClock, TestClock};
use desk::{Desk, DeskError};
use domain::conference::Conference;
use domain::invite::NewInvite;
use domain::reporter::ReporterKey;
use domain::time::{Span, Timestamp, days};
use fill::Play;
use serde::Serialize;
use std::sync::Arc;
use url::Url;

/// How long the demo's links are good.
const LINK_LIFETIME: Span = days(14);
/// How many sign-ins each of them allows, so that one can look around on several devices.
const LINK_USES: u32 = 20;

#[derive(Debug, Args)]
pub(super) struct Demo {
    #[command(flatten)]
    place: PlaceFlags,
}

impl Demo {
    /// Fills the database if it is empty, and prints one sign-in link per person.
    pub(super) async fn run(self) -> Result<Answer, CliError> {
        let config = Config::parse(self.place, ServingFlags::default())?;
        let told = tell(&config, SystemClock.now()).await?;
        Ok(Answer::new(told.in_words(), &told))
    }
}

/// What the command has to say.
#[derive(Debug, Serialize)]
struct Told {
    conference: String,
    /// Whether this call filled it; otherwise an earlier one did.
    filled: bool,
    people: Vec<Way>,
    /// The reporter's link; only the call that fills the demo knows it.
    reporter: Option<ReporterWay>,
    #[serde(skip)]
    good_until: String,
}

/// How to look around as one of the people.
#[derive(Debug, Serialize)]
struct Way {
    name: &'static str,
    role: &'static str,
    on_call: bool,
    join: JoinLink,
    #[serde(skip)]
    role_in_words: &'static str,
}

/// How to look around as the reporter.
#[derive(Debug, Serialize)]
struct ReporterWay {
    link: String,
    words: String,
}

async fn tell(config: &Config, now: Timestamp) -> Result<Told, CliError> {
    let clock = Arc::new(TestClock::at(cast::prepared_at(now)));
    let desk = run::open(config, clock.clone()).await?.desk;
    let conferences = desk.conferences().await?;
    let key = match conferences.as_slice() {
        [] => Some(Play::prepare(desk.clone(), clock.clone(), now).await?.fill().await?),
        [conference] if cast::is_demo(conference) => None,
        _ => {
            return Err(CliError::Cannot(
                "This database holds a conference already. Give the demo one of its own with --database-url and \
                 --data-key-file."
                    .into(),
            ));
        }
    };
    clock.pass(now.since(clock.now()));
    let conference = desk.conferences().await?.pop().ok_or(DeskError::NotFound)?;
    let people = ways(&desk, &conference, &config.public_url).await?;
    let good_until = when::words(now.plus(LINK_LIFETIME), &conference.settings);
    let reporter = key.map(|key| reporter_way(&config.public_url, &key));
    Ok(Told { conference: conference.id.to_string(), filled: reporter.is_some(), people, reporter, good_until })
}

async fn ways(desk: &Desk, conference: &Conference, public_url: &Url) -> Result<Vec<Way>, DeskError> {
    let mut read = desk.store().read().await?;
    let on_call = read.roster(conference.id).await?.on_call(desk.clock().now());
    let people = read.people(conference.id).await?;
    let is_on_call = |member: &Member| {
        people.iter().any(|person| person.name.reveal() == member.name && on_call.contains(&person.id))
    };
    let mut ways = Vec::with_capacity(CAST.len());
    for member in &CAST {
        let (role, name) = (member.role, member.name.into());
        let wanted = NewInvite { role, name, lifetime: LINK_LIFETIME, uses: LINK_USES };
        let made = desk.make_invite_as_operator(conference.id, wanted).await?;
        ways.push(Way {
            name: member.name,
            role: role.code(),
            on_call: is_on_call(member),
            join: JoinLink::new(public_url, &made, &conference.settings),
            role_in_words: role.label(),
        });
    }
    Ok(ways)
}

fn reporter_way(public_url: &Url, key: &ReporterKey) -> ReporterWay {
    ReporterWay { link: reporter_link(public_url, key), words: key.reveal().join(" ") }
}

impl Told {
    fn in_words(&self) -> String {
        let first = if self.filled {
            format!("{} is filled: {}.", cast::NAME, cast::WHAT)
        } else {
            format!(
                "{} is here already; these links are fresh. Where its days have passed, remove this database and run \
                 the demo again.",
                cast::NAME
            )
        };
        let mut lines = vec![first];
        lines.push(format!("Sign in as anybody, {LINK_USES} times each, until {}:", self.good_until));
        for Way { name, join, role_in_words, on_call, .. } in &self.people {
            let duty = if *on_call { "on call" } else { "" };
            lines.push(format!("  {role_in_words:<11}  {name:<17}  {duty:<7}  {}", join.link));
        }
        match &self.reporter {
            Some(ReporterWay { link, words }) => {
                lines.push(format!("The reporter looks here:\n  {link}\n  or types the six words: {words}"));
            }
            None => lines.push("The reporter's link was shown when the demo was filled, and is kept nowhere.".into()),
        }
        lines.join("\n")
    }
}
