//! Which visits of a series a change reaches, and where one of them stands in it.

use crate::appointments::appointment::{Appointment, Status, seen};
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::ids::{AppointmentId, SeriesId};
use crate::store::{Read, Tx};
use chrono::NaiveDateTime;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SeriesScope {
    One,
    /// This and those that start after it.
    Following,
    All,
}

/// Booked or confirmed: what a change of the series may still reach.
fn is_open(status: Status) -> bool {
    matches!(status, Status::Booked | Status::Confirmed)
}

/// The visit that was chosen, first, and the others of the scope that are still to come, in order of time.
///
/// Errors in this order: `appointment.not_found`, `appointment.changed_meanwhile`, `series.none` (it belongs to none),
/// `appointment.wrong_status` (from: the chosen one is no longer booked or confirmed).
pub(super) async fn reached(
    tx: &mut Tx,
    cx: &Context,
    id: AppointmentId,
    version: i64,
    scope: SeriesScope,
) -> Result<(SeriesId, Vec<Appointment>)> {
    let chosen = seen(tx, id, version).await?;
    let series = chosen.series_id.ok_or_else(|| Error::new(Code::SeriesNone))?;
    if !is_open(chosen.status()) {
        return Err(Error::new(Code::AppointmentWrongStatus).with("from", &chosen.status).with("to", &chosen.status));
    }
    let rows: Vec<Appointment> = tx
        .records("WHERE series_id = ? AND status IN ('booked', 'confirmed') ORDER BY starts_at, id", args![series])
        .await?;
    let now = cx.wall_now();
    let within = |row: &Appointment| {
        row.id != chosen.id
            && match scope {
                SeriesScope::One => false,
                SeriesScope::Following => row.starts_at > chosen.starts_at && row.starts_at >= now,
                SeriesScope::All => row.starts_at >= now,
            }
    };
    let others: Vec<Appointment> = rows.into_iter().filter(within).collect();
    Ok((series, std::iter::once(chosen).chain(others).collect()))
}

/// Where a visit stands among the others of its series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct SeriesPlace {
    pub series_id: SeriesId,
    /// From 1; of those that are not cancelled.
    #[ts(type = "number")]
    pub number: i64,
    #[ts(type = "number")]
    pub of: i64,
    /// How many a change of this and the following would reach, this one included.
    #[ts(type = "number")]
    pub following: i64,
    /// How many a change of all would reach, this one included.
    #[ts(type = "number")]
    pub all: i64,
}

pub(in crate::appointments) async fn place_of(
    read: &mut impl Read,
    series: SeriesId,
    id: AppointmentId,
    now: NaiveDateTime,
) -> Result<SeriesPlace> {
    let rows: Vec<(AppointmentId, NaiveDateTime, String)> = read
        .all("SELECT id, starts_at, status FROM appointments WHERE series_id = ? ORDER BY starts_at, id", args![series])
        .await?;
    let start = rows.iter().find(|(row, ..)| *row == id).map(|(_, start, _)| *start).unwrap_or(now);
    let stands = |row: &&(AppointmentId, NaiveDateTime, String)| {
        row.0 == id || !matches!(Status::parse(&row.2), Some(Status::Cancelled | Status::TakenBack))
    };
    let to_come =
        || rows.iter().filter(|row| row.0 != id && row.1 >= now && Status::parse(&row.2).is_some_and(is_open));
    Ok(SeriesPlace {
        series_id: series,
        number: rows.iter().filter(stands).take_while(|row| row.0 != id).count() as i64 + 1,
        of: rows.iter().filter(stands).count() as i64,
        following: to_come().filter(|row| row.1 > start).count() as i64 + 1,
        all: to_come().count() as i64 + 1,
    })
}
