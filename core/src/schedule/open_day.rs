//! The next day on which the clinic works.

use super::availability::availability;
use super::spans::{Minutes, minus};
use crate::access::Permission;
use crate::appointments::day::open_on;
use crate::clinic::Asker;
use crate::error::Result;
use crate::fields;
use crate::ids::PractitionerId;
use crate::question::Ask;
use crate::store::{Db, Read};
use crate::time::parse_clock;
use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Further than this no clinic is closed.
const MOST_CLOSED_DAYS: u64 = 60;

/// The first day after `after` on which anybody can be booked: not a holiday, nor one on which all are away. Where nobody has hours, the
/// next one with opening hours and no holiday; where there are none either, the day after.
///
/// Errors: `field.out_of_range` (after).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskNextOpenDay {
    pub after: NaiveDate,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct NextOpenDay {
    pub date: NaiveDate,
}

impl Ask for AskNextOpenDay {
    const PERMISSION: Permission = Permission::AppointmentView;
    type Answer = NextOpenDay;

    fn example() -> Self {
        AskNextOpenDay { after: NaiveDate::from_ymd_opt(2026, 12, 24).unwrap_or_default() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<NextOpenDay> {
        fields::day("after", self.after)?;
        let first = self.after.checked_add_days(Days::new(1)).unwrap_or(self.after);
        let last = first.checked_add_days(Days::new(MOST_CLOSED_DAYS)).unwrap_or(first);
        let people: Vec<(PractitionerId,)> = db.all("SELECT id FROM doctors WHERE active = TRUE", vec![]).await?;
        let people: Vec<PractitionerId> = people.into_iter().map(|(id,)| id).collect();
        let rules = availability(db, asker.settings.zone, &people, first, last).await?;
        let days = || first.iter_days().take_while(|day| *day <= last);
        let works = |day: &NaiveDate| people.iter().any(|who| !rules.spans(*who, *day).is_empty());
        let opens = |day: &NaiveDate| {
            let hours = open_on(&asker.settings.details.opening_hours, *day);
            let minutes = |text: &str| parse_clock(text).unwrap_or_default();
            let open: Vec<Minutes> = hours.iter().map(|span| (minutes(&span.starts), minutes(&span.ends))).collect();
            !minus(open, &rules.holidays(*day)).is_empty()
        };
        let date = days().find(works).or_else(|| days().find(opens)).unwrap_or(first);
        Ok(NextOpenDay { date })
    }
}
