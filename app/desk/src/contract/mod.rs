//! What every storage must do, as tests that run on any [`Store`].
//!
//! Each case gets a fresh store with no row in it. [`for_each_contract_case`](crate::for_each_contract_case) hands the
//! list to a macro of the engine's tests, so that each case is a test of its own there.
//!
//! To add a case: write it into the file of its room and into the list.

#![expect(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a contract is a test: it fails by panicking")]
#![expect(missing_docs, reason = "a case is named by the sentence that it shows")]

mod asks;
mod audit;
mod conflicts;
mod deliveries;
mod drills;
mod hooks;
mod incidents;
mod joined;
mod notes;
mod paging;
mod people;
mod roster;

pub use asks::*;
pub use audit::*;
pub use conflicts::*;
pub use deliveries::*;
pub use drills::*;
pub use hooks::*;
pub use incidents::*;
pub use joined::*;
pub use notes::*;
pub use paging::*;
pub use people::*;
pub use roster::*;

use crate::store::{Author, NewRows, RecordedNote, Store, Stored, Tx};
use domain::audit::{AuditEvents, By, Did};
use domain::conference::{Conference, Settings};
use domain::digest::Digest;
use domain::ids::{ConferenceId, DeviceId, IncidentId, NoteId, PageId, PersonId};
use domain::incident::{Incident, Stage};
use domain::note::NoteBody;
use domain::paging::{Page, PageReason};
use domain::permission::{Actor, CareMember, Device, Person, Role};
use domain::time::{Timestamp, days, seconds};

/// Hands the names of all cases to a macro.
#[macro_export]
macro_rules! for_each_contract_case {
    ($with:ident) => {
        $with! {
            conferences_come_back_oldest_first
            an_edition_counts_up
            people_come_back_and_change
            devices_come_back_and_change
            a_session_is_found_by_its_token_only
            invites_come_back_latest_first
            shifts_come_back_by_start
            an_override_comes_back_and_is_taken
            a_duty_check_comes_back_and_ends
            a_change_of_the_roster_brings_a_look
            a_feed_is_found_by_its_token_alone
            cards_come_back_and_change
            a_secret_is_kept_once
            a_group_of_notes_comes_back_whole
            many_notes_are_known
            notes_come_in_order_of_recording
            a_note_id_is_taken_once
            notes_of_an_unknown_incident_are_not_kept
            another_text_is_kept_beside_once
            a_link_key_is_kept_once
            a_strike_is_kept_once
            a_photo_is_kept_once
            a_body_comes_back_with_every_answer
            the_inbox_is_by_last_touch_and_bounded
            the_inbox_counts_notes_and_calls
            a_recused_member_sees_no_line
            a_standing_comes_back_with_its_record
            whoever_is_out_holds_nothing
            outside_is_where_nobody_of_the_team_is_left
            a_case_is_written_once_per_version
            a_review_mark_makes_a_case_stale
            what_is_joined_is_read_as_one
            due_pages_come_longest_due_first
            a_page_changes_and_falls_quiet
            many_pages_change_together
            a_delivery_only_moves_forward
            one_server_at_a_time_has_a_delivery
            a_delivery_that_is_put_off_waits_for_its_server
            an_answer_moves_what_came_and_stops_what_waits
            the_last_calls_of_pages_are_found
            what_a_device_said_is_told_from_its_silence
            what_waits_longest_is_told
            choices_and_ladders_come_back
            deliveries_come_in_order_and_bounded
            the_last_test_of_a_device_is_found
            a_drill_comes_back_and_ends
            what_is_done_on_a_drill_is_kept_apart_and_goes
            what_somebody_wrote_into_a_drill_stays_with_its_record
            an_ask_comes_back_and_ends
            a_push_for_an_ask_is_no_test
            looks_come_longest_due_first
            targets_come_back_and_bring_a_look
            a_hook_comes_back_changes_and_goes
            a_subscription_is_replaced_and_removed
            subscriptions_are_of_devices_signed_in
            a_commit_writes_its_events
            no_change_without_audit
            a_dropped_change_leaves_nothing
            a_change_sees_itself_and_nobody_else_does
            writers_wait_for_each_other
            the_first_opening_is_by_somebody_else
            a_store_says_that_it_is_well
        }
    };
}

const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);
const CONFERENCE: ConferenceId = ConferenceId::from_bytes([1; 16]);
const ELSEWHERE: ConferenceId = ConferenceId::from_bytes([2; 16]);

/// The time some seconds after [`NOW`].
fn later(by: i64) -> Timestamp {
    NOW.plus(seconds(by))
}

