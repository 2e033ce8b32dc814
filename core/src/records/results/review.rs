//! What a doctor makes of a result.

use super::{ResultOutcome, hold, waiting};
use crate::access::{Permission, Role};
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields::{self, Clinical};
use crate::ids::{FileId, PatientId, TaskId, TestRequestId, UserId};
use crate::operation::Operate;
use crate::records::opened::must_be_open;
use crate::store::{Kind, Read, Tx};
use crate::tasks::TaskFor;
use crate::tasks::add::AddTask;
use crate::time::Instant;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

/// Says of a result that it is normal, that the patient is to be called, or to be booked. The last two ask the desk, with the text that is given and without anything of the
/// result. `note` stays in the record. With `request_id` it also answers a request that it was not attached to.
///
/// Errors in this order: field errors (note, task_text: needed for the desk, and nothing else; task_id, due_on), `record.not_found` (file: there is none, or it is no
/// result), `chart.not_opened`, `record.struck`, `result.reviewed` (by, on), those of `request_id` (`record.not_found`, `request.settled`).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct ReviewResult {
    pub file_id: FileId,
    pub outcome: ResultOutcome,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub note: Option<Clinical>,
    /// The id of the task for the desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_id: Option<TaskId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub task_text: Option<Clinical>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    #[serde(default)]
    pub urgent: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<TestRequestId>,
}

#[derive(sqlx::FromRow)]
struct Row {
    patient_id: PatientId,
    request_id: Option<TestRequestId>,
    struck: Option<String>,
}

impl Operate for ReviewResult {
    const PERMISSION: Permission = Permission::RecordSign;
    type Outcome = ();

    fn example() -> Self {
        ReviewResult {
            file_id: FileId::new(),
            outcome: ResultOutcome::CallPatient,
            note: Some(Clinical("Potassium low: tablets again".into())),
            task_id: Some(TaskId::new()),
            task_text: Some(Clinical("Please call: the doctor has a result".into())),
            due_on: NaiveDate::from_ymd_opt(2026, 12, 1),
            urgent: false,
            request_id: None,
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let note = fields::optional("note", self.note.as_ref().map(|text| text.0.as_str()), 1000)?.map(Clinical);
        let task = self.task()?;
        // Of two who review at once, the second sees what the first wrote.
        tx.exec("UPDATE file_results SET doctor_id = doctor_id WHERE file_id = ?", args![self.file_id]).await?;
        let row = self.standing(tx, cx).await?;
        self.answer_request(tx, &row).await?;
        if let Some(task) = &task {
            AddTask { patient_id: Some(row.patient_id), ..task.clone() }.apply(tx, cx).await?;
        }
        tx.exec(
            "INSERT INTO result_reviews (file_id, outcome, note, task_id, reviewed_at, reviewed_by) VALUES (?, ?, ?, ?, ?, ?)",
            args![self.file_id, self.outcome.text(), note.clone(), task.map(|task| task.task_id), cx.now, cx.actor],
        )
        .await?;
        tx.note(Kind::File, self.file_id.0, "outcome", Json::Null, json!(self.outcome));
        tx.note(Kind::File, self.file_id.0, "note_on_result", Json::Null, json!(note));
        tx.touch(Kind::Patient, row.patient_id.0);
        Ok(())
    }
}

impl ReviewResult {
    /// What the desk is asked, for whom it is to be done.
    ///
    /// Errors in this order: `field.invalid` (task_text: nothing is asked), `field.required` (task_text, task_id).
    fn task(&self) -> Result<Option<AddTask>> {
        let text = self.task_text.as_ref().map(|text| text.0.trim()).filter(|text| !text.is_empty());
        if self.outcome == ResultOutcome::Normal {
            return if text.is_none() { Ok(None) } else { Err(Error::field(Code::FieldInvalid, "task_text")) };
        }
        let text = fields::text("task_text", text.unwrap_or_default(), 1000)?;
        let task_id = self.task_id.ok_or_else(|| Error::field(Code::FieldRequired, "task_id"))?;
        self.due_on.map_or(Ok(()), |day| fields::day("due_on", day))?;
        Ok(Some(AddTask {
            task_id,
            text: Clinical(text),
            to: TaskFor { user_id: None, role: Some(Role::Receptionist) },
            patient_id: None,
            due_on: self.due_on,
            urgent: self.urgent,
        }))
    }

    /// Errors in this order: `record.not_found` (file), `chart.not_opened`, `record.struck`, `result.reviewed` (by, on).
    async fn standing(&self, tx: &mut Tx, cx: &Context) -> Result<Row> {
        let row: Option<Row> = tx
            .maybe(
                "SELECT a.patient_id, r.request_id, s.reason AS struck FROM attachments a JOIN file_results r ON r.file_id = a.id \
                 LEFT JOIN file_strikes s ON s.file_id = a.id WHERE a.id = ?",
                args![self.file_id],
            )
            .await?;
        let row = row.ok_or_else(|| Error::new(Code::NotFound).with("kind", "file"))?;
        must_be_open(tx, cx.into(), row.patient_id).await?;
        if row.struck.is_some() {
            return Err(Error::new(Code::RecordStruck));
        }
        let reviewed: Option<(Instant, Option<UserId>, Option<String>)> = tx
            .maybe(
                "SELECT v.reviewed_at, v.reviewed_by, u.name FROM result_reviews v LEFT JOIN users u ON u.id = v.reviewed_by WHERE v.file_id = ?",
                args![self.file_id],
            )
            .await?;
        match reviewed {
            None => Ok(row),
            Some((at, _, by)) => {
                let on = at.on_wall(cx.settings.zone).date();
                Err(Error::new(Code::ResultReviewed).with("by", by).with("on", on))
            }
        }
    }

    /// Errors: those of `waiting`.
    async fn answer_request(&self, tx: &mut Tx, row: &Row) -> Result<()> {
        let Some(request) = self.request_id.filter(|request| row.request_id != Some(*request)) else { return Ok(()) };
        hold(tx, request).await?;
        waiting(tx, request, row.patient_id).await?;
        tx.exec("UPDATE file_results SET request_id = ? WHERE file_id = ?", args![request, self.file_id]).await?;
        tx.touch(Kind::TestRequest, request.0);
        Ok(())
    }
}
