//! Statements put together from static pieces: many rows at once, and lists of ids. User text is only ever an argument.

use super::Value;
use crate::error::{Error, Result};

/// Rows in one INSERT and values in one list: well under every engine's limit of arguments.
pub const CHUNK: usize = 1000;

/// A statement of the store: written out, or put together here from static pieces.
#[derive(Debug, Clone)]
pub struct Clause {
    pub(super) text: String,
    pub(super) args: Vec<Value>,
}

impl Clause {
    /// `head` + one `piece` per group of arguments, joined by `between` + `tail`.
    pub fn repeat(
        head: &'static str,
        piece: &'static str,
        between: &'static str,
        tail: &'static str,
        groups: Vec<Vec<Value>>,
    ) -> Clause {
        let mut text = String::with_capacity(head.len() + groups.len() * (piece.len() + between.len()) + tail.len());
        text.push_str(head);
        for position in 0..groups.len() {
            if position > 0 {
                text.push_str(between);
            }
            text.push_str(piece);
        }
        text.push_str(tail);
        Clause { text, args: groups.into_iter().flatten().collect() }
    }

    /// `head` `?, ?, ?` `tail`: for `… IN (…)`.
    pub fn in_list(head: &'static str, tail: &'static str, values: Vec<Value>) -> Clause {
        Clause::repeat(head, "?", ", ", tail, values.into_iter().map(|value| vec![value]).collect())
    }

    /// A static statement or part of one.
    pub fn new(text: &'static str, args: Vec<Value>) -> Clause {
        Clause { text: text.to_owned(), args }
    }

    /// This, then that.
    pub fn then(mut self, next: Clause) -> Clause {
        self.text.push_str(&next.text);
        self.args.extend(next.args);
        self
    }

    pub fn and(self, text: &'static str, args: Vec<Value>) -> Clause {
        self.then(Clause::new(text, args))
    }
}

/// The INSERTs for many rows of one table, in chunks.
pub(super) fn insert_many(
    table: &'static str,
    columns: &'static [&'static str],
    rows: Vec<Vec<Value>>,
) -> Result<Vec<Clause>> {
    if rows.iter().any(|row| row.len() != columns.len()) {
        return Err(Error::internal("a row to insert does not fit its table"));
    }
    let mut group = vec!["?"; columns.len()].join(", ");
    group = format!("({group})");
    let head = format!("INSERT INTO {table} ({}) VALUES ", columns.join(", "));
    let mut clauses = Vec::new();
    let mut rows = rows.into_iter();
    // Some servers stop at 65,535 arguments and SQLite at 32,766.
    let per_statement = CHUNK.min(30_000 / columns.len().max(1));
    loop {
        let chunk: Vec<Vec<Value>> = rows.by_ref().take(per_statement).collect();
        if chunk.is_empty() {
            return Ok(clauses);
        }
        let text = format!("{head}{}", vec![group.as_str(); chunk.len()].join(", "));
        clauses.push(Clause { text, args: chunk.into_iter().flatten().collect() });
    }
}
