//! A day or time that differs from the weekly hours: other hours, leave, a holiday, a block, a room out of use.

use super::spans::{Minutes, at_minute, within};
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::{ExceptionId, PractitionerId, RoomId};
use crate::time::{self, clock_text, midnight, minute_of_day, parse_clock, weekday_number};
use chrono::{Days, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Longer leave is entered as two. What touches a given day is found by its start alone, so it may not lie too far back.
pub const MAX_DAYS: u64 = 731;

crate::record! {
    /// A row of `working_exceptions`.
    pub struct WorkingException in "working_exceptions" as Exception {
        pub id: ExceptionId,
        pub kind: String,
        pub block: Option<String>,
        pub doctor_id: Option<PractitionerId>,
        pub room_id: Option<RoomId>,
        pub starts_at: NaiveDateTime,
        pub ends_at: NaiveDateTime,
        pub weekly: bool,
        pub weekdays: String,
        pub starts_minute: Option<i64>,
        pub ends_minute: Option<i64>,
        pub replaces: bool,
        pub label: Option<String>,
        pub active: bool,
    }
}

macro_rules! texts {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
        #[serde(rename_all = "snake_case")]
        #[ts(export)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            pub fn text(self) -> &'static str {
                match self { $($name::$variant => $text,)+ }
            }

            pub fn parse(text: &str) -> Option<$name> {
                [$($name::$variant,)+].into_iter().find(|one| one.text() == text)
            }
        }
    };
}

texts! {
    /// What differs.
    ExceptionKind {
        /// Somebody is away.
        Leave = "leave",
        /// The whole clinic is closed; who has `open` hours that day works all the same.
        Holiday = "holiday",
        /// A room cannot be used.
        OutOfUse = "out_of_use",
        /// Somebody is at work, but not for ordinary bookings.
        Block = "block",
        /// Somebody works other hours than the weekly ones, or more.
        Open = "open",
    }
}

texts! {
    BlockKind {
        Lunch = "lunch",
        Emergencies = "emergencies",
        Meeting = "meeting",
        Other = "other",
    }
}

/// As a person enters it. Leave, holidays and rooms out of use run from `from` at `starts` to `to` at `ends`, without times
/// for whole days. Open hours and blocks are within one date; a block with `weekdays` repeats on them from `from` to `to`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct ExceptionDetails {
    pub kind: ExceptionKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block: Option<BlockKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner_id: Option<PractitionerId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
    pub from: NaiveDate,
    /// The last date; without it, `from` alone, or for a repeated block no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// Clinic wall time as "08:30".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<String>,
    /// May be "24:00".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<String>,
    /// 1 is Monday.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(type = "Array<number>")]
    pub weekdays: Vec<i64>,
    /// These hours instead of the weekly ones, not beside them.
    #[serde(default)]
    pub replaces: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// The end of a repeated block that has none.
fn no_end() -> NaiveDate {
    NaiveDate::from_ymd_opt(2200, 1, 1).unwrap_or(NaiveDate::MAX)
}

impl ExceptionDetails {
    /// The row, cleaned and checked; whether it is over already is for the caller to ask.
    ///
    /// Errors in this order, each with its field: `field.required` and `field.invalid` (practitioner_id, room_id, block, to,
    /// weekdays), those of the label, `field.required` and `field.invalid` (starts, ends), `field.out_of_range` (from, to),
    /// `hours.ends_early` (to, ends), `hours.time_skipped` and `hours.time_repeated` (starts, ends).
    pub fn row(&self, id: ExceptionId, zone: Tz) -> Result<WorkingException> {
        self.check_subject()?;
        let weekly = !self.weekdays.is_empty();
        let within_a_day = matches!(self.kind, ExceptionKind::Open | ExceptionKind::Block);
        if within_a_day && !weekly && self.to.is_some_and(|to| to != self.from) {
            return Err(Error::field(Code::FieldInvalid, "to"));
        }
        let label = fields::optional("label", self.label.as_deref(), 120)?;
        let starts = clock("starts", self.starts.as_deref(), within_a_day)?;
        let ends = clock("ends", self.ends.as_deref(), within_a_day)?;
        let to = self.to.unwrap_or(if weekly { no_end() } else { self.from });
        self.check_dates(to, weekly)?;
        let (first, last) = (starts.unwrap_or(0), ends.unwrap_or(1440));
        if (weekly || self.from == to) && last <= first {
            return Err(Error::field(Code::HoursEndEarly, "ends"));
        }
        let (starts_at, ends_at) = if weekly {
            (midnight(self.from), at_minute(to, 1440))
        } else {
            check_clock("starts", zone, starts.map(|minute| at_minute(self.from, minute)))?;
            check_clock("ends", zone, ends.filter(|minute| *minute < 1440).map(|minute| at_minute(to, minute)))?;
            (at_minute(self.from, first), at_minute(to, last))
        };
        Ok(WorkingException {
            id,
            version: 1,
            kind: self.kind.text().to_owned(),
            block: self.block.map(|block| block.text().to_owned()),
            doctor_id: self.practitioner_id,
            room_id: self.room_id,
            starts_at,
            ends_at,
            weekly,
            weekdays: (1..=7).filter(|day| self.weekdays.contains(day)).map(|day: i64| day.to_string()).collect(),
            starts_minute: Some(first).filter(|_| weekly),
            ends_minute: Some(last).filter(|_| weekly),
            replaces: self.replaces,
            label,
            active: true,
        })
    }

