//! The connection test: looks at a server or a file step by step and says what is in the way, each thing by its code.

mod probe;

use super::migrate::{self, State};
use super::url::{ServerAddress, StoreUrl, TlsMode};
use super::{Db, Read, server};
use crate::args;
use crate::error::{Code, Error};
use crate::time::{Clock, Instant};
use probe::Probe;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::path::Path;

const WEEK_SECONDS: i64 = 7 * 24 * 3600;
const CLOCK_SECONDS: i64 = 60;

/// What the database holds, as far as this version can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum DataState {
    Ready,
    Empty,
    Older,
    Newer,
    NoDatabase,
    /// Somebody else's tables.
    Foreign,
}

/// One thing that was looked at. `code` names what would be wrong; `ok` says that it is not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct DiagnosisStep {
    pub code: String,
    pub ok: bool,
    pub details: Json,
}

/// A workstation that used these data in the last seven days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct RecentWorkstation {
    pub name: String,
    pub version: String,
    pub seen_at: Instant,
}

#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct Diagnosis {
    pub ok: bool,
    pub steps: Vec<DiagnosisStep>,
    /// The middle one of five round trips.
    pub latency_ms: Option<f64>,
    /// "MySQL 9.7.4", "MariaDB 10.11.19"
    pub server: Option<String>,
    pub data: Option<DataState>,
    /// There is no such database, and this account may make it.
    pub can_create: bool,
    pub workstations: Vec<RecentWorkstation>,
}

impl Diagnosis {
    fn new() -> Diagnosis {
        Diagnosis {
            ok: true,
            steps: Vec::new(),
            latency_ms: None,
            server: None,
            data: None,
            can_create: false,
            workstations: Vec::new(),
        }
    }

    fn passed(&mut self, code: Code) {
        self.steps.push(DiagnosisStep { code: code.text().to_owned(), ok: true, details: json!({}) });
    }

    fn failed(&mut self, error: &Error) {
        self.ok = false;
        let details = error.to_json().get("details").cloned().unwrap_or_else(|| json!({}));
        self.steps.push(DiagnosisStep { code: error.code().text().to_owned(), ok: false, details });
    }

    fn judged(&mut self, code: Code, found: Result<(), Error>) -> bool {
        match &found {
            Ok(()) => self.passed(code),
            Err(error) => self.failed(error),
        }
        found.is_ok()
    }
}

/// Tests a server: its hosts in order until one takes changes. Makes a scratch table and drops it again.
pub async fn diagnose(address: &ServerAddress, clock: &Clock) -> Diagnosis {
    let mut diagnosis = Diagnosis::new();
    if !diagnosis.judged(Code::ConnectionBadAddress, address.check()) {
        return diagnosis;
    }
    let mut read_only = Vec::new();
    for host in &address.hosts {
        let mut here = Diagnosis::new();
        let writable = look_at_host(&mut here, address, host, clock).await;
        diagnosis.steps.append(&mut here.steps);
        if writable {
            let steps = diagnosis.steps;
            return Diagnosis { steps, ..here };
        }
        if here.ok {
            read_only.push(host.0.clone());
        } else {
            diagnosis.ok = false;
            diagnosis.data = diagnosis.data.or(here.data);
            diagnosis.can_create |= here.can_create;
        }
    }
    if !read_only.is_empty() {
        diagnosis.failed(&Error::new(Code::ConnectionReadOnly).with("hosts", read_only));
    }
    diagnosis
}

/// Looks at one host. True when its answer counts: it was reached and takes changes, whatever else is wrong with it.
async fn look_at_host(diagnosis: &mut Diagnosis, address: &ServerAddress, host: &(String, u16), clock: &Clock) -> bool {
    let (connection, facts) = match server::diagnose_connect(address, host, true).await {
        Ok(found) => found,
        Err(error) => {
            pass_until(diagnosis, address, &error);
            if error.code() == Code::ConnectionMissingRights {
                // Nothing at all in this database: so everything is missing.
                diagnosis.failed(
                    &Error::new(Code::ConnectionMissingRights)
                        .with("rights", probe::RIGHTS)
                        .with("database", &address.database),
                );
                return false;
            }
            diagnosis.failed(&error);
            if error.code() == Code::ConnectionNoDatabase {
                diagnosis.data = Some(DataState::NoDatabase);
                diagnosis.can_create = probe::may_create_database(address, host).await;
            }
            return false;
        }
    };
    for code in way_in(address) {
        diagnosis.passed(code);
    }
    if facts.read_only {
        super::connect::close(connection).await;
        return false;
    }
    diagnosis.passed(Code::ConnectionNoDatabase);
    let one = ServerAddress { hosts: vec![host.clone()], ..address.clone() };
    let mut probe = Probe::new(connection, &address.database);
    look_at_server(diagnosis, &mut probe, &facts.version, clock, one).await;
    probe.close().await;
    true
}

/// What a connection gets past, in order.
fn way_in(address: &ServerAddress) -> Vec<Code> {
    let mut codes = vec![Code::ConnectionNameNotFound, Code::ConnectionPortClosed, Code::ConnectionTimeout];
    if address.tls != TlsMode::Off {
        codes.push(Code::ConnectionTlsRefused);
    }
    codes.push(Code::ConnectionWrongPassword);
    codes
}

