//! Paper from this workstation's printers: the first is the original, whatever is printed after it a copy.

use super::drive::Window;
use super::ready::typed;
use super::sample::{sample_in, sign_in_as};
use chrono::{Days, Utc};
use serde_json::json;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

#[tokio::test]
async fn a_receipt_is_printed_once_as_the_original() {
    let home = std::env::temp_dir().join(format!("clinic-window-{}", uuid::Uuid::now_v7().simple()));
    printers(&home);
    let window = sample_in(Window::open_at(&home).await).await;
    sign_in_as(&window, "Accountant").await;
    window.press_at(".rail a[href=\"/billing\"]").await;
    window.press_at(".pages-nav a[href=\"/billing/payments\"]").await;
    // Before the first visit of a day is over nothing has been paid on it.
    let weeks_ago = Utc::now().date_naive() - Days::new(21);
    window.fill("From", &typed(weeks_ago)).await;
    window.calm().await;

    preview(&window).await;
    window.judge("a receipt with this workstation's printers").await;
    window.keys("Ctrl+p").await;
    window.told_that("is on its way to the printer").await;
    let first = jobs(&home);
    assert_eq!(first.len(), 1, "{first:?}");
    assert!(first[0].starts_with("-s -n 1 -o media=A5 -- ") && !first[0].contains("-copy.pdf"), "{first:?}");

    preview(&window).await;
    window.says("cd-document", "The original was printed on").await;
    window.choose("Printer", "Back_Office").await;
    window.choose("Tray", "Letterhead").await;
    window.choose("How many", "2").await;
    window.judge("a copy").await;
    window.press("Print").await;
    window.gone("cd-document").await;
    let jobs = jobs(&home);
    // The original is out already: of two none is another one.
    assert!(jobs.len() > first.len(), "{jobs:?}");
    for job in &jobs[1..] {
        assert!(
            job.contains("-d Back_Office -o InputSlot=Letterhead -o media=A5 -- ") && job.ends_with("-copy.pdf"),
            "{jobs:?}"
        );
    }
    window.end().await;
}

async fn preview(window: &Window) {
    window.press_at(".billing-do button[aria-label^=\"Preview R-\"]").await;
    window.until("painted", vec![json!(".document-page")]).await;
    window.focus_is_at("cd-document [data-submit]").await;
}

/// What was handed to a printer, one line each, as it was said to `lp`.
fn jobs(home: &Path) -> Vec<String> {
    let said = std::fs::read_to_string(home.join("jobs")).unwrap_or_default();
    said.lines().map(str::to_owned).collect()
}

/// Two printers, one of them with trays, by the programs with which CUPS is asked.
fn printers(home: &Path) {
    let bin = home.join("bin");
    std::fs::create_dir_all(&bin).expect("a folder for programs");
    let jobs = home.join("jobs");
    let programs = [
        ("lp", format!("#!/bin/sh\necho \"$*\" >>'{}'\n", jobs.display())),
        (
            "lpstat",
            "#!/bin/sh\ncase $1 in -e) printf 'Front_Desk\\nBack_Office\\n';; *) echo 'system default destination: Front_Desk';; esac\n"
                .to_owned(),
        ),
        ("lpoptions", "#!/bin/sh\n[ \"$2\" = Back_Office ] && echo 'InputSlot/Media Source: *Auto Letterhead'\n".to_owned()),
    ];
    for (name, text) in programs {
        let file = bin.join(name);
        std::fs::write(&file, text).expect("a program");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).expect("a program that runs");
    }
}
