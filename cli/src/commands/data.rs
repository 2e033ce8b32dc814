//! What an administrator does with the data as a whole.

use super::{Store, key, line, password};
use clinic_core::check::{self, Report};
use clinic_core::desk::backup;
use clinic_core::fields::Secret;
use clinic_core::ids::OperationId;
use clinic_core::journal::Head;
use clinic_core::staff::passwords::RecoverAdmin;
use clinic_core::store::StoreUrl;
use clinic_core::store::diagnose;
use clinic_core::store::migrate::{self, State};
use clinic_core::time::Clock;
use clinic_core::{Code, Error, Result, Who};
use serde_json::{Value as Json, json};
use std::path::Path;
use std::process::ExitCode;

pub async fn migrate(store: &Store) -> Result<ExitCode> {
    let db = store.db(false).await?;
    let found = match migrate::state(&db).await? {
        State::Older { found } | State::Newer { found } => found,
        State::Ready => migrate::KNOWN,
        State::Empty | State::Foreign => 0,
    };
    migrate::migrate(&db, &Clock::default(), |done, total| {
        if done == total || done % 20 == 0 {
            eprintln!("{done} of {total}");
        }
    })
    .await?;
    line(&json!({ "from": found, "to": migrate::KNOWN }).to_string());
    Ok(ExitCode::SUCCESS)
}

pub async fn diagnose(store: &Store) -> Result<ExitCode> {
    let clock = Clock::default();
    let diagnosis = match store.parsed()? {
        StoreUrl::Server(address) => diagnose::diagnose(&address, &clock).await,
        StoreUrl::File(path) => {
            diagnose::diagnose_file(&path, key().as_deref().map_or("", String::as_str), &clock).await
        }
    };
    line(&serde_json::to_string_pretty(&diagnosis).map_err(Error::internal)?);
    Ok(if diagnosis.ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

pub async fn check(store: &Store, heads: Option<&Path>, as_json: bool) -> Result<ExitCode> {
    let heads = heads.map(read_heads).transpose()?;
    let db = store.ready().await?;
    let report = check::check(&db, heads.as_deref()).await?;
    if as_json {
        line(&serde_json::to_string_pretty(&report).map_err(Error::internal)?);
    } else {
        print(&report);
    }
    Ok(if report.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn print(report: &Report) {
    for finding in &report.findings {
        line(&format!("{}: {}", finding.kind, finding.what));
    }
    for note in &report.notes {
        line(&format!("note: {}: {}", note.kind, note.what));
    }
    line(&format!(
        "{} operations of {} workstations, {} appointments with {} claims, {} foreign keys, {} invoices, {} payments: {}",
        report.journal_rows,
        report.workstations,
        report.appointments,
        report.claims,
        report.foreign_keys,
        report.invoices,
        report.payments,
        if report.is_clean() { "all is well".to_owned() } else { format!("{} findings", report.findings.len()) }
    ));
}

/// Heads one after the other, or in lists: what `heads` prints, and what the window keeps.
fn read_heads(path: &Path) -> Result<Vec<Head>> {
    let unreadable = || Error::field(Code::FieldInvalid, "heads");
    let text = std::fs::read_to_string(path).map_err(|_| unreadable())?;
    let mut heads = Vec::new();
    for value in serde_json::Deserializer::from_str(&text).into_iter::<Json>() {
        match value.map_err(|_| unreadable())? {
            Json::Array(list) => heads.extend(list),
            one => heads.push(one),
        }
    }
    heads.into_iter().map(|head| serde_json::from_value(head).map_err(|_| unreadable())).collect()
}

pub async fn heads(store: &Store) -> Result<ExitCode> {
    let db = store.ready().await?;
    for head in check::heads(&db).await? {
        line(&serde_json::to_string(&head).map_err(Error::internal)?);
    }
    Ok(ExitCode::SUCCESS)
}

/// Of any version's data: before they are brought up to this one, too.
pub async fn backup(store: &Store, to: &Path) -> Result<ExitCode> {
    let db = store.db(false).await?;
    let copied = backup::copy(&db, to, &[]).await;
    db.close().await;
    copied?;
    let bytes = std::fs::metadata(to).map(|found| found.len()).map_err(|_| Error::new(Code::CopyFailed))?;
    line(&json!({ "file": to, "bytes": bytes }).to_string());
    Ok(ExitCode::SUCCESS)
}

pub async fn recover_admin(store: &Store, login: String) -> Result<ExitCode> {
    let password = Secret::Plain(password()?);
    let clinic = store.clinic().await?;
    let done = clinic.perform(&Who::System, OperationId::new(), RecoverAdmin { login, password }).await?;
    line(&json!({ "id": done.id, "outcome": done.outcome }).to_string());
    Ok(ExitCode::SUCCESS)
}
