//! The demo on a real temporary SQLite file.

use super::cast::{AMARA, KOFI, PRIYA};
use super::*;
use crate::cli::testing::config_in;
use domain::conflict::{Source, Standing};
use domain::ids::PersonId;
use domain::incident::Stage;
use domain::permission::{Actor, Role};
use domain::view::{InboxRow, PersonRow};
use domain::work::Work;
use domain::work::template::RECEIPT;
use std::collections::{BTreeSet, HashSet};

/// Noon in London on 4 June 2027.
const NOON: Timestamp = Timestamp::from_millis(1_812_106_800_000);

struct Filled {
    config: Config,
    told: Told,
    desk: Desk,
    _folder: tempfile::TempDir,
}

async fn filled(now: Timestamp) -> Filled {
    let folder = tempfile::tempdir().unwrap();
    let config = config_in(folder.path());
    let told = tell(&config, now).await.unwrap();
    let desk = run::open(&config, Arc::new(TestClock::at(now))).await.unwrap().desk;
    Filled { config, told, desk, _folder: folder }
}

impl Filled {
    /// Signs in with the link of one of the people, as a browser would.
    async fn sign_in(&self, who: usize) -> Actor {
        let link = Url::parse(&self.told.people[who].join.link).unwrap();
        assert_eq!(link.path(), "/app/join");
        let code = link.fragment().unwrap();
        let (token, signed_in) = self.desk.redeem_invite(code, &"".into(), "A browser").await.unwrap();
        assert_eq!(signed_in.person.name.reveal(), CAST[who].name);
        assert!(!signed_in.needs_set_up);
        self.desk.actor_of(&token).await.unwrap()
    }

    async fn inbox(&self) -> Vec<InboxRow> {
        self.desk.inbox(&self.sign_in(AMARA).await).await.unwrap()
    }

    async fn people(&self) -> Vec<PersonRow> {
        self.desk.people(&self.sign_in(cast::RUTH).await).await.unwrap()
    }
}

#[tokio::test]
async fn every_link_signs_its_person_in_and_nobody_twice() {
    let filled = filled(NOON).await;
    let mut people: BTreeSet<PersonId> = BTreeSet::new();
    for who in 0..CAST.len() {
        people.insert(filled.sign_in(who).await.person);
    }
    assert_eq!(people.len(), 10);
    let rows = filled.people().await;
    assert_eq!(rows.len(), 10, "a link brings the same person in again");
    let of = |role| rows.iter().filter(|row| row.person.role == role).count();
    assert_eq!([of(Role::Organizer), of(Role::CareMember), of(Role::Volunteer)], [1, 5, 4]);
    let made_up = rows.iter().flat_map(|row| &row.devices).filter(|row| row.device.name != "A browser");
    assert!(made_up.clone().count() >= 10);
    assert!(made_up.clone().all(|row| row.device.revoked_at.is_some()), "no made-up device stays signed in");
}

#[tokio::test]
async fn eight_incidents_stand_in_different_states() {
    let filled = filled(NOON).await;
    let inbox = filled.inbox().await;
    assert_eq!(inbox.len(), 8);
    let count = |is: fn(&InboxRow) -> bool| inbox.iter().filter(|row| is(row)).count();
    assert_eq!(count(|row| row.stage == Stage::Reported && row.calling.is_some()), 1);
    assert_eq!(count(|row| row.accountable.is_some() && row.calling.is_none()), 5);
    assert_eq!(count(|row| row.accountable.is_some() && row.calling.is_some()), 1, "its reporter has added something");
    let stages: HashSet<_> = inbox.iter().map(|row| std::mem::discriminant(&row.stage)).collect();
    assert_eq!(stages.len(), 7, "a case at each stage");
    assert_eq!(count(|row| row.needs_review), 2, "acted alone, and closed against a rule");
    assert_eq!(count(|row| row.receipt_confirmed), 2);
    assert!(NOON.since(inbox[0].opened_at) <= domain::time::minutes(1), "the latest has just arrived");
    assert!(inbox.iter().all(|row| row.touched_at <= NOON));
    let as_priya = filled.desk.inbox(&filled.sign_in(PRIYA).await).await.unwrap();
    assert_eq!(as_priya.len(), 7, "whoever stepped out does not know of it");
    assert!(filled.desk.inbox(&filled.sign_in(KOFI).await).await.is_err());
}

