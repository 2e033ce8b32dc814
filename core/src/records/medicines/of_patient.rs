//! What was prescribed for a patient: what they take now, and what is over.

use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::{MedicineId, PatientId, PractitionerId, PrescriptionId, PrescriptionItemId, VisitRecordId};
use crate::question::Ask;
use crate::records::opened::must_be_open;
use crate::store::{Clause, Db, Read};
use crate::time::Instant;
use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Everything that was prescribed for a patient, the newest first; also what was stopped, repeated or entered in error.
///
/// Errors in this order: `patient.not_found`, `chart.not_opened`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskPatientMedicines {
    pub patient_id: PatientId,
}

impl Ask for AskPatientMedicines {
    const PERMISSION: Permission = Permission::RecordView;
    type Answer = Vec<MedicineLine>;

    fn example() -> Self {
        AskPatientMedicines { patient_id: PatientId::new() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<MedicineLine>> {
        must_be_open(db, asker.into(), self.patient_id).await?;
        of_patient(db, self.patient_id, asker.wall_now().date()).await
    }
}

/// One medicine of a prescription, every word as it was written. `until` is its last day, and nothing when it is taken until it is stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct MedicineLine {
    pub item_id: PrescriptionItemId,
    pub prescription_id: PrescriptionId,
    pub visit_id: Option<VisitRecordId>,
    pub medicine_id: Option<MedicineId>,
    pub medicine: String,
    pub ingredient: Option<String>,
    pub family: Option<String>,
    pub strength: Option<String>,
    pub form: Option<String>,
    pub dose: String,
    pub frequency: String,
    #[ts(type = "number | null")]
    pub days: Option<i64>,
    pub quantity: Option<String>,
    pub instructions: Option<String>,
    pub override_reason: Option<String>,
    pub note: Option<String>,
    pub prescribed_on: NaiveDate,
    pub until: Option<NaiveDate>,
    pub practitioner_id: PractitionerId,
    pub practitioner: String,
    pub stopped: Option<StopLine>,
    /// A later prescription goes on from this one.
    pub repeated: bool,
    /// Why it was entered in error.
    pub struck: Option<String>,
    /// Taken today, as far as the clinic knows.
    pub is_current: bool,
}

/// When a medicine was stopped (its first day without), why and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct StopLine {
    pub on: NaiveDate,
    pub reason: String,
    pub at: Option<Instant>,
    pub by: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    item_id: PrescriptionItemId,
    prescription_id: PrescriptionId,
    visit_id: Option<VisitRecordId>,
    medicine_id: Option<MedicineId>,
    repeats_id: Option<PrescriptionItemId>,
    medicine: String,
    ingredient: Option<String>,
    family: Option<String>,
    strength: Option<String>,
    form: Option<String>,
    dose: String,
    frequency: String,
    days: Option<i64>,
    quantity: Option<String>,
    instructions: Option<String>,
    override_reason: Option<String>,
    note: Option<String>,
    prescribed_on: NaiveDate,
    practitioner_id: PractitionerId,
    practitioner: String,
    stopped_on: Option<NaiveDate>,
    stop_reason: Option<String>,
    stopped_at: Option<Instant>,
    stopped_by: Option<String>,
    struck: Option<String>,
}

const ROWS: &str = "SELECT i.id AS item_id, i.prescription_id, p.record_id AS visit_id, i.medicine_id, i.repeats_id, i.medicine, i.ingredient, i.family, \
     i.strength, i.form, i.dose, i.frequency, i.days, i.quantity, i.instructions, i.override_reason, p.note, p.prescribed_on, p.doctor_id AS practitioner_id, \
     d.name AS practitioner, s.stopped_on, s.reason AS stop_reason, s.stopped_at, u.name AS stopped_by, k.reason AS struck \
     FROM prescriptions p JOIN prescription_items i ON i.prescription_id = p.id JOIN doctors d ON d.id = p.doctor_id \
     LEFT JOIN prescription_stops s ON s.item_id = i.id LEFT JOIN users u ON u.id = s.stopped_by LEFT JOIN strikes k ON k.row_id = i.id ";

impl Row {
    fn until(&self) -> Option<NaiveDate> {
        let days = u64::try_from(self.days?).ok()?;
        self.prescribed_on.checked_add_days(Days::new(days.saturating_sub(1)))
    }

    fn line(self, today: NaiveDate, repeated: &BTreeSet<PrescriptionItemId>) -> MedicineLine {
        let (until, repeated) = (self.until(), repeated.contains(&self.item_id));
        let is_over = until.is_some_and(|until| until < today) || self.stopped_on.is_some_and(|on| on <= today);
        MedicineLine {
            is_current: !is_over && !repeated && self.struck.is_none(),
            until,
            repeated,
            stopped: self.stopped_on.map(|on| StopLine {
                on,
                reason: self.stop_reason.unwrap_or_default(),
                at: self.stopped_at,
                by: self.stopped_by.unwrap_or_default(),
            }),
            item_id: self.item_id,
            prescription_id: self.prescription_id,
            visit_id: self.visit_id,
            medicine_id: self.medicine_id,
            medicine: self.medicine,
            ingredient: self.ingredient,
            family: self.family,
            strength: self.strength,
            form: self.form,
            dose: self.dose,
            frequency: self.frequency,
            days: self.days,
            quantity: self.quantity,
            instructions: self.instructions,
            override_reason: self.override_reason,
            note: self.note,
            prescribed_on: self.prescribed_on,
            practitioner_id: self.practitioner_id,
            practitioner: self.practitioner,
            struck: self.struck,
        }
    }
}

pub(in crate::records) async fn of_patient(
    read: &mut impl Read,
    patient: PatientId,
    today: NaiveDate,
) -> Result<Vec<MedicineLine>> {
    let order = "WHERE p.patient_id = ? ORDER BY p.prescribed_on DESC, p.id DESC, i.position";
    let rows: Vec<Row> = read.all_of(Clause::new(ROWS, vec![]).and(order, args![patient])).await?;
    // What repeats and was entered in error leaves the earlier one as it was.
    let repeated: BTreeSet<_> =
        rows.iter().filter(|row| row.struck.is_none()).filter_map(|row| row.repeats_id).collect();
    Ok(rows.into_iter().map(|row| row.line(today, &repeated)).collect())
}

/// What one prescription holds. Whether a later one goes on from it is not looked at.
pub(in crate::records) async fn of_prescription(
    read: &mut impl Read,
    id: PrescriptionId,
    today: NaiveDate,
) -> Result<Vec<MedicineLine>> {
    let order = "WHERE p.id = ? ORDER BY i.position";
    let rows: Vec<Row> = read.all_of(Clause::new(ROWS, vec![]).and(order, args![id])).await?;
    Ok(rows.into_iter().map(|row| row.line(today, &BTreeSet::new())).collect())
}

/// What was prescribed at a visit.
pub(in crate::records) async fn of_visit(
    read: &mut impl Read,
    patient: PatientId,
    visit: VisitRecordId,
    today: NaiveDate,
) -> Result<Vec<MedicineLine>> {
    let mut lines = of_patient(read, patient, today).await?;
    lines.retain(|line| line.visit_id == Some(visit));
    Ok(lines)
}
