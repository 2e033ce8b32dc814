//! Who did not come: proposed at the end of the day, decided by a person with `change_status`, never set by itself.

use super::day::{DayAppointment, SELECT};
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::fields;
use crate::question::Ask;
use crate::store::{Clause, Db, Read};
use crate::time::midnight;
use chrono::{Days, NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The appointments of this day that are still booked or confirmed although their time is over. On a day to come: none.
///
/// Errors: `field.out_of_range` (date).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskNoShowProposals {
    pub date: NaiveDate,
}

impl Ask for AskNoShowProposals {
    const PERMISSION: Permission = Permission::AppointmentView;
    type Answer = Vec<DayAppointment>;

    fn example() -> Self {
        AskNoShowProposals { date: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<DayAppointment>> {
        fields::day("date", self.date)?;
        let next_day = self.date.checked_add_days(Days::new(1)).unwrap_or(self.date);
        let rows: Vec<DayAppointment> = db
            .all_of(Clause::new(SELECT, vec![]).and(
                "WHERE a.starts_at >= ? AND a.starts_at < ? AND a.status IN ('booked', 'confirmed') AND a.ends_at <= ? ORDER BY a.starts_at, a.id",
                args![midnight(self.date), midnight(next_day), asker.wall_now()],
            ))
            .await?;
        Ok(rows.into_iter().map(DayAppointment::named).collect())
    }
}

/// How far back a day is looked for: over a long holiday, not into last month.
const DAYS_BACK: u64 = 14;

/// The last day before today on which anybody was booked, while somebody of it is still booked or confirmed: what was left open in the
/// evening. Nothing once that day is settled, whatever lies before it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskNoShowsLeft {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct NoShowsLeft {
    pub date: NaiveDate,
    #[ts(type = "number")]
    pub count: i64,
}

impl Ask for AskNoShowsLeft {
    const PERMISSION: Permission = Permission::AppointmentView;
    type Answer = Option<NoShowsLeft>;

    fn example() -> Self {
        AskNoShowsLeft {}
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Option<NoShowsLeft>> {
        let today = asker.wall_now().date();
        let first = today.checked_sub_days(Days::new(DAYS_BACK)).unwrap_or(today);
        let last: Option<(NaiveDateTime,)> = db
            .maybe(
                "SELECT starts_at FROM appointments WHERE starts_at >= ? AND starts_at < ? AND status NOT IN ('cancelled', 'taken_back') \
                 ORDER BY starts_at DESC LIMIT 1",
                args![midnight(first), midnight(today)],
            )
            .await?;
        let Some(date) = last.map(|(at,)| at.date()) else { return Ok(None) };
        let (count,): (i64,) = db
            .one(
                "SELECT COUNT(*) FROM appointments WHERE starts_at >= ? AND starts_at < ? AND status IN ('booked', 'confirmed')",
                args![midnight(date), midnight(today)],
            )
            .await?;
        Ok(Some(NoShowsLeft { date, count }).filter(|left| left.count > 0))
    }
}
