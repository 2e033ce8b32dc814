//! Operations and questions as JSON, one per line: in from an argument or standard input, out on standard output.

use super::{Store, line, password_in};
use clinic_core::billing::draft::EditInvoice;
use clinic_core::ids::OperationId;
use clinic_core::operation::Operation;
use clinic_core::question::Question;
use clinic_core::{Clinic, Code, Error, Result, Who};
use serde_json::{Map, Value as Json, json};
use std::process::ExitCode;
use tokio::io::{AsyncBufReadExt, BufReader};
use zeroize::Zeroizing;

/// A second person, who agrees to what needs one.
struct Approver {
    login: String,
    password: Zeroizing<String>,
}

/// What the next line would meet too.
const NOT_AGAIN: [Code; 2] = [Code::SessionWrongPassword, Code::SessionWait];

pub async fn perform(store: &Store, argument: Option<String>, approver: Option<String>) -> Result<ExitCode> {
    let approver = match approver {
        Some(login) => Some(Approver { login, password: password_in("CLINIC_APPROVER_PASSWORD")? }),
        None => None,
    };
    let mut approver = approver.as_ref();
    let (clinic, who) = store.signed_in().await?;
    if let Some(text) = argument {
        return answer(perform_one(&clinic, &who, approver, &text).await, None);
    }
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    let mut worst = ExitCode::SUCCESS;
    let mut number = 0;
    while let Some(text) = lines.next_line().await.map_err(|_| Error::field(Code::OperationInvalid, "json"))? {
        number += 1;
        if text.trim().is_empty() {
            continue;
        }
        let done = perform_one(&clinic, &who, approver, &text).await;
        // A wrong password is tried once, not once a line: whoever it is of would have to wait.
        if done.as_ref().is_err_and(|failed| NOT_AGAIN.contains(&failed.error.code())) {
            approver = None;
        }
        if answer(done, Some(number))? != ExitCode::SUCCESS {
            worst = ExitCode::FAILURE;
        }
    }
    Ok(worst)
}

pub async fn ask(store: &Store, argument: Option<String>) -> Result<ExitCode> {
    let (clinic, who) = store.signed_in().await?;
    if let Some(text) = argument {
        return answer(ask_one(&clinic, &who, &text).await, None);
    }
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    let mut worst = ExitCode::SUCCESS;
    let mut number = 0;
    while let Some(text) = lines.next_line().await.map_err(|_| Error::field(Code::OperationInvalid, "json"))? {
        number += 1;
        if !text.trim().is_empty() && answer(ask_one(&clinic, &who, &text).await, Some(number))? != ExitCode::SUCCESS {
            worst = ExitCode::FAILURE;
        }
    }
    Ok(worst)
}

/// What failed: the error, and the id to try again under.
struct Failed {
    error: Error,
    id: Option<OperationId>,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Failed {
        Failed { error, id: None }
    }
}

/// Prints the answer, or the error as JSON on standard error with the line it belongs to.
fn answer(done: Result<String, Failed>, number: Option<u64>) -> Result<ExitCode> {
    match done {
        Ok(text) => {
            line(&text);
            Ok(ExitCode::SUCCESS)
        }
        Err(Failed { error, id }) => {
            let mut json = error.to_json();
            if let Json::Object(map) = &mut json {
                map.extend(number.map(|number| ("line".to_owned(), json!(number))));
                map.extend(id.map(|id| ("id".to_owned(), json!(id))));
            }
            eprintln!("{json}");
            Ok(ExitCode::FAILURE)
        }
    }
}

async fn perform_one(clinic: &Clinic, who: &Who, approver: Option<&Approver>, text: &str) -> Result<String, Failed> {
    let (id, operation) = read_operation(text)?;
    super::template::tried(clinic, who, &operation).await?;
    let failed = |error| Failed { error, id: Some(id) };
    let alone = clinic.perform(who, id, operation.clone()).await;
    let (done, approved_by) = match (alone, approver) {
        (Err(refused), Some(approver)) => {
            let (operation, by) = approved(clinic, who, approver, operation, refused).await.map_err(failed)?;
            (clinic.perform(who, id, operation).await.map_err(failed)?, Some(by))
        }
        (alone, _) => (alone.map_err(failed)?, None),
    };
    let mut told = json!({ "id": done.id, "outcome": done.outcome, "replayed": done.replayed });
    if let (Some(by), Some(told)) = (approved_by, told.as_object_mut()) {
        told.insert("approved_by".into(), json!(by));
    }
    Ok(told.to_string())
}

