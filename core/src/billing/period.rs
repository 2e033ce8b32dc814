//! The lock of the books: up to a day nothing more is dated into them, by whatever operation. It only goes forward, and nothing opens it
//! again; what is put right afterwards is dated today.
//!
//! Whoever dates something writes a row that points at the newest lock (`billing_dates`), which holds that row of `period_locks` until the
//! transaction ends; whoever locks changes it first. So nothing is on its way into the days while they are locked.

use super::frozen::hash_of;
use super::till::{LeftOpen, left_open};
use super::to_bill::{DraftLine, drafts};
use crate::access::Permission;
use crate::args;
use crate::clinic::{Asker, Context};
use crate::error::{Class, Code, Error, Result};
use crate::fields;
use crate::ids::{RowId, UserId, derived};
use crate::journal;
use crate::operation::Operate;
use crate::question::Ask;
use crate::store::{Db, Kind, Read, Tx};
use crate::time::Instant;
use chrono::{Datelike, Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
struct Newest {
    id: RowId,
    locked_to: NaiveDate,
}

/// The newest lock; before the first, a row that locks nothing.
async fn newest(read: &mut impl Read) -> Result<Newest> {
    read.one("SELECT id, locked_to FROM period_locks ORDER BY locked_to DESC LIMIT 1", vec![]).await
}

fn locked(day: NaiveDate, locked_to: NaiveDate) -> Error {
    Error::new(Code::PeriodLocked).with("locked_to", locked_to).with("day", day)
}

/// Dates what this operation writes today, and keeps the books from being locked up to today until the transaction ends.
///
/// Errors: `period.locked` (locked_to, day).
pub(crate) async fn date_today(tx: &mut Tx, cx: &Context) -> Result<()> {
    let day = cx.wall_now().date();
    let lock = newest(tx).await?;
    if day <= lock.locked_to {
        return Err(locked(day, lock.locked_to));
    }
    tx.insert_rows(
        "billing_dates",
        &["operation_id", "day", "lock_id", "locked_to"],
        vec![args![cx.operation, day, lock.id, lock.locked_to]],
    )
    .await?;
    // The row waited for whoever was locking: then there is a newer lock than the one it points at.
    if newest(tx).await? == lock { Ok(()) } else { Err(again()) }
}

/// The whole transaction once more.
fn again() -> Error {
    Error::classed(Code::StoreBusy, Class::Transient)
}

/// For what belongs to an earlier day than today, inside an operation that is dated.
///
/// Errors: `period.locked` (locked_to, day).
pub(super) async fn refuse_day(tx: &mut Tx, day: NaiveDate) -> Result<()> {
    let lock = newest(tx).await?;
    if day <= lock.locked_to { Err(locked(day, lock.locked_to)) } else { Ok(()) }
}

/// Locks everything up to and including a day of the clinic, today at the latest. Every till of these days has to be closed. Drafts are no
/// obstacle: they bear the day on which they are issued.
///
/// Errors in this order: `field.out_of_range` (to), `session.none`, `period.not_forward` (locked_to), `period.tills_open` (count, till_id,
/// day, cashier).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct LockPeriod {
    pub to: NaiveDate,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PeriodLocked {
    pub locked_to: NaiveDate,
}

/// What a lock keeps: its day, and the heads of every chain of the journal at that moment. Whatever is dated into the locked days was
/// written before these.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SealedPeriod {
    pub locked_to: NaiveDate,
    pub heads: Vec<(String, i64, String)>,
}

impl Operate for LockPeriod {
    const PERMISSION: Permission = Permission::BillingLock;
    type Outcome = PeriodLocked;

