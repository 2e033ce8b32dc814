//! What the lists of the Billing screen share: how long they are, the span they cover, names as lists write them.

use crate::error::{Code, Error, Result};
use crate::fields;
use crate::patients::patient::PatientNames;
use chrono::{Datelike, Days, Months, NaiveDate};

/// At most this many lines; the screen says when there are more.
pub(super) const MOST: i64 = 500;
const MOST_DAYS: i64 = 366;
/// Of a report: ten years with their leap days.
const MOST_DAYS_OF_REPORT: i64 = 3653;

pub(super) fn list_name(family: Option<String>, given: Option<String>, preferred: Option<String>) -> String {
    PatientNames { family, given, preferred, ..PatientNames::default() }.list_name()
}

/// Errors in this order: `field.out_of_range` (from; to when the span is empty or longer than a year).
pub(crate) fn check_span(from: NaiveDate, to: NaiveDate) -> Result<()> {
    check_days(from, to, MOST_DAYS)
}

/// As `check_span`, for a report: up to ten years.
pub(crate) fn check_years(from: NaiveDate, to: NaiveDate) -> Result<()> {
    check_days(from, to, MOST_DAYS_OF_REPORT)
}

fn check_days(from: NaiveDate, to: NaiveDate, most: i64) -> Result<()> {
    fields::day("from", from)?;
    if to < from || (to - from).num_days() >= most {
        let last = from + Days::new(u64::try_from(most - 1).unwrap_or_default());
        return Err(Error::field(Code::FieldOutOfRange, "to").with("min", from).with("max", last));
    }
    Ok(())
}

/// The months that a span touches, cut to it: each is one short statement, however long the span is, so that no server gives one up, whoever
/// waits sees how far it has come, and stopping is heeded soon.
pub(crate) fn by_months(from: NaiveDate, to: NaiveDate) -> Vec<(NaiveDate, NaiveDate)> {
    let mut parts = Vec::new();
    let mut begins = from;
    while begins <= to {
        let next = begins.with_day(1).and_then(|first| first.checked_add_months(Months::new(1)));
        let ends = next.and_then(|next| next.pred_opt()).map_or(to, |last| last.min(to));
        parts.push((begins, ends));
        match ends.succ_opt() {
            Some(day) => begins = day,
            None => break,
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_cut_where_months_end() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let parts =
            |from, to| by_months(day(from), day(to)).iter().map(|(a, b)| format!("{a} {b}")).collect::<Vec<_>>();
        assert_eq!(parts("2026-11-05", "2026-11-05"), ["2026-11-05 2026-11-05"]);
        assert_eq!(
            parts("2026-11-30", "2027-01-01"),
            ["2026-11-30 2026-11-30", "2026-12-01 2026-12-31", "2027-01-01 2027-01-01"]
        );
        assert_eq!(by_months(day("2020-01-01"), day("2029-12-31")).len(), 120);
        assert!(check_years(day("2020-01-01"), day("2029-12-31")).is_ok());
        assert!(check_years(day("2020-01-01"), day("2030-01-01")).is_err());
        assert!(check_span(day("2026-01-01"), day("2027-01-02")).is_err());
    }
}
