//! Who received a batch. Looking is an operation, as opening a chart is: each of them is told who looked.

use super::batch_key;
use crate::access::Permission;
use crate::args;
use crate::clinic::{Asker, Context};
use crate::error::{Code, Error, Result};
use crate::fields::{self, Clinical};
use crate::ids::{PatientId, RowId, VaccinationId, derived};
use crate::operation::Operate;
use crate::patients::patient::{PatientNames, PhoneLine};
use crate::question::Ask;
use crate::records::opened::{BATCH, openings_since};
use crate::store::{CHUNK, Clause, Db, Read, Tx, Value};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};

/// More than a clinic gives of one batch.
const MOST: i64 = 5000;

/// Lets whoever performs it read who received a batch, for twelve hours; that stands in the records of all of them.
///
/// Errors: field errors (batch).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct LookUpBatch {
    #[ts(type = "string")]
    pub batch: Clinical,
}

impl Operate for LookUpBatch {
    const PERMISSION: Permission = Permission::RecordView;
    type Outcome = ();

    fn example() -> Self {
        LookUpBatch { batch: Clinical("AB123-4".into()) }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let key = checked(&self.batch)?;
        let patients: BTreeSet<PatientId> = recipients(tx, &key).await?.into_iter().map(|row| row.patient_id).collect();
        let row = |patient: PatientId| {
            let id = RowId(derived(cx.operation, &patient.to_string()));
            args![id, cx.now, cx.workstation, cx.actor, patient, BATCH]
        };
        let columns = &["id", "at", "workstation_id", "user_id", "patient_id", "what"];
        tx.insert_rows("access_log", columns, patients.into_iter().map(row).collect()).await
    }
}

/// Who was given a batch here or elsewhere, by day, however its number is written; without what was entered in error.
///
/// Errors in this order: field errors (batch), `chart.not_opened` (one of them was not looked up by this person, or received it since).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskBatch {
    #[ts(type = "string")]
    pub batch: Clinical,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct BatchLine {
    pub vaccination_id: VaccinationId,
    pub patient_id: PatientId,
    pub mrn: String,
    pub name: String,
    pub birth_date: Option<NaiveDate>,
    pub died_on: Option<NaiveDate>,
    pub phones: Vec<PhoneLine>,
    pub vaccine: String,
    pub batch: String,
    #[ts(type = "number | null")]
    pub dose_number: Option<i64>,
    pub given_on: NaiveDate,
    pub given_by: Option<String>,
    pub given_elsewhere: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: VaccinationId,
    patient_id: PatientId,
    mrn: String,
    given_name: Option<String>,
    family_name: Option<String>,
    second_family_name: Option<String>,
    preferred_name: Option<String>,
    birth_date: Option<NaiveDate>,
    died_on: Option<NaiveDate>,
    vaccine: Clinical,
    batch: Clinical,
    dose_number: Option<i64>,
    given_on: NaiveDate,
    given_by: Option<String>,
    given_elsewhere: Option<Clinical>,
}

impl Ask for AskBatch {
    const PERMISSION: Permission = Permission::RecordView;
    type Answer = Vec<BatchLine>;

    fn example() -> Self {
        AskBatch { batch: Clinical("AB123-4".into()) }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<BatchLine>> {
        let rows = recipients(db, &checked(&self.batch)?).await?;
        let looked = openings_since(db, asker.into(), BATCH).await?;
        if asker.user_id.is_some() && rows.iter().any(|row| !looked.contains(&row.patient_id)) {
            return Err(Error::new(Code::ChartNotOpened));
        }
        let mut phones: HashMap<PatientId, Vec<PhoneLine>> = HashMap::new();
        let patients: BTreeSet<PatientId> = rows.iter().map(|row| row.patient_id).collect();
        let patients: Vec<Value> = patients.into_iter().map(Value::from).collect();
        for piece in patients.chunks(CHUNK) {
            let head = "SELECT patient_id, kind, number FROM patient_phones WHERE patient_id IN (";
            let found: Vec<(PatientId, String, String)> =
                db.all_of(Clause::in_list(head, ") ORDER BY patient_id, position", piece.to_vec())).await?;
            for (patient, kind, number) in found {
                phones.entry(patient).or_default().push(PhoneLine { kind, number });
            }
        }
        Ok(rows.into_iter().map(|row| row.line(&phones)).collect())
    }
}

/// Errors: field errors (batch).
fn checked(batch: &Clinical) -> Result<String> {
    let key = batch_key(&fields::text("batch", &batch.0, 60)?);
    if key.is_empty() { Err(Error::field(Code::FieldInvalid, "batch")) } else { Ok(key) }
}

async fn recipients(read: &mut impl Read, key: &str) -> Result<Vec<Row>> {
    read.all(
        "SELECT v.id, v.patient_id, p.mrn, p.given_name, p.family_name, p.second_family_name, p.preferred_name, p.birth_date, p.died_on, v.vaccine, v.batch, v.dose_number, \
         v.given_on, u.name AS given_by, v.given_elsewhere FROM vaccinations v JOIN patients p ON p.id = v.patient_id LEFT JOIN users u ON u.id = v.given_by \
         LEFT JOIN vaccination_strikes s ON s.vaccination_id = v.id WHERE v.batch_key = ? AND v.status = 'given' AND s.vaccination_id IS NULL \
         ORDER BY v.given_on, v.entered_at, v.id LIMIT ?",
        args![key, MOST],
    )
    .await
}

impl Row {
    fn line(self, phones: &HashMap<PatientId, Vec<PhoneLine>>) -> BatchLine {
        let names = PatientNames {
            title: None,
            given: self.given_name,
            family: self.family_name,
            second_family: self.second_family_name,
            preferred: self.preferred_name,
        };
        BatchLine {
            vaccination_id: self.id,
            patient_id: self.patient_id,
            mrn: self.mrn,
            name: names.list_name(),
            birth_date: self.birth_date,
            died_on: self.died_on,
            // One patient may have received it twice.
            phones: phones.get(&self.patient_id).cloned().unwrap_or_default(),
            vaccine: self.vaccine.0,
            batch: self.batch.0,
            dose_number: self.dose_number,
            given_on: self.given_on,
            given_by: self.given_by,
            given_elsewhere: self.given_elsewhere.map(|text| text.0),
        }
    }
}
