//! The made-up conference: its place, its people, its roster. Nobody here exists.

use super::when;
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use domain::conference::{Conference, EmergencyNumber, Settings};
use domain::permission::Role;
use domain::roster::{Duty, Presence};
use domain::time::{Timestamp, days};

/// The conference's name, by which the demo knows itself again.
pub(super) const NAME: &str = "Saltmarsh Days (demo)";
/// What there is to see.
pub(super) const WHAT: &str = "two days that end tonight, ten people and eight incidents";

const VENUE: &str = "The Old Rope Works";
const ADDRESS: &str = "4 Quay Lane, Saltmarsh, east gate on the water side";
const ZONE: Tz = Tz::Europe__London;

/// One of the people.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) role: Role,
    /// From the numbers that are set aside for plays and films, so that a tap in the demo calls nobody.
    pub(super) phone: &'static str,
    pub(super) languages: &'static str,
    pub(super) device: &'static str,
}

const fn member(
    name: &'static str,
    role: Role,
    phone: &'static str,
    languages: &'static str,
    device: &'static str,
) -> Member {
    Member { name, role, phone, languages, device }
}

/// Who of the cast: the place in [`CAST`].
pub(super) type Who = usize;

pub(super) const RUTH: Who = 0;
pub(super) const AMARA: Who = 1;
pub(super) const JONAS: Who = 2;
pub(super) const PRIYA: Who = 3;
pub(super) const MATEO: Who = 4;
pub(super) const WEN: Who = 5;
pub(super) const KOFI: Who = 6;
pub(super) const LENA: Who = 7;
pub(super) const SAM: Who = 8;
pub(super) const YUKI: Who = 9;

/// The CARE team.
pub(super) const CARE: [Who; 5] = [AMARA, JONAS, PRIYA, MATEO, WEN];

/// Everybody.
pub(super) const CAST: [Member; 10] = [
    member("Ruth Adeyemi", Role::Organizer, "07700 900110", "English, Yoruba", "Laptop, Firefox"),
    member("Amara Osei", Role::CareMember, "07700 900121", "English, French, Twi", "Android phone, Chrome"),
    member("Jonas Lindqvist", Role::CareMember, "07700 900122", "English, German, Swedish", "iPhone, Home Screen"),
    member("Priya Raman", Role::CareMember, "07700 900123", "English, Tamil", "Android phone, Firefox"),
    member("Mateo Ferrer", Role::CareMember, "07700 900124", "English, Spanish, Catalan", "iPhone, Home Screen"),
    member("Wen Hsu", Role::CareMember, "07700 900125", "English, Mandarin", "Android phone, Chrome"),
    member("Kofi Mensah", Role::Volunteer, "07700 900131", "English", "Android phone, Chrome"),
    member("Lena Brandt", Role::Volunteer, "07700 900132", "English, German", "iPhone, Home Screen"),
    member("Sam Okafor", Role::Volunteer, "07700 900133", "English, sign language", "Android phone, Chrome"),
    member("Yuki Tanabe", Role::Volunteer, "07700 900134", "English, Japanese", "iPhone, Safari"),
];

/// One shift of the plan: which of the two days, from and until which hour, who, where, and whether called first.
pub(super) type Planned = (u64, [u32; 2], Who, Presence, Duty);

const MORNING: [u32; 2] = [8, 13];
const AFTERNOON: [u32; 2] = [13, 18];
const EVENING: [u32; 2] = [18, 23];
const NIGHT: [u32; 2] = [23, 32];
/// The first week after the last day, from its end on, in hours of the second day.
const WATCH: [u32; 2] = [24, 24 + 7 * 24];

