//! Asking somebody to do something.

use super::{LONGEST, Task, TaskFor, TaskSaved};
use crate::access::{Permission, Role};
use crate::clinic::Context;
use crate::error::Result;
use crate::fields::{self, Clinical};
use crate::ids::{PatientId, TaskId};
use crate::operation::Operate;
use crate::records::must_exist;
use crate::store::Tx;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Asks a person, or everybody of a role, to do something. `due_on` is a day of the clinic's calendar; it may be over already, because what is
/// late has to be said too.
///
/// Errors in this order: field errors (text, due_on), those of `to` (see `TaskFor`), `patient.not_found`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AddTask {
    pub task_id: TaskId,
    #[ts(type = "string")]
    pub text: Clinical,
    pub to: TaskFor,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_id: Option<PatientId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    #[serde(default)]
    pub urgent: bool,
}

impl Operate for AddTask {
    const PERMISSION: Permission = Permission::PatientView;
    type Outcome = TaskSaved;

    fn example() -> Self {
        AddTask {
            task_id: TaskId::new(),
            text: Clinical("Please call about the letter".into()),
            to: TaskFor { user_id: None, role: Some(Role::Receptionist) },
            patient_id: Some(PatientId::new()),
            due_on: NaiveDate::from_ymd_opt(2026, 12, 1),
            urgent: false,
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<TaskSaved> {
        let text = Clinical(fields::text("text", &self.text.0, LONGEST)?);
        self.due_on.map_or(Ok(()), |day| fields::day("due_on", day))?;
        self.to.check(tx).await?;
        if let Some(patient) = self.patient_id {
            must_exist(tx, patient).await?;
        }
        tx.insert(&Task {
            id: self.task_id,
            version: 1,
            text,
            patient_id: self.patient_id,
            for_user_id: self.to.user_id,
            for_role: self.to.role.map(|role| role.text().to_owned()),
            due_on: self.due_on,
            urgent: self.urgent,
            status: "open".to_owned(),
            asked_at: cx.now,
            asked_by: cx.actor,
            done_at: None,
            done_by: None,
        })
        .await?;
        Ok(TaskSaved { task_id: self.task_id, version: 1 })
    }
}
