//! How often patients did not come, by whose patients they were or by month.

use super::{WorkBy, months, share};
use crate::access::Permission;
use crate::args;
use crate::billing::lists::{by_months, check_years};
use crate::clinic::Asker;
use crate::error::Result;
use crate::question::Ask;
use crate::store::{Clause, Db, Read};
use crate::time::midnight;
use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Appointments that began from `from` to `to` (dates of the clinic, both included, at most ten years) and until now. What was cancelled or
/// taken back was not expected any more; who walked in was never expected.
///
/// Errors: `field.out_of_range` (from, to).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskNoShowRate {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub by: WorkBy,
}

/// The highest share first; months in their order, with those in which nothing was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct NoShowRate {
    pub rows: Vec<NoShowRow>,
    pub total: NoShowSums,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct NoShowRow {
    /// An id, or a month as 2026-11.
    pub key: String,
    pub name: Option<String>,
    #[serde(flatten)]
    #[ts(flatten)]
    pub sums: NoShowSums,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct NoShowSums {
    /// Who came and who did not.
    #[ts(type = "number")]
    pub expected: i64,
    #[ts(type = "number")]
    pub no_shows: i64,
    /// Over, but nobody said yet whether they came: in no other figure.
    #[ts(type = "number")]
    pub undecided: i64,
    /// No-shows of those expected, in hundredths of a percent.
    #[ts(type = "number | null")]
    pub rate: Option<i64>,
}

impl NoShowSums {
    fn of(came: i64, no_shows: i64, undecided: i64) -> NoShowSums {
        let expected = came + no_shows;
        NoShowSums { expected, no_shows, undecided, rate: share(no_shows, expected) }
    }
}

#[derive(sqlx::FromRow)]
struct Group {
    id: Uuid,
    name: String,
    on_month: String,
    came: i64,
    no_shows: i64,
    undecided: i64,
}

/// A row per practitioner and month. Wall times are text or read as text on every engine.
const GROUPS: &str = "SELECT d.id, d.name, CAST(SUBSTR(a.starts_at, 1, 7) AS CHAR) AS on_month, \
     CAST(SUM(CASE WHEN a.status IN ('arrived', 'in_room', 'to_pay', 'done', 'left') THEN 1 ELSE 0 END) AS SIGNED) AS came, \
     CAST(SUM(CASE WHEN a.status = 'no_show' THEN 1 ELSE 0 END) AS SIGNED) AS no_shows, \
     CAST(SUM(CASE WHEN a.status IN ('booked', 'confirmed') THEN 1 ELSE 0 END) AS SIGNED) AS undecided \
     FROM appointments a JOIN doctors d ON d.id = a.doctor_id WHERE a.starts_at >= ? AND a.starts_at < ? AND a.ends_at <= ? \
     AND a.walk_in = FALSE AND a.status NOT IN ('cancelled', 'taken_back') GROUP BY d.id, d.name, on_month";

impl Ask for AskNoShowRate {
    const PERMISSION: Permission = Permission::WorkReports;
    type Answer = NoShowRate;

    fn example() -> Self {
        let day = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap_or_default();
        AskNoShowRate { from: day, to: day, by: WorkBy::Practitioner }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<NoShowRate> {
        check_years(self.from, self.to)?;
        let mut groups: Vec<Group> = Vec::new();
        for (from, to) in asker.through(by_months(self.from, self.to)) {
            let until = to.checked_add_days(Days::new(1)).unwrap_or(to);
            let clause = Clause::new(GROUPS, args![midnight(from), midnight(until), asker.wall_now()]);
            groups.extend(db.all_of::<Group>(clause).await?);
        }
        let mut found: BTreeMap<String, (Option<String>, [i64; 3])> = BTreeMap::new();
        if self.by == WorkBy::Month {
            found.extend(months(self.from, self.to).into_iter().map(|month| (month, (None, [0; 3]))));
        }
        let mut all = [0; 3];
        for group in groups {
            let (key, name) = match self.by {
                WorkBy::Practitioner => (group.id.to_string(), Some(group.name)),
                WorkBy::Month => (group.on_month, None),
            };
            let counts = [group.came, group.no_shows, group.undecided];
            let entry = found.entry(key).or_insert((name, [0; 3]));
            add(&mut entry.1, counts);
            add(&mut all, counts);
        }
        let row = |(key, (name, [came, no_shows, undecided])): (String, (Option<String>, [i64; 3]))| NoShowRow {
            key,
            name,
            sums: NoShowSums::of(came, no_shows, undecided),
        };
        let mut rows: Vec<NoShowRow> = found.into_iter().map(row).collect();
        if self.by == WorkBy::Practitioner {
            rows.sort_by(|a, b| b.sums.rate.cmp(&a.sums.rate).then_with(|| a.name.cmp(&b.name)));
        }
        let [came, no_shows, undecided] = all;
        Ok(NoShowRate { rows, total: NoShowSums::of(came, no_shows, undecided) })
    }
}

fn add(sums: &mut [i64; 3], counts: [i64; 3]) {
    for (sum, count) in sums.iter_mut().zip(counts) {
        *sum += count;
    }
}
