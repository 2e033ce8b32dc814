//! A doctor gives what was asked for, as it was or changed.

use super::{APPROVED, RepeatRequest, RepeatSaved, held, must_wait};
use crate::access::Permission;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::ids::RepeatId;
use crate::operation::Operate;
use crate::records::medicines::write::WritePrescription;
use crate::records::opened::must_be_open;
use crate::store::{Kind, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Prescribes what a patient asked for, under the rules of any prescription, and tells the desk that it is ready. Medicines, doses, days and quantities are as the doctor
/// writes them; no visit is needed.
///
/// Errors in this order: `record.not_found` (repeat_request), `chart.not_opened`, `repeat.settled` (status, by, at), `record.changed_meanwhile`, `field.invalid`
/// (prescription.patient_id: another patient's), those of `write_prescription`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct ApproveRepeat {
    pub repeat_id: RepeatId,
    #[ts(type = "number")]
    pub version: i64,
    pub prescription: WritePrescription,
}

impl Operate for ApproveRepeat {
    const PERMISSION: Permission = Permission::PrescriptionWrite;
    type Outcome = RepeatSaved;

    fn example() -> Self {
        ApproveRepeat { repeat_id: RepeatId::new(), version: 1, prescription: WritePrescription::example() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<RepeatSaved> {
        let before = held(tx, self.repeat_id).await?;
        must_be_open(tx, cx.into(), before.patient_id).await?;
        must_wait(tx, &before, self.version).await?;
        if self.prescription.patient_id != before.patient_id {
            return Err(Error::field(Code::FieldInvalid, "prescription.patient_id"));
        }
        self.prescription.apply(tx, cx).await?;
        let mut after = RepeatRequest {
            status: APPROVED.to_owned(),
            prescription_id: Some(self.prescription.prescription_id),
            answered_at: Some(cx.now),
            answered_by: cx.actor,
            ..before.clone()
        };
        tx.update(&before, &mut after).await?;
        tx.touch(Kind::Patient, before.patient_id.0);
        Ok(RepeatSaved::of(&after))
    }
}
