//! What of the record goes on paper: a prescription, the summary of a visit, what a patient was vaccinated against, a letter. Each is answered only to
//! whoever opened the chart, and holds nothing that was struck.

pub mod letter;
pub mod prescription;
pub mod prints;
pub mod vaccinations;
pub mod visit;

use crate::billing::frozen::{FrozenClinic, address_lines};
use crate::error::Result;
use crate::ids::PatientId;
use crate::office::details::Settings;
use crate::patients::patient::{Patient, PatientNames};
use crate::store::{Db, Read};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use letter::LetterDocument;
pub use prescription::PrescriptionDocument;
pub use vaccinations::VaccinationDocument;
pub use visit::VisitDocument;

/// Whom a paper of the record is about, as they are registered now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PaperPatient {
    pub mrn: String,
    pub names: PatientNames,
    pub birth_date: Option<NaiveDate>,
    pub birth_estimated: bool,
    /// Where they live, in the clinic's order.
    pub address_lines: Vec<String>,
}

async fn patient_of(db: &mut Db, settings: &Settings, id: PatientId) -> Result<PaperPatient> {
    let patient: Patient = db.record(id.0).await?;
    Ok(PaperPatient {
        names: patient.names(),
        birth_date: patient.birth_date,
        birth_estimated: patient.birth_estimated,
        address_lines: address_lines(db, settings, id, "home").await?,
        mrn: patient.mrn,
    })
}

/// The clinic's head without what belongs on bills.
fn clinic_of(settings: &Settings) -> FrozenClinic {
    let details = &settings.details;
    FrozenClinic {
        name: details.name.clone(),
        address_lines: details.address_lines.clone(),
        phone: details.phone.clone(),
        email: details.email.clone(),
        tax_number: None,
        bank_lines: Vec::new(),
    }
}
