//! Appointments that repeat: planned with a clash, changed, moved and cancelled together, and one moved alone.

use super::drive::Window;
use super::ready::{Ready, at, typed};
use super::server::servers;
use chrono::{Days, NaiveDate};
use clinic_core::store::drop_test_database;

#[tokio::test]
async fn a_series_on_this_computer() {
    story(Ready::here().await).await;
}

#[tokio::test]
async fn a_series_on_mariadb() {
    for server in servers("CLINIC_TEST_MARIADB_URL") {
        story(Ready::on(&server).await).await;
        drop_test_database(&server).await.expect("the database goes with its story");
    }
}

async fn story(ready: Ready) {
    ready.book("Okafor", 0, at(week(&ready, 1), 14, 0)).await;
    let window = ready.window("reception").await;
    plan_a_series(&window, &ready).await;
    edit_the_following(&window, &ready).await;
    move_all(&window, &ready).await;
    move_one(&window).await;
    cancel_the_following(&window, &ready).await;
    ready.end(window).await;
}

/// The Monday so many weeks after the first.
fn week(ready: &Ready, weeks: u64) -> NaiveDate {
    ready.monday + Days::new(7 * weeks)
}

/// Four Mondays, of which the second is taken: it is listed with other times, and one of those is picked by keys.
async fn plan_a_series(window: &Window, ready: &Ready) {
    window.book_for("garc", "García").await;
    window.choose("With", "Dr Ada Adeyemi").await;
    window.fill("Date", &typed(ready.monday)).await;
    window.fill("Time", "14:00").await;
    window.press("Repeat").await;
    window.says(".repeat-total", "7 visits, Mondays 14:00").await;
    window.fill("Visits", "1").await;
    window.wrong_at("Visits", "A whole number from 2 to 200.").await;
    window.fill("Visits", "4").await;
    window.says(".repeat-total", "1 time cannot be.").await;
    window.says(".sv-line.is-open", "Dr Adeyemi has Okafor, Ada, 14:00–14:30.").await;
    window.judge("a series with a clash").await;
    window.focus_on("#f-times").await;
    window.keys("Enter").await;
    window.focus_is_at(".sv-line.is-open button").await;
    window.keys("Enter").await;
    window.says(".sv-line:nth-child(2)", "instead of 14:00").await;
    window.says("cd-book [data-submit]", "Book 4 visits").await;
    window.press_at("cd-book [data-submit]").await;
    window.told_that("Booked Luis García, 4 visits from").await;
    window.gone("cd-book").await;
    for weeks in [0, 2, 3] {
        window.open_day(week(ready, weeks)).await;
        window.card("García", "14:00").await;
        window.card_says("García", "Part of a series").await;
    }
}

/// The third of four.
async fn select_third(window: &Window, ready: &Ready, time: &str) {
    window.open_day(week(ready, 2)).await;
    window.click_card("García", time).await;
    window.says(".panel-series", "Visit 3 of 4 in a series").await;
}

async fn edit_the_following(window: &Window, ready: &Ready) {
    select_third(window, ready, "14:00").await;
    window.judge("a selected visit of a series").await;
    window.keys("e").await;
    window.focus_is_at("cd-series-scope [data-scope=one]").await;
    window.says("cd-series-scope", "This and the following (2 visits)").await;
    window.judge("which visits of a series").await;
    window.keys("2").await;
    window.fill("Note", "Brings the exercise sheet").await;
    window.press("Save").await;
    window.told_that("Changed 2 visits of Luis García").await;
    window.says(".panel", "Brings the exercise sheet").await;
    window.undo("Changed 2 visits of Luis García").await;
    window.redo("Changed 2 visits of Luis García").await;
    window.says(".panel", "Brings the exercise sheet").await;
}

/// All still to come, by M and the new time; the one that was booked at another time from the start stays there.
async fn move_all(window: &Window, ready: &Ready) {
    select_third(window, ready, "14:00").await;
    window.keys("m").await;
    window.focus_is_at("cd-series-scope [data-scope=one]").await;
    window.keys("3").await;
    window.says("cd-move", "For all visits of the series still to come.").await;
    window.fill("Time", "15:00").await;
    window.judge("moving all visits of a series").await;
    window.keys("Enter").await;
    window.told_that("Moved 3 visits of").await;
    window.card("García", "15:00").await;
    window.keys("Ctrl+z").await;
    window.told_that("Undone: Moved 3 visits of").await;
    window.card("García", "14:00").await;
    window.keys("Ctrl+Shift+z").await;
    window.told_that("Done again: Moved 3 visits of").await;
    window.card("García", "15:00").await;
    window.open_day(ready.monday).await;
    window.card("García", "15:00").await;
}

/// A card moved by keys asks too; Enter means that one alone.
async fn move_one(window: &Window) {
    window.click_card("García", "15:00").await;
    window.keys("Alt+ArrowUp").await;
    window.focus_is_at("cd-series-scope [data-scope=one]").await;
    window.keys("Enter").await;
    window.told_that("Moved Luis García to 14:45").await;
    window.card("García", "14:45").await;
    window.undo("Moved Luis García to 14:45, Dr Adeyemi").await;
    window.card("García", "15:00").await;
}

async fn cancel_the_following(window: &Window, ready: &Ready) {
    select_third(window, ready, "15:00").await;
    window.keys("x").await;
    window.focus_is_at("cd-series-scope [data-scope=one]").await;
    window.keys("2").await;
    window.says("cd-cancel", "For this and the following visits of the series.").await;
    window.judge("cancelling visits of a series").await;
    window.keys("Enter").await;
    window.told_that("Cancelled 2 visits of Luis García").await;
    window.card_gone("García").await;
    window.undo("Cancelled 2 visits of Luis García").await;
    window.card("García", "15:00").await;
    window.open_day(week(ready, 3)).await;
    window.card("García", "15:00").await;
    window.redo("Cancelled 2 visits of Luis García").await;
    window.card_gone("García").await;
    window.open_day(ready.monday).await;
    window.card("García", "15:00").await;
}
