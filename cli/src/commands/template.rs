//! A clinic's own templates of its papers, as the window keeps them: listed, written to a file, tried out, taken, and given up again.

use super::{Store, line};
use clap::{Args, Subcommand};
use clinic_core::desk::files;
use clinic_core::ids::OperationId;
use clinic_core::office::paper_templates::{
    AskPaperTemplates, PaperTemplateLine, Template, UseShippedTemplate, WriteTemplate,
};
use clinic_core::operation::Operation;
use clinic_core::question::Question;
use clinic_core::{Clinic, Code, Error, Result, Who};
use clinic_documents::apart::Trial;
use clinic_documents::{Look, templates};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// More is no template.
const MOST_BYTES: u64 = 1_000_000;

#[derive(Args)]
pub struct OfPapers {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Each template: as it comes with the app, or whose change it is; and which papers cannot be laid out
    List,
    /// Write a template's text to a file: the clinic's own where it has one
    Export {
        #[arg(value_parser = read_name)]
        name: Template,
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
        /// The text that comes with the app
        #[arg(long)]
        shipped: bool,
    },
    /// Try a text out on invented papers, without keeping it; with --to one of them as a PDF
    Try {
        #[arg(value_parser = read_name)]
        name: Template,
        file: PathBuf,
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
    /// Try a text out, and lay papers out with it from now on
    Use {
        #[arg(value_parser = read_name)]
        name: Template,
        file: PathBuf,
    },
    /// Back to the text that comes with the app
    Shipped {
        #[arg(value_parser = read_name)]
        name: Template,
    },
}

fn read_name(text: &str) -> std::result::Result<Template, String> {
    let names: Vec<&str> = Template::ALL.iter().map(|one| one.text()).collect();
    Template::parse(text).ok_or_else(|| format!("one of {}", names.join(", ")))
}

impl OfPapers {
    pub async fn run(self, store: &Store) -> Result<ExitCode> {
        let (clinic, who) = store.signed_in().await?;
        let lines = lines(&clinic, &who).await?;
        let version_of = |name: Template| lines.iter().find(|one| one.template == name).map_or(0, |one| one.version);
        match self.what {
            What::List => return list(lines),
            What::Export { name, to, shipped } => {
                let own = lines.into_iter().find(|one| one.template == name && !shipped).and_then(|one| one.text);
                files::write(&to, own.as_deref().unwrap_or(templates::shipped(name)).as_bytes())?;
            }
            What::Try { name, file, to } => {
                let change = WriteTemplate { template: name, version: version_of(name), text: read(&file)? };
                let own = templates::own_of(lines);
                Trial::Check { template: name, text: Some(change.text.clone()), own: own.clone() }.run()?;
                let made = templates::preview(name, &change.text, &own, None, Look::default())?;
                if let Some(to) = to {
                    files::write(&to, &made.pdf()?)?;
                }
                line(&json!({ "pages": made.page_count(), "uncovered": made.uncovered }).to_string());
            }
            What::Use { name, file } => {
                let change = WriteTemplate { template: name, version: version_of(name), text: read(&file)? };
                keep(&clinic, &who, change.into()).await?;
            }
            What::Shipped { name } => {
                let back = UseShippedTemplate { template: name, version: version_of(name) };
                keep(&clinic, &who, back.into()).await?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

async fn keep(clinic: &Clinic, who: &Who, operation: Operation) -> Result<()> {
    tried(clinic, who, &operation).await?;
    let done = clinic.perform(who, OperationId::new(), operation).await?;
    line(&done.outcome.to_string());
    Ok(())
}

/// A template is tried out before it is kept, or given up for the standard one, whichever way it comes; of anything else nothing is asked.
///
/// Errors: `template.broken`, `template.leaves_out`, `template.too_costly`.
pub async fn tried(clinic: &Clinic, who: &Who, operation: &Operation) -> Result<()> {
    let (template, text) = match operation {
        Operation::WriteTemplate(change) => (change.template, Some(change.text.clone())),
        Operation::UseShippedTemplate(change) => (change.template, None),
        _ => return Ok(()),
    };
    let own = templates::own_of(lines(clinic, who).await?);
    Trial::Check { template, text, own }.run().map(drop)
}

async fn lines(clinic: &Clinic, who: &Who) -> Result<Vec<PaperTemplateLine>> {
    let answer = clinic.ask(who, Question::PaperTemplates(AskPaperTemplates {})).await?;
    serde_json::from_str(answer.get()).map_err(Error::internal)
}

/// Fails where a paper cannot be laid out.
fn list(lines: Vec<PaperTemplateLine>) -> Result<ExitCode> {
    for one in &lines {
        let own = one.text.is_some();
        line(
            &json!({ "template": one.template, "own": own, "version": one.version, "changed_at": one.changed_at, "changed_by": one.changed_by })
                .to_string(),
        );
    }
    let faults = Trial::Faults { own: templates::own_of(lines) }.run()?;
    let faults = faults.as_array().map(Vec::as_slice).unwrap_or_default();
    for fault in faults {
        eprintln!("{}", fault["error"]);
    }
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn read(file: &Path) -> Result<String> {
    let unreadable = |_| Error::field(Code::OperationInvalid, "file");
    if std::fs::metadata(file).map_err(unreadable)?.len() > MOST_BYTES {
        return Err(Error::field(Code::FieldTooLong, "file").with("max", MOST_BYTES));
    }
    std::fs::read_to_string(file).map_err(unreadable)
}
