//! How much of the time that people could be booked was booked, by person or by month.

use super::{WorkBy, months, share};
use crate::access::Permission;
use crate::args;
use crate::billing::lists::{by_months, check_years};
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::PractitionerId;
use crate::question::Ask;
use crate::schedule::availability::availability;
use crate::store::{Clause, Db, Read};
use crate::time::midnight;
use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// Minutes from `from` to `to` (dates of the clinic, both included, at most ten years). What was cancelled or taken back holds none.
///
/// Errors: `field.out_of_range` (from, to).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskUtilisation {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub by: WorkBy,
}

/// The most used first; months in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Utilisation {
    pub rows: Vec<UtilisationRow>,
    pub total: UtilisationSums,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct UtilisationRow {
    /// An id, or a month as 2026-11.
    pub key: String,
    pub name: Option<String>,
    #[serde(flatten)]
    #[ts(flatten)]
    pub sums: UtilisationSums,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct UtilisationSums {
    /// When they could be booked: at work, not away, no block.
    #[ts(type = "number")]
    pub working_minutes: i64,
    /// Held by visits, two at one time counted twice: may be more than is worked.
    #[ts(type = "number")]
    pub booked_minutes: i64,
    /// Of patients who did not come: not in what is booked.
    #[ts(type = "number")]
    pub missed_minutes: i64,
    /// Booked of working, in hundredths of a percent.
    #[ts(type = "number | null")]
    pub rate: Option<i64>,
}

impl UtilisationSums {
    fn add(&mut self, working: i64, booked: i64, missed: i64) {
        self.working_minutes += working;
        self.booked_minutes += booked;
        self.missed_minutes += missed;
        self.rate = share(self.booked_minutes, self.working_minutes);
    }
}

#[derive(sqlx::FromRow)]
struct Person {
    id: PractitionerId,
    name: String,
    active: bool,
}

#[derive(sqlx::FromRow)]
struct Load {
    doctor_id: PractitionerId,
    on_day: String,
    booked: i64,
    missed: i64,
}

/// A row per person and day, as the month's load is read: wall times are text or read as text on every engine. A walk-in who waits holds
/// no time.
const LOADS: &str = "SELECT m.doctor_id, m.on_day, CAST(SUM(CASE WHEN m.status = 'no_show' THEN 0 ELSE m.minutes END) AS SIGNED) AS booked, \
     CAST(SUM(CASE WHEN m.status = 'no_show' THEN m.minutes ELSE 0 END) AS SIGNED) AS missed FROM \
     (SELECT a.doctor_id, a.status, CAST(SUBSTR(a.starts_at, 1, 10) AS CHAR) AS on_day, CASE WHEN a.walk_in = TRUE AND a.status = 'arrived' THEN 0 ELSE \
         CAST(SUBSTR(a.ends_at, 12, 2) AS SIGNED) * 60 + CAST(SUBSTR(a.ends_at, 15, 2) AS SIGNED) \
         - CAST(SUBSTR(a.starts_at, 12, 2) AS SIGNED) * 60 - CAST(SUBSTR(a.starts_at, 15, 2) AS SIGNED) \
         + CASE WHEN SUBSTR(a.ends_at, 1, 10) <> SUBSTR(a.starts_at, 1, 10) THEN 1440 ELSE 0 END END AS minutes \
     FROM appointments a WHERE a.starts_at >= ? AND a.starts_at < ? AND a.status NOT IN ('cancelled', 'taken_back')) m GROUP BY m.doctor_id, m.on_day";

impl Ask for AskUtilisation {
    const PERMISSION: Permission = Permission::WorkReports;
    type Answer = Utilisation;

    fn example() -> Self {
        let day = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap_or_default();
        AskUtilisation { from: day, to: day, by: WorkBy::Practitioner }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Utilisation> {
        check_years(self.from, self.to)?;
        let people: Vec<Person> = db.all("SELECT id, name, active FROM doctors", vec![]).await?;
        let mut found: BTreeMap<String, (Option<String>, UtilisationSums)> = BTreeMap::new();
        if self.by == WorkBy::Month {
            let empty = |month| (month, (None, UtilisationSums::default()));
            found.extend(months(self.from, self.to).into_iter().map(empty));
        }
        let mut total = UtilisationSums::default();
        for part in asker.through(by_months(self.from, self.to)) {
            for used in used(db, asker, &people, part).await? {
                let (key, name) = match self.by {
                    WorkBy::Practitioner => (used.person.id.to_string(), Some(used.person.name.clone())),
                    WorkBy::Month => (used.day.format("%Y-%m").to_string(), None),
                };
                let entry = found.entry(key).or_insert((name, UtilisationSums::default()));
                entry.1.add(used.working, used.booked, used.missed);
                total.add(used.working, used.booked, used.missed);
            }
        }
        let row = |(key, (name, sums))| UtilisationRow { key, name, sums };
        let mut rows: Vec<UtilisationRow> = found.into_iter().map(row).collect();
        if self.by == WorkBy::Practitioner {
            rows.sort_by(|a, b| b.sums.rate.cmp(&a.sums.rate).then_with(|| a.name.cmp(&b.name)));
        }
        Ok(Utilisation { rows, total })
    }
}

/// Minutes of one person's day.
struct Used<'a> {
    person: &'a Person,
    day: NaiveDate,
    working: i64,
    booked: i64,
    missed: i64,
}

/// Of everybody and each day of a part.
async fn used<'a>(
    db: &mut Db,
    asker: &Asker,
    people: &'a [Person],
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Used<'a>>> {
    let until = to.checked_add_days(Days::new(1)).unwrap_or(to);
    let loads: Vec<Load> = db.all_of(Clause::new(LOADS, args![midnight(from), midnight(until)])).await?;
    let loads: HashMap<(PractitionerId, String), (i64, i64)> =
        loads.into_iter().map(|load| ((load.doctor_id, load.on_day), (load.booked, load.missed))).collect();
    let ids: Vec<PractitionerId> = people.iter().map(|person| person.id).collect();
    let rules = availability(db, asker.settings.zone, &ids, from, to).await?;
    let mut all = Vec::new();
    for person in people {
        for day in from.iter_days().take_while(|day| *day <= to) {
            let load = loads.get(&(person.id, day.to_string()));
            // Nobody works on after they left, though their hours still stand.
            if load.is_none() && !person.active {
                continue;
            }
            let working = rules.spans(person.id, day).iter().map(|(starts, ends)| ends - starts).sum();
            let (booked, missed) = load.copied().unwrap_or_default();
            all.push(Used { person, day, working, booked, missed });
        }
    }
    Ok(all)
}
