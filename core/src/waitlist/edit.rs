//! Changing what somebody waits for, and taking them off the waitlist.

use super::entry::{WITHDRAWN, WaitlistEntry, WaitlistSaved, waiting, write_lists};
use super::wishes::Wishes;
use crate::access::Permission;
use crate::clinic::Context;
use crate::error::Result;
use crate::ids::WaitlistId;
use crate::operation::Operate;
use crate::store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Replaces the wishes. How long they wait counts on from when they were added.
///
/// Errors in this order: those of `Wishes::checked`, `record.not_found` (waitlist), `waitlist.not_waiting`,
/// `record.changed_meanwhile`, `record.not_found` (practitioner, service).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EditWaitlist {
    pub waitlist_id: WaitlistId,
    #[ts(type = "number")]
    pub version: i64,
    pub wishes: Wishes,
}

impl Operate for EditWaitlist {
    const PERMISSION: Permission = Permission::AppointmentBook;
    type Outcome = WaitlistSaved;

    fn example() -> Self {
        EditWaitlist { waitlist_id: WaitlistId::new(), version: 1, wishes: Wishes::example() }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<WaitlistSaved> {
        let wishes = self.wishes.checked()?;
        let before = waiting(tx, self.waitlist_id, self.version).await?;
        wishes.check_known(tx).await?;
        let mut after = before.clone();
        after.wish(&wishes);
        tx.update(&before, &mut after).await?;
        write_lists(tx, after.id, &wishes).await?;
        Ok(WaitlistSaved { waitlist_id: after.id, version: after.version })
    }
}

/// Takes somebody off the waitlist without a booking; the entry stays in the history.
///
/// Errors in this order: `record.not_found` (waitlist), `waitlist.not_waiting`, `record.changed_meanwhile`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct WithdrawFromWaitlist {
    pub waitlist_id: WaitlistId,
    #[ts(type = "number")]
    pub version: i64,
}

impl Operate for WithdrawFromWaitlist {
    const PERMISSION: Permission = Permission::AppointmentBook;
    type Outcome = WaitlistSaved;

    fn example() -> Self {
        WithdrawFromWaitlist { waitlist_id: WaitlistId::new(), version: 1 }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<WaitlistSaved> {
        let before = waiting(tx, self.waitlist_id, self.version).await?;
        let mut after = WaitlistEntry { status: WITHDRAWN.to_owned(), ..before.clone() };
        tx.update(&before, &mut after).await?;
        Ok(WaitlistSaved { waitlist_id: after.id, version: after.version })
    }
}
