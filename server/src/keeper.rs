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
            let mut running = JoinSet::new();
            running.spawn((self.make)());
            tokio::select! {
                _ = running.join_next() => tracing::error!(task = name, "a task of the server ended and is started again"),
                () = self.again.notified() => tracing::error!(task = name, "a task of the server hangs and is started again"),
            }
            // Dropping the set ends what hangs in it at its next await.
            drop(running);
            tokio::time::sleep(AGAIN_AFTER).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::watch;

    #[tokio::test(start_paused = true)]
    async fn a_task_that_panics_or_hangs_is_started_again() {
        let (starts, mut started) = watch::channel(0_u32);
        let make = move || {
            starts.send_modify(|starts| *starts += 1);
            let start = *starts.borrow();
            async move {
                assert!(start > 1, "the first one panics");
                std::future::pending::<()>().await;
            }
        };
        let again = Arc::new(Notify::new());
        let keeping = tokio::spawn(Keeper { name: "test", again: again.clone(), make }.run());
        assert!(started.wait_for(|starts| *starts == 2).await.is_ok());
        again.notify_one();
        assert!(started.wait_for(|starts| *starts == 3).await.is_ok());
        keeping.abort();
        assert!(keeping.await.is_err_and(|error| error.is_cancelled()), "it ends only when it is told to");
    }
}
