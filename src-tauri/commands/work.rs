//! Changing and asking: the two gates of the clinic.

use super::State;
use crate::boot::Boot;
use crate::{Wanted, opening};
use clinic_core::error::{Code, Error, Result};
use clinic_core::ids::OperationId;
use clinic_core::operation::Operation;
use clinic_core::question::Question;
use clinic_core::{Performed, Who};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::{Value as Json, json};
use uuid::Uuid;

#[derive(Deserialize)]
pub struct Request {
    id: OperationId,
    operation: Json,
}

#[tauri::command]
pub async fn boot(desk: State<'_>, wanted: tauri::State<'_, Wanted>) -> Result<Boot> {
    Ok(opening::first_boot(&desk, *wanted).await)
}

#[tauri::command]
pub async fn perform(desk: State<'_>, request: Request) -> Result<Json> {
    let (here, session) = desk.present()?;
    let operation: Operation = read(request.operation)?;
    super::templates::tried(&desk, &here, &operation).await?;
    let done = here.clinic.perform(&Who::Person(session), request.id, operation.clone()).await;
    let Performed { id, outcome, replayed } = desk.heed(&here, done).await?;
    desk.changed.notify_one();
    if let Operation::NameWorkstation(named) = operation {
        desk.rename_workstation(&named.name);
    }
    Ok(json!({ "id": id, "outcome": outcome, "replayed": replayed }))
}

/// With a name for it in `stop`, whoever waits may stop it by `stop_asking`; it then answers nothing.
#[tauri::command]
pub async fn ask(desk: State<'_>, question: Json, stop: Option<Uuid>) -> Result<Option<Box<RawValue>>> {
    let (here, session) = desk.present()?;
    let question: Question = read(question)?;
    let who = Who::Person(session);
    // What nobody can stop is short: nobody watches it.
    let answer = match stop {
        None => Some(here.clinic.ask(&who, question).await),
        Some(_) => desk.stops.heed(stop, |progress| here.clinic.ask_watched(&who, question, progress)).await,
    };
    let Some(answer) = answer else { return Ok(None) };
    desk.heed(&here, answer).await.map(Some)
}

/// Nobody waits any more for what was asked under this name.
#[tauri::command]
pub fn stop_asking(desk: State<'_>, stop: Uuid) {
    desk.stops.stop(stop);
}

/// How many parts of what is asked under this name are done, of how many; nothing of what has none, or is over.
#[tauri::command]
pub fn how_far(desk: State<'_>, stop: Uuid) -> Option<(usize, usize)> {
    desk.stops.progress(stop)
}

/// Errors: `operation.invalid`, with the field that is missing where the reader names one.
pub(super) fn read<T: DeserializeOwned>(json: Json) -> Result<T> {
    serde_json::from_value(json).map_err(|error| {
        // Only this message is known to name a field and to quote nothing that was typed.
        let text = error.to_string();
        let field = text.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
        match field {
            Some(field) => Error::field(Code::OperationInvalid, field),
            None => Error::new(Code::OperationInvalid),
        }
    })
}
