//! A page that nobody would ever look at again, which the store itself never writes.

use super::keys;
use desk::contract::due_pages_come_longest_due_first;
use desk::store::Store as _;
use domain::paging::Trouble;
use domain::time::Timestamp;
use server::store::SqlStore;
use server::store::sql::testing::each_engine;

#[tokio::test]
async fn a_page_that_calls_without_a_next_step_is_found_and_one_that_ended_is_not() {
    each_engine(async |database| {
        let store = SqlStore::of(database.clone(), keys());
        // Three pages that call, and one that somebody has.
        due_pages_come_longest_due_first(&store).await;
        assert_eq!(store.read().await.unwrap().progress().await.unwrap().stuck, 0);
        let mut tx = database.begin().await.unwrap();
        tx.execute("update pages set next_at = null", vec![]).await.unwrap();
        tx.commit().await.unwrap();
        let progress = store.read().await.unwrap().progress().await.unwrap();
        assert_eq!(progress.stuck, 3);
        assert_eq!(progress.trouble(Timestamp::from_millis(0)), Some(Trouble::Stuck));
    })
    .await;
}
