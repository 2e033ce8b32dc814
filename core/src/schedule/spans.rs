//! Spans of minutes within one day: joined, cut, and as people read them.

use crate::time::{clock_text, midnight};
use chrono::{Duration, NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

/// Minutes after midnight of clinic wall time: from the first, before the second.
pub type Minutes = (i64, i64);

/// A span within one day, as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct DaySpan {
    pub starts: String,
    pub ends: String,
}

/// In order, and one where they touch or overlap.
pub fn join(mut spans: Vec<Minutes>) -> Vec<Minutes> {
    spans.sort_unstable();
    let mut joined: Vec<Minutes> = Vec::with_capacity(spans.len());
    for (starts, ends) in spans {
        match joined.last_mut().filter(|last| starts <= last.1) {
            Some(last) => last.1 = last.1.max(ends),
            None => joined.push((starts, ends)),
        }
    }
    joined
}

/// What is left of `spans` without `cuts`.
pub fn minus(mut spans: Vec<Minutes>, cuts: &[Minutes]) -> Vec<Minutes> {
    for (from, to) in cuts {
        let parts = spans.into_iter().flat_map(|(starts, ends)| [(starts, ends.min(*from)), (starts.max(*to), ends)]);
        spans = parts.filter(|(starts, ends)| starts < ends).collect();
    }
    spans
}

pub fn texts(spans: &[Minutes]) -> Vec<DaySpan> {
    spans.iter().map(|(starts, ends)| DaySpan { starts: clock_text(*starts), ends: clock_text(*ends) }).collect()
}

/// Whether the whole of `wanted` lies within one span.
pub fn covers(spans: &[Minutes], wanted: Minutes) -> bool {
    spans.iter().any(|(starts, ends)| *starts <= wanted.0 && wanted.1 <= *ends)
}

pub fn overlap(one: Minutes, other: Minutes) -> bool {
    one.0 < other.1 && other.0 < one.1
}

/// The part of a time that falls on a day, in minutes; the next midnight is 1440.
pub fn within(day: NaiveDate, starts_at: NaiveDateTime, ends_at: NaiveDateTime) -> Option<Minutes> {
    let minute = |at: NaiveDateTime| (at - midnight(day)).num_minutes().clamp(0, 1440);
    Some((minute(starts_at), minute(ends_at))).filter(|(starts, ends)| starts < ends)
}

/// Minutes of a day as a wall time; 24:00 is the next midnight.
pub fn at_minute(day: NaiveDate, minute: i64) -> NaiveDateTime {
    midnight(day) + Duration::minutes(minute)
}
