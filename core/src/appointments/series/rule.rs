//! The rule of a series, and the dates it gives.
//!
//! Dates are always counted from the first one, never from the one before, so that nothing drifts: a visit on the 31st is on the last
//! day of a shorter month and on the 31st again after it. Nothing is left out, because a treatment "every month" is due every month.
//! By weekday it is the first to fourth of the month, or the last one where the first visit was a fifth.

use crate::error::{Code, Error, Result};
use crate::fields;
use crate::time::weekday_number;
use chrono::{Datelike, Days, Months, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub const MAX_TIMES: i64 = 200;
const MAX_EVERY: i64 = 99;
const YEARS_AHEAD: u32 = 10;

/// Every n days, weeks or months, until a date or a number of times: exactly one of the two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct SeriesRule {
    /// 1 to 99.
    #[ts(type = "number")]
    pub every: i64,
    pub unit: SeriesUnit,
    /// Of weeks: Monday is 1, Sunday 7. Empty means the weekday of the first visit.
    #[serde(default)]
    #[ts(type = "Array<number>")]
    pub weekdays: Vec<i64>,
    /// Of months.
    #[serde(default)]
    pub monthly: Monthly,
    /// The last day on which there may be one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// 2 to 200.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "number | null")]
    pub times: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SeriesUnit {
    Day,
    Week,
    Month,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Monthly {
    /// The same day of the month, or the last one of a shorter month.
    #[default]
    Date,
    /// The same weekday: the second Tuesday. A fifth one is the last.
    Weekday,
}

impl SeriesUnit {
    pub fn text(self) -> &'static str {
        match self {
            SeriesUnit::Day => "day",
            SeriesUnit::Week => "week",
            SeriesUnit::Month => "month",
        }
    }
}

impl Monthly {
    pub fn text(self) -> &'static str {
        match self {
            Monthly::Date => "date",
            Monthly::Weekday => "weekday",
        }
    }
}

impl SeriesRule {
    /// The dates from `first` on, ascending. The first one is `first` itself, unless weekdays were chosen and it is none of them.
    ///
    /// Errors in this order: `field.out_of_range` (starts_at, every), `field.invalid` (weekdays), `field.required` (until: no end),
    /// `field.invalid` (times: two ends), `field.out_of_range` (times; until: before `first`, more than 200 dates or ten years).
    pub fn dates(&self, first: NaiveDate) -> Result<Vec<NaiveDate>> {
        fields::day("starts_at", first)?;
        if !(1..=MAX_EVERY).contains(&self.every) {
            return Err(out_of_range("every", 1, MAX_EVERY));
        }
        if self.weekdays.iter().any(|day| !(1..=7).contains(day)) {
            return Err(Error::field(Code::FieldInvalid, "weekdays"));
        }
        let horizon = first.checked_add_months(Months::new(12 * YEARS_AHEAD)).unwrap_or(NaiveDate::MAX);
        match (self.until, self.times) {
            (None, None) => Err(Error::field(Code::FieldRequired, "until")),
            (Some(_), Some(_)) => Err(Error::field(Code::FieldInvalid, "times")),
            (None, Some(times)) if !(2..=MAX_TIMES).contains(&times) => Err(out_of_range("times", 2, MAX_TIMES)),
            (None, Some(times)) => {
                let dates = self.walk(first, horizon, times);
                if (dates.len() as i64) < times { Err(out_of_range("times", 2, dates.len() as i64)) } else { Ok(dates) }
            }
            (Some(until), None) => {
                let dates = self.walk(first, until.min(horizon), MAX_TIMES + 1);
                let most = dates.get(MAX_TIMES as usize).and_then(|day| day.pred_opt()).unwrap_or(horizon);
                if until < first || until > most || dates.is_empty() {
                    return Err(Error::field(Code::FieldOutOfRange, "until").with("min", first).with("max", most));
                }
                Ok(dates)
            }
        }
    }

