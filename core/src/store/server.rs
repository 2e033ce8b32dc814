//! The connections to a clinic's server: a few, kept for 45 seconds, thrown away after any doubt.

use super::connect::{self, Greeting, ThreadMark};
use super::fault::{away, from_sqlx, unknown};
use super::url::ServerAddress;
use super::value::bind_mysql;
use super::{Clause, Row};
use crate::error::{Class, Code, Error, Result};
use sqlx::mysql::{MySqlConnection, MySqlRow};
use sqlx::{AssertSqlSafe, Connection, Executor};
use std::sync::Arc;
use std::sync::Mutex;
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// No statement of ours takes this long; after it the connection is given up.
const ROUND_TRIP_SECONDS: u64 = 8;
const IDLE_SECONDS: u64 = 45;
const MOST_CONNECTIONS: usize = 8;

pub(super) struct Server {
    address: ServerAddress,
    idle: Mutex<Vec<Live>>,
    permits: Arc<Semaphore>,
    /// Threads whose fate is unknown: killed by the next new connection.
    orphans: Mutex<Vec<ThreadMark>>,
}

/// What the server said of itself when it was connected to.
#[derive(Debug, Clone)]
pub struct ServerFacts {
    pub version: String,
    pub read_only: bool,
    pub host: String,
}

pub(super) struct Live {
    connection: MySqlConnection,
    mark: ThreadMark,
    idle_since: Instant,
}

/// A connection in use. Dropped without `give_back`, it is closed: nobody can know what state it is in.
pub(super) struct Lease {
    server: Arc<Server>,
    live: Option<Live>,
    /// Rows were asked for, and nobody has them yet.
    asking: bool,
    _permit: OwnedSemaphorePermit,
}

impl Drop for Lease {
    /// Whoever asked stopped waiting. A server goes on with what it was asked though its client is gone: a connection of its own ends it.
    fn drop(&mut self) {
        let Some(live) = self.live.take().filter(|_| self.asking) else { return };
        lock(&self.server.orphans).push(live.mark);
        // Without a runtime the app ends: then nobody is left who could.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let server = self.server.clone();
            runtime.spawn(async move { server.end_orphans().await });
        }
    }
}

impl Server {
    pub async fn open(address: ServerAddress) -> Result<Arc<Server>> {
        address.check()?;
        let server = Arc::new(Server {
            address,
            idle: Mutex::new(Vec::new()),
            permits: Arc::new(Semaphore::new(MOST_CONNECTIONS)),
            orphans: Mutex::new(Vec::new()),
        });
        server.lease().await?.give_back();
        Ok(server)
    }

    pub async fn lease(self: &Arc<Server>) -> Result<Lease> {
        let wait = tokio::time::timeout(Duration::from_secs(ROUND_TRIP_SECONDS), self.permits.clone().acquire_owned());
        let permit =
            wait.await.map_err(|_| Error::classed(Code::StoreBusy, Class::Transient))?.map_err(Error::internal)?;
        let live = match self.kept() {
            Some(live) => live,
            None => self.connect().await?,
        };
        Ok(Lease { server: self.clone(), live: Some(live), asking: false, _permit: permit })
    }

    /// A kept connection. None while an orphan lives: whoever needs its locks would wait for them in vain.
    fn kept(&self) -> Option<Live> {
        let mut idle = lock(&self.idle);
        idle.retain(|live| live.idle_since.elapsed() < Duration::from_secs(IDLE_SECONDS));
        if lock(&self.orphans).is_empty() { idle.pop() } else { None }
    }

    /// The first host, in order, that takes writes.
    async fn connect(&self) -> Result<Live> {
        let mut failure = None;
        for host in &self.address.hosts {
            match connect::connect(&self.address, host, true).await {
                Ok(greeting) if greeting.read_only => {
                    connect::close(greeting.connection).await;
                    failure.get_or_insert_with(|| Error::classed(Code::ConnectionReadOnly, Class::Away));
                }
                Ok(greeting) => return Ok(self.settle_orphans(greeting).await),
                Err(error) => failure = Some(error),
            }
        }
        Err(failure.unwrap_or_else(away))
    }

