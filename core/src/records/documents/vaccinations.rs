//! What a patient was vaccinated against, for paper.

use super::{PaperPatient, clinic_of, patient_of};
use crate::access::Permission;
use crate::billing::frozen::FrozenClinic;
use crate::clinic::Asker;
use crate::documents::{Document, DocumentFormat};
use crate::error::Result;
use crate::ids::PatientId;
use crate::office::paper_templates::Template;
use crate::question::Ask;
use crate::records::vaccinations::GIVEN;
use crate::records::vaccinations::of_patient::{AskVaccinations, VaccinationLine};
use crate::store::Db;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Everything that was given, here and elsewhere; what was refused or entered in error is nobody's business who reads the paper.
///
/// Errors in this order: `patient.not_found`, `chart.not_opened`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskVaccinationDocument {
    pub patient_id: PatientId,
}

/// The clinic and the patient as they are now; the vaccinations as they were entered, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct VaccinationDocument {
    pub format: DocumentFormat,
    /// Of the patient, with the day.
    pub number: String,
    pub clinic: FrozenClinic,
    pub patient: PaperPatient,
    /// The day on which it was complete.
    pub as_of: NaiveDate,
    pub lines: Vec<VaccinationLine>,
}

impl Ask for AskVaccinationDocument {
    const PERMISSION: Permission = Permission::RecordView;
    type Answer = Document;

    fn example() -> Self {
        AskVaccinationDocument { patient_id: PatientId::new() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Document> {
        let mut lines = AskVaccinations { patient_id: self.patient_id }.answer(db, asker).await?;
        lines.retain(|line| line.status == GIVEN && line.struck.is_none());
        lines.reverse();
        let patient = patient_of(db, &asker.settings, self.patient_id).await?;
        let as_of = asker.wall_now().date();
        Ok(Document::from(VaccinationDocument {
            format: DocumentFormat::usual(db, &asker.settings, Template::Vaccinations).await?,
            number: format!("{}-VAC-{as_of}", patient.mrn),
            clinic: clinic_of(&asker.settings),
            patient,
            as_of,
            lines,
        }))
    }
}
