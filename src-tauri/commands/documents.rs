//! Documents for paper: shown as they will be printed, saved as a PDF, handed to the system to print. What stands on them is the core's
//! answer; how it looks is `clinic_documents`.

use super::State;
use super::exchange::ask_where;
use crate::app::{Desk, Here};
use crate::printers::{self, By, Printer, To};
use clinic_core::Who;
use clinic_core::billing::prints::PrintRecorded;
use clinic_core::clinic::Progress;
use clinic_core::desk::files;
use clinic_core::documents::{Original, is_of_record};
use clinic_core::error::{Code, Error, Result};
use clinic_core::ids::{OperationId, PrintId};
use clinic_core::operation::Operation;
use clinic_core::question::Question;
use clinic_core::reminders::export::mailto;
use clinic_documents::{Document, Look, Made};
use serde_json::{Value as Json, json};
use std::sync::Arc;
use uuid::Uuid;

/// More than that is a slip of the finger.
const MOST_COPIES: u32 = 9;
/// Characters: a system passes a program no more than some thousand.
const LONGEST_SUBJECT: usize = 200;
const LONGEST_TEXT: usize = 500;

/// The pages as pictures (SVG), exactly as they will be printed; nothing once it is stopped (`stop_asking`).
///
/// Errors: those of the question, then `document.failed`.
#[tauri::command]
pub async fn preview_document(desk: State<'_>, question: Json, look: Look, stop: Option<Uuid>) -> Result<Option<Json>> {
    let work = |progress| preview(&desk, question, look, progress);
    desk.stops.heed(stop, work).await.transpose()
}

async fn preview(desk: &Arc<Desk>, question: Json, look: Look, progress: Arc<Progress>) -> Result<Json> {
    let (here, question) = read(desk, question)?;
    let made = lay_out(desk, &here, question, look, progress).await?;
    in_background(move || {
        let Made { file_name, uncovered, printed_at, .. } = &made;
        Ok(json!({ "pages": made.pages(), "file_name": file_name, "uncovered": uncovered, "printed_at": printed_at }))
    })
    .await
}

/// Asks where, and saves the PDF there. Nothing is written when the dialog is closed. A paper of a record that is to be `mailed` gets a name that
/// does not say what it is.
///
/// Errors: those of `preview_document`, then `store.full`, `internal`.
#[tauri::command]
pub async fn save_document(
    desk: State<'_>,
    window: tauri::WebviewWindow,
    question: Json,
    look: Look,
    mailed: bool,
) -> Result<Json> {
    let (here, question) = read(&desk, question)?;
    let is_neutral = mailed && is_of_record(&question);
    let made = lay_out(&desk, &here, question, look, Arc::default()).await?;
    let (name, pdf) = pdf_of(made).await?;
    let name = if is_neutral { clinic_documents::neutral(&name) } else { name };
    let Some(path) = ask_where(&window, &name).await else { return Ok(json!({ "saved": false })) };
    files::write(&path, &pdf)?;
    note(&desk, &here, "document").await;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    Ok(json!({ "saved": true, "name": name }))
}

/// Opens the mail program with a subject and a text in it, to nobody yet. No mail program is given a file this way: whoever writes attaches
/// the one that was saved.
///
/// Errors: `operation.invalid` (subject, text), `message.no_mail_program`.
#[tauri::command]
pub async fn mail_document(desk: State<'_>, subject: String, text: String) -> Result<()> {
    desk.present()?;
    for (name, part, most) in [("subject", &subject, LONGEST_SUBJECT), ("text", &text, LONGEST_TEXT)] {
        if part.chars().count() > most {
            return Err(Error::field(Code::OperationInvalid, name));
        }
    }
    let address = mailto("", &subject, &text);
    tauri_plugin_opener::open_url(address, None::<&str>).map_err(|_| Error::new(Code::MessageNoMailProgram))
}

/// The printers of this computer, with their trays: none where printing is left to the program that opens PDFs.
#[tauri::command]
pub async fn printers(desk: State<'_>) -> Result<Vec<Printer>> {
    desk.present()?;
    Ok(printers::all().await)
}

