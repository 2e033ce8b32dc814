//! The close of a cashier's day: counted, sealed, and never opened again.

use super::frozen::hash_of;
use super::period;
use super::till::{CLOSED, Expected, Till, expected, held, hold};
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::history::stale;
use crate::ids::TillId;
use crate::journal;
use crate::money::MAX_MINOR;
use crate::operation::Operate;
use crate::store::{Kind, Read, Tx};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Closes one's own day: what was counted in the drawer and, from the card machine's slip, by card. A difference needs its reason. The
/// close is sealed with the newest links of the journal's chains, and nothing opens it again. A till of an earlier day that was left
/// open is closed by its cashier, or by whoever may correct money.
///
/// Errors in this order: `field.out_of_range` (counted_minor, card_counted_minor), field errors (reason), `session.none`,
/// `record.not_found` (till), `access.denied`, `period.locked`, `till.closed` (day), `record.changed_meanwhile` when money moved since the sums were shown, `field.required` (reason) with a
/// difference.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct CloseTill {
    /// How many entries the cashier saw: another one since then would change what is counted against.
    #[ts(type = "number")]
    pub entries: i64,
    #[ts(type = "number")]
    pub counted_minor: i64,
    #[ts(type = "number")]
    pub card_counted_minor: i64,
    #[serde(default)]
    pub reason: Option<String>,
    /// Nothing: one's own till of today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub till_id: Option<TillId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct TillClosed {
    pub till_id: TillId,
    pub day: NaiveDate,
    /// Counted less expected, cash and card together.
    #[ts(type = "number")]
    pub difference_minor: i64,
}

/// What a close keeps: its sums, and the heads of every chain of the journal at that moment.
#[derive(Debug, Clone, Serialize)]
struct Sealed {
    expected: Expected,
    counted_minor: i64,
    card_counted_minor: i64,
    heads: Vec<(String, i64, String)>,
}

impl Operate for CloseTill {
    const PERMISSION: Permission = Permission::BillingPay;
    const DATED: bool = true;
    type Outcome = TillClosed;

    fn example() -> Self {
        CloseTill { entries: 0, counted_minor: 10_000, card_counted_minor: 0, reason: None, till_id: None }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<TillClosed> {
        for (field, value) in [("counted_minor", self.counted_minor), ("card_counted_minor", self.card_counted_minor)] {
            // Cards may come to less than nought when more was given back than taken; a drawer cannot.
            let min = if field == "counted_minor" { 0 } else { -MAX_MINOR };
            if !(min..=MAX_MINOR).contains(&value) {
                return Err(Error::field(Code::FieldOutOfRange, field).with("min", min).with("max", MAX_MINOR));
            }
        }
        let reason = fields::optional("reason", self.reason.as_deref(), 300)?;
        let before = self.till(tx, cx).await?;
        let expected = expected(tx, &before).await?;
        if expected.entries != self.entries {
            return Err(stale(tx, Code::ChangedMeanwhile, Kind::Till, before.id.0, before.version).await?);
        }
        let difference = self.counted_minor - expected.cash_minor + self.card_counted_minor - expected.card_minor;
        let apart = self.counted_minor != expected.cash_minor || self.card_counted_minor != expected.card_minor;
        if apart && reason.is_none() {
            return Err(Error::field(Code::FieldRequired, "reason"));
        }
        let heads = journal::heads(tx).await?;
        let sealed = Sealed {
            expected,
            counted_minor: self.counted_minor,
            card_counted_minor: self.card_counted_minor,
            heads: heads.into_iter().map(|head| (head.workstation.to_string(), head.seq, head.hash)).collect(),
        };
        let text = serde_json::to_string(&sealed).map_err(Error::internal)?;
        let seal = hash_of(&text);
        let mut after = Till {
            status: CLOSED.to_owned(),
            closed_at: Some(cx.now),
            counted_minor: Some(self.counted_minor),
            card_counted_minor: Some(self.card_counted_minor),
            difference_minor: Some(difference),
            reason,
            sealed: Some(text),
            seal: Some(seal),
            ..before.clone()
        };
        tx.update(&before, &mut after).await?;
        Ok(TillClosed { till_id: after.id, day: after.day, difference_minor: difference })
    }
}

impl CloseTill {
    /// The till that is to be closed, held until the transaction ends.
    async fn till(&self, tx: &mut Tx, cx: &Context) -> Result<Till> {
        let Some(id) = self.till_id else {
            let cashier = hold(tx, cx).await?;
            return held(tx, cashier, cx.wall_now().date()).await;
        };
        tx.exec("UPDATE tills SET version = version WHERE id = ?", args![id]).await?;
        let till: Till = tx.record(id.0).await?;
        if Some(till.cashier_id) != cx.actor {
            cx.require(Permission::BillingCorrect)?;
        }
        period::refuse_day(tx, till.day).await?;
        if till.status == CLOSED {
            return Err(Error::new(Code::TillClosed).with("day", till.day));
        }
        Ok(till)
    }
}
