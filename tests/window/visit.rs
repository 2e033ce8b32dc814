//! The doctor's half by keys: a visit is written, prescribed for and signed, a vaccination entered; and what is typed outlives a kill.

use super::consult::adeyemi;
use super::drive::Window;
use super::ready::Ready;
use clinic_core::desk::connections::Connections;
use clinic_core::desk::keychain::Keychain;
use clinic_core::desk::place::Place;
use clinic_core::desk::typed::TypedTexts;
use clinic_core::ids::UserId;
use clinic_core::records::medicines::starter::AddStarterMedicines;
use clinic_core::time::Clock;
use std::time::{Duration, Instant};

/// Longer than any machine takes to keep what was typed.
const PATIENCE: Duration = Duration::from_secs(30);
/// Where a new patient is typed.
const NEW_PATIENT: &str = "patient";

#[tokio::test]
async fn a_visit_is_written_prescribed_for_and_signed() {
    let ready = Ready::here().await;
    adeyemi(&ready).await;
    ready.done(AddStarterMedicines {}).await;
    let window = ready.window("adeyemi").await;
    look_up(&window, "Okafor").await;
    write(&window).await;
    prescribe(&window).await;
    sign(&window).await;
    vaccinate(&window).await;
    ready.end(window).await;
}

#[tokio::test]
async fn what_is_typed_outlives_a_kill() {
    let ready = Ready::here().await;
    let desk = ready.admit(("desk", "Dana Desk", clinic_core::access::Role::Receptionist)).await;
    let window = ready.window("desk").await;
    window.keys("n").await;
    window.fill("Given names", "Zsófia").await;
    kept(&window, desk, "Zsófia").await;
    window.fill("Family name", "Horváth").await;
    let home = window.kill();

    let window = Window::open_at(&home).await;
    ready.enter(&window, "desk").await;
    window.keys("n").await;
    window.says("cd-patient-form .typed-offer", "Typed here on").await;
    window.judge("what was typed before the program was killed").await;
    window.press("Take it over").await;
    window.holds("Given names", "Zsófia").await;
    ready.end(window).await;
}

/// Waits until this workstation holds what was typed, in its own encrypted file.
async fn kept(window: &Window, who: UserId, words: &str) {
    let place = Place { home: window.home().to_owned(), logs: window.home().join("logs") };
    let current = Connections::new(place.connections()).current().expect("a list").expect("an open clinic");
    let keychain = Keychain::new(place.keys());
    let file = place.typed(current.id);
    let typed = TypedTexts::open(&file, current.id, &keychain, Clock::default()).await.expect("what is typed");
    let begun = Instant::now();
    while !typed.of(who, NEW_PATIENT).await.expect("a text").is_some_and(|kept| kept.text.contains(words)) {
        assert!(begun.elapsed() < PATIENCE, "it was never kept");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    typed.close().await;
}

async fn look_up(window: &Window, family: &str) {
    window.keys("g p").await;
    window.fill("Find a patient", family).await;
    window.says("cd-patients vaadin-grid-cell-content", family).await;
    window.keys("Enter").await;
    window.says(".patient-head", family).await;
}

/// Without an appointment: the doctor was called out of hours.
async fn write(window: &Window) {
    window.press("Visits").await;
    window.press("New visit").await;
    window.focus_is_at("cd-visit-form textarea").await;
    window.type_keys("Cough for a week").await;
    window.focus_on("cd-visit-diagnoses input[role=combobox]").await;
    window.type_keys("R05.9").await;
    window.says("cd-visit-diagnoses [role=option]", "Cough").await;
    window.keys("Enter").await;
    window.says("cd-visit-diagnoses", "Cough, unspecified").await;
    window.judge("a visit with a diagnosis").await;
}

/// Before the visit was ever saved: it is saved with it.
async fn prescribe(window: &Window) {
    window.focus_on("cd-visit-medicines button").await;
    window.keys("Enter").await;
    window.focus_is_at("cd-prescribe-dialog input[role=combobox]").await;
    window.type_keys("500 para").await;
    window.says("cd-prescribe-dialog [role=option]", "Paracetamol").await;
    window.keys("Enter").await;
    window.fill("Dose", "1 tablet").await;
    window.fill("How often", "every 6 hours").await;
    window.judge("prescribing").await;
    window.keys("Enter").await;
    window.gone("cd-prescribe-dialog").await;
    window.says("cd-visit-medicines", "Paracetamol").await;
}

/// It says whose visit it is; afterwards only what comes later is added.
async fn sign(window: &Window) {
    window.keys("Ctrl+Shift+Enter").await;
    window.says("cd-sign-visit", "Okafor, Ada").await;
    window.says("cd-sign-visit", "12 Mar 1960").await;
    window.judge("signing").await;
    window.keys("Enter").await;
    window.says(".visit-seal", "Unchanged since it was signed").await;
    window.gone("cd-visit-form").await;
    window.fill("Add to this visit", "Better by the evening.").await;
    window.press("Add").await;
    window.says(".visit-addendum", "Better by the evening.").await;
    window.judge("a signed visit").await;
}

async fn vaccinate(window: &Window) {
    window.press("Vaccinations").await;
    window.press("Enter vaccination").await;
    window.focus_is_at("cd-vaccination-dialog input").await;
    window.type_keys("Tetanus").await;
    window.fill("Batch", "TD-1").await;
    window.fill("Expires on", "30/6/2031").await;
    window.judge("entering a vaccination").await;
    window.keys("Enter").await;
    window.gone("cd-vaccination-dialog").await;
    window.says(".vaccination-rows", "TD-1").await;
}
