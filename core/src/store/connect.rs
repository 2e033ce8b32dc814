//! One connection to one host: found, encrypted, signed in, and set to the session the rest relies on.

use super::url::{ServerAddress, TlsMode};
use crate::error::{Class, Code, Error, Result};
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection, MySqlSslMode};
use sqlx::{ConnectOptions, Connection, Executor};
use std::time::Duration;

pub(super) const CONNECT_SECONDS: u64 = 5;
/// Of one connection; what the whole server keeps is limited too (16,382 unless set).
pub(super) const KEPT_STATEMENTS: usize = 400;

/// A thread on the server as it sees it: enough to kill our own orphan and nobody else's thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ThreadMark {
    pub id: u64,
    /// Our address and port in the server's process list; absent when it does not say.
    pub client: Option<String>,
    pub server: String,
    /// When that server started, at the earliest and at the latest (seconds since 1970): its clock and its uptime cannot be asked at
    /// once, and on a busy server seconds pass between the two.
    pub started: (i64, i64),
}

pub(super) struct Greeting {
    pub connection: MySqlConnection,
    pub mark: ThreadMark,
    pub read_only: bool,
    pub version: String,
}

/// Connects to one host. `database` is left out while looking at a server without one.
///
/// Errors: the `connection.*` codes, in the order in which a connection is made.
pub(super) async fn connect(address: &ServerAddress, host: &(String, u16), with_database: bool) -> Result<Greeting> {
    look_up(host).await?;
    let attempt = open(address, host, with_database);
    match tokio::time::timeout(Duration::from_secs(CONNECT_SECONDS), attempt).await {
        Ok(greeting) => greeting,
        Err(_) => Err(away(Code::ConnectionTimeout, host).with("seconds", CONNECT_SECONDS)),
    }
}

async fn look_up(host: &(String, u16)) -> Result<()> {
    let found =
        tokio::time::timeout(Duration::from_secs(CONNECT_SECONDS), tokio::net::lookup_host((host.0.as_str(), host.1)))
            .await;
    let known = found.is_ok_and(|found| found.is_ok_and(|mut addresses| addresses.next().is_some()));
    if known { Ok(()) } else { Err(away(Code::ConnectionNameNotFound, host)) }
}

fn away(code: Code, host: &(String, u16)) -> Error {
    Error::classed(code, Class::Away).with("host", &host.0).with("port", host.1)
}

async fn open(address: &ServerAddress, host: &(String, u16), with_database: bool) -> Result<Greeting> {
    let options = options(address, host, with_database)?;
    let mut connection = options.connect().await.map_err(|error| explain(error, address, host))?;
    settle(&mut connection).await.map_err(|error| explain(error, address, host))?;
    greet(connection).await.map_err(|error| explain(error, address, host))
}

fn options(address: &ServerAddress, host: &(String, u16), with_database: bool) -> Result<MySqlConnectOptions> {
    let mut options = MySqlConnectOptions::new()
        .host(&host.0)
        .port(host.1)
        .username(&address.user)
        .password(&address.password)
        .charset("utf8mb4")
        .statement_cache_capacity(KEPT_STATEMENTS)
        // All of the session is set below, in one place.
        .pipes_as_concat(false)
        .no_engine_substitution(false)
        .set_names(false)
        .timezone(None)
        .disable_statement_logging();
    if with_database {
        options = options.database(&address.database);
    }
    Ok(match &address.tls {
        TlsMode::Identity => options.ssl_mode(MySqlSslMode::VerifyIdentity),
        TlsMode::OwnCa(file) => {
            if !std::fs::read_to_string(file).is_ok_and(|text| text.contains("-----BEGIN CERTIFICATE-----")) {
                return Err(Error::new(Code::ConnectionBadCaFile));
            }
            options.ssl_mode(MySqlSslMode::VerifyCa).ssl_ca(file)
        }
        TlsMode::Off => options.ssl_mode(MySqlSslMode::Disabled),
    })
}

async fn settle(connection: &mut MySqlConnection) -> Result<(), sqlx::Error> {
    connection
        .execute(
            "SET NAMES utf8mb4 COLLATE utf8mb4_bin, \
             SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', \
             SESSION time_zone = '+00:00', SESSION innodb_lock_wait_timeout = 5, SESSION wait_timeout = 60",
        )
        .await?;
    connection.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED").await?;
    Ok(())
}

