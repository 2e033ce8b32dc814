//! What was written off and is asked for again: an entry of its own that turns the whole write-off round.

use super::invoice;
use super::settle::{open_of, unsettle};
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Class, Code, Error, Result};
use crate::fields;
use crate::ids::{InvoiceId, RowId, derived};
use crate::operation::Operate;
use crate::store::{Kind, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Asks again for what was written off, dated today. Nothing takes that back but another write-off.
///
/// Errors in this order: field errors (reason), `record.not_found` (write_off), `write_off.undone` (by, on), `session.none`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct UndoWriteOff {
    pub write_off_id: RowId,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct WriteOffUndone {
    pub invoice_id: InvoiceId,
    #[ts(type = "number")]
    pub amount_minor: i64,
    #[ts(type = "number")]
    pub open_minor: i64,
}

impl Operate for UndoWriteOff {
    const PERMISSION: Permission = Permission::BillingWriteOff;
    const DATED: bool = true;
    type Outcome = WriteOffUndone;

    fn example() -> Self {
        UndoWriteOff { write_off_id: RowId(uuid::Uuid::now_v7()), reason: "They paid after all".into() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<WriteOffUndone> {
        let reason = fields::text("reason", &self.reason, 300)?;
        let found: Option<(InvoiceId, i64)> =
            tx.maybe("SELECT invoice_id, amount_minor FROM write_offs WHERE id = ?", args![self.write_off_id]).await?;
        let (invoice_id, amount_minor) = found.ok_or_else(|| Error::new(Code::NotFound).with("kind", "write_off"))?;
        let undone: Option<(String, chrono::NaiveDate)> = tx
            .maybe(
                "SELECT u.name, w.undone_on FROM write_off_undos w JOIN users u ON u.id = w.user_id WHERE w.write_off_id = ?",
                args![self.write_off_id],
            )
            .await?;
        if let Some((by, on)) = undone {
            return Err(Error::new(Code::WriteOffUndone).with("by", by).with("on", on));
        }
        let user = cx.actor.ok_or_else(|| Error::new(Code::SessionNone))?;
        let id = RowId(derived(cx.operation, "write-off undone"));
        tx.insert_rows(
            "write_off_undos",
            &["id", "write_off_id", "invoice_id", "amount_minor", "reason", "undone_on", "undone_at", "user_id"],
            vec![args![id, self.write_off_id, invoice_id, amount_minor, reason, cx.wall_now().date(), cx.now, user]],
        )
        .await?;
        if !unsettle(tx, invoice_id, amount_minor).await? {
            return Err(Error::classed(Code::StoreBusy, Class::Transient));
        }
        tx.note(Kind::Invoice, invoice_id.0, "write_off_undone", json!(null), json!(amount_minor));
        if let Some(visit) = invoice::find(tx, invoice_id).await?.appointment_id {
            tx.touch(Kind::Appointment, visit.0);
        }
        Ok(WriteOffUndone { invoice_id, amount_minor, open_minor: open_of(tx, invoice_id).await? })
    }
}