    /// The dates of the rule from `first` to `last`, at most `most`.
    fn walk(&self, first: NaiveDate, last: NaiveDate, most: i64) -> Vec<NaiveDate> {
        let mut dates = Vec::new();
        for period in 0_i64.. {
            let Some(in_period) = self.period(first, period * self.every) else { return dates };
            for day in in_period.into_iter().filter(|day| *day >= first) {
                if day > last || dates.len() as i64 >= most {
                    return dates;
                }
                dates.push(day);
            }
        }
        dates
    }

    /// The dates of the period that lies so many days, weeks or months after the first; nothing where the calendar ends.
    fn period(&self, first: NaiveDate, away: i64) -> Option<Vec<NaiveDate>> {
        let away = u32::try_from(away).ok()?;
        match self.unit {
            SeriesUnit::Day => Some(vec![first.checked_add_days(Days::new(away.into()))?]),
            SeriesUnit::Week => {
                let monday = first.checked_sub_days(Days::new(u64::from(first.weekday().num_days_from_monday())))?;
                let monday = monday.checked_add_days(Days::new(u64::from(away) * 7))?;
                let mut weekdays =
                    if self.weekdays.is_empty() { vec![weekday_number(first)] } else { self.weekdays.clone() };
                weekdays.sort_unstable();
                weekdays.dedup();
                weekdays
                    .into_iter()
                    .map(|day| monday.checked_add_days(Days::new(u64::try_from(day - 1).ok()?)))
                    .collect()
            }
            // Adding months keeps the day, or takes the month's last one.
            SeriesUnit::Month if self.monthly == Monthly::Date => {
                Some(vec![first.checked_add_months(Months::new(away))?])
            }
            SeriesUnit::Month => {
                let month = first.with_day(1)?.checked_add_months(Months::new(away))?;
                let nth = u8::try_from((first.day() - 1) / 7 + 1).ok()?;
                let on = |nth| NaiveDate::from_weekday_of_month_opt(month.year(), month.month(), first.weekday(), nth);
                Some(vec![on(nth).or_else(|| on(nth - 1))?])
            }
        }
    }

    /// "25" for Tuesday and Friday, as the table keeps it.
    pub(super) fn weekdays_text(&self) -> String {
        let mut days = self.weekdays.clone();
        days.sort_unstable();
        days.dedup();
        days.iter().map(i64::to_string).collect()
    }
}

