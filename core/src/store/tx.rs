//! A transaction: every change goes through here, and every tracked row leaves its before and after for the journal.

use super::db::{Db, Engine, Read};
use super::fault::{Fault, FaultPoint, from_sqlx, unknown};
use super::record::{Kind, Record};
use super::server::Lease;
use super::value::bind_sqlite;
use super::{Clause, Row, Value, sql};
use crate::error::{Class, Code, Error, Result};
use serde_json::{Map, Value as Json};
use sqlx::{AssertSqlSafe, Sqlite};
use tokio::sync::OwnedMutexGuard;
use uuid::Uuid;

/// One row's change, as the journal keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct Touch {
    pub kind: Kind,
    pub row_id: Uuid,
    pub before: Option<Map<String, Json>>,
    pub after: Option<Map<String, Json>>,
}

pub struct Tx {
    engine: Option<Open>,
    touches: Vec<Touch>,
    fault: Fault,
    statements: u32,
}

enum Open {
    Server(Lease),
    File(sqlx::Transaction<'static, Sqlite>, OwnedMutexGuard<()>),
}

impl Tx {
    pub(super) async fn begin(db: &Db) -> Result<Tx> {
        let engine = match &db.engine {
            Engine::Server(server) => {
                let mut lease = server.lease().await?;
                if let Err(error) = lease.plain("START TRANSACTION").await {
                    lease.abandon();
                    return Err(error);
                }
                Open::Server(lease)
            }
            Engine::File(pool, gate) => {
                let turn = gate.clone().lock_owned().await;
                Open::File(pool.begin_with("BEGIN IMMEDIATE").await.map_err(from_sqlx)?, turn)
            }
        };
        Ok(Tx { engine: Some(engine), touches: Vec::new(), fault: db.fault.clone(), statements: 0 })
    }

    fn open(&mut self) -> Result<&mut Open> {
        self.engine.as_mut().ok_or_else(unknown)
    }

    pub async fn exec(&mut self, sql: &'static str, args: Vec<Value>) -> Result<u64> {
        self.exec_of(Clause::new(sql, args)).await
    }

    pub async fn exec_of(&mut self, clause: Clause) -> Result<u64> {
        self.before_statement()?;
        let done = match self.open()? {
            Open::Server(lease) => lease.exec(clause).await,
            Open::File(tx, _) => {
                let query = bind_sqlite(sqlx::query(AssertSqlSafe(clause.text)), clause.args);
                query.execute(&mut **tx).await.map(|result| result.rows_affected()).map_err(from_sqlx)
            }
        };
        self.after_statement()?;
        done
    }

    fn before_statement(&mut self) -> Result<()> {
        self.statements += 1;
        if self.fault.strikes(FaultPoint::BeforeStatement(self.statements)) { Err(unknown()) } else { Ok(()) }
    }

    fn after_statement(&mut self) -> Result<()> {
        if self.fault.strikes(FaultPoint::AfterStatement(self.statements)) { Err(unknown()) } else { Ok(()) }
    }

    /// Inserts many rows of one table, in chunks.
    pub async fn insert_rows(
        &mut self,
        table: &'static str,
        columns: &'static [&'static str],
        rows: Vec<Vec<Value>>,
    ) -> Result<()> {
        for clause in sql::insert_many(table, columns, rows)? {
            self.exec_of(clause).await?;
        }
        Ok(())
    }

    /// Inserts a record and notes it.
    pub async fn insert<R: Record>(&mut self, record: &R) -> Result<()> {
        self.insert_all(std::slice::from_ref(record)).await
    }

    pub async fn insert_all<R: Record>(&mut self, records: &[R]) -> Result<()> {
        self.insert_rows(R::TABLE, R::COLUMNS, records.iter().map(Record::values).collect()).await?;
        for record in records {
            self.touches.push(Touch {
                kind: R::KIND,
                row_id: record.row_id(),
                before: None,
                after: Some(fields(record)?),
            });
        }
        Ok(())
    }

