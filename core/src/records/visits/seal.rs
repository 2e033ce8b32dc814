//! What a signature seals: one hash over the visit and everything that belongs to it, made again whenever it is shown or checked.

use super::text::diagnoses_of;
use super::{ContentHash, VisitRecord};
use crate::args;
use crate::error::Result;
use crate::fields::Clinical;
use crate::ids::{
    MedicineId, PractitionerId, PrescriptionId, PrescriptionItemId, UserId, VaccinationId, VisitRecordId, VitalId,
};
use crate::store::{Read, Tx};
use crate::time::Instant;
use chrono::{NaiveDate, NaiveDateTime};
use sha2::{Digest, Sha256};

/// The form of what is hashed. Another form gets another number, so that what was signed before can still be proved.
const FORM: &str = "visit/1";
/// The form of a visit at which medicines were prescribed.
const FORM_WITH_MEDICINES: &str = "visit/2";
/// The form of a visit that covers vaccinations, with medicines or without.
const FORM_WITH_VACCINATIONS: &str = "visit/3";

#[derive(sqlx::FromRow)]
struct VitalRow {
    id: VitalId,
    kind: String,
    value_scaled: i64,
    unit: String,
    measured_at: NaiveDateTime,
    entered_by: UserId,
}

#[derive(sqlx::FromRow)]
struct ItemRow {
    id: PrescriptionItemId,
    prescription_id: PrescriptionId,
    doctor_id: PractitionerId,
    prescribed_on: NaiveDate,
    signed_at: Option<Instant>,
    note: Option<String>,
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
}

#[derive(sqlx::FromRow)]
struct VaccinationRow {
    id: VaccinationId,
    status: String,
    vaccine: String,
    dose_number: Option<i64>,
    given_on: NaiveDate,
    batch: Option<String>,
    expires_on: Option<NaiveDate>,
    expired_reason: Option<String>,
    site: Option<String>,
    given_by: Option<UserId>,
    given_elsewhere: Option<String>,
    refused_reason: Option<String>,
    entered_at: Instant,
    entered_by: Option<UserId>,
}

const VACCINATIONS: &str = "SELECT id, status, vaccine, dose_number, given_on, batch, expires_on, expired_reason, site, given_by, given_elsewhere, refused_reason, \
     entered_at, entered_by FROM vaccinations WHERE record_id = ? ORDER BY id";

const ITEMS: &str = "SELECT i.id, i.prescription_id, p.doctor_id, p.prescribed_on, p.signed_at, p.note, i.medicine_id, i.repeats_id, i.medicine, i.ingredient, \
     i.family, i.strength, i.form, i.dose, i.frequency, i.days, i.quantity, i.instructions, i.override_reason \
     FROM prescriptions p JOIN prescription_items i ON i.prescription_id = p.id WHERE p.record_id = ? ORDER BY p.id, i.position";

/// SHA-256 over every part with its length, so that no byte can move from one to another.
struct Parts(Sha256);

impl Parts {
    fn add(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
    }

    /// Nothing is not the same as an empty text.
    fn maybe(&mut self, bytes: Option<&[u8]>) {
        match bytes {
            None => self.0.update([0xff; 8]),
            Some(bytes) => self.add(bytes),
        }
    }

    fn vaccination(&mut self, one: &VaccinationRow) {
        self.add(one.id.0.as_bytes());
        for text in [&one.status, &one.vaccine, &one.given_on.to_string(), &one.entered_at.text()] {
            self.add(text.as_bytes());
        }
        for id in [one.given_by, one.entered_by] {
            self.maybe(id.as_ref().map(|id| id.0.as_bytes().as_slice()));
        }
        let dose = one.dose_number.map(|dose| dose.to_string());
        let expires = one.expires_on.map(|day| day.to_string());
        let others = [&dose, &expires, &one.batch, &one.expired_reason, &one.site, &one.given_elsewhere];
        for text in others.into_iter().chain([&one.refused_reason]) {
            self.maybe(text.as_ref().map(String::as_bytes));
        }
    }

