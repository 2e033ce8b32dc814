//! The day itself: the waiting room and its wall screen, whom to call about tomorrow, and who did not come yesterday.

use super::drive::Window;
use super::ready::{Ready, at, shown};
use chrono::Days;
use clinic_core::appointments::appointment::Status;
use clinic_core::appointments::status::ChangeStatus;
use clinic_core::ids::{AppointmentId, MessageTemplateId};
use clinic_core::reminders::templates::AddMessageTemplate;
use clinic_core::reminders::to_confirm::AskToConfirm;
use serde_json::json;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

const IN_THE_HOUSE: [&str; 4] = ["Okafor", "García", "Rossi", "Müller"];

#[tokio::test]
async fn the_waiting_room_the_calls_and_who_did_not_come() {
    let ready = Ready::here().await;
    let yesterday = ready.today - Days::new(1);
    ready.book("Kowalski", 0, at(yesterday, 10, 0)).await;
    ready.book("Wiśniewski", 1, at(yesterday, 11, 0)).await;
    come_in(&ready).await;
    for (family, hour, minute) in [("García", 9, 0), ("Nguyễn", 9, 30), ("Cohen", 10, 0), ("Mbeki", 10, 30)] {
        ready.book(family, 0, at(ready.today + Days::new(1), hour, minute)).await;
    }
    let text = "Dear {patient}, see you on {date} at {time}. {clinic}".to_owned();
    let message_template_id = MessageTemplateId::new();
    ready.done(AddMessageTemplate { message_template_id, language: "English".into(), text }).await;
    mail_program(&ready);

    let window = ready.window("reception").await;
    waiting_room(&window).await;
    walk_in(&window).await;
    wall(&window, &ready).await;
    did_not_come(&window, &ready).await;
    calls(&window, &ready).await;
    reminders(&window, &ready).await;
    ready.end(window).await;
}

/// Three are in the house, one of them for longer than the clinic's limit.
async fn come_in(ready: &Ready) {
    for (family, doctor, minutes) in [("Okafor", 0, 34), ("García", 0, 6), ("Rossi", 1, 3)] {
        let appointment_id = ready.book(family, doctor, at(ready.today, 14 + u32::from(family == "García"), 0)).await;
        ready.done_before(minutes, arrived(appointment_id)).await;
    }
}

fn arrived(appointment_id: AppointmentId) -> ChangeStatus {
    ChangeStatus { appointment_id, version: 1, to: Status::Arrived, waiting_for: None, reason: None }
}

/// Stands in for the mail program: keeps the address it was given.
fn mail_program(ready: &Ready) {
    let folder = ready.home.join("bin");
    std::fs::create_dir_all(&folder).expect("a folder of its own");
    let program = folder.join("xdg-open");
    let text = format!("#!/bin/sh\nprintf '%s' \"$1\" >'{}'\n", ready.home.join("mailed.part").display());
    let kept = format!("{text}mv '{0}.part' '{0}'\n", ready.home.join("mailed").display());
    std::fs::write(&program, kept).expect("a program");
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("a program");
}

/// By keys from waiting to paid and a step back; by mouse into the room.
async fn waiting_room(window: &Window) {
    window.keys("g w").await;
    window.says(".waiting-part.is-arrived h2", "Waiting 3").await;
    window.shows(".waiting-row:first-child .queue-late").await;
    assert_eq!(window.count(".queue-late").await, 1, "one waits past the limit");
    window.says(".waiting-head", "limit 20 min").await;
    window.judge("the waiting room").await;
    window.keys("ArrowDown").await;
    window.focus_is_at(".is-arrived .waiting-row:first-child .waiting-open").await;
    window.keys("r").await;
    window.told_that("Ada Okafor: In room").await;
    window.says(".is-in-room", "Okafor").await;
    window.says(".is-in-room", "Room 1").await;
    window.keys("f").await;
    window.told_that("Ada Okafor: To pay").await;
    window.says(".is-to-pay", "Okafor").await;
    window.keys("p").await;
    window.says("cd-checkout", "To pay now").await;
    window.judge("taking payment").await;
    window.keys("1 Enter").await;
    window.told_that("Took £45.00").await;
    window.gone("cd-checkout").await;
    window.says(".is-to-pay", "No one is at the desk to pay.").await;
    window.press("In room, Rossi, Sara").await;
    window.says(".is-in-room", "Rossi").await;
    window.says(".is-in-room .waiting-minutes", "min").await;
}

/// A ticket, and whoever is free calls them in.
async fn walk_in(window: &Window) {
    window.keys("w").await;
    window.focus_is_at("cd-walk-in cd-patient-picker input").await;
    window.type_keys("müll").await;
    window.says("cd-walk-in [role=option]", "Müller").await;
    window.keys("Enter").await;
    window.shows("cd-walk-in cd-patient-card").await;
    window.fill("Reason", "Cut on the hand").await;
    window.judge("a walk-in").await;
    window.press("Give a ticket").await;
    window.says(".walk-in-number", "4").await;
    window.judge("a ticket").await;
    window.keys("Enter").await;
    window.gone("cd-walk-in").await;
    for words in ["Müller", "Whoever is free", "Cut on the hand"] {
        window.says(".is-arrived", words).await;
    }
    window.judge("the waiting room with everybody").await;
    window.focus_on(".is-arrived .waiting-row:last-child .waiting-open").await;
    window.keys("r").await;
    window.says("[role=menu]", "Who calls in?").await;
    window.press("Dr Chen").await;
    window.says(".is-in-room", "Müller").await;
}

