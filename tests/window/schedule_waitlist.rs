//! The waitlist: who would come when a time becomes free.

use super::drive::Window;
use super::ready::{Ready, at};
use super::server::servers;
use clinic_core::store::drop_test_database;
use clinic_core::waitlist::list::AskWaitlist;
use serde_json::{Value as Json, json};

#[tokio::test]
async fn the_waitlist_on_this_computer() {
    story(Ready::here().await).await;
}

#[tokio::test]
async fn the_waitlist_on_mariadb() {
    for server in servers("CLINIC_TEST_MARIADB_URL") {
        story(Ready::on(&server).await).await;
        drop_test_database(&server).await.expect("the database goes with its story");
    }
}

async fn story(ready: Ready) {
    ready.book("Rossi", 1, at(ready.monday, 10, 0)).await;
    let window = ready.window("reception").await;
    wait_for_a_time(&window).await;
    offer_what_is_cancelled(&window, &ready).await;
    take_off(&window).await;
    ready.end(window).await;
}

/// One by keys with mistakes first, one from Book where nothing suits.
async fn wait_for_a_time(window: &Window) {
    window.calendar("waitlist").await;
    window.says(".empty", "Nobody is on the waitlist.").await;
    window.judge("an empty waitlist").await;
    window.keys("a").await;
    window.focus_is_at("cd-wish cd-patient-picker input").await;
    window.keys("Enter").await;
    window.says("cd-wish", "Pick a patient, or create one.").await;
    window.judge("a wish with mistakes").await;
    window.focus_is_at("cd-wish cd-patient-picker input").await;
    window.type_keys("cohe").await;
    window.says("cd-wish [role=option]", "Cohen").await;
    window.keys("Enter").await;
    window.shows("cd-wish cd-patient-card").await;
    for chip in ["Check-up", "Dr Bianchi", "Urgent", "Mon", "Morning"] {
        window.press(chip).await;
    }
    window.judge("a wish").await;
    window.press("Add").await;
    window.told_that("is on the waitlist").await;
    window.says("table.waitlist", "Cohen, Ben").await;

    window.book_for("pate", "Patel").await;
    window.press("Nothing suits? Put on the waitlist").await;
    window.shows("cd-wish cd-patient-card").await;
    // What the booking would have been comes along: another service and anybody would do here.
    for chip in ["Blood test", "Check-up", "Anybody"] {
        window.press(chip).await;
    }
    window.press("Add").await;
    window.gone("cd-wish, cd-book").await;
    window.says("table.waitlist", "Patel, Asha").await;
    window.judge("the waitlist").await;
}

async fn waiting(ready: &Ready) -> Vec<Json> {
    ready.ask(AskWaitlist::default()).await.as_array().expect("a list").clone()
}

/// What is cancelled is offered to those whom it suits, the best first: one has no answer, the other is booked with one key.
async fn offer_what_is_cancelled(window: &Window, ready: &Ready) {
    window.open_day(ready.monday).await;
    window.click_card("Rossi", "10:00").await;
    window.keys("x").await;
    window.focus_is_at("cd-cancel [data-submit]").await;
    window.judge("cancelling").await;
    window.keys("Enter").await;
    let day = ready.monday.format("%-d %b %Y");
    window.told_that(&format!("2 on the waitlist would fit {day}, 10:00 with Dr Bianchi")).await;
    window.keys("Shift+w").await;
    window.says("cd-waitlist-fits", "10:00–10:30 with Dr Bianchi is free").await;
    window.says(".fit:first-child", "Cohen, Ben").await;
    window.judge("who would fit").await;
    window.press("No answer: Patel, Asha").await;
    window.says(".fit-answer", "No answer").await;
    window.press("Book Cohen, Ben").await;
    window.gone("cd-waitlist-fits").await;
    window.told_that("Booked").await;
    window.card("Cohen", "10:00").await;
    let left = waiting(ready).await;
    assert_eq!(left.len(), 1, "{left:?}");
    let asked = &left[0]["asked"];
    assert_eq!((&left[0]["name"], asked.as_array().map(Vec::len)), (&json!("Patel, Asha"), Some(1)));
    assert_eq!((&asked[0]["answer"], &asked[0]["by"]), (&json!("no_answer"), &json!("Mila Novak")));
    assert_eq!(asked[0]["starts_at"], json!(at(ready.monday, 10, 0)));

    window.keys("Ctrl+z").await;
    window.told_that("Undone: Booked").await;
    window.card_gone("Cohen").await;
    assert_eq!(waiting(ready).await.len(), 2, "waiting again");
    window.keys("Ctrl+Shift+z").await;
    window.told_that("Done again: Booked").await;
    window.card("Cohen", "10:00").await;
    assert_eq!(waiting(ready).await.len(), 1, "and no longer");
}

async fn take_off(window: &Window) {
    window.calendar("waitlist").await;
    window.says("table.waitlist", "No answer").await;
    window.press("More for Patel, Asha").await;
    window.press("Take off the waitlist").await;
    window.says("cd-withdraw", "will no longer be offered a free time").await;
    window.judge("taking off the waitlist").await;
    window.keys("Enter").await;
    window.says(".empty", "Nobody is on the waitlist.").await;
}
