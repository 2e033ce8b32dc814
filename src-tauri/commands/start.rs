//! Starting: the sample, a clinic on this computer, and the first administrator.

use super::State;
use crate::app::Stand;
use crate::boot::Boot;
use crate::{opening, sample};
use clinic_core::Who;
use clinic_core::desk::connections::{Connection, ConnectionKind};
use clinic_core::desk::{files, keychain};
use clinic_core::error::{Code, Error, Result};
use clinic_core::fields::Secret;
use clinic_core::ids::{OperationId, UserId};
use clinic_core::office::countries::{self, CountryHelp};
use clinic_core::office::details::ClinicDetails;
use clinic_core::office::start::StartClinic;
use clinic_core::store::{Db, StoreUrl};
use std::path::Path;
use zeroize::Zeroizing;

#[tauri::command]
pub async fn start_sample(desk: State<'_>) -> Result<Boot> {
    let _turn = desk.opening.lock().await;
    sample::open(&desk).await?;
    Ok(desk.boot().await)
}

/// Back to the three choices; the sample's file stays for today.
#[tauri::command]
pub async fn leave_sample(desk: State<'_>) -> Result<Boot> {
    let _turn = desk.opening.lock().await;
    desk.take_place(Stand::Nothing).await;
    Ok(desk.boot().await)
}

/// Makes an encrypted file with a key of its own, and opens it.
#[tauri::command]
pub async fn start_here(desk: State<'_>, name: String) -> Result<Boot> {
    let _turn = desk.opening.lock().await;
    let path = desk.place.new_clinic(&name);
    let connection = Connection::file(uuid::Uuid::now_v7(), &name, ConnectionKind::File, &path);
    // The key is kept, and read back, before there is anything that only it can open.
    let key = keychain::new_key();
    desk.keychain.set(opening::secret_id(&connection), &key).await?;
    make_file(&path, &key).await?;
    desk.connections.save(&connection)?;
    let here = opening::open(&desk, connection.clone()).await?;
    desk.take_place(Stand::Here(here)).await;
    desk.connections.set_current(Some(connection.id))?;
    Ok(desk.boot().await)
}

async fn make_file(path: &Path, key: &Zeroizing<String>) -> Result<()> {
    // Empty and for its owner alone; SQLite gives the same mode to what it puts beside it.
    files::write(path, b"")?;
    Db::open(&StoreUrl::File(path.to_path_buf()), Some(key), true).await?.close().await;
    Ok(())
}

/// Makes the clinic and its first administrator, who is then signed in.
#[tauri::command]
pub async fn start_clinic(
    desk: State<'_>,
    clinic: ClinicDetails,
    login: String,
    name: String,
    password: String,
) -> Result<Boot> {
    let here = desk.here()?;
    let password = Zeroizing::new(password);
    let operation = StartClinic {
        clinic,
        user_id: UserId::new(),
        login: login.clone(),
        name,
        password: Secret::Plain(password.clone()),
        sample: false,
    };
    let done = here.clinic.perform(&Who::System, OperationId::new(), operation).await;
    desk.heed(&here, done).await?;
    super::door::sign_in(desk, login, password.to_string()).await
}

#[tauri::command]
pub async fn country_help(country: Option<String>) -> Result<CountryHelp> {
    let known = country.as_deref().is_none_or(|code| countries::COUNTRIES.iter().any(|one| one.code == code));
    if known {
        Ok(countries::country_help(country.as_deref()))
    } else {
        Err(Error::field(Code::FieldInvalid, "country"))
    }
}

#[tauri::command]
pub async fn reconnect(desk: State<'_>) -> Result<Boot> {
    opening::again(&desk).await
}
