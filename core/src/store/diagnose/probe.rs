//! The questions of the connection test to a server. Rights and CHECK are tried, not read: grants may come by roles and by
//! patterns, and some servers parse a CHECK and forget it.

use super::super::connect;
use super::super::fault::{from_sqlx, unknown};
use super::super::server::diagnose_connect;
use super::super::url::ServerAddress;
use crate::error::{Code, Error, Result};
use crate::time::Clock;
use sqlx::mysql::MySqlConnection;
use sqlx::{AssertSqlSafe, Executor, Row};
use std::time::Duration;

const ANSWER_SECONDS: u64 = 8;
const NO_SUCH_TABLE: u16 = 1146;
/// What the app needs to do in its database.
pub(super) const RIGHTS: [&str; 9] =
    ["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "INDEX", "REFERENCES", "DROP"];
const REFUSED: [u16; 5] = [1044, 1142, 1143, 1227, 1370];

pub(super) fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 10_000.0).round() / 10.0
}

/// The server's name for people, and whether its version will do.
pub(super) fn version(text: &str) -> (String, Result<()>) {
    let maria = text.to_lowercase().contains("mariadb");
    let number: String = text.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    // Some MariaDB servers put this before their own version, for old clients.
    let number = text
        .strip_prefix("5.5.5-")
        .filter(|_| maria)
        .map_or(number, |rest| rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect());
    let parts: Vec<u32> = number.split('.').map(|part| part.parse().unwrap_or(0)).chain([0, 0]).take(3).collect();
    let (name, needed, least) =
        if maria { ("MariaDB", "MariaDB 10.6", [10, 6, 0]) } else { ("MySQL", "MySQL 8.0.16", [8, 0, 16]) };
    let name = format!("{name} {number}");
    let judged = if parts.as_slice() >= least.as_slice() {
        Ok(())
    } else {
        Err(Error::new(Code::ConnectionTooOld).with("version", &name).with("needed", needed))
    };
    (name, judged)
}

/// Whether this account may make the database, by its grants.
pub(super) async fn may_create_database(address: &ServerAddress, host: &(String, u16)) -> bool {
    let Ok((mut connection, facts)) = diagnose_connect(address, host, false).await else { return false };
    let rows = tokio::time::timeout(Duration::from_secs(ANSWER_SECONDS), connection.fetch_all("SHOW GRANTS")).await;
    connect::close(connection).await;
    let Ok(Ok(rows)) = rows else { return false };
    !facts.read_only
        && rows
            .iter()
            .filter_map(|row| row.try_get::<String, _>(0).ok())
            .any(|grant| lets_create(&grant, &address.database))
}

/// Reads a line such as ``GRANT SELECT, CREATE ON `clinic\_%`.* TO …``.
fn lets_create(grant: &str, database: &str) -> bool {
    let Some((rights, rest)) = grant.strip_prefix("GRANT ").and_then(|rest| rest.split_once(" ON ")) else {
        // A role: what it brings is not in these lines, so trying is the answer.
        return grant.starts_with("GRANT ");
    };
    let all = rights.split(", ").any(|right| matches!(right, "ALL PRIVILEGES" | "CREATE"));
    let place = rest.split(".* ").next().unwrap_or_default().trim_matches('`');
    all && (place == "*" || fits(place, database))
}

/// Whether a grant's database pattern fits: `%` is anything, `_` any letter, `\_` the sign itself.
fn fits(pattern: &str, name: &str) -> bool {
    let mut rest = pattern.chars();
    match rest.next() {
        None => name.is_empty(),
        Some('%') => {
            (0..=name.len()).filter(|at| name.is_char_boundary(*at)).any(|at| fits(rest.as_str(), &name[at..]))
        }
        Some(sign) => {
            let escaped = sign == '\\';
            let sign = if escaped { rest.next().unwrap_or('\\') } else { sign };
            let mut left = name.chars();
            left.next().is_some_and(|first| first == sign || (sign == '_' && !escaped))
                && fits(rest.as_str(), left.as_str())
        }
    }
}

