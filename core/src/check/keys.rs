//! Foreign keys: every reference that the migrations declare, looked up again. Their text is the list, so that a new table is
//! covered on the day it is made, on engines that enforce them and on those that were told not to.

use super::{Report, Span, spans};
use crate::error::Result;
use crate::store::{Clause, Db, Read, migrate};

/// Rows of a server's table in one statement.
const PIECE: i64 = 100_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key {
    name: &'static str,
    table: &'static str,
    /// The first is the one that pieces are cut by and findings are named by.
    columns: [Option<&'static str>; MOST_COLUMNS],
    parent: &'static str,
    parent_columns: [Option<&'static str>; MOST_COLUMNS],
}

/// Of one key.
const MOST_COLUMNS: usize = 8;

impl Key {
    fn column(self) -> &'static str {
        self.columns[0].unwrap_or_default()
    }

    fn pairs(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.columns.into_iter().flatten().zip(self.parent_columns.into_iter().flatten())
    }
}

pub(super) async fn check(db: &Db, report: &mut Report) -> Result<()> {
    for key in migrate::texts().flat_map(keys_of) {
        report.foreign_keys += 1;
        // A server stops long statements; it also has an index on every such column, which a file has not.
        let pieces = if db.is_server() {
            spans(db, key.table, key.column(), PIECE).await?
        } else {
            vec![Span { from: Vec::new(), until: None }]
        };
        for piece in pieces {
            look_up(&mut db.clone(), key, &piece, report).await?;
        }
    }
    Ok(())
}

async fn look_up(db: &mut Db, key: Key, piece: &Span, report: &mut Report) -> Result<()> {
    let column = key.column();
    let mut clause = Clause::new("SELECT DISTINCT HEX(c.", vec![])
        .and(column, vec![])
        .and(") FROM ", vec![])
        .and(key.table, vec![])
        .and(" c LEFT JOIN ", vec![])
        .and(key.parent, vec![])
        .and(" p ON 1 = 1", vec![]);
    for (child, parent) in key.pairs() {
        clause = clause.and(" AND p.", vec![]).and(parent, vec![]).and(" = c.", vec![]).and(child, vec![]);
    }
    let parent = key.parent_columns[0].unwrap_or_default();
    clause = clause.and(" WHERE p.", vec![]).and(parent, vec![]).and(" IS NULL", vec![]);
    for (child, _) in key.pairs() {
        clause = clause.and(" AND c.", vec![]).and(child, vec![]).and(" IS NOT NULL", vec![]);
    }
    clause = piece.limit(clause, "c", column);
    let rows: Vec<(String,)> = db.all_of(clause.and(" LIMIT 1000", vec![])).await?;
    for (value,) in rows {
        let Key { name, table, parent, .. } = key;
        report
            .find("keys.missing_row", format!("{table}.{column} {} is not in {parent} ({name})", value.to_lowercase()));
    }
    Ok(())
}

/// The foreign keys of one migration: `CONSTRAINT name FOREIGN KEY (column, …) REFERENCES parent (column, …)` inside its CREATE TABLE.
fn keys_of(text: &'static str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut table = "";
    for line in text.lines().map(str::trim) {
        if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
            table = rest.split([' ', '(']).next().unwrap_or_default();
        }
        let Some((name, rest)) = line.strip_prefix("CONSTRAINT ").and_then(|rest| rest.split_once(" FOREIGN KEY ("))
        else {
            continue;
        };
        let Some((columns, rest)) = rest.split_once(") REFERENCES ") else { continue };
        let Some((parent, rest)) = rest.split_once(" (") else { continue };
        let Some((parent_columns, _)) = rest.split_once(')') else { continue };
        keys.push(Key { name, table, columns: list_of(columns), parent, parent_columns: list_of(parent_columns) });
    }
    keys
}

fn list_of(columns: &'static str) -> [Option<&'static str>; MOST_COLUMNS] {
    let mut list = [None; MOST_COLUMNS];
    list.iter_mut().zip(columns.split(", ")).for_each(|(place, column)| *place = Some(column));
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_foreign_key_of_the_migrations_is_read() {
        let declared: usize = migrate::texts().map(|text| text.matches("FOREIGN KEY").count()).sum();
        let read: Vec<Key> = migrate::texts().flat_map(keys_of).collect();
        assert_eq!(read.len(), declared);
        assert!(read.contains(&Key {
            name: "slot_claims_appointment_fk",
            table: "slot_claims",
            columns: list_of("appointment_id"),
            parent: "appointments",
            parent_columns: list_of("id"),
        }));
        assert!(read.iter().all(|key| key.name.starts_with(key.table)));
        let pairs = |key: &Key| key.columns.iter().flatten().count() == key.parent_columns.iter().flatten().count();
        assert!(read.iter().all(pairs), "{read:?}");
        assert!(read.iter().any(|key| key.pairs().count() == 6), "the seal of an invoice");
        assert!(read.iter().any(|key| key.name == "record_seals_version_fk" && key.pairs().count() == 2));
    }
}
