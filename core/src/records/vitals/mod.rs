//! Vital signs: each a number with its unit, as it was entered. What was not measured has no row.

pub mod enter;
pub mod flowsheet;
pub mod kinds;
pub mod strike;

use self::kinds::VitalKind;
use crate::args;
use crate::error::Result;
use crate::ids::{PatientId, UserId, VisitRecordId, VitalId};
use crate::store::{Clause, Read};
use crate::time::Instant;
use chrono::{Days, NaiveDateTime};
use serde::{Deserialize, Serialize};

/// A measurement as it is read; `value_scaled` is the number times 1000, in `unit`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct VitalLine {
    pub id: VitalId,
    pub kind: VitalKind,
    #[ts(type = "number")]
    pub value_scaled: i64,
    pub unit: String,
    /// Clinic wall time.
    pub measured_at: NaiveDateTime,
    pub entered_at: Instant,
    pub entered_by: String,
    pub entered_by_id: UserId,
    /// Outside what is usual: it was asked, and stands.
    pub unusual: bool,
    /// Why it was entered in error.
    pub struck: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: VitalId,
    kind: String,
    value_scaled: i64,
    unit: String,
    measured_at: NaiveDateTime,
    entered_at: Instant,
    entered_by: String,
    entered_by_id: UserId,
    struck: Option<String>,
}

const ROWS: &str = "SELECT v.id, v.kind, v.value_scaled, v.unit, v.measured_at, v.entered_at, u.name AS entered_by, v.entered_by AS entered_by_id, s.reason AS struck \
     FROM vitals v JOIN users u ON u.id = v.entered_by LEFT JOIN strikes s ON s.row_id = v.id ";

fn line(row: Row) -> Option<VitalLine> {
    let kind = VitalKind::parse(&row.kind)?;
    Some(VitalLine {
        unusual: kind.is_unusual(row.value_scaled, &row.unit),
        id: row.id,
        kind,
        value_scaled: row.value_scaled,
        unit: row.unit,
        measured_at: row.measured_at,
        entered_at: row.entered_at,
        entered_by: row.entered_by,
        entered_by_id: row.entered_by_id,
        struck: row.struck,
    })
}

async fn lines(read: &mut impl Read, clause: Clause) -> Result<Vec<VitalLine>> {
    let rows: Vec<Row> = read.all_of(clause).await?;
    Ok(rows.into_iter().filter_map(line).collect())
}

/// What a signed visit sealed.
pub(super) async fn of_visit(read: &mut impl Read, visit: VisitRecordId) -> Result<Vec<VitalLine>> {
    let clause =
        Clause::new(ROWS, vec![]).and("WHERE v.record_id = ? ORDER BY v.measured_at, v.entered_at, v.id", args![visit]);
    lines(read, clause).await
}

/// What was measured on the day of a visit and belongs to no signed one yet: what its signature will seal.
pub(super) async fn of_day(
    read: &mut impl Read,
    patient: PatientId,
    visited_at: NaiveDateTime,
) -> Result<Vec<VitalLine>> {
    let (from, to) = day_of(visited_at);
    let clause = Clause::new(ROWS, vec![]).and(
        "WHERE v.patient_id = ? AND v.record_id IS NULL AND v.measured_at >= ? AND v.measured_at < ? AND s.row_id IS NULL \
         ORDER BY v.measured_at, v.entered_at, v.id",
        args![patient, from, to],
    );
    lines(read, clause).await
}

/// The newest of each kind that still counts.
pub(super) async fn newest(read: &mut impl Read, patient: PatientId) -> Result<Vec<VitalLine>> {
    let mut newest = Vec::new();
    for kind in VitalKind::ALL {
        let clause = Clause::new(ROWS, vec![]).and(
            "WHERE v.patient_id = ? AND v.kind = ? AND s.row_id IS NULL ORDER BY v.measured_at DESC, v.entered_at DESC, v.id DESC LIMIT 1",
            args![patient, kind.text()],
        );
        newest.extend(lines(read, clause).await?);
    }
    Ok(newest)
}

/// From the first moment of that day to the first of the next.
pub(super) fn day_of(at: NaiveDateTime) -> (NaiveDateTime, NaiveDateTime) {
    let from = crate::time::midnight(at.date());
    (from, from.checked_add_days(Days::new(1)).unwrap_or(from))
}
