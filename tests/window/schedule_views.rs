//! The ways to look at the schedule: by person, by room, as a list, week, month, on paper, as a file; and the parked strip.

use super::drive::Window;
use super::ready::{Ready, at, shown, typed};
use chrono::{Datelike, Days};
use icalendar::{Calendar, Component};
use serde_json::{Value as Json, json};

#[tokio::test]
async fn the_day_the_week_the_month_and_what_is_parked() {
    let ready = Ready::here().await;
    for (family, doctor, hour, minute) in
        [("Okafor", 0, 9, 0), ("García", 0, 9, 30), ("Rossi", 1, 9, 0), ("Nguyễn", 1, 11, 0), ("Cohen", 2, 10, 0)]
    {
        ready.book(family, doctor, at(ready.monday, hour, minute)).await;
    }
    let window = ready.window("reception").await;
    by_room(&window, &ready).await;
    as_a_list(&window).await;
    one_specialty(&window).await;
    saved_views(&window).await;
    taller_hours(&window).await;
    parked_and_dropped_by_mouse(&window, &ready).await;
    parked_and_dropped_by_keys(&window, &ready).await;
    on_paper(&window, &ready).await;
    week(&window, &ready).await;
    month(&window, &ready).await;
    calendar_file(&window, &ready).await;
    ready.end(window).await;
}

/// Into another room by mouse, into the next one by keys: nobody's time changes.
async fn by_room(window: &Window, ready: &Ready) {
    window.open_day(ready.monday).await;
    window.judge("the day by person").await;
    window.keys("Ctrl+2").await;
    window.shows("button[aria-label=\"By room\"][aria-pressed=true]").await;
    let heads = window.texts(".head-name > .ellipsis").await;
    assert_eq!(heads, ["Room 1", "Room 2", "Treatment", "No room"]);
    window.says(".head", "Up to 2 at a time").await;
    window.judge("the day by room").await;
    window.drag_card_to(("Okafor", "09:00"), "Treatment", (9, 0)).await;
    window.told_that("Moved Ada Okafor to 09:00, Treatment").await;
    window.undo("Moved Ada Okafor to 09:00, Treatment").await;
    window.redo("Moved Ada Okafor to 09:00, Treatment").await;
    window.click_card("Nguyễn", "11:00").await;
    window.keys("Alt+ArrowRight").await;
    window.told_that("Moved Lan Nguyễn to 11:00, Treatment").await;
    window.undo("Moved Lan Nguyễn to 11:00, Treatment").await;
}

/// The keys of the cards work in the list too.
async fn as_a_list(window: &Window) {
    window.keys("Ctrl+4").await;
    window.shows("cd-day-list table").await;
    assert_eq!(window.count(".list-row").await, 5, "everybody of the day");
    window.judge("the day as a list").await;
    let row = ".list-group + .list-row";
    window.press_at(&format!("{row} .list-name")).await;
    window.focus_is_at(&format!("{row} .list-name")).await;
    window.keys("ArrowDown ArrowUp a").await;
    window.told_that(": Arrived").await;
    window.says(row, "Arrived").await;
    window.keys("Ctrl+z").await;
    window.told_that("Undone: ").await;
    window.until_not_says(row, "Arrived").await;
    window.press("View").await;
    window.press("Group by person").await;
    window.says(".list-group", "Dr Ada Adeyemi").await;
    window.keys("Ctrl+1").await;
    window.shows("cd-day-grid .ec-main").await;
}

/// What is left out is said, with the way back.
async fn one_specialty(window: &Window) {
    window.press("View").await;
    window.judge("the menu of views").await;
    window.press("Specialty: any").await;
    window.press("Paediatrics").await;
    window.says(".views-note", "Only Paediatrics: 1 of 3 people").await;
    assert_eq!(window.texts(".head-name > .ellipsis").await, ["Dr Chen"]);
    window.judge("one specialty").await;
    window.press("Show everybody").await;
    window.gone(".views-note").await;
    assert_eq!(window.count(".head-name").await, 3);
}

