//! Putting payments right: refunds, and taking a wrong payment back and entering the right one in one step.

use super::credit_note::free;
use super::draft::known_patient;
use super::drawers::write_correction;
use super::methods::way::Way;
use super::payers::party::{Party, payer_of_payment};
use super::payment::{
    PaymentMethod, PaymentPart, PaymentRow, PaymentTaken, TakePayment, Taking, check_amount, take, write,
};
use super::rounding;
use super::settle::open_of;
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::{InvoiceId, PatientId, PayerId, PaymentId, PaymentMethodId};
use crate::operation::Operate;
use crate::store::{Kind, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(sqlx::FromRow)]
struct Paid {
    patient_id: PatientId,
    kind: String,
    amount_minor: i64,
    receipt_text: String,
}

/// Errors in this order: `record.not_found` (payment), `payment.not_a_payment` (a refund or reversal).
async fn paid(tx: &mut Tx, id: PaymentId) -> Result<Paid> {
    let found: Option<Paid> =
        tx.maybe("SELECT patient_id, kind, amount_minor, receipt_text FROM payments WHERE id = ?", args![id]).await?;
    let found = found.ok_or_else(|| Error::new(Code::NotFound).with("kind", Kind::Payment))?;
    if found.kind != "payment" {
        return Err(Error::new(Code::PaymentNotAPayment).with("receipt", found.receipt_text));
    }
    Ok(found)
}

/// Gives part of what is left of a payment back. False: less than that is left.
async fn give_back(tx: &mut Tx, payment: PaymentId, amount_minor: i64) -> Result<bool> {
    let done = tx
        .exec(
            "UPDATE payment_balances SET returned_minor = returned_minor + ? WHERE payment_id = ? AND allocated_minor + returned_minor + ? <= amount_minor",
            args![amount_minor, payment, amount_minor],
        )
        .await?;
    tx.touch(Kind::Payment, payment.0);
    Ok(done > 0)
}

/// Gives money back: at most what is left of the payment, that is what settles no invoice and was not given back yet. `refund_id` is
/// the refund's own row, with a receipt of its own.
///
/// Errors in this order: `field.out_of_range` (amount_minor), field errors (reason), `record.not_found` (payment),
/// `payment.not_a_payment`, `record.not_found` (payment_method), `field.invalid` (method), `payment.method_off` (method, name; not for how it was
/// paid), `payment.refund_above_left` (left_minor).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct RefundPayment {
    pub refund_id: PaymentId,
    pub payment_id: PaymentId,
    pub method: PaymentMethod,
    /// The clinic's own method, of that kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method_id: Option<PaymentMethodId>,
    #[ts(type = "number")]
    pub amount_minor: i64,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PaymentRefunded {
    pub refund_id: PaymentId,
    pub receipt: String,
    #[ts(type = "number")]
    pub amount_minor: i64,
}

impl Operate for RefundPayment {
    const PERMISSION: Permission = Permission::BillingCorrect;
    const DATED: bool = true;
    type Outcome = PaymentRefunded;

