//! Whether an appointment stands as an operation left it, though more was done since: all of that has been undone again.

use crate::args;
use crate::error::{Error, Result};
use crate::ids::{AppointmentId, OperationId};
use crate::store::{Read, Tx};
use serde::Deserialize;
use uuid::Uuid;

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

/// True when everything that changed this appointment after `version` has been taken back, in whatever steps: Ctrl+Z goes back through
/// a whole chain, and Ctrl+Shift+Z forward again.
///
/// An operation since is paired with the undo that directly follows it, once the pairs between them are gone.
pub(super) async fn all_undone_since(tx: &mut Tx, appointment: AppointmentId, version: i64) -> Result<bool> {
    let rows: Vec<Later> = tx
        .all(
            "SELECT j.id, j.name, j.operation, t.after_row FROM journal_touches t JOIN journal j ON j.id = t.journal_id WHERE t.kind = 'appointment' AND t.row_id = ?",
            args![appointment],
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
