//! A clinic on this computer: from the first window to a day of bookings, and all of it again after a restart.

use super::drive::Window;
use super::steps::{ADMIN, DAY, DAY_AFTER};
use clinic_core::desk::connections::Connections;
use clinic_core::desk::keychain::Keychain;
use clinic_core::desk::place::Place;
use clinic_core::desk::{backup, files};
use clinic_core::store::{Db, StoreUrl};
use std::path::{Path, PathBuf};
use uuid::Uuid;

#[tokio::test]
async fn a_clinic_on_this_computer() {
    let window = Window::open().await;
    window.shows(".choices .choice").await;
    assert_eq!(window.count(".choices .choice").await, 3, "three ways to begin");
    window.judge("the first window").await;
    window.press("Start on this computer").await;
    window.start_clinic().await;
    assert!(window.set_up().await <= 4, "forms before the first booking");
    change_hours(&window).await;
    look_at_backup(&window).await;

    window.go_to(DAY).await;
    register(&window).await;
    book_by_mouse(&window).await;
    book_by_keys(&window).await;
    let second = meet_a_clash(&window).await;
    move_about(&window).await;
    check_in(&window).await;
    other_windows(&window).await;
    window.judge_every_screen().await;
    look_at_a_patient(&window).await;
    let (copy, key) = keep_safe(&window).await;
    on_another_computer(&copy, &key, &second).await;

    let home = window.close().await;
    let window = Window::open_at(&home).await;
    window.sign_in(ADMIN.1, ADMIN.2).await;
    window.shows("cd-day-grid .ec-main").await;
    window.go_to(DAY).await;
    window.card("Okafor", &second).await;
    window.go_to(DAY_AFTER).await;
    window.card_says("Wisniewski", "Booked").await;
    window.end().await;
}

/// They were proposed; the form shows them, and the doctor has them too.
async fn change_hours(window: &Window) {
    window.press_at("[data-step=hours]").await;
    window.fill("Monday, from", "8:30").await;
    window.judge("the form of the opening hours").await;
    window.press("Save").await;
    window.told_that("Opening hours are saved.").await;
}

/// The system's own dialogs are no page of ours: what they save is tested where it is made.
async fn look_at_backup(window: &Window) {
    window.press_at("[data-step=backup]").await;
    window.says("cd-keep-safe", "Save the recovery key").await;
    window.says("cd-keep-safe", "Save a copy now").await;
    window.judge("the form of the backup").await;
    window.press("Not now").await;
    window.gone("dialog[open]").await;
}

/// A copy while the window works with the file, and the key as it stands on the sheet.
async fn keep_safe(window: &Window) -> (PathBuf, String) {
    let place = Place { home: window.home().to_owned(), logs: window.home().join("logs") };
    let clinic = Connections::new(place.connections()).current().expect("a list").expect("a clinic that is open");
    let file = PathBuf::from(clinic.path.expect("a file"));
    let secret = Uuid::new_v5(&Uuid::NAMESPACE_URL, file.as_os_str().as_encoded_bytes());
    let (key, _) = Keychain::new(place.keys()).get(secret).await.expect("a keychain").expect("the key");
    let db = Db::open(&StoreUrl::File(file), Some(&key), false).await.expect("the file that is open");
    let folder = std::env::temp_dir().join(format!("clinic-copy-{}", Uuid::now_v7().simple()));
    files::make_folder(&folder).expect("a folder");
    let copy = folder.join("alder.clinic");
    backup::copy(&db, &copy, &[]).await.expect("a copy");
    db.close().await;
    (copy, key.to_uppercase())
}

/// The computer is gone; the copy and the key are what is left.
async fn on_another_computer(copy: &Path, key: &str, second: &str) {
    let window = Window::open().await;
    window.press("Connect to our server").await;
    window.press("In a file on this computer").await;
    window.fill("Path of the file", &copy.to_string_lossy()).await;
    window.fill("Recovery key", &"0".repeat(64)).await;
    window.press("Test").await;
    window.says(".step.failed", "there is no key here that opens it").await;
    window.judge("a key that does not fit").await;
    window.fill("Recovery key", key).await;
    window.press("Test").await;
    window.says(".diagnosis.ok", "This clinic’s data is ready to use.").await;
    window.press("Save and open").await;
    window.sign_in(ADMIN.1, ADMIN.2).await;
    window.shows("cd-day-grid .ec-main").await;
    window.go_to(DAY).await;
    window.card("Okafor", second).await;
    window.end().await;
    std::fs::remove_dir_all(copy.parent().expect("its folder")).expect("it goes");
}

async fn register(window: &Window) {
    window.keys("n").await;
    window.fill("Given names", "Ada").await;
    window.fill("Family name", "Okafor").await;
    window.fill("Birth date", "3/8/1991").await;
    window.judge("registering a patient").await;
    window.press("Register").await;
    window.told_that("Registered Ada Okafor").await;
}

