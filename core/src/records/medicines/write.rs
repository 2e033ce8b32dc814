//! Writing a prescription. It is signed by being written, and stays as it is.

use super::formulary::Medicine;
use super::interactions;
use super::of_patient;
use super::warnings::{Warning, warnings};
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields::{self, Clinical};
use crate::ids::*;
use crate::operation::Operate;
use crate::records::allergies;
use crate::records::opened::must_be_open;
use crate::records::visits;
use crate::store::{Kind, Read, Tx, Value};
use crate::time::Instant;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

const MOST_ITEMS: usize = 30;

crate::record! {
    pub struct Prescription in "prescriptions" as Prescription {
        pub id: PrescriptionId,
        pub patient_id: PatientId,
        pub record_id: Option<VisitRecordId>,
        pub doctor_id: PractitionerId,
        pub status: String,
        pub prescribed_on: NaiveDate,
        pub signed_at: Option<Instant>,
        pub note: Option<Clinical>,
    }
}

/// One medicine. With `medicine_id` its ingredient comes from the clinic's list unless it is written here; `repeats_id` is the line of an earlier
/// prescription that this one goes on from. Without `days` (1 to 3650, the first included) it is taken until it is stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct PrescribedItem {
    pub item_id: PrescriptionItemId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medicine_id: Option<MedicineId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeats_id: Option<PrescriptionItemId>,
    #[ts(type = "string")]
    pub medicine: Clinical,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub ingredient: Option<Clinical>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub strength: Option<Clinical>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub form: Option<Clinical>,
    #[ts(type = "string")]
    pub dose: Clinical,
    #[ts(type = "string")]
    pub frequency: Clinical,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "number | null")]
    pub days: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub quantity: Option<Clinical>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub instructions: Option<Clinical>,
    /// Prescribed all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub all_the_same: Option<AllTheSame>,
}

/// Why a medicine is prescribed against warnings, and against which ones (their `row_id`): one that nobody has seen yet refuses again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AllTheSame {
    #[ts(type = "string")]
    pub reason: Clinical,
    #[serde(default)]
    pub seen: Vec<RowId>,
}

/// An item as it is written.
pub(super) struct Line {
    pub item_id: PrescriptionItemId,
    medicine_id: Option<MedicineId>,
    pub repeats_id: Option<PrescriptionItemId>,
    pub medicine: String,
    pub ingredient: Option<String>,
    pub family: Option<String>,
    strength: Option<String>,
    form: Option<String>,
    dose: String,
    frequency: String,
    days: Option<i64>,
    quantity: Option<String>,
    instructions: Option<String>,
    reason: Option<String>,
    seen: Vec<RowId>,
}

impl PrescribedItem {
    pub fn example() -> PrescribedItem {
        PrescribedItem {
            item_id: PrescriptionItemId::new(),
            medicine_id: None,
            repeats_id: None,
            medicine: Clinical("Paracetamol".into()),
            ingredient: Some(Clinical("paracetamol".into())),
            strength: Some(Clinical("500 mg".into())),
            form: Some(Clinical("tablet".into())),
            dose: Clinical("1 tablet".into()),
            frequency: Clinical("every 6 hours".into()),
            days: Some(5),
            quantity: Some(Clinical("20 tablets".into())),
            instructions: Some(Clinical("At most four a day".into())),
            all_the_same: None,
        }
    }

