//! A letter that was entered in error.

use super::Letter;
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields::{self, Clinical};
use crate::ids::LetterId;
use crate::operation::Operate;
use crate::records::opened::must_be_open;
use crate::store::{Kind, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

/// Marks a letter as entered in error. It keeps its number and stays readable, struck through; it is printed no more.
///
/// Errors in this order: field errors (reason), `record.not_found` (letter), `chart.not_opened`, `record.struck`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct StrikeLetter {
    pub letter_id: LetterId,
    pub reason: String,
}

impl Operate for StrikeLetter {
    const PERMISSION: Permission = Permission::LetterWrite;
    type Outcome = ();

    fn example() -> Self {
        StrikeLetter { letter_id: LetterId::new(), reason: "Another patient's".into() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let reason = fields::text("reason", &self.reason, 500)?;
        let row: Letter = tx.record(self.letter_id.0).await?;
        must_be_open(tx, cx.into(), row.patient_id).await?;
        let struck: Option<(i64,)> =
            tx.maybe("SELECT 1 FROM letter_strikes WHERE letter_id = ?", args![row.id]).await?;
        if struck.is_some() {
            return Err(Error::new(Code::RecordStruck));
        }
        write(tx, cx, row.id, &reason).await?;
        tx.touch(Kind::Patient, row.patient_id.0);
        Ok(())
    }
}

/// Writes the row of a letter that was entered in error.
pub(in crate::records) async fn write(tx: &mut Tx, cx: &Context, id: LetterId, reason: &str) -> Result<()> {
    tx.exec(
        "INSERT INTO letter_strikes (letter_id, reason, struck_at, struck_by) VALUES (?, ?, ?, ?)",
        args![id, reason, cx.now, cx.actor],
    )
    .await?;
    tx.note(Kind::Letter, id.0, "struck", Json::Null, json!(Clinical(reason.to_owned())));
    Ok(())
}