/// A click on free time, and the patient is made in the same form.
async fn book_by_mouse(window: &Window) {
    window.click_slot(9, 7).await;
    window.focus_is_at("cd-book cd-patient-picker input").await;
    window.says("cd-book", "Mon 7 Jan 2030, 09:00").await;
    window.type_keys("Tomasz Wisniewski").await;
    window.press("Create “Tomasz Wisniewski”").await;
    window.holds("Given names", "Tomasz").await;
    window.fill("Birth date", "12/3/1980").await;
    window.fill("Phone", "0151 234567").await;
    window.judge("Book with a new patient").await;
    window.press("Book").await;
    window.told_that("Booked Tomasz Wisniewski").await;
    window.card("Wisniewski", "09:00").await;
}

/// Four steps: the key, the patient, Enter, Enter on the first offered time.
async fn book_by_keys(window: &Window) {
    window.book_for("okaf", "Okafor").await;
    window.focus_is_at("cd-book .offered .slot").await;
    window.judge("Book with free times").await;
    window.keys("Enter").await;
    window.told_that("Booked Ada Okafor").await;
    window.gone("cd-book").await;
}

/// The time is taken: it says by whom, and a key takes the nearest free one. Returns which that is.
async fn meet_a_clash(window: &Window) -> String {
    window.book_for("okaf", "Okafor").await;
    window.fill("Date", DAY.0).await;
    window.fill("Time", "9:00").await;
    window.keys("Enter").await;
    window.says("cd-clash", "09:00 is taken").await;
    window.says("cd-clash", "Dr Adeyemi has Wisniewski").await;
    window.focus_is_at("cd-clash .slot").await;
    window.judge("a clash").await;
    let offer = window.first_offer().await;
    window.keys("Enter").await;
    window.gone("cd-book").await;
    window.card("Okafor", &offer).await;
    offer
}

async fn move_about(window: &Window) {
    window.drag_card("Wisniewski", "09:00", 2.0).await;
    window.told_that("Moved Tomasz Wisniewski to 11:00").await;
    window.click_card("Wisniewski", "11:00").await;
    window.says(".panel", "Tomasz Wisniewski").await;
    window.judge("Today with a selected appointment").await;
    window.keys("Alt+ArrowDown").await;
    window.told_that("Moved Tomasz Wisniewski to 11:15").await;
    window.card("Wisniewski", "11:15").await;
    window.keys("Ctrl+z").await;
    window.told_that("Undone: Moved Tomasz Wisniewski to 11:15").await;
    window.card("Wisniewski", "11:00").await;

    window.click_card("Wisniewski", "11:00").await;
    window.keys("m").await;
    window.focus_is_at("cd-move cd-date input").await;
    window.judge("Move").await;
    window.type_keys(DAY_AFTER.0).await;
    window.keys("Enter").await;
    window.told_that("Moved Tomasz Wisniewski to Tue 8 Jan 2030, 11:00").await;
    window.card_gone("Wisniewski").await;
    window.keys("Ctrl+ArrowRight").await;
    window.holds("Day", DAY_AFTER.1).await;
    window.card("Wisniewski", "11:00").await;
}

async fn check_in(window: &Window) {
    window.click_card("Wisniewski", "11:00").await;
    window.keys("a").await;
    window.card_says("Wisniewski", "Arrived").await;
    window.says("cd-queue", "Waiting 1").await;
    window.press_at("cd-undo .toast:last-of-type .toast-button").await;
    window.card_says("Wisniewski", "Booked").await;
    window.says("cd-queue", "No one is waiting.").await;
}

/// What opens over a screen.
async fn other_windows(window: &Window) {
    window.keys("Ctrl+k").await;
    window.shows("cd-palette dialog[open]").await;
    window.judge("Find").await;
    window.keys("Escape").await;
    window.gone("cd-palette").await;
    window.keys("F1").await;
    window.shows("cd-help-keys dialog[open]").await;
    window.judge("the sheet of keys").await;
    window.keys("Escape").await;
    window.gone("cd-help-keys").await;
    window.press_at(".me").await;
    window.press("Dark").await;
    window.shows("html[data-theme=dark]").await;
}

/// The patient's own page, found by typing and Enter; and the form that edits it.
async fn look_at_a_patient(window: &Window) {
    window.keys("g p").await;
    window.fill("Find a patient", "Wisniewski").await;
    window.keys("Enter").await;
    window.says(".patient-head", "Wisniewski").await;
    window.calm().await;
    window.judge("a patient’s page").await;
    window.keys("e").await;
    window.shows("cd-patient-form dialog[open]").await;
    window.judge("editing a patient").await;
    window.keys("Escape").await;
    window.gone("cd-patient-form").await;
}
