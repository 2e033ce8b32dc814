//! The window itself: its colours, its size of everything, and what it is.

use super::State;
use clinic_core::error::{Error, Result};
use serde_json::{Value as Json, json};
use tauri::{Theme, WebviewWindow};

#[tauri::command]
pub async fn set_theme(window: WebviewWindow, theme: String) -> Result<()> {
    let theme = match theme.as_str() {
        "light" => Some(Theme::Light),
        "dark" => Some(Theme::Dark),
        _ => None,
    };
    window.set_theme(theme).map_err(Error::internal)
}

#[tauri::command]
pub async fn set_zoom(window: WebviewWindow, zoom: f64) -> Result<()> {
    window.set_zoom(zoom.clamp(0.5, 3.0)).map_err(Error::internal)
}

/// The first screen stands: now there is something to show.
#[tauri::command]
pub async fn painted(app: tauri::AppHandle) -> Result<()> {
    crate::window::show(&app);
    Ok(())
}

#[tauri::command]
pub async fn about(desk: State<'_>) -> Result<Json> {
    let folder = |path: &std::path::Path| path.to_string_lossy().into_owned();
    Ok(
        json!({ "version": env!("CARGO_PKG_VERSION"), "log_folder": folder(&desk.place.logs), "data_folder": folder(&desk.place.home) }),
    )
}
