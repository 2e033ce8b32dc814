//! What somebody still has to sign: their own visits, and those of practitioners who do not sign for themselves.

use crate::access::Permission;
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::{PatientId, UserId, VisitRecordId};
use crate::patients::patient::PatientNames;
use crate::question::Ask;
use crate::records::answers_for::those_of;
use crate::store::{Clause, Db, Read};
use chrono::{NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The drafts that whoever asks may sign, the oldest first, at most 500: their own, and those of practitioners who do not sign for themselves. Without what is written in them.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskUnsigned {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct UnsignedLine {
    pub visit_id: VisitRecordId,
    pub patient_id: PatientId,
    pub patient: String,
    pub birth_date: Option<NaiveDate>,
    pub mrn: String,
    /// Clinic wall time.
    pub visited_at: NaiveDateTime,
    /// Whose it is, where it is not one's own.
    pub practitioner: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: VisitRecordId,
    patient_id: PatientId,
    given_name: Option<String>,
    family_name: Option<String>,
    second_family_name: Option<String>,
    preferred_name: Option<String>,
    birth_date: Option<NaiveDate>,
    mrn: String,
    visited_at: NaiveDateTime,
    practitioner: String,
    account: Option<UserId>,
}

impl Ask for AskUnsigned {
    const PERMISSION: Permission = Permission::RecordSign;
    type Answer = Vec<UnsignedLine>;

    fn example() -> Self {
        AskUnsigned {}
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<UnsignedLine>> {
        let whose = those_of(db, asker.user_id).await?;
        if whose.is_empty() {
            return Ok(Vec::new());
        }
        let head = "SELECT m.id, m.patient_id, p.given_name, p.family_name, p.second_family_name, p.preferred_name, p.birth_date, p.mrn, m.visited_at, \
             d.name AS practitioner, d.user_id AS account FROM doctors d JOIN medical_records m ON m.doctor_id = d.id AND m.status = 'draft' \
             JOIN patients p ON p.id = m.patient_id LEFT JOIN strikes s ON s.row_id = m.id WHERE s.row_id IS NULL AND d.id IN (";
        let tail = ") ORDER BY m.visited_at, m.id LIMIT 500";
        let rows: Vec<Row> =
            db.all_of(Clause::in_list(head, tail, whose.into_iter().map(Into::into).collect())).await?;
        let line = |row: Row| UnsignedLine {
            visit_id: row.id,
            patient_id: row.patient_id,
            patient: PatientNames {
                title: None,
                given: row.given_name,
                family: row.family_name,
                second_family: row.second_family_name,
                preferred: row.preferred_name,
            }
            .list_name(),
            birth_date: row.birth_date,
            mrn: row.mrn,
            visited_at: row.visited_at,
            practitioner: Some(row.practitioner).filter(|_| row.account != asker.user_id),
        };
        Ok(rows.into_iter().map(line).collect())
    }
}
