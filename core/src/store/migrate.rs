//! Brings a database to this version's schema: one workstation does it, the others wait.

use super::code_lists;
use super::db::{Db, Engine, Read};
use crate::error::{Class, Code, Error, Result};
use crate::time::{Clock, Instant};
use std::time::Duration;
use uuid::Uuid;

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
];

/// The migrations' text, in order.
pub(crate) fn texts() -> impl Iterator<Item = &'static str> {
    MIGRATIONS.iter().map(|(_, text)| *text)
}

/// The schema this version knows.
pub const KNOWN: i64 = 25;
/// What a clinic's schema demands at least of whoever writes.
const LEASE_SECONDS: i64 = 60;

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

/// Runs what is missing. Two workstations that start at once: one runs, the other waits.
///
/// Errors: `connection.not_a_clinic`, `connection.data_newer`, `store.busy` when another one holds the lock too long.
pub async fn migrate(db: &Db, clock: &Clock, mut progress: impl FnMut(i64, i64)) -> Result<()> {
    match state(db).await? {
        State::Ready => return Ok(()),
        State::Foreign => return Err(Error::new(Code::ConnectionNotAClinic)),
        State::Newer { found } => {
            return Err(Error::new(Code::ConnectionDataNewer).with("found", found).with("known", KNOWN));
        }
        // An untouched server makes databases with a character set or collation of its own.
        State::Empty if db.is_server() => db.ddl("ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_bin").await?,
        State::Empty | State::Older { .. } => {}
    }
    let holder = take_lease(db, clock).await?;
    let done = run(db, clock, holder, &mut progress).await;
    give_lease_back(db, holder).await?;
    done
}

async fn run(db: &Db, clock: &Clock, holder: Uuid, progress: &mut impl FnMut(i64, i64)) -> Result<()> {
    // Read again under the lock: the other one may have finished meanwhile.
    let found = match state(db).await? {
        State::Ready => return Ok(()),
        State::Older { found } => found,
        _ => 0,
    };
    let missing: Vec<_> = MIGRATIONS.iter().filter(|(version, _)| *version > found).collect();
    let total = missing.iter().map(|(_, text)| statements(text).len() as i64).sum();
    let mut done = 0;
    for (version, text) in missing {
        for statement in statements(text) {
            run_statement(db, statement).await?;
            done += 1;
            progress(done, total);
        }
        let mut tx = db.begin().await?;
        tx.exec("UPDATE schema_info SET version = ? WHERE id = 1", crate::args![*version]).await?;
        tx.exec(
            "UPDATE schema_lease SET until_at = ? WHERE holder = ?",
            crate::args![clock.now().minus_seconds(-LEASE_SECONDS), holder],
        )
        .await?;
        tx.commit().await?;
    }
    code_lists::load(db).await?;
    // Everything that follows relies on it; some servers parse a CHECK and forget it.
    if enforces_check(db).await? { Ok(()) } else { Err(Error::new(Code::ConnectionIgnoresCheck)) }
}

/// DDL is not transactional on MySQL: after a crash half a file may stand. What stands already is passed over.
async fn run_statement(db: &Db, statement: &str) -> Result<()> {
    let mut reader = db.clone();
    if let Some(table) = statement.strip_prefix("CREATE TABLE ").and_then(|rest| rest.split([' ', '(']).next()) {
        let exists: Vec<(String,)> = match &db.engine {
            Engine::File(..) => reader.all("SELECT name FROM sqlite_master WHERE type = 'table' AND name = ?", crate::args![table]).await?,
            Engine::Server(_) => reader.all("SELECT CAST(table_name AS CHAR) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?", crate::args![table]).await?,
        };
        if !exists.is_empty() {
            return Ok(());
        }
    }
    if let Some((table, column)) = added_column(statement) {
        let exists: Vec<(String,)> = match &db.engine {
            Engine::File(..) => reader.all("SELECT name FROM pragma_table_info(?) WHERE name = ?", crate::args![table, column]).await?,
            Engine::Server(_) => reader.all("SELECT CAST(column_name AS CHAR) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ? AND column_name = ?", crate::args![table, column]).await?,
        };
        if !exists.is_empty() {
            return Ok(());
        }
    }
    let unique = statement.replacen("CREATE UNIQUE INDEX ", "CREATE INDEX ", 1);
    if let Some(index) = unique.strip_prefix("CREATE INDEX ").and_then(|rest| rest.split(' ').next()) {
        let exists: Vec<(String,)> = match &db.engine {
            Engine::File(..) => reader.all("SELECT name FROM sqlite_master WHERE type = 'index' AND name = ?", crate::args![index]).await?,
            Engine::Server(_) => reader.all("SELECT DISTINCT CAST(index_name AS CHAR) FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name = ?", crate::args![index]).await?,
        };
        if !exists.is_empty() {
            return Ok(());
        }
    }
    match db.ddl(statement).await {
        Err(error) if error.class == Class::Unique && statement.starts_with("INSERT") => Ok(()),
        done => done,
    }
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

/// A lock that works on every engine and cluster: one row, taken by compare-and-set, with an end.
async fn take_lease(db: &Db, clock: &Clock) -> Result<Uuid> {
    let holder = Uuid::now_v7();
    db.ddl("CREATE TABLE IF NOT EXISTS schema_lease (id BIGINT NOT NULL, holder BINARY(16) NULL, until_at DATETIME(6) NOT NULL, CONSTRAINT schema_lease_pk PRIMARY KEY (id))")
        .await?;
    insert_lease_row(db, clock.now()).await?;
    for _ in 0..240 {
        let mut tx = db.begin().await?;
        let now = clock.now();
        let taken = tx
            .exec(
                "UPDATE schema_lease SET holder = ?, until_at = ? WHERE id = 1 AND (holder IS NULL OR until_at < ?)",
                crate::args![holder, now.minus_seconds(-LEASE_SECONDS), now],
            )
            .await;
        match taken {
            Ok(1) => match tx.commit().await {
                Ok(()) => return Ok(holder),
                Err(error) if matches!(error.class, Class::Transient) => {}
                Err(error) => return Err(error),
            },
            Ok(_) => tx.abandon(Class::Rejected).await,
            Err(error) if matches!(error.class, Class::Transient) => tx.abandon(error.class).await,
            Err(error) => {
                tx.abandon(error.class).await;
                return Err(error);
            }
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    Err(Error::new(Code::StoreBusy))
}

async fn insert_lease_row(db: &Db, now: Instant) -> Result<()> {
    let mut tx = db.begin().await?;
    match tx.exec("INSERT INTO schema_lease (id, holder, until_at) VALUES (1, NULL, ?)", crate::args![now]).await {
        Ok(_) => match tx.commit().await {
            Err(error) if error.class != Class::Transient => Err(error),
            _ => Ok(()),
        },
        Err(error) => {
            tx.abandon(error.class).await;
            if matches!(error.class, Class::Unique | Class::Transient) { Ok(()) } else { Err(error) }
        }
    }
}

async fn give_lease_back(db: &Db, holder: Uuid) -> Result<()> {
    let mut tx = db.begin().await?;
    tx.exec("UPDATE schema_lease SET holder = NULL WHERE holder = ?", crate::args![holder]).await?;
    tx.commit().await
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
