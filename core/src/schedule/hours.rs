//! Weekly working hours, as they are set.

use super::spans::{Minutes, overlap};
use crate::access::Permission;
use crate::args;
use crate::catalogue::practitioners::Practitioner;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::history::refuse_stale;
use crate::ids::{PractitionerId, derived};
use crate::operation::Operate;
use crate::store::{Clause, Kind, Read, Tx};
use crate::time::{clock_text, parse_clock, weekday_number};
use chrono::{Datelike, Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Far more than two spans on each day of an odd and an even week.
const MOST_SPANS: usize = 200;

/// In which ISO weeks a weekly span holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Weeks {
    #[default]
    Every,
    Odd,
    Even,
}

impl Weeks {
    fn text(self) -> &'static str {
        match self {
            Weeks::Every => "every",
            Weeks::Odd => "odd",
            Weeks::Even => "even",
        }
    }

    fn parse(text: &str) -> Weeks {
        [Weeks::Odd, Weeks::Even].into_iter().find(|weeks| weeks.text() == text).unwrap_or_default()
    }

    fn is_every(&self) -> bool {
        *self == Weeks::Every
    }

    fn holds_on(self, day: NaiveDate) -> bool {
        match self {
            Weeks::Every => true,
            Weeks::Odd => day.iso_week().week() % 2 == 1,
            Weeks::Even => day.iso_week().week().is_multiple_of(2),
        }
    }
}

/// A weekly span of clinic wall time; weekday 1 is Monday, `ends` may be "24:00". It holds from `valid_from` to `valid_to`, both
/// included, or without an end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct WeeklySpan {
    #[ts(type = "number")]
    pub weekday: i64,
    pub starts: String,
    pub ends: String,
    #[serde(default, skip_serializing_if = "Weeks::is_every")]
    #[ts(optional, as = "Option<Weeks>")]
    pub weeks: Weeks,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub valid_from: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub valid_to: Option<NaiveDate>,
}

impl WeeklySpan {
    /// Every week, without an end.
    pub fn every(weekday: i64, starts: impl Into<String>, ends: impl Into<String>) -> WeeklySpan {
        WeeklySpan {
            weekday,
            starts: starts.into(),
            ends: ends.into(),
            weeks: Weeks::Every,
            valid_from: None,
            valid_to: None,
        }
    }

    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.weekday == weekday_number(day)
            && self.weeks.holds_on(day)
            && self.valid_from.is_none_or(|from| from <= day)
            && self.valid_to.is_none_or(|to| day <= to)
    }

    /// Whether there is a date on which both hold.
    fn meets(&self, other: &WeeklySpan) -> bool {
        let Some(mut day) = self.valid_from.max(other.valid_from) else {
            // Both hold since ever, so they met on some such day long ago.
            return self.weekday == other.weekday
                && (self.weeks == other.weeks || self.weeks.is_every() || other.weeks.is_every());
        };
        // An odd or even week comes back after three weeks at the latest (52, 53, 1).
        for _ in 0..28 {
            if self.holds_on(day) && other.holds_on(day) {
                return true;
            }
            let Some(next) = day.checked_add_days(Days::new(1)) else { return false };
            day = next;
        }
        false
    }
}

/// The spans in minutes, one for each given.
///
/// Errors in this order, the first span first: `field.out_of_range` (more than 200), `field.invalid` (field, position) for a
/// time that cannot be read or is not on five minutes, `field.out_of_range` for a date, `hours.ends_early` (field, position, weekday; part is `valid_to` when
/// it is the last date), `hours.overlap` (field, position, weekday) between spans that can meet on one date.
pub fn check(field: &str, spans: &[WeeklySpan]) -> Result<Vec<Minutes>> {
    if spans.len() > MOST_SPANS {
        return Err(Error::field(Code::FieldOutOfRange, field).with("min", 0).with("max", MOST_SPANS));
    }
    let mut minutes: Vec<Minutes> = Vec::with_capacity(spans.len());
    for (position, span) in spans.iter().enumerate() {
        let refused = |code| Error::field(code, field).with("position", position).with("weekday", span.weekday);
        let (Some(starts), Some(ends)) = (parse_clock(&span.starts), parse_clock(&span.ends)) else {
            return Err(refused(Code::FieldInvalid));
        };
        if !(1..=7).contains(&span.weekday) || starts % 5 != 0 || ends % 5 != 0 {
            return Err(refused(Code::FieldInvalid));
        }
        if starts >= ends {
            return Err(refused(Code::HoursEndEarly));
        }
        for day in [span.valid_from, span.valid_to].into_iter().flatten() {
            let placed = |error: Error| error.with("position", position).with("weekday", span.weekday);
            fields::day(field, day).map_err(placed)?;
        }
        if matches!((span.valid_from, span.valid_to), (Some(from), Some(to)) if to < from) {
            return Err(refused(Code::HoursEndEarly).with("part", "valid_to"));
        }
        minutes.push((starts, ends));
    }
    for later in 1..spans.len() {
        let clash = (0..later)
            .find(|earlier| overlap(minutes[*earlier], minutes[later]) && spans[*earlier].meets(&spans[later]));
        if clash.is_some() {
            let error = Error::field(Code::HoursOverlap, field).with("position", later);
            return Err(error.with("weekday", spans[later].weekday));
        }
    }
    Ok(minutes)
}

