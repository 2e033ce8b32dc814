//! Stopping a medicine, and one that was entered in error. What was prescribed stays as it was written.

use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields::{self, Clinical};
use crate::ids::{PatientId, PrescriptionId, PrescriptionItemId};
use crate::operation::Operate;
use crate::records::opened::must_be_open;
use crate::records::strikes::strike;
use crate::store::{Kind, Read, Tx};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

#[derive(sqlx::FromRow)]
struct Item {
    prescription_id: PrescriptionId,
    patient_id: PatientId,
    prescribed_on: NaiveDate,
    struck: Option<String>,
    stopped_on: Option<NaiveDate>,
    stopped_by: Option<String>,
}

/// An item that was not entered in error.
///
/// Errors in this order: `record.not_found` (prescription), `chart.not_opened`, `record.struck`.
async fn standing(tx: &mut Tx, cx: &Context, id: PrescriptionItemId) -> Result<Item> {
    let sql = "SELECT i.prescription_id, p.patient_id, p.prescribed_on, k.reason AS struck, s.stopped_on, u.name AS stopped_by \
         FROM prescription_items i JOIN prescriptions p ON p.id = i.prescription_id LEFT JOIN strikes k ON k.row_id = i.id \
         LEFT JOIN prescription_stops s ON s.item_id = i.id LEFT JOIN users u ON u.id = s.stopped_by WHERE i.id = ?";
    let found: Option<Item> = tx.maybe(sql, args![id]).await?;
    let item = found.ok_or_else(|| Error::new(Code::NotFound).with("kind", Kind::Prescription))?;
    must_be_open(tx, cx.into(), item.patient_id).await?;
    if item.struck.is_some() { Err(Error::new(Code::RecordStruck)) } else { Ok(item) }
}

/// Stops a medicine: `stopped_on`, today or before, is its first day without.
///
/// Errors in this order: field errors (reason, stopped_on), `record.not_found` (prescription), `chart.not_opened`, `record.struck`,
/// `field.out_of_range` (stopped_on: before it was prescribed), `prescription.stopped` (on, by).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct StopMedicine {
    pub item_id: PrescriptionItemId,
    pub stopped_on: NaiveDate,
    #[ts(type = "string")]
    pub reason: Clinical,
}

impl Operate for StopMedicine {
    const PERMISSION: Permission = Permission::PrescriptionWrite;
    type Outcome = ();

    fn example() -> Self {
        StopMedicine {
            item_id: PrescriptionItemId::new(),
            stopped_on: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default(),
            reason: Clinical("Makes her dizzy".into()),
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let reason = Clinical(fields::text("reason", &self.reason.0, 300)?);
        fields::day("stopped_on", self.stopped_on)?;
        let today = cx.wall_now().date();
        if self.stopped_on > today {
            return Err(Error::field(Code::FieldOutOfRange, "stopped_on").with("max", today));
        }
        let item = standing(tx, cx, self.item_id).await?;
        if self.stopped_on < item.prescribed_on {
            let error = Error::field(Code::FieldOutOfRange, "stopped_on");
            return Err(error.with("min", item.prescribed_on).with("max", today));
        }
        if let Some(on) = item.stopped_on {
            return Err(Error::new(Code::PrescriptionStopped).with("on", on).with("by", item.stopped_by));
        }
        tx.exec(
            "INSERT INTO prescription_stops (item_id, stopped_on, reason, stopped_at, stopped_by) VALUES (?, ?, ?, ?, ?)",
            args![self.item_id, self.stopped_on, reason.clone(), cx.now, cx.actor],
        )
        .await?;
        let after = json!({ "item_id": self.item_id, "on": self.stopped_on, "reason": reason });
        tx.note(Kind::Prescription, item.prescription_id.0, "stopped", Json::Null, after);
        tx.touch(Kind::Patient, item.patient_id.0);
        Ok(())
    }
}

/// Marks a medicine of a prescription as entered in error. In a signed visit it stays as it was signed, struck through.
///
/// Errors in this order: field errors (reason), `record.not_found` (prescription), `chart.not_opened`, `record.struck`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct StrikeMedicine {
    pub item_id: PrescriptionItemId,
    pub reason: String,
}

impl Operate for StrikeMedicine {
    const PERMISSION: Permission = Permission::PrescriptionWrite;
    type Outcome = ();

    fn example() -> Self {
        StrikeMedicine { item_id: PrescriptionItemId::new(), reason: "Another patient's".into() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let reason = fields::text("reason", &self.reason, 500)?;
        let item = standing(tx, cx, self.item_id).await?;
        tx.touch(Kind::Prescription, item.prescription_id.0);
        strike(tx, cx, "medicine", self.item_id.0, item.patient_id, &reason).await
    }
}
