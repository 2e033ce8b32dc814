//! Tables from other programs, as the window takes them: looked at first, then taken, in as many operations as it takes.

use super::{Store, line};
use clap::{Args, Subcommand};
use clinic_core::ids::OperationId;
use clinic_core::operation::Operation;
use clinic_core::question::Question;
use clinic_core::records::codes::import::{AskCodeImport, CodeImport, ImportCodes};
use clinic_core::records::medicines::import::{AskMedicineImport, ImportMedicines, ImportedMedicine, Standing};
use clinic_core::{Clinic, Code, Error, Result, Who};
use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// As much as the core reads.
const MOST_BYTES: u64 = 8 * 1024 * 1024;

#[derive(Args)]
pub struct Import {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Medicines: a table in UTF-8 with the columns name and ingredient (strength, form, dose, family); what is there stays as it is
    Medicines {
        file: PathBuf,
        /// Say what would come of it, line by line, and change nothing
        #[arg(long)]
        look: bool,
    },
    /// Diagnosis codes: a table in UTF-8 with the columns code and title, in the place of the list of this name
    Codes {
        file: PathBuf,
        #[arg(long)]
        name: String,
        #[arg(long)]
        edition: String,
        /// Say what would come of it, and change nothing
        #[arg(long)]
        look: bool,
    },
}

impl Import {
    pub async fn run(self, store: &Store) -> Result<ExitCode> {
        let (clinic, who) = store.signed_in().await?;
        match self.what {
            What::Medicines { file, look } => medicines(&clinic, &who, &read(&file)?, look).await,
            What::Codes { file, name, edition, look } => {
                let table = read(&file)?;
                let looked = clinic.ask(&who, Question::CodeImport(AskCodeImport { table: table.clone() })).await?;
                if look {
                    line(looked.get());
                    return Ok(ExitCode::SUCCESS);
                }
                let found: CodeImport = serde_json::from_str(looked.get()).map_err(Error::internal)?;
                report(found.wrong.iter().filter_map(|one| one.problem.as_ref().map(|problem| (one.line, problem))));
                let outcome = perform(&clinic, &who, ImportCodes::of(&name, &edition, &table)?.into()).await?;
                line(&outcome.to_string());
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}

async fn medicines(clinic: &Clinic, who: &Who, table: &str, look: bool) -> Result<ExitCode> {
    let question = Question::MedicineImport(AskMedicineImport { table: table.to_owned() });
    let found: Vec<ImportedMedicine> =
        serde_json::from_str(clinic.ask(who, question).await?.get()).map_err(Error::internal)?;
    if look {
        for one in &found {
            line(&serde_json::to_string(one).map_err(Error::internal)?);
        }
        return Ok(ExitCode::SUCCESS);
    }
    report(found.iter().filter_map(|one| one.problem.as_ref().map(|problem| (one.line, problem))));
    let new = found.iter().filter(|one| one.standing == Standing::New).count();
    let mut added = 0;
    for part in ImportMedicines::parts(table, &found)? {
        let outcome = perform(clinic, who, part.into()).await?;
        added += outcome["added"].as_u64().unwrap_or_default();
        // What was taken stays, whatever comes of the rest: the same table again takes that.
        line(&json!({ "added": added, "of": new }).to_string());
    }
    if new == 0 { Err(Error::field(Code::ImportNothingNew, "table")) } else { Ok(ExitCode::SUCCESS) }
}

/// Lines that are left out, each with why, on standard error.
fn report<'a>(lines: impl Iterator<Item = (u64, &'a Json)>) {
    for (line, problem) in lines {
        eprintln!("{}", json!({ "line": line, "problem": problem }));
    }
}

async fn perform(clinic: &Clinic, who: &Who, operation: Operation) -> Result<Json> {
    Ok(clinic.perform(who, OperationId::new(), operation).await?.outcome)
}

fn read(file: &Path) -> Result<String> {
    let unreadable = |_| Error::field(Code::OperationInvalid, "file");
    if std::fs::metadata(file).map_err(unreadable)?.len() > MOST_BYTES {
        return Err(Error::field(Code::FieldTooLong, "file").with("max", MOST_BYTES));
    }
    std::fs::read_to_string(file).map_err(unreadable)
}
