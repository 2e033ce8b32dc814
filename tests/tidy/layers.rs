//! Who may use whom: what ARCHITECTURE.md says under "The tree". The interface's own layers are in ui/test/tidy.spec.js.

use super::source::{Source, at, files, places};

fn core() -> Vec<Source> {
    files("core/src", "rs")
}

fn outside_store() -> impl Iterator<Item = Source> {
    core().into_iter().filter(|source| !source.path.starts_with("core/src/store/"))
}

fn programs() -> Vec<Source> {
    let mut programs = files("cli/src", "rs");
    programs.extend(files("src-tauri", "rs"));
    programs
}

/// Where any of these words stands as a name of its own.
fn named(source: &Source, words: &[&str]) -> Vec<String> {
    let tokens = source.product_tokens();
    tokens.iter().filter(|token| words.contains(&token.text.as_str())).map(|token| at(source, token)).collect()
}

#[test]
fn the_core_knows_no_window_and_no_terminal() {
    let found: Vec<_> =
        core().iter().flat_map(|source| named(source, &["tauri", "clap", "println", "eprintln"])).collect();
    assert!(found.is_empty(), "{found:#?}");
    let manifest = super::source::read("core/Cargo.toml");
    assert!(!manifest.contains("tauri") && !manifest.contains("clap"), "core/Cargo.toml");
}

/// The types of sqlx that say which engine it is, and everything that runs a statement.
const ENGINES: &[&str] = &[
    "MySql",
    "MySqlPool",
    "MySqlRow",
    "MySqlConnection",
    "MySqlArguments",
    "MySqlConnectOptions",
    "MySqlDatabaseError",
    "Sqlite",
    "SqlitePool",
    "SqliteRow",
    "SqliteConnection",
    "SqliteArguments",
    "SqliteConnectOptions",
    "SqliteError",
    "AssertSqlSafe",
    "raw_sql",
    "query_as",
    "query_scalar",
    "QueryBuilder",
];

#[test]
fn only_the_store_knows_the_engine_and_runs_statements() {
    for source in outside_store().chain(programs()) {
        let found = named(&source, ENGINES);
        assert!(found.is_empty(), "an engine's type outside core/src/store: {found:#?}");
        // What derives: rows and columns. Everything else of sqlx belongs to the store.
        let tokens = source.product_tokens();
        for (position, token) in tokens.iter().enumerate().filter(|(_, token)| token.text == "sqlx") {
            let after: String = tokens[position + 1..].iter().take(3).map(|token| token.text.as_str()).collect();
            let derived = after == "::FromRow" || after == "::Type" || after.starts_with('(');
            assert!(derived, "{}: sqlx{after} outside core/src/store", at(&source, token));
        }
    }
}

/// An engine that is asked for by name is a second code path. Sentences may name one, statements may not depend on it.
#[test]
fn no_rule_asks_which_engine_it_is() {
    for source in outside_store() {
        let tokens = source.product_tokens();
        let found: Vec<_> = tokens
            .iter()
            .filter(|token| {
                let text = token.text.to_lowercase();
                token.is_literal
                    && ["sqlite_", "information_schema", "mysql.", "pragma "].iter().any(|word| text.contains(word))
            })
            .map(|token| at(&source, token))
            .collect();
        assert!(found.is_empty(), "an engine's own SQL outside core/src/store: {found:#?}");
    }
}

/// typst takes minutes to compile: a change to a rule must not wait for it.
#[test]
fn the_core_does_not_know_how_documents_are_laid_out() {
    let manifest = super::source::read("core/Cargo.toml");
    assert!(!manifest.contains("typst") && !manifest.contains("clinic-documents"), "core/Cargo.toml");
    for source in files("documents/src", "rs") {
        let found = named(&source, &["tauri", "clap", "println", "eprintln", "sqlx", "Db", "Tx"]);
        assert!(found.is_empty(), "documents are made from answers alone: {found:#?}");
    }
}

/// `std::process::exit` and friends apart: the shell and the terminal go through the core, and hold no SQL.
#[test]
fn the_window_and_the_terminal_use_the_core_alone() {
    for source in programs() {
        let found = named(&source, &["sqlx", "rusqlite", "argon2", "keyring", "chrono_tz"]);
        assert!(found.is_empty(), "the core's own business: {found:#?}");
        let sql = source.product_tokens().into_iter().filter(|token| token.is_literal && is_sql(&token.text));
        let found: Vec<_> = sql.map(|token| at(&source, &token)).collect();
        // The bench fills a table faster than the operations would, to have many rows to measure with.
        assert!(found.is_empty() || source.path.starts_with("cli/src/bench/"), "SQL: {found:#?}");
    }
}

fn is_sql(literal: &str) -> bool {
    let text = literal.trim_start_matches(['r', '#', '"']).trim_start();
    ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM "].iter().any(|word| text.starts_with(word))
}

/// What a user, a file or a server can influence ends in a message, never in a panic.
#[test]
fn nothing_in_the_product_gives_up() {
    let mut found = Vec::new();
    let crates = ["documents/src", "viewer/src"].into_iter().flat_map(|folder| files(folder, "rs"));
    for source in core().into_iter().chain(crates).chain(programs()) {
        // A build that cannot be made has to stop.
        if source.path == "src-tauri/build.rs" {
            continue;
        }
        let tokens = source.product_tokens();
        for wanted in [
            &[".", "unwrap", "("][..],
            &[".", "expect", "("],
            &[".", "unwrap_err", "("],
            &["todo", "!"],
            &["unimplemented", "!"],
            &["unreachable", "!"],
            &["panic", "!"],
            &["dbg", "!"],
        ] {
            found.extend(
                places(&source, &tokens, wanted).into_iter().map(|place| format!("{place} {}", wanted.concat())),
            );
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// Programs speak on standard error; standard output is what a script reads.
#[test]
fn only_answers_go_to_standard_output() {
    let may = ["src-tauri/main.rs", "src-tauri/build.rs"];
    for source in programs().into_iter().filter(|source| !may.contains(&source.path.as_str())) {
        let found = places(&source, &source.product_tokens(), &["println", "!"]);
        assert!(found.is_empty(), "{found:#?}");
    }
}
