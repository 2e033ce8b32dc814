//! The clinic on its own server: the connection from the window, and two workstations that see each other.

use super::drive::Window;
use super::steps::{ADMIN, DAY};
use clinic_core::store::{ServerAddress, StoreUrl, TlsMode, drop_test_database};
use std::time::{Duration, Instant};

const COLLEAGUE: &str = "Inês Silva";
/// What one workstation changes stands on the other's screen.
const SEEN_WITHIN: Duration = Duration::from_secs(2);
const ONE_TIME: &str = "heron amber violin";
const OWN: &str = "copper meadow ladder";

#[tokio::test]
async fn a_clinic_on_mariadb() {
    on_each("CLINIC_TEST_MARIADB_URL").await;
}

#[tokio::test]
async fn a_clinic_on_mysql() {
    on_each("CLINIC_TEST_MYSQL_URL").await;
}

/// The story on every server of this variable, each in a database of its own, which the window makes.
async fn on_each(variable: &str) {
    for server in servers(variable) {
        two_workstations(&server).await;
        drop_test_database(&server).await.expect("the database goes with its story");
    }
}

/// A database of its own, which is not there yet, on every server of this variable.
pub fn servers(variable: &str) -> Vec<ServerAddress> {
    let urls = std::env::var(variable).unwrap_or_default();
    if urls.trim().is_empty() {
        eprintln!("SKIPPED ENGINE: {variable} is not set");
    }
    let ca = std::env::var(variable.replace("_URL", "_CA")).ok();
    let alone = urls.split_whitespace().count() == 1;
    let server = |url: &str| {
        let Ok(StoreUrl::Server(mut server)) = StoreUrl::parse(url) else { panic!("{variable} is no server") };
        server.database = format!("clinic_test_{}", uuid::Uuid::now_v7().simple());
        if let (Some(ca), true) = (&ca, alone) {
            server.tls = TlsMode::OwnCa(ca.into());
        }
        server
    };
    urls.split_whitespace().map(server).collect()
}

async fn two_workstations(server: &ServerAddress) {
    let first = Window::open().await;
    first.press("Connect to our server").await;
    make_database(&first, server).await;
    first.start_clinic().await;
    first.set_up().await;
    first.add_person(COLLEAGUE, "silva", ONE_TIME).await;
    first.go_to(DAY).await;
    first.keys("n").await;
    first.fill("Given names", "Ada").await;
    first.fill("Family name", "Okafor").await;
    first.press("Register").await;
    first.told_that("Registered Ada Okafor").await;

    let second = Window::open().await;
    second.press("Connect to our server").await;
    join(&second, server).await;
    second.go_to(DAY).await;

    booking_arrives(&first, &second).await;
    changes_arrive_soon(&first, &second).await;
    undo_is_refused(&first, &second).await;
    both_edit(&first, &second).await;
    for window in [first, second] {
        window.end().await;
    }
}

async fn fill_in(window: &Window, server: &ServerAddress) {
    let (host, port) = &server.hosts[0];
    window.fill("Server", host).await;
    window.fill("Port", &port.to_string()).await;
    window.fill("Database", &server.database).await;
    window.fill("Database account", &server.user).await;
    match &server.tls {
        TlsMode::Identity => {}
        TlsMode::Off => window.press("Off").await,
        TlsMode::OwnCa(file) => {
            window.press("Check with the server’s own CA file").await;
            window.fill("Path of the CA file", &file.to_string_lossy()).await;
        }
    }
}

/// A wrong password and a missing database are said in words; the window makes the database.
async fn make_database(window: &Window, server: &ServerAddress) {
    window.judge("connecting to a server").await;
    fill_in(window, server).await;
    window.fill("Password of the database account", "not the password").await;
    window.press("Test").await;
    window.says(".step.failed", "The server does not accept this database account or its password.").await;
    window.judge("a test that failed").await;
    window.fill("Password of the database account", &server.password).await;
    window.press("Test").await;
    window.says(".step.failed", &format!("There is no database named {} on this server.", server.database)).await;
    window.press("Create the database").await;
    window.says(".diagnosis.ok", "The database is empty. Open it to start a new clinic in it.").await;
    window.judge("a test that passed").await;
    window.press("Save and open").await;
}

