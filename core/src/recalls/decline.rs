//! Ending a recall without a booking.

use super::{NOT_WANTED, Recall, RecallSaved, open};
use crate::access::Permission;
use crate::clinic::Context;
use crate::error::Result;
use crate::fields;
use crate::ids::RecallId;
use crate::operation::Operate;
use crate::store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Ends a recall that comes to nothing, with the reason: the patient does not want it, it is booked already, it was noted in error.
///
/// Errors in this order: field errors (reason), `record.not_found` (recall), `recall.settled` (status), `record.changed_meanwhile`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct DeclineRecall {
    pub recall_id: RecallId,
    #[ts(type = "number")]
    pub version: i64,
    pub reason: String,
}

impl Operate for DeclineRecall {
    const PERMISSION: Permission = Permission::AppointmentBook;
    type Outcome = RecallSaved;

    fn example() -> Self {
        DeclineRecall { recall_id: RecallId::new(), version: 1, reason: "Moved away".into() }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RecallSaved> {
        let reason = fields::text("reason", &self.reason, 300)?;
        let before = open(tx, self.recall_id, self.version).await?;
        let mut after = Recall { status: NOT_WANTED.to_owned(), reason: Some(reason), ..before.clone() };
        tx.update(&before, &mut after).await?;
        Ok(RecallSaved::of(&after))
    }
}
