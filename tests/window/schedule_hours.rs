//! When somebody can be booked: weekly hours, leave over bookings, what has to be moved for it, blocks, a room out of use.

use super::drive::Window;
use super::ready::{Ready, at, shown, typed};
use super::server::servers;
use chrono::Days;
use clinic_core::appointments::to_be_moved::AskToBeMoved;
use clinic_core::store::drop_test_database;

#[tokio::test]
async fn hours_and_leave_on_this_computer() {
    hours_and_leave(Ready::here().await).await;
}

#[tokio::test]
async fn hours_and_leave_on_mariadb() {
    for server in servers("CLINIC_TEST_MARIADB_URL") {
        hours_and_leave(Ready::on(&server).await).await;
        drop_test_database(&server).await.expect("the database goes with its story");
    }
}

async fn hours_and_leave(ready: Ready) {
    for (family, doctor, hour, minute) in
        [("Okafor", 0, 9, 0), ("García", 0, 9, 30), ("Nguyễn", 0, 10, 0), ("Rossi", 1, 9, 0)]
    {
        ready.book(family, doctor, at(ready.monday, hour, minute)).await;
    }
    let window = ready.window("reception").await;
    weekly_hours(&window, &ready).await;
    leave_with_mistakes(&window, &ready).await;
    let stayed = leave_over_bookings(&window, &ready).await;
    move_what_has_to_be(&window, &ready, stayed).await;
    block(&window, &ready).await;
    room_out_of_use(&window, &ready).await;
    ready.end(window).await;
}

/// Hours that overlap or end before they begin are said at their field; good ones are in the day at once.
async fn weekly_hours(window: &Window, ready: &Ready) {
    window.calendar("hours").await;
    window.judge("working hours").await;
    window.press("Dr Ada Adeyemi").await;
    window.press("Add hours on Monday").await;
    window.fill("Monday, from (2)", "16:00").await;
    window.fill("Monday, to (2)", "19:00").await;
    window.press("Save").await;
    window.wrong_at("Monday, from (2)", "These hours overlap the ones before.").await;
    window.fill("Monday, from (2)", "20:00").await;
    window.press("Save").await;
    window.wrong_at("Monday, to (2)", "The end comes before the start.").await;
    window.judge("hours that cannot be").await;
    window.fill("Monday, from (2)", "18:00").await;
    window.keys("Enter").await;
    window.told_that("Dr Ada Adeyemi is saved.").await;
    window.says("table.rows", "Mon 08:00–17:00, 18:00–19:00").await;
    window.open_day(ready.monday).await;
    window.says("cd-day-grid time", "18:00").await;
    window.shows("cd-day-grid .closed").await;
}

/// Each mistake is said at its field, and what was typed stays.
async fn leave_with_mistakes(window: &Window, ready: &Ready) {
    window.calendar("leave").await;
    window.judge("no leave yet").await;
    window.press("Add a day").await;
    window.press("Save").await;
    window.says(".f-summary", "2 things need a look").await;
    window.judge("leave with nothing filled in").await;
    window.choose("For whom", "Dr Ada Adeyemi").await;
    window.fill("From", &typed(ready.monday + Days::new(1))).await;
    window.fill("To", &typed(ready.monday)).await;
    window.press("Save").await;
    window.wrong_at("To", "The last day is before the first.").await;
    window.fill("From", "1/6/2020").await;
    window.fill("To", "2/6/2020").await;
    window.press("Save").await;
    window.wrong_at("To", "This is over already.").await;
}

/// What is booked there is listed at once; one goes to the next free time by keys. Returns how many stay for later.
async fn leave_over_bookings(window: &Window, ready: &Ready) -> i64 {
    window.fill("From", &typed(ready.monday)).await;
    window.fill("To", &typed(ready.monday + Days::new(1))).await;
    window.fill("Label", "Ill").await;
    window.keys("Enter").await;
    window.says("cd-to-move-dialog h2", "3 appointments to be moved").await;
    window.judge("what has to be moved for leave").await;
    window.press("Later").await;
    window.gone("cd-to-move-dialog").await;
    window.says("table.rows", "Leave: Ill").await;
    window.judge("leave").await;
    to_be_moved(ready).await
}

async fn to_be_moved(ready: &Ready) -> i64 {
    ready.ask(AskToBeMoved { exception_id: None, limit: 0 }).await["total"].as_i64().expect("a number")
}

