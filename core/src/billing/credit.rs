//! Credit: what is left of a patient's payments, and putting it to what they owe.

use super::draft::known_patient;
use super::payers::party::Party;
use super::settle::{free_payment, open_invoices, settle_in_order, use_payment, write_allocation};
use crate::access::Permission;
use crate::clinic::Context;
use crate::error::Result;
use crate::ids::{InvoiceId, PatientId, PaymentId};
use crate::operation::Operate;
use crate::store::{Clause, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Puts a patient's credit to their open invoices: the oldest credit first, to the oldest invoice first.
///
/// Errors: `patient.not_found`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct ApplyCredit {
    pub patient_id: PatientId,
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
        ApplyCredit { patient_id: PatientId::new() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<CreditApplied> {
        known_patient(tx, self.patient_id).await?;
        Ok(CreditApplied { applied_minor: apply_credit(tx, cx, Party::Patient(self.patient_id), None).await? })
    }
}

/// Puts credit to use and says how much of it; `first` is settled before the oldest.
pub(super) async fn apply_credit(tx: &mut Tx, cx: &Context, party: Party, first: Option<InvoiceId>) -> Result<i64> {
    let left = Clause::new(
        "SELECT p.id, b.amount_minor - b.allocated_minor - b.returned_minor FROM payments p JOIN payment_balances b ON b.payment_id = p.id WHERE ",
        vec![],
    );
    let left = party
        .payments(left)
        .and("AND b.amount_minor > b.allocated_minor + b.returned_minor ORDER BY p.taken_at, p.id", vec![]);
    let credits: Vec<(PaymentId, i64)> = tx.all_of(left).await?;
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