async fn greet(mut connection: MySqlConnection) -> Result<Greeting, sqlx::Error> {
    let (id, version, read_only, server): (u64, String, i64, String) = sqlx::query_as(
        "SELECT CONNECTION_ID(), CAST(VERSION() AS CHAR), CAST(@@read_only AS SIGNED), CAST(CONCAT(@@hostname, ':', @@port, ':', @@server_id) AS CHAR)",
    )
    .fetch_one(&mut connection)
    .await?;
    let before = unix_time(&mut connection).await?;
    let uptime: Option<(String, String)> =
        sqlx::query_as("SHOW GLOBAL STATUS LIKE 'Uptime'").fetch_optional(&mut connection).await.unwrap_or(None);
    let after = unix_time(&mut connection).await?;
    let client = own_host(&mut connection).await;
    let uptime = uptime.and_then(|(_, seconds)| seconds.parse::<i64>().ok()).unwrap_or(0);
    let started = (before - uptime - 1, after - uptime + 1);
    Ok(Greeting { connection, mark: ThreadMark { id, client, server, started }, read_only: read_only != 0, version })
}

async fn unix_time(connection: &mut MySqlConnection) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT CAST(UNIX_TIMESTAMP() AS SIGNED)").fetch_one(connection).await
}

// MySQL's own list of threads first. The older one reads every thread's statement on the way, and fails as a whole while any of them
// holds bytes that are no text, as our ids are. MariaDB has only the older one, without that fault.
const OWN_HOST: [&str; 2] = [
    "SELECT CAST(HOST AS CHAR) FROM performance_schema.processlist WHERE ID = CONNECTION_ID()",
    "SELECT CAST(HOST AS CHAR) FROM information_schema.PROCESSLIST WHERE ID = CONNECTION_ID()",
];
const LIVES: [&str; 2] = [
    "SELECT CAST(ID AS UNSIGNED) FROM performance_schema.processlist WHERE ID = ? AND HOST = ?",
    "SELECT CAST(ID AS UNSIGNED) FROM information_schema.PROCESSLIST WHERE ID = ? AND HOST = ?",
];

/// Our address and port as the server sees them.
async fn own_host(connection: &mut MySqlConnection) -> Option<String> {
    for sql in OWN_HOST {
        if let Ok(host) = sqlx::query_scalar(sql).fetch_optional(&mut *connection).await {
            return host;
        }
    }
    None
}

async fn lives(connection: &mut MySqlConnection, id: u64, client: &str) -> bool {
    for sql in LIVES {
        let found: Result<Option<u64>, _> =
            sqlx::query_scalar(sql).bind(id).bind(client).fetch_optional(&mut *connection).await;
        if let Ok(found) = found {
            return found.is_some();
        }
    }
    false
}

/// Ends a thread of ours that a broken connection left behind, so that its locks do not stop the same operation's
/// second try. Only when it is surely ours: same server, same start, same client address and port.
pub(super) async fn kill_orphan(connection: &mut MySqlConnection, now_on: &ThreadMark, orphan: &ThreadMark) {
    let same_start = now_on.started.0 <= orphan.started.1 && orphan.started.0 <= now_on.started.1;
    let same_server = now_on.server == orphan.server && same_start;
    let Some(client) = orphan.client.as_deref().filter(|_| same_server) else { return };
    if lives(connection, orphan.id, client).await {
        // A number from the server itself; KILL takes no argument.
        let _ = connection.execute(sqlx::AssertSqlSafe(format!("KILL {}", orphan.id))).await;
    }
}

/// The plain reason why a connection failed.
fn explain(error: sqlx::Error, address: &ServerAddress, host: &(String, u16)) -> Error {
    if let sqlx::Error::Database(db) = &error {
        let number = db.try_downcast_ref::<sqlx::mysql::MySqlDatabaseError>().map_or(0, |e| e.number());
        return match number {
            1045 | 1698 => Error::new(Code::ConnectionWrongPassword).with("user", &address.user),
            1049 => Error::new(Code::ConnectionNoDatabase).with("database", &address.database),
            1044 => {
                Error::new(Code::ConnectionMissingRights).with("rights", ["USAGE"]).with("database", &address.database)
            }
            1231 => Error::new(Code::ConnectionWrongSqlMode).with("found", ""),
            1130 => Error::new(Code::ConnectionHostNotAllowed),
            3159 => Error::new(Code::ConnectionTlsNeeded),
            // The one on signing in, the other on the first statement: as the server is set.
            1862 | 1820 => Error::new(Code::ConnectionPasswordExpired).with("user", &address.user),
            // These pass: whoever waits is let in later.
            1129 => Error::classed(Code::ConnectionHostBlocked, Class::Away),
            1040 | 1203 | 1226 => Error::classed(Code::ConnectionTooMany, Class::Away),
            _ => super::fault::from_sqlx(error),
        };
    }
    let text = error.to_string();
    if let Some(reason) = tls_reason(&text) {
        return Error::classed(Code::ConnectionTlsRefused, Class::Away).with("reason", reason).with("host", &host.0);
    }
    match &error {
        sqlx::Error::Io(io) => no_way(io.kind(), host),
        sqlx::Error::Tls(_) => {
            Error::classed(Code::ConnectionTlsRefused, Class::Away).with("reason", "other").with("host", &host.0)
        }
        _ => super::fault::from_sqlx(error),
    }
}

