//! What brings a clinic in a file back when its disk dies: copies of the file that are elsewhere, and its recovery key apart from them.
//! Whoever has both can read everything, so only an administrator gets either.

use super::files;
use crate::access::Role;
use crate::clinic::{Clinic, Session, standing};
use crate::error::{Code, Error, Result};
use crate::store::Db;
use chrono::NaiveDate;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use zeroize::Zeroizing;

const KEY_DIGITS: usize = 64;
/// What is not finished after a day was left behind by a crash.
const LEFT_BEHIND: Duration = Duration::from_secs(24 * 3600);

impl Clinic {
    /// Lets nobody pass but an administrator; `what` stands in the security log beside the refusal.
    ///
    /// Errors in this order: `session.ended`, `session.password_change_needed`, `access.denied` (permission).
    pub async fn administrators_only(&self, session: &Session, what: &str) -> Result<()> {
        let standing = standing(&mut self.db.clone(), session).await?;
        if standing.must_change_password {
            return Err(Error::new(Code::SessionPasswordChangeNeeded));
        }
        if standing.roles.contains(&Role::Admin) {
            return Ok(());
        }
        self.note_event("denied", Some(session.user_id()), None, Some(what)).await;
        Err(Error::new(Code::AccessDenied).with("permission", what))
    }
}

/// The sheet with the key: for the printer and the safe. `file` is the clinic's file, by its name alone.
pub fn key_sheet(key: &str, clinic: &str, file: &str, day: NaiveDate) -> Zeroizing<String> {
    let digits: Vec<char> = key.to_uppercase().chars().collect();
    let groups: Vec<String> = digits.chunks(4).map(|group| group.iter().collect()).collect();
    let lines: Vec<String> = groups.chunks(8).map(|line| format!("    {}", line.join("-"))).collect();
    let day = day.format("%-d %B %Y");
    Zeroizing::new(format!(
        "Clinic Desk: recovery key of {clinic}\n\n{}\n\n\
         This key opens the file {file} and every copy of it. Without it nobody can read them.\n\
         Print this page, put it in the safe, and remove this file. Keep it apart from the copies:\n\
         whoever has the key and a copy can read everything that is in the clinic.\n\n\
         To use it: start Clinic Desk, choose \"Open a clinic file\", choose the copy, and type\n\
         or paste the key. Capitals, spaces and hyphens do not matter.\n\n\
         Saved on {day}.\n",
        lines.join("\n"),
    ))
}

/// Reads a key as somebody typed it from paper, or from the whole sheet.
///
/// Errors: `key.unreadable`.
pub fn read_key(text: &str) -> Result<Zeroizing<String>> {
    let between = |c: char| c == '-' || c.is_whitespace();
    // The sheet's other lines are sentences.
    let of_key = |line: &&str| line.chars().all(|c| c.is_ascii_hexdigit() || between(c));
    let mut key = Zeroizing::new(String::with_capacity(KEY_DIGITS));
    for digit in text.lines().filter(of_key).flat_map(str::chars).filter(|c| !between(*c)) {
        if key.len() == KEY_DIGITS {
            return Err(Error::new(Code::KeyUnreadable));
        }
        key.push(digit.to_ascii_lowercase());
    }
    if key.len() == KEY_DIGITS { Ok(key) } else { Err(Error::new(Code::KeyUnreadable)) }
}

/// Copies a clinic's file, whole although people work in it, and read from end to end before it takes the place of what stood at `to`.
/// None of `clinics` is ever replaced, nor the file itself, nor one that somebody has open or that was not closed in order: what SQLite keeps
/// beside it would be read into the copy.
///
/// Errors in this order: `copy.not_a_file`, `copy.onto_clinic`, `copy.failed` (no such folder: it may be a stick that is not there), `store.full`.
pub async fn copy(db: &Db, to: &Path, clinics: &[PathBuf]) -> Result<()> {
    // One after the other: both would use the same file on the way.
    static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let _turn = TURN.lock().await;
    let file = db.file().ok_or_else(|| Error::new(Code::CopyNotAFile))?;
    if clinics.iter().chain([&file]).any(|clinic| is_part_of(clinic, to)) {
        return Err(Error::new(Code::CopyOntoClinic));
    }
    if KEPT_BESIDE.iter().any(|ending| with_ending(to, ending).exists()) {
        return Err(Error::new(Code::CopyOntoClinic));
    }
    if to.parent().is_some_and(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
        return Err(Error::new(Code::CopyFailed));
    }
    // Made beside the clinic first: where copies go may be a share or a stick, where a database does not work.
    forget_left_behind(&file);
    let beside = Beside(file.with_extension(format!("{}.copying", std::process::id())));
    let failed = |error: Error| if error.code() == Code::StoreFull { error } else { Error::new(Code::CopyFailed) };
    // Empty and for its owner alone.
    files::write(&beside.0, b"").map_err(failed)?;
    db.copy_into(&beside.0).await?;
    let to = to.to_owned();
    let placed = tokio::task::spawn_blocking(move || files::copy(&beside.0, &to)).await;
    placed.map_err(Error::internal)?.map_err(failed)
}

