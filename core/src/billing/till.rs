//! The till: what a cashier begins the day with, what goes in and out of it, and the close of their day.
//!
//! A cashier's till of a day is a row that everybody who takes or gives money in their name changes. Once it is closed it accepts nothing
//! more, and nothing opens it again.

use super::drawers::{TillCorrection, corrected_since, corrections_in};
use super::methods::way::{OwnExpected, own_expected};
use super::payment::check_amount;
use crate::access::Permission;
use crate::args;
use crate::clinic::{Asker, Context};
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::{RowId, TillId, UserId, derived};
use crate::money;
use crate::operation::Operate;
use crate::question::Ask;
use crate::store::{Db, Kind, Read, Tx};
use crate::time::Instant;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

crate::record! {
    /// A row of `tills`: one cashier's day. Amounts in minor units; what was counted is there once it is closed.
    pub struct Till in "tills" as Till {
        pub id: TillId,
        pub cashier_id: UserId,
        pub day: NaiveDate,
        pub float_minor: i64,
        pub status: String,
        pub opened_at: Instant,
        pub closed_at: Option<Instant>,
        pub counted_minor: Option<i64>,
        pub card_counted_minor: Option<i64>,
        pub difference_minor: Option<i64>,
        pub reason: Option<String>,
        /// Holds links of the journal, so it is no part of what the journal keeps of this row.
        #[serde(skip)]
        pub sealed: Option<String>,
        #[serde(skip)]
        pub seal: Option<String>,
    }
}

pub(super) const OPEN: &str = "open";
pub(super) const CLOSED: &str = "closed";

pub(super) async fn of_day(read: &mut impl Read, cashier: UserId, day: NaiveDate) -> Result<Option<Till>> {
    Ok(read.records("WHERE cashier_id = ? AND day = ?", args![cashier, day]).await?.into_iter().next())
}

/// Lets money move in the name of whoever is at the till today: makes their till if there is none, and holds it until the transaction
/// ends, so that it cannot be closed over what is being written.
///
/// Errors in this order: `session.none`, `till.closed` (day).
pub(super) async fn hold(tx: &mut Tx, cx: &Context) -> Result<UserId> {
    let cashier = cx.actor.ok_or_else(|| Error::new(Code::SessionNone))?;
    let day = cx.wall_now().date();
    let held =
        tx.exec("UPDATE tills SET version = version WHERE cashier_id = ? AND day = ?", args![cashier, day]).await?;
    match of_day(tx, cashier, day).await? {
        Some(till) if till.status == CLOSED => Err(Error::new(Code::TillClosed).with("day", day)),
        Some(_) if held > 0 => Ok(cashier),
        _ => {
            tx.insert(&Till::opened(cx, TillId(derived(cx.operation, "till")), cashier, 0)).await?;
            Ok(cashier)
        }
    }
}

impl Till {
    fn opened(cx: &Context, id: TillId, cashier_id: UserId, float_minor: i64) -> Till {
        Till {
            id,
            version: 1,
            cashier_id,
            day: cx.wall_now().date(),
            float_minor,
            status: OPEN.to_owned(),
            opened_at: cx.now,
            closed_at: None,
            counted_minor: None,
            card_counted_minor: None,
            difference_minor: None,
            reason: None,
            sealed: None,
            seal: None,
        }
    }
}

/// What changes to a till answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct TillSaved {
    pub till_id: TillId,
    #[ts(type = "number")]
    pub version: i64,
    /// What is in the drawer by what was written.
    #[ts(type = "number")]
    pub cash_minor: i64,
}

/// Says what the drawer begins with, in minor units: at the start, or put right before the close.
///
/// Errors in this order: `field.out_of_range` (float_minor), `session.none`, `till.closed` (day).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct SetFloat {
    #[ts(type = "number")]
    pub float_minor: i64,
}

impl Operate for SetFloat {
    const PERMISSION: Permission = Permission::BillingPay;
    const DATED: bool = true;
    type Outcome = TillSaved;

    fn example() -> Self {
        SetFloat { float_minor: 10_000 }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<TillSaved> {
        money::check_price("float_minor", self.float_minor)?;
        let cashier = hold(tx, cx).await?;
        let before = held(tx, cashier, cx.wall_now().date()).await?;
        let mut after = Till { float_minor: self.float_minor, ..before.clone() };
        tx.update(&before, &mut after).await?;
        saved(tx, &after).await
    }
}

pub(super) async fn held(tx: &mut Tx, cashier: UserId, day: NaiveDate) -> Result<Till> {
    of_day(tx, cashier, day).await?.ok_or_else(|| Error::new(Code::NotFound).with("kind", Kind::Till))
}

async fn saved(tx: &mut Tx, till: &Till) -> Result<TillSaved> {
    let cash_minor = expected(tx, till).await?.cash_minor;
    Ok(TillSaved { till_id: till.id, version: till.version, cash_minor })
}

/// Where cash goes to or comes from: the account in the ledger that stands against the drawer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum CashPurpose {
    Bank,
    PettyCash,
    Change,
    #[default]
    Other,
}