/// What was refused for want of a second person, with their approval; any other refusal stays one. As in the window nobody is asked
/// for what one may do alone.
async fn approved(
    clinic: &Clinic,
    who: &Who,
    approver: &Approver,
    operation: Operation,
    refused: Error,
) -> Result<(Operation, String)> {
    match (operation, who) {
        (Operation::EditInvoice(edit), Who::Person(session))
            if refused.code() == Code::InvoiceDiscountAboveLimit && edit.approval_id.is_none() =>
        {
            let password = approver.password.clone();
            let approved = clinic.approve_discount(session, edit.invoice_id, &approver.login, password).await?;
            Ok((EditInvoice { approval_id: Some(approved.approval_id), ..edit }.into(), approved.by))
        }
        _ => Err(refused),
    }
}

async fn ask_one(clinic: &Clinic, who: &Who, text: &str) -> Result<String, Failed> {
    Ok(clinic.ask(who, read_question(text)?).await?.get().to_owned())
}

/// `{"ask": …}`, or `{"question": {"ask": …}}`.
pub(super) fn read_question(text: &str) -> Result<Question> {
    let mut json = object(text)?;
    let question = match json.remove("question") {
        Some(question) if !json.contains_key("ask") => question,
        other => {
            json.extend(other.map(|other| ("question".to_owned(), other)));
            Json::Object(json)
        }
    };
    serde_json::from_value(question).map_err(|error| invalid("ask", &error))
}

/// `{"id": …, "operation": {"op": …}}`, or the same flat; an id is made when there is none.
fn read_operation(text: &str) -> Result<(OperationId, Operation)> {
    let mut json = object(text)?;
    let id = match json.remove("id") {
        None | Some(Json::Null) => OperationId::new(),
        Some(id) => serde_json::from_value(id).map_err(|_| Error::field(Code::OperationInvalid, "id"))?,
    };
    let operation = if json.contains_key("op") {
        Json::Object(json)
    } else {
        json.remove("operation").ok_or_else(|| Error::field(Code::OperationInvalid, "op"))?
    };
    let operation = serde_json::from_value(operation).map_err(|error| invalid("op", &error))?;
    Ok((id, operation))
}

fn object(text: &str) -> Result<Map<String, Json>> {
    serde_json::from_str(text).map_err(|_| Error::field(Code::OperationInvalid, "json"))
}

/// Says which field is missing or unknown, and never repeats a value: it may be a name or a password.
fn invalid(tag: &str, error: &serde_json::Error) -> Error {
    let text = error.to_string();
    let quoted = || text.split('`').nth(1).unwrap_or_default().to_owned();
    match text.as_str() {
        text if text.starts_with("missing field") => Error::field(Code::OperationInvalid, &quoted()),
        text if text.starts_with("unknown variant") => Error::field(Code::OperationInvalid, tag),
        text => {
            let wanted = text.rsplit_once("expected ").map(|(_, wanted)| wanted.to_owned());
            let error = Error::new(Code::OperationInvalid);
            match wanted {
                Some(wanted) => error.with("expected", wanted),
                None => error,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read_and_an_id_is_made() {
        let id = OperationId::new();
        let flat = format!(r#"{{"id":"{id}","op":"name_workstation","name":"Desk"}}"#);
        let nested = format!(r#"{{"id":"{id}","operation":{{"op":"name_workstation","name":"Desk"}}}}"#);
        for text in [flat, nested] {
            let (read, operation) = read_operation(&text).unwrap();
            assert_eq!((read, operation.name()), (id, "name_workstation"));
        }
        let (first, _) = read_operation(r#"{"op":"name_workstation","name":"Desk"}"#).unwrap();
        let (second, _) = read_operation(r#"{"op":"name_workstation","name":"Desk"}"#).unwrap();
        assert_ne!(first, second);
    }

    #[test]
    fn what_cannot_be_read_is_named_without_its_value() {
        for (text, key, value) in [
            (r#"{"op":"name_workstation"}"#, "field", "name"),
            (r#"{"op":"no_such_thing"}"#, "field", "op"),
            (r#"{"name":"Desk"}"#, "field", "op"),
            (r#"{"id":"x","op":"name_workstation","name":"Desk"}"#, "field", "id"),
            ("[]", "field", "json"),
            (r#"{"op":"name_workstation","name":7}"#, "expected", "a string"),
            // Halves of a character, which JavaScript's texts may hold.
            (r#"{"op":"name_workstation","name":"\ud800"}"#, "field", "json"),
            (r#"{"op":"name_workstation","name":"\udc00\ud800"}"#, "field", "json"),
            ("{\"op\":\"name_workstation\",\"name\":\"a\nb\"}", "field", "json"),
        ] {
            let error = read_operation(text).unwrap_err();
            assert_eq!(error.code(), Code::OperationInvalid, "{text}");
            assert_eq!(error.detail(key).unwrap(), value, "{text}");
        }
    }
}
