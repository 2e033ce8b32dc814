//! One invoice with its lines, and everything that settles it.

use super::credit_note::{CreditLine, left_of};
use super::draft::given_since;
use super::frozen::FrozenInvoice;
use super::invoice::{self, Invoice};
use super::lines::{Discount, InvoiceItem, InvoiceLine, items_of, priced_on};
use super::payers::of_invoice::{InvoicePayer, PayerShare, payer_of, shares_with};
use crate::access::Permission;
use crate::appointments::appointment as visits;
use crate::args;
use crate::clinic::Asker;
use crate::error::{Error, Result};
use crate::ids::{AppointmentId, CreditNoteId, InvoiceId, PatientId, PaymentId, RowId};
use crate::patients::patient::Patient;
use crate::question::Ask;
use crate::store::{Db, Read};
use crate::time::Instant;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Errors: `record.not_found` (invoice).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskInvoice {
    pub invoice_id: InvoiceId,
}

/// Amounts in minor units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct InvoiceView {
    pub invoice_id: InvoiceId,
    #[ts(type = "number")]
    pub version: i64,
    pub patient_id: PatientId,
    pub name: String,
    pub mrn: String,
    /// Who gets it instead of the patient.
    pub payer: Option<InvoicePayer>,
    /// What others pay of the same services.
    pub shares: Vec<PayerShare>,
    /// Services of its visit that were given after it was written, and stand on no invoice.
    pub given_since: Vec<InvoiceLine>,
    pub appointment_id: Option<AppointmentId>,
    /// The day whose prices count for it: of the visit, or today's.
    pub priced_on: NaiveDate,
    pub status: String,
    pub number: Option<String>,
    pub issued_on: Option<NaiveDate>,
    pub issued_by: Option<String>,
    pub due_on: Option<NaiveDate>,
    pub discount: Option<Discount>,
    pub note: Option<String>,
    pub void_reason: Option<String>,
    #[ts(type = "number")]
    pub net_minor: i64,
    #[ts(type = "number")]
    pub tax_minor: i64,
    #[ts(type = "number")]
    pub total_minor: i64,
    #[ts(type = "number")]
    pub open_minor: i64,
    pub lines: Vec<InvoiceItem>,
    /// As it was issued.
    pub frozen: Option<FrozenInvoice>,
    /// The oldest first; below nought what was taken back.
    pub payments: Vec<InvoicePayment>,
    pub credit_notes: Vec<InvoiceCreditNote>,
    pub write_offs: Vec<InvoiceWriteOff>,
    /// What cash was rounded by; taken back where it is turned round.
    pub roundings: Vec<InvoiceRounding>,
    /// What of each line can still be taken back, with its tax.
    pub left: Vec<CreditLine>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, ts_rs::TS)]
#[ts(export)]
pub struct InvoiceCreditNote {
    pub credit_note_id: CreditNoteId,
    pub number: String,
    pub issued_on: NaiveDate,
    pub by: String,
    pub reason: String,
    #[ts(type = "number")]
    pub total_minor: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, ts_rs::TS)]
#[ts(export)]
pub struct InvoiceWriteOff {
    pub write_off_id: RowId,
    pub written_on: NaiveDate,
    pub by: String,
    pub reason: String,
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Asked for again since.
    pub undone_on: Option<NaiveDate>,
    pub undone_by: Option<String>,
    pub undone_reason: Option<String>,
}

/// What was paid in cash more (above nought) or less than the invoice asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, ts_rs::TS)]
#[ts(export)]
pub struct InvoiceRounding {
    pub receipt: String,
    pub written_on: NaiveDate,
    #[ts(type = "number")]
    pub amount_minor: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, ts_rs::TS)]
#[ts(export)]
pub struct InvoicePayment {
    pub payment_id: PaymentId,
    pub receipt: String,
    pub method: String,
    pub method_name: Option<String>,
    pub taken_on: NaiveDate,
    pub allocated_at: Instant,
    #[ts(type = "number")]
    pub amount_minor: i64,
}

impl Ask for AskInvoice {
    const PERMISSION: Permission = Permission::BillingView;
    type Answer = InvoiceView;