impl CashPurpose {
    fn text(self) -> &'static str {
        match self {
            CashPurpose::Bank => "bank",
            CashPurpose::PettyCash => "petty_cash",
            CashPurpose::Change => "change",
            CashPurpose::Other => "other",
        }
    }
}

/// Cash put into the drawer (change from the bank), or taken out (petty cash, to the bank), and why.
///
/// Errors in this order: `field.out_of_range` (amount_minor), field errors (reason), `session.none`, `till.closed` (day),
/// `till.not_that_much` (cash_minor) when more is taken out than is there.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct MoveCash {
    /// Into the drawer, or out of it.
    pub into: bool,
    #[ts(type = "number")]
    pub amount_minor: i64,
    pub reason: String,
    /// On whose account it is booked.
    #[serde(default)]
    pub purpose: CashPurpose,
}

impl Operate for MoveCash {
    const PERMISSION: Permission = Permission::BillingPay;
    const DATED: bool = true;
    type Outcome = TillSaved;

    fn example() -> Self {
        MoveCash { into: false, amount_minor: 2000, reason: "Stamps".into(), purpose: CashPurpose::PettyCash }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<TillSaved> {
        check_amount("amount_minor", self.amount_minor)?;
        let reason = fields::text("reason", &self.reason, 200)?;
        let cashier = hold(tx, cx).await?;
        let till = held(tx, cashier, cx.wall_now().date()).await?;
        let there = expected(tx, &till).await?.cash_minor;
        if !self.into && self.amount_minor > there {
            return Err(Error::new(Code::TillNotThatMuch).with("cash_minor", there));
        }
        let signed = if self.into { self.amount_minor } else { -self.amount_minor };
        tx.insert_rows(
            "till_moves",
            &["id", "till_id", "amount_minor", "reason", "purpose", "moved_at"],
            vec![args![RowId(derived(cx.operation, "move")), till.id, signed, &reason, self.purpose.text(), cx.now]],
        )
        .await?;
        tx.note(Kind::Till, till.id.0, "moved_minor", json!(null), json!(signed));
        saved(tx, &till).await
    }
}

/// What a till should hold: by method, what was taken less what was given back; cash with the float and what was moved.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Expected {
    #[ts(type = "number")]
    pub float_minor: i64,
    #[ts(type = "number")]
    pub cash_taken_minor: i64,
    #[ts(type = "number")]
    pub moved_minor: i64,
    /// Float, taken and moved: what should be in the drawer.
    #[ts(type = "number")]
    pub cash_minor: i64,
    #[ts(type = "number")]
    pub card_minor: i64,
    #[ts(type = "number")]
    pub transfer_minor: i64,
    #[ts(type = "number")]
    pub other_minor: i64,
    #[ts(type = "number")]
    pub entries: i64,
    /// What of the above was by the clinic's own methods, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<OwnExpected>>")]
    pub own: Vec<OwnExpected>,
}

pub(super) async fn expected(read: &mut impl Read, till: &Till) -> Result<Expected> {
    let taken: Vec<(String, i64, i64)> = read
        .all(
            "SELECT method, CAST(SUM(CASE WHEN kind = 'payment' THEN amount_minor ELSE 0 - amount_minor END) AS SIGNED), COUNT(*) \
             FROM payments WHERE cashier_id = ? AND (drawer_on = ? OR (drawer_on IS NULL AND taken_on = ?)) GROUP BY method",
            args![till.cashier_id, till.day, till.day],
        )
        .await?;
    let (moved_minor,): (i64,) = read
        .one("SELECT CAST(COALESCE(SUM(amount_minor), 0) AS SIGNED) FROM till_moves WHERE till_id = ?", args![till.id])
        .await?;
    let of = |method: &str| taken.iter().find(|(name, ..)| name == method).map_or(0, |(_, sum, _)| *sum);
    Ok(Expected {
        float_minor: till.float_minor,
        cash_taken_minor: of("cash"),
        moved_minor,
        cash_minor: till.float_minor + of("cash") + moved_minor,
        card_minor: of("card"),
        transfer_minor: of("transfer"),
        other_minor: of("other"),
        entries: taken.iter().map(|(.., count)| count).sum(),
        own: own_expected(read, till).await?,
    })
}

