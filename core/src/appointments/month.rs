//! How full each day of a month is: the time that is held against the time that is worked.

use super::day::open_on;
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::fields;
use crate::ids::PractitionerId;
use crate::question::Ask;
use crate::schedule::availability::availability;
use crate::store::{Clause, Db, Read};
use crate::time::midnight;
use chrono::{Datelike, Months, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The month in which `first` lies, of everybody who has a column or of one person. Four statements; the appointments are counted by the
/// database, a row a day.
///
/// Errors: `field.out_of_range` (first).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskMonth {
    pub first: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner_id: Option<PractitionerId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Month {
    /// The first of the month.
    pub first: NaiveDate,
    pub days: Vec<MonthDay>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct MonthDay {
    pub date: NaiveDate,
    /// Whether the clinic opens that day.
    pub open: bool,
    /// Those cancelled or taken back are not counted.
    #[ts(type = "number")]
    pub appointments: i64,
    /// Minutes held by appointments that begin that day, two at one time counted twice. May be more than is worked.
    #[ts(type = "number")]
    pub booked_minutes: i64,
    /// Minutes worked by those who can be booked.
    #[ts(type = "number")]
    pub working_minutes: i64,
}

/// The wall times are text or read as text on every engine, so that no engine's date functions are needed. A walk-in who waits holds no time.
const LOADS: &str = "SELECT CAST(SUBSTR(a.starts_at, 1, 10) AS CHAR) AS on_day, COUNT(*) AS appointments, \
     CAST(COALESCE(SUM(CASE WHEN a.walk_in = TRUE AND a.status = 'arrived' THEN 0 ELSE \
         CAST(SUBSTR(a.ends_at, 12, 2) AS SIGNED) * 60 + CAST(SUBSTR(a.ends_at, 15, 2) AS SIGNED) \
         - CAST(SUBSTR(a.starts_at, 12, 2) AS SIGNED) * 60 - CAST(SUBSTR(a.starts_at, 15, 2) AS SIGNED) \
         + CASE WHEN SUBSTR(a.ends_at, 1, 10) <> SUBSTR(a.starts_at, 1, 10) THEN 1440 ELSE 0 END \
     END), 0) AS SIGNED) AS booked_minutes FROM appointments a ";

#[derive(sqlx::FromRow)]
struct Load {
    on_day: String,
    appointments: i64,
    booked_minutes: i64,
}

impl Ask for AskMonth {
    const PERMISSION: Permission = Permission::AppointmentView;
    type Answer = Month;

    fn example() -> Self {
        AskMonth { first: NaiveDate::from_ymd_opt(2026, 11, 1).unwrap_or_default(), practitioner_id: None }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Month> {
        fields::day("first", self.first)?;
        let first = self.first.with_day(1).unwrap_or(self.first);
        let next = first.checked_add_months(Months::new(1)).unwrap_or(first);
        let mut clause = Clause::new(LOADS, vec![]);
        clause = match self.practitioner_id {
            Some(id) => clause.and("WHERE a.doctor_id = ? AND ", args![id]),
            None => clause.and("WHERE ", vec![]),
        };
        clause = clause.and(
            "a.starts_at >= ? AND a.starts_at < ? AND a.status NOT IN ('cancelled', 'taken_back') GROUP BY on_day",
            args![midnight(first), midnight(next)],
        );
        let loads: Vec<Load> = db.all_of(clause).await?;
        let loads: HashMap<String, Load> = loads.into_iter().map(|load| (load.on_day.clone(), load)).collect();
        let people: Vec<PractitionerId> = match self.practitioner_id {
            Some(id) => vec![id],
            None => db
                .all::<(PractitionerId,)>("SELECT id FROM doctors WHERE active = TRUE", vec![])
                .await?
                .into_iter()
                .map(|(id,)| id)
                .collect(),
        };
        let rules = availability(db, asker.settings.zone, &people, first, next).await?;
        let worked = |id: &PractitionerId, date| -> i64 {
            rules.spans(*id, date).iter().map(|(starts, ends)| ends - starts).sum()
        };
        let day = |date: NaiveDate| {
            let load = loads.get(&date.to_string());
            MonthDay {
                date,
                open: !open_on(&asker.settings.details.opening_hours, date).is_empty(),
                appointments: load.map_or(0, |load| load.appointments),
                booked_minutes: load.map_or(0, |load| load.booked_minutes),
                working_minutes: people.iter().map(|id| worked(id, date)).sum(),
            }
        };
        Ok(Month { first, days: first.iter_days().take_while(|date| *date < next).map(day).collect() })
    }
}
