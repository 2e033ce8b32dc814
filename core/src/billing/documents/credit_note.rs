//! A credit note for paper, as it was frozen.

use super::{Document, DocumentFormat};
use crate::access::Permission;
use crate::args;
use crate::billing::credit_note::FrozenCreditNote;
use crate::billing::prints::{Paper, original_of};
use crate::clinic::Asker;
use crate::error::{Code, Error, Result};
use crate::ids::CreditNoteId;
use crate::office::paper_templates::Template;
use crate::question::Ask;
use crate::store::{Db, Read};
use crate::time::Instant;
use chrono::{NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Errors: `record.not_found` (credit_note).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskCreditNoteDocument {
    pub credit_note_id: CreditNoteId,
}

/// Amounts in minor units, above nought: what is no longer asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct CreditNoteDocument {
    pub format: DocumentFormat,
    pub number: String,
    /// When the original came out, in the clinic's wall time: from then on every other paper says that it is a copy.
    #[serde(default)]
    pub printed_at: Option<NaiveDateTime>,
    pub issued_on: NaiveDate,
    pub reason: String,
    #[ts(type = "number")]
    pub total_minor: i64,
    pub frozen: FrozenCreditNote,
}

#[derive(sqlx::FromRow)]
struct Row {
    number_text: String,
    issued_on: NaiveDate,
    reason: String,
    total_minor: i64,
    issued_at: Instant,
    frozen: Option<String>,
    currency: String,
}

impl Ask for AskCreditNoteDocument {
    const PERMISSION: Permission = Permission::BillingView;
    type Answer = Document;

    fn example() -> Self {
        AskCreditNoteDocument { credit_note_id: CreditNoteId::new() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Document> {
        let found: Option<Row> = db
            .maybe(
                "SELECT n.number_text, n.issued_on, n.issued_at, n.reason, n.total_minor, n.frozen, i.currency FROM credit_notes n \
                 JOIN invoices i ON i.id = n.invoice_id WHERE n.id = ?",
                args![self.credit_note_id],
            )
            .await?;
        let row = found.ok_or_else(|| Error::new(Code::NotFound).with("kind", "credit_note"))?;
        let frozen = row.frozen.as_deref().unwrap_or_default();
        let printed_at = original_of(db, asker, Paper::CreditNote, self.credit_note_id.0).await?;
        Ok(Document::CreditNote(Box::new(CreditNoteDocument {
            printed_at,
            format: DocumentFormat::of(db, &asker.settings, &row.currency, (Template::CreditNote, Some(row.issued_at)))
                .await?,
            number: row.number_text,
            issued_on: row.issued_on,
            reason: row.reason,
            total_minor: row.total_minor,
            frozen: serde_json::from_str(frozen).map_err(Error::internal)?,
        })))
    }
}
