//! A file that was attached in error.

use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields::{self, Clinical};
use crate::ids::{FileId, PatientId, UserId};
use crate::operation::Operate;
use crate::records::opened::must_be_open;
use crate::store::{Kind, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

/// Marks a file as attached in error: one's own, or anybody's for those who write in records. It stays readable, struck through.
///
/// Errors in this order: field errors (reason), `record.not_found` (file), `file.not_yours` (by), `chart.not_opened` (somebody else's file), `record.struck`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct StrikeFile {
    pub file_id: FileId,
    pub reason: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    patient_id: PatientId,
    added_by: UserId,
    name: Option<String>,
    struck: Option<String>,
}

impl Operate for StrikeFile {
    const PERMISSION: Permission = Permission::FileAttach;
    type Outcome = ();

    fn example() -> Self {
        StrikeFile { file_id: FileId::new(), reason: "Another patient's".into() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let reason = fields::text("reason", &self.reason, 500)?;
        let row: Option<Row> = tx
            .maybe(
                "SELECT a.patient_id, a.added_by, u.name, s.reason AS struck FROM attachments a LEFT JOIN users u ON u.id = a.added_by \
                 LEFT JOIN file_strikes s ON s.file_id = a.id WHERE a.id = ?",
                args![self.file_id],
            )
            .await?;
        let row = row.ok_or_else(|| Error::new(Code::NotFound).with("kind", "file"))?;
        if Some(row.added_by) != cx.actor {
            if !cx.may(Permission::RecordWrite) {
                return Err(Error::new(Code::FileNotYours).with("by", row.name));
            }
            must_be_open(tx, cx.into(), row.patient_id).await?;
        }
        if row.struck.is_some() {
            return Err(Error::new(Code::RecordStruck));
        }
        write(tx, cx, self.file_id, &reason).await?;
        tx.touch(Kind::Patient, row.patient_id.0);
        Ok(())
    }
}

/// Writes the row of a file that was attached in error.
pub(in crate::records) async fn write(tx: &mut Tx, cx: &Context, id: FileId, reason: &str) -> Result<()> {
    tx.exec(
        "INSERT INTO file_strikes (file_id, reason, struck_at, struck_by) VALUES (?, ?, ?, ?)",
        args![id, reason, cx.now, cx.actor],
    )
    .await?;
    tx.note(Kind::File, id.0, "struck", Json::Null, json!(Clinical(reason.to_owned())));
    Ok(())
}
