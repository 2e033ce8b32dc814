//! A window with nothing in it, built like the program's own: what a first paint costs before anything is done for the clinic.
//! `make bench` starts both in turn.

use tauri::WebviewUrl;
use tauri::webview::WebviewWindowBuilder;

fn main() {
    tauri::Builder::default()
        .setup(|app| {
            let window = WebviewWindowBuilder::new(app, "main", WebviewUrl::App("index.html".into()));
            let window = window.title("Empty").inner_size(1440.0, 900.0).center();
            match std::env::var_os("CLINIC_DESK_HOME") {
                Some(home) => window.data_directory(std::path::PathBuf::from(home).join("webview")),
                None => window.incognito(true),
            }
            .build()?;
            Ok(())
        })
        .run(tauri::generate_context!("tests/empty-window/tauri.conf.json"))
        .expect("a window");
}
