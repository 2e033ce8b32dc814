//! Passing a task on to somebody else.

use super::{Task, TaskFor, TaskSaved, open, optional_text, save};
use crate::access::{Permission, Role};
use crate::clinic::Context;
use crate::error::Result;
use crate::fields::Clinical;
use crate::ids::TaskId;
use crate::operation::Operate;
use crate::store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Makes a task another person's or role's, with a word about why if wanted. Who asked for it stays.
///
/// Errors in this order: field errors (text), those of `to` (see `TaskFor`), `record.not_found` (task), `record.changed_meanwhile`,
/// `task.done`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct PassTaskOn {
    pub task_id: TaskId,
    #[ts(type = "number")]
    pub version: i64,
    pub to: TaskFor,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub text: Option<Clinical>,
}

impl Operate for PassTaskOn {
    const PERMISSION: Permission = Permission::PatientView;
    type Outcome = TaskSaved;

    fn example() -> Self {
        let to = TaskFor { user_id: None, role: Some(Role::Doctor) };
        PassTaskOn { task_id: TaskId::new(), version: 1, to, text: Some(Clinical("This is for a doctor".into())) }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<TaskSaved> {
        let text = optional_text(self.text.as_ref())?;
        self.to.check(tx).await?;
        let task = open(tx, cx, self.task_id, self.version).await?;
        let for_role = self.to.role.map(|role| role.text().to_owned());
        let after = Task { for_user_id: self.to.user_id, for_role, ..task.clone() };
        save(tx, cx, (&task, after), "passed_on", text).await
    }
}
