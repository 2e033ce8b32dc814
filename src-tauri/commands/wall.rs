//! The screen on the wall of the waiting room: locked, and showing numbers or initials all the same.

use super::State;
use crate::boot::Boot;
use clinic_core::Who;
use clinic_core::appointments::waiting_room::AskWallScreen;
use clinic_core::error::Result;
use serde_json::value::RawValue;

/// Locks this workstation with the wall screen on it.
#[tauri::command]
pub async fn start_wall(desk: State<'_>) -> Result<Boot> {
    let here = desk.here()?;
    let locked = desk.seats().start_wall(desk.clock.now(), here.idle_minutes())?;
    desk.note(&here, "locked", &locked);
    Ok(desk.boot().await)
}

/// What stands on the wall now: the one thing that a locked screen may ask, and only after `start_wall`.
#[tauri::command]
pub async fn wall(desk: State<'_>) -> Result<Box<RawValue>> {
    let here = desk.here()?;
    let session = desk.seats().wall(desk.clock.now())?;
    let answer = here.clinic.ask(&Who::Person(session), AskWallScreen {}).await;
    desk.heed(&here, answer).await
}

/// Back to the lock screen.
#[tauri::command]
pub async fn leave_wall(desk: State<'_>) -> Result<Boot> {
    desk.seats().leave_wall();
    Ok(desk.boot().await)
}