#[derive(sqlx::FromRow)]
struct Row {
    doctor_id: PractitionerId,
    weekday: i64,
    starts_minute: i64,
    ends_minute: i64,
    weeks: String,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
}

/// A weekly span of somebody, in minutes too.
#[derive(Debug, Clone)]
pub struct Rule {
    pub practitioner_id: PractitionerId,
    pub minutes: Minutes,
    pub span: WeeklySpan,
}

impl From<Row> for Rule {
    fn from(row: Row) -> Rule {
        Rule {
            practitioner_id: row.doctor_id,
            minutes: (row.starts_minute, row.ends_minute),
            span: WeeklySpan {
                weekday: row.weekday,
                starts: clock_text(row.starts_minute),
                ends: clock_text(row.ends_minute),
                weeks: Weeks::parse(&row.weeks),
                valid_from: row.valid_from,
                valid_to: row.valid_to,
            },
        }
    }
}

const SELECT: &str =
    "SELECT doctor_id, weekday, starts_minute, ends_minute, weeks, valid_from, valid_to FROM working_hours ";
const ORDER: &str = " ORDER BY doctor_id, weekday, starts_minute, valid_from, id";

/// Everybody's weekly hours, in order.
pub async fn weekly(read: &mut impl Read) -> Result<Vec<Rule>> {
    let rows: Vec<Row> = read.all_of(Clause::new(SELECT, vec![]).and(ORDER, vec![])).await?;
    Ok(rows.into_iter().map(Rule::from).collect())
}

/// These people's weekly hours, in order.
pub async fn weekly_of(read: &mut impl Read, practitioners: &[PractitionerId]) -> Result<Vec<Rule>> {
    if practitioners.is_empty() {
        return Ok(Vec::new());
    }
    let ids = practitioners.iter().map(|id| (*id).into()).collect();
    let clause = Clause::new(SELECT, vec![]).then(Clause::in_list("WHERE doctor_id IN (", ")", ids));
    let rows: Vec<Row> = read.all_of(clause.and(ORDER, vec![])).await?;
    Ok(rows.into_iter().map(Rule::from).collect())
}

/// Sets a practitioner's weekly hours.
///
/// Errors in this order: those of the spans (see `check`), `record.not_found`, `record.changed_meanwhile`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct SetWorkingHours {
    pub practitioner_id: PractitionerId,
    #[ts(type = "number")]
    pub version: i64,
    pub spans: Vec<WeeklySpan>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct HoursSet {
    #[ts(type = "number")]
    pub version: i64,
}

impl Operate for SetWorkingHours {
    const PERMISSION: Permission = Permission::ScheduleEdit;
    type Outcome = HoursSet;

