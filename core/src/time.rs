//! The three kinds of time: dates, clinic wall time (with the clinic's zone), and instants in UTC.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, SubsecRound, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Appointments start and end on multiples of this many minutes of clinic wall time.
pub const SLOT_MINUTES: i64 = 5;

/// A moment in UTC, to the microsecond: the databases keep no more, and the journal's hashes depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type, ts_rs::TS)]
#[sqlx(transparent)]
#[ts(type = "string")]
pub struct Instant(pub NaiveDateTime);

impl Instant {
    pub fn from_utc(at: DateTime<Utc>) -> Instant {
        Instant(at.naive_utc().trunc_subsecs(6))
    }

    pub fn text(self) -> String {
        self.0.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
    }

    /// This moment as the clock on the clinic's wall shows it.
    pub fn on_wall(self, zone: Tz) -> NaiveDateTime {
        zone.from_utc_datetime(&self.0).naive_local()
    }

    pub fn seconds_since(self, earlier: Instant) -> i64 {
        (self.0 - earlier.0).num_seconds()
    }

    pub fn minus_seconds(self, seconds: i64) -> Instant {
        Instant(self.0 - Duration::seconds(seconds))
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Instant, D::Error> {
        let text = String::deserialize(deserializer)?;
        let at = DateTime::parse_from_rfc3339(&text).map_err(serde::de::Error::custom)?;
        Ok(Instant::from_utc(at.with_timezone(&Utc)))
    }
}

impl From<Instant> for crate::store::Value {
    fn from(at: Instant) -> crate::store::Value {
        crate::store::Value::DateTime(at.0)
    }
}

/// The clock seam: real time, shifted or standing still in tests.
#[derive(Clone, Default)]
pub struct Clock {
    shift_microseconds: Arc<AtomicI64>,
    stands_at: Option<Instant>,
}

impl Clock {
    /// A clock for tests that shows this moment until it is moved.
    pub fn standing_at(at: Instant) -> Clock {
        Clock { stands_at: Some(at), ..Clock::default() }
    }

    pub fn now(&self) -> Instant {
        let shift = Duration::microseconds(self.shift_microseconds.load(Ordering::Relaxed));
        match self.stands_at {
            Some(Instant(at)) => Instant(at + shift),
            None => Instant::from_utc(Utc::now() + shift),
        }
    }

    /// Moves this clock forward (or back) for tests and simulations.
    pub fn advance_seconds(&self, seconds: i64) {
        self.shift_microseconds.fetch_add(seconds * 1_000_000, Ordering::Relaxed);
    }
}

/// The minute that has begun: what people mean by a time, and what every engine keeps alike.
pub fn to_minute(wall: NaiveDateTime) -> NaiveDateTime {
    wall.with_second(0).and_then(|wall| wall.with_nanosecond(0)).unwrap_or(wall)
}

/// Whether the clinic's clock shows this time that day: a time in the gap of a clock change never comes.
pub fn exists(zone: Tz, wall: NaiveDateTime) -> bool {
    zone.from_local_datetime(&wall).earliest().is_some()
}

/// Whether the clinic's clock shows this time twice that day.
pub fn repeats(zone: Tz, wall: NaiveDateTime) -> bool {
    matches!(zone.from_local_datetime(&wall), chrono::LocalResult::Ambiguous(..))
}

/// The minutes of a day that its clock skips, as spans.
pub fn skipped(zone: Tz, day: NaiveDate) -> Vec<(i64, i64)> {
    let at = |minute| instant_of(zone, midnight(day) + Duration::minutes(minute));
    // A clock that reads 24 hours apart in 24 hours skipped nothing.
    if matches!((at(0), at(1440)), (Some(start), Some(end)) if end.seconds_since(start) == 86_400) {
        return Vec::new();
    }
    let mut spans: Vec<(i64, i64)> = Vec::new();
    for minute in (0..1440).filter(|minute| at(*minute).is_none()) {
        match spans.last_mut().filter(|last| last.1 == minute) {
            Some(last) => last.1 = minute + 1,
            None => spans.push((minute, minute + 1)),
        }
    }
    spans
}

/// The instant of a wall time; of a repeated time the first occurrence. Nothing for a skipped time.
pub fn instant_of(zone: Tz, wall: NaiveDateTime) -> Option<Instant> {
    zone.from_local_datetime(&wall).earliest().map(|at| Instant::from_utc(at.with_timezone(&Utc)))
}

/// The five-minute slots from `starts_at` (inclusive) to `ends_at` (exclusive).
pub fn slots(starts_at: NaiveDateTime, ends_at: NaiveDateTime) -> Vec<NaiveDateTime> {
    let mut slots = Vec::new();
    let mut at = starts_at;
    while at < ends_at {
        slots.push(at);
        at += Duration::minutes(SLOT_MINUTES);
    }
    slots
}

/// The start of the five minutes in which this time lies.
pub fn slot_of(wall: NaiveDateTime) -> NaiveDateTime {
    let past = i64::from(wall.minute()) % SLOT_MINUTES * 60 + i64::from(wall.second());
    wall - Duration::seconds(past) - Duration::nanoseconds(i64::from(wall.nanosecond()))
}

pub fn on_slot(wall: NaiveDateTime) -> bool {
    i64::from(wall.minute()) % SLOT_MINUTES == 0 && wall.second() == 0 && wall.nanosecond() == 0
}

/// Minutes after midnight.
pub fn minute_of_day(time: NaiveTime) -> i64 {
    i64::from(time.num_seconds_from_midnight()) / 60
}

/// "08:30" for minutes after midnight; "24:00" is the end of the day.
pub fn clock_text(minute: i64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Minutes after midnight of "08:30"; "24:00" is allowed.
pub fn parse_clock(text: &str) -> Option<i64> {
    let (hour, minute) = text.split_once(':')?;
    if hour.len() != 2 || minute.len() != 2 {
        return None;
    }
    let (hour, minute) = (hour.parse::<i64>().ok()?, minute.parse::<i64>().ok()?);
    let total = hour * 60 + minute;
    (hour >= 0 && (0..60).contains(&minute) && (0..=1440).contains(&total)).then_some(total)
}

pub fn midnight(day: NaiveDate) -> NaiveDateTime {
    day.and_time(NaiveTime::MIN)
}

/// Monday is 1, Sunday 7.
pub fn weekday_number(day: NaiveDate) -> i64 {
    i64::from(day.weekday().number_from_monday())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The days of a year on which a zone's clock is changed.
    fn change_days(zone: Tz, year: i32) -> impl Iterator<Item = NaiveDate> {
        let offset = move |day: NaiveDate| chrono::Offset::fix(&zone.offset_from_utc_datetime(&midnight(day)));
        let days = NaiveDate::from_ymd_opt(year, 1, 1).unwrap().iter_days().take(365);
        // The change may fall on either of the two days that the clinic's midnight and Greenwich's part.
        days.filter(move |day| offset(*day) != offset(*day + Duration::days(1)))
            .flat_map(|day| [day - Duration::days(1), day, day + Duration::days(1)])
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8))]

