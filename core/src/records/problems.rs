//! Problems: what a patient has or had, each with its time.

use super::allergies::STRUCK;
use super::must_exist;
use crate::access::Permission;
use crate::catalogue::specialties::RowSaved;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields::{self, Clinical};
use crate::history::refuse_stale;
use crate::ids::{PatientId, ProblemId};
use crate::operation::Operate;
use crate::store::{Kind, Read, Tx};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

crate::record! {
    pub struct Problem in "problems" as Problem {
        pub id: ProblemId,
        pub patient_id: PatientId,
        pub code: Option<Clinical>,
        pub title: Clinical,
        pub since: Option<NaiveDate>,
        pub until: Option<NaiveDate>,
        pub status: String,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ProblemStatus {
    Active,
    Resolved,
}

impl ProblemStatus {
    pub fn text(self) -> &'static str {
        match self {
            ProblemStatus::Active => "active",
            ProblemStatus::Resolved => "resolved",
        }
    }
}

/// What is said about a problem. `since` and `until` are dates, both included; an active one has no `until`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct ProblemDetails {
    #[ts(type = "string")]
    pub title: Clinical,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub code: Option<Clinical>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    pub status: ProblemStatus,
}

impl ProblemDetails {
    pub fn example() -> ProblemDetails {
        ProblemDetails {
            title: Clinical("Essential (primary) hypertension".into()),
            code: Some(Clinical("I10".into())),
            since: NaiveDate::from_ymd_opt(2024, 5, 1),
            until: None,
            status: ProblemStatus::Active,
        }
    }

    /// Errors: field errors (title, code, since, until).
    fn checked(&self, today: NaiveDate) -> Result<ProblemDetails> {
        let title = Clinical(fields::text("title", &self.title.0, 300)?);
        let code = fields::optional("code", self.code.as_ref().map(|code| code.0.as_str()), 20)?.map(Clinical);
        for (field, day) in [("since", self.since), ("until", self.until)] {
            day.map_or(Ok(()), |day| fields::day(field, day))?;
        }
        let out_of_range = |field| Err(Error::field(Code::FieldOutOfRange, field));
        if self.since.is_some_and(|since| since > today) {
            return out_of_range("since");
        }
        let ends_wrong = self.until.is_some_and(|until| until > today || self.since.is_some_and(|since| until < since));
        if ends_wrong || (self.until.is_some() && self.status == ProblemStatus::Active) {
            return out_of_range("until");
        }
        Ok(ProblemDetails { title, code, ..self.clone() })
    }
}

/// Puts a problem on the patient's list.
///
/// Errors in this order: field errors (title, code, since, until), `patient.not_found`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AddProblem {
    pub problem_id: ProblemId,
    pub patient_id: PatientId,
    pub details: ProblemDetails,
}

impl Operate for AddProblem {
    const PERMISSION: Permission = Permission::RecordWrite;
    type Outcome = RowSaved;

    fn example() -> Self {
        AddProblem { problem_id: ProblemId::new(), patient_id: PatientId::new(), details: ProblemDetails::example() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<RowSaved> {
        let details = self.details.checked(cx.wall_now().date())?;
        must_exist(tx, self.patient_id).await?;
        let row = Problem {
            id: self.problem_id,
            version: 1,
            patient_id: self.patient_id,
            code: details.code,
            title: details.title,
            since: details.since,
            until: details.until,
            status: details.status.text().to_owned(),
        };
        tx.insert(&row).await?;
        tx.touch(Kind::Patient, self.patient_id.0);
        Ok(RowSaved { version: 1 })
    }
}

/// Replaces what is said about a problem; with `status` it is resolved or active again.
///
/// Errors in this order: field errors (title, code, since, until), `record.not_found` (problem), `record.struck`,
/// `record.changed_meanwhile`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EditProblem {
    pub problem_id: ProblemId,
    #[ts(type = "number")]
    pub version: i64,
    pub details: ProblemDetails,
}

impl Operate for EditProblem {
    const PERMISSION: Permission = Permission::RecordWrite;
    type Outcome = RowSaved;

    fn example() -> Self {
        EditProblem { problem_id: ProblemId::new(), version: 1, details: ProblemDetails::example() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<RowSaved> {
        let details = self.details.checked(cx.wall_now().date())?;
        let before: Problem = tx.record(self.problem_id.0).await?;
        if before.status == STRUCK {
            return Err(Error::new(Code::RecordStruck));
        }
        refuse_stale(tx, &before, self.version).await?;
        let mut after = Problem {
            code: details.code,
            title: details.title,
            since: details.since,
            until: details.until,
            status: details.status.text().to_owned(),
            ..before.clone()
        };
        tx.update(&before, &mut after).await?;
        tx.touch(Kind::Patient, before.patient_id.0);
        Ok(RowSaved { version: after.version })
    }
}

/// A problem as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct ProblemLine {
    pub id: ProblemId,
    #[ts(type = "number")]
    pub version: i64,
    pub title: String,
    pub code: Option<String>,
    pub since: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    pub status: String,
}

impl From<Problem> for ProblemLine {
    fn from(row: Problem) -> ProblemLine {
        ProblemLine {
            id: row.id,
            version: row.version,
            title: row.title.0,
            code: row.code.map(|code| code.0),
            since: row.since,
            until: row.until,
            status: row.status,
        }
    }
}

/// Active ones first, then by when they began; with those that were struck.
pub(super) async fn of_patient(read: &mut impl Read, patient: PatientId) -> Result<Vec<ProblemLine>> {
    let mut rows: Vec<Problem> = read.records("WHERE patient_id = ? ORDER BY id DESC", crate::args![patient]).await?;
    rows.sort_by_key(|row| (row.status != ProblemStatus::Active.text(), std::cmp::Reverse(row.since)));
    Ok(rows.into_iter().map(ProblemLine::from).collect())
}
