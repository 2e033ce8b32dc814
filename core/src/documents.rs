//! What can be printed. Each answer holds everything that stands on the paper, so that `clinic-documents` needs nothing but it; who may
//! ask for which is decided where it belongs: in `billing/documents` and in `records/documents`.

use crate::billing::documents::{
    AgedDocument, CreditNoteDocument, InvoiceDocument, PayerStatementDocument, ReceiptDocument, ReportDocument,
    StatementDocument, TillDocument,
};
use crate::billing::prints::{Paper, RecordPrint, RecordPrintFailed};
use crate::error::Result;
use crate::ids::PrintId;
use crate::money;
use crate::office::details::Settings;
use crate::office::paper_templates::{OwnTemplate, Template, own_of};
use crate::operation::Operation;
use crate::question::Question;
use crate::records::documents::prints::{RecordClinicalPrint, RecordClinicalPrintFailed, RecordPaper};
use crate::records::documents::{LetterDocument, PrescriptionDocument, VaccinationDocument, VisitDocument};
use crate::store::Read;
use crate::time::Instant;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What has an original, of which there is one: the first that comes out of a printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Original {
    Books(Paper, Uuid),
    Record(RecordPaper, Uuid),
}

impl Original {
    /// Of what this question's answer is the paper.
    pub fn of(question: &Question) -> Option<Original> {
        let books = Paper::of(question).map(|(paper, id)| Original::Books(paper, id));
        books.or_else(|| RecordPaper::of(question).map(|(paper, id)| Original::Record(paper, id)))
    }

    /// What is recorded before it is printed. Its outcome is a `PrintRecorded`.
    pub fn print(self, print_id: PrintId) -> Operation {
        match self {
            Original::Books(paper, document_id) => RecordPrint { print_id, paper, document_id }.into(),
            Original::Record(paper, document_id) => RecordClinicalPrint { print_id, paper, document_id }.into(),
        }
    }

    /// What is recorded when it did not come out.
    pub fn failed(self, print_id: PrintId) -> Operation {
        match self {
            Original::Books(..) => RecordPrintFailed { print_id }.into(),
            Original::Record(..) => RecordClinicalPrintFailed { print_id }.into(),
        }
    }
}

/// Whether this question's answer is a paper of somebody's record.
pub fn is_of_record(question: &Question) -> bool {
    use Question::{LetterDocument, PrescriptionDocument, VaccinationDocument, VisitDocument};
    matches!(question, PrescriptionDocument(_) | VisitDocument(_) | VaccinationDocument(_) | LetterDocument(_))
}

macro_rules! documents {
    ($($variant:ident = $of:ident,)+) => {
        /// What can be printed, told apart by `kind`.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
        #[serde(tag = "kind", rename_all = "snake_case")]
        #[ts(export)]
        pub enum Document { $($variant(Box<$of>),)+ }

        impl Document {
            /// What it is known by, without anybody's name: files are called after it.
            pub fn number(&self) -> &str {
                match self { $(Document::$variant(one) => &one.number,)+ }
            }

            pub fn format(&self) -> &DocumentFormat {
                match self { $(Document::$variant(one) => &one.format,)+ }
            }
        }

        $(impl From<$of> for Document {
            fn from(one: $of) -> Document { Document::$variant(Box::new(one)) }
        })+
    };
}

documents! {
    Invoice = InvoiceDocument,
    CreditNote = CreditNoteDocument,
    Receipt = ReceiptDocument,
    Statement = StatementDocument,
    PayerStatement = PayerStatementDocument,
    Prescription = PrescriptionDocument,
    Visit = VisitDocument,
    Vaccinations = VaccinationDocument,
    Letter = LetterDocument,
    Till = TillDocument,
    Aged = AgedDocument,
    Report = ReportDocument,
}

impl Document {
    /// When its original came out, in the clinic's wall time: what is printed now is a copy. Papers of the books have one, prescriptions and letters.
    pub fn printed_at(&self) -> Option<NaiveDateTime> {
        match self {
            Document::Invoice(one) => one.printed_at,
            Document::CreditNote(one) => one.printed_at,
            Document::Receipt(one) => one.printed_at,
            Document::Prescription(one) => one.printed_at,
            Document::Letter(one) => one.printed_at,
            _ => None,
        }
    }
}

/// Tells apart what was written about one and the same on one day: the end of an id, which is by chance.
pub(crate) fn mark(id: Uuid) -> String {
    let digits = id.simple().to_string().to_uppercase();
    digits.get(28..).unwrap_or_default().to_owned()
}

/// How this clinic writes amounts, dates and names, and the paper it prints on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct DocumentFormat {
    /// ISO 4217.
    pub currency: String,
    pub decimals: u32,
    /// dmy, mdy or ymd.
    pub date_order: String,
    /// "24" or "12".
    pub hour_cycle: String,
    /// given_first or family_first.
    pub name_order: String,
    /// What this clinic calls a patient's number.
    pub patient_number_name: String,
    /// A4 or Letter.
    pub paper: String,
    /// What the clinic lays this paper out with instead of what comes with the app.
    #[serde(default)]
    pub own: Vec<OwnTemplate>,
    /// Of what was issued while the clinic had other ones: those of today. They are taken where the ones of then cannot lay it out, so that
    /// correcting a template helps what waits for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_now: Option<Vec<OwnTemplate>>,
}

impl DocumentFormat {
    /// With the clinic's own templates as they are now; of what was issued, as they were at that moment.
    pub(crate) async fn of(
        read: &mut impl Read,
        settings: &Settings,
        currency: &str,
        (template, at): (Template, Option<Instant>),
    ) -> Result<DocumentFormat> {
        let details = &settings.details;
        let own = own_of(read, template, at).await?;
        let own_now = match at {
            Some(_) => Some(own_of(read, template, None).await?).filter(|now| *now != own),
            None => None,
        };
        Ok(DocumentFormat {
            currency: currency.to_owned(),
            decimals: money::decimals(currency).unwrap_or(settings.currency_decimals),
            date_order: details.date_order.clone(),
            hour_cycle: details.hour_cycle.clone(),
            name_order: details.name_order.clone(),
            patient_number_name: details.patient_number_name.clone(),
            paper: details.paper.clone(),
            own,
            own_now,
        })
    }

    /// Of what holds no amounts, or those of the clinic's own currency.
    pub(crate) async fn usual(read: &mut impl Read, settings: &Settings, template: Template) -> Result<DocumentFormat> {
        DocumentFormat::of(read, settings, &settings.details.currency, (template, None)).await
    }
}
