//! What is typed and not saved yet: kept beside the clinic's data, for whoever typed it.

use super::State;
use clinic_core::desk::typed::TypedText;
use clinic_core::error::Result;

/// Keeps what is being typed; also in the moment of the lock, when nothing may be read any more.
#[tauri::command]
pub async fn keep_typed(desk: State<'_>, key: String, text: String) -> Result<Option<()>> {
    let (here, user) = (desk.here()?, desk.sitting()?);
    here.typed(&desk).await?.keep(user, &key, &text).await?;
    Ok(None)
}

/// What whoever works here typed in that place and never saved.
#[tauri::command]
pub async fn typed(desk: State<'_>, key: String) -> Result<Option<TypedText>> {
    let (here, session) = desk.present()?;
    here.typed(&desk).await?.of(session.user_id(), &key).await
}

#[tauri::command]
pub async fn forget_typed(desk: State<'_>, key: String) -> Result<Option<()>> {
    let (here, user) = (desk.here()?, desk.sitting()?);
    here.typed(&desk).await?.forget(user, &key).await?;
    Ok(None)
}
