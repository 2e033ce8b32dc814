//! On whose word an appointment stands beside another one or outside working hours, and since when: read from the journal.

use super::day::DayAppointment;
use crate::args;
use crate::error::{Error, Result};
use crate::store::{Kind, Read};
use crate::time::Instant;
use serde::Serialize;
use serde_json::{Map, Value as Json};

/// A reason that was given for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct GivenReason {
    pub reason: String,
    pub by: String,
    pub at: Instant,
}

#[derive(sqlx::FromRow)]
struct Step {
    at: Instant,
    by: Option<String>,
    after_row: Option<String>,
}

/// The reason that stands in one of the appointment's columns, with who gave it for the time as it is now.
pub(super) async fn given(
    read: &mut impl Read,
    one: &DayAppointment,
    (column, reason): (&str, Option<&String>),
) -> Result<Option<GivenReason>> {
    let Some(reason) = reason else { return Ok(None) };
    // What is undone goes back to what somebody had said before: whoever undid it gave no reason.
    let steps: Vec<Step> = read
        .all(
            "SELECT j.at, u.name AS `by`, t.after_row FROM journal_touches t JOIN journal j ON j.id = t.journal_id LEFT JOIN users u ON u.id = j.actor_id \
             WHERE t.kind = ? AND t.row_id = ? AND j.name <> 'undo' ORDER BY j.at DESC, j.id DESC",
            args![Kind::Appointment.text(), one.id],
        )
        .await?;
    let now = [
        (column, Json::String(reason.clone())),
        ("starts_at", serde_json::to_value(one.starts_at).map_err(Error::internal)?),
        ("doctor_id", serde_json::to_value(one.practitioner_id).map_err(Error::internal)?),
    ];
    let step = steps.into_iter().find(|step| gave(step, &now));
    Ok(step.map(|step| GivenReason { reason: reason.clone(), by: step.by.unwrap_or_default(), at: step.at }))
}

/// Whether a step gave the reason for the time as it is now. The same words for another time are a reason of their own.
fn gave(step: &Step, now: &[(&str, Json)]) -> bool {
    let after: Map<String, Json> =
        step.after_row.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let written: Vec<_> = now.iter().filter_map(|(name, value)| Some((after.get(*name)?, value))).collect();
    !written.is_empty() && written.iter().all(|(after, now)| after == now)
}
