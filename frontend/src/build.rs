//! Which of the two builds of the app this device loads: the phone's, or the desk's with the CARE team's and the
//! organizers' screens. `public/boot.js` loads it, by the preference that is set here and by the address.

use crate::state::state;
use crate::{PHONE, address, clock, drafts, page, worker};
use app::device::Device as _;
use domain::permission::Role;

/// The preference that `boot.js` reads.
const PREFERENCE: &str = "build";
/// How often it is looked whether a draft has reached the disk, in milliseconds.
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

/// Loads the page anew, with the build that its address needs, once what was typed lies on the disk: not before, however
/// slow the disk, and not when the person has gone elsewhere in the meantime.
pub(crate) async fn load_desk() {
    let asked = address::path();
    loop {
        clock::sleep(STEP_MILLIS).await;
        if !drafts::are_on_their_way(&state()) {
            break;
        }
    }
    if address::path() == asked {
        page::reload();
    }
}