/// Ticks what this failure proves to be right.
fn pass_until(diagnosis: &mut Diagnosis, address: &ServerAddress, error: &Error) {
    let proved = match error.code() {
        Code::ConnectionBadCaFile | Code::ConnectionNameNotFound => 0,
        Code::ConnectionPortClosed | Code::ConnectionTimeout | Code::ConnectionUnreachable => 1,
        // It answered, and said no before anything else was tried.
        Code::ConnectionTlsRefused
        | Code::ConnectionTlsNeeded
        | Code::ConnectionHostNotAllowed
        | Code::ConnectionHostBlocked
        | Code::ConnectionTooMany => 3,
        Code::ConnectionNoDatabase | Code::ConnectionMissingRights | Code::ConnectionPasswordExpired => usize::MAX,
        _ => way_in(address).len() - 1,
    };
    for code in way_in(address).into_iter().take(proved) {
        diagnosis.passed(code);
    }
}

async fn look_at_server(
    diagnosis: &mut Diagnosis,
    probe: &mut Probe,
    version: &str,
    clock: &Clock,
    address: ServerAddress,
) {
    let (name, new_enough) = probe::version(version);
    diagnosis.server = Some(name);
    if !diagnosis.judged(Code::ConnectionTooOld, new_enough) {
        return;
    }
    let found = match probe.latency_ms().await {
        Ok(found) => found,
        Err(error) => return diagnosis.failed(&error),
    };
    diagnosis.latency_ms = Some(found);
    let state = match state(&address).await {
        Ok((db, state)) => {
            diagnosis.workstations = if matches!(state, State::Ready | State::Older { .. } | State::Newer { .. }) {
                recent(db, clock).await
            } else {
                Vec::new()
            };
            state
        }
        Err(error) => return diagnosis.failed(&error),
    };
    let rights = probe.rights().await;
    if diagnosis.judged(Code::ConnectionMissingRights, rights) {
        let checks = probe.enforces_check().await;
        diagnosis.judged(Code::ConnectionIgnoresCheck, checks);
    }
    let charset = probe.charset(state == State::Empty).await;
    diagnosis.judged(Code::ConnectionWrongCharset, charset);
    let mode = probe.sql_mode().await;
    diagnosis.judged(Code::ConnectionWrongSqlMode, mode);
    let seconds = probe.clock_ahead(clock).await;
    let clocks = seconds.and_then(|seconds| {
        if seconds.abs() > CLOCK_SECONDS {
            Err(Error::new(Code::ConnectionClockOff).with("seconds", seconds))
        } else {
            Ok(())
        }
    });
    diagnosis.judged(Code::ConnectionClockOff, clocks);
    look_at_data(diagnosis, state);
}

async fn state(address: &ServerAddress) -> Result<(Db, State), Error> {
    let db = Db::open(&StoreUrl::Server(address.clone()), None, false).await?;
    let state = migrate::state(&db).await?;
    Ok((db, state))
}

fn look_at_data(diagnosis: &mut Diagnosis, state: State) {
    let known = migrate::KNOWN;
    match state {
        State::Ready => {
            diagnosis.data = Some(DataState::Ready);
            diagnosis.passed(Code::ConnectionNotAClinic);
            diagnosis.passed(Code::ConnectionDataNewer);
        }
        State::Empty => diagnosis.data = Some(DataState::Empty),
        // Its making was interrupted before anything was in it: whoever opens it goes on with it.
        State::Older { found: 0 | 1 } => diagnosis.data = Some(DataState::Empty),
        State::Older { found } => {
            diagnosis.data = Some(DataState::Older);
            diagnosis.failed(&Error::new(Code::ConnectionDataOlder).with("found", found).with("known", known));
        }
        State::Newer { found } => {
            diagnosis.data = Some(DataState::Newer);
            diagnosis.failed(&Error::new(Code::ConnectionDataNewer).with("found", found).with("known", known));
        }
        State::Foreign => {
            diagnosis.data = Some(DataState::Foreign);
            diagnosis.failed(&Error::new(Code::ConnectionNotAClinic));
        }
    }
}

/// Who used these data this week, and with which version: what an upgrade would shut out. Nothing where that cannot be read.
async fn recent(mut db: Db, clock: &Clock) -> Vec<RecentWorkstation> {
    let since = clock.now().minus_seconds(WEEK_SECONDS);
    let rows: Result<Vec<(String, String, Instant)>, Error> = db
        .all(
            "SELECT name, app_version, seen_at FROM workstations WHERE seen_at >= ? ORDER BY seen_at DESC, name",
            args![since],
        )
        .await;
    rows.unwrap_or_default()
        .into_iter()
        .map(|(name, version, seen_at)| RecentWorkstation { name, version, seen_at })
        .collect()
}

/// Tests a clinic's file on this computer with its key (64 hex digits).
pub async fn diagnose_file(path: &Path, key: &str, clock: &Clock) -> Diagnosis {
    let mut diagnosis = Diagnosis::new();
    let url = StoreUrl::File(path.to_path_buf());
    let codes = [Code::ConnectionNetworkShare, Code::ConnectionFileNotFound, Code::ConnectionWrongKey];
    let started = std::time::Instant::now();
    let db = match Db::open(&url, Some(key), false).await {
        Ok(db) => db,
        Err(error) => {
            for code in codes.into_iter().take_while(|code| *code != error.code() && codes.contains(&error.code())) {
                diagnosis.passed(code);
            }
            diagnosis.failed(&error);
            return diagnosis;
        }
    };
    for code in codes {
        diagnosis.passed(code);
    }
    diagnosis.latency_ms = Some(probe::milliseconds(started.elapsed()));
    match migrate::state(&db).await {
        Ok(state) => {
            if matches!(state, State::Ready | State::Older { .. } | State::Newer { .. }) {
                diagnosis.workstations = recent(db.clone(), clock).await;
            }
            look_at_data(&mut diagnosis, state);
        }
        Err(error) => diagnosis.failed(&error),
    }
    db.close().await;
    diagnosis
}
