//! The record: the chart of somebody with a thousand visits, and diagnosis codes as one types.

use super::fill;
use super::set::{PATIENTS, RECORDS, Set, VITALS, doctor, id};
use super::{Figure, Target, Times};
use chrono::{NaiveDate, TimeDelta};
use clinic_core::ids::{OperationId, PatientId, UserId};
use clinic_core::patients::bulk;
use clinic_core::records::chart::AskChart;
use clinic_core::records::codes::ask::AskDiagnosisCodes;
use clinic_core::records::opened::OpenChart;
use clinic_core::records::visits::of_patient::AskPatientVisits;
use clinic_core::store::{Db, Read};
use clinic_core::time::Instant as Moment;
use clinic_core::{Error, Result, Who, args};
use std::time::Instant;
use uuid::Uuid;

const VISITS: u64 = 1000;
/// What the first page of the visits shows.
const PAGE: i64 = 20;
const RUNS: u64 = 100;
const SEARCHES: u64 = 200;
/// As they are typed: titles begun, words in any order, codes.
const TYPED: [&str; 10] = [
    "hyp",
    "hypertension primary",
    "mellitus 2 diab",
    "R05",
    "fracture left",
    "j45.9",
    "pneumonia",
    "back low",
    "otitis media r",
    "e1",
];

/// One patient of the set, in the middle of it.
fn patient() -> PatientId {
    bulk::patient(bulk::mixed(1) % PATIENTS).id
}

/// The chart's summary and the first page of its visits: what is asked when a chart is opened.
pub async fn chart(set: &Set) -> Result<Figure> {
    let Who::Person(session) = &set.who else { return Err(Error::internal("nobody is signed in")) };
    let mut db = set.db();
    write_visits(&mut db, session.user_id()).await?;
    let patient_id = patient();
    set.clinic.perform(&set.who, OperationId::new(), OpenChart { patient_id, reason: None }).await?;
    let (mut ours, mut by_hand) = (Vec::new(), Vec::new());
    for n in 0..=RUNS {
        let started = Instant::now();
        set.clinic.ask(&set.who, AskChart { patient_id }).await?;
        set.clinic.ask(&set.who, AskPatientVisits { patient_id, before: None, limit: PAGE }).await?;
        let took = started.elapsed();
        let started = Instant::now();
        let _: Vec<(Uuid, String, Option<String>, Option<String>)> = db
            .all(
                "SELECT id, status, reason, plan FROM medical_records WHERE patient_id = ? ORDER BY visited_at DESC, id DESC LIMIT ?",
                args![patient_id, PAGE],
            )
            .await?;
        // The first run warms the caches.
        if n > 0 {
            ours.push(took);
            by_hand.push(started.elapsed());
        }
    }
    Ok(Figure {
        name: format!("the chart of a patient with {VISITS} visits"),
        ours: Times::new(ours),
        by_hand: Times::new(by_hand),
        what_by_hand: "one statement with the newest 20 visits",
        target: Target::MedianMs(10.0),
    })
}

pub async fn codes(set: &Set) -> Result<Figure> {
    let mut db = set.db();
    let (mut ours, mut by_hand) = (Vec::new(), Vec::new());
    for round in 0..2 {
        for n in 0..SEARCHES {
            let text = TYPED[usize::try_from(n).unwrap_or(0) % TYPED.len()];
            let started = Instant::now();
            set.clinic.ask(&set.who, AskDiagnosisCodes { text: text.to_owned(), limit: 10 }).await?;
            let took = started.elapsed();
            let started = Instant::now();
            let _: Vec<(String,)> = db.all("SELECT code_system FROM code_lists", vec![]).await?;
            if round == 1 {
                ours.push(took);
                by_hand.push(started.elapsed());
            }
        }
    }
    Ok(Figure {
        name: format!("diagnosis codes as one types, {SEARCHES} times"),
        ours: Times::new(ours),
        by_hand: Times::new(by_hand),
        what_by_hand: "one statement that says which lists there are; the codes themselves are held in memory",
        target: Target::P95Ms(5.0),
    })
}

/// Drafts of a thousand weeks, each with three values; written once, past the journal like the rest of the set.
async fn write_visits(db: &mut Db, user: UserId) -> Result<()> {
    if fill::is_there(db, "SELECT 1 FROM medical_records WHERE id = ?", args![id(RECORDS, 0)]).await? {
        return Ok(());
    }
    let patient = patient();
    let first = NaiveDate::from_ymd_opt(2007, 1, 1).unwrap_or_default().and_hms_opt(9, 0, 0).unwrap_or_default();
    let (mut records, mut values) = (Vec::new(), Vec::new());
    for n in 0..VISITS {
        let at = first + TimeDelta::weeks(i64::try_from(n).unwrap_or(0));
        let record = id(RECORDS, n);
        let text = format!("Visit {n}: feels well, takes the tablets, sleeps better than before.");
        records.push(args![record, 1_i64, patient, doctor(n), at, &text, &text, "draft"]);
        for (place, (kind, value, unit)) in
            [("systolic", 128_000_i64, "mmHg"), ("diastolic", 82_000, "mmHg"), ("pulse", 70_000, "/min")]
                .into_iter()
                .enumerate()
        {
            let value_id = id(VITALS, n * 3 + u64::try_from(place).unwrap_or(0));
            values.push(args![value_id, patient, record, kind, value, unit, at, Moment(at), user]);
        }
    }
    let mut tx = db.begin().await?;
    let columns = &["id", "version", "patient_id", "doctor_id", "visited_at", "reason", "plan", "status"];
    tx.insert_rows("medical_records", columns, records).await?;
    let columns =
        &["id", "patient_id", "record_id", "kind", "value_scaled", "unit", "measured_at", "entered_at", "entered_by"];
    tx.insert_rows("vitals", columns, values).await?;
    tx.commit().await
}
