//! Credit: what is left of a patient's payments, and putting it to what they owe.

use super::draft::known_patient;
use super::payers::party::Party;
use super::payment::{PaymentPart, check_amount, settle_by_hand};
use super::settle::{free_payment, open_invoices, settle_in_order, use_payment, write_allocation};
use crate::access::Permission;
use crate::clinic::Context;
use crate::error::{Class, Code, Error, Result};
use crate::ids::{InvoiceId, PatientId, PaymentId};
use crate::money;
use crate::operation::Operate;
use crate::store::{Clause, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Puts a patient's credit to their open invoices: the oldest credit first, to the oldest invoice first; with `parts` to exactly these.
///
/// Errors in this order: `field.out_of_range` (parts), `patient.not_found`, `payment.allocation_sum` (amount_minor: what there is,
/// allocated_minor), `record.not_found` (invoice), `invoice.not_issued` (status), `payment.more_than_owed` (invoice_id, number, open_minor),
/// `payment.other_payer` (number, payer).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct ApplyCredit {
    pub patient_id: PatientId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts: Option<Vec<PaymentPart>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct CreditApplied {
    #[ts(type = "number")]
    pub applied_minor: i64,
}

impl Operate for ApplyCredit {
    const PERMISSION: Permission = Permission::BillingPay;
    const DATED: bool = true;
    type Outcome = CreditApplied;

    fn example() -> Self {
        ApplyCredit { patient_id: PatientId::new(), parts: None }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<CreditApplied> {
        check_parts(self.parts.as_deref())?;
        known_patient(tx, self.patient_id).await?;
        use_credit(tx, cx, Party::Patient(self.patient_id), self.parts.as_deref()).await
    }
}

pub(super) fn check_parts(parts: Option<&[PaymentPart]>) -> Result<()> {
    parts.into_iter().flatten().try_for_each(|part| check_amount("parts", part.amount_minor))
}

/// The oldest first, or by hand.
///
/// Errors: those of `ApplyCredit` from `payment.allocation_sum` on.
pub(super) async fn use_credit(
    tx: &mut Tx,
    cx: &Context,
    party: Party,
    parts: Option<&[PaymentPart]>,
) -> Result<CreditApplied> {
    let applied_minor = match parts {
        Some(parts) => apply_parts(tx, cx, party, parts).await?,
        None => apply_credit(tx, cx, party, None).await?,
    };
    Ok(CreditApplied { applied_minor })
}

/// What is left of each payment, the oldest first.
async fn credits_of(read: &mut impl Read, party: Party) -> Result<Vec<(PaymentId, i64)>> {
    let left = Clause::new(
        "SELECT p.id, b.amount_minor - b.allocated_minor - b.returned_minor FROM payments p JOIN payment_balances b ON b.payment_id = p.id WHERE ",
        vec![],
    );
    let left = party
        .payments(left)
        .and("AND b.amount_minor > b.allocated_minor + b.returned_minor ORDER BY p.taken_at, p.id", vec![]);
    read.all_of(left).await
}

/// Exactly these parts, of the oldest credit first. What somebody else used meanwhile is no longer there: then the whole again.
async fn apply_parts(tx: &mut Tx, cx: &Context, party: Party, parts: &[PaymentPart]) -> Result<i64> {
    let credits = credits_of(tx, party).await?;
    let there = money::sum(credits.iter().map(|(_, left)| *left))?;
    let mut given = settle_by_hand(tx, parts, there).await?;
    let invoices: Vec<InvoiceId> = given.iter().map(|(invoice, _)| *invoice).collect();
    party.must_owe(tx, &invoices).await?;
    let applied = given.iter().map(|(_, part)| part).sum();
    for (payment, mut left) in credits {
        while let Some((invoice, part)) = given.first_mut().filter(|_| left > 0) {
            let used = left.min(*part);
            if !use_payment(tx, payment, used).await? {
                return Err(Error::classed(Code::StoreBusy, Class::Transient));
            }
            write_allocation(tx, cx, payment, *invoice, used).await?;
            left -= used;
            *part -= used;
            if *part == 0 {
                given.remove(0);
            }
        }
    }
    Ok(applied)
}

/// Puts credit to use and says how much of it; `first` is settled before the oldest.
pub(super) async fn apply_credit(tx: &mut Tx, cx: &Context, party: Party, first: Option<InvoiceId>) -> Result<i64> {
    let credits = credits_of(tx, party).await?;
    if credits.is_empty() {
        return Ok(0);
    }
    let open = open_invoices(tx, party, first).await?;
    let mut applied = 0;
    for (payment, left) in credits {
        // Somebody else may have used it meanwhile: then it is no longer there to be given.
        if !use_payment(tx, payment, left).await? {
            continue;
        }
        let given = settle_in_order(tx, &open, left).await?;
        for (invoice, part) in &given {
            write_allocation(tx, cx, payment, *invoice, *part).await?;
        }
        let used: i64 = given.iter().map(|(_, part)| part).sum();
        if used < left {
            free_payment(tx, payment, left - used).await?;
        }
        applied += used;
        if used == 0 {
            break;
        }
    }
    Ok(applied)
}
