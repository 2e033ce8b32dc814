//! What waits for a doctor: results that nobody has reviewed, and tests whose day has passed without one.

use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::{FileId, PatientId, TestRequestId, UserId};
use crate::patients::patient::PatientNames;
use crate::question::Ask;
use crate::records::answers_for::those_of;
use crate::store::{Clause, Db, Read, Value};
use crate::time::Instant;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The results that whoever asks ordered and nobody has reviewed, the oldest first, and their tests that are overdue: each at most 500. With them those of practitioners who
/// do not sign for themselves. Without what they are called or say, which is read in the chart.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskToReview {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct ToReview {
    pub results: Vec<ResultToReview>,
    pub overdue: Vec<OverdueTest>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct ResultToReview {
    pub file_id: FileId,
    pub patient_id: PatientId,
    pub patient: String,
    pub birth_date: Option<NaiveDate>,
    pub mrn: String,
    pub dated_on: Option<NaiveDate>,
    pub added_at: Instant,
    pub added_by: Option<String>,
    /// Who ordered it, where that is not whoever asks.
    pub practitioner: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct OverdueTest {
    pub request_id: TestRequestId,
    pub patient_id: PatientId,
    pub patient: String,
    pub birth_date: Option<NaiveDate>,
    pub mrn: String,
    pub due_on: NaiveDate,
    /// Who asked for it, where that is not whoever asks.
    pub practitioner: Option<String>,
}

#[derive(sqlx::FromRow)]
struct About {
    patient_id: PatientId,
    given_name: Option<String>,
    family_name: Option<String>,
    second_family_name: Option<String>,
    preferred_name: Option<String>,
    birth_date: Option<NaiveDate>,
    mrn: String,
    practitioner: String,
    account: Option<UserId>,
}

#[derive(sqlx::FromRow)]
struct ResultRow {
    id: FileId,
    #[sqlx(flatten)]
    patient: About,
    dated_on: Option<NaiveDate>,
    added_at: Instant,
    added_by: Option<String>,
}

#[derive(sqlx::FromRow)]
struct TestRow {
    id: TestRequestId,
    #[sqlx(flatten)]
    patient: About,
    due_on: NaiveDate,
}

const PATIENT: &str = "p.id AS patient_id, p.given_name, p.family_name, p.second_family_name, p.preferred_name, p.birth_date, p.mrn, d.name AS practitioner, d.user_id AS account ";

impl Ask for AskToReview {
    const PERMISSION: Permission = Permission::RecordSign;
    type Answer = ToReview;

    fn example() -> Self {
        AskToReview {}
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<ToReview> {
        let whose: Vec<Value> = those_of(db, asker.user_id).await?.into_iter().map(Into::into).collect();
        if whose.is_empty() {
            return Ok(ToReview { results: Vec::new(), overdue: Vec::new() });
        }
        let results = Clause::new("SELECT a.id, a.dated_on, a.added_at, u.name AS added_by, ", vec![]).and(PATIENT, vec![]).and(
            "FROM doctors d JOIN file_results r ON r.doctor_id = d.id JOIN attachments a ON a.id = r.file_id JOIN patients p ON p.id = a.patient_id \
             LEFT JOIN users u ON u.id = a.added_by LEFT JOIN result_reviews v ON v.file_id = r.file_id LEFT JOIN file_strikes s ON s.file_id = r.file_id \
             WHERE v.file_id IS NULL AND s.file_id IS NULL ",
            vec![],
        );
        let results =
            results.then(Clause::in_list("AND d.id IN (", ") ORDER BY a.added_at, a.id LIMIT 500", whose.clone()));
        let overdue = Clause::new("SELECT t.id, t.due_on, ", vec![]).and(PATIENT, vec![]).and(
            "FROM doctors d JOIN test_requests t ON t.doctor_id = d.id AND t.status = 'asked' JOIN patients p ON p.id = t.patient_id \
             WHERE t.due_on < ? AND NOT EXISTS (SELECT 1 FROM file_results r LEFT JOIN file_strikes s ON s.file_id = r.file_id \
             WHERE r.request_id = t.id AND s.file_id IS NULL) ",
            args![asker.wall_now().date()],
        );
        let overdue = overdue.then(Clause::in_list("AND d.id IN (", ") ORDER BY t.due_on, t.id LIMIT 500", whose));
        let (results, overdue): (Vec<ResultRow>, Vec<TestRow>) = (db.all_of(results).await?, db.all_of(overdue).await?);
        Ok(ToReview {
            results: results.into_iter().map(|row| row.line(asker.user_id)).collect(),
            overdue: overdue.into_iter().map(|row| row.line(asker.user_id)).collect(),
        })
    }
}

impl About {
    fn name(&self) -> String {
        PatientNames {
            title: None,
            given: self.given_name.clone(),
            family: self.family_name.clone(),
            second_family: self.second_family_name.clone(),
            preferred: self.preferred_name.clone(),
        }
        .list_name()
    }

    /// Whose it is, for somebody else.
    fn of_whom(&self, user: Option<UserId>) -> Option<String> {
        Some(self.practitioner.clone()).filter(|_| self.account != user)
    }
}

impl ResultRow {
    fn line(self, user: Option<UserId>) -> ResultToReview {
        ResultToReview {
            file_id: self.id,
            practitioner: self.patient.of_whom(user),
            patient_id: self.patient.patient_id,
            patient: self.patient.name(),
            birth_date: self.patient.birth_date,
            mrn: self.patient.mrn,
            dated_on: self.dated_on,
            added_at: self.added_at,
            added_by: self.added_by,
        }
    }
}

impl TestRow {
    fn line(self, user: Option<UserId>) -> OverdueTest {
        OverdueTest {
            request_id: self.id,
            practitioner: self.patient.of_whom(user),
            patient_id: self.patient.patient_id,
            patient: self.patient.name(),
            birth_date: self.patient.birth_date,
            mrn: self.patient.mrn,
            due_on: self.due_on,
        }
    }
}
