//! A patient's visits, the newest first.

use super::VisitRecord;
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::{PatientId, VisitRecordId};
use crate::question::Ask;
use crate::records::opened::must_be_open;
use crate::store::{Clause, Db, Read};
use crate::time::Instant;
use chrono::NaiveDateTime;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// `before` is the `next` of the page before; `limit` 1 to 200.
///
/// Errors in this order: `patient.not_found`, `chart.not_opened`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskPatientVisits {
    pub patient_id: PatientId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    #[ts(type = "number")]
    pub limit: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct VisitsPage {
    pub rows: Vec<VisitLine>,
    pub next: Option<String>,
}

/// A visit in a list. `diagnoses` are their titles, the main one first; `struck` is why it was entered in error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct VisitLine {
    pub visit_id: VisitRecordId,
    /// Clinic wall time.
    pub visited_at: NaiveDateTime,
    pub practitioner: String,
    pub reason: Option<String>,
    pub history: Option<String>,
    pub findings: Option<String>,
    pub assessment: Option<String>,
    pub plan: Option<String>,
    pub diagnoses: Vec<String>,
    pub status: String,
    pub signed_at: Option<Instant>,
    pub struck: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: VisitRecordId,
    visited_at: NaiveDateTime,
    practitioner: String,
    reason: Option<String>,
    history: Option<String>,
    findings: Option<String>,
    assessment: Option<String>,
    plan: Option<String>,
    status: String,
    signed_at: Option<Instant>,
    struck: Option<String>,
}

const ROWS: &str = "SELECT m.id, m.visited_at, d.name AS practitioner, m.reason, m.history, m.findings, m.assessment, m.plan, m.status, m.signed_at, \
     s.reason AS struck FROM medical_records m JOIN doctors d ON d.id = m.doctor_id LEFT JOIN strikes s ON s.row_id = m.id ";

impl Ask for AskPatientVisits {
    const PERMISSION: Permission = Permission::RecordView;
    type Answer = VisitsPage;

    fn example() -> Self {
        AskPatientVisits { patient_id: PatientId::new(), before: None, limit: 20 }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<VisitsPage> {
        must_be_open(db, asker.into(), self.patient_id).await?;
        let limit = self.limit.clamp(1, 200);
        let mut clause = Clause::new(ROWS, vec![]).and("WHERE m.patient_id = ? ", args![self.patient_id]);
        if let Some((at, id)) = self.before.as_deref().and_then(read_place) {
            clause = clause.and("AND (m.visited_at < ? OR (m.visited_at = ? AND m.id < ?)) ", args![at, at, id]);
        }
        let mut rows: Vec<Row> =
            db.all_of(clause.and("ORDER BY m.visited_at DESC, m.id DESC LIMIT ?", args![limit + 1])).await?;
        let more = rows.len() as i64 > limit;
        rows.truncate(usize::try_from(limit).unwrap_or(200));
        let next = rows.last().filter(|_| more).map(|row| format!("{}_{}", row.visited_at.format(PLACE), row.id));
        Ok(VisitsPage { rows: lines(db, rows).await?, next })
    }
}

const PLACE: &str = "%Y-%m-%dT%H:%M:%S";

fn read_place(text: &str) -> Option<(NaiveDateTime, VisitRecordId)> {
    let (at, id) = text.split_once('_')?;
    Some((NaiveDateTime::parse_from_str(at, PLACE).ok()?, VisitRecordId(id.parse().ok()?)))
}

/// The visit before this one that still counts.
pub(super) async fn before(db: &mut Db, row: &VisitRecord) -> Result<Option<VisitLine>> {
    let clause = Clause::new(ROWS, vec![]).and(
        "WHERE m.patient_id = ? AND m.id <> ? AND m.visited_at <= ? AND s.row_id IS NULL ORDER BY m.visited_at DESC, m.id DESC LIMIT 1",
        args![row.patient_id, row.id, row.visited_at],
    );
    let rows: Vec<Row> = db.all_of(clause).await?;
    Ok(lines(db, rows).await?.into_iter().next())
}

async fn lines(db: &mut Db, rows: Vec<Row>) -> Result<Vec<VisitLine>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids = rows.iter().map(|row| row.id.into()).collect();
    let titles: Vec<(VisitRecordId, String)> = db
        .all_of(Clause::in_list(
            "SELECT record_id, title FROM diagnoses WHERE record_id IN (",
            ") ORDER BY record_id, is_main DESC, code, title",
            ids,
        ))
        .await?;
    let mut by_visit: HashMap<VisitRecordId, Vec<String>> = HashMap::new();
    for (visit, title) in titles {
        by_visit.entry(visit).or_default().push(title);
    }
    let line = |row: Row| VisitLine {
        diagnoses: by_visit.remove(&row.id).unwrap_or_default(),
        visit_id: row.id,
        visited_at: row.visited_at,
        practitioner: row.practitioner,
        reason: row.reason,
        history: row.history,
        findings: row.findings,
        assessment: row.assessment,
        plan: row.plan,
        status: row.status,
        signed_at: row.signed_at,
        struck: row.struck,
    };
    Ok(rows.into_iter().map(line).collect())
}
