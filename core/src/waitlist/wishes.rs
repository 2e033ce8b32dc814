//! What would suit somebody who waits.

use crate::appointments::plan::MAX_MINUTES;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::{PractitionerId, ServiceId};
use crate::store::Read;
use crate::store::{Clause, Tx};
use crate::time::{SLOT_MINUTES, clock_text, parse_clock, weekday_number};
use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Practitioners or services of one wish.
const MOST_NAMED: usize = 20;

#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Priority {
    #[default]
    Normal,
    Soon,
    Urgent,
}

impl Priority {
    pub fn text(self) -> &'static str {
        match self {
            Priority::Normal => "normal",
            Priority::Soon => "soon",
            Priority::Urgent => "urgent",
        }
    }

    pub fn parse(text: &str) -> Priority {
        match text {
            "urgent" => Priority::Urgent,
            "soon" => Priority::Soon,
            _ => Priority::Normal,
        }
    }
}

/// What would suit. Dates and times are those of the clinic's wall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct Wishes {
    /// Any of these; nobody named means anybody who gives the services.
    #[serde(default)]
    pub practitioner_ids: Vec<PractitionerId>,
    /// All of these, in one visit.
    pub service_ids: Vec<ServiceId>,
    /// How long the visit takes: a multiple of five, at most 720.
    #[ts(type = "number")]
    pub minutes: i64,
    pub earliest: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest: Option<NaiveDate>,
    /// 1 is Monday; none named means every day.
    #[serde(default)]
    #[ts(type = "number[]")]
    pub weekdays: Vec<i64>,
    /// "13:00": the visit does not begin before …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// … and is over by then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    #[serde(default)]
    pub priority: Priority,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Wishes {
    pub(super) fn example() -> Wishes {
        Wishes {
            practitioner_ids: vec![],
            service_ids: vec![ServiceId::new()],
            minutes: 15,
            earliest: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default(),
            latest: None,
            weekdays: vec![1, 2],
            from: Some("13:00".into()),
            to: Some("17:00".into()),
            priority: Priority::Soon,
            note: Some("Works in the mornings".into()),
        }
    }

    /// Cleaned: lists without repeats, weekdays in order, whole days and whole weeks as nothing.
    ///
    /// Errors in this order: field errors (note, practitioner_ids, service_ids, minutes, weekdays, from, to, earliest, latest),
    /// `waitlist.never_fits` (field: `to` when the hours are shorter than the visit, `weekdays` when no such day comes).
    pub fn checked(&self) -> Result<Wishes> {
        let note = fields::optional("note", self.note.as_deref(), 500)?;
        let mut practitioner_ids = self.practitioner_ids.clone();
        practitioner_ids.sort();
        practitioner_ids.dedup();
        let mut service_ids: Vec<ServiceId> = Vec::new();
        for id in &self.service_ids {
            if !service_ids.contains(id) {
                service_ids.push(*id);
            }
        }
        if service_ids.is_empty() {
            return Err(Error::field(Code::FieldRequired, "service_ids"));
        }
        for (field, count) in [("practitioner_ids", practitioner_ids.len()), ("service_ids", service_ids.len())] {
            if count > MOST_NAMED {
                return Err(Error::field(Code::FieldOutOfRange, field).with("min", 0).with("max", MOST_NAMED));
            }
        }
        if !(SLOT_MINUTES..=MAX_MINUTES).contains(&self.minutes) || self.minutes % SLOT_MINUTES != 0 {
            let error = Error::field(Code::FieldOutOfRange, "minutes");
            return Err(error.with("min", SLOT_MINUTES).with("max", MAX_MINUTES));
        }
        let mut weekdays = self.weekdays.clone();
        weekdays.sort_unstable();
        weekdays.dedup();
        if weekdays.iter().any(|day| !(1..=7).contains(day)) {
            return Err(Error::field(Code::FieldInvalid, "weekdays"));
        }
        if weekdays.len() == 7 {
            weekdays.clear();
        }
        let (from, to) = (clock("from", self.from.as_deref())?, clock("to", self.to.as_deref())?);
        self.check_dates()?;
        let clean = Wishes {
            practitioner_ids,
            service_ids,
            weekdays,
            from: from.filter(|minute| *minute > 0).map(clock_text),
            to: to.filter(|minute| *minute < 1440).map(clock_text),
            note,
            ..self.clone()
        };
        clean.check_possible()?;
        Ok(clean)
    }

    fn check_dates(&self) -> Result<()> {
        let far = |field: &str| {
            Error::field(Code::FieldOutOfRange, field).with("min", "1900-01-01").with("max", "2200-01-01")
        };
        let possible = |day: NaiveDate| {
            NaiveDate::from_ymd_opt(1900, 1, 1).is_some_and(|first| first <= day)
                && NaiveDate::from_ymd_opt(2200, 1, 1).is_some_and(|last| day <= last)
        };
        if !possible(self.earliest) {
            return Err(far("earliest"));
        }
        match self.latest {
            Some(latest) if !possible(latest) => Err(far("latest")),
            Some(latest) if latest < self.earliest => {
                Err(Error::field(Code::FieldOutOfRange, "latest").with("min", self.earliest).with("max", "2200-01-01"))
            }
            _ => Ok(()),
        }
    }

    /// A wish that no time can meet would wait for ever.
    fn check_possible(&self) -> Result<()> {
        if self.first_minute() + self.minutes > self.last_minute() {
            return Err(Error::field(Code::WaitlistNeverFits, "to"));
        }
        let Some(latest) = self.latest else { return Ok(()) };
        let mut days =
            (0..7).filter_map(|n| self.earliest.checked_add_days(Days::new(n))).take_while(|day| *day <= latest);
        if days.any(|day| self.weekday_bits() & weekday_bit(day) != 0) {
            return Ok(());
        }
        Err(Error::field(Code::WaitlistNeverFits, "weekdays"))
    }

    pub(super) fn weekday_bits(&self) -> i64 {
        if self.weekdays.is_empty() { 127 } else { self.weekdays.iter().fold(0, |bits, day| bits | 1 << (day - 1)) }
    }

    pub(super) fn first_minute(&self) -> i64 {
        self.from.as_deref().and_then(parse_clock).unwrap_or(0)
    }

    pub(super) fn last_minute(&self) -> i64 {
        self.to.as_deref().and_then(parse_clock).unwrap_or(1440)
    }

    /// Errors: `record.not_found` (practitioner, service).
    pub(super) async fn check_known(&self, tx: &mut Tx) -> Result<()> {
        let unknown = |kind: &str| Error::new(Code::NotFound).with("kind", kind);
        if !self.practitioner_ids.is_empty() {
            let ids = self.practitioner_ids.iter().map(|id| (*id).into()).collect();
            let known: Vec<(PractitionerId,)> =
                tx.all_of(Clause::in_list("SELECT id FROM doctors WHERE id IN (", ")", ids)).await?;
            if known.len() < self.practitioner_ids.len() {
                return Err(unknown("practitioner"));
            }
        }
        let ids = self.service_ids.iter().map(|id| (*id).into()).collect();
        let known: Vec<(ServiceId,)> =
            tx.all_of(Clause::in_list("SELECT id FROM services WHERE id IN (", ")", ids)).await?;
        if known.len() < self.service_ids.len() { Err(unknown("service")) } else { Ok(()) }
    }
}

