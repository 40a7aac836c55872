//! Keeps a task of the server running: one that ends or panics is started again, and so is one that is said to hang.
//!
//! Only a task that holds nothing of value may be kept so, because what it had in memory is gone.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::JoinSet;

/// The pause before a task is started again, so that one that ends at once does not eat the machine.
const AGAIN_AFTER: Duration = Duration::from_secs(1);

/// A task that is kept running.
pub(crate) struct Keeper<F> {
    /// What the log calls it.
    pub(crate) name: &'static str,
    /// Rings when somebody finds that it hangs.
    pub(crate) again: Arc<Notify>,
    /// Makes the task.
    pub(crate) make: F,
}

impl<F> Keeper<F> {
    /// Keeps it running until this future is dropped, which ends the task too.
    pub(crate) async fn run<T>(self)
    where
        F: Fn() -> T,
        T: Future<Output = ()> + Send + 'static,
    {
        let name = self.name;
        loop {
            let mut task = JoinSet::new();
            task.spawn((self.make)());
            tokio::select! {
                _ = task.join_next() => tracing::error!(name, "a task of the server ended and is started again"),
                () = self.again.notified() => tracing::error!(name, "a task of the server hangs and is started again"),
            }
            // Dropping the set ends what hangs in it at its next await.
            drop(task);
            tokio::time::sleep(AGAIN_AFTER).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};
    use tokio::sync::watch;

    /// A task that panics the first time and hangs from then on, and how often it was started.
    fn kept(starts: watch::Sender<u32>) -> Keeper<impl Fn() -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>>> {
        let count = Arc::new(AtomicU32::new(0));
        let make = move || -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>> {
            let start = count.fetch_add(1, Ordering::SeqCst) + 1;
            starts.send_replace(start);
            Box::pin(async move {
                assert!(start > 1, "the first one panics");
                std::future::pending::<()>().await;
            })
        };
        Keeper { name: "test", again: Arc::new(Notify::new()), make }
    }

    #[tokio::test(start_paused = true)]
    async fn a_task_that_panics_or_hangs_is_started_again() {
        let (starts, mut started) = watch::channel(0);
        let keeper = kept(starts);
        let again = keeper.again.clone();
        let keeping = tokio::spawn(keeper.run());
        started.wait_for(|starts| *starts == 2).await.unwrap();
        again.notify_one();
        started.wait_for(|starts| *starts == 3).await.unwrap();
        keeping.abort();
        assert!(keeping.await.unwrap_err().is_cancelled(), "it ends only when it is told to");
    }
}
