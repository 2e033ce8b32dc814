//! Cash rounded to the clinic's coins when an invoice that is issued already is paid. The invoice stays as it was issued: what was paid more
//! or less than it asked for is an entry of its own, which settles the invoice together with the payment. At checkout a new invoice has a line
//! for it instead.

use super::payment::{PaymentMethod, TakePayment};
use super::rules;
use super::settle::open_of;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::ids::{InvoiceId, PaymentId, RowId, derived};
use crate::store::{Read, Tx};

/// Half of the largest coin that rules for billing know.
const MOST: i64 = 5_000;

fn wrong(step: i64) -> Error {
    Error::new(Code::PaymentRounding).with("step_minor", step)
}

/// What a payment settles: its amount, less what was paid more than asked for.
///
/// Errors in this order: `field.out_of_range` (rounding_minor), `payment.rounding` (step_minor) unless whole coins are paid in cash, and
/// half a coin more or less at most.
pub(super) async fn settled_by(read: &mut impl Read, wanted: &TakePayment) -> Result<i64> {
    let Some(rounding) = wanted.rounding_minor.filter(|minor| *minor != 0) else { return Ok(wanted.amount_minor) };
    if !(-MOST..=MOST).contains(&rounding) {
        return Err(Error::field(Code::FieldOutOfRange, "rounding_minor").with("min", -MOST).with("max", MOST));
    }
    let step = rules::load(read).await?.cash_rounding_minor;
    let coins = step > 1 && wanted.amount_minor % step == 0 && rounding.abs() * 2 <= step;
    let settled = wanted.amount_minor - rounding;
    if wanted.method == PaymentMethod::Cash && coins && settled > 0 { Ok(settled) } else { Err(wrong(step)) }
}

/// What a rounded payment leaves on the invoices: nothing is open of those that it settles, and nothing of it is left. Says what of it goes
/// to each, and which of them bears the rounding.
///
/// Errors: `payment.rounding` (step_minor).
pub(super) async fn spread(
    read: &mut impl Read,
    wanted: &TakePayment,
    settled: &[(InvoiceId, i64)],
) -> Result<(Vec<(InvoiceId, i64)>, Option<(InvoiceId, i64)>)> {
    let rounding = wanted.rounding_minor.unwrap_or_default();
    if rounding == 0 {
        return Ok((settled.to_vec(), None));
    }
    let sum: i64 = settled.iter().map(|(_, part)| part).sum();
    let mut whole = sum == wanted.amount_minor - rounding;
    for (invoice, _) in settled {
        whole = whole && open_of(read, *invoice).await? == 0;
    }
    let bears = settled.iter().rposition(|(_, part)| part + rounding > 0).filter(|_| whole);
    let Some(bears) = bears else {
        return Err(wrong(rules::load(read).await?.cash_rounding_minor));
    };
    let mut parts = settled.to_vec();
    parts[bears].1 += rounding;
    Ok((parts, Some((settled[bears].0, rounding))))
}

/// An entry of today; turned round it takes one back.
pub(super) async fn write(
    tx: &mut Tx,
    cx: &Context,
    payment: PaymentId,
    invoice: InvoiceId,
    amount_minor: i64,
) -> Result<()> {
    if amount_minor == 0 {
        return Ok(());
    }
    let id = RowId(derived(cx.operation, &format!("rounding {payment}")));
    tx.insert_rows(
        "cash_roundings",
        &["id", "payment_id", "invoice_id", "amount_minor", "written_on", "written_at"],
        vec![args![id, payment, invoice, amount_minor, cx.wall_now().date(), cx.now]],
    )
    .await
}

/// By how much a payment was rounded that settles an invoice, as long as it stands.
pub(super) async fn of(read: &mut impl Read, payment: PaymentId, invoice: InvoiceId) -> Result<i64> {
    let (minor,): (i64,) = read
        .one(
            "SELECT CAST(COALESCE(SUM(amount_minor), 0) AS SIGNED) FROM cash_roundings WHERE payment_id = ? AND invoice_id = ?",
            args![payment, invoice],
        )
        .await?;
    Ok(minor)
}
