//! Files of a patient on their way in and out. Bytes travel as they are, never as JSON; what is shown is a picture, and what is opened outside goes to the
//! program that the system has for its type.

use super::State;
use super::exchange::ask_where;
use crate::app::{Desk, Here, lock};
use clinic_core::Who;
use clinic_core::desk::files;
use clinic_core::error::{Code, Error, Result};
use clinic_core::ids::FileId;
use clinic_core::records::files::content::Content;
use clinic_core::records::files::upload::Piece;
use serde_json::{Value as Json, json};
use std::str::FromStr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tauri::ipc::{InvokeBody, Request, Response};
use uuid::Uuid;

/// A page that takes longer to be drawn is not shown.
const PATIENCE: Duration = Duration::from_secs(20);

/// The file that is shown now, so that each page does not read it again.
#[derive(Default)]
pub struct Shown(Mutex<Option<(FileId, Arc<Content>)>>);

/// One piece of a file: its bytes are the body, what it is part of stands in the headers.
///
/// Errors: `operation.invalid`, then those of `Clinic::keep_piece`.
#[tauri::command]
pub async fn send_file_piece(desk: State<'_>, request: Request<'_>) -> Result<Option<()>> {
    let piece = piece_of(&request)?;
    let (here, session) = desk.present()?;
    let kept = here.clinic.keep_piece(&Who::Person(session), &piece).await;
    desk.heed(&here, kept).await?;
    Ok(None)
}

/// What was sent of a file that will not be attached.
#[tauri::command]
pub async fn drop_file_pieces(desk: State<'_>, file_id: FileId) -> Result<Option<()>> {
    let (here, session) = desk.present()?;
    let dropped = here.clinic.drop_pieces(&Who::Person(session), file_id).await;
    desk.heed(&here, dropped).await?;
    Ok(None)
}

/// The bytes of a picture, which the page shows as they are.
#[tauri::command]
pub async fn file_bytes(desk: State<'_>, shown: tauri::State<'_, Shown>, file_id: FileId) -> Result<Response> {
    Ok(Response::new(content(&desk, &shown, file_id).await?.bytes.clone()))
}

/// How many pages a PDF has.
///
/// Errors: those of `Clinic::file_content`, then `file.not_shown`.
#[tauri::command]
pub async fn file_pages(desk: State<'_>, shown: tauri::State<'_, Shown>, file_id: FileId) -> Result<Json> {
    let file = content(&desk, &shown, file_id).await?;
    let pages = drawn(move || clinic_viewer::count(file.bytes.clone())).await?;
    Ok(json!({ "pages": pages }))
}

/// A page of a PDF as a PNG.
///
/// Errors: those of `Clinic::file_content`, then `file.not_shown`.
#[tauri::command]
pub async fn file_page(
    desk: State<'_>,
    shown: tauri::State<'_, Shown>,
    file_id: FileId,
    page: usize,
) -> Result<Response> {
    let file = content(&desk, &shown, file_id).await?;
    Ok(Response::new(drawn(move || clinic_viewer::page(file.bytes.clone(), page)).await?))
}

/// Nothing is shown any more.
#[tauri::command]
pub async fn close_file(shown: tauri::State<'_, Shown>) -> Result<Option<()>> {
    *lock(&shown.0) = None;
    Ok(None)
}

/// Asks where, and saves the file there. Nothing is written when the dialog is closed.
///
/// Errors: those of `Clinic::file_content`, then `store.full`, `internal`.
#[tauri::command]
pub async fn save_file(
    desk: State<'_>,
    shown: tauri::State<'_, Shown>,
    window: tauri::WebviewWindow,
    file_id: FileId,
) -> Result<Json> {
    let file = content(&desk, &shown, file_id).await?;
    let Some(path) = ask_where(&window, &file.name).await else { return Ok(json!({ "saved": false })) };
    files::write(&path, &file.bytes)?;
    note(&desk).await;
    Ok(json!({ "saved": true }))
}

/// Hands a copy of the file to the program that opens its type here. The copy goes when the app does.
///
/// Errors: those of `Clinic::file_content`, then `store.full`, `file.not_opened`.
#[tauri::command]
pub async fn open_file_outside(desk: State<'_>, shown: tauri::State<'_, Shown>, file_id: FileId) -> Result<Option<()>> {
    let file = content(&desk, &shown, file_id).await?;
    let copy = desk.place.prints().join(Uuid::now_v7().to_string()).join(&file.name);
    files::write(&copy, &file.bytes)?;
    tauri_plugin_opener::open_path(&copy, None::<&str>).map_err(|_| Error::new(Code::FileNotOpened))?;
    note(&desk).await;
    Ok(None)
}

/// The content for whoever sits here; asked of the clinic each time, read once.
async fn content(desk: &Arc<Desk>, shown: &Shown, id: FileId) -> Result<Arc<Content>> {
    let (here, session) = desk.present()?;
    let who = Who::Person(session);
    let there = lock(&shown.0).clone().filter(|(shown, _)| *shown == id);
    if let Some((_, file)) = there {
        let may = here.clinic.may_read_file(&who, id).await;
        desk.heed(&here, may).await?;
        return Ok(file);
    }
    let read = here.clinic.file_content(&who, id).await;
    let file = Arc::new(desk.heed(&here, read).await?);
    *lock(&shown.0) = Some((id, file.clone()));
    Ok(file)
}

/// Drawing is work for a processor, and a file may be made to stop it: the window goes on meanwhile.
async fn drawn<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let not_shown = || Error::new(Code::FileNotShown);
    let working = tokio::task::spawn_blocking(work);
    tokio::time::timeout(PATIENCE, working).await.map_err(|_| not_shown())?.map_err(|_| not_shown())?
}

/// That a file left the app, for the record of exports.
async fn note(desk: &Desk) {
    let Ok(here): Result<Arc<Here>> = desk.here() else { return };
    let user = desk.seats().sitting().map(clinic_core::Session::user_id);
    here.clinic.note_event("export", user, None, Some("file")).await;
}

/// Errors: `operation.invalid`.
fn piece_of(request: &Request<'_>) -> Result<Piece> {
    let invalid = || Error::new(Code::OperationInvalid);
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).ok_or_else(invalid);
    let number = |name: &str| i64::from_str(header(name)?).map_err(|_| invalid());
    let bytes = match request.body() {
        InvokeBody::Raw(bytes) => bytes.clone(),
        // A web view without a way for bytes sends their numbers.
        InvokeBody::Json(numbers) => serde_json::from_value(numbers.clone()).map_err(|_| invalid())?,
    };
    let name = percent_encoding::percent_decode_str(header("x-file-name")?).decode_utf8().map_err(|_| invalid())?;
    Ok(Piece {
        file_id: FileId(Uuid::from_str(header("x-file-id")?).map_err(|_| invalid())?),
        position: number("x-file-position")?,
        name: name.into_owned(),
        size_bytes: number("x-file-size")?,
        bytes,
    })
}
