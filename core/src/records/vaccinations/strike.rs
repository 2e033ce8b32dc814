//! A vaccination that was entered in error.

use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields::{self, Clinical};
use crate::ids::{PatientId, UserId, VaccinationId};
use crate::operation::Operate;
use crate::records::opened::must_be_open;
use crate::store::{Kind, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

/// Marks a vaccination as entered in error: one's own, or anybody's for those who sign visits. In a signed visit it stays as it was signed,
/// struck through.
///
/// Errors in this order: field errors (reason), `record.not_found` (vaccination), `chart.not_opened`, `record.struck`,
/// `vaccination.not_yours` (by).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct StrikeVaccination {
    pub vaccination_id: VaccinationId,
    pub reason: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    patient_id: PatientId,
    entered_by: Option<UserId>,
    name: Option<String>,
    struck: Option<String>,
}

impl Operate for StrikeVaccination {
    const PERMISSION: Permission = Permission::VitalsWrite;
    type Outcome = ();

    fn example() -> Self {
        StrikeVaccination { vaccination_id: VaccinationId::new(), reason: "Another patient's".into() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let reason = fields::text("reason", &self.reason, 500)?;
        let row: Option<Row> = tx
            .maybe(
                "SELECT v.patient_id, v.entered_by, u.name, s.reason AS struck FROM vaccinations v LEFT JOIN users u ON u.id = v.entered_by \
                 LEFT JOIN vaccination_strikes s ON s.vaccination_id = v.id WHERE v.id = ?",
                args![self.vaccination_id],
            )
            .await?;
        let row = row.ok_or_else(|| Error::new(Code::NotFound).with("kind", "vaccination"))?;
        must_be_open(tx, cx.into(), row.patient_id).await?;
        if row.struck.is_some() {
            return Err(Error::new(Code::RecordStruck));
        }
        if row.entered_by != cx.actor && !cx.may(Permission::RecordSign) {
            return Err(Error::new(Code::VaccinationNotYours).with("by", row.name));
        }
        write(tx, cx, self.vaccination_id, &reason).await?;
        tx.touch(Kind::Patient, row.patient_id.0);
        Ok(())
    }
}

/// Writes the row of a vaccination that was entered in error.
pub(in crate::records) async fn write(tx: &mut Tx, cx: &Context, id: VaccinationId, reason: &str) -> Result<()> {
    tx.exec(
        "INSERT INTO vaccination_strikes (vaccination_id, reason, struck_at, struck_by) VALUES (?, ?, ?, ?)",
        args![id, reason, cx.now, cx.actor],
    )
    .await?;
    tx.note(Kind::Vaccination, id.0, "struck", Json::Null, json!(Clinical(reason.to_owned())));
    Ok(())
}
