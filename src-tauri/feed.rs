//! News: what other workstations changed, whether the server is there, and whether it is time to lock.

use crate::app::{Closed, Desk, Here, Stand};
use crate::opening;
use clinic_core::desk;
use clinic_core::error::{Code, Error, Result};
use clinic_core::journal::{Cursor, Touched};
use clinic_core::store::Kind;
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tauri::async_runtime::spawn;

const WHILE_OPEN: Duration = Duration::from_secs(1);
/// Nobody is signed in: only whether the server is there.
const WHILE_CLOSED: Duration = Duration::from_secs(5);
/// No answer for this long is no server.
const PATIENCE: Duration = Duration::from_secs(6);
const LONGEST_PAUSE_MS: u64 = 8_000;
/// A page is not handed thousands of changes at once.
const TOUCHES_AT_ONCE: usize = 300;
const KEEP_HEADS_EVERY: u32 = 60;

/// Every second: is anybody to be locked out?
pub fn watch_clock(desk: &Arc<Desk>) {
    let desk = desk.clone();
    spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            desk.turn().await;
        }
    });
}

/// Follows an open clinic until another one takes its place.
pub fn watch(desk: Arc<Desk>, here: Arc<Here>) {
    spawn(async move {
        let mut pause = Pause::default();
        let mut cursor = here.clinic.cursor().await.ok();
        let mut rounds = 0_u32;
        loop {
            let wait = match (here.away().is_some(), desk.is_open(&here)) {
                (true, _) => pause.next(),
                (false, true) => WHILE_OPEN,
                (false, false) => WHILE_CLOSED,
            };
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = desk.changed.notified() => {}
            }
            if !desk.is_here(&here) {
                return;
            }
            let looked = tokio::time::timeout(PATIENCE, look(&desk, &here, &mut cursor)).await;
            match looked.unwrap_or_else(|_| Err(Error::new(Code::StoreAway))) {
                Ok(()) => {
                    pause = Pause::default();
                    desk.came_back(&here).await;
                    rounds += 1;
                    if rounds.is_multiple_of(KEEP_HEADS_EVERY) {
                        desk.keep_heads(&here).await;
                        if here.clinic.still_here().await.is_err() {
                            log::warn!("it could not be noted that this workstation is at work");
                        }
                    }
                }
                // Another workstation has upgraded the data.
                Err(error) if error.code() == Code::ConnectionDataNewer => return desk.outgrown(&here, error).await,
                Err(error) if desk::is_away(&error) => desk.went_away(&here, &error).await,
                Err(error) => log::warn!("the news could not be read: {}", error.code().text()),
            }
        }
    });
}

/// Reads the news while somebody works here; else the cursor waits, so that whoever comes back misses nothing.
async fn look(desk: &Arc<Desk>, here: &Arc<Here>, cursor: &mut Option<Cursor>) -> Result<()> {
    let Some(cursor) = cursor.as_mut() else {
        *cursor = Some(here.clinic.cursor().await?);
        return Ok(());
    };
    if !desk.is_open(here) {
        return here.clinic.cursor().await.map(drop);
    }
    // On a copy: what is read must be told, also when the time runs out in between.
    let mut after = cursor.clone();
    let touched = here.clinic.feed(&mut after).await?;
    *cursor = after;
    let standing = touched.iter().any(|(_, touch)| matches!(touch.kind, Kind::User | Kind::Permission));
    let (own, others): (Vec<_>, Vec<_>) =
        touched.into_iter().partition(|(workstation, _)| *workstation == here.clinic.workstation());
    tell(desk, others, false);
    tell(desk, own, true);
    if standing {
        // What the signed-in person may do has perhaps changed. Not waited for: the page is told again anyway.
        let desk = desk.clone();
        spawn(async move { desk.tell_boot().await });
    }
    Ok(())
}

fn tell<W>(desk: &Desk, touched: Vec<(W, Touched)>, own: bool) {
    let touches: Vec<Touched> = touched.into_iter().map(|(_, touch)| touch).collect();
    for some in touches.chunks(TOUCHES_AT_ONCE) {
        desk.tell("changes", json!({ "touches": some, "own": own }));
    }
}

/// Tries to open what could not be reached, until it opens or something else is chosen.
pub fn try_again(desk: Arc<Desk>, closed: Arc<Closed>) {
    spawn(async move {
        let mut pause = Pause::default();
        loop {
            tokio::time::sleep(pause.next()).await;
            let _turn = desk.opening.lock().await;
            if !desk.is_closed(&closed) {
                return;
            }
            match opening::open(&desk, closed.connection.clone()).await {
                Ok(here) => desk.take_place(Stand::Here(here)).await,
                Err(problem) if desk::is_away(&problem) => continue,
                // It answers now, and says something else than before.
                Err(problem) => {
                    let connection = closed.connection.clone();
                    desk.take_place(Stand::Closed(Arc::new(Closed { connection, problem }))).await;
                }
            }
            desk.tell_boot().await;
            return;
        }
    });
}

/// One, two, four, eight seconds, each up to a third shorter or longer: desks that lost the server together do not all
/// come back in the same moment.
#[derive(Default)]
struct Pause {
    tries: u32,
}

impl Pause {
    fn next(&mut self) -> Duration {
        let whole = (1_000 << self.tries.min(3)).min(LONGEST_PAUSE_MS);
        self.tries += 1;
        // The clock's nanoseconds are chance enough here.
        let chance =
            SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |now| u64::from(now.subsec_micros()));
        Duration::from_millis(whole * 2 / 3 + chance % (whole * 2 / 3))
    }
}
