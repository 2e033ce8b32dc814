//! Every text field of every operation with every word of the corpus: it is stored as it was typed and read back, or refused
//! with an error that names the field. Nothing is cut off, nothing is half written, nothing is unexpected.

use clinic_core::Error;
use clinic_core::operation::Operation;
use clinic_core::question::Question;
use clinic_core::records::notes::snippets::AskSnippets;
use clinic_core::tasks::list::AskTasks;
use clinic_tests::corpus_words::{WORDS, Word};
use clinic_tests::engine_list::{Engine, all};
use clinic_tests::leaves::{Class, LISTED, Leaf, kinds, named, put, put_back};
use clinic_tests::scene::{Scene, field_of, leaves_of, rows, typed};
use clinic_tests::script::{ADDED, ADMIN, By, Step, script};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

/// Columns that no answer shows: folded for searching and sorting, or over.
const NOT_TOLD: [&str; 12] = [
    // By chance.
    "users.password_hash",
    // Ended, removed.
    "patient_alerts.text",
    "working_exceptions.label",
    "patient_terms.term",
    "patient_terms.words",
    "patients.sort_name",
    "medicine_terms.term",
    "interaction_rules.pair_key",
    // The name of its list again.
    "code_list_parts.code_system",
    "users.login_key",
    "sign_in_attempts.subject",
    "security_events.login",
];

