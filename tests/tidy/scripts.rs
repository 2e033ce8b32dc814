//! What the scripts make of another computer than the one at hand.

use std::path::Path;
use std::process::Command;

/// What a line of bash says where the scripts' functions are known.
fn said(script: &str, line: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let whole = format!(". scripts/{script}; {line}");
    let done = Command::new("bash").arg("-c").arg(whole).current_dir(root).output().expect("bash runs");
    assert!(done.status.success(), "{line}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).trim().to_owned()
}

#[test]
fn a_mac_has_a_display_though_no_variable_says_so() {
    let here = "unset DISPLAY WAYLAND_DISPLAY; has_display && echo yes || echo no";
    assert_eq!(said("lib.sh", &format!("uname() {{ echo Darwin; }}; {here}")), "yes");
    assert_eq!(said("lib.sh", &format!("uname() {{ echo Linux; }}; {here}")), "no");
    assert_eq!(said("lib.sh", "uname() { echo Linux; }; DISPLAY=:0; has_display && echo yes"), "yes");
}

/// A bare machine has no letters for most of the world's names.
#[test]
fn what_runs_the_app_brings_the_letters_of_the_worlds_names() {
    let fonts = ["fonts-dejavu-core", "fonts-lohit-deva", "fonts-wqy-microhei"];
    for purpose in ["run", "test"] {
        let packages = said("ensure-system.sh", &format!("DISPLAY=:0; wanted_packages {purpose}"));
        for font in fonts {
            assert!(packages.lines().any(|package| package == font), "{font} is not installed to {purpose}");
        }
    }
}
