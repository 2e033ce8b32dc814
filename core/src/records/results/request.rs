//! Asking for a test.

use super::{ASKED, TestRequest};
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields::{self, Clinical};
use crate::ids::{PatientId, PractitionerId, TestRequestId};
use crate::operation::Operate;
use crate::records::opened::must_be_open;
use crate::store::{Kind, Read, Tx};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Notes that a test was asked for, by which doctor, and by when its result is expected: today or later.
///
/// Errors in this order: field errors (what, due_on), `patient.not_found`, `chart.not_opened`, `record.not_found` (practitioner).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct RequestTest {
    pub request_id: TestRequestId,
    pub patient_id: PatientId,
    pub practitioner_id: PractitionerId,
    #[ts(type = "string")]
    pub what: Clinical,
    pub due_on: NaiveDate,
}

impl Operate for RequestTest {
    const PERMISSION: Permission = Permission::RecordWrite;
    type Outcome = ();

    fn example() -> Self {
        RequestTest {
            request_id: TestRequestId::new(),
            patient_id: PatientId::new(),
            practitioner_id: PractitionerId::new(),
            what: Clinical("Blood count".into()),
            due_on: NaiveDate::from_ymd_opt(2099, 1, 31).unwrap_or_default(),
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let what = Clinical(fields::text("what", &self.what.0, 200)?);
        fields::day("due_on", self.due_on)?;
        let today = cx.wall_now().date();
        if self.due_on < today {
            return Err(Error::field(Code::FieldOutOfRange, "due_on").with("min", today));
        }
        must_be_open(tx, cx.into(), self.patient_id).await?;
        must_be_known(tx, self.practitioner_id).await?;
        tx.insert(&TestRequest {
            id: self.request_id,
            version: 1,
            patient_id: self.patient_id,
            doctor_id: self.practitioner_id,
            what,
            due_on: self.due_on,
            status: ASKED.to_owned(),
            withdrawn_reason: None,
            requested_at: cx.now,
            requested_by: cx.actor,
        })
        .await?;
        tx.touch(Kind::Patient, self.patient_id.0);
        Ok(())
    }
}

/// Errors: `record.not_found` (practitioner).
pub(in crate::records) async fn must_be_known(read: &mut impl Read, practitioner: PractitionerId) -> Result<()> {
    let known: Option<(i64,)> = read.maybe("SELECT 1 FROM doctors WHERE id = ?", args![practitioner]).await?;
    known.map(drop).ok_or_else(|| Error::new(Code::NotFound).with("kind", "practitioner"))
}
