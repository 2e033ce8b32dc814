//! A test that is not wanted any more, or was asked for in error.

use super::{TestRequest, WITHDRAWN, hold, waiting};
use crate::access::Permission;
use crate::clinic::Context;
use crate::error::Result;
use crate::fields::{self, Clinical};
use crate::history::refuse_stale;
use crate::ids::TestRequestId;
use crate::operation::Operate;
use crate::records::opened::must_be_open;
use crate::store::{Kind, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Takes a request off the lists, with the reason. It stays readable.
///
/// Errors in this order: field errors (reason), `record.not_found` (test_request), `chart.not_opened`, `request.settled` (status), `record.changed_meanwhile`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct WithdrawTest {
    pub request_id: TestRequestId,
    #[ts(type = "number")]
    pub version: i64,
    #[ts(type = "string")]
    pub reason: Clinical,
}

impl Operate for WithdrawTest {
    const PERMISSION: Permission = Permission::RecordWrite;
    type Outcome = ();

    fn example() -> Self {
        WithdrawTest { request_id: TestRequestId::new(), version: 1, reason: Clinical("Done elsewhere".into()) }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let reason = Clinical(fields::text("reason", &self.reason.0, 300)?);
        hold(tx, self.request_id).await?;
        let before: TestRequest = tx.record(self.request_id.0).await?;
        must_be_open(tx, cx.into(), before.patient_id).await?;
        waiting(tx, self.request_id, before.patient_id).await?;
        refuse_stale(tx, &before, self.version).await?;
        let mut after = TestRequest { status: WITHDRAWN.to_owned(), withdrawn_reason: Some(reason), ..before.clone() };
        tx.update(&before, &mut after).await?;
        tx.touch(Kind::Patient, before.patient_id.0);
        Ok(())
    }
}