    fn check_subject(&self) -> Result<()> {
        let must = |field: &str, needed: bool, given: bool| match (needed, given) {
            (true, false) => Err(Error::field(Code::FieldRequired, field)),
            (false, true) => Err(Error::field(Code::FieldInvalid, field)),
            _ => Ok(()),
        };
        let kind = self.kind;
        let of_somebody = matches!(kind, ExceptionKind::Open | ExceptionKind::Leave | ExceptionKind::Block);
        must("practitioner_id", of_somebody, self.practitioner_id.is_some())?;
        must("room_id", kind == ExceptionKind::OutOfUse, self.room_id.is_some())?;
        must("block", kind == ExceptionKind::Block, self.block.is_some())?;
        let days_known = self.weekdays.iter().all(|day| (1..=7).contains(day));
        if !days_known || (kind != ExceptionKind::Block && !self.weekdays.is_empty()) {
            return Err(Error::field(Code::FieldInvalid, "weekdays"));
        }
        if self.replaces && kind != ExceptionKind::Open {
            return Err(Error::field(Code::FieldInvalid, "replaces"));
        }
        Ok(())
    }

    fn check_dates(&self, to: NaiveDate, weekly: bool) -> Result<()> {
        let earliest = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or(NaiveDate::MIN);
        let outside = |field: &str, min: NaiveDate, max: NaiveDate| {
            Err(Error::field(Code::FieldOutOfRange, field).with("min", min).with("max", max))
        };
        if self.from < earliest || self.from > no_end() {
            return outside("from", earliest, no_end());
        }
        if to < self.from {
            return Err(Error::field(Code::HoursEndEarly, "to"));
        }
        let latest = if weekly { no_end() } else { self.from + Days::new(MAX_DAYS - 1) };
        if to > latest { outside("to", self.from, latest) } else { Ok(()) }
    }
}

/// Errors in this order: `field.required`, `field.invalid`.
fn clock(field: &str, text: Option<&str>, needed: bool) -> Result<Option<i64>> {
    match text {
        None if needed => Err(Error::field(Code::FieldRequired, field)),
        None => Ok(None),
        Some(text) => match parse_clock(text) {
            Some(minute) if minute % time::SLOT_MINUTES == 0 => Ok(Some(minute)),
            _ => Err(Error::field(Code::FieldInvalid, field)),
        },
    }
}

/// A typed time must be one moment on the clinic's clock.
fn check_clock(field: &str, zone: Tz, at: Option<NaiveDateTime>) -> Result<()> {
    let Some(at) = at else { return Ok(()) };
    if !time::exists(zone, at) {
        return Err(Error::field(Code::HoursTimeSkipped, field).with("at", at));
    }
    if time::repeats(zone, at) {
        return Err(Error::field(Code::HoursTimeRepeated, field).with("at", at));
    }
    Ok(())
}

impl WorkingException {
    pub fn kind(&self) -> ExceptionKind {
        ExceptionKind::parse(&self.kind).unwrap_or(ExceptionKind::Block)
    }

    /// The minutes of a day that it takes or gives.
    pub fn on(&self, day: NaiveDate) -> Option<Minutes> {
        if !self.weekly {
            return within(day, self.starts_at, self.ends_at);
        }
        let holds = midnight(day) >= self.starts_at
            && midnight(day) < self.ends_at
            && self.weekdays.contains(&weekday_number(day).to_string());
        self.starts_minute.zip(self.ends_minute).filter(|_| holds)
    }

