//! Opening a file is an operation, as opening a chart is: who looked at it stands in the record of who looked.

use super::{File, types};
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Error, Result};
use crate::ids::{FileId, RowId, derived};
use crate::operation::Operate;
use crate::records::opened::{FILE, must_be_open};
use crate::store::{Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Lets whoever performs it read the content of a file, for twelve hours; one that was entered in error too.
///
/// Errors in this order: `record.not_found` (file), `chart.not_opened`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct OpenFile {
    pub file_id: FileId,
}

/// What is to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct FileOpened {
    pub file_id: FileId,
    pub content_type: String,
    /// The name under which it leaves the app ends with this.
    pub ending: String,
}

impl Operate for OpenFile {
    const PERMISSION: Permission = Permission::RecordView;
    type Outcome = FileOpened;

    fn example() -> Self {
        OpenFile { file_id: FileId::new() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<FileOpened> {
        let file: File = tx.record(self.file_id.0).await?;
        must_be_open(tx, cx.into(), file.patient_id).await?;
        let one = types::of(&file.content_type).ok_or_else(|| Error::internal("a file of no type that is kept"))?;
        tx.exec(
            "INSERT INTO access_log (id, at, workstation_id, user_id, patient_id, what, file_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
            args![RowId(derived(cx.operation, "access")), cx.now, cx.workstation, cx.actor, file.patient_id, FILE, file.id],
        )
        .await?;
        Ok(FileOpened { file_id: file.id, content_type: file.content_type, ending: one.ending.to_owned() })
    }
}
