//! The clinic's work in figures: who did not come, who is new, how much of the working time is used. Money has its own, in `billing`.

pub mod file;
pub mod glance;
pub mod new_patients;
pub mod no_shows;
pub mod utilisation;

use chrono::{Datelike, Months, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the rows of a report are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum WorkBy {
    Practitioner,
    Month,
}

/// The months of a span, as their rows' keys ("2026-11").
fn months(from: NaiveDate, to: NaiveDate) -> Vec<String> {
    let mut months = Vec::new();
    let mut month = from.with_day(1);
    while let Some(first) = month.filter(|first| *first <= to) {
        months.push(first.format("%Y-%m").to_string());
        month = first.checked_add_months(Months::new(1));
    }
    months
}

/// A part of a whole in hundredths of a percent, rounded; nothing of nothing is no share.
fn share(part: i64, whole: i64) -> Option<i64> {
    let doubled = part.checked_mul(20_000)?.checked_add(whole)?;
    (whole > 0).then(|| doubled / (2 * whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_to_the_nearest_hundredth() {
        assert_eq!([share(1, 3), share(2, 3), share(0, 7), share(7, 7)], [3333, 6667, 0, 10_000].map(Some));
        assert_eq!(share(0, 0), None);
        assert_eq!(share(3, 2), Some(15_000), "more may be booked than is worked");
    }

    #[test]
    fn a_span_has_the_months_it_touches() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(months(day("2026-11-30"), day("2027-01-01")), ["2026-11", "2026-12", "2027-01"]);
        assert_eq!(months(day("2026-11-05"), day("2026-11-05")), ["2026-11"]);
    }
}
