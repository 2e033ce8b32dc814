//! The shell around `clinic_core`: one window, and the commands it may call. No rule and no SQL here.
//!
//! `app` holds what the window works on, `opening` opens and closes clinics, `boot` says what is the case, `feed` brings
//! news, `commands` are what the page calls.

mod app;
mod boot;
mod commands;
mod feed;
mod log;
mod opening;
mod printers;
mod sample;
mod window;

use std::sync::Arc;
use tauri::{AppHandle, Manager};

pub const HELP: &str = "clinic-desk [--sample] [--safe-graphics]

  --sample         open the sample clinic: invented people, nothing of yours
  --safe-graphics  for graphics drivers that show an empty window (Linux)

CLINIC_DESK_HOME   a folder to keep everything in instead of the usual one
                   (its own connections, data and logs: a second workstation)";

/// What was asked for at the start.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wanted {
    pub sample: bool,
}

pub fn run() {
    log::redact_panics();
    let built = tauri::Builder::default()
        .plugin(single_instance())
        .plugin(tauri_plugin_dialog::init())
        .setup(|app| set_up(app, Wanted { sample: std::env::args().skip(1).any(|arg| arg == "--sample") }))
        .invoke_handler(commands())
        .build(tauri::generate_context!());
    match built {
        Ok(app) => app.run(heard),
        Err(error) => give_up(&error),
    }
}

/// What the page may ask of this program.
fn commands() -> impl Fn(tauri::ipc::Invoke) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        commands::work::boot,
        commands::work::perform,
        commands::work::ask,
        commands::work::stop_asking,
        commands::work::how_far,
        commands::door::sign_in,
        commands::door::switch_person,
        commands::door::approve_discount,
        commands::door::unlock,
        commands::door::change_password,
        commands::door::set_pin,
        commands::door::sign_out,
        commands::door::lock,
        commands::door::activity,
        commands::wall::start_wall,
        commands::wall::wall,
        commands::wall::leave_wall,
        commands::typed::keep_typed,
        commands::typed::typed,
        commands::typed::forget_typed,
        commands::connections::connections,
        commands::connections::test_connection,
        commands::connections::save_connection,
        commands::connections::remove_connection,
        commands::connections::open_connection,
        commands::connections::create_database,
        commands::connections::upgrade_data,
        commands::exchange::export_connection,
        commands::exchange::import_connection,
        commands::backup::save_recovery_key,
        commands::backup::save_clinic_copy,
        commands::backup::read_key_file,
        commands::exchange::save_export,
        commands::exchange::export_reminders,
        commands::exchange::mail_reminder,
        commands::documents::preview_document,
        commands::documents::save_document,
        commands::documents::mail_document,
        commands::documents::print_document,
        commands::documents::printers,
        commands::templates::shipped_template,
        commands::templates::preview_template,
        commands::templates::template_faults,
        commands::templates::save_template,
        commands::files::send_file_piece,
        commands::files::drop_file_pieces,
        commands::files::file_bytes,
        commands::files::file_pages,
        commands::files::file_page,
        commands::files::close_file,
        commands::files::save_file,
        commands::files::open_file_outside,
        commands::start::start_sample,
        commands::start::leave_sample,
        commands::start::start_here,
        commands::start::start_clinic,
        commands::start::country_help,
        commands::start::reconnect,
        commands::window::set_theme,
        commands::window::set_zoom,
        commands::window::painted,
        commands::window::about,
    ]
}

/// Without a window there is no other place to say why.
fn give_up(error: &tauri::Error) -> ! {
    eprintln!("Clinic Desk could not open its window: {error}");
    std::process::exit(1);
}

fn set_up(app: &mut tauri::App, wanted: Wanted) -> Result<(), Box<dyn std::error::Error>> {
    let place = app::place(app)?;
    app.handle().plugin(log::plugin(&place.logs))?;
    app.handle().plugin(window::remember_place(&place.window()))?;
    app.manage(wanted);
    app.manage(commands::files::Shown::default());
    // Whatever a crash left of what was printed or opened outside.
    forget_prints(&place);
    let desk = app::Desk::new(app.handle().clone(), place)?;
    app.manage(desk.clone());
    opening::start(&desk, wanted);
    feed::watch_clock(&desk);
    window::open(app.handle(), &desk.place.home)?;
    Ok(())
}

/// A second start shows the window that is there. With a home of its own it is another workstation, not a second start.
fn single_instance() -> tauri::plugin::TauriPlugin<tauri::Wry> {
    let builder =
        tauri_plugin_single_instance::Builder::new().callback(|app, _args, _folder| window::bring_to_front(app));
    let builder = match app::own_home() {
        Some(home) => builder.dbus_id(format!("org.clinicdesk.app.h{:016x}", app::number_of(&home))),
        None => builder,
    };
    builder.build()
}

/// A program may read a PDF as long as it shows it; it does not stay.
fn forget_prints(place: &clinic_core::desk::place::Place) {
    let _ = std::fs::remove_dir_all(place.prints());
}

fn heard(app: &AppHandle, event: tauri::RunEvent) {
    if let tauri::RunEvent::Exit = event {
        leave(app);
    }
}

/// The window is gone: what is open is closed properly, but nobody waits long for a server.
fn leave(app: &AppHandle) {
    let desk = app.state::<Arc<app::Desk>>().inner().clone();
    tauri::async_runtime::block_on(async move {
        forget_prints(&desk.place);
        let _ = tokio::time::timeout(std::time::Duration::from_secs(3), desk.close_clinic()).await;
    });
}
