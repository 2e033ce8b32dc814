//! An issued invoice for paper: as it was frozen, whatever has changed since.

use super::{Document, DocumentFormat};
use crate::access::Permission;
use crate::billing::frozen::FrozenInvoice;
use crate::billing::invoice;
use crate::billing::lines::Discount;
use crate::billing::prints::{Paper, original_of};
use crate::clinic::Asker;
use crate::error::{Code, Error, Result};
use crate::ids::InvoiceId;
use crate::office::paper_templates::Template;
use crate::question::Ask;
use crate::store::Db;
use chrono::{NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Errors in this order: `record.not_found` (invoice), `invoice.not_issued` (status).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskInvoiceDocument {
    pub invoice_id: InvoiceId,
}

/// Dates are the clinic's, amounts in minor units. `frozen` bears names, terms and lines as they were issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct InvoiceDocument {
    pub format: DocumentFormat,
    pub number: String,
    /// When the original came out, in the clinic's wall time: from then on every other paper says that it is a copy.
    #[serde(default)]
    pub printed_at: Option<NaiveDateTime>,
    pub issued_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    pub discount: Option<Discount>,
    #[ts(type = "number")]
    pub net_minor: i64,
    #[ts(type = "number")]
    pub tax_minor: i64,
    #[ts(type = "number")]
    pub total_minor: i64,
    pub frozen: FrozenInvoice,
}

impl Ask for AskInvoiceDocument {
    const PERMISSION: Permission = Permission::BillingView;
    type Answer = Document;

    fn example() -> Self {
        AskInvoiceDocument { invoice_id: InvoiceId::new() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Document> {
        let row = invoice::find(db, self.invoice_id).await?;
        let discount = row.discount();
        let (Some(number), Some(issued_on), Some(frozen)) = (row.number_text, row.issued_on, row.frozen) else {
            return Err(Error::new(Code::InvoiceNotIssued).with("status", row.status));
        };
        let printed_at = original_of(db, asker, Paper::Invoice, self.invoice_id.0).await?;
        Ok(Document::Invoice(Box::new(InvoiceDocument {
            printed_at,
            format: DocumentFormat::of(db, &asker.settings, &row.currency, (Template::Invoice, row.issued_at)).await?,
            number,
            issued_on,
            due_on: row.due_on,
            discount,
            net_minor: row.net_minor,
            tax_minor: row.tax_minor,
            total_minor: row.total_minor,
            frozen: serde_json::from_str(&frozen).map_err(Error::internal)?,
        })))
    }
}
