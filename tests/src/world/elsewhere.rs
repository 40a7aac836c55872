//! People of another conference on the same server.

use super::World;
use super::person::Person;
use domain::permission::Role;
use domain::view::InviteMade;
use serde_json::json;

impl World {
    /// A CARE member of another conference on the same server.
    ///
    /// # Panics
    /// When there is no room for another conference.
    pub async fn somebody_elsewhere(&self) -> Person {
        let made = self.desk().create_conference().await.expect("another conference");
        let olaf = Person::signs_in(self.town(), "Olaf", Role::Organizer, made.code.reveal()).await;
        let invite = json!({ "invite": { "role": "care_member", "name": "Una", "lifetime": 3_600_000, "uses": 1 } });
        let made: InviteMade = olaf.asks("make_invite", invite).await.json();
        Person::signs_in(self.town(), "Una", Role::CareMember, made.code.reveal()).await
    }
}
