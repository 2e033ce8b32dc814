//! Every operation is done exactly once when the answer to its COMMIT is lost, or the COMMIT itself: afterwards no row
//! differs from those of a clinic in which nothing ever broke.

use clinic_core::ids::WorkstationId;
use clinic_core::operation::Operation;
use clinic_core::staff::me::AskMe;
use clinic_core::store::{Clause, Db, Read, migrate};
use clinic_core::time::{Clock, Instant};
use clinic_core::{Clinic, Performed, Who, Workstation, check};
use clinic_tests::contents::send_for;
use clinic_tests::desk::{PASSWORD, at};
use clinic_tests::engine_list::{Engine, Store, all};
use clinic_tests::script::{By, Step, script};
use clinic_tests::wire::{Break, Line};
use sqlx::mysql::MySqlRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Column, FromRow, Row};
use std::collections::{BTreeMap, BTreeSet};

/// Two clinics never have these in common: the salt of each password goes into the journal's hashes, and these into the
/// seal of a closed day (`check` proves the chains and the seals instead), and an event at the door is no operation and has an id of its own.
const COLUMNS_LEFT_OUT: [(&str, &str); 8] = [
    ("journal", "hash"),
    ("journal", "previous_hash"),
    ("journal_heads", "hash"),
    ("security_events", "id"),
    ("tills", "sealed"),
    ("tills", "seal"),
    ("period_locks", "sealed"),
    ("period_locks", "seal"),
];
/// Who made the tables, and when.
const TABLES_LEFT_OUT: [&str; 1] = ["schema_lease"];