/// Prints, on the printer that `to` names or the usual one, or hands the PDF to the program that opens PDFs here. Says which
/// (`printer` or `program`). Of what has an original the first that comes out is the original, the others of `copies` say what they are.
///
/// Errors: those of `preview_document` and of `record_print` and `record_clinical_print`, then `store.full`, `document.not_printed`.
#[tauri::command]
pub async fn print_document(desk: State<'_>, question: Json, look: Look, to: To) -> Result<Json> {
    let (here, question) = read(&desk, question)?;
    let copies = to.copies.clamp(1, MOST_COPIES);
    let jobs = match Original::of(&question) {
        Some(_) if copies > 1 => vec![1, copies - 1],
        _ => vec![copies],
    };
    let mut by = By::Printer;
    for count in jobs {
        by = print(&desk, &here, &question, look, &To { copies: count, ..to.clone() }).await?;
        if by == By::Program {
            break;
        }
    }
    Ok(json!({ "by": by }))
}

/// One job. What has an original is recorded before it is printed: of two desks at the same moment, one prints it.
async fn print(desk: &Arc<Desk>, here: &Arc<Here>, question: &Question, look: Look, to: &To) -> Result<By> {
    let mut made = lay_out(desk, here, question.clone(), look, Arc::default()).await?;
    let print_id = PrintId::new();
    let original = Original::of(question);
    if let Some(original) = original {
        let outcome = perform(desk, here, original.print(print_id)).await?;
        let PrintRecorded { copy } = serde_json::from_value(outcome).map_err(Error::internal)?;
        if copy && !made.copy {
            made = lay_out(desk, here, question.clone(), Look { copy, ..look }, Arc::default()).await?;
        }
    }
    let sent = send(desk, made, to).await;
    if sent.is_ok() {
        note(desk, here, "print").await;
    } else if let Some(original) = original {
        // Whoever stands at the printer has to hear of the paper, whatever becomes of the record: without it the next one says COPY.
        if let Err(error) = perform(desk, here, original.failed(print_id)).await {
            tracing::warn!(code = error.code().text(), "a print that failed could not be recorded");
        }
    }
    sent
}

async fn send(desk: &Desk, made: Made, to: &To) -> Result<By> {
    let media = made.media();
    let (name, pdf) = pdf_of(made).await?;
    let folder = desk.place.prints().join(Uuid::now_v7().to_string());
    let file = folder.join(name);
    files::write(&file, &pdf)?;
    let by = printers::print(&file, to, &media).await?;
    if by == By::Printer {
        // The printer has its own by now. The program that opens one does not: that file goes when the app does.
        let _ = std::fs::remove_dir_all(&folder);
    }
    Ok(by)
}

async fn perform(desk: &Arc<Desk>, here: &Arc<Here>, operation: impl Into<Operation>) -> Result<Json> {
    let (_, session) = desk.present()?;
    let done = here.clinic.perform(&Who::Person(session), OperationId::new(), operation.into()).await;
    Ok(desk.heed(here, done).await?.outcome)
}

fn read(desk: &Desk, question: Json) -> Result<(Arc<Here>, Question)> {
    let (here, _) = desk.present()?;
    Ok((here, super::work::read(question)?))
}

/// Asks the question as whoever sits here, and lays the answer out.
async fn lay_out(
    desk: &Arc<Desk>,
    here: &Arc<Here>,
    question: Question,
    look: Look,
    progress: Arc<Progress>,
) -> Result<Made> {
    let (_, session) = desk.present()?;
    let answer = here.clinic.ask_watched(&Who::Person(session), question, progress).await;
    let answer = desk.heed(here, answer).await?;
    // Another question than those for documents.
    let document: Document =
        serde_json::from_str(answer.get()).map_err(|_| Error::field(Code::OperationInvalid, "question"))?;
    in_background(move || clinic_documents::make(&document, look)).await
}

async fn pdf_of(made: Made) -> Result<(String, Vec<u8>)> {
    in_background(move || Ok((made.file_name.clone(), made.pdf()?))).await
}

/// Laying out is work for a processor: the window goes on meanwhile.
pub(super) async fn in_background<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}

/// That a document left the app, for the record of exports.
async fn note(desk: &Desk, here: &Here, what: &str) {
    let user = desk.seats().sitting().map(clinic_core::Session::user_id);
    here.clinic.note_event("export", user, None, Some(what)).await;
}
