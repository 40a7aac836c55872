//! `careline invite`: a way in for one more person, for somebody who has the machine.

use super::{Answer, CliError, links::JoinLink, qr::qr_code, which};
use crate::config::{Config, PlaceFlags, ServingFlags};
use crate::run;
use clap::Args;
use desk::clock::SystemClock;
use domain::ids::ConferenceId;
use domain::invite::NewInvite;
use domain::permission::Role;
use domain::time::hours;
use std::sync::Arc;

#[derive(Debug, Args)]
pub(super) struct Invite {
    /// What the person will be: `organizer`, `care_member` or `volunteer`
    #[arg(long, value_parser = role)]
    role: Role,
    /// The person's name; without it, each person types their own
    #[arg(long, default_value = "", hide_default_value = true)]
    name: String,
    /// For how many hours it is good
    #[arg(long, default_value_t = 24)]
    hours: u32,
    /// How many sign-ins it allows
    #[arg(long, default_value_t = 1)]
    uses: u32,
    /// Which conference, where the server holds several
    #[arg(long, value_name = "ID")]
    conference: Option<ConferenceId>,
    /// Show the link as a QR code as well
    #[arg(long)]
    qr: bool,
    #[command(flatten)]
    place: PlaceFlags,
}

impl Invite {
    /// Makes the invite and shows its code, which is kept nowhere.
    pub(super) async fn run(self) -> Result<Answer, CliError> {
        let config = Config::parse(self.place, ServingFlags::default())?;
        let desk = run::open(&config, Arc::new(SystemClock)).await?.desk;
        let conference = which::existing(&desk, self.conference).await?;
        let lifetime = hours(i64::from(self.hours));
        let wanted = NewInvite { role: self.role, name: self.name.into(), lifetime, uses: self.uses };
        let made = desk.make_invite_as_operator(conference.id, wanted).await?;
        let link = JoinLink::new(&config.public_url, &made, &conference.settings);
        let mut words = format!("Invite for {}:\n{}", with_article(self.role), link.in_words());
        if self.qr {
            words = format!("{words}\n\n{}", qr_code(&link.link));
        }
        Ok(Answer::new(words, link))
    }
}

fn role(text: &str) -> Result<Role, String> {
    Role::from_code(&text.replace('-', "_")).ok_or_else(|| {
        let roles = Role::ALL.map(Role::code);
        format!("choose one of {}", roles.join(", "))
    })
}

const fn with_article(role: Role) -> &'static str {
    match role {
        Role::Volunteer => "a volunteer",
        Role::CareMember => "a CARE member",
        Role::Organizer => "an organizer",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_read_in_both_spellings() {
        for wanted in Role::ALL {
            assert_eq!(role(wanted.code()), Ok(wanted));
            assert_eq!(role(&wanted.code().replace('_', "-")), Ok(wanted));
        }
        assert_eq!(role("admin"), Err("choose one of volunteer, care_member, organizer".into()));
    }
}