    fn item(&mut self, item: &ItemRow) {
        self.add(item.prescription_id.0.as_bytes());
        self.add(item.doctor_id.0.as_bytes());
        self.add(item.prescribed_on.to_string().as_bytes());
        self.maybe(item.signed_at.map(|at| at.text()).as_ref().map(|at| at.as_bytes()));
        self.maybe(item.note.as_ref().map(String::as_bytes));
        self.add(item.id.0.as_bytes());
        self.maybe(item.medicine_id.as_ref().map(|id| id.0.as_bytes().as_slice()));
        self.maybe(item.repeats_id.as_ref().map(|id| id.0.as_bytes().as_slice()));
        for text in [&item.medicine, &item.dose, &item.frequency] {
            self.add(text.as_bytes());
        }
        let days = item.days.map(|days| days.to_string());
        let others = [&item.ingredient, &item.family, &item.strength, &item.form, &days, &item.quantity];
        for text in others.into_iter().chain([&item.instructions, &item.override_reason]) {
            self.maybe(text.as_ref().map(String::as_bytes));
        }
    }
}

/// The hash of a visit as this row says it was signed. What was struck since stays in it: it was there when it was signed.
pub(crate) async fn hash_of(read: &mut impl Read, row: &VisitRecord) -> Result<ContentHash> {
    let mut parts = Parts(Sha256::new());
    let items: Vec<ItemRow> = read.all(ITEMS, args![row.id]).await?;
    let vaccinations: Vec<VaccinationRow> = read.all(VACCINATIONS, args![row.id]).await?;
    let form = match (vaccinations.is_empty(), items.is_empty()) {
        (true, true) => FORM,
        (true, false) => FORM_WITH_MEDICINES,
        (false, _) => FORM_WITH_VACCINATIONS,
    };
    parts.add(form.as_bytes());
    parts.add(row.id.0.as_bytes());
    parts.add(row.patient_id.0.as_bytes());
    parts.maybe(row.appointment_id.map(|id| *id.0.as_bytes()).as_ref().map(|id| id.as_slice()));
    parts.add(row.doctor_id.0.as_bytes());
    parts.add(row.visited_at.format("%Y-%m-%dT%H:%M:%S").to_string().as_bytes());
    for text in [&row.reason, &row.history, &row.findings, &row.assessment, &row.plan] {
        parts.maybe(text.as_ref().map(|Clinical(text)| text.as_bytes()));
    }
    parts.maybe(row.signed_at.map(|at| at.text()).as_ref().map(|at| at.as_bytes()));
    parts.maybe(row.signed_by.map(|by| *by.0.as_bytes()).as_ref().map(|by| by.as_slice()));
    let diagnoses = diagnoses_of(read, row.id).await?;
    parts.add(diagnoses.len().to_string().as_bytes());
    for one in &diagnoses {
        parts.add(one.code_system.as_bytes());
        parts.add(one.code.0.as_bytes());
        parts.add(one.title.0.as_bytes());
        parts.add(&[u8::from(one.is_main)]);
    }
    let vitals: Vec<VitalRow> = read
        .all(
            "SELECT id, kind, value_scaled, unit, measured_at, entered_by FROM vitals WHERE record_id = ? ORDER BY id",
            args![row.id],
        )
        .await?;
    parts.add(vitals.len().to_string().as_bytes());
    for one in &vitals {
        parts.add(one.id.0.as_bytes());
        parts.add(one.kind.as_bytes());
        parts.add(one.value_scaled.to_string().as_bytes());
        parts.add(one.unit.as_bytes());
        parts.add(one.measured_at.format("%Y-%m-%dT%H:%M:%S").to_string().as_bytes());
        parts.add(one.entered_by.0.as_bytes());
    }
    if !vaccinations.is_empty() {
        parts.add(vaccinations.len().to_string().as_bytes());
        vaccinations.iter().for_each(|one| parts.vaccination(one));
    }
    items.iter().for_each(|item| parts.item(item));
    Ok(ContentHash(parts.0.finalize().to_vec()))
}

/// Holds the row to the version it has: from here on the database refuses to count it up.
pub(super) async fn seal(tx: &mut Tx, visit: VisitRecordId, version: i64) -> Result<()> {
    tx.exec("INSERT INTO record_seals (record_id, version) VALUES (?, ?)", args![visit, version]).await?;
    Ok(())
}
