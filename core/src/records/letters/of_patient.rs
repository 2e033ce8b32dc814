//! The letters of a patient.

use super::LetterKind;
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::{Error, Result};
use crate::fields::Clinical;
use crate::ids::{LetterId, PatientId, PractitionerId, VisitRecordId};
use crate::question::Ask;
use crate::records::opened::must_be_open;
use crate::store::{Clause, Db, Read};
use chrono::{NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// More than anybody was ever written.
const MOST: i64 = 500;

/// What was written about a patient, the newest first; what was entered in error too.
///
/// Errors in this order: `patient.not_found`, `chart.not_opened`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskPatientLetters {
    pub patient_id: PatientId,
}

/// A letter as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct LetterLine {
    pub letter_id: LetterId,
    pub patient_id: PatientId,
    pub kind: LetterKind,
    pub number: String,
    pub written_on: NaiveDate,
    pub practitioner_id: PractitionerId,
    pub practitioner: String,
    pub addressee: Option<String>,
    pub text: Option<String>,
    pub diagnosis: Option<String>,
    /// The first and the last day of a sick note.
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    /// The visit for which it was written, and its time on the clinic's wall.
    pub visit_id: Option<VisitRecordId>,
    pub visited_at: Option<NaiveDateTime>,
    pub written_by: Option<String>,
    /// Why it was entered in error.
    pub struck: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: LetterId,
    patient_id: PatientId,
    kind: String,
    number_text: String,
    written_on: NaiveDate,
    doctor_id: PractitionerId,
    practitioner: String,
    addressee: Option<Clinical>,
    text: Option<Clinical>,
    diagnosis: Option<Clinical>,
    from_day: Option<NaiveDate>,
    until_day: Option<NaiveDate>,
    record_id: Option<VisitRecordId>,
    visited_at: Option<NaiveDateTime>,
    written_by: Option<String>,
    struck: Option<String>,
}

const ROWS: &str = "SELECT l.id, l.patient_id, l.kind, l.number_text, l.written_on, l.doctor_id, d.name AS practitioner, l.addressee, l.text, l.diagnosis, l.from_day, \
     l.until_day, l.record_id, m.visited_at, u.name AS written_by, s.reason AS struck FROM letters l JOIN doctors d ON d.id = l.doctor_id \
     LEFT JOIN medical_records m ON m.id = l.record_id LEFT JOIN users u ON u.id = l.written_by LEFT JOIN letter_strikes s ON s.letter_id = l.id ";

impl Ask for AskPatientLetters {
    const PERMISSION: Permission = Permission::RecordView;
    type Answer = Vec<LetterLine>;

    fn example() -> Self {
        AskPatientLetters { patient_id: PatientId::new() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<LetterLine>> {
        must_be_open(db, asker.into(), self.patient_id).await?;
        let order = "WHERE l.patient_id = ? ORDER BY l.written_on DESC, l.written_at DESC, l.id DESC LIMIT ?";
        lines(db, Clause::new(ROWS, vec![]).and(order, args![self.patient_id, MOST])).await
    }
}

pub(in crate::records) async fn one(read: &mut impl Read, id: LetterId) -> Result<Option<LetterLine>> {
    let clause = Clause::new(ROWS, vec![]).and("WHERE l.id = ?", args![id]);
    Ok(lines(read, clause).await?.into_iter().next())
}

async fn lines(read: &mut impl Read, clause: Clause) -> Result<Vec<LetterLine>> {
    let rows: Vec<Row> = read.all_of(clause).await?;
    rows.into_iter().map(line).collect()
}

fn line(row: Row) -> Result<LetterLine> {
    let text = |text: Option<Clinical>| text.map(|text| text.0);
    Ok(LetterLine {
        letter_id: row.id,
        patient_id: row.patient_id,
        kind: serde_json::from_value(row.kind.into()).map_err(Error::internal)?,
        number: row.number_text,
        written_on: row.written_on,
        practitioner_id: row.doctor_id,
        practitioner: row.practitioner,
        addressee: text(row.addressee),
        text: text(row.text),
        diagnosis: text(row.diagnosis),
        from: row.from_day,
        until: row.until_day,
        visit_id: row.record_id,
        visited_at: row.visited_at,
        written_by: row.written_by,
        struck: row.struck,
    })
}
