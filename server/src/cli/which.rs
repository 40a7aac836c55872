//! Which conference a command is about.

use super::CliError;
use desk::{Desk, DeskError};
use domain::conference::Conference;
use domain::ids::ConferenceId;
use domain::invite::{LIFETIME_DEFAULT, NewInvite};
use domain::permission::Role;
use domain::view::InviteMade;

/// The conference of this id; without an id the only one of this server, if there is one.
pub(super) async fn named_or_only(desk: &Desk, id: Option<ConferenceId>) -> Result<Option<Conference>, CliError> {
    let mut conferences = desk.conferences().await?;
    match id {
        Some(id) => match conferences.into_iter().find(|conference| conference.id == id) {
            Some(conference) => Ok(Some(conference)),
            None => Err(CliError::Cannot("There is no conference with this id.".into())),
        },
        None if conferences.len() > 1 => {
            let ids: Vec<_> = conferences.iter().map(|conference| conference.id.to_string()).collect();
            Err(CliError::Usage(format!("Name one of the conferences with --conference: {}.", ids.join(", "))))
        }
        None => Ok(conferences.pop()),
    }
}

/// The same, where there must be one.
pub(super) async fn existing(desk: &Desk, id: Option<ConferenceId>) -> Result<Conference, CliError> {
    named_or_only(desk, id).await?.ok_or_else(|| {
        CliError::Cannot("There is no conference yet. Create one with `careline setup` or `careline serve`.".into())
    })
}

/// Whether somebody has signed in as an organizer of this conference.
pub(super) async fn has_organizer(desk: &Desk, conference: &Conference) -> Result<bool, DeskError> {
    let people = desk.store().read().await?.people(conference.id).await?;
    Ok(people.iter().any(|person| person.role == Role::Organizer))
}

/// Another invite for the first organizer, in place of one that was lost.
pub(super) async fn invite_organizer(desk: &Desk, conference: &Conference) -> Result<InviteMade, DeskError> {
    let wanted = NewInvite { role: Role::Organizer, name: "".into(), lifetime: LIFETIME_DEFAULT, uses: 1 };
    desk.make_invite_as_operator(conference.id, wanted).await
}
