//! Brings a database to this version's schema: one workstation does it, the others wait.

use super::db::{Db, Engine, Read};
use super::lease::Lease;
use super::{Tx, code_lists};
use crate::error::{Class, Code, Error, Result};
use crate::time::Clock;

/// Every migration, in order. Never edited after a release; see migrations/README.md.
const MIGRATIONS: &[(i64, &str)] = &[
    (1, include_str!("../../../migrations/0001_ground.sql")),
    (2, include_str!("../../../migrations/0002_people.sql")),
    (3, include_str!("../../../migrations/0003_patients.sql")),
    (4, include_str!("../../../migrations/0004_catalogue.sql")),
    (5, include_str!("../../../migrations/0005_appointments.sql")),
    (6, include_str!("../../../migrations/0006_records.sql")),
    (7, include_str!("../../../migrations/0007_billing.sql")),
    (8, include_str!("../../../migrations/0008_charts.sql")),
    (9, include_str!("../../../migrations/0009_invoicing.sql")),
    (10, include_str!("../../../migrations/0010_prescriptions.sql")),
    (11, include_str!("../../../migrations/0011_tasks.sql")),
    (12, include_str!("../../../migrations/0012_vaccinations.sql")),
    (13, include_str!("../../../migrations/0013_recalls.sql")),
    (14, include_str!("../../../migrations/0014_locks_and_reports.sql")),
    (15, include_str!("../../../migrations/0015_price_lists.sql")),
    (16, include_str!("../../../migrations/0016_files.sql")),
    (17, include_str!("../../../migrations/0017_letters.sql")),
    (18, include_str!("../../../migrations/0018_prints.sql")),
    (19, include_str!("../../../migrations/0019_interactions.sql")),
    (20, include_str!("../../../migrations/0020_code_lists.sql")),
    (21, include_str!("../../../migrations/0021_note_templates.sql")),
    (22, include_str!("../../../migrations/0022_repeat_requests.sql")),
    (23, include_str!("../../../migrations/0023_payers.sql")),
    (24, include_str!("../../../migrations/0024_drawers_and_methods.sql")),
    (25, include_str!("../../../migrations/0025_templates_and_alerts.sql")),
    (26, include_str!("../../../migrations/0026_methods_and_rounding.sql")),
    (27, include_str!("../../../migrations/0027_record_prints.sql")),
];

/// The migrations' text, in order.
pub(crate) fn texts() -> impl Iterator<Item = &'static str> {
    MIGRATIONS.iter().map(|(_, text)| *text)
}

/// The schema this version knows.
pub const KNOWN: i64 = 27;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// No table of ours and none of anybody's.
    Empty,
    Ready,
    Older {
        found: i64,
    },
    Newer {
        found: i64,
    },
    /// Tables, but not ours.
    Foreign,
}

/// What the database holds.
pub async fn state(db: &Db) -> Result<State> {
    let mut db = db.clone();
    let tables: Vec<(String,)> = match &db.engine {
        Engine::File(..) => db.all("SELECT name FROM sqlite_master WHERE type = 'table'", vec![]).await?,
        Engine::Server(_) => {
            db.all(
                "SELECT CAST(table_name AS CHAR) FROM information_schema.tables WHERE table_schema = DATABASE()",
                vec![],
            )
            .await?
        }
    };
    let has = |name: &str| tables.iter().any(|(table,)| table == name);
    if !has("schema_info") {
        let only_lock = tables.iter().all(|(table,)| table == "schema_lease" || table.starts_with("check_probe"));
        return Ok(if only_lock { State::Empty } else { State::Foreign });
    }
    let row: Option<(i64, i64)> = db.maybe("SELECT version, min_writer FROM schema_info WHERE id = 1", vec![]).await?;
    Ok(match row {
        // The first file died between its table and its row: start over where it stopped.
        None => State::Older { found: 0 },
        Some((found, _)) if found < KNOWN => State::Older { found },
        Some((found, min_writer)) if found > KNOWN && min_writer > KNOWN => State::Newer { found },
        Some(_) => State::Ready,
    })
}

