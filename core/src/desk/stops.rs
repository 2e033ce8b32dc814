//! Questions that whoever waits for them may stop: a long report, its file.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;
use uuid::Uuid;

/// What is being asked now, by the name that the asker gave it.
#[derive(Default)]
pub struct Stops {
    running: Mutex<HashMap<Uuid, Arc<Notify>>>,
}

impl Stops {
    /// The work's answer, or nothing once it is stopped: then it goes no further than the statement it is at, which a server ends at its
    /// next new connection and a file answers to nobody. Work without a name cannot be stopped.
    pub async fn heed<T>(&self, name: Option<Uuid>, work: impl Future<Output = T>) -> Option<T> {
        let Some(name) = name else { return Some(work.await) };
        let stop = Arc::new(Notify::new());
        self.running().insert(name, stop.clone());
        let done = tokio::select! {
            done = work => Some(done),
            () = stop.notified() => None,
        };
        self.running().remove(&name);
        done
    }

    /// Stops what has this name; what is over, or was never asked, is left alone.
    pub fn stop(&self, name: Uuid) {
        if let Some(stop) = self.running().get(&name) {
            stop.notify_one();
        }
    }

    fn running(&self) -> MutexGuard<'_, HashMap<Uuid, Arc<Notify>>> {
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
            tokio::spawn(async move { stops.heed(Some(name), pending::<()>()).await })
        };
        let (stopped, running) = (waiting(long), waiting(other));
        while stops.running().len() < 2 {
            tokio::task::yield_now().await;
        }
        stops.stop(long);
        stops.stop(Uuid::now_v7());
        assert_eq!(stopped.await.expect("an end"), None);
        assert!(!running.is_finished());
        assert_eq!(stops.running().len(), 1, "what is over is forgotten");
        running.abort();
        assert_eq!(stops.heed(Some(long), ready(7)).await, Some(7), "an earlier stop is not heeded");
        assert_eq!(stops.heed(None, ready(8)).await, Some(8));
    }
}
