//! The doctor on good and on broken set-ups.

use super::*;
use crate::channel::{MailFrom, MailServer};
use crate::cli::testing::config_in;
use crate::config::Tls;
use crate::store::SqlStore;
use crate::store::sql::Options;
use crate::{keyfile, run};
use desk::Desk;
use desk::clock::TestClock;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;
use url::Url;

const NOW: Timestamp = Timestamp::from_millis(1_812_106_800_000);

/// A folder with a database and keys in which a conference waits to be set up.
async fn started() -> (TempDir, Config) {
    let folder = tempfile::tempdir().unwrap();
    let config = config_in(folder.path());
    let keys = keyfile::open_or_create(&config.data_key_file).unwrap();
    let store = SqlStore::open(&config.database_url, keys.ring, &Options::default()).await.unwrap();
    let desk = Desk::new(Arc::new(store.clone()), Arc::new(TestClock::at(NOW)));
    desk.create_conference().await.unwrap();
    // A connection that is still open would hide what a test does to the file.
    store.close().await;
    (folder, config)
}

async fn health_of(config: &Config, check: &str) -> Option<Health> {
    let findings = examine(config, None, NOW).await;
    findings.iter().filter(|finding| finding.check == check).map(|finding| finding.health).max()
}

#[tokio::test]
async fn a_good_set_up_fails_nowhere() {
    let (_folder, config) = started().await;
    let findings = examine(&config, None, NOW).await;
    for finding in &findings {
        assert_ne!(finding.health, Health::Fail, "{finding}");
    }
    for check in ["clock", "disk", "keys", "database", "schema"] {
        assert_eq!(health_of(&config, check).await, Some(Health::Ok), "{check}");
    }
    assert_eq!(health_of(&config, "conference").await, Some(Health::Warn), "it waits to be set up");
}

#[tokio::test]
async fn before_the_first_start_nothing_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let config = config_in(folder.path());
    assert_eq!(health_of(&config, "keys").await, Some(Health::Warn));
    assert_eq!(health_of(&config, "database").await, Some(Health::Warn));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn what_is_broken_fails() {
    type Break = fn(&Path, &mut Config);
    let table: [(&str, Break); 10] = [
        ("keys", |folder, _| fs::set_permissions(folder.join("data-keys"), Permissions::from_mode(0o644)).unwrap()),
        ("keys", |folder, _| fs::write(folder.join("data-keys"), "no keys").unwrap()),
        ("keys", |folder, _| fs::remove_file(folder.join("data-keys")).unwrap()),
        ("database", |folder, _| fs::write(folder.join("careline.db"), "this is no database".repeat(99)).unwrap()),
        ("database", |_, config| config.database_url = "postgres://nobody@127.0.0.1:1/care".into()),
        ("addresses", |_, config| config.public_url = Url::parse("http://care.example.org").unwrap()),
        ("addresses", |folder, config| config.tls = Some(tls(folder))),
        ("tls", |folder, config| config.tls = Some(tls(folder))),
        ("mail", |_, config| config.ways.mail = Some(mail("smtp://127.0.0.1:1"))),
        ("tls", |folder, config| {
            fs::write(folder.join("cert.pem"), "no certificate").unwrap();
            fs::write(folder.join("key.pem"), "no key").unwrap();
            config.tls = Some(tls(folder));
        }),
    ];
    for (number, (check, spoil)) in table.into_iter().enumerate() {
        let (folder, mut config) = started().await;
        spoil(folder.path(), &mut config);
        assert_eq!(health_of(&config, check).await, Some(Health::Fail), "row {number}: {check}");
    }
}

fn mail(server: &str) -> (MailServer, MailFrom) {
    (MailServer::parse(server).unwrap(), MailFrom::parse("care@example.org").unwrap())
}

fn tls(folder: &Path) -> Tls {
    Tls { certificate: folder.join("cert.pem"), key: folder.join("key.pem") }
}

#[tokio::test]
async fn keys_of_another_database_are_noticed() {
    let (folder, config) = started().await;
    let running = run::open(&config, Arc::new(TestClock::at(NOW))).await.unwrap().desk;
    let key = crate::channel::VapidKey::generate([1; 32]).to_bytes().to_vec();
    running.secret(run::PUSH_KEY, domain::private::Private::new(key)).await.unwrap();
    assert_eq!(health_of(&config, "push key").await, Some(Health::Ok));
    fs::remove_file(folder.path().join("data-keys")).unwrap();
    keyfile::open_or_create(&config.data_key_file).unwrap();
    assert_eq!(health_of(&config, "keys").await, Some(Health::Ok));
    assert_eq!(health_of(&config, "records").await, Some(Health::Fail));
}
