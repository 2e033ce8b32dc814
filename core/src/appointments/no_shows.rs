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
use chrono::{Days, NaiveDate};
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
