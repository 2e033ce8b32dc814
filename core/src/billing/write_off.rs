//! Writing off what will not be paid: an entry of its own; the invoice stays as it was issued.

use super::invoice::{self, ISSUED};
use super::payment::check_amount;
use super::settle::{open_of, settle};
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::{InvoiceId, RowId, derived};
use crate::operation::Operate;
use crate::store::{Kind, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Writes off part or all of what an invoice still asks for, in minor units.
///
/// Errors in this order: `field.out_of_range` (amount_minor), field errors (reason), `record.not_found` (invoice), `invoice.not_issued`
/// (status), `payment.more_than_owed` (invoice_id, number, open_minor), `session.none`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct WriteOff {
    pub invoice_id: InvoiceId,
    #[ts(type = "number")]
    pub amount_minor: i64,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct WrittenOff {
    #[ts(type = "number")]
    pub amount_minor: i64,
    #[ts(type = "number")]
    pub open_minor: i64,
}

impl Operate for WriteOff {
    const PERMISSION: Permission = Permission::BillingWriteOff;
    const DATED: bool = true;
    type Outcome = WrittenOff;

    fn example() -> Self {
        WriteOff { invoice_id: InvoiceId::new(), amount_minor: 4500, reason: "Moved away, three reminders".into() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<WrittenOff> {
        check_amount("amount_minor", self.amount_minor)?;
        let reason = fields::text("reason", &self.reason, 300)?;
        let row = invoice::find(tx, self.invoice_id).await?;
        if row.status != ISSUED {
            return Err(Error::new(Code::InvoiceNotIssued).with("status", row.status));
        }
        if !settle(tx, row.id, self.amount_minor).await? {
            let error = Error::new(Code::PaymentMoreThanOwed).with("invoice_id", row.id);
            return Err(error.with("number", row.number_text).with("open_minor", open_of(tx, row.id).await?));
        }
        let user = cx.actor.ok_or_else(|| Error::new(Code::SessionNone))?;
        tx.insert_rows(
            "write_offs",
            &["id", "invoice_id", "amount_minor", "reason", "written_on", "written_at", "user_id"],
            vec![args![
                RowId(derived(cx.operation, "write-off")),
                row.id,
                self.amount_minor,
                reason,
                cx.wall_now().date(),
                cx.now,
                user
            ]],
        )
        .await?;
        if let Some(visit) = row.appointment_id {
            tx.touch(Kind::Appointment, visit.0);
        }
        Ok(WrittenOff { amount_minor: self.amount_minor, open_minor: open_of(tx, row.id).await? })
    }
}
