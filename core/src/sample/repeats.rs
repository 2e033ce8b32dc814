//! What some of the sample's patients take, and asked for more of: waiting, ready to collect, refused, handed over.

use super::build::{Plan, id, is_allergic, registered_ago, step};
use crate::clinic::Step;
use crate::fields::Clinical;
use crate::ids::*;
use crate::operation::Operation;
use crate::records::medicines::write::{PrescribedItem, WritePrescription};
use crate::records::opened::OpenChart;
use crate::records::repeats::RepeatWay;
use crate::records::repeats::approve::ApproveRepeat;
use crate::records::repeats::hand_over::{HandOverRepeat, RepeatEnd};
use crate::records::repeats::look::LookAtMedicines;
use crate::records::repeats::refuse::RefuseRepeat;
use crate::records::repeats::request::RequestRepeat;
use crate::time::Instant;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
/// Three months' worth, of which a few days are left.
const PRESCRIBED_AGO: i64 = 85 * DAY;
const FOR_DAYS: i64 = 90;

/// Name, ingredient, strength, form, dose, how often, quantity.
type Taken = [&'static str; 7];

const METFORMIN: Taken =
    ["Metformin", "metformin", "500 mg", "tablet", "1 tablet", "with breakfast and dinner", "180 tablets"];
const AMLODIPINE: Taken = ["Amlodipine", "amlodipine", "5 mg", "tablet", "1 tablet", "in the morning", "90 tablets"];
const THYROXINE: Taken =
    ["Levothyroxine", "levothyroxine", "75 µg", "tablet", "1 tablet", "half an hour before breakfast", "90 tablets"];
const ATORVASTATIN: Taken =
    ["Atorvastatin", "atorvastatin", "20 mg", "tablet", "1 tablet", "in the evening", "90 tablets"];

/// What one patient takes, asked for, and when (seconds ago).
struct Case {
    takes: &'static [Taken],
    asked_ago: i64,
    in_words: Option<&'static str>,
    note: Option<&'static str>,
    way: RepeatWay,
    answered_ago: Option<i64>,
}

const CASES: [Case; 6] = [
    case(&[METFORMIN, AMLODIPINE], 50 * HOUR, Some(48 * HOUR)),
    case(&[THYROXINE], 26 * HOUR, Some(22 * HOUR)),
    case(&[ATORVASTATIN], 25 * HOUR, Some(21 * HOUR)),
    Case { note: Some("Runs out on Friday"), ..case(&[METFORMIN, ATORVASTATIN], 3 * HOUR, None) },
    Case { way: RepeatWay::Send, ..case(&[AMLODIPINE], 2 * HOUR, None) },
    Case {
        in_words: Some("The drops for the eyes, as last winter"),
        note: Some("Her daughter collects it"),
        ..case(&[THYROXINE], HOUR, None)
    },
];
const HANDED_OVER: usize = 0;
const REFUSED: usize = 2;

const fn case(takes: &'static [Taken], asked_ago: i64, answered_ago: Option<i64>) -> Case {
    Case { takes, asked_ago, in_words: None, note: None, way: RepeatWay::Collect, answered_ago }
}

/// By whom, in the order in which they are performed.
pub(super) struct Repeats {
    pub prescribed: Vec<Step>,
    pub noted: Vec<Step>,
    pub answered: Vec<Step>,
    pub handed_over: Vec<Step>,
}

pub(super) fn of(plan: &Plan) -> Repeats {
    let (mut prescribed, mut noted, mut answered) = (Vec::new(), Vec::new(), Vec::new());
    let ago = |seconds| plan.now.minus_seconds(seconds);
    for ((n, case), patient) in (0..).zip(&CASES).zip(patients()) {
        let patient_id = PatientId(id("patient", patient));
        let first = written(patient_id, n, case, "prescription", None);
        add(&mut prescribed, OpenChart { patient_id, reason: None }, n, ago(PRESCRIBED_AGO + 60));
        add(&mut prescribed, first, n, ago(PRESCRIBED_AGO));
        add(&mut noted, LookAtMedicines { patient_id }, n, ago(case.asked_ago + 60));
        add(&mut noted, requested(patient_id, n, case), n, ago(case.asked_ago));
        let Some(answered_ago) = case.answered_ago else { continue };
        // Another opening of the same chart than the first.
        add(&mut answered, OpenChart { patient_id, reason: None }, n + 100, ago(answered_ago + 60));
        let repeat_id = repeat_id(n);
        let answer: Operation = if n == REFUSED as u64 {
            RefuseRepeat { repeat_id, version: 1, reason: Clinical("Blood values first: please book".into()) }.into()
        } else {
            let prescription = written(patient_id, n, case, "repeat", Some("prescription"));
            ApproveRepeat { repeat_id, version: 1, prescription }.into()
        };
        add(&mut answered, answer, n, ago(answered_ago));
    }
    let end = HandOverRepeat { repeat_id: repeat_id(HANDED_OVER as u64), version: 2, end: RepeatEnd::HandedOver };
    let mut handed_over = Vec::new();
    add(&mut handed_over, end, 0, ago(30 * HOUR));
    Repeats { prescribed, noted, answered, handed_over }
}

fn add(steps: &mut Vec<Step>, operation: impl Into<Operation>, n: u64, at: Instant) {
    steps.push(step(operation, n, at));
}

/// Registered long enough ago, and allergic to nothing that is known.
fn patients() -> impl Iterator<Item = u64> {
    (40..).filter(|n| registered_ago(*n) > 100 * DAY && !is_allergic(*n))
}

fn repeat_id(n: u64) -> RepeatId {
    RepeatId(id("repeat", n))
}

/// The same id for the same line of the same prescription: of which one, says `kind`.
fn item_id(kind: &str, n: u64, line: usize) -> PrescriptionItemId {
    PrescriptionItemId(id(&format!("{kind} item"), n * 10 + line as u64))
}

fn written(patient_id: PatientId, n: u64, case: &Case, kind: &str, repeats: Option<&str>) -> WritePrescription {
    let text = |text: &str| Clinical(text.to_owned());
    let item = |(line, taken): (usize, &Taken)| {
        let [medicine, ingredient, strength, form, dose, frequency, quantity] = *taken;
        PrescribedItem {
            item_id: item_id(kind, n, line),
            medicine_id: None,
            repeats_id: repeats.map(|earlier| item_id(earlier, n, line)),
            medicine: text(medicine),
            ingredient: Some(text(ingredient)),
            strength: Some(text(strength)),
            form: Some(text(form)),
            dose: text(dose),
            frequency: text(frequency),
            days: Some(FOR_DAYS),
            quantity: Some(text(quantity)),
            instructions: None,
            all_the_same: None,
        }
    };
    WritePrescription {
        prescription_id: PrescriptionId(id(kind, n)),
        patient_id,
        practitioner_id: PractitionerId(id("practitioner", 0)),
        visit_id: None,
        items: case.takes.iter().enumerate().map(item).collect(),
        note: None,
    }
}

fn requested(patient_id: PatientId, n: u64, case: &Case) -> RequestRepeat {
    let text = |text: Option<&str>| text.map(|text| Clinical(text.to_owned()));
    let items = (0..case.takes.len()).filter(|_| case.in_words.is_none());
    RequestRepeat {
        repeat_id: repeat_id(n),
        patient_id,
        item_ids: items.map(|line| item_id("prescription", n, line)).collect(),
        text: text(case.in_words),
        note: text(case.note),
        way: case.way,
    }
}