#[tokio::test]
async fn the_work_shows_a_review_a_decision_and_what_was_done_against_a_rule() {
    let filled = filled(NOON).await;
    let mut read = filled.desk.store().read().await.unwrap();
    let (mut meetings, mut decided, mut passed, mut waiting) = (0, 0, 0, 0);
    let mut joined = 0;
    for row in filled.inbox().await {
        let work = Work::of(&read.deeds(row.incident).await.unwrap());
        joined += read.joined(row.incident).await.unwrap().len();
        meetings += work.meetings.all().count();
        decided += usize::from(work.drafts.decision().is_some());
        passed += work.passed.len();
        waiting += work.drafts.all().filter(|(_, draft)| draft.is_open()).count();
    }
    assert_eq!((meetings, decided, passed, waiting), (3, 2, 2, 1));
    assert_eq!(joined, 1, "two reports of the same thing are one case");
}

#[tokio::test]
async fn conflicts_of_interest_stand_in_every_state() {
    let filled = filled(NOON).await;
    let amara = filled.sign_in(AMARA).await;
    let mut states = BTreeSet::new();
    for row in filled.inbox().await {
        let mut read = filled.desk.store().read().await.unwrap();
        for conflict in read.conflicts(row.incident).await.unwrap() {
            states.insert((conflict.standing, conflict.source));
        }
        let holds = row.stage.accountable() == Some(amara.person);
        let opened = filled.desk.open_case(&amara, row.incident).await.unwrap();
        if holds && opened.case().is_some_and(|case| case.my_standing.is_none()) {
            assert_eq!(row.urgency, Some(domain::note::Urgency::Now), "only what is urgent is read before the answer");
        }
    }
    let wanted = [
        (Standing::Clear, Source::Said),
        (Standing::Unsure, Source::Said),
        (Standing::Limited, Source::Decided),
        (Standing::Recused, Source::Said),
    ];
    assert_eq!(states, BTreeSet::from(wanted));
}

#[tokio::test]
async fn the_reporter_finds_the_receipt_and_the_own_words() {
    let filled = filled(NOON).await;
    let reporter = filled.told.reporter.as_ref().unwrap();
    let link = Url::parse(&reporter.link).unwrap();
    for typed in [link.fragment().unwrap(), &reporter.words] {
        let key = ReporterKey::parse(typed).unwrap();
        let page = filled.desk.reporter_looks(&key).await.unwrap();
        assert_eq!(page.view.messages[0].text.reveal(), RECEIPT);
        assert_eq!(page.view.own.len(), 1);
    }
    assert_eq!(domain::promise::promises(RECEIPT), []);
}

#[tokio::test]
async fn somebody_is_on_call_at_any_hour_at_which_the_demo_is_filled() {
    let hours = [0, 5, 6, 13, 14, 22, 23];
    for hour in hours {
        // In summer London is an hour ahead of UTC; half past, so that no shift just changes.
        let now = NOON.plus(domain::time::hours(hour)).plus(domain::time::minutes(30));
        let filled = filled(now).await;
        let on_call: Vec<_> = filled.told.people.iter().filter(|way| way.on_call).collect();
        assert_eq!(on_call.len(), 2, "{hour} hours after noon");
        assert!(on_call.iter().all(|way| way.role == Role::CareMember.code()));
        let inbox = filled.inbox().await;
        let taken = inbox.iter().filter(|row| row.stage != Stage::Reported).count();
        assert_eq!((inbox.len(), taken), (8, 7), "{hour} hours after noon");
        let conference = filled.desk.conferences().await.unwrap().pop().unwrap();
        assert!(inbox.iter().all(|row| conference.settings.starts_at < row.opened_at && row.opened_at <= now));
        assert!(now < conference.settings.ends_at);
    }
}

#[tokio::test]
async fn asked_again_it_hands_out_fresh_links_and_fills_nothing() {
    let first = filled(NOON).await;
    let again = tell(&first.config, NOON.plus(days(1))).await.unwrap();
    assert!(!again.filled && again.reporter.is_none());
    assert_ne!(again.people[AMARA].join.code, first.told.people[AMARA].join.code);
    let second = Filled { told: again, ..first };
    assert_eq!(second.inbox().await.len(), 8);
    assert_eq!(second.people().await.len(), 10);
}

#[tokio::test]
async fn a_real_conference_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let config = config_in(folder.path());
    let desk = run::open(&config, Arc::new(SystemClock)).await.unwrap().desk;
    desk.create_conference().await.unwrap();
    let error = tell(&config, NOON).await.unwrap_err();
    assert!(error.to_string().contains("holds a conference already"), "{error}");
    assert_eq!(desk.conferences().await.unwrap().len(), 1);
}