    fn example() -> Self {
        AskInvoice { invoice_id: InvoiceId::new() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<InvoiceView> {
        let row = invoice::find(db, self.invoice_id).await?;
        let patient: Patient = db.record(row.patient_id.0).await?;
        let lines = items_of(db, row.id).await?;
        let payments: Vec<InvoicePayment> = db
            .all(
                "SELECT p.id AS payment_id, p.receipt_text AS receipt, p.method, pm.name AS method_name, p.taken_on, a.allocated_at, a.amount_minor FROM payment_allocations a \
                 JOIN payments p ON p.id = a.payment_id LEFT JOIN payment_own_methods om ON om.payment_id = p.id \
                 LEFT JOIN payment_methods pm ON pm.id = om.method_id WHERE a.invoice_id = ? ORDER BY a.allocated_at, a.id",
                args![row.id],
            )
            .await?;
        let credit_notes: Vec<InvoiceCreditNote> = db
            .all(
                "SELECT n.id AS credit_note_id, n.number_text AS number, n.issued_on, COALESCE(u.name, '') AS `by`, n.reason, n.total_minor FROM credit_notes n \
                 LEFT JOIN users u ON u.id = n.issued_by WHERE n.invoice_id = ? ORDER BY n.issued_at, n.id",
                args![row.id],
            )
            .await?;
        let write_offs: Vec<InvoiceWriteOff> = db
            .all(
                "SELECT w.id AS write_off_id, w.written_on, u.name AS `by`, w.reason, w.amount_minor, d.undone_on, du.name AS undone_by, d.reason AS undone_reason \
                 FROM write_offs w JOIN users u ON u.id = w.user_id LEFT JOIN write_off_undos d ON d.write_off_id = w.id LEFT JOIN users du ON du.id = d.user_id WHERE w.invoice_id = ? ORDER BY w.written_at, w.id",
                args![row.id],
            )
            .await?;
        let left = left_of(db, row.id).await?;
        let left =
            left.into_iter().map(|one| CreditLine { total_minor: one.total(), item_id: one.item.item_id }).collect();
        let issued_by: Option<(String,)> = match row.issued_by {
            Some(user) => db.maybe("SELECT name FROM users WHERE id = ?", args![user]).await?,
            None => None,
        };
        let frozen = row.frozen.as_deref().map(serde_json::from_str).transpose().map_err(Error::internal)?;
        let given_since = since(db, &row).await?;
        Ok(InvoiceView {
            invoice_id: row.id,
            version: row.version,
            patient_id: row.patient_id,
            name: patient.names().list_name(),
            mrn: patient.mrn,
            payer: payer_of(db, row.id).await?,
            shares: shares_with(db, row.id).await?,
            given_since,
            appointment_id: row.appointment_id,
            priced_on: priced_on(db, row.appointment_id, asker.wall_now().date()).await?,
            number: row.number_text.clone(),
            issued_on: row.issued_on,
            issued_by: issued_by.map(|(name,)| name),
            due_on: row.due_on,
            discount: row.discount(),
            net_minor: row.net_minor,
            tax_minor: row.tax_minor,
            total_minor: row.total_minor,
            open_minor: if row.status == invoice::ISSUED { row.total_minor - row.allocated_minor } else { 0 },
            status: row.status,
            note: row.note,
            void_reason: row.void_reason,
            lines,
            frozen,
            payments,
            credit_notes,
            write_offs,
            roundings: roundings_of(db, row.id).await?,
            left,
        })
    }
}

async fn roundings_of(db: &mut Db, invoice: InvoiceId) -> Result<Vec<InvoiceRounding>> {
    db.all(
        "SELECT p.receipt_text AS receipt, c.written_on, c.amount_minor FROM cash_roundings c JOIN payments p ON p.id = c.payment_id \
         WHERE c.invoice_id = ? ORDER BY c.written_at, c.id",
        args![invoice],
    )
    .await
}

/// Of a draft: what was given at its visit since.
async fn since(db: &mut Db, row: &Invoice) -> Result<Vec<InvoiceLine>> {
    let Some(visit) = row.appointment_id.filter(|_| row.status == invoice::DRAFT) else { return Ok(Vec::new()) };
    let visit = visits::find(db, visit).await?;
    given_since(db, &visit).await
}
