//! Where in a free span a waiting patient's visit would go, if anywhere: no database, so that it can be tried with any wish.

use super::wishes::weekday_bit;
use crate::schedule::spans;
use crate::time::{SLOT_MINUTES, midnight, slots};
use chrono::{Duration, NaiveDate, NaiveDateTime};

/// What of a wish decides about the moment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub minutes: i64,
    pub earliest: NaiveDate,
    pub latest: Option<NaiveDate>,
    pub weekdays: i64,
    pub from_minute: i64,
    pub to_minute: i64,
}

/// The first start in the gap (clinic wall time, within one day) at which the whole visit suits the wish, lies within one of the
/// working spans (minutes after midnight), and finds every five minutes free.
pub(super) fn first_start(
    wish: &Span,
    (starts_at, ends_at): (NaiveDateTime, NaiveDateTime),
    working: &[(i64, i64)],
    free: impl Fn(NaiveDateTime) -> bool,
) -> Option<NaiveDateTime> {
    let day = starts_at.date();
    let suits_day =
        wish.earliest <= day && wish.latest.is_none_or(|latest| day <= latest) && wish.weekdays & weekday_bit(day) != 0;
    if !suits_day {
        return None;
    }
    let minute = |at: NaiveDateTime| (at - midnight(day)).num_minutes();
    let first = minute(starts_at).max(wish.from_minute);
    let last_end = minute(ends_at).min(wish.to_minute);
    // Appointments begin on multiples of five minutes.
    let mut begin = first + (SLOT_MINUTES - first % SLOT_MINUTES) % SLOT_MINUTES;
    while begin + wish.minutes <= last_end {
        let (from, to) = (spans::at_minute(day, begin), spans::at_minute(day, begin + wish.minutes));
        if spans::covers(working, (begin, begin + wish.minutes)) && slots(from, to).into_iter().all(&free) {
            return Some(from);
        }
        begin += SLOT_MINUTES;
    }
    None
}

/// The next five minutes at or after a moment.
pub(super) fn round_up(at: NaiveDateTime) -> NaiveDateTime {
    let day = midnight(at.date());
    let seconds = (at - day).num_seconds();
    let slot = SLOT_MINUTES * 60;
    day + Duration::seconds((seconds + slot - 1) / slot * slot)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Days;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn monday() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    prop_compose! {
        fn wish()(
            slots in 1..12_i64, earliest in 0..10_u64, latest in proptest::option::of(0..10_u64), weekdays in 1..128_i64,
            from in 0..200_i64, length in 1..100_i64,
        ) -> Span {
            Span {
                minutes: slots * 5,
                earliest: monday() + Days::new(earliest),
                latest: latest.map(|days| monday() + Days::new(days)),
                weekdays,
                from_minute: from * 5,
                to_minute: (from * 5 + length * 5).min(1440),
            }
        }
    }

    proptest! {
        /// Whatever is found lies wholly in the gap, the wish, the working hours and free time; and nothing is passed over:
        /// a plain search over every five minutes of the day finds the same.
        #[test]
        fn every_start_really_fits_and_none_is_missed(
            wish in wish(), day in 0..10_u64, gap in (0..260_i64, 1..28_i64), works in (60..140_i64, 1..60_i64),
            taken in proptest::collection::btree_set(0..288_i64, 0..12),
        ) {
            let day = monday() + Days::new(day);
            let (starts_at, ends_at) = (spans::at_minute(day, gap.0 * 5), spans::at_minute(day, (gap.0 + gap.1) * 5));
            let working = [(works.0 * 5, (works.0 + works.1) * 5)];
            let taken: BTreeSet<NaiveDateTime> = taken.iter().map(|n| spans::at_minute(day, n * 5)).collect();
            let found = first_start(&wish, (starts_at, ends_at), &working, |at| !taken.contains(&at));
            let fits = |begin: i64| {
                let (from, to) = (spans::at_minute(day, begin), spans::at_minute(day, begin + wish.minutes));
                from >= starts_at && to <= ends_at
                    && begin >= wish.from_minute && begin + wish.minutes <= wish.to_minute
                    && begin >= working[0].0 && begin + wish.minutes <= working[0].1
                    && wish.earliest <= day && wish.latest.is_none_or(|latest| day <= latest)
                    && wish.weekdays & weekday_bit(day) != 0
                    && taken.iter().all(|slot| *slot < from || *slot >= to)
            };
            let first = (0..288).map(|n| n * 5).find(|begin| fits(*begin)).map(|begin| spans::at_minute(day, begin));
            prop_assert_eq!(found, first);
        }

        #[test]
        fn rounding_up_reaches_the_next_five_minutes(seconds in 0..86_400_i64) {
            let at = midnight(monday()) + Duration::seconds(seconds);
            let up = round_up(at);
            prop_assert!(crate::time::on_slot(up) && up >= at && (up - at).num_seconds() < 300);
        }
    }
}
