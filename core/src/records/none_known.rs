//! Whether a patient was asked about allergies. "None known" is written down by somebody; not asked is something else.

use super::must_exist;
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::ids::PatientId;
use crate::operation::Operate;
use crate::store::{Kind, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Standing {
    NotAsked,
    NoneKnown,
    Known,
}

/// Writes down that the patient knows of no allergies.
///
/// Errors in this order: `patient.not_found`, `allergy.some_known`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct RecordNoKnownAllergies {
    pub patient_id: PatientId,
}

impl Operate for RecordNoKnownAllergies {
    const PERMISSION: Permission = Permission::AllergyRecord;
    type Outcome = ();

    fn example() -> Self {
        RecordNoKnownAllergies { patient_id: PatientId::new() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        must_exist(tx, self.patient_id).await?;
        // First the row that whoever adds an allergy writes too: from here on one of the two waits for the other.
        write(tx, cx, self.patient_id, true).await?;
        let known: Option<(i64,)> = tx
            .maybe("SELECT 1 FROM allergies WHERE patient_id = ? AND status = 'active' LIMIT 1", args![self.patient_id])
            .await?;
        if known.is_some() {
            return Err(Error::new(Code::AllergySomeKnown));
        }
        Ok(())
    }
}

pub(super) async fn write(tx: &mut Tx, cx: &Context, patient: PatientId, none_known: bool) -> Result<()> {
    let before = known(tx, patient).await?;
    let today = cx.wall_now().date();
    let changed = tx
        .exec(
            "UPDATE allergy_reviews SET none_known = ?, asked_on = ?, asked_by = ? WHERE patient_id = ?",
            args![none_known, today, cx.actor, patient],
        )
        .await?;
    if changed == 0 {
        tx.exec(
            "INSERT INTO allergy_reviews (patient_id, none_known, asked_on, asked_by) VALUES (?, ?, ?, ?)",
            args![patient, none_known, today, cx.actor],
        )
        .await?;
    }
    tx.note(Kind::Patient, patient.0, "no_known_allergies", json!(before), json!(none_known));
    tx.touch(Kind::Patient, patient.0);
    Ok(())
}

async fn known(read: &mut impl Read, patient: PatientId) -> Result<Option<bool>> {
    let row: Option<(bool,)> =
        read.maybe("SELECT none_known FROM allergy_reviews WHERE patient_id = ?", args![patient]).await?;
    Ok(row.map(|(none_known,)| none_known))
}

pub(super) async fn standing(read: &mut impl Read, patient: PatientId, has_some: bool) -> Result<Standing> {
    if has_some {
        return Ok(Standing::Known);
    }
    Ok(if known(read, patient).await? == Some(true) { Standing::NoneKnown } else { Standing::NotAsked })
}
