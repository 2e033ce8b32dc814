//! A time zone as calendar files describe it: every change of the clock within a span of days (RFC 5545, 3.6.5).

use chrono::{Days, Duration, NaiveDate, NaiveDateTime, Offset, TimeZone};
use chrono_tz::{OffsetComponents, Tz};

/// A stretch of time with one offset from UTC, in seconds, from its first moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The first moment, on the clock as it stood before.
    pub onset: NaiveDateTime,
    pub from_seconds: i32,
    pub to_seconds: i32,
    pub summer: bool,
    pub name: String,
}

/// The stretches that hold between two dates; the first begins at the first date.
pub fn stretches(zone: Tz, first: NaiveDate, last: NaiveDate) -> Vec<Stretch> {
    let mut at = first.and_time(chrono::NaiveTime::MIN);
    let mut found = vec![stretch(zone, at, offset(zone, at))];
    while at.date() <= last {
        let next = at + Days::new(1);
        if offset(zone, next) != offset(zone, at) {
            found.push(stretch(zone, change_between(zone, at, next), offset(zone, at)));
        }
        at = next;
    }
    found
}

fn stretch(zone: Tz, utc: NaiveDateTime, from_seconds: i32) -> Stretch {
    let there = zone.offset_from_utc_datetime(&utc);
    Stretch {
        onset: utc + Duration::seconds(i64::from(from_seconds)),
        from_seconds,
        to_seconds: there.fix().local_minus_utc(),
        summer: !there.dst_offset().is_zero(),
        name: there.to_string(),
    }
}

fn offset(zone: Tz, utc: NaiveDateTime) -> i32 {
    zone.offset_from_utc_datetime(&utc).fix().local_minus_utc()
}

/// The second at which the offset changes, by halving.
fn change_between(zone: Tz, mut before: NaiveDateTime, mut after: NaiveDateTime) -> NaiveDateTime {
    let old = offset(zone, before);
    while after - before > Duration::seconds(1) {
        let middle = before + Duration::seconds((after - before).num_seconds() / 2);
        if offset(zone, middle) == old {
            before = middle;
        } else {
            after = middle;
        }
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_clock_changes_stand_at_the_time_the_wall_showed_before() {
        let found = stretches(chrono_tz::Europe::London, day("2026-01-01"), day("2026-12-31"));
        let shown: Vec<_> = found
            .iter()
            .map(|one| (one.onset.to_string(), one.from_seconds / 60, one.to_seconds / 60, one.summer))
            .collect();
        let row = |onset: &str, from, to, summer| (onset.to_owned(), from, to, summer);
        assert_eq!(
            shown,
            [
                row("2026-01-01 00:00:00", 0, 0, false),
                row("2026-03-29 01:00:00", 0, 60, true),
                row("2026-10-25 02:00:00", 60, 0, false),
            ]
        );
    }

    #[test]
    fn a_zone_without_changes_is_one_stretch() {
        let found = stretches(chrono_tz::Asia::Kathmandu, day("2026-01-01"), day("2026-12-31"));
        assert_eq!((found.len(), found[0].to_seconds / 60), (1, 345));
    }
}
