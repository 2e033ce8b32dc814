//! How often a patient did not come, or cancelled too late for anybody else to have the time.

use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::PatientId;
use crate::store::{Db, Read};
use crate::time::{Instant, instant_of};
use chrono::{Months, NaiveDateTime};
use serde::Serialize;

/// A patient's cancellation later than this before the start is a late one.
const LATE_SECONDS: i64 = 24 * 3600;

/// "Year" is the last twelve months, by the clinic's date.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct Missed {
    #[ts(type = "number")]
    pub no_shows: i64,
    #[ts(type = "number")]
    pub no_shows_year: i64,
    /// Cancelled by the patient less than 24 hours before.
    #[ts(type = "number")]
    pub late_cancels: i64,
    #[ts(type = "number")]
    pub late_cancels_year: i64,
}

pub async fn missed(db: &mut Db, patient: PatientId, asker: &Asker) -> Result<Missed> {
    let rows: Vec<(String, NaiveDateTime, Instant)> = db
        .all(
            "SELECT status, starts_at, status_since FROM appointments WHERE patient_id = ? AND (status = 'no_show' OR (status = 'cancelled' AND cancelled_by = 'patient'))",
            args![patient],
        )
        .await?;
    let now = asker.wall_now();
    let year_ago = now.checked_sub_months(Months::new(12)).unwrap_or(now);
    let mut missed = Missed::default();
    for (status, starts_at, changed) in rows {
        let in_year = i64::from(starts_at >= year_ago);
        if status == "no_show" {
            missed.no_shows += 1;
            missed.no_shows_year += in_year;
        } else if instant_of(asker.settings.zone, starts_at)
            .is_some_and(|start| start.seconds_since(changed) < LATE_SECONDS)
        {
            missed.late_cancels += 1;
            missed.late_cancels_year += in_year;
        }
    }
    Ok(missed)
}
