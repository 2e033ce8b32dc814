//! The log: ids only, in the app's log folder, five files of one megabyte.

use log::LevelFilter;
use std::path::Path;
use tauri_plugin_log::{Builder, RotationStrategy, Target, TargetKind};

pub fn plugin(folder: &Path) -> tauri::plugin::TauriPlugin<tauri::Wry> {
    Builder::new()
        .clear_targets()
        .target(Target::new(TargetKind::Folder { path: folder.to_path_buf(), file_name: Some("clinic-desk".into()) }))
        // Libraries may quote what they were given: only our own words.
        .level(LevelFilter::Off)
        .level_for("clinic_desk", LevelFilter::Info)
        .level_for("clinic_core", LevelFilter::Info)
        .max_file_size(1_000_000)
        .rotation_strategy(RotationStrategy::KeepSome(4))
        .build()
}

/// A panic's message may hold anything, so only its place is told.
pub fn redact_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place =
            panic.location().map_or_else(|| "an unknown place".to_owned(), |at| format!("{}:{}", at.file(), at.line()));
        log::error!("panic at {place}");
        eprintln!("Clinic Desk: panic at {place}");
    }));
}
