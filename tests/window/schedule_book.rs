//! Looking for a free time by keys and with wishes, and booking over another appointment on purpose.

use super::drive::Window;
use super::ready::{Ready, at, shown, typed};
use chrono::{Datelike, Days, NaiveDateTime, Timelike};
use clinic_core::appointments::of_patient::AskPatientAppointments;
use serde_json::{Value as Json, json};

const REASON: &str = "Fell off a ladder";

#[tokio::test]
async fn the_next_free_time_and_two_at_once() {
    let ready = Ready::here().await;
    ready.book("Okafor", 0, at(ready.monday, 9, 0)).await;
    let window = ready.window("reception").await;
    next_free(&window, &ready).await;
    with_wishes(&window, &ready).await;
    overbook(&window, &ready).await;
    beside_each_other(&window).await;
    report(&window).await;
    without_permission(&window, &ready).await;
    ready.end(window).await;
}

/// What this patient has, the latest first.
async fn appointments(ready: &Ready, family: &str) -> Vec<Json> {
    let question = AskPatientAppointments { patient_id: ready.patient(family), before: None, limit: 10 };
    ready.ask(question).await.as_array().expect("a list").clone()
}

fn starts(appointment: &Json) -> NaiveDateTime {
    appointment["starts_at"].as_str().and_then(|text| text.parse().ok()).expect("a time")
}

/// Four steps, no mouse: B, some letters, Enter, Enter.
async fn next_free(window: &Window, ready: &Ready) {
    window.book_for("garc", "García").await;
    window.focus_is_at("cd-book .offered .slot").await;
    assert_eq!(window.count("cd-book .offered .slot").await, 5, "five are offered");
    window.judge("the next free times").await;
    window.keys("Enter").await;
    window.told_that("Booked Luis García").await;
    window.gone("cd-book").await;
    let booked = appointments(ready, "García").await;
    assert_eq!(booked.len(), 1);
    assert_eq!(starts(&booked[0]).date(), ready.today, "today still has room");
    window.undo("Booked Luis García").await;
    window.redo("Booked Luis García").await;
    assert_eq!(appointments(ready, "García").await.len(), 1, "booked again, once");
}

/// Of a specialty, in the mornings, on one weekday, in any room of a kind: by keys but for the lists.
async fn with_wishes(window: &Window, ready: &Ready) {
    let day = ready.today + Days::new(2);
    window.book_for("ross", "Rossi").await;
    window.focus_is_at("cd-book .offered .slot").await;
    window.keys("Shift+Tab").await;
    window.focus_is_at(".finder-wide").await;
    window.keys("Enter").await;
    window.choose_in("cd-free-finder", "With", "Anybody of Paediatrics").await;
    window.choose_in("cd-free-finder", "Time of day", "Mornings").await;
    window.choose_in("cd-free-finder", "Room", "Any: Treatment").await;
    window.press(&day.format("%a").to_string()).await;
    window.says("cd-free-finder .slot", &shown(day)).await;
    window.says("cd-free-finder .slot", "Dr Chen").await;
    window.judge("the next free times with wishes").await;
    // Over the days that follow in the week, to the first time.
    for _ in day.weekday().num_days_from_monday()..7 {
        window.keys("Tab").await;
    }
    window.focus_is_at("cd-free-finder .slot").await;
    window.keys("Enter").await;
    window.told_that("Booked Sara Rossi").await;
    let booked = appointments(ready, "Rossi").await;
    let at = starts(&booked[0]);
    assert_eq!((at.weekday(), at.hour() < 12), (day.weekday(), true), "{at}");
    assert_eq!(booked[0]["practitioner_id"], json!(ready.doctors[2]));
    assert_eq!(booked[0]["room_id"], json!(ready.rooms[2]));
}

/// The taken time is asked for: it says who has it.
async fn meet(window: &Window, ready: &Ready, letters: &str, family: &str) {
    window.book_for(letters, family).await;
    window.choose("With", "Dr Ada Adeyemi").await;
    window.fill("Date", &typed(ready.monday)).await;
    window.fill("Time", "9:00").await;
    window.keys("Enter").await;
    window.says("cd-clash", "Dr Adeyemi has Okafor").await;
    window.shows("cd-clash .slot").await;
}

/// Over another one only with a reason; taken back and done again as one change.
async fn overbook(window: &Window, ready: &Ready) {
    window.open_day(ready.monday).await;
    meet(window, ready, "kowa", "Kowalski").await;
    window.press("Overbook").await;
    window.focus_is_at("cd-clash input").await;
    window.judge("why two at once").await;
    window.keys("Enter").await;
    window.says("cd-clash", "Say why, so that others understand it later.").await;
    window.type_keys(REASON).await;
    window.keys("Enter").await;
    window.told_that("Booked Jan Kowalski").await;
    window.card_says("Kowalski", "Overbooked").await;
    window.undo("Booked Jan Kowalski").await;
    window.card_gone("Kowalski").await;
    window.redo("Booked Jan Kowalski").await;
    window.card_says("Kowalski", "Overbooked").await;
}

/// Both are seen whole, at the same height.
async fn beside_each_other(window: &Window) {
    let (one, other) = (window.card_rect("Okafor", "09:00").await, window.card_rect("Kowalski", "09:00").await);
    let (left, right) = if one[0] < other[0] { (one, other) } else { (other, one) };
    assert!(left[0] + left[2] <= right[0] + 1.0, "they lie on each other: {left:?} {right:?}");
    assert!((left[1] - right[1]).abs() < 1.5, "not at the same height: {left:?} {right:?}");
    assert!(left[2] > 40.0 && right[2] > 40.0, "too narrow to read: {left:?} {right:?}");
    window.judge("two at once").await;
}

async fn report(window: &Window) {
    window.calendar("overbooked").await;
    for words in ["Kowalski", REASON, "Dr Adeyemi", "Mila Novak"] {
        window.says("table.rows tbody", words).await;
    }
    assert_eq!(window.count("table.rows tbody tr").await, 1, "nothing else was overbooked");
    window.judge("the report of overbookings").await;
    window.fill("To", "1/1/2020").await;
    window.wrong_at("To", "").await;
}

/// A nurse is offered other times only.
async fn without_permission(window: &Window, ready: &Ready) {
    window.sign_out().await;
    ready.enter(window, "nurse").await;
    window.open_day(ready.monday).await;
    meet(window, ready, "pate", "Patel").await;
    let ways = window.texts("cd-clash button").await;
    assert!(!ways.is_empty() && ways.iter().all(|way| way != "Overbook"), "{ways:?}");
    window.judge("a taken time without the right to overbook").await;
    window.keys("Escape").await;
    window.gone("cd-book").await;
}
