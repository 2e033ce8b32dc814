//! Whose drawer a payment is in, and what of a day was put right by whom. See docs/adr/0024.

use super::correct::CorrectPayment;
use super::till::{CLOSED, Till, hold, of_day};
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::ids::{PaymentId, TillId, UserId};
use crate::store::{Clause, Kind, Read, Tx};
use crate::time::Instant;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A cashier's till of a day, held until the transaction ends.
pub(super) struct Drawer {
    pub cashier: UserId,
    pub day: NaiveDate,
}

/// The drawer of whoever is at the till today; for what corrects a payment, that in which the wrong one is, while its day is open.
///
/// Errors in this order: `session.none`, `till.closed` (day).
pub(super) async fn drawer(tx: &mut Tx, cx: &Context, corrects: Option<PaymentId>) -> Result<Drawer> {
    if let Some(wrong) = corrects {
        cx.actor.ok_or_else(|| Error::new(Code::SessionNone))?;
        let till = till_of(tx, wrong).await?;
        if till.status != CLOSED {
            return Ok(Drawer { cashier: till.cashier_id, day: till.day });
        }
    }
    Ok(Drawer { cashier: hold(tx, cx).await?, day: cx.wall_now().date() })
}

/// The till that a payment is in, held so that it is not closed over what is being written.
async fn till_of(tx: &mut Tx, payment: PaymentId) -> Result<Till> {
    // A workstation with an earlier version writes no drawer: it is that of the day.
    tx.exec("UPDATE payments SET drawer_on = taken_on WHERE id = ? AND drawer_on IS NULL", args![payment]).await?;
    let (cashier, day): (UserId, NaiveDate) =
        tx.one("SELECT cashier_id, drawer_on FROM payments WHERE id = ?", args![payment]).await?;
    tx.exec("UPDATE tills SET version = version WHERE cashier_id = ? AND day = ?", args![cashier, day]).await?;
    of_day(tx, cashier, day).await?.ok_or_else(|| Error::new(Code::NotFound).with("kind", Kind::Till))
}

/// Writes who corrected a payment, and which closed day that puts right.
pub(super) async fn write_correction(
    tx: &mut Tx,
    cx: &Context,
    done: &CorrectPayment,
    right: Option<PaymentId>,
) -> Result<()> {
    let wrong = till_of(tx, done.payment_id).await?;
    let closed = (wrong.status == CLOSED).then_some(wrong.id);
    let (cashier, day, receipt): (UserId, NaiveDate, String) = tx
        .one("SELECT cashier_id, drawer_on, receipt_text FROM payments WHERE id = ?", args![done.reversal_id])
        .await?;
    tx.insert_rows(
        "payment_corrections",
        &[
            "reversal_id",
            "right_id",
            "cashier_id",
            "day",
            "payment_id",
            "paid_to_id",
            "paid_on",
            "closed_till_id",
            "user_id",
        ],
        vec![args![
            done.reversal_id,
            right,
            cashier,
            day,
            done.payment_id,
            wrong.cashier_id,
            wrong.day,
            closed,
            cx.actor
        ]],
    )
    .await?;
    // Whoever closes an open one is told who changed what is in it.
    let field = if closed.is_some() { "corrected_later" } else { "corrected" };
    tx.note(Kind::Till, wrong.id.0, field, json!(null), json!(receipt));
    Ok(())
}

/// A payment that was put right: what had been entered, and what was entered instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, ts_rs::TS)]
#[ts(export)]
pub struct TillCorrection {
    pub receipt: String,
    pub method: String,
    pub method_name: Option<String>,
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Of what took it back.
    pub reversal: String,
    /// Nothing: it was never paid.
    pub right_receipt: Option<String>,
    pub right_method: Option<String>,
    pub right_method_name: Option<String>,
    #[ts(type = "number | null")]
    pub right_minor: Option<i64>,
    pub reason: Option<String>,
    pub corrected_by: String,
    pub corrected_at: Instant,
    /// The closed day that it puts right, and whose it was.
    pub closed_till_id: Option<TillId>,
    pub closed_day: Option<NaiveDate>,
    pub closed_cashier: Option<String>,
}

const CORRECTIONS: &str = "SELECT p.receipt_text AS receipt, p.method, pm.name AS method_name, p.amount_minor, r.receipt_text AS reversal, n.receipt_text AS right_receipt, n.method AS right_method, nm.name AS right_method_name, \
     n.amount_minor AS right_minor, r.note AS reason, u.name AS corrected_by, r.taken_at AS corrected_at, c.closed_till_id, t.day AS closed_day, k.name AS closed_cashier \
     FROM payment_corrections c JOIN payments p ON p.id = c.payment_id JOIN payments r ON r.id = c.reversal_id LEFT JOIN payments n ON n.id = c.right_id \
     JOIN users u ON u.id = c.user_id LEFT JOIN tills t ON t.id = c.closed_till_id LEFT JOIN users k ON k.id = t.cashier_id \
     LEFT JOIN payment_own_methods om ON om.payment_id = p.id LEFT JOIN payment_methods pm ON pm.id = om.method_id \
     LEFT JOIN payment_own_methods on2 ON on2.payment_id = n.id LEFT JOIN payment_methods nm ON nm.id = on2.method_id ";
const IN_ORDER: &str = "ORDER BY r.taken_at, r.id";

/// What stands in a till because something was put right.
pub(super) async fn corrections_in(read: &mut impl Read, till: &Till) -> Result<Vec<TillCorrection>> {
    let clause = Clause::new(CORRECTIONS, vec![]);
    read.all_of(
        clause.and("WHERE c.cashier_id = ? AND c.day = ? ", args![till.cashier_id, till.day]).and(IN_ORDER, vec![]),
    )
    .await
}

/// What was put right of one closed day later.
pub(super) async fn corrected_later(read: &mut impl Read, till: TillId) -> Result<Vec<TillCorrection>> {
    let clause = Clause::new(CORRECTIONS, vec![]);
    read.all_of(clause.and("WHERE c.closed_till_id = ? ", args![till]).and(IN_ORDER, vec![])).await
}

/// The same of every closed day since one of them, of one cashier or of all.
pub(super) async fn corrected_since(
    read: &mut impl Read,
    since: NaiveDate,
    of: Option<UserId>,
) -> Result<Vec<TillCorrection>> {
    let clause = Clause::new(CORRECTIONS, vec![]);
    let clause = clause.and("WHERE t.day >= ? AND (? = TRUE OR t.cashier_id = ?) ", args![since, of.is_none(), of]);
    read.all_of(clause.and(IN_ORDER, vec![])).await
}
