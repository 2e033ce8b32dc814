//! A visit that was entered in error, with everything that belongs to it.

use super::{DRAFT, VisitRecord, hold, same_version, standing};
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::Result;
use crate::fields;
use crate::ids::{FileId, LetterId, PrescriptionId, PrescriptionItemId, VaccinationId, VisitRecordId, VitalId};
use crate::operation::Operate;
use crate::records::strikes::strike;
use crate::records::{files, letters, vaccinations};
use crate::store::{Kind, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Marks a visit as entered in error, and with it what was prescribed at it, the letters written and the files attached for it, and what its signature covers: the
/// values and vaccinations. All of that stays readable, struck through, and leaves everything else. A signed visit keeps its text, its signature and its appointment;
/// a draft lets go of the appointment, so that the visit can be written again, and of the day's values and vaccinations it owns none.
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
        hold(tx, self.visit_id).await?;
        let row = standing(tx, cx, self.visit_id).await?;
        same_version(tx, &row, self.version).await?;
        // Who adds to the visit waits here, and then sees that it is struck.
        tx.exec("UPDATE patients SET version = version WHERE id = ?", args![row.patient_id]).await?;
        if row.status == DRAFT {
            let mut after = VisitRecord { appointment_id: None, ..row.clone() };
            tx.update(&row, &mut after).await?;
        } else {
            tx.touch(Kind::VisitRecord, row.id.0);
        }
        if let Some(appointment) = row.appointment_id {
            tx.touch(Kind::Appointment, appointment.0);
        }
        strike(tx, cx, "visit", row.id.0, row.patient_id, &reason).await?;
        strike_prescribed(tx, cx, &row, &reason).await?;
        strike_sealed(tx, cx, &row, &reason).await?;
        strike_papers(tx, cx, &row, &reason).await
    }
}

/// Each gets a strike of its own: whoever reads it needs to know nothing of visits, and what was struck before keeps its reason.
async fn strike_prescribed(tx: &mut Tx, cx: &Context, visit: &VisitRecord, reason: &str) -> Result<()> {
    let items: Vec<(PrescriptionItemId, PrescriptionId)> = tx
        .all(
            "SELECT i.id, i.prescription_id FROM prescriptions p JOIN prescription_items i ON i.prescription_id = p.id LEFT JOIN strikes k ON k.row_id = i.id \
             WHERE p.record_id = ? AND k.row_id IS NULL ORDER BY p.id, i.position",
            args![visit.id],
        )
        .await?;
    for (item, prescription) in items {
        tx.touch(Kind::Prescription, prescription.0);
        strike(tx, cx, "medicine", item.0, visit.patient_id, reason).await?;
    }
    Ok(())
}

/// What its signature took.
async fn strike_sealed(tx: &mut Tx, cx: &Context, visit: &VisitRecord, reason: &str) -> Result<()> {
    let sql = "SELECT v.id FROM vitals v LEFT JOIN strikes k ON k.row_id = v.id WHERE v.record_id = ? AND k.row_id IS NULL ORDER BY v.id";
    let values: Vec<(VitalId,)> = tx.all(sql, args![visit.id]).await?;
    for (value,) in values {
        tx.touch(Kind::Vital, value.0);
        strike(tx, cx, "vital", value.0, visit.patient_id, reason).await?;
    }
    let sql = "SELECT v.id FROM vaccinations v LEFT JOIN vaccination_strikes k ON k.vaccination_id = v.id \
               WHERE v.record_id = ? AND k.vaccination_id IS NULL ORDER BY v.id";
    let given: Vec<(VaccinationId,)> = tx.all(sql, args![visit.id]).await?;
    for (one,) in given {
        vaccinations::strike::write(tx, cx, one, reason).await?;
    }
    Ok(())
}

async fn strike_papers(tx: &mut Tx, cx: &Context, visit: &VisitRecord, reason: &str) -> Result<()> {
    let sql = "SELECT l.id FROM letters l LEFT JOIN letter_strikes k ON k.letter_id = l.id WHERE l.record_id = ? AND k.letter_id IS NULL ORDER BY l.id";
    let written: Vec<(LetterId,)> = tx.all(sql, args![visit.id]).await?;
    for (letter,) in written {
        letters::strike::write(tx, cx, letter, reason).await?;
    }
    let sql = "SELECT a.id FROM attachments a LEFT JOIN file_strikes k ON k.file_id = a.id WHERE a.record_id = ? AND k.file_id IS NULL ORDER BY a.id";
    let attached: Vec<(FileId,)> = tx.all(sql, args![visit.id]).await?;
    for (file,) in attached {
        files::strike::write(tx, cx, file, reason).await?;
    }
    Ok(())
}
