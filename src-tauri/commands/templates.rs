//! A clinic's own templates of its papers: the text to begin with, how it would be printed, and whether it can be.

use super::State;
use super::documents::in_background;
use super::exchange::ask_where;
use crate::app::{Desk, Here};
use clinic_core::Who;
use clinic_core::desk::files;
use clinic_core::error::{Error, Result};
use clinic_core::office::paper_templates::{AskPaperTemplates, OwnTemplate, PaperTemplateLine, Template};
use clinic_core::operation::Operation;
use clinic_core::question::Question;
use clinic_documents::apart::Trial;
use clinic_documents::{Look, templates};
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// The text that comes with the app.
#[tauri::command]
pub fn shipped_template(desk: State<'_>, template: Template) -> Result<&'static str> {
    desk.present()?;
    Ok(templates::shipped(template))
}

/// The pages of an invented paper as pictures (SVG), exactly as they would be printed with this text. What all papers share is shown on `of`.
///
/// Errors: `access.denied`, `template.broken` (field, template, line, problem, paper), `template.too_costly` (field, seconds).
#[tauri::command]
pub async fn preview_template(
    desk: State<'_>,
    template: Template,
    text: String,
    of: Option<Template>,
    look: Look,
) -> Result<Json> {
    let own = own(&desk, &desk.here()?).await?;
    in_background(move || Trial::Preview { template, text, own, of, look }.run()).await
}

/// Which papers cannot be laid out as things are, each with its error.
#[tauri::command]
pub async fn template_faults(desk: State<'_>) -> Result<Json> {
    let own = own(&desk, &desk.here()?).await?;
    in_background(move || Trial::Faults { own }.run()).await
}

/// Asks where, and saves a template's text there.
#[tauri::command]
pub async fn save_template(
    desk: State<'_>,
    window: tauri::WebviewWindow,
    template: Template,
    text: String,
) -> Result<Json> {
    desk.present()?;
    let Some(path) = ask_where(&window, templates::file_of(template)).await else {
        return Ok(json!({ "saved": false }));
    };
    files::write(&path, text.as_bytes())?;
    Ok(json!({ "saved": true }))
}

/// A template is tried out before it is kept, or given up for the standard one; of anything else nothing is asked.
///
/// Errors: those of `clinic_documents::templates::check`, `template.too_costly` (field, seconds).
pub(super) async fn tried(desk: &Arc<Desk>, here: &Arc<Here>, operation: &Operation) -> Result<()> {
    let (template, text) = match operation {
        Operation::WriteTemplate(change) => (change.template, Some(change.text.clone())),
        Operation::UseShippedTemplate(change) => (change.template, None),
        _ => return Ok(()),
    };
    let own = own(desk, here).await?;
    in_background(move || Trial::Check { template, text, own }.run()).await.map(drop)
}

async fn own(desk: &Arc<Desk>, here: &Arc<Here>) -> Result<Vec<OwnTemplate>> {
    let (_, session) = desk.present()?;
    let answer = here.clinic.ask(&Who::Person(session), Question::PaperTemplates(AskPaperTemplates {})).await;
    let answer = desk.heed(here, answer).await?;
    let lines: Vec<PaperTemplateLine> = serde_json::from_str(answer.get()).map_err(Error::internal)?;
    Ok(templates::own_of(lines))
}
