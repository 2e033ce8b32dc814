//! The right to change the schema: one row, which one workstation holds for a time, by the server's clock. It works on every engine and
//! cluster, and ends by itself with its holder. See docs/adr/0030.

use super::Tx;
use super::db::{Db, Engine, Read};
use crate::args;
use crate::error::{Class, Code, Error, Result};
use crate::time::{Clock, Instant};
use std::time::Duration;
use uuid::Uuid;

/// How long a lease lasts that is not renewed: so long the others wait for a holder that died.
const SECONDS: i64 = 60;
/// How often it is renewed while its holder works, however long one statement takes.
const RENEWED_EVERY: Duration = Duration::from_secs(15);
/// How often somebody who waits looks again.
const LOOKS_EVERY: Duration = Duration::from_millis(250);
/// A store that only ever says that it is busy is not waited for any longer than this.
const BUSY_LOOKS: u32 = 240;

pub(super) struct Lease<'a> {
    db: &'a Db,
    clock: &'a Clock,
    holder: Uuid,
    seconds: i64,
    renewed_every: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taken {
    Ours,
    Theirs,
    /// Nobody knows: the store is busy, or the answer was lost. It is looked at again.
    Unsure,
}

impl<'a> Lease<'a> {
    /// `clock` is for a file: there everybody has the same one. A server's own clock counts for its data.
    pub fn new(db: &'a Db, clock: &'a Clock) -> Lease<'a> {
        Lease { db, clock, holder: Uuid::now_v7(), seconds: SECONDS, renewed_every: RENEWED_EVERY }
    }

    /// Waits until it is ours: for as long as somebody else keeps renewing it.
    ///
    /// Errors: `store.busy`, when a minute long nothing but that was answered.
    pub async fn wait(&self) -> Result<()> {
        let (mut made, mut busy) = (false, 0);
        while busy < BUSY_LOOKS {
            if !made {
                made = match self.make().await {
                    Ok(()) => true,
                    Err(error) => unsure(error).map(|_| false)?,
                };
            }
            match if made { self.take().await? } else { Taken::Unsure } {
                Taken::Ours => return Ok(()),
                Taken::Theirs => busy = 0,
                Taken::Unsure => busy += 1,
            }
            tokio::time::sleep(LOOKS_EVERY).await;
        }
        Err(Error::new(Code::StoreBusy))
    }

    /// Renews it for as long as this is awaited. Ends only when somebody else has it.
    pub async fn keep(&self) -> Error {
        loop {
            tokio::time::sleep(self.renewed_every).await;
            // No answer says nothing: a file is locked while one of its tables is rebuilt. The next one will.
            if let Ok(false) = self.renew().await {
                return lost();
            }
        }
    }

    /// Renews it in a transaction of the work itself: what is written there counts only while it is ours.
    ///
    /// Errors: `store.busy`, when somebody else has it.
    pub async fn hold(&self, tx: &mut Tx) -> Result<()> {
        let until = self.now(tx).await?.minus_seconds(-self.seconds);
        let sql = "UPDATE schema_lease SET until_at = ? WHERE id = 1 AND holder = ?";
        if tx.exec(sql, args![until, self.holder]).await? == 1 { Ok(()) } else { Err(lost()) }
    }

    /// Not waited for in vain: without an answer it ends by itself.
    pub async fn give_back(&self) {
        let Ok(mut tx) = self.db.begin().await else { return };
        let sql = "UPDATE schema_lease SET holder = NULL WHERE id = 1 AND holder = ?";
        match tx.exec(sql, args![self.holder]).await {
            Ok(_) => drop(tx.commit().await),
            Err(error) => tx.abandon(error.class).await,
        }
    }

    async fn make(&self) -> Result<()> {
        self.db
            .ddl("CREATE TABLE IF NOT EXISTS schema_lease (id BIGINT NOT NULL, holder BINARY(16) NULL, until_at DATETIME(6) NOT NULL, CONSTRAINT schema_lease_pk PRIMARY KEY (id))")
            .await?;
        let mut tx = self.db.begin().await?;
        let now = self.now(&mut tx).await?;
        match tx.exec("INSERT INTO schema_lease (id, holder, until_at) VALUES (1, NULL, ?)", args![now]).await {
            Ok(_) => match tx.commit().await {
                Err(error) if error.class != Class::Transient => Err(error),
                _ => Ok(()),
            },
            Err(error) => {
                tx.abandon(error.class).await;
                if matches!(error.class, Class::Unique | Class::Transient) { Ok(()) } else { Err(error) }
            }
        }
    }

    async fn take(&self) -> Result<Taken> {
        let mut tx = match self.db.begin().await {
            Ok(tx) => tx,
            Err(error) => return unsure(error),
        };
        match self.take_in(&mut tx).await {
            // One that is ours already: the answer to an earlier COMMIT was lost.
            Ok(1) => match tx.commit().await {
                Ok(()) => Ok(Taken::Ours),
                Err(error) => unsure(error),
            },
            Ok(_) => {
                tx.abandon(Class::Rejected).await;
                Ok(Taken::Theirs)
            }
            Err(error) => {
                tx.abandon(error.class).await;
                unsure(error)
            }
        }
    }

    async fn take_in(&self, tx: &mut Tx) -> Result<u64> {
        let now = self.now(tx).await?;
        tx.exec(
            "UPDATE schema_lease SET holder = ?, until_at = ? WHERE id = 1 AND (holder IS NULL OR holder = ? OR until_at < ?)",
            args![self.holder, now.minus_seconds(-self.seconds), self.holder, now],
        )
        .await
    }

    async fn renew(&self) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        match self.hold(&mut tx).await {
            Ok(()) => tx.commit().await.map(|()| true),
            Err(error) => {
                tx.abandon(error.class).await;
                if is_lost(&error) { Ok(false) } else { Err(error) }
            }
        }
    }

    /// The one clock of everybody who waits: two computers' clocks may be minutes apart.
    async fn now(&self, tx: &mut Tx) -> Result<Instant> {
        match &self.db.engine {
            Engine::Server(_) => {
                let (now,): (Instant,) = tx.one("SELECT UTC_TIMESTAMP(6)", vec![]).await?;
                Ok(now)
            }
            Engine::File(..) => Ok(self.clock.now()),
        }
    }
}