/// Saved under a key, opened by it; an empty key says so.
async fn saved_views(window: &Window) {
    window.keys("Ctrl+6").await;
    window.told_that("No view is saved on Ctrl+6").await;
    window.keys("Ctrl+2").await;
    window.press("View").await;
    window.press("Save this view…").await;
    window.focus_is_at("#f-view-name").await;
    window.keys("Enter").await;
    window.shows("#f-view-name[aria-invalid=true]").await;
    window.type_keys("Rooms").await;
    window.choose("Opened by", "Ctrl+6").await;
    window.judge("saving a view").await;
    window.press("Save view").await;
    window.told_that("“Rooms” opens with Ctrl+6").await;
    window.keys("Ctrl+1").await;
    window.shows("button[aria-label=\"By person\"][aria-pressed=true]").await;
    window.keys("Ctrl+6").await;
    window.shows("button[aria-label=\"By room\"][aria-pressed=true]").await;
    window.keys("Ctrl+1").await;
    window.shows("button[aria-label=\"By person\"][aria-pressed=true]").await;
}

async fn taller_hours(window: &Window) {
    let height = async || window.card_rect("García", "09:30").await[3];
    let first = height().await;
    window.keys("Ctrl+Alt+= Ctrl+Alt+=").await;
    window.card("García", "09:30").await;
    let grown = height().await;
    assert!(grown > first * 1.6, "{first} became {grown}");
    window.judge("taller hours").await;
    window.keys("Ctrl+Alt+- Ctrl+Alt+-").await;
    window.card("García", "09:30").await;
    assert!((height().await - first).abs() < 1.0, "back as it was");
}

/// Dragged onto the strip, and from it into another day.
async fn parked_and_dropped_by_mouse(window: &Window, ready: &Ready) {
    let tuesday = ready.monday + Days::new(1);
    let [x, y, width, height] = window.card_rect("García", "09:30").await;
    let day = window.rect(".today-day").await;
    window.drag((x + width / 2.0, y + height / 2.0), (x + width / 2.0, day[1] + day[3] - 14.0)).await;
    window.says(".parked-one", "García").await;
    window.says(".parked-one", &format!("{}, 09:30 · Dr Adeyemi · 30 min", shown(ready.monday))).await;
    window.card("García", "09:30").await;
    window.judge("the parked strip").await;
    window.press_at(".lead-step[aria-label=\"Next day\"]").await;
    window.holds("Day", &shown(tuesday)).await;
    window.calm().await;
    let target = window.slot_of("Dr Bianchi", 10, 5).await;
    let chip = window.middle_of(".parked-one").await;
    window.drag(chip, target).await;
    let moved = format!("Moved Luis García to {}, 10:00, Dr Bianchi", tuesday.format("%-d %b %Y"));
    window.told_that(&moved).await;
    window.card("García", "10:00").await;
    window.gone(".parked").await;
    window.undo(&moved).await;
    window.card_gone("García").await;
    window.redo(&moved).await;
    window.card("García", "10:00").await;
}

/// K, another day, arrows, Enter; Escape leaves it parked.
async fn parked_and_dropped_by_keys(window: &Window, ready: &Ready) {
    let tuesday = ready.monday + Days::new(1);
    window.open_day(ready.monday).await;
    window.click_card("Okafor", "09:00").await;
    window.keys("k").await;
    window.says(".parked-head", "Parked Ada Okafor. The time is kept").await;
    window.keys("Shift+k").await;
    window.focus_is_at(".parked-one").await;
    window.keys("Enter").await;
    window.shows(".is-placing").await;
    window.keys("Escape").await;
    window.gone(".is-placing").await;
    window.keys("Enter").await;
    window.shows(".is-placing").await;
    window.keys("Ctrl+ArrowRight").await;
    window.holds("Day", &shown(tuesday)).await;
    window.keys("ArrowRight ArrowDown").await;
    window.says(".parked-head", &format!("{}, 09:15, Dr Bianchi", shown(tuesday))).await;
    window.judge("placing what is parked").await;
    window.keys("Enter").await;
    window.told_that(&format!("Moved Ada Okafor to {}, 09:15, Dr Bianchi", tuesday.format("%-d %b %Y"))).await;
    window.gone(".parked").await;
    window.card("Okafor", "09:15").await;
}