    /// Errors: field errors (`items.n.` medicine, ingredient, strength, form, dose, frequency, days, quantity, instructions,
    /// all_the_same.reason).
    fn checked(&self, n: usize) -> Result<Line> {
        let path = |field: &str| format!("items.{n}.{field}");
        let text = |field: &str, value: &Clinical, max| fields::text(&path(field), &value.0, max);
        let optional = |field: &str, value: &Option<Clinical>, max| {
            fields::optional(&path(field), value.as_ref().map(|value| value.0.as_str()), max)
        };
        let line = Line {
            item_id: self.item_id,
            medicine_id: self.medicine_id,
            repeats_id: self.repeats_id,
            medicine: text("medicine", &self.medicine, 200)?,
            ingredient: optional("ingredient", &self.ingredient, 200)?,
            family: None,
            strength: optional("strength", &self.strength, 60)?,
            form: optional("form", &self.form, 60)?,
            dose: text("dose", &self.dose, 120)?,
            frequency: text("frequency", &self.frequency, 120)?,
            days: self.days,
            quantity: optional("quantity", &self.quantity, 60)?,
            instructions: optional("instructions", &self.instructions, 500)?,
            reason: match &self.all_the_same {
                Some(same) => Some(text("all_the_same.reason", &same.reason, 300)?),
                None => None,
            },
            seen: self.all_the_same.as_ref().map(|same| same.seen.clone()).unwrap_or_default(),
        };
        if self.days.is_some_and(|days| !(1..=3650).contains(&days)) {
            return Err(Error::field(Code::FieldOutOfRange, &path("days")).with("min", 1).with("max", 3650));
        }
        Ok(line)
    }
}

/// Prescribes medicines for a patient, as of today, also at a visit that is not signed yet. What speaks against one of them refuses it until a
/// reason is given; the reason is kept. Where the practitioner has an account, nobody else prescribes.
///
/// Errors in this order: field errors (items, `items.n.…`, note), `patient.not_found`, `chart.not_opened`, `record.not_found` (visit_record,
/// also another patient's), `record.struck`, `visit.signed`, `record.not_found` (practitioner), `prescription.not_yours` (practitioner),
/// `record.not_found` (medicine; prescription of a line that is repeated), `prescription.warned` (warnings).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct WritePrescription {
    pub prescription_id: PrescriptionId,
    pub patient_id: PatientId,
    pub practitioner_id: PractitionerId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit_id: Option<VisitRecordId>,
    pub items: Vec<PrescribedItem>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub note: Option<Clinical>,
}

impl Operate for WritePrescription {
    const PERMISSION: Permission = Permission::PrescriptionWrite;
    type Outcome = ();

    fn example() -> Self {
        WritePrescription {
            prescription_id: PrescriptionId::new(),
            patient_id: PatientId::new(),
            practitioner_id: PractitionerId::new(),
            visit_id: None,
            items: vec![PrescribedItem::example()],
            note: None,
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let mut lines = checked_items(&self.items)?;
        let note = fields::optional("note", self.note.as_ref().map(|note| note.0.as_str()), 500)?.map(Clinical);
        must_be_open(tx, cx.into(), self.patient_id).await?;
        self.visit(tx, cx).await?;
        self.practitioner(tx, cx).await?;
        // Of two who prescribe for one patient at once, the second sees what the first wrote.
        tx.exec("UPDATE patients SET version = version WHERE id = ?", args![self.patient_id]).await?;
        self.weigh(tx, cx, &mut lines).await?;
        let row = Prescription {
            id: self.prescription_id,
            version: 1,
            patient_id: self.patient_id,
            record_id: self.visit_id,
            doctor_id: self.practitioner_id,
            status: "signed".to_owned(),
            prescribed_on: cx.wall_now().date(),
            signed_at: Some(cx.now),
            note,
        };
        tx.insert(&row).await?;
        let rows = lines.into_iter().enumerate().map(|(position, line)| line.row(row.id, position)).collect();
        tx.insert_rows("prescription_items", Line::COLUMNS, rows).await?;
        let sql = "INSERT INTO prescription_seals (prescription_id, version) VALUES (?, ?)";
        tx.exec(sql, args![row.id, row.version]).await?;
        tx.note(Kind::Prescription, row.id.0, "items", json!(null), json!(self.items));
        tx.touch(Kind::Patient, self.patient_id.0);
        Ok(())
    }
}

impl WritePrescription {
    /// Errors in this order: `record.not_found` (visit_record), `record.struck`, `visit.signed`.
    async fn visit(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let Some(visit) = self.visit_id else { return Ok(()) };
        visits::hold(tx, visit).await?;
        let row = visits::standing(tx, cx, visit).await?;
        if row.patient_id != self.patient_id {
            return Err(Error::new(Code::NotFound).with("kind", Kind::VisitRecord));
        }
        if row.status == visits::SIGNED { Err(Error::new(Code::VisitSigned)) } else { Ok(()) }
    }