    fn example() -> Self {
        RefundPayment {
            refund_id: PaymentId::new(),
            payment_id: PaymentId::new(),
            method: PaymentMethod::Cash,
            method_id: None,
            amount_minor: 4500,
            reason: "Paid twice".into(),
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<PaymentRefunded> {
        check_amount("amount_minor", self.amount_minor)?;
        let reason = fields::text("reason", &self.reason, 300)?;
        let paid = paid(tx, self.payment_id).await?;
        Way { method: self.method, own: self.method_id }.must_be_taken(tx, Some(self.payment_id)).await?;
        if !give_back(tx, self.payment_id, self.amount_minor).await? {
            let (left,): (i64,) = tx
                .one(
                    "SELECT amount_minor - allocated_minor - returned_minor FROM payment_balances WHERE payment_id = ?",
                    args![self.payment_id],
                )
                .await?;
            return Err(Error::new(Code::PaymentRefundAboveLeft).with("left_minor", left));
        }
        let wanted = TakePayment {
            payment_id: self.refund_id,
            patient_id: paid.patient_id,
            payer_id: payer_of_payment(tx, self.payment_id).await?,
            method: self.method,
            method_id: self.method_id,
            amount_minor: self.amount_minor,
            parts: None,
            note: None,
            rounding_minor: None,
        };
        // Out of the drawer of whoever gives it back, whoever took it.
        let row = PaymentRow {
            kind: "refund",
            refunds: Some(self.payment_id),
            reverses: None,
            corrects: None,
            note: Some(reason),
        };
        let receipt = write(tx, cx, &wanted, row, &[]).await?;
        Ok(PaymentRefunded { refund_id: self.refund_id, receipt, amount_minor: self.amount_minor })
    }
}

/// What should have been entered; see `TakePayment`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct RightPayment {
    pub payment_id: PaymentId,
    pub patient_id: PatientId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer_id: Option<PayerId>,
    pub method: PaymentMethod,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method_id: Option<PaymentMethodId>,
    #[ts(type = "number")]
    pub amount_minor: i64,
    #[serde(default)]
    pub parts: Option<Vec<PaymentPart>>,
}

/// Corrects a payment that was entered wrong (method, patient, invoice or amount): takes it back under a receipt of its own, and enters
/// the right one, both dated today. Without `right` it was never paid. Where the right one says no `parts` and is of the same patient or
/// payer, it settles the invoices that the wrong one settled. While the cashier's day in whose drawer the wrong one is has not been closed,
/// both are in that drawer too, whoever corrects; afterwards in the drawer of whoever corrects.
///
/// Errors in this order: `field.out_of_range` (amount_minor), field errors (reason), `record.not_found` (payment),
/// `payment.not_a_payment`, `payment.already_reversed`, `payment.already_refunded` (returned_minor), then those of `TakePayment`; `till.closed`
/// speaks of one's own day, when the wrong payment's is closed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct CorrectPayment {
    pub payment_id: PaymentId,
    pub reversal_id: PaymentId,
    pub reason: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<RightPayment>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PaymentCorrected {
    pub reversal_id: PaymentId,
    pub receipt: String,
    pub right: Option<PaymentTaken>,
}

impl Operate for CorrectPayment {
    const PERMISSION: Permission = Permission::BillingCorrect;
    const DATED: bool = true;
    type Outcome = PaymentCorrected;

