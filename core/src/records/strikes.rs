//! Entered in error: with a reason an entry is struck. It stays readable in the history and leaves everything else.

use super::allergies::{Allergy, STRUCK};
use super::problems::Problem;
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::history::refuse_stale;
use crate::ids::{AllergyId, PatientId, ProblemId};
use crate::operation::Operate;
use crate::store::{Kind, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Writes the row of an entry that was entered in error.
pub(super) async fn strike(
    tx: &mut Tx,
    cx: &Context,
    kind: &'static str,
    row: Uuid,
    patient: PatientId,
    reason: &str,
) -> Result<()> {
    tx.exec(
        "INSERT INTO strikes (row_id, kind, patient_id, reason, struck_at, struck_by) VALUES (?, ?, ?, ?, ?, ?)",
        args![row, kind, patient, reason, cx.now, cx.actor],
    )
    .await?;
    tx.touch(Kind::Patient, patient.0);
    Ok(())
}

/// Marks an allergy as entered in error.
///
/// Errors in this order: field errors (reason), `record.not_found` (allergy), `record.struck`, `record.changed_meanwhile`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct StrikeAllergy {
    pub allergy_id: AllergyId,
    #[ts(type = "number")]
    pub version: i64,
    pub reason: String,
}

impl Operate for StrikeAllergy {
    const PERMISSION: Permission = Permission::AlertClinical;
    type Outcome = ();

    fn example() -> Self {
        StrikeAllergy { allergy_id: AllergyId::new(), version: 1, reason: "Another patient's".into() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let reason = fields::text("reason", &self.reason, 500)?;
        let before: Allergy = tx.record(self.allergy_id.0).await?;
        if before.status == STRUCK {
            return Err(Error::new(Code::RecordStruck));
        }
        refuse_stale(tx, &before, self.version).await?;
        let mut after = Allergy { status: STRUCK.to_owned(), ..before.clone() };
        tx.update(&before, &mut after).await?;
        strike(tx, cx, "allergy", before.id.0, before.patient_id, &reason).await
    }
}

/// Marks a problem as entered in error.
///
/// Errors in this order: field errors (reason), `record.not_found` (problem), `record.struck`, `record.changed_meanwhile`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct StrikeProblem {
    pub problem_id: ProblemId,
    #[ts(type = "number")]
    pub version: i64,
    pub reason: String,
}

impl Operate for StrikeProblem {
    const PERMISSION: Permission = Permission::RecordWrite;
    type Outcome = ();

    fn example() -> Self {
        StrikeProblem { problem_id: ProblemId::new(), version: 1, reason: "Another patient's".into() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let reason = fields::text("reason", &self.reason, 500)?;
        let before: Problem = tx.record(self.problem_id.0).await?;
        if before.status == STRUCK {
            return Err(Error::new(Code::RecordStruck));
        }
        refuse_stale(tx, &before, self.version).await?;
        let mut after = Problem { status: STRUCK.to_owned(), ..before.clone() };
        tx.update(&before, &mut after).await?;
        strike(tx, cx, "problem", before.id.0, before.patient_id, &reason).await
    }
}
