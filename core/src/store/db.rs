//! A clinic's database, whichever engine: questions are read here, changes go through a transaction.

use super::fault::{Fault, from_sqlx};
use super::record::Record;
use super::server::Server;
use super::url::StoreUrl;
use super::value::bind_sqlite;
use super::{Clause, Row, Tx, Value, left, sqlite};
use crate::error::{Class, Code, Error, Result};
use sqlx::{AssertSqlSafe, SqlitePool};
use std::sync::Arc;
use uuid::Uuid;

/// A handle: cheap to clone.
#[derive(Clone)]
pub struct Db {
    pub(super) engine: Engine,
    pub(super) fault: Fault,
    /// A file's statements end when nobody waits for them any more; a server's always do.
    ends_when_left: bool,
}

#[derive(Clone)]
pub(super) enum Engine {
    Server(Arc<Server>),
    /// The lock keeps writers of this process in a row instead of waiting inside SQLite.
    File(SqlitePool, Arc<tokio::sync::Mutex<()>>),
}

/// Reading, the same inside and outside a transaction.
pub trait Read: Send {
    fn all_of<R: Row>(&mut self, clause: Clause) -> impl Future<Output = Result<Vec<R>>> + Send;

    fn all<R: Row>(&mut self, sql: &'static str, args: Vec<Value>) -> impl Future<Output = Result<Vec<R>>> + Send {
        self.all_of(Clause::new(sql, args))
    }

    fn maybe<R: Row>(&mut self, sql: &'static str, args: Vec<Value>) -> impl Future<Output = Result<Option<R>>> + Send {
        async move { Ok(self.all_of::<R>(Clause::new(sql, args)).await?.into_iter().next()) }
    }

    /// The one row; `record.not_found` when there is none.
    fn one<R: Row>(&mut self, sql: &'static str, args: Vec<Value>) -> impl Future<Output = Result<R>> + Send {
        async move {
            self.all_of::<R>(Clause::new(sql, args)).await?.into_iter().next().ok_or_else(|| Error::new(Code::NotFound))
        }
    }

    /// Records of a table by a clause such as `WHERE patient_id = ? ORDER BY position`.
    fn records<R: Record>(
        &mut self,
        clause: &'static str,
        args: Vec<Value>,
    ) -> impl Future<Output = Result<Vec<R>>> + Send {
        self.all_of(Clause::new(R::SELECT, vec![]).and(clause, args))
    }

    /// The record with this id; `record.not_found` (kind) when there is none.
    fn record<R: Record>(&mut self, id: impl Into<Uuid> + Send) -> impl Future<Output = Result<R>> + Send {
        let id = id.into();
        async move {
            let found =
                self.all_of::<R>(Clause::new(R::SELECT, vec![]).and("WHERE id = ?", vec![Value::Uuid(id)])).await?;
            found.into_iter().next().ok_or_else(|| Error::new(Code::NotFound).with("kind", R::KIND))
        }
    }
}

impl Db {
    /// Opens a store. `key` is a file's 64 hex digits; `create` makes the file.
    ///
    /// Errors: the `connection.*` codes.
    pub async fn open(url: &StoreUrl, key: Option<&str>, create: bool) -> Result<Db> {
        let engine = match url {
            StoreUrl::File(path) => {
                let key = key.ok_or_else(|| Error::new(Code::ConnectionWrongKey))?;
                Engine::File(sqlite::open(path, key, create).await?, Arc::new(tokio::sync::Mutex::new(())))
            }
            StoreUrl::Server(address) => Engine::Server(Server::open(address.clone()).await?),
        };
        Ok(Db { engine, fault: Fault::default(), ends_when_left: false })
    }

    pub fn is_server(&self) -> bool {
        matches!(self.engine, Engine::Server(_))
    }

    /// The same store for a long question: dropping it ends the statement that runs.
    pub fn ended_when_left(&self) -> Db {
        Db { ends_when_left: true, ..self.clone() }
    }

    /// Where tests break this store.
    pub fn fault(&self) -> &Fault {
        &self.fault
    }

    pub async fn begin(&self) -> Result<Tx> {
        Tx::begin(self).await
    }

    /// Waits until what was written is in the file, and closes it.
    pub async fn close(&self) {
        if let Engine::File(pool, _) = &self.engine {
            pool.close().await;
        }
    }

    /// One statement of a migration, outside any transaction of ours.
    pub(crate) async fn ddl(&self, sql: &str) -> Result<()> {
        match &self.engine {
            Engine::Server(server) => {
                let mut lease = server.lease().await?;
                lease.ddl(sql.to_owned()).await?;
                lease.give_back();
                Ok(())
            }
            Engine::File(pool, _) => {
                sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(pool).await.map(drop).map_err(from_sqlx)
            }
        }
    }

    async fn read_once<R: Row>(&self, clause: Clause) -> Result<Vec<R>> {
        match &self.engine {
            Engine::Server(server) => {
                let mut lease = server.lease().await?;
                match lease.all(clause).await {
                    Ok(rows) => {
                        lease.give_back();
                        Ok(rows)
                    }
                    Err(error) => {
                        if matches!(error.class, Class::Unknown | Class::Away) {
                            lease.abandon();
                        }
                        Err(error)
                    }
                }
            }
            Engine::File(pool, _) => {
                let query = bind_sqlite(sqlx::query(AssertSqlSafe(clause.text)), clause.args);
                let rows = if self.ends_when_left {
                    left::rows(pool, query, Default::default()).await
                } else {
                    query.fetch_all(pool).await
                };
                let rows = rows.map_err(from_sqlx)?;
                rows.iter().map(|row| R::from_row(row).map_err(from_sqlx)).collect()
            }
        }
    }
}

impl Read for Db {
    /// Reading twice harms nobody: a broken connection is tried again, then the store is away.
    async fn all_of<R: Row>(&mut self, clause: Clause) -> Result<Vec<R>> {
        for _ in 0..2 {
            match self.read_once(clause.clone()).await {
                Err(error) if matches!(error.class, Class::Unknown | Class::Transient) => {}
                done => return done,
            }
        }
        self.read_once(clause).await.map_err(|error| match error.class {
            Class::Unknown => super::fault::away(),
            _ => error,
        })
    }
}