/// Numbers, then initials; nobody's name is anywhere in the page, and leaving it asks for the password.
async fn wall(window: &Window, ready: &Ready) {
    for (choice, waiting) in [("tickets", "2"), ("initials", "L. G.")] {
        window.press("Wall screen…").await;
        window.shows("dialog[open] .segment").await;
        window.press_at(&format!("label.segment:has([value={choice}])")).await;
        window.judge("before the wall screen").await;
        window.press_at("dialog[open] button[type=submit]").await;
        window.says(".wall-waiting li", waiting).await;
        window.says(".wall-called .wall-room", "Room 2").await;
        for name in IN_THE_HOUSE {
            assert_eq!(window.ask("holds", vec![json!(name)]).await, json!(false), "{name} is on the wall");
        }
        window.judge("the wall screen").await;
        window.keys("Escape").await;
        window.says("h1", "Locked").await;
        ready.unlock(window).await;
        window.shows(".waiting-parts").await;
    }
}

/// They are proposed once the day is over; one is marked, and then stands with the patient.
async fn did_not_come(window: &Window, ready: &Ready) {
    window.open_day(ready.today - Days::new(1)).await;
    window.says(".no-shows", "2 patients did not come.").await;
    window.card_says("Kowalski", "Booked").await;
    window.judge("a day that is over").await;
    window.press("Look").await;
    window.focus_is_at(".no-show-list input").await;
    window.judge("who did not come").await;
    window.press_at(".no-show-list li:nth-child(2) input").await;
    window.press("Mark 1 as no-show").await;
    window.gone("cd-no-show-dialog").await;
    window.card_says("Kowalski", "No-show").await;
    window.says(".no-shows", "1 patient did not come.").await;
    window.undo("Jan Kowalski: No-show").await;
    window.card_says("Kowalski", "Booked").await;
    window.redo("Jan Kowalski: No-show").await;
    window.card_says("Kowalski", "No-show").await;
    window.keys("g p").await;
    window.fill("Find a patient", "Kowalski").await;
    window.keys("Enter").await;
    window.says(".patient-head .missed-line", "1 no-show in 12 months").await;
    window.judge("a patient who did not come").await;
    window.keys("b").await;
    window.says("cd-book .missed-line", "1 no-show").await;
    window.keys("Escape").await;
    window.gone("cd-book").await;
}

/// Down the list by keys, one by mouse and taken back.
async fn calls(window: &Window, ready: &Ready) {
    window.calendar("calls").await;
    let tomorrow = ready.today + Days::new(1);
    window.says("table.calls", "García, Luis").await;
    window.says(".calls-tools [role=status]", "4 to call").await;
    window.says("table.calls tr:nth-child(4)", "Wants no reminders: do not call").await;
    let silent = window.texts("table.calls tbody tr:nth-child(4)").await;
    assert!(!silent[0].contains("07700") && !silent[0].contains("No answer"), "{silent:?}");
    window.judge("whom to call").await;
    window.press_at("table.calls tbody tr:nth-child(1) .row-do .button").await;
    window.told_that("Confirmed García, Luis").await;
    window.says(".calls-tools [role=status]", "3 to call · 1 confirmed").await;
    window.press_at("cd-undo .toast:last-of-type .toast-button").await;
    window.says("table.calls tr:nth-child(1)", "Confirmed, then taken back").await;
    window.focus_on("table.calls tbody tr:nth-child(1) .row-button").await;
    window.keys("o").await;
    window.says("table.calls tr:nth-child(1)", "No answer").await;
    window.focus_is_at("table.calls tbody tr:nth-child(2) .row-button").await;
    window.keys("c").await;
    window.told_that("Confirmed Nguyễn, Lan").await;
    window.focus_is_at("table.calls tbody tr:nth-child(2) .row-button").await;
    window.keys("m").await;
    window.focus_is_at("cd-move cd-date input").await;
    let next = ready.today + Days::new(2);
    window.type_keys(&super::ready::typed(next)).await;
    window.keys("Enter").await;
    window.told_that(&format!("Moved Ben Cohen to {}", shown(next))).await;
    window.says(".calls-tools [role=status]", "2 to call · 1 confirmed").await;
    let left = ready.ask(AskToConfirm { date: tomorrow }).await;
    let last = &left["rows"][0]["last_call"];
    assert_eq!((&last["outcome"], &last["by"]), (&json!("no_answer"), &json!("Mila Novak")));
    window.judge("whom to call still").await;
}

/// Copied, and handed to the mail program; who wants none gets neither.
async fn reminders(window: &Window, ready: &Ready) {
    assert_eq!(window.count(".calls-copy").await, 2, "text and e-mail of the one who may be reminded");
    window.press_at(".calls-copy").await;
    window.told_that("is copied").await;
    window.press_at(".calls-copy:nth-of-type(2)").await;
    window.told_that("The mail program has the reminder").await;
    let mailed = kept(&ready.home.join("mailed")).await;
    assert!(mailed.starts_with("mailto:patient1%40example%2Eorg?subject=Northside%20Clinic&body=Dear%20"), "{mailed}");
    window.keys("g p").await;
    window.fill("Find a patient", "x").await;
    window.keys("Ctrl+a Ctrl+v").await;
    let pasted = window.value("Find a patient").await;
    assert!(pasted.starts_with("Dear ") && pasted.contains("Northside Clinic"), "{pasted:?}");
}

/// What the mail program was given, as soon as it has written it down.
async fn kept(file: &std::path::Path) -> String {
    for _ in 0..600 {
        match std::fs::read_to_string(file) {
            Ok(text) => return text,
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
    panic!("the mail program was not started");
}
