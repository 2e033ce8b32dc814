//! What brings a clinic in a file back when its disk dies: its recovery key and copies. Whoever has both can read everything, so an
//! administrator alone gets them, and the security log says so.

use super::State;
use super::exchange::{ask_for, ask_where};
use crate::app::{Desk, Here};
use crate::opening;
use clinic_core::Session;
use clinic_core::desk::connections::ConnectionKind;
use clinic_core::desk::{backup, files};
use clinic_core::error::{Code, Error, Result};
use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const LARGEST_KEY_FILE: u64 = 10_000;

/// Saves a sheet with the key of the clinic's file where the person says. Nothing is written when they close the dialog.
///
/// Errors in this order: those of who sits here, `access.denied`, `copy.not_a_file`, `key.not_there`, those of opening the
/// file with that key, `store.full`, `internal`.
#[tauri::command]
pub async fn save_recovery_key(desk: State<'_>, window: tauri::WebviewWindow) -> Result<Json> {
    let (here, _) = administrator(&desk, "recovery_key").await?;
    let file = file_of(&here)?;
    let kept = opening::secret_of(&desk, &here.connection).await?;
    let (key, _) = kept.ok_or_else(|| Error::new(Code::KeyNotThere))?;
    // What goes into the safe has to open the clinic.
    opening::open_store(&here.connection, Some(key.clone())).await?.close().await;
    let Some(path) = ask_where(&window, &format!("{}-recovery-key.txt", stem(&file))).await else {
        return Ok(json!({ "saved": false }));
    };
    let session = still(&desk, &here, "recovery_key").await?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let sheet = backup::key_sheet(&key, &here.clinic.settings().details.name, &name, here.clinic.today());
    files::write(&path, sheet.as_bytes())?;
    here.clinic.note_event("export", Some(session.user_id()), None, Some("recovery_key")).await;
    Ok(json!({ "saved": true }))
}

/// Copies the clinic's file to where the person says, whole although people work in it.
///
/// Errors in this order: those of who sits here, `access.denied`, `copy.not_a_file`, `copy.onto_clinic`, `store.full`, `copy.failed`.
#[tauri::command]
pub async fn save_clinic_copy(desk: State<'_>, window: tauri::WebviewWindow) -> Result<Json> {
    let (here, _) = administrator(&desk, "clinic_copy").await?;
    let file = file_of(&here)?;
    let name = format!("{}-{}.clinic", stem(&file), here.clinic.today());
    let Some(path) = ask_where(&window, &name).await else { return Ok(json!({ "saved": false })) };
    let session = still(&desk, &here, "clinic_copy").await?;
    let clinics: Vec<PathBuf> =
        desk.connections.all()?.into_iter().filter_map(|one| one.path).map(PathBuf::from).collect();
    backup::copy(here.clinic.db(), &path, &clinics).await?;
    here.clinic.note_event("export", Some(session.user_id()), None, Some("clinic_copy")).await;
    Ok(json!({ "saved": true }))
}

/// The key in a file that was saved as a recovery key; nothing when the dialog is closed. Whoever has the file has the key.
///
/// Errors: `key.unreadable`.
#[tauri::command]
pub async fn read_key_file(window: tauri::WebviewWindow) -> Result<Option<String>> {
    let Some(path) = ask_for(&window, &["txt"]).await else { return Ok(None) };
    let unreadable = || Error::new(Code::KeyUnreadable);
    if std::fs::metadata(&path).map_or(true, |found| found.len() > LARGEST_KEY_FILE) {
        return Err(unreadable());
    }
    let text = zeroize::Zeroizing::new(std::fs::read_to_string(&path).map_err(|_| unreadable())?);
    Ok(Some(backup::read_key(&text)?.to_string()))
}

/// The clinic that is open, and the administrator who sits here.
async fn administrator(desk: &Arc<Desk>, what: &str) -> Result<(Arc<Here>, Session)> {
    let (here, session) = desk.present()?;
    let may = here.clinic.administrators_only(&session, what).await;
    desk.heed(&here, may).await?;
    Ok((here, session))
}

/// Whether that is so after a dialog, which may have stood there while the screen was locked or another clinic opened.
async fn still(desk: &Arc<Desk>, before: &Arc<Here>, what: &str) -> Result<Session> {
    let (here, session) = administrator(desk, what).await?;
    if Arc::ptr_eq(&here, before) { Ok(session) } else { Err(Error::new(Code::SessionNone)) }
}

/// The sample's file is of no use to anybody, and a server's data are not in one.
fn file_of(here: &Here) -> Result<PathBuf> {
    let own = here.clinic.db().file().filter(|_| here.connection.kind == ConnectionKind::File);
    own.ok_or_else(|| Error::new(Code::CopyNotAFile))
}

fn stem(file: &Path) -> String {
    file.file_stem().map_or_else(|| "clinic".to_owned(), |stem| stem.to_string_lossy().into_owned())
}
