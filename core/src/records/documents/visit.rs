//! The summary of a visit for paper: a signed one, or a draft that says so.

use super::{PaperPatient, clinic_of, patient_of};
use crate::access::Permission;
use crate::billing::frozen::FrozenClinic;
use crate::clinic::Asker;
use crate::documents::{Document, DocumentFormat, mark};
use crate::error::{Code, Error, Result};
use crate::ids::VisitRecordId;
use crate::office::paper_templates::Template;
use crate::question::Ask;
use crate::records::medicines::of_patient::MedicineLine;
use crate::records::vaccinations::of_patient::VaccinationLine;
use crate::records::visits::SIGNED;
use crate::records::visits::ask::{AskVisit, Visit};
use crate::records::vitals::VitalLine;
use crate::store::Db;
use chrono::{NaiveDateTime, SubsecRound};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

const TEXTS: [&str; 5] = ["reason", "history", "findings", "assessment", "plan"];

/// Errors in this order: `record.not_found` (visit_record), `patient.not_found`, `chart.not_opened`, `record.struck`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskVisitDocument {
    pub visit_id: VisitRecordId,
}

/// The clinic and the patient as they are now; the visit as it was written, without what was struck since. All times are the clinic's wall's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct VisitDocument {
    pub format: DocumentFormat,
    /// Of the patient, with the day and the end of its id.
    pub number: String,
    pub clinic: FrozenClinic,
    pub patient: PaperPatient,
    pub visited_at: NaiveDateTime,
    pub practitioner: String,
    /// Nothing while it is a draft.
    pub signed: Option<PaperSignature>,
    pub texts: Vec<PaperText>,
    pub diagnoses: Vec<PaperDiagnosis>,
    pub vitals: Vec<VitalLine>,
    pub vaccinations: Vec<VaccinationLine>,
    pub medicines: Vec<MedicineLine>,
    pub addenda: Vec<PaperAddendum>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PaperSignature {
    pub by: String,
    pub at: NaiveDateTime,
    /// Hex, to be compared with the screen's.
    pub hash: String,
    /// Whether it is still what was signed.
    pub is_whole: bool,
}

/// One of the five texts: reason, history, findings, assessment or plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PaperText {
    pub name: String,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PaperDiagnosis {
    pub code: String,
    pub title: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PaperAddendum {
    pub text: String,
    pub at: NaiveDateTime,
    pub by: String,
}

impl Ask for AskVisitDocument {
    const PERMISSION: Permission = Permission::RecordView;
    type Answer = Document;

    fn example() -> Self {
        AskVisitDocument { visit_id: VisitRecordId::new() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Document> {
        let mut visit = AskVisit { visit_id: self.visit_id }.answer(db, asker).await?;
        if visit.strike.is_some() {
            return Err(Error::new(Code::RecordStruck));
        }
        visit.vitals.retain(|one| one.struck.is_none());
        visit.vaccinations.retain(|one| one.struck.is_none());
        visit.medicines.retain(|one| one.struck.is_none());
        let patient = patient_of(db, &asker.settings, visit.patient_id).await?;
        Ok(Document::from(VisitDocument {
            format: DocumentFormat::usual(db, &asker.settings, Template::Visit).await?,
            number: number(&patient.mrn, &visit),
            clinic: clinic_of(&asker.settings),
            patient,
            visited_at: visit.visited_at,
            practitioner: visit.practitioner.clone(),
            signed: signature(&visit, asker),
            texts: texts(&visit.text),
            diagnoses: diagnoses(&visit.text),
            addenda: addenda(&visit, asker),
            vitals: visit.vitals,
            vaccinations: visit.vaccinations,
            medicines: visit.medicines,
        }))
    }
}

fn number(mrn: &str, visit: &Visit) -> String {
    let draft = if visit.status == SIGNED { "" } else { "-DRAFT" };
    format!("{mrn}-VISIT-{}-{}{draft}", visit.visited_at.date(), mark(visit.visit_id.0))
}

fn signature(visit: &Visit, asker: &Asker) -> Option<PaperSignature> {
    let at = visit.signed_at.filter(|_| visit.status == SIGNED)?;
    Some(PaperSignature {
        by: visit.signed_by.clone().unwrap_or_default(),
        at: at.on_wall(asker.settings.zone).trunc_subsecs(0),
        hash: visit.hash.clone().unwrap_or_default(),
        is_whole: visit.is_whole == Some(true),
    })
}

fn texts(text: &Json) -> Vec<PaperText> {
    let one = |name: &str| {
        let text = text.get(name)?.as_str()?.to_owned();
        Some(PaperText { name: name.to_owned(), text })
    };
    TEXTS.into_iter().filter_map(one).collect()
}

fn diagnoses(text: &Json) -> Vec<PaperDiagnosis> {
    let part = |one: &Json, name: &str| one.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
    let rows = text.get("diagnoses").and_then(Json::as_array);
    rows.into_iter()
        .flatten()
        .map(|one| PaperDiagnosis { code: part(one, "code"), title: part(one, "title") })
        .collect()
}

fn addenda(visit: &Visit, asker: &Asker) -> Vec<PaperAddendum> {
    let one = |one: &crate::records::visits::addendum::AddendumLine| PaperAddendum {
        text: one.text.clone(),
        at: one.written_at.on_wall(asker.settings.zone).trunc_subsecs(0),
        by: one.written_by.clone(),
    };
    visit.addenda.iter().map(one).collect()
}