/// Errors: `field.invalid`.
fn clock(field: &str, text: Option<&str>) -> Result<Option<i64>> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    let minute = parse_clock(text).filter(|minute| minute % SLOT_MINUTES == 0);
    minute.map(Some).ok_or_else(|| Error::field(Code::FieldInvalid, field))
}

pub(super) fn weekday_bit(day: NaiveDate) -> i64 {
    1 << (weekday_number(day) - 1)
}

/// 1 to 7 of the bits that are set; nothing for a whole week.
pub(super) fn weekdays_of(bits: i64) -> Vec<i64> {
    if bits == 127 { Vec::new() } else { (1..=7).filter(|day| bits & 1 << (day - 1) != 0).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(change: impl Fn(&mut Wishes)) -> (Code, String) {
        let mut wishes = Wishes::example();
        change(&mut wishes);
        let error = wishes.checked().unwrap_err();
        (error.code(), error.detail("field").and_then(|field| field.as_str()).unwrap_or_default().to_owned())
    }

    #[test]
    fn what_cannot_be_is_refused_at_its_field() {
        let at = |code, field: &str| (code, field.to_owned());
        assert_eq!(refused(|w| w.service_ids.clear()), at(Code::FieldRequired, "service_ids"));
        assert_eq!(refused(|w| w.minutes = 7), at(Code::FieldOutOfRange, "minutes"));
        assert_eq!(refused(|w| w.weekdays = vec![0]), at(Code::FieldInvalid, "weekdays"));
        assert_eq!(refused(|w| w.from = Some("9:00".into())), at(Code::FieldInvalid, "from"));
        assert_eq!(refused(|w| w.to = Some("13:02".into())), at(Code::FieldInvalid, "to"));
        assert_eq!(refused(|w| w.latest = w.earliest.pred_opt()), at(Code::FieldOutOfRange, "latest"));
    }

    #[test]
    fn a_wish_that_never_comes_true_is_refused() {
        let never = |field: &str| (Code::WaitlistNeverFits, field.to_owned());
        assert_eq!(refused(|w| w.to = Some("13:10".into())), never("to"));
        // The 23rd of November 2026 is a Monday: no Friday until Wednesday.
        let wednesday = NaiveDate::from_ymd_opt(2026, 11, 25);
        assert_eq!(refused(|w| (w.weekdays, w.latest) = (vec![5], wednesday)), never("weekdays"));
    }

    #[test]
    fn everything_is_written_as_nothing() {
        let wishes = Wishes {
            weekdays: vec![7, 6, 5, 4, 3, 2, 1, 1],
            from: Some("00:00".into()),
            to: Some("24:00".into()),
            ..Wishes::example()
        };
        let clean = wishes.checked().unwrap();
        assert_eq!((clean.weekdays.len(), &clean.from, &clean.to, clean.weekday_bits()), (0, &None, &None, 127));
        assert_eq!(weekdays_of(0b100_0001), [1, 7]);
    }
}
