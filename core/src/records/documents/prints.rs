//! Which signed papers of the record were printed. Of a prescription and of a letter the first paper that comes out is the original, and whatever is printed
//! after it says that it is a copy: two originals are medicine twice, or two sick notes. As for the books, it is recorded before it is printed.
//!
//! The summary of a visit and the vaccination record are no such papers: whoever may read them prints them as often as they are needed.

use crate::access::Permission;
use crate::args;
use crate::billing::prints::PrintRecorded;
use crate::clinic::{Asker, Context};
use crate::error::{Code, Error, Result};
use crate::ids::{PatientId, PrescriptionId, PrintId};
use crate::operation::Operate;
use crate::question::Question;
use crate::records::opened::must_be_open;
use crate::store::{Db, Kind, Read, Tx};
use crate::time::Instant;
use chrono::{NaiveDateTime, SubsecRound};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a paper is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum RecordPaper {
    Prescription,
    /// A referral or a sick note.
    Letter,
}

impl RecordPaper {
    /// Of what this question's answer is the paper, if it is one that has an original.
    pub fn of(question: &Question) -> Option<(RecordPaper, Uuid)> {
        match question {
            Question::PrescriptionDocument(one) => Some((RecordPaper::Prescription, one.prescription_id.0)),
            Question::LetterDocument(one) => Some((RecordPaper::Letter, one.letter_id.0)),
            _ => None,
        }
    }

    fn original_sql(self) -> &'static str {
        match self {
            RecordPaper::Prescription => "SELECT printed_at FROM record_prints WHERE prescription_id = ? AND original",
            RecordPaper::Letter => "SELECT printed_at FROM record_prints WHERE letter_id = ? AND original",
        }
    }

    fn columns(self) -> &'static [&'static str; 7] {
        match self {
            RecordPaper::Prescription => {
                &["id", "prescription_id", "original", "failed", "printed_at", "user_id", "workstation_id"]
            }
            RecordPaper::Letter => {
                &["id", "letter_id", "original", "failed", "printed_at", "user_id", "workstation_id"]
            }
        }
    }

    /// Whose record it is of.
    ///
    /// Errors: `record.not_found` (kind).
    async fn patient(self, read: &mut impl Read, id: Uuid) -> Result<PatientId> {
        let (kind, sql) = match self {
            RecordPaper::Prescription => (Kind::Prescription, "SELECT patient_id FROM prescriptions WHERE id = ?"),
            RecordPaper::Letter => (Kind::Letter, "SELECT patient_id FROM letters WHERE id = ?"),
        };
        let found: Option<(PatientId,)> = read.maybe(sql, args![id]).await?;
        found.map(|(patient,)| patient).ok_or_else(|| Error::new(Code::NotFound).with("kind", kind))
    }
}

/// When the original came out, in the clinic's wall time.
pub(super) async fn original_of(
    db: &mut Db,
    asker: &Asker,
    paper: RecordPaper,
    id: Uuid,
) -> Result<Option<NaiveDateTime>> {
    let zone = asker.settings.zone;
    Ok(original(db, paper, id).await?.map(|at| at.on_wall(zone).trunc_subsecs(0)))
}

async fn original(read: &mut impl Read, paper: RecordPaper, id: Uuid) -> Result<Option<Instant>> {
    let found: Option<(Instant,)> = read.maybe(paper.original_sql(), args![id]).await?;
    Ok(found.map(|(at,)| at))
}

/// A signed paper of an open chart that is about to be printed. The answer says whether it has to say that it is a copy.
///
/// Errors in this order: `record.not_found` (kind), `chart.not_opened`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct RecordClinicalPrint {
    pub print_id: PrintId,
    pub paper: RecordPaper,
    #[ts(type = "string")]
    pub document_id: Uuid,
}

impl Operate for RecordClinicalPrint {
    const PERMISSION: Permission = Permission::RecordView;
    type Outcome = PrintRecorded;

    fn example() -> Self {
        let document_id = PrescriptionId::new().0;
        RecordClinicalPrint { print_id: PrintId::new(), paper: RecordPaper::Prescription, document_id }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<PrintRecorded> {
        let patient = self.paper.patient(tx, self.document_id).await?;
        must_be_open(tx, cx.into(), patient).await?;
        let copy = original(tx, self.paper, self.document_id).await?.is_some();
        // Another desk's original that is not to be seen yet is refused by its key, and this runs again as a copy.
        let original = if copy { None } else { Some(true) };
        tx.insert_rows(
            "record_prints",
            self.paper.columns(),
            vec![args![self.print_id, self.document_id, original, false, cx.now, cx.actor, cx.workstation]],
        )
        .await?;
        Ok(PrintRecorded { copy })
    }
}

/// What was about to be printed did not come out. If it was the original, the next one is.
///
/// Errors: `record.not_found` (print).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct RecordClinicalPrintFailed {
    pub print_id: PrintId,
}

impl Operate for RecordClinicalPrintFailed {
    const PERMISSION: Permission = Permission::RecordView;
    type Outcome = ();

    fn example() -> Self {
        RecordClinicalPrintFailed { print_id: PrintId::new() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        // Only where it was tried can anybody know.
        let sql = "UPDATE record_prints SET original = NULL, failed = TRUE WHERE id = ? AND workstation_id = ? AND NOT failed";
        match tx.exec(sql, args![self.print_id, cx.workstation]).await? {
            0 => Err(Error::new(Code::NotFound).with("kind", "print")),
            _ => Ok(()),
        }
    }
}
