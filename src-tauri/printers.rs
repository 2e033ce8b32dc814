//! The printers of this computer, where CUPS tells of them: Linux and macOS. Elsewhere, and where none is set up, the program that
//! opens PDFs prints.

use clinic_core::error::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::process::Command;

/// A printer that does not answer keeps nobody waiting longer.
const PATIENCE: Duration = Duration::from_secs(20);
/// A list that does not come is no list.
const LIST_PATIENCE: Duration = Duration::from_secs(5);

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Printer {
    pub name: String,
    /// Whether this computer prints there when nothing else is said.
    pub usual: bool,
    /// As the printer calls them; none where it has no choice.
    pub trays: Vec<String>,
}

/// Where a document is to come out. Without a name: where this computer usually prints.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct To {
    #[serde(default)]
    pub printer: Option<String>,
    #[serde(default)]
    pub tray: Option<String>,
    #[serde(default = "one")]
    pub copies: u32,
}

fn one() -> u32 {
    1
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    Printer,
    Program,
}

pub async fn all() -> Vec<Printer> {
    let names = told("lpstat", &["-e"]).await;
    let usual = usual(&told("lpstat", &["-d"]).await);
    let mut printers = Vec::new();
    for name in names.lines().map(str::trim).filter(|name| is_plain(name)) {
        let trays = trays(&told("lpoptions", &["-p", name, "-l"]).await);
        printers.push(Printer { name: name.to_owned(), usual: usual.as_deref() == Some(name), trays });
    }
    printers
}

/// On paper of this size, as CUPS calls it: what was laid out for half a sheet must not come out on a whole one.
///
/// Errors: `document.not_printed`. A printer that was chosen and does not take it is said, and nothing else is tried.
pub async fn print(file: &Path, to: &To, media: &str) -> Result<By> {
    if cfg!(unix) && took_it(file, to, media).await {
        return Ok(By::Printer);
    }
    if to.printer.is_some() {
        return Err(Error::new(Code::DocumentNotPrinted));
    }
    tauri_plugin_opener::open_path(file, None::<&str>).map_err(|_| Error::new(Code::DocumentNotPrinted))?;
    Ok(By::Program)
}

async fn took_it(file: &Path, to: &To, media: &str) -> bool {
    if [&to.printer, &to.tray].into_iter().flatten().any(|name| !is_plain(name)) {
        return false;
    }
    let mut command = Command::new("lp");
    command.arg("-s").arg("-n").arg(to.copies.to_string());
    if let Some(name) = &to.printer {
        command.arg("-d").arg(name);
    }
    if let Some(tray) = &to.tray {
        command.arg("-o").arg(format!("InputSlot={tray}"));
    }
    command.args(["-o", &format!("media={media}")]);
    command.arg("--").arg(file).stdin(Stdio::null()).kill_on_drop(true);
    let done = tokio::time::timeout(PATIENCE, command.output()).await;
    matches!(done, Ok(Ok(output)) if output.status.success())
}

/// What the program says, in no language but the computer's own; nothing if there is no such program.
async fn told(program: &str, args: &[&str]) -> String {
    let mut command = Command::new(program);
    command.args(args).env("LC_ALL", "C").stdin(Stdio::null()).kill_on_drop(true);
    match tokio::time::timeout(LIST_PATIENCE, command.output()).await {
        Ok(Ok(output)) => String::from_utf8_lossy(&output.stdout).into_owned(),
        _ => String::new(),
    }
}

/// A name or tray that is no option of a program: CUPS allows neither spaces nor a dash in front.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('-') && !name.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// "system default destination: Front_Desk"
fn usual(said: &str) -> Option<String> {
    said.lines().find_map(|line| line.strip_prefix("system default destination:")).map(|name| name.trim().to_owned())
}

/// "InputSlot/Media Source: *Auto Tray1 Tray2": the star is on what is usual.
fn trays(said: &str) -> Vec<String> {
    let line = said.lines().find(|line| line.starts_with("InputSlot/") || line.starts_with("InputSlot:"));
    let trays = line.and_then(|line| line.split_once(':')).map_or("", |(_, trays)| trays);
    trays.split_whitespace().map(|tray| tray.trim_start_matches('*').to_owned()).filter(|tray| is_plain(tray)).collect()
}

#[cfg(test)]
mod tests {
    use super::{is_plain, trays, usual};

    #[test]
    fn what_cups_says_is_read() {
        assert_eq!(usual("system default destination: Front_Desk\n").as_deref(), Some("Front_Desk"));
        assert_eq!(usual("no system default destination\n"), None);
        let said = "PageSize/Media Size: *A4 A5\nInputSlot/Media Source: *Auto Tray1 Tray2\n";
        assert_eq!(trays(said), ["Auto", "Tray1", "Tray2"]);
        assert!(trays("PageSize/Media Size: *A4\n").is_empty());
    }

    #[test]
    fn a_printer_is_never_an_option() {
        assert!(is_plain("Front_Desk") && !is_plain("-o") && !is_plain("") && !is_plain("two words"));
    }
}
