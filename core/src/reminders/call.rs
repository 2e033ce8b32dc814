//! Recording a call to a patient about their appointment.

use crate::access::Permission;
use crate::appointments::appointment::{AppointmentSaved, Status, note_status, seen};
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::{AppointmentId, RowId, derived};
use crate::operation::Operate;
use crate::store::{Kind, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum CallOutcome {
    Confirmed,
    NoAnswer,
    Moved,
}

impl CallOutcome {
    pub fn text(self) -> &'static str {
        match self {
            CallOutcome::Confirmed => "confirmed",
            CallOutcome::NoAnswer => "no_answer",
            CallOutcome::Moved => "moved",
        }
    }
}

/// Records a call and what came of it. Confirmed: the appointment is confirmed in the same step. Moved: the move itself is
/// `move_appointment`, this says that it came of a call. Undoing it takes the confirmation back; that somebody called stays.
///
/// Errors in this order: field errors (note), `appointment.not_found`, `appointment.changed_meanwhile`,
/// `appointment.wrong_status` (from, to: only what is booked or confirmed is called about).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct RecordCall {
    pub appointment_id: AppointmentId,
    #[ts(type = "number")]
    pub version: i64,
    pub outcome: CallOutcome,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Operate for RecordCall {
    const PERMISSION: Permission = Permission::AppointmentStatus;
    type Outcome = AppointmentSaved;

    fn example() -> Self {
        RecordCall { appointment_id: AppointmentId::new(), version: 1, outcome: CallOutcome::Confirmed, note: None }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<AppointmentSaved> {
        let note = fields::optional("note", self.note.as_deref(), 200)?;
        let before = seen(tx, self.appointment_id, self.version).await?;
        let from = before.status();
        if !matches!(from, Status::Booked | Status::Confirmed) {
            return Err(Error::new(Code::AppointmentWrongStatus).with("from", from).with("to", Status::Confirmed));
        }
        let mut after = before.clone();
        if self.outcome == CallOutcome::Confirmed && from == Status::Booked {
            after.status = Status::Confirmed.text().to_owned();
            after.status_since = cx.now;
            tx.update(&before, &mut after).await?;
            note_status(tx, cx, Some(from), &after, None).await?;
        }
        tx.exec(
            "INSERT INTO appointment_calls (id, appointment_id, outcome, note, at, user_id) VALUES (?, ?, ?, ?, ?, ?)",
            args![RowId(derived(cx.operation, "call")), after.id, self.outcome.text(), note.clone(), cx.now, cx.actor],
        )
        .await?;
        tx.note(Kind::Appointment, after.id.0, "call", Json::Null, json!({ "outcome": self.outcome, "note": note }));
        Ok(AppointmentSaved::from(&after))
    }
}
