//! The receipt of a payment, or of what was given back, for paper.

use super::{Document, DocumentFormat};
use crate::access::Permission;
use crate::args;
use crate::billing::frozen::{FrozenClinic, clinic_now};
use crate::billing::prints::{Paper, original_of};
use crate::billing::rules;
use crate::clinic::Asker;
use crate::error::{Code, Error, Result};
use crate::ids::{PatientId, PaymentId};
use crate::office::paper_templates::Template;
use crate::patients::patient::{Patient, PatientNames};
use crate::question::Ask;
use crate::store::{Db, Read};
use crate::time::Instant;
use chrono::{NaiveDate, NaiveDateTime, SubsecRound};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Errors: `record.not_found` (payment).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskReceipt {
    pub payment_id: PaymentId,
}

/// Amounts in minor units. What the money was for stands as it was when it was taken; the clinic and the patient as they are now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct ReceiptDocument {
    pub format: DocumentFormat,
    pub number: String,
    /// When the original came out, in the clinic's wall time: from then on every other paper says that it is a copy.
    #[serde(default)]
    pub printed_at: Option<NaiveDateTime>,
    /// payment, refund or reversal.
    pub what: String,
    /// The receipt of the payment that a refund or reversal gives back.
    pub of_number: Option<String>,
    pub taken_on: NaiveDate,
    /// The clinic's wall time.
    pub taken_at: NaiveDateTime,
    /// cash, card, transfer or other.
    pub method: String,
    /// The clinic's own, as it was called when the money was taken.
    #[serde(default)]
    pub method_name: Option<String>,
    #[ts(type = "number")]
    pub amount_minor: i64,
    pub parts: Vec<ReceiptPart>,
    /// What of a payment settled nothing yet.
    #[ts(type = "number")]
    pub credit_minor: i64,
    /// What was paid in cash more (above nought) or less than the parts, because of the coins.
    #[serde(default)]
    #[ts(type = "number")]
    pub rounding_minor: i64,
    pub cashier: String,
    pub note: Option<String>,
    pub clinic: FrozenClinic,
    /// Who paid for the patient.
    #[serde(default)]
    pub payer: Option<String>,
    pub mrn: String,
    pub names: PatientNames,
}

/// What of a payment settled one invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, ts_rs::TS)]
#[ts(export)]
pub struct ReceiptPart {
    pub invoice: String,
    #[ts(type = "number")]
    pub amount_minor: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    patient_id: PatientId,
    kind: String,
    method: String,
    method_name: Option<String>,
    amount_minor: i64,
    currency: String,
    receipt_text: String,
    of_receipt: Option<String>,
    taken_on: NaiveDate,
    taken_at: Instant,
    cashier: String,
    note: Option<String>,
    payer: Option<String>,
}

impl Ask for AskReceipt {
    const PERMISSION: Permission = Permission::BillingView;
    type Answer = Document;

    fn example() -> Self {
        AskReceipt { payment_id: PaymentId::new() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Document> {
        // It names whoever gave it out, in whose drawer it is.
        let found: Option<Row> = db
            .maybe(
                "SELECT p.patient_id, p.kind, p.method, om.name AS method_name, p.amount_minor, p.currency, p.receipt_text, \
                 o.receipt_text AS of_receipt, p.taken_on, p.taken_at, COALESCE(ku.name, u.name) AS cashier, p.note, q.name AS payer FROM payments p JOIN users u ON u.id = p.cashier_id \
                 LEFT JOIN payments o ON o.id = COALESCE(p.refunds_id, p.reverses_id) LEFT JOIN payment_own_methods om ON om.payment_id = p.id LEFT JOIN payment_payers y ON y.payment_id = p.id LEFT JOIN payers q ON q.id = y.payer_id \
                 LEFT JOIN payment_corrections k ON k.reversal_id = p.id OR k.right_id = p.id LEFT JOIN users ku ON ku.id = k.user_id WHERE p.id = ?",
                args![self.payment_id],
            )
            .await?;
        let row = found.ok_or_else(|| Error::new(Code::NotFound).with("kind", "payment"))?;
        // What was settled later, or freed again, stands on no receipt.
        let parts: Vec<ReceiptPart> = db
            .all(
                "SELECT COALESCE(i.number_text, '') AS invoice, a.amount_minor - COALESCE(c.amount_minor, 0) AS amount_minor FROM payment_allocations a \
                 LEFT JOIN cash_roundings c ON c.payment_id = a.payment_id AND c.invoice_id = a.invoice_id AND c.written_at = a.allocated_at JOIN invoices i ON i.id = a.invoice_id WHERE a.payment_id = ? AND a.allocated_at = ? AND a.amount_minor > 0 ORDER BY i.issued_at, i.id",
                args![self.payment_id, row.taken_at],
            )
            .await?;
        let patient: Patient = db.record(row.patient_id.0).await?;
        let rules = rules::load(db).await?;
        let (rounding_minor,): (i64,) = db
            .one(
                "SELECT CAST(COALESCE(SUM(amount_minor), 0) AS SIGNED) FROM cash_roundings WHERE payment_id = ? AND written_at = ?",
                args![self.payment_id, row.taken_at],
            )
            .await?;
        let settled: i64 = parts.iter().map(|part| part.amount_minor).sum();
        let printed_at = original_of(db, asker, Paper::Receipt, self.payment_id.0).await?;
        Ok(Document::Receipt(Box::new(ReceiptDocument {
            printed_at,
            format: DocumentFormat::of(db, &asker.settings, &row.currency, (Template::Receipt, Some(row.taken_at)))
                .await?,
            number: row.receipt_text,
            credit_minor: if row.kind == "payment" { row.amount_minor - settled - rounding_minor } else { 0 },
            rounding_minor,
            what: row.kind,
            of_number: row.of_receipt,
            taken_on: row.taken_on,
            taken_at: row.taken_at.on_wall(asker.settings.zone).trunc_subsecs(0),
            method: row.method,
            method_name: row.method_name,
            amount_minor: row.amount_minor,
            parts,
            cashier: row.cashier,
            note: row.note,
            clinic: clinic_now(&asker.settings, &rules),
            payer: row.payer,
            names: patient.names(),
            mrn: patient.mrn,
        })))
    }
}
