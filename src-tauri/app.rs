//! What the window works on: the clinic that is open, who sits here, and what to tell the page. One of it.

use crate::boot::Phase;
use crate::{boot, feed};
use clinic_core::desk::connections::{Connection, Connections};
use clinic_core::desk::keychain::Keychain;
use clinic_core::desk::place::Place;
use clinic_core::desk::seats::{Seats, Turned};
use clinic_core::desk::stops::Stops;
use clinic_core::desk::typed::TypedTexts;
use clinic_core::desk::{self, files, heads};
use clinic_core::error::{Code, Error, Result};
use clinic_core::ids::UserId;
use clinic_core::time::Clock;
use clinic_core::{Clinic, Session, Workstation};
use serde_json::{Value as Json, json};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tauri::{AppHandle, Emitter, Manager};
use tokio::sync::{Notify, OnceCell, Semaphore};

/// `CLINIC_DESK_HOME`: a folder to keep everything in, for tests and for a second workstation on one computer.
pub fn own_home() -> Option<PathBuf> {
    std::env::var_os("CLINIC_DESK_HOME").filter(|home| !home.is_empty()).map(PathBuf::from)
}

/// A short name for a folder.
pub fn number_of(path: &Path) -> u64 {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    hasher.finish()
}

pub fn place(app: &tauri::App) -> Result<Place, Box<dyn std::error::Error>> {
    let place = match own_home() {
        Some(home) => Place { logs: home.join("logs"), home: std::path::absolute(home)? },
        None => Place { home: app.path().app_data_dir()?, logs: app.path().app_log_dir()? },
    };
    files::make_folder(&place.home)?;
    Ok(place)
}

/// Where the desk stands with its clinic.
#[derive(Clone)]
pub enum Stand {
    /// Nothing was chosen yet.
    Nothing,
    Here(Arc<Here>),
    Closed(Arc<Closed>),
}

/// A clinic that is open. Its server may be away for a while; who sits here stays.
pub struct Here {
    pub connection: Connection,
    pub clinic: Clinic,
    pub notices: Vec<&'static str>,
    away: Mutex<Option<Error>>,
    typed: OnceCell<TypedTexts>,
}

/// A clinic that should be open, and why it is not.
pub struct Closed {
    pub connection: Connection,
    pub problem: Error,
}

impl Here {
    pub fn new(connection: Connection, clinic: Clinic, notices: Vec<&'static str>) -> Here {
        Here { connection, clinic, notices, away: Mutex::default(), typed: OnceCell::new() }
    }

    pub fn away(&self) -> Option<Error> {
        lock(&self.away).clone()
    }

    /// What is typed here and not saved yet; opened when something is typed first.
    pub async fn typed(&self, desk: &Desk) -> Result<&TypedTexts> {
        let (id, file) = (self.connection.id, desk.place.typed(self.connection.id));
        let open = || TypedTexts::open(&file, id, &desk.keychain, desk.clock.clone());
        self.typed.get_or_try_init(open).await
    }

    pub fn idle_minutes(&self) -> i64 {
        self.clinic.settings().details.idle_minutes
    }

    pub fn journal_is_whole(&self) -> bool {
        !self.notices.contains(&boot::JOURNAL_CUT_OFF)
    }
}

pub struct Desk {
    pub app: AppHandle,
    pub place: Place,
    pub clock: Clock,
    pub keychain: Keychain,
    pub connections: Connections,
    /// Clinics are opened and closed one after the other.
    pub opening: Arc<tokio::sync::Mutex<()>>,
    /// Closed once the first opening is over.
    started: Semaphore,
    /// Something was changed here: the feed looks at once.
    pub changed: Notify,
    workstation: Mutex<Workstation>,
    seats: Mutex<Seats>,
    stand: Mutex<Stand>,
    /// What is known of whoever sits here, for the screens that are shown without asking the clinic.
    me: Mutex<Option<(UserId, Json)>>,
    /// Long questions that whoever waits may stop.
    pub stops: Stops,
}

pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Desk {
    pub fn new(app: AppHandle, place: Place) -> Result<Arc<Desk>> {
        let workstation = place.workstation()?;
        log::info!("version {} starts at workstation {}", env!("CARGO_PKG_VERSION"), workstation.id);
        Ok(Arc::new(Desk {
            app,
            clock: Clock::default(),
            keychain: Keychain::new(place.keys()),
            connections: Connections::new(place.connections()),
            place,
            opening: Arc::default(),
            started: Semaphore::new(0),
            changed: Notify::new(),
            workstation: Mutex::new(workstation),
            seats: Mutex::default(),
            stand: Mutex::new(Stand::Nothing),
            me: Mutex::default(),
            stops: Stops::default(),
        }))
    }

    pub fn workstation(&self) -> Workstation {
        lock(&self.workstation).clone()
    }

    /// The clinic gave this workstation another name.
    pub fn rename_workstation(&self, name: &str) {
        let mut workstation = lock(&self.workstation);
        workstation.name = name.trim().to_owned();
        if self.place.rename_workstation(&workstation).is_err() {
            log::warn!("the workstation's new name could not be kept");
        }
    }

    /// The first opening is over, whatever came of it.
    pub fn has_started(&self) {
        self.started.close();
    }

    pub async fn wait_for_start(&self) {
        let _ = self.started.acquire().await;
    }

    pub fn stand(&self) -> Stand {
        lock(&self.stand).clone()
    }

    pub fn is_here(&self, here: &Arc<Here>) -> bool {
        matches!(&*lock(&self.stand), Stand::Here(now) if Arc::ptr_eq(now, here))
    }

    pub fn is_closed(&self, closed: &Arc<Closed>) -> bool {
        matches!(&*lock(&self.stand), Stand::Closed(now) if Arc::ptr_eq(now, closed))
    }

    /// The clinic that is open.
    ///
    /// Errors: `store.away`, `session.none`.
    pub fn here(&self) -> Result<Arc<Here>> {
        match self.stand() {
            Stand::Here(here) => Ok(here),
            Stand::Closed(_) => Err(Error::new(Code::StoreAway)),
            Stand::Nothing => Err(Error::new(Code::SessionNone)),
        }
    }

    /// The clinic and who works in it now.
    ///
    /// Errors: `store.away`, `session.none`, `session.locked`, `session.ended`.
    pub fn present(&self) -> Result<(Arc<Here>, Session)> {
        let here = self.here()?;
        let session = self.seats().person(self.clock.now(), here.idle_minutes())?;
        Ok((here, session))
    }

    /// Who sits here, locked or not.
    ///
    /// Errors: `session.none`.
    pub fn sitting(&self) -> Result<UserId> {
        self.seats().sitting().map(Session::user_id).ok_or_else(|| Error::new(Code::SessionNone))
    }

    pub fn seats(&self) -> MutexGuard<'_, Seats> {
        lock(&self.seats)
    }

    pub fn know(&self, user: UserId, me: Json) {
        *lock(&self.me) = Some((user, me));
    }

    /// What is known of whoever sits here.
    pub fn known_person(&self) -> Option<Json> {
        let sitting = self.seats().sitting().map(Session::user_id)?;
        lock(&self.me).as_ref().filter(|(user, _)| *user == sitting).map(|(_, me)| me.clone())
    }

    /// Another clinic takes the place of the one that was open; nobody is signed in.
    pub async fn take_place(self: &Arc<Self>, stand: Stand) {
        self.close_clinic().await;
        *lock(&self.stand) = stand.clone();
        match stand {
            Stand::Here(here) => {
                log::info!("connection {} is open", here.connection.id);
                feed::watch(self.clone(), here);
            }
            Stand::Closed(closed) => {
                log::warn!("connection {} is closed: {}", closed.connection.id, closed.problem.code().text());
                if desk::is_away(&closed.problem) {
                    feed::try_again(self.clone(), closed);
                }
            }
            Stand::Nothing => {}
        }
    }

    /// Signs out, keeps the journal's newest links, and leaves nothing in memory.
    pub async fn close_clinic(&self) {
        let before = std::mem::replace(&mut *lock(&self.stand), Stand::Nothing);
        let sitting = self.seats().sitting().cloned();
        self.seats().clear();
        *lock(&self.me) = None;
        let Stand::Here(here) = before else { return };
        if here.away().is_none() {
            if let Some(session) = sitting {
                here.clinic.note_event("signed_out", Some(session.user_id()), None, None).await;
            }
            self.keep_heads(&here).await;
        }
        if let Some(typed) = here.typed.get() {
            typed.close().await;
        }
        here.clinic.db().close().await;
    }

    pub async fn keep_heads(&self, here: &Here) {
        let invented = here.connection.kind == clinic_core::desk::connections::ConnectionKind::Sample;
        if invented || !here.journal_is_whole() {
            return;
        }
        if let Err(error) = heads::keep(&here.clinic, &self.place.heads(here.connection.id)).await {
            log::warn!("the journal's newest links could not be kept: {}", error.code().text());
        }
    }

    /// Notes something at the door without letting anybody wait for it.
    pub fn note(&self, here: &Arc<Here>, kind: &'static str, session: &Session) {
        let (here, user) = (here.clone(), session.user_id());
        tauri::async_runtime::spawn(async move { here.clinic.note_event(kind, Some(user), None, None).await });
    }

    /// The second has turned: is anybody to be locked out?
    pub async fn turn(self: &Arc<Self>) {
        let Stand::Here(here) = self.stand() else { return };
        let turned = self.seats().turn(self.clock.now(), here.idle_minutes());
        match turned {
            Some(Turned::Locked(session)) => self.note(&here, "locked", &session),
            Some(Turned::Ended(session)) => self.note(&here, "signed_out", &session),
            None => return,
        }
        self.tell_boot().await;
    }

    /// Looks at how something ended, for what concerns more than its caller.
    ///
    /// Errors: as given; of a server out of reach only `store.away`, or `store.unknown_outcome` when it may have been done.
    pub async fn heed<T>(self: &Arc<Self>, here: &Arc<Here>, done: Result<T>) -> Result<T> {
        let error = match done {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        if desk::is_away(&error) {
            self.went_away(here, &error).await;
            return Err(if error.code() == Code::StoreUnknownOutcome { error } else { Error::new(Code::StoreAway) });
        }
        if error.code() == Code::SessionEnded {
            self.seats().sign_out();
            self.tell_boot().await;
        }
        if error.code() == Code::ConnectionDataNewer {
            // Not waited for: whoever asked may be opening something at this moment.
            let (desk, here, problem) = (self.clone(), here.clone(), error.clone());
            tauri::async_runtime::spawn(async move { desk.outgrown(&here, problem).await });
        }
        Err(error)
    }

    /// The data became a later version's while this one worked: it writes nothing more, and says so.
    pub async fn outgrown(self: &Arc<Self>, here: &Arc<Here>, problem: Error) {
        let _turn = self.opening.lock().await;
        if !self.is_here(here) {
            return;
        }
        // As of a server that is away: closing it writes nothing either.
        *lock(&here.away) = Some(problem.clone());
        let connection = here.connection.clone();
        self.take_place(Stand::Closed(Arc::new(Closed { connection, problem }))).await;
        self.tell_boot().await;
    }

    /// The server does not answer. Who sits here stays; the feed tries again.
    pub async fn went_away(self: &Arc<Self>, here: &Arc<Here>, problem: &Error) {
        if self.mark_away(here, problem) {
            self.tell_boot().await;
        }
    }

    /// Returns whether that is news.
    pub fn mark_away(&self, here: &Arc<Here>, problem: &Error) -> bool {
        let first = lock(&here.away).replace(problem.clone()).is_none() && self.is_here(here);
        if first {
            log::warn!("the server of connection {} is away: {}", here.connection.id, problem.code().text());
            self.tell("connection", json!({ "state": "away" }));
            self.changed.notify_one();
        }
        first
    }

    pub async fn came_back(self: &Arc<Self>, here: &Arc<Here>) {
        if lock(&here.away).take().is_none() {
            return;
        }
        log::info!("the server of connection {} is back", here.connection.id);
        if here.clinic.refresh_settings().await.is_err() {
            log::warn!("the clinic's details could not be read again");
        }
        if self.is_here(here) {
            self.tell_boot().await;
            self.tell("connection", json!({ "state": "online" }));
        }
    }

    /// Whether somebody works here right now: the only ones whom changes concern.
    pub fn is_open(&self, here: &Here) -> bool {
        here.away().is_none() && self.seats().person(self.clock.now(), here.idle_minutes()).is_ok()
    }

    pub fn tell(&self, event: &str, payload: impl serde::Serialize + Clone) {
        if let Err(error) = self.app.emit(event, payload) {
            log::warn!("the page could not be told of {event}: {error}");
        }
    }

    pub async fn tell_boot(self: &Arc<Self>) {
        let boot = self.boot().await;
        if boot.phase == Phase::Locked {
            log::info!("locked");
        }
        self.tell("boot", boot);
    }
}