/// The roster: from eight in the morning on two people are on duty at any hour of the two days and the night after each,
/// with backup by day and somebody asleep at the venue by night; and one has the watch of the week after. Nobody has the
/// later weeks yet.
pub(super) const ROSTER: [Planned; 23] = [
    (0, MORNING, AMARA, Presence::OnSite, Duty::OnDuty),
    (0, MORNING, WEN, Presence::Remote, Duty::OnDuty),
    (0, MORNING, JONAS, Presence::OnSite, Duty::Backup),
    (0, AFTERNOON, JONAS, Presence::OnSite, Duty::OnDuty),
    (0, AFTERNOON, PRIYA, Presence::OnSite, Duty::OnDuty),
    (0, AFTERNOON, MATEO, Presence::Remote, Duty::Backup),
    (0, EVENING, AMARA, Presence::OnSite, Duty::OnDuty),
    (0, EVENING, PRIYA, Presence::OnSite, Duty::OnDuty),
    (0, NIGHT, WEN, Presence::Remote, Duty::OnDuty),
    (0, NIGHT, MATEO, Presence::Remote, Duty::OnDuty),
    (0, NIGHT, JONAS, Presence::Asleep, Duty::Backup),
    (1, MORNING, PRIYA, Presence::OnSite, Duty::OnDuty),
    (1, MORNING, JONAS, Presence::OnSite, Duty::OnDuty),
    (1, MORNING, AMARA, Presence::OnSite, Duty::Backup),
    (1, AFTERNOON, AMARA, Presence::OnSite, Duty::OnDuty),
    (1, AFTERNOON, WEN, Presence::Remote, Duty::OnDuty),
    (1, AFTERNOON, MATEO, Presence::Remote, Duty::Backup),
    (1, EVENING, JONAS, Presence::OnSite, Duty::OnDuty),
    (1, EVENING, PRIYA, Presence::OnSite, Duty::OnDuty),
    (1, NIGHT, WEN, Presence::Remote, Duty::OnDuty),
    (1, NIGHT, MATEO, Presence::Remote, Duty::OnDuty),
    (1, NIGHT, AMARA, Presence::Asleep, Duty::Backup),
    (1, WATCH, PRIYA, Presence::Remote, Duty::OnDuty),
];

/// What Jonas would like a colleague to take: the last two hours of this evening of his, by its place in [`ROSTER`].
pub(super) const OFFERED: (usize, [u32; 2]) = (17, [21, 23]);

/// The first of the two days: yesterday at the venue.
fn first_day(now: Timestamp) -> NaiveDate {
    let today = when::day_at(now, ZONE);
    today.pred_opt().unwrap_or(today)
}

/// An hour by the venue's clock on one of the two days.
pub(super) fn hour_of(day: u64, hour: u32, now: Timestamp) -> Timestamp {
    let first = first_day(now);
    when::wall_clock(first.checked_add_days(Days::new(day)).unwrap_or(first), hour, ZONE)
}

/// When everything was made ready: a day before the conference starts.
pub(super) fn prepared_at(now: Timestamp) -> Timestamp {
    hour_of(0, 0, now).minus(days(1))
}

/// What the organizer says about the conference.
pub(super) fn settings(now: Timestamp) -> Settings {
    let number = |label: &str, number: &str| EmergencyNumber { label: label.into(), number: number.into() };
    Settings {
        name: NAME.into(),
        venue: VENUE.into(),
        address: ADDRESS.into(),
        time_zone: ZONE.name().into(),
        starts_at: hour_of(0, 0, now),
        ends_at: hour_of(1, 24, now),
        emergency: vec![
            number("Ambulance, fire, police (made up)", "01632 960112"),
            number("Venue security, day and night", "01632 960140"),
            number("First aid room, ground floor", "01632 960141"),
        ],
        conduct_address: "care@saltmarsh.example".into(),
        outside_contact: "Ines Duarte of the Harbour Trust, 01632 960150".into(),
        ..Settings::default()
    }
}

/// Whether a conference is the demo, filled earlier.
pub(super) fn is_demo(conference: &Conference) -> bool {
    conference.settings.name == NAME && conference.settings.venue == VENUE
}
