//! The guarded steps by which invoices are settled and payments are used. Each is one UPDATE that changes its row only when there is
//! enough left: whoever reads first and writes later overpays, whatever the isolation level.

use super::invoice::ISSUED;
use super::payers::party::Party;
use crate::args;
use crate::clinic::Context;
use crate::error::Result;
use crate::ids::{InvoiceId, PaymentId, RowId, derived};
use crate::store::{Clause, Kind, Read, Tx};
use serde_json::json;

/// How often what is open is read again because somebody else was faster.
const TRIES: u32 = 8;

/// Takes `amount_minor` off what an invoice asks for. False: not issued, or less than that is open.
pub(super) async fn settle(tx: &mut Tx, invoice: InvoiceId, amount_minor: i64) -> Result<bool> {
    let done = tx
        .exec(
            "UPDATE invoices SET allocated_minor = allocated_minor + ? WHERE id = ? AND status = ? AND allocated_minor + ? <= total_minor",
            args![amount_minor, invoice, ISSUED, amount_minor],
        )
        .await?;
    note_settled(tx, invoice, done, amount_minor).await
}

/// Puts `amount_minor` back onto what an invoice asks for. False: less than that was settled.
pub(super) async fn unsettle(tx: &mut Tx, invoice: InvoiceId, amount_minor: i64) -> Result<bool> {
    let done = tx
        .exec(
            "UPDATE invoices SET allocated_minor = allocated_minor - ? WHERE id = ? AND allocated_minor >= ?",
            args![amount_minor, invoice, amount_minor],
        )
        .await?;
    note_settled(tx, invoice, done, -amount_minor).await
}

async fn note_settled(tx: &mut Tx, invoice: InvoiceId, done: u64, by: i64) -> Result<bool> {
    if done == 0 {
        return Ok(false);
    }
    let (after,): (i64,) = tx.one("SELECT allocated_minor FROM invoices WHERE id = ?", args![invoice]).await?;
    tx.note(Kind::Invoice, invoice.0, "allocated_minor", json!(after - by), json!(after));
    Ok(true)
}

/// Uses part of what is left of a payment. False: less than that is left.
pub(super) async fn use_payment(tx: &mut Tx, payment: PaymentId, amount_minor: i64) -> Result<bool> {
    let done = tx
        .exec(
            "UPDATE payment_balances SET allocated_minor = allocated_minor + ? WHERE payment_id = ? AND allocated_minor + returned_minor + ? <= amount_minor",
            args![amount_minor, payment, amount_minor],
        )
        .await?;
    tx.touch(Kind::Payment, payment.0);
    Ok(done > 0)
}

/// Part of a payment is free again. False: less than that was used.
pub(super) async fn free_payment(tx: &mut Tx, payment: PaymentId, amount_minor: i64) -> Result<bool> {
    let done = tx
        .exec(
            "UPDATE payment_balances SET allocated_minor = allocated_minor - ? WHERE payment_id = ? AND allocated_minor >= ?",
            args![amount_minor, payment, amount_minor],
        )
        .await?;
    tx.touch(Kind::Payment, payment.0);
    Ok(done > 0)
}

/// Writes that a payment settles part of an invoice; below nought: no longer.
pub(super) async fn write_allocation(
    tx: &mut Tx,
    cx: &Context,
    payment: PaymentId,
    invoice: InvoiceId,
    amount_minor: i64,
) -> Result<()> {
    let id = RowId(derived(cx.operation, &format!("allocation {payment} {invoice} {}", amount_minor.signum())));
    tx.insert_rows(
        "payment_allocations",
        &["id", "payment_id", "invoice_id", "amount_minor", "allocated_at"],
        vec![args![id, payment, invoice, amount_minor, cx.now]],
    )
    .await
}

/// What an issued invoice still asks for; nought for any other.
pub(super) async fn open_of(read: &mut impl Read, invoice: InvoiceId) -> Result<i64> {
    let row: Option<(i64,)> = read
        .maybe("SELECT total_minor - allocated_minor FROM invoices WHERE id = ? AND status = ?", args![invoice, ISSUED])
        .await?;
    Ok(row.map_or(0, |(open,)| open))
}

/// A patient's or a payer's open invoices, the oldest first; `first` before all others, whoever's it is.
pub(super) async fn open_invoices(
    read: &mut impl Read,
    party: Party,
    first: Option<InvoiceId>,
) -> Result<Vec<InvoiceId>> {
    let open = Clause::new("SELECT i.id FROM invoices i WHERE ", vec![]);
    let open = party.invoices(open).and(
        "AND i.status = ? AND i.allocated_minor < i.total_minor ORDER BY i.issued_on, i.series, i.number",
        args![ISSUED],
    );
    let rows: Vec<(InvoiceId,)> = read.all_of(open).await?;
    let rest = rows.into_iter().map(|(id,)| id).filter(|id| Some(*id) != first);
    Ok(first.into_iter().chain(rest).collect())
}

/// Settles these invoices in their order with up to `amount_minor`, and says how much of it each took.
pub(super) async fn settle_in_order(
    tx: &mut Tx,
    invoices: &[InvoiceId],
    amount_minor: i64,
) -> Result<Vec<(InvoiceId, i64)>> {
    let (mut given, mut left) = (Vec::new(), amount_minor);
    for invoice in invoices {
        for _ in 0..TRIES {
            let part = open_of(tx, *invoice).await?.min(left);
            if part <= 0 {
                break;
            }
            if settle(tx, *invoice, part).await? {
                given.push((*invoice, part));
                left -= part;
                break;
            }
        }
    }
    Ok(given)
}
