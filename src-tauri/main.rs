//! Clinic Desk's window. What must be settled before anything else starts stands here; the rest is in `lib.rs`.

// No console beside the window on Windows.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use clinic_documents::apart;
use std::process::ExitCode;

fn main() -> ExitCode {
    if std::env::args().skip(1).any(|arg| arg == "--help" || arg == "-h") {
        println!("{}", clinic_desk::HELP);
        return ExitCode::SUCCESS;
    }
    #[cfg(unix)]
    no_core_dumps();
    if std::env::args().nth(1).is_some_and(|arg| arg == apart::ARGUMENT) {
        return apart::serve();
    }
    #[cfg(target_os = "linux")]
    settle_environment();
    clinic_desk::run();
    ExitCode::SUCCESS
}

/// A crash must not leave patients' data in a file.
#[cfg(unix)]
fn no_core_dumps() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    if setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) }).is_err() {
        eprintln!("core dumps could not be switched off");
    }
}

#[cfg(target_os = "linux")]
fn settle_environment() {
    let set = |name: &str, value: &str| {
        // SAFETY: nothing else runs yet; the web view's threads are started later.
        unsafe { std::env::set_var(name, value) }
    };
    // With no language, or "C", the web view calls its language "C", and every date format in the page fails.
    let is_plain = |value: &str| value.is_empty() || value == "C" || value.starts_with("C.") || value == "POSIX";
    if std::env::var("LANG").is_ok_and(|lang| !is_plain(&lang)) {
        // A valid one stays.
    } else {
        set("LANG", "en_GB.UTF-8");
    }
    if std::env::var("LC_ALL").is_ok_and(|all| is_plain(&all)) {
        // SAFETY: as above.
        unsafe { std::env::remove_var("LC_ALL") }
    }
    // Some graphics drivers show an empty window without this.
    if std::env::args().skip(1).any(|arg| arg == "--safe-graphics") {
        set("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
    }
}
