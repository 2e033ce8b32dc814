//! A file for a patient's record, sent as the window sends it: in pieces, then attached.

use super::{Store, line};
use chrono::NaiveDate;
use clap::Args;
use clinic_core::fields::Clinical;
use clinic_core::ids::{FileId, OperationId, PatientId, PractitionerId, TestRequestId, VisitRecordId};
use clinic_core::operation::Operation;
use clinic_core::patients::find::{FindPatients, PatientLine};
use clinic_core::question::Question;
use clinic_core::records::files::attach::AttachFile;
use clinic_core::records::files::upload::Piece;
use clinic_core::records::files::{FileKind, PIECE_BYTES};
use clinic_core::{Clinic, Code, Error, Result, Who};
use serde_json::json;
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;
use uuid::Uuid;

#[derive(Args)]
pub struct SendFile {
    /// Whose it is: a patient's number, or their id
    patient: String,
    path: PathBuf,
    /// result, letter, picture, consent or other
    #[arg(long, value_parser = read_kind)]
    kind: FileKind,
    /// What it is; without it the file's name
    #[arg(long)]
    title: Option<String>,
    /// The day that stands on it: 2026-11-23
    #[arg(long, value_name = "DAY")]
    dated: Option<NaiveDate>,
    #[arg(long)]
    note: Option<String>,
    /// Of a result: the id of the doctor who gets it to look at
    #[arg(long, value_name = "ID")]
    practitioner: Option<Uuid>,
    /// Of a result: the id of the request that it answers
    #[arg(long, value_name = "ID")]
    request: Option<Uuid>,
    /// The id of the visit that it belongs to
    #[arg(long, value_name = "ID")]
    visit: Option<Uuid>,
    /// The same content is there already, and is wanted twice
    #[arg(long)]
    again: bool,
}

fn read_kind(text: &str) -> std::result::Result<FileKind, String> {
    serde_json::from_value(json!(text)).map_err(|_| "result, letter, picture, consent or other".to_owned())
}

impl SendFile {
    /// Prints the id of the file. What was sent of one that is not attached is deleted.
    pub async fn run(self, store: &Store) -> Result<ExitCode> {
        let (clinic, who) = store.signed_in().await?;
        let patient = patient(&clinic, &who, &self.patient).await?;
        let (file, id) = (File::open(&self.path).map_err(|_| unreadable())?, FileId::new());
        let name = self.path.file_name().map(|name| name.to_string_lossy().into_owned()).ok_or_else(unreadable)?;
        let size = i64::try_from(file.metadata().map_err(|_| unreadable())?.len()).map_err(|_| unreadable())?;
        let done = match send(&clinic, &who, (id, name.as_str(), size), file).await {
            Ok(()) => clinic.perform(&who, OperationId::new(), self.attach(id, patient, name, size)).await,
            Err(error) => Err(error),
        };
        if let Err(error) = done {
            // It goes by itself later, if not now.
            let _ = clinic.drop_pieces(&who, id).await;
            return Err(error);
        }
        line(&json!({ "file_id": id }).to_string());
        Ok(ExitCode::SUCCESS)
    }

    fn attach(self, file_id: FileId, patient_id: PatientId, name: String, size_bytes: i64) -> Operation {
        let title = self.title.unwrap_or_else(|| name.clone());
        Operation::from(AttachFile {
            file_id,
            patient_id,
            visit_id: self.visit.map(VisitRecordId),
            kind: self.kind,
            title: Clinical(title),
            name: Clinical(name),
            size_bytes,
            dated_on: self.dated,
            note: self.note.map(Clinical),
            practitioner_id: self.practitioner.map(PractitionerId),
            request_id: self.request.map(TestRequestId),
            confirmed: self.again,
        })
    }
}

/// One piece in memory at a time. A file that grows meanwhile is not the one that was announced: it is refused when it is attached.
async fn send(clinic: &Clinic, who: &Who, (id, name, size): (FileId, &str, i64), mut file: File) -> Result<()> {
    let (mut position, mut left) = (0, size);
    while left > 0 {
        let length = usize::try_from(left).map_or(PIECE_BYTES, |left| left.min(PIECE_BYTES));
        let mut bytes = vec![0; length];
        file.read_exact(&mut bytes).map_err(|_| unreadable())?;
        let piece = Piece { file_id: id, position, name: name.to_owned(), size_bytes: size, bytes };
        clinic.keep_piece(who, &piece).await?;
        position += 1;
        left -= i64::try_from(length).map_err(Error::internal)?;
    }
    Ok(())
}

/// By their number, exactly as it is written, or by their id.
async fn patient(clinic: &Clinic, who: &Who, text: &str) -> Result<PatientId> {
    if let Ok(id) = Uuid::parse_str(text) {
        return Ok(PatientId(id));
    }
    let question = Question::FindPatients(FindPatients { text: text.to_owned(), limit: 50 });
    let found: Vec<PatientLine> =
        serde_json::from_str(clinic.ask(who, question).await?.get()).map_err(Error::internal)?;
    let one = found.into_iter().find(|one| one.mrn.eq_ignore_ascii_case(text.trim()));
    one.map(|one| one.patient_id).ok_or_else(|| Error::new(Code::PatientNotFound))
}

fn unreadable() -> Error {
    Error::field(Code::OperationInvalid, "path")
}
