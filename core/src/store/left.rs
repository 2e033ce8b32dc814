//! A file's statement that ends when nobody waits for it any more. SQLite hears of it between its steps: a sum over years gives no row until
//! it is done, so that waiting for the next row to be refused would mean waiting for its end.

use sqlx::pool::PoolConnection;
use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Sqlite, SqlitePool};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Steps of SQLite's machine between two looks: well below a millisecond.
const LOOK_AFTER: i32 = 5000;

/// What the statement's connection looks at.
#[derive(Debug, Default)]
pub(super) struct Waited {
    left: AtomicBool,
    looks: AtomicU64,
}

/// A connection in use. Dropped before it is given back, its statement ends and it is closed: nobody else gets one that would end theirs.
struct Watched {
    connection: Option<PoolConnection<Sqlite>>,
    waited: Arc<Waited>,
}

impl Drop for Watched {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.waited.left.store(true, Ordering::Relaxed);
            drop(connection.detach());
        }
    }
}

/// The rows of a question.
pub(super) async fn rows(
    pool: &SqlitePool,
    query: Query<'_, Sqlite, SqliteArguments>,
    waited: Arc<Waited>,
) -> sqlx::Result<Vec<SqliteRow>> {
    let mut watched = Watched { connection: Some(pool.acquire().await?), waited };
    let Some(connection) = watched.connection.as_mut() else { return Err(sqlx::Error::PoolClosed) };
    let looked = watched.waited.clone();
    connection.lock_handle().await?.set_progress_handler(LOOK_AFTER, move || {
        looked.looks.fetch_add(1, Ordering::Relaxed);
        !looked.left.load(Ordering::Relaxed)
    });
    let rows = query.fetch_all(&mut **connection).await;
    connection.lock_handle().await?.remove_progress_handler();
    // As it was: back to the others.
    drop(watched.connection.take());
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::sqlite::SqlitePoolOptions;

    const ENDLESS: &str =
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n WHERE i < 0";

    #[tokio::test(flavor = "multi_thread")]
    async fn a_sum_that_nobody_waits_for_ends_and_the_next_is_answered() {
        let pool = SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.expect("a pool");
        let waited = Arc::new(Waited::default());
        let begun = async {
            while waited.looks.load(Ordering::Relaxed) == 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            rows = rows(&pool, sqlx::query(ENDLESS), waited.clone()) => panic!("an end: {}", rows.is_ok()),
            () = begun => {}
        }
        // The connection holds the other one until its statement is over.
        while Arc::strong_count(&waited) > 1 {
            tokio::task::yield_now().await;
        }
        let next = Arc::new(Waited::default());
        let found = rows(&pool, sqlx::query("SELECT 1"), next.clone()).await.expect("an answer");
        assert_eq!(
            (found.len(), Arc::strong_count(&next)),
            (1, 1),
            "nothing is left on a connection that is given back"
        );
    }
}
