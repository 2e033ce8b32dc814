//! `clinicctl check`: proves that the history is whole and that the rows agree with each other. Reads only, in pieces, and
//! may run while the clinic works: what looks wrong because it changed between two reads is read again before it is named.

mod billing;
mod chain;
mod chain_rows;
mod claims;
mod files;
mod history;
mod keys;
mod periods;
#[cfg(test)]
mod tests;
mod totals;
mod visits;

use crate::error::Result;
use crate::journal::Head;
use crate::store::{Clause, Db, Read, Value};
use serde::Serialize;
use std::collections::BTreeMap;

/// So many findings of one kind are spelt out; the rest is counted.
const SPELT_OUT: usize = 100;

/// Something that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What is wrong, for scripts: `journal.changed`, `claims.missing`, `keys.missing_row` …
    pub kind: &'static str,
    /// Which row, for people.
    pub what: String,
}

/// What `check` read and found.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    pub findings: Vec<Finding>,
    /// What could not be proved, and what is unusual but allowed.
    pub notes: Vec<Finding>,
    pub workstations: u64,
    pub journal_rows: u64,
    pub appointments: u64,
    pub claims: u64,
    pub foreign_keys: u64,
    pub invoices: u64,
    pub payments: u64,
    pub signed_visits: u64,
    pub files: u64,
    #[serde(skip)]
    counted: BTreeMap<&'static str, usize>,
}

impl Report {
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    fn find(&mut self, kind: &'static str, what: String) {
        let count = self.counted.entry(kind).or_default();
        *count += 1;
        if *count <= SPELT_OUT {
            self.findings.push(Finding { kind, what });
        }
    }

    fn note(&mut self, kind: &'static str, what: String) {
        if self.notes.iter().filter(|note| note.kind == kind).count() < SPELT_OUT {
            self.notes.push(Finding { kind, what });
        }
    }

    fn count_the_rest(&mut self) {
        let many: Vec<(&'static str, usize)> =
            self.counted.iter().filter(|(_, count)| **count > SPELT_OUT).map(|(kind, count)| (*kind, *count)).collect();
        for (kind, count) in many {
            self.findings.push(Finding { kind, what: format!("and {} more of this kind", count - SPELT_OUT) });
        }
    }
}

/// Checks everything. `heads` are the newest links of the chains as somebody kept them outside this database.
pub async fn check(db: &Db, heads: Option<&[Head]>) -> Result<Report> {
    let mut report = Report::default();
    history::check(db, heads, &mut report).await?;
    claims::check(db, &mut report).await?;
    keys::check(db, &mut report).await?;
    totals::check(db, &mut report).await?;
    billing::check(db, &mut report).await?;
    periods::check(db, &mut report).await?;
    visits::check(db, &mut report).await?;
    files::check(db, &mut report).await?;
    report.count_the_rest();
    Ok(report)
}

/// A piece of a table: from this value (included) to that one (left out; nothing means the end).
#[derive(Debug, Clone)]
struct Span {
    from: Vec<u8>,
    until: Option<Vec<u8>>,
}

impl Span {
    /// `AND table.column >= ? AND table.column < ?`, for a statement that already has a WHERE; `table` is its name there.
    fn limit(&self, clause: Clause, table: &'static str, column: &'static str) -> Clause {
        let of = |clause: Clause| clause.and(" AND ", vec![]).and(table, vec![]).and(".", vec![]).and(column, vec![]);
        let clause = of(clause).and(" >= ?", vec![Value::Bytes(self.from.clone())]);
        match &self.until {
            Some(until) => of(clause).and(" < ?", vec![Value::Bytes(until.clone())]),
            None => clause,
        }
    }
}

/// Cuts a table into pieces of about `rows` rows by an indexed column of bytes, so that no statement runs long.
async fn spans(db: &Db, table: &'static str, column: &'static str, rows: i64) -> Result<Vec<Span>> {
    let mut db = db.clone();
    let mut spans = Vec::new();
    let mut from = Vec::new();
    loop {
        let bound = |test: &'static str| {
            Clause::new("SELECT ", vec![])
                .and(column, vec![])
                .and(" FROM ", vec![])
                .and(table, vec![])
                .and(" WHERE ", vec![])
                .and(column, vec![])
                .and(test, vec![Value::Bytes(from.clone())])
        };
        let order = |clause: Clause, skip: i64| {
            clause.and(" ORDER BY ", vec![]).and(column, vec![]).and(" LIMIT 1 OFFSET ?", vec![Value::Int(skip)])
        };
        let mut next: Option<(Vec<u8>,)> = db.all_of(order(bound(" >= ?"), rows)).await?.into_iter().next();
        if next.as_ref().is_some_and(|(next,)| *next == from) {
            // More rows than one piece share this value: they stay together.
            next = db.all_of(order(bound(" > ?"), 0)).await?.into_iter().next();
        }
        let until = next.map(|(next,)| next);
        spans.push(Span { from, until: until.clone() });
        match until {
            Some(until) => from = until,
            None => return Ok(spans),
        }
    }
}

/// The newest link of every workstation's chain, to be kept outside the database.
pub async fn heads(db: &Db) -> Result<Vec<Head>> {
    crate::journal::heads(&mut db.clone()).await
}
