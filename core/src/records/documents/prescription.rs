//! A prescription for paper: what of it stands.

use super::prints::{RecordPaper, original_of};
use super::{PaperPatient, clinic_of, patient_of};
use crate::access::Permission;
use crate::args;
use crate::billing::frozen::FrozenClinic;
use crate::clinic::Asker;
use crate::documents::{Document, DocumentFormat, mark};
use crate::error::{Code, Error, Result};
use crate::ids::{PatientId, PrescriptionId};
use crate::office::paper_templates::Template;
use crate::question::Ask;
use crate::records::medicines::of_patient::{MedicineLine, of_prescription};
use crate::records::opened::must_be_open;
use crate::store::{Db, Kind, Read};
use chrono::{NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What was stopped or entered in error does not stand on it; one of which nothing stands any more is no paper.
///
/// Errors in this order: `record.not_found` (prescription), `chart.not_opened`, `prescription.not_valid`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskPrescriptionDocument {
    pub prescription_id: PrescriptionId,
}

/// The clinic, the patient and the practitioner's name as they are now; the medicines as they were written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PrescriptionDocument {
    pub format: DocumentFormat,
    /// Of the patient, with the day and the end of its id.
    pub number: String,
    pub clinic: FrozenClinic,
    pub patient: PaperPatient,
    pub prescribed_on: NaiveDate,
    pub practitioner: String,
    pub note: Option<String>,
    pub items: Vec<MedicineLine>,
    /// When the original was printed: this is a copy.
    #[serde(default)]
    pub printed_at: Option<NaiveDateTime>,
}

impl Ask for AskPrescriptionDocument {
    const PERMISSION: Permission = Permission::RecordView;
    type Answer = Document;

    fn example() -> Self {
        AskPrescriptionDocument { prescription_id: PrescriptionId::new() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Document> {
        let id = self.prescription_id;
        let found: Option<(PatientId,)> =
            db.maybe("SELECT patient_id FROM prescriptions WHERE id = ?", args![id]).await?;
        let (patient_id,) = found.ok_or_else(|| Error::new(Code::NotFound).with("kind", Kind::Prescription))?;
        must_be_open(db, asker.into(), patient_id).await?;
        let mut items = of_prescription(db, id, asker.wall_now().date()).await?;
        items.retain(|item| item.struck.is_none() && item.stopped.is_none());
        let first = items.first().ok_or_else(|| Error::new(Code::PrescriptionNotValid))?;
        let patient = patient_of(db, &asker.settings, patient_id).await?;
        Ok(Document::from(PrescriptionDocument {
            format: DocumentFormat::usual(db, &asker.settings, Template::Prescription).await?,
            number: format!("{}-RX-{}-{}", patient.mrn, first.prescribed_on, mark(id.0)),
            clinic: clinic_of(&asker.settings),
            patient,
            prescribed_on: first.prescribed_on,
            practitioner: first.practitioner.clone(),
            note: first.note.clone(),
            items,
            printed_at: original_of(db, asker, RecordPaper::Prescription, id.0).await?,
        }))
    }
}
