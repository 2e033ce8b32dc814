//! A visit that was entered in error.

use super::{DRAFT, VisitRecord, same_version, standing};
use crate::access::Permission;
use crate::clinic::Context;
use crate::error::Result;
use crate::fields;
use crate::ids::VisitRecordId;
use crate::operation::Operate;
use crate::records::strikes::strike;
use crate::store::{Kind, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Marks a visit as entered in error. A signed one keeps its text, its signature and its appointment; a draft lets go of the appointment,
/// so that the visit can be written again.
///
/// Errors in this order: field errors (reason), `record.not_found` (visit_record), `chart.not_opened`, `record.struck`,
/// `visit.changed_meanwhile` (by, at, version, theirs).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct StrikeVisit {
    pub visit_id: VisitRecordId,
    #[ts(type = "number")]
    pub version: i64,
    pub reason: String,
}

impl Operate for StrikeVisit {
    const PERMISSION: Permission = Permission::RecordSign;
    type Outcome = ();

    fn example() -> Self {
        StrikeVisit { visit_id: VisitRecordId::new(), version: 1, reason: "Another patient's".into() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let reason = fields::text("reason", &self.reason, 500)?;
        let row = standing(tx, cx, self.visit_id).await?;
        same_version(tx, &row, self.version).await?;
        if row.status == DRAFT {
            let mut after = VisitRecord { appointment_id: None, ..row.clone() };
            tx.update(&row, &mut after).await?;
        } else {
            tx.touch(Kind::VisitRecord, row.id.0);
        }
        if let Some(appointment) = row.appointment_id {
            tx.touch(Kind::Appointment, appointment.0);
        }
        strike(tx, cx, "visit", row.id.0, row.patient_id, &reason).await
    }
}
