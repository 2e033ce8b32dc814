//! The doctor's half of the chart: a picture and a PDF that are dropped on it, a letter that becomes paper and was wrong.

use super::drive::Window;
use super::sample::{open_sample, sign_in_as};
use serde_json::json;

/// One point of colour.
const PICTURE: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

#[tokio::test]
async fn a_file_and_a_letter_on_the_chart() {
    let window = open_sample().await;
    sign_in_as(&window, "Doctor").await;
    window.keys("g p").await;
    window.fill("Find a patient", "Kowal").await;
    window.says("cd-patients vaadin-grid-cell-content", "Kowal").await;
    window.keys("Enter").await;
    window.shows(".patient-head").await;
    attach(&window).await;
    write_a_letter(&window).await;
    window.end().await;
}

/// Dropped as from the desktop; its bytes go as they are and come back as a picture.
async fn attach(window: &Window) {
    window.press("Files").await;
    window.says("cd-files", "No file has been attached yet.").await;
    let drop = format!(
        "const bytes = Uint8Array.from(atob('{PICTURE}'), (one) => one.charCodeAt(0)); const dataTransfer = new DataTransfer(); \
         dataTransfer.items.add(new File([bytes], 'rash.png', {{ type: 'image/png' }})); \
         document.querySelector('cd-files .files').dispatchEvent(new DragEvent('drop', {{ bubbles: true, cancelable: true, dataTransfer }}));"
    );
    window.run(&drop).await;
    window.shows("cd-file-dialog dialog").await;
    window.holds("Title", "rash").await;
    window.judge("attaching a file").await;
    window.press("Attach").await;
    window.says(".file-rows", "rash").await;
    window.press("Open rash").await;
    window.shows("cd-file-view img").await;
    window.until("painted", vec![json!("cd-file-view img")]).await;
    window.judge("a picture on the chart").await;
    window.keys("Escape").await;
    window.gone("cd-file-view").await;
    window.judge("files of a patient").await;
}

/// Written, shown as it will be on paper, and struck: it stays to be read, and is printed no more.
async fn write_a_letter(window: &Window) {
    window.press("Letters").await;
    window.says("cd-letters", "No letter has been written yet.").await;
    window.press("Referral…").await;
    window.focus_is_at("cd-letter-dialog textarea").await;
    window.type_keys("City Hospital").await;
    window.fill("Why, and what is asked", "Please assess the knee.").await;
    window.judge("a referral").await;
    window.press("Write and preview").await;
    window.until("painted", vec![json!(".document-page")]).await;
    window.keys("Escape").await;
    window.gone("cd-document").await;
    window.says(".letter-rows", "Please assess the knee.").await;
    window.judge("letters of a patient").await;
    window.press_at(".letter-do .icon-button:last-child").await;
    window.focus_is_at("cd-strike-letter input").await;
    window.type_keys("Another patient's").await;
    window.keys("Enter").await;
    window.says(".letter-rows .chart-struck", "Another patient's").await;
    window.gone(".letter-do .icon-button").await;
}