/// One's own till of today, or an earlier one that was left open (`till_id`): one's own, or anybody's for those who may correct money.
/// With it the closes of the last days, and the tills of earlier days that were never closed, of the same people.
///
/// Errors in this order: `session.none`, `record.not_found` (till).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskTill {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub till_id: Option<TillId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct TillNow {
    pub day: NaiveDate,
    /// open, closed, or nothing when no money moved yet.
    pub status: Option<String>,
    pub expected: Expected,
    pub moves: Vec<TillMove>,
    /// What stands in this till because a payment was put right, be it another day's.
    pub corrections: Vec<TillCorrection>,
    pub closes: Vec<TillClose>,
    pub left_open: Vec<LeftOpen>,
}

/// A till of an earlier day that nobody closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, ts_rs::TS)]
#[ts(export)]
pub struct LeftOpen {
    pub till_id: TillId,
    pub day: NaiveDate,
    pub cashier: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, ts_rs::TS)]
#[ts(export)]
pub struct TillMove {
    #[ts(type = "number")]
    pub amount_minor: i64,
    pub reason: String,
    /// Nothing for what was moved before purposes were asked for.
    pub purpose: Option<String>,
    pub moved_at: Instant,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, ts_rs::TS)]
#[ts(export)]
pub struct TillClose {
    pub till_id: TillId,
    pub day: NaiveDate,
    pub cashier: String,
    pub closed_at: Instant,
    #[ts(type = "number")]
    pub counted_minor: i64,
    #[ts(type = "number")]
    pub card_counted_minor: i64,
    #[ts(type = "number")]
    pub difference_minor: i64,
    pub reason: Option<String>,
    /// Its first letters stand on the sheet.
    pub seal: String,
    /// What was put right of this day after it was closed; its sums stay as they were sealed.
    #[sqlx(skip)]
    pub corrected_later: Vec<TillCorrection>,
}

impl Ask for AskTill {
    const PERMISSION: Permission = Permission::BillingPay;
    type Answer = TillNow;

    fn example() -> Self {
        AskTill { till_id: None }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<TillNow> {
        let cashier = asker.user_id.ok_or_else(|| Error::new(Code::SessionNone))?;
        let today = asker.wall_now().date();
        let everybody = asker.may(Permission::BillingCorrect);
        let till = match self.till_id {
            Some(id) => {
                let found: Option<Till> = db.records("WHERE id = ?", args![id]).await?.into_iter().next();
                let own = |till: &Till| everybody || till.cashier_id == cashier;
                Some(found.filter(own).ok_or_else(|| Error::new(Code::NotFound).with("kind", Kind::Till))?)
            }
            None => of_day(db, cashier, today).await?,
        };
        let (expected, moves, corrections) = match &till {
            Some(till) => {
                let moves: Vec<TillMove> = db
                    .all(
                        "SELECT amount_minor, reason, purpose, moved_at FROM till_moves WHERE till_id = ? ORDER BY moved_at, id",
                        args![till.id],
                    )
                    .await?;
                (expected(db, till).await?, moves, corrections_in(db, till).await?)
            }
            None => (Expected::default(), Vec::new(), Vec::new()),
        };
        let closes = closes(db, (!everybody).then_some(cashier)).await?;
        let mut left_open = left_open(db, today.pred_opt().unwrap_or(today), (!everybody).then_some(cashier)).await?;
        left_open.truncate(60);
        let day = till.as_ref().map_or(today, |till| till.day);
        Ok(TillNow { day, status: till.map(|till| till.status), expected, moves, corrections, closes, left_open })
    }
}

/// The closes of the last days, of one cashier or of all, the newest first, each with what was put right of it later.
async fn closes(read: &mut impl Read, of: Option<UserId>) -> Result<Vec<TillClose>> {
    let mut closes: Vec<TillClose> = read
        .all(
            "SELECT t.id AS till_id, t.day, u.name AS cashier, t.closed_at, t.counted_minor, t.card_counted_minor, t.difference_minor, t.reason, t.seal \
             FROM tills t JOIN users u ON u.id = t.cashier_id WHERE t.status = 'closed' AND (? = TRUE OR t.cashier_id = ?) ORDER BY t.day DESC, u.name LIMIT 60",
            args![of.is_none(), of],
        )
        .await?;
    let Some(since) = closes.last().map(|close| close.day) else { return Ok(closes) };
    for correction in corrected_since(read, since, of).await? {
        if let Some(close) = closes.iter_mut().find(|close| Some(close.till_id) == correction.closed_till_id) {
            close.corrected_later.push(correction);
        }
    }
    Ok(closes)
}

/// The tills up to a day that are open, of one cashier or of all, the oldest first.
pub(super) async fn left_open(read: &mut impl Read, to: NaiveDate, of: Option<UserId>) -> Result<Vec<LeftOpen>> {
    read.all(
        "SELECT t.id AS till_id, t.day, u.name AS cashier FROM tills t JOIN users u ON u.id = t.cashier_id \
         WHERE t.status = 'open' AND t.day <= ? AND (? = TRUE OR t.cashier_id = ?) ORDER BY t.day, u.name",
        args![to, of.is_none(), of],
    )
    .await
}
