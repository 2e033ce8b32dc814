//! Every list names everything there is, and nothing that is gone.

use super::source::{files, read};
use clinic_core::Code;
use clinic_core::access::Permission;
use clinic_core::operation::Operation;
use clinic_core::question::Question;
use std::collections::BTreeSet;

fn only_in<T: Ord + Clone + std::fmt::Debug>(left: &BTreeSet<T>, right: &BTreeSet<T>) -> Vec<T> {
    left.difference(right).cloned().collect()
}

#[test]
fn docs_errors_md_has_a_row_for_every_code_and_no_other() {
    let codes: BTreeSet<String> = Code::ALL.iter().map(|(_, text, _)| (*text).to_owned()).collect();
    let rows: Vec<String> = read("docs/errors.md")
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` |").map(|(code, _)| code.to_owned()))
        .collect();
    let documented: BTreeSet<String> = rows.iter().cloned().collect();
    assert_eq!(only_in(&codes, &documented), Vec::<String>::new(), "codes without a row in docs/errors.md");
    assert_eq!(only_in(&documented, &codes), Vec::<String>::new(), "rows of docs/errors.md without a code");
    assert!(rows.is_sorted(), "docs/errors.md is in alphabetical order");
    assert_eq!(codes.len(), Code::ALL.len(), "two codes have the same text");
}

#[test]
fn codes_say_whose_they_are_and_why() {
    for (_, text, doc) in Code::ALL {
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        let parts: Vec<&str> = text.split('.').collect();
        assert!(*text == "internal" || parts.len() == 2 && parts.iter().all(|part| plain(part)), "{text}");
        assert!(doc.trim().ends_with('.'), "{text}: {doc}");
    }
}

/// `impl Operate for X` and `impl Ask for X` anywhere in the core stand in the list of operation.rs or question.rs.
#[test]
fn every_operation_and_question_is_listed() {
    for (kind, list) in [("Operate", "core/src/operation.rs"), ("Ask", "core/src/question.rs")] {
        let listed = read(list);
        for source in files("core/src", "rs") {
            let tokens = source.product_tokens();
            for window in tokens.windows(4).filter(|window| {
                window[0].text == "impl" && window[1].text == kind && window[2].text == "for" && !window[3].is_literal
            }) {
                assert!(listed.contains(&format!("::{},", window[3].text)), "{} is not in {list}", window[3].text);
            }
        }
    }
    let names: Vec<&str> = Operation::ALL.iter().map(|about| about.name).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "two operations have one name");
    let names: Vec<&str> = Question::ALL.iter().map(|about| about.name).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "two questions have one name");
}

/// A schema without properties cannot be walked: nothing of such an operation would be tested.
#[test]
fn every_operation_and_question_tells_its_shape() {
    let operations = Operation::ALL.iter().map(|about| (about.name, (about.schema)(), (about.example)()));
    let questions = Question::ALL.iter().map(|about| (about.name, (about.schema)(), (about.example)()));
    for (name, schema, example) in operations.chain(questions) {
        assert_eq!(schema["type"], "object", "{name}: {schema}");
        assert!(example.is_object(), "{name} has no example");
    }
}

#[test]
fn every_permission_is_used_and_somebodys() {
    for permission in Permission::ALL.iter().filter(|permission| **permission != Permission::System) {
        assert!(!permission.by_default().is_empty(), "nobody may {}", permission.text());
    }
}

#[test]
fn every_migration_is_run() {
    let runner = read("core/src/store/migrate.rs");
    for source in files("migrations", "sql") {
        let name = source.path.trim_start_matches("migrations/");
        assert!(runner.contains(name), "{name} is not in MIGRATIONS of core/src/store/migrate.rs");
        let (number, words) = name.split_once('_').unwrap_or_default();
        assert!(number.len() >= 4 && number.bytes().all(|byte| byte.is_ascii_digit()) && !words.is_empty(), "{name}");
    }
}

#[test]
fn every_decision_has_a_number_of_its_own() {
    let decisions = files("docs/adr", "md");
    let names = decisions.iter().map(|source| source.path.trim_start_matches("docs/adr/"));
    let numbered: Vec<(&str, &str)> = names.filter_map(|name| name.split_once('-')).collect();
    let numbers: BTreeSet<&str> = numbered.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers.len(), numbered.len(), "two decisions share a number: {numbered:?}");
    for source in decisions.iter().filter(|source| source.path != "docs/adr/README.md") {
        let number = &source.path["docs/adr/".len().."docs/adr/".len() + 4];
        assert!(source.text.starts_with(&format!("# {number}: ")), "{} begins with another number", source.path);
    }
}