/// A second workstation, and a colleague who signs in there for the first time.
async fn join(window: &Window, server: &ServerAddress) {
    fill_in(window, server).await;
    window.fill("Password of the database account", &server.password).await;
    window.press("Test").await;
    window.says(".diagnosis.ok", "This clinic’s data is ready to use.").await;
    window.press("Save and open").await;
    window.sign_in("silva", ONE_TIME).await;
    window.says("h1", "Choose your own password").await;
    window.judge("choosing a password").await;
    window.fill("Password you were given", ONE_TIME).await;
    window.fill("New password", OWN).await;
    window.fill("New password again", OWN).await;
    window.keys("Enter").await;
    window.shows("cd-shell cd-day-grid .ec-main").await;
}

/// What one books stands at the other's desk, under a dialog in which something is half typed.
async fn booking_arrives(first: &Window, second: &Window) {
    second.keys("b").await;
    second.focus_is_at("cd-book cd-patient-picker input").await;
    second.type_keys("Oka").await;
    let began = second.ask("began", vec![]).await;

    first.click_slot(10, 7).await;
    first.focus_is_at("cd-book cd-patient-picker input").await;
    first.type_keys("okaf").await;
    first.says("cd-book [role=option]", "Okafor").await;
    first.keys("Enter").await;
    first.shows("cd-book cd-patient-card").await;
    first.press("Book").await;
    first.told_that("Booked Ada Okafor").await;
    second.card_says("Okafor", ", 10:00–").await;
    assert_eq!(second.value("Patient").await, "Oka", "what was half typed stays");
    assert_eq!(second.ask("began", vec![]).await, began, "the page was not loaded again");
    second.keys("Escape").await;
    second.keys("Escape").await;
    second.gone("cd-book").await;
}

/// A workstation looks for news once a second. A busy computer may hold up any single look, but not each of them: so the one that is seen soonest
/// counts, from its own workstation's card to the other's.
async fn changes_arrive_soon(first: &Window, second: &Window) {
    first.click_card("Okafor", "10:00").await;
    let mut soonest = Duration::MAX;
    for (key, time) in [("Alt+ArrowDown", "10:15"), ("Alt+ArrowUp", "10:00")].repeat(3) {
        first.keys(key).await;
        first.card("Okafor", time).await;
        let moved = Instant::now();
        second.card("Okafor", time).await;
        soonest = soonest.min(moved.elapsed());
    }
    println!("seen at the second workstation after {} ms at best", soonest.as_millis());
    assert!(soonest <= SEEN_WITHIN, "the soonest of six changes was seen after {soonest:?}");
    first.keys("Escape").await;
}

/// One moves, the other says that the patient arrived: the move is not taken back under them, and it says who it was.
async fn undo_is_refused(first: &Window, second: &Window) {
    first.drag_card("Okafor", "10:00", 1.0).await;
    first.told_that("Moved Ada Okafor to 11:00").await;
    second.click_card("Okafor", "11:00").await;
    second.keys("a").await;
    second.told_that("Ada Okafor: Arrived").await;
    first.card_says("Okafor", "Arrived").await;
    first.keys("Ctrl+z").await;
    first.says(".toast-error", &format!("{COLLEAGUE} changed this since, so it cannot be undone.")).await;
    first.card("Okafor", "11:00").await;
}

/// Both write an e-mail address into the same patient: the second to save sees both, and chooses.
async fn both_edit(first: &Window, second: &Window) {
    for window in [first, second] {
        window.keys("g p").await;
        window.fill("Find a patient", "Okafor").await;
        window.keys("Enter").await;
        window.shows("cd-patient .patient-head").await;
        window.keys("e").await;
        window.shows("cd-patient-form dialog[open]").await;
    }
    first.fill("E-mail", "ada@example.org").await;
    second.fill("E-mail", "okafor@example.net").await;
    first.press("Save").await;
    first.told_that("Saved Ada Okafor").await;
    second.says(".patient-elsewhere", "Changed elsewhere just now: E-mail.").await;
    second.holds("E-mail", "okafor@example.net").await;
    second.press("Save").await;
    for both in ["ada@example.org", "okafor@example.net", ADMIN.0] {
        second.says("cd-patient-meanwhile", both).await;
    }
    second.judge("both values side by side").await;
    second.press("Keep all of mine").await;
    second.press("Save").await;
    second.told_that("Saved Ada Okafor").await;
    first.says(".patient-facts", "okafor@example.net").await;
}
