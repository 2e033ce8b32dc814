//! The story in the real window, driven through WebDriver.
//!
//! Needs `CLINIC_DESK_APP` (the built program), tauri-driver on the PATH and a screen; scripts/test.sh brings all three.
//! The server's stories run on each server that the environment names, as the engine tests do.

mod window {
    mod answers;
    mod chart;
    mod checks;
    mod consult;
    mod drive;
    mod hands;
    mod here;
    mod print;
    mod ready;
    mod sample;
    mod schedule_book;
    mod schedule_hours;
    mod schedule_series;
    mod schedule_today;
    mod schedule_views;
    mod schedule_waitlist;
    mod server;
    mod steps;
    mod visit;
}
