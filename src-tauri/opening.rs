//! Opening clinics: at the start, on request, and again.

use crate::app::{Closed, Desk, Here, Stand};
use crate::boot::{Boot, JOURNAL_CUT_OFF, KEY_IN_FILE};
use crate::{Wanted, sample};
use clinic_core::Clinic;
use clinic_core::desk::connections::{Connection, ConnectionKind};
use clinic_core::desk::keychain::Kept;
use clinic_core::desk::{heads, upgrade};
use clinic_core::error::{Code, Error, Result};
use clinic_core::store::migrate::{self, State};
use clinic_core::store::{Db, StoreUrl};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;
use zeroize::Zeroizing;

/// How long the page waits for its first answer. After that it says that the server does not answer, which is so.
const FIRST_ANSWER: Duration = Duration::from_millis(2_500);
/// The sample is made anew on its first day.
const FIRST_SAMPLE: Duration = Duration::from_secs(60);

/// Opens what was open last, or the sample, while the window comes up.
pub fn start(desk: &Arc<Desk>, wanted: Wanted) {
    let Ok(turn) = desk.opening.clone().try_lock_owned() else { return };
    let desk = desk.clone();
    tauri::async_runtime::spawn(async move {
        if wanted.sample {
            if let Err(error) = sample::open(&desk).await {
                log::error!("the sample could not be opened: {}", error.code().text());
            }
        } else {
            open_last(&desk).await;
        }
        drop(turn);
        desk.has_started();
        desk.tell_boot().await;
    });
}

/// What the page is told first: what was opened at the start, or what is still being tried.
pub async fn first_boot(desk: &Arc<Desk>, wanted: Wanted) -> Boot {
    let patience = if wanted.sample { FIRST_SAMPLE } else { FIRST_ANSWER };
    if tokio::time::timeout(patience, desk.wait_for_start()).await.is_err()
        && matches!(desk.stand(), Stand::Nothing)
        && let Ok(Some(connection)) = desk.connections.current()
    {
        return desk.boot_waiting(&connection);
    }
    desk.boot().await
}

async fn open_last(desk: &Arc<Desk>) {
    match desk.connections.current() {
        Ok(Some(connection)) => open_or_explain(desk, connection).await,
        Ok(None) => {}
        Err(error) => log::error!("the connections could not be read: {}", error.code().text()),
    }
}

async fn open_or_explain(desk: &Arc<Desk>, connection: Connection) {
    match open(desk, connection.clone()).await {
        Ok(here) => desk.take_place(Stand::Here(here)).await,
        Err(problem) => desk.take_place(Stand::Closed(Arc::new(Closed { connection, problem }))).await,
    }
}

/// Switches to another connection. What is open stays open when the other one cannot be opened.
pub async fn switch(desk: &Arc<Desk>, id: Uuid) -> Result<Boot> {
    let _turn = desk.opening.lock().await;
    let connection = desk.connections.get(id)?;
    match open(desk, connection.clone()).await {
        Ok(here) => {
            desk.take_place(Stand::Here(here)).await;
            desk.connections.set_current(Some(id))?;
        }
        Err(problem) if matches!(problem.code(), Code::ConnectionDataOlder | Code::ConnectionDataNewer) => {
            desk.take_place(Stand::Closed(Arc::new(Closed { connection, problem }))).await;
            desk.connections.set_current(Some(id))?;
        }
        Err(problem) => return Err(problem),
    }
    Ok(desk.boot().await)
}

/// Tries again what is closed or away.
pub async fn again(desk: &Arc<Desk>) -> Result<Boot> {
    match desk.stand() {
        Stand::Nothing => {}
        Stand::Here(here) => {
            if here.away().is_some() {
                match here.clinic.cursor().await {
                    Ok(_) => desk.came_back(&here).await,
                    Err(error) => return desk.heed(&here, Err(error)).await,
                }
            }
        }
        Stand::Closed(closed) => {
            let _turn = desk.opening.lock().await;
            if desk.is_closed(&closed) {
                let here = open(desk, closed.connection.clone()).await?;
                desk.take_place(Stand::Here(here)).await;
            }
        }
    }
    Ok(desk.boot().await)
}

/// Opens a connection with the secret that is kept for it.
///
/// Errors: the `connection.*` codes.
pub async fn open(desk: &Desk, connection: Connection) -> Result<Arc<Here>> {
    let kept = secret_of(desk, &connection).await?;
    let mut notices = Vec::new();
    if matches!(kept, Some((_, Kept::File))) {
        notices.push(KEY_IN_FILE);
    }
    let db = open_store(&connection, kept.map(|(secret, _)| secret)).await?;
    let state = migrate::state(&db).await?;
    if upgrade::is_unborn(state) {
        migrate::migrate(&db, &desk.clock, |_, _| {}).await?;
    } else {
        must_be_ready(state)?;
    }
    let clinic = Clinic::open(db, &desk.workstation(), desk.clock.clone()).await?;
    if connection.kind != ConnectionKind::Sample {
        match heads::compare(&clinic, &desk.place.heads(connection.id)).await {
            Err(error) if error.code() == Code::JournalCutOff => {
                log::error!("the journal of connection {} no longer holds what was seen here", connection.id);
                notices.push(JOURNAL_CUT_OFF);
            }
            compared => compared?,
        }
    }
    let here = Here::new(connection, clinic, notices);
    desk.keep_heads(&here).await;
    Ok(Arc::new(here))
}

fn must_be_ready(state: State) -> Result<()> {
    let differs = |code, found| Err(Error::new(code).with("found", found).with("known", migrate::KNOWN));
    match state {
        State::Empty | State::Ready => Ok(()),
        State::Older { found } => differs(Code::ConnectionDataOlder, found),
        State::Newer { found } => differs(Code::ConnectionDataNewer, found),
        State::Foreign => Err(Error::new(Code::ConnectionNotAClinic)),
    }
}

pub async fn open_store(connection: &Connection, secret: Option<Zeroizing<String>>) -> Result<Db> {
    match connection.kind {
        ConnectionKind::Server => Db::open(&connection.url(secret.unwrap_or_default())?, None, false).await,
        ConnectionKind::File | ConnectionKind::Sample => {
            let url = connection.url(Zeroizing::default())?;
            if let StoreUrl::File(path) = &url
                && !path.is_file()
            {
                return Err(Error::new(Code::ConnectionFileNotFound));
            }
            Db::open(&url, secret.as_deref().map(String::as_str), false).await
        }
    }
}

pub async fn secret_of(desk: &Desk, connection: &Connection) -> Result<Option<(Zeroizing<String>, Kept)>> {
    match connection.kind {
        ConnectionKind::Sample => Ok(Some((sample::key(), Kept::Keychain))),
        _ => desk.keychain.get(secret_id(connection)).await,
    }
}

/// Under which name a connection's secret is kept. A file's key belongs to the file: taken off the list and put there
/// again, it opens as before.
pub fn secret_id(connection: &Connection) -> Uuid {
    match (connection.kind, &connection.path) {
        (ConnectionKind::File, Some(path)) => {
            Uuid::new_v5(&Uuid::NAMESPACE_URL, Path::new(path.trim()).as_os_str().as_encoded_bytes())
        }
        _ => connection.id,
    }
}
