//! The links that the command line hands out: for signing in, and the reporter's own.

use super::when;
use domain::conference::Settings;
use domain::reporter::ReporterKey;
use domain::view::InviteMade;
use serde::Serialize;
use url::Url;

/// A way to sign in: the same secret as a link and as a code to type.
#[derive(Debug, Serialize)]
pub(super) struct JoinLink {
    /// The address to open.
    pub(super) link: String,
    /// The code to type inside the app.
    pub(super) code: String,
    /// What whoever uses it will be.
    role: &'static str,
    /// When it stops being good, in UTC.
    expires_at: String,
    /// How many sign-ins it allows.
    uses: u32,
    /// Where it leads.
    conference: String,
    #[serde(skip)]
    expires_in_words: String,
}

impl JoinLink {
    /// The link of a fresh invite. Browsers never send the part behind `#`, so the code reaches no log on its way.
    pub(super) fn new(public_url: &Url, made: &InviteMade, settings: &Settings) -> Self {
        let code = made.code.reveal().clone();
        let mut link = public_url.clone();
        link.set_path("/app/join");
        link.set_fragment(Some(&code));
        Self {
            link: link.into(),
            code,
            role: made.invite.role.code(),
            expires_at: when::machine(made.invite.expires_at),
            uses: made.invite.uses_left,
            conference: made.invite.conference.to_string(),
            expires_in_words: when::words(made.invite.expires_at, settings),
        }
    }

    /// The link, the code and until when they are good, on three lines.
    pub(super) fn in_words(&self) -> String {
        let Self { link, code, uses, expires_in_words, .. } = self;
        let sign_ins = match uses {
            1 => "one sign-in".to_owned(),
            uses => format!("{uses} sign-ins"),
        };
        format!("  {link}\n  code {code}, to type inside the app\n  good for {sign_ins} until {expires_in_words}")
    }
}

/// The reporter's private link.
pub(super) fn reporter_link(public_url: &Url, key: &ReporterKey) -> String {
    let mut link = public_url.clone();
    link.set_path("/r");
    link.set_fragment(Some(key.fragment().reveal()));
    link.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::{ConferenceId, InviteId};
    use domain::invite::Invite;
    use domain::permission::Role;
    use domain::time::Timestamp;

    #[test]
    fn secrets_stand_behind_the_hash_only() {
        let made = InviteMade {
            invite: Invite {
                id: InviteId::from_bytes([1; 16]),
                conference: ConferenceId::from_bytes([2; 16]),
                role: Role::Volunteer,
                name: "Ana".into(),
                expires_at: Timestamp::from_millis(1_812_096_120_000),
                uses_left: 3,
                withdrawn_at: None,
            },
            code: "0123-45GH-JZYX".into(),
        };
        let public_url = Url::parse("https://care.example.org:8443").unwrap();
        let link = JoinLink::new(&public_url, &made, &Settings::default());
        assert_eq!(link.link, "https://care.example.org:8443/app/join#0123-45GH-JZYX");
        assert_eq!(link.expires_at, "2027-06-04T08:02:00Z");
        assert!(link.in_words().contains("3 sign-ins until 4 June 2027, 08:02 (UTC)"), "{}", link.in_words());
        let key = ReporterKey::mint([7; 16]);
        let link = Url::parse(&reporter_link(&public_url, &key)).unwrap();
        assert_eq!((link.path(), link.query()), ("/r", None));
        assert_eq!(link.fragment().and_then(ReporterKey::parse), Some(key));
    }
}
