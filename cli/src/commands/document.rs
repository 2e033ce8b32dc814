//! An invoice, a credit note, a receipt or a statement of account as a PDF, as the window prints it.

use super::{Store, line, perform};
use clap::Args;
use clinic_core::desk::files;
use clinic_core::{Code, Error, Result};
use clinic_documents::{Document, Look, Paper};
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Args)]
pub struct Make {
    /// What it is of: {"ask": "invoice_document", "invoice_id": …}
    json: String,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// a4, letter, a5 or roll_80; without it the clinic's paper, and A5 for a receipt
    #[arg(long, value_parser = read_paper)]
    paper: Option<Paper>,
    /// Each page says that it is a copy
    #[arg(long)]
    copy: bool,
}

fn read_paper(text: &str) -> std::result::Result<Paper, String> {
    serde_json::from_value(json!(text)).map_err(|_| "a4, letter, a5 or roll_80".to_owned())
}

impl Make {
    /// Prints how many pages there are, and which characters no font of this computer has.
    pub async fn run(self, store: &Store) -> Result<ExitCode> {
        let question = perform::read_question(&self.json)?;
        let (clinic, who) = store.signed_in().await?;
        let answer = clinic.ask(&who, question).await?;
        let document: Document =
            serde_json::from_str(answer.get()).map_err(|_| Error::field(Code::OperationInvalid, "ask"))?;
        let made = clinic_documents::make(&document, Look { paper: self.paper, copy: self.copy })?;
        files::write(&self.to, &made.pdf()?)?;
        line(&json!({ "pages": made.page_count(), "uncovered": made.uncovered }).to_string());
        Ok(ExitCode::SUCCESS)
    }
}