/// One by hand to a day, one to the next free time, the rest together; then nothing is left, until it is undone.
async fn move_what_has_to_be(window: &Window, ready: &Ready, stayed: i64) {
    assert_eq!(stayed, 3, "nothing is moved by itself");
    let thursday = ready.monday + Days::new(3);
    window.open_day(ready.monday).await;
    window.says(".standing-label", "Leave: Ill").await;
    window.judge("a day with leave").await;
    window.says(".to-move-banner", "3 appointments are to be moved").await;
    window.press_at(".to-move-banner").await;
    window.says("h1", "To be moved").await;
    window.press("Move… Okafor, Ada").await;
    window.focus_is_at("cd-move cd-date input").await;
    window.type_keys(&typed(thursday)).await;
    window.keys("Enter").await;
    window.told_that(&format!("Moved Ada Okafor to {}, 09:00", shown(thursday))).await;
    window.says(".to-move-tools", "2 appointments to be moved").await;
    window.judge("to be moved").await;
    window.press("Move all 2").await;
    window.told_that("2 moved.").await;
    window.says(".to-move-done", "Moved to").await;
    assert_eq!(to_be_moved(ready).await, 0, "all are moved");
    window.undo("2 moved.").await;
    window.says(".to-move-tools", "2 appointments to be moved").await;
    assert_eq!(to_be_moved(ready).await, 2, "both are back");
    window.redo("2 moved.").await;
    window.gone(".to-move-tools .button").await;
    assert_eq!(to_be_moved(ready).await, 0, "both are moved again");
    window.open_day(thursday).await;
    window.card("Okafor", "09:00").await;
    window.gone(".to-move-banner").await;
}

/// A meeting stands in the day; a booking there asks for a reason, and says so from then on.
async fn block(window: &Window, ready: &Ready) {
    window.calendar("leave").await;
    window.press("Add a day").await;
    window.choose("What is it?", "Block").await;
    window.choose("Kept for", "Meeting").await;
    window.choose("For whom", "Dr Luca Bianchi").await;
    window.fill("Date", &typed(ready.monday)).await;
    window.fill("From what time", "13:00").await;
    window.fill("Until what time", "12:00").await;
    window.press("Save").await;
    window.wrong_at("Until what time", "The end comes before the start.").await;
    window.fill("From what time", "12:00").await;
    window.fill("Until what time", "13:00").await;
    window.press("Save").await;
    window.says("table.rows", "Meeting").await;
    window.open_day(ready.monday).await;
    window.says(".standing-label", "Meeting").await;
    window.click_slot_of("Dr Bianchi", 12, 7).await;
    window.focus_is_at("cd-book cd-patient-picker input").await;
    window.type_keys("cohe").await;
    window.says("cd-book [role=option]", "Cohen").await;
    window.keys("Enter").await;
    window.focus_is_at("cd-book [data-submit]").await;
    window.keys("Enter").await;
    window.says("cd-clash", "Dr Bianchi is in a meeting 12:00–13:00").await;
    window.focus_is_at("cd-clash input").await;
    window.judge("a time that is blocked").await;
    window.keys("Enter").await;
    window.says("cd-clash", "Say why, so that others understand it later.").await;
    window.fill("Why at this time?", "Comes from far away").await;
    window.keys("Enter").await;
    window.told_that("Booked Ben Cohen").await;
    window.card_says("Cohen", "Outside working hours").await;
    window.undo("Booked Ben Cohen").await;
    window.card_gone("Cohen").await;
    window.redo("Booked Ben Cohen").await;
    window.card("Cohen", "12:00").await;
}

/// Who is booked in the room is listed; where a room is chosen, it says that it cannot be used then.
async fn room_out_of_use(window: &Window, ready: &Ready) {
    window.calendar("leave").await;
    window.press("Add a day").await;
    window.choose("What is it?", "Room out of use").await;
    window.choose("Room", "Room 2").await;
    window.fill("From", &typed(ready.monday)).await;
    window.press("Save").await;
    window.says("cd-to-move-dialog h2", "2 appointments to be moved").await;
    window.press("Move to next free: Rossi, Sara").await;
    window.says("cd-to-move-dialog h2", "1 appointment to be moved").await;
    window.press("Later").await;
    window.gone("cd-to-move-dialog").await;
    window.open_day(ready.monday).await;
    window.book_for("patel", "Patel").await;
    window.choose("With", "Dr Luca Bianchi").await;
    window.fill("Date", &typed(ready.monday)).await;
    window.fill("Time", "15:00").await;
    window.offers("Room", "Room 2 (out of use then)").await;
    window.keys("Escape").await;
    window.gone("cd-book").await;
}
