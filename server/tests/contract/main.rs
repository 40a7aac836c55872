//! The storage contract on both engines: on SQLite always, on PostgreSQL where `CARELINE_TEST_POSTGRES` names a server.
//! Beside it, what only a database shows: that what is at rest is sealed, that a full disk harms nothing, and that every
//! migration meets the rows of the earlier ones.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod at_rest;
mod full_disk;
mod migrations;
mod progress;

use server::store::{
    SqlStore,
    seal::{KeyRing, MasterKey},
    sql::testing::{fresh_postgres, fresh_sqlite},
};
use std::{io::Write, sync::Once};

fn keys() -> KeyRing {
    KeyRing::new(MasterKey::random().expect("randomness"), vec![])
}

/// Says it past the test harness, which keeps what passing tests print to itself.
fn say_skipped() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let line = b"CARELINE_TEST_POSTGRES names no server: the contract is NOT tested on PostgreSQL\n";
        std::io::stderr().write_all(line).expect("stderr");
    });
}

macro_rules! on_sqlite {
    ($($case:ident)*) => {$(
        #[tokio::test]
        async fn $case() {
            let fresh = fresh_sqlite().await;
            desk::contract::$case(&SqlStore::of(fresh.database.clone(), keys())).await;
        }
    )*};
}

macro_rules! on_postgres {
    ($($case:ident)*) => {$(
        #[tokio::test]
        async fn $case() {
            let Some(fresh) = fresh_postgres().await else {
                return say_skipped();
            };
            desk::contract::$case(&SqlStore::of(fresh.database.clone(), keys())).await;
        }
    )*};
}

mod sqlite {
    use super::*;
    desk::for_each_contract_case!(on_sqlite);
}

mod postgres {
    use super::*;
    desk::for_each_contract_case!(on_postgres);
}

/// A case that is not in the list would never run.
#[test]
fn every_case_is_in_the_list() {
    macro_rules! names {
        ($($case:ident)*) => { [$(stringify!($case)),*] };
    }
    let listed = desk::for_each_contract_case!(names);
    let files = [
        include_str!("../../../app/desk/src/contract/asks.rs"),
        include_str!("../../../app/desk/src/contract/audit.rs"),
        include_str!("../../../app/desk/src/contract/conflicts.rs"),
        include_str!("../../../app/desk/src/contract/deliveries.rs"),
        include_str!("../../../app/desk/src/contract/drills.rs"),
        include_str!("../../../app/desk/src/contract/hooks.rs"),
        include_str!("../../../app/desk/src/contract/incidents.rs"),
        include_str!("../../../app/desk/src/contract/joined.rs"),
        include_str!("../../../app/desk/src/contract/notes.rs"),
        include_str!("../../../app/desk/src/contract/paging.rs"),
        include_str!("../../../app/desk/src/contract/people.rs"),
        include_str!("../../../app/desk/src/contract/roster.rs"),
    ];
    let written = files.iter().flat_map(|file| file.lines()).filter_map(|line| {
        let (name, _) = line.strip_prefix("pub async fn ")?.split_once('(')?;
        Some(name)
    });
    let (mut listed, mut written): (Vec<_>, Vec<_>) = (listed.to_vec(), written.collect());
    listed.sort_unstable();
    written.sort_unstable();
    assert_eq!(listed, written);
}
