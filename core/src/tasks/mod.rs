//! Tasks: what somebody asks of somebody else, from anywhere, about a patient or not. Those whom it concerns see it: whom it is for (a
//! person, or everybody of a role) and who asked.

pub mod add;
pub mod answer;
pub mod colleagues;
pub mod finish;
pub mod list;
pub mod pass_on;
pub mod reopen;

use crate::access::Role;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields::{self, Clinical};
use crate::history::refuse_stale;
use crate::ids::{PatientId, RowId, TaskId, UserId, derived};
use crate::store::{Kind, Read, Tx};
use crate::time::Instant;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

/// Characters of a task, and of an answer.
const LONGEST: usize = 1000;

crate::record! {
    /// A row of `tasks`.
    pub struct Task in "tasks" as Task {
        pub id: TaskId,
        pub text: Clinical,
        pub patient_id: Option<PatientId>,
        pub for_user_id: Option<UserId>,
        pub for_role: Option<String>,
        pub due_on: Option<NaiveDate>,
        pub urgent: bool,
        pub status: String,
        pub asked_at: Instant,
        pub asked_by: Option<UserId>,
        pub done_at: Option<Instant>,
        pub done_by: Option<UserId>,
    }
}

/// Whom a task is for: one person, or everybody of one role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct TaskFor {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
}

impl TaskFor {
    /// Errors in this order: `field.required` (to), `field.invalid` (to: a person and a role), `record.not_found` (user: nobody who
    /// signs in here).
    async fn check(&self, tx: &mut Tx) -> Result<()> {
        match (self.user_id, self.role) {
            (None, None) => Err(Error::field(Code::FieldRequired, "to")),
            (Some(_), Some(_)) => Err(Error::field(Code::FieldInvalid, "to")),
            (None, Some(_)) => Ok(()),
            (Some(user), None) => {
                let known: Option<(i64,)> =
                    tx.maybe("SELECT 1 FROM users WHERE id = ? AND active = TRUE", args![user]).await?;
                known.map(drop).ok_or_else(|| Error::new(Code::NotFound).with("kind", "user"))
            }
        }
    }
}

/// What changes to a task answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct TaskSaved {
    pub task_id: TaskId,
    #[ts(type = "number")]
    pub version: i64,
}

/// A task as the caller saw it, which is theirs or was asked by them.
///
/// Errors in this order: `record.not_found` (task: there is none, or it is between others), `record.changed_meanwhile`.
async fn concerning(tx: &mut Tx, cx: &Context, id: TaskId, version: i64) -> Result<Task> {
    let task: Task = tx.record(id.0).await?;
    if let Some(actor) = cx.actor.filter(|actor| task.for_user_id != Some(*actor) && task.asked_by != Some(*actor)) {
        let held: Option<(i64,)> = tx
            .maybe("SELECT 1 FROM user_roles WHERE user_id = ? AND role = ?", args![actor, task.for_role.clone()])
            .await?;
        held.ok_or_else(|| Error::new(Code::NotFound).with("kind", "task"))?;
    }
    refuse_stale(tx, &task, version).await?;
    Ok(task)
}

/// The same, not done yet. Errors: those of `concerning`, `task.done`.
async fn open(tx: &mut Tx, cx: &Context, id: TaskId, version: i64) -> Result<Task> {
    let task = concerning(tx, cx, id, version).await?;
    if task.status == "done" { Err(Error::new(Code::TaskDone)) } else { Ok(task) }
}

fn optional_text(text: Option<&Clinical>) -> Result<Option<Clinical>> {
    Ok(fields::optional("text", text.map(|text| text.0.as_str()), LONGEST)?.map(Clinical))
}

/// Writes the changed task and what was done with it.
async fn save(
    tx: &mut Tx,
    cx: &Context,
    (before, mut after): (&Task, Task),
    what: &'static str,
    text: Option<Clinical>,
) -> Result<TaskSaved> {
    tx.update(before, &mut after).await?;
    tx.exec(
        "INSERT INTO task_notes (id, task_id, what, text, at, user_id) VALUES (?, ?, ?, ?, ?, ?)",
        args![RowId(derived(cx.operation, "note")), after.id, what, text.clone(), cx.now, cx.actor],
    )
    .await?;
    tx.note(Kind::Task, after.id.0, what, Json::Null, json!(text));
    Ok(TaskSaved { task_id: after.id, version: after.version })
}
