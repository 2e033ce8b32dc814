//! What the desk does about an answer: the prescription is handed over or sent, or the patient is told.

use super::{APPROVED, HANDED_OVER, REFUSED, RepeatRequest, RepeatSaved, TOLD, WAITING, held, settled};
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::history::refuse_stale;
use crate::ids::{PrescriptionId, RepeatId};
use crate::operation::Operate;
use crate::store::{Kind, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a request ends at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum RepeatEnd {
    /// The prescription was collected, or is on its way.
    HandedOver,
    /// The patient knows that it was refused, or that nothing of the prescription stands any more.
    Told,
}

/// Ends a request that was answered. A prescription of which nothing stands any more is not handed over; the patient is told.
///
/// Errors in this order: `record.not_found` (repeat_request), `repeat.settled` (status, by, at), `repeat.not_ready` (status: nobody answered, or it is the other
/// way to end it), `prescription.not_valid`, `record.changed_meanwhile`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct HandOverRepeat {
    pub repeat_id: RepeatId,
    #[ts(type = "number")]
    pub version: i64,
    pub end: RepeatEnd,
}

impl Operate for HandOverRepeat {
    const PERMISSION: Permission = Permission::RepeatRequest;
    type Outcome = RepeatSaved;

    fn example() -> Self {
        HandOverRepeat { repeat_id: RepeatId::new(), version: 2, end: RepeatEnd::HandedOver }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<RepeatSaved> {
        let before = held(tx, self.repeat_id).await?;
        if ![WAITING, APPROVED, REFUSED].contains(&before.status.as_str()) {
            return Err(settled(tx, &before).await?);
        }
        let stands = stands(tx, before.prescription_id).await?;
        match (before.status.as_str(), self.end, stands) {
            (APPROVED, RepeatEnd::HandedOver, true)
            | (APPROVED, RepeatEnd::Told, false)
            | (REFUSED, RepeatEnd::Told, _) => {}
            (APPROVED, RepeatEnd::HandedOver, false) => return Err(Error::new(Code::PrescriptionNotValid)),
            _ => return Err(Error::new(Code::RepeatNotReady).with("status", before.status)),
        }
        refuse_stale(tx, &before, self.version).await?;
        let status = match self.end {
            RepeatEnd::HandedOver => HANDED_OVER,
            RepeatEnd::Told => TOLD,
        };
        let mut after =
            RepeatRequest { status: status.to_owned(), closed_at: Some(cx.now), closed_by: cx.actor, ..before.clone() };
        tx.update(&before, &mut after).await?;
        tx.touch(Kind::Patient, before.patient_id.0);
        Ok(RepeatSaved::of(&after))
    }
}

/// Whether anything of what was prescribed was neither stopped nor entered in error.
async fn stands(tx: &mut Tx, prescription: Option<PrescriptionId>) -> Result<bool> {
    let sql = "SELECT 1 FROM prescription_items i LEFT JOIN strikes k ON k.row_id = i.id LEFT JOIN prescription_stops s ON s.item_id = i.id \
         WHERE i.prescription_id = ? AND k.row_id IS NULL AND s.item_id IS NULL LIMIT 1";
    let found: Option<(i64,)> = tx.maybe(sql, args![prescription]).await?;
    Ok(found.is_some())
}
