//! Recording that somebody was called about coming again.

use super::{RecallSaved, open};
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::Result;
use crate::fields;
use crate::ids::{RecallId, RowId, derived};
use crate::operation::Operate;
use crate::store::{Kind, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

/// Records a call about a recall, which stays open: booking it is `book_recall`.
///
/// Errors in this order: field errors (note), `record.not_found` (recall), `recall.settled` (status), `record.changed_meanwhile`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct RecordRecallCall {
    pub recall_id: RecallId,
    #[ts(type = "number")]
    pub version: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Operate for RecordRecallCall {
    const PERMISSION: Permission = Permission::AppointmentBook;
    type Outcome = RecallSaved;

    fn example() -> Self {
        RecordRecallCall { recall_id: RecallId::new(), version: 1, note: Some("Calls back on Monday".into()) }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<RecallSaved> {
        let note = fields::optional("note", self.note.as_deref(), 200)?;
        let row = open(tx, self.recall_id, self.version).await?;
        tx.exec(
            "INSERT INTO recall_calls (id, recall_id, note, at, user_id) VALUES (?, ?, ?, ?, ?)",
            args![RowId(derived(cx.operation, "call")), row.id, note.clone(), cx.now, cx.actor],
        )
        .await?;
        tx.note(Kind::Recall, row.id.0, "call", Json::Null, json!({ "note": note }));
        Ok(RecallSaved::of(&row))
    }
}
