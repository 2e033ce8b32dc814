//! The sample clinic: invented people in a file of its own, made anew each day and for each version.

use crate::app::{Desk, Stand};
use crate::opening;
use clinic_core::Clinic;
use clinic_core::desk::connections::{Connection, ConnectionKind};
use clinic_core::desk::files;
use clinic_core::error::{Error, Result};
use clinic_core::sample;
use clinic_core::store::{Db, StoreUrl, migrate};
use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use uuid::Uuid;
use zeroize::Zeroizing;

/// Nobody in there is real, so its key may be known: the keychain is not asked for a first look around.
const KEY: &str = "c11c0000000000000000000000000000000000000000000000000000005a3b1e";
/// News of the making, at most so many times.
const STEPS_TOLD: usize = 40;

pub fn key() -> Zeroizing<String> {
    Zeroizing::new(KEY.to_owned())
}

/// Who can sign in, shown on the sample's own sign-in screen.
pub fn logins() -> Json {
    json!(sample::LOGINS)
}

/// Opens today's sample, and makes it where there is none.
pub async fn open(desk: &Arc<Desk>) -> Result<()> {
    let path = file(desk);
    if path.is_file() {
        match here(desk, &path).await {
            Ok(stand) => {
                desk.take_place(stand).await;
                return Ok(());
            }
            Err(error) => log::warn!("today's sample does not open and is made anew: {}", error.code().text()),
        }
    }
    clear(&desk.place.samples())?;
    make(desk, &path).await?;
    let stand = here(desk, &path).await?;
    desk.take_place(stand).await;
    Ok(())
}

fn file(desk: &Desk) -> PathBuf {
    let day = &desk.clock.now().text()[..10];
    desk.place.samples().join(format!("{}-{day}.clinic", env!("CARGO_PKG_VERSION")))
}

async fn here(desk: &Desk, path: &Path) -> Result<Stand> {
    let connection = Connection::file(Uuid::nil(), "Sample clinic", ConnectionKind::Sample, path);
    Ok(Stand::Here(opening::open(desk, connection).await?))
}

/// The samples of other days. One that is still open elsewhere is only taken out of the folder.
fn clear(folder: &Path) -> Result<()> {
    if let Ok(entries) = std::fs::read_dir(folder) {
        for entry in entries.flatten() {
            let _ = std::fs::remove_file(entry.path());
        }
    }
    files::make_folder(folder)
}

/// Under another name until it is whole: half a sample is never opened.
async fn make(desk: &Arc<Desk>, path: &Path) -> Result<()> {
    let unfinished = path.with_extension("unfinished");
    let db = Db::open(&StoreUrl::File(unfinished.clone()), Some(KEY), true).await?;
    migrate::migrate(&db, &desk.clock, |_, _| {}).await?;
    let told = desk.clone();
    let mut last = 0;
    let progress = move |done: usize, total: usize| {
        if done == total || done >= last + total.div_ceil(STEPS_TOLD) {
            last = done;
            told.tell("sample_progress", json!({ "done": done, "total": total }));
        }
    };
    let clinic = Clinic::open(db, &desk.workstation(), desk.clock.clone()).await?;
    let made = sample::make(&clinic, progress).await;
    clinic.db().close().await;
    made?;
    std::fs::rename(&unfinished, path).map_err(|error| Error::internal(error.kind()))
}
