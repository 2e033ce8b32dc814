//! Booking somebody who waits: the appointment is made and the waiting ends, or neither.

use super::asked::{AskAnswer, write_ask};
use super::entry::{BOOKED, WaitlistEntry, waiting};
use crate::access::Permission;
use crate::appointments::appointment::AppointmentSaved;
use crate::appointments::book::BookAppointment;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::ids::WaitlistId;
use crate::operation::Operate;
use crate::store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Books an appointment for somebody on the waitlist and records that they accepted. Undoing it lets them wait again.
///
/// Errors in this order: `record.not_found` (waitlist), `waitlist.not_waiting`, `record.changed_meanwhile`, `field.invalid`
/// (booking.patient_id: another patient's booking), then those of `BookAppointment`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct BookFromWaitlist {
    pub waitlist_id: WaitlistId,
    #[ts(type = "number")]
    pub version: i64,
    pub booking: BookAppointment,
}

impl Operate for BookFromWaitlist {
    const PERMISSION: Permission = Permission::AppointmentBook;
    type Outcome = AppointmentSaved;

    fn example() -> Self {
        BookFromWaitlist { waitlist_id: WaitlistId::new(), version: 1, booking: BookAppointment::example() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<AppointmentSaved> {
        let before = waiting(tx, self.waitlist_id, self.version).await?;
        if before.patient_id != self.booking.patient_id {
            return Err(Error::field(Code::FieldInvalid, "booking.patient_id"));
        }
        let saved = self.booking.apply(tx, cx).await?;
        let mut after = WaitlistEntry {
            status: BOOKED.to_owned(),
            appointment_id: Some(self.booking.appointment_id),
            ..before.clone()
        };
        tx.update(&before, &mut after).await?;
        let (practitioner, starts_at) = (self.booking.practitioner_id, self.booking.starts_at);
        write_ask(tx, cx, after.id, practitioner, starts_at, AskAnswer::Accepted, None).await?;
        Ok(saved)
    }
}
