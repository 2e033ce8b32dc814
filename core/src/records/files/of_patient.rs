//! The files of a patient, and those of a visit.

use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::fields::Clinical;
use crate::ids::{FileId, PatientId, UserId, VisitRecordId};
use crate::question::Ask;
use crate::records::opened::must_be_open;
use crate::store::{Clause, Db, Read};
use crate::time::Instant;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// More than anybody's record holds.
const MOST: i64 = 1000;

/// The files of a patient, the newest document first; what was entered in error too. With `visit_id` those of that visit alone.
///
/// Errors in this order: `patient.not_found`, `chart.not_opened`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskFiles {
    pub patient_id: PatientId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit_id: Option<VisitRecordId>,
}

/// A file as it stands in the list; its content is opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct FileLine {
    pub file_id: FileId,
    pub kind: String,
    pub title: String,
    /// As it was called where it comes from.
    pub name: String,
    /// The day that stands on it.
    pub dated_on: Option<NaiveDate>,
    pub note: Option<String>,
    pub content_type: String,
    #[ts(type = "number")]
    pub size_bytes: i64,
    /// Hex, to be compared with the original.
    pub sha256: String,
    pub added_at: Instant,
    pub added_by: Option<String>,
    pub added_by_id: UserId,
    pub visit_id: Option<VisitRecordId>,
    /// Of a result: who ordered it, which request it answers, and what was made of it.
    pub practitioner: Option<String>,
    pub request: Option<String>,
    pub review: Option<ReviewLine>,
    /// Why it was entered in error.
    pub struck: Option<String>,
}

/// What a doctor made of a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct ReviewLine {
    /// `normal`, `call_patient` or `book`.
    pub outcome: String,
    pub note: Option<String>,
    pub by: Option<String>,
    pub at: Instant,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: FileId,
    kind: String,
    title: Clinical,
    name: Clinical,
    dated_on: Option<NaiveDate>,
    note: Option<Clinical>,
    content_type: String,
    size_bytes: i64,
    sha256: Vec<u8>,
    added_at: Instant,
    added_by: Option<String>,
    added_by_id: UserId,
    record_id: Option<VisitRecordId>,
    practitioner: Option<String>,
    request: Option<Clinical>,
    outcome: Option<String>,
    review_note: Option<Clinical>,
    reviewed_by: Option<String>,
    reviewed_at: Option<Instant>,
    struck: Option<String>,
}

const ROWS: &str = "SELECT a.id, a.kind, a.title, a.name, a.dated_on, a.note, a.content_type, a.size_bytes, a.sha256, a.added_at, u.name AS added_by, \
     a.added_by AS added_by_id, a.record_id, d.name AS practitioner, t.what AS request, v.outcome, v.note AS review_note, w.name AS reviewed_by, v.reviewed_at, s.reason AS struck \
     FROM attachments a LEFT JOIN users u ON u.id = a.added_by LEFT JOIN file_results r ON r.file_id = a.id LEFT JOIN doctors d ON d.id = r.doctor_id \
     LEFT JOIN test_requests t ON t.id = r.request_id LEFT JOIN result_reviews v ON v.file_id = a.id LEFT JOIN users w ON w.id = v.reviewed_by \
     LEFT JOIN file_strikes s ON s.file_id = a.id WHERE a.patient_id = ? ";

impl Ask for AskFiles {
    const PERMISSION: Permission = Permission::RecordView;
    type Answer = Vec<FileLine>;

    fn example() -> Self {
        AskFiles { patient_id: PatientId::new(), visit_id: None }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<FileLine>> {
        must_be_open(db, asker.into(), self.patient_id).await?;
        let mut clause = Clause::new(ROWS, args![self.patient_id]);
        if let Some(visit) = self.visit_id {
            clause = clause.and("AND a.record_id = ? ", args![visit]);
        }
        // What bears no date stands where it was attached.
        let mut rows: Vec<Row> =
            db.all_of(clause.and("ORDER BY a.added_at DESC, a.id DESC LIMIT ?", args![MOST])).await?;
        let day = |row: &Row| row.dated_on.unwrap_or(row.added_at.on_wall(asker.settings.zone).date());
        rows.sort_by_key(|row| std::cmp::Reverse(day(row)));
        Ok(rows.into_iter().map(line).collect())
    }
}

fn line(row: Row) -> FileLine {
    let review = row.outcome.zip(row.reviewed_at).map(|(outcome, at)| ReviewLine {
        outcome,
        note: row.review_note.map(|note| note.0),
        by: row.reviewed_by,
        at,
    });
    FileLine {
        file_id: row.id,
        kind: row.kind,
        title: row.title.0,
        name: row.name.0,
        dated_on: row.dated_on,
        note: row.note.map(|note| note.0),
        content_type: row.content_type,
        size_bytes: row.size_bytes,
        sha256: hex::encode(row.sha256),
        added_at: row.added_at,
        added_by: row.added_by,
        added_by_id: row.added_by_id,
        visit_id: row.record_id,
        practitioner: row.practitioner,
        request: row.request.map(|what| what.0),
        review,
        struck: row.struck,
    }
}
