//! What a doctor answers from a list: results that wait to be reviewed, and what patients asked for more of; and what the desk makes of the answers.

use super::consult::adeyemi;
use super::drive::Window;
use super::ready::{DOCTORS, Ready};
use clinic_core::records::medicines::starter::AddStarterMedicines;
use serde_json::json;

/// One point of colour. What stands after its end makes each a file of its own.
const PICTURE: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const RESULTS: [&str; 3] = ["Blood values", "Kidney values", "Thyroid values"];

#[tokio::test]
async fn results_are_reviewed_and_the_desk_is_asked_without_them() {
    let ready = Ready::here().await;
    adeyemi(&ready).await;
    let window = ready.window("nurse").await;
    look_up(&window, "Okafor").await;
    window.press("Files").await;
    for (n, title) in RESULTS.into_iter().enumerate() {
        attach_result(&window, n, title).await;
    }
    window.sign_out().await;

    ready.enter(&window, "adeyemi").await;
    for (n, outcome) in ["normal", "call_patient", "book"].into_iter().enumerate() {
        go(&window, "/to-review", "g r").await;
        window.says(".to-review", "Okafor, Ada").await;
        assert_eq!(window.count(".to-review tbody tr").await, 3 - n as u64, "those that wait");
        if n == 0 {
            window.judge("results to review").await;
        }
        review(&window, outcome).await;
    }
    // The last one is gone, and its place in the rail with it.
    window.gone(".rail a[href=\"/to-review\"]").await;
    window.sign_out().await;

    ready.enter(&window, "reception").await;
    window.keys("g k").await;
    window.says(".task", "Please call the patient").await;
    window.says(".task", "Please book the patient").await;
    assert_eq!(window.count(".task").await, 2, "a normal result asks for nothing");
    for title in RESULTS {
        assert_eq!(window.ask("holds", vec![json!(title)]).await, json!(false), "the desk reads {title}");
    }
    window.judge("what the desk is asked about results").await;
    ready.end(window).await;
}

#[tokio::test]
async fn a_repeat_request_goes_from_the_desk_to_the_answer_and_back() {
    let ready = Ready::here().await;
    adeyemi(&ready).await;
    ready.done(AddStarterMedicines {}).await;
    let window = ready.window("adeyemi").await;
    prescribe(&window).await;
    window.sign_out().await;

    ready.enter(&window, "reception").await;
    note_medicine(&window).await;
    note_words(&window).await;
    window.sign_out().await;

    ready.enter(&window, "adeyemi").await;
    answer(&window).await;
    window.sign_out().await;

    ready.enter(&window, "reception").await;
    go(&window, "/repeats", "g m").await;
    window.says(".repeat-rows", "Ready to collect").await;
    window.says(".repeat-rows", "Needs to be seen first").await;
    window.judge("what the doctor answered, at the desk").await;
    window.press("Handed over: Okafor, Ada").await;
    window.until_not_says(".repeat-rows", "Okafor").await;
    window.press("Told: Cohen, Ben").await;
    window.says("cd-repeats", "Nobody is asking for more of a medicine.").await;
    ready.end(window).await;
}

/// To a list that has a place in the rail while something stands in it.
async fn go(window: &Window, path: &str, keys: &str) {
    window.shows(&format!(".rail a[href=\"{path}\"]")).await;
    window.keys(keys).await;
}

async fn look_up(window: &Window, family: &str) {
    window.keys("g p").await;
    window.fill("Find a patient", family).await;
    window.says("cd-patients vaadin-grid-cell-content", family).await;
    window.keys("Enter").await;
    window.says(".patient-head", family).await;
}