/// Whether a path is this clinic's file, or one of those that SQLite keeps beside it.
fn is_part_of(clinic: &Path, path: &Path) -> bool {
    let Ok(path) = path.canonicalize() else { return false };
    let is = |part: PathBuf| part.canonicalize().is_ok_and(|part| part == path);
    is(clinic.to_owned()) || KEPT_BESIDE.iter().any(|ending| is(with_ending(clinic, ending)))
}

/// What SQLite keeps beside a file while it is open.
const KEPT_BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// The copy on its way; gone whatever becomes of it.
struct Beside(PathBuf);

impl Drop for Beside {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn forget_left_behind(file: &Path) {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten().filter(|entry| entry.path().extension().is_some_and(|ending| ending == "copying")) {
        let age = entry.metadata().and_then(|found| found.modified()).ok();
        if age.and_then(|at| SystemTime::now().duration_since(at).ok()).is_some_and(|age| age > LEFT_BEHIND) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clinic::{Who, Workstation};
    use crate::desk::keychain::new_key;
    use crate::desk::tests::{PASSWORD, clinic, clinic_under};
    use crate::fields::Secret;
    use crate::ids::{OperationId, PatientId, UserId, WorkstationId};
    use crate::patients::patient::{PatientDetails, PatientNames};
    use crate::patients::register::RegisterPatient;
    use crate::staff::add_person::AddPerson;
    use crate::store::{Read, StoreUrl, migrate};
    use crate::time::Clock;

    async fn administrator(clinic: &Clinic) -> Session {
        clinic.sign_in("admin", PASSWORD.to_owned().into()).await.unwrap()
    }

    async fn register(clinic: &Clinic, family: &str) {
        let names = PatientNames { family: Some(family.into()), ..PatientNames::default() };
        let operation = RegisterPatient { patient_id: PatientId::new(), details: PatientDetails::named(names) };
        let who = Who::Person(administrator(clinic).await);
        clinic.perform(&who, OperationId::new(), operation).await.unwrap();
    }

    async fn families(db: &Db) -> Vec<String> {
        let rows: Vec<(String,)> =
            db.clone().all("SELECT family_name FROM patients ORDER BY family_name", vec![]).await.unwrap();
        rows.into_iter().map(|(family,)| family).collect()
    }

    async fn open(path: &Path, key: &str) -> Result<Db> {
        Db::open(&StoreUrl::File(path.to_owned()), Some(key), false).await
    }

