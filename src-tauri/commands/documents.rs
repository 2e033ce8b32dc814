//! Documents for paper: shown as they will be printed, saved as a PDF, handed to the system to print. What stands on them is the core's
//! answer; how it looks is `clinic_documents`.

use super::State;
use super::exchange::ask_where;
use crate::app::{Desk, Here};
use clinic_core::Who;
use clinic_core::desk::files;
use clinic_core::error::{Code, Error, Result};
use clinic_core::question::Question;
use clinic_documents::{Document, Look, Made};
use serde_json::{Value as Json, json};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// A printer that does not answer keeps nobody waiting longer.
const PATIENCE: Duration = Duration::from_secs(20);

/// The pages as pictures (SVG), exactly as they will be printed.
///
/// Errors: those of the question, then `document.failed`.
#[tauri::command]
pub async fn preview_document(desk: State<'_>, question: Json, look: Look) -> Result<Json> {
    let (_, made) = lay_out(&desk, question, look).await?;
    in_background(move || {
        Ok(json!({ "pages": made.pages(), "file_name": made.file_name, "uncovered": made.uncovered }))
    })
    .await
}

/// Asks where, and saves the PDF there. Nothing is written when the dialog is closed.
///
/// Errors: those of `preview_document`, then `store.full`, `internal`.
#[tauri::command]
pub async fn save_document(desk: State<'_>, window: tauri::WebviewWindow, question: Json, look: Look) -> Result<Json> {
    let (here, made) = lay_out(&desk, question, look).await?;
    let (name, pdf) = pdf_of(made).await?;
    let Some(path) = ask_where(&window, &name).await else { return Ok(json!({ "saved": false })) };
    files::write(&path, &pdf)?;
    note(&desk, &here, "document").await;
    Ok(json!({ "saved": true }))
}

/// Hands the PDF to a printer, or to the program that opens PDFs here. Says which (`printer` or `program`).
///
/// Errors: those of `preview_document`, then `store.full`, `document.not_printed`.
#[tauri::command]
pub async fn print_document(desk: State<'_>, question: Json, look: Look) -> Result<Json> {
    let (here, made) = lay_out(&desk, question, look).await?;
    let (name, pdf) = pdf_of(made).await?;
    let folder = desk.place.prints().join(Uuid::now_v7().to_string());
    let file = folder.join(name);
    files::write(&file, &pdf)?;
    let by = if took_it(&file).await {
        // The printer has its own copy by now. The program that opens one does not: that file goes when the app does.
        let _ = std::fs::remove_dir_all(&folder);
        "printer"
    } else {
        tauri_plugin_opener::open_path(&file, None::<&str>).map_err(|_| Error::new(Code::DocumentNotPrinted))?;
        "program"
    };
    note(&desk, &here, "print").await;
    Ok(json!({ "by": by }))
}

/// Asks the question as whoever sits here, and lays the answer out.
async fn lay_out(desk: &Arc<Desk>, question: Json, look: Look) -> Result<(Arc<Here>, Made)> {
    let (here, session) = desk.present()?;
    let question: Question = super::work::read(question)?;
    let answer = here.clinic.ask(&Who::Person(session), question).await;
    let answer = desk.heed(&here, answer).await?;
    // Another question than those for documents.
    let document: Document =
        serde_json::from_str(answer.get()).map_err(|_| Error::field(Code::OperationInvalid, "question"))?;
    let made = in_background(move || clinic_documents::make(&document, look)).await?;
    Ok((here, made))
}

async fn pdf_of(made: Made) -> Result<(String, Vec<u8>)> {
    in_background(move || Ok((made.file_name.clone(), made.pdf()?))).await
}

/// Laying out is work for a processor: the window goes on meanwhile.
async fn in_background<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}

/// That a document left the app, for the record of exports.
async fn note(desk: &Desk, here: &Here, what: &str) {
    let user = desk.seats().sitting().map(clinic_core::Session::user_id);
    here.clinic.note_event("export", user, None, Some(what)).await;
}

/// Whether the usual printer of this computer took the file. Only Linux (and other systems with CUPS) prints without a program.
async fn took_it(file: &Path) -> bool {
    if !cfg!(target_os = "linux") {
        return false;
    }
    let mut command = tokio::process::Command::new("lp");
    command.arg("-s").arg(file).stdin(std::process::Stdio::null()).kill_on_drop(true);
    let done = tokio::time::timeout(PATIENCE, command.output()).await;
    matches!(done, Ok(Ok(output)) if output.status.success())
}
