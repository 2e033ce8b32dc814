//! The vaccinations of a patient, and those that a visit covers.

use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::fields::Clinical;
use crate::ids::{PatientId, UserId, VaccinationId, VisitRecordId};
use crate::question::Ask;
use crate::records::opened::must_be_open;
use crate::store::{Clause, Db, Read};
use crate::time::Instant;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// More than anybody was ever given.
const MOST: i64 = 500;

/// What a patient was given or refused, the newest first; what was entered in error too.
///
/// Errors in this order: `patient.not_found`, `chart.not_opened`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskVaccinations {
    pub patient_id: PatientId,
}

/// A vaccination as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct VaccinationLine {
    pub vaccination_id: VaccinationId,
    /// `given` or `refused`.
    pub status: String,
    pub vaccine: String,
    #[ts(type = "number | null")]
    pub dose_number: Option<i64>,
    /// The day it was given or refused.
    pub given_on: NaiveDate,
    pub batch: Option<String>,
    /// The last day on which the batch may be given.
    pub expires_on: Option<NaiveDate>,
    pub expired_reason: Option<String>,
    pub site: Option<String>,
    /// Who of the clinic gave it; else where it was given.
    pub given_by: Option<String>,
    pub given_elsewhere: Option<String>,
    pub refused_reason: Option<String>,
    pub entered_at: Instant,
    pub entered_by: Option<String>,
    pub entered_by_id: Option<UserId>,
    /// The signed visit that covers it.
    pub visit_id: Option<VisitRecordId>,
    /// Why it was entered in error.
    pub struck: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: VaccinationId,
    status: String,
    vaccine: Clinical,
    dose_number: Option<i64>,
    given_on: NaiveDate,
    batch: Option<Clinical>,
    expires_on: Option<NaiveDate>,
    expired_reason: Option<Clinical>,
    site: Option<String>,
    given_by: Option<String>,
    given_elsewhere: Option<Clinical>,
    refused_reason: Option<Clinical>,
    entered_at: Instant,
    entered_by: Option<String>,
    entered_by_id: Option<UserId>,
    record_id: Option<VisitRecordId>,
    struck: Option<String>,
}

const ROWS: &str = "SELECT v.id, v.status, v.vaccine, v.dose_number, v.given_on, v.batch, v.expires_on, v.expired_reason, v.site, g.name AS given_by, v.given_elsewhere, \
     v.refused_reason, v.entered_at, e.name AS entered_by, v.entered_by AS entered_by_id, v.record_id, s.reason AS struck FROM vaccinations v \
     LEFT JOIN users g ON g.id = v.given_by LEFT JOIN users e ON e.id = v.entered_by LEFT JOIN vaccination_strikes s ON s.vaccination_id = v.id ";

impl Ask for AskVaccinations {
    const PERMISSION: Permission = Permission::RecordView;
    type Answer = Vec<VaccinationLine>;

    fn example() -> Self {
        AskVaccinations { patient_id: PatientId::new() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<VaccinationLine>> {
        must_be_open(db, asker.into(), self.patient_id).await?;
        let order = "WHERE v.patient_id = ? ORDER BY v.given_on DESC, v.entered_at DESC, v.id DESC LIMIT ?";
        lines(db, Clause::new(ROWS, vec![]).and(order, args![self.patient_id, MOST])).await
    }
}

async fn lines(read: &mut impl Read, clause: Clause) -> Result<Vec<VaccinationLine>> {
    let rows: Vec<Row> = read.all_of(clause).await?;
    Ok(rows.into_iter().map(line).collect())
}

/// What a signed visit sealed.
pub(in crate::records) async fn of_visit(read: &mut impl Read, visit: VisitRecordId) -> Result<Vec<VaccinationLine>> {
    let clause = Clause::new(ROWS, vec![]).and("WHERE v.record_id = ? ORDER BY v.entered_at, v.id", args![visit]);
    lines(read, clause).await
}

/// What was given or refused on the day of a visit and belongs to no signed one yet: what its signature will seal.
pub(in crate::records) async fn of_day(
    read: &mut impl Read,
    patient: PatientId,
    day: NaiveDate,
) -> Result<Vec<VaccinationLine>> {
    let clause = Clause::new(ROWS, vec![]).and(
        "WHERE v.patient_id = ? AND v.given_on = ? AND v.record_id IS NULL AND s.vaccination_id IS NULL ORDER BY v.entered_at, v.id",
        args![patient, day],
    );
    lines(read, clause).await
}

fn line(row: Row) -> VaccinationLine {
    let text = |text: Option<Clinical>| text.map(|text| text.0);
    VaccinationLine {
        vaccination_id: row.id,
        status: row.status,
        vaccine: row.vaccine.0,
        dose_number: row.dose_number,
        given_on: row.given_on,
        batch: text(row.batch),
        expires_on: row.expires_on,
        expired_reason: text(row.expired_reason),
        site: row.site,
        given_by: row.given_by,
        given_elsewhere: text(row.given_elsewhere),
        refused_reason: text(row.refused_reason),
        entered_at: row.entered_at,
        entered_by: row.entered_by,
        entered_by_id: row.entered_by_id,
        visit_id: row.record_id,
        struck: row.struck,
    }
}
