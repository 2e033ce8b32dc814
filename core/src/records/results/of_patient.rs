//! The tests that were asked for of a patient.

use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::fields::Clinical;
use crate::ids::{PatientId, TestRequestId};
use crate::question::Ask;
use crate::records::opened::must_be_open;
use crate::store::{Db, Read};
use crate::time::Instant;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What was asked for, the newest first; what came and what was withdrawn too. At most 500.
///
/// Errors in this order: `patient.not_found`, `chart.not_opened`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskTestRequests {
    pub patient_id: PatientId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct TestRequestLine {
    pub request_id: TestRequestId,
    #[ts(type = "number")]
    pub version: i64,
    pub what: String,
    pub practitioner: String,
    pub due_on: NaiveDate,
    /// `asked`, `answered` or `withdrawn`.
    pub status: String,
    /// Its day has passed without a result.
    pub overdue: bool,
    pub withdrawn_reason: Option<String>,
    pub requested_at: Instant,
    pub requested_by: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: TestRequestId,
    version: i64,
    what: Clinical,
    practitioner: String,
    due_on: NaiveDate,
    status: String,
    withdrawn_reason: Option<Clinical>,
    requested_at: Instant,
    requested_by: Option<String>,
    answers: i64,
}

impl Ask for AskTestRequests {
    const PERMISSION: Permission = Permission::RecordView;
    type Answer = Vec<TestRequestLine>;

    fn example() -> Self {
        AskTestRequests { patient_id: PatientId::new() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<TestRequestLine>> {
        must_be_open(db, asker.into(), self.patient_id).await?;
        let rows: Vec<Row> = db
            .all(
                "SELECT t.id, t.version, t.what, d.name AS practitioner, t.due_on, t.status, t.withdrawn_reason, t.requested_at, u.name AS requested_by, \
                 (SELECT COUNT(*) FROM file_results r LEFT JOIN file_strikes s ON s.file_id = r.file_id WHERE r.request_id = t.id AND s.file_id IS NULL) AS answers \
                 FROM test_requests t JOIN doctors d ON d.id = t.doctor_id LEFT JOIN users u ON u.id = t.requested_by \
                 WHERE t.patient_id = ? ORDER BY t.requested_at DESC, t.id DESC LIMIT 500",
                args![self.patient_id],
            )
            .await?;
        let today = asker.wall_now().date();
        Ok(rows.into_iter().map(|row| row.line(today)).collect())
    }
}

impl Row {
    fn line(self, today: NaiveDate) -> TestRequestLine {
        let waits = self.status == super::ASKED && self.answers == 0;
        TestRequestLine {
            request_id: self.id,
            version: self.version,
            what: self.what.0,
            practitioner: self.practitioner,
            due_on: self.due_on,
            status: if self.status == super::ASKED && !waits { "answered".to_owned() } else { self.status },
            overdue: waits && self.due_on < today,
            withdrawn_reason: self.withdrawn_reason.map(|reason| reason.0),
            requested_at: self.requested_at,
            requested_by: self.requested_by,
        }
    }
}
