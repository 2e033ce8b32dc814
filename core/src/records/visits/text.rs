//! What is written of a visit: five texts and the diagnoses.

use super::VisitRecord;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields::{self, Clinical};
use crate::ids::{PatientId, RowId, VisitRecordId, derived};
use crate::store::{Kind, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// Characters in one text: a long report fits, a pasted book does not.
const LONGEST: usize = 20_000;
const MOST_DIAGNOSES: usize = 30;

/// A diagnosis with the words that were chosen; `code` in `code_system` (ICD-10-CM, or empty for the clinic's own words).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct Diagnosis {
    #[serde(default)]
    pub code_system: String,
    #[serde(default)]
    #[ts(type = "string")]
    pub code: Clinical,
    #[ts(type = "string")]
    pub title: Clinical,
    #[serde(default)]
    pub is_main: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct VisitText {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub reason: Option<Clinical>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub history: Option<Clinical>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub findings: Option<Clinical>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub assessment: Option<Clinical>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub plan: Option<Clinical>,
    #[serde(default)]
    pub diagnoses: Vec<Diagnosis>,
}

impl VisitText {
    pub fn example() -> VisitText {
        VisitText {
            reason: Some(Clinical("Headache for three days".into())),
            plan: Some(Clinical("Paracetamol, back in a week".into())),
            diagnoses: vec![Diagnosis {
                code_system: "icd10cm".into(),
                code: Clinical("R51.9".into()),
                title: Clinical("Headache, unspecified".into()),
                is_main: true,
            }],
            ..VisitText::default()
        }
    }

    /// Errors: field errors (reason, history, findings, assessment, plan, diagnoses).
    pub(super) fn checked(&self) -> Result<VisitText> {
        let clean = |field: &str, text: &Option<Clinical>| -> Result<Option<Clinical>> {
            let typed = text.as_ref().map(|text| text.0.as_str());
            Ok(fields::optional(field, typed, LONGEST)?.map(Clinical))
        };
        if self.diagnoses.len() > MOST_DIAGNOSES {
            return Err(Error::field(Code::FieldTooLong, "diagnoses").with("max", MOST_DIAGNOSES));
        }
        Ok(VisitText {
            reason: clean("reason", &self.reason)?,
            history: clean("history", &self.history)?,
            findings: clean("findings", &self.findings)?,
            assessment: clean("assessment", &self.assessment)?,
            plan: clean("plan", &self.plan)?,
            diagnoses: self.checked_diagnoses()?,
        })
    }

    /// The main one first; at most one is. The same twice is once.
    fn checked_diagnoses(&self) -> Result<Vec<Diagnosis>> {
        let (mut seen, mut checked) = (BTreeSet::new(), Vec::new());
        for one in &self.diagnoses {
            let code = fields::optional("diagnoses", Some(&one.code.0), 20)?.unwrap_or_default();
            let title = fields::text("diagnoses", &one.title.0, 300)?;
            let code_system = fields::optional("diagnoses", Some(&one.code_system), 20)?.unwrap_or_default();
            if seen.insert((code_system.clone(), code.clone(), title.clone())) {
                let is_main = one.is_main;
                checked.push(Diagnosis { code_system, code: Clinical(code), title: Clinical(title), is_main });
            }
        }
        if checked.iter().filter(|one| one.is_main).count() > 1 {
            return Err(Error::field(Code::FieldInvalid, "diagnoses"));
        }
        checked.sort_by(|a, b| order(a).cmp(&order(b)));
        Ok(checked)
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == VisitText::default()
    }

    pub(super) fn put_on(&self, row: &mut VisitRecord) {
        row.reason = self.reason.clone();
        row.history = self.history.clone();
        row.findings = self.findings.clone();
        row.assessment = self.assessment.clone();
        row.plan = self.plan.clone();
    }
}

/// As rows come back: which one was named first is not kept.
fn order(one: &Diagnosis) -> (bool, &str, &str) {
    (!one.is_main, &one.code.0, &one.title.0)
}

#[derive(sqlx::FromRow)]
struct DiagnosisRow {
    code_system: String,
    code: String,
    title: String,
    is_main: bool,
}

pub(super) async fn diagnoses_of(read: &mut impl Read, visit: VisitRecordId) -> Result<Vec<Diagnosis>> {
    let rows: Vec<DiagnosisRow> =
        read.all("SELECT code_system, code, title, is_main FROM diagnoses WHERE record_id = ?", args![visit]).await?;
    let one = |row: DiagnosisRow| Diagnosis {
        code_system: row.code_system,
        code: Clinical(row.code),
        title: Clinical(row.title),
        is_main: row.is_main,
    };
    let mut diagnoses: Vec<Diagnosis> = rows.into_iter().map(one).collect();
    diagnoses.sort_by(|a, b| order(a).cmp(&order(b)));
    Ok(diagnoses)
}

/// Writes what differs and notes it with the visit.
pub(super) async fn write_diagnoses(
    tx: &mut Tx,
    cx: &Context,
    visit: VisitRecordId,
    patient: PatientId,
    new: &[Diagnosis],
) -> Result<()> {
    let before = diagnoses_of(tx, visit).await?;
    if before == new {
        return Ok(());
    }
    tx.exec("DELETE FROM diagnoses WHERE record_id = ?", args![visit]).await?;
    let row = |(n, one): (usize, &Diagnosis)| {
        let id = RowId(derived(cx.operation, &format!("diagnosis {n}")));
        args![id, visit, patient, &one.code_system, one.code.clone(), one.title.clone(), one.is_main]
    };
    let columns = &["id", "record_id", "patient_id", "code_system", "code", "title", "is_main"];
    tx.insert_rows("diagnoses", columns, new.iter().enumerate().map(row).collect()).await?;
    tx.note(Kind::VisitRecord, visit.0, "diagnoses", json!(before), json!(new));
    Ok(())
}

pub(super) async fn of(read: &mut impl Read, row: &VisitRecord) -> Result<VisitText> {
    Ok(VisitText {
        reason: row.reason.clone(),
        history: row.history.clone(),
        findings: row.findings.clone(),
        assessment: row.assessment.clone(),
        plan: row.plan.clone(),
        diagnoses: diagnoses_of(read, row.id).await?,
    })
}

/// As those read it whom the record is for: no marks around what is clinical.
pub(super) fn plain(text: &VisitText) -> Json {
    let words = |text: &Option<Clinical>| text.as_ref().map(|text| text.0.clone());
    let one = |one: &Diagnosis| json!({ "code_system": one.code_system, "code": one.code.0, "title": one.title.0, "is_main": one.is_main });
    json!({
        "reason": words(&text.reason), "history": words(&text.history), "findings": words(&text.findings),
        "assessment": words(&text.assessment), "plan": words(&text.plan),
        "diagnoses": text.diagnoses.iter().map(one).collect::<Vec<_>>(),
    })
}
