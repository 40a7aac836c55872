//! Days and times on the command line: as people type and read them, and as programs do.

use app::public::times::{absolute, zone_name};
use chrono::{DateTime, Days, NaiveDate, SecondsFormat, TimeZone, Utc};
use chrono_tz::Tz;
use domain::conference::Settings;
use domain::time::Timestamp;

/// No zone has ever left out more hours than these: some island states have skipped a day to change sides of the date
/// line.
const GAP_HOURS_MAX: u32 = 26;

/// `2027-06-04T08:02:00Z`.
pub(super) fn machine(at: Timestamp) -> String {
    utc(at).to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// `4 June 2027, 10:02 (Europe/Paris)`.
pub(super) fn words(at: Timestamp, settings: &Settings) -> String {
    format!("{} ({})", absolute(at, settings), zone_name(settings))
}

/// Reads a day as `YYYY-MM-DD`.
pub(super) fn day(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_| "write a day as YYYY-MM-DD, such as 2027-06-04".to_owned())
}

/// Reads the IANA name of a time zone.
pub(super) fn zone(text: &str) -> Result<Tz, String> {
    text.parse().map_err(|_| "name a time zone such as Europe/Paris or America/New_York".to_owned())
}

/// The day at this moment in this zone.
pub(super) fn day_at(at: Timestamp, zone: Tz) -> NaiveDate {
    utc(at).with_timezone(&zone).date_naive()
}

/// The moment at which the clock on the wall shows this hour of a day; hour 24 and later belong to the next days. Where a
/// change of the clocks leaves the hour out, it is the next one that exists.
pub(super) fn wall_clock(day: NaiveDate, hour: u32, zone: Tz) -> Timestamp {
    let existing = (hour..hour + GAP_HOURS_MAX).find_map(|hour| {
        let day = day.checked_add_days(Days::new(u64::from(hour / 24)))?;
        zone.from_local_datetime(&day.and_hms_opt(hour % 24, 0, 0)?).earliest()
    });
    existing.map_or_else(Timestamp::default, |at| Timestamp::from_millis(at.timestamp_millis()))
}

fn utc(at: Timestamp) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.millis()).unwrap_or(DateTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_hours_are_those_of_the_wall_clock() {
        let paris = zone("Europe/Paris").unwrap();
        let table = [
            ("2027-06-04", 0, "2027-06-03T22:00:00Z"),
            ("2027-06-04", 24, "2027-06-04T22:00:00Z"),
            ("2027-06-04", 30, "2027-06-05T04:00:00Z"),
            ("2027-12-04", 9, "2027-12-04T08:00:00Z"),
            // In the night of the 28th the hour after two is left out, in that of 31 October it comes twice.
            ("2027-03-28", 2, "2027-03-28T01:00:00Z"),
            ("2027-10-31", 2, "2027-10-31T00:00:00Z"),
        ];
        for (text, hour, wanted) in table {
            assert_eq!(machine(wall_clock(day(text).unwrap(), hour, paris)), wanted, "{text} {hour}");
        }
        let apia = zone("Pacific/Apia").unwrap();
        assert_eq!(machine(wall_clock(day("2011-12-30").unwrap(), 0, apia)), "2011-12-30T10:00:00Z", "a day left out");
    }

    #[test]
    fn a_moment_has_its_day_in_the_zone() {
        let late = wall_clock(day("2027-06-04").unwrap(), 23, zone("Pacific/Auckland").unwrap());
        assert_eq!(day_at(late, zone("Pacific/Auckland").unwrap()).to_string(), "2027-06-04");
        assert_eq!(day_at(late, zone("America/Lima").unwrap()).to_string(), "2027-06-04");
        assert_eq!(day_at(late, zone("Pacific/Kiritimati").unwrap()).to_string(), "2027-06-05");
    }

    #[test]
    fn what_is_no_day_and_no_zone_is_refused() {
        for text in ["", "4 June 2027", "2027-13-01", "2027-02-30"] {
            assert!(day(text).is_err(), "{text}");
        }
        for text in ["", "Paris", "CEST"] {
            assert!(zone(text).is_err(), "{text}");
        }
    }
}