/// What is printed is the sheet alone, black on white. The print dialog itself is the desktop's: only that it was asked for is seen.
async fn on_paper(window: &Window, ready: &Ready) {
    window.open_day(ready.monday).await;
    window.run("window.printed = 0; window.print = () => { window.printed += 1; };").await;
    window.keys("Ctrl+p").await;
    window.says(".sheet-preview .paper", "Northside Clinic").await;
    window.says(".sheet-preview .paper", "07700 900104").await;
    window.judge("the day sheet").await;
    window.focus_is_at("cd-day-sheet [data-submit]").await;
    window.keys("Enter").await;
    let print = window.ask("onPaper", vec![]).await;
    assert_eq!(print["printed"], json!(1));
    assert_eq!(print["shown"], json!(["print-root"]), "nothing else of the screen is on paper");
    assert_eq!(print["colours"], json!(["rgb(0, 0, 0)", "rgb(255, 255, 255)"]));
    let sheets = print["sheets"].as_array().expect("sheets");
    assert_eq!(sheets.len(), 3, "one for each person");
    let rossi = sheets.iter().filter_map(Json::as_str).find(|sheet| sheet.contains("Rossi")).expect("her sheet");
    for part in ["Rossi, Sara", "born 12 Mar 1976", "07700 900104", "Check-up", "Room 2", "Booked"] {
        assert!(rossi.contains(part), "{part} is not in {rossi}");
    }
    window.choose("Whose day", "Dr Wei Chen").await;
    window.says(".sheet-preview caption", "Dr Wei Chen").await;
    window.keys("Escape").await;
    window.gone("cd-day-sheet").await;
    window.gone(".print-root").await;
}

async fn week(window: &Window, ready: &Ready) {
    window.calendar("week").await;
    window.press("Next week").await;
    let span = format!("{} to {}", shown(ready.monday), shown(ready.monday + Days::new(6)));
    window.says(".week-span", &span).await;
    window.choose("Whose week", "Dr Luca Bianchi").await;
    window.says(".week-card", "Rossi").await;
    window.judge("a week").await;
    window.press_at(".week-book").await;
    window.says("cd-book .modal-titles", "Dr Luca Bianchi").await;
    window.keys("Escape").await;
    window.gone("cd-book").await;
    window.focus_on(".week-card[tabindex=\"0\"]").await;
    window.keys("ArrowRight ArrowLeft ArrowDown Enter").await;
    window.holds("Day", &shown(ready.monday)).await;
}

async fn month(window: &Window, ready: &Ready) {
    window.calendar("month").await;
    if ready.monday.month() != ready.today.month() {
        window.press("Next month").await;
    }
    let day = format!(".month-day[href=\"/today/{}\"]", ready.monday);
    window.says(&day, "booked").await;
    window.judge("a month").await;
    window.choose("Whose time", "Dr Wei Chen").await;
    window.says(&day, "1 booked").await;
    window.focus_on(&day).await;
    window.keys("ArrowDown ArrowUp Enter").await;
    window.holds("Day", &shown(ready.monday)).await;
}

/// The page asks for the save dialog of the desktop, which nothing can press here; what it would save is asked the same way.
async fn calendar_file(window: &Window, ready: &Ready) {
    window.calendar("file").await;
    window.judge("a calendar file").await;
    window.fill("To", "1/1/2020").await;
    window.press("Save calendar file").await;
    window.wrong_at("To", "").await;
    let to = ready.monday + Days::new(6);
    let question = json!({
        "ask": "calendar_file", "practitioner_id": ready.doctors[1], "from": ready.monday, "to": to, "detail": "initials"
    });
    let file = window.told("answer", vec![question]).await;
    assert_eq!(file["count"], json!(4), "{file}");
    let calendar: Calendar = file["content"].as_str().expect("a file").parse().expect("a calendar");
    let summaries: Vec<&str> = calendar.events().filter_map(Component::get_summary).collect();
    assert_eq!(summaries.len(), 4);
    assert!(summaries.iter().any(|one| one.contains("S. R.") || one.contains("S.R.")), "{summaries:?}");
    assert!(!file.to_string().contains("Rossi"), "initials alone were wanted");
    window.fill("To", &typed(to)).await;
}
