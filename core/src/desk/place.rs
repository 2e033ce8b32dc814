//! Where a workstation keeps its things, and which workstation it is.

use super::files;
use crate::clinic::Workstation;
use crate::error::Result;
use crate::ids::WorkstationId;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// The app's own folder, and what lies where in it.
#[derive(Debug, Clone)]
pub struct Place {
    pub home: PathBuf,
    pub logs: PathBuf,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    id: WorkstationId,
    name: String,
}

impl Place {
    pub fn connections(&self) -> PathBuf {
        self.home.join("connections.json")
    }

    /// Secrets, where the computer has no keychain.
    pub fn keys(&self) -> PathBuf {
        self.home.join("keys.json")
    }

    /// The journal's newest links of one connection, readable by `clinicctl check --heads`.
    pub fn heads(&self, connection: Uuid) -> PathBuf {
        self.home.join("heads").join(format!("{connection}.json"))
    }

    /// What is typed and not saved yet, of one connection; encrypted.
    pub fn typed(&self, connection: Uuid) -> PathBuf {
        self.home.join("typed").join(format!("{connection}.db"))
    }

    /// A certificate that came with an imported connection.
    pub fn certificate(&self, connection: Uuid) -> PathBuf {
        self.home.join("certificates").join(format!("{connection}.pem"))
    }

    pub fn window(&self) -> PathBuf {
        self.home.join("window.json")
    }

    /// What is on its way to a program that prints or opens it; emptied at each start and end.
    pub fn prints(&self) -> PathBuf {
        self.home.join("prints")
    }

    /// A free file name for a new clinic.
    pub fn new_clinic(&self, name: &str) -> PathBuf {
        let folder = self.home.join("clinics");
        let slug = slug(name);
        let path = |number: u32| {
            folder.join(if number == 1 { format!("{slug}.clinic") } else { format!("{slug}-{number}.clinic") })
        };
        (1..).map(path).find(|path| !path.exists()).unwrap_or_else(|| folder.join("clinic.clinic"))
    }

    /// The sample of one day; others are thrown away when it is made.
    pub fn samples(&self) -> PathBuf {
        self.home.join("sample")
    }

    fn workstation_file(&self) -> PathBuf {
        self.home.join("workstation.json")
    }

    /// This workstation: made at the first start, called after the computer.
    pub fn workstation(&self) -> Result<Workstation> {
        let file = self.workstation_file();
        if let Some(kept) = files::read_json::<Kept>(&file)? {
            return Ok(Workstation { id: kept.id, name: kept.name });
        }
        let fresh = Kept { id: WorkstationId::new(), name: computer_name() };
        files::write_json(&file, &fresh)?;
        Ok(Workstation { id: fresh.id, name: fresh.name })
    }

    /// Remembers the name that this workstation was given in its clinic.
    pub fn rename_workstation(&self, workstation: &Workstation) -> Result<()> {
        files::write_json(&self.workstation_file(), &Kept { id: workstation.id, name: workstation.name.clone() })
    }
}

/// Letters and digits of a name, for a file's name that any system takes.
fn slug(name: &str) -> String {
    let folded: String = name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let slug: Vec<&str> = folded.split('-').filter(|part| !part.is_empty()).take(6).collect();
    if slug.is_empty() { "clinic".to_owned() } else { slug.join("-").chars().take(40).collect() }
}

fn computer_name() -> String {
    let from_system = std::fs::read_to_string(Path::new("/proc/sys/kernel/hostname")).ok();
    let from_variable = || std::env::var("COMPUTERNAME").ok();
    let from_program =
        || std::process::Command::new("hostname").output().ok().and_then(|done| String::from_utf8(done.stdout).ok());
    let name = from_system.or_else(from_variable).or_else(from_program).unwrap_or_default();
    let name: String =
        name.trim().split('.').next().unwrap_or_default().chars().filter(|c| !c.is_control()).take(80).collect();
    if name.is_empty() { "Front desk".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> Place {
        let home = std::env::temp_dir().join(format!("clinic-place-{}", Uuid::now_v7()));
        Place { logs: home.join("logs"), home }
    }

    #[test]
    fn a_workstation_stays_itself_and_keeps_its_name() {
        let place = place();
        let first = place.workstation().unwrap();
        assert!(!first.name.is_empty());
        place.rename_workstation(&Workstation { id: first.id, name: "Front desk 2".into() }).unwrap();
        let again = place.workstation().unwrap();
        assert_eq!((again.id, again.name.as_str()), (first.id, "Front desk 2"));
        std::fs::remove_dir_all(&place.home).unwrap();
    }

    #[test]
    fn file_names_are_plain_and_never_taken() {
        let place = place();
        let first = place.new_clinic("St. Mary’s / Zahnärzte & Co.");
        assert_eq!(first.file_name().unwrap(), "st-mary-s-zahn-rzte-co.clinic");
        files::write(&first, b"x").unwrap();
        assert_eq!(
            place.new_clinic("St. Mary’s / Zahnärzte & Co.").file_name().unwrap(),
            "st-mary-s-zahn-rzte-co-2.clinic"
        );
        assert_eq!(place.new_clinic("診療所").file_name().unwrap(), "clinic.clinic");
        std::fs::remove_dir_all(&place.home).unwrap();
    }
}