        /// In every zone, minute by minute on the days of a change.
        #[test]
        fn a_time_is_skipped_repeated_or_neither_and_comes_back_as_it_was(year in 1975..2037_i32) {
            for zone in chrono_tz::TZ_VARIANTS {
                for day in change_days(zone, year) {
                    let gaps = skipped(zone, day);
                    for minute in 0..1440 {
                        let at = midnight(day) + Duration::minutes(minute);
                        let in_gap = gaps.iter().any(|(from, to)| (*from..*to).contains(&minute));
                        prop_assert_eq!(exists(zone, at), !in_gap, "{} {}", zone, at);
                        prop_assert!(!(in_gap && repeats(zone, at)), "{} {}", zone, at);
                        prop_assert_eq!(instant_of(zone, at).map(|instant| instant.on_wall(zone)), (!in_gap).then_some(at), "{}", zone);
                    }
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        /// Of a repeated time the wall says the first: no instant comes back later than it was, and all others as they were.
        #[test]
        fn every_instant_has_a_time_on_every_wall(second in 0..2_100_000_000_i64, zone in proptest::sample::select(&chrono_tz::TZ_VARIANTS[..])) {
            let instant = Instant(DateTime::from_timestamp(second, 0).unwrap().naive_utc());
            let wall = instant.on_wall(zone);
            let back = instant_of(zone, wall).unwrap();
            prop_assert!(back == instant || (back < instant && repeats(zone, wall)), "{} {:?} {:?}", zone, instant, back);
            prop_assert!(on_slot(slot_of(wall)) && slot_of(wall) <= wall && wall - slot_of(wall) < Duration::minutes(SLOT_MINUTES));
            prop_assert_eq!(parse_clock(&clock_text(minute_of_day(wall.time()))), Some(minute_of_day(wall.time())));
        }
    }

    fn wall(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    #[test]
    fn a_skipped_time_does_not_exist_and_a_repeated_one_is_its_first() {
        let zone: Tz = "Europe/London".parse().unwrap();
        assert!(!exists(zone, wall("2026-03-29 01:30")));
        assert!(exists(zone, wall("2026-03-29 02:00")));
        assert_eq!(instant_of(zone, wall("2026-10-25 01:30")).unwrap().text(), "2026-10-25T00:30:00.000000Z");
    }

    #[test]
    fn slots_cover_the_span_and_nothing_more() {
        assert_eq!(slots(wall("2026-11-23 09:00"), wall("2026-11-23 09:15")).len(), 3);
        assert!(slots(wall("2026-11-23 09:00"), wall("2026-11-23 09:00")).is_empty());
    }

    #[test]
    fn clock_texts_are_strict() {
        assert_eq!(parse_clock("08:30"), Some(510));
        assert_eq!(parse_clock("24:00"), Some(1440));
        for bad in ["8:30", "24:05", "12:60", "-1:00", "noon", ""] {
            assert_eq!(parse_clock(bad), None, "{bad}");
        }
    }
}
