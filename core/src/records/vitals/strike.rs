//! A measurement that was entered in error.

use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::{PatientId, UserId, VitalId};
use crate::operation::Operate;
use crate::records::strikes::strike;
use crate::store::{Kind, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Marks a measurement as entered in error: one's own, or anybody's for those who sign visits. In a signed visit it stays as it was signed,
/// struck through.
///
/// Errors in this order: field errors (reason), `record.not_found` (vital), `record.struck`, `vitals.not_yours` (by).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct StrikeVital {
    pub vital_id: VitalId,
    pub reason: String,
}

impl Operate for StrikeVital {
    const PERMISSION: Permission = Permission::VitalsWrite;
    type Outcome = ();

    fn example() -> Self {
        StrikeVital { vital_id: VitalId::new(), reason: "Read off wrongly".into() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let reason = fields::text("reason", &self.reason, 500)?;
        let row: Option<(PatientId, UserId, String, Option<String>)> = tx
            .maybe(
                "SELECT v.patient_id, v.entered_by, u.name, s.reason FROM vitals v JOIN users u ON u.id = v.entered_by \
                 LEFT JOIN strikes s ON s.row_id = v.id WHERE v.id = ?",
                args![self.vital_id],
            )
            .await?;
        let (patient, by, name, struck) = row.ok_or_else(|| Error::new(Code::NotFound).with("kind", "vital"))?;
        if struck.is_some() {
            return Err(Error::new(Code::RecordStruck));
        }
        if Some(by) != cx.actor && !cx.may(Permission::RecordSign) {
            return Err(Error::new(Code::VitalsNotYours).with("by", name));
        }
        tx.touch(Kind::Vital, self.vital_id.0);
        strike(tx, cx, "vital", self.vital_id.0, patient, &reason).await
    }
}