    fn example() -> Self {
        SetWorkingHours {
            practitioner_id: PractitionerId::new(),
            version: 1,
            spans: vec![
                WeeklySpan::every(1, "08:00", "12:00"),
                WeeklySpan { weeks: Weeks::Odd, ..WeeklySpan::every(1, "13:00", "17:00") },
            ],
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<HoursSet> {
        check("spans", &self.spans)?;
        let before: Practitioner = tx.record(self.practitioner_id.0).await?;
        refuse_stale(tx, &before, self.version).await?;
        Ok(HoursSet { version: replace(tx, cx, &before, &self.spans).await? })
    }
}

pub(super) async fn spans_of(read: &mut impl Read, practitioner: PractitionerId) -> Result<Vec<WeeklySpan>> {
    Ok(weekly_of(read, &[practitioner]).await?.into_iter().map(|rule| rule.span).collect())
}

/// Writes these hours instead of those that stand, and answers the version of their practitioner.
///
/// Errors: those of the spans (see `check`).
pub(super) async fn replace(tx: &mut Tx, cx: &Context, before: &Practitioner, spans: &[WeeklySpan]) -> Result<i64> {
    let minutes = check("spans", spans)?;
    let old = spans_of(tx, before.id).await?;
    let mut after = before.clone();
    tx.update(before, &mut after).await?;
    tx.exec("DELETE FROM working_hours WHERE doctor_id = ?", args![before.id]).await?;
    let row = |(n, (span, (starts, ends))): (usize, (&WeeklySpan, Minutes))| {
        args![
            derived(cx.operation, &format!("hours {n}")),
            before.id,
            span.weekday,
            starts,
            ends,
            span.weeks.text(),
            span.valid_from,
            span.valid_to
        ]
    };
    let rows = spans.iter().zip(minutes).enumerate().map(row).collect();
    tx.insert_rows(
        "working_hours",
        &["id", "doctor_id", "weekday", "starts_minute", "ends_minute", "weeks", "valid_from", "valid_to"],
        rows,
    )
    .await?;
    tx.note(Kind::Practitioner, before.id.0, "hours", json!(old), json!(spans));
    Ok(after.version)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(weekday: i64, starts: &str, ends: &str) -> WeeklySpan {
        WeeklySpan::every(weekday, starts, ends)
    }

    fn day(text: &str) -> Option<NaiveDate> {
        Some(text.parse().unwrap())
    }

    fn code(spans: &[WeeklySpan]) -> (Code, Option<u64>) {
        let error = check("spans", spans).unwrap_err();
        (error.code(), error.detail("position").and_then(serde_json::Value::as_u64))
    }

    #[test]
    fn overlapping_and_backward_hours_are_refused_at_their_place() {
        let morning = || span(1, "08:00", "12:00");
        assert_eq!(code(&[morning(), span(1, "11:55", "13:00")]), (Code::HoursOverlap, Some(1)));
        assert_eq!(code(&[morning(), span(2, "12:00", "12:00")]), (Code::HoursEndEarly, Some(1)));
        assert_eq!(code(&[span(1, "22:00", "02:00")]), (Code::HoursEndEarly, Some(0)), "over midnight");
        assert_eq!(code(&[span(8, "08:00", "12:00")]), (Code::FieldInvalid, Some(0)));
        assert_eq!(code(&[span(1, "08:03", "12:00")]), (Code::FieldInvalid, Some(0)));
        let backward = WeeklySpan { valid_from: day("2030-02-01"), valid_to: day("2030-01-31"), ..morning() };
        assert_eq!(code(&[backward]), (Code::HoursEndEarly, Some(0)));
        assert_eq!(
            check("spans", &[span(1, "12:00", "24:00"), span(1, "08:00", "12:00")]).unwrap(),
            [(720, 1440), (480, 720)]
        );
    }

    #[test]
    fn only_spans_that_can_meet_on_one_date_overlap() {
        let odd = |span| WeeklySpan { weeks: Weeks::Odd, ..span };
        let even = |span| WeeklySpan { weeks: Weeks::Even, ..span };
        let from = |text, span| WeeklySpan { valid_from: day(text), ..span };
        let to = |text, span| WeeklySpan { valid_to: day(text), ..span };
        let (one, other) = (span(1, "08:00", "12:00"), span(1, "10:00", "14:00"));
        check("spans", &[odd(one.clone()), even(other.clone())]).unwrap();
        assert_eq!(code(&[odd(one.clone()), other.clone()]).0, Code::HoursOverlap);
        check("spans", &[to("2030-01-31", one.clone()), from("2030-02-01", other.clone())]).unwrap();
        assert_eq!(
            code(&[to("2030-02-04", one.clone()), from("2030-02-04", other.clone())]).0,
            Code::HoursOverlap,
            "a Monday"
        );
        check("spans", &[to("2030-02-05", one.clone()), from("2030-02-05", other.clone())]).unwrap();
        // Week 53 of 2032 and week 1 of 2033 are both odd: the next even Monday is 10 January.
        let (one, other) = (from("2032-12-27", even(one)), to("2033-01-09", even(other)));
        check("spans", &[one.clone(), other.clone()]).unwrap();
        assert_eq!(code(&[one, to("2033-01-10", other)]).0, Code::HoursOverlap);
    }
}
