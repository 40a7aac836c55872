//! A disk that fills up under the running process, and one that is empty again.

use crate::sync_property::{Dice, Site};

/// How large the server's files may grow, in blocks of 512 bytes: enough to start, and for some hundred notes.
const BLOCKS_MAX: u32 = 2_048;
/// How many rounds of notes are written at most until the disk is full.
const ROUNDS_MAX: usize = 400;

/// Notes are written until the server can take no more. It says so, keeps what it has receipted and lives; the phone
/// keeps the rest. With room again everything gets through, once.
#[tokio::test]
async fn a_full_disk_loses_nothing_and_heals() {
    let mut site = Site::with_files_up_to(BLOCKS_MAX).await;
    let mut dice = Dice::from(7);
    let mut phones = site.phones(1);
    let mut is_full = false;
    for _ in 0..ROUNDS_MAX {
        phones[0].writes_much(&mut dice);
        phones[0].sends_plainly(site.server()).await;
        if phones[0].was_told_that_the_server_is_busy() {
            is_full = true;
            break;
        }
    }
    assert!(is_full, "the disk never got full");
    assert!(site.is_alive(), "the process lives on a full disk");
    site.checks(&phones).await;
    phones[0].sends_plainly(site.server()).await;
    site.checks(&phones).await;

    site.gets_room().await;
    phones[0].empties(site.server()).await;
    site.has_them_all(&phones).await;
}
