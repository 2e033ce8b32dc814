//! How far a long question has come, for whoever waits for it.

use super::Asker;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Parts of a question that are done, of how many. Nothing is known of one that has no parts.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicUsize,
    of: AtomicUsize,
}

impl Progress {
    /// Nothing until its parts are known.
    pub fn now(&self) -> Option<(usize, usize)> {
        let of = self.of.load(Ordering::Relaxed);
        (of > 0).then(|| (self.done.load(Ordering::Relaxed), of))
    }

    fn note(&self, done: usize, of: usize) {
        self.done.store(done, Ordering::Relaxed);
        self.of.store(of, Ordering::Relaxed);
    }
}

impl Asker {
    /// The parts of a question one after the other, each noted when it is begun.
    pub(crate) fn through<'a, T: Send + 'a>(&'a self, parts: Vec<T>) -> impl Iterator<Item = T> + Send + 'a {
        let of = parts.len();
        parts.into_iter().enumerate().map(move |(done, part)| {
            if let Some(progress) = &self.progress {
                progress.note(done, of);
            }
            part
        })
    }
}
