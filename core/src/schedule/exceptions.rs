//! Entering, changing and removing exceptions, and the list of those to come.

use super::availability::touching;
use super::exception::{BlockKind, ExceptionDetails, ExceptionKind, WorkingException};
use crate::access::Permission;
use crate::args;
use crate::catalogue::practitioners::Practitioner;
use crate::catalogue::rooms::Room;
use crate::catalogue::specialties::RowSaved;
use crate::clinic::{Asker, Context};
use crate::error::{Code, Error, Result};
use crate::history::refuse_stale;
use crate::ids::{ExceptionId, PractitionerId};
use crate::operation::Operate;
use crate::question::Ask;
use crate::store::{Db, Read, Tx};
use crate::time::midnight;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

fn example() -> ExceptionDetails {
    ExceptionDetails {
        kind: ExceptionKind::Block,
        block: Some(BlockKind::Lunch),
        practitioner_id: Some(PractitionerId::new()),
        room_id: None,
        from: NaiveDate::from_ymd_opt(2030, 1, 7).unwrap_or_default(),
        to: None,
        starts: Some("12:00".into()),
        ends: Some("13:00".into()),
        weekdays: vec![1, 2, 3, 4, 5],
        replaces: false,
        label: None,
    }
}

/// Errors: `hours.past` (field, today).
fn refuse_past(row: &WorkingException, cx: &Context) -> Result<()> {
    let today = cx.wall_now().date();
    if row.ends_at > midnight(today) {
        return Ok(());
    }
    let field = if row.starts_at.date() == row.details().to.unwrap_or(today) { "from" } else { "to" };
    Err(Error::field(Code::HoursPast, field).with("today", today))
}

/// Errors in this order: `record.not_found` (practitioner, room), `hours.overlap` (field, label, from, to).
pub(super) async fn check_place(tx: &mut Tx, row: &WorkingException) -> Result<()> {
    if let Some(practitioner) = row.doctor_id {
        let _: Practitioner = tx.record(practitioner.0).await?;
    }
    if let Some(room) = row.room_id {
        let _: Room = tx.record(room.0).await?;
    }
    // A meeting may lie on the lunch of every day; two leaves of one person are a slip.
    if row.kind() == ExceptionKind::Block {
        return Ok(());
    }
    let there = touching(tx, row.starts_at.date(), row.ends_at.date()).await?;
    let same = |other: &&WorkingException| {
        other.id != row.id
            && other.kind == row.kind
            && (other.doctor_id, other.room_id) == (row.doctor_id, row.room_id)
            && other.starts_at < row.ends_at
            && row.starts_at < other.ends_at
    };
    match there.iter().find(same) {
        Some(other) => Err(Error::field(Code::HoursOverlap, "from")
            .with("label", &other.label)
            .with("from", other.starts_at)
            .with("to", other.ends_at)),
        None => Ok(()),
    }
}

/// Enters a day or time that differs. What is booked there stays and is found by the question `to_be_moved`.
///
/// Errors in this order: those of the details (see `ExceptionDetails::row`), `hours.past`, `record.not_found` (practitioner,
/// room), `hours.overlap`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AddException {
    pub exception_id: ExceptionId,
    pub details: ExceptionDetails,
}

impl Operate for AddException {
    const PERMISSION: Permission = Permission::ScheduleEdit;
    type Outcome = RowSaved;

    fn example() -> Self {
        AddException { exception_id: ExceptionId::new(), details: example() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<RowSaved> {
        let row = self.details.row(self.exception_id, cx.settings.zone)?;
        refuse_past(&row, cx)?;
        check_place(tx, &row).await?;
        tx.insert(&row).await?;
        Ok(RowSaved { version: 1 })
    }
}

/// Changes what was entered; the kind and whom it is for may change too.
///
/// Errors in this order: those of the details (see `ExceptionDetails::row`), `record.not_found`, `record.changed_meanwhile`,
/// `hours.past` when its time changes, `record.not_found` (practitioner, room), `hours.overlap`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EditException {
    pub exception_id: ExceptionId,
    #[ts(type = "number")]
    pub version: i64,
    pub details: ExceptionDetails,
}

impl Operate for EditException {
    const PERMISSION: Permission = Permission::ScheduleEdit;
    type Outcome = RowSaved;

    fn example() -> Self {
        EditException { exception_id: ExceptionId::new(), version: 1, details: example() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<RowSaved> {
        let row = self.details.row(self.exception_id, cx.settings.zone)?;
        let before: WorkingException = tx.record(self.exception_id.0).await?;
        refuse_stale(tx, &before, self.version).await?;
        if (row.starts_at, row.ends_at) != (before.starts_at, before.ends_at) {
            refuse_past(&row, cx)?;
        }
        check_place(tx, &row).await?;
        let mut after = row;
        tx.update(&before, &mut after).await?;
        Ok(RowSaved { version: after.version })
    }
}

/// Removes it from the calendar; it stays in the history.
///
/// Errors in this order: `record.not_found`, `record.changed_meanwhile`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct RemoveException {
    pub exception_id: ExceptionId,
    #[ts(type = "number")]
    pub version: i64,
}

impl Operate for RemoveException {
    const PERMISSION: Permission = Permission::ScheduleEdit;
    type Outcome = RowSaved;

    fn example() -> Self {
        RemoveException { exception_id: ExceptionId::new(), version: 1 }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RowSaved> {
        let before: WorkingException = tx.record(self.exception_id.0).await?;
        refuse_stale(tx, &before, self.version).await?;
        let mut after = WorkingException { active: false, ..before.clone() };
        tx.update(&before, &mut after).await?;
        Ok(RowSaved { version: after.version })
    }
}

/// What is not over yet, the earliest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskExceptions {}

#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct ExceptionLine {
    pub exception_id: ExceptionId,
    #[ts(type = "number")]
    pub version: i64,
    #[serde(flatten)]
    pub details: ExceptionDetails,
}

impl Ask for AskExceptions {
    const PERMISSION: Permission = Permission::AppointmentView;
    type Answer = Vec<ExceptionLine>;

    fn example() -> Self {
        AskExceptions {}
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<ExceptionLine>> {
        let rows = not_over(db, asker.wall_now().date()).await?;
        let line = |row: WorkingException| ExceptionLine {
            exception_id: row.id,
            version: row.version,
            details: row.details(),
        };
        Ok(rows.into_iter().map(line).collect())
    }
}

/// The exceptions that are not over when `today` begins, the earliest first.
pub async fn not_over(read: &mut impl Read, today: NaiveDate) -> Result<Vec<WorkingException>> {
    read.records(
        "WHERE weekly IN (FALSE, TRUE) AND ends_at > ? AND active = TRUE ORDER BY starts_at, id",
        args![midnight(today)],
    )
    .await
}