/// Dropped as from the desktop, for the doctor who ordered it.
async fn attach_result(window: &Window, n: usize, title: &str) {
    window.shows("cd-files .files").await;
    let drop = format!(
        "const bytes = Uint8Array.from(atob('{PICTURE}'), (one) => one.charCodeAt(0)); const dataTransfer = new DataTransfer(); \
         dataTransfer.items.add(new File([bytes, '{n}'], 'result-{n}.png', {{ type: 'image/png' }})); \
         document.querySelector('cd-files .files').dispatchEvent(new DragEvent('drop', {{ bubbles: true, cancelable: true, dataTransfer }}));"
    );
    window.run(&drop).await;
    window.shows("cd-file-dialog dialog").await;
    window.fill("Title", title).await;
    window.choose("Kind", "Result").await;
    window.choose("Ordered by", DOCTORS[0].0).await;
    if n == 0 {
        window.judge("attaching a result").await;
    }
    window.press("Attach").await;
    window.gone("cd-file-dialog").await;
    window.says(".file-rows", title).await;
}

/// Beside the result, in the record; what the desk is asked stands there already.
async fn review(window: &Window, outcome: &str) {
    window.press("Review the result of Okafor, Ada").await;
    window.shows("cd-file-view .review-result").await;
    window.press_at(&format!("cd-file-view [data-field=outcome] input[value={outcome}]")).await;
    if outcome == "book" {
        window.judge("reviewing a result").await;
    }
    window.press(if outcome == "normal" { "Review" } else { "Review and ask the desk" }).await;
    window.gone("cd-file-view").await;
}

async fn prescribe(window: &Window) {
    look_up(window, "Okafor").await;
    window.press("Medicines").await;
    window.press("Prescribe").await;
    window.focus_is_at("cd-prescribe-dialog input[role=combobox]").await;
    window.type_keys("500 para").await;
    window.says("cd-prescribe-dialog [role=option]", "Paracetamol").await;
    window.keys("Enter").await;
    window.fill("Dose", "1 tablet").await;
    window.fill("How often", "every 6 hours").await;
    window.keys("Enter").await;
    window.gone("cd-prescribe-dialog").await;
    window.says(".medicines-rows", "Paracetamol").await;
}

/// By name, after a look that is recorded.
async fn note_medicine(window: &Window) {
    look_up(window, "Okafor").await;
    window.press("Request…").await;
    window.shows("cd-repeat-dialog input[type=checkbox]").await;
    window.press("Paracetamol 500 mg tablet").await;
    window.fill("Note", "Runs out on Friday").await;
    window.judge("noting what a patient asks for").await;
    window.press("Ask the doctor").await;
    window.gone("cd-repeat-dialog").await;
    window.says(".repeats-of", "Waits for a doctor").await;
}

/// Nothing was prescribed here: as the patient says it.
async fn note_words(window: &Window) {
    look_up(window, "Cohen").await;
    window.press("Request…").await;
    window.fill("In words", "The white tablets").await;
    window.press("Ask the doctor").await;
    window.gone("cd-repeat-dialog").await;
    window.says(".repeats-of", "The white tablets").await;
}

/// In the list and by keys alone: opened, changed and approved; the next one is opened and refused.
async fn answer(window: &Window) {
    go(window, "/repeats", "g m").await;
    // Read by name by whoever opened that chart today.
    window.says(".repeat-rows", "Paracetamol 500 mg tablet").await;
    window.keys("ArrowDown").await;
    window.focus_is_at("[data-toggle]").await;
    window.keys("Enter").await;
    window.focus_is_at("cd-repeat-answer [data-approve]").await;
    window.says("cd-repeat-answer", "Paracetamol 500 mg tablet").await;
    window.fill("Quantity", "40 tablets").await;
    window.says("cd-repeat-answer", "was not said").await;
    window.judge("a request that is answered in the list").await;
    window.keys("Enter").await;
    window.told_that("Approved").await;
    window.says(".repeat-rows", "Ready to collect").await;
    window.focus_is_at("[data-toggle]").await;
    window.keys("Enter").await;
    window.focus_is_at("cd-repeat-answer [data-write]").await;
    window.says("cd-repeat-answer", "The white tablets").await;
    window.keys("r").await;
    window.focus_is_at("cd-repeat-answer [data-field=refuse] input").await;
    window.type_keys("Needs to be seen first").await;
    window.keys("Enter").await;
    window.told_that("Refused").await;
    window.focus_is_at(".repeats-all").await;
    window.judge("nothing waits for an answer").await;
}