    /// As it was entered.
    pub fn details(&self) -> ExceptionDetails {
        // An end at midnight belongs to the day before.
        let (last, ends) = match minute_of_day(self.ends_at.time()) {
            0 => (self.ends_at.date().pred_opt().unwrap_or(self.ends_at.date()), 1440),
            minute => (self.ends_at.date(), minute),
        };
        let within_a_day = matches!(self.kind(), ExceptionKind::Open | ExceptionKind::Block);
        let starts = self.starts_minute.unwrap_or(minute_of_day(self.starts_at.time()));
        let ends = self.ends_minute.unwrap_or(ends);
        ExceptionDetails {
            kind: self.kind(),
            block: self.block.as_deref().and_then(BlockKind::parse),
            practitioner_id: self.doctor_id,
            room_id: self.room_id,
            from: self.starts_at.date(),
            to: Some(last).filter(|last| !self.weekly || *last != no_end()),
            starts: Some(clock_text(starts)).filter(|_| within_a_day || starts > 0),
            ends: Some(clock_text(ends)).filter(|_| within_a_day || ends < 1440),
            weekdays: self.weekdays.chars().filter_map(|day| day.to_digit(10)).map(i64::from).collect(),
            replaces: self.replaces,
            label: self.label.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leave(from: &str, to: &str) -> ExceptionDetails {
        ExceptionDetails {
            kind: ExceptionKind::Leave,
            block: None,
            practitioner_id: Some(PractitionerId::new()),
            room_id: None,
            from: from.parse().unwrap(),
            to: Some(to.parse().unwrap()),
            starts: None,
            ends: None,
            weekdays: vec![],
            replaces: false,
            label: None,
        }
    }

    fn block(starts: &str, ends: &str) -> ExceptionDetails {
        ExceptionDetails {
            kind: ExceptionKind::Block,
            block: Some(BlockKind::Lunch),
            starts: Some(starts.into()),
            ends: Some(ends.into()),
            to: None,
            ..leave("2030-01-07", "2030-01-07")
        }
    }

    fn refused(details: ExceptionDetails) -> (Code, String) {
        let error = details.row(ExceptionId::new(), chrono_tz::Europe::London).unwrap_err();
        (error.code(), error.detail("field").and_then(|field| field.as_str()).unwrap_or_default().to_owned())
    }

    #[test]
    fn each_bad_field_is_named() {
        let at = |code, field: &str| (code, field.to_owned());
        let nobody = ExceptionDetails { practitioner_id: None, ..leave("2030-01-07", "2030-01-08") };
        assert_eq!(refused(nobody), at(Code::FieldRequired, "practitioner_id"));
        let room = ExceptionDetails { kind: ExceptionKind::OutOfUse, ..leave("2030-01-07", "2030-01-08") };
        assert_eq!(refused(room), at(Code::FieldInvalid, "practitioner_id"));
        assert_eq!(refused(leave("2030-01-08", "2030-01-07")), at(Code::HoursEndEarly, "to"));
        assert_eq!(refused(leave("2030-01-08", "2032-01-09")), at(Code::FieldOutOfRange, "to"));
        assert_eq!(refused(block("13:00", "12:00")), at(Code::HoursEndEarly, "ends"));
        assert_eq!(refused(block("12:00", "12:00")), at(Code::HoursEndEarly, "ends"));
        assert_eq!(refused(block("22:00", "02:00")), at(Code::HoursEndEarly, "ends"));
        assert_eq!(refused(block("12:03", "13:00")), at(Code::FieldInvalid, "starts"));
        assert_eq!(refused(ExceptionDetails { ends: None, ..block("12:00", "") }), at(Code::FieldRequired, "ends"));
        assert_eq!(refused(ExceptionDetails { weekdays: vec![8], ..block("12:00", "13:00") }).1, "weekdays");
    }

    #[test]
    fn a_time_that_the_clock_skips_or_repeats_is_refused() {
        let on = |day: &str, starts: &str| ExceptionDetails { starts: Some(starts.into()), ..leave(day, "2030-12-01") };
        assert_eq!(refused(on("2030-03-31", "01:30")), (Code::HoursTimeSkipped, "starts".into()));
        assert_eq!(refused(on("2030-10-27", "01:30")), (Code::HoursTimeRepeated, "starts".into()));
        let zone = chrono_tz::Europe::London;
        assert!(on("2030-03-31", "02:00").row(ExceptionId::new(), zone).is_ok());
    }

    #[test]
    fn what_was_entered_comes_back() {
        let zone = chrono_tz::Europe::London;
        let weekly = ExceptionDetails { weekdays: vec![1, 3, 5], ..block("12:00", "13:00") };
        let half = ExceptionDetails { starts: Some("12:00".into()), ..leave("2030-01-07", "2030-01-09") };
        for details in [weekly, half, leave("2030-01-07", "2030-01-07")] {
            assert_eq!(details.row(ExceptionId::new(), zone).unwrap().details(), details);
        }
    }

    #[test]
    fn leave_takes_the_part_of_each_day() {
        let details = ExceptionDetails { starts: Some("12:00".into()), ..leave("2030-01-07", "2030-01-09") };
        let row = details.row(ExceptionId::new(), chrono_tz::Europe::London).unwrap();
        let on = |text: &str| row.on(text.parse().unwrap());
        assert_eq!(on("2030-01-06"), None);
        assert_eq!(on("2030-01-07"), Some((720, 1440)));
        assert_eq!(on("2030-01-09"), Some((0, 1440)));
        assert_eq!(on("2030-01-10"), None);
    }
}
