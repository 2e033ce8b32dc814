//! Saying that a task is done.

use super::{Task, TaskSaved, open, optional_text, save};
use crate::access::Permission;
use crate::clinic::Context;
use crate::error::Result;
use crate::fields::Clinical;
use crate::ids::TaskId;
use crate::operation::Operate;
use crate::store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Ends a task, with a word about how if wanted.
///
/// Errors in this order: field errors (text), `record.not_found` (task), `record.changed_meanwhile`, `task.done`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct FinishTask {
    pub task_id: TaskId,
    #[ts(type = "number")]
    pub version: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub text: Option<Clinical>,
}

impl Operate for FinishTask {
    const PERMISSION: Permission = Permission::PatientView;
    type Outcome = TaskSaved;

    fn example() -> Self {
        FinishTask { task_id: TaskId::new(), version: 1, text: Some(Clinical("Called, all is well".into())) }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<TaskSaved> {
        let text = optional_text(self.text.as_ref())?;
        let task = open(tx, cx, self.task_id, self.version).await?;
        let after = Task { status: "done".to_owned(), done_at: Some(cx.now), done_by: cx.actor, ..task.clone() };
        save(tx, cx, (&task, after), "done", text).await
    }
}
