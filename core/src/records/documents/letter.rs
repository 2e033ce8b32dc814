//! A letter for paper.

use super::prints::{RecordPaper, original_of};
use super::{PaperPatient, clinic_of, patient_of};
use crate::access::Permission;
use crate::billing::frozen::FrozenClinic;
use crate::clinic::Asker;
use crate::documents::{Document, DocumentFormat};
use crate::error::{Code, Error, Result};
use crate::ids::LetterId;
use crate::office::paper_templates::Template;
use crate::question::Ask;
use crate::records::letters::of_patient::{LetterLine, one};
use crate::records::opened::must_be_open;
use crate::store::{Db, Kind};
use chrono::NaiveDateTime;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Errors in this order: `record.not_found` (letter), `chart.not_opened`, `record.struck`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskLetterDocument {
    pub letter_id: LetterId,
}

/// The clinic, the patient and the practitioner's name as they are now; the letter as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct LetterDocument {
    pub format: DocumentFormat,
    pub number: String,
    pub clinic: FrozenClinic,
    pub patient: PaperPatient,
    pub letter: LetterLine,
    /// When the original was printed: this is a copy.
    #[serde(default)]
    pub printed_at: Option<NaiveDateTime>,
}

impl Ask for AskLetterDocument {
    const PERMISSION: Permission = Permission::RecordView;
    type Answer = Document;

    fn example() -> Self {
        AskLetterDocument { letter_id: LetterId::new() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Document> {
        let found = one(db, self.letter_id).await?;
        let letter = found.ok_or_else(|| Error::new(Code::NotFound).with("kind", Kind::Letter))?;
        must_be_open(db, asker.into(), letter.patient_id).await?;
        if letter.struck.is_some() {
            return Err(Error::new(Code::RecordStruck));
        }
        Ok(Document::from(LetterDocument {
            format: DocumentFormat::usual(db, &asker.settings, Template::Letter).await?,
            number: letter.number.clone(),
            clinic: clinic_of(&asker.settings),
            patient: patient_of(db, &asker.settings, letter.patient_id).await?,
            letter,
            printed_at: original_of(db, asker, RecordPaper::Letter, self.letter_id.0).await?,
        }))
    }
}
