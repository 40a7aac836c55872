//! `careline serve`: serves until it is stopped.

use super::answer::{keys_notice, tell_untold_keys};
use super::{Answer, CliError, links::JoinLink, which};
use crate::assets::missing_site_notice;
use crate::config::{Config, PlaceFlags, ServingFlags};
use crate::run;
use clap::Args;
use desk::Desk;
use desk::clock::SystemClock;
use domain::conference::Settings;
use domain::view::InviteMade;
use serde_json::json;
use std::io;
use std::sync::Arc;
use tokio::signal::unix::{SignalKind, signal};
use url::Url;

#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    place: PlaceFlags,
    #[command(flatten)]
    serving: ServingFlags,
}

impl Serve {
    /// Starts the server, says where it is and how its first organizer signs in, and stops it cleanly when asked to.
    pub(super) async fn run(self, json: bool) -> Result<Answer, CliError> {
        let config = Config::parse(self.place, self.serving)?;
        // Before the start, so that a signal during it is not lost.
        let stopped = stop_signal().map_err(CliError::Signals)?;
        let mut running = run::start(config.clone(), Arc::new(SystemClock))
            .await
            .inspect_err(|_| tell_untold_keys(&config.data_key_file))?;
        let join = first_organizer(&running.desk, running.first_invite.take(), &config.public_url).await?;
        told_at_start(&config, &running.origin, running.new_keys, join.as_ref()).tell(json)?;
        tokio::select! {
            () = stopped => tracing::info!("stopping; requests under way are finished first"),
            () = running.wait() => return Err(CliError::Cannot("The server ended by itself; the log says more.".into())),
        }
        running.stop().await;
        Ok(Answer::nothing())
    }
}

/// A link for the first organizer: that of the first start, and another one at each further start until the conference
/// is set up.
async fn first_organizer(
    desk: &Desk,
    first: Option<InviteMade>,
    public_url: &Url,
) -> Result<Option<JoinLink>, CliError> {
    let conferences = desk.conferences().await?;
    let made = match (first, conferences.first()) {
        (Some(made), _) => made,
        (None, Some(conference)) if conferences.iter().all(|conference| !conference.settings.is_set_up()) => {
            which::invite_organizer(desk, conference).await?
        }
        (None, _) => return Ok(None),
    };
    Ok(Some(JoinLink::new(public_url, &made, &Settings::default())))
}

fn told_at_start(config: &Config, origin: &Url, keys_are_new: bool, join: Option<&JoinLink>) -> Answer {
    let mut words = vec![format!("Careline listens on {origin} and people reach it at {}", config.public_url)];
    if keys_are_new {
        words.push(keys_notice(&config.data_key_file));
    }
    words.extend(missing_site_notice().map(str::to_owned));
    if let Some(join) = join {
        words.push(format!(
            "The conference waits to be set up. Its first organizer signs in here:\n{}",
            join.in_words()
        ));
    }
    let json = json!({
        "listens": origin.as_str(),
        "public_url": config.public_url.as_str(),
        "data_key_file": config.data_key_file,
        "data_keys_are_new": keys_are_new,
        "site": missing_site_notice().is_none(),
        "join": join,
    });
    Answer::new(words.join("\n"), json).and_told_of(keys_are_new.then_some(config.data_key_file.as_path()))
}

/// Waits for the system or a person at the terminal to ask for the end.
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