fn out_of_range(field: &str, min: i64, max: i64) -> Error {
    Error::field(Code::FieldOutOfRange, field).with("min", min).with("max", max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn rule(every: i64, unit: SeriesUnit, times: i64) -> SeriesRule {
        SeriesRule { every, unit, weekdays: vec![], monthly: Monthly::Date, until: None, times: Some(times) }
    }

    fn texts(rule: &SeriesRule, first: &str) -> Vec<String> {
        rule.dates(day(first)).unwrap().iter().map(NaiveDate::to_string).collect()
    }

    #[test]
    fn the_31st_is_the_last_day_of_shorter_months_and_comes_back() {
        let monthly = rule(1, SeriesUnit::Month, 4);
        assert_eq!(texts(&monthly, "2027-01-31"), ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]);
        let yearly = rule(12, SeriesUnit::Month, 5);
        assert_eq!(
            texts(&yearly, "2028-02-29"),
            ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]
        );
    }

    #[test]
    fn by_weekday_a_fifth_is_the_last() {
        let by_weekday = SeriesRule { monthly: Monthly::Weekday, ..rule(1, SeriesUnit::Month, 4) };
        assert_eq!(texts(&by_weekday, "2026-12-08"), ["2026-12-08", "2027-01-12", "2027-02-09", "2027-03-09"]);
        assert_eq!(texts(&by_weekday, "2026-12-29"), ["2026-12-29", "2027-01-26", "2027-02-23", "2027-03-30"]);
    }

    #[test]
    fn weeks_count_from_monday_and_days_before_the_first_are_left_out() {
        let tue_fri = SeriesRule { weekdays: vec![5, 2], ..rule(2, SeriesUnit::Week, 4) };
        assert_eq!(texts(&tue_fri, "2026-12-03"), ["2026-12-04", "2026-12-15", "2026-12-18", "2026-12-29"]);
    }

    #[test]
    fn what_cannot_be_is_refused_at_its_field() {
        let first = day("2026-12-01");
        let until = |text: &str| SeriesRule { times: None, until: Some(day(text)), ..rule(1, SeriesUnit::Day, 2) };
        let both = SeriesRule { until: Some(first), ..rule(1, SeriesUnit::Day, 2) };
        let none = SeriesRule { times: None, ..rule(1, SeriesUnit::Day, 2) };
        let tries = [
            (rule(0, SeriesUnit::Day, 2), Code::FieldOutOfRange, "every"),
            (rule(-1, SeriesUnit::Day, 2), Code::FieldOutOfRange, "every"),
            (rule(i64::MAX, SeriesUnit::Month, 2), Code::FieldOutOfRange, "every"),
            (rule(1, SeriesUnit::Day, 1), Code::FieldOutOfRange, "times"),
            (rule(1, SeriesUnit::Day, 4000), Code::FieldOutOfRange, "times"),
            (rule(99, SeriesUnit::Month, 200), Code::FieldOutOfRange, "times"),
            (SeriesRule { weekdays: vec![8], ..rule(1, SeriesUnit::Week, 2) }, Code::FieldInvalid, "weekdays"),
            (until("2026-11-30"), Code::FieldOutOfRange, "until"),
            (until("2027-06-19"), Code::FieldOutOfRange, "until"),
            (until("2099-01-01"), Code::FieldOutOfRange, "until"),
            (both, Code::FieldInvalid, "times"),
            (none, Code::FieldRequired, "until"),
        ];
        for (rule, code, field) in tries {
            let error = rule.dates(first).expect_err("refused");
            assert_eq!((error.code(), error.detail("field").and_then(|f| f.as_str())), (code, Some(field)), "{rule:?}");
        }
        assert_eq!(until("2027-06-18").dates(first).unwrap().len(), 200);
        let error = until("2027-06-19").dates(first).expect_err("201");
        assert_eq!(error.detail("max").and_then(|max| max.as_str()), Some("2027-06-18"));
        rule(1, SeriesUnit::Month, 2).dates(NaiveDate::MAX).expect_err("the calendar ends");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]

        #[test]
        fn dates_ascend_without_doubles_and_keep_their_end(
            offset in 0_u64..20_000, every in 1_i64..=99, unit in 0..3, monthly in any::<bool>(),
            weekdays in prop::collection::vec(1_i64..=7, 0..6), end in prop_oneof![(2_i64..=200).prop_map(Ok), (0_u64..5000).prop_map(Err)],
        ) {
            let first = day("2000-01-01") + Days::new(offset);
            let unit = [SeriesUnit::Day, SeriesUnit::Week, SeriesUnit::Month][unit as usize];
            let rule = SeriesRule {
                every, unit, weekdays: weekdays.clone(), monthly: if monthly { Monthly::Weekday } else { Monthly::Date },
                until: end.err().map(|days| first + Days::new(days)), times: end.ok(),
            };
            let Ok(dates) = rule.dates(first) else { return Ok(()) };
            prop_assert!(!dates.is_empty() && dates.len() as i64 <= MAX_TIMES);
            prop_assert!(dates.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", dates);
            prop_assert!(dates[0] >= first);
            match end {
                Ok(times) => prop_assert_eq!(dates.len() as i64, times),
                Err(_) => prop_assert!(dates.iter().all(|day| Some(*day) <= rule.until)),
            }
            let fits = |day: &NaiveDate| match unit {
                SeriesUnit::Day => (*day - first).num_days() % every == 0,
                SeriesUnit::Week if weekdays.is_empty() => weekday_number(*day) == weekday_number(first),
                SeriesUnit::Week => weekdays.contains(&weekday_number(*day)),
                SeriesUnit::Month if monthly => day.weekday() == first.weekday(),
                SeriesUnit::Month => {
                    let last = day.succ_opt().is_some_and(|next| next.day() == 1);
                    day.day() == first.day() || (day.day() < first.day() && last)
                }
            };
            prop_assert!(dates.iter().all(fits), "{:?}", dates);
        }
    }
}
