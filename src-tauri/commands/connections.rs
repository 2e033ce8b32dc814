//! The list of connections: testing, keeping, opening, bringing up to date.

use super::State;
use crate::app::{Desk, Stand};
use crate::boot::Boot;
use crate::opening;
use clinic_core::desk::connections::{Connection, ConnectionKind, ConnectionLine};
use clinic_core::desk::{backup, upgrade};
use clinic_core::error::{Code, Error, Result};
use clinic_core::store::StoreUrl;
use clinic_core::store::diagnose::{self, Diagnosis};
use serde_json::json;
use std::sync::Arc;
use uuid::Uuid;
use zeroize::Zeroizing;

pub async fn line(desk: &Desk, connection: Connection) -> Result<ConnectionLine> {
    let current = match desk.stand() {
        Stand::Here(here) => here.connection.id == connection.id,
        Stand::Closed(closed) => closed.connection.id == connection.id,
        Stand::Nothing => false,
    };
    let has_password = opening::secret_of(desk, &connection).await?.is_some();
    Ok(ConnectionLine { connection, current, has_password })
}

#[tauri::command]
pub async fn connections(desk: State<'_>) -> Result<Vec<ConnectionLine>> {
    let mut lines = Vec::new();
    for connection in desk.connections.all()? {
        lines.push(line(&desk, connection).await?);
    }
    Ok(lines)
}

/// The password or key that was typed. An empty password is one too: it says that there is none. A file has no empty key.
///
/// Errors: `key.unreadable`.
fn typed_secret(connection: &Connection, typed: Option<String>) -> Result<Option<Zeroizing<String>>> {
    let Some(typed) = typed.map(Zeroizing::new) else { return Ok(None) };
    match connection.kind {
        ConnectionKind::Server => Ok(Some(typed)),
        _ if typed.trim().is_empty() => Ok(None),
        _ => backup::read_key(&typed).map(Some),
    }
}

/// What was typed, or what is kept.
async fn typed_or_kept(
    desk: &Desk,
    connection: &Connection,
    typed: Option<String>,
) -> Result<Option<Zeroizing<String>>> {
    match typed_secret(connection, typed)? {
        Some(typed) => Ok(Some(typed)),
        None => Ok(opening::secret_of(desk, connection).await?.map(|(secret, _)| secret)),
    }
}

#[tauri::command]
pub async fn test_connection(desk: State<'_>, connection: Connection, password: Option<String>) -> Result<Diagnosis> {
    let secret = typed_or_kept(&desk, &connection, password).await?.unwrap_or_default();
    Ok(match connection.url(secret.clone())? {
        StoreUrl::Server(address) => diagnose::diagnose(&address, &desk.clock).await,
        StoreUrl::File(path) => diagnose::diagnose_file(&path, &secret, &desk.clock).await,
    })
}

#[tauri::command]
pub async fn create_database(desk: State<'_>, connection: Connection, password: Option<String>) -> Result<Diagnosis> {
    let secret = typed_or_kept(&desk, &connection, password).await?;
    let address = connection.server(secret.unwrap_or_default())?;
    clinic_core::store::create_database(&address).await?;
    Ok(diagnose::diagnose(&address, &desk.clock).await)
}

/// Keeps a connection, and what was typed to open it. A file's key is tried first: one that does not fit is never kept.
///
/// Errors in this order: `key.unreadable`, the `connection.*` codes of a file whose key was typed, `field.required` (password: a new file
/// without a key; name), `connection.bad_address`.
#[tauri::command]
pub async fn save_connection(
    desk: State<'_>,
    connection: Connection,
    password: Option<String>,
) -> Result<Vec<ConnectionLine>> {
    let typed = typed_secret(&connection, password)?;
    if let (ConnectionKind::File, Some(key)) = (connection.kind, &typed) {
        opening::open_store(&connection, Some(key.clone())).await?.close().await;
    }
    let moved_from = desk.connections.get(connection.id).ok();
    let is_new_file = connection.kind == ConnectionKind::File && moved_from.is_none();
    if is_new_file && typed.is_none() && opening::secret_of(&desk, &connection).await?.is_none() {
        return Err(Error::field(Code::FieldRequired, "password"));
    }
    // Another clinic's key may be kept for that file: it stays.
    let is_known = opening::secret_of(&desk, &connection).await?.is_some();
    desk.connections.save(&connection)?;
    let secret = match (typed, moved_from) {
        (Some(typed), _) => Some(typed),
        // A clinic's file that was moved keeps its key.
        (None, Some(before)) if !is_known && opening::secret_id(&before) != opening::secret_id(&connection) => {
            opening::secret_of(&desk, &before).await?.map(|(secret, _)| secret)
        }
        (None, _) => None,
    };
    if let Some(secret) = secret {
        desk.keychain.set(opening::secret_id(&connection), &secret).await?;
    }
    connections(desk).await
}

/// Off the list. A clinic's file stays where it is, and so does its key: without it the file could never be read again.
#[tauri::command]
pub async fn remove_connection(desk: State<'_>, id: Uuid) -> Result<Option<()>> {
    let _turn = desk.opening.lock().await;
    let connection = desk.connections.get(id)?;
    let was_current = line(&desk, connection.clone()).await?.current;
    desk.connections.remove(id)?;
    if connection.kind == ConnectionKind::Server {
        desk.keychain.delete(id).await?;
    }
    if was_current {
        desk.take_place(Stand::Nothing).await;
        desk.tell_boot().await;
    }
    // The page tells "done" from "refused" by getting a value at all.
    Ok(None)
}

#[tauri::command]
pub async fn open_connection(desk: State<'_>, id: Uuid) -> Result<Boot> {
    opening::switch(&desk, id).await
}

/// An administrator of that clinic brings its data up to this version, and it is opened.
#[tauri::command]
pub async fn upgrade_data(
    desk: State<'_>,
    connection: Connection,
    password: Option<String>,
    login: String,
    user_password: String,
) -> Result<Boot> {
    let secret = typed_or_kept(&desk, &connection, password.clone()).await?;
    let db = opening::open_store(&connection, secret).await?;
    let told: Arc<Desk> = desk.inner().clone();
    let progress = move |done: i64, total: i64| told.tell("upgrade_progress", json!({ "done": done, "total": total }));
    let done =
        upgrade::upgrade(&db, &desk.workstation(), &desk.clock, &login, Zeroizing::new(user_password), progress).await;
    db.close().await;
    done?;
    save_connection(desk.clone(), connection.clone(), password).await?;
    opening::switch(&desk, connection.id).await
}
