//! The door: signing in and out, locking, switching person, passwords and PINs.

use super::State;
use crate::boot::Boot;
use clinic_core::Approved;
use clinic_core::error::{Code, Error, Result};
use clinic_core::ids::{InvoiceId, UserId};
use zeroize::Zeroizing;

#[tauri::command]
pub async fn sign_in(desk: State<'_>, login: String, password: String) -> Result<Boot> {
    let here = desk.here()?;
    let done = here.clinic.sign_in(&login, Zeroizing::new(password)).await;
    let session = desk.heed(&here, done).await?;
    desk.seats().sign_in(session, desk.clock.now());
    desk.changed.notify_one();
    Ok(desk.boot().await)
}

#[tauri::command]
pub async fn switch_person(desk: State<'_>, user_id: UserId, pin: String) -> Result<Boot> {
    let here = desk.here()?;
    let done = here.clinic.switch_person(user_id, Zeroizing::new(pin)).await;
    let session = desk.heed(&here, done).await?;
    let unlocks =
        desk.seats().is_locked() && desk.seats().sitting().is_some_and(|sitting| sitting.user_id() == user_id);
    desk.seats().switch(session.clone(), desk.clock.now())?;
    if unlocks {
        desk.note(&here, "unlocked", &session);
    }
    desk.changed.notify_one();
    Ok(desk.boot().await)
}

/// Somebody else agrees to the discounts of one draft. Whoever sits here stays.
#[tauri::command]
pub async fn approve_discount(
    desk: State<'_>,
    invoice_id: InvoiceId,
    login: String,
    password: String,
) -> Result<Approved> {
    let (here, session) = desk.present()?;
    let done = here.clinic.approve_discount(&session, invoice_id, &login, Zeroizing::new(password)).await;
    desk.heed(&here, done).await
}

#[tauri::command]
pub async fn unlock(desk: State<'_>, password: String) -> Result<Boot> {
    let here = desk.here()?;
    let sitting = desk.seats().sitting().cloned().ok_or_else(|| Error::new(Code::SessionNone))?;
    // A whole sign-in: it may be a new password by now, and the time starts over.
    let done = here.clinic.sign_in(sitting.login(), Zeroizing::new(password)).await;
    let session = desk.heed(&here, done).await?;
    desk.note(&here, "unlocked", &session);
    desk.seats().sign_in(session, desk.clock.now());
    desk.changed.notify_one();
    Ok(desk.boot().await)
}

#[tauri::command]
pub async fn change_password(desk: State<'_>, current: String, new: String) -> Result<Boot> {
    let (here, session) = desk.present()?;
    let done = here.clinic.change_password(&session, Zeroizing::new(current), Zeroizing::new(new)).await;
    let session = desk.heed(&here, done).await?;
    desk.seats().replace(session);
    Ok(desk.boot().await)
}

#[tauri::command]
pub async fn set_pin(desk: State<'_>, password: String, pin: String) -> Result<Boot> {
    let (here, session) = desk.present()?;
    let done = here.clinic.set_pin(&session, Zeroizing::new(password), Zeroizing::new(pin)).await;
    desk.heed(&here, done).await?;
    Ok(desk.boot().await)
}

#[tauri::command]
pub async fn sign_out(desk: State<'_>) -> Result<Boot> {
    let gone = desk.seats().sign_out();
    if let (Some(session), Ok(here)) = (gone, desk.here()) {
        desk.note(&here, "signed_out", &session);
    }
    Ok(desk.boot().await)
}

#[tauri::command]
pub async fn lock(desk: State<'_>) -> Result<Boot> {
    let locked = desk.seats().lock();
    if let (Some(session), Ok(here)) = (locked, desk.here()) {
        desk.note(&here, "locked", &session);
    }
    Ok(desk.boot().await)
}

/// Somebody typed or pointed.
#[tauri::command]
pub async fn activity(desk: State<'_>) -> Result<()> {
    let here = desk.here()?;
    desk.seats().input(desk.clock.now(), here.idle_minutes());
    Ok(())
}
