//! A clinic that is open: the one gate through which everything changes and everything is asked.

mod approvals;
mod ask;
mod gate;
mod perform;
mod perform_all;
mod progress;
mod size;

pub use approvals::{Approved, NeedsApproval};
pub(crate) use gate::{denied, standing};
pub use progress::Progress;

use crate::access::{Permission, Role};
use crate::error::Result;
use crate::ids::{OperationId, UserId, WorkstationId};
use crate::journal::{self, Cursor, Head, Touched};
use crate::office;
use crate::office::details::Settings;
use crate::operation::Operation;
use crate::store::Db;
use crate::time::{Clock, Instant};
use chrono::{NaiveDate, NaiveDateTime};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, RwLock};

/// Which computer this is: the journal keeps one chain per workstation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workstation {
    pub id: WorkstationId,
    pub name: String,
}

/// Somebody who has signed in. Made by `Clinic::sign_in` alone, and lives in Rust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub(crate) user_id: UserId,
    pub(crate) name: String,
    pub(crate) login: String,
    pub(crate) credential: i64,
    pub(crate) since: Instant,
}

impl Session {
    pub fn user_id(&self) -> UserId {
        self.user_id
    }
    pub fn name(&self) -> &str {
        &self.name
    }
    pub fn login(&self) -> &str {
        &self.login
    }
}

/// In whose name something is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    Person(Session),
    /// The app itself: the first start, and recovery by the database's owner.
    System,
}

impl From<Session> for Who {
    fn from(session: Session) -> Who {
        Who::Person(session)
    }
}

/// What an operation may know besides itself.
#[derive(Clone)]
pub struct Context {
    pub operation: OperationId,
    pub now: Instant,
    pub actor: Option<UserId>,
    /// Who agreed to it on the spot, where it asks for somebody.
    pub approver: Option<UserId>,
    pub workstation: WorkstationId,
    pub settings: Arc<Settings>,
    pub(crate) permissions: BTreeSet<Permission>,
}

impl Context {
    pub fn may(&self, permission: Permission) -> bool {
        self.actor.is_none() || self.permissions.contains(&permission)
    }

    /// Errors: `access.denied` (permission).
    pub fn require(&self, permission: Permission) -> Result<()> {
        if self.may(permission) { Ok(()) } else { Err(denied(permission)) }
    }

    pub fn wall_now(&self) -> NaiveDateTime {
        self.now.on_wall(self.settings.zone)
    }
}

/// Who asks, and when.
#[derive(Clone)]
pub struct Asker {
    pub user_id: Option<UserId>,
    pub now: Instant,
    pub workstation: WorkstationId,
    pub settings: Arc<Settings>,
    pub(crate) permissions: BTreeSet<Permission>,
    pub(crate) roles: Vec<Role>,
    /// Where somebody watches how far it has come.
    pub(crate) progress: Option<Arc<Progress>>,
}

impl Asker {
    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }

    pub fn wall_now(&self) -> NaiveDateTime {
        self.now.on_wall(self.settings.zone)
    }
}

/// What came of an operation; `replayed` when the id was known and the first outcome is given again.
#[derive(Debug, Clone, PartialEq)]
pub struct Performed {
    pub id: OperationId,
    pub outcome: Json,
    pub replayed: bool,
}

/// One of many operations of one transaction; `at` for what happened earlier (imports, the sample).
pub struct Step {
    pub id: OperationId,
    pub at: Option<Instant>,
    pub operation: Operation,
}

/// How often a workstation that stays open says that it is at work.
const SEEN_EVERY_SECONDS: i64 = 3600;

pub struct Clinic {
    pub(crate) db: Db,
    pub(crate) clock: Clock,
    pub(crate) workstation: WorkstationId,
    settings: RwLock<Arc<Settings>>,
    approvals: approvals::Approvals,
    seen: Mutex<Instant>,
}

impl Clinic {
    /// Opens a clinic on a migrated store and registers this workstation there.
    ///
    /// Errors: the store's.
    pub async fn open(db: Db, workstation: &Workstation, clock: Clock) -> Result<Clinic> {
        office::workstation::register(&db, workstation, &clock).await?;
        let settings = office::details::load(&mut db.clone()).await?;
        Ok(Clinic {
            seen: Mutex::new(clock.now()),
            db,
            clock,
            workstation: workstation.id,
            settings: RwLock::new(Arc::new(settings)),
            approvals: Default::default(),
        })
    }

    pub fn settings(&self) -> Arc<Settings> {
        self.settings.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    pub fn workstation(&self) -> WorkstationId {
        self.workstation
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The clinic's date.
    pub fn today(&self) -> NaiveDate {
        self.clock.now().on_wall(self.settings().zone).date()
    }

    /// Reads the clinic's settings again: after a change here or elsewhere.
    pub async fn refresh_settings(&self) -> Result<()> {
        let settings = office::details::load(&mut self.db.clone()).await?;
        *self.settings.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::new(settings);
        Ok(())
    }

    /// What other workstations (and this one) changed since the cursor.
    ///
    /// Errors: `connection.data_newer`, when one of them has upgraded the data past this version; the store's.
    pub async fn feed(&self, cursor: &mut Cursor) -> Result<Vec<(WorkstationId, Touched)>> {
        let touched = journal::feed(&mut self.db.clone(), cursor).await?;
        if touched.iter().any(|(_, touched)| touched.kind == crate::store::Kind::Clinic) {
            self.refresh_settings().await?;
        }
        Ok(touched)
    }

    pub async fn cursor(&self) -> Result<Cursor> {
        journal::cursor_now(&mut self.db.clone()).await
    }

    /// Says that this workstation is at work, once an hour. An upgrade shows who would be shut out.
    pub async fn still_here(&self) -> Result<()> {
        let now = self.clock.now();
        let seen = || self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if now.seconds_since(*seen()) < SEEN_EVERY_SECONDS {
            return Ok(());
        }
        office::workstation::note_here(&self.db, self.workstation, now).await?;
        *seen() = now;
        Ok(())
    }

    /// The newest link of every workstation's chain, to be kept outside the database.
    pub async fn heads(&self) -> Result<Vec<Head>> {
        journal::heads(&mut self.db.clone()).await
    }

    async fn note_denial(&self, who: &Who, what: &str) {
        if let Who::Person(session) = who {
            self.note_event("denied", Some(session.user_id), None, Some(what)).await;
        }
    }
}
