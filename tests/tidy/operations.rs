//! Operations outlive releases: the journal and scripts hold old ones. tests/operations/ keeps the JSON of each as it was
//! once sent; none of it is ever changed.

use super::source::{read, root};
use clinic_core::operation::Operation;
use serde_json::Value as Json;

const FOLDER: &str = "tests/operations";

/// The forms an operation has had: one JSON per line, the oldest first.
fn kept(name: &str) -> Option<Vec<String>> {
    let text = std::fs::read_to_string(root().join(FOLDER).join(format!("{name}.jsonl"))).ok()?;
    Some(text.lines().map(str::to_owned).collect())
}

/// What an operation's JSON consists of: the paths of its fields.
fn shape(json: &Json, path: &str, fields: &mut Vec<String>) {
    match json {
        Json::Object(map) => map.iter().for_each(|(name, value)| shape(value, &format!("{path}/{name}"), fields)),
        Json::Array(items) => items.iter().for_each(|item| shape(item, &format!("{path}[]"), fields)),
        _ => fields.push(path.to_owned()),
    }
}

/// With `CLINIC_KEEP_OPERATIONS=1` what is missing is written; what is there is never touched.
#[test]
fn every_operation_of_today_is_kept() {
    let write = std::env::var_os("CLINIC_KEEP_OPERATIONS").is_some();
    let mut missing = Vec::new();
    for about in Operation::ALL {
        if kept(about.name).is_some_and(|forms| !forms.is_empty()) {
            continue;
        }
        if write {
            let path = root().join(FOLDER).join(format!("{}.jsonl", about.name));
            std::fs::create_dir_all(root().join(FOLDER)).expect("the folder");
            std::fs::write(path, format!("{}\n", (about.example)())).expect("written");
        } else {
            missing.push(about.name);
        }
    }
    assert!(
        missing.is_empty(),
        "no old form of {missing:?} is kept in {FOLDER}. Write it once and commit it:\n  \
         CLINIC_KEEP_OPERATIONS=1 cargo test -p clinic-tests --test tidy every_operation_of_today"
    );
}

#[test]
fn every_operation_ever_sent_is_still_understood() {
    for entry in std::fs::read_dir(root().join(FOLDER)).expect("the folder") {
        let path = entry.expect("an entry").path();
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let name = file.trim_end_matches(".jsonl");
        for (at, line) in read(&format!("{FOLDER}/{file}")).lines().enumerate() {
            let place = format!("{FOLDER}/{file}:{}", at + 1);
            let old: Json = serde_json::from_str(line).unwrap_or_else(|error| panic!("{place}: {error}"));
            assert_eq!(old["op"], name, "{place}");
            let operation: Operation = serde_json::from_value(old.clone()).unwrap_or_else(|error| {
                panic!("{place} cannot be read any more ({error}): a shape only gains fields with #[serde(default)], else it gets a new name")
            });
            // Nothing of it is lost on the way: a field that was renamed would be passed over in silence.
            let today = serde_json::to_value(operation).expect("JSON");
            let (mut before, mut after) = (Vec::new(), Vec::new());
            shape(&old, "", &mut before);
            shape(&today, "", &mut after);
            let lost: Vec<_> = before.iter().filter(|field| !after.contains(field)).collect();
            assert!(lost.is_empty(), "{place}: {lost:?} is no longer understood");
        }
    }
}
