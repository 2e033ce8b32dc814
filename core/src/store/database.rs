//! Making a clinic's database on a server, and dropping one that a test made.

use super::connect;
use super::url::ServerAddress;
use crate::error::{Code, Error, Result};
use sqlx::{AssertSqlSafe, Executor};

/// Makes the database with the character set and collation that the app relies on.
///
/// Errors: the `connection.*` codes; `connection.missing_rights` (rights) when the account may not.
pub async fn create_database(address: &ServerAddress) -> Result<()> {
    // The name was checked: letters, digits, _ and - only.
    run(
        address,
        format!("CREATE DATABASE IF NOT EXISTS `{}` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", address.database),
    )
    .await
}

/// For tests alone: drops a database whose name says that a test made it.
pub async fn drop_test_database(address: &ServerAddress) -> Result<()> {
    if !address.database.starts_with("clinic_test_") {
        return Err(Error::new(Code::ConnectionBadAddress).with("part", "database"));
    }
    run(address, format!("DROP DATABASE IF EXISTS `{}`", address.database)).await
}

/// For tests alone: empties every table of such a database but those that say which schema it has.
pub async fn clear_test_database(address: &ServerAddress) -> Result<()> {
    if !address.database.starts_with("clinic_test_") {
        return Err(Error::new(Code::ConnectionBadAddress).with("part", "database"));
    }
    let host = address.hosts.first().ok_or_else(super::fault::away)?;
    let mut connection = connect::connect(address, host, true).await?.connection;
    let tables: Vec<String> = sqlx::query_scalar("SELECT CAST(table_name AS CHAR) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name NOT IN ('schema_info', 'schema_lease')")
        .fetch_all(&mut connection)
        .await
        .map_err(super::fault::from_sqlx)?;
    connection.execute("SET SESSION foreign_key_checks = 0").await.map_err(super::fault::from_sqlx)?;
    for table in tables {
        // What came with the schema stays as it came: the row that stands for "nothing is locked", the standard price list, the list of codes.
        let clear: &[&'static str] = match table.as_str() {
            "period_locks" => {
                &["DELETE FROM period_locks WHERE previous_id IS NOT NULL", "UPDATE period_locks SET version = 1"]
            }
            "price_lists" => &[
                "DELETE FROM price_lists WHERE id <> X'00000000000000000000000000000001'",
                "UPDATE price_lists SET version = 1, name = 'Standard', active = TRUE",
            ],
            "code_lists" => {
                &["DELETE FROM code_lists WHERE code_system <> 'icd10cm'", "UPDATE code_lists SET active = TRUE"]
            }
            "code_list_parts" => &["DELETE FROM code_list_parts WHERE code_system <> 'icd10cm'"],
            _ => &[],
        };
        for statement in clear {
            connection.execute(*statement).await.map_err(super::fault::from_sqlx)?;
        }
        if clear.is_empty() {
            let all = AssertSqlSafe(format!("DELETE FROM `{table}`"));
            connection.execute(all).await.map_err(super::fault::from_sqlx)?;
        }
    }
    connect::close(connection).await;
    Ok(())
}

async fn run(address: &ServerAddress, sql: String) -> Result<()> {
    address.check()?;
    let mut failure = super::fault::away();
    for host in &address.hosts {
        match connect::connect(address, host, false).await {
            Ok(mut greeting) if !greeting.read_only => {
                let done = greeting.connection.execute(AssertSqlSafe(sql)).await.map(drop);
                connect::close(greeting.connection).await;
                return done.map_err(|_| Error::new(Code::ConnectionMissingRights).with("rights", ["CREATE"]));
            }
            Ok(greeting) => connect::close(greeting.connection).await,
            Err(error) => failure = error,
        }
    }
    Err(failure)
}
