//! Names every command of the window, so that none is allowed which its capability file does not list.

/// As in `lib.rs`; a name that stands in only one of the two does not work in the window.
const COMMANDS: &[&str] = &[
    "boot",
    "perform",
    "ask",
    "stop_asking",
    "how_far",
    "sign_in",
    "switch_person",
    "approve_discount",
    "unlock",
    "change_password",
    "set_pin",
    "sign_out",
    "lock",
    "activity",
    "start_wall",
    "wall",
    "leave_wall",
    "keep_typed",
    "typed",
    "forget_typed",
    "connections",
    "test_connection",
    "save_connection",
    "remove_connection",
    "open_connection",
    "create_database",
    "upgrade_data",
    "export_connection",
    "import_connection",
    "save_recovery_key",
    "save_clinic_copy",
    "read_key_file",
    "save_export",
    "export_reminders",
    "mail_reminder",
    "preview_document",
    "save_document",
    "mail_document",
    "print_document",
    "printers",
    "shipped_template",
    "preview_template",
    "template_faults",
    "save_template",
    "send_file_piece",
    "drop_file_pieces",
    "file_bytes",
    "file_pages",
    "file_page",
    "close_file",
    "save_file",
    "open_file_outside",
    "start_sample",
    "leave_sample",
    "start_here",
    "start_clinic",
    "country_help",
    "reconnect",
    "set_theme",
    "set_zoom",
    "painted",
    "about",
];

fn main() {
    // The pages become part of the program.
    println!("cargo:rerun-if-changed=ui/dist");
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    let attributes = tauri_build::Attributes::new()
        .app_manifest(tauri_build::AppManifest::new().commands(COMMANDS))
        .capabilities_path_pattern("src-tauri/capabilities/*")
        .windows_attributes(tauri_build::WindowsAttributes::new().window_icon_path("src-tauri/icons/icon.ico"));
    tauri_build::try_build(attributes).expect("tauri.conf.json, the capabilities and the icons fit together");
}