    fn example() -> Self {
        let right = RightPayment {
            payment_id: PaymentId::new(),
            patient_id: PatientId::new(),
            payer_id: None,
            method: PaymentMethod::Card,
            method_id: None,
            amount_minor: 4500,
            parts: None,
        };
        CorrectPayment {
            payment_id: PaymentId::new(),
            reversal_id: PaymentId::new(),
            reason: "Paid by card, not in cash".into(),
            right: Some(right),
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<PaymentCorrected> {
        if let Some(right) = &self.right {
            check_amount("amount_minor", right.amount_minor)?;
        }
        let reason = fields::text("reason", &self.reason, 300)?;
        let paid = paid(tx, self.payment_id).await?;
        let payer = payer_of_payment(tx, self.payment_id).await?;
        let (receipt, settled) = self.reverse(tx, cx, &paid, &reason).await?;
        let right = match &self.right {
            Some(right) => {
                known_patient(tx, right.patient_id).await?;
                let same = Party::of(right.patient_id, right.payer_id) == Party::of(paid.patient_id, payer);
                let (parts, rounding_minor) = match &right.parts {
                    None if same => settled.again(tx, &paid, right).await?,
                    parts => (parts.clone(), None),
                };
                let wanted = TakePayment {
                    payment_id: right.payment_id,
                    patient_id: right.patient_id,
                    payer_id: right.payer_id,
                    method: right.method,
                    method_id: right.method_id,
                    amount_minor: right.amount_minor,
                    parts,
                    note: Some(reason),
                    rounding_minor,
                };
                Some(take(tx, cx, &wanted, Taking { first: None, corrects: Some(self.payment_id) }).await?)
            }
            None => None,
        };
        write_correction(tx, cx, self, right.as_ref().map(|right| right.payment_id)).await?;
        Ok(PaymentCorrected { reversal_id: self.reversal_id, receipt, right })
    }
}

impl CorrectPayment {
    /// Frees what the payment settles and takes it back as a whole; says under which receipt, and what it had settled.
    async fn reverse(&self, tx: &mut Tx, cx: &Context, paid: &Paid, reason: &str) -> Result<(String, Settled)> {
        let reversed: Option<(i64,)> =
            tx.maybe("SELECT 1 FROM payments WHERE reverses_id = ?", args![self.payment_id]).await?;
        if reversed.is_some() {
            return Err(Error::new(Code::PaymentAlreadyReversed).with("receipt", &paid.receipt_text));
        }
        let (returned,): (i64,) =
            tx.one("SELECT returned_minor FROM payment_balances WHERE payment_id = ?", args![self.payment_id]).await?;
        if returned > 0 {
            return Err(Error::new(Code::PaymentAlreadyRefunded).with("returned_minor", returned));
        }
        let settles: Vec<(InvoiceId, i64)> = tx
            .all(
                "SELECT invoice_id, CAST(SUM(amount_minor) AS SIGNED) FROM payment_allocations WHERE payment_id = ? \
                 GROUP BY invoice_id HAVING SUM(amount_minor) > 0 ORDER BY invoice_id",
                args![self.payment_id],
            )
            .await?;
        let mut settled = Settled::default();
        for (invoice, part) in settles {
            let rounded = rounding::of(tx, self.payment_id, invoice).await?;
            free(tx, cx, self.payment_id, invoice, part, rounded).await?;
            settled.parts.push((invoice, part - rounded));
            settled.rounded_minor += rounded;
        }
        if !give_back(tx, self.payment_id, paid.amount_minor).await? {
            // Used or given back between the two reads: the whole again.
            return Err(Error::classed(Code::StoreBusy, crate::error::Class::Transient));
        }
        let Some(way) = Way::of(tx, self.payment_id).await? else {
            return Err(Error::new(Code::NotFound).with("kind", Kind::Payment));
        };
        let wanted = TakePayment {
            payment_id: self.reversal_id,
            patient_id: paid.patient_id,
            payer_id: payer_of_payment(tx, self.payment_id).await?,
            method: way.method,
            method_id: way.own,
            amount_minor: paid.amount_minor,
            parts: None,
            note: None,
            rounding_minor: None,
        };
        let note = Some(reason.to_owned());
        let corrects = Some(self.payment_id);
        let row = PaymentRow { kind: "reversal", refunds: None, reverses: corrects, corrects, note };
        Ok((write(tx, cx, &wanted, row, &[]).await?, settled))
    }
}

/// What a payment settled that was taken back, and by how much it was rounded.
#[derive(Default)]
struct Settled {
    parts: Vec<(InvoiceId, i64)>,
    rounded_minor: i64,
}

impl Settled {
    /// Where nobody says, the right payment goes where the wrong one went. The same amount in cash is rounded as it was, unless more is open by
    /// now.
    async fn again(
        self,
        read: &mut impl Read,
        paid: &Paid,
        right: &RightPayment,
    ) -> Result<(Option<Vec<PaymentPart>>, Option<i64>)> {
        let mut rounded = self.rounded_minor;
        for (invoice, part) in &self.parts {
            if open_of(read, *invoice).await? != *part {
                rounded = 0;
            }
        }
        if right.method != PaymentMethod::Cash || right.amount_minor != paid.amount_minor {
            rounded = 0;
        }
        let wrong = paid.amount_minor - self.rounded_minor;
        let parts = as_before(read, &self.parts, wrong, right.amount_minor - rounded).await?;
        Ok((Some(parts), (rounded != 0).then_some(rounded)))
    }
}

/// What the right payment settles where nobody says: the invoices that the wrong one settled, with as much as it is. What it is more goes
/// to the same invoices, as far as they ask for it.
async fn as_before(
    read: &mut impl Read,
    settled: &[(InvoiceId, i64)],
    wrong_minor: i64,
    right_minor: i64,
) -> Result<Vec<PaymentPart>> {
    let (mut left, mut more) = (right_minor, (right_minor - wrong_minor).max(0));
    let mut parts = Vec::new();
    for (invoice_id, part) in settled {
        let above = more.min(open_of(read, *invoice_id).await? - part).max(0);
        let amount_minor = (part + above).min(left);
        if amount_minor > 0 {
            parts.push(PaymentPart { invoice_id: *invoice_id, amount_minor });
        }
        left -= amount_minor;
        more -= above;
    }
    Ok(parts)
}
