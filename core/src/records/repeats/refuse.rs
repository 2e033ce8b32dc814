//! A doctor does not give what was asked for.

use super::{REFUSED, RepeatRequest, RepeatSaved, held, must_wait};
use crate::access::Permission;
use crate::clinic::Context;
use crate::error::Result;
use crate::fields::{self, Clinical};
use crate::ids::RepeatId;
use crate::operation::Operate;
use crate::records::opened::must_be_open;
use crate::store::{Kind, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Refuses a request, with the reason that the desk tells the patient. The desk reads it.
///
/// Errors in this order: field errors (reason), `record.not_found` (repeat_request), `chart.not_opened`, `repeat.settled` (status, by, at), `record.changed_meanwhile`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct RefuseRepeat {
    pub repeat_id: RepeatId,
    #[ts(type = "number")]
    pub version: i64,
    #[ts(type = "string")]
    pub reason: Clinical,
}

impl Operate for RefuseRepeat {
    const PERMISSION: Permission = Permission::PrescriptionWrite;
    type Outcome = RepeatSaved;

    fn example() -> Self {
        RefuseRepeat {
            repeat_id: RepeatId::new(),
            version: 1,
            reason: Clinical("Needs to be seen first: please book".into()),
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<RepeatSaved> {
        let reason = Clinical(fields::text("reason", &self.reason.0, 300)?);
        let before = held(tx, self.repeat_id).await?;
        must_be_open(tx, cx.into(), before.patient_id).await?;
        must_wait(tx, &before, self.version).await?;
        let mut after = RepeatRequest {
            status: REFUSED.to_owned(),
            reason: Some(reason),
            answered_at: Some(cx.now),
            answered_by: cx.actor,
            ..before.clone()
        };
        tx.update(&before, &mut after).await?;
        tx.touch(Kind::Patient, before.patient_id.0);
        Ok(RepeatSaved::of(&after))
    }
}