    /// What cannot be ended now is the next connection's.
    async fn end_orphans(&self) {
        if lock(&self.orphans).is_empty() {
            return;
        }
        if let Ok(live) = self.connect().await {
            lock(&self.idle).push(live);
        }
    }

    async fn settle_orphans(&self, mut greeting: Greeting) -> Live {
        let orphans = lock(&self.orphans).clone();
        for orphan in orphans {
            let kill = connect::kill_orphan(&mut greeting.connection, &greeting.mark, &orphan);
            // What is not ended, because it took too long or because whoever asked went away meanwhile, is the next connection's.
            if tokio::time::timeout(Duration::from_secs(connect::CONNECT_SECONDS), kill).await.is_ok() {
                lock(&self.orphans).retain(|one| *one != orphan);
            }
        }
        Live { connection: greeting.connection, mark: greeting.mark, idle_since: Instant::now() }
    }

    /// After any doubt about one connection, none of the kept ones is trusted.
    fn forget_idle(&self) {
        lock(&self.idle).clear();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

impl Lease {
    pub fn give_back(mut self) {
        if let Some(mut live) = self.live.take() {
            live.idle_since = Instant::now();
            lock(&self.server.idle).push(live);
        }
    }

    /// Gives the connection up; its thread, which may still hold locks, is killed by the next connection.
    pub fn abandon(mut self) {
        if let Some(live) = self.live.take() {
            lock(&self.server.orphans).push(live.mark.clone());
        }
        self.server.forget_idle();
    }

    fn connection(&mut self) -> Result<&mut MySqlConnection> {
        self.live.as_mut().map(|live| &mut live.connection).ok_or_else(unknown)
    }

    /// Room for one more prepared statement. A full connection would close one for each that is new, and each of those closes would
    /// travel alone and hold back what follows it until the server has acknowledged it (40 ms: Nagle's algorithm, which the driver leaves
    /// on). All at once cost that once.
    async fn make_room(&mut self) -> Result<()> {
        let connection = self.connection()?;
        if connection.cached_statements_size() + 1 < connect::KEPT_STATEMENTS {
            return Ok(());
        }
        timed(connection.clear_cached_statements()).await
    }

    pub async fn exec(&mut self, clause: Clause) -> Result<u64> {
        self.make_room().await?;
        let connection = self.connection()?;
        let query = bind_mysql(sqlx::query(AssertSqlSafe(clause.text)), clause.args);
        let done = timed(query.execute(connection)).await;
        done.map(|result| result.rows_affected())
    }

    pub async fn all<R: Row>(&mut self, clause: Clause) -> Result<Vec<R>> {
        self.make_room().await?;
        self.asking = true;
        let connection = self.connection()?;
        let query = bind_mysql(sqlx::query(AssertSqlSafe(clause.text)), clause.args);
        let rows: Result<Vec<MySqlRow>> = timed(query.fetch_all(connection)).await;
        self.asking = false;
        let rows = rows?;
        rows.iter().map(|row| R::from_row(row).map_err(from_sqlx)).collect()
    }

    /// A statement without arguments over the text protocol: BEGIN, COMMIT, DDL.
    pub async fn plain(&mut self, sql: &'static str) -> Result<()> {
        timed(self.connection()?.execute(sql)).await.map(drop)
    }

    /// DDL may take long on large tables.
    pub async fn ddl(&mut self, sql: String) -> Result<()> {
        self.connection()?.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.map(drop).map_err(from_sqlx)
    }
}

async fn timed<T>(work: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T> {
    match tokio::time::timeout(Duration::from_secs(ROUND_TRIP_SECONDS), work).await {
        Ok(done) => done.map_err(from_sqlx),
        Err(_) => Err(unknown()),
    }
}

/// For the connection test: one host, with or without the database.
pub(crate) async fn diagnose_connect(
    address: &ServerAddress,
    host: &(String, u16),
    with_database: bool,
) -> Result<(MySqlConnection, ServerFacts)> {
    let greeting = connect::connect(address, host, with_database).await?;
    Ok((
        greeting.connection,
        ServerFacts { version: greeting.version, read_only: greeting.read_only, host: host.0.clone() },
    ))
}