/// Sixteen bytes that sort as the number does.
fn bytes(n: u16) -> [u8; 16] {
    let mut bytes = [7; 16];
    bytes[..2].copy_from_slice(&n.to_be_bytes());
    bytes
}

fn conference(id: ConferenceId, name: &str) -> Conference {
    Conference { id, settings: Settings { name: name.into(), ..Settings::default() }, edition: 1 }
}

fn person(n: u16, conference: ConferenceId) -> Person {
    Person {
        id: PersonId::from_bytes(bytes(n)),
        conference,
        name: format!("Person {n}").into(),
        phone: "+00 555 0100".into(),
        languages: "français, 日本語".into(),
        role: Role::CareMember,
    }
}

/// Device `n` of person `n`.
fn device(n: u16) -> Device {
    Device {
        id: DeviceId::from_bytes(bytes(n)),
        person: PersonId::from_bytes(bytes(n)),
        name: "Android phone, Chrome".into(),
        signed_in_at: NOW,
        seen_at: NOW,
        expires_at: NOW.plus(days(30)),
        revoked_at: None,
    }
}

/// The digest of the session token of device `n`.
fn token(n: u16) -> Digest {
    Digest::of("test token", &n.to_be_bytes())
}

fn member(n: u16) -> CareMember {
    let person = PersonId::from_bytes(bytes(n));
    let device = DeviceId::from_bytes(bytes(n));
    Actor { person, device, conference: CONFERENCE, role: Role::CareMember }.care_member().unwrap()
}

fn by_person(n: u16) -> By {
    By::Person { person: PersonId::from_bytes(bytes(n)), device: DeviceId::from_bytes(bytes(n)) }
}

fn incident(n: u16, conference: ConferenceId) -> Incident {
    Incident {
        id: IncidentId::from_bytes(bytes(n)),
        conference,
        code_name: "quiet heron".into(),
        urgency: None,
        opened_at: NOW,
        stage: Stage::Reported,
        receipt_confirmed: None,
        needs_review: false,
        joined_to: None,
        version: 1,
    }
}

/// Note `n` in an incident, written by person 1.
fn note(n: u16, incident: u16, text: &str, at: Timestamp) -> RecordedNote {
    RecordedNote {
        id: NoteId::from_bytes(bytes(n)),
        incident: IncidentId::from_bytes(bytes(incident)),
        author: Author::Person(PersonId::from_bytes(bytes(1)), DeviceId::from_bytes(bytes(1))),
        body: NoteBody { text: text.into(), written_at: at, ..NoteBody::default() },
        digest: Digest::of("test note", text.as_bytes()),
        recorded_at: at,
        skew_ms: -1_500,
        struck: None,
    }
}

fn page(n: u16, incident: u16, at: Timestamp) -> Page {
    let incident = IncidentId::from_bytes(bytes(incident));
    Page::start(PageId::from_bytes(bytes(n)), CONFERENCE, incident, PageReason::Report, None, at)
}

fn events() -> AuditEvents {
    AuditEvents::of(CONFERENCE, NOW, By::System, None, Did::ConferenceChanged)
}

/// Makes a change and keeps it.
async fn change<T>(store: &dyn Store, change: impl AsyncFnOnce(&mut dyn Tx) -> Stored<T>) -> T {
    let mut tx = store.begin().await.unwrap();
    let changed = change(&mut *tx).await.unwrap();
    tx.commit(events()).await.unwrap();
    changed
}

/// Makes a change that is refused, and returns why.
async fn refused<T: std::fmt::Debug>(
    store: &dyn Store,
    change: impl AsyncFnOnce(&mut dyn Tx) -> Stored<T>,
) -> crate::store::StoreError {
    let mut tx = store.begin().await.unwrap();
    change(&mut *tx).await.unwrap_err()
}

/// A conference and these people, each with one device.
async fn with_people(store: &dyn Store, people: &[u16]) {
    change(store, async |tx| {
        tx.put_conference(&conference(CONFERENCE, "Here")).await?;
        for n in people {
            tx.put_person(&person(*n, CONFERENCE)).await?;
            tx.add_device(&device(*n), token(*n)).await?;
        }
        Ok(())
    })
    .await;
}

/// A conference with one incident, opened by one note of person 1.
async fn with_incident(store: &dyn Store) {
    with_people(store, &[1]).await;
    change(store, async |tx| {
        let incidents = vec![incident(10, CONFERENCE)];
        let notes = vec![note(100, 10, "first", NOW)];
        tx.add_rows(NewRows { incidents, notes, ..NewRows::default() }).await
    })
    .await;
}
