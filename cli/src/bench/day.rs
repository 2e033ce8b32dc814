//! The day as the screen shows it: of one doctor, and of the whole clinic with 400 appointments.

use super::set::{A_DAY, DOCTORS, Set, doctor as doctor_id};
use super::{Figure, Target, Times};
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use clinic_core::appointments::day::AskDay;
use clinic_core::patients::bulk::mixed;
use clinic_core::store::{Clause, Read};
use clinic_core::{Result, args};
use std::time::Instant;
use uuid::Uuid;

const RUNS: u64 = 100;

/// What a card of the day shows, as plain columns.
pub(super) type Card = (
    Uuid,
    Uuid,
    Option<String>,
    Option<String>,
    Option<NaiveDate>,
    Uuid,
    Option<Uuid>,
    NaiveDateTime,
    NaiveDateTime,
    String,
    NaiveDateTime,
    String,
    Option<String>,
    Option<String>,
    bool,
    bool,
);

pub(super) const CARDS: &str = "SELECT a.id, a.patient_id, p.family_name, p.given_name, p.birth_date, a.doctor_id, a.room_id, a.starts_at, a.ends_at, a.status, \
     a.status_since, a.services_text, a.note, r.name, \
     EXISTS (SELECT 1 FROM allergies x WHERE x.patient_id = a.patient_id AND x.status = 'active'), \
     EXISTS (SELECT 1 FROM patient_alerts x WHERE x.patient_id = a.patient_id AND x.ended_on IS NULL AND x.kind = 'alert') \
     FROM appointments a JOIN patients p ON p.id = a.patient_id LEFT JOIN clinic_rooms r ON r.id = a.room_id WHERE a.starts_at >= ? AND a.starts_at < ?";

pub async fn doctor(set: &Set) -> Result<Figure> {
    measure(set, true, format!("a doctor's day, {} appointments", A_DAY / DOCTORS)).await
}

pub async fn clinic(set: &Set) -> Result<Figure> {
    measure(set, false, format!("the clinic's day, {A_DAY} appointments")).await
}

async fn measure(set: &Set, of_one: bool, name: String) -> Result<Figure> {
    let mut ours = Vec::new();
    let mut by_hand = Vec::new();
    for round in 0..2 {
        for n in 0..RUNS {
            let date = set.size.working_day(mixed(n) % set.size.days());
            let practitioner_id = of_one.then(|| doctor_id(mixed(n + 7)));
            let started = Instant::now();
            set.clinic.ask(&set.who, AskDay { date, practitioner_id }).await?;
            let took = started.elapsed();
            let started = Instant::now();
            let mut clause = Clause::new(
                CARDS,
                args![date.and_time(NaiveTime::MIN), (date + Days::new(1)).and_time(NaiveTime::MIN)],
            );
            if let Some(id) = practitioner_id {
                clause = clause.and(" AND a.doctor_id = ?", args![id]);
            }
            let _: Vec<Card> = set.db().all_of(clause.and(" ORDER BY a.starts_at, a.id", vec![])).await?;
            // The first round warms the caches.
            if round == 1 {
                ours.push(took);
                by_hand.push(started.elapsed());
            }
        }
    }
    Ok(Figure {
        name,
        ours: Times::new(ours),
        by_hand: Times::new(by_hand),
        what_by_hand: "one statement with the appointments and what their cards show: names, rooms, allergies, alerts",
        target: Target::MedianRatio(2.0),
    })
}
