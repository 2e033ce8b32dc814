//! Secrets of connections: a server's password, a file's key. They live in the computer's keychain; where it has none, in a
//! file that only its owner may read, which the screen says.
//!
//! A keychain may wait for a person or for a service that never answers, so it is always asked on a thread of its own and
//! only so long.

use super::files;
use crate::error::{Error, Result};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use uuid::Uuid;
use zeroize::Zeroizing;

const SERVICE: &str = "Clinic Desk";
/// Long enough to type the keychain's own password, short enough to come back.
const PATIENCE: Duration = Duration::from_secs(20);

/// A new clinic file's key: 256 random bits as 64 hex digits.
pub fn new_key() -> Zeroizing<String> {
    Zeroizing::new(hex::encode(Zeroizing::new(rand::random::<[u8; 32]>()).as_slice()))
}

/// Where a secret was found or put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    Keychain,
    File,
}

#[derive(Clone)]
pub struct Keychain {
    file: PathBuf,
    system: Arc<dyn System>,
    /// It did not answer once: it is not asked again until the next start.
    silent: Arc<AtomicBool>,
    /// One writer of the file at a time.
    writing: Arc<Mutex<()>>,
}

/// The keychain of the operating system; tests bring their own.
pub trait System: Send + Sync {
    fn get(&self, name: &str) -> Option<Zeroizing<String>>;
    fn set(&self, name: &str, secret: &str) -> bool;
    fn delete(&self, name: &str);
}

struct Native;

impl System for Native {
    fn get(&self, name: &str) -> Option<Zeroizing<String>> {
        keyring::Entry::new(SERVICE, name).and_then(|entry| entry.get_password()).ok().map(Zeroizing::new)
    }

    fn set(&self, name: &str, secret: &str) -> bool {
        keyring::Entry::new(SERVICE, name).and_then(|entry| entry.set_password(secret)).is_ok()
    }

    fn delete(&self, name: &str) {
        let _ = keyring::Entry::new(SERVICE, name).and_then(|entry| entry.delete_credential());
    }
}

impl Keychain {
    /// `file` is used where the system has no keychain.
    pub fn new(file: PathBuf) -> Keychain {
        Keychain::with_system(file, Arc::new(Native))
    }

    pub fn with_system(file: PathBuf, system: Arc<dyn System>) -> Keychain {
        Keychain { file, system, silent: Arc::default(), writing: Arc::default() }
    }

    /// The secret of a connection, and where it was.
    pub async fn get(&self, id: Uuid) -> Result<Option<(Zeroizing<String>, Kept)>> {
        if let Some(secret) = self.in_file()?.get(&id) {
            return Ok(Some((Zeroizing::new(secret.clone()), Kept::File)));
        }
        let found = self.of_system(PATIENCE, move |system| system.get(&id.to_string())).await.flatten();
        Ok(found.map(|secret| (secret, Kept::Keychain)))
    }

    /// Keeps a secret, and reads it back: a clinic's file without its key is lost.
    pub async fn set(&self, id: Uuid, secret: &Zeroizing<String>) -> Result<Kept> {
        let text = secret.clone();
        let kept = self
            .of_system(PATIENCE, move |system| {
                let name = id.to_string();
                system.set(&name, &text) && system.get(&name).is_some_and(|read| *read == *text)
            })
            .await;
        if kept == Some(true) {
            self.change_file(|secrets| secrets.remove(&id).map(drop).is_some())?;
            return Ok(Kept::Keychain);
        }
        self.change_file(|secrets| secrets.insert(id, secret.to_string()).as_deref() != Some(secret.as_str()))?;
        Ok(Kept::File)
    }

    pub async fn delete(&self, id: Uuid) -> Result<()> {
        self.change_file(|secrets| secrets.remove(&id).is_some())?;
        self.of_system(PATIENCE, move |system| system.delete(&id.to_string())).await;
        Ok(())
    }

    fn in_file(&self) -> Result<BTreeMap<Uuid, String>> {
        Ok(files::read_json(&self.file)?.unwrap_or_default())
    }

    fn change_file(&self, change: impl FnOnce(&mut BTreeMap<Uuid, String>) -> bool) -> Result<()> {
        let _one = self.writing.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut secrets = self.in_file()?;
        if change(&mut secrets) { files::write_json(&self.file, &secrets) } else { Ok(()) }
    }