/// Runs what is missing. Two workstations that start at once: one runs, the other waits for as long as it does.
///
/// Errors: `connection.not_a_clinic`, `connection.data_newer`, `connection.ignores_check`, `store.busy` when the lock was lost to another one.
pub async fn migrate(db: &Db, clock: &Clock, progress: impl FnMut(i64, i64)) -> Result<()> {
    migrate_to(db, clock, KNOWN, progress).await
}

/// As `migrate`, up to an earlier version: for tests of data as an older program left them.
pub async fn migrate_to(db: &Db, clock: &Clock, to: i64, mut progress: impl FnMut(i64, i64)) -> Result<()> {
    let state = state(db).await?;
    if version_of(state)? >= to {
        return Ok(());
    }
    // An untouched server makes databases with a character set or collation of its own.
    if state == State::Empty && db.is_server() {
        db.ddl("ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_bin").await?;
    }
    let lease = Lease::new(db, clock);
    lease.wait().await?;
    let done = tokio::select! {
        done = run(db, &lease, to, &mut progress) => done,
        lost = lease.keep() => Err(lost),
    };
    lease.give_back().await;
    done
}

/// Errors: `connection.not_a_clinic`, `connection.data_newer`.
fn version_of(state: State) -> Result<i64> {
    match state {
        State::Empty => Ok(0),
        State::Older { found } => Ok(found),
        State::Ready => Ok(KNOWN),
        State::Newer { found } => Err(newer(found)),
        State::Foreign => Err(Error::new(Code::ConnectionNotAClinic)),
    }
}

fn newer(found: i64) -> Error {
    Error::new(Code::ConnectionDataNewer).with("found", found).with("known", KNOWN)
}

/// Whether this version may go on with the data, by what their schema demands at least of whoever writes. Another workstation may have
/// upgraded them while this one works, so `min_writer` is read with what is read anyway.
///
/// Errors: `connection.data_newer`.
pub(crate) fn must_know(min_writer: i64) -> Result<()> {
    if min_writer > KNOWN { Err(newer(min_writer)) } else { Ok(()) }
}

async fn run(db: &Db, lease: &Lease<'_>, to: i64, progress: &mut impl FnMut(i64, i64)) -> Result<()> {
    // Read again under the lock: the other one may have finished meanwhile, also with a later version than ours.
    let found = version_of(state(db).await?)?;
    let missing: Vec<_> = MIGRATIONS.iter().filter(|(version, _)| *version > found && *version <= to).collect();
    let total = missing.iter().map(|(_, text)| statements(text).len() as i64).sum();
    let mut done = 0;
    for (version, text) in missing {
        for statement in statements(text) {
            run_statement(db, statement).await?;
            done += 1;
            progress(done, total);
        }
        if *version == KNOWN {
            finish(db).await?;
        }
        let mut tx = db.begin().await?;
        match write_version(&mut tx, lease, *version).await {
            Ok(()) => tx.commit().await?,
            Err(error) => {
                tx.abandon(error.class).await;
                return Err(error);
            }
        }
    }
    Ok(())
}

/// What belongs to the newest version beside its tables. Before its number is written: what was interrupted here is done again.
async fn finish(db: &Db) -> Result<()> {
    code_lists::load(db).await?;
    // Everything that follows relies on it; some servers parse a CHECK and forget it.
    if enforces_check(db).await? { Ok(()) } else { Err(Error::new(Code::ConnectionIgnoresCheck)) }
}

async fn write_version(tx: &mut Tx, lease: &Lease<'_>, version: i64) -> Result<()> {
    lease.hold(tx).await?;
    tx.exec("UPDATE schema_info SET version = ? WHERE id = 1 AND version < ?", crate::args![version, version]).await?;
    Ok(())
}

