//! Who was registered, by month, and how many of them have come since.

use super::months;
use crate::access::Permission;
use crate::args;
use crate::billing::lists::{by_months, check_years};
use crate::clinic::Asker;
use crate::error::{Code, Error, Result};
use crate::question::Ask;
use crate::store::{Db, Read};
use crate::time::{Instant, instant_of, midnight};
use chrono::{Days, Duration, NaiveDate};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Patients registered from `from` to `to` (dates of the clinic, both included, at most ten years); who was merged into somebody else is
/// nobody new.
///
/// Errors: `field.out_of_range` (from, to).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskNewPatients {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// Months in their order, with those in which nobody was new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct NewPatients {
    pub rows: Vec<NewPatientsRow>,
    #[ts(type = "number")]
    pub registered: i64,
    #[ts(type = "number")]
    pub came: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct NewPatientsRow {
    /// A month as 2026-11.
    pub key: String,
    #[ts(type = "number")]
    pub registered: i64,
    /// Of them: who has been here by now.
    #[ts(type = "number")]
    pub came: i64,
}

/// When somebody was registered, and whether they have been here.
const REGISTERED: &str = "SELECT p.registered_at, CASE WHEN EXISTS (SELECT 1 FROM appointments a WHERE a.patient_id = p.id \
     AND a.status IN ('arrived', 'in_room', 'to_pay', 'done', 'left')) THEN 1 ELSE 0 END \
     FROM patients p WHERE p.registered_at >= ? AND p.registered_at < ? AND p.merged_into IS NULL";

impl Ask for AskNewPatients {
    const PERMISSION: Permission = Permission::WorkReports;
    type Answer = NewPatients;

    fn example() -> Self {
        let day = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap_or_default();
        AskNewPatients { from: day, to: day }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<NewPatients> {
        check_years(self.from, self.to)?;
        let zone = asker.settings.zone;
        let mut rows: Vec<(Instant, i64)> = Vec::new();
        for (from, to) in asker.through(by_months(self.from, self.to)) {
            let until = to.checked_add_days(Days::new(1)).unwrap_or(to);
            rows.extend(
                db.all::<(Instant, i64)>(REGISTERED, args![start_of(zone, from)?, start_of(zone, until)?]).await?,
            );
        }
        let mut found: BTreeMap<String, (i64, i64)> =
            months(self.from, self.to).into_iter().map(|month| (month, (0, 0))).collect();
        for (at, came) in rows {
            let entry = found.entry(at.on_wall(zone).format("%Y-%m").to_string()).or_default();
            *entry = (entry.0 + 1, entry.1 + came);
        }
        let row = |(key, (registered, came))| NewPatientsRow { key, registered, came };
        let rows: Vec<NewPatientsRow> = found.into_iter().map(row).collect();
        let registered = rows.iter().map(|row| row.registered).sum();
        Ok(NewPatients { registered, came: rows.iter().map(|row| row.came).sum(), rows })
    }
}

/// When a day of the clinic begins: where the clock skips midnight, the first moment after it.
fn start_of(zone: Tz, day: NaiveDate) -> Result<Instant> {
    let first = |minute| instant_of(zone, midnight(day) + Duration::minutes(minute));
    (0..=1440).find_map(first).ok_or_else(|| Error::field(Code::FieldOutOfRange, "from"))
}
