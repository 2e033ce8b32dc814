//! What leaves the app, and what comes in: a connection without its password, the clinic's exports, a day's reminders, one e-mail.

use super::State;
use crate::app::Desk;
use clinic_core::Who;
use clinic_core::clinic::Progress;
use clinic_core::desk::connections::{Connection, ConnectionKind, ConnectionLine, Exported};
use clinic_core::desk::files;
use clinic_core::error::{Code, Error, Result};
use clinic_core::exchange::ExportFile;
use clinic_core::ids::AppointmentId;
use clinic_core::question::Question;
use clinic_core::reminders::to_confirm::AskToConfirm;
use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tauri_plugin_dialog::{DialogExt, FilePath};
use uuid::Uuid;

const LARGEST_IMPORT: u64 = 1_000_000;

#[tauri::command]
pub async fn export_connection(desk: State<'_>, window: tauri::WebviewWindow, id: Uuid) -> Result<Json> {
    let exported = Exported::of(&desk.connections.get(id)?);
    let Some(path) = ask_where(&window, "clinic-desk-connection.json").await else {
        return Ok(json!({ "saved": false }));
    };
    files::write_json(&path, &exported)?;
    if let Ok(here) = desk.here() {
        let user = desk.seats().sitting().map(clinic_core::Session::user_id);
        here.clinic.note_event("export", user, None, Some("connection")).await;
    }
    Ok(json!({ "saved": true }))
}

/// Either an exported connection or a clinic's own file. Nothing is kept until it is saved.
#[tauri::command]
pub async fn import_connection(desk: State<'_>, window: tauri::WebviewWindow) -> Result<Option<ConnectionLine>> {
    let Some(path) = ask_for(&window, &["json", "clinic"]).await else { return Ok(None) };
    let connection = if path.extension().is_some_and(|ending| ending == "clinic") {
        of_clinic_file(&path)
    } else {
        of_exported(&desk, &path)?
    };
    Ok(Some(super::connections::line(&desk, connection).await?))
}

/// Asks for a file and saves it where the person says. Nothing is written when they close the dialog, or stop it (`stop_asking`) before.
///
/// Errors: those of the question, then `store.full`, `internal`.
#[tauri::command]
pub async fn save_export(
    desk: State<'_>,
    window: tauri::WebviewWindow,
    question: Json,
    stop: Option<Uuid>,
) -> Result<Json> {
    let work = |progress| write_export(&desk, &window, question, progress);
    desk.stops.heed(stop, work).await.unwrap_or_else(|| Ok(json!({ "saved": false })))
}

async fn write_export(
    desk: &Arc<Desk>,
    window: &tauri::WebviewWindow,
    question: Json,
    progress: Arc<Progress>,
) -> Result<Json> {
    let (here, session) = desk.present()?;
    let question: Question = super::work::read(question)?;
    let answer = here.clinic.ask_watched(&Who::Person(session), question, progress).await;
    let file: ExportFile =
        serde_json::from_str(desk.heed(&here, answer).await?.get()).map_err(|_| Error::new(Code::OperationInvalid))?;
    let Some(path) = ask_where(window, &file.file_name).await else { return Ok(json!({ "saved": false })) };
    files::write(&path, file.content.as_bytes())?;
    Ok(json!({ "saved": true, "count": file.count }))
}

/// A day's reminders for the clinic's SMS service, into a file that the person chooses.
#[tauri::command]
pub async fn export_reminders(desk: State<'_>, window: tauri::WebviewWindow, day: AskToConfirm) -> Result<Json> {
    let (here, session) = desk.present()?;
    let name = format!("reminders-{}.csv", day.date);
    let Some(path) = ask_where(&window, &name).await else { return Ok(json!({ "saved": false })) };
    let made = here.clinic.reminder_file(&Who::Person(session), day).await;
    let file = desk.heed(&here, made).await?;
    files::write(&path, &file.csv)?;
    Ok(json!({ "saved": true, "rows": file.rows, "opted_out": file.opted_out, "without_phone": file.without_phone }))
}

/// The open dialog, for files with these endings.
pub(super) async fn ask_for(window: &tauri::WebviewWindow, endings: &[&str]) -> Option<PathBuf> {
    let (answer, answered) = tokio::sync::oneshot::channel();
    window
        .dialog()
        .file()
        .set_parent(window)
        .add_filter("Clinic Desk", endings)
        .pick_file(|path| drop(answer.send(path)));
    chosen(answered.await.ok().flatten())
}

/// The save dialog, for a file of this name.
pub(super) async fn ask_where(window: &tauri::WebviewWindow, name: &str) -> Option<PathBuf> {
    let ending = name.rsplit('.').next().unwrap_or("txt");
    let (answer, answered) = tokio::sync::oneshot::channel();
    window
        .dialog()
        .file()
        .set_parent(window)
        .add_filter(ending.to_uppercase(), &[ending])
        .set_file_name(name)
        .save_file(|path| drop(answer.send(path)));
    chosen(answered.await.ok().flatten())
}

/// Opens the mail program with a reminder in it. The page names the appointment only: the address is made in the core and is
/// never anything but `mailto:`.
#[tauri::command]
pub async fn mail_reminder(desk: State<'_>, day: AskToConfirm, appointment_id: AppointmentId) -> Result<()> {
    let (here, session) = desk.present()?;
    let made = here.clinic.reminder_mail(&Who::Person(session), day, appointment_id).await;
    let address = desk.heed(&here, made).await?;
    tauri_plugin_opener::open_url(address, None::<&str>).map_err(|_| Error::new(Code::MessageNoMailProgram))
}

fn chosen(path: Option<FilePath>) -> Option<PathBuf> {
    path.and_then(|path| path.into_path().ok())
}

fn of_clinic_file(path: &Path) -> Connection {
    let name = path.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Connection::file(Uuid::now_v7(), &name, ConnectionKind::File, path)
}

fn of_exported(desk: &Desk, path: &Path) -> Result<Connection> {
    let unreadable = || Error::new(Code::ConnectionBadAddress).with("part", "file");
    if std::fs::metadata(path).map_or(true, |found| found.len() > LARGEST_IMPORT) {
        return Err(unreadable());
    }
    let Exported { mut connection, ca_pem, .. } =
        Exported::read(&std::fs::read_to_string(path).map_err(|_| unreadable())?)?;
    if let Some(pem) = ca_pem {
        let file = desk.place.certificate(connection.id);
        files::write(&file, pem.as_bytes())?;
        connection.ca_file = Some(file.to_string_lossy().into_owned());
    }
    Ok(connection)
}
