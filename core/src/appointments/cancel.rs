//! Cancelling, by the patient or by the clinic.

use super::appointment::{Appointment, AppointmentSaved, Status, note_status, seen};
use super::claims;
use crate::access::Permission;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::AppointmentId;
use crate::operation::Operate;
use crate::store::Tx;
use crate::time::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum CancelledBy {
    Patient,
    Clinic,
}

/// Cancels an appointment; its time is free again.
///
/// Errors in this order: field errors (reason), `appointment.not_found`, `appointment.changed_meanwhile`,
/// `appointment.wrong_status` (only what is booked, confirmed or arrived, or was marked a no-show, is cancelled).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct CancelAppointment {
    pub appointment_id: AppointmentId,
    #[ts(type = "number")]
    pub version: i64,
    pub by: CancelledBy,
    pub reason: String,
}

impl Appointment {
    pub(super) fn cancel(&mut self, by: CancelledBy, reason: &str, now: Instant) {
        self.status = Status::Cancelled.text().to_owned();
        self.status_since = now;
        self.waiting_for = None;
        self.cancelled_by = Some(if by == CancelledBy::Patient { "patient" } else { "clinic" }.to_owned());
        self.cancel_reason = Some(reason.to_owned());
    }
}

impl Operate for CancelAppointment {
    const PERMISSION: Permission = Permission::AppointmentBook;
    const OFFLINE: bool = true;
    type Outcome = AppointmentSaved;

    fn example() -> Self {
        CancelAppointment {
            appointment_id: AppointmentId::new(),
            version: 1,
            by: CancelledBy::Patient,
            reason: "Ill".into(),
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<AppointmentSaved> {
        let reason = fields::text("reason", &self.reason, 200)?;
        let before = seen(tx, self.appointment_id, self.version).await?;
        let from = before.status();
        if !matches!(from, Status::Booked | Status::Confirmed | Status::Arrived | Status::NoShow) {
            return Err(Error::new(Code::AppointmentWrongStatus).with("from", from).with("to", Status::Cancelled));
        }
        let mut after = before.clone();
        after.cancel(self.by, &reason, cx.now);
        claims::free(tx, before.id).await?;
        tx.update(&before, &mut after).await?;
        note_status(tx, cx, Some(from), &after, Some(&reason)).await?;
        Ok(AppointmentSaved::from(&after))
    }
}