    /// Asks the system's keychain; nothing when it does not answer in time.
    async fn of_system<T: Send + 'static>(
        &self,
        patience: Duration,
        work: impl FnOnce(&dyn System) -> T + Send + 'static,
    ) -> Option<T> {
        if self.silent.load(Ordering::Relaxed) {
            return None;
        }
        let (answer, answered) = tokio::sync::oneshot::channel();
        let system = self.system.clone();
        // No task of the runtime: one that never ends would keep the app from closing.
        let started = std::thread::Builder::new().name("keychain".into()).spawn(move || {
            let _ = answer.send(work(&*system));
        });
        if let Err(error) = started {
            Error::internal(format!("the keychain's thread: {}", error.kind()));
            return None;
        }
        match tokio::time::timeout(patience, answered).await {
            Ok(answer) => answer.ok(),
            Err(_) => {
                tracing::warn!("the keychain did not answer and is left alone until the next start");
                self.silent.store(true, Ordering::Relaxed);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[derive(Default)]
    struct Memory(Mutex<HashMap<String, String>>);

    impl System for Memory {
        fn get(&self, name: &str) -> Option<Zeroizing<String>> {
            self.0.lock().unwrap().get(name).cloned().map(Zeroizing::new)
        }
        fn set(&self, name: &str, secret: &str) -> bool {
            self.0.lock().unwrap().insert(name.to_owned(), secret.to_owned());
            true
        }
        fn delete(&self, name: &str) {
            self.0.lock().unwrap().remove(name);
        }
    }

    struct Missing;

    impl System for Missing {
        fn get(&self, _: &str) -> Option<Zeroizing<String>> {
            None
        }
        fn set(&self, _: &str, _: &str) -> bool {
            false
        }
        fn delete(&self, _: &str) {}
    }

    struct Stuck;

    impl System for Stuck {
        fn get(&self, _: &str) -> Option<Zeroizing<String>> {
            std::thread::sleep(Duration::from_secs(3600));
            None
        }
        fn set(&self, _: &str, _: &str) -> bool {
            std::thread::sleep(Duration::from_secs(3600));
            false
        }
        fn delete(&self, _: &str) {}
    }

    fn file() -> PathBuf {
        std::env::temp_dir().join(format!("clinic-keys-{}", Uuid::now_v7())).join("keys.json")
    }

    #[tokio::test]
    async fn a_keychain_keeps_secrets_out_of_the_file() {
        let (file, id, secret) = (file(), Uuid::now_v7(), Zeroizing::new("canary".to_owned()));
        let keychain = Keychain::with_system(file.clone(), Arc::new(Memory::default()));
        assert_eq!(keychain.set(id, &secret).await.unwrap(), Kept::Keychain);
        assert_eq!(keychain.get(id).await.unwrap().unwrap(), (secret, Kept::Keychain));
        assert!(!file.exists());
        keychain.delete(id).await.unwrap();
        assert!(keychain.get(id).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn without_a_keychain_a_file_for_its_owner_alone_does() {
        let (file, id, secret) = (file(), Uuid::now_v7(), Zeroizing::new("canary".to_owned()));
        let keychain = Keychain::with_system(file.clone(), Arc::new(Missing));
        assert_eq!(keychain.set(id, &secret).await.unwrap(), Kept::File);
        #[cfg(unix)]
        assert_eq!(
            std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&file).unwrap().permissions()) & 0o777,
            0o600
        );
        assert_eq!(keychain.get(id).await.unwrap().unwrap(), (secret.clone(), Kept::File));
        // Once there is a keychain, the next save moves the secret there.
        let better = Keychain::with_system(file.clone(), Arc::new(Memory::default()));
        assert_eq!(better.set(id, &secret).await.unwrap(), Kept::Keychain);
        assert!(!std::fs::read_to_string(&file).unwrap().contains("canary"));
        std::fs::remove_dir_all(file.parent().unwrap()).unwrap();
    }

    #[tokio::test]
    async fn a_keychain_that_never_answers_is_left_alone() {
        let keychain = Keychain::with_system(file(), Arc::new(Stuck));
        let id = Uuid::now_v7();
        assert!(
            keychain.of_system(Duration::from_millis(20), move |system| system.get(&id.to_string())).await.is_none()
        );
        let begun = std::time::Instant::now();
        assert!(keychain.get(id).await.unwrap().is_none());
        assert_eq!(keychain.set(id, &Zeroizing::new("canary".into())).await.unwrap(), Kept::File);
        assert!(begun.elapsed() < Duration::from_secs(2));
    }
}