/// What kept the network from bringing us there.
fn no_way(kind: std::io::ErrorKind, host: &(String, u16)) -> Error {
    use std::io::ErrorKind::{HostUnreachable, NetworkDown, NetworkUnreachable, TimedOut};
    match kind {
        HostUnreachable | NetworkDown | NetworkUnreachable => away(Code::ConnectionUnreachable, host),
        TimedOut => away(Code::ConnectionTimeout, host).with("seconds", CONNECT_SECONDS),
        _ => away(Code::ConnectionPortClosed, host),
    }
}

fn tls_reason(text: &str) -> Option<&'static str> {
    let reasons = [
        ("does not support TLS", "no_tls"),
        ("UnknownIssuer", "unknown_issuer"),
        ("CaUsedAsEndEntity", "unknown_issuer"),
        ("BadSignature", "unknown_issuer"),
        ("NotValidForName", "wrong_name"),
        ("Expired", "expired"),
        ("NotValidYet", "expired"),
        ("invalid peer certificate", "other"),
        ("certificate", "other"),
    ];
    reasons.into_iter().find(|(mark, _)| text.contains(mark)).map(|(_, reason)| reason)
}

pub(super) async fn close(connection: MySqlConnection) {
    let _ = tokio::time::timeout(Duration::from_millis(500), connection.close()).await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::ErrorKind;
    use tokio::io::AsyncWriteExt;
    use zeroize::Zeroizing;

    /// What comes of a server that says no before it says anything else.
    async fn refused_with(number: u16) -> Error {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = ("127.0.0.1".to_owned(), listener.local_addr().unwrap().port());
        let answer = async {
            let (mut caller, _) = listener.accept().await.unwrap();
            let [low, high] = number.to_le_bytes();
            caller.write_all(&[5, 0, 0, 0, 0xff, low, high, b'n', b'o']).await.unwrap();
            caller
        };
        let address = ServerAddress {
            hosts: vec![host.clone()],
            user: "clinic".into(),
            password: Zeroizing::new("secret".into()),
            database: "clinic".into(),
            tls: TlsMode::Off,
        };
        let (attempt, _caller) = tokio::join!(connect(&address, &host, true), answer);
        attempt.err().expect("a refusal")
    }

    #[tokio::test]
    async fn what_a_server_refuses_with_at_once_has_its_own_name() {
        for (number, code, class) in [
            (1130, Code::ConnectionHostNotAllowed, Class::Rejected),
            (1129, Code::ConnectionHostBlocked, Class::Away),
            (1040, Code::ConnectionTooMany, Class::Away),
            (1203, Code::ConnectionTooMany, Class::Away),
            (3159, Code::ConnectionTlsNeeded, Class::Rejected),
            (1862, Code::ConnectionPasswordExpired, Class::Rejected),
        ] {
            let error = refused_with(number).await;
            assert_eq!((error.code(), error.class), (code, class), "{number}");
        }
    }

    #[test]
    fn a_network_that_leads_nowhere_is_no_closed_port() {
        let host = ("server".to_owned(), 3306);
        for (kind, code) in [
            (ErrorKind::NetworkUnreachable, Code::ConnectionUnreachable),
            (ErrorKind::HostUnreachable, Code::ConnectionUnreachable),
            (ErrorKind::ConnectionRefused, Code::ConnectionPortClosed),
            (ErrorKind::TimedOut, Code::ConnectionTimeout),
        ] {
            assert_eq!(no_way(kind, &host).code(), code, "{kind:?}");
        }
    }
}
