//! Taking back what was entered of leave, holidays, blocks, rooms out of use and weekly hours.

use super::exception::WorkingException;
use super::exceptions::check_place;
use super::hours::{self, WeeklySpan};
use crate::access::Permission;
use crate::appointments::undo::{UndoneException, UndoneHours};
use crate::appointments::undo_chain::{Done, put_back};
use crate::catalogue::practitioners::Practitioner;
use crate::clinic::Context;
use crate::error::Result;
use crate::store::{Read, Tx};
use serde_json::{Map, Value as Json};

/// What was entered goes, what was changed or removed is as it was.
///
/// Errors in this order: `access.denied` (schedule.edit), `undo.changed_meanwhile`, `hours.overlap`.
pub(crate) async fn exception(tx: &mut Tx, cx: &Context, done: &Done) -> Result<UndoneException> {
    cx.require(Permission::ScheduleEdit)?;
    let now: WorkingException = tx.record(done.row_id).await?;
    done.must_stand(tx, &now).await?;
    let mut back = now.clone();
    match done.before()? {
        None => back.active = false,
        Some(old) => restore(&mut back, &old)?,
    }
    if back.active {
        check_place(tx, &back).await?;
    }
    tx.update(&now, &mut back).await?;
    Ok(UndoneException { exception_id: back.id, version: back.version })
}

fn restore(row: &mut WorkingException, old: &Map<String, Json>) -> Result<()> {
    put_back(old, "kind", &mut row.kind)?;
    put_back(old, "block", &mut row.block)?;
    put_back(old, "doctor_id", &mut row.doctor_id)?;
    put_back(old, "room_id", &mut row.room_id)?;
    put_back(old, "starts_at", &mut row.starts_at)?;
    put_back(old, "ends_at", &mut row.ends_at)?;
    put_back(old, "weekly", &mut row.weekly)?;
    put_back(old, "weekdays", &mut row.weekdays)?;
    put_back(old, "starts_minute", &mut row.starts_minute)?;
    put_back(old, "ends_minute", &mut row.ends_minute)?;
    put_back(old, "replaces", &mut row.replaces)?;
    put_back(old, "label", &mut row.label)?;
    put_back(old, "active", &mut row.active)
}

/// The weekly hours as they were.
///
/// Errors in this order: `access.denied` (schedule.edit), `undo.changed_meanwhile` when anything of the practitioner changed since.
pub(crate) async fn hours(tx: &mut Tx, cx: &Context, done: &Done) -> Result<UndoneHours> {
    cx.require(Permission::ScheduleEdit)?;
    let now: Practitioner = tx.record(done.row_id).await?;
    done.must_stand(tx, &now).await?;
    let mut spans: Vec<WeeklySpan> = hours::spans_of(tx, now.id).await?;
    put_back(&done.before()?.unwrap_or_default(), "hours", &mut spans)?;
    let version = hours::replace(tx, cx, &now, &spans).await?;
    Ok(UndoneHours { practitioner_id: now.id, version })
}