/// One connection and a scratch table of its own.
pub(super) struct Probe {
    connection: MySqlConnection,
    database: String,
    table: String,
}

impl Probe {
    pub fn new(connection: MySqlConnection, database: &str) -> Probe {
        // A name of its own: two workstations may test at once.
        Probe { connection, database: database.to_owned(), table: format!("check_probe_{:08x}", rand::random::<u32>()) }
    }

    pub async fn close(mut self) {
        let _ = self.run("DROP TABLE IF EXISTS {}").await;
        connect::close(self.connection).await;
    }

    /// Runs a statement with the scratch table's name in it; the server's error number when it refuses.
    async fn run(&mut self, sql: &str) -> Result<Option<u16>> {
        let work = self.connection.execute(sqlx::raw_sql(AssertSqlSafe(sql.replace("{}", &self.table))));
        match tokio::time::timeout(Duration::from_secs(ANSWER_SECONDS), work).await {
            Err(_) => Err(unknown()),
            Ok(Ok(_)) => Ok(None),
            Ok(Err(sqlx::Error::Database(error))) => {
                Ok(Some(error.try_downcast_ref::<sqlx::mysql::MySqlDatabaseError>().map_or(0, |error| error.number())))
            }
            Ok(Err(error)) => Err(from_sqlx(error)),
        }
    }

    async fn texts(&mut self, sql: &'static str) -> Result<Vec<String>> {
        let work = sqlx::query_scalar::<_, String>(sql).fetch_all(&mut self.connection);
        tokio::time::timeout(Duration::from_secs(ANSWER_SECONDS), work).await.map_err(|_| unknown())?.map_err(from_sqlx)
    }

    /// The middle one of five round trips.
    pub async fn latency_ms(&mut self) -> Result<f64> {
        let mut times = Vec::new();
        for _ in 0..5 {
            let started = std::time::Instant::now();
            self.run("SELECT 1").await?;
            times.push(started.elapsed());
        }
        times.sort_unstable();
        Ok(milliseconds(times[times.len() / 2]))
    }

    /// Tries each right. A server looks at the rights before it looks for the table, so this works without CREATE too.
    ///
    /// Errors: `connection.missing_rights` (rights, database).
    pub async fn rights(&mut self) -> Result<()> {
        let tries = [
            (
                "CREATE",
                "CREATE TABLE {} (id BIGINT NOT NULL, parent BIGINT NULL, CONSTRAINT {}_pk PRIMARY KEY (id), CONSTRAINT {}_known CHECK (id < 10))",
            ),
            ("INSERT", "INSERT INTO {} (id, parent) VALUES (1, NULL)"),
            ("SELECT", "SELECT id FROM {}"),
            ("UPDATE", "UPDATE {} SET parent = NULL WHERE 1 = 0"),
            ("DELETE", "DELETE FROM {} WHERE 1 = 0"),
            ("INDEX", "CREATE INDEX {}_by_parent ON {} (parent)"),
            ("ALTER", "ALTER TABLE {} ADD COLUMN note VARCHAR(20) NULL"),
            (
                "REFERENCES",
                "CREATE TABLE {}_child (id BIGINT NOT NULL, CONSTRAINT {}_child_pk PRIMARY KEY (id), CONSTRAINT {}_child_fk FOREIGN KEY (id) REFERENCES {} (id))",
            ),
            ("DROP", "DROP TABLE IF EXISTS {}_child"),
        ];
        let mut missing = Vec::new();
        for (right, sql) in tries {
            match self.run(sql).await? {
                None | Some(NO_SUCH_TABLE) => {}
                // Without CREATE the child is refused for that reason; 1824: there is no parent.
                Some(1824 | 1005) if missing.contains(&"CREATE") => {}
                Some(number) if REFUSED.contains(&number) => {
                    if right != "REFERENCES" || !missing.contains(&"CREATE") {
                        missing.push(right);
                    }
                }
                Some(number) => return Err(Error::internal(format!("connection test: server error {number}"))),
            }
        }
        if missing.is_empty() {
            Ok(())
        } else {
            Err(Error::new(Code::ConnectionMissingRights).with("rights", missing).with("database", &self.database))
        }
    }

