//! Answering a task, which stays open.

use super::{LONGEST, TaskSaved, open, save};
use crate::access::Permission;
use crate::clinic::Context;
use crate::error::Result;
use crate::fields::{self, Clinical};
use crate::ids::TaskId;
use crate::operation::Operate;
use crate::store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Writes under a task: a question back, or how far it is. Whoever asked and whom it is for see it.
///
/// Errors in this order: field errors (text), `record.not_found` (task), `record.changed_meanwhile`, `task.done`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AnswerTask {
    pub task_id: TaskId,
    #[ts(type = "number")]
    pub version: i64,
    #[ts(type = "string")]
    pub text: Clinical,
}

impl Operate for AnswerTask {
    const PERMISSION: Permission = Permission::PatientView;
    type Outcome = TaskSaved;

    fn example() -> Self {
        AnswerTask { task_id: TaskId::new(), version: 1, text: Clinical("Nobody answers; again tomorrow".into()) }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<TaskSaved> {
        let text = Clinical(fields::text("text", &self.text.0, LONGEST)?);
        let task = open(tx, cx, self.task_id, self.version).await?;
        save(tx, cx, (&task, task.clone()), "answered", Some(text)).await
    }
}