    #[tokio::test]
    async fn a_copy_made_while_people_work_opens_elsewhere_with_the_key_on_the_sheet() {
        let key = new_key();
        let (clinic, folder) = clinic_under(&key).await;
        register(&clinic, "Okafor").await;
        let wal = folder.join("a.clinic-wal");
        assert!(wal.metadata().unwrap().len() > 0, "what was just saved lies beside the file");

        let elsewhere = folder.join("stick");
        let to = elsewhere.join("a-2026-11-30.clinic");
        let nowhere = copy(clinic.db(), &to, &[]).await.unwrap_err();
        assert_eq!((nowhere.code(), elsewhere.exists()), (Code::CopyFailed, false), "a stick that is not there");
        fs::create_dir(&elsewhere).unwrap();
        let beside = elsewhere.join("a-2026-11-30.clinic-wal");
        fs::write(&beside, b"left by a crash").unwrap();
        assert_eq!(copy(clinic.db(), &to, &[]).await.unwrap_err().code(), Code::CopyOntoClinic);
        fs::remove_file(beside).unwrap();
        copy(clinic.db(), &to, &[]).await.unwrap();
        register(&clinic, "Wisniewski").await;
        let names: Vec<_> = fs::read_dir(&elsewhere).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["a-2026-11-30.clinic"], "one file, whole by itself");
        assert!(
            !fs::read_dir(&folder)
                .unwrap()
                .any(|entry| entry.unwrap().path().extension().unwrap_or_default() == "copying")
        );
        #[cfg(unix)]
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&to).unwrap().permissions()) & 0o777, 0o600);
        assert!(!String::from_utf8_lossy(&fs::read(&to).unwrap()).contains("Okafor"), "encrypted as the original is");

        assert_eq!(open(&to, &new_key()).await.err().unwrap().code(), Code::ConnectionWrongKey);
        let sheet = key_sheet(&key, "Northside", "a.clinic", NaiveDate::from_ymd_opt(2026, 11, 30).unwrap());
        let db = open(&to, &read_key(&sheet).unwrap()).await.unwrap();
        assert_eq!(migrate::state(&db).await.unwrap(), migrate::State::Ready);
        let workstation = Workstation { id: WorkstationId::new(), name: "New computer".into() };
        let restored = Clinic::open(db, &workstation, Clock::default()).await.unwrap();
        assert_eq!(families(restored.db()).await, ["Okafor"]);
        register(&restored, "Silva").await;
        assert_eq!(families(clinic.db()).await, ["Okafor", "Wisniewski"]);
        assert!(crate::check::check(restored.db(), None).await.unwrap().is_clean());

        // Tomorrow's takes the place of today's.
        restored.db().close().await;
        copy(clinic.db(), &to, &[]).await.unwrap();
        assert_eq!(families(&open(&to, &key).await.unwrap()).await, ["Okafor", "Wisniewski"]);
        clinic.db().close().await;
        fs::remove_dir_all(&folder).unwrap();
    }

    #[tokio::test]
    async fn a_copy_never_replaces_a_clinic_and_leaves_nothing_where_it_cannot_go() {
        let (clinic, folder) = clinic().await;
        let other = folder.join("other.clinic");
        fs::write(&other, b"another clinic").unwrap();
        for part in ["a.clinic", "a.clinic-wal", "other.clinic"] {
            let refused = copy(clinic.db(), &folder.join(part), std::slice::from_ref(&other)).await.unwrap_err();
            assert_eq!(refused.code(), Code::CopyOntoClinic, "{part}");
        }
        assert_eq!(fs::read(&other).unwrap(), b"another clinic");
        let below_a_file = other.join("copy.clinic");
        assert_eq!(copy(clinic.db(), &below_a_file, &[]).await.unwrap_err().code(), Code::CopyFailed);
        register(&clinic, "Okafor").await;
        clinic.db().close().await;
        fs::remove_dir_all(&folder).unwrap();
    }

    #[tokio::test]
    async fn only_an_administrator_gets_the_key_or_a_copy_and_a_refusal_is_noted() {
        let (clinic, folder) = clinic().await;
        let admin = administrator(&clinic).await;
        clinic.administrators_only(&admin, "recovery_key").await.unwrap();
        let person = AddPerson {
            user_id: UserId::new(),
            login: "desk".into(),
            name: "Desk".into(),
            roles: vec![Role::Receptionist],
            one_time_password: Secret::plain(PASSWORD),
        };
        clinic.perform(&Who::Person(admin), OperationId::new(), person).await.unwrap();
        let desk = clinic.sign_in("desk", PASSWORD.to_owned().into()).await.unwrap();
        let code =
            async |session: &Session| clinic.administrators_only(session, "recovery_key").await.unwrap_err().code();
        assert_eq!(code(&desk).await, Code::SessionPasswordChangeNeeded);
        let own = "another long enough secret";
        clinic.change_password(&desk, PASSWORD.to_owned().into(), own.to_owned().into()).await.unwrap();
        assert_eq!(code(&desk).await, Code::SessionEnded);
        let desk = clinic.sign_in("desk", own.to_owned().into()).await.unwrap();
        assert_eq!(code(&desk).await, Code::AccessDenied);
        let noted: Vec<(Option<String>,)> =
            clinic.db().clone().all("SELECT detail FROM security_events WHERE kind = 'denied'", vec![]).await.unwrap();
        assert_eq!(noted, [(Some("recovery_key".to_owned()),)]);
        clinic.db().close().await;
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_key_is_read_as_people_type_it_and_nothing_else_is() {
        let key = new_key();
        let grouped = key.as_bytes().chunks(8).map(|group| std::str::from_utf8(group).unwrap()).collect::<Vec<_>>();
        for text in [key.to_string(), key.to_uppercase(), format!("  {}\n", grouped.join(" ")), grouped.join("-\r\n")] {
            assert_eq!(read_key(&text).unwrap(), key, "{text}");
        }
        for text in ["", "a key", &key[1..], &format!("{}0", *key), &format!("{}g", &key[1..])] {
            assert_eq!(read_key(text).unwrap_err().code(), Code::KeyUnreadable, "{text}");
        }
    }
}
