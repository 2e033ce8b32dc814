//! The payer of an invoice.

use super::payer::{Payer, in_use};
use crate::args;
use crate::error::Result;
use crate::fields;
use crate::ids::{AppointmentId, InvoiceId, PatientId, PayerId};
use crate::store::{Kind, Read, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Who gets an invoice instead of its patient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, ts_rs::TS)]
#[ts(export)]
pub struct InvoicePayer {
    pub payer_id: PayerId,
    pub payer: String,
    /// Under which the payer knows the patient.
    pub member_number: Option<String>,
    /// The patient's own part of the same services.
    pub shares_id: Option<InvoiceId>,
}

pub(in crate::billing) async fn payer_of(read: &mut impl Read, id: InvoiceId) -> Result<Option<InvoicePayer>> {
    read.maybe(
        "SELECT y.payer_id, q.name AS payer, y.member_number, y.shares_id FROM invoice_payers y JOIN payers q ON q.id = y.payer_id WHERE y.invoice_id = ?",
        args![id],
    )
    .await
}

/// A payer with the patient's number there: as it was said, or as it stands with the patient when this is their usual payer.
///
/// Errors in this order: field errors (member_number), `record.not_found` (payer), `field.invalid` (payer_id: out of use).
pub(super) async fn chosen(
    read: &mut impl Read,
    patient: PatientId,
    payer: PayerId,
    member_number: Option<&str>,
) -> Result<InvoicePayer> {
    let said = fields::optional("member_number", member_number, 60)?;
    let row: Payer = in_use(read, payer).await?;
    if member_number.is_some() {
        return Ok(InvoicePayer { payer_id: row.id, payer: row.name, member_number: said, shares_id: None });
    }
    let usual: Option<(Option<String>,)> = read
        .maybe("SELECT member_number FROM patient_payers WHERE patient_id = ? AND payer_id = ?", args![patient, payer])
        .await?;
    let member_number = usual.and_then(|(number,)| number);
    Ok(InvoicePayer { payer_id: row.id, payer: row.name, member_number, shares_id: None })
}

/// Replaces the payer of a draft, and notes it with the invoice.
pub(in crate::billing) async fn put(tx: &mut Tx, id: InvoiceId, after: Option<&InvoicePayer>) -> Result<()> {
    let before = payer_of(tx, id).await?;
    if before.is_some() {
        tx.exec("DELETE FROM invoice_payers WHERE invoice_id = ?", args![id]).await?;
    }
    if let Some(after) = after {
        let row = args![id, after.payer_id, after.member_number.clone(), after.shares_id];
        let columns = &["invoice_id", "payer_id", "member_number", "shares_id"];
        tx.insert_rows("invoice_payers", columns, vec![row]).await?;
    }
    let of = |payer: Option<&InvoicePayer>| json!(payer.map(|one| &one.payer));
    let number = |payer: Option<&InvoicePayer>| json!(payer.and_then(|one| one.member_number.clone()));
    tx.note(Kind::Invoice, id.0, "payer", of(before.as_ref()), of(after));
    tx.note(Kind::Invoice, id.0, "member_number", number(before.as_ref()), number(after));
    Ok(())
}

/// What a payer is asked for by an invoice of a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, ts_rs::TS)]
#[ts(export)]
pub struct PayerShare {
    pub invoice_id: InvoiceId,
    pub payer: String,
    /// draft or issued.
    pub status: String,
    pub number: Option<String>,
    #[ts(type = "number")]
    pub total_minor: i64,
}

/// What others pay of the services of a patient's invoice.
pub(in crate::billing) async fn shares_with(read: &mut impl Read, own: InvoiceId) -> Result<Vec<PayerShare>> {
    read.all(
        "SELECT i.id AS invoice_id, q.name AS payer, i.status, i.number_text AS number, i.total_minor FROM invoice_payers y \
         JOIN invoices i ON i.id = y.invoice_id JOIN payers q ON q.id = y.payer_id WHERE y.shares_id = ? AND i.status <> 'void' ORDER BY i.id",
        args![own],
    )
    .await
}

/// Those that stand: not voided, and not taken back as a whole.
pub(in crate::billing) async fn shares_of(read: &mut impl Read, visit: AppointmentId) -> Result<Vec<PayerShare>> {
    read.all(
        "SELECT i.id AS invoice_id, q.name AS payer, i.status, i.number_text AS number, i.total_minor FROM invoices i \
         JOIN invoice_payers y ON y.invoice_id = i.id JOIN payers q ON q.id = y.payer_id WHERE i.appointment_id = ? AND i.status <> 'void' \
         AND (i.status = 'draft' OR i.total_minor = 0 OR i.total_minor > (SELECT COALESCE(SUM(n.total_minor), 0) FROM credit_notes n WHERE n.invoice_id = i.id)) ORDER BY i.id",
        args![visit],
    )
    .await
}
