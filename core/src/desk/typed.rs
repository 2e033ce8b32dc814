//! What is being typed and not saved yet, kept on this workstation so that a crash, a lock or a lost server takes nothing: in an encrypted file
//! of its own beside the connection, per person and place.

use super::files;
use super::keychain::{Keychain, new_key};
use crate::args;
use crate::error::{Code, Error, Result};
use crate::ids::UserId;
use crate::store::{Db, Read, StoreUrl};
use crate::time::{Clock, Instant};
use serde::Serialize;
use std::path::Path;
use uuid::Uuid;

/// Older typing is of no use to anybody and is still a patient's.
const KEPT_DAYS: i64 = 30;
/// Bytes of one text; a form holds less.
const LONGEST: usize = 400_000;

#[derive(Clone)]
pub struct TypedTexts {
    db: Db,
    clock: Clock,
}

/// What was typed in one place, and when last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct TypedText {
    pub at: Instant,
    pub text: String,
}

impl TypedTexts {
    /// Opens the file, making it when there is none. Its key lies where the connection's secret does, under a name of its own. A file whose key
    /// is gone is set aside: nobody can read it any more.
    ///
    /// Errors: the store's.
    pub async fn open(file: &Path, connection: Uuid, keychain: &Keychain, clock: Clock) -> Result<TypedTexts> {
        let name = Uuid::new_v5(&connection, b"typed");
        if let Some(folder) = file.parent() {
            files::make_folder(folder)?;
        }
        let key = match keychain.get(name).await? {
            Some((key, _)) => key,
            None => {
                let key = new_key();
                keychain.set(name, &key).await?;
                set_aside(file);
                key
            }
        };
        let url = StoreUrl::File(file.to_owned());
        let db = match Db::open(&url, Some(&key), true).await {
            Ok(db) => db,
            Err(_) => {
                set_aside(file);
                Db::open(&url, Some(&key), true).await?
            }
        };
        db.ddl(
            "CREATE TABLE IF NOT EXISTS typed (user_id BINARY(16) NOT NULL, place VARCHAR(200) NOT NULL, at DATETIME(6) NOT NULL, \
             text LONGTEXT NOT NULL, CONSTRAINT typed_pk PRIMARY KEY (user_id, place))",
        )
        .await?;
        let typed = TypedTexts { db, clock };
        typed.forget_old().await?;
        Ok(typed)
    }

    /// Keeps the newest typing of a person in a place.
    ///
    /// Errors: `field.too_long` (text), the store's.
    pub async fn keep(&self, user: UserId, place: &str, text: &str) -> Result<()> {
        if text.len() > LONGEST || place.len() > 200 {
            return Err(Error::field(Code::FieldTooLong, "text").with("max", LONGEST));
        }
        let mut tx = self.db.begin().await?;
        tx.exec("DELETE FROM typed WHERE user_id = ? AND place = ?", args![user, place]).await?;
        tx.exec(
            "INSERT INTO typed (user_id, place, at, text) VALUES (?, ?, ?, ?)",
            args![user, place, self.clock.now(), text],
        )
        .await?;
        tx.commit().await
    }

    pub async fn of(&self, user: UserId, place: &str) -> Result<Option<TypedText>> {
        self.db.clone().maybe("SELECT at, text FROM typed WHERE user_id = ? AND place = ?", args![user, place]).await
    }

    pub async fn forget(&self, user: UserId, place: &str) -> Result<()> {
        let mut tx = self.db.begin().await?;
        tx.exec("DELETE FROM typed WHERE user_id = ? AND place = ?", args![user, place]).await?;
        tx.commit().await
    }

    async fn forget_old(&self) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let before = self.clock.now().minus_seconds(KEPT_DAYS * 86_400);
        tx.exec("DELETE FROM typed WHERE at < ?", args![before]).await?;
        tx.commit().await
    }

    pub async fn close(&self) {
        self.db.close().await;
    }
}

fn set_aside(file: &Path) {
    if file.exists() {
        tracing::warn!("a file of typed texts could not be read and was set aside");
        let _ = std::fs::rename(file, file.with_extension("unreadable"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::keychain::System;
    use std::collections::BTreeMap;
    use std::sync::{Arc, Mutex};
    use zeroize::Zeroizing;

    #[derive(Default)]
    struct Memory(Mutex<BTreeMap<String, String>>);

    impl System for Memory {
        fn get(&self, name: &str) -> Option<Zeroizing<String>> {
            self.0.lock().unwrap().get(name).cloned().map(Zeroizing::new)
        }
        fn set(&self, name: &str, secret: &str) -> bool {
            self.0.lock().unwrap().insert(name.into(), secret.into());
            true
        }
        fn delete(&self, name: &str) {
            self.0.lock().unwrap().remove(name);
        }
    }

    #[tokio::test]
    async fn typing_outlives_the_app_is_encrypted_and_is_nobody_elses() {
        let folder = std::env::temp_dir().join(format!("clinic-desk-typed-{}", Uuid::now_v7()));
        std::fs::create_dir_all(&folder).unwrap();
        let (file, connection) = (folder.join("typed.db"), Uuid::now_v7());
        let keychain = Keychain::with_system(folder.join("keys.json"), Arc::new(Memory::default()));
        let clock = Clock::default();
        let (mine, other) = (UserId::new(), UserId::new());
        let typed = TypedTexts::open(&file, connection, &keychain, clock.clone()).await.unwrap();
        typed.keep(mine, "visit 1", "canary-typed-1").await.unwrap();
        typed.keep(mine, "visit 1", "canary-typed-2").await.unwrap();
        typed.close().await;
        for entry in std::fs::read_dir(&folder).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            assert!(!bytes.windows(12).any(|window| window == b"canary-typed"), "plain on the disk");
        }
        let typed = TypedTexts::open(&file, connection, &keychain, clock.clone()).await.unwrap();
        assert_eq!(typed.of(mine, "visit 1").await.unwrap().unwrap().text, "canary-typed-2");
        assert_eq!(typed.of(other, "visit 1").await.unwrap(), None);
        assert_eq!(typed.keep(mine, "x", &"x".repeat(LONGEST + 1)).await.unwrap_err().code(), Code::FieldTooLong);
        typed.forget(mine, "visit 1").await.unwrap();
        assert_eq!(typed.of(mine, "visit 1").await.unwrap(), None);
        typed.keep(mine, "visit 2", "old").await.unwrap();
        typed.close().await;
        clock.advance_seconds((KEPT_DAYS + 1) * 86_400);
        let typed = TypedTexts::open(&file, connection, &keychain, clock.clone()).await.unwrap();
        assert_eq!(typed.of(mine, "visit 2").await.unwrap(), None, "after a month");
        typed.keep(mine, "visit 3", "kept").await.unwrap();
        typed.close().await;
        // Another key: what is there cannot be read, and typing goes on.
        keychain.set(Uuid::new_v5(&connection, b"typed"), &new_key()).await.unwrap();
        let typed = TypedTexts::open(&file, connection, &keychain, clock).await.unwrap();
        assert_eq!(typed.of(mine, "visit 3").await.unwrap(), None);
        typed.close().await;
        std::fs::remove_dir_all(folder).unwrap();
    }
}
