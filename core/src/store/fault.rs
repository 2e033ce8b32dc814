//! What a database's error means for the caller: again, unknown, away, or no. And the seam where tests inject faults.

use crate::error::{Class, Code, Error};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

/// Turns an error of the driver into ours; the driver's text goes to the log only where it cannot hold data.
pub(super) fn from_sqlx(error: sqlx::Error) -> Error {
    use sqlx::error::ErrorKind;
    match &error {
        sqlx::Error::Database(db) => {
            let number = db.try_downcast_ref::<sqlx::mysql::MySqlDatabaseError>().map(|e| e.number());
            match (number, db.code().as_deref()) {
                (Some(number), _) => from_mysql(number, db.kind()),
                (None, Some(code)) => from_sqlite(code, db.kind()),
                (None, None) => Error::internal("a database error without a code"),
            }
        }
        sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed | sqlx::Error::PoolClosed => {
            unknown()
        }
        sqlx::Error::PoolTimedOut => Error::classed(Code::StoreBusy, Class::Transient),
        sqlx::Error::Tls(_) => Error::classed(Code::StoreAway, Class::Away),
        sqlx::Error::RowNotFound => Error::new(Code::NotFound),
        sqlx::Error::ColumnDecode { index, .. } => Error::internal(format!("column {index} cannot be read")),
        sqlx::Error::ColumnNotFound(name) => Error::internal(format!("column {name} is missing")),
        other => Error::internal(format!("driver: {}", kind_name(other, ErrorKind::Other))),
    }
}

fn kind_name(error: &sqlx::Error, _: sqlx::error::ErrorKind) -> String {
    // Only the variant's name: messages may quote values.
    format!("{error:?}").split(['(', '{', ' ']).next().unwrap_or("unknown").to_owned()
}

pub(super) fn unknown() -> Error {
    Error::classed(Code::StoreUnknownOutcome, Class::Unknown)
}

pub(super) fn away() -> Error {
    Error::classed(Code::StoreAway, Class::Away)
}

fn from_mysql(number: u16, kind: sqlx::error::ErrorKind) -> Error {
    use sqlx::error::ErrorKind;
    match number {
        // Deadlock, lock wait, snapshot conflict, certification failure, error during COMMIT: same id, so safe to repeat.
        1213 | 1205 | 1020 | 3101 | 1180 => Error::classed(Code::StoreBusy, Class::Transient),
        2013 | 2006 | 1053 | 1927 | 1317 => unknown(),
        1047 | 1040 | 1290 | 1836 | 2003 | 1203 | 3100 | 3797 => away(),
        1021 | 1114 => Error::classed(Code::StoreFull, Class::Away),
        1044 | 1045 | 1142 | 1143 | 1227 | 4151 | 3118 | 3955 => Error::new(Code::StoreNotAllowed),
        3819 | 4025 => Error::classed(Code::Internal, Class::Check),
        _ => match kind {
            ErrorKind::UniqueViolation => Error::classed(Code::Internal, Class::Unique),
            ErrorKind::ForeignKeyViolation => Error::classed(Code::Internal, Class::ForeignKey),
            ErrorKind::CheckViolation => Error::classed(Code::Internal, Class::Check),
            _ => Error::internal(format!("server error {number}")),
        },
    }
}

fn from_sqlite(code: &str, kind: sqlx::error::ErrorKind) -> Error {
    use sqlx::error::ErrorKind;
    // Extended codes keep the primary one in the low byte.
    let primary = code.parse::<u32>().map(|code| code & 0xff).unwrap_or(0);
    match (primary, kind) {
        (_, ErrorKind::UniqueViolation) => Error::classed(Code::Internal, Class::Unique),
        (_, ErrorKind::ForeignKeyViolation) => Error::classed(Code::Internal, Class::ForeignKey),
        (_, ErrorKind::CheckViolation) => Error::classed(Code::Internal, Class::Check),
        (5 | 6, _) => Error::classed(Code::StoreBusy, Class::Transient),
        (13, _) => Error::classed(Code::StoreFull, Class::Away),
        (10 | 14, _) => Error::classed(Code::StoreAway, Class::Away),
        (26, _) => Error::new(Code::ConnectionWrongKey),
        (11, _) => Error::new(Code::ConnectionNotAClinic),
        (8, _) => Error::new(Code::StoreNotAllowed),
        _ => Error::internal(format!("file error {code}")),
    }
}

/// Where a test may break the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultPoint {
    /// Before the nth statement of a transaction is sent.
    BeforeStatement(u32),
    /// After the nth statement was carried out, before its answer is seen.
    AfterStatement(u32),
    /// COMMIT is never sent.
    BeforeCommit,
    /// COMMIT was carried out, its answer is lost.
    AfterCommit,
}

/// A fault that a test arms; it strikes once.
#[derive(Clone, Default)]
pub struct Fault {
    armed: Arc<Mutex<Option<FaultPoint>>>,
    struck: Arc<AtomicU32>,
}

impl Fault {
    pub fn arm(&self, point: FaultPoint) {
        *self.lock() = Some(point);
    }

    /// How often a fault has struck.
    pub fn struck(&self) -> u32 {
        self.struck.load(Ordering::SeqCst)
    }

    pub(super) fn strikes(&self, point: FaultPoint) -> bool {
        let mut armed = self.lock();
        if *armed != Some(point) {
            return false;
        }
        *armed = None;
        self.struck.fetch_add(1, Ordering::SeqCst);
        true
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<FaultPoint>> {
        self.armed.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
