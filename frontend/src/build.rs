//! Which of the two builds of the app this device loads: the phone's, or the desk's with the CARE team's and the
//! organizers' screens. `public/boot.js` loads it, by the preference that is set here and by the address.

use crate::state::state;
use crate::{PHONE, clock, drafts, page, worker};
use app::device::Device as _;
use domain::permission::Role;

/// The preference that `boot.js` reads.
const PREFERENCE: &str = "build";
/// How long a draft may take to reach the disk before the page is loaded anew, in milliseconds, looked at in steps.
const SETTLE_MILLIS: u32 = 5_000;
const STEP_MILLIS: u32 = 50;

/// From the next start on, the build that this role needs; the worker fetches the desk's ahead.
pub(crate) fn choose(role: Role) {
    let name = match role {
        Role::CareMember | Role::Organizer => "desk",
        Role::Volunteer => "phone",
    };
    // A browser that keeps no preferences loads the desk's build by the address alone.
    PHONE.set_preference(PREFERENCE, name);
    if name == "desk" {
        worker::tell("desk");
    }
}

/// Whether this page wanted the desk's build when it started and could not get it.
pub(crate) fn desk_is_missing() -> bool {
    page::root_has("data-desk-missing")
}

/// Loads the page anew, with the build that its address needs, once what was typed lies on the disk.
pub(crate) async fn load_desk() {
    let mut waited = 0;
    while waited == 0 || (drafts::are_on_their_way(&state()) && waited < SETTLE_MILLIS) {
        clock::sleep(STEP_MILLIS).await;
        waited += STEP_MILLIS;
    }
    page::reload();
}
