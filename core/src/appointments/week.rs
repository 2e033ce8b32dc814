//! A person's week: seven days by the clinic's first weekday, with the hours and the appointments of each.

use super::day::{DayAppointment, DayStanding, SELECT, open_on};
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::fields;
use crate::ids::PractitionerId;
use crate::question::Ask;
use crate::schedule::availability::availability_at_once;
use crate::schedule::spans::{self, DaySpan};
use crate::store::{Clause, Db, Read};
use crate::time::{midnight, weekday_number};
use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The clinic's week in which `from` lies. Four statements at once, however much is booked.
///
/// Errors in this order: `field.out_of_range` (from), `record.not_found`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskWeek {
    pub practitioner_id: PractitionerId,
    pub from: NaiveDate,
}

#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Week {
    pub practitioner_id: PractitionerId,
    pub name: String,
    pub short_name: String,
    /// Seven, in order.
    pub days: Vec<WeekDay>,
    /// Those cancelled or taken back are left out.
    pub appointments: Vec<DayAppointment>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct WeekDay {
    pub date: NaiveDate,
    /// The clinic's opening hours.
    pub open: Vec<DaySpan>,
    /// When this person works, leave and holidays aside.
    pub spans: Vec<DaySpan>,
    /// Leave, holidays and blocks.
    pub standing: Vec<DayStanding>,
}

impl Ask for AskWeek {
    const PERMISSION: Permission = Permission::AppointmentView;
    type Answer = Week;

    fn example() -> Self {
        AskWeek {
            practitioner_id: PractitionerId::new(),
            from: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default(),
        }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Week> {
        fields::day("from", self.from)?;
        let id = self.practitioner_id;
        let details = &asker.settings.details;
        let first = first_day(self.from, details.week_start);
        let cards = Clause::new(SELECT, vec![]).and(
            "WHERE a.doctor_id = ? AND a.starts_at >= ? AND a.starts_at < ? AND a.status NOT IN ('cancelled', 'taken_back') \
             ORDER BY a.starts_at, a.id",
            args![id, midnight(first), midnight(later(first, 7))],
        );
        // One does not need the other, and a server answers both at once.
        let (mut own, beside) = (db.clone(), db.clone());
        let rules =
            availability_at_once(&beside, asker.settings.zone, Some(std::slice::from_ref(&id)), first, later(first, 6));
        let (appointments, names, rules) = tokio::try_join!(
            db.all_of::<DayAppointment>(cards),
            own.one("SELECT name, short_name FROM doctors WHERE id = ?", args![id]),
            rules
        )?;
        let (name, short_name): (String, String) = names;
        let day = |date| WeekDay {
            date,
            open: open_on(&details.opening_hours, date),
            spans: spans::texts(&rules.working(id, date)),
            standing: rules.standing(id, date).into_iter().map(DayStanding::from).collect(),
        };
        Ok(Week {
            practitioner_id: id,
            name,
            short_name,
            days: (0..7).map(|n| day(later(first, n))).collect(),
            appointments: appointments.into_iter().map(DayAppointment::named).collect(),
        })
    }
}

/// The last day not after `date` with which the clinic's week begins (1 is Monday).
fn first_day(date: NaiveDate, week_start: i64) -> NaiveDate {
    let past = (weekday_number(date) - week_start).rem_euclid(7);
    date.checked_sub_days(Days::new(past.unsigned_abs())).unwrap_or(date)
}

fn later(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_begins_with_the_clinics_first_weekday() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(first_day(day("2026-11-25"), 1), day("2026-11-23"));
        assert_eq!(first_day(day("2026-11-23"), 1), day("2026-11-23"));
        assert_eq!(first_day(day("2026-11-22"), 1), day("2026-11-16"));
        assert_eq!(first_day(day("2026-11-22"), 7), day("2026-11-22"));
        assert_eq!(first_day(day("2026-11-27"), 6), day("2026-11-21"));
    }
}
