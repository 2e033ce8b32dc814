//! What of the books was printed: the first paper that comes out is the original, and whatever is printed after it says that it is a copy.
//!
//! It is recorded before it is printed, so that of two desks one prints the original; what then does not come out is recorded too.

use super::invoice::{self, ISSUED};
use crate::access::Permission;
use crate::args;
use crate::clinic::{Asker, Context};
use crate::error::{Code, Error, Result};
use crate::ids::{InvoiceId, PrintId};
use crate::operation::Operate;
use crate::question::Question;
use crate::store::{Db, Read, Tx};
use crate::time::Instant;
use chrono::{NaiveDateTime, SubsecRound};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a paper is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, rename = "PrintedPaper")]
pub enum Paper {
    Invoice,
    CreditNote,
    /// Of a payment, a refund or a reversal.
    Receipt,
}

impl Paper {
    /// Of what this question's answer is the paper, if it is one that has an original.
    pub fn of(question: &Question) -> Option<(Paper, Uuid)> {
        match question {
            Question::InvoiceDocument(one) => Some((Paper::Invoice, one.invoice_id.0)),
            Question::CreditNoteDocument(one) => Some((Paper::CreditNote, one.credit_note_id.0)),
            Question::Receipt(one) => Some((Paper::Receipt, one.payment_id.0)),
            _ => None,
        }
    }

    fn original_sql(self) -> &'static str {
        match self {
            Paper::Invoice => "SELECT printed_at FROM prints WHERE invoice_id = ? AND original",
            Paper::CreditNote => "SELECT printed_at FROM prints WHERE credit_note_id = ? AND original",
            Paper::Receipt => "SELECT printed_at FROM prints WHERE payment_id = ? AND original",
        }
    }

    fn columns(self) -> &'static [&'static str; 7] {
        match self {
            Paper::Invoice => &["id", "invoice_id", "original", "failed", "printed_at", "user_id", "workstation_id"],
            Paper::CreditNote => {
                &["id", "credit_note_id", "original", "failed", "printed_at", "user_id", "workstation_id"]
            }
            Paper::Receipt => &["id", "payment_id", "original", "failed", "printed_at", "user_id", "workstation_id"],
        }
    }

    /// Errors in this order: `record.not_found` (kind), `invoice.not_issued` (status).
    async fn must_exist(self, read: &mut impl Read, id: Uuid) -> Result<()> {
        let (kind, sql) = match self {
            Paper::Invoice => {
                let row = invoice::find(read, InvoiceId(id)).await?;
                let issued = row.status == ISSUED || row.number_text.is_some();
                return if issued {
                    Ok(())
                } else {
                    Err(Error::new(Code::InvoiceNotIssued).with("status", row.status))
                };
            }
            Paper::CreditNote => ("credit_note", "SELECT 1 FROM credit_notes WHERE id = ?"),
            Paper::Receipt => ("payment", "SELECT 1 FROM payments WHERE id = ?"),
        };
        let found: Option<(i64,)> = read.maybe(sql, args![id]).await?;
        found.map(|_| ()).ok_or_else(|| Error::new(Code::NotFound).with("kind", kind))
    }
}

/// When the original came out, in the clinic's wall time.
pub(crate) async fn original_of(db: &mut Db, asker: &Asker, paper: Paper, id: Uuid) -> Result<Option<NaiveDateTime>> {
    let zone = asker.settings.zone;
    Ok(original(db, paper, id).await?.map(|at| at.on_wall(zone).trunc_subsecs(0)))
}

async fn original(read: &mut impl Read, paper: Paper, id: Uuid) -> Result<Option<Instant>> {
    let found: Option<(Instant,)> = read.maybe(paper.original_sql(), args![id]).await?;
    Ok(found.map(|(at,)| at))
}

/// A paper that is about to be printed. The answer says whether it has to say that it is a copy.
///
/// Errors in this order: `record.not_found` (kind), `invoice.not_issued` (status).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct RecordPrint {
    pub print_id: PrintId,
    pub paper: Paper,
    #[ts(type = "string")]
    pub document_id: Uuid,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PrintRecorded {
    pub copy: bool,
}

impl Operate for RecordPrint {
    const PERMISSION: Permission = Permission::BillingView;
    type Outcome = PrintRecorded;

    fn example() -> Self {
        RecordPrint { print_id: PrintId::new(), paper: Paper::Invoice, document_id: InvoiceId::new().0 }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<PrintRecorded> {
        self.paper.must_exist(tx, self.document_id).await?;
        let copy = original(tx, self.paper, self.document_id).await?.is_some();
        // Another desk's original that is not to be seen yet is refused by its key, and this runs again as a copy.
        let original = if copy { None } else { Some(true) };
        tx.insert_rows(
            "prints",
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
pub struct RecordPrintFailed {
    pub print_id: PrintId,
}

impl Operate for RecordPrintFailed {
    const PERMISSION: Permission = Permission::BillingView;
    type Outcome = ();

    fn example() -> Self {
        RecordPrintFailed { print_id: PrintId::new() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        // Only where it was tried can anybody know.
        let sql = "UPDATE prints SET original = NULL, failed = TRUE WHERE id = ? AND workstation_id = ? AND NOT failed";
        match tx.exec(sql, args![self.print_id, cx.workstation]).await? {
            0 => Err(Error::new(Code::NotFound).with("kind", "print")),
            _ => Ok(()),
        }
    }
}
