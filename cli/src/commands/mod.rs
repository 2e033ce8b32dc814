//! The commands, and how they come to a store, a clinic and a person.

pub mod data;
pub mod document;
pub mod import;
pub mod init;
pub mod list;
pub mod perform;
pub mod send_file;
pub mod template;

use clinic_core::desk::{backup, files};
use clinic_core::ids::WorkstationId;
use clinic_core::store::migrate::{self, State};
use clinic_core::store::{Db, StoreUrl};
use clinic_core::time::Clock;
use clinic_core::{Clinic, Code, Error, Result, Who, Workstation};
use serde_json::{Value as Json, json};
use std::io::Write;
use std::path::PathBuf;
use zeroize::Zeroizing;

/// Where and as whom a command works.
pub struct Store {
    pub url: Option<String>,
    pub login: Option<String>,
}

impl Store {
    pub fn parsed(&self) -> Result<StoreUrl> {
        let text = self.url.as_deref().ok_or_else(|| Error::field(Code::FieldRequired, "store"))?;
        StoreUrl::parse(text)
    }

    /// Opens the store as it is, with or without tables.
    pub async fn db(&self, create: bool) -> Result<Db> {
        let url = self.parsed()?;
        Db::open(&url, key().as_deref().map(String::as_str), create).await
    }

    /// Opens a store whose tables are this version's.
    pub async fn ready(&self) -> Result<Db> {
        let db = self.db(false).await?;
        match migrate::state(&db).await? {
            State::Ready => Ok(db),
            State::Empty => Err(Error::new(Code::ClinicNotStarted)),
            State::Older { found } => {
                Err(Error::new(Code::ConnectionDataOlder).with("found", found).with("known", migrate::KNOWN))
            }
            State::Newer { found } => {
                Err(Error::new(Code::ConnectionDataNewer).with("found", found).with("known", migrate::KNOWN))
            }
            State::Foreign => Err(Error::new(Code::ConnectionNotAClinic)),
        }
    }

    pub async fn clinic(&self) -> Result<Clinic> {
        Clinic::open(self.ready().await?, &workstation()?, Clock::default()).await
    }

    /// The clinic, and the person of `--as` signed in.
    pub async fn signed_in(&self) -> Result<(Clinic, Who)> {
        let login = self.login.as_deref().ok_or_else(|| Error::field(Code::FieldRequired, "as"))?;
        let password = password()?;
        let clinic = self.clinic().await?;
        let session = clinic.sign_in(login, password).await?;
        Ok((clinic, session.into()))
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// A file's key, also as it is printed on the sheet.
pub fn key() -> Option<Zeroizing<String>> {
    let text = variable("CLINIC_KEY").map(Zeroizing::new)?;
    Some(backup::read_key(&text).unwrap_or(text))
}

pub fn password() -> Result<Zeroizing<String>> {
    password_in("CLINIC_PASSWORD")
}

pub fn password_in(name: &str) -> Result<Zeroizing<String>> {
    variable(name).map(Zeroizing::new).ok_or_else(|| Error::field(Code::FieldRequired, name))
}

/// Where this program keeps its own few things: `CLINIC_DESK_HOME`, or the user's configuration folder.
fn home() -> PathBuf {
    if let Some(home) = variable("CLINIC_DESK_HOME") {
        return PathBuf::from(home);
    }
    let below = |name: &str, inner: &str| variable(name).map(|folder| PathBuf::from(folder).join(inner));
    let found = if cfg!(windows) {
        below("APPDATA", "clinic-desk")
    } else if cfg!(target_os = "macos") {
        below("HOME", "Library/Application Support/clinic-desk")
    } else {
        below("XDG_CONFIG_HOME", "clinic-desk").or_else(|| below("HOME", ".config/clinic-desk"))
    };
    found.unwrap_or_else(|| PathBuf::from("clinic-desk"))
}

/// What can be made again at any time.
pub fn cache() -> PathBuf {
    let below = |name: &str, inner: &str| variable(name).map(|folder| PathBuf::from(folder).join(inner));
    let found = if cfg!(windows) {
        below("LOCALAPPDATA", "clinic-desk/cache")
    } else {
        below("XDG_CACHE_HOME", "clinic-desk").or_else(|| below("HOME", ".cache/clinic-desk"))
    };
    found.unwrap_or_else(std::env::temp_dir)
}

/// The workstation that the journal knows this program by: one per user and computer, beside the window's own.
pub fn workstation() -> Result<Workstation> {
    let file = home().join("clinicctl.json");
    if let Some(kept) = files::read_json::<Json>(&file)?
        && let (Some(id), Some(name)) = (
            kept.get("id").and_then(|id| serde_json::from_value(id.clone()).ok()),
            kept.get("name").and_then(Json::as_str),
        )
    {
        return Ok(Workstation { id, name: name.to_owned() });
    }
    let fresh = Workstation { id: WorkstationId::new(), name: format!("clinicctl@{}", host()) };
    files::write_json(&file, &json!({ "id": fresh.id, "name": fresh.name }))?;
    Ok(fresh)
}

fn host() -> String {
    let from_system = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let from_program =
        || std::process::Command::new("hostname").output().ok().and_then(|done| String::from_utf8(done.stdout).ok());
    let name = from_system.or_else(|| variable("COMPUTERNAME")).or_else(from_program).unwrap_or_default();
    let name: String =
        name.trim().split('.').next().unwrap_or_default().chars().filter(|c| !c.is_control()).take(60).collect();
    if name.is_empty() { "computer".to_owned() } else { name }
}

/// A line on standard output. A reader that has gone away (`| head`) ends the program without a fuss.
pub fn line(text: &str) {
    if writeln!(std::io::stdout(), "{text}").is_err() {
        std::process::exit(0);
    }
}
