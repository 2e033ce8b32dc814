//! What somebody attached to a patient: for those who scan letters and do not read records.

use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::fields::Clinical;
use crate::ids::{FileId, PatientId};
use crate::question::Ask;
use crate::records::must_exist;
use crate::store::{Db, Read};
use crate::time::Instant;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const MOST: i64 = 100;

/// What whoever asks attached to a patient, the newest first, at most 100: what they typed themselves, and never what is in it.
///
/// Errors: `patient.not_found`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskOwnFiles {
    pub patient_id: PatientId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct OwnFile {
    pub file_id: FileId,
    pub kind: String,
    pub title: String,
    pub dated_on: Option<NaiveDate>,
    pub added_at: Instant,
    /// Why it was entered in error.
    pub struck: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: FileId,
    kind: String,
    title: Clinical,
    dated_on: Option<NaiveDate>,
    added_at: Instant,
    struck: Option<String>,
}

impl Ask for AskOwnFiles {
    const PERMISSION: Permission = Permission::FileAttach;
    type Answer = Vec<OwnFile>;

    fn example() -> Self {
        AskOwnFiles { patient_id: PatientId::new() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<OwnFile>> {
        must_exist(db, self.patient_id).await?;
        let rows: Vec<Row> = db
            .all(
                "SELECT a.id, a.kind, a.title, a.dated_on, a.added_at, s.reason AS struck FROM attachments a LEFT JOIN file_strikes s ON s.file_id = a.id \
                 WHERE a.patient_id = ? AND a.added_by = ? ORDER BY a.added_at DESC, a.id DESC LIMIT ?",
                args![self.patient_id, asker.user_id, MOST],
            )
            .await?;
        let own = |row: Row| OwnFile {
            file_id: row.id,
            kind: row.kind,
            title: row.title.0,
            dated_on: row.dated_on,
            added_at: row.added_at,
            struck: row.struck,
        };
        Ok(rows.into_iter().map(own).collect())
    }
}
