//! A copy of a clinic's file that is whole, made while people work with the file.

use super::Db;
use super::db::Engine;
use super::fault::from_sqlx;
use crate::error::{Code, Error, Result};
use sqlx::sqlite::SqliteJournalMode;
use sqlx::{ConnectOptions, Connection, SqlitePool};
use std::path::{Path, PathBuf};

impl Db {
    /// The clinic's file; nothing where a server has the data.
    pub fn file(&self) -> Option<PathBuf> {
        match &self.engine {
            Engine::File(pool, _) => Some(pool.connect_options().get_filename().to_path_buf()),
            Engine::Server(_) => None,
        }
    }

    /// Writes everything that is committed, also what still lies beside the file in its WAL, into another file under the same key, and
    /// reads that one from end to end. The other file is not there yet, or empty.
    ///
    /// Errors in this order: `copy.not_a_file`, `store.full`, `copy.failed`.
    pub async fn copy_into(&self, path: &Path) -> Result<()> {
        let Engine::File(pool, _) = &self.engine else { return Err(Error::new(Code::CopyNotAFile)) };
        match copy_and_prove(pool, path).await.map_err(from_sqlx) {
            Ok(true) => Ok(()),
            Ok(false) => Err(Error::new(Code::CopyFailed)),
            Err(full) if full.code() == Code::StoreFull => Err(full),
            // Whatever is wrong with the copy: the clinic itself is not away because of it.
            Err(error) => {
                tracing::warn!(code = error.code().text(), "a copy of the clinic's file could not be made");
                Err(Error::new(Code::CopyFailed))
            }
        }
    }
}

/// Whether the copy is whole.
async fn copy_and_prove(pool: &SqlitePool, path: &Path) -> Result<bool, sqlx::Error> {
    let Some(text) = path.to_str() else { return Ok(false) };
    sqlx::query("VACUUM INTO ?").bind(text).execute(pool).await?;
    // The options hold the key. Without a WAL of its own the copy stays one file.
    let options = pool.connect_options().as_ref().clone().filename(path).create_if_missing(false);
    let mut copy = options.journal_mode(SqliteJournalMode::Delete).connect().await?;
    let found: String = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut copy).await?;
    copy.close().await?;
    Ok(found == "ok")
}
