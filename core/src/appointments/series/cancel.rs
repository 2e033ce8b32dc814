//! Cancelling visits of a series. Those that were moved on their own too: whoever stops coming stops coming.

use super::book::SeriesSaved;
use super::freed::freed;
use super::members::{SeriesScope, reached};
use crate::access::Permission;
use crate::appointments::appointment::{Appointment, Status, note_statuses};
use crate::appointments::cancel::CancelledBy;
use crate::appointments::claims;
use crate::clinic::Context;
use crate::error::Result;
use crate::fields;
use crate::ids::AppointmentId;
use crate::operation::Operate;
use crate::store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Cancels the chosen visit and those of the scope that are still to come; their times are free again.
///
/// Errors in this order: field errors (reason), those of `members::reached`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct CancelSeries {
    pub appointment_id: AppointmentId,
    #[ts(type = "number")]
    pub version: i64,
    pub scope: SeriesScope,
    pub by: CancelledBy,
    pub reason: String,
}

impl Operate for CancelSeries {
    const PERMISSION: Permission = Permission::AppointmentBook;
    type Outcome = SeriesSaved;

    fn example() -> Self {
        CancelSeries {
            appointment_id: AppointmentId::new(),
            version: 1,
            scope: SeriesScope::Following,
            by: CancelledBy::Patient,
            reason: "Treatment ended".into(),
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<SeriesSaved> {
        let reason = fields::text("reason", &self.reason, 200)?;
        let (series_id, rows) = reached(tx, cx, self.appointment_id, self.version, self.scope).await?;
        let ids: Vec<AppointmentId> = rows.iter().map(|row| row.id).collect();
        claims::free_all(tx, &ids).await?;
        let freed = freed(&rows, &[]);
        let mut changes: Vec<(Option<Status>, Appointment)> = Vec::new();
        for before in rows {
            let mut after = before.clone();
            after.cancel(self.by, &reason, cx.now);
            tx.update(&before, &mut after).await?;
            changes.push((Some(before.status()), after));
        }
        let lines: Vec<_> = changes.iter().map(|(from, after)| (*from, after)).collect();
        note_statuses(tx, cx, &lines, Some(&reason)).await?;
        Ok(SeriesSaved { series_id, appointment_ids: ids, kept_own: 0, freed })
    }
}