    fn example() -> Self {
        LockPeriod { to: NaiveDate::from_ymd_opt(2026, 10, 31).unwrap_or_default() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<PeriodLocked> {
        fields::day("to", self.to)?;
        let today = cx.wall_now().date();
        if self.to > today {
            return Err(Error::field(Code::FieldOutOfRange, "to").with("min", "1900-01-01").with("max", today));
        }
        let user = cx.actor.ok_or_else(|| Error::new(Code::SessionNone))?;
        let before = newest(tx).await?;
        // Waits for everybody who is dating something, and holds up who comes.
        tx.exec("UPDATE period_locks SET version = version + 1 WHERE id = ?", args![before.id]).await?;
        if newest(tx).await? != before {
            return Err(again());
        }
        if self.to <= before.locked_to {
            return Err(Error::new(Code::PeriodNotForward).with("locked_to", before.locked_to));
        }
        let open = left_open(tx, self.to, None).await?;
        if let Some(first) = open.first() {
            let error = Error::new(Code::PeriodTillsOpen).with("count", open.len()).with("till_id", first.till_id);
            return Err(error.with("day", first.day).with("cashier", &first.cashier));
        }
        self.write(tx, cx, user, before).await?;
        Ok(PeriodLocked { locked_to: self.to })
    }
}

impl LockPeriod {
    async fn write(&self, tx: &mut Tx, cx: &Context, user: UserId, before: Newest) -> Result<()> {
        let heads = journal::heads(tx).await?;
        let heads = heads.into_iter().map(|head| (head.workstation.to_string(), head.seq, head.hash)).collect();
        let sealed = SealedPeriod { locked_to: self.to, heads };
        let sealed = serde_json::to_string(&sealed).map_err(Error::internal)?;
        let seal = hash_of(&sealed);
        let id = derived(cx.operation, "period");
        tx.insert_rows(
            "period_locks",
            &["id", "version", "locked_to", "previous_id", "previous_to", "locked_at", "user_id", "sealed", "seal"],
            vec![args![RowId(id), 1_i64, self.to, before.id, before.locked_to, cx.now, user, sealed, seal]],
        )
        .await?;
        tx.note(Kind::Period, id, "locked_to", json!(null), json!(self.to));
        Ok(())
    }
}

/// Up to when the books are locked, and what stands before locking them up to `to`: tills of these days that are open, and drafts of them.
/// Without `to`, up to the end of the last month.
///
/// Errors: `field.out_of_range` (to).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskPeriod {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Period {
    /// The newest first, at most 60.
    pub locks: Vec<PeriodLock>,
    pub today: NaiveDate,
    pub to: NaiveDate,
    pub tills: Vec<LeftOpen>,
    /// Begun by then, or of a visit by then. At most 500.
    pub drafts: Vec<DraftLine>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, ts_rs::TS)]
#[ts(export)]
pub struct PeriodLock {
    pub locked_to: NaiveDate,
    pub locked_at: Instant,
    pub locked_by: String,
    /// Its first letters stand beside it.
    pub seal: String,
}

impl Ask for AskPeriod {
    const PERMISSION: Permission = Permission::BillingLock;
    type Answer = Period;

    fn example() -> Self {
        AskPeriod { to: NaiveDate::from_ymd_opt(2026, 10, 31) }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Period> {
        let today = asker.wall_now().date();
        let to = self.to.unwrap_or_else(|| month_before(today));
        fields::day("to", to)?;
        let locks: Vec<PeriodLock> = db
            .all(
                "SELECT l.locked_to, l.locked_at, u.name AS locked_by, l.seal FROM period_locks l JOIN users u ON u.id = l.user_id ORDER BY l.locked_to DESC LIMIT 60",
                vec![],
            )
            .await?;
        let zone = asker.settings.zone;
        let begun = |draft: &DraftLine| {
            let drafted = draft.drafted_at.map(|at| at.on_wall(zone).date());
            drafted.into_iter().chain(draft.starts_at.map(|at| at.date())).any(|day| day <= to)
        };
        let drafts = drafts(db).await?.into_iter().filter(begun).collect();
        Ok(Period { locks, today, to, tills: left_open(db, to, None).await?, drafts })
    }
}

/// The last day of the month before.
fn month_before(day: NaiveDate) -> NaiveDate {
    day.with_day(1).and_then(|first| first.checked_sub_days(Days::new(1))).unwrap_or(day)
}