#[test]
fn the_script_has_every_operation() {
    let played: BTreeSet<&str> = script().iter().map(|step| step.operation.name()).collect();
    let missing: Vec<&str> =
        Operation::ALL.iter().map(|about| about.name).filter(|name| !played.contains(name)).collect();
    assert!(
        missing.is_empty(),
        "tests/script.rs has no step for {missing:?}: add one to the function of its area there"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_is_done_once_over_broken_commits() {
    let engines: Vec<_> = all().into_iter().map(|engine| tokio::spawn(play(engine))).collect();
    for engine in engines {
        engine.await.expect("a clinic that stays as it should");
    }
}

async fn play(engine: Engine) {
    let (steps, workstation) = (script(), WorkstationId::new());
    let mut whole = Stage::new(&engine, workstation).await;
    let mut lost = Stage::new(&engine, workstation).await;
    let mut dropped = Stage::new(&engine, workstation).await;
    for step in &steps {
        whole.send(step).await;
        let first = whole.perform(step).await;
        whole.who(step.by).await;
        for (stage, how) in [(&mut lost, Break::AnswerLost), (&mut dropped, Break::Dropped)] {
            let what = format!("{} on {}, {how:?}", step.operation.name(), engine.name);
            stage.who(step.by).await;
            stage.send(step).await;
            stage.line.break_next(how);
            let broken = stage.perform(step).await;
            assert_eq!(broken.replayed, how == Break::AnswerLost, "{what}");
            let again = stage.perform(step).await;
            assert!(again.replayed, "{what}");
            assert_eq!([&broken.outcome, &again.outcome], [&first.outcome; 2], "{what}");
        }
    }
    assert_eq!([lost.line.struck(), dropped.line.struck()], [steps.len(); 2], "{}", engine.name);
    let expected = whole.tables().await;
    same(&expected, &lost.tables().await, &format!("{}, answers lost", engine.name));
    same(&expected, &dropped.tables().await, &format!("{}, COMMITs dropped", engine.name));
    for stage in [whole, lost, dropped] {
        stage.end().await;
    }
}

/// A clinic in which the script is played, over a wire where its data is on a server.
struct Stage {
    store: Store,
    db: Db,
    clinic: Clinic,
    line: Line,
    people: BTreeMap<&'static str, Who>,
}

impl Stage {
    async fn new(engine: &Engine, workstation: WorkstationId) -> Stage {
        let store = engine.store().await;
        let db = store.open().await;
        migrate::migrate(&db, &Clock::default(), |_, _| {}).await.expect("a migrated store");
        let (db, line) = Line::to(&store, db).await;
        // The morning of the day for which the script books.
        let clock = Clock::standing_at(Instant(at(7, 30)));
        let workstation = Workstation { id: workstation, name: "Front desk".into() };
        let clinic = Clinic::open(db.clone(), &workstation, clock).await.expect("an open clinic");
        Stage { store, db, clinic, line, people: BTreeMap::new() }
    }

    /// As whom a step is performed; signs in anew when a new password has ended the session.
    async fn who(&mut self, by: By) -> Who {
        let By::Person(login) = by else { return Who::System };
        if let Some(who) = self.people.get(login)
            && self.clinic.ask(who, AskMe {}).await.is_ok()
        {
            return who.clone();
        }
        let who = Who::Person(self.clinic.sign_in(login, PASSWORD.to_owned().into()).await.expect("a sign-in"));
        self.people.insert(login, who.clone());
        who
    }

    /// What is no operation of its own, and is done before.
    async fn send(&mut self, step: &Step) {
        let who = self.who(step.by).await;
        send_for(&self.clinic, &who, &step.operation).await;
    }

    async fn perform(&mut self, step: &Step) -> Performed {
        let who = self.who(step.by).await;
        let performed = self.clinic.perform(&who, step.id, step.operation.clone()).await;
        performed.unwrap_or_else(|error| panic!("{}: {error:?}", step.operation.name()))
    }

    /// Every row of every table, in an order of its own making.
    async fn tables(&self) -> BTreeMap<String, Vec<Cells>> {
        let report = check::check(&self.db, None).await.expect("a report");
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        let names = if self.db.is_server() {
            "SELECT CAST(table_name AS CHAR) FROM information_schema.tables WHERE table_schema = DATABASE()"
        } else {
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        };
        let names: Vec<(String,)> = self.db.clone().all(names, vec![]).await.expect("the tables");
        let mut tables = BTreeMap::new();
        for (name,) in names.into_iter().filter(|(name,)| !TABLES_LEFT_OUT.contains(&name.as_str())) {
            let select: &'static str = format!("SELECT * FROM {name}").leak();
            let mut rows: Vec<Cells> = self.db.clone().all_of(Clause::new(select, vec![])).await.expect("the rows");
            for row in &mut rows {
                row.0.retain(|(column, _)| !COLUMNS_LEFT_OUT.contains(&(name.as_str(), column.as_str())));
            }
            rows.sort();
            tables.insert(name, rows);
        }
        tables
    }

    async fn end(self) {
        self.db.close().await;
        self.store.drop().await;
    }
}

fn same(expected: &BTreeMap<String, Vec<Cells>>, found: &BTreeMap<String, Vec<Cells>>, what: &str) {
    assert!(
        expected["journal"].len() >= Operation::ALL.len() && expected["slot_claims"].len() > 1,
        "{what}: empty tables"
    );
    assert!(expected.keys().eq(found.keys()), "{what}: other tables");
    for (table, rows) in expected {
        let (left, right): (BTreeSet<_>, BTreeSet<_>) = (rows.iter().collect(), found[table].iter().collect());
        let missing: Vec<_> = left.difference(&right).collect();
        let new: Vec<_> = right.difference(&left).collect();
        assert!(
            missing.is_empty() && new.is_empty() && rows.len() == found[table].len(),
            "{what}: {table} differs\n expected {missing:#?}\n found {new:#?}"
        );
    }
}

/// A row of any table: its columns' names and bytes as the engine gives them, as text where they are text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Cells(Vec<(String, Option<String>)>);

impl std::fmt::Debug for Cells {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let cell =
            |(column, value): &(String, Option<String>)| format!("{column}={}", value.as_deref().unwrap_or("NULL"));
        f.write_str(&self.0.iter().map(cell).collect::<Vec<_>>().join(", "))
    }
}

macro_rules! cells_from {
    ($row:ty) => {
        impl<'r> FromRow<'r, $row> for Cells {
            fn from_row(row: &'r $row) -> Result<Cells, sqlx::Error> {
                let cell = |column: &<<$row as Row>::Database as sqlx::Database>::Column| {
                    let bytes: Option<Vec<u8>> = row.try_get_unchecked(column.ordinal())?;
                    Ok((column.name().to_owned(), bytes.map(readable)))
                };
                Ok(Cells(row.columns().iter().map(cell).collect::<Result<_, sqlx::Error>>()?))
            }
        }
    };
}

cells_from!(MySqlRow);
cells_from!(SqliteRow);

fn readable(bytes: Vec<u8>) -> String {
    match String::from_utf8(bytes) {
        Ok(text) if !text.contains(char::is_control) => without_hashes(&text),
        Ok(text) => hex(text.as_bytes()),
        Err(error) => hex(error.as_bytes()),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A password's hash begins with a salt that no two have in common.
fn without_hashes(text: &str) -> String {
    let mut parts = text.split("$argon2id$");
    let head = parts.next().unwrap_or_default().to_owned();
    let of_a_hash = |c: char| c.is_ascii_alphanumeric() || "+/$=,".contains(c);
    parts.fold(head, |text, rest| text + "(a hash)" + rest.trim_start_matches(of_a_hash))
}
