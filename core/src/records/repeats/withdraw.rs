//! A request that the patient takes back, or that was noted in error.

use super::{RepeatRequest, RepeatSaved, WITHDRAWN, held, must_wait};
use crate::access::Permission;
use crate::clinic::Context;
use crate::error::Result;
use crate::fields::{self, Clinical};
use crate::ids::RepeatId;
use crate::operation::Operate;
use crate::store::{Kind, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Takes a request off the lists before a doctor answers it, with the reason. It stays readable.
///
/// Errors in this order: field errors (reason), `record.not_found` (repeat_request), `repeat.settled` (status, by, at), `record.changed_meanwhile`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct WithdrawRepeat {
    pub repeat_id: RepeatId,
    #[ts(type = "number")]
    pub version: i64,
    #[ts(type = "string")]
    pub reason: Clinical,
}

impl Operate for WithdrawRepeat {
    const PERMISSION: Permission = Permission::RepeatRequest;
    type Outcome = RepeatSaved;

    fn example() -> Self {
        WithdrawRepeat { repeat_id: RepeatId::new(), version: 1, reason: Clinical("Found another box".into()) }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<RepeatSaved> {
        let reason = Clinical(fields::text("reason", &self.reason.0, 300)?);
        let before = held(tx, self.repeat_id).await?;
        must_wait(tx, &before, self.version).await?;
        let mut after = RepeatRequest {
            status: WITHDRAWN.to_owned(),
            reason: Some(reason),
            closed_at: Some(cx.now),
            closed_by: cx.actor,
            ..before.clone()
        };
        tx.update(&before, &mut after).await?;
        tx.touch(Kind::Patient, before.patient_id.0);
        Ok(RepeatSaved::of(&after))
    }
}