    /// Errors in this order: `record.not_found` (practitioner), `prescription.not_yours` (practitioner).
    async fn practitioner(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let known: Option<(String, Option<UserId>)> =
            tx.maybe("SELECT name, user_id FROM doctors WHERE id = ?", args![self.practitioner_id]).await?;
        let (name, account) = known.ok_or_else(|| Error::new(Code::NotFound).with("kind", "practitioner"))?;
        if account.is_some() && account != cx.actor {
            return Err(Error::new(Code::PrescriptionNotYours).with("practitioner", name));
        }
        Ok(())
    }

    /// Errors in this order: `record.not_found` (medicine, prescription), `prescription.warned` (warnings).
    async fn weigh(&self, tx: &mut Tx, cx: &Context, lines: &mut [Line]) -> Result<()> {
        let found = find_warnings(tx, self.patient_id, cx.wall_now().date(), lines).await?;
        let is_seen = |item_id, row_id| {
            lines
                .iter()
                .any(|line| line.item_id == item_id && line.reason.is_some() && line.seen.contains(&RowId(row_id)))
        };
        match found.iter().all(|one| is_seen(one.item_id, one.row_id)) {
            true => Ok(()),
            false => Err(Error::new(Code::PrescriptionWarned).with("warnings", found)),
        }
    }
}

/// Errors: field errors (items, `items.n.…`).
pub(super) fn checked_items(items: &[PrescribedItem]) -> Result<Vec<Line>> {
    match items.len() {
        0 => return Err(Error::field(Code::FieldRequired, "items")),
        1..=MOST_ITEMS => {}
        _ => return Err(Error::field(Code::FieldTooLong, "items").with("max", MOST_ITEMS)),
    }
    items.iter().enumerate().map(|(n, item)| item.checked(n)).collect()
}

/// Fills in what the clinic's list says, and compares with allergies, with what is taken already and with the clinic's rules.
///
/// Errors: `record.not_found` (medicine, prescription).
pub(super) async fn find_warnings(
    read: &mut impl Read,
    patient: PatientId,
    today: NaiveDate,
    lines: &mut [Line],
) -> Result<Vec<Warning>> {
    let taken = of_patient::of_patient(read, patient, today).await?;
    for line in lines.iter_mut() {
        if let Some(id) = line.medicine_id {
            let medicine: Medicine = read.record(id.0).await?;
            line.ingredient = line.ingredient.take().or(Some(medicine.ingredient));
            line.family = medicine.family;
        }
        if line.repeats_id.is_some_and(|id| !taken.iter().any(|other| other.item_id == id)) {
            return Err(Error::new(Code::NotFound).with("kind", Kind::Prescription));
        }
    }
    let rules = interactions::active(read).await?;
    Ok(warnings(lines, &allergies::active(read, patient).await?, &taken, &rules))
}

impl Line {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "prescription_id",
        "position",
        "medicine_id",
        "repeats_id",
        "medicine",
        "ingredient",
        "family",
        "strength",
        "form",
        "dose",
        "frequency",
        "days",
        "quantity",
        "instructions",
        "override_reason",
    ];

    fn row(self, prescription: PrescriptionId, position: usize) -> Vec<Value> {
        args![
            self.item_id,
            prescription,
            position as i64,
            self.medicine_id,
            self.repeats_id,
            self.medicine,
            self.ingredient,
            self.family,
            self.strength,
            self.form,
            self.dose,
            self.frequency,
            self.days,
            self.quantity,
            self.instructions,
            self.reason,
        ]
    }
}
