//! The sample clinic: every role's screen, locking it, and several people at one desk.

use super::drive::Window;
use serde_json::json;

const ROLES: [&str; 5] = ["Receptionist", "Doctor", "Nurse", "Accountant", "Administrator"];
const PIN: &str = "246810";

#[tokio::test]
async fn every_role_has_its_screens() {
    let window = open_sample().await;
    for role in ROLES {
        sign_in_as(&window, role).await;
        window.judge_every_screen().await;
        sign_out(&window).await;
    }
    window.end().await;
}

#[tokio::test]
async fn people_share_a_desk() {
    let window = open_sample().await;
    sign_in_as(&window, "Receptionist").await;
    window.shows(".ec-event[data-id]").await;
    assert!(window.count(".ec-event[data-id]").await >= 20, "a full day");
    for name in ["Dr Adeyemi", "Dr Chen", "Nurse Gupta"] {
        window.says(".head-name", name).await;
    }
    set_pin(&window).await;
    look_for(&window, "Kowal").await;
    lock(&window).await;
    window.press("Sign in as somebody else").await;
    sign_in_as(&window, "Doctor").await;
    set_pin(&window).await;
    look_for(&window, "Garc").await;

    switch(&window).await;
    window.holds("Find a patient", "Kowal").await;
    switch(&window).await;
    window.holds("Find a patient", "Garc").await;
    window.end().await;
}

pub async fn open_sample() -> Window {
    sample_in(Window::open().await).await
}

pub async fn sample_in(window: Window) -> Window {
    window.press("Look around with a sample").await;
    window.shows(".sample-tile").await;
    window.judge("the sample's sign-in").await;
    window
}

pub async fn sign_in_as(window: &Window, role: &str) {
    window.press(role).await;
    window.says(".sample", "Sample clinic: invented people").await;
    window.shows("cd-shell main > *").await;
    window.calm().await;
}

async fn sign_out(window: &Window) {
    window.press_at(".me").await;
    window.press("Sign out").await;
    window.shows(".sample-tile").await;
}

async fn set_pin(window: &Window) {
    window.press_at(".me").await;
    window.judge("the person's menu").await;
    window.press("Set PIN for switching…").await;
    // The password of an invented person stands there already.
    window.fill("New PIN", PIN).await;
    window.fill("New PIN again", PIN).await;
    window.judge("setting a PIN").await;
    window.keys("Enter").await;
    window.says("cd-undo .toast", "Your PIN is set").await;
}

async fn look_for(window: &Window, text: &str) {
    window.keys("g p").await;
    window.fill("Find a patient", text).await;
    window.says("cd-patients vaadin-grid-cell-content", text).await;
}

/// Nothing of the patients who were on screen is left in the page.
async fn lock(window: &Window) {
    let names = window.ask("texts", vec![json!(".patient-name")]).await;
    let names: Vec<&str> = names.as_array().into_iter().flatten().filter_map(|name| name.as_str()).collect();
    assert!(!names.is_empty(), "patients are on screen");
    window.press_at(".me").await;
    window.press("Lock").await;
    window.says("h1", "Locked").await;
    for name in names {
        assert_eq!(window.ask("holds", vec![json!(name)]).await, json!(false), "{name} is on the lock screen");
    }
    window.judge("the lock screen").await;
}

/// To the other person who has a PIN here: their name in the status bar, and six figures.
async fn switch(window: &Window) {
    window.press_at(".status .status-part + .status-button:not([title])").await;
    window.focus_is_at("cd-switch-person .f-pin").await;
    window.judge("switching person").await;
    window.type_keys(PIN).await;
    window.gone("cd-switch-person").await;
    window.shows("cd-patients").await;
}