/// DDL is not transactional on MySQL: after a crash half a file may stand. What stands already is passed over, also when it came to
/// stand meanwhile: a server ends a long statement although whoever sent it is gone.
async fn run_statement(db: &Db, statement: &str) -> Result<()> {
    if stands(db, statement).await? {
        return Ok(());
    }
    match db.ddl(statement).await {
        Ok(()) => Ok(()),
        Err(error) if error.class == Class::Unique && statement.starts_with("INSERT") => Ok(()),
        Err(error) => {
            if stands(db, statement).await.unwrap_or(false) {
                Ok(())
            } else {
                Err(error)
            }
        }
    }
}

/// Whether the table, column or index that a statement makes is there.
async fn stands(db: &Db, statement: &str) -> Result<bool> {
    let mut reader = db.clone();
    let file = matches!(&db.engine, Engine::File(..));
    let unique = statement.replacen("CREATE UNIQUE INDEX ", "CREATE INDEX ", 1);
    let (sql, args) = if let Some(table) = name_after(statement, "CREATE TABLE ") {
        let sql = if file {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name = ?"
        } else {
            "SELECT CAST(table_name AS CHAR) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?"
        };
        (sql, crate::args![table])
    } else if let Some((table, column)) = added_column(statement) {
        let sql = if file {
            "SELECT name FROM pragma_table_info(?) WHERE name = ?"
        } else {
            "SELECT CAST(column_name AS CHAR) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ? AND column_name = ?"
        };
        (sql, crate::args![table, column])
    } else if let Some(index) = name_after(&unique, "CREATE INDEX ") {
        let sql = if file {
            "SELECT name FROM sqlite_master WHERE type = 'index' AND name = ?"
        } else {
            "SELECT DISTINCT CAST(index_name AS CHAR) FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name = ?"
        };
        (sql, crate::args![index])
    } else {
        return Ok(false);
    };
    let found: Vec<(String,)> = reader.all(sql, args).await?;
    Ok(!found.is_empty())
}

fn name_after<'a>(statement: &'a str, words: &str) -> Option<&'a str> {
    statement.strip_prefix(words)?.split([' ', '(']).next()
}

/// Table and column of `ALTER TABLE table ADD COLUMN column …`.
fn added_column(statement: &str) -> Option<(&str, &str)> {
    let (table, rest) = statement.strip_prefix("ALTER TABLE ")?.split_once(" ADD COLUMN ")?;
    Some((table, rest.split(' ').next()?))
}

/// The statements of a migration file: ended by a semicolon at a line's end, comments left out.
fn statements(text: &str) -> Vec<&str> {
    text.split(";\n").map(skip_comments).filter(|statement| !statement.is_empty()).collect()
}

fn skip_comments(mut statement: &str) -> &str {
    loop {
        statement = statement.trim();
        if !statement.starts_with("--") {
            return statement;
        }
        statement = statement.split_once('\n').map_or("", |(_, rest)| rest);
    }
}

/// Whether the server enforces CHECK: a row that a CHECK must refuse.
async fn enforces_check(db: &Db) -> Result<bool> {
    let mut tx = db.begin().await?;
    let refused = tx.exec("INSERT INTO schema_info (id, version, min_writer) VALUES (2, 0, 0)", vec![]).await;
    let class = refused.as_ref().err().map(|error| error.class);
    tx.abandon(Class::Rejected).await;
    match (refused, class) {
        (Ok(_), _) => Ok(false),
        (Err(_), Some(Class::Check)) => Ok(true),
        (Err(error), _) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_known_version_is_the_newest_file() {
        assert_eq!(MIGRATIONS.last().map(|m| m.0), Some(KNOWN));
        assert!(MIGRATIONS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn statements_lose_their_comments() {
        assert_eq!(
            statements("-- a\nCREATE TABLE x (\n  -- inner\n y BIGINT\n);\n\n-- b\nINSERT;\n"),
            ["CREATE TABLE x (\n  -- inner\n y BIGINT\n)", "INSERT"]
        );
    }
}
