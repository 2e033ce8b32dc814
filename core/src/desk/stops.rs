//! Questions that whoever waits for them may stop: a long report, its file, its paper. Meanwhile they are told how far it has come.

use crate::clinic::Progress;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;
use uuid::Uuid;

/// What is being asked now, by the name that the asker gave it.
#[derive(Default)]
pub struct Stops {
    running: Mutex<HashMap<Uuid, Running>>,
}

#[derive(Clone, Default)]
struct Running {
    stop: Arc<Notify>,
    progress: Arc<Progress>,
}

impl Stops {
    /// The work's answer, or nothing once it is stopped: then it is dropped where it is, and with it the statement that the database is at.
    /// The work notes how far it has come. Work without a name cannot be stopped.
    pub async fn heed<T, W>(&self, name: Option<Uuid>, work: impl FnOnce(Arc<Progress>) -> W) -> Option<T>
    where
        W: Future<Output = T>,
    {
        let running = Running::default();
        let work = work(running.progress.clone());
        let Some(name) = name else { return Some(work.await) };
        self.running().insert(name, running.clone());
        let done = tokio::select! {
            done = work => Some(done),
            () = running.stop.notified() => None,
        };
        self.running().remove(&name);
        done
    }

    /// Stops what has this name; what is over, or was never asked, is left alone.
    pub fn stop(&self, name: Uuid) {
        if let Some(running) = self.running().get(&name) {
            running.stop.notify_one();
        }
    }

    /// How many parts are done, of how many; nothing of what is over or has no parts.
    pub fn progress(&self, name: Uuid) -> Option<(usize, usize)> {
        self.running().get(&name).and_then(|running| running.progress.now())
    }

    fn running(&self) -> MutexGuard<'_, HashMap<Uuid, Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::{pending, ready};

    #[tokio::test]
    async fn what_is_stopped_has_no_answer_and_the_rest_goes_on() {
        let stops = Arc::new(Stops::default());
        let (long, other) = (Uuid::now_v7(), Uuid::now_v7());
        let waiting = |name| {
            let stops = stops.clone();
            tokio::spawn(async move { stops.heed(Some(name), |_| pending::<()>()).await })
        };
        let (stopped, running) = (waiting(long), waiting(other));
        while stops.running().len() < 2 {
            tokio::task::yield_now().await;
        }
        assert_eq!(stops.progress(long), None, "of what has no parts nothing is known");
        stops.stop(long);
        stops.stop(Uuid::now_v7());
        assert_eq!(stopped.await.expect("an end"), None);
        assert!(!running.is_finished());
        assert_eq!(stops.running().len(), 1, "what is over is forgotten");
        running.abort();
        assert_eq!(stops.heed(Some(long), |_| ready(7)).await, Some(7), "an earlier stop is not heeded");
        assert_eq!(stops.heed(None, |_| ready(8)).await, Some(8));
    }
}