    /// A row that the scratch table's CHECK must refuse.
    pub async fn enforces_check(&mut self) -> Result<()> {
        match self.run("INSERT INTO {} (id) VALUES (11)").await? {
            Some(3819 | 4025) => Ok(()),
            _ => Err(Error::new(Code::ConnectionIgnoresCheck)),
        }
    }

    /// An empty database is set right by the first migration; one with data must be right already.
    ///
    /// Errors: `connection.wrong_charset` (found, database).
    pub async fn charset(&mut self, empty: bool) -> Result<()> {
        if empty {
            return Ok(());
        }
        let found = self
            .texts(
                "SELECT DISTINCT CAST(collation_name AS CHAR) FROM information_schema.columns \
                 WHERE table_schema = DATABASE() AND collation_name IS NOT NULL AND table_name NOT LIKE 'check_probe%' AND collation_name <> 'utf8mb4_bin' LIMIT 5",
            )
            .await?;
        if found.is_empty() {
            Ok(())
        } else {
            Err(Error::new(Code::ConnectionWrongCharset)
                .with("found", found.join(", "))
                .with("database", &self.database))
        }
    }

    /// Errors: `connection.wrong_sql_mode` (found).
    pub async fn sql_mode(&mut self) -> Result<()> {
        let mode = self.texts("SELECT CAST(@@SESSION.sql_mode AS CHAR)").await?.pop().unwrap_or_default();
        let has = |name: &str| mode.split(',').any(|one| one == name);
        if has("STRICT_TRANS_TABLES") && !has("ANSI_QUOTES") && !has("NO_BACKSLASH_ESCAPES") {
            Ok(())
        } else {
            Err(Error::new(Code::ConnectionWrongSqlMode).with("found", mode))
        }
    }

    /// How many seconds the server's clock is ahead of ours.
    pub async fn clock_ahead(&mut self, clock: &Clock) -> Result<i64> {
        let before = clock.now();
        let theirs =
            self.texts("SELECT CAST(CAST(UNIX_TIMESTAMP() AS SIGNED) AS CHAR)").await?.pop().unwrap_or_default();
        let waited = clock.now().seconds_since(before);
        let ours = before.0.and_utc().timestamp() + waited / 2;
        theirs.parse::<i64>().map(|theirs| theirs - ours).map_err(Error::internal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_and_judged() {
        for (text, name, good) in [
            ("9.7.4", "MySQL 9.7.4", true),
            ("8.0.16-0ubuntu0.20.04.1", "MySQL 8.0.16", true),
            ("8.0.15", "MySQL 8.0.15", false),
            ("5.7.44-log", "MySQL 5.7.44", false),
            ("10.11.14-MariaDB-0+deb12u2", "MariaDB 10.11.14", true),
            ("10.5.23-MariaDB", "MariaDB 10.5.23", false),
            ("5.5.5-10.6.1-MariaDB", "MariaDB 10.6.1", true),
        ] {
            let (found, judged) = version(text);
            assert_eq!((found.as_str(), judged.is_ok()), (name, good), "{text}");
        }
    }

    #[test]
    fn grants_are_read_with_their_patterns() {
        assert!(lets_create("GRANT ALL PRIVILEGES ON *.* TO `a`@`%`", "clinic"));
        assert!(lets_create("GRANT SELECT, CREATE ON `clinic\\_%`.* TO `a`@`%`", "clinic_two"));
        assert!(!lets_create("GRANT SELECT, CREATE ON `clinic\\_%`.* TO `a`@`%`", "clinicxtwo"));
        assert!(!lets_create("GRANT USAGE ON *.* TO `a`@`%`", "clinic"));
        assert!(!lets_create("GRANT CREATE VIEW ON `clinic`.* TO `a`@`%`", "clinic"));
    }
}
