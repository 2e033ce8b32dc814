//! Looking ahead: a doctor's week, how full each day of a month is, and the next free slots.

use super::day::{CARDS, Card};
use super::set::{A_DAY, Set, doctor as doctor_id};
use super::{Figure, Target, Times};
use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime};
use clinic_core::appointments::free_slots::{AskFreeSlots, PartOfDay};
use clinic_core::appointments::month::AskMonth;
use clinic_core::appointments::week::AskWeek;
use clinic_core::patients::bulk::mixed;
use clinic_core::store::{Clause, Read};
use clinic_core::{Result, args};
use std::time::{Duration, Instant};

const RUNS: u64 = 50;

pub async fn week(set: &Set) -> Result<Figure> {
    let (mut ours, mut by_hand) = (Vec::new(), Vec::new());
    for n in rounds() {
        let (from, practitioner_id) = (day(set, n), doctor_id(mixed(n + 7)));
        let started = Instant::now();
        set.clinic.ask(&set.who, AskWeek { practitioner_id, from }).await?;
        let took = started.elapsed();
        let monday = from - Days::new(u64::from(from.weekday().num_days_from_monday()));
        let clause = Clause::new(
            CARDS,
            args![monday.and_time(NaiveTime::MIN), (monday + Days::new(7)).and_time(NaiveTime::MIN)],
        );
        let started = Instant::now();
        let _: Vec<Card> = set
            .db()
            .all_of(clause.and(" AND a.doctor_id = ? ORDER BY a.starts_at, a.id", args![practitioner_id]))
            .await?;
        keep(n, (took, started.elapsed()), (&mut ours, &mut by_hand));
    }
    Ok(Figure {
        name: "a doctor's week".to_owned(),
        ours: Times::new(ours),
        by_hand: Times::new(by_hand),
        what_by_hand: "one statement with the appointments and what their cards show",
        target: Target::MedianRatio(2.0),
    })
}

pub async fn month(set: &Set) -> Result<Figure> {
    let (mut ours, mut by_hand) = (Vec::new(), Vec::new());
    for n in rounds() {
        let first = day(set, n).with_day(1).unwrap_or_default();
        let started = Instant::now();
        set.clinic.ask(&set.who, AskMonth { first, practitioner_id: None }).await?;
        let took = started.elapsed();
        let span = args![first.and_time(NaiveTime::MIN), (first + Months::new(1)).and_time(NaiveTime::MIN)];
        let started = Instant::now();
        let _: Vec<(String, i64)> = set
            .db()
            .all(
                "SELECT CAST(SUBSTR(a.starts_at, 1, 10) AS CHAR) AS on_day, COUNT(*) FROM appointments a \
                 WHERE a.starts_at >= ? AND a.starts_at < ? AND a.status NOT IN ('cancelled', 'taken_back') GROUP BY on_day",
                span,
            )
            .await?;
        keep(n, (took, started.elapsed()), (&mut ours, &mut by_hand));
    }
    Ok(Figure {
        name: format!("how full a month is, about {} appointments", A_DAY * 21),
        ours: Times::new(ours),
        by_hand: Times::new(by_hand),
        what_by_hand: "one statement that counts the appointments of each day",
        target: Target::MedianRatio(2.0),
    })
}

/// The first five slots of a doctor from a full day on.
pub async fn free_slots(set: &Set) -> Result<Figure> {
    let (mut ours, mut by_hand) = (Vec::new(), Vec::new());
    for n in rounds() {
        let (from, practitioner_id) = (set.size.day_to_come(mixed(n % RUNS)), doctor_id(mixed(n + 7)));
        let question = AskFreeSlots {
            service_ids: vec![],
            minutes: Some(15),
            practitioner_ids: vec![practitioner_id],
            specialty_id: None,
            room_id: None,
            room_kind: None,
            usual_rooms: false,
            patient_id: None,
            from: from.and_time(NaiveTime::MIN),
            until: None,
            part: PartOfDay::Any,
            starts: None,
            ends: None,
            weekdays: vec![],
            count: 5,
        };
        let started = Instant::now();
        set.clinic.ask(&set.who, question).await?;
        let took = started.elapsed();
        let span =
            args![practitioner_id, from.and_time(NaiveTime::MIN), (from + Days::new(7)).and_time(NaiveTime::MIN)];
        let started = Instant::now();
        let _: Vec<(chrono::NaiveDateTime,)> = set
            .db()
            .all("SELECT slot_at FROM slot_claims WHERE resource_id = ? AND slot_at >= ? AND slot_at < ?", span)
            .await?;
        keep(n, (took, started.elapsed()), (&mut ours, &mut by_hand));
    }
    Ok(Figure {
        name: "the next five free slots of a doctor".to_owned(),
        ours: Times::new(ours),
        by_hand: Times::new(by_hand),
        what_by_hand: "one statement with the week's claims",
        target: Target::MedianMs(2.0),
    })
}

/// Each twice: the first round warms the caches.
fn rounds() -> impl Iterator<Item = u64> {
    0..2 * RUNS
}

fn day(set: &Set, n: u64) -> NaiveDate {
    set.size.working_day(mixed(n % RUNS) % set.size.days())
}

fn keep(n: u64, took: (Duration, Duration), into: (&mut Vec<Duration>, &mut Vec<Duration>)) {
    if n >= RUNS {
        into.0.push(took.0);
        into.1.push(took.1);
    }
}
