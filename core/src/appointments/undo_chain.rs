//! What an operation did to a row, and whether the row stands as it left it, though more was done since: all of that has been undone again.

use crate::args;
use crate::error::{Code, Error, Result};
use crate::history::stale;
use crate::ids::OperationId;
use crate::store::{Kind, Read, Record, Tx};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};
use uuid::Uuid;

/// What an operation did to one row, as the journal kept it.
#[derive(sqlx::FromRow)]
pub(crate) struct Done {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) row_id: Uuid,
    before_row: Option<String>,
    after_row: Option<String>,
}

impl Done {
    /// The fields that it changed, as they were before; nothing when the row was new.
    pub(crate) fn before(&self) -> Result<Option<Map<String, Json>>> {
        self.before_row.as_deref().map(|text| serde_json::from_str(text).map_err(Error::internal)).transpose()
    }

    /// Errors: `undo.changed_meanwhile` (by, at), when the row is no longer as this left it.
    pub(crate) async fn must_stand<R: Record>(&self, tx: &mut Tx, now: &R) -> Result<()> {
        let after: Versioned =
            serde_json::from_str(self.after_row.as_deref().unwrap_or("{}")).map_err(Error::internal)?;
        let then = after.version.unwrap_or_default();
        if then == now.version() || all_undone_since(tx, R::KIND, now.row_id(), then).await? {
            return Ok(());
        }
        Err(stale(tx, Code::UndoChangedMeanwhile, R::KIND, now.row_id(), now.version()).await?)
    }
}

/// Puts the old value of a field back, if it was changed.
pub(crate) fn put_back<T: DeserializeOwned>(old: &Map<String, Json>, field: &str, into: &mut T) -> Result<()> {
    if let Some(value) = old.get(field) {
        *into = serde_json::from_value(value.clone()).map_err(Error::internal)?;
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Later {
    id: OperationId,
    name: String,
    operation: String,
    after_row: Option<String>,
}

#[derive(Deserialize)]
struct Undid {
    undoes: Uuid,
}

#[derive(Deserialize)]
struct Versioned {
    version: Option<i64>,
}

/// True when everything that changed this row after `version` has been taken back, in whatever steps: Ctrl+Z goes back through
/// a whole chain, and Ctrl+Shift+Z forward again.
///
/// An operation since is paired with the undo that directly follows it, once the pairs between them are gone.
async fn all_undone_since(tx: &mut Tx, kind: Kind, row: Uuid, version: i64) -> Result<bool> {
    let rows: Vec<Later> = tx
        .all(
            "SELECT j.id, j.name, j.operation, t.after_row FROM journal_touches t JOIN journal j ON j.id = t.journal_id WHERE t.kind = ? AND t.row_id = ?",
            args![kind.text(), row],
        )
        .await?;
    let mut later = Vec::new();
    for row in rows {
        let after: Versioned =
            serde_json::from_str(row.after_row.as_deref().unwrap_or("{}")).map_err(Error::internal)?;
        // A touch without a version left the row as it was.
        if let Some(became) = after.version.filter(|became| *became > version) {
            later.push((became, row));
        }
    }
    later.sort_unstable_by_key(|(became, _)| *became);
    let mut standing: Vec<OperationId> = Vec::new();
    for (_, row) in later {
        let undoes = if row.name == "undo" {
            let undid: Undid = serde_json::from_str(&row.operation).map_err(Error::internal)?;
            Some(OperationId(undid.undoes))
        } else {
            None
        };
        if undoes.is_some() && standing.last() == undoes.as_ref() {
            standing.pop();
        } else {
            standing.push(row.id);
        }
    }
    Ok(standing.is_empty())
}
