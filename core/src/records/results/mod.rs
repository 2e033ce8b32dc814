//! Results: what was asked for, what came, and what a doctor made of it. A result is a file (`records/files`); it waits for the doctor who ordered it until somebody who
//! signs has said what is to be done.

pub mod of_patient;
pub mod request;
pub mod review;
pub mod to_review;
pub mod withdraw;

use crate::args;
use crate::error::{Code, Error, Result};
use crate::fields::Clinical;
use crate::ids::{FileId, PatientId, PractitionerId, TestRequestId, UserId};
use crate::store::{Read, Tx};
use crate::time::Instant;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const ASKED: &str = "asked";
const WITHDRAWN: &str = "withdrawn";

crate::record! {
    /// A row of `test_requests`.
    pub struct TestRequest in "test_requests" as TestRequest {
        pub id: TestRequestId,
        pub patient_id: PatientId,
        pub doctor_id: PractitionerId,
        pub what: Clinical,
        pub due_on: NaiveDate,
        pub status: String,
        pub withdrawn_reason: Option<Clinical>,
        pub requested_at: Instant,
        pub requested_by: Option<UserId>,
    }
}

/// What is done about a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ResultOutcome {
    Normal,
    CallPatient,
    Book,
}

impl ResultOutcome {
    pub fn text(self) -> &'static str {
        match self {
            ResultOutcome::Normal => "normal",
            ResultOutcome::CallPatient => "call_patient",
            ResultOutcome::Book => "book",
        }
    }
}

/// A request that still waits, of this patient.
///
/// Errors in this order: `record.not_found` (test_request: there is none, or it is another patient's), `request.settled` (status).
pub(super) async fn waiting(read: &mut impl Read, id: TestRequestId, patient: PatientId) -> Result<TestRequest> {
    let request: TestRequest = read.record(id.0).await?;
    if request.patient_id != patient {
        return Err(Error::new(Code::NotFound).with("kind", "test_request"));
    }
    let answered: Option<(i64,)> = read
        .maybe(
            "SELECT 1 FROM file_results r LEFT JOIN file_strikes s ON s.file_id = r.file_id WHERE r.request_id = ? AND s.file_id IS NULL LIMIT 1",
            args![id],
        )
        .await?;
    match (request.status.as_str(), answered) {
        (ASKED, None) => Ok(request),
        (ASKED, Some(_)) => Err(Error::new(Code::RequestSettled).with("status", "answered")),
        _ => Err(Error::new(Code::RequestSettled).with("status", WITHDRAWN)),
    }
}

/// Holds a request until the transaction ends: of two who answer or withdraw it at once, the second sees what the first wrote.
pub(super) async fn hold(tx: &mut Tx, id: TestRequestId) -> Result<()> {
    tx.exec("UPDATE test_requests SET version = version WHERE id = ?", args![id]).await?;
    Ok(())
}

/// Puts a file before the doctor who ordered it.
pub(super) async fn order(
    tx: &mut Tx,
    file: FileId,
    doctor: PractitionerId,
    request: Option<TestRequestId>,
) -> Result<()> {
    tx.exec("INSERT INTO file_results (file_id, doctor_id, request_id) VALUES (?, ?, ?)", args![file, doctor, request])
        .await?;
    Ok(())
}