/// Tables that are answered only to whoever opened the chart, or within a document: `alerts.rs`, `charts.rs`, `visits.rs`, `vaccinations.rs`, `files.rs`, `recalls.rs`, `prescriptions.rs`, `repeats.rs`, `papers.rs`,
/// `paper_templates.rs`, `billing.rs`, `corrections.rs`, `methods.rs`, `roundings.rs` and `till.rs` read them back.
const TOLD_ELSEWHERE: [&str; 35] = [
    "access_log",
    "alert_strikes",
    "allergies",
    "attachments",
    "credit_note_items",
    "credit_notes",
    "diagnoses",
    "file_strikes",
    "invoice_items",
    "invoice_seals",
    "invoices",
    "letter_strikes",
    "letters",
    "medical_records",
    // What was changed since is read where it was issued with.
    "paper_templates",
    "payment_own_methods",
    "payments",
    "prescription_items",
    "prescription_stops",
    "prescriptions",
    "problems",
    "recall_calls",
    "recalls",
    "record_addenda",
    "repeat_requests",
    "result_reviews",
    "strikes",
    "test_requests",
    "till_moves",
    "tills",
    "vaccination_strikes",
    "vaccinations",
    "vitals",
    "write_off_undos",
    "write_offs",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_text_field_takes_or_refuses_every_word() {
    let engines: Vec<_> = all().into_iter().map(|engine| tokio::spawn(play_all(engine))).collect();
    for engine in engines {
        engine.await.expect("a clinic that nothing typed can harm");
    }
}

/// In every marked text of this test, and in no other.
const STEM: &str = "zqx";

/// Each round is a clinic of its own in which every field gets another word. A file gets every second word in each field, a server
/// about every sixth, and fields of each kind all words; `CLINIC_TEST_CORPUS=whole` puts every word into every field.
async fn play_all(engine: Engine) {
    let whole = std::env::var("CLINIC_TEST_CORPUS").is_ok_and(|value| value == "whole");
    let stride = match (whole, engine.is_server()) {
        (true, _) => 1,
        (false, false) => 2,
        (false, true) => 6,
    };
    let mut stored = BTreeSet::new();
    for round in (0..WORDS.len()).step_by(stride) {
        // A server's rounds go on by one more than they leave out: else a field would meet words of one kind only.
        let round = if engine.is_server() && !whole { round + round / stride } else { round };
        let mut scene = Scene::new(&engine).await;
        for (number, step) in script().iter().enumerate() {
            for leaf in play(&mut scene, step, number, round).await {
                stored.insert(format!("{} {}", step.operation.name(), leaf.kind()));
            }
        }
        read_back(&mut scene, round).await;
        scene.end().await;
    }
    let mut bare = Vec::new();
    for about in Operation::ALL {
        for (kind, class) in kinds(&(about.schema)()) {
            let name = kind.rsplit('.').next().unwrap_or_default();
            let known =
                LISTED.contains(&name) || stored.iter().any(|stored| stored.rsplit(['.', ' ']).next() == Some(name));
            if class.is_text() && !known {
                bare.push(format!("{} {kind}", about.name));
            }
        }
    }
    assert!(bare.is_empty(), "no word was ever stored in {bare:#?}");
}

/// A leaf and what is typed there.
struct Typed {
    leaf: Leaf,
    text: String,
    word: &'static Word,
}

/// Types a word into each field at once, takes it back wherever it is refused, and reads the rest again.
async fn play(scene: &mut Scene, step: &Step, number: usize, round: usize) -> Vec<Leaf> {
    let mut before = typed(step);
    let recovers = step.operation.name() == "recover_admin";
    if recovers {
        // Whoever got a word for a sign-in name is found by it.
        before["login"] = json!(scene.login("m.novak"));
    }
    let mut json = before.clone();
    let mark = format!("{STEM}{}", letters(number));
    let mut open: Vec<Typed> = Vec::new();
    // Each refusal of an operation with a password costs a hash; editing the clinic tries the same words in the same fields.
    let costly = leaves_of(&json).iter().any(|leaf| leaf.class == Class::Secret);
    let tried = |leaf: &Leaf| leaf.class.is_text() && !(costly && is_listed(leaf));
    for leaf in leaves_of(&json).into_iter().filter(|leaf| tried(leaf) && !recovers) {
        let word = &WORDS[(round + number + open.len()) % WORDS.len()];
        let text = (word.text)(&format!("{mark}{}", letters(open.len())));
        put(&mut json, &leaf.pointer, json!(text));
        open.push(Typed { leaf, text, word });
    }
    // Signing in leaves its own row.
    scene.who(step.by).await;
    scene.send(step.by, &json).await;
    let (counts, mut counted) = (scene.counts().await, false);
    let what = |scene: &Scene| format!("round {round}, {} on {}", step.operation.name(), scene.engine);
    while let Err(error) = scene.perform(step.by, step.id, &json).await {
        let position = blamed(&open, &error, &json);
        let position = position.unwrap_or_else(|| panic!("{}: {error:?}\n{json}", what(scene)));
        put_back(&mut json, &before, &open.remove(position).leaf.pointer);
        if !counted {
            counted = true;
            assert_eq!(scene.counts().await, counts, "{}: half written, {error:?}", what(scene));
        }
    }
    let marked = if open.is_empty() { Vec::new() } else { scene.cells_with(&mark).await };
    for one in &open {
        let expected = kept(&one.text);
        // What is looked up is kept nowhere but in the journal.
        if expected.is_empty() || not_needed(&one.leaf) || step.operation.name() == "look_up_batch" {
            continue;
        }
        // One look for all that bear the mark: each goes through every column.
        let own;
        let cells = if expected.contains(&mark) {
            &marked
        } else {
            own = scene.cells_with(&expected).await;
            &own
        };
        let whole = cells.iter().any(|cell| is_or_holds(cell, &expected));
        assert!(whole, "{}: {} in {} as {expected:?} in {cells:?}", what(scene), one.word.name, one.leaf.field());
    }
    open.into_iter().map(|one| one.leaf).collect()
}

/// The field that the error names; or that its code alone means.
fn blamed(open: &[Typed], error: &Error, json: &Json) -> Option<usize> {
    let field = match (field_of(error, json), error.code().text()) {
        (Some(field), _) => field,
        (_, "person.login_taken") => "login".to_owned(),
        (_, "patient.identifier_taken") => "value".to_owned(),
        (_, "chart.reason_needed") => "reason".to_owned(),
        (_, "vaccination.expired") => "expired_reason".to_owned(),
        _ => return None,
    };
    named(open.iter().map(|one| &one.leaf), &field)
}

/// A reason for what needs none here; or the kind of a line that is left out because nothing else stands in it.
fn not_needed(leaf: &Leaf) -> bool {
    (!leaf.given && leaf.pointer.ends_with("/reason")) || is_listed(leaf)
}

fn is_listed(leaf: &Leaf) -> bool {
    LISTED.contains(&leaf.kind().rsplit('.').next().unwrap_or_default())
}

async fn ids_of(scene: &Scene, sql: &'static str) -> Vec<Uuid> {
    let rows: Vec<(Uuid,)> = rows(&scene.db, sql).await;
    rows.into_iter().map(|(id,)| id).collect()
}

/// Questions that need nothing said.
const WHOLE_LISTS: &[&str] = &[
    "clinic",
    "people",
    "specialties",
    "rooms",
    "practitioners",
    "services",
    "price_lists",
    "medicines",
    "interactions",
    "code_lists",
    "identifier_types",
    "exceptions",
    "message_templates",
    "paper_templates",
    "note_templates",
    "snippets",
    "workstations",
    "waitlist",
    "tasks",
    "to_recall",
    "tax_rates",
    "billing_rules",
    "payment_methods",
    "payers",
];

/// Each text that stands in a table now is in an answer, whole.
async fn read_back(scene: &mut Scene, round: usize) {
    let admin = scene.who(ADMIN).await;
    let mut questions = vec![];
    for name in WHOLE_LISTS {
        questions.push(json!({ "ask": name }));
    }
    for id in ids_of(scene, "SELECT id FROM patients").await {
        questions.push(json!({ "ask": "patient", "id": id }));
        questions.push(json!({ "ask": "record_history", "kind": "patient", "id": id }));
        for status in ["booked", "withdrawn"] {
            questions.push(json!({ "ask": "waitlist", "patient_id": id, "status": status }));
        }
    }
    for id in ids_of(scene, "SELECT id FROM payers").await {
        questions.push(json!({ "ask": "payer_account", "payer_id": id }));
    }
    for id in ids_of(scene, "SELECT id FROM appointments").await {
        questions.push(json!({ "ask": "appointment", "id": id }));
        questions.push(json!({ "ask": "record_history", "kind": "appointment", "id": id }));
    }
    let mut told = BTreeSet::new();
    for json in questions {
        let question: Question = serde_json::from_value(json.clone()).expect("a question");
        let answer: Json = scene.clinic.ask_as(&admin, question).await.unwrap_or_else(|e| panic!("{json}: {e:?}"));
        texts(&answer, &mut told);
    }
    // What the doctor asks of the desk, about a result, is between those two.
    let doctor = scene.who(By::Person(ADDED[1])).await;
    let answer: Json = scene.clinic.ask_as(&doctor, AskTasks { done: false }).await.expect("the doctor's tasks");
    texts(&answer, &mut told);
    let answer: Json = scene.clinic.ask_as(&doctor, AskSnippets {}).await.expect("the doctor's own snippets");
    texts(&answer, &mut told);
    let mut untold = Vec::new();
    for (column, cell) in scene.cells_with(STEM).await {
        let mut parts = BTreeSet::from([cell.clone()]);
        if column == "settings.value" {
            parts.clear();
            texts(&serde_json::from_str(&cell).expect("settings"), &mut parts);
        }
        // Answered line by line.
        if column == "payers.address" {
            parts = cell.lines().map(str::to_owned).collect();
        }
        let elsewhere = column.split('.').next().is_some_and(|table| TOLD_ELSEWHERE.contains(&table));
        let expected = !elsewhere && !NOT_TOLD.contains(&column.as_str());
        if expected && !parts.iter().all(|part| told.contains(part)) {
            untold.push((column, cell));
        }
    }
    assert!(untold.is_empty(), "round {round} on {} is in no answer: {untold:#?}", scene.engine);
}

/// Settings are kept as JSON, and compared as it is read.
fn is_or_holds((column, cell): &(String, String), text: &str) -> bool {
    let mut told = BTreeSet::new();
    if column == "settings.value" {
        texts(&serde_json::from_str(cell).unwrap_or_default(), &mut told);
    }
    cell == text || told.contains(text)
}

fn texts(json: &Json, told: &mut BTreeSet<String>) {
    match json {
        Json::String(text) => drop(told.insert(text.clone())),
        Json::Array(items) => items.iter().for_each(|item| texts(item, told)),
        Json::Object(map) => map.values().for_each(|item| texts(item, told)),
        _ => {}
    }
}

/// As the app keeps a text: composed, without spaces around it.
fn kept(text: &str) -> String {
    text.trim().nfc().collect::<String>().trim().to_owned()
}

fn letters(number: usize) -> String {
    let letter = |n: usize| char::from(b'a' + n as u8);
    [letter(number / 26 % 26), letter(number % 26)].iter().collect()
}
