//! What the lists of the Billing screen share: how long they are, the span they cover, names as lists write them.

use crate::error::{Code, Error, Result};
use crate::fields;
use crate::patients::patient::PatientNames;
use chrono::{Days, NaiveDate};

/// At most this many lines; the screen says when there are more.
pub(super) const MOST: i64 = 500;
const MOST_DAYS: i64 = 366;

pub(super) fn list_name(family: Option<String>, given: Option<String>, preferred: Option<String>) -> String {
    PatientNames { family, given, preferred, ..PatientNames::default() }.list_name()
}

/// Errors in this order: `field.out_of_range` (from; to when the span is empty or longer than a year).
pub(crate) fn check_span(from: NaiveDate, to: NaiveDate) -> Result<()> {
    fields::day("from", from)?;
    if to < from || (to - from).num_days() >= MOST_DAYS {
        return Err(Error::field(Code::FieldOutOfRange, "to").with("min", from).with("max", from + Days::new(365)));
    }
    Ok(())
}
