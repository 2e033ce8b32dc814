//! Booking the visit that was asked for: the appointment is made and the recall is settled, or neither.

use super::{BOOKED, Recall, open};
use crate::access::Permission;
use crate::appointments::appointment::AppointmentSaved;
use crate::appointments::book::BookAppointment;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::ids::RecallId;
use crate::operation::Operate;
use crate::store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Books an appointment for a recall. Undoing it, or an appointment that does not come about, opens it again.
///
/// Errors in this order: `record.not_found` (recall), `recall.settled` (status), `record.changed_meanwhile`, `field.invalid` (booking.patient_id: another
/// patient's booking), then those of `BookAppointment`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct BookRecall {
    pub recall_id: RecallId,
    #[ts(type = "number")]
    pub version: i64,
    pub booking: BookAppointment,
}

impl Operate for BookRecall {
    const PERMISSION: Permission = Permission::AppointmentBook;
    type Outcome = AppointmentSaved;

    fn example() -> Self {
        BookRecall { recall_id: RecallId::new(), version: 1, booking: BookAppointment::example() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<AppointmentSaved> {
        let before = open(tx, self.recall_id, self.version).await?;
        if before.patient_id != self.booking.patient_id {
            return Err(Error::field(Code::FieldInvalid, "booking.patient_id"));
        }
        let saved = self.booking.apply(tx, cx).await?;
        let mut after =
            Recall { status: BOOKED.to_owned(), appointment_id: Some(self.booking.appointment_id), ..before.clone() };
        tx.update(&before, &mut after).await?;
        Ok(saved)
    }
}