fn unsure(error: Error) -> Result<Taken> {
    if matches!(error.class, Class::Transient | Class::Unknown) { Ok(Taken::Unsure) } else { Err(error) }
}

fn lost() -> Error {
    Error::new(Code::StoreBusy)
}

fn is_lost(error: &Error) -> bool {
    error.code() == Code::StoreBusy && error.class == Class::Rejected
}

#[cfg(test)]
mod tests {
    use super::super::StoreUrl;
    use super::*;

    async fn store() -> (Db, std::path::PathBuf) {
        let folder = std::env::temp_dir().join(format!("clinic-lease-{}", Uuid::now_v7()));
        std::fs::create_dir_all(&folder).unwrap();
        let url = StoreUrl::File(folder.join("a.clinic"));
        (Db::open(&url, Some(&"0".repeat(64)), true).await.unwrap(), folder)
    }

    #[tokio::test]
    async fn one_has_it_for_as_long_as_it_is_renewed() {
        let (db, folder) = store().await;
        let clock = Clock::default();
        let quick = || Lease { seconds: 1, renewed_every: Duration::from_millis(200), ..Lease::new(&db, &clock) };
        let (first, second) = (quick(), quick());
        first.wait().await.unwrap();
        assert_eq!(first.take().await.unwrap(), Taken::Ours, "asked once more by its holder");
        assert_eq!(second.take().await.unwrap(), Taken::Theirs);
        // Kept over twice its time, as while one long statement runs; then its holder is gone.
        tokio::select! {
            _ = first.keep() => panic!("lost"),
            () = tokio::time::sleep(Duration::from_secs(2)) => {}
        }
        assert_eq!(second.take().await.unwrap(), Taken::Theirs);
        let started = std::time::Instant::now();
        second.wait().await.unwrap();
        assert!(started.elapsed() > Duration::from_millis(500), "the time of a holder that died is waited for");
        db.close().await;
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[tokio::test]
    async fn who_lost_it_hears_of_it_and_writes_nothing_under_it() {
        let (db, folder) = store().await;
        let clock = Clock::default();
        let first = Lease { seconds: -1, renewed_every: Duration::from_millis(50), ..Lease::new(&db, &clock) };
        let second = Lease::new(&db, &clock);
        first.wait().await.unwrap();
        second.wait().await.unwrap();
        assert_eq!(first.keep().await.code(), Code::StoreBusy);
        let mut tx = db.begin().await.unwrap();
        assert_eq!(first.hold(&mut tx).await.unwrap_err().code(), Code::StoreBusy);
        tx.abandon(Class::Rejected).await;
        // Nor does it give back what is another's.
        first.give_back().await;
        assert_eq!(Lease::new(&db, &clock).take().await.unwrap(), Taken::Theirs);
        second.give_back().await;
        assert_eq!(Lease::new(&db, &clock).take().await.unwrap(), Taken::Ours);
        db.close().await;
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