    /// Writes what differs and notes it; the version counts up by one, also when nothing else changed.
    ///
    /// Errors: `record.changed_meanwhile` (kind) when the row no longer has `before`'s version.
    pub async fn update<R: Record>(&mut self, before: &R, after: &mut R) -> Result<()> {
        after.set_version(before.version() + 1);
        let (old, new) = (before.values(), after.values());
        let mut clause = format!("UPDATE {} SET ", R::TABLE);
        let mut args = Vec::new();
        for ((column, old), new) in R::COLUMNS.iter().zip(old).zip(new).skip(1) {
            if old != new {
                if !args.is_empty() {
                    clause.push_str(", ");
                }
                clause.push_str(column);
                clause.push_str(" = ?");
                args.push(new);
            }
        }
        clause.push_str(" WHERE id = ? AND version = ?");
        args.push(Value::Uuid(before.row_id()));
        args.push(Value::Int(before.version()));
        if self.exec_of(Clause { text: clause, args }).await? == 0 {
            return Err(Error::new(Code::ChangedMeanwhile).with("kind", R::KIND));
        }
        let (mut old, mut new) = (fields(before)?, fields(after)?);
        let same: Vec<String> =
            old.iter().filter(|(key, value)| new.get(*key) == Some(value)).map(|(key, _)| key.clone()).collect();
        for key in same {
            old.remove(&key);
            new.remove(&key);
        }
        self.touches.push(Touch { kind: R::KIND, row_id: after.row_id(), before: Some(old), after: Some(new) });
        Ok(())
    }

    /// Notes a change that is kept in other tables (services of an appointment, addresses of a patient) with its record.
    pub fn note(&mut self, kind: Kind, row_id: Uuid, field: &str, before: Json, after: Json) {
        if before == after {
            return;
        }
        let position = self.touches.iter().position(|touch| touch.kind == kind && touch.row_id == row_id);
        let position = position.unwrap_or_else(|| {
            self.touches.push(Touch { kind, row_id, before: Some(Map::new()), after: Some(Map::new()) });
            self.touches.len() - 1
        });
        let touch = &mut self.touches[position];
        if let Some(old) = touch.before.as_mut() {
            old.insert(field.to_owned(), before);
        }
        touch.after.get_or_insert_default().insert(field.to_owned(), after);
    }

    /// Says that a record is to be shown anew, though its own row stayed as it was.
    pub fn touch(&mut self, kind: Kind, row_id: Uuid) {
        if !self.touches.iter().any(|touch| touch.kind == kind && touch.row_id == row_id) {
            self.touches.push(Touch { kind, row_id, before: Some(Map::new()), after: Some(Map::new()) });
        }
    }

    /// The touches since the last call: those of one operation.
    pub(crate) fn take_touches(&mut self) -> Vec<Touch> {
        std::mem::take(&mut self.touches)
    }

    /// COMMIT. An error here is `unknown`, never `failed`.
    pub async fn commit(mut self) -> Result<()> {
        if self.fault.strikes(FaultPoint::BeforeCommit) {
            return Err(unknown());
        }
        match self.engine.take().ok_or_else(unknown)? {
            Open::Server(mut lease) => match lease.plain("COMMIT").await {
                Ok(()) => lease.give_back(),
                Err(error) => {
                    lease.abandon();
                    return Err(if error.class == Class::Transient { error } else { unknown() });
                }
            },
            Open::File(tx, _turn) => tx.commit().await.map_err(from_sqlx)?,
        }
        if self.fault.strikes(FaultPoint::AfterCommit) { Err(unknown()) } else { Ok(()) }
    }

    /// Ends without a trace. After a broken connection there is nothing to say goodbye to: it is thrown away.
    pub(crate) async fn abandon(mut self, because: Class) {
        match self.engine.take() {
            Some(Open::Server(mut lease)) => {
                let broken = matches!(because, Class::Unknown | Class::Away);
                if !broken && lease.plain("ROLLBACK").await.is_ok() {
                    lease.give_back();
                } else {
                    lease.abandon();
                }
            }
            Some(Open::File(tx, _turn)) => {
                let _ = tx.rollback().await;
            }
            None => {}
        }
    }
}

impl Read for Tx {
    async fn all_of<R: Row>(&mut self, clause: Clause) -> Result<Vec<R>> {
        self.before_statement()?;
        let rows = match self.open()? {
            Open::Server(lease) => lease.all(clause).await,
            Open::File(tx, _) => {
                let query = bind_sqlite(sqlx::query(AssertSqlSafe(clause.text)), clause.args);
                let rows = query.fetch_all(&mut **tx).await.map_err(from_sqlx)?;
                rows.iter().map(|row| R::from_row(row).map_err(from_sqlx)).collect()
            }
        };
        self.after_statement()?;
        rows
    }
}

fn fields<R: Record>(record: &R) -> Result<Map<String, Json>> {
    match serde_json::to_value(record).map_err(Error::internal)? {
        Json::Object(map) => Ok(map),
        _ => Err(Error::internal("a record is not an object")),
    }
}
