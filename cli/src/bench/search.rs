//! Finding patients as somebody types: 200 fixed searches of one to three words.

use super::set::{PATIENTS, Set};
use super::{Figure, Target, Times};
use clinic_core::patients::bulk;
use clinic_core::patients::find::FindPatients;
use clinic_core::patients::terms::fold;
use clinic_core::store::{Clause, Read, Value};
use clinic_core::{Result, args};
use std::time::Instant;
use uuid::Uuid;

const SEARCHES: u64 = 200;
const LIMIT: i64 = 20;

pub async fn measure(set: &Set) -> Result<Figure> {
    let mut ours = Vec::new();
    let mut by_hand = Vec::new();
    for round in 0..2 {
        for n in 0..SEARCHES {
            let text = typed(n);
            let started = Instant::now();
            set.clinic.ask(&set.who, FindPatients { text: text.clone(), limit: LIMIT }).await?;
            let took = started.elapsed();
            let started = Instant::now();
            plain(set, &text).await?;
            // The first round warms the caches.
            if round == 1 {
                ours.push(took);
                by_hand.push(started.elapsed());
            }
        }
    }
    Ok(Figure {
        name: format!("search, {SEARCHES} of 1 to 3 words"),
        ours: Times::new(ours),
        by_hand: Times::new(by_hand),
        what_by_hand: "the longest word's first 20 terms, and those patients' names",
        target: Target::P95Ms(5.0),
    })
}

/// What somebody types who looks for the nth of some patients.
fn typed(n: u64) -> String {
    let patient = bulk::patient(bulk::mixed(n) % PATIENTS);
    let first = |text: &str, letters: usize| {
        text.split(' ').next().unwrap_or_default().chars().take(letters).collect::<String>()
    };
    let tail = || patient.phone.chars().skip(patient.phone.chars().count() - 6).collect::<String>();
    match n % 8 {
        0 => first(&patient.family, 3),
        1 => first(&patient.given, 99),
        2 => format!("{} {}", first(&patient.family, 3), first(&patient.given, 2)),
        3 => format!("{} {}", first(&patient.given, 99), first(&patient.family, 99)),
        4 => patient.mrn,
        5 => tail(),
        6 => patient.birth_date.format("%d/%m/%Y").to_string(),
        _ => format!("{} {} {}", first(&patient.given, 3), first(&patient.family, 4), tail()),
    }
}

/// The least that any search must do: one range of the index, and the names.
async fn plain(set: &Set, text: &str) -> Result<()> {
    let word = text.split(' ').max_by_key(|word| word.len()).map(fold).unwrap_or_default();
    let mut db = set.db();
    let ids: Vec<(Uuid,)> = db
        .all(
            "SELECT patient_id FROM patient_terms WHERE term >= ? AND term < ? ORDER BY term, words LIMIT ?",
            args![&word, format!("{word}\u{ffff}"), LIMIT],
        )
        .await?;
    if ids.is_empty() {
        return Ok(());
    }
    let ids = ids.into_iter().map(|(id,)| Value::Uuid(id)).collect();
    let _: Vec<(Uuid, String, Option<String>, Option<String>)> = db
        .all_of(Clause::in_list("SELECT id, mrn, family_name, given_name FROM patients WHERE id IN (", ")", ids))
        .await?;
    Ok(())
}
