//! Taking back that a task is done.

use super::{Task, TaskSaved, concerning, save};
use crate::access::Permission;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::ids::TaskId;
use crate::operation::Operate;
use crate::store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Opens a task again that was not done after all.
///
/// Errors in this order: `record.not_found` (task), `record.changed_meanwhile`, `task.open`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct ReopenTask {
    pub task_id: TaskId,
    #[ts(type = "number")]
    pub version: i64,
}

impl Operate for ReopenTask {
    const PERMISSION: Permission = Permission::PatientView;
    type Outcome = TaskSaved;

    fn example() -> Self {
        ReopenTask { task_id: TaskId::new(), version: 2 }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<TaskSaved> {
        let task = concerning(tx, cx, self.task_id, self.version).await?;
        if task.status == "open" {
            return Err(Error::new(Code::TaskOpen));
        }
        let after = Task { status: "open".to_owned(), done_at: None, done_by: None, ..task.clone() };
        save(tx, cx, (&task, after), "reopened", None).await
    }
}
